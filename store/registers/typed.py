"""Converts words, typed on the command line or in a table, to the values of an entry of a register."""

import re
from collections.abc import Mapping
from datetime import date

from store.database import Store
from store.errors import RefusedError
from store.people import staff, units
from store.registers.declared import Register, RegisterColumn
from store.registers.sentences import health_staff
from store.text import clean, fold, parse_date_entry

EVERYBODY = ("all", "tat ca")  # of the health staff took part
_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+")  # 1.200


def plain_number(text: str) -> str:
    """Removes the points between thousands, `1.200` to `1200`; returns any other text unchanged."""
    return text.replace(".", "") if _GROUPED.fullmatch(text) else text


def column_named(register: Register, name: str) -> RegisterColumn | None:
    """Returns the column of a register with this key or label; None when it has none."""
    wanted = fold(name)
    return next((each for each in register.columns if wanted in (fold(each.key), fold(each.label))), None)


def values_of(store: Store, register: Register, words: Mapping[str, str]) -> dict[str, str | None]:
    """Returns values for `entries.add`; `words` maps the key or label of a column to the typed text.

    Raises RefusedError when a column does not exist, or a day, unit, choice or person is not understood.
    """
    found: dict[str, str | None] = {}
    for name, text in words.items():
        column = column_named(register, name)
        if column is None:
            known = ", ".join(f"{each.key} ({each.label})" for each in register.columns)
            raise RefusedError(f"Sổ {register.title} không có cột “{name}”. Có: {known}.")
        found[column.key] = _value(store, column, clean(text)) if clean(text) else None
    return found


def _value(store: Store, column: RegisterColumn, text: str) -> str:
    wanted = fold(text)
    match column.kind:
        case "day":
            if (day := day_of(text)) is None:
                raise RefusedError(f"{column.label}: “{text}” không phải ngày: ghi như 18/06/2026.")
            return day
        case "number":
            return plain_number(text)
        case "unit":
            unit = units.find(store, text)
            if unit is None:
                raise RefusedError(f"{column.label}: không có đơn vị “{text}”.")
            return str(unit.id)
        case "choice":
            for value, label in column.choices:
                if wanted in (fold(value), fold(label)):
                    return value
            labels = "; ".join(label for _, label in column.choices)
            raise RefusedError(f"{column.label}: “{text}” không có. Có: {labels}.")
        case "staff":
            return " ".join(map(str, sorted(_people(store, text))))
        case _:
            return text


def day_of(text: str) -> str | None:
    """Returns the day that a text names, YYYY-MM-DD; None when it names none, or only a year."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return parse_date_entry(text, year_alone=False)


def _people(store: Store, text: str) -> set[int]:
    """Returns the ids of health staff named by full name or CCCD, divided by semicolons, or of everybody.

    Raises RefusedError when a name fits nobody or several people.
    """
    everybody = health_staff(store)
    if fold(text) in EVERYBODY:
        return set(everybody)
    known = [
        (each.id, fold(each.person.full_name), each.person.citizen_id)
        for each in staff.by_ids(store, sorted(everybody))
    ]
    found = set[int]()
    for name in filter(None, map(clean, text.split(";"))):
        fitting = [staff_id for staff_id, folded, number in known if fold(name) == folded or name == number]
        if len(fitting) != 1:
            why = "không có trong danh sách ngành Y tế" if not fitting else "có nhiều người, hãy ghi số CCCD"
            raise RefusedError(f"“{name}”: {why}.")
        found.add(fitting[0])
    return found
