"""`tyt units`: a list of stations with their areas makes the tree of an office above."""

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from store import history
from store.opening import open_store
from store.people import units
from store.people.tree import tree
from store.receiving import receipts
from tui.cli import command_line


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH SÁCH CƠ SỞ"])
    sheet.append(["TT", "Mã cơ sở KCB", "Tên cơ sở", "Khu vực"])
    sheet.append([1, "58013", "Trạm Y tế xã Ma Nới", "Khu vực Ninh Sơn"])
    sheet.append([2, "", "Trạm Y tế xã Tân Sơn", "Khu vực Ninh Sơn"])
    sheet.append([3, "", "Khu vực Ninh Sơn", "Sở Y tế"])
    path = tmp_path / "co-so.xlsx"
    book.save(path)
    return path


def test_a_list_makes_the_tree_and_one_undo_takes_it_back(tmp_path: Path, listed: Path) -> None:
    path = tmp_path / "kho.sqlite3"
    with open_store(path) as store:
        # Known by its code, though it is called otherwise here.
        renamed = units.add(store, "TYT Ma Nới", facility_code="58013")

    def run(*words: str) -> str:
        answer = CliRunner().invoke(command_line, ["--store", str(path), "units", *words], catch_exceptions=False)
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    assert run("import", str(listed)) == "Đơn vị: thêm 3, xếp lại 2, đã đúng 0.\n"
    found = {each["unit"]: (each["kind"], each["above"]) for each in json.loads(run("--json"))}
    assert found == {
        "TYT Ma Nới": ("other", "Khu vực Ninh Sơn"),
        "Khu vực Ninh Sơn": ("area", "Sở Y tế"),
        "Trạm Y tế xã Tân Sơn": ("health_station", "Khu vực Ninh Sơn"),
        "Sở Y tế": ("area", None),
    }
    assert run("import", str(listed)).startswith("Đơn vị: thêm 0, xếp lại 0, đã đúng 3.")
    with open_store(path) as store:
        assert tree(store).levels() == ["area", "station", "below"]
        assert [units.get(store, each).name for each in receipts.awaited_units(store)] == [
            "TYT Ma Nới",
            "Trạm Y tế xã Tân Sơn",
        ], "an area is a group of stations and sends nothing"
        history.undo(store)
        assert [unit.id for unit in units.all_units(store)] == [renamed]
        assert units.get(store, renamed).parent_id is None


def test_a_unit_without_a_code_gets_that_of_the_list(tmp_path: Path, listed: Path) -> None:
    path = tmp_path / "kho.sqlite3"
    with open_store(path) as store:
        here = units.add(store, "Trạm Y tế xã Ma Nới")
    answer = CliRunner().invoke(command_line, ["--store", str(path), "units", "import", str(listed)])
    assert answer.exit_code == 0, answer.output
    with open_store(path) as store:
        assert units.get(store, here).facility_code == "58013"


def test_a_circle_is_refused_and_the_rest_goes_in(tmp_path: Path) -> None:
    path, file = tmp_path / "kho.sqlite3", tmp_path / "x.csv"
    open_store(path).close()
    file.write_text("Đơn vị,Thuộc\nA,B\nB,A\nC,B\n", "utf-8")
    answer = CliRunner().invoke(
        command_line, ["--store", str(path), "units", "import", str(file)], catch_exceptions=False
    )
    assert answer.exit_code == 1
    assert answer.stdout == "Đơn vị: thêm 3, xếp lại 0, đã đúng 0.\n"
