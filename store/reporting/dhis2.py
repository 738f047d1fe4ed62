"""Names the station's figures for DHIS2: places, data elements, data sets and periods, each with its UID.

A UID is made from the key of a thing, so that it is the same in every station and every file. Nothing personal is in
any of it, only places and what is counted there.
"""

import hashlib
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from store import settings
from store.calendar.periods import KINDS, Period, containing
from store.campaigns.campaign import Campaign
from store.campaigns.form import Form
from store.campaigns.indicator import Indicator
from store.checklist.applicability import NOBODY
from store.checklist.items import checklist_items
from store.database import Store
from store.errors import RefusedError
from store.figures import localities
from store.models import Unit
from store.people import units
from store.text import clean

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ALLOWED = f"0123456789{_LETTERS}"
UID: Final = re.compile(r"[A-Za-z][A-Za-z0-9]{10}")
#: Weekday on which a week begins -> (period type, what stands between year and week); of other days DHIS2 has none.
_WEEKS = {
    1: ("Weekly", "W"),
    3: ("WeeklyWednesday", "WedW"),
    4: ("WeeklyThursday", "ThuW"),
    6: ("WeeklySaturday", "SatW"),
    7: ("WeeklySunday", "SunW"),
}
_OF_A_WEEK = {between: begins for begins, (_, between) in _WEEKS.items()}
STATES: Final = {"done": "đã", "todo": "chưa", "not_applicable": "không áp dụng"}
SIDES: Final = {"numerator": "số đạt", "denominator": "tổng số"}
#: Kinds of units whose name means the same one everywhere; a school's or an office's only below that of its commune.
_KNOWN_BY_NAME = ("health_station", "health_facility")
_NAMELESS = "Sổ chưa có tên trạm. Hãy ghi ở Cài đặt (Ctrl+O) rồi xuất lại."


def uid(key: str) -> str:
    """Makes the UID of the thing with a key: a letter, then ten letters or digits."""
    number = int.from_bytes(hashlib.sha256(f"tramyte/{key}".encode()).digest(), "big")
    number, first = divmod(number, len(_LETTERS))
    rest = []
    for _ in range(10):
        number, place = divmod(number, len(_ALLOWED))
        rest.append(_ALLOWED[place])
    return _LETTERS[first] + "".join(rest)


# -- periods


def period_type(period: Period) -> str | None:
    """Returns the DHIS2 type of a period, `Monthly` or `WeeklyWednesday`; None if it has no weeks from that day on."""
    if period.kind == "weekly":
        return _WEEKS.get(date.fromisoformat(period.first).isoweekday(), (None, ""))[0]
    return {"daily": "Daily", "monthly": "Monthly"}[period.kind]


def period_text(period: Period) -> str:
    """Returns the DHIS2 name of a period: `20261127`, `202611`, `2026W48`; raises KeyError for a week that it lacks."""
    first = date.fromisoformat(period.first)
    if period.kind == "weekly":
        middle = first + timedelta(days=3)  # a week is of the year that most of its days are in
        return f"{middle.year}{_WEEKS[first.isoweekday()][1]}{(middle.timetuple().tm_yday - 1) // 7 + 1}"
    return f"{first:%Y%m%d}" if period.kind == "daily" else f"{first:%Y%m}"


_PERIOD = re.compile(r"(\d{4})(?:(\d\d)(\d\d)?|((?:Wed|Thu|Sat|Sun)?W)(\d{1,2}))", re.ASCII)


def parse_period(text: str) -> Period | None:
    """Returns the period with this DHIS2 name; None when it names no day, week or month."""
    found = _PERIOD.fullmatch(text)
    if found is None:
        return None
    try:
        year, month, day, between, week = found.groups()
        if between is None:
            kind = "daily" if day else "monthly"
            period = Period(kind, date(int(year), int(month), int(day or 1)).isoformat())
        else:
            fourth = date(int(year), 1, 4)  # is in the first week, whatever day weeks begin on
            begins = fourth - timedelta(days=(fourth.isoweekday() - _OF_A_WEEK[between]) % 7)
            period = Period("weekly", (begins + timedelta(weeks=int(week) - 1)).isoformat())
    except (ValueError, OverflowError):
        return None
    return period if period_text(period) == text else None


# -- places


class Place(NamedTuple):
    """An organisation unit of DHIS2."""

    key: str
    name: str
    parent: str | None  # its key; None: it is the root
    code: str | None = None  # of the facility
    unit_id: int | None = None
    locality: str | None = None  # name of the place of citizens' figures that it is


def places(store: Store) -> list[Place]:
    """Returns the station, its units and the localities that are no unit, each after the place above it.

    Raises RefusedError while the station has no name.
    """
    station = settings.load(store).station_name
    if not station:
        raise RefusedError(_NAMELESS)
    own = units.station_id(store)
    listed = {unit.id: unit for unit in units.all_units(store)}
    first_names, found = _first_names(store, "unit"), dict[str, Place]()
    root = f"unit/{_plain(station)}" if own is None else ""
    if own is None:
        found[root] = Place(root, station, None)
    keys: dict[int, str] = {}

    def add(unit: Unit) -> str:
        """Adds a unit after its parent, unless it was added before, and returns its key."""
        if unit.id in keys:
            return keys[unit.id]
        above = listed.get(unit.parent_id or 0) if unit.id != own else None
        parent = None if unit.id == own else root if above is None else add(above)
        name = _given_name(_plain(first_names.get(unit.id, unit.name)), found, parent)
        stands_alone = parent is None or unit.kind in _KNOWN_BY_NAME
        key = f"unit/{unit.facility_code or name}" if unit.facility_code or stands_alone else f"{parent}/{name}"
        while key in found:  # it bears a name that another one had first
            key += "'"
        found[key] = Place(key, unit.name, parent, unit.facility_code, unit.id)
        keys[unit.id] = key
        return key

    for unit in listed.values():  # the station first
        key = add(unit)
        root = root or key
    _add_localities(store, found, root)
    return list(found.values())


def _add_localities(store: Store, found: dict[str, Place], root: str) -> None:
    """Notes at each unit which locality it is, and adds the localities that are no unit."""
    by_unit, by_code, by_name = (
        {meant: key for key, place in found.items() if (meant := of(place)) is not None}
        for of in (lambda place: place.unit_id, lambda place: place.code, lambda place: _plain(place.name))
    )
    first_names = _first_names(store, "locality")
    for each in localities.all_localities(store):
        key = by_unit.get(each.unit_id) or by_code.get(each.code) or by_name.get(_plain(each.name))
        if key is not None and found[key].locality is None:
            found[key] = found[key]._replace(locality=each.name)
            continue
        name = _plain(first_names.get(each.id, each.name))
        key = f"unit/{each.code}" if each.code else f"{root}/{name}"
        while key in found:
            key += "'"
        found[key] = Place(key, each.name, root, each.code, locality=each.name)


def _given_name(name: str, found: dict[str, Place], parent: str | None) -> str:
    """Removes the station's name that an office puts behind names of units to tell them apart."""
    while parent is not None:
        name = name.removesuffix(f" ({_plain(found[parent].name)})")
        parent = found[parent].parent
    return name


def _plain(name: str) -> str:
    return clean(name).casefold()


def _first_names(store: Store, entity: str) -> dict[int, str]:
    """Maps the ids of renamed units or localities to their first name, because the UID must not change."""
    rows = store.rows(
        "SELECT entity_id, before, min(id) FROM history WHERE entity = ? AND field = 'name' AND before IS NOT NULL"
        " GROUP BY entity_id",
        (entity,),
    )
    return {entity_id: before for entity_id, before, _ in rows}


# -- what is counted


class Element(NamedTuple):
    """A data element: a number that is reported for a place and a period."""

    key: str
    name: str
    short_name: str


class DataSet(NamedTuple):
    """Data elements that are reported together, for periods of one type."""

    key: str
    name: str
    period_type: str
    elements: tuple[Element, ...]
    is_of_units: bool  # its figures are of units; False: of the places of citizens' figures


def item_set(store: Store) -> DataSet:
    """Makes the data set of how many people of a unit are đã, chưa and không áp dụng for each item in use."""
    elements = tuple(
        Element(item_key(item.key, state), f"{item.title}: {words}", f"{item.short_title}: {words}")
        for item in checklist_items(store)
        if item.applies_to != NOBODY
        for state, words in STATES.items()
    )
    return DataSet("items", "Mục theo dõi của từng đơn vị", "Daily", elements, is_of_units=True)


def item_key(item: str, state: str) -> str:
    """Returns the key of the data element of an item and a state."""
    return f"item/{item}/{state}"


def form_set(form: Form) -> DataSet:
    """Makes the data set of the columns of a statistics form that count people."""
    elements = tuple(
        Element(column_key(form, column.key), f"{form.name}: {column.head}", f"{form.name}: {column.short_head}")
        for column in form.figures
    )
    return DataSet(f"form/{form.key}", f"{form.name}: {form.title}", "Daily", elements, is_of_units=True)


def column_key(form: Form, column: str) -> str:
    """Returns the key of the data element of a column of a form."""
    return f"form/{form.key}/{column}"


def indicator_set(campaign: Campaign, kind: str, listed: Sequence[Indicator]) -> DataSet | None:
    """Makes the data set of the numbers and wholes of some indicators, for one kind of period.

    Returns None when DHIS2 has no weeks that begin on the day on which the campaign's weeks begin.
    """
    some_week = containing("weekly", date(2026, 1, 1), week_ends=campaign.week_ends).first
    if (type_ := period_type(Period(kind, some_week))) is None:
        return None
    often = KINDS[kind].name
    elements = tuple(
        Element(
            indicator_key(indicator, kind, side),
            f"{indicator.title} ({often}): {words}",
            f"{indicator.head} ({often}): {words}",
        )
        for indicator in listed
        for side, words in SIDES.items()
    )
    name = f"Chỉ tiêu {often}: {campaign.title}"
    return DataSet(f"indicators/{campaign.name}/{kind}", name, type_, elements, is_of_units=False)


def indicator_key(indicator: Indicator, kind: str, side: str) -> str:
    """Returns the key of an indicator's data element; one for each kind of period, or a month would add up weeks."""
    return f"indicator/{indicator.campaign}/{indicator.key}/{kind}/{side}"
