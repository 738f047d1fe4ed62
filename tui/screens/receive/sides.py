"""Prints both sides of a conflict beside each other: the value in the store and in the file, each with its cell."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from store.cells import cell_name
from store.columns import columns_telling
from store.database import Store
from store.receiving import kept
from store.receiving.kept import SourceCell
from store.receiving.plan import FieldChange, PlannedRow, Reading
from store.text import format_date
from store.words.field_values import field_label, shown_value

_LABEL = 14  # letters of a field's name
_BY_HAND = "ghi tay"


def sides(store: Store, reading: Reading, row: PlannedRow, width: int, *, most: int = 3) -> list[str]:
    """One line per value in dispute: the store's value at the left, the file's at the right.

    ```
                    Trong sổ                 Trong tệp
      Mức 2         ✓ Đã (DS!F12)            ✗ Chưa (G9)
      Sổ theo a.xlsx, nhận 20/06/2026
    ```

    At most `most` values, then how many more; `width` letters wide.
    """
    if not row.changes:
        return []
    known = kept.sources(store, row.staff_id) if row.staff_id is not None else {}
    half = min(46, max(16, (width - _LABEL - 4) // 2))
    lines = [_line("", "Trong sổ", "Trong tệp", half)]
    for change in row.changes[:most]:
        source = known.get(change.field)
        there = "" if change.before is None else _cell(source, change)
        before = f"{shown_value(store, change.field, change.before)}{there}"
        after = f"{shown_value(store, change.field, change.after)}{_of_file(reading, row, change)}"
        lines.append(_line(field_label(store, change.field), before, after, half))
    more = len(row.changes) - most
    lines += [f"  … và {more} điều nữa"] if more > 0 else []
    sources_text = _files(known, row.changes)
    return [*lines, *([f"  Sổ theo {sources_text}"] if sources_text else [])]


def _line(label: str, left: str, right: str, half: int) -> str:
    return (
        f"  {_cut(label, _LABEL)}{_cut(left, half)}{right if cell_len(right) <= half else _cut(right, half)}".rstrip()
    )


def _cut(text: str, width: int) -> str:
    return set_cell_size(text if cell_len(text) < width else f"{set_cell_size(text, width - 2)}…", width)


def _cell(source: SourceCell | None, change: FieldChange) -> str:
    if source is None:
        return "" if change.field in ("unit", "department") else f" ({_BY_HAND})"
    return f" ({source.sheet}!{source.cell})" if source.cell else ""


def _files(known: dict[str, SourceCell], changes: Sequence[FieldChange]) -> str:
    """The files from which the store has what is in dispute."""
    found = [known[change.field] for change in changes if change.field in known and change.before is not None]
    sources_text = dict.fromkeys(f"{one.file_name}, nhận {format_date(one.received_at[:10])}" for one in found)
    return "; ".join(sources_text)


def _of_file(reading: Reading, row: PlannedRow, change: FieldChange) -> str:
    names = columns_telling(change.field)
    table = reading.tables[row.incoming.table]
    for place, column in enumerate(table.columns):
        if column.field in names and place < len(row.incoming.cells) and row.incoming.cells[place]:
            return f" ({cell_name(column.index, row.incoming.row)})"
    return ""
