"""Puts units below areas or stations as a list says, by which an office above builds its tree of units."""

from collections.abc import Iterable

from store.database import Store
from store.errors import RefusedError
from store.frozen import frozen
from store.history import recording
from store.masks import cover_numbers
from store.people import units
from store.people.unit_kinds import guess_kind


@frozen
class Placed:
    """One line of the list: a unit, the unit above it, and its facility code if it has one."""

    name: str
    above: str
    code: str = ""


@frozen
class Placing:
    """The result of placing the units of a list."""

    added: int  # units that were not there, those above counted too
    moved: int  # units that belong to another one now, or did not belong to any
    there: int
    refused: tuple[str, ...]  # what could not be done, a sentence each


def place(store: Store, lines: Iterable[Placed]) -> Placing:
    """Place units below others as a list says, as one step of undo.

    Units are matched by code, then by name, and added when they are unknown. A unit without a code gets that of the
    list; a unit with another code keeps its own.
    """
    added = moved = there = 0
    refused = []
    with recording(store, "unit", "Xếp đơn vị theo danh sách"):
        of_code = {unit.facility_code: unit for unit in units.all_units(store) if unit.facility_code}
        for line in lines:
            try:
                above = units.find(store, line.above)
                if above is None:
                    kind = guess_kind(line.above)
                    above_id = units.add(store, line.above, kind="area" if kind == "other" else kind, is_expected=False)
                    added += 1
                else:
                    above_id = above.id
                unit = of_code.get(line.code) if line.code else None
                if unit is None and line.name:
                    unit = units.find(store, line.name)
                if unit is None:
                    units.add(store, line.name, parent_id=above_id, facility_code=line.code or None)
                    added += 1
                else:
                    if line.code and not unit.facility_code:
                        units.edit(store, unit.id, facility_code=line.code)
                    if unit.parent_id != above_id:
                        units.edit(store, unit.id, parent_id=above_id)
                    moved += unit.parent_id != above_id
                    there += unit.parent_id == above_id
            except RefusedError as error:
                refused.append(f"{cover_numbers(line.name or line.code)}: {error.message}")
    return Placing(added, moved, there, tuple(refused))
