"""Makes the fields of the form of a person from the declared columns of a person and the checklist."""

import re
from collections.abc import Mapping, Sequence

from store import clock
from store.checklist.applicability import administrative, is_only_for
from store.columns import ColumnKind, PersonColumn
from store.field_ref import FieldKind, FieldRef
from store.identifiers import citizen_id_remarks, read_citizen_id, restore_citizen_id
from store.masks import cover_numbers
from store.models import MARKS, PERSON_COLUMN, PERSON_COLUMNS, STATE_LABELS, Item, Person, StaffMember, State
from store.text import format_date, parse_date_entry, propose_date
from tui.framework.form_field import Check, FormField, Verdict

#: Chưa is the first step away from not knowing, đã the commonest answer: 1 đã, 2 chưa, 3 không áp dụng, 4 chưa rõ.
STATE_CHOICES = tuple(
    (state.value, f"{MARKS[state]} {STATE_LABELS[state]}")
    for state in (State.DONE, State.TODO, State.NOT_APPLICABLE, State.UNKNOWN)
)
#: Fields whose values the CCCD repeats.
REPEATED_IN_CITIZEN_ID = ("sex", "birth_date")
_NUMBER = re.compile(r"\d{5}")
_OLD_NUMBER = 9  # digits of a CMND
_YOUNGEST = 15  # years: who works is older
_STARTS_GROUP = ("full_name", "note")  # there is a gap above them


def _name(value: str, _: Mapping[str, str]) -> Verdict | None:
    if not value:
        return Verdict("Phải có họ và tên", is_error=True)
    if "|" in value or _NUMBER.search(value):
        return Verdict("Họ và tên không có số. Quét thẻ vào nhầm ô thì Ctrl+U rồi quét lại", is_error=True)
    if len(value.split()) < 2:
        return Verdict("Chỉ có một chữ? Hãy ghi đủ họ và tên")
    return None


def _digits(value: str) -> str:
    return "".join(value.split())


def _citizen_id(value: str, values: Mapping[str, str]) -> Verdict | None:
    digits = _digits(value)
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 12:
        return Verdict("Số CCCD chỉ gồm 12 chữ số", is_error=True)
    sex, born = values.get("sex") or None, parse_date_entry(values.get("birth_date", ""))
    if len(digits) < 12:
        whole = restore_citizen_id(digits, sex, born)
        if whole is not None:
            return Verdict("Thiếu số 0 ở đầu?", is_error=True, proposal=whole)
        if len(digits) == _OLD_NUMBER:
            return Verdict("9 số là CMND cũ, cần đổi CCCD. Ghi số ấy vào Ghi chú", is_error=True)
        return Verdict(f"Mới có {len(digits)}/12 chữ số", is_error=True)
    remarks = citizen_id_remarks(digits, sex, born)
    return Verdict("; ".join(remarks).capitalize()) if remarks else None


def _citizen_id_says(value: str, _: Mapping[str, str]) -> str:
    digits = _digits(value)
    if read := read_citizen_id(digits):
        return f"{read.province} · {read.sex} · {read.birth_year}"
    return f"{len(digits)}/12 chữ số" if digits.isdigit() else ""


def _state(item: Item, items: Sequence[Item]) -> Check:
    needed = next((other for other in items if other.key == item.requires), None)

    def check(value: str, values: Mapping[str, str]) -> Verdict | None:
        # Both are for a person to settle; nothing is changed silently.
        if needed is not None and value == State.DONE and values.get(FieldRef.state(needed.key)) == State.TODO:
            return Verdict(f"Mâu thuẫn: {needed.short_title} đang Chưa. Hãy xem lại")
        stated = {"1": 1, "0": 0}.get(values.get("administrative", ""))
        is_other_staff = administrative(stated, values.get("employment")) == 0
        if is_other_staff and is_only_for(item.applies_to, "administrative") and value != State.NOT_APPLICABLE:
            return Verdict("Không làm hành chính: thường là – (bấm 3)")
        return None

    return check


def _value(column: PersonColumn) -> Check:
    def check(value: str, _: Mapping[str, str]) -> Verdict | None:
        if not value or column.stored(value) is not None:
            return None
        meant = propose_date(value, clock.today().year - _YOUNGEST) if column.kind is ColumnKind.DATE else None
        return Verdict(column.expected, is_error=True, proposal=format_date(meant))

    return check


#: What is said of these columns while the value may still be right; of the others, whether it is one of theirs.
_CHECKS: Mapping[str, Check] = {"full_name": _name, "citizen_id": _citizen_id}


def _field(column: PersonColumn) -> FormField:
    return FormField(
        column.name,
        column.form_label or column.label,
        "choice" if column.options else "text",
        column.options,
        check=_CHECKS.get(column.name) or _value(column),
        hint=column.hint,
        normal=lambda value: column.typed(column.stored(value)) or value,
        reading=_citizen_id_says if column.name == "citizen_id" else None,
        mask=column.masked if column.mask is not None else cover_numbers,
        starts_group=column.name in _STARTS_GROUP,
    )


def person_fields(items: Sequence[Item]) -> tuple[FormField, ...]:
    """All fields of the form in their order: unit, department, columns of a person, checklist, note."""
    *columns, note = map(_field, PERSON_COLUMNS)
    states = [
        FormField(
            FieldRef.state(item.key),
            item.short_title,
            "choice",
            STATE_CHOICES,
            check=_state(item, items),
            hint=item.title,
            starts_group=item is items[0],
        )
        for item in items
    ]
    return (
        FormField("unit", "Đơn vị", "pick", hint="Enter để chọn"),
        FormField("department", "Khoa/phòng", "pick", hint="Enter để chọn hoặc thêm mới"),
        *columns,
        *states,
        note,
    )


def values_of(member: StaffMember, items: Sequence[Item]) -> dict[str, str]:
    """The values of a stored person, by the name of their field."""
    person = member.person
    return {
        "unit": member.unit,
        "department": member.department or "",
        **{column.name: column.typed(getattr(person, column.name)) for column in PERSON_COLUMNS},
        **{FieldRef.state(item.key): person.states[item.key].value for item in items},
    }


def person_of(values: Mapping[str, str]) -> Person:
    """A `Person` made of the values of the form, without reasons and days."""
    person = Person(values["full_name"])
    for name, value in values.items():
        field = FieldRef.parse(name)
        if field.item is not None and field.kind is FieldKind.STATE:
            person.states[field.item] = State(value or State.UNKNOWN)
        elif name in PERSON_COLUMN and name != "full_name":
            setattr(person, name, PERSON_COLUMN[name].stored(value))
    return person
