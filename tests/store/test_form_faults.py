"""What is wrong with a [[forms]] table of a campaign file is told with its line and its reason."""

from pathlib import Path

import pytest

from store.campaigns import file

LETTER = file.built_in()["an-phu-2024"].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("good", "bad", "reason"),
    [
        ('"level2_done + level2_todo = total"', '"level2_done = x = total"', 'viết như "c4 + c5 = c3"'),
        ('"bhyt_done <= level2_done"', '"bhyt_done <= level3"', "level3 không phải khoá của một cột đếm người"),
        ('item = "level2_account"\nshort', 'item = "cccd"\nshort', "mục cccd không có trong chiến dịch"),
        ('item = "level2_account"\nshort', "short", "phải có item, khoá của mục được đếm"),
        ('counts = "number"', 'counts = "nunber"', "chỉ được là 'number', 'label'"),
        ("narrow = ", "narow = ", "có phải narrow?"),
        ('file_name = "PhuLuc1"', 'file_name = "Phụ lục 1"', "chỉ dùng chữ không dấu và số"),
        ('name = "Phụ lục 1"', 'name = "Phụ lục 1/2"', "tên trang Excel không được có"),
        ('form = "phu-luc-1"', 'form = "phu-luc-2"', "không có biểu phu-luc-2 trong [[forms]]"),
        ('key = "bhyt_todo"\n', "", "thiếu mục này"),
        ('key = "bhyt_todo"\n', 'key = "bhyt_done"\n', "bhyt_done đã có ở trên"),
        ('key = "total"\n', 'key = "everybody"\n', 'phải có đúng một cột counts = "total"'),
        ('counts = "label"', 'counts = "number"', 'phải có một cột counts = "label"'),
        ("width = 30", "width = 2000", "mọi cột cộng lại không quá 952"),
        ("width = 30", "width = 5", "mỗi cột từ 20"),
        (
            'head = "Số lượng đã được khởi tạo Sổ SKĐT trên VNeID"',
            'head = "Tổng số lượng CBCCVC và người lao động"',
            "cột total đã có tiêu đề này",
        ),
        ('column = "health_book"', 'column = "label"', "label không phải khoá của một cột đếm người"),
    ],
)
def test_each_fault_is_told_with_line_and_reason(tmp_path: Path, good: str, bad: str, reason: str) -> None:
    assert good in LETTER
    path = tmp_path / "thu.toml"
    path.write_text(LETTER.replace(good, bad, 1), encoding="utf-8")
    (fault, *more) = file.faults(path)
    assert (reason in fault.reason, more) == (True, []), fault.reason
    assert fault.line is not None
    first = LETTER[: LETTER.index(good)].count("\n") + 1
    lines = path.read_text(encoding="utf-8").splitlines()
    near = (abs(fault.line - first) <= 5) or lines[fault.line - 1].startswith("[[forms")
    assert near, (fault.line, first)


@pytest.mark.parametrize(
    ("good", "bad", "place"),
    [
        ('item = "level2_account"\nshort', 'item = "cccd"\nshort', "item trong cột level2_done của biểu phu-luc-1: "),
        ('"bhyt_done <= level2_done"', '"bhyt_done <= level3"', "holds trong biểu phu-luc-1: "),
        ('name = "Phụ lục 1"', "name = 1", "name trong biểu phu-luc-1: "),
        ('column = "health_book"', 'column = "label"', "column trong biểu phu-luc-1: "),
    ],
)
def test_a_fault_names_form_and_column_by_their_keys(tmp_path: Path, good: str, bad: str, place: str) -> None:
    path = tmp_path / "thu.toml"
    path.write_text(LETTER.replace(good, bad, 1), encoding="utf-8")
    assert [fault.reason.startswith(place) for fault in file.faults(path)] == [True], file.faults(path)[0].reason


def test_a_sum_that_leaves_out_those_to_whom_an_item_does_not_apply(tmp_path: Path) -> None:
    good = 'head = "Số lượng đã được khởi tạo Sổ SKĐT trên VNeID"\ncounts = "done"\nitem = "health_book"'
    bad = 'head = "Không áp dụng"\ncounts = "not_applicable"\nitem = "level2_account"'
    path = tmp_path / "thu.toml"
    path.write_text(LETTER.replace(good, bad, 1), encoding="utf-8")
    (fault,) = file.faults(path)
    assert "thiếu cột health_book của cùng mục: level2_done + level2_todo + health_book = total" in fault.reason
    assert (
        path.read_text(encoding="utf-8").splitlines()[(fault.line or 0) - 1] == '  "level2_done + level2_todo = total",'
    )


def test_the_forms_of_the_programs_own_campaigns_are_in_order() -> None:
    assert [file.faults(path) for path in file.built_in().values()] == [[]] * len(file.built_in())
