"""Offers texts for the sections of a report: the sentences of registers, and the text of the last report.

Both are shown beside the section; only what the person takes, and may then change, gets into the paper.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from store import clock
from store.calendar.periods import KINDS
from store.campaigns import running
from store.campaigns.campaign import Campaign, Report
from store.campaigns.form import Form
from store.database import Store
from store.forms.counts import Scope
from store.frozen import frozen
from store.registers.sentences import Period, offered
from store.reporting import issued
from store.reporting.form_papers import COVERING_LETTER, MeantFor, of_other_unit, sections_before
from store.reporting.progress import report_key
from store.reporting.progress_paper import headings_of


@frozen
class Offer:
    """The text that is proposed for one section of a report; "" when there is none."""

    registers: str = ""
    before: str = ""  # the text of the last report


Offers = Mapping[str, Offer]  # by the key of the section


def for_report(store: Store, campaign: Campaign, report: Report, period: tuple[date, date]) -> Offers:
    """Returns the offers for a report of a campaign, by section."""
    days = (period[0] if KINDS[report.kind].repeats else None, min(period[1], clock.today()))
    before = issued.narrative_before(store, report_key(campaign.name, report.key), period[0].isoformat())
    sections = tuple(headings_of(report.paper, report.kind, before))
    return _joined(sections, offered(store, sections, days), before)


def for_form(store: Store, form: Form, scope: Scope, meant_for: MeantFor | None) -> Offers:
    """Returns the offers for a form, by section; a unit's own paper gets only the difficulties that it raised."""
    sections = [COVERING_LETTER, *(section.key for section in form.sections)]
    last = scope.as_of or clock.today()
    unit_id = scope.unit_id if of_other_unit(store, scope.unit_id) else None
    registers = offered(store, sections, _period(store, meant_for, last), unit_id=unit_id)
    return _joined(sections, registers, sections_before(store, form, scope))


def _period(store: Store, meant_for: MeantFor | None, last: date) -> Period:
    """Returns the days of the report that a form is sent as; without a first day unless the report repeats."""
    if meant_for is None:
        return None, last
    campaign = running.known(store, meant_for.campaign)  # it may have been ended since the form was opened for it
    reports = campaign.reports if campaign else ()
    repeats = any(KINDS[each.kind].repeats for each in reports if each.key == meant_for.key)
    first = date.fromisoformat(meant_for.period)
    return first if repeats and first <= last else None, last


def _joined(sections: Iterable[str], registers: Mapping[str, str], before: Mapping[str, str]) -> Offers:
    return {key: Offer(registers.get(key, ""), before.get(key, "")) for key in sections}
