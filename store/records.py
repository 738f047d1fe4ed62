"""Writes a record that is kept under a key: the progress of a task, the account of a unit, a figure, a data source."""

from collections.abc import Mapping
from datetime import date

from store import clock
from store.database import Store
from store.errors import RefusedError
from store.history import recording
from store.text import clean, format_date


def cleaned(values: Mapping[str, str | None]) -> dict[str, str | None]:
    """Clean the values of a form for the store; None for an empty field."""
    return {name: clean(value) or None if value else None for name, value in values.items()}


def refuse_future(day: str | None, prefix: str = "Ngày") -> None:
    """Raise RefusedError when a day (YYYY-MM-DD) is in the future; `prefix` begins the message."""
    if day and date.fromisoformat(day) > clock.today():
        raise RefusedError(f"{prefix} {format_date(day)} chưa tới.")


def write(
    store: Store, table: str, key: Mapping[str, object], values: Mapping[str, str | None], *, command: str, label: str
) -> None:
    """Set values of the record under `key`, which is added if missing, as one step of undo.

    Only the values enter the history: that the record was added means nothing by itself.
    """
    names, given = ", ".join(key), tuple(key.values())
    with recording(store, command, label) as change:
        store.write(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(key))}) ON CONFLICT DO NOTHING", given)
        where = " AND ".join(f"{name} = ?" for name in key)
        row_id = int(store.value(f"SELECT id FROM {table} WHERE {where}", given))
        for name, value in values.items():
            change.assign(table, row_id, name, value)
