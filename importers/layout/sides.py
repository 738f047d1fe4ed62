"""Decides whether a header means done, not done or not applicable, and which columns are a pair."""

from collections.abc import Sequence

from importers.layout.checklist import Meaning
from importers.layout.heads import HEADS, fold_header
from store.field_ref import FieldKind, FieldRef

DONE, TODO, NOT_APPLICABLE = HEADS.pattern("done"), HEADS.pattern("todo"), HEADS.pattern("not_applicable")
_GROUPS = (
    (HEADS.pattern("group_todo"), FieldKind.TODO),
    (HEADS.pattern("group_done"), FieldKind.DONE),
    (HEADS.pattern("group_not_applicable"), FieldKind.NOT_APPLICABLE),
)
_SIDE_BEHIND = HEADS.pattern("side_behind")
_BY_PAIR = 0.95
_ASKS, _REASON = HEADS.pattern("asks"), HEADS.pattern("group_reason")


def side_of(leaf: str, key: str) -> FieldRef:
    """The field of an item by its folded header: its state where the header takes no side."""
    if NOT_APPLICABLE.match(leaf):
        return FieldRef.of_item(FieldKind.NOT_APPLICABLE, key)
    if TODO.match(leaf):
        return FieldRef.of_item(FieldKind.TODO, key)
    if DONE.match(leaf) and not _ASKS.search(leaf):
        return FieldRef.of_item(FieldKind.DONE, key)
    return FieldRef.state(key)


def takes_side(leaf: str) -> bool:
    """Whether a folded header begins as one of done, not done or not applicable does."""
    return any(words.match(leaf) for words in (NOT_APPLICABLE, TODO, DONE))


def by_group(above: str, leaf: str, key: str) -> FieldRef:
    """The field of an item whose own header takes no side: "Chưa làm" or "Lý do" may stand over several of them."""
    if _REASON.search(above) and not TODO.match(above):
        return FieldRef.reason(key)
    for words, kind in _GROUPS:
        if words.match(above):
            return FieldRef.of_item(kind, key)
    return side_of(leaf, key)


def with_sides_behind(heads: Sequence[str], meanings: Sequence[Meaning]) -> list[Meaning]:
    """The meanings of heads, of which two may name an item with its sides behind it: "Mức 2 đã", "Mức 2 chưa"."""
    found = list(meanings)
    sides = [_SIDE_BEHIND.search(fold_header(head)) for head in heads]
    of_item: dict[str, list[int]] = {}
    for column, meaning in enumerate(meanings):
        ref = FieldRef.parse(meaning.field or "")
        if ref.item and ref.kind in (FieldKind.STATE, FieldKind.DONE, FieldKind.TODO) and sides[column]:
            of_item.setdefault(ref.item, []).append(column)
    for key, columns in of_item.items():
        kinds = [FieldKind.DONE if side["done"] else FieldKind.TODO for at in columns if (side := sides[at])]
        if sorted(kinds) == [FieldKind.DONE, FieldKind.TODO]:
            for column, kind in zip(columns, kinds, strict=True):
                found[column] = Meaning(FieldRef.of_item(kind, key), _BY_PAIR)
    return found


def settle_pairs(fields: Sequence[str | None]) -> list[str | None]:
    """Make `done.KEY` a `state.KEY` unless a column `todo.KEY` or `na.KEY` forms a pair with it, and the reverse."""
    settled = list(fields)
    for column, field in enumerate(fields):
        ref = FieldRef.parse(field or "")
        if ref.item is None or ref.kind not in (FieldKind.STATE, FieldKind.DONE):
            continue
        done = FieldRef.of_item(FieldKind.DONE, ref.item)
        beside = any(FieldRef.of_item(side, ref.item) in fields for side in (FieldKind.TODO, FieldKind.NOT_APPLICABLE))
        if ref.kind is FieldKind.DONE and not beside:
            settled[column] = FieldRef.state(ref.item)
        elif ref.kind is FieldKind.STATE and beside and done not in settled:
            settled[column] = done
    return settled
