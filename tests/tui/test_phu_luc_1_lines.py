"""The table laid out for a width: whole where it fits, the figures alone where it does not."""

from pathlib import Path

import pytest

from store.campaigns import file
from store.campaigns.form import from_plain
from store.forms.counts import FormRow, FormTable
from tests.store.phu_luc_1 import FORM, HEADS, row, table_of
from tui.widgets.form_lines import TOTAL, Layout, faulty_figures, full_width, lay_out, window

FULL_WIDTH = full_width(FORM)

REASONS = (("Không có điện thoại thông minh", 12), ("CCCD hết hạn, chờ cấp lại", 3))


def _row(label: str, level2: int = 5, book: int = 4, bhyt: int = 3) -> FormRow:
    return row(label, 20, level2, 20 - level2, REASONS, book, bhyt, 20 - bhyt, (("Thẻ hết hạn", 20 - bhyt),))


def _table(*rows: FormRow) -> FormTable:
    total = row("Tổng cộng", 40, 10, 30, REASONS, 8, 6, 34, ())
    return table_of(rows, total)


def _lines(layout: Layout) -> list[str]:
    return ["".join(piece.text for piece in line) for line in layout.lines]


def _column_text(layout: Layout, column: int) -> str:
    """The words of the head of a column, 0-based, put together again."""
    cells = [line.split("│")[column + 1].strip() for line in _lines(layout)[1 : layout.head_height]]
    return " ".join(cell for cell in cells if cell)


@pytest.mark.parametrize("width", [77, 80, 100, 111, 112, 118, 140, 200, 300])
@pytest.mark.parametrize("with_totals", [True, False])
def test_every_line_is_as_wide_as_the_table(width: int, with_totals: bool) -> None:
    layout = lay_out(_table(_row("Dược"), _row("Khoa Khám bệnh đa khoa và Hồi sức")), width, with_totals=with_totals)
    assert {len(line) for line in _lines(layout)} == {width}
    assert (TOTAL in layout.spans) is with_totals
    assert any("Tỷ lệ (%)" in line for line in _lines(layout)) is with_totals


@pytest.mark.parametrize("width", [77, 80, 118, 200, 300, 400])
def test_of_a_form_with_more_figures_than_fit_the_columns_around_the_cursor_are_shown(width: int) -> None:
    campaign = file.load(Path(__file__).parent.parent / "campaigns" / "bieu-tong-hop.toml")
    form = from_plain(campaign.forms[0])
    figures, reasons = {column.key: 1234 for column in form.figures}, {column.key: REASONS for column in form.reasons}
    rows = tuple(FormRow(label, figures, reasons) for label in ("Ngành Y tế", "Giáo dục"))
    table = FormTable(form, rows, FormRow("Tổng cộng", figures, reasons), "2026-06-23", "sector", "Trạm")
    first = 0
    for column in form.figures:
        first = window(form, width, first, column.key)
        layout = lay_out(table, width, with_totals=True, first=first)
        lines = _lines(layout)[: len(layout.lines) - layout.notes]
        assert {len(line) for line in lines} == {width}
        assert any(piece.figure == column.key for line in layout.lines for piece in line), column.key
    assert layout.full is (width >= full_width(form))


@pytest.mark.parametrize("width", [FULL_WIDTH, 118, 160])
def test_where_there_is_room_the_ten_heads_stand_word_for_word(width: int) -> None:
    layout = lay_out(_table(_row("Dược")), width, with_totals=True)
    assert [_column_text(layout, column) for column in range(10)] == list(HEADS)
    found = " ".join(line.split("│")[6].strip() for line in _lines(layout) if line.count("│") == 11)
    assert "Không có điện thoại thông minh (12); CCCD hết hạn, chờ cấp lại (3)" in " ".join(found.split())


def test_where_there_is_no_room_the_figures_stand_under_the_numbers_of_their_columns() -> None:
    layout = lay_out(_table(_row("Dược")), 77, with_totals=False)
    heads = [_column_text(layout, column) for column in range(8)]
    assert [head[-3:] for head in heads[2:]] == ["(3)", "(4)", "(5)", "(7)", "(8)", "(9)"]
    (found,) = [line for line in _lines(layout) if "Dược" in line]
    assert [cell.strip() for cell in found.split("│")[1:-1]] == ["1", "Dược", "20", "5", "15", "4", "3", "17"]


def test_numbers_are_written_as_vietnamese_write_them() -> None:
    layout = lay_out(_table(row("Tỉnh", 382171, 372375, 9796, (), 0, 0, 382171, ())), 80, with_totals=False)
    assert any("382.171" in line and "372.375" in line for line in _lines(layout))


def test_a_row_that_does_not_add_up_is_marked_without_colour() -> None:
    broken = _row("Dân số", level2=2, book=3, bhyt=1)
    assert faulty_figures(FORM, broken) == {"level2_done", "health_book"}
    assert faulty_figures(FORM, _row("Dược")) == set()
    (line,) = [line for line in _lines(lay_out(_table(broken), 80, with_totals=False)) if "Dân số" in line]
    assert [cell.strip() for cell in line.split("│")[1:-1]] == ["1!", "Dân số", "20", "2!", "18", "3!", "1", "19"]


def test_each_row_knows_its_lines() -> None:
    layout = lay_out(_table(_row("Dược"), _row("Hành chính")), 118, with_totals=True)
    for place, label in ((0, "Dược"), (1, "Hành chính"), (TOTAL, "Tổng cộng")):
        first, height = layout.spans[place]
        assert label in _lines(layout)[first]
        assert height == 6  # two reasons in a narrow column
    figures = [(piece.row, piece.figure) for line in layout.lines for piece in line if piece.row is not None]
    assert len(figures) == len(set(figures)) == 3 * 6


def test_nobody_to_count_is_said() -> None:
    layout = lay_out(_table(), 80, with_totals=True)
    assert any("Chưa có ai để đếm." in line for line in _lines(layout))
    assert {len(line) for line in _lines(layout)} == {80}
