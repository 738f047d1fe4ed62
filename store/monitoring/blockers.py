"""Việc chặn 100 %: the people who stand between now and the targets, grouped so that one call solves most."""

from collections.abc import Callable, Set
from dataclasses import dataclass

from store.checklist.applicability import Lack, Pattern, Rules
from store.counting.item_figures import ItemFigure, Patterns
from store.database import Store
from store.models import Item


@dataclass(frozen=True, slots=True)
class Blocker:
    """People of one unit who lack one item for one reason."""

    unit_id: int
    unit: str
    contact: str | None  # whom to call, as the unit's form says
    item: Item
    reason: str
    people: int
    follows: tuple[str, ...]  # short titles of the items that wait for this one
    asked: frozenset[str]  # keys of the items whose target is not reached, when it was counted


def blockers(store: Store, rules: Rules, people: Patterns, figures: tuple[ItemFigure, ...]) -> tuple[Blocker, ...]:
    """The largest group first.

    Only items whose target is not reached; somebody who lacks an item because another one that it requires is
    lacking is counted at that one alone, since it is what to call about.
    """
    asked = frozenset(figure.item.key for figure in figures if figure.to_target)
    numbers: dict[tuple[int, str, str], int] = {}
    waiting: dict[tuple[int, str, str], set[str]] = {}
    for (unit_id, pattern), number in people.items():
        for lack, follows in _roots(rules, pattern, asked):
            key = (unit_id, lack.item.key, lack.reason)
            numbers[key] = numbers.get(key, 0) + number
            waiting.setdefault(key, set()).update(follows)
    units = {
        number: (name, contact)
        for number, name, contact in store.connection.execute("SELECT id, name, contact FROM unit")
    }
    items = {item.key: item for item in rules.items}
    order = {item.key: item.position for item in rules.items}

    def made(key: tuple[int, str, str]) -> Blocker:
        unit_id, item, reason = key
        name, contact = units[unit_id]
        titles = tuple(other.short_title for other in rules.items if other.key in waiting[key])
        return Blocker(unit_id, name, contact, items[item], reason, numbers[key], titles, asked)

    keys = sorted(numbers, key=lambda key: (-numbers[key], -len(waiting[key]), order[key[1]], key))
    return tuple(made(key) for key in keys)


def _roots(rules: Rules, pattern: Pattern, asked: Set[str]) -> list[tuple[Lack, set[str]]]:
    """What to call about, each with the keys of the items that wait for it; only items of `asked` matter."""
    lacks = {lack.item.key: lack for lack in rules.lacks(pattern) if lack.item.key in asked}
    found: dict[str, set[str]] = {}
    for key in lacks:
        root = key
        while (needed := lacks[root].because_of) in lacks:
            assert needed is not None  # noqa: S101 - keys are text
            root = needed
        follows = found.setdefault(root, set())
        if root != key:
            follows.add(key)
    return [(lacks[root], follows) for root, follows in found.items()]


def people_of(store: Store, blocker: Blocker) -> list[int]:
    """Ids of the people whom a blocker counts, by name."""
    rules = Rules(store)

    def counted(pattern: Pattern) -> bool:
        roots = _roots(rules, pattern, blocker.asked)
        return any(lack.item.key == blocker.item.key and lack.reason == blocker.reason for lack, _ in roots)

    return _passing(store, blocker.unit_id, counted)


def people_lacking(store: Store, item_key: str, *, unit_id: int | None = None) -> list[int]:
    """Ids of those to whom an item applies and who lack it, by name; of one unit, or of all."""
    rules = Rules(store)
    return _passing(store, unit_id, lambda pattern: any(lack.item.key == item_key for lack in rules.lacks(pattern)))


def _passing(store: Store, unit_id: int | None, passes: Callable[[Pattern], bool]) -> list[int]:
    where, values = ("unit_id = ? AND ", (unit_id,)) if unit_id is not None else ("", ())
    rows = store.connection.execute(
        "SELECT id, states, reasons, administrative, smartphone FROM staff INDEXED BY staff_statistics"
        f" WHERE {where}removed_at IS NULL",
        values,
    )
    known: dict[Pattern, bool] = {}
    found = []
    for staff_id, states, reasons, administrative, smartphone in rows:
        pattern: Pattern = (states, reasons, administrative, smartphone)
        if pattern not in known:
            known[pattern] = passes(pattern)
        if known[pattern]:
            found.append(staff_id)
    return _by_name(store, found)


def _by_name(store: Store, ids: list[int]) -> list[int]:
    keyed: list[tuple[str, int]] = []
    for first in range(0, len(ids), 500):
        part = ids[first : first + 500]
        marks = ",".join("?" * len(part))
        keyed += store.connection.execute(f"SELECT sort_key, id FROM staff WHERE id IN ({marks})", part).fetchall()
    return [staff_id for _, staff_id in sorted(keyed)]
