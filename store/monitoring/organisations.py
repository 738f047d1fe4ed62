"""Keeps each unit's tax code, whether its tax data is clean, and its organisation account (plan 000, tasks 3 and 4)."""

from collections.abc import Iterable
from typing import Final

from store import records
from store.database import Store
from store.errors import RefusedError
from store.frozen import frozen
from store.models import Unit
from store.people import units

FIELDS: Final = ("tax_code", "tax_cleaned_on", "account_registered_on", "account_authenticated_on", "note")
#: What each unit has to have, in the order in which it is done.
STEPS: Final = {
    "tax_code": "Mã số thuế",
    "tax_cleaned_on": "Dữ liệu thuế đã làm sạch",
    "account_registered_on": "Đã đăng ký tài khoản",
    "account_authenticated_on": "Đã xác thực tài khoản",
}


@frozen
class Organisation:
    """A unit as a tax payer and holder of an account; days are YYYY-MM-DD."""

    unit: Unit
    tax_code: str | None = None
    tax_cleaned_on: str | None = None
    account_registered_on: str | None = None
    account_authenticated_on: str | None = None
    note: str | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys of the steps (`STEPS`) that are not done."""
        return tuple(step for step in STEPS if not getattr(self, step))

    @property
    def counts(self) -> bool:
        """Whether the unit needs an account; a point of the station only once it has done a step of its own."""
        return self.unit.kind != "station_point" or len(self.missing) < len(STEPS)


def all_organisations(store: Store) -> list[Organisation]:
    """Returns every open unit: those that lack most steps first, points of the station that do not count last."""
    known = {unit_id: values for unit_id, *values in store.rows(f"SELECT id, {', '.join(FIELDS)} FROM organisation")}
    # all_units: the station first, then in the order they came; sorting keeps that among equals
    found = [Organisation(unit, *known.get(unit.id, ())) for unit in units.all_units(store)]
    return sorted(found, key=lambda each: (not each.counts, -len(each.missing)))


def figures(organisations: Iterable[Organisation]) -> tuple[int, dict[str, int]]:
    """Returns the number of units that count and, by step, how many of them have done it."""
    counted = [each for each in organisations if each.counts]
    return len(counted), {step: sum(step not in each.missing for each in counted) for step in STEPS}


@frozen
class Standing:
    """How far the units are with their tax data and accounts, as a report prints it."""

    units: int  # that count
    steps: tuple[tuple[str, int], ...]  # (a key of STEPS, how many units have done it)
    done: int  # units that lack nothing
    station: tuple[tuple[str, str | None], ...] = ()  # (a key of STEPS, what the station has of it)


def standing(store: Store) -> Standing | None:
    """Counts how many units have done each step; None when no unit counts."""
    found = all_organisations(store)
    counted, steps = figures(found)
    station_id = units.station_id(store)
    own = next((each for each in found if each.unit.id == station_id), None)
    done = sum(each.counts and not each.missing for each in found)
    of_station = () if own is None else tuple((step, getattr(own, step)) for step in STEPS)
    return Standing(counted, tuple(steps.items()), done, of_station) if counted else None


def read_tax_code(text: str) -> str:
    """Returns a tax code as it is kept, ten digits or `0314409058-002` of a branch; RefusedError if it is wrong."""
    # Only when somebody types a code: 11 ms.
    from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError
    from stdnum.vn import mst

    try:
        return str(mst.format(mst.validate(text)))
    except InvalidLength:
        raise RefusedError("Mã số thuế của đơn vị gồm 10 chữ số, hoặc 13 chữ số nếu là đơn vị phụ thuộc.") from None
    except InvalidChecksum:
        raise RefusedError("Mã số thuế sai một chữ số nào đó (số kiểm tra không khớp). Hãy đối chiếu lại.") from None
    except ValidationError:
        raise RefusedError("Mã số thuế chỉ gồm chữ số, ví dụ 0100233488 hoặc 0314409058-002.") from None


def holder(store: Store, tax_code: str, *, besides: int) -> str | None:
    """Returns the name of another open unit that has this tax code; None when there is none."""
    row = store.one(
        "SELECT unit.name FROM organisation JOIN unit USING (id)"
        " WHERE tax_code = ? AND unit.id <> ? AND valid_to IS NULL",
        (tax_code, besides),
    )
    return None if row is None else str(row[0])


def edit(store: Store, organisation: Organisation, **values: str | None) -> None:
    """Sets some of `FIELDS` as one step of undo; "" and None empty one. Raises RefusedError for an impossible value."""
    given = records.cleaned(values)
    if code := given.get("tax_code"):
        given["tax_code"] = read_tax_code(code)
    for name in ("tax_cleaned_on", "account_registered_on", "account_authenticated_on"):
        records.refuse_future(given.get(name), f"{STEPS[name]}: ngày")
    registered = given.get("account_registered_on", organisation.account_registered_on)
    authenticated = given.get("account_authenticated_on", organisation.account_authenticated_on)
    if registered and authenticated and authenticated < registered:
        raise RefusedError("Ngày xác thực tài khoản trước ngày đăng ký.")
    label = f"Tài khoản tổ chức: {organisation.unit.name}"
    records.write(store, "organisation", {"id": organisation.unit.id}, given, command="organisation", label=label)
