"""The filter of a file's rows: by outcome, or those with a cell that somebody must look at."""

from store.outcome import Outcome
from store.receiving.plan import Plan, PlannedRow
from store.words.field_values import OUTCOME_LABELS

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
    """What is shown, in words."""
    if only is None:
        return "tất cả"
    return OUTCOME_LABELS[only] if isinstance(only, Outcome) else "có ô cần xem"


def passes(row: PlannedRow, only: Only) -> bool:
    """Whether a row is shown."""
    if only == LOOK:
        return bool(row.incoming.problems)
    return only is None or row.outcome is only


def kinds(plan: Plan) -> list[Only]:
    """What the rows of a file may be narrowed to, all first; nothing that would show none."""
    counts = plan.counts()
    looks = any(row.incoming.problems for row in plan.rows)
    found = [only for only in _ORDER if (counts[only.value] if isinstance(only, Outcome) else looks)]
    return [None, *found]
