"""How wide text is: so that a row has room for every line of it."""

import pytest

from exporters.sheet.metrics import height_of, lines_of, width_of, wrapped

REASON = "Không có điện thoại thông minh (2); Được cấp nhưng chưa kích hoạt (1); Thẻ hết hạn (1)"


def test_letters_with_marks_are_as_wide_as_the_printed_ones() -> None:
    """1000 points, so that a thousandth of an em is a point: the metrics of Times New Roman."""
    ems = {"ộ": 500, "Đ": 722, "đ": 500, "ư": 560, "Ơ": 782, "ế": 444, "M": 889, "…": 1000}
    measured = {letter: round(width_of(letter, 1000) * 72 / 96) for letter in ems}
    assert measured == ems
    assert width_of("Hường", 12, bold=True) > width_of("Hường", 12)


@pytest.mark.parametrize("width", [40, 84, 158, 500])
def test_wrapping_loses_no_word_and_no_line_is_too_wide(width: int) -> None:
    lines = wrapped(REASON, width, 11)
    assert "".join(lines).replace(" ", "") == REASON.replace(" ", "")
    assert max(width_of(line, 11) for line in lines) <= width
    assert lines_of(REASON, width, 11) == len(lines)


def test_a_word_that_is_wider_than_the_column_is_broken() -> None:
    lines = wrapped("a" * 100, 60, 12)
    assert "".join(lines) == "a" * 100
    assert len(lines) > 10


def test_lines_that_were_written_as_lines_stay() -> None:
    assert wrapped("một\n\nhai", 500, 13) == ["một", "", "hai"]
    assert lines_of("", 500, 13) == 1


@pytest.mark.parametrize(("size", "line"), [(11, 15), (12, 15.75), (13, 16.5), (14, 18.75)])
def test_rows_are_no_lower_than_those_that_excel_makes(size: int, line: float) -> None:
    for lines in (1, 2, 10):
        assert height_of(lines, size) >= lines * line
        assert height_of(lines, size) % 0.75 == 0
