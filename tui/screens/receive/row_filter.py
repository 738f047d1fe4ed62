"""The filter of a file's rows: by outcome, or those with a cell that somebody must look at."""

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
    """What is shown, in words."""
    if only is None:
        return "Tất cả"
    return OUTCOME_LABELS[only] if isinstance(only, Outcome) else "ô cần xem"


def passes(row: PlannedRow, only: Only) -> bool:
    """Whether a row is shown."""
    if only == LOOK:
        return _is_odd(row)
    return only is None or row.outcome is only


def chips(plan: Plan) -> list[tuple[Only, str]]:
    """What the rows may be narrowed to, each with its number: `mâu thuẫn 5`."""
    counts = plan.counts()
    numbers: dict[Only, int] = {None: sum(counts.values()), LOOK: sum(map(_is_odd, plan.rows))}
    numbers |= {outcome: counts[outcome] for outcome in Outcome}
    return [(only, f"{label(only)} {format_number(numbers[only])}") for only in kinds(plan)]


def kinds(plan: Plan) -> list[Only]:
    """What the rows of a file may be narrowed to, all first; nothing that would show none."""
    counts = plan.counts()
    looks = any(_is_odd(row) for row in plan.rows)
    found = [only for only in _ORDER if (counts[only.value] if isinstance(only, Outcome) else looks)]
    return [None, *found]


def _is_odd(row: PlannedRow) -> bool:
    """Whether somebody must look at a row: where a lost 0 was put back, or a title left out, nothing is to be done."""
    return any(problem.code != ZERO_RESTORED and problem.code not in NOTED for problem in row.incoming.problems)
