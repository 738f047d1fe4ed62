"""The localities that figures of citizens are about: ấp, khóm, xã and facilities, as records with history and undo."""

from typing import TYPE_CHECKING

from store.database import Store
from store.errors import RefusedError, refuse_long_number
from store.field_ref import PRESENT
from store.frozen import frozen
from store.history import Recording, recording
from store.people import units
from store.text import clean, fold, place_key

if TYPE_CHECKING:
    from store.campaigns.campaign import Campaign

KIND_LABELS = {"area": "Địa bàn", "facility": "Cơ sở KCB"}


@frozen
class Locality:
    """One ấp, khóm, xã or health facility."""

    id: int
    name: str
    kind: str  # a key of KIND_LABELS
    code: str | None = None
    unit_id: int | None = None  # the unit that it is; None: none
    same_as: int | None = None  # the place that it was merged into
    is_removed: bool | int = False  # 0 or 1 as SQLite has it

    @property
    def text(self) -> str:
        """The name of the locality, after its code if it has one: `58013 Trạm y tế xã Ma Nới`."""
        return f"{self.code} {self.name}" if self.code else self.name


def all_localities(store: Store, kind: str | None = None, *, removed: bool = False) -> list[Locality]:
    """Returns the localities in the order in which they were added; with `removed` also those off the list."""
    rows = store.rows(
        "SELECT id, name, kind, code, unit_id, same_as, removed_at IS NOT NULL FROM locality"
        " WHERE (removed_at IS NULL OR ?) AND (kind = ? OR ? IS NULL) ORDER BY id",
        (removed, kind, kind),
    )
    return [Locality(*row) for row in rows]


def find(store: Store, name: str) -> Locality | None:
    """Finds the locality that a name means; None when it means none or possibly several.

    Diacritics tell localities apart (Tô Hạ, Tô Hà), unless the name was typed without any. The name of a merged
    locality means the one it was merged into; a facility may be named by its code.
    """
    everywhere = {each.id: each for each in all_localities(store, removed=True)}
    known = [each for each in everywhere.values() if not each.is_removed]
    key, plain = place_key(name), clean(name).casefold()
    found = [each for each in known if each.code == plain and plain] or [
        each for each in known if place_key(each.name) == key
    ]
    if not found:
        merged = (
            each for each in everywhere.values() if each.is_removed and each.same_as and place_key(each.name) == key
        )
        found = [into for each in merged if (into := _standing(everywhere, each)) is not None]
    if not found and fold(name) == plain:
        found = [each for each in known if fold(each.name) == plain]
    return found[0] if len({each.id for each in found}) == 1 else None


def _standing(everywhere: dict[int, Locality], place: Locality) -> Locality | None:
    while place.is_removed and place.same_as is not None:
        place = everywhere[place.same_as]
    return None if place.is_removed else place


def get(store: Store, locality_id: int) -> Locality:
    """Returns the locality with an id; raises KeyError for an unknown id."""
    return {each.id: each for each in all_localities(store, removed=True)}[locality_id]


def named(store: Store, name: str) -> Locality:
    """Returns the locality that a name means; raises RefusedError, which names similar ones, when `find` finds none."""
    found = find(store, name)
    if found is None:
        near = "; ".join(nearest(store, name))
        raise RefusedError(f"Không có địa bàn “{clean(name)}”." + (f" Gần nhất: {near}." if near else ""))
    return found


def nearest(store: Store, name: str, *, limit: int = 3) -> list[str]:
    """Returns the names of localities that resemble `name`, the likeliest first; for "did you mean …?"."""
    import difflib  # not on the way to the first screen

    by_folded = {fold(each.name): each.name for each in all_localities(store)}
    return [by_folded[each] for each in difflib.get_close_matches(fold(name), by_folded, n=limit, cutoff=0.5)]


def formerly(store: Store, name: str) -> list[str]:
    """Returns what localities on the list are called now that once had this name: it may be theirs or a new one's."""
    rows = store.rows(
        "SELECT DISTINCT locality.name, history.before FROM history JOIN change ON change.id = history.change_id"
        " JOIN locality ON locality.id = history.entity_id WHERE entity = 'locality' AND field = 'name'"
        " AND removed_at IS NULL AND reverts IS NULL AND undone_by IS NULL AND history.before IS NOT NULL"
    )
    return [now for now, before in rows if place_key(before) == place_key(name) != place_key(now)]


def add(store: Store, name: str, *, kind: str = "area", code: str = "", unit_id: int | None = None) -> Locality:
    """Adds a locality, or puts one back that was taken off the list, as one step of undo.

    Raises RefusedError when the name is empty, or when a locality on the list has this name or code.
    """
    name, code = clean(name), clean(code)
    check_name(store, name)
    _check_code(store, code)
    with recording(store, "locality", f"Thêm {KIND_LABELS[kind].lower()} {name}") as change:
        old = next(
            (each for each in all_localities(store, removed=True) if each.name == name and not each.same_as), None
        )
        new_id = store.insert("locality", name=name, folded=fold(name), kind=kind) if old is None else old.id
        if old is None:
            change.note("locality", new_id, PRESENT, None, "1")
        else:
            change.assign("locality", new_id, PRESENT, "1")
            change.assign("locality", new_id, "kind", kind)
        if code or unit_id is not None:
            change.assign("locality", new_id, "code", code or None)
            change.assign("locality", new_id, "unit_id", None if unit_id is None else str(unit_id))
    return get(store, new_id)


def find_or_add(store: Store, name: str, *, kind: str = "area") -> Locality:
    """Finds the locality that a name means, or adds it; raises RefusedError when `add` does."""
    return find(store, name) or add(store, name, kind=kind)


def check_name(store: Store, name: str, own: int | None = None) -> None:
    """Raises RefusedError when a locality cannot have this name; `own` is the id of the locality itself."""
    if not name:
        raise RefusedError("Phải có tên ấp, xã.")
    refuse_long_number("Tên địa bàn", name)
    for each in all_localities(store):
        if each.id != own and place_key(each.name) == place_key(name):
            raise RefusedError(f"Đã có địa bàn “{each.name}”. Nếu là một, hãy gộp hai dòng.")
        if own is None and fold(each.name) == fold(name) == name.casefold():
            raise RefusedError(f"“{name}” không có dấu, giống “{each.name}”. Nơi khác thì hãy viết có dấu.")


def _check_code(store: Store, code: str, own: int | None = None) -> None:
    for each in all_localities(store):
        if each.id != own and code and each.code == code:
            raise RefusedError(f"Mã {code} đã là của {each.name}.")


def edit(store: Store, locality_id: int, **values: str | None) -> None:
    """Changes name, code, kind or unit_id of a locality as one step of undo; raises RefusedError as `add` does."""
    place = get(store, locality_id)
    cleaned = {name: clean(value or "") or None for name, value in values.items()}
    name, code = cleaned.get("name", place.name) or "", cleaned.get("code", place.code) or ""
    if name != place.name:  # one of before may hold a number that is refused now
        check_name(store, name, locality_id)
    _check_code(store, code, locality_id)
    with recording(store, "locality", f"Sửa {place.name}") as change:
        for field, value in cleaned.items():
            change.assign("locality", locality_id, field, value)


def remove(store: Store, locality_id: int) -> None:
    """Takes a locality off the list as one step of undo; the figures of its past periods stay."""
    with recording(store, "locality", f"Bỏ {get(store, locality_id).name} khỏi danh sách") as change:
        change.assign("locality", locality_id, PRESENT, None)


#: Tables whose rows are of a place, the columns that tell the rows of one place apart, and what they hold.
_OF_A_PLACE = (
    ("indicator_figure", ("campaign", "indicator", "kind", "period"), ("numerator", "denominator", "source")),
    ("locality_target", ("campaign", "indicator"), ("amount",)),
)


def merge(store: Store, source_id: int, target_id: int) -> None:
    """Merges one locality into another, which gets its figures and targets and is found by its name; one step of undo.

    Raises RefusedError when both are the same, or when both have different numbers for one period or target: their sum
    may count people twice, and dropping one may lose some, so a person must clear one of them first.
    """
    source, target = get(store, source_id), get(store, target_id)
    if source_id == target_id:
        raise RefusedError("Hai địa bàn phải khác nhau.")
    with recording(store, "locality", f"Gộp {source.name} vào {target.name}") as change:
        for table, keys, held in _OF_A_PLACE:
            _move(store, change, table, (keys, held), (source, target))
        if target.code is None and source.code:
            change.assign("locality", source_id, "code", None)
            change.assign("locality", target_id, "code", source.code)
        change.assign("locality", source_id, "same_as", str(target_id))
        change.assign("locality", source_id, PRESENT, None)


def _move(
    store: Store,
    change: Recording,
    table: str,
    columns: tuple[tuple[str, ...], tuple[str, ...]],
    places: tuple[Locality, Locality],
) -> None:
    """Moves the rows of a table from one locality to another; raises RefusedError when both have different numbers."""
    keys, held = columns
    wanted = f"{', '.join(keys)}, id, {', '.join(held)}"
    numbers = tuple(name for name in held if name != "source")
    filled = " OR ".join(f"{name} IS NOT NULL" for name in numbers)
    found = []
    for place in places:
        rows = store.rows(f"SELECT {wanted} FROM {table} WHERE locality_id = ? AND ({filled})", (place.id,))
        found.append(
            {row[: len(keys)]: (row[len(keys)], dict(zip(held, row[len(keys) + 1 :], strict=True))) for row in rows}
        )
    old, new = found
    for key, (row_id, values) in old.items():
        if key in new:
            if any(new[key][1][name] != values[name] for name in numbers):
                what = f"kỳ bắt đầu {key[3]}" if len(key) > 3 else "chỉ tiêu giao"
                raise RefusedError(
                    f"{places[0].name} và {places[1].name} có số khác nhau ở {what}. Hãy xoá số của một bên trước."
                )
        else:
            where = dict(zip(keys, key, strict=True)) | {"locality_id": places[1].id}
            marks = ", ".join("?" * len(where))
            store.write(
                f"INSERT INTO {table} ({', '.join(where)}) VALUES ({marks}) ON CONFLICT DO NOTHING",
                tuple(where.values()),
            )
            condition = " AND ".join(f"{name} = ?" for name in where)
            new_id = store.value(f"SELECT id FROM {table} WHERE {condition}", tuple(where.values()))
            for name, value in values.items():
                change.assign(table, int(new_id), name, None if value is None else str(value))
        for name in held:
            change.assign(table, row_id, name, None)


def load_facilities(store: Store, campaign: "Campaign") -> int:
    """Adds the facilities that a campaign names and the list lacks, as one step of undo; returns how many.

    A new facility is linked to the unit that has its code.
    """
    known = {each.code for each in all_localities(store)}
    of_code = {unit.facility_code: unit.id for unit in units.all_units(store) if unit.facility_code}
    missing = [each for each in campaign.facilities if each.code not in known]
    with recording(store, "locality", f"Đưa {len(missing)} cơ sở của {campaign.name} vào danh sách"):
        for each in missing:
            taken = find(store, each.name)
            name = each.name if taken is None else f"{each.name} ({each.code})"
            add(store, name, kind="facility", code=each.code, unit_id=of_code.get(each.code))
    return len(missing)
