"""Writes the people who lack an item, unit by unit, as a list for telephone calls."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from exporters.sheet.lines import Lines
from exporters.sheet.look import DEFAULT_SIZE
from exporters.writing import Written, cautions_of_csv, write_data
from store import clock, settings
from store.checklist.applicability import Rules
from store.counting.item_figures import counted_units
from store.database import Store
from store.models import Item, Person, StaffMember, State
from store.people import staff, units
from store.people.tree import Level, tree, within
from store.receiving.form_mark import CALL_LIST, CALL_LIST_CSV_HEADS, FormMark
from store.registers.sentences import raised_by_units
from store.rewound import store_at
from store.text import fold, format_date, format_number

if TYPE_CHECKING:
    from xlsxwriter.format import Format


_HEADS = ("TT", *CALL_LIST_CSV_HEADS[1:])
_WIDTHS = (42, 146, 160, 96, 256, 252)  # pixels; as one, the width between the margins
_SIZE = 11  # points, of the rows of people: LibreOffice fits rows of 12 too low
_LACKING = (State.TODO, State.UNKNOWN)

_RECENT = timedelta(days=31)  # for so long a unit is told the answer to a difficulty

Lacking = tuple[StaffMember, list[Item]]  # a person, and what they lack
Raised = Mapping[int, Sequence[str]]  # by unit id


def lacking(member: StaffMember, items: Sequence[Item]) -> list[Item]:
    """Return the items that are chưa or chưa rõ for a person, when all of them are asked of everybody."""
    return [item for item in items if member.person.states.get(item.key, State.UNKNOWN) in _LACKING]


def export_outstanding(
    store: Store,
    out: Path,
    *,
    unit_id: int | None = None,
    level: Level | None = None,
    as_of: date | None = None,
) -> Written:
    """Write the people who lack an item, of every unit or of one, as of now or of the end of the day `as_of`.

    With a `level` the people of the units below are included, those of one area or station together.
    """
    title = "Danh sách còn thiếu" + (f" – {units.get(store, unit_id).name}" if unit_id is not None else "")
    with store_at(store, as_of) as then:
        rules = Rules(then)
        people = staff.members(then, unit_id=unit_id) if level is None else _by_level(then, level, unit_id)
        last = as_of or clock.today()
        raised = raised_by_units(store, (last - _RECENT, last))
        without = _without_names(then, rules, unit_id, level)
        count = write_outstanding(
            people,
            rules.items,
            out,
            title=title,
            find=rules.lacking_items,
            as_of=as_of,
            raised=raised,
            agency=settings.agency(store),
            without_names=without,
        )
    return Written(f"Còn thiếu: {format_number(count)} người.", warnings=without, cautions=cautions_of_csv(out))


def _without_names(store: Store, rules: Rules, unit_id: int | None, level: Level | None) -> tuple[str, ...]:
    """Return for each unit that sent figures instead of names a line on how many of its people lack what."""
    wanted = within(store, unit_id) if level is not None else None if unit_id is None else {unit_id}
    lines = []
    for unit, sent in counted_units(store).items():
        figures = [
            f"{item.short_title}: {format_number(number)}"
            for item in rules.items
            if item.key in sent.done and rules.may_apply_in_unit(item, unit)
            if (number := sent.applicable(item) - sent.done[item.key])
        ]
        if figures and (wanted is None or unit in wanted):
            name = units.get(store, unit).name
            lines.append(f"{name}: chỉ gửi số liệu, không gửi danh sách; còn thiếu {', '.join(figures)}")
    return tuple(lines)


def _by_level(store: Store, level: Level, top: int | None) -> Iterator[StaffMember]:
    """Yield everybody below a unit, or all; people of one row of the level together, with its name in their unit."""
    groups, names = tree(store).groups(level, top), units.names(store)
    for unit, above in sorted(groups.items(), key=lambda pair: (pair[1], pair[0])):
        name = names[unit] if unit == above else f"{names[above]} – {names[unit]}"
        for member in staff.members(store, unit_id=unit):
            yield member._replace(unit=name)


def write_outstanding(
    members: Iterable[StaffMember],
    items: Sequence[Item],
    out: Path,
    *,
    title: str,
    find: Callable[[StaffMember], list[Item]] | None = None,
    as_of: date | None = None,
    raised: Raised = MappingProxyType({}),
    agency: Sequence[str] = (),
    without_names: Sequence[str] = (),
) -> int:
    """Write the people who lack an item, those of one unit together, and return how many they are.

    Args:
        members: in the order of their units; of a list without end no more than one unit is kept in memory.
        items: the checklist.
        out: its ending chooses xlsx, csv or json.
        title: of the paper.
        as_of: the day at whose end the list is true; None: now.
        find: what a person lacks of what is asked of them; None: every item is asked of everybody.
        agency: who wrote it, above the title of an xlsx: the office above, the station.
        raised: difficulties that a unit raised, with their answers; printed below its people in an xlsx.
        without_names: a line for each unit that sent only figures; printed below the list in an xlsx.

    Raises:
        ExportError: nothing was written.
    """
    find = find or (lambda member: lacking(member, items))
    people = ((member, missing) for member in members if (missing := find(member)))
    entries = (_entry(member, missing) for member, missing in people)
    rows = ((member.unit, *row) for group in _by_unit(people) for member, row in _rows(group))
    count = write_data(out, entries, CALL_LIST_CSV_HEADS, rows)
    return (
        _write_workbook(people, items, out, (title, *agency), as_of, raised, without_names) if count is None else count
    )


def _entry(member: StaffMember, missing: Sequence[Item]) -> dict[str, object]:
    return {
        "unit": member.unit,
        "department": member.department,
        "full_name": member.person.full_name,
        "phone": member.person.phone,
        "missing": {
            item.key: {
                "state": member.person.states.get(item.key, State.UNKNOWN).value,
                "reason": member.person.reasons.get(item.key),
            }
            for item in missing
        },
    }


def _by_unit(people: Iterable[Lacking]) -> Iterator[list[Lacking]]:
    return (list(group) for _, group in groupby(people, key=lambda pair: pair[0].unit_id))


def _rows(group: Sequence[Lacking]) -> Iterator[tuple[StaffMember, tuple[str, str, str, str, str]]]:
    """Yield each person of a unit with their cells; of people with one name the year of birth stands behind it."""
    names = Counter(fold(member.person.full_name) for member, _ in group)
    for member, missing in group:
        person = member.person
        year = (person.birth_date or "")[:4] if names[fold(person.full_name)] > 1 else ""
        name = f"{person.full_name} ({year})" if year else person.full_name
        items = ", ".join(_worded(person, item) for item in missing)
        yield member, (member.department or "", name, person.phone or "", items, _reasons(person, missing))


def _worded(person: Person, item: Item) -> str:
    is_unknown = person.states.get(item.key, State.UNKNOWN) is State.UNKNOWN
    return f"{item.short_title} (chưa rõ)" if is_unknown else item.short_title


def _reasons(person: Person, missing: Sequence[Item]) -> str:
    """Return the reasons, each behind the items that it is of unless it is of all that a person lacks."""
    items_of: dict[str, list[str]] = {}
    for item in missing:
        if item.key in person.reasons:
            items_of.setdefault(person.reasons[item.key], []).append(item.short_title)
    return "; ".join(
        reason if len(items) == len(missing) else f"{', '.join(items)}: {reason}" for reason, items in items_of.items()
    )


def _write_workbook(
    people: Iterable[Lacking],
    items: Sequence[Item],
    out: Path,
    above: Sequence[str],
    as_of: date | None,
    raised: Raised,
    without_names: Sequence[str],
) -> int:
    from exporters.sheet.workbook import workbook, write_mark

    with workbook(out, made_at=clock.today(), constant_memory=True) as look:
        lines, sheet = Lines.on_new_sheet(look, "Còn thiếu", _WIDTHS, landscape=True)
        title, *agency = above
        lines.agency(agency)
        lines.title(title.upper())
        until = f"Số liệu đến ngày {format_date((as_of or clock.today()).isoformat())}"
        lines.text(until, italic=True, align="center")
        lines.gap()
        head_row = lines.table_head(_HEADS)
        sheet.repeat_rows(head_row)
        sheet.freeze_panes(head_row + 1, 0)
        text, centred = (look.cell(align=side, font_size=_SIZE) for side in ("left", "center"))
        formats = (centred, text, text, centred, text, text)
        joined = {lines.row}
        number = 0
        for group in _by_unit(people):
            joined.add(lines.row + 1)  # a unit's name stays with its first person
            number += _write_unit(lines, group, items, formats, raised.get(group[0][0].unit_id, ()))
        sheet.autofilter(head_row, 0, max(head_row + 1, lines.row - 1), len(_HEADS) - 1)
        for line in without_names:
            lines.text(line, border=1, font_size=DEFAULT_SIZE)
        if number:
            joined.add(lines.row)
            lines.group_heading(f"Tổng cộng: {format_number(number)} người")
        elif not without_names:
            lines.text("Không còn ai thiếu mục nào.", align="center")
        lines.finish(sheet, joined, head=head_row)
        write_mark(look, FormMark(CALL_LIST, agency[-1] if agency else title))
    return number


def _write_unit(
    lines: Lines, group: Sequence[Lacking], items: Sequence[Item], formats: Sequence["Format"], raised: Sequence[str]
) -> int:
    """Write a unit with its counts, its people and the difficulties that it raised; return how many people."""
    counts = (f"{item.short_title}: {format_number(n)}" for item in items if (n := sum(item in m for _, m in group)))
    unit = group[0][0].unit
    lines.group_heading(f"{unit}: {format_number(len(group))} người ({', '.join(counts)})")
    for number, (_, row) in enumerate(_rows(group), 1):
        lines.cells((number, *row), formats)
    if raised:
        text = "\n".join(("Khó khăn, vướng mắc đơn vị đã nêu:", *raised))
        lines.text(text, border=1, font_size=DEFAULT_SIZE)
    return len(group)
