"""The figures of Phụ lục 1 (CV 310/TTYT-KHNV), counted from people."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from store import clock, settings
from store.checklist import checklist
from store.checklist.reasons import texts
from store.counting import unit_counts
from store.counting.count_reasons import NO_INFORMATION, NO_REASON, Reasons, ordered, parse
from store.counting.unit_counts import CountedLine, Origin
from store.database import Store
from store.models import State
from store.people import units
from store.people.groups import counted
from store.text import fold, format_number

NOT_APPLICABLE_REASON = "Không áp dụng"  # the form knows only đã and chưa, so c8 + c9 = c3 must hold
NO_DEPARTMENT = "Chưa xếp khoa/phòng"
_TABLES = "phu-luc-1"  # in `Store.kept`: (version of the data, the tables that were counted from it)


#: The figures of a row that people stand behind: the name of the field of `PhuLuc1Row`.
FIGURES = ("total", "level2_done", "level2_todo", "health_book", "bhyt_done", "bhyt_todo")
#: No figure of the form, but whom to ask when c7 or c8 is larger than c4: đã has a health book or a linked card,
#: and no level-2 account to have it on.
AT_ODDS = "at_odds"


@dataclass(frozen=True, slots=True)
class PhuLuc1Row:
    """One row of Phụ lục 1: its columns 2 to 10, in people."""

    label: str
    total: int
    level2_done: int
    level2_todo: int
    level2_reasons: Reasons
    health_book: int
    bhyt_done: int
    bhyt_todo: int
    bhyt_reasons: Reasons
    unit_id: int | None = None
    department_id: int | None = None
    origin: Origin | None = None  # the file that a unit sent counts in; None: counted from people

    def faults(self) -> list[str]:
        """What breaks the arithmetic of the form, in Vietnamese; empty when the row holds (DOMAIN §2)."""
        found = []
        if self.level2_done + self.level2_todo != self.total:
            found.append("cột 4 + cột 5 khác cột 3")
        if self.bhyt_done + self.bhyt_todo != self.total:
            found.append("cột 8 + cột 9 khác cột 3")
        if self.health_book > self.level2_done:
            found.append("cột 7 lớn hơn cột 4")
        if self.bhyt_done > self.level2_done:
            found.append("cột 8 lớn hơn cột 4")
        return found


@dataclass(frozen=True, slots=True)
class PhuLuc1Table:
    """All rows of one Phụ lục 1 and their sum."""

    rows: tuple[PhuLuc1Row, ...]
    total: PhuLuc1Row
    as_of: str  # YYYY-MM-DD, end of that day
    by: str  # "department" or "unit"
    scope: str  # name of the unit, or of the station for all units

    def origins(self) -> tuple[Origin, ...]:
        """The files of the rows that no people stand behind, each once, in the order of the rows."""
        found = {row.origin.submission_id: row.origin for row in reversed(self.rows) if row.origin is not None}
        return tuple(reversed(found.values()))


@dataclass(frozen=True, slots=True)
class PhuLuc1Paper:
    """Everything that is printed; frozen as JSON in an issued report and printed again from there."""

    table: PhuLuc1Table
    attached_to: str  # "(Kèm theo công văn số …/… của … ngày …)"
    signer_title: str  # THỦ TRƯỞNG ĐƠN VỊ, or the title that the station set
    signer_name: str
    sections: dict[str, str]  # reception, training, printing, difficulties, proposals: their text
    with_totals: bool = True  # the optional rows Tổng cộng and Tỷ lệ (%)
    issued: str = ""  # "Số liệu chốt lần 2, 14:05 23/06/2026"; "" for a draft
    corrections: tuple[str, ...] = ()  # what differs from the frozen copy that it takes the place of


def format_reasons(reasons: Reasons) -> str:
    """`Không có điện thoại thông minh (2); Thẻ hết hạn (1)`; words that say their own count have 0."""
    return "; ".join(f"{words} ({format_number(count)})" if count else words for words, count in reasons)


Meaning = tuple[str | None, bool, str | None]  # reason of chưa mức 2 (None: đã), has a book, reason of chưa BHYT


class _Sum:
    """Counts of one row while it is being added up."""

    def __init__(self) -> None:
        self.counts: Counter[Meaning] = Counter()

    def row(self, label: str, unit_id: int | None = None, department_id: int | None = None) -> PhuLuc1Row:
        level2, book, bhyt = Counter[str | None](), 0, Counter[str | None]()
        for (why_level2, has_book, why_bhyt), number in self.counts.items():
            level2[why_level2] += number
            book += number if has_book else 0
            bhyt[why_bhyt] += number
        total, level2_done, bhyt_done = self.counts.total(), level2.pop(None, 0), bhyt.pop(None, 0)
        return PhuLuc1Row(
            label,
            total,
            level2_done,
            total - level2_done,
            _ordered(level2),
            book,
            bhyt_done,
            total - bhyt_done,
            _ordered(bhyt),
            unit_id,
            department_id,
        )


def _ordered(reasons: Counter[str | None]) -> Reasons:
    return ordered({words: number for words, number in reasons.items() if words is not None})


def added(rows: Iterable[PhuLuc1Row], label: str) -> PhuLuc1Row:
    """The sum of some rows."""
    figures, level2, bhyt = Counter[str](), Counter[str](), Counter[str]()
    for row in rows:
        for name in FIGURES:
            figures[name] += getattr(row, name)
        for reasons, told in ((level2, row.level2_reasons), (bhyt, row.bhyt_reasons)):
            for words, number in told:
                reasons[words] += number
    return PhuLuc1Row(
        label,
        figures["total"],
        figures["level2_done"],
        figures["level2_todo"],
        ordered(level2),
        figures["health_book"],
        figures["bhyt_done"],
        figures["bhyt_todo"],
        ordered(bhyt),
    )


def counted_row(line: CountedLine, known: Mapping[str, str], label: str = "") -> PhuLuc1Row:
    """One line of a summary as a row; `known` as `count_reasons.parse` wants it."""
    return PhuLuc1Row(
        label or line.department,
        line.total,
        line.level2_done,
        line.level2_todo,
        parse(line.level2_reasons, line.level2_todo, known),
        line.health_book,
        line.bhyt_done,
        line.bhyt_todo,
        parse(line.bhyt_reasons, line.bhyt_todo, known),
    )


def counted_rows(store: Store, origin: Origin, by: str) -> list[PhuLuc1Row]:
    """What a summary adds to a table: a row a department, or one of the whole unit."""
    known = {fold(words): words for words in texts(store).values()}
    rows = [counted_row(line, known) for line in origin.lines]
    if by == "unit":
        return [replace(added(rows, origin.unit), unit_id=origin.unit_id, origin=origin)]
    return [
        replace(row, label=row.label or origin.unit, unit_id=origin.unit_id, origin=replace(origin, lines=(line,)))
        for row, line in zip(rows, origin.lines, strict=True)
    ]


def phu_luc_1(
    store: Store, *, unit_id: int | None = None, by: str = "department", as_of: date | None = None
) -> PhuLuc1Table:
    """Count a Phụ lục 1: the departments of one unit, or every unit.

    Args:
        store: the open store.
        unit_id: whose people; None for everybody.
        by: "department" for a row a department, "unit" for a row a unit.
        as_of: as it stood at the end of that day; None for now.

    Units and departments that have nobody have no row. A unit that sent counts and has nobody in the store stands
    in the table by its counts, each row with its origin; as soon as it has people, they alone are counted.
    """
    if as_of is not None and as_of < clock.today():
        return _count(store, unit_id, by, as_of)
    version, key = store.version(), (unit_id, by, clock.today())
    counted_at, tables = store.kept.get(_TABLES, (None, {}))
    if counted_at != version:
        tables = {}
        store.kept[_TABLES] = (version, tables)
    if key not in tables:
        tables[key] = _count(store, unit_id, by, as_of)
    table: PhuLuc1Table = tables[key]
    return table


def _count(store: Store, unit_id: int | None, by: str, as_of: date | None) -> PhuLuc1Table:
    sums: dict[tuple[int, int | None], _Sum] = {}
    whole = _Sum()
    meant = Counting(store).meant
    by_department = by == "department"
    for unit, department, states, reasons, number in counted(store, unit_id=unit_id, as_of=as_of):
        key = (unit, department if by_department else None)
        if key not in sums:
            sums[key] = _Sum()
        sums[key].counts[meant(states, reasons)] += number
    for part in sums.values():
        whole.counts.update(part.counts)
    unit_order = {unit.id: (place, unit.name) for place, unit in enumerate(units.all_units(store, closed=True))}
    names = {department.id: (department.position, department.name) for department in units.departments(store, unit_id)}
    with_people = {unit for unit, _ in sums}
    sent = [
        origin
        for unit, origin in unit_counts.in_force(store, as_of).items()
        if unit not in with_people and unit_id in (None, unit)
    ]
    several = by == "department" and unit_id is None and len(with_people) + len(sent) > 1

    def label(unit: int, department: int | None) -> str:
        unit_name = unit_order[unit][1]
        if by == "unit":
            return unit_name
        if department is None:
            # People of no department: under the unit's own name when nobody there has one.
            has_others = any(other == unit and dept is not None for other, dept in sums)
            return (
                f"{unit_name} – {NO_DEPARTMENT}"
                if several and has_others
                else (NO_DEPARTMENT if has_others else unit_name)
            )
        return f"{unit_name} – {names[department][1]}" if several else names[department][1]

    def order(key: tuple[int, int | None]) -> tuple[int, int, int]:
        unit, department = key
        return (unit_order[unit][0], int(department is None), names[department][0] if department else 0)

    rows = [(order(key), sums[key].row(label(*key), key[0], key[1])) for key in sums]
    total = whole.row("Tổng cộng")
    for origin in sent:
        place, name = unit_order[origin.unit_id]
        for number, row in enumerate(counted_rows(store, origin, by)):
            named = replace(row, label=f"{name} – {row.label}") if several else row
            rows.append(((place, 0, number), named))
            total = added((total, row), total.label)
    rows.sort(key=lambda pair: pair[0])
    scope = unit_order[unit_id][1] if unit_id is not None else settings.load(store).station_name
    day = (as_of or clock.today()).isoformat()
    return PhuLuc1Table(tuple(row for _, row in rows), total, day, by, scope)


def usual_scope(store: Store) -> tuple[int | None, str]:
    """(unit id, by) of the table that is meant when nobody says which.

    People, or counts instead of them, in one unit only: the departments of that unit. In several: every unit, a
    row each.
    """
    rows = store.rows("SELECT DISTINCT unit_id FROM staff WHERE removed_at IS NULL LIMIT 2")
    found = {row[0] for row in rows} | set(unit_counts.in_force(store))
    if len(found) == 1:
        return found.pop(), "department"
    return (None, "unit") if found else (units.station_id(store), "department")


class Counting:
    """What packed states and reasons mean to the form."""

    def __init__(self, store: Store) -> None:
        self.places = {item.key: item.position for item in store.items()}
        self.words = texts(store)
        self._known: dict[tuple[str, str], Meaning] = {}

    def meant(self, states: str, reasons: str) -> Meaning:
        """What a person with these counts as; worked out once a pattern."""
        found = self._known.get((states, reasons))
        if found is None:
            packed = checklist.unpack_reasons(reasons)
            found = self._known[states, reasons] = (
                self.reason_words("level2_account", states, packed),
                checklist.state_at(states, self.places["health_book"]) is State.DONE,
                self.reason_words("bhyt_linked", states, packed),
            )
        return found

    def reason_words(self, key: str, states: str, packed: dict[int, int]) -> str | None:
        """Why the item counts as chưa; None when it is đã."""
        place = self.places[key]
        state = checklist.state_at(states, place)
        if state is State.DONE:
            return None
        if state is State.UNKNOWN:
            return NO_INFORMATION
        if state is State.NOT_APPLICABLE:
            return NOT_APPLICABLE_REASON
        reason_id = packed.get(place)
        return NO_REASON if reason_id is None else self.words[reason_id]
