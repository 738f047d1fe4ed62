"""Lists the reports that running campaigns ask for: when each is due, and whether a copy was frozen for it.

Most are letters (`reporting.progress`). One that is sent as a statistics form, such as the Phụ lục 1 of letter 310
(points 2 and 4), counts as frozen by a form that was meant for it, or by a letter.
"""

from datetime import date, datetime

from store.calendar.deadlines import is_late
from store.calendar.periods import report_text
from store.campaigns import running
from store.campaigns.campaign import Campaign, Report
from store.database import Store
from store.frozen import frozen
from store.reporting import issued
from store.reporting.issued import IssuedHead
from store.reporting.progress import periods_due, report_key


@frozen
class Owed:
    """A report of one period that a campaign asks for."""

    campaign: Campaign
    report: Report
    due: datetime | None  # None: the source names no day
    period: tuple[date, date]
    frozen: IssuedHead | None  # the newest copy
    ended: datetime | None = None  # when the campaign was ended

    @property
    def key(self) -> str:
        """The key of the report among the reports of its campaign."""
        return self.report.key

    @property
    def name(self) -> str:
        """The report with its period: `Báo cáo tuần 17/06–23/06/2026`, `Báo cáo tháng 11/2024 (Phụ lục 1)`."""
        return report_text(self.report.kind, self.period, self.campaign.sent_as(self.report))


def owed(store: Store, now: datetime) -> list[Owed]:
    """Lists each report for the period due last and the one due next: late unfrozen, coming, then past frozen ones.

    After them come reports whose source names no day, for the present period, and last the letters of ended campaigns
    for the periods that were due around their end.
    """
    found = []
    for campaign in running.running(store):
        for report in campaign.reports:
            for due, period in periods_due(campaign, report, now):
                found.append(Owed(campaign, report, due, period, _newest(store, campaign, report, period[0])))
    for campaign, ended in running.ended(store):
        for report in campaign.reports:
            for due, period in () if report.form else periods_due(campaign, report, ended):
                if period[0] <= ended.date():
                    frozen = _newest(store, campaign, report, period[0])
                    found.append(Owed(campaign, report, due, period, frozen, ended))
    return sorted(found, key=lambda each: _urgency(each, now))


def _newest(store: Store, campaign: Campaign, report: Report, first: date) -> IssuedHead | None:
    letter = issued.of_period(store, report_key(campaign.name, report.key), first.isoformat())
    form = issued.meant_for(store, report.form, campaign.name, report.key, first.isoformat()) if report.form else None
    return max((head for head in (letter, form) if head is not None), key=lambda head: head.id, default=None)


def _urgency(each: Owed, now: datetime) -> tuple[int, str]:
    if each.ended is not None:
        return 4, each.campaign.name
    if each.due is None:
        return 3, each.campaign.name
    late = is_late(each.due, now)
    return (0 if late and each.frozen is None else 1 if not late else 2, str(each.due))
