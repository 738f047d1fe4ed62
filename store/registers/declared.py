"""The registers, each declared as data: its columns, the sections of reports that it fills, and its sentence.

In a sentence `{key}` is a figure or value by its key; text between [ ] is left out where a value in it is
empty. `store.registers.sentences` lists the figures there are.
"""

from typing import Final, Literal

from store.frozen import frozen

ColumnKind = Literal["text", "number", "day", "unit", "staff", "choice"]


@frozen
class RegisterColumn:
    """One column of a register."""

    key: str
    label: str
    kind: ColumnKind = "text"
    is_required: bool = False
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()  # (value, words) of a choice; an entry without one has the first


@frozen
class Register:
    """A register; its first column is the day of an entry, today unless a person says otherwise."""

    key: str
    title: str
    columns: tuple[RegisterColumn, ...]
    sections: frozenset[str]  # keys of the sections of Phụ lục 1 and of reports that it fills
    sentence: str
    line: str  # one entry within the sentence
    between: str = "; "  # stands between the entries of the sentence
    until: str = ""  # key of the day on which an entry ends; "": an entry is of one day
    #: Of entries that end by getting a state: the column and its state. Until that day the entry stands without it.
    ending: tuple[str, str] | None = None
    at_end: tuple[str, ...] = ()  # columns that are filled in on the day `until`

    @property
    def main(self) -> RegisterColumn:
        """The first column of text, which says what an entry is about."""
        return next(column for column in self.columns if column.kind == "text")

    def column(self, key: str) -> RegisterColumn:
        """Returns the column with this key; raises KeyError for an unknown key."""
        return {column.key: column for column in self.columns}[key]


_TODAY: Final = "để trống: hôm nay"
_DAY: Final = RegisterColumn("day", "Ngày", "day", hint=_TODAY)
_PLACE: Final = RegisterColumn("place", "Nơi", hint="khu tiếp đón, hội trường …")
_NOTE: Final = RegisterColumn("note", "Ghi chú")

REGISTERS: Final = (
    Register(
        "training",
        "Tập huấn",
        (
            _DAY,
            RegisterColumn("topic", "Nội dung", is_required=True),
            _PLACE,
            RegisterColumn("attended", "Nhân viên dự", "staff"),
            RegisterColumn("guests", "Người khác dự", "number", hint="cộng tác viên, trường, ấp …"),
            _NOTE,
        ),
        frozenset({"training", "work"}),
        "{when} đã tổ chức {count} buổi tập huấn[, {attended}/{staff} nhân viên y tế ({attended_rate}) tham dự]"
        "[, cùng {guests} người khác]: {list}."
        "[ Tính đến {last_day}, {attended_so_far}/{staff} nhân viên y tế ({so_far_rate}) đã được tập huấn.]",
        "{topic}[, ngày {day}][, tại {place}]",
    ),
    Register(
        "reception",
        "Tiếp đón",
        (
            RegisterColumn("day", "Từ ngày", "day", hint=_TODAY),
            RegisterColumn("until", "Đến ngày", "day", hint="để trống: vẫn đang trực"),
            RegisterColumn("who", "Người trực", is_required=True, hint="mỗi người một dòng"),
            _PLACE,
            _NOTE,
        ),
        frozenset({"reception", "work"}),
        "{when} bố trí[ {who_count}] người tiếp đón, hướng dẫn người bệnh: {list}.",
        "{who}[ tại {place}] từ {day}[ đến {until}]",
        until="until",
    ),
    Register(
        "printing",
        "In ấn",
        (
            _DAY,
            RegisterColumn("what", "Tài liệu", is_required=True),
            RegisterColumn("copies", "Số bản", "number"),
            RegisterColumn("place", "Nơi dán, phát", hint="khu tiếp đón, phòng khám …"),
            _NOTE,
        ),
        frozenset({"printing", "work"}),
        "{when} đã in, niêm yết[ {copies} bản] tài liệu: {list}.",
        "{what}[, {copies} bản][, tại {place}]",
    ),
    Register(
        "communication",
        "Tuyên truyền",
        (
            _DAY,
            RegisterColumn("what", "Hình thức, nội dung", is_required=True),
            RegisterColumn("reached", "Số lượt người", "number", hint="nghe, xem, được hướng dẫn"),
            _PLACE,
            _NOTE,
        ),
        frozenset({"printing", "work"}),
        "{when} đã thực hiện {count} hoạt động tuyên truyền[, tiếp cận {reached} lượt người]: {list}.",
        "{what}[, ngày {day}][, tại {place}][ ({reached} lượt người)]",
    ),
    Register(
        "difficulties",
        "Khó khăn",
        (
            RegisterColumn("day", "Ngày nêu", "day", hint=_TODAY),
            RegisterColumn("unit", "Đơn vị nêu", "unit", hint="Enter để chọn"),
            RegisterColumn("what", "Khó khăn, vướng mắc", is_required=True),
            RegisterColumn(
                "state",
                "Tình trạng",
                "choice",
                hint="1 2 3",
                choices=(
                    ("open", "Chưa trả lời"),
                    ("answered", "Đã trả lời"),
                    ("sent_up", "Đã báo cáo cấp trên"),
                ),
            ),
            RegisterColumn("answer", "Trả lời"),
            RegisterColumn("settled_on", "Ngày trả lời", "day", hint=_TODAY),
        ),
        frozenset({"difficulties"}),
        "{when} có {count} khó khăn, vướng mắc[; đã trả lời {answered}][; đã báo cáo cấp trên {sent_up}]"
        "[; chưa trả lời {open}]:\n{list}",
        "- [{unit}: ]{what} ({state}[: {answer}])",
        between="\n",
        until="settled_on",
        ending=("state", "answered"),
        at_end=("state", "answer", "settled_on"),
    ),
)


def find(key: str) -> Register:
    """Returns the register with this key; raises KeyError for an unknown key."""
    return {register.key: register for register in REGISTERS}[key]
