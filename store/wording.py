"""How fields, values and changes are told to a person."""

from store.database import Store
from store.models import EMPLOYMENT_LABELS, MARKS, SEX_LABELS, STATE_LABELS, State
from store.receiving.plan import FieldChange
from store.text import format_date, mask_citizen_id

FIELD_LABELS = {
    "full_name": "Họ và tên",
    "birth_date": "Ngày sinh",
    "sex": "Giới tính",
    "citizen_id": "Số CCCD",
    "position": "Chức vụ",
    "employment": "Loại lao động",
    "administrative": "Hành chính",
    "smartphone": "Điện thoại thông minh",
    "phone": "Điện thoại",
    "insurance_number": "Số BHYT",
    "note": "Ghi chú",
    "department": "Khoa/phòng",
    "department_id": "Khoa/phòng",
    "unit": "Đơn vị",
    "unit_id": "Đơn vị",
    "present": "Có trong danh sách",
}
EMPTY = "(trống)"


def field_label(store: Store, name: str) -> str:
    """`state.bhyt_linked` -> `BHYT`; `reason.bhyt_linked` -> `Lý do BHYT`."""
    kind, _, key = name.partition(".")
    if not key:
        return FIELD_LABELS.get(name, name)
    title = store.item(key).short_title
    return {"reason": f"Lý do {title}", "done_on": f"Ngày {title}"}.get(kind, title)


def shown_value(store: Store, name: str, value: str | None) -> str:
    """A value as a person reads it; the CCCD masked."""
    if value is None:
        return EMPTY
    if name.startswith("state."):
        state = State(value)
        return f"{MARKS[state]} {STATE_LABELS[state]}"
    if name == "citizen_id":
        return mask_citizen_id(value)
    if name == "birth_date" or name.startswith("done_on."):
        return format_date(value)
    if name in ("administrative", "smartphone", "present"):
        return "Có" if value == "1" else "Không"
    if name in ("unit_id", "department_id"):
        table = name.removesuffix("_id")
        row = store.one(f"SELECT name FROM {table} WHERE id = ?", (value,))
        return str(row[0]) if row else value
    return EMPLOYMENT_LABELS.get(value) or SEX_LABELS.get(value) or value


def describe(store: Store, change: FieldChange) -> str:
    """A change in a few words: `Mức 2: ✓ Đã → ✗ Chưa`."""
    before = shown_value(store, change.field, change.before)
    return f"{field_label(store, change.field)}: {before} → {shown_value(store, change.field, change.after)}"
