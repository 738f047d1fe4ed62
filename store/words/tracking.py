"""Fills the cells of the tables of data sources and organisation accounts, by the heads of their columns."""

from collections.abc import Mapping

from store.monitoring.data_sources import ASSESSMENTS, CRITERIA, DESCRIBED, GRADES, KINDS, DataSource
from store.monitoring.organisations import STEPS, Organisation
from store.text import format_date

UNGRADED = "Chưa đánh giá"
YES, NO = "Có", "Không"
NOT_YET, NOT_COUNTED = "Chưa", "–"  # a point of the station is part of the station
#: Columns of the list of data sources, and of the form that describes each.
SOURCE_HEADS = ("TT", "Tên", "Đầu mối quản lý", "Mô tả", *ASSESSMENTS.values(), "Tiêu chí ưu tiên", "Ghi chú")
DESCRIBED_HEADS = ("TT", "Tên", "Đầu mối quản lý, cập nhật", "Mô tả", *DESCRIBED.values())
#: The same in one row, as csv has them.
SOURCE_CSV_HEADS = (
    *("Loại", *SOURCE_HEADS[1:4], *ASSESSMENTS.values(), *CRITERIA.values(), "Ưu tiên", "Ghi chú"),
    *DESCRIBED.values(),
)
#: Of all registers in one csv: which, its day, what it is about, and the other columns each with its label.
REGISTER_CSV_HEADS = ("Sổ", "Ngày", "Nội dung", "Chi tiết")
FIGURE_MARK_HEAD = "Mã dòng"  # of the column by which the lines of a table of figures are known
ORGANISATION_HEADS = ("TT", "Đơn vị", *STEPS.values(), "Ghi chú")


def source_cells(source: DataSource) -> dict[str, str]:
    """Column head -> cell of a data source, for the tables and for csv."""
    answers: Mapping[bool | None, str] = {True: YES, False: NO, None: ""}
    return {
        "Loại": KINDS[source.kind],
        "Tên": source.name,
        "Đầu mối quản lý": source.owner,
        "Đầu mối quản lý, cập nhật": source.owner,
        "Mô tả": source.description,
        **{head: GRADES[source.grades[key]] if key in source.grades else "" for key, head in ASSESSMENTS.items()},
        **{head: answers[source.criteria.get(key)] for key, head in CRITERIA.items()},
        "Tiêu chí ưu tiên": _met(source),
        "Ưu tiên": YES if source.is_priority else NO,
        "Ghi chú": source.note,
        **{head: source.described.get(key, "") for key, head in DESCRIBED.items()},
    }


def _met(source: DataSource) -> str:
    """How many criteria a data source meets, and how many nobody assessed, which do not count as failed."""
    asked = len(source.criteria)
    if source.is_priority:
        return f"{source.criteria_met}/{len(CRITERIA)} – ưu tiên"
    if not asked:
        return "Chưa xét"
    unasked = len(CRITERIA) - asked
    return f"{source.criteria_met}/{asked}" + (f", {unasked} chưa xét" if unasked else "")


def organisation_cells(each: Organisation) -> dict[str, str]:
    """Column head -> cell of the account of a unit."""
    lacking = NOT_YET if each.counts else NOT_COUNTED
    steps = {step: getattr(each, step) for step in STEPS}
    days = {head: format_date(steps[step]) or lacking for step, head in list(STEPS.items())[1:]}
    return {
        "Đơn vị": each.unit.name,
        STEPS["tax_code"]: each.tax_code or lacking,
        **days,
        "Ghi chú": each.note or "",
    }
