"""Names fields, values and changes of a person in Vietnamese, for the log, the import and messages."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from store.checklist.items import checklist_items
from store.columns import FILE_COLUMNS
from store.database import IDS, Store
from store.field_ref import PRESENT, FieldKind, FieldRef
from store.fields import NAMELESS
from store.masks import cover_in_name, cover_numbers
from store.models import MARKS, PERSON_COLUMN, PERSON_COLUMNS, STATE_LABELS, State
from store.outcome import Outcome
from store.receiving import submissions
from store.receiving.plan import FieldChange
from store.reverted import Kept, Reverted
from store.text import format_date, format_number, mask_number, mask_two_numbers

FIELD_LABELS = {
    **{column.name: column.label for column in PERSON_COLUMNS},
    **{column.name: column.label for column in FILE_COLUMNS},
    "department_id": "Khoa/phòng",
    "unit_id": "Đơn vị",
    PRESENT: "Có trong danh sách",
}
OUTCOME_LABELS = {
    Outcome.NEW: "mới",
    Outcome.CHANGED: "đổi",
    Outcome.UNCHANGED: "giữ nguyên",
    Outcome.CONFLICT: "mâu thuẫn",
    Outcome.REJECTED: "bị loại",
}
EMPTY = "(trống)"
_MOST_UNITS = 10  # units and departments that are named one by one
#: What values belong to that are not of a person.
_OTHERS = {
    **dict.fromkeys(("unit", "department"), "đơn vị và khoa/phòng"),
    **dict.fromkeys(("register_entry", "register_value"), "sổ theo dõi"),
    **dict.fromkeys(("indicator_figure", "locality_target"), "số liệu chỉ tiêu"),
    **dict.fromkeys(("reason", "reason_item"), "từ điển lý do"),
    "submission": "tệp đã nhận",
    "setting": "thông tin trạm",
    "locality": "địa bàn",
    "narrative": "lời báo cáo",
    "task_progress": "nhiệm vụ",
    "organisation": "tài khoản tổ chức",
    "data_source": "danh mục dữ liệu",
    "campaign": "kế hoạch",
    "column_mapping": "cách đọc cột",
}
_LABELS_OF_ITEM = {
    FieldKind.DONE: "Đã: ", FieldKind.TODO: "Chưa: ", FieldKind.NOT_APPLICABLE: "Không áp dụng: ",
    FieldKind.REASON: "Lý do ", FieldKind.NA_REASON: "Lý do không áp dụng ", FieldKind.DONE_ON: "Ngày ",
}  # fmt: skip


def field_label(store: Store, name: str) -> str:
    """The name of a field: the state of item BHYT -> `BHYT`, its reason -> `Lý do BHYT`, a column -> its label."""
    field = FieldRef.parse(name)
    if field.item is None:
        return FIELD_LABELS.get(field, field)
    title = next((item.short_title for item in checklist_items(store) if item.key == field.item), field.item)
    return f"{_LABELS_OF_ITEM.get(field.kind, '')}{title}"


def shown_value(store: Store, name: str, value: str | None) -> str:
    """A stored value of a field in words; CCCD and telephone numbers are masked."""
    if value is None:
        return EMPTY
    field = FieldRef.parse(name)
    if field.kind is FieldKind.STATE:
        state = State(value)
        return f"{MARKS[state]} {STATE_LABELS[state]}"
    if field.kind is FieldKind.DONE_ON:
        return format_date(value)
    if field == PRESENT:
        return "Có" if value == "1" else "Không"
    if field in ("unit_id", "department_id"):
        row = store.one(f"SELECT name FROM {field.removesuffix('_id')} WHERE id = ?", (value,))
        return str(row[0]) if row else value
    if field in ("contact", "technical_contact"):
        return cover_numbers(value)
    column = PERSON_COLUMN.get(field)
    return value if column is None else column.shown(value)


def describe(store: Store, change: FieldChange, *, whole_days: bool = False) -> str:
    """A change in a few words: `Mức 2: ✓ Đã → ✗ Chưa`; with `whole_days` a day of birth as it is recorded."""
    before, after = shown_values(store, change, whole_days=whole_days)
    return f"{field_label(store, change.field)}: {before} → {after}"


def shown_values(store: Store, change: FieldChange, *, whole_days: bool = False) -> tuple[str, str]:
    """Both values of a change in words; of two CCCD numbers that differ, with the digits that differ.

    Of dates of birth the years, unless both sides have the day, or with `whole_days`.
    """
    if change.field == "citizen_id" and change.before and change.after:
        return mask_two_numbers(change.before, change.after)
    if change.field == "birth_date" and not (whole_days or have_days(change.before, change.after)):
        before, after = (value[:4] if value else EMPTY for value in (change.before, change.after))
        return before, f"{after}, thêm ngày" if before == after else after
    return shown_value(store, change.field, change.before), shown_value(store, change.field, change.after)


def have_days(*birth_dates: str | None) -> bool:
    """Whether each of the dates of birth has the day, and not the year alone."""
    return all(len(date or "") > len("1980") for date in birth_dates)


def counts_text(counts: Mapping[str, int], outcomes: Sequence[Outcome]) -> str:
    """How many rows of a file have each of these outcomes, without zeros: `14 mới, 2 đổi`."""
    return ", ".join(f"{format_number(counts[one])} {OUTCOME_LABELS[one]}" for one in outcomes if counts[one])


def by_person(store: Store, values: Sequence[Kept]) -> list[tuple[str, Kept]]:
    """(full name, value) for each value; the name is "" for a value of a unit or a department."""
    ids = {value.entity_id for value in values if value.entity == "staff"}
    names = dict(store.by_ids(f"SELECT id, full_name FROM staff WHERE id IN {IDS}", ids)) if ids else {}
    return [(names[value.entity_id] if value.entity == "staff" else "", value) for value in values]


def marks_of_namesakes(store: Store, ids: Collection[int]) -> dict[int, str]:
    """Id of a person whose name others have or had too -> `, sinh 1984, CCCD •••••••••234`, or the department."""
    listed = (
        "SELECT staff.id, birth_date, citizen_id, ifnull(department.name || ', ', '') || unit.name FROM staff"
        " JOIN unit ON unit.id = staff.unit_id LEFT JOIN department ON department.id = department_id"
        f" WHERE full_name <> '{NAMELESS}' AND staff.id IN {IDS} AND EXISTS (SELECT 1 FROM staff AS other"
        " WHERE other.name_key = staff.name_key AND other.id <> staff.id)"
    )
    found = {}
    for id_, born, number, where in store.by_ids(listed, ids):
        year = f", sinh {born[:4]}" if born else ""
        found[id_] = f"{year}, {f'CCCD {mask_number(number)}' if number else where}"
    return found


def taken_back_lines(store: Store, result: Reverted) -> list[str]:
    """Lines that tell which values an undo or redo kept and which it wrote, one line per person."""
    returned = [each for each in result.returned if each.entity != "submission"]
    is_in_force = any(each.value is not None for each in result.returned if each.entity == "submission")
    back = "có lại như trước khi rút" if result.is_redo else "trở về như cũ"
    found = [f"{format_number(len(returned))} giá trị {back}.{' Tệp lại có hiệu lực.' if is_in_force else ''}"]
    if result.kept:
        found += [
            "",
            f"Giữ nguyên {format_number(len(result.kept))} giá trị vì đã sửa sau đó hay tệp nộp sau cũng ghi:",
        ]
        found += _people(
            store, result.kept, listed="vẫn trong danh sách", gone="không đưa lại, vì danh sách đã có người này"
        )
    if returned:
        found += ["", "Có lại:" if result.is_redo else "Trở về như cũ:", *_people(store, returned)]
    waiting = waiting_rows(store, result)
    for is_listed, where in ((False, "không còn trong danh sách"), (True, "còn trong danh sách")):
        lines = [
            f"{format_number(each.people)} người {where} có dòng chờ trả lời ở {each.file_name}, dòng ấy chưa ghi gì."
            " Hãy nhận lại tệp đó."
            for each in waiting
            if each.is_listed is is_listed
        ]
        found += ["", *lines] if lines else []
    return found


class WaitingRows(NamedTuple):
    """A file with unanswered rows about people whom taking something back put on the list, left there or took off."""

    file_name: str  # covered
    people: int
    is_listed: bool  # whether they are on the list now


def waiting_rows(store: Store, result: Reverted) -> list[WaitingRows]:
    """The files in force with unanswered rows about people who came, went or stayed, those off the list first."""
    of_people = [each for each in (*result.kept, *result.returned) if each.entity == "staff" and each.field == PRESENT]
    return [
        WaitingRows(cover_in_name(name), people, is_listed)
        for is_listed in (False, True)
        for name, people in submissions.waiting_for(
            store, [each.entity_id for each in of_people if bool(each.value) is is_listed]
        )
    ]


def _people(
    store: Store,
    values: Sequence[Kept],
    *,
    listed: str = "có lại trong danh sách",
    gone: str = "không còn trong danh sách",
) -> list[str]:
    of_person: dict[int, tuple[str, list[str]]] = {}
    apart = marks_of_namesakes(store, {value.entity_id for value in values if value.entity == "staff"})
    for name, value in by_person(store, values):
        if value.entity != "staff":
            continue
        if value.field == PRESENT:
            change = listed if value.value else gone if name != NAMELESS else "không còn dữ liệu để đưa lại"
        else:
            change = f"{field_label(store, value.field)}: {shown_value(store, value.field, value.value)}"
        _, changes = of_person.setdefault(value.entity_id, (f"{name}{apart.get(value.entity_id, '')}", []))
        changes.append(change)
    units = _units(store, values)
    rest = [value for value in values if value.entity != "staff" and (value.entity, value.entity_id) not in units]
    others = Counter(_OTHERS.get(value.entity, "mục khác") for value in rest)
    found = [f"- {name}: {'; '.join(changes)}" for name, changes in of_person.values()]
    found += [f"- {name}: {format_number(number)} giá trị" for name, number in units.values()]
    return [*found, *(f"- {format_number(number)} giá trị của {of}" for of, number in others.items())]


def _units(store: Store, values: Sequence[Kept]) -> dict[tuple[str, int], tuple[str, int]]:
    """(entity, id) -> name and number of values, of units and departments; {} for so many that nobody reads them."""
    counts = Counter((value.entity, value.entity_id) for value in values if value.entity in ("unit", "department"))
    found = {}
    for entity, id_ in counts if len(counts) <= _MOST_UNITS else ():
        if (row := store.one(f"SELECT name FROM {entity} WHERE id = ?", (id_,))) is not None:
            found[entity, id_] = (str(row[0]), counts[entity, id_])
    return found
