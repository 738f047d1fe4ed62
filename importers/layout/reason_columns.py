"""Assigns the columns of reasons and of days to the item that they are about."""

from collections.abc import Sequence

from importers.cells.marks import mark_of
from importers.grids.grid import Cell, text_of
from importers.layout import claims
from importers.layout.claims import Cells, Claim
from importers.layout.header_words import says_todo
from store.field_ref import FieldKind, FieldRef
from store.models import State
from store.receiving.doubt import Evidence
from store.text import clean

_SURE_BESIDE, _SURE_ALONE = 0.85, 0.6
_MANY = 0.25  # share of the cells of a column of days
_TICKED = 0.8  # share of the cells of a column that may be about another matter
_SIDES = (FieldKind.STATE, FieldKind.DONE, FieldKind.TODO)


def give_reasons_and_days(
    chosen: list[Claim | None], above: Sequence[str], cells: Sequence[Cells], rows: Sequence[Sequence[Cell]]
) -> None:
    """Give a column of reasons, or of days, whose header names no item to the item at its left.

    A column that only mentions an item, or is not understood, may stand between; then the words must agree with the
    item: they stand where it is not done. Otherwise the column stays unread.

    Args:
        chosen: the claim on each column; the claims on columns of reasons and days are replaced.
        above: the heads above those of the columns.
        cells: of each column.
        rows: a sample of the rows.
    """
    left: int | None = None  # the nearest column of an item
    for column, claim in enumerate(chosen):
        if claim is None:
            continue
        item = _item(chosen[left]) if left is not None else None
        if claim.field == "reason":
            if item is None or left is None:
                chosen[column] = Claim("note", _SURE_ALONE, _beside(Evidence.HEAD))
            elif not any(_may_own(chosen[at], cells[at]) for at in range(left + 1, column)) or (
                above[column] == above[left] and _stand_where_undone(chosen, item, column, rows)
            ):
                chosen[column] = Claim(FieldRef.reason(item), _SURE_BESIDE, _beside(Evidence.HEAD, Evidence.NEIGHBOURS))
            else:
                chosen[column] = None
        elif claim.field == "done_on":
            beside = item is not None and column > 0 and _item(chosen[column - 1]) == item
            chosen[column] = None
            if item is not None and beside and cells[column].share(claims.DAY.match) > _MANY:
                kinds = _beside(Evidence.HEAD, Evidence.NEIGHBOURS)
                chosen[column] = Claim(FieldRef.done_on(item), _SURE_BESIDE, kinds)
        elif _tells_of_item(claim) and not claim.speaks_against:
            left = column


def reasons_that_tell_state(chosen: Sequence[Claim | None], heads: Sequence[str]) -> None:
    """Read "Chưa có VNeID mức 2 (ghi lý do)" as the state too, if no other column has it: words mean not done."""
    fields = {claim.field for claim in chosen if claim is not None}
    for column, claim in enumerate(chosen):
        ref = FieldRef.parse(claim.field if claim is not None else "")
        if claim is None or ref.kind is not FieldKind.REASON or ref.item is None:
            continue
        if says_todo(heads[column]) and not any(FieldRef.of_item(side, ref.item) in fields for side in _SIDES):
            claim.field = FieldRef.of_item(FieldKind.TODO, ref.item)


def _beside(*kinds: Evidence) -> frozenset[Evidence]:
    return frozenset(kinds)


def _item(claim: Claim | None) -> str | None:
    return FieldRef.parse(claim.field).item if claim is not None else None


def _tells_of_item(claim: Claim) -> bool:
    """Whether a column says the state of an item, or the day since when it is done."""
    ref = FieldRef.parse(claim.field)
    return ref.tells_state or (ref.kind is FieldKind.DONE_ON and ref.item is not None)


def _may_own(claim: Claim | None, cells: Cells) -> bool:
    """Whether a column between an item and a reason may be what the reason is about."""
    if claim is None:
        return len(cells) > 0 and cells.marks > _TICKED
    return bool(claim.speaks_against) and FieldRef.parse(claim.field).tells_state


def _stand_where_undone(chosen: Sequence[Claim | None], item: str, reason: int, rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether there are words in a column of reasons, and only in rows in which the item is not done."""
    done = [
        at
        for at, claim in enumerate(chosen)
        if claim is not None and claim.field in (FieldRef.state(item), FieldRef.of_item(FieldKind.DONE, item))
    ]
    with_words = [row for row in rows if reason < len(row) and len(clean(text_of(row[reason])).split()) > 1]
    marks = (mark_of(clean(text_of(row[at]))) for row in with_words for at in done if at < len(row))
    return bool(with_words) and not any(mark is not None and mark.state is State.DONE for mark in marks)
