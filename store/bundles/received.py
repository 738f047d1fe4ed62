"""Keeps and reads the bundles that were taken in: the newest of a station, its people here, its other parts."""

import json
import zlib
from collections.abc import Callable, Sequence

from store.bundles.bundle import Bundle, BundleFigure
from store.bundles.manifest import Line
from store.database import IDS, Store
from store.figures import localities
from store.frozen import frozen
from store.history import Recording
from store.outcome import TAKEN_IN, Outcome
from store.people import units
from store.text import format_date

#: The setting that keeps the id of this store among those of other stations.
OWN_ID = "bundle_station"
_STANDS = "JOIN submission ON submission.id = submission_id WHERE taken_back_at IS NULL"


@frozen
class Received:
    """One bundle that was taken in and has not been taken back."""

    submission_id: int
    bundle: str  # its id
    made_at: str  # YYYY-MM-DDTHH:MM:SS
    has_people: bool | int
    is_whole: bool | int
    file_name: str


def own_id(store: Store) -> str | None:
    """Returns the stable id by which bundles name this store; None if it has never sent one."""
    row = store.one("SELECT value FROM setting WHERE key = ?", (OWN_ID,))
    return None if row is None else str(row[0])


def standing(store: Store, station: str) -> list[Received]:
    """Returns the bundles of a station that were not taken back, newest first."""
    rows = store.rows(
        "SELECT submission_id, bundle, made_at, has_people, is_whole, file_name"
        f" FROM bundle_received {_STANDS} AND station = ? ORDER BY made_at DESC, submission_id DESC",
        (station,),
    )
    return [Received(*row) for row in rows]


#: Code of the problem of somebody whose number was left out.
NUMBER_TAKEN = "number_taken"


def unsettled(store: Store, submission_id: int) -> int:
    """Counts the people of a bundle who wait for an answer or were taken in without their CCCD number."""
    found = store.value(
        "SELECT count(*) FROM submission_row WHERE submission_id = ? AND (outcome = ? OR instr(problems, ?))",
        (submission_id, Outcome.CONFLICT.value, NUMBER_TAKEN),
    )
    return int(found)


def people(store: Store, station: str) -> dict[int, int]:
    """Maps the id of each person in the sending station to the id here, by the bundles that were not taken back."""
    marks = ", ".join("?" * len(TAKEN_IN))
    rows = store.rows(
        "SELECT submission_row.row, staff_id FROM bundle_received"
        " JOIN submission ON submission.id = bundle_received.submission_id"
        " JOIN submission_row ON submission_row.submission_id = submission.id"
        f" WHERE station = ? AND taken_back_at IS NULL AND staff_id IS NOT NULL AND outcome IN ({marks})"
        " ORDER BY made_at, submission_row.id",
        (station, *TAKEN_IN),
    )
    return dict(rows)


def people_of_units(store: Store, unit_ids: Sequence[int]) -> set[int]:
    """Returns the ids of the people on the list of these units."""
    return {
        staff_id
        for (staff_id,) in store.by_ids(f"SELECT id FROM staff WHERE unit_id IN {IDS} AND removed_at IS NULL", unit_ids)
    }


def file_of(store: Store, staff_id: int) -> str | None:
    """Returns the file name of the last bundle, not taken back, that has this person; None if there is none."""
    row = store.one(
        "SELECT file_name FROM submission_row JOIN submission ON submission.id = submission_id"
        " WHERE staff_id = ? AND kind = 'bundle' AND taken_back_at IS NULL ORDER BY submission_id DESC LIMIT 1",
        (staff_id,),
    )
    return None if row is None else str(row[0])


def number_of_people(store: Store, submission_id: int) -> int:
    """Counts the people of the units of a bundle's station, by name and by the figures that the bundle has instead."""
    from store.forms import filled

    on_list = store.value(
        "SELECT count(*) FROM staff WHERE removed_at IS NULL AND unit_id IN (SELECT unit_id FROM bundle_unit"
        " WHERE station = (SELECT station FROM bundle_received WHERE submission_id = ?))",
        (submission_id,),
    )
    of_bundle = (origin for origin in filled.in_force(store).values() if origin.submission_id == submission_id)
    return int(on_list) + sum(origin.people for origin in of_bundle)


def last_writers(store: Store, staff_ids: Sequence[int]) -> dict[tuple[int, str], str | None]:
    """Maps (person id, field) to the station whose bundle wrote the value last, or None if no bundle did.

    Undone changes are passed over. The field `store.field_ref.PRESENT` stands for all that came with a new person.
    """
    rows = store.by_ids(
        "SELECT history.entity_id, history.field, station FROM history JOIN change ON change.id = history.change_id"
        " LEFT JOIN bundle_received ON bundle_received.submission_id = change.submission_id"
        f" WHERE history.entity = 'staff' AND history.entity_id IN {IDS}"
        " AND change.reverts IS NULL AND change.undone_by IS NULL ORDER BY history.id",
        staff_ids,
    )
    return {(staff_id, field): station for staff_id, field, station in rows}


def keep(change: Recording, submission_id: int, unit_id: int, bundle: Bundle) -> None:
    """Keeps a bundle with its submission, and writes the sums of its indicators as figures of the sending station."""
    store, manifest = change.store, bundle.manifest
    store.insert(
        "bundle_received",
        submission_id=submission_id,
        bundle=manifest.id,
        station=manifest.station,
        made_at=manifest.made_at,
        has_people=int(manifest.has_people),
        is_whole=int(manifest.base is None),
    )
    rows = [(submission_id, name, zlib.compress(content, 9)) for name, content in bundle.kept.items() if content]
    store.insert_many("bundle_part", ("submission_id", "name", "content"), rows)
    _write_indicators(change, unit_id, bundle)


def _write_indicators(change: Recording, unit_id: int, bundle: Bundle) -> None:
    """Adds up the figures of the station's localities and writes the sums for the one locality that is the station."""
    sums: dict[tuple[str, str, str, str], list[int | None]] = {}
    for figure in bundle.indicators:
        so_far = sums.setdefault(_key(figure), [None, None])
        for place, number in enumerate((figure.numerator, figure.denominator)):
            so_far[place] = number if so_far[place] is None else (so_far[place] or 0) + (number or 0)
    if not sums:
        return
    store = change.store
    locality_id = _locality(store, unit_id)
    source = f"Gói của trạm, {format_date(bundle.manifest.made_at[:10])}"
    for key, (numerator, denominator) in sums.items():
        store.write(
            "INSERT INTO indicator_figure (campaign, indicator, kind, period, locality_id) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (*key, locality_id),
        )
        row_id = store.value(
            "SELECT id FROM indicator_figure WHERE campaign = ? AND indicator = ? AND kind = ? AND period = ?"
            " AND locality_id = ?",
            (*key, locality_id),
        )
        values = {"numerator": numerator, "denominator": denominator}
        for name, value in values.items():
            change.assign("indicator_figure", row_id, name, None if value is None else str(value))
        change.assign("indicator_figure", row_id, "source", source)


def _key(figure: BundleFigure) -> tuple[str, str, str, str]:
    return figure.campaign, figure.indicator, figure.kind, figure.period


def _locality(store: Store, unit_id: int) -> int:
    """Returns the id of the locality that is the sending station, and adds that locality if the store has none."""
    unit = units.get(store, unit_id)
    known = localities.all_localities(store)
    found = next((each for each in known if each.unit_id == unit_id), None)
    if found is None and unit.facility_code:
        found = next((each for each in known if each.code == unit.facility_code), None)
    if found is not None:
        return found.id
    return localities.add(store, unit.name, kind="facility", code=unit.facility_code or "", unit_id=unit_id).id


def erase(store: Store, names_them: Callable[[str], bool]) -> None:
    """Deletes each kept part with a line that names people who are to be forgotten."""
    for submission_id, name, content in list(store.rows("SELECT submission_id, name, content FROM bundle_part")):
        if any(map(names_them, zlib.decompress(content).decode().splitlines())):
            store.write("DELETE FROM bundle_part WHERE submission_id = ? AND name = ?", (submission_id, name))


def part(store: Store, submission_id: int, name: str) -> list[Line]:
    """Reads the lines of a kept part; an empty list if the bundle had no such part."""
    row = store.one("SELECT content FROM bundle_part WHERE submission_id = ? AND name = ?", (submission_id, name))
    if row is None:
        return []
    return [json.loads(line) for line in zlib.decompress(row[0]).decode().splitlines()]
