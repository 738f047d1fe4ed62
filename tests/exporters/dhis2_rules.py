"""What DHIS2 asks of a file of metadata and data values, written from its documentation and its published schemas.

Sources: the JSON schemas of the Web API (dhis2-json-schema-generator, v2.38: types of properties), the tables of
required properties and lengths in its documentation (web-api/metadata.md, "CSV metadata import"), its database
mappings (not-null, unique, length), UidFormatCheck, ReferencesCheck and DataValueSetImportValidator of the importer,
and the table of periods (web-api/overview.md, "Date and period format").
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

UID = re.compile(r"[a-zA-Z][a-zA-Z0-9]{10}", re.ASCII)
REFERENCE, REFERENCES = "reference", "references"
#: Kind of object -> property -> type in the schema. What is not here is not written by us, and told.
PROPERTIES: dict[str, dict[str, object]] = {
    "organisationUnits": {
        "id": str, "name": str, "shortName": str, "code": str, "openingDate": date, "parent": REFERENCE,
    },
    "dataElements": {
        "id": str, "name": str, "shortName": str, "code": str, "domainType": str, "valueType": str,
        "aggregationType": str, "zeroIsSignificant": bool,
    },
    "dataSets": {
        "id": str, "name": str, "shortName": str, "code": str, "periodType": str, "openFuturePeriods": int,
        "dataSetElements": REFERENCES, "organisationUnits": REFERENCES,
    },
}  # fmt: skip
REQUIRED = {
    "organisationUnits": ("id", "name", "shortName", "openingDate"),
    "dataElements": (
        "id", "name", "shortName", "domainType", "valueType", "aggregationType", "zeroIsSignificant",
    ),
    "dataSets": ("id", "name", "shortName", "periodType"),
}  # fmt: skip
LENGTHS = {"name": 230, "shortName": 50, "code": 50}
UNIQUE = {
    "organisationUnits": ("id", "code"),
    "dataElements": ("id", "name", "shortName", "code"),
    "dataSets": ("id", "name", "shortName", "code"),
}
ENUMS = {
    "domainType": {"AGGREGATE", "TRACKER"},
    "valueType": {"NUMBER", "INTEGER", "INTEGER_POSITIVE", "INTEGER_ZERO_OR_POSITIVE", "PERCENTAGE", "TEXT"},
    "aggregationType": {"SUM", "AVERAGE", "COUNT", "MIN", "MAX", "NONE", "LAST", "LAST_AVERAGE_ORG_UNIT"},
}
#: Period type -> (its ISO format, weekday on which its weeks begin).
PERIODS = {
    "Daily": (r"\d{8}", None),
    "Monthly": (r"\d{6}", None),
    "Weekly": (r"(\d{4})W(\d{1,2})", 1),
    "WeeklyWednesday": (r"(\d{4})WedW(\d{1,2})", 3),
    "WeeklyThursday": (r"(\d{4})ThuW(\d{1,2})", 4),
    "WeeklySaturday": (r"(\d{4})SatW(\d{1,2})", 6),
    "WeeklySunday": (r"(\d{4})SunW(\d{1,2})", 7),
}


def faults(file: Mapping[str, Any], *, known: frozenset[str] = frozenset(), today: date) -> list[str]:
    """Everything for which DHIS2 would refuse the file, or a part of it; `known` are UIDs that the server has."""
    found = [*_metadata_faults(file), *_reference_faults(file, known)]
    return found or list(_value_faults(file, today))


def _metadata_faults(file: Mapping[str, Any]) -> Iterator[str]:
    for kind, properties in PROPERTIES.items():
        for each in file[kind]:
            for name in REQUIRED[kind]:
                if each.get(name) in (None, ""):
                    yield f"E4000 {kind}: missing {name}"
            for name, value in each.items():
                yield from _property_fault(kind, properties, name, value)
            if not UID.fullmatch(str(each.get("id"))):
                yield f"E4014 {kind}: {each.get('id')} is no UID"
        for name in UNIQUE[kind]:
            for value, number in Counter(each[name] for each in file[kind] if name in each).items():
                if number > 1:
                    yield f"E5003 {kind}: {name} {value} is there {number} times"
    for uid, number in Counter(each["id"] for kind in PROPERTIES for each in file[kind] if "id" in each).items():
        if number > 1:
            yield f"{uid} is of {number} objects"


def _property_fault(kind: str, properties: Mapping[str, object], name: str, value: object) -> Iterator[str]:
    wanted = properties.get(name)
    if wanted is None:
        yield f"{kind}: unknown property {name}"
    elif wanted is date:
        if not isinstance(value, str) or _day(value) is None:
            yield f"{kind}: {name} {value} is no day"
    elif wanted == REFERENCE:
        if not isinstance(value, dict) or set(value) != {"id"}:
            yield f"{kind}: {name} is no reference"
    elif wanted == REFERENCES:
        if not isinstance(value, list):
            yield f"{kind}: {name} is no list"
    elif type(value) is not wanted:
        yield f"{kind}: {name} {value!r} is no {wanted}"
    if name in LENGTHS and isinstance(value, str) and len(value) > LENGTHS[name]:
        yield f"E4001 {kind}: {name} has {len(value)} letters"
    if name in ENUMS and value not in ENUMS[name]:
        yield f"{kind}: {value} is no {name}"
    if name == "periodType" and value not in PERIODS:
        yield f"{kind}: {value} is no period type"


def _reference_faults(file: Mapping[str, Any], known: frozenset[str]) -> Iterator[str]:
    units, elements = ({each.get("id") for each in file[kind]} for kind in ("organisationUnits", "dataElements"))
    before: set[str] = set()
    for unit in file["organisationUnits"]:
        parent = unit.get("parent", {}).get("id")
        if parent is not None and parent not in before | known:
            yield f"E5002 parent {parent} is not there, or behind its child"
        before.add(unit.get("id"))
    if sum("parent" not in unit or unit["parent"]["id"] in known for unit in file["organisationUnits"]) != 1:
        yield "the tree has not one root"
    for of in file["dataSets"]:
        for each in of.get("dataSetElements", ()):
            if each["dataSet"]["id"] != of.get("id") or each["dataElement"]["id"] not in elements:
                yield f"E5002 {of.get('name')}: data element {each['dataElement']['id']} is not there"
        for each in of.get("organisationUnits", ()):
            if each["id"] not in units:
                yield f"E5002 {of.get('name')}: place {each['id']} is not there"


def _value_faults(file: Mapping[str, Any], today: date) -> Iterator[str]:
    sets: dict[str, list[Mapping[str, Any]]] = {}
    for of in file["dataSets"]:
        for each in of["dataSetElements"]:
            sets.setdefault(each["dataElement"]["id"], []).append(of)
    elements = {each["id"]: each for each in file["dataElements"]}
    units = {each["id"]: each for each in file["organisationUnits"]}
    keys = Counter((each.get("dataElement"), each.get("period"), each.get("orgUnit")) for each in file["dataValues"])
    for key, number in keys.items():
        if number > 1:
            yield f"{key} has {number} values"
    for value in file["dataValues"]:
        if set(value) != {"dataElement", "period", "orgUnit", "value"}:
            yield f"keys of a value are {set(value)}"
            continue
        element, unit, text = elements.get(value["dataElement"]), units.get(value["orgUnit"]), value["value"]
        if element is None or unit is None:
            yield f"E7610, E7612 {value}: element or place is not there"
            continue
        if not isinstance(text, str) or not is_valid(text, element["valueType"]):
            yield f"E7619 {value}: no {element['valueType']}"
        if text == "0" and not element["zeroIsSignificant"]:
            yield f"{value}: a 0 that is thrown away"
        of = sets.get(value["dataElement"], [])
        if not any(value["orgUnit"] in {each["id"] for each in data_set["organisationUnits"]} for data_set in of):
            yield f"E7635 {value}: the element is not of a data set of the place"
        starts = [found for each in of if (found := first_day(value["period"], each["periodType"])) is not None]
        if not starts:
            yield f"E7629 {value}: the period is none of {[each['periodType'] for each in of]}"
        elif starts[0] > today or not all(each["openFuturePeriods"] >= 1 for each in of):
            yield f"E7641 {value}: the period is not open"
        elif starts[0] < date.fromisoformat(unit["openingDate"]):
            yield f"{value}: the place was not open yet"


def is_valid(text: str, value_type: str) -> bool:
    """Whether a value is of a type, as `ValidationUtils.valueIsValid` of DHIS2 says."""
    if value_type == "INTEGER_ZERO_OR_POSITIVE":
        return re.fullmatch(r"0|[1-9]\d*", text, re.ASCII) is not None and int(text) <= 2_147_483_647
    return re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", text, re.ASCII) is not None


def first_day(text: str, period_type: str) -> date | None:
    """The first day of a period that is written in the ISO format of its type; None: it is not."""
    pattern, begins = PERIODS[period_type]
    found = re.fullmatch(pattern, text, re.ASCII)
    if found is None:
        return None
    if begins is None:
        return _day("-".join((text[:4], text[4:6], text[6:] or "01")))
    year, week = int(found[1]), int(found[2])
    # The first week is the one that has at least four days of the year, as java.time.WeekFields.of(begins, 4) counts.
    day = date(year, 1, 1)
    while day.isoweekday() != begins:
        day += timedelta(days=1)
    first = day if day.day <= 4 else day - timedelta(days=7)
    start = first + timedelta(weeks=week - 1)
    return start if week >= 1 and (start + timedelta(days=3)).year == year else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
