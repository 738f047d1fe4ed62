"""The figures of Phụ lục 1 (CV 310/TTYT-KHNV), counted from people."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from store import checklist, clock, settings, units
from store.database import Store
from store.models import PACKED, State
from store.reasons import find_or_add, texts
from store.text import fold, format_number

Reasons = tuple[tuple[str, int], ...]  # (words of the reason, how many people), commonest first

NO_INFORMATION = "Chưa có thông tin"  # the reason of a state that nobody told (DOMAIN §2)
NO_REASON = "Chưa ghi lý do"  # "chưa", and no reason was given
NOT_APPLICABLE_REASON = "Không áp dụng"  # the form knows only đã and chưa, so c8 + c9 = c3 must hold
NO_DEPARTMENT = "Chưa xếp khoa/phòng"


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


def format_reasons(reasons: Reasons) -> str:
    """`Không có điện thoại thông minh (2); Thẻ hết hạn (1)`."""
    return "; ".join(f"{words} ({format_number(count)})" for words, count in reasons)


@dataclass(slots=True)
class _Sum:
    """Counts of one row while it is being added up."""

    total: int = 0
    level2_done: int = 0
    health_book: int = 0
    bhyt_done: int = 0
    level2_reasons: Counter[str] = field(default_factory=Counter)
    bhyt_reasons: Counter[str] = field(default_factory=Counter)

    def row(self, label: str, unit_id: int | None = None, department_id: int | None = None) -> PhuLuc1Row:
        return PhuLuc1Row(
            label,
            self.total,
            self.level2_done,
            self.total - self.level2_done,
            _ordered(self.level2_reasons),
            self.health_book,
            self.bhyt_done,
            self.total - self.bhyt_done,
            _ordered(self.bhyt_reasons),
            unit_id,
            department_id,
        )


def _ordered(reasons: Counter[str]) -> Reasons:
    """Commonest first; of equals, in the order of the dictionary."""
    return tuple(sorted(reasons.items(), key=lambda pair: (-pair[1], fold(pair[0]), pair[0])))


Group = tuple[int, int | None, str, str]  # unit id, department id, packed states, packed reasons


def groups(store: Store, as_of: date | None = None) -> dict[Group, int]:
    """How many people share unit, department, states and reasons: all that a Phụ lục 1 is counted from.

    One walk along a covering index, kept until the data changes; for an earlier day the changes made since
    are taken back in memory.
    """
    connection = store.connection
    version = store.version()
    if store.groups_kept is None or store.groups_kept[0] != version:
        counted = {
            (unit_id, department_id, states, reasons): number
            for unit_id, department_id, states, reasons, number in connection.execute(
                "SELECT unit_id, department_id, states, reasons, count(*) FROM staff INDEXED BY staff_statistics"
                " WHERE removed_at IS NULL GROUP BY unit_id, department_id, states, reasons"
            )
        }
        store.groups_kept = (version, counted)
    kept = store.groups_kept[1]
    if as_of is None or as_of >= clock.today():
        return kept
    return _rewound(store, Counter(kept), as_of)


def _rewound(store: Store, counted: Counter[Group], as_of: date) -> dict[Group, int]:
    for now, then in rewound_people(store, as_of).values():
        if now is not None:
            counted[now] -= 1
        if then is not None:
            counted[then] += 1
    return {group: number for group, number in counted.items() if number}


def rewound_people(store: Store, as_of: date | datetime) -> dict[int, tuple[Group | None, Group | None]]:
    """Of everybody who was changed after `as_of`: their group now and then; None: not on the staff.

    A day means its end; a moment is told to the second, as the history is.
    """
    end = as_of.isoformat() if isinstance(as_of, datetime) else f"{as_of.isoformat()}T23:59:59"
    rows = store.connection.execute(
        "SELECT history.entity_id, history.field, history.before FROM history"
        " JOIN change ON change.id = history.change_id"
        " WHERE history.entity = 'staff' AND change.at > ? ORDER BY history.id DESC",
        (end,),
    )
    earliest: dict[int, dict[str, str | None]] = {}
    for staff_id, name, before in rows:
        earliest.setdefault(staff_id, {})[name] = before  # the last one read is the first change after the day
    found: dict[int, tuple[Group | None, Group | None]] = {}
    for staff_id, values in earliest.items():
        unit_id, department_id, states, reasons, removed_at = store.connection.execute(
            "SELECT unit_id, department_id, states, reasons, removed_at FROM staff WHERE id = ?", (staff_id,)
        ).fetchone()
        now: Group = (unit_id, department_id, states, reasons)
        then = _group_before(store, now, values)
        was_there = values["present"] is not None if "present" in values else removed_at is None
        found[staff_id] = (now if removed_at is None else None, then if was_there else None)
    return found


def _group_before(store: Store, now: Group, values: dict[str, str | None]) -> Group:
    unit_id, department_id, states, reasons = now
    packed = checklist.unpack_reasons(reasons)
    for name, before in values.items():
        kind, _, key = name.partition(".")
        if name == "unit_id" and before is not None:
            unit_id = int(before)
        elif name == "department_id":
            department_id = None if before is None else int(before)
        elif kind == "state":
            code = PACKED[State(before or State.UNKNOWN)]
            states = checklist.with_code(states, store.item(key).position, code)
        elif kind == "reason":
            position = store.item(key).position
            packed.pop(position, None)
            if before is not None:
                packed[position] = find_or_add(store, before)
    return (unit_id, department_id, states, checklist.pack_reasons(packed))


def phu_luc_1(
    store: Store, *, unit_id: int | None = None, by: str = "department", as_of: date | None = None
) -> PhuLuc1Table:
    """Count a Phụ lục 1: the departments of one unit, or every unit.

    Args:
        store: the open store.
        unit_id: whose people; None for everybody.
        by: "department" for a row a department, "unit" for a row a unit.
        as_of: as it stood at the end of that day; None for now.

    Units and departments that have nobody have no row.
    """
    sums: dict[tuple[int, int | None], _Sum] = {}
    whole = _Sum()
    count = Counting(store)
    for (unit, department, states, reasons), number in groups(store, as_of).items():
        if unit_id is not None and unit != unit_id:
            continue
        key = (unit, department if by == "department" else None)
        count.add(sums.setdefault(key, _Sum()), states, reasons, number)
        count.add(whole, states, reasons, number)
    unit_order = {unit.id: (place, unit.name) for place, unit in enumerate(units.all_units(store, closed=True))}
    names = {department.id: (department.position, department.name) for department in units.departments(store, unit_id)}
    several = by == "department" and unit_id is None and len({unit for unit, _ in sums}) > 1

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

    rows = tuple(sums[key].row(label(*key), key[0], key[1]) for key in sorted(sums, key=order))
    scope = unit_order[unit_id][1] if unit_id is not None else settings.load(store).station_name
    return PhuLuc1Table(rows, whole.row("Tổng cộng"), (as_of or clock.today()).isoformat(), by, scope)


def usual_scope(store: Store) -> tuple[int | None, str]:
    """(unit id, by) of the table that is meant when nobody says which.

    People in one unit only: the departments of that unit. In several: every unit, a row each.
    """
    found = {unit for unit, _, _, _ in groups(store)}
    if len(found) == 1:
        return found.pop(), "department"
    return (None, "unit") if found else (units.station_id(store), "department")


class Counting:
    """Adds a group of people to a row; what their states and reasons mean is worked out once a pattern."""

    def __init__(self, store: Store) -> None:
        self.places = {key: store.item(key).position for key in ("level2_account", "bhyt_linked", "health_book")}
        self.words = texts(store)

    def add(self, row: _Sum, states: str, reasons: str, number: int) -> None:
        """Count `number` people of the same packed states and reasons."""
        row.total += number
        packed = checklist.unpack_reasons(reasons) if reasons else {}
        row.level2_done += self._done_or_reason("level2_account", states, packed, row.level2_reasons, number)
        row.bhyt_done += self._done_or_reason("bhyt_linked", states, packed, row.bhyt_reasons, number)
        if checklist.state_at(states, self.places["health_book"]) is State.DONE:
            row.health_book += number

    def _done_or_reason(self, key: str, states: str, packed: dict[int, int], into: Counter[str], number: int) -> int:
        words = self.reason_words(key, states, packed)
        if words is None:
            return number
        into[words] += number
        return 0

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


#: The figures of a row that people stand behind: the name of the field of `PhuLuc1Row`.
FIGURES = ("total", "level2_done", "level2_todo", "health_book", "bhyt_done", "bhyt_todo")
#: No figure of the form, but whom to ask when c7 or c8 is larger than c4: đã has a health book or a linked card,
#: and no level-2 account to have it on.
AT_ODDS = "at_odds"


def people_behind(
    store: Store,
    figure: str,
    *,
    unit_id: int | None,
    department_id: int | None,
    by: str,
    whole: bool = False,
    as_of: date | None = None,
) -> list[int]:
    """Ids of the people that a figure counts, by name.

    Args:
        store: the open store.
        figure: one of `FIGURES`, or `AT_ODDS`.
        unit_id: of the row; for the sum the unit of the table, or None for all.
        department_id: of the row.
        by: of the table.
        whole: the figure is of the sum, so that the department is no condition.
        as_of: of the table.

    Raises:
        ValueError: there is no such figure.
    """
    if figure not in FIGURES and figure != AT_ODDS:
        raise ValueError(figure)
    places = {key: store.item(key).position for key in ("level2_account", "bhyt_linked", "health_book")}
    key = {"level2": "level2_account", "bhyt": "bhyt_linked", "health": "health_book"}.get(figure.partition("_")[0])
    wanted_done = not figure.endswith("_todo")

    def counts(group: Group | None) -> bool:
        if group is None or (unit_id is not None and group[0] != unit_id):
            return False
        if not whole and by == "department" and group[1] != department_id:
            return False
        if figure == AT_ODDS:
            done = {name: checklist.state_at(group[2], place) is State.DONE for name, place in places.items()}
            return not done["level2_account"] and (done["health_book"] or done["bhyt_linked"])
        return key is None or (checklist.state_at(group[2], places[key]) is State.DONE) is wanted_done

    changed = {}
    if as_of is not None and as_of < clock.today():
        changed = rewound_people(store, as_of)
    where, values = ("unit_id = ? AND ", [unit_id]) if unit_id is not None else ("", [])
    rows = store.connection.execute(
        f"SELECT id, sort_key, unit_id, department_id, states, reasons FROM staff WHERE {where}removed_at IS NULL",
        values,
    )
    found = [(row[1], row[0]) for row in rows if row[0] not in changed and counts(row[2:])]
    for staff_id, (_, then) in changed.items():
        if counts(then):
            sort_key = store.connection.execute("SELECT sort_key FROM staff WHERE id = ?", (staff_id,)).fetchone()[0]
            found.append((sort_key, staff_id))
    return [staff_id for _, staff_id in sorted(found)]
