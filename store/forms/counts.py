"""Counts the table of a form from the people in the store, now or at the end of an earlier day.

A unit without people in the store is counted from the form that it sent filled in (`store.forms.filled`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from store import clock, settings
from store.campaigns.form import TOTAL, By, Form
from store.checklist.applicability import ADMINISTRATIVE, Pattern
from store.checklist.reasons import known as known_reasons
from store.database import Store, in_units
from store.forms import by_locality, filled, library
from store.forms.answers import Answer, Asking, unit_sectors
from store.forms.filled import CountedLine, Origin
from store.forms.reason_cells import UNFIT, Reasons, ordered, parse
from store.frozen import frozen
from store.models import SECTOR_LABELS
from store.past import Group, of_units_then, rewound_people
from store.people import units
from store.people.tree import LEVELS, Level, tree, within

NO_DEPARTMENT = "Chưa xếp khoa/phòng"
TOTAL_LABEL = "Tổng cộng"
_NOT_IN = -1
_KEPT = "forms"  # key in `Store.kept` of (version of the data, the tables counted from that version)


class Scope(NamedTuple):
    """The choice of one table of a form: whose people are counted, what a row stands for, on which day."""

    unit_id: int | None = None  # the unit whose people are counted; None: all units
    by: By = "department"  # what each row stands for
    as_of: date | None = None  # figures as at the end of that day; None: now

    @property
    def level(self) -> Level | None:
        """The level whose units are the rows, each with everybody below it, for "below" each by itself; else None."""
        return self.by if self.by in LEVELS else None

    def units(self, store: Store, row_of: int | None = None) -> frozenset[int] | None:
        """Returns the units whose people are counted, in the table or in the row of unit `row_of`; None means all."""
        if self.level is not None and row_of is not None:
            groups = tree(store, self.as_of).groups(self.level, self.unit_id)
            return frozenset(unit for unit, above in groups.items() if above == row_of)
        counted = self.unit_id if row_of is None else row_of
        if counted is None:
            return None
        return frozenset({counted}) if self.level is None else within(store, counted, self.as_of)


@frozen
class FormRow:
    """One row of a table: figures and reasons, by the key of their column."""

    label: str
    figures: Mapping[str, int]
    reasons: Mapping[str, Reasons]
    unit_id: int | None = None
    department_id: int | None = None
    sector: str = ""  # a key of SECTOR_LABELS if rows are sectors
    origins: tuple[Origin, ...] = ()  # filled-in forms whose figures are in this row; the store has no people for them
    #: Keys of items that nobody in the row is asked, of columns of which it has no figure: their 0 says nothing.
    not_asked: tuple[str, ...] = ()

    def from_files(self, column: str) -> int:
        """Returns how much of the figure in a column comes from filled-in forms."""
        return sum(line.figures[column] for origin in self.origins for line in origin.lines)

    @property
    def place(self) -> tuple[str, int | None, int | None]:
        """The identity of the row when two tables are compared, since units may have departments of the same name."""
        return self.label, self.unit_id, self.department_id


@frozen
class FormTable:
    """The counted table of a form: its rows and their sum."""

    form: Form
    rows: tuple[FormRow, ...]
    total: FormRow
    as_of: str  # YYYY-MM-DD, end of that day
    by: By
    scope: str  # name of the unit, or of the station for all units
    unasked: int = 0  # people who are not in it because no plan asks any of its items of them
    ended: str = ""  # YYYY-MM-DD: the day on which the campaign of the form ended; "" while it runs
    missing: tuple[tuple[str, str], ...] = ()  # (unit without names, name of the other form that it sent filled in)

    def origins(self) -> tuple[Origin, ...]:
        """The filled-in forms whose figures are in the table, each once, in the order of the rows."""
        return tuple({origin.submission_id: origin for row in self.rows for origin in row.origins}.values())

    def origins_of_units(self) -> list[Origin]:
        """The filled-in forms whose figures are in the table, each once for each unit that they are of."""
        return [*{(each.submission_id, each.unit_id): each for row in self.rows for each in row.origins}.values()]

    def from_files(self, column: str) -> int:
        """Returns how much of the sum of a column comes from filled-in forms."""
        return sum(row.from_files(column) for row in self.rows)

    def faulty(self) -> list[FormRow]:
        """The rows whose figures break a rule of the form, for example "done" greater than "total"."""
        return [row for row in self.rows if self.form.faults(row.figures)]


def _groups(
    store: Store, scope: Scope, wanted: frozenset[int] | None, asking: Asking
) -> Iterable[tuple[int, int | None, str, str, int | None, int | None, int]]:
    """Counts everybody in the scope by `Group`, each in a tuple that ends with the number; unused columns are None.

    Reads one covering index; for an earlier day it corrects the groups of the people who were changed since.
    """
    where, values = in_units(wanted)
    apart = [ADMINISTRATIVE if asking.by_administrative else "NULL", "smartphone" if asking.by_smartphone else "NULL"]
    columns = ["administrative", "employment"] * asking.by_administrative + ["smartphone"] * asking.by_smartphone
    grouped = ", ".join(["unit_id", "department_id", "states", "reasons", *columns])
    rows = store.rows(
        f"SELECT unit_id, department_id, states, reasons, {', '.join(apart)}, count(*)"
        f" FROM staff INDEXED BY staff_statistics WHERE {where}removed_at IS NULL GROUP BY {grouped}",
        values,
    )
    if scope.as_of is None or scope.as_of >= clock.today():
        return rows
    numbers: dict[Group, int] = {tuple(group): number for *group, number in rows}
    for now, then in rewound_people(store, scope.as_of).values():
        for group, step in ((now, -1), (then, 1)):
            if group is not None and (wanted is None or group[0] in wanted):
                administrative, smartphone = group[4:]
                key: Group = (
                    *group[:4],
                    administrative if asking.by_administrative else None,
                    smartphone if asking.by_smartphone else None,
                )
                numbers[key] = numbers.get(key, 0) + step
    return [(*group, number) for group, number in numbers.items() if number]


def table(store: Store, form: Form, scope: Scope) -> FormTable:
    """Counts the table of a form; the table of today is kept until the store changes.

    A unit without people has a row only when it sent the form filled in: its figures count until the store has people
    of
    it. The form of a campaign that ended is counted as it stood on the day of the end, or earlier.
    """
    scope = until_end(store, form, scope)
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


def _scope_text(store: Store, scope: Scope, names: Mapping[int, str], counted: int) -> str:
    """Words the scope: the unit, or all units with the station that reports them, never its name alone for several."""
    station = settings.load(store).station_name
    if scope.unit_id is not None:
        return names[scope.unit_id] if scope.level is None else f"{names[scope.unit_id]} và cấp dưới"
    return f"Tất cả đơn vị ({station} tổng hợp)" if counted > 1 and station else station


def until_end(store: Store, form: Form, scope: Scope) -> Scope:
    """Returns the scope with its day no later than the day on which the campaign of the form ended."""
    ended = library.ended_on(store, form)
    return scope if ended is None else scope._replace(as_of=min(scope.as_of or ended, ended))


def _count(store: Store, form: Form, scope: Scope) -> FormTable:
    if form.rows == "locality":
        places = by_locality.rows(store, form, scope.as_of)
        lines = tuple(FormRow(each.name, each.figures, {}, not_asked=each.without) for each in places)
        of_all, today = added(form, lines, TOTAL_LABEL), (scope.as_of or clock.today()).isoformat()
        return FormTable(form, lines, of_all, today, "locality", settings.load(store).station_name)
    asking, wanted = Asking(store, form, scope.as_of), scope.units(store)
    numbers: dict[tuple[Answer, ...], int] = {}  # people who are counted alike -> the number of their answers
    #: Sector -> pattern -> that number; _NOT_IN of those who are not in the table.
    by_sector: defaultdict[str, dict[Pattern, int]] = defaultdict(dict)
    sums: defaultdict[tuple[int, int | None], defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    with_people, unasked = set[int](), 0
    last, known = 0, dict[Pattern, int]()
    for unit, department, states, reasons, administrative, smartphone, number in _groups(store, scope, wanted, asking):
        if unit != last:  # they come unit by unit
            last, known = unit, by_sector[asking.sector(unit)]
            with_people.add(unit)
        pattern = (states, reasons, administrative, smartphone)
        meaning = known.get(pattern)
        if meaning is None:
            answers = asking.answers(pattern, asking.sector(unit))
            meaning = _NOT_IN if answers is None else numbers.setdefault(answers, len(numbers))
            known[pattern] = meaning
        if meaning == _NOT_IN:
            unasked += number
        else:
            sums[unit, department][meaning] += number
    rows = _Rows(store, form, scope, list(numbers))
    nameless = {
        unit: origin
        for unit, origin in filled.in_force(store, as_of=scope.as_of).items()
        if unit not in with_people and (wanted is None or unit in wanted)
    }
    of_form = filled.in_force(store, form, scope.as_of) if nameless else {}
    sent = [of_form[unit] for unit in nameless if unit in of_form]
    others = sorted((o.unit, library.find(store, o.form).name) for unit, o in nameless.items() if unit not in of_form)
    found = rows.all(sums, sent)
    total = rows.count_people(TOTAL_LABEL, _merged(sums.values()))
    if sent:
        of_files = (row for origin in sent for row in filled_rows(store, form, origin, "unit"))
        total = added(form, (total, *of_files), TOTAL_LABEL)
    name = _scope_text(store, scope, rows.unit_names, len({unit for unit, _ in sums}) + len(sent))
    day = (scope.as_of or clock.today()).isoformat()
    ended = library.ended_on(store, form)
    of = (day, scope.by, name, unasked, ended.isoformat() if ended else "")
    return FormTable(form, tuple(found), total, *of, tuple(others))


def _merged(parts: Iterable[Mapping[int, int]]) -> Counter[int]:
    whole = Counter[int]()
    for part in parts:
        whole.update(part)
    return whole


class _Rows:
    """Builds the labelled rows of a table in the order of units, departments, sectors or levels."""

    def __init__(self, store: Store, form: Form, scope: Scope, meanings: Sequence[tuple[Answer, ...]]) -> None:
        self._store, self._form, self._scope, self._meanings = store, form, scope, meanings
        all_units = units.all_units(store, closed=True)
        self.unit_names = {unit.id: unit.name for unit in all_units}
        if scope.as_of is not None and scope.as_of < clock.today():
            self.unit_names |= of_units_then(store, "name", scope.as_of)
        self._order = {unit.id: place for place, unit in enumerate(all_units)}
        self._sectors = unit_sectors(store, scope.as_of)
        self._departments = {each.id: each for each in units.departments(store, scope.unit_id)}

    def all(self, sums: Mapping[tuple[int, int | None], Mapping[int, int]], sent: Sequence[Origin]) -> list[FormRow]:
        """Makes all rows of the table.

        Args:
            sums: (unit id, department id) -> number of a meaning -> how many people.
            sent: the filled-in forms that are counted for units without people.
        """
        by, by_department = self._scope.by, self._scope.by == "department"
        with_unit = (  # in the label: departments of several units
            by_department and self._scope.unit_id is None and len({unit for unit, _ in sums}) + len(sent) > 1
        )
        parts: defaultdict[tuple[int, int | None], list[Mapping[int, int]]] = defaultdict(list)
        level, top = self._scope.level, self._scope.unit_id
        above = {} if level is None else tree(self._store, self._scope.as_of).groups(level, top)
        for (unit, department), numbers in sums.items():
            parts[above.get(unit, unit), department if by_department else None].append(numbers)
        divided = {unit for unit, department in parts if department is not None}
        placed: list[tuple[tuple[int, bool, int], FormRow]] = []
        for (unit, department), numbers_of in parts.items():
            label, position = self.unit_names[unit], 0
            if unit in divided:
                name = NO_DEPARTMENT
                if department is not None:
                    name, position = self._departments[department].name, self._departments[department].position
                label = f"{label} – {name}" if with_unit else name
            row = replace(self.count_people(label, _merged(numbers_of)), unit_id=unit, department_id=department)
            placed.append(((self._order[unit], department is None, position), row))
        for origin in sent:
            for number, row in enumerate(filled_rows(self._store, self._form, origin, by)):
                label = f"{origin.unit} – {row.label}" if with_unit else row.label
                placed.append(((self._order[origin.unit_id], False, number), replace(row, label=label)))
        rows = [row for _, row in sorted(placed, key=lambda pair: pair[0])]
        if self._scope.level is not None:
            return self._by_level(rows, self._scope.level)
        return self._by_sector(rows) if by == "sector" else rows

    def _by_sector(self, rows: Iterable[FormRow]) -> list[FormRow]:
        """Adds up the rows of units by sector, in the order of the sectors."""
        of_sector: dict[str, list[FormRow]] = {sector: [] for sector in SECTOR_LABELS}
        for row in rows:
            of_sector[self._sectors[row.unit_id or 0]].append(row)
        return [
            replace(self._one_of(parts, SECTOR_LABELS[sector]), sector=sector)
            for sector, parts in of_sector.items()
            if parts
        ]

    def _by_level(self, rows: Iterable[FormRow], level: Level) -> list[FormRow]:
        """Adds up the rows of units by the unit of a level above them, in the order of the latter."""
        found, top = tree(self._store, self._scope.as_of), self._scope.unit_id
        above, of_unit = found.groups(level, top), defaultdict[int, list[FormRow]](list)
        for row in rows:
            of_unit[above[row.unit_id or 0]].append(row)
        return [
            replace(self._one_of(parts, found.label(unit, self.unit_names[unit], level, top)), unit_id=unit)
            for unit, parts in sorted(of_unit.items(), key=lambda pair: self._order[pair[0]])
        ]

    def _one_of(self, parts: Sequence[FormRow], label: str) -> FormRow:
        origins = tuple(origin for row in parts for origin in row.origins)
        return replace(added(self._form, parts, label), origins=origins)

    def count_people(self, label: str, numbers: Mapping[int, int]) -> FormRow:
        """Makes a row of people; `numbers` maps the number of a combination of answers to how many people have it."""
        by_item: list[Counter[Answer]] = [Counter() for _ in self._form.items]
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
                figures[column.key] = sum(number for answer, number in found if answer.counts == column.counts)
            elif column.counts == "reasons":
                why = Counter[str]()
                for answer, number in answers[column.item].items():
                    if answer.counts == column.side:
                        why[answer.reason] += number
                reasons[column.key] = ordered(why)
        not_asked = (key for key, each in answers.items() if each and not any(answer.is_asked for answer in each))
        return FormRow(label, figures, reasons, not_asked=tuple(not_asked))


def added(form: Form, rows: Iterable[FormRow], label: str) -> FormRow:
    """Adds up rows: their figures, and the numbers of reasons with the same words.

    A reason without a usable number (0) counts for the people of its row to whom no other reason applies.
    """
    figures = {column.key: 0 for column in form.figures}
    reasons = {column.key: Counter[str]() for column in form.reasons}
    not_asked: set[str] | None = None
    for row in rows:
        if row.figures[TOTAL]:
            not_asked = set(row.not_asked) if not_asked is None else not_asked & set(row.not_asked)
        for key, number in row.figures.items():
            figures[key] += number
        for key, row_reasons in row.reasons.items():
            for words, number in row_reasons:
                reasons[key][words if number else UNFIT] += number or _without_words(form, row, key)
    added_up = {key: ordered(counter) for key, counter in reasons.items()}
    return FormRow(label, figures, added_up, not_asked=tuple(key for key in form.items if key in (not_asked or ())))


def _without_words(form: Form, row: FormRow, key: str) -> int:
    return form.with_reasons(form.column(key), row.figures) - sum(number for _, number in row.reasons[key])


def filled_row(form: Form, line: CountedLine, known: Mapping[str, str]) -> FormRow:
    """Makes a row of one line of a filled-in form; `known` maps folded words to the reasons that the station knows."""
    reasons = {}
    for column in form.reasons:
        people = form.with_reasons(column, line.figures)
        reasons[column.key] = parse(line.reasons.get(column.key, ""), people, known)
    return FormRow(line.department, line.figures, reasons)


def filled_rows(store: Store, form: Form, origin: Origin, by: By) -> list[FormRow]:
    """Makes the rows of a filled-in form: one for each line if rows are departments, otherwise one for the unit."""
    words_of = known_reasons(store, other_words=True)
    rows = [filled_row(form, line, words_of) for line in origin.lines]
    if by != "department":
        return [replace(added(form, rows, origin.unit), unit_id=origin.unit_id, origins=(origin,))]
    return [
        replace(row, label=row.label or origin.unit, unit_id=origin.unit_id, origins=(replace(origin, lines=(line,)),))
        for row, line in zip(rows, origin.lines, strict=True)
    ]
