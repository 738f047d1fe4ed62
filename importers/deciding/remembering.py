"""Keeps the answers about a file of a unit that hold for its next file, and finds them again."""

from collections.abc import Iterable

from store.database import Store
from store.people import units
from store.receiving import mappings
from store.receiving.plan import Plan, Reading
from store.receiving.proposal import Proposal, ProposalKind
from store.text import fold


def keep_answers(plan: Plan, accepted: Iterable[Proposal]) -> None:
    """Note in a plan which of the accepted proposals are remembered once it is applied."""
    ones = list(accepted)
    plan.same_reasons = {one.words: one.instead for one in ones if one.kind is ProposalKind.SAME_REASON}
    plan.marks = {one.words: one.instead for one in ones if one.kind is ProposalKind.MARK_MEANS}


def remembered_marks(store: Store, unit: str | None) -> dict[str, str]:
    """Folded signs that a person explained in an earlier file of the unit -> the state in words."""
    known = units.find(store, unit) if unit is not None else None
    return mappings.marks(store, known.id) if known is not None else {}


def accepted_before(store: Store, unit: str | None, proposals: Iterable[Proposal]) -> list[Proposal]:
    """The proposals about marks that were accepted of an earlier file of the unit."""
    marks = [one for one in proposals if one.kind is ProposalKind.MARK_MEANS]
    kept = remembered_marks(store, unit) if marks else {}
    return [one for one in marks if kept.get(fold(one.words)) == one.instead]


def name_to_remember(store: Store, reading: Reading, unit: str | None) -> str | None:
    """The name in a file that the person assigned to `unit`, where no unit has that name; else None."""
    name = reading.part or reading.unit
    if unit is None or not name or reading.mark is not None or fold(name) == fold(unit):
        return None
    return name if units.find(store, name) is None else None
