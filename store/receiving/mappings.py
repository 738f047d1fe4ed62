"""Remembers how a person corrected the columns of a unit's file, for its next file with the same heads."""

from collections.abc import Mapping
from dataclasses import dataclass

from store.database import Store
from store.history import recording

#: By the fingerprint of a table's heads: place of a column in it, 0-based -> field; None: passed over.
Corrections = dict[str, dict[int, str | None]]


@dataclass(frozen=True, slots=True)
class Remembered:
    """The corrections of the files of one unit."""

    corrections: Corrections
    since: dict[str, str]  # by fingerprint: when the latest of its columns was corrected, ISO


NOTHING = Remembered({}, {})


def remembered(store: Store, unit_id: int) -> Remembered:
    """Everything that was corrected in files of the unit."""
    found = Remembered({}, {})
    rows = store.rows(
        "SELECT fingerprint, place, field, at FROM column_mapping WHERE unit_id = ? ORDER BY at", (unit_id,)
    )
    for fingerprint, place, field, at in rows:
        found.corrections.setdefault(fingerprint, {})[place] = field or None
        found.since[fingerprint] = at
    return found


def remember(store: Store, unit_id: int, corrections: Mapping[str, Mapping[int, str | None]]) -> None:
    """Keep corrections; those of other columns and of other heads stay."""
    with recording(store, "columns", "Sửa cách đọc cột") as change:
        for fingerprint, columns in corrections.items():
            for place, field in columns.items():
                change.assign("column_mapping", unit_id, f"{fingerprint}/{place}", field or "")


def forget(store: Store, unit_id: int, fingerprint: str) -> None:
    """Drop the corrections for tables with these heads."""
    kept = remembered(store, unit_id).corrections.get(fingerprint, {})
    with recording(store, "columns", "Trở về cách đọc cột cũ") as change:
        for place in kept:
            change.assign("column_mapping", unit_id, f"{fingerprint}/{place}", None)
