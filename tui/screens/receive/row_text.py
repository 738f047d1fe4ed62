"""Words for a row on the screen of incoming files: its line in the list, and its text below."""

from importers.intake import Incoming
from store.checklist.items import checklist_items
from store.database import Store
from store.models import MARKS, Person, State
from store.outcome import Outcome
from store.people import staff
from store.receiving.plan import Conflict, IncomingRow, PlannedRow
from store.text import format_date, mask_number
from store.words.field_values import OUTCOME_LABELS, describe
from tui.screens.receive.sides import sides

_TAKE_LABELS: dict[Conflict | None, str] = {
    Conflict.IDENTITY: "cùng một người, lấy theo tệp",
    Conflict.REMOVED: "đưa lại vào danh sách",
    Conflict.UNIT: "chuyển sang đơn vị gửi tệp",
}
_UNKNOWN = ("không rõ ngày sinh", "không có CCCD")


def answer_label(row: PlannedRow, choice: str) -> str:
    """An answer in words."""
    if choice == "keep" and row.asks_who:
        return "bỏ dòng này"
    if choice == "take":
        return _TAKE_LABELS.get(row.conflict, "lấy theo tệp")
    return "giữ như trong sổ" if choice == "keep" else "là người khác, thêm mới"


def answers(row: PlannedRow) -> list[tuple[str, str]]:
    """(choice, its words) of the answers to a conflict, in the order of their keys."""
    from importers.deciding.planning import choices

    return [(choice, answer_label(row, choice)) for choice in choices(row)]


def about(store: Store, incoming: Incoming, row: PlannedRow, width: int) -> str:
    """The text below the list: where the row is, what it holds, and both sides of its question."""
    assert incoming.reading is not None  # noqa: S101 - it has rows
    sheets = {table.sheet for table in incoming.reading.tables}
    sheet = f", trang {incoming.reading.tables[row.incoming.table].sheet}" if len(sheets) > 1 else ""
    where = f"Dòng {row.incoming.row}{sheet}"
    lines = []
    if row.question:
        lines.append(f"{where}: {row.asks or row.question}")
        if row.conflict is Conflict.IDENTITY and row.staff_id is not None and row.incoming.person is not None:
            member = staff.get(store, row.staff_id)
            sender = incoming.plan.unit if incoming.plan is not None else None
            elsewhere = member.unit != sender
            for where, person, unit in (("Sổ: ", member.person, member.unit), ("Tệp:", row.incoming.person, sender)):
                lines.append(f"{where} {_person_text(person, unit or '' if elsewhere else '', unknown=_UNKNOWN)}")
        lines += sides(store, incoming.reading, row, width)
    else:
        answer = incoming.answers.choices.get(row.incoming.place)
        given = f" · đã trả lời: {answer_label(row, answer)} (Ctrl+Z: bỏ câu trả lời)" if answer else ""
        lines.append(f"{where}: {OUTCOME_LABELS[row.outcome]}{given}")
        if row.changes:
            lines.append("; ".join(describe(store, change) for change in row.changes))
        if row.incoming.person is not None:
            lines.append(_row_person_text(store, row.incoming, row.incoming.person))
    lines += [f"{problem.cell or 'Cả dòng'}: {problem.text}" for problem in row.incoming.problems]
    return "\n".join(lines)


def row_line(store: Store, incoming: Incoming, row: PlannedRow) -> str:
    """One row of the preview: where it stands, whom it names, what becomes of it."""
    assert incoming.reading is not None  # noqa: S101 - it was read
    several = len({table.sheet for table in incoming.reading.tables}) > 1
    sheet = f"{incoming.reading.tables[row.incoming.table].sheet[:14]} " if several else ""
    name = row.incoming.person.full_name if row.incoming.person is not None else "(không có tên)"
    about = row.question or "; ".join(describe(store, change) for change in row.changes)
    problems = "; ".join(f"{p.cell} {p.text}".strip() for p in row.incoming.problems)
    text = " · ".join(part for part in (about, problems) if part)
    outcome = OUTCOME_LABELS[row.outcome]
    if incoming.taken and row.outcome in (Outcome.NEW, Outcome.CHANGED):
        outcome = f"đã {'thêm' if row.outcome is Outcome.NEW else 'đổi'}"
    return f"{sheet}{row.incoming.row:>5}  {outcome:<10}  {name:<22.22}  {text}"


def _person_text(person: Person, *more: str, unknown: tuple[str, str] = ("", "")) -> str:
    """Who somebody is: name, birth date, masked CCCD, position; `unknown` stands for a missing date and CCCD."""
    parts = (
        person.full_name,
        f"sinh {format_date(person.birth_date)}" if person.birth_date else unknown[0],
        f"CCCD {mask_number(person.citizen_id)}" if person.citizen_id else unknown[1],
        person.position or "",
        *more,
    )
    return " · ".join(part for part in parts if part)


def _row_person_text(store: Store, row: IncomingRow, person: Person) -> str:
    """Everything that a row says of somebody."""
    marks = (
        f"{item.short_title} {MARKS[person.states.get(item.key, State.UNKNOWN)]}" for item in checklist_items(store)
    )
    reasons = "; ".join(dict.fromkeys(person.reasons.values()))
    return _person_text(person, row.department or "", " ".join(marks), reasons, person.note or "")
