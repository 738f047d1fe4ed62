"""What the paper of the indicators of a month prints."""

from dataclasses import dataclass

from store import clock, settings
from store.calendar import months
from store.campaigns import running
from store.campaigns.campaign import Campaign
from store.database import Store
from store.errors import RefusedError
from store.monitoring.indicators import IndicatorTable, latest_period, table


@dataclass(frozen=True, slots=True)
class IndicatorPaper:
    """What the paper of a month prints."""

    period: str
    made_at: str  # ISO, the moment that the figures are of
    station: str
    campaigns: tuple[Campaign, ...]
    tables: tuple[IndicatorTable, ...]


def draft(store: Store, *, campaign: str | None = None, period: str | None = None) -> IndicatorPaper:
    """Every indicator of the running campaigns, or of one, in a month; None: the latest that has figures.

    Raises:
        RefusedError: no campaign of that name runs, or none has indicators.
    """
    having = tuple(each for each in running.chosen(store, campaign) if each.indicators)
    if not having:
        raise RefusedError("Không có chiến dịch đang chạy nào có chỉ tiêu.")
    if period is None:
        found = [latest for each in having if (latest := latest_period(store, each.name)) is not None]
        period = max(found, default=months.current())
    tables = tuple(table(store, indicator, period) for each in having for indicator in each.indicators)
    made_at = clock.now().isoformat(timespec="seconds")
    return IndicatorPaper(period, made_at, settings.load(store).station_name, having, tables)
