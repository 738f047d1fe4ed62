"""Writes what the station reports as a file for the Import/Export app of DHIS2: metadata and data values.

Keys and limits are those of the Web API: /api/metadata (metadata.md) and /api/dataValueSets (data.md). Both pages of
the app read their part of the one file and pass over the rest.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from exporters import shorter_lists
from exporters.writing import Written, ending_of, replacing
from store import clock
from store.calendar.periods import LENGTHS
from store.campaigns import running
from store.campaigns.campaign import Campaign
from store.database import Store
from store.errors import RefusedError
from store.figures import indicators
from store.forms import counts, library
from store.forms.counts import Scope
from store.frozen import frozen
from store.monitoring import overview
from store.people import units
from store.reporting import dhis2
from store.reporting.dhis2 import DataSet, Place, uid
from store.text import format_number
from store.words.indicators import names_text

_LONGEST_NAME, _LONGEST_SHORT_NAME, _LONGEST_CODE = 230, 50, 50
_SINCE = "1970-01-01"  # what DHIS2 takes where nobody knows since when a place is there: it refuses earlier figures


@frozen
class _Value:
    """One number: of which data element, period and place."""

    element: str  # key
    period: str  # as DHIS2 writes it
    place: str  # key
    number: int


def export_dhis2(store: Store, out: Path, *, parent: str | None = None) -> Written:
    """Write places, data elements, data sets and figures: those of people as of now, of indicators for all periods.

    Args:
        store: the open store.
        out: the file.
        parent: UID of the place in DHIS2 below which the station is put; None makes it a root of its own.

    Raises:
        ExportError: nothing was written.
        RefusedError: the station has no name, or `parent` is no UID.
    """
    ending_of(out, (".json",))
    if parent is not None and not dhis2.UID.fullmatch(parent):
        raise RefusedError(f"“{parent}” không phải UID của DHIS2: một chữ cái, rồi mười chữ cái hay chữ số.")
    places = dhis2.places(store)
    sets, values = _of_people(store, places)
    warnings = shorter_lists.warnings_of(store)
    for campaign in running.running(store):
        more_sets, more_values, more_warnings = _of_indicators(store, campaign, places)
        sets += more_sets
        values += more_values
        warnings += more_warnings
    codeless = [
        unit.name for unit in units.all_units(store) if unit.kind == "health_station" and not unit.facility_code
    ]
    if codeless:
        warnings.append(
            f"{names_text(codeless)} chưa có mã cơ sở: trên DHIS2 hai trạm cùng tên sẽ thành một."
            " Hãy ghi mã ở Đơn vị rồi xuất lại."
        )
    metadata = {
        "organisationUnits": _organisation_units(places, parent),
        "dataElements": _data_elements(sets),
        "dataSets": _data_sets(sets, places),
    }
    _write(out, metadata, values)
    numbers = (format_number(len(each)) for each in (places, metadata["dataElements"], values))
    summary = "DHIS2: {} đơn vị và địa bàn, {} phần tử dữ liệu, {} số liệu, không có dữ liệu cá nhân.".format(*numbers)
    return Written(summary, tuple(warnings))


def _write(out: Path, metadata: dict[str, list[dict[str, object]]], values: Iterable[_Value]) -> None:
    """Write the file with one object a line, so that two files can be compared."""
    listed: dict[str, Iterable[object]] = {**metadata, "dataValues": map(_data_value, values)}
    with replacing(out) as path, path.open("w", encoding="utf-8") as file:
        opening = "{"
        for name, entries in listed.items():
            file.write(f'{opening}\n"{name}": [')
            for number, entry in enumerate(entries):
                file.write(",\n" if number else "\n")
                file.write(json.dumps(entry, ensure_ascii=False))
            file.write("\n]")
            opening = ","
        file.write("\n}\n")


# -- what is counted


def _of_people(store: Store, places: Iterable[Place]) -> tuple[list[DataSet], list[_Value]]:
    """Return data sets and values of items and forms, counted for each unit as of now."""
    by_unit = {place.unit_id: place.key for place in places if place.unit_id is not None}
    sets, values = [dhis2.item_set(store)], list(_of_items(store, by_unit))
    for form in library.offered(store):
        if form.rows == "locality":
            continue  # counted from indicators, which are told themselves
        sets.append(dhis2.form_set(form))
        table = counts.table(store, form, Scope(by="unit"))
        values += [
            _Value(dhis2.column_key(form, column.key), table.as_of.replace("-", ""), by_unit[row.unit_id], number)
            for row in table.rows
            if row.unit_id in by_unit
            for column in form.figures
            if column.item not in row.not_asked and (number := row.figures.get(column.key)) is not None
        ]
    return [each for each in sets if each.elements], values


def _of_items(store: Store, by_unit: dict[int, str]) -> Iterator[_Value]:
    """Yield the values of items for each unit; unknown counts as chưa, not asked as không áp dụng."""
    today = f"{clock.today():%Y%m%d}"
    asked = {element.key for element in dhis2.item_set(store).elements}
    for unit in overview.by_unit(store):
        for figure in unit.figures:
            if figure is None or unit.unit_id not in by_unit:
                continue
            states = (figure.done, figure.lacking, unit.people - figure.applicable)
            for state, number in zip(dhis2.STATES, states, strict=True):
                if (key := dhis2.item_key(figure.item.key, state)) in asked:
                    yield _Value(key, today, by_unit[unit.unit_id], number)


def _of_indicators(
    store: Store, campaign: Campaign, places: Iterable[Place]
) -> tuple[list[DataSet], list[_Value], list[str]]:
    """Return data sets and values of a campaign's indicators, and warnings about weeks that DHIS2 cannot name."""
    by_locality = {place.locality: place.key for place in places if place.locality is not None}
    known = {each.key: each for each in campaign.indicators}
    figures = [each for each in indicators.all_figures(store, campaign.name) if each[0] in known]
    sets, values, left = list[DataSet](), list[_Value](), 0
    for kind in LENGTHS:
        own = [each for each in figures if each[1].kind == kind]
        with_figures = {key for key, _, _ in own}
        listed = [each for each in campaign.indicators if kind in each.every or each.key in with_figures]
        of_kind = dhis2.indicator_set(campaign, kind, listed)
        if of_kind is None or not listed:
            left += len(own)
            continue
        sets.append(of_kind)
        for key, period, figure in own:
            if dhis2.period_type(period) != of_kind.period_type:
                left += 1
                continue
            for side, number in zip(dhis2.SIDES, (figure.numerator, figure.denominator), strict=True):
                if number is not None and figure.locality in by_locality:
                    element = dhis2.indicator_key(known[key], kind, side)
                    values.append(_Value(element, dhis2.period_text(period), by_locality[figure.locality], number))
    of_weeks = f"{campaign.name}: không đưa ra {format_number(left)} số liệu tuần, DHIS2 không có tuần bắt đầu thứ ấy."
    return sets, values, [of_weeks] if left else []


# -- as the Web API names it


def _organisation_units(places: Iterable[Place], parent: str | None) -> list[dict[str, object]]:
    found, taken = [], set[str]()
    for place in places:
        above = parent if place.parent is None else uid(place.parent)
        unit = _named(place.key, place.name, place.name, taken) | {"openingDate": _SINCE}
        unit |= {"code": place.code} if place.code else {}
        found.append(unit | ({"parent": {"id": above}} if above else {}))
    return found


def _data_elements(sets: Iterable[DataSet]) -> list[dict[str, object]]:
    """Return the data elements, in the default category combination, which DHIS2 fills in.

    A figure is how far things were on a day, so the last of several days counts, while places are added up.
    """
    taken = set[str]()
    return [
        _named(each.key, each.name, each.short_name, taken)
        | {
            "code": _code(each.key),
            "domainType": "AGGREGATE",
            "valueType": "INTEGER_ZERO_OR_POSITIVE",
            "aggregationType": "LAST",
            "zeroIsSignificant": True,  # a 0 is a figure: without this it is thrown away
        }
        for of in sets
        for each in of.elements
    ]


def _data_sets(sets: Iterable[DataSet], places: Iterable[Place]) -> list[dict[str, object]]:
    listed, taken = list(places), set[str]()
    return [
        _named(of.key, of.name, of.name, taken)
        | {
            "code": _code(of.key),
            "periodType": of.period_type,
            "openFuturePeriods": 1,  # the present week and month, which end later, may be told
            "dataSetElements": [
                {"dataSet": {"id": uid(of.key)}, "dataElement": {"id": uid(each.key)}} for each in of.elements
            ],
            "organisationUnits": [
                {"id": uid(place.key)}
                for place in listed
                if (place.unit_id if of.is_of_units else place.locality) is not None
            ],
        }
        for of in sets
    ]


def _data_value(value: _Value) -> dict[str, object]:
    return {
        "dataElement": uid(value.element),
        "period": value.period,
        "orgUnit": uid(value.place),
        "value": str(value.number),
    }


def _named(key: str, name: str, short_name: str, taken: set[str]) -> dict[str, object]:
    """Return UID, name and short name, both unlike those `taken`; a taken or long one is cut to end with the UID."""
    own = uid(key)
    names = [
        text if len(text) <= longest and text not in taken else f"{text[: longest - len(own) - 1].strip()} {own}"
        for text, longest in ((name, _LONGEST_NAME), (short_name, _LONGEST_SHORT_NAME))
    ]
    taken.update(names)
    return {"id": own, "name": names[0], "shortName": names[1]}


def _code(key: str) -> str:
    return key if len(key) <= _LONGEST_CODE else f"{key[: _LONGEST_CODE - 12]}/{uid(key)}"
