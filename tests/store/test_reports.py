"""Frozen copies: what was signed stays as it was signed."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from store import clock, history, migrations, settings
from store.database import Store
from store.errors import RefusedError
from store.models import Person, State
from store.opening import open_store
from store.people import staff, units
from store.reporting import issued
from store.reporting.form_papers import get_issued, issue
from tests.store.phu_luc_1 import draft

D, T = State.DONE, State.TODO


@pytest.fixture
def unit(store: Store, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:05:00")
    unit = units.find_or_add(store, "Trạm Y tế xã Vĩnh Gia")
    settings.save(store, station_name="Trạm Y tế xã Vĩnh Gia", head_name="Lê Thị Hoa", letter_number="…/TYT")
    for name, level2 in (("Lê An", D), ("Bùi Bình", D), ("Cao Châu", T)):
        states = {"level2_account": level2, "health_book": level2, "bhyt_linked": level2}
        staff.add(store, Person(name, states=states, reasons={"level2_account": "Quên mật khẩu"}), unit, "Dược")
    return unit


def test_a_draft_carries_what_the_station_said_of_itself(store: Store, unit: int) -> None:
    issued.write_section(store, "training", "  Đã tập huấn 3 lớp.\nCòn 1 lớp.  ", "phu-luc-1@2026-06-17")
    paper = draft(store, unit_id=unit)
    assert paper.sections == {"training": "Đã tập huấn 3 lớp.\nCòn 1 lớp."}
    assert (paper.signer_title, paper.signer_name, paper.issued) == ("THỦ TRƯỞNG ĐƠN VỊ", "Lê Thị Hoa", "")
    assert "/TYT của Trạm Y tế xã Vĩnh Gia" in paper.attached_to
    settings.save(store, covering_letter="(Kèm theo công văn số 12/TYT của Trạm ngày 23/6/2026)")
    assert draft(store).attached_to == "(Kèm theo công văn số 12/TYT của Trạm ngày 23/6/2026)"


def test_number_and_day_of_a_letter_are_in_no_later_paper(
    store: Store, unit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.save(store, covering_letter="(Kèm theo công văn số 12/TYT của Trạm ngày 23/6/2026)")
    monkeypatch.setenv(clock.VARIABLE, "2026-07-02T08:00:00")
    assert "ngày      /07/2026" in draft(store).attached_to
    settings.save(store, covering_letter="(Kèm theo công văn của Trạm)")
    monkeypatch.setenv(clock.VARIABLE, "2026-08-02T08:00:00")
    assert draft(store).attached_to == "(Kèm theo công văn của Trạm)"


def test_copies_are_counted_within_their_period(store: Store, unit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen = [issue(store, draft(store, unit_id=unit), unit_id=unit).head.number for _ in range(2)]
    monkeypatch.setenv(clock.VARIABLE, "2026-07-02T08:00:00")
    later = issue(store, draft(store, unit_id=unit), unit_id=unit)
    assert [*frozen, later.head.number] == [1, 2, 1]
    assert later.paper.issued == "Số liệu chốt lần 1, 08:00 ngày 02/07/2026"
    assert issued.heads(store)[0].id == later.head.id


def test_writing_a_section_is_one_step_of_undo(store: Store, unit: int) -> None:
    issued.write_section(store, "proposals", "Cấp thêm máy tính.", "phu-luc-1@2026-06-17")
    issued.write_section(store, "proposals", "", "phu-luc-1@2026-06-17")
    assert issued.narrative(store, "phu-luc-1@2026-06-17") == {}
    history.undo(store)
    assert issued.narrative(store, "phu-luc-1@2026-06-17") == {"proposals": "Cấp thêm máy tính."}


def test_frozen_figures_never_change(store: Store, unit: int) -> None:
    drafted = draft(store, unit_id=unit)
    frozen = issue(store, drafted, unit_id=unit)
    after = frozen.paper.after_change  # which changes its figures know of
    assert after > 0
    issued_text = "Số liệu chốt lần 1, 14:05 ngày 23/06/2026"
    assert frozen.paper == replace(drafted, issued=issued_text, number=1, after_change=after)

    ids = [member.id for member in staff.members(store)]
    staff.set_state(store, ids, "level2_account", D)
    staff.remove(store, ids[:1])
    issued.write_section(store, "training", "Viết sau khi chốt.", "phu-luc-1@2026-06-17")
    settings.save(store, head_name="Người khác")
    while history.undo(store):
        pass
    with open_store(store.path) as again:
        assert get_issued(again, frozen.head.id) == frozen


def test_the_people_behind_each_frozen_figure_are_kept(store: Store, unit: int) -> None:
    frozen = issue(store, draft(store, unit_id=unit), unit_id=unit)
    by_name = {member.person.full_name: member.id for member in staff.members(store)}
    assert frozen.people["0/level2_todo"] == frozen.people["total/level2_todo"] == [by_name["Cao Châu"]]
    for key, ids in frozen.people.items():
        place, _, figure = key.partition("/")
        row = frozen.paper.table.total if place == "total" else frozen.paper.table.rows[int(place)]
        assert len(ids) == row.figures[figure]


def test_copies_are_numbered_and_listed_newest_first(store: Store, unit: int) -> None:
    first = issue(store, draft(store, unit_id=unit), unit_id=unit)
    staff.set_state(store, [3], "level2_account", D)
    second = issue(store, draft(store, by="unit"), unit_id=None)
    assert [(line.number, line.title, line.sound) for line in issued.heads(store, "phu-luc-1")] == [
        (2, "Tất cả đơn vị · 1 dòng · 3 người", True),
        (1, "Trạm Y tế xã Vĩnh Gia · 1 dòng · 3 người", True),
    ]
    assert [head.id for head in issued.heads(store)] == [second.head.id, first.head.id]
    assert (first.paper.table.total.figures["level2_done"], second.paper.table.total.figures["level2_done"]) == (2, 3)


@pytest.mark.parametrize("column", ["paper", "people"])
def test_a_copy_that_was_tampered_with_is_not_printed_again(store: Store, unit: int, column: str) -> None:
    frozen = issue(store, draft(store, unit_id=unit), unit_id=unit)
    issue(store, draft(store, unit_id=unit), unit_id=unit)
    (kept,) = store.connection.execute(f"SELECT {column} FROM issued_report WHERE id = ?", (frozen.head.id,)).fetchone()
    changed = json.dumps(json.loads(kept), ensure_ascii=True, indent=1)
    store.connection.execute(f"UPDATE issued_report SET {column} = ? WHERE id = ?", (changed, frozen.head.id))

    with pytest.raises(RefusedError, match="Bản chốt lần 1 đã bị sửa ngoài chương trình"):
        get_issued(store, frozen.head.id)
    assert [(line.number, line.sound) for line in issued.heads(store, "phu-luc-1")] == [(2, True), (1, False)]


def test_a_table_that_does_not_add_up_is_not_frozen(store: Store, unit: int) -> None:
    staff.set_state(store, [1, 2], "level2_account", T)
    with pytest.raises(RefusedError, match="Dược: cột 7 lớn hơn cột 4; Dược: cột 8 lớn hơn cột 4"):
        issue(store, draft(store, unit_id=unit), unit_id=unit)
    assert issued.heads(store) == []


def test_people_who_changed_behind_the_draft_stop_the_freezing(store: Store, unit: int) -> None:
    drafted = draft(store, unit_id=unit)
    with open_store(store.path) as other_window:
        staff.set_state(other_window, [3], "level2_account", D)
    with pytest.raises(RefusedError, match="Số liệu vừa thay đổi"):
        issue(store, drafted, unit_id=unit)
    assert issued.heads(store) == []
    assert issue(store, draft(store, unit_id=unit), unit_id=unit).head.number == 1


def test_there_is_no_such_copy(store: Store) -> None:
    with pytest.raises(RefusedError, match="Không có bản chốt này"):
        get_issued(store, 7)


def test_the_words_of_one_report_are_not_those_of_another(store: Store) -> None:
    issued.write_section(store, "difficulties", "Thiếu máy.", "progress/tri-ton-2026/weekly")
    issued.write_section(store, "difficulties", "Mạng yếu.", "phu-luc-1@2026-06-17")
    assert issued.narrative(store, "progress/tri-ton-2026/weekly") == {"difficulties": "Thiếu máy."}
    assert issued.narrative(store, "phu-luc-1@2026-06-17") == {"difficulties": "Mạng yếu."}


def test_what_an_older_program_froze_stays_and_the_next_week_begins_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-30T14:05:00")
    path = tmp_path / "cũ.sqlite3"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    migrations.apply(connection, through="015")
    columns = "id, report, number, title, issued_at, issued_by, paper, people, sha256, campaign, kind, period, corrects"
    week = "'t', '2026-06-23T10:00:00', '', '{}', '{}', ?, 'c', 'weekly', '2026-06-17'"
    for row_id, number, corrects in ((1, 1, None), (2, 2, 1)):
        connection.execute(
            f"INSERT INTO issued_report ({columns}) VALUES (?, 'progress/c/weekly', ?, {week}, ?)",
            (row_id, number, issued.digest("{}", "{}"), corrects),
        )
    connection.close()
    with open_store(path) as store:
        assert [(head.id, head.number, head.corrects, head.sound) for head in issued.heads(store)] == [
            (2, 2, 1, True), (1, 1, None, True),
        ]  # fmt: skip
        assert not list(store.rows("PRAGMA foreign_key_check"))

        def content(number: int, *_: object) -> tuple[dict[str, int], dict[str, int]]:
            return {"number": number}, {}

        of = ("c", "weekly")
        again = issued.freeze(store, "progress/c/weekly", "t", content, *of, "2026-06-17", "2026-06-17")
        later = issued.freeze(store, "progress/c/weekly", "t", content, *of, "2026-06-24", "2026-06-24")
        numbers = {head.id: head.number for head in issued.heads(store)}
        assert (numbers[again], numbers[later]) == (3, 1)
