"""Writes the roster: everybody with the state of every item, row by row, so that 100,000 people take no memory."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from exporters.sheet.lines import HIGHEST_ROW, Lines
from exporters.sheet.metrics import fitted, height_of, lines_of
from exporters.writing import FULL_IDS, Written, cautions_of_csv, write_data
from store import clock, settings
from store.checklist.items import checklist_items
from store.columns import ColumnKind, PersonColumn, Value
from store.database import Store
from store.frozen import frozen
from store.models import MARKS, PERSON_COLUMN, PERSON_COLUMNS, STATE_LABELS, Item, Person, StaffMember, State
from store.people import staff, units
from store.rewound import store_at
from store.text import format_date, format_number

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from exporters.sheet.workbook import Sheet


@frozen
class _Column:
    """A column of the roster that is no item: its head, width and look."""

    head: str
    width: int  # pixels; those that wrap share theirs by what is written in them
    centred: bool = False
    wraps: bool = False  # its texts may need a second line; dates, numbers and marks do not


def _declared(*, after_items: bool) -> list[PersonColumn]:
    return [c for c in PERSON_COLUMNS if c.roster is not None and c.roster.after_items is after_items]


def _column(column: PersonColumn) -> _Column:
    paper = column.roster
    assert paper is not None  # noqa: S101 - `_declared` picks those that are on it
    is_text = column.kind is ColumnKind.TEXT and not paper.centred
    return _Column(paper.head or column.label, paper.width, paper.centred, is_text)


_BEFORE = (
    _Column("TT", 34, centred=True),
    _Column("Đơn vị", 84, wraps=True),
    _Column("Khoa/phòng", 72, wraps=True),
    *map(_column, _declared(after_items=False)),
)
_AFTER = (_Column("Lý do chưa", 92, wraps=True), *map(_column, _declared(after_items=True)))
_FROZEN = [column.head for column in _BEFORE].index(PERSON_COLUMN["full_name"].label) + 1  # columns that stay in view
_STATE_WIDTH = 46
_SIZE = 10  # points; with the columns of this checklist a page of A4 makes 9 of them
_LEAST = 34  # pixels of a column that wraps
_HEAVY = 2  # xlsxwriter's number of a heavier rule
_LOOKED_AT = 300  # people by whose texts the columns are made wide


def export_roster(
    store: Store, out: Path, *, unit_id: int | None = None, full_ids: bool = False, as_of: date | None = None
) -> Written:
    """Write everybody, or the people of one unit; as they were at the end of the day `as_of`."""
    title = "Danh sách theo dõi" + (f" – {units.get(store, unit_id).name}" if unit_id is not None else "")
    with store_at(store, as_of) as then:
        people = staff.members(then, unit_id=unit_id)
        count = write_roster(
            people,
            checklist_items(then),
            out,
            title=title,
            full_ids=full_ids,
            as_of=as_of,
            agency=settings.agency(store),
        )
    return Written(f"Danh sách: {format_number(count)} người.", cautions=cautions_of_csv(out) if full_ids else ())


def write_roster(
    members: Iterable[StaffMember],
    items: Sequence[Item],
    out: Path,
    *,
    title: str,
    full_ids: bool = False,
    as_of: date | None = None,
    agency: Sequence[str] = (),
) -> int:
    """Write these people and return how many they are. The ending of `out` chooses xlsx, csv or json.

    The CCCD is masked unless `full_ids`. JSON: the list of DESIGN.md, "Headless contract". `agency`, who made it,
    stands at the foot of each page of a sheet: above the title it would be read as the unit of the people.

    Raises:
        ExportError: nothing was written.
    """
    cells = _cells_of(items, full_ids)
    entries = (entry(member, items, full_ids=full_ids) for member in members)
    heads = [column.head for column in _columns(items)]
    count = write_data(out, entries, heads, (cells(n, member) for n, member in enumerate(members, 1)))
    return (
        _write_workbook(members, items, out, (title, *agency), cells, as_of, FULL_IDS if full_ids else "")
        if count is None
        else count
    )


_IN_JSON = [column for column in PERSON_COLUMNS if column.roster_key]
_JSON_KEYS = [column.roster_key for column in _IN_JSON]
_JSON_MASKS = [(column.roster_key, column.mask) for column in _IN_JSON if column.mask is not None]
_json_values = attrgetter(*(column.name for column in _IN_JSON))


def entry(member: StaffMember, items: Sequence[Item], *, full_ids: bool) -> dict[str, object]:
    """Return one person as JSON values (DESIGN.md, "Headless contract")."""
    person = member.person
    plain = dict(zip(_JSON_KEYS, _json_values(person), strict=True))
    if not full_ids:
        plain |= {key: mask(plain[key]) for key, mask in _JSON_MASKS if plain[key]}
    return {
        "unit": member.unit,
        "department": member.department,
        **plain,
        "items": {
            item.key: {
                "state": person.states[item.key].value,
                "reason": person.reasons.get(item.key),
                "done_on": person.done_on.get(item.key),
            }
            for item in items
        },
    }


def _columns(items: Sequence[Item]) -> list[_Column]:
    return [*_BEFORE, *(_Column(item.short_title, _STATE_WIDTH, centred=True) for item in items), *_AFTER]


Cells = Callable[[int, StaffMember], list[str | int]]


def _cells_of(items: Sequence[Item], full_ids: bool) -> Cells:
    """Return a function that makes the cells of a person from their running number and data."""
    before, after = _printed(after_items=False, full_ids=full_ids), _printed(after_items=True, full_ids=full_ids)
    places = [(item.key, item.short_title) for item in items]

    def cells(number: int, member: StaffMember) -> list[str | int]:
        person = member.person
        reasons, states = person.reasons, person.states
        return [
            number,
            member.unit,
            member.department or "",
            *(shown(value_of(person)) for value_of, shown in before),
            *(MARKS[states.get(key, State.UNKNOWN)] for key, _ in places),
            "; ".join(f"{title}: {reasons[key]}" for key, title in places if key in reasons) if reasons else "",
            *(shown(value_of(person)) for value_of, shown in after),
        ]

    return cells


def _printed(*, after_items: bool, full_ids: bool) -> list[tuple[Callable[[Person], Value], Callable[[Value], str]]]:
    return [
        (attrgetter(column.name), column.printer(masked=not full_ids)) for column in _declared(after_items=after_items)
    ]


def _write_workbook(
    members: Iterable[StaffMember],
    items: Sequence[Item],
    out: Path,
    above: Sequence[str],
    cells: "Cells",
    as_of: date | None,
    foot: str,
) -> int:
    from exporters.sheet.workbook import workbook

    columns = _columns(items)
    everybody = iter(members)
    first = list(islice(everybody, _LOOKED_AT))
    widths = _widths(columns, [cells(number, member) for number, member in enumerate(first, 1)])
    with workbook(out, made_at=clock.today(), constant_memory=True) as look:
        lines, sheet = Lines.on_new_sheet(look, "Danh sách", widths, landscape=True)
        title, *agency = above
        sheet.foot = " – ".join(agency)
        lines.title(title.upper())
        legend = " · ".join(f"{MARKS[state]} {STATE_LABELS[state]}" for state in State)
        until = f"Số liệu đến ngày {format_date((as_of or clock.today()).isoformat())}. {legend}. {foot}".rstrip(" .")
        lines.text(until, italic=True, align="center", font_size=12)
        lines.gap()
        head_row = lines.table_head([column.head for column in columns], _SIZE)
        sheet.repeat_rows(head_row)
        sheet.freeze_panes(head_row + 1, _FROZEN)
        people = _write_people(lines, sheet, chain(first, everybody), columns, cells)
        sheet.autofilter(head_row, 0, head_row + max(1, people), len(columns) - 1)
    return people


def _widths(columns: Sequence[_Column], rows: Sequence[Sequence[str | int]]) -> list[int]:
    """Return widths in pixels by which these rows are low; a column that does not wrap keeps its own."""
    places = [place for place, column in enumerate(columns) if column.wraps]
    heads = [columns[place].head for place in places]
    texts = [[str(row[place]) for place in places] for row in rows]
    room = sum(columns[place].width for place in places)
    widths = [column.width for column in columns]
    for place, width in zip(places, fitted(heads, texts, [_LEAST] * len(places), room, _SIZE), strict=True):
        widths[place] = width
    return widths


def _write_people(
    lines: Lines, sheet: "Sheet", members: Iterable[StaffMember], columns: Sequence[_Column], cells_of: Cells
) -> int:
    """Write a row for each person and return how many there were."""
    looks = {is_first: _looks(lines, columns, is_first=is_first) for is_first in (False, True)}
    write_string, write_number, fit_row = sheet.write_string, sheet.write_number, sheet.fit_row
    wrapping = [place for place, column in enumerate(columns) if column.wraps]
    widths = [lines.widths[place] for place in wrapping]
    row = lines.row
    number, unit = 0, None
    for number, member in enumerate(members, 1):
        cells = cells_of(number, member)
        place_format, *formats = looks[unit not in (None, member.unit_id)]
        unit = member.unit_id
        # Excel would make a row as high as its text when it opens the file; LibreOffice prints the lines over each
        # other.
        most = max(lines_of(str(cells[column]), width, _SIZE) for column, width in zip(wrapping, widths, strict=True))
        if most > 1:
            fit_row(row, min(HIGHEST_ROW, height_of(most, _SIZE)))
        write_number(row, 0, number, place_format)
        for column in range(1, len(cells)):
            write_string(row, column, cells[column], formats[column - 1])
        row += 1
        if row % 1000 == 0:
            sheet.forget_rows(row - 1)
    return number


def _looks(lines: Lines, columns: Sequence[_Column], *, is_first: bool) -> list["Format"]:
    """Return the format of each cell of a row; a heavier rule stands above the first row of a unit."""
    rule = {"top": _HEAVY} if is_first else {}
    left, centred = (lines.look.cell(font_size=_SIZE, align=side, **rule) for side in ("left", "center"))
    place = lines.look.cell(font_size=_SIZE, align="center", text_wrap=False, shrink=True, **rule)  # 100.000 and more
    return [place, *(centred if column.centred else left for column in columns[1:])]
