"""Both sides of a conflict: what the store says and where that came from, what the file says and in which cell."""

from store.cells import cell_name
from store.database import Store
from store.receiving import submissions
from store.receiving.plan import FieldChange, PlannedRow, Reading
from store.receiving.submissions import SourceCell
from store.text import format_date
from store.wording import field_label, shown_value


def sides(store: Store, reading: Reading, row: PlannedRow, *, most: int = 3) -> list[str]:
    """A line a value in dispute: `Mức 2: sổ ✓ Đã (a.xlsx, DS!F12) · tệp ✗ Chưa (G9)`; at most `most`, then how many."""
    known = submissions.sources(store, row.staff_id) if row.staff_id is not None else {}
    told = [
        f"  {field_label(store, change.field)}: sổ {shown_value(store, change.field, change.before)}"
        f"{'' if change.before is None else f' ({_of_store(known.get(change.field))})'}"
        f" · tệp {shown_value(store, change.field, change.after)}{_of_file(reading, row, change)}"
        for change in row.changes
    ]
    more = len(told) - most
    return [*told[:most], f"  … và {more} điều nữa"] if more > 0 else told


def _of_store(source: SourceCell | None) -> str:
    if source is None:
        return "ghi tay"
    return f"{source.file_name}, {source.sheet}!{source.cell}, nhận {format_date(source.received_at[:10])}"


def _of_file(reading: Reading, row: PlannedRow, change: FieldChange) -> str:
    kind, dot, key = change.field.partition(".")
    names = {change.field}
    if dot and kind == "state":
        names |= {f"done.{key}", f"todo.{key}", f"na.{key}"}
    table = reading.tables[row.incoming.table]
    for place, column in enumerate(table.columns):
        if column.field in names and place < len(row.incoming.cells) and row.incoming.cells[place]:
            return f" ({cell_name(column.index, row.incoming.row)})"
    return ""
