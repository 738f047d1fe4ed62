"""Writes a record that is kept under a key: the progress of a task, the account of a unit, a figure, a data source."""

from collections.abc import Mapping
from datetime import date

from store import clock
from store.database import Store
from store.errors import RefusedError
from store.history import recording
from store.text import clean, format_date


def cleaned(values: Mapping[str, str | None]) -> dict[str, str | None]:
    """Values of a form as they are kept; None where nothing was written."""
    return {name: clean(value) or None if value else None for name, value in values.items()}


def refuse_future(day: str | None, prefix: str = "Ngày") -> None:
    """Check a day, YYYY-MM-DD. Raises RefusedError: it has not come yet."""
    if day and date.fromisoformat(day) > clock.today():
        raise RefusedError(f"{prefix} {format_date(day)} chưa tới.")


def write(
    store: Store, table: str, key: Mapping[str, object], values: Mapping[str, str | None], *, command: str, label: str
) -> None:
    """Set values of the record under `key`, as one step of undo; that it was made says nothing, and has no history."""
    names, given = ", ".join(key), tuple(key.values())
    with recording(store, command, label) as change:
        store.write(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(key))}) ON CONFLICT DO NOTHING", given)
        where = " AND ".join(f"{name} = ?" for name in key)
        row_id = int(store.value(f"SELECT id FROM {table} WHERE {where}", given))
        for name, value in values.items():
            change.assign(table, row_id, name, value)
