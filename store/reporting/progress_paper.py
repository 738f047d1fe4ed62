"""What a progress report of a campaign (báo cáo kết quả) prints: figures, words, and where they come from."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from store.calendar import periods
from store.text import format_number

#: Sections that are written by hand, in the order of the paper.
SECTION_HEADINGS = {
    "work": "Công tác đã triển khai",
    "difficulties": "Khó khăn, vướng mắc",
    "proposals": "Đề xuất, kiến nghị",
    "next": "Nhiệm vụ kỳ tới",
}
SECTIONS = tuple(SECTION_HEADINGS)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of the checklist."""

    key: str
    title: str
    short_title: str
    target: float | None  # 1.0 is 100 %
    applicable: int
    done: int
    done_before: int | None  # in the report of the period before; None: there is none
    unknown: int = 0  # of those who are not đã: nobody told anything of them


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit: (done, applicable) of every item, in the order of the items; None where its counts do not tell."""

    unit: str
    people: int
    items: tuple[tuple[int, int] | None, ...]
    origin: str = ""  # of counts that it sent instead of names: "ngày 23/06/2026, tệp a.xlsx"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task of the campaign and how far it is."""

    number: int | str  # as the source writes it: 4, "1.10"
    title: str
    deadline: str  # as the source writes it; several values where it contradicts itself
    state: str  # Vietnamese
    product: str


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator; None where nothing was entered."""

    title: str
    target: str
    period: str | None  # first day of the period that the figures are of, YYYY-MM-DD
    numerator: int | None
    denominator: int | None
    numerator_before: int | None = None  # in the report of the period before; None: it had none


@dataclass(frozen=True, slots=True)
class TrendDay:
    """How many are done of each item, in the order of the items, at the end of a day."""

    day: str
    done: tuple[int | None, ...]
    applicable: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class ProgressPaper:
    """Everything that is printed; frozen as JSON in an issued report and printed again from there."""

    campaign: str
    campaign_title: str
    source: str
    kind: str  # of store.calendar.periods.KINDS
    period: tuple[str, str]  # first and last day, YYYY-MM-DD
    made_at: str  # ISO, the moment that the figures are of
    station: str
    parent: str
    place: str
    letter_number: str
    to: tuple[str, ...]
    people: int
    items: tuple[ItemLine, ...]
    units: tuple[UnitLine, ...]
    tasks: tuple[TaskLine, ...]
    indicators: tuple[IndicatorLine, ...]
    trend: tuple[TrendDay, ...]
    before: str  # "lần 1, 14:05 ngày 16/06/2026"; "" where there is no report before
    sections: dict[str, str]
    signer_title: str
    signer_name: str
    corrections: tuple[str, ...] = ()  # what differs from the frozen copy that it takes the place of
    issued: str = ""  # "Số liệu chốt lần 2, 14:05 ngày 23/06/2026"; "" for a draft
    report: str = ""  # key of the report among those of its campaign; "": its kind

    @property
    def told_period(self) -> str:
        """`tuần 17/06–23/06/2026`."""
        first, last = (date.fromisoformat(day) for day in self.period)
        return periods.period_text(self.kind, (first, last))

    @property
    def without_information(self) -> str:
        """How many who count as chưa nobody told anything of (DOMAIN §2), in a sentence; "" where there are none."""
        told = [f"{item.short_title} {format_number(item.unknown)}" for item in self.items if item.unknown]
        return f"Trong số chưa thực hiện có người chưa có thông tin: {'; '.join(told)}." if told else ""


def from_json(values: dict[str, Any]) -> ProgressPaper:
    """A paper from what `dataclasses.asdict` made of it."""
    return ProgressPaper(
        **{
            **values,
            "period": tuple(values["period"]),
            "to": tuple(values["to"]),
            "items": tuple(ItemLine(**item) for item in values["items"]),
            "units": tuple(
                UnitLine(
                    unit["unit"],
                    unit["people"],
                    tuple(None if pair is None else (pair[0], pair[1]) for pair in unit["items"]),
                    unit.get("origin", ""),
                )
                for unit in values["units"]
            ),
            "tasks": tuple(TaskLine(**task) for task in values["tasks"]),
            "indicators": tuple(IndicatorLine(**line) for line in values["indicators"]),
            "trend": tuple(
                TrendDay(day["day"], tuple(day["done"]), tuple(day["applicable"])) for day in values["trend"]
            ),
            "corrections": tuple(values["corrections"]),
        }
    )
