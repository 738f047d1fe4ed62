"""Remembers the answers of a person about the files of a unit, so that its next file needs no answers.

All answers are in the table `column_mapping`. A column is kept by the fingerprint of the heads, its place and its
field. A name by which files call a unit, words that mean another reason, and a sign in a column are kept by their
folded text behind `_NAME`, `_REASON` or `_MARK` in place of the fingerprint, and by the answer in place of the field.
"""

from collections.abc import Mapping

from store.database import Store
from store.frozen import frozen
from store.history import recording
from store.text import clean, fold

#: By the fingerprint of a table's heads: place of a column in it, 0-based -> field; None: passed over.
Corrections = dict[str, dict[int, str | None]]


@frozen
class Remembered:
    """The corrections of the files of one unit."""

    corrections: Corrections
    since: dict[str, str]  # by fingerprint: when the latest of its columns was corrected, ISO


NOTHING = Remembered({}, {})
_NAME, _REASON, _MARK = "name:", "reason:", "mark:"


def remembered(store: Store, unit_id: int) -> Remembered:
    """All corrections of columns in files of a unit."""
    found = Remembered({}, {})
    rows = store.rows(
        "SELECT fingerprint, place, field, at FROM column_mapping"
        " WHERE unit_id = ? AND fingerprint NOT LIKE '%:%' ORDER BY at",
        (unit_id,),
    )
    for fingerprint, place, field, at in rows:
        found.corrections.setdefault(fingerprint, {})[place] = field or None
        found.since[fingerprint] = at
    return found


def remember(store: Store, unit_id: int, corrections: Mapping[str, Mapping[int, str | None]]) -> None:
    """Keep the corrections of columns; corrections of other columns and other headers stay."""
    with recording(store, "columns", "Sửa cách đọc cột") as change:
        for fingerprint, columns in corrections.items():
            for place, field in columns.items():
                change.assign("column_mapping", unit_id, f"{fingerprint}/{place}", field or "")


def forget(store: Store, unit_id: int, fingerprint: str) -> None:
    """Drop the corrections for tables whose heads have this fingerprint."""
    kept = remembered(store, unit_id).corrections.get(fingerprint, {})
    with recording(store, "columns", "Trở về cách đọc cột cũ") as change:
        for place in kept:
            change.assign("column_mapping", unit_id, f"{fingerprint}/{place}", None)


def remember_name(store: Store, unit_id: int, name: str) -> None:
    """Remember that files that call their unit `name` are of this unit."""
    with recording(store, "columns", "Nhớ tên đơn vị trong tệp") as change:
        change.assign("column_mapping", unit_id, f"{_NAME}{fold(name)}/0", clean(name))


def unit_named(store: Store, name: str) -> tuple[str, str] | None:
    """(present name of the unit, day) to which a person assigned a file with this name; None when nobody did."""
    row: tuple[str, str] | None = store.one(
        "SELECT unit.name, substr(at, 1, 10) FROM column_mapping JOIN unit ON unit.id = unit_id"
        " WHERE fingerprint = ? AND valid_to IS NULL ORDER BY at DESC",
        (f"{_NAME}{fold(name)}",),
    )
    return row


def names_of(store: Store, unit_id: int) -> list[str]:
    """The other names by which files call the unit, as they write them."""
    rows = store.rows(
        f"SELECT field FROM column_mapping WHERE unit_id = ? AND fingerprint LIKE '{_NAME}%' ORDER BY at", (unit_id,)
    )
    return [name for (name,) in rows]


def remember_reasons(store: Store, unit_id: int, reasons: Mapping[str, str]) -> None:
    """Keep which words of a file mean which reason of the station."""
    with recording(store, "columns", "Nhớ lý do trong tệp") as change:
        for words, instead in reasons.items():
            change.assign("column_mapping", unit_id, f"{_REASON}{fold(words)}/0", instead)


def same_reasons(store: Store) -> dict[str, str]:
    """Folded words in files -> the reason that a person chose for them, for files of all units."""
    rows = store.rows(f"SELECT fingerprint, field FROM column_mapping WHERE fingerprint LIKE '{_REASON}%' ORDER BY at")
    return {fingerprint.removeprefix(_REASON): instead for fingerprint, instead in rows}


def remember_marks(store: Store, unit_id: int, marks: Mapping[str, str]) -> None:
    """Remember the meaning of signs in a unit's files: sign and column -> the state in words."""
    with recording(store, "columns", "Nhớ dấu trong tệp") as change:
        for words, meaning in marks.items():
            change.assign("column_mapping", unit_id, f"{_MARK}{fold(words)}/0", meaning)


def marks(store: Store, unit_id: int) -> dict[str, str]:
    """Folded sign and column of a unit's files -> the state in words."""
    rows = store.rows(
        f"SELECT fingerprint, field FROM column_mapping WHERE unit_id = ? AND fingerprint LIKE '{_MARK}%'", (unit_id,)
    )
    return {fingerprint.removeprefix(_MARK): meaning for fingerprint, meaning in rows}
