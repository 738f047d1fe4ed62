"""`tyt settings` as a person and as another program call it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from store import history, settings
from store.errors import RefusedError
from store.opening import open_store
from store.people import units
from tests.end_to_end import command
from tui.cli import command_line


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "s.sqlite3"
    open_store(path).close()
    return path


def tyt(path: Path, *arguments: str) -> str:
    done = CliRunner().invoke(command_line, ["--store", str(path), "settings", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_naming_the_station_can_be_the_first_command(tmp_path: Path) -> None:
    tyt(tmp_path / "new.sqlite3", "station_name=Trạm Y tế xã Vĩnh Gia")
    assert "station_name = Trạm Y tế xã Vĩnh Gia" in tyt(tmp_path / "new.sqlite3")


def test_a_command_that_begins_a_store_says_so_once(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite3"
    first, second = (command.tyt(path, "settings", "station_name=Trạm Y tế xã Vĩnh Gia") for _ in range(2))
    assert first.stderr == f"Ở {path} chưa có kho dữ liệu nên đã bắt đầu một kho mới, trống.\n"
    assert (second.returncode, second.stderr) == (0, "")
    refused = command.tyt(tmp_path / "đã đổi tên" / "k.sqlite3", "settings", "place=Vĩnh Gia")
    assert (refused.returncode, refused.stderr.startswith("Không thấy kho dữ liệu: Không có thư mục")) == (2, True)


def test_a_name_that_was_mistyped_and_corrected_leaves_no_unit(path: Path) -> None:
    tyt(path, "station_name=Trạm Y tế xã Vĩnh Giaa")
    with open_store(path) as store:
        units.add(store, "Trạm Y tế xã Vĩnh Gia")
    corrected = command.tyt(path, "settings", "station_name=Trạm Y tế xã Vĩnh Gia")
    assert "Đã đóng đơn vị “Trạm Y tế xã Vĩnh Giaa”" in corrected.stderr
    with open_store(path) as store:
        assert [unit.name for unit in units.all_units(store)] == ["Trạm Y tế xã Vĩnh Gia"]


def test_what_is_set_is_printed_and_taken_back(path: Path) -> None:
    tyt(path, "station_name=Trạm Y tế xã Vĩnh Gia", "head_name=Nguyễn Thị Thảo")
    tyt(path, "--paper", "report", "number=…/BC-TYT", "recipients=Như trên; Lưu: VT")
    found = tyt(path)
    assert "station_name = Trạm Y tế xã Vĩnh Gia" in found
    assert "  number (Mẫu số văn bản) = …/BC-TYT" in found
    read = json.loads(tyt(path, "--json"))
    assert (read["station"]["head_name"], read["papers"]["report"]["number"]) == ("Nguyễn Thị Thảo", "…/BC-TYT")
    assert read["papers"]["letter"]["number"] == ""
    with open_store(path) as store:
        history.undo(store)
        assert settings.load_paper(store, "report").number == ""
    assert tyt(path, "--paper", "report", "number=") is not None


@pytest.mark.parametrize(
    ("words", "why"),
    [(("số",), "thiếu dấu ="), (("không_có=1",), "Không có mục"), (("last_folder=/",), "Không có mục")],
)
def test_what_there_is_not_is_refused_with_what_there_is(path: Path, words: tuple[str, ...], why: str) -> None:
    done = CliRunner().invoke(command_line, ["--store", str(path), "settings", *words])
    assert done.exit_code != 0
    assert isinstance(done.exception, RefusedError)
    assert why in str(done.exception)


@pytest.mark.parametrize("given", ["station_name=Trạm 089084001231", "head_name=Lâm A 0912 345 678"])
def test_a_name_with_a_number_is_refused_before_it_stands_in_papers_and_bundles(path: Path, given: str) -> None:
    tyt(path, "station_name=Trạm Y tế xã Vĩnh Gia", "phone=0912345678")
    with pytest.raises(RefusedError, match="dãy số dài"):
        tyt(path, given)
    with pytest.raises(RefusedError, match="dãy số dài"):
        tyt(path, "--paper", "report", "signer_name=Lâm A 089084001231")
    with open_store(path) as store:
        assert settings.load(store).station_name == "Trạm Y tế xã Vĩnh Gia"
        assert settings.load(store).head_name == ""
