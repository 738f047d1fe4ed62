"""Finds the unit of this store for each unit of a station's bundle, and adds the missing ones below the station."""

from collections.abc import Sequence

from store import clock
from store.bundles.bundle import Bundle, BundleUnit, PlannedUnit
from store.bundles.manifest import OF_REPORTS, OWN
from store.database import Store
from store.history import Recording
from store.models import Unit
from store.people import units
from store.text import clean, fold


def planned(store: Store, bundle: Bundle, chosen: str | None) -> list[PlannedUnit]:
    """Finds the unit here for each unit of a bundle; `chosen` is a name that a person gave for the sending station."""
    found: list[PlannedUnit] = []
    known = _known(store, bundle.manifest.station)
    own = next(unit for unit in bundle.units if unit.number == OWN)
    station = known.get(OWN) or _station(store, bundle, chosen)
    children = {fold(unit.name): unit for unit in units.all_units(store) if station and unit.parent_id == station.id}
    numbers = {unit.number for unit in bundle.units}
    taken = {unit.id for number, unit in known.items() if number in numbers}
    names: set[str] = set()
    station_name = station.name if station is not None else _free_name(store, own, own.name, names, chosen)
    for unit in bundle.units:
        here = station if unit.number == OWN else known.get(unit.number)
        if here is None and unit.number != OWN:
            here = next((children[fold(name)] for name in _names(unit, station_name) if fold(name) in children), None)
            here = None if here is None or here.id in taken else here
        name = here.name if here is not None else _free_name(store, unit, station_name, names, chosen)
        names.add(fold(name))
        found.append(PlannedUnit(here.id if here is not None else None, name))
    return found


def make(store: Store, change: Recording, bundle: Bundle, found: Sequence[PlannedUnit]) -> list[int]:
    """Adds the missing units of a plan, writes what the bundle says of each, and returns the ids in the order given."""
    station = bundle.manifest.station
    of_station = next(place for unit, place in zip(bundle.units, found, strict=True) if unit.number == OWN)
    station_id = of_station.unit_id
    ids: dict[int, int] = {}
    for unit, place in sorted(zip(bundle.units, found, strict=True), key=lambda pair: pair[0].number != OWN):
        is_station = unit.number == OWN
        unit_id = place.unit_id
        if unit_id is None:
            parent = None if is_station else station_id
            unit_id = units.add(store, place.name, kind=unit.kind, parent_id=parent, is_expected=is_station)
        elif not is_station:
            is_free = fold(units.get(store, unit_id).name) != fold(unit.name) and units.find(store, unit.name) is None
            if is_free and not _is_edited(store, unit_id, "name"):
                change.assign("unit", unit_id, "name", unit.name)
        if is_station:
            station_id = unit_id
        if place.unit_id is None or not bundle.manifest.is_report:  # a report does not say what its units are
            _describe(change, unit, unit_id, is_station=is_station)
        for name in unit.departments:
            units.find_or_add_department(store, unit_id, name)
        sql = "INSERT OR REPLACE INTO bundle_unit (station, number, unit_id) VALUES (?, ?, ?)"
        store.write(sql, (station, unit.number, unit_id))
        ids[unit.number] = unit_id
    for unit in bundle.units:
        if unit.number != OWN:
            change.assign("unit", ids[unit.number], "parent_id", str(ids[unit.parent or OWN]))
    return [ids[unit.number] for unit in bundle.units]


def _describe(change: Recording, unit: BundleUnit, unit_id: int, *, is_station: bool) -> None:
    """Writes what the bundle says of a unit, except over values that were edited here; what it leaves out stays.

    The sector is always overwritten: it decides who is asked for what, and the office and the station must count alike.
    """
    change.assign("unit", unit_id, "sector", unit.sector)
    values = {"facility_code": unit.facility_code, "head": unit.head}
    if not is_station:  # whom the office calls about a station, and what kind of unit it is, is known here
        values |= {"kind": unit.kind, "contact": unit.contact}
    for name, value in values.items():
        if value and not _is_edited(change.store, unit_id, name):
            change.assign("unit", unit_id, name, value)


def _is_edited(store: Store, unit_id: int, name: str) -> bool:
    """Whether a value of a unit was typed in this program and not received with a file."""
    row = store.one(
        "SELECT 1 FROM history JOIN change ON change.id = change_id WHERE entity = 'unit' AND entity_id = ?"
        " AND field = ? AND submission_id IS NULL AND reverts IS NULL AND undone_by IS NULL",
        (unit_id, name),
    )
    return row is not None


def close_gone(store: Store, change: Recording, bundle: Bundle) -> None:
    """Closes units that the station's bundle no longer lists, unless they have people, units or submissions here."""
    known = _known(store, bundle.manifest.station)
    here = {unit.number for unit in bundle.units}
    used = {known[number].id for number in here if number in known}
    for number, unit in known.items():
        if number not in here and unit.id not in used and not _is_used(store, unit.id):
            change.assign("unit", unit.id, "valid_to", clock.today().isoformat())


def _is_used(store: Store, unit_id: int) -> bool:
    found = store.value(
        "SELECT EXISTS (SELECT 1 FROM staff WHERE unit_id = ?1 AND removed_at IS NULL)"
        " OR EXISTS (SELECT 1 FROM unit WHERE parent_id = ?1 AND valid_to IS NULL)"
        " OR EXISTS (SELECT 1 FROM submission WHERE unit_id = ?1 AND taken_back_at IS NULL)",
        (unit_id,),
    )
    return bool(found)


def unit_ids(store: Store, station: str) -> set[int]:
    """Returns the ids of all units that bundles of the station were ever taken into, closed ones included."""
    return {unit_id for (unit_id,) in store.rows("SELECT unit_id FROM bundle_unit WHERE station = ?", (station,))}


def _known(store: Store, station: str) -> dict[int, Unit]:
    """Maps the number of a unit in the station's earlier bundles to its unit here; closed units are left out."""
    rows = store.rows("SELECT number, unit_id FROM bundle_unit WHERE station = ?", (station,))
    found = {number: units.get(store, unit_id) for number, unit_id in list(rows)}
    return {number: unit for number, unit in found.items() if unit.valid_to is None}


def _station(store: Store, bundle: Bundle, chosen: str | None) -> Unit | None:
    """Finds the unit of a station that has sent no bundle yet: the chosen one, else by its code, else by its name."""
    if chosen is not None:
        return units.find(store, chosen)
    sql = "SELECT unit_id FROM bundle_unit WHERE number = ? AND instr(station, ?) = 0"
    others = set() if bundle.manifest.is_report else {unit_id for (unit_id,) in store.rows(sql, (OWN, OF_REPORTS))}
    free = [unit for unit in units.all_units(store) if unit.id not in others]
    code, name = bundle.manifest.facility_code, clean(bundle.manifest.name).casefold()
    by_code = (unit for unit in free if code and unit.facility_code == code)
    alike = (unit for unit in free if clean(unit.name).casefold() == name)
    by_name = (unit for unit in alike if code in (None, unit.facility_code or code))
    return next(by_code, None) or next(by_name, None)


def _names(unit: BundleUnit, station: str) -> tuple[str, str]:
    return unit.name, f"{unit.name} ({station})"


def _free_name(store: Store, unit: BundleUnit, station: str, names: set[str], chosen: str | None) -> str:
    """Returns a unit name that is free; a taken one gets the station's name, code or a number behind it."""
    if unit.number == OWN:
        tries = [chosen or unit.name, *([f"{unit.name} ({unit.facility_code})"] if unit.facility_code else [])]
    else:
        tries = list(_names(unit, station))
    tries += [f"{tries[-1]} {number}" for number in range(2, 1000)]
    return next(name for name in tries if fold(name) not in names and units.find(store, name) is None)
