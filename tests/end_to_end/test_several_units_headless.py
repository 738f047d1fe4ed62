"""A commune's list of several units, taken in without the app: one submission a unit."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.end_to_end.test_commands import tyt

UNITS = [f"Trường Tiểu học {letter} Tri Tôn" for letter in "ABCDEG"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append(["UBND XÃ TRI TÔN"])
    sheet.append(["STT", "Họ và tên", "Ngày sinh", "Đơn vị", "Định danh mức 2"])
    for number, unit in enumerate(UNITS):
        for row in range(2):
            sheet.append(
                [
                    2 * number + row + 1,
                    f"{('Lê Văn', 'Trần Thị')[row]} {'ABCDEG'[number]}n",
                    f"0{row + 1}/02/1980",
                    unit,
                    "x",
                ]
            )
    path = tmp_path / "ca xa.xlsx"
    book.save(path)
    return path


def imported(store: Path, file: Path, *options: str) -> tuple[int, dict]:
    done = tyt(store, "import", file, "--json", *options)
    (result,) = json.loads(done.stdout)
    return done.returncode, result


def test_units_that_the_store_does_not_know_are_added_as_of_a_file_of_one_unit_and_named(
    tmp_path: Path, file: Path
) -> None:
    code, result = imported(tmp_path / "s.sqlite3", file)
    assert code == 0
    assert [(unit["unit"], unit["counts"]["new"]) for unit in result["units"]] == [(unit, 2) for unit in UNITS]
    assert result["message"].startswith("Đơn vị mới, đã thêm vào sổ: ")
    assert all(unit in result["message"] for unit in UNITS)


def test_a_dry_run_adds_nothing(tmp_path: Path, file: Path) -> None:
    store = tmp_path / "s.sqlite3"
    code, result = imported(store, file, "--dry-run")
    assert (code, [unit["submission"] for unit in result["units"]]) == (0, [None] * 6)
    assert "đã thêm" not in result["message"]
    assert not store.exists()


def test_nothing_changed_is_said_of_a_file_in_which_no_unit_has_anything_new(tmp_path: Path, file: Path) -> None:
    store = tmp_path / "s.sqlite3"
    imported(store, file)
    same = "Không có gì thay đổi so với sổ."
    assert imported(store, file, "--dry-run")[1]["message"] == same
    book = load_workbook(file)
    book.active["C3"] = "03/02/1981"
    book.save(file)
    _, result = imported(store, file, "--dry-run")
    assert result["counts"]["unchanged"] == 11
    assert same not in result["message"]


def test_one_submission_a_unit_each_with_its_own_undo(tmp_path: Path, file: Path) -> None:
    store = tmp_path / "s.sqlite3"
    code, result = imported(store, file)
    assert code == 0
    assert result["unit"] is None
    assert [unit["unit"] for unit in result["units"]] == UNITS
    assert [unit["submission"] for unit in result["units"]] == [1, 2, 3, 4, 5, 6]
    assert (result["counts"]["new"], len(result["rows"])) == (12, 12)
    assert [len(unit["rows"]) for unit in result["units"]] == [2] * 6

    assert tyt(store, "import", "--undo", "3").returncode == 0
    people = json.loads(tyt(store, "export", "roster", "-", "--format", "json").stdout)
    assert {person["unit"] for person in people} == {*UNITS} - {UNITS[2]}
    assert {person["department"] for person in people} == {None}

    receipts = json.loads(tyt(store, "receipts", "--json").stdout)
    assert {one["unit"]: one["submission"] for one in receipts if one["submission"]} == {
        unit: number for number, unit in enumerate(UNITS, 1) if number != 3
    }
    code, again = imported(store, file)
    assert code == 0
    assert [unit["counts"]["unchanged"] for unit in again["units"]] == [2, 2, 0, 2, 2, 2], "and the third comes back"
    assert again["units"][2]["counts"]["new"] == 2


def test_a_unit_that_is_known_is_not_added_again(tmp_path: Path, file: Path) -> None:
    store = tmp_path / "s.sqlite3"
    one = tmp_path / "mot.csv"
    one.write_text(f"Đơn vị: {UNITS[0]}\nSTT,Họ và tên,Năm sinh,Mức 2\n1,Trần Bé,1980,x\n", encoding="utf-8")
    assert tyt(store, "import", one).returncode == 0
    code, result = imported(store, file)
    assert code == 0
    assert [unit["submission"] for unit in result["units"]] == [2, 3, 4, 5, 6, 7]
    assert UNITS[0] not in result["message"]
    assert result["units"][0]["vanished"] == ["Trần Bé"]


def test_all_of_it_for_one_unit_where_that_is_said(tmp_path: Path, file: Path) -> None:
    code, result = imported(tmp_path / "s.sqlite3", file, "--unit", "UBND xã Tri Tôn")
    assert (code, result["unit"], result["counts"]["new"]) == (0, "UBND xã Tri Tôn", 12)
    assert "units" not in result


def test_what_goes_back_to_a_unit_to_be_mended_names_nobody_of_another(tmp_path: Path, file: Path) -> None:
    book = load_workbook(file)
    book.active["C5"] = "31/02/1980"  # the first of the second unit
    book.save(file)
    store, paper = tmp_path / "s.sqlite3", tmp_path / "phieu.xlsx"
    imported(store, file)
    assert tyt(store, "export", "feedback", "--submission", "2", paper).returncode == 0
    sheet = load_workbook(paper)["Sheet"]
    assert [sheet.cell(row, 2).value for row in range(2, sheet.max_row + 1)] == [
        "Họ và tên",
        None,
        None,
        "Lê Văn Bn",
        "Trần Thị Bn",
    ]
    mended = load_workbook(paper)
    mended["Sheet"]["C5"] = "01/02/1980"
    mended.save(paper)
    code, result = imported(store, paper)
    assert (code, result["unit"], result["counts"]["changed"]) == (0, UNITS[1], 1)
    assert "units" not in result
