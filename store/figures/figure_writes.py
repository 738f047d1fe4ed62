"""Finds who wrote the numbers of an indicator and what they replaced, so that a file asks before it replaces them."""

from collections.abc import Iterable
from typing import Final

from store.calendar.periods import Period
from store.campaigns.indicator import Indicator
from store.database import Store
from store.frozen import frozen
from store.text import format_date, format_number

#: The command of changes that take in a file of figures; what any other change wrote was typed or pasted.
FROM_FILE: Final = "figures-file"


@frozen
class Write:
    """The last change of one number that is in force, with all numbers that it and earlier changes replaced."""

    number: int | None
    day: str  # YYYY-MM-DD
    is_by_hand: bool
    replaced: frozenset[int | None]

    def doubt(self, now: int | None, new: int) -> str:
        """A question in Vietnamese when a file's number would replace one typed by hand, or bring back a replaced one.

        "" when neither: the number is news.
        """
        if now != self.number or new == now:
            return ""
        day, sent = format_date(self.day), format_number(new)
        if new in self.replaced:
            by = "xoá" if now is None else f"thay bằng {format_number(now)}"
            return f"{sent} đã được {by} ngày {day}"
        if self.is_by_hand:
            return f"{'trống, đã xoá' if now is None else f'{format_number(now)} nhập'} tay ngày {day}, tệp ghi {sent}"
        return ""


Writes = dict[tuple[str, str], Write]  # (name of the locality, field)


def of_figures(store: Store, indicator: Indicator, period: Period) -> Writes:
    """The last writes of the numerators and denominators of an indicator in a period."""
    return _writes(
        store.rows(
            f"SELECT locality.name, history.field, {_CHANGE} FROM indicator_figure AS of"
            " JOIN locality ON locality.id = of.locality_id"
            " JOIN history ON entity = 'indicator_figure' AND entity_id = of.id"
            f" JOIN change ON {_IN_FORCE} WHERE of.campaign = ? AND of.indicator = ? AND of.kind = ? AND of.period = ?"
            " AND history.field IN ('numerator', 'denominator') ORDER BY history.id",
            (FROM_FILE, indicator.campaign, indicator.key, *period),
        )
    )


def of_targets(store: Store, indicator: Indicator) -> Writes:
    """The last writes of the targets of an indicator, by name of the locality and the field "target"."""
    return _writes(
        store.rows(
            f"SELECT locality.name, 'target', {_CHANGE} FROM locality_target AS of"
            " JOIN locality ON locality.id = of.locality_id"
            " JOIN history ON entity = 'locality_target' AND entity_id = of.id"
            f" JOIN change ON {_IN_FORCE} WHERE of.campaign = ? AND of.indicator = ? AND history.field = 'amount'"
            " ORDER BY history.id",
            (FROM_FILE, indicator.campaign, indicator.key),
        )
    )


_CHANGE = "history.before, history.after, change.at, change.command <> ?"
_IN_FORCE = "change.id = history.change_id AND change.reverts IS NULL AND change.undone_by IS NULL"


def _writes(rows: Iterable[tuple[str, str, str | None, str | None, str, int]]) -> Writes:
    found: Writes = {}
    for name, field, before, after, at, is_by_hand in rows:
        earlier = found[name, field].replaced if (name, field) in found else frozenset()
        gone = earlier if before is None else earlier | {int(before)}
        found[name, field] = Write(None if after is None else int(after), at[:10], bool(is_by_hand), gone)
    return found
