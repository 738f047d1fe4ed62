"""The form of one locality in one month: two numbers and where they come from; a fall is asked about."""

import re
from collections.abc import Mapping

from store.calendar import months
from store.campaigns.campaign import Indicator
from store.database import Store
from store.monitoring import indicators
from store.monitoring.indicators import Figure, Line
from store.text import format_number, format_percent
from tui.framework.form import FormField, Verdict
from tui.framework.form_screen import RecordForm

# 1234, 1.234, 1 234; a comma would be a decimal.
_COUNT = re.compile(r"[0-9]+|[0-9]{1,3}(?:[. ][0-9]{3})+", re.ASCII)


def parse_count(text: str) -> int | None:
    """`1.234` -> 1234; None where it is no whole number."""
    typed = text.strip()
    return int(re.sub(r"[. ]", "", typed)) if _COUNT.fullmatch(typed) and len(typed) <= 15 else None


def _check(value: str, _: Mapping[str, str]) -> Verdict | None:
    if value and parse_count(value) is None:
        return Verdict("Chỉ ghi số nguyên, ví dụ 1.234", is_error=True)
    return None


def _normal(value: str) -> str:
    number = parse_count(value)
    return value if number is None else format_number(number)


def _check_both(value: str, values: Mapping[str, str]) -> Verdict | None:
    if (wrong := _check(value, values)) is not None:
        return wrong
    fault = indicators.faults(parse_count(values["numerator"]), parse_count(value))
    return Verdict(fault, is_error=True) if fault else None


def _reading(value: str, values: Mapping[str, str]) -> str:
    numerator, denominator = parse_count(values["numerator"]), parse_count(value)
    return "" if numerator is None or denominator is None else f"tỷ lệ {format_percent(numerator, denominator)}"


FIELDS = (
    FormField("numerator", "Số đạt", check=_check, normal=_normal, hint="số người đã đạt", max_length=15),
    FormField(
        "denominator",
        "Tổng số",
        check=_check_both,
        normal=_normal,
        reading=_reading,
        hint="trên tổng số",
        max_length=15,
    ),
    FormField("source", "Nguồn số liệu", hint="ai cho, ngày nào", max_length=200),
)


def figure_form(
    store: Store, indicator: Indicator, period: str, before: str | None, line: Line, *, typed: str = ""
) -> RecordForm:
    """The form of a locality; what the month before knew stands beside it, and its whole and source to begin with.

    Args:
        store: the open store.
        indicator: what is counted.
        period: the month.
        before: the month before that has figures.
        line: the locality as it is.
        typed: what was typed of the numerator already.
    """
    old = line.before
    is_new = line.now.numerator is None and line.now.denominator is None
    known = old if is_new and old is not None else line.now
    values = {
        "numerator": "" if line.now.numerator is None else format_number(line.now.numerator),
        "denominator": "" if known.denominator is None else format_number(known.denominator),
        "source": known.source,
    }
    told_before = ""
    if before is not None and old is not None and old.is_whole:
        numerator, denominator = old.numbers
        told_before = (
            f"\n{months.text(before).capitalize()}: {format_number(numerator)}/{format_number(denominator)}"
            f" = {format_percent(numerator, denominator)}"
        )

    def figure(typed: Mapping[str, str]) -> Figure:
        return Figure(
            line.now.locality, parse_count(typed["numerator"]), parse_count(typed["denominator"]), typed["source"]
        )

    def doubt(typed: dict[str, str]) -> str | None:
        entered = figure(typed)
        found = indicators.falls(old, entered.numerator, entered.denominator)
        return "; ".join(found) + f" so với {months.text(before)}." if found and before else None

    return RecordForm(
        f"{line.now.locality} · {months.text(period)}",
        FIELDS,
        values,
        lambda typed: indicators.enter(store, indicator, period, figure(typed)),
        about=f"{indicator.title}{told_before}",
        typed=typed,
        doubt=doubt,
    )
