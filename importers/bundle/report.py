"""Reads the progress report of another station as a bundle of the figures that its Biểu 1 has of each unit.

Text, indicators and tasks of a report are not read; indicators and tasks also come in tables of their own.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from importers.bundle.reading import last_before, moment
from importers.errors import UnusableError
from importers.figure_block import parse_count
from importers.grids import recent
from importers.grids.any_format import read_grids
from importers.grids.files import detect
from importers.grids.grid import Cell, Grid, text_of
from importers.ledger import filled
from importers.patterns import when_needed
from store import settings
from store.bundles.bundle import Bundle, BundleUnit
from store.bundles.manifest import OF_REPORTS, OWN, Manifest
from store.campaigns.form import TOTAL, Form
from store.campaigns.form import Column as FormColumn
from store.cells import cell_name
from store.checklist.items import checklist_items
from store.database import Store
from store.field_ref import FieldKind, FieldRef
from store.forms import unit_figures
from store.forms.filled import CountedLine
from store.forms.unit_figures import (
    COUNTED_MARK,
    ITEM_HEADS,
    RATE,
    SUM,
    UNIT_HEADS,
    UNITS_SHEET,
    asked_head,
    done_head,
)
from store.masks import cover_numbers
from store.models import Item
from store.outcome import Problem
from store.people import units
from store.people.tree import tree
from store.people.unit_kinds import guess_kind, guess_sector
from store.receiving.form_mark import SHEET, FormMark
from store.receiving.ledger import Entry, Fate, Ledger, Part
from store.receiving.plan import Column, FileKind, Reading, Table
from store.text import clean, fold, format_date, format_number

_OWN = (
    "Đây là báo cáo mà chương trình in ra từ chính sổ này, nên không nhận lại ở đây. Cần sửa gì, hãy sửa trong chương"
    " trình rồi in lại."
)
_NO_TABLE = "Báo cáo không còn bảng “{}” như khi in ra. Không nhận gì; hãy xin trạm gửi lại tệp .xlsx."
_OTHERS = "Chỉ nhận số liệu từng đơn vị (Biểu 1); chỉ tiêu, nhiệm vụ, nội dung của báo cáo không nhận từ tệp này"
_BELOW = "sổ đã có các đơn vị trực thuộc đơn vị này, nên không nhận số cộng của cả cấp"
_NAME_OF_ITEM, _WHOLE, _DONE = (
    ITEM_HEADS.index(head) for head in ("Nội dung", "Tổng số phải thực hiện", "Đã thực hiện")
)
_WHOM = when_needed(r"\s*\([^()]*\)\Z")  # behind the title of an item: of whom it is asked
_UNIT, _PEOPLE = UNIT_HEADS.index("Đơn vị"), UNIT_HEADS.index("Tổng số người")


class _Unit(NamedTuple):
    """One line of Biểu 1 (the figures of one unit), with the texts as the report has them."""

    name: str
    row: int  # 1-based
    people: int
    figures: Mapping[str, tuple[int, int] | None]  # by key of the item: done, of how many; None: asked of nobody
    problems: tuple[Problem, ...]


class _Found(NamedTuple):
    """The table of figures of a report: its lines, and its place on the sheet."""

    lines: list[_Unit]
    header: int  # 1-based row
    columns: tuple[Column, ...]  # none where a line of the table is an item
    remarks: list[str]
    sheet: str
    rows: set[int]  # 0-based, of the sheet, that were read


def read_report(store: Store, reading: Reading) -> Reading:
    """Read a report as a bundle of figures; if it is refused, only the message of the reading changes.

    Args:
        store: the open store.
        reading: the reading of the file, with the mark of a report and no people.
    """
    mark = reading.mark
    assert mark is not None  # noqa: S101 - it is known by its mark
    try:
        head = _head(store, mark, reading.sha256)
        path = Path(reading.path)
        file = recent.find(path)  # it was read a moment ago, to find the mark
        grids = read_grids(path, detect(path)) if file is None else file.grids
        return _reading(store, reading, mark, head, grids)
    except UnusableError as error:
        return replace(reading, message=error.message)


def _head(store: Store, mark: FormMark, sha256: str) -> Manifest:
    """Make the manifest of a report; raises UnusableError if the report is our own or older than one taken in."""
    if fold(mark.unit) == fold(settings.load(store).station_name):
        raise UnusableError(_OWN)
    station = OF_REPORTS + hashlib.sha256(fold(mark.unit).encode()).hexdigest()[:32]
    try:
        for day in (mark.written_at, mark.period):
            datetime.fromisoformat(day)
    except ValueError as error:
        raise UnusableError(_NO_TABLE.format(UNITS_SHEET)) from error
    last_before(store, station, mark.written_at)
    return Manifest(station, mark.unit, None, mark.written_at, False, "", None, sha256[:32])


def _reading(store: Store, reading: Reading, mark: FormMark, head: Manifest, grids: Sequence[Grid]) -> Reading:
    items = checklist_items(store)
    found = _of_units(grids, items) or _of_one(grids, items, mark)
    names = [fold(line.name) for line in found.lines]
    if not found.lines or len(set(names)) < len(names):
        raise UnusableError(_NO_TABLE.format(UNITS_SHEET))
    listed = [_unit(mark.unit, OWN)]
    listed += [_unit(line.name, _number(line.name)) for line in found.lines if fold(line.name) != fold(mark.unit)]
    form = unit_figures.form(store)
    lines = [_counted(store, form, line, mark.unit, items) for line in found.lines]
    left_out = [f"Dòng {line.row}, {line.sheet}: {line.problems[0].text}" for line in lines if not line.counts]
    printed = f"Báo cáo in lúc {moment(mark.written_at)}, số liệu đến {format_date(mark.period)}"
    return replace(
        reading,
        kind=FileKind.BUNDLE,
        message="",
        unit=clean(mark.unit),
        tables=tuple(Table(unit.name, found.header, found.columns) for unit in listed),
        summary=tuple(lines),
        remarks=(printed, *found.remarks, *left_out, _OTHERS),
        data_date=mark.period,
        mark=None,
        ledger=_ledger(grids, found),
        bundle=Bundle(head, tuple(listed)),
    )


def _unit(name: str, number: int) -> BundleUnit:
    kind = "health_station" if number == OWN else guess_kind(name)
    return BundleUnit(number, name, kind, guess_sector(name, kind))


def _number(name: str) -> int:
    """The number of a unit by its name, so that it is the same in every report."""
    return int(hashlib.sha256(fold(name).encode()).hexdigest()[:12], 16) + 1


def _counted(store: Store, form: Form, line: _Unit, station: str, items: Sequence[Item]) -> CountedLine:
    figures = {column.key: _figure(column, line) for column in form.figures}
    problems = list(line.problems)
    for item in items:
        done, whole = line.figures.get(item.key) or (0, 0)
        if not problems and not done <= whole <= line.people:
            text = f"{item.short_title}: {format_number(done)} đã trên {format_number(whole)} người không khớp"
            problems.append(Problem("", "sums_disagree", text))
    known = units.find(store, line.name)
    if known is not None and fold(line.name) != fold(station) and _has_units_below(store, known.id):
        problems.append(Problem("", "row_is_sum", _BELOW))
    return CountedLine(line.name, line.row, "", form.key, figures, {}, {}, tuple(problems))


def _figure(column: FormColumn, line: _Unit) -> int:
    done, whole = line.figures.get(column.item) or (0, 0)
    return {"done": done, "not_applicable": line.people - whole}.get(column.counts, line.people)


def _has_units_below(store: Store, unit_id: int) -> bool:
    return any(units.get(store, child).valid_to is None for child in tree(store).children(unit_id))


def _ledger(grids: Sequence[Grid], found: _Found) -> Ledger:
    """Account for every filled cell: read in the table, passed over around it, reported as unread on other sheets."""
    read = {column.index: column for column in found.columns}
    cells: Counter[tuple[str, Part, Fate, Column | None]] = Counter()
    for grid in grids:
        for number, row in grid.numbered():
            if grid.sheet == SHEET:
                cells[grid.sheet, Part.OWN, Fate.PASSED_OVER, None] += filled([row])
            elif grid.sheet != found.sheet:
                cells[grid.sheet, Part.NO_LIST, Fate.REPORTED, None] += filled([row])
            elif number not in found.rows:
                part, fate = _around(number + 1, found)
                cells[grid.sheet, part, fate, None] += filled([row])
            elif not read:
                cells[grid.sheet, Part.FIGURES, Fate.READ, None] += filled([row])
            else:
                for place, cell in enumerate(row):
                    column = read.get(place)
                    fate = Fate.PASSED_OVER if column is None else Fate.READ  # rates
                    cells[grid.sheet, Part.FIGURES if column is None else Part.COLUMN, fate, column] += filled([[cell]])
    return Ledger(
        tuple(
            Entry(sheet, part, fate, number, *((at.index, at.header, at.field) if at is not None else ()))
            for (sheet, part, fate, at), number in cells.items()
            if number
        )
    )


def _around(row: int, found: _Found) -> tuple[Part, Fate]:
    if row == found.header:
        return Part.HEADS, Fate.READ
    if row < found.header:
        return Part.ABOVE, Fate.PASSED_OVER
    return (Part.SUMS if row == max(found.rows) + 2 else Part.BELOW), Fate.PASSED_OVER


# -- the tables


def _of_units(grids: Sequence[Grid], items: Sequence[Item]) -> _Found | None:
    """Read Biểu 1, a line for each unit; None when no sheet has it, as in the report of one unit."""
    for grid in grids:
        for number, row in grid.numbered():
            texts = [clean(text_of(cell)) for cell in row]
            if tuple(texts[: len(UNIT_HEADS)]) == UNIT_HEADS:
                return _below(grid, number, texts, items)
    return None


def _below(grid: Grid, header: int, heads: Sequence[str], items: Sequence[Item]) -> _Found:
    width = len([head for head in heads if head])
    done = {done_head(item.short_title): item.key for item in items}
    asked = {asked_head(item.short_title): item.key for item in items}
    of_items = {place: done[head] for place, head in enumerate(heads) if head in done}
    wholes = {asked[head]: place for place, head in enumerate(heads) if head in asked}
    # Reports printed by an earlier version have it in a hidden column as far behind the table.
    wholes = {key: wholes.get(key, width + place) for place, key in of_items.items()}
    fields = {_UNIT: FieldRef.parse("unit"), _PEOPLE: FieldRef.parse(TOTAL)}
    fields |= {place: FieldRef.of_item(FieldKind.DONE, key) for place, key in of_items.items()}
    fields |= {place: FieldRef.of_item(FieldKind.NOT_APPLICABLE, key) for key, place in wholes.items() if place < width}
    columns = tuple(Column(place, heads[place], field, 1.0) for place, field in fields.items())
    lines, remarks = list[_Unit](), list(_not_common(heads, {*of_items, *wholes.values()}, of_items.values(), items))
    for number, row in grid.numbered(header + 1):
        name = clean(text_of(row[_UNIT])) if len(row) > _UNIT else ""
        if not name or len(row) <= _PEOPLE:
            continue
        people = _count(row[_PEOPLE])
        if fold(name) == fold(SUM):
            remarks += _sum_differs(people, lines)
            break
        name = name.removesuffix(COUNTED_MARK.strip()).strip()
        lines.append(_line(name, number, people, row, of_items, wholes, width))
    rows = {line.row - 1 for line in lines}
    return _Found(lines, header + 1, columns, remarks, grid.sheet, rows)


def _line(
    name: str,
    number: int,
    people: int | None,
    row: Sequence[Cell],
    of_items: Mapping[int, str],
    wholes: Mapping[str, int],
    width: int,
) -> _Unit:
    figures: dict[str, tuple[int, int] | None] = {}
    problems = []
    if people is None:
        problems.append(_no_count(row[_PEOPLE], cell_name(_PEOPLE, number + 1)))
    for place, key in of_items.items():
        cell = row[place] if place < len(row) else None
        if text_of(cell) in ("–", "-"):
            figures[key] = None
            continue
        done, at = _count(cell), wholes[key]
        asked = row[at] if at < len(row) else None
        whole = people if at >= width and asked in (None, "") else _count(asked)
        if done is None:
            problems.append(_no_count(cell, cell_name(place, number + 1)))
        elif whole is None:
            problems.append(_no_count(asked, cell_name(at, number + 1)))
        else:
            figures[key] = (done, whole)
    return _Unit(name, number + 1, people or 0, figures, tuple(problems))


def _no_count(cell: Cell, place: str) -> Problem:
    typed = cover_numbers(clean(text_of(cell)))
    text = f"ô {place} ghi “{typed}”, không phải số người" if typed else f"ô {place} để trống"
    return Problem("", "count_not_understood", text, place)


def _count(cell: Cell) -> int | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return int(cell) if cell == int(cell) and cell >= 0 else None
    return parse_count(text_of(cell))


def _not_common(
    heads: Sequence[str], known: Collection[int], keys: Collection[str], items: Sequence[Item]
) -> Iterator[str]:
    """Yield remarks on items that only the report has, or only this store."""
    others = [
        head for place, head in enumerate(heads) if place > _PEOPLE and head and head != RATE and place not in known
    ]
    if others:
        yield f"Sổ này không theo dõi cột {', '.join(others)} của báo cáo: không nhận"
    yield from _missing(keys, items)


def _missing(keys: Collection[str], items: Sequence[Item]) -> Iterator[str]:
    if missing := [item.short_title for item in items if item.key not in keys]:
        yield f"Báo cáo không có {', '.join(missing)}: các mục này không tính cho đơn vị của trạm"


def _sum_differs(people: int | None, lines: Sequence[_Unit]) -> Iterator[str]:
    added = sum(line.people for line in lines)
    if people is not None and people != added:
        yield f"Dòng {SUM} ghi {format_number(people)} người, các dòng cộng lại {format_number(added)}: lấy các dòng"


def _of_one(grids: Sequence[Grid], items: Sequence[Item], mark: FormMark) -> _Found:
    """Read the table of items in a report of one unit; raises UnusableError when no sheet has it."""
    for grid in grids:
        for number, row in grid.numbered():
            texts = [(place, clean(text_of(cell))) for place, cell in enumerate(row) if clean(text_of(cell))]
            if tuple(text for _, text in texts) == ITEM_HEADS:
                return _items_below(grid, number, [place for place, _ in texts], items, mark)
    raise UnusableError(_NO_TABLE.format(UNITS_SHEET))


def _items_below(grid: Grid, header: int, places: Sequence[int], items: Sequence[Item], mark: FormMark) -> _Found:
    """Read the only unit from the rows below the header; `places` are the columns of the heads."""
    by_title = {fold(item.title): item.key for item in items}
    name, whole, done = (places[at] for at in (_NAME_OF_ITEM, _WHOLE, _DONE))
    figures: dict[str, tuple[int, int] | None] = {}
    problems, others, rows = [], [], set[int]()
    for number, row in grid.numbered(header + 1):
        title = clean(text_of(row[name])) if name < len(row) else ""
        if not title or max(whole, done) >= len(row):
            break
        rows.add(number)
        of_all, reached = _count(row[whole]), _count(row[done])
        if of_all is None or reached is None:
            at = done if reached is None else whole
            problems.append(_no_count(row[at], cell_name(at, number + 1)))
        elif (key := by_title.get(fold(title)) or by_title.get(fold(_WHOM.sub("", title)))) is not None:
            figures[key] = (reached, of_all)
        else:
            others.append(title)
    remarks = [f"Sổ này không theo dõi mục {', '.join(others)} của báo cáo: không nhận"] if others else []
    remarks += _missing(figures.keys(), items)
    unit = next(iter(mark.titled), mark.unit)
    only = _Unit(unit, header + 1, mark.people, figures, tuple(problems))
    return _Found([only], header + 1, (), remarks, grid.sheet, rows)
