"""Reads the indicators of the running campaigns: figures by period and locality, beside those of the period before.

Only numbers are kept, never the citizens behind them. `figure_entry` writes them.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from store import clock, settings
from store.calendar.periods import LENGTHS, Period, containing
from store.campaigns import running
from store.campaigns.campaign import Campaign
from store.campaigns.indicator import Indicator
from store.database import Store
from store.errors import RefusedError
from store.figures import localities
from store.frozen import frozen
from store.text import format_date, hundredths

Numbers = tuple[int, int]  # numerator, denominator
#: Begins the cell behind each line of the paper, which says what its numbers are of when the paper comes back.
OWN_MARK: Final = "tramyte"


@frozen
class Figure:
    """What one locality reached in one period; None where nothing was entered."""

    locality: str
    numerator: int | None = None
    denominator: int | None = None
    source: str = ""  # where the numbers come from

    @property
    def is_whole(self) -> bool:
        """Whether both numbers were entered; only then does the figure count."""
        return self.numerator is not None and self.denominator is not None

    @property
    def is_empty(self) -> bool:
        """Whether neither number is there."""
        return self.numerator is None and self.denominator is None

    @property
    def numbers(self) -> Numbers:
        """The figure as (numerator, denominator); raises ValueError when one of them is missing."""
        if self.numerator is None or self.denominator is None:
            raise ValueError(self)
        return self.numerator, self.denominator


@frozen
class Line:
    """The figures of one locality in a period and in the period before."""

    now: Figure
    before: Figure | None
    target: int | None = None  # how many the plan wants of this locality

    @property
    def is_missing(self) -> bool:
        """Whether a number is missing, so that the locality counts as not reported."""
        return not self.now.is_whole

    @property
    def is_unchanged(self) -> bool:
        """Whether both numbers equal those of the period before: perhaps they were copied and not checked."""
        now, before = self.now, self.before
        return before is not None and before.is_whole and now.is_whole and now.numbers == before.numbers

    @property
    def share(self) -> Numbers | None:
        """The share (reached, wanted) of the target of the locality, else of its denominator; None without either."""
        if self.now.numerator is None:
            return None
        wanted = self.target if self.target is not None else self.now.denominator
        return (self.now.numerator, wanted) if wanted else None


@frozen
class IndicatorTable:
    """The figures of one indicator in one period, a line for each locality."""

    indicator: Indicator
    period: Period
    before: Period | None  # the latest period of the same kind before it that has figures
    lines: tuple[Line, ...]
    elsewhere: tuple[str, ...] = ()  # places on the list that never had a figure of it: the total is not of them
    of_places: tuple[int, int] | None = None  # of lines that are sums of places: how many of how many have figures

    @property
    def total(self) -> Numbers | None:
        """The sums (numerator, denominator) of the complete figures; None where there are none."""
        return _sum(line.now for line in self.lines)

    @property
    def total_before(self) -> Numbers | None:
        """The sums of the complete figures of the period before; None where there are none."""
        return _sum(line.before for line in self.lines)

    @property
    def target(self) -> int | None:
        """The sum of the targets of localities; None where none has one."""
        targets = [line.target for line in self.lines if line.target is not None]
        return sum(targets) if targets else None

    @property
    def entered(self) -> int:
        """The number of localities whose figure is complete."""
        return self.of_places[0] if self.of_places else sum(not line.is_missing for line in self.lines)

    @property
    def places(self) -> int:
        """The number of localities, those of which no figure is expected included."""
        return self.of_places[1] if self.of_places else len(self.lines) + len(self.elsewhere)

    @property
    def missing(self) -> list[str]:
        """The names of the localities without a complete figure."""
        return [*(line.now.locality for line in self.lines if line.is_missing), *self.elsewhere]

    @property
    def is_complete(self) -> bool:
        """Whether every locality of which a figure is expected has a complete one."""
        return bool(self.lines) and not any(line.is_missing for line in self.lines)

    @property
    def is_of_all(self) -> bool:
        """Whether the total may stand for all: each locality has reported, or the only line may stand for all."""
        return self.is_complete and (not self.elsewhere or len(self.lines) == 1)

    @property
    def is_reached(self) -> bool | None:
        """Whether the total reaches every target; None when a locality is missing or there is no target."""
        total = self.total
        return reached(self.indicator, *total) if total and self.is_of_all else None

    def ranks(self) -> dict[str, int]:
        """Maps localities to their rank by share reached, 1 for the highest; equal shares have the same rank."""
        shares = {line.now.locality: share for line in self.lines if (share := line.share) is not None}
        # As whole numbers: two thirds are two thirds, of 3 and of 300.
        ahead = {
            name: sum(other[0] * own[1] > own[0] * other[1] for other in shares.values())
            for name, own in shares.items()
        }
        return {name: number + 1 for name, number in ahead.items()}

    def behind(self) -> list[Line]:
        """Returns the localities that have reported but miss their target or the plan's share, the worst first."""
        found = [line for line in self.lines if line.share is not None and not self._has_reached(line)]
        return sorted(found, key=lambda line: -self.ranks()[line.now.locality])

    def _has_reached(self, line: Line) -> bool:
        if line.target is not None:
            return line.now.numerator is not None and line.now.numerator >= line.target
        return not line.now.is_whole or shares_reached(self.indicator, *line.now.numbers)


def _sum(figures: Iterable[Figure | None]) -> Numbers | None:
    whole = [figure.numbers for figure in figures if figure is not None and figure.is_whole]
    return (sum(number for number, _ in whole), sum(number for _, number in whole)) if whole else None


def reached(indicator: Indicator, numerator: int, denominator: int) -> bool | None:
    """Whether numbers reach every target of an indicator; None where it has none."""
    if not indicator.targets and indicator.amount is None:
        return None
    if indicator.amount is not None and numerator < indicator.amount:
        return False
    return shares_reached(indicator, numerator, denominator)


def shares_reached(indicator: Indicator, numerator: int, denominator: int) -> bool:
    """Whether numbers reach every share that an indicator wants; an amount is wanted of the sum alone."""
    # As whole numbers: 0.9 as a float is a little more than 90 %.
    return all(numerator * 10_000 >= round(target.value * 10_000) * denominator for target in indicator.targets)


def change(now: Numbers, before: Numbers) -> tuple[int, int | None]:
    """Returns the change of the numerator and, in hundredths of a percentage point, of the rate (None without one)."""
    rates = hundredths(*now), hundredths(*before)
    return now[0] - before[0], None if rates[0] is None or rates[1] is None else rates[0] - rates[1]


def latest_period(store: Store, campaign: str) -> Period | None:
    """Returns the latest period of a campaign with a numerator; None without any.

    Periods that go on count until today; of two that end on the same day the longer is returned.
    """
    rows = store.rows(
        "SELECT DISTINCT kind, period FROM indicator_figure WHERE campaign = ? AND numerator IS NOT NULL", (campaign,)
    )
    found = [Period(*row) for row in rows]
    today = clock.today()
    return max(found, key=lambda each: (min(each.last, today), LENGTHS.index(each.kind)), default=None)


def latest_complete(
    store: Store, indicator: Indicator, *, through: date, kind: str = "monthly"
) -> IndicatorTable | None:
    """Returns the latest complete figures for a report up to the day `through`; None when there are none.

    A week or day must have ended by then, a month only begun. Of periods that reach equally far the one of the kind of
    the report is taken, else the shorter.
    """
    found = [
        each
        for each in periods(store, indicator)
        if (date.fromisoformat(each.first) if each.kind == "monthly" else each.last) <= through
    ]
    found.sort(key=lambda each: (min(each.last, through), each.kind == kind, -LENGTHS.index(each.kind)), reverse=True)
    tables = (table(store, indicator, period) for period in found)
    return next((each for each in tables if each.is_complete), None)


def periods(store: Store, indicator: Indicator) -> list[Period]:
    """Returns the periods of an indicator for which a numerator was entered, the latest first."""
    rows = store.rows(
        "SELECT DISTINCT kind, period FROM indicator_figure WHERE campaign = ? AND indicator = ?"
        " AND numerator IS NOT NULL ORDER BY period DESC",
        (indicator.campaign, indicator.key),
    )
    return [Period(*row) for row in rows]


def all_indicators(store: Store, *, campaign: str | None = None) -> list[Indicator]:
    """Returns the indicators of the running campaigns, or of one (RefusedError when it does not run)."""
    return [indicator for each in running.chosen(store, campaign) for indicator in each.indicators]


def _figures(store: Store, indicator: Indicator, period: Period) -> dict[int, Figure]:
    rows = store.rows(
        "SELECT locality.id, name, numerator, denominator, ifnull(source, '') FROM indicator_figure"
        " JOIN locality ON locality.id = locality_id WHERE campaign = ? AND indicator = ?"
        " AND indicator_figure.kind = ? AND period = ? AND (numerator IS NOT NULL OR denominator IS NOT NULL)",
        (indicator.campaign, indicator.key, *period),
    )
    return {row[0]: Figure(*row[1:]) for row in rows}


def all_figures(store: Store, campaign: str) -> list[tuple[str, Period, Figure]]:
    """Returns (key of the indicator, period, figure) for all localities on the list, the earliest period first."""
    rows = store.rows(
        "SELECT indicator, indicator_figure.kind, period, name, numerator, denominator, ifnull(source, '')"
        " FROM indicator_figure JOIN locality ON locality.id = locality_id AND removed_at IS NULL"
        " WHERE campaign = ? AND (numerator IS NOT NULL OR denominator IS NOT NULL)"
        " ORDER BY period, indicator_figure.kind, indicator, locality.id",
        (campaign,),
    )
    return [(key, Period(kind, first), Figure(*rest)) for key, kind, first, *rest in rows]


def targets(store: Store, indicator: Indicator) -> dict[int, int]:
    """Maps the id of a locality to the number that the plan wants of it."""
    rows = store.rows(
        "SELECT locality_id, amount FROM locality_target WHERE campaign = ? AND indicator = ? AND amount IS NOT NULL",
        (indicator.campaign, indicator.key),
    )
    return dict(rows)


def table(store: Store, indicator: Indicator, period: Period) -> IndicatorTable:
    """Returns an indicator in a period, with a line for each locality of which a figure is expected, in list order.

    Expected are localities on the list with a figure in the period before or a target, and all facilities where the
    indicator is of facilities. Localities with a figure in this period have a line as well. The others of the same kind
    are only named in `elsewhere`, because the total may not include them.
    """
    before = next((each for each in periods(store, indicator) if each.kind == period.kind and each < period), None)
    old = _figures(store, indicator, before) if before else {}
    new, wanted = _figures(store, indicator, period), targets(store, indicator)
    lines, kinds, others = [], set[str](), []
    for place in localities.all_localities(store, removed=True):
        is_theirs = place.kind == indicator.by == "facility"
        is_expected = not place.is_removed and (place.id in old or place.id in wanted or is_theirs)
        if is_expected or place.id in new:
            now = new.get(place.id, Figure(place.name))
            lines.append(Line(now, old.get(place.id), wanted.get(place.id)))
            kinds.add(place.kind)
        elif not place.is_removed:
            others.append(place)
    elsewhere = tuple(place.name for place in others if place.kind in kinds)
    return IndicatorTable(indicator, period, before, tuple(lines), elsewhere)


@frozen
class IndicatorPaper:
    """The content of the paper that prints the indicators of a period."""

    made_at: str  # ISO, the moment that the figures are of
    station: str
    campaigns: tuple[Campaign, ...]
    tables: tuple[IndicatorTable, ...]  # of one campaign in one period

    @property
    def period_text(self) -> str:
        """The period as text: `tuần 17/06–23/06/2026`; several where weeks of campaigns end on different days."""
        return "; ".join(dict.fromkeys(table.period.text for table in self.tables))


NO_INDICATORS: Final = "Không có chiến dịch đang chạy nào có chỉ tiêu."


def draft_paper(
    store: Store, *, campaign: str | None = None, period: Period | None = None, kind: str | None = None
) -> IndicatorPaper:
    """Drafts the paper of all indicators, or of one campaign's, by default for the latest period with figures.

    A day stands for the shortest period that is asked for, unless `kind` names another. A campaign that was ended is
    found by its name. Raises RefusedError when no campaign has indicators, or none asks for figures of such a period.
    """
    having = tuple(each for each, _ in running.chosen_or_ended(store, campaign) if each.indicators)
    if not having:
        raise RefusedError(NO_INDICATORS)
    if period is None and kind is None:
        period = start_period(store, having)
    elif period is None or period.kind == "daily" or kind is not None:
        asked = {each for plan in having for indicator in plan.indicators for each in indicator.every}
        day = clock.today() if period is None else day_in(period, kind)
        period = Period(kind or min(asked, key=LENGTHS.index), day.isoformat())
    tables = tuple(
        each
        for plan in having
        for indicator in plan.indicators
        if (each := table(store, indicator, period_for(plan, period))).lines or period.kind in indicator.every
    )
    if not tables:
        raise RefusedError(f"Không chỉ tiêu nào được đòi theo kỳ này ({period.text}).")
    made_at = clock.now().isoformat(timespec="seconds")
    having = tuple(each for each in having if any(table.indicator.campaign == each.name for table in tables))
    return IndicatorPaper(made_at, settings.load(store).station_name, having, tables)


def start_period(store: Store, campaigns: Iterable[Campaign]) -> Period:
    """Returns the latest period with figures; without any the present month, or the longest kind that is asked for."""
    plans = [each for each in campaigns if each.indicators]
    found = [latest for each in plans if (latest := latest_period(store, each.name)) is not None]
    if found:
        return max(found, key=lambda each: (min(each.last, clock.today()), LENGTHS.index(each.kind)))
    asked = {kind for each in plans for indicator in each.indicators for kind in indicator.every}
    kind = "monthly" if "monthly" in asked or not asked else max(asked, key=LENGTHS.index)
    return containing(kind, clock.today(), week_ends=plans[0].week_ends if plans else 7)


def day_in(period: Period, kind: str | None) -> date:
    """Returns the first day of a period; RefusedError for a month when weeks or days are asked for: which one?"""
    if period.kind == "monthly" and kind not in (None, "monthly"):
        month = f"{period.first[5:7]}/{period.first[:4]}"
        raise RefusedError(f"{month} là cả tháng. Số của tuần hay ngày thì hãy ghi một ngày, như {_day_of(period)}.")
    return date.fromisoformat(period.first)


def _day_of(period: Period) -> str:
    """Returns the last day of a period that is not in the future, as dd/mm/yyyy."""
    return format_date(min(period.last, clock.today()).isoformat())


def period_for(campaign: Campaign, period: Period) -> Period:
    """Returns the campaign's period that contains the first day of `period`; weeks may end on different days."""
    return containing(period.kind, date.fromisoformat(period.first), week_ends=campaign.week_ends)
