"""`tyt reasons` as a person and as another program call it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from store import history
from store.models import Person, State
from store.opening import open_store
from store.people import staff, units
from tui.cli import command_line


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "s.sqlite3"
    with open_store(path) as store:
        for name, words in (("An", "Ở xa"), ("Bình", "Nhà ở xa")):
            person = Person(name, states={"bhyt_linked": State.TODO}, reasons={"bhyt_linked": words})
            staff.add(store, person, units.find_or_add(store, "Trạm Y tế xã Mới"))
    return path


def tyt(path: Path, *arguments: str) -> str:
    done = CliRunner().invoke(command_line, ["--store", str(path), *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_list_merge_and_list_again(path: Path) -> None:
    before = {each["text"]: each for each in json.loads(tyt(path, "reasons", "--json"))}
    assert before["Ở xa"] == {"item": None, "text": "Ở xa", "people": 1, "also": []}
    assert tyt(path, "reasons", "merge", "Nhà ở xa", "Ở xa") == "Từ nay “Nhà ở xa” được tính là “Ở xa”.\n"
    after = {each["text"]: each for each in json.loads(tyt(path, "reasons", "--json"))}
    assert after["Ở xa"] == {"item": None, "text": "Ở xa", "people": 2, "also": ["Nhà ở xa"]}
    assert before.keys() - after.keys() == {"Nhà ở xa"}
    assert "Mọi mục  Ở xa: 2 người (gồm cả: Nhà ở xa)" in tyt(path, "reasons").splitlines()
    with open_store(path) as store:
        assert history.undo(store) is not None
    assert {each["text"] for each in json.loads(tyt(path, "reasons", "--json"))} == before.keys()
