"""Shows the store's value and the file's value of a change side by side, with what differs marked."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from store.cells import cell_name
from store.columns import columns_telling
from store.database import Store
from store.models import PERSON_COLUMN
from store.receiving import kept
from store.receiving.kept import SourceCell
from store.receiving.plan import FieldChange, PlannedRow, Reading
from store.text import format_date
from store.words.field_values import describe, field_label, shown_values
from tui.widgets.line_list import Piece

_LABEL = 14  # letters of a field's name
_BY_HAND = "ghi tay"
_ALIKE = 0.5  # below that two values are two words, and all of them differs


def sides(
    store: Store, reading: Reading, row: PlannedRow, width: int, *, is_written: bool = False, most: int = 3
) -> list[list[Piece]]:
    """One line per value that differs: the store's value at the left, the file's at the right.

    ```
                    Trong sổ                 Trong tệp
      Mức 2         ✓ Đã (DS!F12)            ✗ Chưa (G9)
      Sổ theo a.xlsx, nhận 20/06/2026
    ```

    At most `most` values so, the others in words; `width` letters wide. `is_written`: the file went in, so that what
    stood there before has no cell any more.
    """
    if not row.changes:
        return []
    known = {} if row.staff_id is None or is_written else kept.sources(store, row.staff_id)
    half = min(46, max(16, (width - _LABEL - 4) // 2))
    lines = [_line("", [("Trước đó" if is_written else "Trong sổ", False)], [("Trong tệp", False)], half)]
    for change in row.changes[:most]:
        there = "" if change.before is None or is_written else _cell(known.get(change.field), change)
        before, after = differing(change, *shown_values(store, change))
        after = [*after, (_of_file(reading, row, change), False)]
        lines.append(_line(field_label(store, change.field), [*before, (there, False)], after, half))
    more = "; ".join(describe(store, change) for change in row.changes[most:])
    lines += [[(f"  và {more}", False)]] if more else []
    sources_text = _files(known, row.changes)
    return [*lines, *([[(f"  Sổ theo {sources_text}", False)]] if sources_text else [])]


def differing(change: FieldChange, before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both values in pieces, with the differing letters and digits marked."""
    if change.before is None or change.field not in PERSON_COLUMN:
        return [(before, False)], [(after, change.before is not None)]
    from difflib import SequenceMatcher

    compared = SequenceMatcher(None, before, after, autojunk=False)
    if compared.ratio() < _ALIKE:
        return [(before, True)], [(after, True)]
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, at, end, beside, its_end in compared.get_opcodes():
        left.append((before[at:end], kind != "equal"))
        right.append((after[beside:its_end], kind != "equal"))
    return left, right


def _line(label: str, left: Sequence[Piece], right: Sequence[Piece], half: int) -> list[Piece]:
    return [("  ", False), *cut([(label, False)], _LABEL), *cut(left, half), *cut(right, half)]


def cut(pieces: Sequence[Piece], width: int) -> list[Piece]:
    """The pieces in exactly `width` cells: filled with blanks, or cut with … and a blank."""
    length = sum(cell_len(text) for text, _ in pieces)
    room = width if length < width else width - 2
    shown: list[Piece] = []
    for text, is_marked in pieces:
        fits = text if cell_len(text) <= room else set_cell_size(text, room)
        room -= cell_len(fits)
        shown.append((fits, is_marked))
    return [*shown, (" " * room if length < width else "… ", False)]


def _cell(source: SourceCell | None, change: FieldChange) -> str:
    if source is None:
        return "" if change.field in ("unit", "department") else f" ({_BY_HAND})"
    return f" ({source.sheet}!{source.cell})" if source.cell else ""


def _files(known: dict[str, SourceCell], changes: Sequence[FieldChange]) -> str:
    """The files from which the store has the disputed values, in words."""
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
