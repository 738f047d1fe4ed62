"""Finds the cell of a row that tells a value of a person."""

from collections.abc import Sequence

from store.columns import columns_telling
from store.field_ref import FieldKind, FieldRef
from store.text import fold


def telling_cell(
    field: FieldRef, columns: Sequence[FieldRef | None], cells: Sequence[str], reason: str | None = None
) -> int | None:
    """The place in `cells` of the one that tells a value of a person; None when no cell tells it.

    A blank cell may tell something too: that an item is chưa. A reason or day may stand in the cell of the state.

    Args:
        field: of the value.
        columns: what each column is read as.
        cells: the texts of the row.
        reason: of a reason, its words.
    """
    telling = columns_telling(field)
    own = [place for place, column in enumerate(columns) if column in telling]
    filled = [place for place, text in enumerate(cells[: len(columns)]) if text]
    if found := [place for place in own if place in filled]:
        return found[-1]
    if field.item is None:
        # A department without a cell of its own is that of a row or sheet above.
        return own[0] if own and field != "department" else None

    def of(*fields: FieldRef) -> list[int]:
        return [place for place in filled if columns[place] in fields]

    if field.kind is FieldKind.REASON:
        kinds = (FieldKind.REASON, FieldKind.STATE, FieldKind.TODO, FieldKind.DONE, FieldKind.DONE_ON)
        words = fold(reason or "")
        possible = [place for place in filled if (column := columns[place]) is not None and column.kind in kinds]
        return next((place for place in possible if words and words in fold(cells[place])), None)
    if field.kind is FieldKind.DONE_ON:
        dated = of(*columns_telling(FieldRef.state(field.item)))
        return next((place for place in dated if any(map(str.isdecimal, cells[place]))), None)
    elsewhere = of(FieldRef.done_on(field.item)) or of(FieldRef.reason(field.item))
    notes = [place for place, column in enumerate(columns) if column == "note"]
    found = own or elsewhere or (notes if len(notes) == 1 else [])  # in a note items are named
    return found[0] if found else None
