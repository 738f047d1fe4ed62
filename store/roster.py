"""A window of rows of the roster: the same cost at 40 people and at 400,000.

A filter that few people pass is read once as a list of ids. Otherwise rows are found by walking the index of
the order, from the nearest place where the walk has been before.
"""

import bisect
import re
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from store import checklist
from store.database import Store
from store.models import PACKED, Item, State
from store.text import fold

#: More matches than this are walked, fewer are listed: listing reads each one's row once.
LISTED = 4000
_STEP = 512  # places remembered along a walk are this far apart

_BY_NAME = "sort_key, id"
_BY_UNIT = "unit_id, ifnull(department_id, 0), sort_key, id"
_DIGITS = re.compile(r"\d{3,12}\Z")


class RosterRow(NamedTuple):
    """What one line of the roster shows."""

    id: int
    unit_id: int
    department_id: int | None
    full_name: str
    birth_date: str | None
    citizen_id: str | None
    states: str
    reasons: str


_COLUMNS = "id, unit_id, department_id, full_name, birth_date, citizen_id, states, reasons"


@dataclass(frozen=True, slots=True)
class Filter:
    """Whom the roster shows, and in which order."""

    search: str = ""  # words of the name, each from its beginning, or 3 and more digits of the CCCD
    unit_id: int | None = None
    department_id: int | None = None
    item: str | None = None  # key of an item; None with `state`: in any item
    state: State | None = None
    lacking: bool = False  # chưa or chưa rõ, in `item` or in any item
    by_unit: bool = False  # by unit, department and name; always so within a unit

    def with_(self, **changes: object) -> "Filter":
        """The same with some of it changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # replace checks the names


@dataclass(slots=True)
class View:
    """The rows that pass a filter, by their place. Make it anew when the filter or the data changes."""

    store: Store
    filter: Filter
    total: int = 0
    _ids: list[int] | None = None  # None: walked
    _places: list[int] = field(default_factory=list)
    _keys: list[tuple[object, ...]] = field(default_factory=list)

    def rows(self, start: int, count: int) -> list[RosterRow]:
        """Rows at places `start` … `start + count - 1`, as far as there are any."""
        start = max(0, start)
        count = min(count, self.total - start)
        if count <= 0:
            return []
        if self._ids is not None:
            return self.by_ids(self._ids[start : start + count])
        return self._walk(start, count)

    def by_ids(self, ids: list[int]) -> list[RosterRow]:
        """The rows of these people, in this order."""
        found: dict[int, RosterRow] = {}
        for first in range(0, len(ids), 500):
            part = ids[first : first + 500]
            sql = f"SELECT {_COLUMNS} FROM staff WHERE id IN ({','.join('?' * len(part))})"
            for row in self.store.connection.execute(sql, part):
                found[row[0]] = RosterRow._make(row)
        return [found[id_] for id_ in ids if id_ in found]

    def ids(self) -> list[int]:
        """Everybody who passes, in order; for marking all at once."""
        if self._ids is not None:
            return list(self._ids)
        where, values = _conditions(self.store, self.filter)
        sql = f"SELECT id FROM staff INDEXED BY {self._index()} WHERE {where} ORDER BY {self._order()}"
        return [row[0] for row in self.store.connection.execute(sql, values)]

    def place_of(self, staff_id: int) -> int | None:
        """Where the person stands in this view; None when they are not in it."""
        if self._ids is not None:
            try:
                return self._ids.index(staff_id)
            except ValueError:
                return None
        where, values = _conditions(self.store, self.filter)
        execute = self.store.connection.execute
        key = execute(f"SELECT {self._order()} FROM staff WHERE {where} AND id = ?", (*values, staff_id)).fetchone()
        if key is None:
            return None
        before = f"({self._order()}) < ({', '.join('?' * len(key))})"
        sql = f"SELECT count(*) FROM staff INDEXED BY {self._index()} WHERE {where} AND {before}"
        return int(execute(sql, (*values, *key)).fetchone()[0])

    def next_lacking(self, after: int) -> int | None:
        """The place of the next person behind place `after` who lacks something; None when there is none."""
        place = after + 1
        size = 64
        while place < self.total:
            for offset, row in enumerate(self.rows(place, size)):
                if checklist.lacks(row.states, self._asked_items()):
                    return place + offset
            place += size
            size = min(size * 4, 4096)
        return None

    def _asked_items(self) -> list[Item]:
        items = self.store.items()
        return [item for item in items if self.filter.item in (None, item.key)]

    def _order(self) -> str:
        return _BY_UNIT if self.filter.by_unit or self.filter.unit_id is not None else _BY_NAME

    def _index(self) -> str:
        return "staff_by_unit" if self._order() is _BY_UNIT else "staff_by_name"

    def _walk(self, start: int, count: int) -> list[RosterRow]:
        """Rows from `start`, beginning at the nearest remembered place before it."""
        where, values = _conditions(self.store, self.filter)
        order, index = self._order(), self._index()
        at = bisect.bisect_right(self._places, start) - 1
        place, behind, bound = 0, "", ()
        if at >= 0:
            place, key = self._places[at], self._keys[at]
            behind = f" AND ({order}) >= ({', '.join('?' * len(key))})"
            bound = key  # type: ignore[assignment]  # a tuple of another length
        execute = self.store.connection.execute
        # Only the index is read for the rows that are passed over.
        sql = f"SELECT {order} FROM staff INDEXED BY {index} WHERE {where}{behind} ORDER BY {order} LIMIT ? OFFSET ?"
        keys = execute(sql, (*values, *bound, count, start - place)).fetchall()
        if keys and (at < 0 or start - place >= _STEP):
            self._places.insert(at + 1, start)
            self._keys.insert(at + 1, keys[0])
        return self.by_ids([key[-1] for key in keys])


def view(store: Store, chosen: Filter) -> View:
    """The rows that pass `chosen`."""
    made = View(store, chosen)
    if not _narrows(chosen):
        made.total = _count(store, "removed_at IS NULL", [])
        made._ids = None if made.total > LISTED else made.ids()
        return made
    ids = _few(store, chosen)
    if ids is None:
        where, values = _conditions(store, chosen)
        made.total = _count(store, where, values)
    else:
        made._ids = _in_order(store, ids, made._order())
        made.total = len(made._ids)
    return made


def _narrows(chosen: Filter) -> bool:
    return chosen.with_(by_unit=False) != Filter()


def _count(store: Store, where: str, values: list[object]) -> int:
    return int(store.connection.execute(f"SELECT count(*) FROM staff WHERE {where}", values).fetchone()[0])


def _few(store: Store, chosen: Filter) -> list[int] | None:
    """Ids of those who pass, out of order; None when there are more than `LISTED`."""
    words = _words(chosen.search)
    where, values = _conditions(store, chosen, search=not words)
    if words:
        match = " AND ".join(f'"{word}"*' for word in words)
        found = store.connection.execute(
            "SELECT rowid FROM staff_search WHERE staff_search MATCH ? LIMIT ?", (match, LISTED + 1)
        ).fetchall()
        if len(found) > LISTED:
            return None
        ids = [row[0] for row in found]
        passing: list[int] = []
        for first in range(0, len(ids), 500):
            part = ids[first : first + 500]
            marks = ",".join("?" * len(part))
            sql = f"SELECT id FROM staff WHERE {where} AND id IN ({marks})"
            passing += [row[0] for row in store.connection.execute(sql, (*values, *part))]
        return passing
    index = "" if _DIGITS.match(chosen.search.replace(" ", "")) else "INDEXED BY staff_statistics"
    sql = f"SELECT id FROM staff {index} WHERE {where} LIMIT ?"
    found = store.connection.execute(sql, (*values, LISTED + 1)).fetchall()
    return None if len(found) > LISTED else [row[0] for row in found]


def _in_order(store: Store, ids: list[int], order: str) -> list[int]:
    keyed: list[tuple[object, ...]] = []
    for first in range(0, len(ids), 500):
        part = ids[first : first + 500]
        marks = ",".join("?" * len(part))
        keyed += store.connection.execute(f"SELECT {order} FROM staff WHERE id IN ({marks})", part).fetchall()
    keyed.sort()
    return [key[-1] for key in keyed]  # type: ignore[misc]


def _words(search: str) -> list[str]:
    """The words to look for, in their folded form; none when the search is for digits of a CCCD."""
    if _DIGITS.match(search.replace(" ", "")):
        return []
    return re.findall(r"\w+", fold(search))


def _conditions(store: Store, chosen: Filter, *, search: bool = True) -> tuple[str, list[object]]:
    where = ["removed_at IS NULL"]
    values: list[object] = []
    if chosen.unit_id is not None:
        where.append("unit_id = ?")
        values.append(chosen.unit_id)
    if chosen.department_id is not None:
        where.append("ifnull(department_id, 0) = ?")
        values.append(chosen.department_id)
    if chosen.lacking or chosen.state is not None:
        codes = "".join(checklist.LACKING) if chosen.lacking else PACKED[chosen.state or State.UNKNOWN]
        where.append(_state_condition(store, chosen.item, codes))
    if search and chosen.search:
        digits = chosen.search.replace(" ", "")
        if _DIGITS.match(digits):
            where.append("citizen_id LIKE ?")
            values.append(f"%{digits}%")
        else:
            for word in _words(chosen.search):
                where.append("instr(' ' || folded, ?)")
                values.append(" " + word)
    return " AND ".join(where), values


def _state_condition(store: Store, item_key: str | None, codes: str) -> str:
    """SQL for "one of `codes` at the place of the item, or at any place"."""
    items = store.items()
    width = len(items)
    if item_key is None:
        # GLOB reads ? as any character; inside brackets it is itself. A short text lacks the newest items.
        short = f" OR length(states) < {width}" if checklist.UNKNOWN in codes else ""
        return f"(states GLOB '*[{codes}]*'{short})"
    position = store.item(item_key).position
    alternatives = ", ".join(f"'{code}'" for code in codes)
    missing = ", ''" if checklist.UNKNOWN in codes else ""
    return f"substr(states, {position + 1}, 1) IN ({alternatives}{missing})"
