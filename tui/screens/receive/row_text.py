"""What the screen of incoming files says of a row: in a line of the list, and in the strip below it."""

from importers.intake import Incoming
from store.checklist.items import checklist_items
from store.database import Store
from store.models import MARKS, Person, State
from store.outcome import Outcome
from store.people import staff
from store.receiving.plan import IncomingRow, PlannedRow
from store.text import format_date, mask_citizen_id
from store.words.field_values import describe
from tui.screens.receive.row_filter import OUTCOME_LABELS
from tui.screens.receive.sides import sides

CHOICE_LABELS = {"keep": "giữ như trong sổ", "take": "lấy theo tệp", "new": "là người khác, thêm mới"}
_LEFT_OUT = "bỏ dòng này"
_TAKE_LABELS = {
    "identity": "cùng một người, lấy theo tệp",
    "removed": "đưa lại vào danh sách",
    "unit": "chuyển sang đơn vị gửi tệp",
}


def answer_label(row: PlannedRow, choice: str) -> str:
    """An answer in words."""
    return dict(answers(row)).get(choice, CHOICE_LABELS[choice])


def answers(row: PlannedRow) -> list[tuple[str, str]]:
    """(choice, its words) of the answers to a conflict, in the order of their keys."""
    from importers.deciding.planning import choices

    who = row.conflict in ("identity", "removed", "repeated")
    told = {**CHOICE_LABELS}
    if who:
        told["keep"] = _LEFT_OUT
    told["take"] = _TAKE_LABELS.get(row.conflict or "", told["take"])
    return [(choice, told[choice]) for choice in choices(row)]


def about(store: Store, incoming: Incoming, row: PlannedRow, width: int) -> str:
    """The strip: where the row stands, what it says, what is asked with both sides."""
    assert incoming.reading is not None  # noqa: S101 - it has rows
    sheets = {table.sheet for table in incoming.reading.tables}
    sheet = f", trang {incoming.reading.tables[row.incoming.table].sheet}" if len(sheets) > 1 else ""
    where = f"Dòng {row.incoming.row}{sheet}"
    lines = []
    if row.question:
        lines.append(f"{where}: {row.asks or row.question}")
        if row.conflict == "identity" and row.staff_id is not None and row.incoming.person is not None:
            member = staff.get(store, row.staff_id)
            sender = incoming.plan.unit if incoming.plan is not None else None
            elsewhere = member.unit != sender
            lines.append(f"Sổ:  {_told_apart(member.person, member.unit if elsewhere else None)}")
            lines.append(f"Tệp: {_told_apart(row.incoming.person, sender if elsewhere else None)}")
        lines += sides(store, incoming.reading, row, width)
    else:
        answer = incoming.answers.choices.get(row.place)
        told = f" · đã trả lời: {answer_label(row, answer)} (Ctrl+Z: bỏ câu trả lời)" if answer else ""
        lines.append(f"{where}: {OUTCOME_LABELS[row.outcome]}{told}")
        if row.changes:
            lines.append("; ".join(describe(store, change) for change in row.changes))
        if row.incoming.person is not None:
            lines.append(person_line(store, row.incoming))
    lines += [f"{problem.cell or 'Cả dòng'}: {problem.text}" for problem in row.incoming.problems]
    return "\n".join(lines)


def keys_of_answers(row: PlannedRow) -> str:
    """`1 giữ như trong sổ · 2 lấy theo tệp`; nothing where nothing is asked."""
    if not row.question:
        return ""
    return " · ".join(f"{number} {words}" for number, (_, words) in enumerate(answers(row), 1))


def row_line(store: Store, incoming: Incoming, row: PlannedRow) -> str:
    """One row of the preview: where it stands, whom it names, what becomes of it."""
    assert incoming.reading is not None  # noqa: S101 - it was read
    several = len({table.sheet for table in incoming.reading.tables}) > 1
    sheet = f"{incoming.reading.tables[row.incoming.table].sheet[:14]} " if several else ""
    name = row.incoming.person.full_name if row.incoming.person is not None else "(không có tên)"
    about = row.question or "; ".join(describe(store, change) for change in row.changes)
    problems = "; ".join(f"{p.cell} {p.text}".strip() for p in row.incoming.problems)
    told = " · ".join(part for part in (about, problems) if part)
    outcome = OUTCOME_LABELS[row.outcome]
    if incoming.taken is not None and row.outcome in (Outcome.NEW, Outcome.CHANGED):
        outcome = f"đã {'thêm' if row.outcome is Outcome.NEW else 'đổi'}"
    return f"{sheet}{row.incoming.row:>5}  {outcome:<10}  {name:<22.22}  {told}"


def _told_apart(person: Person, unit: str | None) -> str:
    """By what one tells two people of one name apart."""
    parts = (
        person.full_name,
        f"sinh {format_date(person.birth_date)}" if person.birth_date else "không rõ ngày sinh",
        f"CCCD {mask_citizen_id(person.citizen_id)}" if person.citizen_id else "không có CCCD",
        person.position or "",
        unit or "",
    )
    return " · ".join(part for part in parts if part)


def person_line(store: Store, row: IncomingRow) -> str:
    """What a row says of somebody who is new."""
    person = row.person
    if person is None:
        return ""
    states = " ".join(
        f"{item.short_title} {MARKS[person.states.get(item.key, State.UNKNOWN)]}" for item in checklist_items(store)
    )
    parts = (
        person.full_name,
        f"sinh {format_date(person.birth_date)}" if person.birth_date else "",
        f"CCCD {mask_citizen_id(person.citizen_id)}" if person.citizen_id else "",
        person.position or "",
        row.department or "",
        states,
        "; ".join(dict.fromkeys(person.reasons.values())),
        person.note or "",
    )
    return " · ".join(part for part in parts if part)
