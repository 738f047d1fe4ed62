"""`tyt check` says nothing of a store that was only worked with, and sees what was changed behind the program."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

import openpyxl
import pytest

from importers import intake
from importers.grids.files import expand_paths
from store import campaign_use, history, journal
from store.campaigns import file
from store.copies import backup, check, pages, restoring, shelf
from store.errors import DamagedStoreError, StoreError
from store.models import Person, State
from store.opening import open_store
from store.people import reason_dictionary, staff, units
from store.receiving import submissions
from store.registers import entries
from store.registers.declared import find
from store.reporting import issued
from tests.end_to_end.command import tyt
from tests.make_demo_files import FOLDER
from tests.store.summaries import line, take_in
from tests.tui.tracking_station import tracking_station


@pytest.fixture(scope="module")
def worked_with(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station in which nearly everything was done once: files, undo, forms, merged reasons, renamed units."""
    path = tmp_path_factory.mktemp("kho") / "trạm.sqlite3"
    tracking_station(path)
    with open_store(path) as store:
        entries.add(store, find("difficulties"), day="2026-06-20", what="Mạng yếu")
    backup.back_up(path)
    with open_store(path) as store:
        for each in expand_paths([FOLDER]):
            intake.apply(store, intake.read(store, each))
        submissions.take_back(store, 2)
        unit = units.add(store, "Trường Mầm non B")
        ids = [staff.add(store, Person(f"Lê Văn {number}"), unit, "Tổ 1") for number in range(12)]
        staff.set_state(store, ids, "cccd", State.TODO, "Quên mật khẩu")
        staff.set_state(store, ids[:3], "cccd", State.DONE, done_on="2026-06-01")
        staff.edit(store, ids[0], {"full_name": "Lê Thị Đổi", "citizen_id": "089190012345", "phone": "0912345678"})
        staff.move(store, ids[:2], units.add(store, "Trường Mầm non C"), "Tổ 2")
        staff.remove(store, ids[4:])
        history.undo(store)
        history.undo(store)
        history.redo(store)
        units.edit(store, unit, name="Trường Mầm non B mới")
        reasons = [each.text for each in reason_dictionary.dictionary(store)]
        reason_dictionary.merge(store, reasons[0], reasons[1])
        reason_dictionary.rename(store, reasons[2], "Một lý do viết lại hẳn")
        campaign_use.use(store, file.load(file.built_in()["an-phu-2024"]))
        campaign_use.end(store, "an-phu-2024")
        issued.freeze(store, "phu-luc-1", "Trạm", lambda *_: ({"total": 12345}, [1, 2]))
        issued.write_section(store, "difficulties", "Mạng yếu.", "phu-luc-1")
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def path(worked_with: Path, tmp_path: Path) -> Path:
    """A copy of it, with its own copies beside."""
    path = tmp_path / worked_with.name
    shutil.copyfile(worked_with, path)
    shutil.copytree(shelf.folder(worked_with), shelf.folder(path))
    return path


def test_a_store_that_was_only_worked_with_is_sound(worked_with: Path) -> None:
    found = check.check(worked_with)
    assert found.problems == ()
    assert (found.files, found.reports) == (5, 1)
    assert found.compared_with == shelf.copies(worked_with)[0].path
    assert found.totals.changes > 30


def test_a_cell_that_a_program_wrote_with_a_zero_in_it_is_no_damage(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (
        ["Đơn vị: Trường A"],
        ["STT", "Họ và tên", "Ngày sinh", "Chức vụ", "Ghi chú"],
        [1, "Lê _x0000_Văn An", "05/01/1984", "Giáo_x0000_ viên", "gọi_x0000_ lại"],
    ):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    with open_store(tmp_path / "kho.sqlite3") as store:
        intake.apply(store, intake.read(store, tmp_path / "a.xlsx"))
        issued.write_section(store, "difficulties", "Mạng\0 yếu", "phu-luc-1")
        (member,) = staff.members(store)
        assert member.person.full_name == "Lê Văn An"
        staff.edit(store, member.id, {"note": "dán\0 vào"})
    assert check.check(tmp_path / "kho.sqlite3").problems == ()


def test_the_damaged_store_that_gave_way_says_nothing_of_the_one_that_came(worked_with: Path, tmp_path: Path) -> None:
    path = tmp_path / worked_with.name
    shutil.copyfile(worked_with, path)
    good = backup.back_up(path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(CHANGES["a birth date"])
    backup.back_up(path)  # as on the next day, before anybody looked
    assert check.check(path).problems
    kept = restoring.restore(path, good)
    assert kept is not None
    found = check.check(path)
    assert found.problems == ()
    assert found.compared_with == good


CHANGES = {
    "all states": "UPDATE staff SET states = replace(replace(states, 'd', 'n'), 't', 'd')",
    "the state of one who was never changed": "UPDATE staff SET states = 't' || substr(states, 2) WHERE id = 5",
    "a birth date": "UPDATE staff SET birth_date = '1901-01-01' WHERE id = 5",
    "a value with a history": "UPDATE staff SET phone = '0999999999' WHERE phone = '0912345678'",
    "somebody who is gone": "UPDATE staff SET removed_at = NULL WHERE removed_at IS NOT NULL",
    "a name without its key": "UPDATE staff SET sort_key = 'x' WHERE id = 5",
    "half of the history": "DELETE FROM history WHERE id % 2",
    "the end of the history": "DELETE FROM history WHERE change_id = (SELECT max(id) FROM change)",
    "changes": "DELETE FROM history WHERE change_id = 3; DELETE FROM change WHERE id = 3",
    "what a change made": "UPDATE history SET after = 'x' WHERE after = '0912345678'",
    "a kept file": "UPDATE submission_file SET content = zeroblob(length(content)) WHERE submission_id = 1",
    "a frozen report": "UPDATE issued_report SET paper = replace(paper, '1', '2')",
    "the search table": "INSERT INTO staff_search (staff_search, rowid, folded) SELECT 'delete', id, folded FROM staff",
    "a text of zeros": "UPDATE staff SET note = 'a' || char(0) || 'b' WHERE id = 5",
    "the name of a unit": "UPDATE unit SET name = 'Trường khác' WHERE name = 'Trường Mầm non B mới'",
    "a plan": "UPDATE campaign SET definition = substr(definition, 1, 500)",
}
#: What a copy of the morning knows better; what was imported since then has nothing to be compared with.
AFTER_A_COPY = {
    "figures that a unit sent": "UPDATE unit_count SET figures = replace(figures, '1', '2')",
    "figures that a unit sent and are gone": "DELETE FROM unit_count WHERE id = 1",
    "a line that counts no more": "UPDATE unit_count SET counted = 1 - counted",
    "another reason": "UPDATE staff SET reasons = '0:2' WHERE reasons <> '' AND reasons <> '0:2'",
    "the reason of one who was never changed": "UPDATE staff SET reasons = '1:4' WHERE id = 5",
    "reasons that cannot be read": "UPDATE staff SET reasons = '{}'",
    "a reason that there is not": "UPDATE staff SET reasons = '0:999' WHERE id = 5",
    "other words of a reason": "UPDATE reason SET text = 'Lý do khác' WHERE id = 4",
    "a reason that counts as another": "UPDATE reason SET same_as = 1 WHERE id = 4",
    "a reason of another item": "UPDATE reason SET item_id = 1 + (item_id = 1) WHERE id = 4",
    "a reason that is off the dictionary": "UPDATE reason SET removed_at = '2026-01-01' WHERE id = 4",
    "other words that counted as a reason": "DELETE FROM reason_word",
    "reasons of no item": "DELETE FROM reason_item",
    "no plan": "DELETE FROM campaign",
    "a plan that ended": "UPDATE campaign SET ended_at = '2026-01-01T00:00:00' WHERE ended_at IS NULL",
    "a plan with another date": "UPDATE campaign SET definition = replace(definition, '2026-', '2027-')",
    "another target": "UPDATE item SET target = 0.5 WHERE id = 2",
    "another deadline": "UPDATE item SET due = '2030-01-01' WHERE id = 2",
    "asked of others": "UPDATE item SET applies_to = 'nobody' WHERE id = 2",
    "the sector of a unit": "UPDATE unit SET sector = iif(sector = 'union', 'health', 'union') WHERE id = 1",
    "the unit above": "UPDATE unit SET parent_id = 1 WHERE id = 2",
    "the head of a unit": "UPDATE unit SET head = 'Người Khác' WHERE id = 1",
    "a unit that is not waited for": "UPDATE unit SET expected = 1 - expected WHERE id = 1",
    "the name of a department": "UPDATE department SET name = 'Khoa khác' WHERE id = 1",
    "a department of another unit": "UPDATE department SET unit_id = 3 WHERE id = 1",
    "a file of another name": "UPDATE submission SET file_name = 'khác.xlsx' WHERE id = 1",
    "a file that was taken back": "UPDATE submission SET taken_back_at = '2026-01-01' WHERE taken_back_at IS NULL",
    "columns of a file": "UPDATE submission_table SET columns = '[]'",
    "what a row of a file gives": "UPDATE submission_row SET given = NULL WHERE id = 5",
    "a frozen report of another title": "UPDATE issued_report SET title = 'Khác'",
    "a frozen report of another day": "UPDATE issued_report SET issued_at = '2026-01-01T00:00:00'",
    "a line of another register": "UPDATE register_entry SET register = 'training'",
    "the day on which somebody left": "UPDATE staff SET removed_at = '2020-01-01' WHERE removed_at IS NOT NULL",
    "a row of a file": "UPDATE submission_row SET staff_id = 1 WHERE id = 5",
    "what stood before a change": "UPDATE history SET before = 'x' WHERE id = 3",
    "the day of a change": "UPDATE change SET at = '2025-01-01T00:00:00' WHERE id = 3",
    "a change that was undone": "UPDATE change SET undone_by = 9 WHERE id = 3",
    "what a change is called": "UPDATE change SET label = 'Khác' WHERE id = 3",
    "the day of the last change": "UPDATE change SET at = '2026-01-01' WHERE id = (SELECT max(id) FROM change)",
    "a later hour of the last change": "UPDATE change SET at = substr(at, 1, 18) || '9' WHERE id = 20",
    "of what the last value is": "UPDATE history SET entity = 'x' WHERE id = (SELECT max(id) FROM history)",
    "what stood before the last value": "UPDATE history SET before = 'x' WHERE id = (SELECT max(id) FROM history)",
    "a value more in the history": "INSERT INTO history (change_id, entity, entity_id, field, after)"
    " VALUES (3, 'setting', 0, 'x', 'y')",
    "figures of another week": "UPDATE indicator_figure SET period = '2026-04-01' WHERE id = 2",
    "figures of another indicator": "UPDATE indicator_figure SET indicator = 'khac' WHERE id = 2",
    "figures of another plan": "UPDATE indicator_figure SET campaign = 'khac' WHERE id = 2",
    "figures of days": "UPDATE indicator_figure SET kind = 'daily' WHERE id = 2",
    "a figure of all": "UPDATE indicator_figure SET denominator = 1 WHERE id = 2",
    "who says a figure": "UPDATE indicator_figure SET source = 'Khác' WHERE id = 2",
    "figures of two places, swapped": "UPDATE indicator_figure SET locality_id = 9 WHERE id = 1;"
    "UPDATE indicator_figure SET locality_id = 1 WHERE id = 2;"
    "UPDATE indicator_figure SET locality_id = 2 WHERE id = 1",
    "a figure that nobody wrote": "INSERT INTO indicator_figure (campaign, indicator, kind, period, locality_id,"
    " numerator) SELECT campaign, indicator, 'daily', '2026-06-01', 1, 7 FROM indicator_figure WHERE id = 1",
    "a place of another name": "UPDATE locality SET name = 'Ấp 7', folded = 'ap 7' WHERE id = 1",
    "a place that counts as another": "UPDATE locality SET same_as = 2 WHERE id = 1",
    "a place that is off the list": "UPDATE locality SET removed_at = '2026-01-01' WHERE id = 1",
    "a target of a place": "INSERT INTO locality_target (campaign, indicator, locality_id, amount)"
    " SELECT campaign, indicator, 1, 7 FROM indicator_figure WHERE id = 1",
    "a file taken back on another day": "UPDATE submission SET taken_back_at = '2026-01-01T00:00:00'"
    " WHERE taken_back_at IS NOT NULL",
    "the change of a file": "UPDATE submission SET change_number = 9 WHERE id = 1",
    "the version of a file": "UPDATE submission SET version = 7 WHERE id = 1",
    "remarks about a file": 'UPDATE submission SET remarks = \'[["", "x", "y", "", ""]]\' WHERE id = 1',
    "cells of a row": "UPDATE submission_row SET cells = 'x' || cells WHERE id = 5",
    "a row of a file more": "INSERT INTO submission_row (submission_id, table_number, row, outcome, cells)"
    " SELECT submission_id, table_number, 999, outcome, cells FROM submission_row WHERE id = 5",
    "figures of a unit more": "INSERT INTO unit_count (submission_id, unit_id, form, sheet, row, department, figures,"
    " reasons, counted) SELECT submission_id, unit_id, form, sheet, 99, 'Tổ Lý', figures, reasons, 1 FROM unit_count",
    "how a department is found": "UPDATE department SET folded = 'x' WHERE id = 1",
    "how a reason is found": "UPDATE reason SET folded = 'x' WHERE id = 4",
    "how a place is found": "UPDATE locality SET folded = 'x' WHERE id = 1",
    "an item of another plan": "UPDATE item SET campaign = 'an-phu-2024' WHERE id = 2",
    "an item more": "INSERT INTO item (key, position, title, short_title) VALUES ('x', 99, 'X', 'X')",
    "the day on which somebody was done": "INSERT INTO item_date VALUES (5, 2, '2026-06-01')",
    "another day on which somebody was done": "UPDATE item_date SET done_on = '2026-01-01'",
    "no day on which somebody was done": "DELETE FROM item_date",
    "when somebody came": "UPDATE staff SET created_at = '2026-01-01T00:00:00' WHERE id = 5",
    "a paragraph that nobody wrote": "INSERT INTO narrative VALUES ('phu-luc-1', 'proposals', 'Không có')",
    "the state of a task that nobody wrote": "INSERT INTO task_progress (campaign, number, state)"
    " VALUES ('tri-ton-2026', '9', 'done')",
    "a line of a register more": "INSERT INTO register_entry (register) VALUES ('difficulties')",
}


def test_a_trigger_of_which_a_letter_changed_is_seen(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        changed = "UPDATE sqlite_schema SET sql = replace(sql, 'rowid', 'rnwid') WHERE name = 'staff_search_update'"
        assert connection.execute(changed).rowcount == 1
        connection.commit()
    (problem,) = check.check(path).problems
    assert "staff_search_update" in problem


def test_what_is_done_after_a_copy_is_no_difference_from_it(path: Path) -> None:
    backup.back_up(path)
    with open_store(path) as store:
        before = [each.text for each in reason_dictionary.dictionary(store)]
        ids = [row[0] for row in store.rows("SELECT id FROM staff WHERE removed_at IS NULL LIMIT 6")]
        staff.set_state(store, ids[:3], "cccd", State.TODO, before[0])
        reason_dictionary.merge(store, before[0], before[1])
        staff.set_state(store, ids[:1], "cccd", State.TODO, "Chưa rõ vì sao")
        history.undo(store)  # the reason comes back in the words that it counts as by now
        staff.set_state(store, ids[3:], "cccd", State.TODO, before[1])
        reason_dictionary.rename(store, before[1], "Nói cách khác")
        backup.back_up(path)
        while journal.last_standing(store) and journal.change(store, journal.last_standing(store)).command == "reason":
            history.undo(store)
        reason_dictionary.merge(store, before[3], before[2])
        unit, other = (units.add(store, name) for name in ("Trường D", "Trường E"))
        units.edit(store, unit, name="Trường D mới", head="Lê Văn Đầu")
        staff.move(store, ids[:2], other, "Tổ mới")
        submissions.take_back(store, 3)
        backup.back_up(path)
        history.put_back(
            store,
            journal.last_standing(store)
            and max(
                row[0] for row in store.rows("SELECT id FROM change WHERE undone_by IS NOT NULL AND submission_id = 3")
            ),
        )
        campaign_use.use(store, file.load(file.built_in()["bo-y-te-2025"]))
        campaign_use.end(store, file.DEFAULT)
        history.undo(store)
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert check.check(path).problems == ()


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_changed_behind_its_back_is_seen_and_not_restored(path: Path, what: str, tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(CHANGES[what])
    assert check.check(path).problems
    other = tmp_path / "máy mới" / path.name
    shelf.folder(other).parent.mkdir()
    shutil.copytree(shelf.folder(path), shelf.folder(other))
    with pytest.raises(DamagedStoreError, match="--anyway"):
        restoring.restore(other, path)
    assert not other.exists()
    if what == "half of the history":
        restoring.restore(other, path, anyway=True)
        assert other.exists()


@pytest.mark.parametrize("what", AFTER_A_COPY)
def test_what_a_copy_of_the_morning_knows_better_is_seen(path: Path, what: str) -> None:
    with open_store(path) as store:
        take_in(store, line(6, "Tổ Toán", 11, 9, 8, 7), line(7, "Tổ Văn", 21, 19, 18, 17))
    backup.back_up(path)
    assert check.check(path).problems == ()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(AFTER_A_COPY[what])
    assert check.check(path).problems


#: What 020 made, taken away again.
_BEFORE_020 = (
    "UPDATE submission_row SET given = NULL; ALTER TABLE submission_row DROP COLUMN given; DROP TABLE given_fields;"
    "DROP TABLE row_candidate; DELETE FROM _sqlite_migrations WHERE name = '020'"
)
#: Altered in the store before the program was updated.
BEFORE_AN_UPGRADE = {
    "nothing": "",
    "chưa that became đã": "UPDATE staff SET states = 'd' || substr(states, 2) WHERE id = 5",
    "a birth date": "UPDATE staff SET birth_date = '1901-01-01' WHERE id = 5",
    "a place": "UPDATE locality SET name = 'Ấp 7', folded = 'ap 7' WHERE id = 1",
    "figures that a unit sent": "UPDATE unit_count SET figures = replace(figures, '1', '2')",
}


@pytest.mark.parametrize("what", BEFORE_AN_UPGRADE)
def test_what_a_copy_of_the_version_before_knows_better_is_seen(path: Path, what: str) -> None:
    with open_store(path) as store:
        take_in(store, line(6, "Tổ Toán", 11, 9, 8, 7))
        staff.set_state(store, [5], "cccd", State.TODO)
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(_BEFORE_020)
    for copy in shelf.copies(path):
        copy.path.unlink()
    copied = backup.back_up(path)
    before = copied.read_bytes()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(BEFORE_AN_UPGRADE[what])
    with open_store(path) as store:
        entries.add(store, find("difficulties"), day="2026-06-21", what="Mạng lại yếu")
    found = check.check(path)
    assert found.compared_with == copied
    assert bool(found.problems) == (what != "nothing")
    assert copied.read_bytes() == before, "a copy stays as it was made"
    assert {each.suffix for each in shelf.folder(path).iterdir()} == {".sqlite3"}, "nothing is left beside it"


@pytest.mark.parametrize(("reasons", "paper"), [("{}", "phu-luc-1"), ("{}", "roster"), ("0:999", "roster")])
def test_reasons_that_cannot_be_read_are_a_sentence_where_a_paper_needs_them(
    path: Path, reasons: str, paper: str
) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE staff SET states = replace(states, 'd', 't'), reasons = ?", (reasons,))
        connection.commit()
    printed = tyt(path, "export", paper, "-")
    assert printed.returncode == 2
    assert "lý do của một người không đọc được" in printed.stderr
    assert "ValueError" not in printed.stderr


@pytest.mark.parametrize("part", ["TABLE narrative", "TABLE column_mapping", "INDEX history_by_entity", "COLUMN"])
def test_a_part_that_every_store_has_is_missed_though_it_was_empty(path: Path, part: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE unit DROP COLUMN head" if part == "COLUMN" else f"DROP {part}")
    assert "Thiếu" in "\n".join(check.check(path).problems)


def test_a_paper_over_a_missing_table_says_what_to_do(path: Path, tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE narrative")
    done = tyt(path, "export", "phu-luc-1", tmp_path / "p.xlsx")
    assert done.returncode == 2
    assert "bị hỏng" in done.stderr
    assert "no such" not in done.stderr


def test_every_page_that_turns_to_zeros_is_seen(path: Path) -> None:
    content = path.read_bytes()
    free = pages._free_pages(content, 4096)
    used = [number for number in range(len(content) // 4096) if number + 1 not in free]
    unseen = []
    for number in used[:: max(1, len(used) // 60)]:
        path.write_bytes(content[: number * 4096] + bytes(4096) + content[(number + 1) * 4096 :])
        with contextlib.suppress(StoreError):
            if not check.check(path).problems:
                unseen.append(number)
    assert len(used) > 60
    assert unseen == []


@pytest.mark.parametrize("at", [0, 4096 * 3])
def test_a_store_that_cannot_be_read_is_told_with_the_copy_to_put_back(worked_with: Path, at: int) -> None:
    content = worked_with.read_bytes()
    worked_with.write_bytes(content[:at] + b"\xff" * 4096 + content[at + 4096 :])
    newest = shelf.copies(worked_with)[0].path
    with pytest.raises(DamagedStoreError) as caught:
        check.check(worked_with)
    assert f'restore "{newest}"' in caught.value.message
    assert "tyt check" not in caught.value.message
