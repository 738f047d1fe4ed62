"""Whether a window is open is known, also of one that was killed."""

import subprocess
import sys
from pathlib import Path

import pytest

from store.open_windows import Window, is_open

PROGRAM = """
import sys, time
from pathlib import Path
from store.open_windows import Window
window = Window(Path(sys.argv[1]))
print(window.name, flush=True)
time.sleep(60)
"""


def test_a_window_that_was_killed_is_open_no_more(tmp_path: Path) -> None:
    store = tmp_path / "kho [1].sqlite3"
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(store)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as program:
        assert program.stdout is not None
        name = program.stdout.readline().strip()
        assert is_open(store, name)
        program.kill()
        program.wait()
    assert list(tmp_path.iterdir()) != []
    Window(store).close()
    assert not is_open(store, name)
    assert list(tmp_path.iterdir()) == [], "what it left is swept away by the next"


def test_a_window_is_open_until_it_is_closed(tmp_path: Path) -> None:
    store = tmp_path / "kho.sqlite3"
    one, other = Window(store), Window(store)
    one.close()
    assert (is_open(store, one.name), is_open(store, other.name)) == (False, True)
    other.close()


@pytest.mark.parametrize("name", ["", "../kho", "x/../../y"])
def test_a_name_from_a_file_of_somebody_else_reaches_no_other_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "kho.dang-mo").touch()
    assert not is_open(tmp_path / "kho.sqlite3", name)
    assert (tmp_path / "kho.dang-mo").exists()


def test_where_no_file_can_be_made_a_window_is_taken_for_closed(tmp_path: Path) -> None:
    window = Window(tmp_path / "không có" / "kho.sqlite3")
    assert not is_open(tmp_path / "không có" / "kho.sqlite3", window.name)
    window.close()
