"""Words for the columns of a file: what a column is read as, how sure that is, and the value in a row."""

from store.columns import value_told_by
from store.database import Store
from store.field_ref import FieldKind, FieldRef
from store.masks import cover_numbers
from store.models import MARKS, PERSON_COLUMNS, STATE_LABELS, Person, State
from store.receiving.plan import Column, IncomingRow
from store.text import format_date
from store.words.field_values import field_label

_PRINTERS = {column.name: column.printer() for column in PERSON_COLUMNS}
CERTAIN, LIKELY, UNKNOWN, CORRECTED, UNUSED, EMPTY = "chắc", "có thể", "không rõ", "đã sửa", "bỏ qua", "trống"
ASKED = "chờ hỏi"  # nothing of the column is stored before it is answered
DOUBTFUL = frozenset({LIKELY, UNKNOWN, ASKED})
NOTHING = "(không có gì)"
_CERTAIN = 0.8
_KNOWN = 0.7  # of a column that is not kept: its words are known


def column_label(store: Store, field: FieldRef | None) -> str:
    """Words for the field that a column is read as: `Họ và tên`, `Chưa: Mức 2`, `Không dùng`."""
    return "Không dùng" if field is None else field_label(store, field)


def sureness(column: Column, *, corrected: bool, empty: bool) -> str:
    """One of the words for how sure the reading of a column is."""
    if corrected:
        return CORRECTED
    if column.field is None:
        return UNUSED if column.confidence >= _KNOWN else EMPTY if empty else UNKNOWN
    return CERTAIN if column.confidence >= _CERTAIN else LIKELY


def value_of(row: IncomingRow, field: FieldRef | None) -> str:
    """The value that was read from a row for the field of a column, in words."""
    person = row.person
    if field is None:
        return "không dùng"
    if field in ("ordinal", "timestamp"):
        return "không đưa vào sổ"
    if person is None:
        return NOTHING
    if field.item is not None and field.tells_state:
        state = person.states.get(field.item, State.UNKNOWN)
        reason = person.reasons.get(field.item)
        return f"{MARKS[state]} {STATE_LABELS[state]}{f' ({reason})' if reason else ''}"
    return cover_numbers(_value(row, person, value_told_by(field))) or NOTHING


def _value(row: IncomingRow, person: Person, field: FieldRef) -> str:
    if field.item is not None:
        reason, day = person.reasons.get(field.item, ""), person.done_on.get(field.item)
        return reason if field.kind is FieldKind.REASON else format_date(day)
    if field in ("department", "unit"):
        return row.department or ""
    return _PRINTERS[field](getattr(person, field)) if field in _PRINTERS else ""
