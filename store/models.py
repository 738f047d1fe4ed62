"""Defines the types of the store: item, state, unit, department, staff member, reason."""

from dataclasses import field
from enum import StrEnum
from typing import Annotated, NamedTuple

from store.columns import ColumnKind, Paper, PersonColumn, columns_of
from store.errors import DamagedStoreError
from store.frozen import changeable
from store.identifiers import normal_citizen_id, normal_insurance_number, normal_phone
from store.text import mask_number


class State(StrEnum):
    """The state of one checklist item of one person."""

    DONE = "done"
    TODO = "todo"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


#: One character a state, as `staff.states` packs them in the order of `item.position`.
PACKED = {State.DONE: "d", State.TODO: "t", State.NOT_APPLICABLE: "n", State.UNKNOWN: "?"}


class _States(dict[str, State]):
    """Packed character -> state. A lookup of any other character raises DamagedStoreError: the schema admits none."""

    def __missing__(self, code: str) -> State:
        raise unreadable_person("tình trạng")


def unreadable_person(what: str) -> DamagedStoreError:
    """The exception to raise when a value of a person is not what the program wrote; `what` names it."""
    return DamagedStoreError(
        f"Kho dữ liệu bị hỏng: {what} của một người không đọc được."
        " Hãy chạy `tyt check`, rồi khôi phục bản sao lưu bằng `tyt restore`."
    )


UNPACKED = _States((code, state) for state, code in PACKED.items())

#: How a state is shown: never by colour alone.
MARKS = {State.DONE: "✓", State.TODO: "✗", State.NOT_APPLICABLE: "–", State.UNKNOWN: "?"}
WITH_REASON = (State.TODO, State.NOT_APPLICABLE)  # states that may have a reason
STATE_LABELS = {State.DONE: "Đã", State.TODO: "Chưa", State.NOT_APPLICABLE: "Không áp dụng", State.UNKNOWN: "Chưa rõ"}

SEX_LABELS = {"nam": "Nam", "nữ": "Nữ"}
CONTRACT = "nguoi_lao_dong"  # who is neither công chức nor viên chức
EMPLOYMENT_LABELS = {"cong_chuc": "Công chức", "vien_chuc": "Viên chức", CONTRACT: "Người lao động"}
UNIT_KIND_LABELS = {
    "health_station": "Trạm y tế",
    "station_point": "Điểm trạm",
    "committee": "UBND, HĐND",
    "office": "Phòng, ban, ngành",
    "school": "Trường học",
    "health_facility": "Cơ sở y tế khác",
    "association": "Đoàn thể",
    "other": "Khác",
    "area": "Khu vực, huyện",
    "province": "Tỉnh, thành phố",
}
SECTOR_LABELS = {
    "health": "Ngành Y tế",
    "education": "Giáo dục",
    "government": "Cơ quan nhà nước",
    "union": "Đoàn thể",
    "enterprise": "Doanh nghiệp",
    "other": "Khác",
}


class ItemWords(NamedTuple):
    """A pattern for the headers of columns that mean an item, as its campaign gives it."""

    pattern: str  # a regular expression on folded text
    sure: float = 0.9  # 0: they name something else
    rank: int = 1  # words of a lower rank, of whatever item, are looked for first
    under: str = ""  # a pattern of the header above: without it they name nothing


class Item(NamedTuple):
    """One line of the checklist."""

    id: int
    key: str
    position: int  # place of its character in `staff.states`
    title: str
    short_title: str
    applies_to: str  # of whom it is asked (`store.checklist.applicability`)
    requires: str | None  # key of the item that must be done first
    target: float | None  # share of those it applies to: 1.0 is 100 %
    due: str | None  # last moment in time, ISO local
    words: tuple[ItemWords, ...] = ()


class Reason(NamedTuple):
    """Why an item is not done, or does not apply; campaigns bring reasons and the station adds its own."""

    id: int
    text: str
    digit: int  # by which it is chosen for an item, 1 to 9; 0: by its words alone


class Unit(NamedTuple):
    """A unit that reports to the station, or the station itself."""

    id: int
    name: str
    kind: str  # a key of UNIT_KIND_LABELS
    parent_id: int | None
    facility_code: str | None
    valid_from: str | None
    valid_to: str | None  # None: still there
    expected: int = 1  # 0: the station does not wait for its files
    contact: str | None = None  # whom to call
    sector: str = "other"  # a key of SECTOR_LABELS
    head: str | None = None  # who signs the papers that are its own


class Department(NamedTuple):
    """A department (khoa/phòng) of a unit."""

    id: int
    unit_id: int
    name: str
    position: int


@changeable
class Person:
    """The data of one person. None, or an item left out, means that nothing is known.

    An attribute with a `PersonColumn` is a plain column of the table `staff`; they stand in the order of the form.
    """

    full_name: Annotated[
        str, PersonColumn("Họ và tên", tells_who=True, roster=Paper(116), roster_key="full_name", template=Paper(180))
    ]
    birth_date: Annotated[
        str | None,  # YYYY-MM-DD, or YYYY alone
        PersonColumn(
            "Ngày sinh",
            ColumnKind.DATE,
            hint="ngày/tháng/năm, hoặc năm",
            expected="Không phải ngày. Ghi ngày/tháng/năm hoặc năm, ví dụ 05/01/1984",
            tells_who=True,
            roster=Paper(70, centred=True),
            roster_key="date_of_birth",
            template=Paper(92, centred=True),
        ),
    ] = None
    sex: Annotated[
        str | None,
        PersonColumn(
            "Giới tính",
            ColumnKind.CHOICE,
            tuple(SEX_LABELS.items()),
            hint="1 nam · 2 nữ",
            tells_who=True,
            roster=Paper(32, centred=True),
            roster_key="sex",
            template=Paper(56, centred=True),
        ),
    ] = None
    citizen_id: Annotated[
        str | None,  # 12 digits
        PersonColumn(
            "Số CCCD",
            hint="12 chữ số",
            normal=normal_citizen_id,
            mask=mask_number,
            is_private=True,
            is_number=True,
            tells_who=True,
            roster=Paper(90, centred=True),
            roster_key="citizen_id",
            template=Paper(116, centred=True),
        ),
    ] = None
    position: Annotated[
        str | None,
        PersonColumn(
            "Chức vụ", form_label="Chức vụ, chức danh", roster=Paper(66), roster_key="position", template=Paper(110)
        ),
    ] = None
    employment: Annotated[
        str | None,
        PersonColumn(
            "Loại lao động",
            ColumnKind.CHOICE,
            tuple(EMPLOYMENT_LABELS.items()),
            hint="1 công chức · 2 viên chức · 3 NLĐ",
            roster=Paper(60, "Loại"),
            roster_key="employment",
            template=Paper(112),
        ),
    ] = None
    administrative: Annotated[
        bool | None,  # công chức, viên chức hành chính: the digital signature applies to them
        PersonColumn(
            "Hành chính", ColumnKind.YES_NO, form_label="Làm hành chính", hint="1 có · 2 không; có thì cần ký số"
        ),
    ] = None
    smartphone: Annotated[
        bool | None, PersonColumn("Điện thoại thông minh", ColumnKind.YES_NO, hint="1 có · 2 không")
    ] = None
    phone: Annotated[
        str | None,  # 10 digits
        PersonColumn(
            "Điện thoại",
            form_label="Số điện thoại",
            hint="10 chữ số",
            normal=normal_phone,
            expected="Số di động gồm 10 chữ số, bắt đầu bằng 03, 05, 07, 08, 09",
            is_not="không phải số điện thoại di động",
            mask=mask_number,
            is_private=True,
            is_number=True,
        ),
    ] = None
    insurance_number: Annotated[
        str | None,  # 10, 12 or 15 characters
        PersonColumn(
            "Số BHYT",
            form_label="Số thẻ BHYT",
            hint="10, 12 hoặc 15 ký tự",
            normal=normal_insurance_number,
            expected="Số BHYT gồm 10, 12 hoặc 15 ký tự",
            is_not="không phải số thẻ BHYT (10, 12 hoặc 15 ký tự)",
            code="insurance_number_wrong",
            mask=mask_number,
            is_private=True,
            is_number=True,
        ),
    ] = None
    note: Annotated[
        str | None,
        PersonColumn(
            "Ghi chú",
            is_free=True,
            roster=Paper(64, after_items=True),
            template=Paper(130, after_items=True, left_blank=True),
        ),
    ] = None
    states: dict[str, State] = field(default_factory=dict)  # by item key
    reasons: dict[str, str] = field(default_factory=dict)  # by item key, the words of the reason
    done_on: dict[str, str] = field(default_factory=dict)  # by item key, YYYY-MM-DD


#: The plain columns of a person, in the order of `Person`.
PERSON_COLUMNS = columns_of(Person)
PERSON_COLUMN = {column.name: column for column in PERSON_COLUMNS}
PERSON_FIELDS = tuple(PERSON_COLUMN)


class StaffMember(NamedTuple):
    """A person as stored, with id, unit and department; every item of the checklist has a state."""

    id: int
    unit_id: int
    unit: str
    department_id: int | None
    department: str | None
    person: Person
    removed_at: str | None = None
