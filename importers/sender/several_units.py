"""Finds to which of several units each row of a list belongs: by a column, a title, a sub-heading or a sheet's name."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from importers.cells.dittos import is_ditto
from importers.grids.grid import text_of
from importers.layout.found_table import FoundTable, Section
from importers.lexicon.words import lexicon
from importers.sender.origin import titles_of
from importers.sender.unit_name import is_department, is_over_units, is_own_unit, is_unit, may_be_unit, names_unit
from importers.sender.unit_spelling import readable
from store.receiving.plan import Reading, UnitPart
from store.text import clean, fold

_UNIT = lexicon("senders").pattern("unit_sheet")
_FEWEST = 2  # names that are units beyond doubt, among those of a column or of sub-headings

Names = list[str | None]  # of the rows of a table


def parts_of(tables: Sequence[FoundTable]) -> tuple[UnitPart, ...]:
    """The rows of each unit, counted over all tables; () where the file is of one unit.

    Rows of which no unit is known are a part without a name.
    """
    for names in (_by_column(tables), _by_sections(tables), _by_titles(tables), _by_sheets(tables)):
        if names is not None:
            break
    else:
        return ()
    rows: dict[str, list[int]] = defaultdict(list)
    spelt: dict[str, str | None] = {}
    for number, name in enumerate(name for of_table in names for name in of_table):
        key = fold(name or "")
        spelt.setdefault(key, readable(name) if name else None)
        rows[key].append(number)
    return tuple(UnitPart(spelt[key], tuple(numbers)) for key, numbers in rows.items())


def reading_of(reading: Reading, part: UnitPart, unit: str | None) -> Reading:
    """The part of a reading that concerns one of the file's units.

    Args:
        reading: of the whole file.
        part: one of its parts.
        unit: the unit's name as the store has it.
    """
    names = {fold(each.unit or "") for each in reading.parts} | {fold(part.unit or "")}
    rows = (reading.rows[number] for number in part.rows)
    own = tuple(row._replace(department=None) if fold(row.department or "") in names else row for row in rows)
    return replace(reading, unit=unit, rows=own, parts=(), part=part.unit or "", several_units=False)


def _are_units(names: Iterable[str]) -> bool:
    known = {fold(name): name for name in names}
    # Unions may be of the commune's own office: only schools and stations are units by a short name.
    short = (folded for folded in known if _UNIT.match(folded) and not folded.startswith(("hoi ", "doan ")))
    units = len({*(folded for folded, name in known.items() if is_unit(name)), *short})
    # One school among agencies that name their commune: "Công an xã Châu Lăng" is no department of it.
    return units >= _FEWEST or (units == 1 < len(known) and all(names_unit(name) for name in known.values()))


def _by_column(tables: Sequence[FoundTable]) -> list[Names] | None:
    columns: list[list[str]] = []
    if not any(column.field == "unit" for table in tables for column in table.columns):
        return None
    for table in tables:
        at = next((column.index for column in table.columns if column.field == "unit"), None)
        texts = [clean(text_of(row.cells[at])) if at is not None and at < len(row.cells) else "" for row in table.rows]
        for place, text in enumerate(texts[1:], 1):
            texts[place] = texts[place - 1] if is_ditto(text) else text
        named = [text for text in texts if text]
        if texts and texts[0] and len(set(named)) == len(named) and 2 * len(named) <= len(texts):
            for place in range(1, len(texts)):  # each name stands once, over blanks
                texts[place] = texts[place] or texts[place - 1]
        # A dash may be a ditto mark, or no unit: whose such a row is nobody says.
        columns.append([text if any(map(str.isalpha, text)) else "" for text in texts])
    if not _part_the_list({text for texts in columns for text in texts if text}):
        return None
    return [[text or None for text in texts] for texts in columns]


def _by_sections(tables: Sequence[FoundTable]) -> list[Names] | None:
    opened = _opened(tables)
    levels: dict[str, set[str]] = defaultdict(set)
    for sections in opened:
        for section in sections:
            levels[section.level].add(section.name)
    level = next((level for level, names in levels.items() if _part_the_list(names)), None)
    if level is None:
        return None
    if level == "none":  # a room within a school is no unit beside it
        opened = [[one for one in sections if is_own_unit(one.name) or may_be_unit(one.name)] for sections in opened]
    found = []
    for table, sections in zip(tables, opened, strict=True):
        begin = [section.row for section in sections if section.level == level]
        names = [section.name for section in sections if section.level == level]
        places = (bisect_right(begin, row.number) for row in table.rows)
        found.append([names[place - 1] if place else None for place in places])
    return found


def _opened(tables: Sequence[FoundTable]) -> list[list[Section]]:
    """What opens parts of each table: its sub-headings, and the line above its header where that is of this part."""
    labels = {fold(table.label.name) for table in tables if table.label is not None}
    parts = len(labels) >= _FEWEST or any(is_own_unit(section.name) for table in tables for section in table.sections)
    found = []
    for table in tables:
        sections = list(table.sections)
        if parts and table.label is not None and all(table.label.row != section.row for section in sections):
            sections.insert(0, table.label)
        found.append(_over_people(table, sections))
    return found


def _over_people(table: FoundTable, sections: Sequence[Section]) -> list[Section]:
    """The sub-headings that have people below them, before the next sub-heading of their level."""
    rows = [row.number for row in table.rows]
    end: dict[str, int] = {}  # level -> where the one below begins
    found = []
    for section in reversed(sections):
        place = bisect_right(rows, section.row)
        if place < len(rows) and rows[place] < end.get(section.level, rows[-1] + 1):
            found.append(section)
        end[section.level] = section.row
    return found[::-1]


def _part_the_list(names: Collection[str]) -> bool:
    """Whether names above people are of several units: each is an agency's, one at least is always a unit's own."""
    own = {fold(name) for name in names if is_own_unit(name)}
    others = [name for name in names if fold(name) not in own and not may_be_unit(name)]
    return _are_units(names) or (bool(own) and len(set(map(fold, names))) >= _FEWEST and not others)


def undecided(tables: Sequence[FoundTable]) -> list[str]:
    """Names above groups of people which may be units of their own or parts of one unit: nobody can tell.

    They are unions or centres; or agencies among other lines, in the list of a unit that has no agencies below it.
    """
    names = {fold(section.name): section.name for sections in _opened(tables) for section in sections}
    if len(names) >= _FEWEST and all(map(may_be_unit, names.values())):
        return list(names.values())
    titles = [fold(title) for title in titles_of(tables) if is_own_unit(title) and not is_over_units(title)]
    return [
        name
        for folded, name in names.items()
        if titles and is_own_unit(name) and not any(folded in title or title in folded for title in titles)
    ]


def _by_titles(tables: Sequence[FoundTable]) -> list[Names] | None:
    named = titles_of(tables)
    if len(named) < _FEWEST or undecided(tables) or (_have_one_parent(tables) and all(map(is_department, named))):
        return None
    return [[table.heading.unit] * len(table.rows) for table in tables]


def _have_one_parent(tables: Sequence[FoundTable]) -> bool:
    parents = {fold(table.heading.parent or "") for table in tables if table.heading.unit}
    return len(parents) == 1 and "" not in parents


def _by_sheets(tables: Sequence[FoundTable]) -> list[Names] | None:
    names = {table.sheet: clean(table.sheet) for table in tables}
    if sum(_UNIT.match(fold(name)) is not None or is_own_unit(name) for name in names.values()) < _FEWEST:
        return None
    return [[names[table.sheet]] * len(table.rows) for table in tables]
