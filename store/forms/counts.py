"""Counts a form: from people, as they are or as they stood on an earlier day, and from forms that units filled in."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from store import clock, settings
from store.campaigns.form import TOTAL, By, Column, Form
from store.checklist import checklist
from store.checklist.items import checklist_item
from store.checklist.reasons import texts, why_not
from store.database import Store
from store.forms import filled
from store.forms.filled import Origin
from store.forms.line import CountedLine
from store.forms.reason_cells import Reasons, ordered, parse
from store.models import PACKED, SECTOR_LABELS, State
from store.past import Group, rewound_people
from store.people import units
from store.text import fold

NO_DEPARTMENT = "Chưa xếp khoa/phòng"
TOTAL_LABEL = "Tổng cộng"
_KEPT = "forms"  # in `Store.kept`: (version of the data, the tables that were counted from it)

_Key = tuple[int | None, int | None, str]  # of a row: unit id, department id, key of the sector
_Answer = tuple[str, str]  # of one item: which kind of column counts it, and under which reason


@dataclass(frozen=True, slots=True)
class Scope:
    """Which table of a form is asked for."""

    unit_id: int | None = None  # whose people; None: everybody
    by: By = "department"  # what its rows are
    as_of: date | None = None  # as it stood at the end of that day; None: now


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row: its figures and its reasons, each by the key of their column."""

    label: str
    figures: Mapping[str, int]
    reasons: Mapping[str, Reasons]
    unit_id: int | None = None
    department_id: int | None = None
    sector: str = ""  # a key of SECTOR_LABELS, where rows are sectors
    origins: tuple[Origin, ...] = ()  # the filled-in forms that are counted in it; nobody stands behind those figures

    def from_files(self, column: str) -> int:
        """How many of a figure come from filled-in forms."""
        return sum(line.figures[column] for origin in self.origins for line in origin.lines)

    @property
    def place(self) -> tuple[str, int | None, int | None]:
        """The same in two tables of a form: units may have departments of the same name."""
        return self.label, self.unit_id, self.department_id


@dataclass(frozen=True, slots=True)
class FormTable:
    """All rows of one form and their sum."""

    form: Form
    rows: tuple[FormRow, ...]
    total: FormRow
    as_of: str  # YYYY-MM-DD, end of that day
    by: By
    scope: str  # name of the unit, or of the station for all units

    def origins(self) -> tuple[Origin, ...]:
        """The filled-in forms that are counted in it, each once, in the order of the rows."""
        return tuple({origin.submission_id: origin for row in self.rows for origin in row.origins}.values())

    def from_files(self, column: str) -> int:
        """How many of a sum come from filled-in forms."""
        return sum(row.from_files(column) for row in self.rows)

    def faulty(self) -> list[FormRow]:
        """The rows that break a rule of the form."""
        return [row for row in self.rows if self.form.faults(row.figures)]


def accepted(form: Form, column: Column) -> frozenset[str]:
    """The packed states of the column's item that the column counts.

    A form without a column for "không áp dụng" counts it as chưa; what nobody told counts so in every form (DOMAIN §2).
    """
    own = {"done": State.DONE, "not_applicable": State.NOT_APPLICABLE}
    if column.counts in own:
        return frozenset(PACKED[own[column.counts]])
    apart = form.figure_of(column.item, "not_applicable")
    return frozenset(
        PACKED[state] for state in State if state not in own.values() or (state is not State.DONE and not apart)
    )


class _Meanings:
    """What packed states and reasons mean to a form: each pattern is worked out once, and alike ones share a number."""

    def __init__(self, store: Store, form: Form) -> None:
        self._words = texts(store)
        self._items = [
            (
                checklist_item(store, key).position,
                form.figure_of(key, "not_applicable") is not None,
                frozenset(column.side for column in form.reasons if column.item == key),
            )
            for key in form.items
        ]
        self._numbers: dict[tuple[_Answer, ...], int] = {}
        self.known: dict[tuple[str, str], int] = {}

    def number(self, states: str, reasons: str) -> int:
        """The number of what a pattern means."""
        packed = checklist.unpack_reasons(reasons)
        answers = []
        for position, is_apart, with_reasons in self._items:
            state = checklist.state_at(states, position)
            counts = "done" if state is State.DONE else "todo"
            words = why_not(states, packed, position, self._words)
            if is_apart and state is State.NOT_APPLICABLE:
                counts, words = "not_applicable", self._words.get(packed.get(position, 0), words)
            answers.append((counts, words or "" if counts in with_reasons else ""))
        found = self.known[states, reasons] = self._numbers.setdefault(tuple(answers), len(self._numbers))
        return found

    def all(self) -> list[tuple[_Answer, ...]]:
        """Every meaning that was met, by its number: an answer for each item of the form."""
        return list(self._numbers)


def _groups(store: Store, scope: Scope) -> Iterable[tuple[int, int | None, str, str, int]]:
    """Everybody, by unit, department, states and reasons: one walk along a covering index."""
    where, values = ("unit_id = ? AND ", (scope.unit_id,)) if scope.unit_id is not None else ("", ())
    rows = store.rows(
        "SELECT unit_id, department_id, states, reasons, count(*) FROM staff INDEXED BY staff_statistics"
        f" WHERE {where}removed_at IS NULL GROUP BY unit_id, department_id, states, reasons",
        values,
    )
    if scope.as_of is None or scope.as_of >= clock.today():
        return rows
    numbers: dict[Group, int] = {tuple(group): number for *group, number in rows}
    for was, then in rewound_people(store, scope.as_of).values():
        for group, step in ((was, -1), (then, 1)):
            if group is not None and scope.unit_id in (None, group[0]):
                numbers[group] = numbers.get(group, 0) + step
    return [(*group, number) for group, number in numbers.items() if number]


def table(store: Store, form: Form, scope: Scope) -> FormTable:
    """The table of a form; as it stands now it is counted once for each state of the store.

    Units and departments that have nobody have no row. A unit that sent the form filled in and has nobody in the store
    stands in the table by its file; as soon as it has people, they alone are counted.
    """
    if scope.as_of is not None and scope.as_of < clock.today():
        return _count(store, form, scope)
    version, key = store.version(), (form.key, scope.unit_id, scope.by, clock.today())
    counted_at, tables = store.kept.get(_KEPT, (None, {}))
    if counted_at != version:
        tables = {}
        store.kept[_KEPT] = (version, tables)
    if key not in tables:
        tables[key] = _count(store, form, scope)
    found: FormTable = tables[key]
    return found


def _count(store: Store, form: Form, scope: Scope) -> FormTable:
    meanings = _Meanings(store, form)
    known, number_of = meanings.known, meanings.number
    sums: defaultdict[tuple[int, int | None], defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for unit, department, states, reasons, number in _groups(store, scope):
        meaning = known.get((states, reasons))
        if meaning is None:
            meaning = number_of(states, reasons)
        sums[unit, department][meaning] += number
    rows = _Rows(store, form, scope, meanings.all())
    with_people = {unit for unit, _ in sums}
    sent = [
        origin
        for unit, origin in filled.in_force(store, form, scope.as_of).items()
        if unit not in with_people and scope.unit_id in (None, unit)
    ]
    found = rows.of(sums, sent)
    total = rows.counted(TOTAL_LABEL, _merged(sums.values()))
    if sent:
        total = added(form, (total, *(_of_unit(store, form, origin) for origin in sent)), TOTAL_LABEL)
    name = rows.unit_names[scope.unit_id] if scope.unit_id is not None else settings.load(store).station_name
    day = (scope.as_of or clock.today()).isoformat()
    return FormTable(form, tuple(found), total, day, scope.by, name)


def _merged(parts: Iterable[Mapping[int, int]]) -> Counter[int]:
    whole = Counter[int]()
    for part in parts:
        whole.update(part)
    return whole


class _Rows:
    """Makes the rows of a table in their order, each under its name."""

    def __init__(self, store: Store, form: Form, scope: Scope, meanings: Sequence[tuple[_Answer, ...]]) -> None:
        self._store, self._form, self._scope, self._meanings = store, form, scope, meanings
        all_units = units.all_units(store, closed=True)
        self.unit_names = {unit.id: unit.name for unit in all_units}
        self._order = {unit.id: place for place, unit in enumerate(all_units)}
        self._sectors = {unit.id: unit.sector for unit in all_units}
        self._departments = {each.id: each for each in units.departments(store, scope.unit_id)}

    def of(self, sums: Mapping[tuple[int, int | None], Mapping[int, int]], sent: Sequence[Origin]) -> list[FormRow]:
        """The rows of people, by unit and department, and of filled-in forms."""
        by, several = self._scope.by, len({unit for unit, _ in sums}) + len(sent) > 1
        parts: defaultdict[_Key, list[Mapping[int, int]]] = defaultdict(list)
        for (unit, department), numbers in sums.items():
            parts[self._key(unit, department)].append(numbers)
        named = several and by == "department" and self._scope.unit_id is None
        rows: dict[_Key, FormRow] = {}
        for key, numbers_of in parts.items():
            label = self._label(key, sums, named=named)
            rows[key] = replace(
                self.counted(label, _merged(numbers_of)), unit_id=key[0], department_id=key[1], sector=key[2]
            )
        placed = [(self._place(key), row) for key, row in rows.items()] if by != "sector" else []
        for origin in sent:
            if by == "sector":
                key = self._key(origin.unit_id, None)
                mine = (*([rows[key]] if key in rows else []), _of_unit(self._store, self._form, origin))
                row = added(self._form, mine, SECTOR_LABELS[key[2]])
                rows[key] = replace(row, sector=key[2], origins=tuple(o for each in mine for o in each.origins))
                continue
            for number, row in enumerate(filled_rows(self._store, self._form, origin, by)):
                label = f"{origin.unit} – {row.label}" if named else row.label
                placed.append(((self._order[origin.unit_id], 0, number), replace(row, label=label)))
        if by == "sector":
            order = list(SECTOR_LABELS)
            return [rows[key] for key in sorted(rows, key=lambda key: order.index(key[2]))]
        return [row for _, row in sorted(placed, key=lambda pair: pair[0])]

    def _key(self, unit: int, department: int | None) -> _Key:
        match self._scope.by:
            case "department":
                return unit, department, ""
            case "unit":
                return unit, None, ""
            case _:
                return None, None, self._sectors[unit]

    def _label(self, key: _Key, sums: Iterable[tuple[int, int | None]], *, named: bool) -> str:
        unit, department, sector = key
        if unit is None:
            return SECTOR_LABELS[sector]
        own = self.unit_names[unit]
        if self._scope.by == "unit":
            return own
        if department is not None:
            name = self._departments[department].name
        elif any(other == unit and dept is not None for other, dept in sums):
            name = NO_DEPARTMENT
        else:
            return own  # nobody of the unit has a department
        return f"{own} – {name}" if named else name

    def _place(self, key: _Key) -> tuple[int, int, int]:
        unit, department, _ = key
        assert unit is not None  # noqa: S101 - of rows of units and departments
        position = 0 if department is None else self._departments[department].position
        return self._order[unit], int(department is None), position

    def counted(self, label: str, numbers: Mapping[int, int]) -> FormRow:
        """A row of so many people of each meaning."""
        by_item: list[Counter[_Answer]] = [Counter() for _ in self._form.items]
        for meaning, number in numbers.items():
            for counter, answer in zip(by_item, self._meanings[meaning], strict=True):
                counter[answer] += number
        answers = dict(zip(self._form.items, by_item, strict=True))
        figures, reasons = {}, {}
        for column in self._form.columns:
            if column.counts == "total":
                figures[column.key] = sum(numbers.values())
            elif column.is_figure:
                found = answers[column.item].items()
                figures[column.key] = sum(number for (counts, _), number in found if counts == column.counts)
            elif column.counts == "reasons":
                found = answers[column.item].items()
                reasons[column.key] = ordered(
                    {words: number for (counts, words), number in found if counts == column.side}
                )
        return FormRow(label, figures, reasons)


def added(form: Form, rows: Iterable[FormRow], label: str) -> FormRow:
    """The sum of some rows."""
    figures = {column.key: 0 for column in form.figures}
    reasons = {column.key: Counter[str]() for column in form.reasons}
    for row in rows:
        for key, number in row.figures.items():
            figures[key] += number
        for key, told in row.reasons.items():
            for words, number in told:
                reasons[key][words] += number
    return FormRow(label, figures, {key: ordered(counter) for key, counter in reasons.items()})


def filled_row(form: Form, line: CountedLine, known: Mapping[str, str]) -> FormRow:
    """One line of a filled-in form as a row; `known` as `reason_cells.parse` wants it."""
    reasons = {}
    for column in form.reasons:
        figure = form.figure_of(column.item, column.side)
        done = form.figure_of(column.item, "done")
        people = line.figures[figure.key] if figure else line.figures[TOTAL] - (line.figures[done.key] if done else 0)
        reasons[column.key] = parse(line.reasons.get(column.key, ""), people, known)
    return FormRow(line.department, line.figures, reasons)


def filled_rows(store: Store, form: Form, origin: Origin, by: By) -> list[FormRow]:
    """What a filled-in form adds to a table: a row for each of its lines, or one for the whole unit."""
    known = {fold(words): words for words in texts(store).values()}
    rows = [filled_row(form, line, known) for line in origin.lines]
    if by != "department":
        return [replace(added(form, rows, origin.unit), unit_id=origin.unit_id, origins=(origin,))]
    return [
        replace(row, label=row.label or origin.unit, unit_id=origin.unit_id, origins=(replace(origin, lines=(line,)),))
        for row, line in zip(rows, origin.lines, strict=True)
    ]


def _of_unit(store: Store, form: Form, origin: Origin) -> FormRow:
    (row,) = filled_rows(store, form, origin, "unit")
    return row


def usual_scope(store: Store, form: Form) -> Scope:
    """The table that is meant when nobody says which.

    People, or filled-in forms instead of them, in one unit only: the departments of that unit. In several: every unit,
    a row each. A form whose rows are something else has only one table.
    """
    if form.rows != "department":
        return Scope(None, form.rows)
    rows = store.rows("SELECT DISTINCT unit_id FROM staff WHERE removed_at IS NULL LIMIT 2")
    found = {row[0] for row in rows} | set(filled.in_force(store, form))
    if len(found) == 1:
        return Scope(found.pop(), "department")
    return Scope(None, "unit") if found else Scope(units.station_id(store), "department")
