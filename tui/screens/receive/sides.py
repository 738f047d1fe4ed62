"""Shows the store's value and the file's value of a change side by side, with what differs marked."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len, set_cell_size

from store.cells import cell_name
from store.database import Store
from store.models import PERSON_COLUMN
from store.receiving import kept
from store.receiving.kept import SourceCell
from store.receiving.plan import FieldChange, PlannedRow, Reading
from store.receiving.telling_cell import telling_cell
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
    known = {} if row.staff_id is None or is_written else kept.origins(store, row.staff_id)
    half = min(46, max(16, (width - _LABEL - 4) // 2))
    lines = [_line("", [("Trước đó" if is_written else "Trong sổ", False)], [("Trong tệp", False)], half)]
    lines = lines if most else []
    for change in row.changes[:most]:
        there = "" if change.before is None or is_written else _cell(known, change)
        before, after = differing(change, *shown_values(store, change))
        after = [*after, (_of_file(reading, row, change), False)]
        lines.append(_line(field_label(store, change.field), [*before, (there, False)], after, half))
    more = "; ".join(describe(store, change) for change in row.changes[most:])
    lines += [[(f"  {'và ' if most else ''}{more}", False)]] if more else []
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


def _cell(known: Mapping[str, SourceCell | None], change: FieldChange) -> str:
    source = known.get(change.field)
    if source is None:
        return f" ({_BY_HAND})" if change.field in known and change.field not in ("unit", "department") else ""
    return f" ({source.sheet}!{source.cell})" if source.cell else ""


def _files(known: Mapping[str, SourceCell | None], changes: Sequence[FieldChange]) -> str:
    """The files from which the store has the disputed values, in words."""
    found = [known.get(change.field) for change in changes if change.before is not None]
    files = [f"{one.file_name}, nhận {format_date(one.received_at[:10])}" for one in found if one is not None]
    return "; ".join(dict.fromkeys(files))


def _of_file(reading: Reading, row: PlannedRow, change: FieldChange) -> str:
    columns = reading.tables[row.incoming.table].columns
    at = telling_cell(change.field, [column.field for column in columns], row.incoming.cells, change.after)
    return f" ({cell_name(columns[at].index, row.incoming.row)})" if at is not None else ""
