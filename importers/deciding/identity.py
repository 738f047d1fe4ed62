"""Asks which person of the store a row is about, where what it says of them leaves that open."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from importers.deciding.matching import ELSEWHERE, Match, signature, with_values
from store.database import Store
from store.field_ref import PRESENT, FieldRef
from store.models import Person
from store.outcome import Outcome
from store.people import units
from store.people.known import Known
from store.receiving.plan import IDENTITY, Conflict, FieldChange, IncomingRow, PlannedRow
from store.text import format_date, mask_number
from store.words.field_values import describe

#: Vietnamese, by `Match.why`: is the person of the row the one in the store?
_QUESTIONS = {
    "cccd_other_name": "Số CCCD {number} trong sổ là của {name}. Có phải cùng một người không?",
    "born_same_day": "Trong sổ có {name}, cùng ngày sinh nhưng khác số CCCD. Có phải cùng một người không?",
    "swapped": "Trong sổ có {name}, ngày và tháng sinh đổi chỗ cho nhau. Có phải cùng một người không?",
    "middle_name": "Trong sổ có {name}, cùng ngày sinh, tên khác một chữ đệm. Có phải cùng một người không?",
    "same_year": "Trong sổ có {name}, cùng năm sinh {year}. Có phải cùng một người không?",
    ELSEWHERE: "Ở đơn vị khác trong sổ có {name}, cùng năm sinh {year}. Có phải cùng một người không?",
    "same_name": "Trong sổ có {name}, cùng tên và không có gì để phân biệt. Có phải cùng một người không?",
    "removed": "{name} đã được xoá khỏi danh sách. Đưa lại không?",
}


def ask_identity(planned: PlannedRow, match: Match, person: Person) -> PlannedRow:
    """Make a planned row a conflict that first asks whether it is about the person in the store."""
    assert match.known is not None  # noqa: S101 - an unsure match is of somebody
    known = match.known
    in_conflict = planned.outcome is Outcome.CONFLICT
    disputed = planned.changes if in_conflict else ()
    agreed = planned.agreed if in_conflict else planned.changes
    if match.why == "middle_name" and len(person.full_name) < len(known.full_name):
        agreed = [change for change in agreed if change.field != "full_name"]  # the whole name stays
        disputed = [change for change in disputed if change.field != "full_name"]
    if match.why == "removed":
        disputed = [FieldChange(FieldRef.parse(PRESENT), None, "1"), *disputed]
    question = _QUESTIONS[match.why].format(
        name=known.full_name,
        number=mask_number(person.citizen_id),
        year=(known.values["birth_date"] or "")[:4],
    )
    return PlannedRow(
        planned.incoming,
        Outcome.CONFLICT,
        known.id,
        disputed,
        agreed,
        Conflict.REMOVED if match.why == "removed" else Conflict.IDENTITY,
        question,
        planned.kept,
        same_number=match.why == "cccd_other_name"
        or (match.why == "removed" and known.values["citizen_id"] == person.citizen_id is not None),
        why=match.why,
    )


def ask_about_both(store: Store, here: str, there: str, differences: Sequence[FieldChange]) -> str:
    """The question about two rows of a file that seem to be about one person, with what they say otherwise."""
    both = f"Dòng {here} và dòng {there} của tệp"
    if not differences:
        return f"{both} cùng tên và không có gì để phân biệt. Là một người hay hai người?"
    values = "; ".join(describe(store, each) for each in differences)
    return f"{both} có vẻ là một người nhưng ghi khác nhau (dòng {there} → dòng {here}): {values}."


def marks_of_candidates(store: Store, known: Sequence[Known], unit_id: int | None) -> dict[int, str]:
    """What tells people of one name apart, by their ids.

    The department, or the unit if it is another one than `unit_id`, then the CCCD or else the position; where these are
    the same of several, their dates of birth too.
    """
    marks = {one.id: _marks(store, one, unit_id) for one in known}
    same = {text for text, times in Counter(marks.values()).items() if times > 1}
    born = {one.id: _born(one) for one in known}
    return {id_: f"{text}, {born[id_]}" if text in same else text for id_, text in marks.items()}


def _born(known: Known) -> str:
    date = known.values["birth_date"]
    return f"sinh {format_date(date)}" if date else "không rõ ngày sinh"


def _marks(store: Store, known: Known, unit_id: int | None) -> str:
    number, position = known.values["citizen_id"], known.values["position"]
    place = known.department if known.unit_id == unit_id else units.get(store, known.unit_id).name
    parts = (place, f"CCCD …{number[-3:]}" if number else f"chưa có CCCD{f', {position}' if position else ''}")
    return ", ".join(part for part in parts if part)


def identity_answers(settled: Mapping[tuple[int, str, str], str]) -> dict[str, dict[int, str]]:
    """Signature of a row -> staff id -> the earlier answer to "is it the same person?", of `kept.settled_conflicts`."""
    found: dict[str, dict[int, str]] = {}
    for (staff_id, name, who), choice in settled.items():
        if name == IDENTITY:
            found.setdefault(who, {})[staff_id] = choice
    return found


def answers_about(answers: Mapping[str, Mapping[int, str]], person: Person, department: str | None) -> dict[int, str]:
    """Staff id -> the earlier answer, of `identity_answers`, whether a row is about that person."""
    who = signature(person, department)
    return {**answers.get(with_values(who, person), {}), **answers.get(who, {})}


def rows_alike(rows: Iterable[IncomingRow]) -> Counter[str]:
    """How many rows of a file have a signature."""
    return Counter(signature(row.person, row.department) for row in rows if row.person is not None)


def tells_apart(match: Match, person: Person, department: str | None, alike: Mapping[str, int]) -> bool:
    """Whether an answer about an earlier row with the same signature can only be about the person of this one.

    `alike`: `rows_alike` of the file.
    """
    if person.citizen_id:
        return True
    if alike[signature(person, department)] > 1:
        return False
    of_department = [
        one.known for one in (match, *match.others) if one.known is not None and one.known.department == department
    ]
    return not match.others or (bool(department) and len(of_department) <= 1)
