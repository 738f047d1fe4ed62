"""The words of the store as types: item, state, unit, department, staff member, reason."""

from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """What is known of one checklist item of one person (DOMAIN §1)."""

    DONE = "done"
    TODO = "todo"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


#: One character a state, as `staff.states` packs them in the order of `item.position`.
PACKED = {State.DONE: "d", State.TODO: "t", State.NOT_APPLICABLE: "n", State.UNKNOWN: "?"}
UNPACKED = {code: state for state, code in PACKED.items()}

#: How a state is shown: never by colour alone.
MARKS = {State.DONE: "✓", State.TODO: "✗", State.NOT_APPLICABLE: "–", State.UNKNOWN: "?"}
STATE_LABELS = {
    State.DONE: "Đã",
    State.TODO: "Chưa",
    State.NOT_APPLICABLE: "Không áp dụng",
    State.UNKNOWN: "Chưa rõ",
}

SEX_LABELS = {"nam": "Nam", "nữ": "Nữ"}
EMPLOYMENT_LABELS = {
    "cong_chuc": "Công chức",
    "vien_chuc": "Viên chức",
    "nguoi_lao_dong": "Người lao động",
}
UNIT_KIND_LABELS = {
    "health_station": "Trạm y tế",
    "station_point": "Điểm trạm",
    "committee": "UBND, HĐND",
    "office": "Phòng, ban, ngành",
    "school": "Trường học",
    "health_facility": "Cơ sở y tế khác",
    "association": "Đoàn thể",
    "other": "Khác",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist."""

    id: int
    key: str
    position: int  # place of its character in `staff.states`
    title: str
    short_title: str
    applies_to: str  # "everyone" or "administrative"
    requires: str | None  # key of the item that must be done first
    target: float | None  # share of those it applies to: 1.0 is 100 %
    due: str | None  # last moment in time, ISO local


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a state is `todo`; the station adds its own."""

    id: int
    item_key: str | None  # None: fits any item
    text: str
    uses: int


@dataclass(frozen=True, slots=True)
class Unit:
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


@dataclass(frozen=True, slots=True)
class Department:
    """Khoa/phòng of a unit."""

    id: int
    unit_id: int
    name: str
    position: int


@dataclass(slots=True)
class Person:
    """What is said of one person. None, or an item left out: nothing is said."""

    full_name: str
    birth_date: str | None = None  # YYYY-MM-DD, or YYYY alone
    sex: str | None = None  # "nam" or "nữ"
    citizen_id: str | None = None  # 12 digits
    position: str | None = None
    employment: str | None = None  # a key of EMPLOYMENT_LABELS
    administrative: bool | None = None  # công chức, viên chức hành chính: digital signature applies
    smartphone: bool | None = None
    phone: str | None = None  # 10 digits
    insurance_number: str | None = None  # 10, 12 or 15 characters, always text
    note: str | None = None
    states: dict[str, State] = field(default_factory=dict)  # by item key
    reasons: dict[str, str] = field(default_factory=dict)  # by item key, the words of the reason
    done_on: dict[str, str] = field(default_factory=dict)  # by item key, YYYY-MM-DD


#: The fields of `Person` that are plain columns of the table `staff`, in the order of the form.
PERSON_FIELDS = (
    "full_name",
    "birth_date",
    "sex",
    "citizen_id",
    "position",
    "employment",
    "administrative",
    "smartphone",
    "phone",
    "insurance_number",
    "note",
)


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person as the store knows them: every item has a state."""

    id: int
    unit_id: int
    unit: str
    department_id: int | None
    department: str | None
    person: Person
    removed_at: str | None = None
