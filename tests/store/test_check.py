"""`tyt check` says nothing of a store that was only worked with, and sees what was changed behind the program."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest

from importers import intake
from importers.grids.files import expand_paths
from store import campaign_use, history
from store.campaigns import file
from store.copies import backup, check, pages, restoring, shelf
from store.errors import DamagedStoreError, StoreError
from store.models import Person, State
from store.opening import open_store
from store.people import reason_dictionary, staff, units
from store.receiving import submissions
from store.reporting import issued
from tests.make_demo_files import FOLDER
from tests.tui.tracking_station import tracking_station


@pytest.fixture(scope="module")
def worked_with(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station in which nearly everything was done once: files, undo, forms, merged reasons, renamed units."""
    path = tmp_path_factory.mktemp("kho") / "trạm.sqlite3"
    tracking_station(path)
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
