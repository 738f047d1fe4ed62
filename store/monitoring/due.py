"""Lists what is due in the running campaigns: tasks, items and reports, each by its last moment in time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from store.calendar.deadlines import is_late
from store.calendar.periods import KINDS, period_of
from store.campaigns.campaign import Campaign, Report
from store.campaigns.deadline import Deadline as NamedDeadline
from store.campaigns.deadline import is_disputed
from store.campaigns.item import means
from store.checklist.applicability import EVERYONE
from store.counting.item_figures import ItemFigure
from store.database import Store
from store.frozen import frozen
from store.models import Item
from store.monitoring import tasks
from store.monitoring.tasks import WorkKind

#: States of a task and of an item.
NOT_BEGUN, UNDER_WAY, DONE = "not_begun", "under_way", "done"
_UNDATED = "9999"  # sorts behind every day


@frozen
class Deadline:
    """The deadline of one task, duty or item of a campaign, and how far it is."""

    campaign: str  # its name; "" for an item that no running campaign asks for
    task: int | str | None  # the number of a task, the key of a duty; None: an item
    label: str  # the number as the source writes it; of an item its short title
    title: str
    due: datetime  # last moment in time, the earliest where the source names several
    state: str
    late: bool
    named: tuple[NamedDeadline, ...] = ()  # every deadline that the source names
    contradicted: bool = False  # it names several, in several places
    disputed: bool = False  # late by one of them, and not yet by another
    item: str | None = None  # key of the item
    kind: WorkKind = WorkKind.TASK  # of one that is no item
    of: str = EVERYONE  # of an item: whom the plan says that its day concerns (`store.checklist.applicability`)


@frozen
class ReportDue:
    """A report of a campaign, in the period of it that is most urgent."""

    campaign: Campaign
    report: Report
    due: datetime | None  # last moment in time; None: the source names no day
    period: tuple[date, date]
    issued: bool
    late: bool


def deadlines(
    store: Store,
    campaigns: Sequence[Campaign],
    figures: Sequence[ItemFigure],
    own: Mapping[str, Sequence[ItemFigure]],
    now: datetime,
) -> tuple[Deadline, ...]:
    """Returns tasks, duties and items that have a due day: the late first, then the open, then the done, each by day.

    Args:
        store: the open store.
        campaigns: those that run.
        figures: how far the items are, as all campaigns share them.
        own: campaign name -> how far they are as it asks for them; an item whose target is reached is done.
        now: what time it is.
    """
    found = [*_tasks(store, campaigns, now), *_items(campaigns, figures, own, now)]
    return tuple(sorted(found, key=lambda each: (each.state == DONE, not each.late, each.due, each.campaign)))


def _tasks(store: Store, campaigns: Iterable[Campaign], now: datetime) -> list[Deadline]:
    return [
        Deadline(
            campaign.name,
            each.key,
            each.label,
            each.task.title,
            each.due,
            each.state or NOT_BEGUN,
            each.is_late(now),
            each.task.deadlines,
            each.task.contradicted,
            each.is_disputed(now),
            kind=each.kind,
        )
        for campaign in campaigns
        for each in (*tasks.of_campaign(store, campaign, now), *tasks.duties(store, campaign, now, only_dated=True))
        if each.due is not None
    ]


def _items(
    campaigns: Iterable[Campaign], figures: Iterable[ItemFigure], own: Mapping[str, Sequence[ItemFigure]], now: datetime
) -> list[Deadline]:
    found: list[Deadline] = []
    asked: set[str] = set()
    for campaign in campaigns:
        targets = {target.key: target for target in campaign.items}
        asked |= targets.keys()
        for figure in own.get(campaign.name, ()):
            target = targets.get(figure.item.key)
            if target is not None and target.due is not None:
                differ, of = len({each.due for each in target.deadlines}) > 1, means(target.deadline_of)
                found.append(
                    _item(campaign.name, figure, target.due, target.deadlines, now, contradicted=differ, of=of)
                )
    for figure in figures:
        if figure.item.key not in asked and figure.item.due:
            found.append(_item("", figure, datetime.fromisoformat(figure.item.due), (), now))
    return found


def _item(
    campaign: str,
    figure: ItemFigure,
    due: datetime,
    named: tuple[NamedDeadline, ...],
    now: datetime,
    *,
    contradicted: bool = False,
    of: str = EVERYONE,
) -> Deadline:
    item: Item = figure.item
    state = DONE if is_reached(figure) else UNDER_WAY if figure.done else NOT_BEGUN
    late = state != DONE and is_late(due, now)
    disputed = state != DONE and is_disputed(named, now)
    names = (None, item.short_title, item.title)
    return Deadline(campaign, *names, due, state, late, named, contradicted, disputed, item=item.key, of=of)


def is_reached(figure: ItemFigure) -> bool:
    """Whether the item has a target, applies to somebody, and has reached the target."""
    return bool(figure.applicable) and figure.item.target is not None and not figure.to_target


def reports(store: Store, campaigns: Iterable[Campaign], now: datetime) -> tuple[ReportDue, ...]:
    """Returns each report in its most urgent period: late ones first, then by due day, then those without a day.

    The period that was due last is the most urgent until it is issued or the next one is nearer; a report that does not
    repeat stays. For periods outside the campaign no report is owed.
    """
    rows = store.rows("SELECT DISTINCT campaign, report, kind, period FROM issued_report WHERE kind IS NOT NULL")
    issued = {(name, _key(report, kind), period) for name, report, kind, period in rows}
    owed = (_most_urgent(each, report, issued, now) for each in campaigns for report in each.reports)
    found = (each for each in owed if each is not None)
    return tuple(sorted(found, key=lambda each: (not each.late, str(each.due or _UNDATED), each.campaign.name)))


def _key(report: str, kind: str) -> str:
    """Returns the KEY of a report "progress/CAMPAIGN/KEY"; of a form `kind`, the key of the report it is sent as."""
    return report.rpartition("/")[2] if report.startswith("progress/") else kind


def _most_urgent(
    campaign: Campaign, report: Report, issued: set[tuple[str, str, str]], now: datetime
) -> ReportDue | None:
    rule = report.deadline.rule
    if rule is None:
        period = undated_period(campaign, report, now.date())
        key = period and (campaign.name, report.key, period[0].isoformat())
        return period and ReportDue(campaign, report, None, period, key in issued, late=False)
    last, coming = rule.previous_due(now), rule.next_due(now)
    before, after = (None if due is None else _owed(campaign, report, due, issued, now) for due in (last, coming))
    if before is None or after is None or last is None or coming is None:
        return before or after
    return before if before.late and now - last < coming - now else after


def _owed(
    campaign: Campaign, report: Report, due: datetime, issued: set[tuple[str, str, str]], now: datetime
) -> ReportDue | None:
    period = period_owed(campaign, report, due)
    if period is None:
        return None
    is_issued = (campaign.name, report.key, period[0].isoformat()) in issued
    return ReportDue(campaign, report, due, period, is_issued, not is_issued and is_late(due, now))


def period_owed(campaign: Campaign, report: Report, due: datetime) -> tuple[date, date] | None:
    """Returns the period of a report due at that moment; None if it repeats and the period is outside the campaign.

    If a plan names no first day, nothing is owed for the time before the date of its document.
    """
    first, last = campaign.first_day, campaign.last_day
    period = period_of(report.kind, due, start=first)
    begun = first or campaign.source.day
    if KINDS[report.kind].repeats and ((begun and period[1] < begun) or (last and period[0] > last)):
        return None
    return period


def undated_period(campaign: Campaign, report: Report, day: date) -> tuple[date, date] | None:
    """Returns the period that contains a day, for a report without a due day; None outside the campaign.

    A report over the whole campaign always begins on the campaign's first day, so that its name stays while it is
    written.
    """
    if (end_of := KINDS[report.kind].end_of) is not None:
        return period_owed(campaign, report, datetime.combine(end_of(day), time()))
    used = date.fromisoformat(campaign.used_since) if campaign.used_since else None
    last = campaign.last_day or day
    return min(campaign.first_day or campaign.source.day or used or last, last), last
