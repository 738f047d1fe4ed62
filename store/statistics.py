"""The figures of Phụ lục 1 (CV 310/TTYT-KHNV), counted from people."""

from dataclasses import dataclass

from store.text import format_number

Reasons = tuple[tuple[str, int], ...]  # (words of the reason, how many people), commonest first

NO_INFORMATION = "Chưa có thông tin"  # the reason of a state that nobody told (DOMAIN §2)
NO_REASON = "Chưa ghi lý do"  # "chưa", and no reason was given
NOT_APPLICABLE_REASON = "Không áp dụng"  # the form knows only đã and chưa, so c8 + c9 = c3 must hold


@dataclass(frozen=True, slots=True)
class PhuLuc1Row:
    """One row of Phụ lục 1: its columns 2 to 10, in people."""

    label: str
    total: int
    level2_done: int
    level2_todo: int
    level2_reasons: Reasons
    health_book: int
    bhyt_done: int
    bhyt_todo: int
    bhyt_reasons: Reasons
    unit_id: int | None = None
    department_id: int | None = None

    def faults(self) -> list[str]:
        """What breaks the arithmetic of the form, in Vietnamese; empty when the row holds (DOMAIN §2)."""
        found = []
        if self.level2_done + self.level2_todo != self.total:
            found.append("cột 4 + cột 5 khác cột 3")
        if self.bhyt_done + self.bhyt_todo != self.total:
            found.append("cột 8 + cột 9 khác cột 3")
        if self.health_book > self.level2_done:
            found.append("cột 7 lớn hơn cột 4")
        if self.bhyt_done > self.level2_done:
            found.append("cột 8 lớn hơn cột 4")
        return found


@dataclass(frozen=True, slots=True)
class PhuLuc1Table:
    """All rows of one Phụ lục 1 and their sum."""

    rows: tuple[PhuLuc1Row, ...]
    total: PhuLuc1Row
    as_of: str  # YYYY-MM-DD, end of that day
    by: str  # "department" or "unit"
    scope: str  # name of the unit, or of the station for all units


@dataclass(frozen=True, slots=True)
class PhuLuc1Paper:
    """Everything that is printed; frozen as JSON in an issued report and printed again from there."""

    table: PhuLuc1Table
    attached_to: str  # "(Kèm theo công văn số …/… của … ngày …)"
    signer_title: str  # THỦ TRƯỞNG ĐƠN VỊ, or the title that the station set
    signer_name: str
    sections: dict[str, str]  # reception, training, printing, difficulties, proposals: their text
    with_totals: bool = True  # the optional rows Tổng cộng and Tỷ lệ (%)
    issued: str = ""  # "Số liệu chốt lần 2, 14:05 23/06/2026"; "" for a draft


def format_reasons(reasons: Reasons) -> str:
    """`Không có điện thoại thông minh (2); Thẻ hết hạn (1)`."""
    return "; ".join(f"{words} ({format_number(count)})" for words, count in reasons)
