"""The fields of a person: one declaration gives their order, their checks and their messages."""

from collections.abc import Mapping, Sequence

from store.identifiers import citizen_id_remarks, normal_insurance_number, normal_phone
from store.models import EMPLOYMENT_LABELS, SEX_LABELS, STATE_LABELS, Item, StaffMember, State
from store.text import format_date
from tui.widgets.dates import parse_date_entry
from tui.widgets.form import FormField, Verdict

_YES_NO = (("1", "Có"), ("0", "Không"))
#: Chưa is the first step away from not knowing, đã the commonest answer: 1 đã, 2 chưa, 3 không áp dụng, 4 chưa rõ.
STATE_CHOICES = tuple(
    (state.value, STATE_LABELS[state]) for state in (State.DONE, State.TODO, State.NOT_APPLICABLE, State.UNKNOWN)
)


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


def _citizen_id(value: str, values: Mapping[str, str]) -> Verdict | None:
    digits = value.replace(" ", "")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 12:
        return Verdict("Số CCCD chỉ gồm 12 chữ số", is_error=True)
    if len(digits) < 12:
        return Verdict(f"Mới có {len(digits)}/12 chữ số", is_error=True)
    remarks = citizen_id_remarks(digits, values.get("sex") or None, parse_date_entry(values.get("birth_date", "")))
    return Verdict("; ".join(remarks).capitalize()) if remarks else None


def _phone(value: str, _: Mapping[str, str]) -> Verdict | None:
    if value and normal_phone(value) is None:
        return Verdict("Số di động gồm 10 chữ số, bắt đầu bằng 03, 05, 07, 08, 09", is_error=True)
    return None


def _insurance(value: str, _: Mapping[str, str]) -> Verdict | None:
    if value and normal_insurance_number(value) is None:
        return Verdict("Số BHYT gồm 10, 12 hoặc 15 ký tự", is_error=True)
    return None


def _shown_date(value: str) -> str:
    return format_date(parse_date_entry(value)) or value


def person_fields(items: Sequence[Item]) -> tuple[FormField, ...]:
    """Every field of the form, in its order."""
    return (
        FormField("unit", "Đơn vị", "pick", hint="Enter để chọn"),
        FormField("department", "Khoa/phòng", "pick", hint="Enter để chọn hoặc thêm mới"),
        FormField("full_name", "Họ và tên", check=_name, normal=lambda value: " ".join(value.split())),
        FormField("birth_date", "Ngày sinh", check=_date, hint="ngày/tháng/năm, hoặc năm", normal=_shown_date),
        FormField("sex", "Giới tính", "choice", tuple(SEX_LABELS.items()), hint="1 nam · 2 nữ"),
        FormField("citizen_id", "Số CCCD", check=_citizen_id, normal=lambda value: value.replace(" ", "")),
        FormField("position", "Chức vụ, chức danh"),
        FormField("employment", "Loại lao động", "choice", tuple(EMPLOYMENT_LABELS.items())),
        FormField("administrative", "Hành chính", "choice", _YES_NO, hint="Có: phải có chữ ký số"),
        FormField("smartphone", "Điện thoại thông minh", "choice", _YES_NO),
        FormField("phone", "Điện thoại", check=_phone, normal=lambda value: normal_phone(value) or value),
        FormField(
            "insurance_number",
            "Số thẻ BHYT",
            check=_insurance,
            normal=lambda value: normal_insurance_number(value) or value,
        ),
        *(
            FormField(f"state.{item.key}", f"{number}. {item.short_title}", "choice", STATE_CHOICES)
            for number, item in enumerate(items, 1)
        ),
        FormField("note", "Ghi chú"),
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
    return value
