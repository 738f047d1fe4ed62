"""A unit sends a filled Phụ lục 1 instead of names: its counts stand in the station's table with their origin."""

import dataclasses
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from exporters.form import export_form
from exporters.progress import export_progress
from store import campaign_use, clock, history, journal
from store.campaigns import file, running
from store.checklist.applicability import Rules
from store.counting.item_figures import counted_units, item_figures, patterns, with_counts
from store.database import Store
from store.errors import RefusedError
from store.forms import comparison, filled, scopes
from store.forms.counts import FormRow, Scope
from store.forms.counts import table as count_table
from store.forms.people_behind import people_behind
from store.forms.reason_cells import UNFIT
from store.models import Person, State
from store.monitoring import overview
from store.people import staff, units
from store.receiving import submissions
from store.reporting.form_papers import get_issued, issue
from store.words import filled_forms
from store.words.forms import difference_text, footnotes, marked_label, marks
from store.words.overview import summary
from tests.store.phu_luc_1 import FIGURES, FORM, draft, faults, table
from tests.store.summaries import UNIT, line, planned, take_in, with_figure
from tui.commands.status import as_lines

STATION = "Trạm Y tế xã Tri Tôn"
NATURAL = line(6, "Tổ Tự nhiên", 28, 25, 22, 19, "Không có điện thoại thông minh (2); quên mật khẩu (1)")
SOCIAL = line(7, "Tổ Xã hội", 25, 24, 21, 19)


@pytest.fixture
def station(store: Store) -> int:
    """Two people of the station, by name."""
    unit = units.find_or_add(store, STATION)
    states = {"level2_account": State.DONE, "bhyt_linked": State.DONE, "health_book": State.TODO}
    staff.add(store, Person("Lê An", states=states), unit, "Dược")
    staff.add(store, Person("Bùi Bình"), unit, "Dược")
    return unit


def _figures(row: FormRow) -> tuple[object, ...]:
    return (row.label, *(row.figures[figure] for figure in FIGURES))


def test_the_counts_stand_beside_the_names(store: Store, station: int) -> None:
    number = take_in(store, NATURAL, SOCIAL)
    by_unit = table(store, by="unit")
    assert [_figures(row) for row in by_unit.rows] == [
        (STATION, 2, 1, 1, 0, 1, 1),
        (UNIT, 53, 49, 4, 43, 38, 15),
    ]
    assert _figures(by_unit.total) == ("Tổng cộng", 55, 50, 5, 43, 39, 16)
    assert by_unit.rows[1].reasons["level2_reasons"] == (("Không có điện thoại thông minh", 2), ("Quên mật khẩu", 2))
    assert by_unit.rows[0].origins == ()
    (origin,) = by_unit.origins()
    assert (origin.submission_id, origin.file_name, origin.left_out) == (number, "so-lieu.xlsx", 0)
    assert dict(origin.lines[0].cells) == {
        "total": "C6", "level2_done": "D6", "level2_todo": "E6", "health_book": "G6", "bhyt_done": "H6",
        "bhyt_todo": "I6",
    }  # fmt: skip
    for row in (*by_unit.rows, by_unit.total):
        assert not faults(row)
    by_department = table(store, by="department")
    assert [row.label for row in by_department.rows] == [
        f"{STATION} – Dược", f"{UNIT} – Tổ Tự nhiên", f"{UNIT} – Tổ Xã hội",
    ]  # fmt: skip
    assert by_department.total == by_unit.total
    only_theirs = table(store, unit_id=origin.unit_id)
    assert [row.label for row in only_theirs.rows] == ["Tổ Tự nhiên", "Tổ Xã hội"]
    assert only_theirs.total.figures["total"] == 53
    assert table(store, unit_id=station).origins() == ()
    assert scopes.usual_scope(store, FORM) == Scope(None, "unit")


def test_the_mark_and_its_footnote(store: Store, station: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYT_NOW", "2026-06-22T09:00:00")
    take_in(store, NATURAL, line(7, "Tổ Xã hội", 25, 24, 21, 19, bad="cột 4 + cột 5 khác cột 3"))
    by_unit = table(store, by="unit")
    marked = marks(by_unit)
    assert [marked_label(row, marked) for row in by_unit.rows] == [STATION, f"{UNIT} ¹"]
    assert footnotes(by_unit) == (
        "¹ Theo số liệu đơn vị gửi ngày 22/06/2026, tệp so-lieu.xlsx. Chưa tính 1 dòng có số liệu không khớp.",
    )
    assert by_unit.rows[1].figures["total"] == 28


def test_a_line_that_is_not_counted_is_told_on_every_paper_and_screen(
    store: Store, station: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TYT_NOW", "2026-06-22T09:00:00")
    take_in(store, NATURAL, line(7, "Tổ Xã hội", 25, 24, 21, 19, bad="cột 4 + cột 5 khác cột 3"))
    result = "Chưa tính 1 dòng có số liệu không khớp"
    written = export_progress(store, tmp_path / "a.xlsx", kind="weekly")
    assert written.warnings == (f"{UNIT}: {result}.",)
    sheets = openpyxl.load_workbook(tmp_path / "a.xlsx")
    words = [str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any(f"{UNIT}, 28 người, ngày 22/06/2026 (chưa tính 1 dòng có số liệu không khớp)" in each for each in words)
    assert f"¹ Theo số liệu đơn vị gửi, không có danh sách. {UNIT}: {result}." in words
    found = overview.read(store, clock.now())
    assert "1 dòng số liệu gửi chưa tính" in summary(found)
    assert f"  {UNIT}: chưa tính 1 dòng có số liệu không khớp" in as_lines(found)


def test_people_who_contradict_themselves_are_told_with_what_is_printed(
    store: Store, station: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TYT_NOW", "2026-06-22T09:00:00")
    assert not export_progress(store, tmp_path / "a.docx", kind="weekly").warnings
    staff.add(store, Person("Cao", states={"level2_account": State.TODO, "health_book": State.DONE}), station)
    found = ("1 người mâu thuẫn (có mục Đã mà mục phải có trước còn Chưa): sửa ở F2 rồi in lại.",)
    assert export_progress(store, tmp_path / "a.docx", kind="weekly").warnings == found
    assert export_form(store, tmp_path / "a.docx").warnings[-1:] == found


def test_a_report_of_a_past_week_is_not_compared_with_names_of_a_later_day(
    store: Store, station: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TYT_NOW", "2026-06-22T09:00:00")
    take_in(store, NATURAL)
    monkeypatch.setenv("TYT_NOW", "2026-06-24T09:00:00")
    school = units.find(store, UNIT)
    assert school is not None
    staff.add(store, Person("Cao"), school.id)

    def warned(day: int) -> tuple[str, ...]:
        written = export_progress(store, tmp_path / "a.json", kind="weekly", as_of=date(2026, 6, day))
        return tuple(each for each in written.warnings if "ít hơn số liệu đã gửi" in each)

    assert warned(23) == ()
    (paper,) = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert paper["people"] == 28, "of that day only the form was there"
    assert warned(24) == (f"{UNIT}: đếm theo danh sách 1 người, ít hơn số liệu đã gửi (28, ngày 22/06/2026).",)
    monkeypatch.setenv("TYT_NOW", "2026-06-26T09:00:00")
    assert warned(24) == (f"{UNIT}: đếm theo danh sách 1 người, ít hơn số liệu đã gửi (28, ngày 22/06/2026).",)


def test_names_that_come_later_take_the_place_of_the_counts(store: Store, station: int) -> None:
    take_in(store, NATURAL)
    school = units.find(store, UNIT)
    assert school is not None
    staff.add(store, Person("Cao Châu", states={"level2_account": State.DONE}), school.id)
    by_unit = table(store, by="unit")
    assert [(row.label, row.figures["total"], row.origins) for row in by_unit.rows] == [(STATION, 2, ()), (UNIT, 1, ())]
    (found,) = comparison.comparisons(store, FORM, Scope())
    assert [difference_text(each) for each in found.differences()] == [
        "Tổng số: tệp 28, danh sách 1", "Mức 2 đã: tệp 25, danh sách 1", "Mức 2 chưa: tệp 3, danh sách 0",
        "Sổ SKĐT: tệp 22, danh sách 0", "BHYT đã: tệp 19, danh sách 0", "BHYT chưa: tệp 9, danh sách 1",
    ]  # fmt: skip
    result = filled_forms.instead_of_counts(store, school.id)
    assert "không cộng vào Phụ lục 1 nữa; so với danh sách: Tổng số: tệp 28, danh sách 1;" in result
    assert result.endswith("Danh sách ít hơn 27 người: hãy hỏi lại đơn vị.")
    result = filled_forms.after_import(store, planned(store, SOCIAL, name="chua-nhan.xlsx"), None)
    assert "đếm theo tên; so với tệp: Tổng số: tệp 25, danh sách 1;" in result
    history.undo(store)
    assert [row.figures["total"] for row in table(store, by="unit").rows] == [2, 28]
    assert comparison.comparisons(store, FORM, Scope()) == []


def test_undo_redo_and_taking_back(store: Store, station: int) -> None:
    number = take_in(store, NATURAL)
    assert number is not None
    history.undo(store)
    assert filled.in_force(store) == {}
    assert submissions.get(store, number).taken_back_at is not None
    history.redo(store)
    assert table(store, by="unit").total.figures["total"] == 30
    submissions.take_back(store, number)
    assert table(store, by="unit").total.figures["total"] == 2
    assert filled.sent(store) == []


def test_the_newest_is_in_force_and_the_older_stays_visible(store: Store, station: int) -> None:
    first = take_in(store, NATURAL, SOCIAL, name="tuan-1.xlsx")
    plan = planned(store, with_figure(NATURAL, "health_book", 25), name="tuan-2.xlsx")
    assert plan.counts()["changed"] == 1
    second = submissions.apply(store, plan)
    (origin,) = filled.in_force(store).values()
    assert origin.submission_id == second
    assert [o.submission_id for o in filled.sent(store)] == [second, first]
    assert "Bản trước còn có: Tổ Xã hội." in filled_forms.after_import(store, plan, second)
    assert second is not None
    submissions.take_back(store, second)
    (origin,) = filled.in_force(store).values()
    assert origin.submission_id == first


def test_an_older_file_does_not_replace_a_newer_one(store: Store, station: int) -> None:
    newer = take_in(store, NATURAL, name="moi.xlsx")
    plan = planned(store, SOCIAL, name="cu.xlsx")
    older = submissions.apply(store, plan)
    store.connection.execute("UPDATE submission SET data_date = '2020-01-01' WHERE id = ?", (older,))
    (origin,) = filled.in_force(store).values()
    assert origin.submission_id == newer
    assert "Đã có số liệu mới hơn" in filled_forms.after_import(store, plan, older)


def test_a_file_without_one_good_row_replaces_nothing(store: Store, station: int) -> None:
    first = take_in(store, NATURAL)
    plan = planned(store, dataclasses.replace(line(6, "Tổ Tự nhiên", 9, 9, 9, 9, bad="không khớp")), name="hong.xlsx")
    assert plan.counts() == {"new": 0, "changed": 0, "unchanged": 0, "conflict": 0, "rejected": 1}
    second = submissions.apply(store, plan)
    assert second is not None
    (origin,) = filled.in_force(store).values()
    assert origin.submission_id == first
    assert [[each.message for each in found.problems] for found in filled.sent(store)[0].lines] == [["không khớp"]]


def test_the_same_file_twice_changes_nothing(store: Store, station: int) -> None:
    assert take_in(store, NATURAL) is not None
    assert take_in(store, NATURAL) is None


def test_what_was_in_force_at_the_end_of_a_day(store: Store, station: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYT_NOW", "2031-06-20T09:00:00")
    take_in(store, NATURAL, name="tuan-1.xlsx")
    monkeypatch.setenv("TYT_NOW", "2031-06-22T09:00:00")
    second = take_in(store, SOCIAL, name="tuan-2.xlsx")
    monkeypatch.setenv("TYT_NOW", "2031-06-24T09:00:00")
    assert second is not None
    submissions.take_back(store, second)

    def on(day: int) -> int:
        return table(store, by="unit", as_of=date(2031, 6, day)).total.figures["total"]

    assert [on(day) for day in (19, 20, 21, 22, 23, 24)] == [2, 30, 30, 27, 27, 30]


def test_the_sum_names_each_reason_with_its_number_and_no_more_than_people(store: Store, station: int) -> None:
    odd = dataclasses.replace(NATURAL, reasons={**NATURAL.reasons, "level2_reasons": "mạng yếu, máy cũ (1)"})
    assert take_in(store, odd, SOCIAL) is not None
    assert table(store).rows[1].reasons["level2_reasons"] == (("Mạng yếu, máy cũ (1)", 0),), "as it was sent"
    for row in (table(store, by="unit").rows[1], table(store).total):
        reasons = dict(row.reasons["level2_reasons"])
        assert reasons[UNFIT] == NATURAL.figures["level2_todo"]
        assert sum(reasons.values()) == row.figures["level2_todo"]


def test_a_closed_unit_is_not_counted(store: Store, station: int) -> None:
    take_in(store, NATURAL)
    school = units.find(store, UNIT)
    assert school is not None
    units.close(store, school.id)
    assert table(store, by="unit").total.figures["total"] == 2


def test_a_closing_that_is_undone_and_redone_holds(store: Store, station: int) -> None:
    take_in(store, NATURAL)
    school = units.find(store, UNIT)
    assert school is not None
    units.close(store, school.id)
    history.undo(store)
    assert table(store, by="unit").total.figures["total"] == 30
    history.redo(store)
    assert table(store, by="unit").total.figures["total"] == 2
    assert units.find(store, UNIT) is None


def test_a_closing_is_not_redone_where_somebody_came_since(store: Store, station: int) -> None:
    school = units.add(store, UNIT)
    units.close(store, school)
    closing = journal.last_change(store)
    history.undo(store)
    staff.add(store, Person("Cao Cúc"), school)
    with pytest.raises(RefusedError, match="còn 1 người"):
        history.put_back(store, closing)
    assert journal.change(store, closing).undone_at is not None


def test_nobody_stands_behind_counts(store: Store, station: int) -> None:
    take_in(store, NATURAL)
    school = units.find(store, UNIT)
    assert school is not None
    assert people_behind(store, FORM, Scope(school.id, "unit"), "total") == []
    whole = people_behind(store, FORM, Scope(by="unit"), "total")
    assert len(whole) == 2


def test_a_frozen_copy_keeps_where_its_counts_come_from(store: Store, station: int) -> None:
    take_in(store, NATURAL)
    paper = draft(store, by="unit")
    frozen = issue(store, paper)
    take_in(store, SOCIAL, name="tuan-2.xlsx")
    again = get_issued(store, frozen.head.id)
    assert again.paper.table == paper.table
    origin = again.paper.table.rows[1].origins[0]
    assert (origin.file_name, len(origin.sha256), dict(origin.lines[0].cells)["bhyt_todo"]) == (
        "so-lieu.xlsx", 64, "I6",
    )  # fmt: skip
    assert again.people["1/total"] == []
    assert len(again.people["total/total"]) == 2


@pytest.mark.parametrize("by", ["unit", "department"])
def test_counts_that_changed_since_the_draft_are_not_frozen(store: Store, station: int, by: str) -> None:
    number = take_in(store, NATURAL, SOCIAL)
    paper = draft(store, by=by)
    issue(store, paper)
    take_in(store, with_figure(NATURAL, "health_book", 25), SOCIAL, name="tuan-2.xlsx")
    with pytest.raises(RefusedError, match="vừa thay đổi"):
        issue(store, paper)
    history.undo(store)
    issue(store, paper)
    school = units.find(store, UNIT)
    assert school is not None
    staff.add(store, Person("Cao Châu"), school.id)
    with pytest.raises(RefusedError, match="vừa thay đổi"):
        issue(store, paper)
    history.undo(store)
    assert number is not None
    submissions.take_back(store, number)
    with pytest.raises(RefusedError, match="vừa thay đổi"):
        issue(store, paper)


def test_a_summary_that_came_since_the_draft_is_not_left_out(store: Store, station: int) -> None:
    paper = draft(store, by="unit")
    take_in(store, NATURAL)
    with pytest.raises(RefusedError, match="vừa thay đổi"):
        issue(store, paper)


def test_a_unit_that_others_need_stays_when_the_file_that_made_it_is_taken_back(store: Store, station: int) -> None:
    first = take_in(store, NATURAL, name="tuan-1.xlsx")
    second = take_in(store, SOCIAL, name="tuan-2.xlsx")
    school = units.find(store, UNIT)
    assert first is not None
    assert second is not None
    assert school is not None
    found = submissions.take_back(store, first)
    assert found.kept == []
    assert table(store, by="unit").total.figures["total"] == 2 + 25
    staff.add(store, Person("Cao Châu"), school.id)
    submissions.take_back(store, second)
    assert [unit.name for unit in units.all_units(store)] == [STATION, UNIT]
    assert table(store, by="unit").rows[1].figures["total"] == 1


def test_a_unit_that_nobody_needs_goes_with_the_file_that_made_it(store: Store, station: int) -> None:
    number = take_in(store, NATURAL)
    assert number is not None
    submissions.take_back(store, number)
    assert units.find(store, UNIT) is None


def test_who_has_no_smartphone_by_the_unit_s_own_words_is_not_asked_for_what_needs_one(
    store: Store, station: int
) -> None:
    take_in(store, NATURAL, SOCIAL)
    campaign_use.use(store, file.load(file.built_in()["an-phu-2024"]))
    rules = Rules(store, running.checklist_of(store, running.get(store, "an-phu-2024")))
    found = with_counts(rules, item_figures(rules, patterns(store)), counted_units(store))
    asked = {figure.item.key: figure.applicable for figure in found}
    assert asked == {"level2_account": 55, "bhyt_linked": 53, "health_book": 53}, "letter 310, mục 2"


def test_of_twenty_files_of_a_unit_the_newest_is_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [take_in(store, line(6, "Tổ Tự nhiên", 28 + turn, 25, 22, 19), name=f"{turn}.xlsx") for turn in range(5)]
    read: list[int] = []
    lines = filled.lines

    def noted(of: Store, number: int, *which: object) -> object:
        read.append(number)
        return lines(of, number, *which)

    monkeypatch.setattr(filled, "lines", noted)
    (origin,) = filled.in_force(store).values()
    assert (origin.submission_id, read) == (numbers[-1], [numbers[-1]])


def test_a_unit_whose_file_is_taken_back_counts_on_the_days_before(
    store: Store, station: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TYT_NOW", "2031-06-18T09:00:00")
    number = take_in(store, NATURAL)
    before = table(store, by="unit").total.figures["total"]
    monkeypatch.setenv("TYT_NOW", "2031-06-24T09:00:00")
    submissions.take_back(store, number)
    for day in (18, 23):
        scope = scopes.usual_scope(store, FORM, date(2031, 6, day))
        assert (scope.by, count_table(store, FORM, scope).total.figures["total"]) == ("unit", before)
    assert table(store, by="unit").total.figures["total"] < before


def test_figures_that_count_again_since_the_last_person_left_are_said_with_each_paper(
    store: Store, station: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TYT_NOW", "2026-06-22T09:00:00")
    take_in(store, NATURAL, SOCIAL)
    unit = units.find(store, UNIT)
    assert unit is not None
    sentence = f"{UNIT}: không còn ai có tên trong danh sách nên lại đếm theo số liệu đã gửi (53 người, ngày"

    def warned() -> list[bool]:
        written = export_form(store, tmp_path / "a.xlsx"), export_progress(store, tmp_path / "b.xlsx", kind="weekly")
        return [any(each.startswith(sentence) for each in one.warnings) for one in written]

    assert warned() == [False, False], "nobody was listed"
    staff_id = staff.add(store, Person("Cao Châu"), unit.id)
    staff.move(store, [staff_id], station)
    assert warned() == [True, True]
    history.undo(store)
    assert warned() == [False, False], "counted by name"
    staff.remove(store, [staff_id])
    assert warned() == [True, True]
