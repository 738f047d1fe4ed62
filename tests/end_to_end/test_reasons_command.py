"""`tyt reasons` as a person and as another program call it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from store import history
from store.errors import RefusedError
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
    bhyt = {"item": "bhyt_linked", "digit": 0}
    assert before["Ở xa"] == {
        "item": "bhyt_linked", "text": "Ở xa", "items": [bhyt | {"people": 1}], "people": 1, "also": []
    }  # fmt: skip
    preview = tyt(path, "reasons", "merge", "Nhà ở xa", "Ở xa", "--dry-run")
    assert "“Nhà ở xa” (1 BHYT) sẽ được tính là “Ở xa” (1 BHYT)" in preview
    assert "“Ở xa” có 2 người" in preview
    assert tyt(path, "reasons", "merge", "Nhà ở xa", "Ở xa") == "Từ nay “Nhà ở xa” được tính là “Ở xa”.\n"
    after = {each["text"]: each for each in json.loads(tyt(path, "reasons", "--json"))}
    assert after["Ở xa"] == {
        "item": "bhyt_linked", "text": "Ở xa", "items": [bhyt | {"people": 2}], "people": 2, "also": ["Nhà ở xa"]
    }  # fmt: skip
    assert before.keys() - after.keys() == {"Nhà ở xa"}
    assert "BHYT     Ở xa: 2 người (gồm cả: Nhà ở xa)" in tyt(path, "reasons").splitlines()
    with open_store(path) as store:
        assert history.undo(store) is not None
    assert {each["text"] for each in json.loads(tyt(path, "reasons", "--json"))} == before.keys()


def test_add_rename_and_give_a_digit(path: Path) -> None:
    assert tyt(path, "reasons", "add", "Đi công tác", "--item", "bhyt", "--item", "so sk").startswith("Đã thêm")
    assert "BHYT, Sổ SK" in tyt(path, "reasons", "digit", "di cong tac", "bhyt", "0")
    assert "BHYT [1], Sổ SK" in tyt(path, "reasons", "digit", "di cong tac", "bhyt", "1")
    assert tyt(path, "reasons", "rename", "Ở xa", "Nhà xa trạm") == "Từ nay “Ở xa” viết là “Nhà xa trạm”.\n"
    found = {each["text"]: each for each in json.loads(tyt(path, "reasons", "--json"))}
    assert found["Nhà xa trạm"]["people"] == 1
    assert found["Nhà xa trạm"]["also"] == ["Ở xa"]


def test_an_unknown_reason_or_item_is_refused_with_a_way_out(path: Path) -> None:
    for arguments, words in (
        (("rename", "Không có", "Gì"), "Không có lý do"),
        (("add", "A", "--item", "x"), "Các mục"),
    ):
        with pytest.raises(RefusedError, match=words):
            tyt(path, "reasons", *arguments)


def test_reasons_of_two_items_are_not_merged_by_mistake(path: Path) -> None:
    with pytest.raises(RefusedError, match="hai mục khác nhau"):
        tyt(path, "reasons", "merge", "Quên mật khẩu", "Chờ BHXH cập nhật")
    assert (
        "hai mục khác nhau" in tyt(path, "reasons", "merge", "Quên mật khẩu", "Chờ BHXH cập nhật", "--dry-run").lower()
    )
    assert "được tính là" in tyt(path, "reasons", "merge", "Quên mật khẩu", "Chờ BHXH cập nhật", "--other-items")
