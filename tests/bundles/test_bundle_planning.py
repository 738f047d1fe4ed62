"""What is asked when a station's next bundle comes, and what is not."""

from pathlib import Path

import pytest

from exporters.bundle import export_bundle
from importers import intake
from importers.intake import Answers, Incoming
from store import clock, history, journal, retention
from store.bundles import received
from store.bundles.manifest import REGISTERS
from store.copies import check
from store.database import Store
from store.errors import RefusedError
from store.history import undo
from store.models import Person, State
from store.outcome import Outcome
from store.people import staff, units
from store.receiving import receipts, submissions
from store.receiving.plan import Conflict
from store.registers import entries
from store.registers.declared import find
from tests.bundles import stations as bundled
from tests.bundles.stations import PASSPHRASE, people_of, take_in

NUMBER = "089170990123"


class Office:
    """A station, the office above it, and the hours that go by between bundles."""

    def __init__(self, below: Store, above: Store, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.below, self.above, self.folder, self.patch, self.sent = below, above, folder, patch, 0

    def send(self, store: Store | None = None, **how: bool) -> Path:
        self.sent += 1
        self.patch.setenv(clock.VARIABLE, f"2026-06-23T{8 + self.sent:02d}:00:00")
        out = self.folder / f"{self.sent}.tyt"
        export_bundle(store or self.below, out, passphrase=PASSPHRASE, **how)
        return out

    def read(self, out: Path) -> Incoming:
        incoming = intake.read(self.above, out, answers=Answers(passphrase=PASSPHRASE))
        assert incoming.plan is not None
        return incoming

    def counts(self, incoming: Incoming) -> dict[str, int]:
        assert incoming.plan is not None
        return {key: number for key, number in incoming.plan.counts().items() if number and key != "unchanged"}

    def above_of(self, name: str) -> int:
        return next(one.id for one in staff.members(self.above) if one.person.full_name == name)

    def below_of(self, name: str) -> int:
        return next(one.id for one in staff.members(self.below) if one.person.full_name == name)


@pytest.fixture
def office(sender: Store, province: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    unit = next(unit for unit in units.all_units(sender) if unit.name == "Trường Tiểu học A")
    staff.add(sender, Person("Lâm Thị Én", "1984-03-02", "nữ", NUMBER, phone="0912345678"), unit.id, "Tổ 1")
    office = Office(sender, province, tmp_path, monkeypatch)
    take_in(province, office.send())
    return office


def test_what_the_station_changes_of_its_own_is_taken_without_a_question(office: Office) -> None:
    staff_id = office.below_of("Lâm Thị Én")
    staff.edit(
        office.below, staff_id, {"phone": None, "full_name": "Lâm Thị Yến", "birth_date": "1985", "citizen_id": None}
    )
    staff.set_state(office.below, [staff_id], "level2_account", State.DONE)
    staff.set_done_on(office.below, staff_id, "level2_account", "2026-06-01")
    take_in(office.above, office.send())
    staff.set_state(office.below, [staff_id], "level2_account", State.TODO, reason="Quên mật khẩu")
    incoming = office.read(office.send())
    assert office.counts(incoming) == {"changed": 1}
    intake.apply(office.above, incoming)
    assert people_of(office.above) == people_of(office.below)


def test_what_was_written_here_since_is_asked_about_once(office: Office) -> None:
    above = office.above_of("Lâm Thị Én")
    staff.edit(office.above, above, {"phone": "0987654321"})
    incoming = office.read(office.send())
    assert office.counts(incoming) == {"conflict": 1}
    assert incoming.plan is not None
    (row,) = [row for row in incoming.plan.rows if row.outcome is Outcome.CONFLICT]
    assert row.conflict is Conflict.VALUES
    assert row.question.startswith("Lâm Thị Én: gói ghi khác với điều đã sửa ở sổ này. Điện thoại: ")
    intake.answer_row(office.above, incoming, row, "keep")
    intake.apply(office.above, incoming)
    assert office.counts(office.read(office.send())) == {}
    # Another value of the station is another question; undone, the edit here is none any more.
    staff.edit(office.below, office.below_of("Lâm Thị Én"), {"phone": "0911111111"})
    assert office.counts(office.read(office.send())) == {"conflict": 1}


def test_an_edit_that_was_undone_here_is_no_question(office: Office) -> None:
    staff.edit(office.above, office.above_of("Lâm Thị Én"), {"phone": "0987654321"})
    undo(office.above)
    staff.edit(office.below, office.below_of("Lâm Thị Én"), {"phone": "0911111111"})
    assert office.counts(office.read(office.send())) == {"changed": 1}


def test_what_the_office_adds_stays_where_the_station_says_nothing(office: Office) -> None:
    above = office.above_of("Lâm Thị Én")
    staff.edit(office.above, above, {"position": "Giáo viên"})
    assert office.counts(take_in(office.above, office.send())) == {}
    assert staff.get(office.above, above).person.position == "Giáo viên"


def test_who_was_taken_off_the_list_here_is_asked_about(office: Office) -> None:
    staff.remove(office.above, [office.above_of("Lâm Thị Én")])
    incoming = office.read(office.send())
    assert incoming.plan is not None
    (row,) = [row for row in incoming.plan.rows if row.outcome is Outcome.CONFLICT]
    assert row.conflict is Conflict.REMOVED
    intake.answer_row(office.above, incoming, row, "keep")
    intake.apply(office.above, incoming)
    assert office.counts(office.read(office.send())) == {}


def test_somebody_whom_another_station_has_too_is_asked_about_and_counts_once(
    office: Office, base: Path, tmp_path: Path
) -> None:
    with bundled.station(base, tmp_path / "trạm 6.sqlite3", 6) as other:
        own = units.station_id(other)
        assert own is not None
        staff.add(other, Person("Lâm Thị Én", "1984-03-02", "nữ", NUMBER), own)
        incoming = office.read(office.send(other))
        assert office.counts(incoming)["conflict"] == 1
        assert incoming.plan is not None
        (row,) = [row for row in incoming.plan.rows if row.outcome is Outcome.CONFLICT]
        assert row.conflict is Conflict.UNIT
        intake.answer_row(office.above, incoming, row, "take")
        intake.apply(office.above, incoming)
        (there,) = [one for one in staff.members(office.above) if one.person.citizen_id == NUMBER]
        assert there.unit == "Trạm Y tế xã Tân Lập 6"
        # The first station says again that they are its own: asked again, and nobody leaves a list by that.
        again = office.read(office.send())
        assert office.counts(again) == {"conflict": 1}
        assert again.plan is not None
        assert not again.plan.left
        # Taken back, they are where they were.
        assert incoming.submission_id is not None
        submissions.take_back(office.above, incoming.submission_id)
        assert office.counts(office.read(office.send())) == {}


def test_figures_alone_after_people_take_the_people_off_the_list_and_back(office: Office) -> None:
    before = people_of(office.above)
    figures = bundled.form_of(office.above).total.figures
    incoming = take_in(office.above, office.send(figures_only=True))
    assert incoming.plan is not None
    assert len(incoming.plan.left) == before.total()
    assert people_of(office.above).total() == 0
    assert bundled.form_of(office.above).total.figures == figures
    assert incoming.submission_id is not None
    submissions.take_back(office.above, incoming.submission_id)
    assert people_of(office.above) == before
    assert bundled.form_of(office.above).total.figures == figures


def test_units_of_one_name_stand_below_their_own_stations(office: Office, base: Path, tmp_path: Path) -> None:
    with bundled.station(base, tmp_path / "trạm 6.sqlite3", 6) as other:
        area = units.add(office.above, "Khu vực Tri Tôn")
        take_in(office.above, office.send(other))
        station = units.find(office.above, "Trạm Y tế xã Tân Lập 6")
        assert station is not None
        units.edit(office.above, station.id, parent_id=area)
        take_in(office.above, office.send(other))
    by_name = {unit.name: unit for unit in units.all_units(office.above)}
    second = by_name["Trường Tiểu học A (Trạm Y tế xã Tân Lập 6)"]
    assert (second.parent_id, second.expected, second.sector) == (station.id, 0, "education")
    assert by_name["Trạm Y tế xã Tân Lập 6"].parent_id == area
    first = units.find(office.above, "Trạm Y tế xã Tân Lập 5")
    assert first is not None
    assert (by_name["Trường Tiểu học A"].parent_id, first.facility_code, first.expected) == (first.id, "58005", 1)


def test_who_was_in_a_unit_that_the_station_has_no_more_leaves_and_others_move(office: Office) -> None:
    """As when a school's list was taken back and received again: another unit of its name, people of other numbers."""
    below, school = office.below, units.find(office.below, "Trường Tiểu học A")
    assert school is not None
    old = list(staff.members(below, unit_id=school.id))
    units.edit(below, school.id, name="Trường cũ")
    again = units.add(below, "Trường Tiểu học A")
    with below.transaction():
        staff.remove(below, [one.id for one in old])
        units.close(below, school.id)
        for one in old[1:]:
            staff.add(below, one.person, again)
    take_in(office.above, office.send(), "take")
    assert people_of(office.above) == people_of(below)
    assert [unit.name for unit in units.all_units(office.above)].count("Trường Tiểu học A") == 1
    assert not [unit for unit in units.all_units(office.above) if unit.name.startswith("Trường Tiểu học A (")]


def test_a_bundle_is_taken_back_only_before_the_next_one_or_after_that_was(office: Office) -> None:
    below, above = office.below, office.above
    (first,) = submissions.all_submissions(above)
    before = people_of(above)
    staff.edit(below, office.below_of("Lâm Thị Én"), {"phone": None})
    second = take_in(above, office.send(changes_only=True))
    assert second.submission_id is not None
    after = people_of(above)
    with pytest.raises(RefusedError, match=r"gói mới hơn \(2\.tyt\)"):
        submissions.take_back(above, first.id)
    (change,) = [one for one in journal.changes(above) if one.submission_id == first.id]
    with pytest.raises(RefusedError):
        history.take_back(above, change)
    assert people_of(above) == after
    submissions.take_back(above, second.submission_id)
    assert people_of(above) == before
    submissions.take_back(above, first.id)
    assert not people_of(above)
    take_in(above, office.send())
    assert people_of(above) == people_of(below)


def test_a_unit_that_the_station_closed_is_closed_here_and_open_again_when_that_is_taken_back(office: Office) -> None:
    below, above = office.below, office.above
    school = units.find(below, "Trường Tiểu học A")
    assert school is not None
    before = people_of(above)
    with below.transaction():
        staff.move(below, [one.id for one in staff.members(below, unit_id=school.id)], units.station_id(below) or 0)
    units.close(below, school.id)
    incoming = take_in(above, office.send())
    assert units.find(above, "Trường Tiểu học A") is None
    assert people_of(above) == people_of(below)
    assert incoming.submission_id is not None
    submissions.take_back(above, incoming.submission_id)
    assert people_of(above) == before
    again = units.find(above, "Trường Tiểu học A")
    assert again is not None
    assert list(staff.members(above, unit_id=again.id))
    assert check.check(above.path).problems == ()


def test_a_unit_in_brackets_is_found_again(office: Office, base: Path, tmp_path: Path) -> None:
    with bundled.station(base, tmp_path / "trạm 6.sqlite3", 6) as other:
        take_in(office.above, office.send(other))
        school = units.find(other, "Trường Tiểu học A")
        assert school is not None
        old = list(staff.members(other, unit_id=school.id))
        with other.transaction():
            staff.remove(other, [one.id for one in old])
            units.close(other, school.id)
            new = units.add(other, "Trường Tiểu học A")
            for one in old:
                staff.add(other, one.person, new)
        take_in(office.above, office.send(other), "take")
        ids = bundled.family(office.above, "Trạm Y tế xã Tân Lập 6")
        assert people_of(office.above, ids) == people_of(other)
    named = [unit.name for unit in units.all_units(office.above) if unit.name.startswith("Trường Tiểu học A (")]
    assert named == ["Trường Tiểu học A (Trạm Y tế xã Tân Lập 6)"]


def test_who_comes_back_to_the_station_comes_back_here(office: Office) -> None:
    staff_id = office.below_of("Lâm Thị Én")
    person, unit_id = staff.get(office.below, staff_id).person, staff.get(office.below, staff_id).unit_id
    staff.remove(office.below, [staff_id])
    take_in(office.above, office.send())
    staff.add(office.below, person, unit_id, "Tổ 1")
    incoming = take_in(office.above, office.send(changes_only=True))
    assert office.counts(incoming) == {"changed": 1}
    assert people_of(office.above) == people_of(office.below)
    # Known by two numbers by now, they are one.
    incoming = take_in(office.above, office.send(figures_only=True))
    assert incoming.plan is not None
    assert len(incoming.plan.left) == people_of(office.below).total()


def test_a_bundle_from_tomorrow_is_refused(office: Office) -> None:
    office.patch.setenv(clock.VARIABLE, "2099-01-01T08:00:00")
    export_bundle(office.below, office.folder / "a.tyt", figures_only=True)
    office.patch.setenv(clock.VARIABLE, "2026-06-24T08:00:00")
    refused = office.read(office.folder / "a.tyt")
    assert refused.reading is not None
    assert refused.reading.message.startswith("Gói ghi làm lúc 08:00 ngày 01/01/2099, muộn hơn giờ máy này")


def test_a_list_that_is_received_again_is_no_change_of_its_people(office: Office) -> None:
    office.send()
    office.below.write("UPDATE submission SET file_name = 'khác.xlsx'")
    written = export_bundle(office.below, office.folder / "b.tyt", passphrase=PASSPHRASE, changes_only=True)
    assert ": 0 người mới hoặc đổi, 0 người thôi theo dõi" in written.summary


def test_what_stands_above_the_station_is_not_of_its_bundle(office: Office) -> None:
    area, own = units.add(office.below, "Khu vực Một", kind="area"), units.station_id(office.below)
    assert own is not None
    units.edit(office.below, own, parent_id=area)
    take_in(office.above, office.send())
    assert units.find(office.above, "Khu vực Một") is None
    assert people_of(office.above) == people_of(office.below)


def test_a_second_station_of_one_name_is_told_and_its_units_bear_its_own(
    office: Office, base: Path, tmp_path: Path
) -> None:
    with bundled.station(base, tmp_path / "trạm 6.sqlite3", 6) as other:
        own = units.station_id(other)
        assert own is not None
        units.edit(other, own, name="Trạm Y tế xã Tân Lập 5", facility_code=None)
        incoming = take_in(office.above, office.send(other))
    assert incoming.plan is not None
    assert incoming.plan.unit == "Trạm Y tế xã Tân Lập 5 2"
    assert incoming.plan.reading.remarks[-1].startswith(
        "Đã có trạm khác tên “Trạm Y tế xã Tân Lập 5”; ghi là “Trạm Y tế"
    )
    assert units.find(office.above, "Trường Tiểu học A (Trạm Y tế xã Tân Lập 5 2)") is not None


def test_a_unit_keeps_the_name_that_the_office_gave_it_and_else_has_that_of_its_station(office: Office) -> None:
    first, second = (units.find(office.above, name) for name in bundled.UNITS[:2])
    assert first is not None
    assert second is not None
    units.edit(office.above, first.id, name="Tiểu học A (trung tâm)")
    below = {unit.name: unit.id for unit in units.all_units(office.below)}
    units.edit(office.below, below[bundled.UNITS[0]], name="Trường Tiểu học A Tân Lập", sector="union")
    units.edit(office.below, below[bundled.UNITS[1]], name="Trường Mầm non Sen Hồng")
    take_in(office.above, office.send())
    assert units.get(office.above, first.id).name == "Tiểu học A (trung tâm)"
    assert units.get(office.above, first.id).sector == "union"
    assert units.get(office.above, second.id).name == "Trường Mầm non Sen Hồng"
    assert people_of(office.above) == people_of(office.below)


def test_a_station_that_the_office_knows_by_code_keeps_its_name_there(
    office: Office, base: Path, tmp_path: Path
) -> None:
    with bundled.station(base, tmp_path / "trạm 7.sqlite3", 7) as other:
        known = units.add(office.above, "TYT Tân Lập Bảy", facility_code="58007", is_expected=True)
        incoming = take_in(office.above, office.send(other))
    assert incoming.plan is not None
    assert (incoming.plan.unit_id, incoming.plan.unit) == (known, "TYT Tân Lập Bảy")
    (receipt,) = [one for one in receipts.of_now(office.above, clock.now()) if one.unit_id == known]
    assert receipt.submission_id == incoming.submission_id
    assert receipt.people == len(list(staff.members(office.above, unit_id=known))) + sum(
        len(list(staff.members(office.above, unit_id=unit.id)))
        for unit in units.all_units(office.above)
        if unit.parent_id == known
    )


def test_changes_alone_wait_until_what_the_bundle_before_asked_is_answered(office: Office) -> None:
    staff_id = office.below_of("Lâm Thị Én")
    staff.edit(office.above, office.above_of("Lâm Thị Én"), {"phone": "0987654321"})
    staff.edit(office.below, staff_id, {"citizen_id": "089170990124"})
    staff.add(office.below, Person("Kiên Văn Út", citizen_id=NUMBER), staff.get(office.below, staff_id).unit_id)
    out = office.send()
    incoming = office.read(out)
    assert office.counts(incoming) == {"new": 1, "conflict": 1}
    intake.apply(office.above, incoming)
    young = staff.get(office.above, office.above_of("Kiên Văn Út"))
    assert young.person.citizen_id is None  # Lâm Thị Én still has it
    staff.set_state(office.below, [staff_id], "cccd", State.DONE)
    changes = office.send(changes_only=True)
    refused = office.read(changes)
    assert refused.reading is not None
    assert "gói trước còn 2 người chưa trả lời xong. Hãy nhận lại gói trước (2.tyt)" in refused.reading.message
    take_in(office.above, out, "take")
    take_in(office.above, out)
    take_in(office.above, changes)
    assert people_of(office.above) == people_of(office.below)


def test_who_is_forgotten_here_stands_in_no_part_that_was_kept(office: Office) -> None:
    staff_id = office.below_of("Lâm Thị Én")
    entries.add(office.below, find("difficulties"), day="2026-06-20", what="Lâm Thị Én chưa có điện thoại")
    incoming = take_in(office.above, office.send())
    assert incoming.submission_id is not None
    assert received.part(office.above, incoming.submission_id, REGISTERS)
    staff.remove(office.below, [staff_id])
    take_in(office.above, office.send())
    (left,) = retention.leavers(office.above)
    retention.forget(office.above, [left.id])
    assert not received.part(office.above, incoming.submission_id, REGISTERS)
    assert NUMBER.encode() not in office.above.path.read_bytes()
    assert "Lâm Thị Én".encode() not in office.above.path.read_bytes()
    assert office.counts(office.read(office.send())) == {}


def test_a_station_that_put_its_store_back_does_not_rename_people(office: Office) -> None:
    staff_id = office.below_of("Lâm Thị Én")
    office.below.write("UPDATE staff SET full_name = 'Kiên Văn Út', name_key = 'ut kien van', citizen_id = NULL,"
                       " birth_date = NULL WHERE id = ?", (staff_id,))  # fmt: skip
    incoming = office.read(office.send())
    assert office.counts(incoming) == {"new": 1}
    assert incoming.plan is not None
    assert incoming.plan.left == [office.above_of("Lâm Thị Én")]
    intake.apply(office.above, incoming)
    assert people_of(office.above) == people_of(office.below)
