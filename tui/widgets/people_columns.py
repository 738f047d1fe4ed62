"""Computes the columns of the list of people for a width, and paints its lines."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from store.checklist import checklist
from store.frozen import frozen
from store.models import MARKS, UNPACKED, Item
from store.people.roster import RosterRow
from store.text import mask_number
from tui.widgets.short_names import short_name

_MARK_WIDTH = 2
_YEAR_WIDTH = 4
_WHOLE_NUMBER, _SHORT_NUMBER = 12, 5  # •••••••••234, or its last part ••234
_NAME_AT_LEAST = 16
_MARK_BY_CODE = {code: MARKS[state] for code, state in UNPACKED.items()}


def _in_cells(name: str, width: int) -> str:
    return name if len(name) <= width else short_name(name)


@frozen
class Names:
    """What units and departments are called, by id."""

    units: Mapping[int, str]
    departments: Mapping[int, str]

    def unit(self, unit_id: int, width: int) -> str:
        """Name of a unit, shortened when it has more than `width` letters."""
        return _in_cells(self.units.get(unit_id, ""), width)

    def department(self, department_id: int | None, width: int) -> str:
        """Name of a department, shortened when it has more than `width` letters; "" for none."""
        return "" if department_id is None else _in_cells(self.departments.get(department_id, ""), width)


@frozen
class Columns:
    """Widths of the columns in terminal cells, 0 for one that is not shown; one cell stands between columns."""

    width: int
    unit: int
    department: int
    name: int
    year: int
    number: int
    items: tuple[int, ...]

    def cells(self, *texts: str) -> str:
        """The part of a line before the items; leaves out texts whose column is not shown."""
        widths = (self.unit, self.department, self.name, self.year, self.number)
        return " ".join([fit(text, width) for text, width in zip(texts, widths, strict=True) if width])

    def items_at(self) -> int:
        """The cell at which the items begin."""
        return self.width - sum(self.items) - len(self.items)

    def item_at(self, x: int) -> int | None:
        """The place of the item whose column holds cell `x`; None for any other column."""
        ends = [*accumulate((width + 1 for width in self.items), initial=self.items_at())]
        return bisect_right(ends, x) - 1 if ends[0] <= x < ends[-1] else None


def columns(width: int, items: Sequence[Item], *, several_units: bool) -> Columns:
    """The columns for a width: unit and department where both fit, else one of them or none."""
    item_widths = [max(3, min(6, cell_len(item.short_title))) for item in items]
    if width - _MARK_WIDTH - sum(item_widths) - len(items) < _NAME_AT_LEAST:
        item_widths = [3] * len(items)
    rest = width - _MARK_WIDTH - sum(item_widths) - len(items)
    unit = department = year = number = 0
    if rest >= 62:
        year, number = _YEAR_WIDTH, _WHOLE_NUMBER
        rest -= year + number + 2
        if several_units:
            unit = rest * 36 // 100
            department = rest * 26 // 100
        else:
            department = rest * 45 // 100
    else:
        if rest >= _NAME_AT_LEAST + _YEAR_WIDTH + 1:
            year = _YEAR_WIDTH
            rest -= year + 1
        if rest >= _NAME_AT_LEAST + _SHORT_NUMBER + 1:
            number = _SHORT_NUMBER
            rest -= number + 1
        if rest >= _NAME_AT_LEAST + 9:
            unit, department = (min(14, rest * 38 // 100), 0) if several_units else (0, min(14, rest * 38 // 100))
    name = rest - (unit + 1 if unit else 0) - (department + 1 if department else 0)
    return Columns(width, unit, department, max(1, name), year, number, tuple(item_widths))


def fit(text: str, width: int) -> str:
    """`text` in exactly `width` cells, its end cut off with … when it is longer."""
    if len(text) <= width and cell_len(text) <= width:
        return text + " " * (width - cell_len(text))
    return set_cell_size(text, width - 1) + "…"


def plain_part(shape: Columns, names: Names, row: RosterRow, *, marked: bool, here: bool) -> str:
    """The part of a line before the items, with the marks of the cursor and of a chosen person."""
    unit, department = names.unit(row.unit_id, shape.unit), names.department(row.department_id, shape.department)
    number = mask_number(row.citizen_id)[-shape.number :]
    cells = shape.cells(unit, department, row.full_name, (row.birth_date or "")[:4], number)
    return ("›" if here else " ") + ("●" if marked else " ") + cells


def person_line(
    shape: Columns,
    names: Names,
    row: RosterRow,
    items: Sequence[Item],
    styles: Mapping[str, Style],
    *,
    marked: bool,
    item_here: int | None,
) -> Strip:
    """Paint one person; `item_here`: the place of the item under the column cursor, None on other lines.

    `styles` has "row", "cursor", "marked", one for each code of a state, and "here" (the cell under both cursors). `✓!`
    stands for an item that is đã while the item it requires is chưa.
    """
    here = item_here is not None
    base = styles["cursor"] if here else styles["marked"] if marked else styles["row"]
    segments = [Segment(plain_part(shape, names, row, marked=marked, here=here), base)]
    against = {item.key for item, _ in checklist.contradictions(checklist.unpack_states(row.states, items), items)}
    for place, (item, width) in enumerate(zip(items, shape.items, strict=True)):
        code = checklist.code_at(row.states, item.position)
        mark = _MARK_BY_CODE[code] + "!" * (item.key in against)
        style = base + styles[code]
        if place == item_here:
            segments.append(Segment(" ", base))
            segments.append(Segment(f"[{mark}]"[:width].center(width), styles["here"]))
        else:
            segments.append(Segment(" " + mark.center(width), style))
    return Strip(segments, shape.width)


def title_lines(
    shape: Columns, items: Sequence[Item], styles: Mapping[str, Style], *, remark: str, item_here: int
) -> tuple[Strip, Strip]:
    """The two lines above the people: `remark` with the digits that change items, then the titles."""
    department = "Khoa/phòng" if shape.department >= 10 else "Khoa"
    number = "Số CCCD" if shape.number == _WHOLE_NUMBER else "Số"
    titles = shape.cells("Đơn vị", department, "Họ và tên", "Sinh", number)
    title = styles["title"]
    first = [Segment(fit("  " + remark, shape.items_at()), title)]
    second = [Segment("  " + titles, title)]
    for place, (item, width) in enumerate(zip(items, shape.items, strict=True)):
        style = styles["title-here"] if place == item_here else title
        digit = str(place + 1) if place < 9 else ""
        for segments, text in ((first, digit.center(width)), (second, fit(item.short_title, width))):
            segments += [Segment(" ", title), Segment(text.center(width), style)]
    return Strip(first, shape.width), Strip(second, shape.width)
