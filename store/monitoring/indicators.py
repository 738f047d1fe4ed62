"""Indicators of the running campaigns: figures by month and locality, compared with the month before.

Only numbers are kept, never who is behind them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from store import clock, settings
from store.calendar import months
from store.campaigns import running
from store.campaigns.campaign import Campaign, Indicator
from store.database import Store
from store.errors import RefusedError
from store.history import recording
from store.monitoring import records
from store.text import clean, fold, format_number, format_percent, hundredths

#: More than a country has: a slip of the finger, or two numbers in one field.
LARGEST: Final = 999_999_999


@dataclass(frozen=True, slots=True)
class Figure:
    """What one locality reached in one period; None where nothing was entered."""

    locality: str
    numerator: int | None = None
    denominator: int | None = None
    source: str = ""  # where the numbers come from

    @property
    def is_whole(self) -> bool:
        """Whether both numbers are there, so that it counts."""
        return self.numerator is not None and self.denominator is not None

    @property
    def numbers(self) -> tuple[int, int]:
        """(numerator, denominator) of a whole one. Raises ValueError: it is not whole."""
        if self.numerator is None or self.denominator is None:
            raise ValueError(self)
        return self.numerator, self.denominator


@dataclass(frozen=True, slots=True)
class Line:
    """One locality in a period, and in the period before."""

    now: Figure
    before: Figure | None

    @property
    def is_missing(self) -> bool:
        """Nothing whole was entered yet."""
        return not self.now.is_whole

    @property
    def is_unchanged(self) -> bool:
        """The numbers are those of the period before: copied and not looked at, or really so."""
        now, before = self.now, self.before
        return before is not None and before.is_whole and now.is_whole and now.numbers == before.numbers


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """One indicator in one period."""

    indicator: Indicator
    period: str  # first day, YYYY-MM-01
    before: str | None  # of the latest period before that has figures
    lines: tuple[Line, ...]

    @property
    def total(self) -> tuple[int, int] | None:
        """Sums of what is whole; None where nothing is."""
        return _sum(line.now for line in self.lines)

    @property
    def total_before(self) -> tuple[int, int] | None:
        """The same of the period before."""
        return _sum(line.before for line in self.lines)

    @property
    def entered(self) -> int:
        """How many localities are whole."""
        return sum(not line.is_missing for line in self.lines)

    @property
    def is_complete(self) -> bool:
        """Whether every locality that is known is whole, so that the total is the total."""
        return bool(self.lines) and self.entered == len(self.lines)

    @property
    def is_reached(self) -> bool | None:
        """Whether the total reaches the target (of several the highest); None: not complete, or there is no target."""
        total = self.total
        return reached(self.indicator, *total) if total and self.is_complete else None


def _sum(figures: Iterable[Figure | None]) -> tuple[int, int] | None:
    whole = [figure.numbers for figure in figures if figure is not None and figure.is_whole]
    return (sum(number for number, _ in whole), sum(number for _, number in whole)) if whole else None


def reached(indicator: Indicator, numerator: int, denominator: int) -> bool | None:
    """Whether numbers reach every target of an indicator; None where it has none."""
    if not indicator.targets and indicator.amount is None:
        return None
    if indicator.amount is not None and numerator < indicator.amount:
        return False
    # As whole numbers: 0.9 as a float is a little more than 90 %.
    return all(numerator * 10_000 >= round(target.value * 10_000) * denominator for target in indicator.targets)


def change(now: tuple[int, int], before: tuple[int, int]) -> tuple[int, int | None]:
    """(change of the numerator, change of the rate in hundredths of a percentage point or None where there is none)."""
    rates = hundredths(*now), hundredths(*before)
    return now[0] - before[0], None if rates[0] is None or rates[1] is None else rates[0] - rates[1]


def localities(store: Store) -> list[str]:
    """Every locality that any figure was entered for, in the order in which they came."""
    entered = "numerator IS NOT NULL OR denominator IS NOT NULL GROUP BY locality ORDER BY min(id)"
    return [name for (name,) in store.rows(f"SELECT locality FROM indicator_figure WHERE {entered}")]


def known_as(store: Store, locality: str) -> str:
    """The known locality that is meant; marks tell places apart (Tô Hạ, Tô Hà), but in a name typed without any."""
    known = localities(store)
    plain = locality.casefold()
    same = [name for name in known if name.casefold() == plain]
    if not same and fold(locality) == plain:
        same = [name for name in known if fold(name) == plain]
    return same[0] if len(same) == 1 else locality


def latest_period(store: Store, campaign: str) -> str | None:
    """The latest period of a campaign that anything was entered for; None: there is none."""
    where = "campaign = ? AND numerator IS NOT NULL"
    latest: str | None = store.value(f"SELECT max(period) FROM indicator_figure WHERE {where}", (campaign,))
    return latest


def latest_complete(store: Store, indicator: Indicator, *, through: str) -> IndicatorTable | None:
    """The latest month that begins no later than the day `through` and has every locality; None: there is none."""
    tables = (table(store, indicator, period) for period in _periods(store, indicator) if period <= through)
    return next((each for each in tables if each.is_complete), None)


def _periods(store: Store, indicator: Indicator) -> list[str]:
    """The months that anything was entered for, the latest first."""
    rows = store.rows(
        "SELECT DISTINCT period FROM indicator_figure WHERE campaign = ? AND indicator = ? AND numerator IS NOT NULL"
        " ORDER BY period DESC",
        (indicator.campaign, indicator.key),
    )
    return [period for (period,) in rows]


def all_indicators(store: Store, *, campaign: str | None = None) -> list[Indicator]:
    """Every indicator of the running campaigns, or of one (RefusedError: it does not run), by their sources."""
    return [indicator for each in running.chosen(store, campaign) for indicator in each.indicators]


def _figures(store: Store, indicator: Indicator, period: str) -> dict[str, Figure]:
    rows = store.rows(
        "SELECT locality, numerator, denominator, ifnull(source, '') FROM indicator_figure"
        " WHERE campaign = ? AND indicator = ? AND period = ?"
        " AND (numerator IS NOT NULL OR denominator IS NOT NULL) ORDER BY id",
        (indicator.campaign, indicator.key, period),
    )
    return {row[0]: Figure(*row) for row in rows}


def table(store: Store, indicator: Indicator, period: str) -> IndicatorTable:
    """An indicator in a period: localities of the period before first, in their order, then the new ones."""
    before = next((each for each in _periods(store, indicator) if each < period), None)
    old = _figures(store, indicator, before) if before else {}
    new = _figures(store, indicator, period)
    names = list(dict.fromkeys([*old, *new]))
    lines = tuple(Line(new.get(name, Figure(name)), old.get(name)) for name in names)
    return IndicatorTable(indicator, period, before, lines)


def faults(numerator: int | None, denominator: int | None) -> str | None:
    """What is wrong with two numbers, in Vietnamese; None: nothing."""
    if any(number is not None and not 0 <= number <= LARGEST for number in (numerator, denominator)):
        return f"Mỗi số từ 0 đến {format_number(LARGEST)}."
    if numerator is not None and denominator is not None and numerator > denominator:
        return f"Số đạt {format_number(numerator)} lớn hơn tổng số {format_number(denominator)}."
    return None


def falls(before: Figure | None, numerator: int | None, denominator: int | None) -> list[str]:
    """What is less than in the period before, in Vietnamese: to be asked about, never silent."""
    if before is None:
        return []
    found = []
    for name, old, new in (("Số đạt", before.numerator, numerator), ("Tổng số", before.denominator, denominator)):
        if old is not None and new is not None and new < old:
            found.append(f"{name} giảm từ {format_number(old)} xuống {format_number(new)}")
    if before.is_whole and numerator is not None and denominator is not None:
        old_rate, new_rate = hundredths(*before.numbers), hundredths(numerator, denominator)
        if old_rate is not None and new_rate is not None and new_rate < old_rate:
            rates = f"{format_percent(*before.numbers)} xuống {format_percent(numerator, denominator)}"
            found.append(f"Tỷ lệ giảm từ {rates}")
    return found


def enter(store: Store, indicator: Indicator, period: str, figure: Figure) -> None:
    """Set the numbers of a locality, as one step of undo. Without numbers the locality is taken off the period.

    Raises RefusedError: the locality has no name, the period has not begun, or the numbers cannot be.
    """
    locality = clean(figure.locality)
    if not locality:
        raise RefusedError("Phải có tên ấp, xã.")
    if period > months.current():
        raise RefusedError(f"Chưa tới {months.text(period)}.")
    if fault := faults(figure.numerator, figure.denominator):
        raise RefusedError(fault)
    _write(store, indicator, period, known_as(store, locality), figure)


def _write(store: Store, indicator: Indicator, period: str, locality: str, figure: Figure) -> None:
    key = {"campaign": indicator.campaign, "indicator": indicator.key, "period": period, "locality": locality}
    numbers = {"numerator": figure.numerator, "denominator": figure.denominator}
    values = {name: None if number is None else str(number) for name, number in numbers.items()}
    values |= records.cleaned({"source": figure.source})
    label = f"Chỉ tiêu {months.text(period)}, {locality}"
    records.write(store, "indicator_figure", key, values, command="indicator", label=label)


def copy_forward(store: Store, indicator: Indicator, period: str) -> int:
    """Take the numbers of the period before for every locality that has none, in one step of undo; answers how many."""
    if period > months.current():
        raise RefusedError(f"Chưa tới {months.text(period)}.")
    copied = [
        line.before
        for line in table(store, indicator, period).lines
        if line.before is not None and line.now.numerator is None and line.now.denominator is None
    ]
    with recording(store, "indicator", f"Chép số kỳ trước vào {months.text(period)}"):
        for figure in copied:
            _write(store, indicator, period, figure.locality, figure)
    return len(copied)


@dataclass(frozen=True, slots=True)
class IndicatorPaper:
    """What the paper of a month prints."""

    period: str
    made_at: str  # ISO, the moment that the figures are of
    station: str
    campaigns: tuple[Campaign, ...]
    tables: tuple[IndicatorTable, ...]


def draft_paper(store: Store, *, campaign: str | None = None, period: str | None = None) -> IndicatorPaper:
    """Every indicator of the running campaigns, or of one, in a month, by default the latest with figures."""
    having = tuple(each for each in running.chosen(store, campaign) if each.indicators)
    if not having:
        raise RefusedError("Không có chiến dịch đang chạy nào có chỉ tiêu.")
    if period is None:
        found = [latest for each in having if (latest := latest_period(store, each.name)) is not None]
        period = max(found, default=months.current())
    tables = tuple(table(store, indicator, period) for each in having for indicator in each.indicators)
    made_at = clock.now().isoformat(timespec="seconds")
    return IndicatorPaper(period, made_at, settings.load(store).station_name, having, tables)
