"""Counts a form whose rows are localities: from figures of indicators and targets, not from people."""

from datetime import date
from typing import NamedTuple

from store import clock
from store.calendar.periods import containing
from store.campaigns.form import Column, Form
from store.campaigns.indicator import Indicator
from store.database import Store
from store.figures import indicators, localities
from store.figures.indicators import IndicatorTable, Line
from store.rewound import store_at


class LocalityRow(NamedTuple):
    """The figures of one locality in a form."""

    name: str
    figures: dict[str, int]  # by the key of their column
    without: tuple[str, ...]  # keys of the columns for which it has no figure: their 0 says nothing


def rows(store: Store, form: Form, as_of: date | None) -> list[LocalityRow]:
    """Counts a row for each locality at the end of a day (None: today), in the order of the list.

    Of each indicator the latest period for which every locality has reported is counted, so that a part is never shown
    as
    the whole; without one only targets are. A locality without figures and targets has no row.
    """
    day = as_of or clock.today()
    with store_at(store, as_of if day < clock.today() else None) as then:
        keys = {column.indicator for column in form.figures}
        found = {each.key: _lines(then, each, day) for each in indicators.all_indicators(then) if each.key in keys}
        known = [place.name for place in localities.all_localities(then, removed=True)]
    names = [name for name in known if any(name in lines for lines in found.values())]
    return [_row(form, found, name) for name in names]


def _row(form: Form, found: dict[str, dict[str, Line]], name: str) -> LocalityRow:
    figures = {column.key: _figure(column, found, name) for column in form.figures}
    without = tuple(key for key, number in figures.items() if number is None)
    return LocalityRow(name, {key: number or 0 for key, number in figures.items()}, without)


def _lines(store: Store, indicator: Indicator, day: date) -> dict[str, Line]:
    complete = indicators.latest_complete(store, indicator, through=day)
    wanted: IndicatorTable = complete or indicators.table(store, indicator, containing(indicator.every[-1], day))
    return {line.now.locality: line for line in wanted.lines if complete or line.target is not None}


def _figure(column: Column, found: dict[str, dict[str, Line]], name: str) -> int | None:
    line = found.get(column.indicator, {}).get(name)
    if line is None:
        return None
    if column.counts == "wanted":
        return line.target
    if not line.now.is_whole:
        return None
    numerator, denominator = line.now.numbers
    return {"total": denominator, "done": numerator, "todo": denominator - numerator}[column.counts]
