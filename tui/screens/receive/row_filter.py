"""Filters the rows of a file by outcome, or by whether they have a cell that somebody must look at."""

from store.outcome import Outcome
from store.receiving.mending import NOTED
from store.receiving.plan import Plan, PlannedRow
from store.text import format_number
from store.words.field_values import OUTCOME_LABELS

ZERO_RESTORED = "citizen_id_zero_restored"
LOOK = "look"  # a cell was left out, or taken with a doubt

#: None: all of them.
Only = Outcome | str | None

_ORDER: tuple[Outcome | str, ...] = (
    Outcome.CONFLICT,
    Outcome.REJECTED,
    LOOK,
    Outcome.CHANGED,
    Outcome.NEW,
    Outcome.UNCHANGED,
)


def label(only: Only) -> str:
    """The name of a filter, in words."""
    if only is None:
        return "Tất cả"
    return OUTCOME_LABELS[only] if isinstance(only, Outcome) else "ô cần xem"


def passes(row: PlannedRow, only: Only) -> bool:
    """Whether a row passes the filter."""
    if only == LOOK:
        return _is_odd(row)
    return only is None or row.outcome is only


def chips(plan: Plan) -> list[tuple[Only, str]]:
    """The filters of a file, each with its name and number of rows: `mâu thuẫn 5`."""
    counts = plan.counts()
    numbers: dict[Only, int] = {None: sum(counts.values()), LOOK: sum(map(_is_odd, plan.rows))}
    numbers |= {outcome: counts[outcome] for outcome in Outcome}
    return [(only, f"{label(only)} {format_number(numbers[only])}") for only in kinds(plan)]


def kinds(plan: Plan) -> list[Only]:
    """The filters of a file that let some row pass, "all rows" first."""
    counts = plan.counts()
    looks = any(_is_odd(row) for row in plan.rows)
    found = [only for only in _ORDER if (counts[only.value] if isinstance(only, Outcome) else looks)]
    return [None, *found]


def _is_odd(row: PlannedRow) -> bool:
    """Whether a cell of the row needs a look; a restored leading 0 or a left-out title does not."""
    return any(problem.code != ZERO_RESTORED and problem.code not in NOTED for problem in row.incoming.problems)
