"""What was answered about a file once is not asked again about the next one, and is forgotten when it is taken back."""

from pathlib import Path

import pytest

from importers import corrected, intake
from importers.grids import any_format
from importers.intake import Answers, Incoming, State
from store.checklist.reasons import reason_id
from store.clock import VARIABLE
from store.database import Store
from store.opening import open_store
from store.people import units
from store.receiving import mappings, submissions
from store.receiving.proposal import ProposalKind
from store.text import fold

SCHOOL, WRITTEN = "Trường THCS Núi Tô", "Trường THCS Ba Chúc"
KNOWN, TYPED = "Máy đang sửa ở huyện", "Máy đang sửa ở hyện"
HEADS = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Định danh mức 2", "BHYT", "Lý do"]
AN = [1, "Lê Văn An", "01/02/1980", "089080000001", "x", "Chưa", TYPED]
BE = [2, "Trần Thị Bé", "01/02/1981", "089181000002", "x", "x", None]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, "2026-06-23T14:00:00")
    with open_store(tmp_path / "trạm.sqlite3") as opened:
        reason_id(opened, KNOWN)
        units.find_or_add(opened, SCHOOL)
        yield opened


def reasons_of(incoming: Incoming) -> set[str]:
    assert incoming.plan is not None
    people = [row.incoming.person for row in incoming.plan.rows]
    return {words for person in people if person is not None for words in person.reasons.values()}


class TestReason:
    def accepted(self, store: Store, save) -> int:
        incoming = intake.read(store, save([[f"Đơn vị: {SCHOOL}"], HEADS, AN]))
        (proposal,) = [one for one in incoming.proposals if one.kind is ProposalKind.SAME_REASON]
        intake.answer_proposal(store, incoming, proposal, accepted=True)
        number = intake.apply(store, incoming)
        assert number is not None
        return number

    def test_the_next_file_is_read_as_it_was_answered(self, store: Store, save) -> None:
        self.accepted(store, save)
        for unit in (SCHOOL, "Trường Tiểu học A Tri Tôn"):
            after = intake.read(store, save([[f"Đơn vị: {unit}"], HEADS, [*BE[:5], "Chưa", TYPED]]))
            assert not [one for one in after.proposals if one.kind is ProposalKind.SAME_REASON]
            assert reasons_of(after) == {KNOWN}

    def test_it_is_asked_again_once_the_file_is_taken_back(self, store: Store, save) -> None:
        submissions.take_back(store, self.accepted(store, save))
        after = intake.read(store, save([[f"Đơn vị: {SCHOOL}"], HEADS, AN]))
        assert [one.words for one in after.proposals if one.kind is ProposalKind.SAME_REASON] == [TYPED]

    def test_a_declined_one_is_a_reason_of_its_own_from_then_on(self, store: Store, save) -> None:
        incoming = intake.read(store, save([[f"Đơn vị: {SCHOOL}"], HEADS, AN]))
        (proposal,) = [one for one in incoming.proposals if one.kind is ProposalKind.SAME_REASON]
        intake.answer_proposal(store, incoming, proposal, accepted=False)
        intake.apply(store, incoming)
        after = intake.read(store, save([[f"Đơn vị: {SCHOOL}"], HEADS, [*BE[:5], "Chưa", TYPED]]))
        assert not [one for one in after.proposals if one.kind is ProposalKind.SAME_REASON]
        assert reasons_of(after) == {TYPED}


class TestName:
    def assigned(self, store: Store, save, unit: str = SCHOOL) -> int:
        path = save([[f"Đơn vị: {WRITTEN}"], HEADS, AN])
        incoming = intake.read(store, path)
        assert incoming.plan is not None
        assert incoming.plan.unit_id is None
        incoming.answers.unit = unit
        intake.plan_again(store, incoming)
        number = intake.apply(store, incoming)
        assert number is not None
        return number

    def test_the_next_file_with_that_name_is_of_that_unit(self, store: Store, save) -> None:
        self.assigned(store, save)
        after = intake.read(store, save([[f"ĐƠN VỊ: {WRITTEN.upper()}"], HEADS, BE]))
        assert after.plan is not None
        assert after.plan.unit == SCHOOL
        school = units.find(store, SCHOOL)
        assert school is not None
        assert after.plan.unit_id == school.id
        assert mappings.names_of(store, school.id) == [WRITTEN]
        assert any(fold(WRITTEN) in fold(text) and "23/06/2026" in text for text in after.plan.reading.remarks)

    def test_the_unit_bears_its_new_name_there_once_it_is_renamed(self, store: Store, save) -> None:
        self.assigned(store, save)
        store.connection.execute("UPDATE unit SET name = 'Trường Núi Tô', folded = 'truong nui to'")
        after = intake.read(store, save([[f"Đơn vị: {WRITTEN}"], HEADS, BE]))
        assert after.plan is not None
        assert after.plan.unit == "Trường Núi Tô"

    def test_a_file_with_the_name_of_before_is_of_the_unit_that_was_renamed(self, store: Store, save) -> None:
        school = units.find(store, SCHOOL)
        assert school is not None
        units.edit(store, school.id, name="Trường THCS và THPT Núi Tô")
        after = intake.read(store, save([[f"Đơn vị: {SCHOOL}"], HEADS, BE]))
        assert after.plan is not None
        assert (after.plan.unit_id, after.plan.unit) == (school.id, "Trường THCS và THPT Núi Tô")
        assert any("tên cũ của đơn vị" in text for text in after.plan.reading.remarks)

    def test_it_is_asked_again_once_the_file_is_taken_back(self, store: Store, save) -> None:
        submissions.take_back(store, self.assigned(store, save))
        after = intake.read(store, save([[f"Đơn vị: {WRITTEN}"], HEADS, BE]))
        assert after.plan is not None
        assert after.plan.unit_id is None

    def test_a_unit_of_that_very_name_leads(self, store: Store, save) -> None:
        self.assigned(store, save)
        units.find_or_add(store, WRITTEN)
        after = intake.read(store, save([[f"Đơn vị: {WRITTEN}"], HEADS, BE]))
        assert after.plan is not None
        assert after.plan.unit == WRITTEN

    def test_nothing_is_remembered_where_the_name_is_that_of_a_unit(self, store: Store, save) -> None:
        units.find_or_add(store, WRITTEN)
        path = save([[f"Đơn vị: {WRITTEN}"], HEADS, AN])
        incoming = intake.read(store, path, answers=Answers(unit=SCHOOL))
        intake.apply(store, incoming)
        assert mappings.unit_named(store, WRITTEN) is None

    def test_of_a_file_of_several_units_each_is_remembered(self, store: Store, save) -> None:
        other = "Trường Mẫu giáo Núi Tô"
        heads = [*HEADS[:3], "Đơn vị", HEADS[4]]

        def of_both(name: str) -> list[list[object]]:
            people = [[1, f"{name} An", "01/02/1980"], [2, f"{name} Bé", "03/02/1980"]]
            return [[*person, unit, "x"] for unit in (WRITTEN, other) for person in people]

        first = intake.read(store, save([heads, *of_both("Lê Văn")]))
        for part in intake.parts(store, first):
            part.answers.unit = SCHOOL if part.part == WRITTEN else part.part
            intake.plan_again(store, part)
            intake.apply(store, part)
        again = intake.parts(store, intake.read(store, save([heads, *of_both("Trần Văn")])))
        assert [part.plan.unit for part in again if part.plan] == [SCHOOL, other]
        assert State.UNIT_NEW not in [part.state for part in again]

    def test_whom_another_part_of_the_file_lists_is_not_missing(self, store: Store, save) -> None:
        other = "Trường Mẫu giáo Núi Tô"
        heads = [*HEADS[:3], "Đơn vị", HEADS[4]]
        an, be, cuc = ([1, f"Lê Văn {name}", f"0{born}/02/1980"] for born, name in enumerate(("An", "Bé", "Cúc"), 1))

        def received(*rows: list[object]) -> list[Incoming]:
            found = intake.parts(store, intake.read(store, save([heads, *rows])))
            for part in found:
                part.answers.unit = part.part
                intake.plan_again(store, part)
            return found

        for part in received([*an, SCHOOL, "x"], [*be, SCHOOL, "x"], [*cuc, other, "x"]):
            intake.apply(store, part)
        first, second = received([*an, SCHOOL, "x"], [*cuc, SCHOOL, "x"], [*be, other, "x"])
        assert first.plan is not None
        assert second.plan is not None
        assert (first.plan.vanished, second.plan.vanished) == ([], [])


class TestColumn:
    HEADS = ("STT", "Họ và tên", "Ngày sinh", "Đơn vị", "Định danh mức 2", "Đợt 2")
    UNITS = ("Trường Tiểu học A Tri Tôn", "Trường Tiểu học B Tri Tôn")

    def rows(self, units: tuple[str, ...], name: str) -> list[list[object]]:
        people = [[1, f"{name} An", "01/02/1980"], [2, f"{name} Bé", "03/02/1980"]]
        return [list(self.HEADS), *([*person, unit, "x", "x"] for unit in units for person in people)]

    def corrected(self, store: Store, path: Path) -> list[Incoming]:
        part, *_ = intake.parts(store, intake.read(store, path))
        assert part.reading is not None
        corrections = corrected.with_correction(part, part.reading.tables[0].fingerprint, 5, "state.health_book")
        assert corrections is not None
        return intake.parts(store, intake.read(store, path, answers=Answers(corrections=corrections)))

    @pytest.mark.parametrize("unit", UNITS)
    def test_of_a_file_of_several_units_it_holds_for_the_next_file_of_each(self, store: Store, save, unit) -> None:
        for part in self.corrected(store, save(self.rows(self.UNITS, "Lê Văn"))):
            part.answers.unit = part.part
            intake.plan_again(store, part)
            intake.apply(store, part)
        after = intake.read(store, save([[f"Đơn vị: {unit}"], *self.rows((unit,), "Trần Văn")]))
        assert after.reading is not None
        assert after.reading.tables[0].columns[5].field == "state.health_book"

    def test_answering_does_not_read_the_file_from_the_disk_again(self, store: Store, save, monkeypatch) -> None:
        path = save(self.rows(self.UNITS, "Lê Văn"))
        read: list[Path] = []
        reader = any_format._reader
        monkeypatch.setattr(
            any_format, "_reader", lambda form: lambda path, tick: read.append(path) or reader(form)(path, tick)
        )
        assert len(self.corrected(store, path)) == 2
        assert read == [path]

    def test_the_answer_counts_though_the_stick_was_pulled_out(self, store: Store, save) -> None:
        path = save([[f"Đơn vị: {SCHOOL}"], list(self.HEADS), [1, "Lê Văn An", "01/02/1980", None, "x", "x"]])
        incoming = intake.read(store, path)
        assert incoming.reading is not None
        path.unlink()
        corrections = corrected.with_correction(
            incoming, incoming.reading.tables[0].fingerprint, 5, "state.health_book"
        )
        again = corrected.read_with(store, incoming, corrections or {})
        assert again.reading is not None
        assert again.reading.tables[0].columns[5].field == "state.health_book"

    def test_a_file_that_changed_meanwhile_is_read_as_it_is_now(self, store: Store, save) -> None:
        path = save([[f"Đơn vị: {SCHOOL}"], list(self.HEADS), [1, "Lê Văn An", "01/02/1980", None, "x", "x"]])
        incoming = intake.read(store, path)
        assert incoming.reading is not None
        save([[f"Đơn vị: {SCHOOL}"], list(self.HEADS), [1, "Trần Thị Bé Ba", "01/02/1980", None, "x", "x"]])
        corrections = corrected.with_correction(
            incoming, incoming.reading.tables[0].fingerprint, 5, "state.health_book"
        )
        again = corrected.read_with(store, incoming, corrections or {})
        assert again.reading is not None
        assert [row.person.full_name for row in again.reading.rows if row.person] == ["Trần Thị Bé Ba"]
