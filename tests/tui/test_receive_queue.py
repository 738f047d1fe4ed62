"""The queue of incoming files without a screen: what waits, what was answered, what is next."""

import csv
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from importers.errors import Cancelled
from importers.intake import Incoming, State
from store.database import Store
from store.models import Person
from store.people import staff, units
from store.receiving import submissions
from tests.tui.station import STATION, station
from tui.screens.receive.queue import Queue

HEADS = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Định danh mức 2"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with station(tmp_path / "trạm.sqlite3") as opened:
        unit = units.find(opened, STATION)
        assert unit is not None
        for number in range(2):
            staff.add(opened, Person(f"Lê Văn {'AB'[number]}n", citizen_id=f"08908400000{number}"), unit.id)
        yield opened


def sheet(path: Path, unit: str | None, *rows: list[object]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*([[f"Đơn vị: {unit}"]] if unit else []), HEADS, *rows])
    return path


def new(path: Path, unit: str | None = "Trường THCS Vĩnh Gia") -> Path:
    return sheet(path, unit, [1, "Lý Thị Mới", "05/01/1984", "089184000111", "x"])


def asking(path: Path) -> Path:
    """Two numbers of the store under other names."""
    return sheet(path, STATION, *([n, f"Trần Thị {'AB'[n]}m", "", f"08908400000{n}", "x"] for n in range(2)))


def read(queue: Queue, store: Store, *paths: Path) -> list[Incoming]:
    queue.add(paths)
    queue.read_waiting(store, lambda *_: True, queue.was_read)
    return queue.files


def test_each_file_says_what_it_needs(store: Store, tmp_path: Path) -> None:
    queue = Queue()
    (tmp_path / "4.csv").write_text("không có gì", encoding="utf-8")
    files = read(
        queue,
        store,
        new(tmp_path / "1.csv"),
        asking(tmp_path / "2.csv"),
        new(tmp_path / "3.csv", None),
        tmp_path / "4.csv",
    )
    assert [file.state for file in files] == [State.CLEAN, State.ASKING, State.UNIT_UNKNOWN, State.UNREADABLE]
    assert queue.clean == files[:1]
    assert queue.unfinished == files[:3]


def test_what_waits_is_stopped_and_read_later(store: Store, tmp_path: Path) -> None:
    queue = Queue()
    queue.add([new(tmp_path / "1.csv"), new(tmp_path / "2.csv", "Trường Mẫu giáo Vĩnh Gia")])

    def stop_behind_the_first(waiting: Incoming, found: Incoming) -> None:
        queue.was_read(waiting, found)
        raise Cancelled

    with pytest.raises(Cancelled):
        queue.read_waiting(store, lambda *_: True, stop_behind_the_first)
    queue.stop()
    assert [file.state for file in queue.files] == [State.CLEAN, State.STOPPED]
    queue.resume()
    assert queue.has_waiting
    queue.read_waiting(store, lambda *_: True, queue.was_read)
    assert [file.state for file in queue.files] == [State.CLEAN, State.CLEAN]


def test_an_answer_is_for_all_alike_and_is_taken_back(store: Store, tmp_path: Path) -> None:
    queue = Queue()
    (file,) = read(queue, store, asking(tmp_path / "1.csv"))
    assert file.plan is not None
    queue.answer(store, file, file.plan.rows[0], "take", cursor=0)
    assert len(queue.answer_alike(store, file, cursor=1)) == 1
    assert (file.state, queue.unwritten) == (State.CLEAN, 2)
    step = queue.take_back(store)
    assert step is not None
    assert (step.row, file.state, queue.unwritten) == (1, State.ASKING, 1)
    assert queue.take_back(store) is not None
    assert (queue.take_back(store), queue.unwritten) == (None, 0)


def test_what_was_written_since_is_taken_back_first(store: Store, tmp_path: Path) -> None:
    queue = Queue()
    file, other = read(queue, store, asking(tmp_path / "1.csv"), new(tmp_path / "2.csv"))
    assert file.plan is not None
    queue.answer(store, file, file.plan.rows[0], "take", cursor=0)
    assert queue.take_in(store, [other]) == ([other], None)
    assert queue.take_back(store) is None


def test_a_file_left_out_comes_back_where_it_was(store: Store, tmp_path: Path) -> None:
    queue = Queue()
    first, second = read(queue, store, new(tmp_path / "1.csv"), asking(tmp_path / "2.csv"))
    queue.drop(store, first)
    assert queue.files == [second]
    queue.take_back(store)
    assert queue.files == [first, second]


def test_a_file_added_again_is_read_anew_where_it_is(store: Store, tmp_path: Path) -> None:
    queue = Queue()
    paths = [asking(tmp_path / "1.csv"), new(tmp_path / "2.csv")]
    file, _ = read(queue, store, *paths)
    assert file.plan is not None
    queue.answer(store, file, file.plan.rows[0], "take", cursor=0)
    assert queue.add(paths[:1]) == (0, 1)
    assert [file.state for file in queue.files] == [State.WAITING, State.CLEAN]
    assert queue.unwritten == 0


def test_taking_in_leaves_what_asks_and_looks_again_after_it_was_taken_back(store: Store, tmp_path: Path) -> None:
    queue = Queue()
    clean, file = read(queue, store, new(tmp_path / "1.csv"), asking(tmp_path / "2.csv"))
    done, error = queue.take_in(store, [clean, file], only_clean=True)
    assert (done, error) == ([clean], None)
    assert (clean.state, file.state) == (State.TAKEN, State.ASKING)
    assert clean.submission_id is not None
    submissions.take_back(store, clean.submission_id)
    queue.look_again(store)
    assert clean.state is State.CLEAN


def test_what_is_left_of_a_file_goes_in_once_all_is_answered(store: Store, tmp_path: Path) -> None:
    queue = Queue()
    (file,) = read(queue, store, asking(tmp_path / "1.csv"))
    assert file.plan is not None
    queue.answer(store, file, file.plan.rows[0], "take", cursor=0)
    queue.take_in(store, [file])
    assert (file.state, queue.clean) == (State.PARTLY_TAKEN, [])
    queue.answer(store, file, file.plan.rows[1], "take", cursor=1)
    assert (file.state, queue.clean) == (State.CLEAN, [file])
    queue.take_in(store, queue.clean, only_clean=True)
    assert file.state is State.TAKEN


def test_it_needs_no_screen() -> None:
    code = "import sys, tui.screens.receive.queue; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
