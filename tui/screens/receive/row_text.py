"""Words for a row on the screen Nhận tệp: the text below the list, and the answers to its question."""

from importers.intake import Incoming
from store.checklist.items import checklist_items
from store.database import Store
from store.masks import cover_numbers
from store.models import MARKS, Person, State
from store.outcome import Outcome
from store.people import staff
from store.receiving.plan import INSTEAD, KEEP_NAME, KEEP_NUMBER, Conflict, PlannedRow
from store.text import format_date, mask_number, mask_two_numbers
from store.words.field_values import OUTCOME_LABELS, describe, have_days
from store.words.kept_values import kept_values
from tui.screens.receive.row_line import person_to_be
from tui.screens.receive.sides import sides
from tui.widgets.line_list import Line

_TAKE_LABELS: dict[Conflict | None, str] = {
    Conflict.IDENTITY: "cùng một người, lấy theo tệp",
    Conflict.REMOVED: "đưa lại vào danh sách",
    Conflict.UNIT: "chuyển sang đơn vị gửi tệp",
}
_UNKNOWN = ("không rõ ngày sinh", "không có CCCD")


def answer_label(row: PlannedRow, choice: str) -> str:
    """Words for an answer to the question of a row."""
    if (one := row.candidate(choice)) is not None:
        return f"là {one.asks}"
    if choice == INSTEAD and row.first is not None:
        return f"dòng này đúng, bỏ dòng {row.first.incoming.row}"
    if choice == KEEP_NAME:
        return "cùng một người, giữ tên trong sổ, lấy phần còn lại"
    if choice == KEEP_NUMBER:
        return "cùng một người, giữ số trong sổ, lấy phần còn lại"
    if choice == "keep" and row.asks_who:
        return "bỏ dòng này"
    if choice == "take":
        return _TAKE_LABELS.get(row.conflict, "lấy theo tệp")
    if choice == "keep" and row.conflict is Conflict.UNIT:
        return "giữ đơn vị trong sổ"
    return "giữ như trong sổ" if choice == "keep" else "là người khác, thêm mới"


def answers(row: PlannedRow) -> list[tuple[str, str]]:
    """The answers to a conflict as (choice, words), in the order of their keys; ("", "") at a key that does nothing."""
    from importers.deciding.settling import choices

    return [(choice, answer_label(row, choice) if choice else "") for choice in choices(row)]


def about(
    store: Store, incoming: Incoming, row: PlannedRow, width: int, *, most: int = 3, undoes: bool = False
) -> list[Line]:
    """The text about a row: its place, what it holds, and both values of each difference.

    `most`: how many differences have a line of their own. `undoes`: Ctrl+Z would take back the answer to its question.
    """
    assert incoming.reading is not None  # noqa: S101 - it has rows
    sheets = {table.sheet for table in incoming.reading.tables}
    sheet = f", trang {incoming.reading.tables[row.incoming.table].sheet}" if len(sheets) > 1 else ""
    where = f"Dòng {row.incoming.row}{sheet}"
    if incoming.reading.bundle is not None:
        where = incoming.reading.tables[row.incoming.table].sheet
    lines: list[Line] = []
    if row.question:
        lines.append(f"{where}: {row.asks or row.question}")
        if row.candidates and row.incoming.person is not None:
            lines.append(f"Tệp: {_person_text(row.incoming.person, row.incoming.department or '', unknown=_UNKNOWN)}")
            for key, (choice, _) in enumerate(answers(row), 1):
                if (one := row.candidate(choice)) is not None:
                    changes = "; ".join(describe(store, change) for change in (*one.changes, *one.agreed))
                    lines.append(f"{key} là {one.asks}: {changes or 'ghi như tệp'}")
        elif row.conflict is Conflict.IDENTITY and row.staff_id is not None and row.incoming.person is not None:
            member = staff.get(store, row.staff_id)
            sender = incoming.plan.unit if incoming.plan is not None else None
            elsewhere = member.unit != sender
            numbers = mask_two_numbers(member.person.citizen_id, row.incoming.person.citizen_id)
            both = (("Sổ: ", member.person, member.unit), ("Tệp:", row.incoming.person, sender))
            born = member.person.birth_date, row.incoming.person.birth_date
            differ = born[0] != born[1] and have_days(*born)
            for (where, person, unit), number in zip(both, numbers, strict=True):
                more = unit or "" if elsewhere else ""
                text = _person_text(person, more, number=number, unknown=_UNKNOWN, has_day=differ)
                lines.append(f"{where} {text}")
        lines += sides(store, incoming.reading, row, width, most=most)
        if row.agreed and not row.candidates:
            also = "; ".join(describe(store, change) for change in row.agreed)
            anyhow = "Trả lời nào cũng ghi" if "new" not in dict(answers(row)) else "Trừ khi là người khác, ghi cả"
            lines.append(f"{'Lấy theo tệp thì ghi cả' if row.asks_who else anyhow}: {also}")
    else:
        answer = incoming.answers.choices.get(row.incoming.place) if row.conflict is not None else None
        given = f" · đã trả lời: {answer_label(row, answer)}" if answer else ""
        given += " (Ctrl+Z: bỏ câu trả lời)" if answer and undoes else ""
        lines.append(f"{where}: {OUTCOME_LABELS[row.outcome]}{given}")
        lines += sides(store, incoming.reading, row, width, is_written=incoming.taken, most=most)
        if (named := person_to_be(store, incoming, row)) is not None:
            department = row.incoming.department
            if (
                named is not row.incoming.person and row.staff_id is not None
            ):  # of the store, where the file says otherwise
                of_file = any(change.field in ("unit", "department") for change in row.changes)
                department = department if of_file else staff.get(store, row.staff_id).department
            texts = _row_person_texts(store, department, named)
            of_whom = "Sổ: " if named is not row.incoming.person else "" if row.outcome is Outcome.NEW else "Tệp: "
            lines += [f"{of_whom}{texts[0]}", *texts[1:]]
    lines += kept_values(store, row, incoming.plan.unit if incoming.plan is not None else None)
    lines += [f"{problem.cell or 'Cả dòng'}: {problem.text}" for problem in row.incoming.problems]
    return lines


def _person_text(
    person: Person,
    *more: str,
    number: str | None = None,
    unknown: tuple[str, str] = ("", ""),
    has_day: bool = False,
) -> str:
    """A person in words: name, birth year, masked CCCD, position.

    `unknown` stands for a missing date and CCCD. `has_day`: with the whole birth date, if two people differ in it.
    """
    number = mask_number(person.citizen_id) if number is None else number
    born = format_date(person.birth_date) if has_day else (person.birth_date or "")[:4]
    parts = (
        person.full_name,
        f"sinh {born}" if born else unknown[0],
        f"CCCD {number}" if number else unknown[1],
        person.position or "",
        *more,
    )
    return " · ".join(part for part in parts if part)


def _row_person_texts(store: Store, department: str | None, person: Person) -> list[str]:
    """Two lines about the person of a row: who it is, and the states with reasons and note."""
    marks = (
        f"{item.short_title} {MARKS[person.states.get(item.key, State.UNKNOWN)]}" for item in checklist_items(store)
    )
    reasons = "; ".join(dict.fromkeys(person.reasons.values()))
    more = (" · ".join(marks), cover_numbers(reasons), cover_numbers(person.note or ""))
    return [_person_text(person, department or ""), "  ".join(text for text in more if text)]
