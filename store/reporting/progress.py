"""Drafts and freezes the progress report of a campaign, with the figures at its period's end and those before."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from store import clock
from store.calendar.deadlines import is_late
from store.campaigns import running
from store.campaigns.campaign import Campaign, Report
from store.checklist.applicability import NOBODY as ASKED_OF_NOBODY
from store.checklist.applicability import Rules
from store.checklist.items import checklist_items
from store.counting import daily_totals
from store.counting.item_figures import counted_units, item_figures, number_of, patterns, with_counts
from store.database import Store
from store.errors import RefusedError
from store.frozen import frozen
from store.monitoring.due import period_owed, undated_period
from store.people.tree import Level
from store.reporting import issued, progress_lines
from store.reporting.issued import NOBODY, IssuedHead
from store.reporting.progress_paper import FrozenMark, ProgressPaper, from_json, organisation_lines, task_state
from store.rewound import store_at
from store.settings import letter_values
from store.text import format_number


def report_key(campaign: str, report: str) -> str:
    """Returns the key under which frozen copies of a report are kept; `report` is its key within the campaign."""
    return f"progress/{campaign}/{report}"


def narrative_key(campaign: str, report: str, period: tuple[date, date]) -> str:
    """Returns the key under which the texts of one period are kept, so that each period begins with none."""
    return f"{report_key(campaign, report)}@{period[0].isoformat()}"


def periods_due(campaign: Campaign, report: Report, now: datetime) -> list[tuple[datetime | None, tuple[date, date]]]:
    """Returns (due, period) of the report due last and the one due next, as far as they are owed.

    For a report whose source names no day: (None, the period of `now`). One due before the campaign came into use here
    is
    left out once the next is as near (`store.monitoring.due.reports`).
    """
    rule = report.deadline.rule
    if rule is None:
        undated = undated_period(campaign, report, now.date())
        return [] if undated is None else [(None, undated)]
    before, after = rule.previous_due(now), rule.next_due(now)
    if before and after and before.date().isoformat() < campaign.used_since and now - before >= after - now:
        before = None
    found: list[tuple[datetime | None, tuple[date, date]]] = []
    for due in (before, after):
        period = None if due is None else period_owed(campaign, report, due)
        if due is not None and period is not None:
            found.append((due, period))
    return found


Chosen = tuple[Campaign, Report, tuple[date, date]]


def choose(store: Store, *, campaign: str | None, kind: str | None, day: date | None, key: str | None = None) -> Chosen:
    """Returns the report that is due next, else the last, among those of a campaign, kind, key and day (None: any).

    A report without a due day is chosen last. A campaign that was ended is found by its name, as it stood then. Raises
    RefusedError, which lists the reports that could be chosen, when none fits.
    """
    now = clock.now()
    found = []
    for each, ended in running.chosen_or_ended(store, campaign):
        for report in each.reports:
            if kind not in (None, report.kind) or key not in (None, report.key):
                continue
            moment = ended or now if day is None else datetime.combine(day, now.time())
            for due, period in periods_due(each, report, moment):
                if day is None or period[0] <= day <= period[1]:
                    rank = 2 if due is None else int(is_late(due, now))
                    found.append((rank, abs((due or now) - now), (each, report, period)))
    if not found:
        raise RefusedError(_none_such(store, campaign))
    return min(found, key=lambda each: each[:2])[2]


def of_same_kind(chosen: Chosen) -> tuple[Report, ...]:
    """Returns the campaign's other reports of the same kind, such as those of coordinating and of lead units."""
    campaign, report, _ = chosen
    return tuple(each for each in campaign.reports if each.kind == report.kind and each.key != report.key)


def _none_such(store: Store, campaign: str | None) -> str:
    """Words that no report fits, with the reports that could have been chosen and their deadlines."""
    lines = []
    for each, _ in running.chosen_or_ended(store, campaign):
        if each.reports:
            lines.append(f"{each.name}: {', '.join(report.key for report in each.reports)}")
        lines += [f"  {report.key}: {report.title}; hạn: {report.deadline.text}" for report in each.reports]
    if not lines:
        whose = f"Chiến dịch “{campaign}”" if campaign else "Các chiến dịch đang chạy"
        return f"{whose} không đòi báo cáo nào."
    listed = "\n".join(lines)
    return f"Không có báo cáo nào như vậy, hoặc ngày đó không có kỳ báo cáo. Các báo cáo của\n{listed}"


def last_moment(report: Report, period: tuple[date, date]) -> datetime:
    """Returns the moment that a report is of: its due hour on the last day of the period, else the end of that day."""
    end = datetime.combine(period[1], time(23, 59, 59))
    rule = report.deadline.rule
    due = None if rule is None else rule.next_due(datetime.combine(period[1], time()))
    return end if due is None else min(due, end)


def draft(
    store: Store,
    campaign: Campaign,
    report: Report,
    period: tuple[date, date],
    *,
    as_of: date | None = None,
    level: Level | None = None,
) -> ProgressPaper:
    """Drafts the paper of a period as of its last moment, or as of now while the period runs.

    Args:
        store: the open store.
        campaign: one that runs, or that was ended: it is counted as it stood then.
        report: one of its reports.
        period: first and last day.
        as_of: the end of another day instead; None: of the period.
        level: what the lines of its units stand for; None: in the store of an office above the highest that there is.

    Where nobody was on the staff at that moment the people of now are counted: the first report of a station that
    came late. The paper says the moment that its figures are of.
    """
    daily_totals.catch_up(store)
    moment = last_moment(report, period) if as_of is None else datetime.combine(as_of, time(23, 59, 59))
    if (ended := running.ended_at(store, campaign.name)) is not None:
        moment = min(moment, ended - timedelta(seconds=1))  # it asks nothing any more from then on
    if moment < clock.now():
        with store_at(store, moment) as then:
            if patterns(then) or counted_units(then):
                entered = store if as_of is None else then
                return _draft(store, then, campaign, report, period, moment, entered, level)
    return _draft(store, store, campaign, report, period, clock.now(), store, level)


def _draft(
    store: Store,
    then: Store,
    campaign: Campaign,
    report: Report,
    period: tuple[date, date],
    moment: datetime,
    entered: Store,
    level: Level | None,
) -> ProgressPaper:
    """Makes the paper with the figures of the store `then`, and the words, settings and earlier papers of now.

    Citizens' figures of the period itself come from `entered` where `then` has none, since they are entered after its
    end.
    """
    key = report_key(campaign.name, report.key)
    head = issued.before(store, key, period[0].isoformat())
    done_before: dict[str, int] = {}
    reached_before: dict[str, int | None] = {}
    before, before_title = None, ""
    if head is not None and head.sound:
        earlier = issued.content(store, head.id)[1]
        done_before = {item["key"]: item["done"] for item in earlier["items"]}
        reached_before = {line["title"].casefold(): line["numerator"] for line in earlier["indicators"]}
        before, before_title = FrozenMark(head.number, head.issued_at), head.title
    rules, counted = _rules(then, campaign), patterns(then)
    figures = with_counts(rules, item_figures(rules, counted), sent := counted_units(then))
    concerned = figures
    if any(item.deadline_of for item in campaign.items):
        of_deadline = Rules(then, running.due_items(then, campaign))
        concerned = with_counts(of_deadline, item_figures(of_deadline, counted), sent)
    return ProgressPaper(
        campaign=campaign.name,
        campaign_title=campaign.title,
        source=campaign.source.text,
        kind=report.kind,
        period=(period[0].isoformat(), period[1].isoformat()),
        people=number_of(counted) + sum(unit.people for unit in sent.values()),
        items=tuple(progress_lines.item_line(figure, done_before, concerned, moment) for figure in figures),
        sectors=progress_lines.sector_lines(then, rules, counted, sent),
        units=progress_lines.unit_lines(then, rules, counted, sent, level),
        tasks=progress_lines.task_lines(then, campaign, report.kind, moment),
        indicators=progress_lines.indicator_lines((then, entered), campaign, report.kind, period, reached_before),
        trend=progress_lines.trend(entered, rules, figures, moment.date()),
        before=before,
        before_title=before_title,
        organisations=progress_lines.organisations_of(then, campaign),
        sections=issued.narrative(store, narrative_key(campaign.name, report.key, period)),
        report=report.key,
        report_name=report.name,
        subject=campaign.result_of,
        as_of=moment.isoformat(),
        layout=report.paper,
        **letter_values(store, report.to, "proposal" if report.paper == "proposal" else "report"),
    )


def _rules(store: Store, campaign: Campaign) -> Rules:
    """Returns the rules of whom a campaign asks for its items; a campaign without items asks nothing of people.

    An item that it names but asks of nobody (004: the level-2 account) is left out: a 0 would say that nobody has it.
    """
    named = running.checklist_of(store, campaign) if campaign.items else ()
    return Rules(store, [item for item in named if item.applies_to != ASKED_OF_NOBODY])


def changes_since(store: Store, paper: ProgressPaper) -> tuple[int, tuple[str, ...]] | None:
    """Returns (number of the frozen copy that the paper would correct, what differs); None without such a copy."""
    corrected = issued.of_period(store, report_key(paper.campaign, paper.report or paper.kind), paper.period[0])
    return None if corrected is None else (corrected.number, _changes(store, corrected, paper))


def issue(store: Store, paper: ProgressPaper) -> "IssuedProgress":
    """Freezes a paper: figures, words and the people behind the figures, with a SHA-256 over all of it.

    For a period that was frozen before it is a correction, and lists what differs. Raises RefusedError: it counts
    nobody; or the people changed since the paper was drafted, so that they are not those whom it counts.
    """
    if paper.is_of_nobody:
        raise RefusedError(NOBODY)
    is_of_now = paper.as_of in ("", paper.made_at)
    with (
        store_at(store, None if is_of_now else datetime.fromisoformat(paper.as_of)) as then,
        store.transaction(),
    ):
        ((campaign, _),) = running.chosen_or_ended(store, paper.campaign)
        rules = _rules(then, campaign)
        figures = with_counts(rules, item_figures(rules, patterns(then)), counted_units(then))
        drafted = {item.key: (item.done, item.applicable) for item in paper.items}
        if drafted != {figure.item.key: (figure.done, figure.applicable) for figure in figures}:
            raise RefusedError("Số liệu vừa thay đổi sau khi lập báo cáo. Hãy xem lại rồi chốt.")

        def content(number: int, now: datetime, corrected: IssuedHead | None) -> tuple[dict[str, Any], object]:
            mark = FrozenMark(number, now.isoformat())
            return asdict(replace(paper, corrections=_changes(store, corrected, paper), issued=mark)), _sources(then)

        key, title = report_key(paper.campaign, paper.report or paper.kind), f"Báo cáo {paper.period_text}"
        first = paper.period[0]
        return get_issued(store, issued.freeze(store, key, title, content, paper.campaign, paper.kind, first, first))


def _changes(store: Store, corrected: IssuedHead | None, paper: ProgressPaper) -> tuple[str, ...]:
    """Words what differs from the frozen copy that is corrected; empty if none, or if it was changed from outside."""
    if corrected is None or not corrected.sound:
        return ()
    return differences(from_json(issued.content(store, corrected.id)[1]), paper)


def _sources(store: Store) -> dict[str, Any]:
    """Returns everybody behind the figures with their packed states, to count them again, and the files received."""
    rows = list(store.rows("SELECT id, states FROM staff WHERE removed_at IS NULL ORDER BY id"))
    files = "SELECT id, file_name, sha256, received_at FROM submission WHERE taken_back_at IS NULL ORDER BY id"
    return {
        "ids": [row[0] for row in rows],
        "states": [row[1] for row in rows],
        "items": [item.key for item in checklist_items(store)],
        "submissions": [list(row) for row in store.rows(files)],
    }


@frozen
class IssuedProgress:
    """One frozen progress report."""

    head: IssuedHead
    paper: ProgressPaper

    @property
    def mark(self) -> FrozenMark:
        """The number of the frozen copy and the moment when it was frozen."""
        return FrozenMark(self.head.number, self.head.issued_at)


def get_issued(store: Store, report_id: int) -> IssuedProgress:
    """Opens a frozen progress report; RefusedError if there is none or its SHA-256 shows a change from outside."""
    head, paper, _ = issued.content(store, report_id)
    return IssuedProgress(head, from_json(paper, FrozenMark(head.number, head.issued_at)))


def differences(old: ProgressPaper, new: ProgressPaper) -> tuple[str, ...]:
    """Returns in Vietnamese what a correction changes, a line each."""
    found = []
    if old.people != new.people:
        found.append(f"Tổng số người: {format_number(old.people)} → {format_number(new.people)}")
    was = {item.key: item for item in old.items}
    for item in new.items:
        before = was.get(item.key)
        if before is None:
            found.append(f"{item.short_title}: thêm mục này")
        elif text := _change((before.done, before.applicable), (item.done, item.applicable)):
            found.append(f"{item.short_title}: {text}")
    tasks = dict(_task_states(old))
    for (number, place), state in _task_states(new):
        if state != (earlier := tasks.get((number, place), state)):
            found.append(f"Nhiệm vụ {number}: {earlier} → {state}")
    figures = {line.title.casefold(): (line.numerator, line.denominator) for line in old.indicators}
    for line in new.indicators:
        if text := _change(figures.get(line.title.casefold()), (line.numerator, line.denominator)):
            found.append(f"Chỉ tiêu “{line.title}”: {text}")
    if old.organisations and new.organisations and old.organisations != new.organisations:
        found += [f"Tài khoản tổ chức: {line}" for line in organisation_lines(new.organisations)]
    for section, heading in new.headings.items():
        if old.sections.get(section, "") != new.sections.get(section, ""):
            found.append(f"Sửa phần “{heading}”")
    return tuple(found)


def _task_states(paper: ProgressPaper) -> Iterator[tuple[tuple[int | str, int], str]]:
    """Yields ((number, count of this number so far), state on paper); duties under one heading share its number."""
    seen: Counter[int | str] = Counter()
    for task in paper.tasks:
        seen[task.number] += 1
        yield (task.number, seen[task.number]), task_state(task)


def _change(old: tuple[int | None, int | None] | None, new: tuple[int | None, int | None]) -> str:
    """Words a change as `372/380 → 373/380`; "" if nothing differs or there was nothing before."""
    if old is None or old == new:
        return ""
    return " → ".join("/".join("…" if n is None else format_number(n) for n in pair) for pair in (old, new))
