"""Builds the line of an incoming row: below 100 letters its outcome and person, above that its values too."""

from contextlib import suppress

from importers.intake import Incoming
from store.database import Store
from store.field_ref import FieldKind
from store.frozen import frozen
from store.models import MARKS, Item, Person, State
from store.outcome import Outcome
from store.people import staff
from store.receiving.plan import FieldChange, PlannedRow, Reading
from store.text import format_date, mask_number
from store.words.field_values import OUTCOME_LABELS, describe, field_label, have_days, shown_values
from store.words.kept_values import kept_values
from tui.screens.receive.sides import cut, differing
from tui.widgets.line_list import Piece
from tui.widgets.short_names import short_name

_ROW, _OUTCOME, _SHEET, _NAME, _DATE, _NUMBER, _STATE = 5, 12, 12, 24, 11, 13, 7
_LEAST_TEXT, _LEAST_NOTE = 25, 9  # letters of what is said of a row behind its date and number, behind its states


@frozen
class Shape:
    """The columns for a width."""

    has_sheets: bool
    has_values: bool  # birth date and CCCD
    items: tuple[Item, ...]  # whose states are shown
    of_bundle: bool = False  # its tables are units, its rows are numbered as the station numbers its people

    @classmethod
    def of_width(cls, reading: Reading, items: tuple[Item, ...], width: int) -> "Shape":
        """The columns that fit in `width` letters."""
        has_sheets = len({table.sheet for table in reading.tables}) > 1
        room = width - _ROW - 2 - _OUTCOME - _NAME - (_SHEET if has_sheets else 0)
        has_values = room >= _DATE + _NUMBER + _LEAST_TEXT
        with_states = room >= _DATE + _NUMBER + _STATE * len(items) + _LEAST_NOTE
        return cls(has_sheets, has_values, items if with_states else (), reading.bundle is not None)

    def head(self) -> str:
        """The heads over the columns."""
        sheet, row = ("Đơn vị", "Số") if self.of_bundle else ("Trang", "Dòng")
        parts = [f"{sheet:<{_SHEET}}"] if self.has_sheets else []
        parts.append(f"{row:>{_ROW}}  {'Kết quả':<{_OUTCOME}}{'Họ và tên':<{_NAME}}")
        if self.has_values:
            parts.append(f"{'Ngày sinh':<{_DATE}}{'Số CCCD':<{_NUMBER}}")
        parts += [f"{item.short_title:<{_STATE}.{_STATE - 1}}" for item in self.items]
        return "".join([*parts, "Cần xem" if self.items else "Khác sổ, cần xem"])


def line(store: Store, incoming: Incoming, row: PlannedRow, shape: Shape) -> list[Piece]:
    """The line of a row: place, outcome, person, and values, with differences from the store marked."""
    assert incoming.reading is not None  # noqa: S101 - it was read
    outcome = OUTCOME_LABELS[row.outcome]
    if incoming.taken and row.outcome in (Outcome.NEW, Outcome.CHANGED):
        outcome = f"đã {'thêm' if row.outcome is Outcome.NEW else 'đổi'}"
    sheet = incoming.reading.tables[row.incoming.table].sheet
    sheet = short_name(sheet) if shape.of_bundle else sheet
    pieces = cut([(sheet, False)], _SHEET) if shape.has_sheets else []
    pieces.append((f"{row.incoming.row:>{_ROW}}  {outcome:<{_OUTCOME}}", False))
    person = person_to_be(store, incoming, row)
    changes: dict[str, FieldChange] = {change.field: change for change in (*row.changes, *row.agreed)}
    if person is None:
        return [*pieces, *cut([("(không có tên)", False)], _NAME), (_text(store, incoming, row), False)]
    pieces += cut(_value(store, changes.get("full_name"), person.full_name), _NAME)
    if not shape.has_values:
        return [*pieces, (_text(store, incoming, row), False)]
    pieces += cut(_value(store, changes.get("birth_date"), _born(person, row)), _DATE)
    pieces += cut(_value(store, changes.get("citizen_id"), mask_number(person.citizen_id) or "?"), _NUMBER)
    for item in shape.items:
        pieces += cut(_state(person, item, changes), _STATE)
    return [*pieces, (_note(store, row, shape) if shape.items else _text(store, incoming, row), False)]


def person_to_be(store: Store, incoming: Incoming, row: PlannedRow) -> Person | None:
    """The person that a row names; as in the store once the file went in, and where nothing of the row will."""
    of_store = incoming.taken or row.outcome is Outcome.UNCHANGED
    of_store = of_store or incoming.answers.choices.get(row.incoming.place) == "keep"
    if of_store and row.staff_id is not None and row.outcome is not Outcome.CONFLICT:
        with suppress(KeyError):  # whoever was forgotten since is in the file alone
            return staff.get(store, row.staff_id).person
    return row.incoming.person


def _born(person: Person, row: PlannedRow) -> str:
    """The birth year, as `1984`; the whole day if file and store have two, so that the person can decide."""
    of_file = row.incoming.person.birth_date if row.incoming.person is not None else None
    differ = of_file != person.birth_date and have_days(of_file, person.birth_date)
    return (format_date(person.birth_date) if differ else (person.birth_date or "")[:4]) or "?"


def _value(store: Store, change: FieldChange | None, value: str) -> list[Piece]:
    """The value in pieces, with what differs from the store's value marked."""
    return [(value, False)] if change is None else differing(change, *shown_values(store, change))[1]


def _state(person: Person, item: Item, changes: dict[str, FieldChange]) -> list[Piece]:
    """The mark of a state: `✓`, or `✓→✗` if the store has another one."""
    for change in changes.values():
        if change.field.item == item.key and change.field.kind is FieldKind.STATE and change.after is not None:
            before, after = MARKS[State(change.before or State.UNKNOWN)], MARKS[State(change.after)]
            return [(f"{before}→", False), (after, True)]
    return [(MARKS[person.states.get(item.key, State.UNKNOWN)], False)]


def _text(store: Store, incoming: Incoming, row: PlannedRow) -> str:
    """The question, changes and problems of a row in words, and what the file says otherwise."""
    about = row.question if row.asks_who else "; ".join(describe(store, change) for change in row.changes)
    problems = "; ".join(f"{problem.cell} {problem.text}".strip() for problem in row.incoming.problems)
    kept = "; ".join(kept_values(store, row, incoming.plan.unit if incoming.plan is not None else None))
    return " · ".join(part for part in (about, kept, problems) if part)


def _note(store: Store, row: PlannedRow, shape: Shape) -> str:
    """A short note on a row whose values are shown; the text below the list has all of it."""
    about = "ai đây?" if row.asks_who and row.question else ""
    shown = {"full_name", "birth_date", "citizen_id"}
    labels = dict.fromkeys(
        field_label(store, change.field)
        for change in row.changes
        if change.field not in shown and not (change.field.kind is FieldKind.STATE and shape.items)
    )
    of_states = dict.fromkeys(field for field in row.kept if field.kind is FieldKind.STATE or field.item is None)
    kept = f"tệp ghi khác: {', '.join(field_label(store, field) for field in of_states)}" if of_states else ""
    cells = " ".join(problem.cell or "!" for problem in row.incoming.problems)
    return " · ".join(part for part in (about, ", ".join(labels), kept, cells) if part)
