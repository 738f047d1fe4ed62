"""Gives the tree of units: which unit is below which, and the level of each: province, area, station, unit."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, get_args

from store import clock
from store.database import Store
from store.people import units

#: What a row of a table of several levels stands for: each with everybody below it, or (below) each unit by itself.
Level = Literal["area", "station", "below"]
LEVELS: tuple[Level, ...] = get_args(Level)
_RANKS = {"area": 1, "station": 2, "below": 3}
_OF_KIND = {"province": 0, "area": 1, "health_station": 2, "health_facility": 2}
_LOWEST = 3
_KEPT = "tree"  # key in `Store.kept` of (version of the data, the tree)


class Tree:
    """All units with their units above and below, also closed units, because they may have people of earlier days."""

    def __init__(self, kinds: Mapping[int, str], parents: Mapping[int, int | None], own: int | None) -> None:
        """Walk the units once.

        Args:
            kinds: unit id -> a key of UNIT_KIND_LABELS.
            parents: unit id -> the unit above; None: none.
            own: the unit that keeps this store; None: it is not known.
        """
        self._own = own
        self._paths: dict[int, tuple[int, ...]] = {}
        for unit in kinds:
            self._path(unit, parents)
        self._children: dict[int | None, list[int]] = {}
        for unit, path in self._paths.items():
            self._children.setdefault(path[-2] if len(path) > 1 else None, []).append(unit)
        ranks = {unit: _OF_KIND.get(kind, _LOWEST) for unit, kind in kinds.items()}
        station = _RANKS["station"]
        # A medical centre with stations below it is an area; a station with clinics or points of its own stays one.
        self._ranks = ranks | {
            unit: _RANKS["area"]
            for unit, rank in ranks.items()
            if rank == station
            and kinds[unit] != "health_station"
            and any(ranks[child] == station for child in self.children(unit))
        }

    def _path(self, unit: int, parents: Mapping[int, int | None]) -> tuple[int, ...]:
        """The units from the top down to this one, itself the last; a circle of parents is cut."""
        way: list[int] = []
        at: int | None = unit
        while at is not None and at not in self._paths and at not in way:
            way.append(at)
            at = parents.get(at)
        path = self._paths.get(at, ()) if at is not None else ()
        for each in reversed(way):
            path = self._paths[each] = (*path, each)
        return path

    def path(self, unit: int) -> tuple[int, ...]:
        """The units from the top down to this one, itself the last."""
        return self._paths[unit]

    def children(self, unit: int | None) -> list[int]:
        """The units directly below a unit; the topmost units for None."""
        return self._children.get(unit, [])

    def below(self, unit: int) -> Iterator[int]:
        """The unit and all units below it, level by level."""
        found = [unit]
        while found:
            yield from found
            found = [child for each in found for child in self.children(each)]

    def groups(self, level: Level, top: int | None = None) -> dict[int, int]:
        """Unit id -> the unit in whose row it is counted, for all units below `top`, or all.

        That is the first unit of the level or lower on the path down from `top`. A unit above the level, such as the
        office of an area in a table of stations, has a row for its own people: nobody is left out or in two rows.
        """
        within = self.below(top) if top is not None else self._paths
        if level == "below":
            return {unit: unit for unit in within}
        rank = _RANKS[level]
        found = {}
        for unit in within:
            path = self._paths[unit]
            way = path if top is None else path[path.index(top) + 1 :]
            found[unit] = next((each for each in way if self._ranks[each] >= rank), unit)
        return found

    def holds_all_below(self, unit: int, level: Level, top: int | None = None) -> bool:
        """Whether the row of a unit counts everybody below the unit, and not only its own people."""
        return level != "below" and unit != top and self._ranks[unit] >= _RANKS[level]

    def label(self, unit: int, name: str, level: Level, top: int | None = None) -> str:
        """The name in a unit's row, with a remark when the units below it have rows of their own."""
        is_alone = level != "below" and self.children(unit) and not self.holds_all_below(unit, level, top)
        return f"{name} (không kể cấp dưới)" if is_alone else name

    def levels(self, top: int | None = None) -> list[Level]:
        """The levels by which a table of a unit can be divided, the highest first; [] when no unit is below it."""
        within = self.below(top) if top is not None else iter(self._paths)
        ranks = {self._ranks[unit] for unit in within if unit != top}
        found: list[Level] = [level for level in LEVELS[:-1] if _RANKS[level] in ranks]
        return [*found, "below"] if ranks else []

    @property
    def has_levels(self) -> bool:
        """Whether an office above keeps the store: units stand below a station, area or province other than its own."""
        own = set() if self._own is None else set(self._paths[self._own])
        return any(self._ranks[unit] < _LOWEST and unit not in own for unit in self._children if unit is not None)


def tree(store: Store, as_of: date | None = None) -> Tree:
    """The present tree, read once per version of the data, or the tree at the end of an earlier day."""
    if as_of is not None and as_of < clock.today():
        from store.past import parents_then  # the first screen needs none of it

        return _read(store, parents_then(store, as_of))
    version = store.version()
    read_at, kept = store.kept.get(_KEPT, (None, None))
    if read_at != version:
        kept = _read(store, dict(store.rows("SELECT id, parent_id FROM unit")))
        store.kept[_KEPT] = (version, kept)
    found: Tree = kept
    return found


def _read(store: Store, parents: Mapping[int, int | None]) -> Tree:
    return Tree(dict(store.rows("SELECT id, kind FROM unit")), parents, units.station_id(store))


def within(store: Store, unit_id: int | None, as_of: date | None = None) -> frozenset[int] | None:
    """A unit and all units below it; None, which means everybody, when `unit_id` is None."""
    return None if unit_id is None else frozenset(tree(store, as_of).below(unit_id))
