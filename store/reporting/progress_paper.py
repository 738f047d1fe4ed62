"""The content of a campaign's progress report (báo cáo kết quả): figures, words, and where they come from."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from store.calendar import periods
from store.calendar.wording import moment_text
from store.errors import RefusedError
from store.frozen import frozen
from store.monitoring.organisations import STEPS, Standing
from store.settings import Letter
from store.text import format_date, format_number, format_percent
from store.words.forms import lines_that_do_not_hold
from store.words.sectors import sector_text
from store.words.tasks import state_on_paper

#: Sections that are written by hand, in the order of the paper.
SECTION_HEADINGS = {
    "work": "Công tác đã triển khai",
    "difficulties": "Khó khăn, vướng mắc",
    "proposals": "Đề xuất, kiến nghị",
    "next": "Nhiệm vụ kỳ tới",
}
SECTIONS = tuple(SECTION_HEADINGS)
#: Of a proposal with its costs (plan 002, III.1.c), in its words.
PROPOSAL_HEADINGS = {
    "need": "Căn cứ, sự cần thiết",
    "project": "Nội dung dự án, nhiệm vụ đề xuất",
    "explanation": "Thuyết minh",
    "estimate": "Dự toán chi tiết",
    "hiring": "Kế hoạch thuê dịch vụ công nghệ thông tin",
    "funds": "Nguồn kinh phí",
}
#: Of a section of a report that others ask for (letter 310, point 4).
PART_HEADINGS = {key: SECTION_HEADINGS[key] for key in ("work", "difficulties", "proposals")}


def headings_of(layout: str, kind: str, sections: Mapping[str, str]) -> dict[str, str]:
    """Returns the headings of the sections of a report, by its layout (`Report.paper`), its kind and its texts.

    A report that comes once has no section on the next period, unless somebody wrote a text for it.
    """
    headings = {"proposal": PROPOSAL_HEADINGS, "section": PART_HEADINGS}.get(layout, SECTION_HEADINGS)
    has_next = periods.KINDS[kind].repeats or sections.get("next")
    return {key: heading for key, heading in headings.items() if has_next or key != "next"}


@frozen
class FrozenMark:
    """The number of a frozen copy of a report, and the moment when it was frozen."""

    number: int
    at: str  # ISO, local time

    @property
    def moment(self) -> datetime:
        """The moment when the copy was frozen."""
        return datetime.fromisoformat(self.at)


@frozen
class ItemLine:
    """The line of one item of the checklist."""

    key: str
    title: str
    short_title: str
    target: float | None  # 1.0 is 100 %
    applicable: int
    done: int
    done_before: int | None  # in the report of the period before; None: there is none
    unknown: int = 0  # of those who are not đã
    a_day: int = 0  # people that are needed each day until `due`; 0: nothing more, or no day is still to come
    due: str = ""  # the last moment in time, ISO
    due_of: str = ""  # whom that day concerns, in words; "": all whom the item is asked of


@frozen
class UnitLine:
    """The line of one unit, with (done, applicable) of every item in the order of the items.

    None stands for an item that is asked of nobody there, or that the figures the unit sent leave out.
    """

    unit: str
    people: int
    items: tuple[tuple[int, int] | None, ...]
    origin: str = ""  # of counts that it sent instead of names: "ngày 23/06/2026, tệp a.xlsx"
    sent_of: str = ""  # the day that those counts are of, YYYY-MM-DD; "" in papers frozen before it was kept
    left_out: int = 0  # lines of those counts that are not added up, since they contradict themselves
    sent: tuple["UnitLine", ...] = ()  # of a line of an area or station: those of its units that sent counts

    @property
    def counted(self) -> tuple["UnitLine", ...]:
        """The units in this line that sent figures instead of names; this unit itself if it did."""
        return (self,) if self.origin else self.sent

    @property
    def on_paper(self) -> str:
        """The origin of the figures as the letter words it, without the file's name: `ngày 23/06/2026`."""
        day = f"ngày {format_date(self.sent_of)}" if self.sent_of else self.origin
        return f"{day} (chưa tính {lines_that_do_not_hold(self.left_out)})" if self.left_out else day

    @property
    def remark(self) -> str:
        """The sentence on lines left out: `Trường B: Chưa tính 1 dòng có số liệu không khớp.`; "" if none is."""
        return f"{self.unit}: Chưa tính {lines_that_do_not_hold(self.left_out)}." if self.left_out else ""


@frozen
class SectorLine:
    """The people of one sector, and (short title, done, applicable) of each item that is asked of them."""

    sector: str  # "health", or "other" for all other units
    people: int
    items: tuple[tuple[str, int, int], ...]


@frozen
class TaskLine:
    """A task, part or duty of the campaign, and how far it is."""

    number: int | str  # as the source writes it: 4, "1.10"
    title: str
    deadline: str  # as the source writes it; several values where it contradicts itself
    state: str  # "not_begun", "under_way", "done"
    product: str
    done_on: str | None = None  # YYYY-MM-DD
    is_late: bool = False  # not done, and its deadline was over when the report was drafted
    is_disputed: bool = False  # over by one of the deadlines that the source names, and not by another
    is_part: bool = False  # of the task above it, with a state of its own


@frozen
class IndicatorLine:
    """The line of one indicator; numbers are None where nothing was entered."""

    title: str
    target: str
    period: str | None  # first day of the period that the figures are of, YYYY-MM-DD
    numerator: int | None
    denominator: int | None
    numerator_before: int | None = None  # in the report before, or else in the period before; None: there is none
    kind: str = "monthly"  # how long that period is
    of: str = ""  # "5/10 địa bàn" where other places have no figure
    without: str = ""  # which those are; "" where the figure may be that of the whole commune

    @property
    def days_text(self) -> str:
        """The period of the figures: `17/06–23/06/2026`, `06/2026 (5/10 địa bàn)`; "" if nothing was entered."""
        if self.period is None:
            return ""
        return f"{periods.Period(self.kind, self.period).days_text}{f' ({self.of})' if self.of else ''}"


@frozen
class TrendDay:
    """How many are done of each item, in the order of the items, at the end of a day."""

    day: str
    done: tuple[int | None, ...]
    applicable: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class ProgressPaper(Letter):
    """The content of a printed report; frozen as JSON in an issued report and printed again from there."""

    campaign: str
    campaign_title: str
    source: str
    kind: str  # of store.calendar.periods.KINDS
    period: tuple[str, str]  # first and last day, YYYY-MM-DD
    people: int
    items: tuple[ItemLine, ...]
    units: tuple[UnitLine, ...]
    tasks: tuple[TaskLine, ...]
    indicators: tuple[IndicatorLine, ...]
    trend: tuple[TrendDay, ...]
    before: FrozenMark | None  # the report that `done_before` and `numerator_before` are of
    sections: dict[str, str]
    corrections: tuple[str, ...] = ()  # what differs from the frozen copy that it takes the place of
    issued: FrozenMark | None = None  # None: a draft
    sectors: tuple[SectorLine, ...] = ()  # the health sector, then others; () in papers frozen before there were any
    as_of: str = ""  # ISO, the moment that its figures are of; "": `made_at`, as papers that were frozen before
    report: str = ""  # key of the report among those of its campaign; "": its kind
    before_title: str = ""  # of that report: "Báo cáo tuần 10/06–16/06/2026"
    organisations: Standing | None = None  # of a campaign that asks for tax data and organisation accounts
    layout: str = ""  # "proposal": a proposal with its costs; "section": of a report that others ask for
    report_name: str = ""  # what tells it from others of its kind: "chủ trì"
    subject: str = ""  # what follows "Kết quả triển khai"; "": the title of the campaign, as papers frozen before

    @property
    def counted(self) -> tuple[UnitLine, ...]:
        """The units that sent counts instead of names."""
        return tuple(each for unit in self.units for each in unit.counted)

    @property
    def headings(self) -> dict[str, str]:
        """The headings of the sections that people write, by key, in their order."""
        return headings_of(self.layout, self.kind, self.sections)

    @property
    def is_of_costs(self) -> bool:
        """Whether the paper is a proposal of costs, which counts nobody."""
        return self.layout == "proposal"

    @property
    def is_of_people(self) -> bool:
        """Whether the campaign asks an item of people, and there are people."""
        return bool(self.items and self.people)

    @property
    def is_of_nobody(self) -> bool:
        """Whether items should be counted, but there are neither people nor figures of citizens."""
        has_figures = any(line.numerator is not None for line in self.indicators)
        return bool(self.items) and not (self.people or self.is_of_costs or has_figures)

    @property
    def period_text(self) -> str:
        """The period as text: `tuần 17/06–23/06/2026`."""
        first, last = (date.fromisoformat(day) for day in self.period)
        return periods.period_text(self.kind, (first, last))

    @property
    def results_period_text(self) -> str:
        """The days whose results the letter reports.

        A report that comes once and is drafted after its period counts until then, so the letter names that day as the
        last.
        """
        if not self.as_of or periods.KINDS[self.kind].repeats or self.as_of[:10] <= self.period[1]:
            return self.period_text
        return periods.period_text(self.kind, (date.fromisoformat(self.period[0]), date.fromisoformat(self.as_of[:10])))

    @property
    def without_information(self) -> str:
        """A sentence on how many of the chưa are in truth unknown; "" where nobody is."""
        counts = [f"{item.short_title}: {format_number(item.unknown)}" for item in self.items if item.unknown]
        return f"Trong số chưa thực hiện có người chưa có thông tin: {'; '.join(counts)}." if counts else ""


def _unit_line(values: dict[str, Any]) -> UnitLine:
    items = tuple(pair and (pair[0], pair[1]) for pair in values["items"])
    return UnitLine(**{**values, "items": items, "sent": tuple(map(_unit_line, values.get("sent", ())))})


def from_json(values: dict[str, Any], mark: FrozenMark | None = None) -> ProgressPaper:
    """Rebuilds a paper from `dataclasses.asdict`; `mark` names the frozen copy, None a draft."""
    return ProgressPaper(
        **{
            **values,
            "period": tuple(values["period"]),
            "to": tuple(values["to"]),
            "recipients": tuple(values.get("recipients", ())),
            "items": tuple(ItemLine(**item) for item in values["items"]),
            "units": tuple(map(_unit_line, values["units"])),
            "sectors": tuple(
                SectorLine(line["sector"], line["people"], tuple((t, d, a) for t, d, a in line["items"]))
                for line in values.get("sectors", ())
            ),
            "tasks": tuple(_task_line(task) for task in values["tasks"]),
            "indicators": tuple(IndicatorLine(**line) for line in values["indicators"]),
            "trend": tuple(
                TrendDay(day["day"], tuple(day["done"]), tuple(day["applicable"])) for day in values["trend"]
            ),
            "before": _mark_before(values["before"]),
            "organisations": _standing(values.get("organisations")),
            "corrections": tuple(values["corrections"]),
            "issued": mark,
        }
    )


def _standing(values: dict[str, Any] | None) -> Standing | None:
    if values is None:
        return None
    steps, station = (tuple((key, value) for key, value in values[name]) for name in ("steps", "station"))
    return Standing(values["units"], steps, values["done"], station)


# Version 0.1.0 froze the state of a task and the report before as the sentences that it printed. Their SHA-256 seals
# them, so they are understood here and not migrated; nothing else reads words back.
_OLD_STATE = re.compile(r"(Đã hoàn thành|Đang thực hiện|Chưa thực hiện)(?: ngày (\d\d)/(\d\d)/(\d{4}))?(, quá hạn)?")
_OLD_STATES = {"Đã hoàn thành": "done", "Đang thực hiện": "under_way", "Chưa thực hiện": "not_begun"}
_OLD_MARK = re.compile(r"lần (\d+), (\d\d:\d\d) ngày (\d\d)/(\d\d)/(\d{4})")


def _task_line(values: dict[str, Any]) -> TaskLine:
    if "is_late" in values:
        return TaskLine(**values)
    old = _OLD_STATE.fullmatch(values["state"])
    if old is None:
        raise RefusedError(f"Bản chốt có tình trạng nhiệm vụ không đọc được: “{values['state']}”.")
    words, day, month, year, late = old.groups()
    done_on = f"{year}-{month}-{day}" if year else None
    return TaskLine(**{**values, "state": _OLD_STATES[words]}, done_on=done_on, is_late=late is not None)


def _mark_before(value: dict[str, Any] | str | None) -> FrozenMark | None:
    if isinstance(value, dict):
        return FrozenMark(**value)
    old = _OLD_MARK.fullmatch(value or "")
    return None if old is None else FrozenMark(int(old[1]), f"{old[5]}-{old[4]}-{old[3]}T{old[2]}")


def frozen_text(mark: FrozenMark) -> str:
    """Words a frozen copy as `lần 1, 14:05 ngày 16/06/2026`."""
    return f"lần {mark.number}, {moment_text(mark.moment)}"


def frozen_figures(mark: FrozenMark) -> str:
    """Words the figures of a frozen copy as `Số liệu chốt lần 2, 14:05 ngày 23/06/2026`."""
    return f"Số liệu chốt {frozen_text(mark)}"


def task_state(task: TaskLine) -> str:
    """Words the state of a task: `Đã hoàn thành ngày 20/06/2026`, `Chưa thực hiện, quá hạn`."""
    return state_on_paper(task.state, task.done_on, is_late=task.is_late, is_disputed=task.is_disputed)


def percent(done: int, applicable: int) -> float:
    """Returns a rate in percent with two decimals, for charts: 97.44; 0 where nobody is asked."""
    return round(100 * done / applicable, 2) if applicable else 0.0


def change(now: int, before: int | None) -> str:
    """Words a change against the report before as `+3`, `-2` or `0`; `–` where there is no report before."""
    if before is None:
        return "–"
    step = now - before
    return f"{'+' if step > 0 else '-' if step < 0 else ''}{format_number(abs(step))}"


def changes_text(paper: ProgressPaper) -> str:
    """Words all changes: `So với Báo cáo tuần … đã chốt: CCCD tăng 3; BHYT không đổi.`; "" without a report before."""
    steps = [(item.short_title, item.done - item.done_before) for item in paper.items if item.done_before is not None]
    if paper.before is None or not paper.before_title or not steps:
        return ""
    moved = [f"{title} {'tăng' if step > 0 else 'giảm'} {format_number(abs(step))}" for title, step in steps if step]
    still = [title for title, step in steps if not step]
    parts = [*moved, *([f"{', '.join(still)} không đổi"] if still else [])]
    return f"So với {paper.before_title} đã chốt: {'; '.join(parts)}."


def forecast_text(paper: ProgressPaper) -> str:
    """Words what is needed: `Để kịp hạn 29/06/2026, mỗi ngày cần: CCCD: 1 người; …`; "" where no day is to come."""
    by_day: dict[tuple[str, str], list[str]] = {}
    for item in paper.items:
        if item.a_day:
            by_day.setdefault((item.due, item.due_of), []).append(
                f"{item.short_title}: {format_number(item.a_day)} người"
            )
    sentences = (
        f"{f'{whom[:1].upper()}{whom[1:]}: để' if whom else 'Để'} kịp hạn {format_date(due[:10])}, mỗi ngày cần:"
        f" {'; '.join(counts)}."
        for (due, whom), counts in by_day.items()
    )
    return " ".join(sentences)


def organisation_lines(standing: Standing) -> Iterator[str]:
    """Yields a sentence on what the station has, then one on how many units have done each step."""
    if standing.station:
        has = (
            f"{STEPS[step]}: {'chưa có' if not value else value if step == 'tax_code' else format_date(value)}"
            for step, value in standing.station
        )
        yield f"Trạm: {'; '.join(has)}."
    counts = (
        f"{STEPS[step]}: {format_number(number)}/{format_number(standing.units)} đơn vị"
        f" ({format_percent(number, standing.units)})"
        for step, number in standing.steps
    )
    yield f"Các đơn vị: {'; '.join(counts)}; xong cả bốn việc {format_number(standing.done)}."


def sector_line_text(line: SectorLine) -> str:
    """Words a sector: `Ngành Y tế (33 người): CCCD: 30/33 (90,91%); Mức 2: 31/33 (93,94%)`."""
    return sector_text(line.sector, line.people, line.items)
