"""Reads and changes units and their departments; adds the facilities that a campaign names."""

from collections import Counter
from typing import TYPE_CHECKING

from store import clock, fields
from store.checklist.applicability import ADMINISTRATIVE, Rules
from store.database import Store, explaining_content
from store.errors import RefusedError
from store.frozen import frozen
from store.masks import without_numbers
from store.models import Department, Unit
from store.people.unit_kinds import guess_kind, guess_sector
from store.text import clean, fold

if TYPE_CHECKING:
    from store.campaigns.campaign import Campaign

_COLUMNS = "id, name, kind, parent_id, facility_code, valid_from, valid_to, expected, contact, sector, head"


@frozen
class UnitCounts:
    """How many people of a unit, or of one of its departments, lack items."""

    unit_id: int
    department_id: int | None
    total: int
    lacking: int  # people who lack at least one item that is asked of them
    lacking_by_item: tuple[int, ...]  # in the order of store.checklist.items()
    asked_by_item: tuple[int, ...]  # people whom the item is asked of, and who need it


def has_people(store: Store, unit_id: int) -> bool:
    """Whether anybody of a unit is on the staff."""
    return store.one("SELECT 1 FROM staff WHERE unit_id = ? AND removed_at IS NULL LIMIT 1", (unit_id,)) is not None


def all_units(store: Store, *, closed: bool = False) -> list[Unit]:
    """Open units, with `closed` also closed ones, the station first, the others in the order of adding."""
    rows = store.rows(f"SELECT {_COLUMNS} FROM unit WHERE valid_to IS NULL OR ? ORDER BY id", (closed,))
    units = [Unit(*row) for row in rows]
    station = station_id(store)
    return sorted(units, key=lambda unit: unit.id != station)


def station_id(store: Store) -> int | None:
    """The id of the unit that is the station itself, found by the station's name in the settings; None if missing."""
    row = store.one("SELECT value FROM setting WHERE key = 'station_name'")
    with explaining_content(store.path):
        unit = find(store, row[0]) if row is not None else None
    return None if unit is None else unit.id


def names(store: Store) -> dict[int, str]:
    """Unit id -> name, of open and closed units."""
    return dict(store.rows("SELECT id, name FROM unit"))


def get(store: Store, unit_id: int) -> Unit:
    """The unit with an id. Raises KeyError for an unknown id."""
    row = store.one(f"SELECT {_COLUMNS} FROM unit WHERE id = ?", (unit_id,))
    if row is None:
        raise KeyError(unit_id)
    return Unit(*row)


def find(store: Store, name: str) -> Unit | None:
    """The open unit with a name, case and diacritics aside; None when there is none.

    Of two units whose names differ only in diacritics (xã Thành Hải, xã Thanh Hải) the second has its facility code
    behind its name; the one with the diacritics of `name` is chosen.
    """
    rows = store.rows(
        f"SELECT {_COLUMNS} FROM unit WHERE valid_to IS NULL"
        " AND (folded = ?1 OR folded = ?1 || ' (' || facility_code || ')') ORDER BY length(folded)",
        (fold(name),),
    )
    found = [Unit(*row) for row in rows]
    wanted = clean(name).casefold()
    exact = (unit for unit in found if unit.name.removesuffix(f" ({unit.facility_code})").casefold() == wanted)
    return next(exact, found[0] if found and fold(found[0].name) == fold(name) else None)


def formerly(store: Store, name: str) -> Unit | None:
    """The open unit that had this name, case and diacritics aside, before it was renamed; None when there is none."""
    renamed = store.rows(
        "SELECT entity_id, before FROM history WHERE entity = 'unit' AND field = 'name' AND before IS NOT NULL"
        " ORDER BY id DESC"
    )
    wanted = fold(name)
    bearer = next((unit_id for unit_id, before in renamed if fold(before) == wanted), None)
    unit = None if bearer is None else get(store, bearer)
    return unit if unit is not None and unit.valid_to is None else None


def closed_on(store: Store, name: str) -> str | None:
    """The day (YYYY-MM-DD) on which somebody closed the last unit of that name; None where nobody did.

    One that went when the file that had brought it was taken back comes again by itself.
    """
    row = store.one(
        "SELECT valid_to, reverts FROM unit JOIN history ON history.id = (SELECT max(id) FROM history"
        " WHERE entity = 'unit' AND entity_id = unit.id AND field = 'valid_to') JOIN change ON change.id = change_id"
        " WHERE folded = ? AND valid_to IS NOT NULL ORDER BY unit.id DESC",
        (fold(name),),
    )
    return None if row is None or row[1] is not None else str(row[0])


def nearest(store: Store, name: str, *, limit: int = 3) -> list[str]:
    """Names of open units that look like `name`, diacritics aside, the likeliest first; for "did you mean …?"."""
    import difflib  # not on the way to the first screen

    by_folded = {fold(unit.name): unit.name for unit in all_units(store)}
    wanted = fold(name)
    holding = [folded for folded in by_folded if wanted in folded]
    alike = difflib.get_close_matches(wanted, by_folded, n=limit, cutoff=0.0)
    return [by_folded[folded] for folded in dict.fromkeys([*holding, *alike])][:limit]


def add(
    store: Store,
    name: str,
    *,
    kind: str | None = None,
    parent_id: int | None = None,
    facility_code: str | None = None,
    is_expected: bool = True,
) -> int:
    """Add a unit; answers its id. Its kind, unless given, and its sector are guessed from its name.

    `is_expected`: whether the station waits for its file in each period; an area or province is a group and sends none.
    Raises RefusedError when the name is empty or taken.
    """
    name = without_numbers(clean(name))
    if not name:
        raise RefusedError("Đơn vị phải có tên.")
    if (other := find(store, name)) is not None:
        raise RefusedError(f"Đã có đơn vị tên “{other.name}”.")
    kind = kind or guess_kind(name)
    from store.history import recording

    with recording(store, "unit", f"Thêm đơn vị {name}") as change:
        place = {"parent_id": parent_id, "facility_code": facility_code, "valid_from": clock.today().isoformat()}
        sector = guess_sector(name, kind)
        expected = int(is_expected and kind not in ("area", "province"))
        new_id = store.insert(
            "unit", name=name, folded=fold(name), kind=kind, sector=sector, expected=expected, **place
        )
        # Taking this back closes the unit: from then on it was never there.
        change.note("unit", new_id, "valid_to", clock.today().isoformat(), None)
        return new_id


def find_or_add(store: Store, name: str) -> int:
    """The id of the open unit with a name, added when missing.

    A unit that only went when a file was taken back comes again, with what somebody wrote about it since.
    """
    if (unit := find(store, name)) is not None:
        return unit.id
    gone = store.one(
        "SELECT unit.id FROM unit JOIN history ON history.id = (SELECT max(id) FROM history"
        " WHERE entity = 'unit' AND entity_id = unit.id AND field = 'valid_to') JOIN change ON change.id = change_id"
        " WHERE valid_to IS NOT NULL AND reverts IS NOT NULL AND (unit.name = ?1 OR EXISTS (SELECT 1 FROM history"
        " AS renamed WHERE renamed.entity = 'unit' AND renamed.entity_id = unit.id AND renamed.field = 'name'"
        " AND renamed.before = ?1)) ORDER BY unit.name = ?1 DESC, unit.id DESC",
        (without_numbers(clean(name)),),
    )
    if gone is None or find(store, get(store, gone[0]).name) is not None:
        return add(store, name)
    from store.history import recording

    with recording(store, "unit", f"Thêm đơn vị {name}") as change:
        change.assign("unit", gone[0], "valid_to", None)
    return int(gone[0])


def edit(store: Store, unit_id: int, **values: str | int | None) -> None:
    """Change name, kind, sector, parent_id, facility_code, valid_from, expected (0 or 1), contact, head of a unit.

    Raises RefusedError when the name is empty or taken, or the parent is the unit itself or one below it.
    """
    unit = get(store, unit_id)
    if "name" in values:
        name = without_numbers(clean(str(values["name"] or "")))
        other = find(store, name)
        if not name:
            raise RefusedError("Đơn vị phải có tên.")
        if other is not None and other.id != unit_id:
            raise RefusedError(f"Đã có đơn vị tên “{other.name}”.")
        values["name"] = name
    below = (
        "WITH RECURSIVE below(id) AS (SELECT ? UNION SELECT unit.id FROM unit JOIN below ON unit.parent_id = below.id)"
        " SELECT 1 FROM below WHERE id = ?"
    )
    if (parent := values.get("parent_id")) is not None and store.one(below, (unit_id, int(parent))):
        raise RefusedError("Đơn vị không thể trực thuộc chính nó hay đơn vị bên dưới nó.")
    is_station = unit_id == station_id(store)  # by its old name, so before that changes
    from store.history import recording

    with recording(store, "unit", f"Sửa đơn vị {unit.name}") as change:
        for field, value in values.items():
            change.assign("unit", unit_id, field, None if value in (None, "") else str(value))
        if "name" in values and is_station:
            change.assign("setting", 0, "station_name", str(values["name"]))


def close(store: Store, unit_id: int) -> None:
    """Close a unit that exists no more. Raises RefusedError when it is the station itself, or still has people."""
    unit = get(store, unit_id)
    if unit_id == station_id(store):
        raise RefusedError(f"{unit.name} là trạm giữ sổ này nên không đóng được.")
    fields.refuse_to_close(store, unit_id)
    from store.history import recording

    with recording(store, "unit", f"Đóng đơn vị {unit.name}") as change:
        change.assign("unit", unit_id, "valid_to", clock.today().isoformat())


def is_only_a_name(store: Store, unit_id: int) -> bool:
    """Whether a unit came by the name of the station in the settings, and nothing was ever kept of it since."""
    edited = "SELECT 1 FROM history JOIN change ON change.id = change_id WHERE entity = 'unit' AND entity_id = ?"
    if store.one(f"{edited} AND command <> 'settings'", (unit_id,)) is not None:
        return False
    referring = store.rows(
        'SELECT part.name, link."from" FROM sqlite_schema AS part, pragma_foreign_key_list(part.name) AS link'
        " WHERE part.type = 'table' AND link.\"table\" = 'unit'"
    )
    return not any(
        store.one(f"SELECT 1 FROM {table} WHERE {column} = ? LIMIT 1", (unit_id,)) for table, column in list(referring)
    )


def departments(store: Store, unit_id: int | None = None) -> list[Department]:
    """The departments of one unit, or of all units, in their order."""
    chosen = "unit_id = ?1 OR ?1 IS NULL ORDER BY unit_id, position, id"
    rows = store.rows(f"SELECT id, unit_id, name, position FROM department WHERE {chosen}", (unit_id,))
    return [Department(*row) for row in rows]


def find_or_add_department(store: Store, unit_id: int, name: str) -> int:
    """The id of a department by name in a unit, added when missing."""
    name = clean(name)
    row = store.one("SELECT id FROM department WHERE unit_id = ? AND folded = ?", (unit_id, fold(name)))
    if row is not None:
        return int(row[0])
    return store.write(
        "INSERT INTO department (unit_id, name, folded, position) VALUES"
        " (?1, ?2, ?3, (SELECT ifnull(max(position), 0) + 1 FROM department WHERE unit_id = ?1))",
        (unit_id, name, fold(name)),
    )


def rename_department(store: Store, department_id: int, name: str) -> None:
    """Rename a department. Raises RefusedError when the name is empty or another department of the unit has it."""
    name = clean(name)
    if not name:
        raise RefusedError("Khoa/phòng phải có tên.")
    unit_id, before = store.only("SELECT unit_id, name FROM department WHERE id = ?", (department_id,))
    others = "SELECT name FROM department WHERE unit_id = ? AND folded = ? AND id <> ?"
    taken = store.one(others, (unit_id, fold(name), department_id))
    if taken is not None:
        raise RefusedError(f"Đơn vị này đã có khoa/phòng “{taken[0]}”.")
    from store.history import recording

    with recording(store, "unit", f"Đổi tên khoa/phòng {before}") as change:
        change.assign("department", department_id, "name", name)


def counts(store: Store) -> list[UnitCounts]:
    """Count people and lacking items by unit and department, in one walk along the covering index."""
    rules = Rules(store)
    sums: dict[tuple[int, int | None], list[int]] = {}
    for unit_id, department_id, *pattern, number in store.rows(
        f"SELECT unit_id, department_id, states, reasons, {ADMINISTRATIVE}, smartphone, count(*)"
        " FROM staff INDEXED BY staff_statistics WHERE removed_at IS NULL"
        " GROUP BY unit_id, department_id, states, reasons, administrative, employment, smartphone"
    ):
        total = sums.setdefault((unit_id, department_id), [0] * (2 + 2 * len(rules.items)))
        counted = rules.done_and_applicable(tuple(pattern), rules.sector(unit_id))
        lacking = [applies and not done for done, applies in counted]
        for place, counts_here in enumerate((True, any(lacking), *lacking, *(applies for _, applies in counted))):
            total[place] += number if counts_here else 0
    asked = 2 + len(rules.items)
    return [
        UnitCounts(*place, values[0], values[1], tuple(values[2:asked]), tuple(values[asked:]))
        for place, values in sums.items()
    ]


@frozen
class LoadedFacilities:
    """The result of loading the facilities of a campaign: how many of each kind."""

    added: int
    coded: int  # units that were there without a code and have it now
    there: int  # units that were there with their code: nothing changed
    other_code: tuple[str, ...]  # names of units that are there with another code: left as they are


def facilities_to_load(store: Store, campaign: "Campaign") -> int:
    """How many facilities of the campaign match no unit by code or name."""
    here = {unit.facility_code for unit in all_units(store)}
    alike = _alike(campaign)
    missing = (each.name for each in campaign.facilities if each.code not in here)
    return sum(_facility_unit(store, name, alike) is None for name in missing)


def load_facilities(store: Store, campaign: "Campaign") -> LoadedFacilities:
    """Add a unit for every facility of the campaign that the store lacks, as one step of undo.

    Units are matched by facility code first, so that a renamed unit is not added twice, then by name.
    """
    added = coded = there = 0
    other_code = []
    here = {unit.facility_code for unit in all_units(store)}
    alike = _alike(campaign)
    from store.history import recording

    with recording(store, "campaign", f"Đưa cơ sở của chiến dịch {campaign.name} vào danh sách đơn vị"):
        for facility in campaign.facilities:
            code, name = facility.code, facility.name
            unit = _facility_unit(store, name, alike)
            if code in here:
                there += 1
            elif unit is None:
                kind = guess_kind(name)
                # Names of units are unique without their marks, and Thành Hải and Thanh Hải are two communes.
                own_name = name if find(store, name) is None else f"{name} ({code})"
                kind = "health_facility" if kind == "other" else kind
                add(store, own_name, kind=kind, facility_code=code, is_expected=False)  # asked for figures, not a list
                added += 1
            elif unit.facility_code:
                other_code.append(unit.name)
            else:
                edit(store, unit.id, facility_code=code)
                coded += 1
    return LoadedFacilities(added, coded, there, tuple(other_code))


def _alike(campaign: "Campaign") -> set[str]:
    """The folded names that several facilities of the campaign share."""
    counts = Counter(fold(facility.name) for facility in campaign.facilities)
    return {folded for folded, number in counts.items() if number > 1}


def _facility_unit(store: Store, name: str, alike: set[str]) -> Unit | None:
    """The unit of a facility by name; diacritics count only when two facilities differ in nothing else."""
    unit = find(store, name)
    if unit is not None and fold(name) in alike and clean(unit.name).casefold() != clean(name).casefold():
        return None
    return unit
