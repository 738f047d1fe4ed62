"""The fields of a person: one declaration gives their order, their checks and their messages."""

from collections.abc import Mapping, Sequence

from store.identifiers import (
    citizen_id_remarks,
    normal_insurance_number,
    normal_phone,
    read_citizen_id,
    restore_citizen_id,
)
from store.models import EMPLOYMENT_LABELS, MARKS, SEX_LABELS, STATE_LABELS, Item, Person, StaffMember, State
from store.text import clean, format_date, mask_citizen_id
from tui.framework.form import Check, FormField, Verdict
from tui.widgets.dates import parse_date_entry

_YES_NO = (("1", "Có"), ("0", "Không"))
#: Chưa is the first step away from not knowing, đã the commonest answer: 1 đã, 2 chưa, 3 không áp dụng, 4 chưa rõ.
STATE_CHOICES = tuple(
    (state.value, f"{MARKS[state]} {STATE_LABELS[state]}")
    for state in (State.DONE, State.TODO, State.NOT_APPLICABLE, State.UNKNOWN)
)
#: Fields whose values the CCCD repeats.
REPEATED_IN_CITIZEN_ID = ("sex", "birth_date")
_OLD_NUMBER = 9  # digits of a CMND


def _name(value: str, _: Mapping[str, str]) -> Verdict | None:
    if not value:
        return Verdict("Phải có họ và tên", is_error=True)
    if len(value.split()) < 2:
        return Verdict("Chỉ có một chữ? Hãy ghi đủ họ và tên")
    return None


def _date(value: str, _: Mapping[str, str]) -> Verdict | None:
    if value and parse_date_entry(value) is None:
        return Verdict("Không phải ngày. Ghi ngày/tháng/năm hoặc năm, ví dụ 05/01/1984", is_error=True)
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
            return Verdict(f"Thiếu số 0 ở đầu? Có thể là {whole}", is_error=True)
        if len(digits) == _OLD_NUMBER:
            return Verdict("9 số là CMND cũ, cần đổi CCCD. Ghi số ấy vào Ghi chú", is_error=True)
        return Verdict(f"Mới có {len(digits)}/12 chữ số", is_error=True)
    remarks = citizen_id_remarks(digits, sex, born)
    return Verdict("; ".join(remarks).capitalize()) if remarks else None


def _citizen_id_says(value: str, _: Mapping[str, str]) -> str:
    digits = _digits(value)
    if told := read_citizen_id(digits):
        return f"{told.province} · {told.sex} · {told.birth_year}"
    return f"{len(digits)}/12 chữ số" if digits.isdigit() else ""


def _phone(value: str, _: Mapping[str, str]) -> Verdict | None:
    if value and normal_phone(value) is None:
        return Verdict("Số di động gồm 10 chữ số, bắt đầu bằng 03, 05, 07, 08, 09", is_error=True)
    return None


def _insurance(value: str, _: Mapping[str, str]) -> Verdict | None:
    if value and normal_insurance_number(value) is None:
        return Verdict("Số BHYT gồm 10, 12 hoặc 15 ký tự", is_error=True)
    return None


def _state(item: Item, items: Sequence[Item]) -> Check:
    needed = next((other for other in items if other.key == item.requires), None)

    def check(value: str, values: Mapping[str, str]) -> Verdict | None:
        # Both are for a person to settle; nothing is changed silently (DOMAIN §1).
        if needed is not None and value == State.DONE and values.get(f"state.{needed.key}") == State.TODO:
            return Verdict(f"Mâu thuẫn: {needed.short_title} đang Chưa. Hãy xem lại")
        is_other_staff = item.applies_to == "administrative" and values.get("administrative") == "0"
        if is_other_staff and value != State.NOT_APPLICABLE:
            return Verdict("Không làm hành chính: thường là – (bấm 3)")
        return None

    return check


def _shown_date(value: str) -> str:
    return format_date(parse_date_entry(value)) or value


def _masked(value: str) -> str:
    return mask_citizen_id(value) if len(value) == 12 else value


def person_fields(items: Sequence[Item]) -> tuple[FormField, ...]:
    """Every field of the form, in its order."""
    return (
        FormField("unit", "Đơn vị", "pick", hint="Enter để chọn"),
        FormField("department", "Khoa/phòng", "pick", hint="Enter để chọn hoặc thêm mới"),
        FormField("full_name", "Họ và tên", check=_name, normal=clean, starts_group=True),
        FormField("birth_date", "Ngày sinh", check=_date, hint="ngày/tháng/năm, hoặc năm", normal=_shown_date),
        FormField("sex", "Giới tính", "choice", tuple(SEX_LABELS.items()), hint="1 nam · 2 nữ"),
        FormField(
            "citizen_id",
            "Số CCCD",
            check=_citizen_id,
            hint="12 chữ số",
            normal=_digits,
            reading=_citizen_id_says,
            mask=_masked,
        ),
        FormField("position", "Chức vụ, chức danh"),
        FormField(
            "employment",
            "Loại lao động",
            "choice",
            tuple(EMPLOYMENT_LABELS.items()),
            hint="1 công chức · 2 viên chức · 3 NLĐ",
        ),
        FormField("administrative", "Làm hành chính", "choice", _YES_NO, hint="1 có · 2 không; có thì cần ký số"),
        FormField("smartphone", "Điện thoại thông minh", "choice", _YES_NO, hint="1 có · 2 không"),
        FormField(
            "phone", "Số điện thoại", check=_phone, hint="10 chữ số", normal=lambda value: normal_phone(value) or value
        ),
        FormField(
            "insurance_number",
            "Số thẻ BHYT",
            check=_insurance,
            hint="10, 12 hoặc 15 ký tự",
            normal=lambda value: normal_insurance_number(value) or value,
        ),
        *(
            FormField(
                f"state.{item.key}",
                item.short_title,
                "choice",
                STATE_CHOICES,
                check=_state(item, items),
                hint=item.title,
                starts_group=item is items[0],
            )
            for item in items
        ),
        FormField("note", "Ghi chú", starts_group=True),
    )


def values_of(member: StaffMember, items: Sequence[Item]) -> dict[str, str]:
    """What the fields of a person hold."""
    person = member.person
    plain = {
        name: getattr(person, name) or ""
        for name in ("full_name", "sex", "citizen_id", "position", "employment", "phone", "insurance_number", "note")
    }
    for name in ("administrative", "smartphone"):
        value = getattr(person, name)
        plain[name] = "" if value is None else str(int(value))
    return {
        **plain,
        "unit": member.unit,
        "department": member.department or "",
        "birth_date": format_date(person.birth_date),
        **{f"state.{item.key}": person.states[item.key].value for item in items},
    }


def stored(name: str, value: str) -> str | bool | None:
    """A value of the form as the store takes it."""
    if value == "":
        return None
    if name == "birth_date":
        return parse_date_entry(value)
    if name in ("administrative", "smartphone"):
        return value == "1"
    if name == "citizen_id":
        return _digits(value)
    return value


def person_of(values: Mapping[str, str]) -> Person:
    """The person whom these values describe, without reasons and dates."""
    person = Person(values["full_name"])
    for name, value in values.items():
        if name.startswith("state."):
            person.states[name.partition(".")[2]] = State(value or State.UNKNOWN)
        elif name not in ("unit", "department", "full_name"):
            setattr(person, name, stored(name, value))
    return person
