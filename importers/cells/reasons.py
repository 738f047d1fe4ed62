"""Reads cells of reasons: why an item is not done."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from importers.cells.marks import mark_of
from importers.cells.parsed import LOOK_AGAIN
from importers.cells.states import station_wording
from importers.layout.checklist import SURE, Checklist, Named
from importers.layout.heads import fold_header
from importers.patterns import when_needed
from store.models import WITH_REASON, Person, State
from store.text import clean

_PIECES = when_needed(r"\s*[;\n]\s*")
_LACKS_WHY = when_needed(r"(?i:chưa|không)\s+(?:có\s+)?(?P<item>.+?)\s+(?:do|vì|tại)\s+(?P<why>.+)")
_LONGEST_NAME = 60  # characters of an item in a reason


class ReasonReader:
    """Reads the cells of reason columns.

    Args:
        items: the checklist.
        known: folded words -> words, as the station has them.
    """

    def __init__(self, items: Checklist, known: Mapping[str, str]) -> None:
        self.items, self.known = items, known
        self._split: dict[str, list[_Piece]] = {}

    def read(self, person: Person, key: str, text: str) -> Iterator[tuple[str, str, str]]:
        """Add the reasons of a cell to a person; yields (code, Vietnamese message, Vietnamese advice) of doubtful ones.

        Args:
            person: the person, whose states are read already.
            key: the item of the column.
            text: the cell; a piece such as "BHYT: thẻ hết hạn" names another item itself, while "Chưa có CCCD vì mới
                mất" is why the item of the column is not done.
        """
        by_item: dict[str, list[str]] = {}
        for piece in self._pieces(text):
            goes_by_name = piece.named is not None and (piece.is_sure or piece.named == key)
            of, words = (piece.named or key, piece.reason) if goes_by_name else (key, piece.whole)
            by_item.setdefault(of, []).append(words)
        for of, pieces in by_item.items():
            reason = "; ".join(pieces)
            if not any(map(str.isalpha, reason)):
                yield "reason_unclear", f"“{reason}” không phải là lý do", LOOK_AGAIN
                continue
            state = person.states.get(of)
            if state in WITH_REASON:
                before = person.reasons.get(of)
                person.reasons[of] = reason if before is None or before == reason else f"{before}; {reason}"
            text = f"có lý do “{reason}” nhưng cột trạng thái"
            if state is State.NOT_APPLICABLE:  # why it is; or a dash that meant chưa
                yield "reason_of_not_applicable", f"{text} ghi không áp dụng", LOOK_AGAIN
            elif state is not State.TODO:
                claim = "ghi đã" if state is State.DONE else "không nói gì"
                yield "reason_without_todo", f"{text} {claim}", LOOK_AGAIN

    def read_shared(
        self,
        person: Person,
        keys: Sequence[str],
        text: str,
        dashed: Collection[str] = (),
        mixed: Collection[str] = (),
    ) -> Iterator[tuple[str, str, str]]:
        """Add the reasons of the only reason column, which is behind several items; yields as `read` does.

        A reason belongs to the item that it names before a colon, or to the one that is not done where all others are
        known to be. Where several are not done it is only reported: "Sai CCCD" may be why the card is not linked.

        Args:
            person: the person, whose states are read already.
            keys: the items at the left of the column.
            text: the cell.
            dashed: the items for which a dash stands in the row: where everybody is asked, it may mean chưa.
            mixed: the items in whose columns two kinds of mark stand, so that one of them may mean chưa.
        """
        unsure = {item.key for item in self.items if item.applies_to == "everyone"}.intersection(dashed).union(mixed)
        undone = [
            key for key in keys if person.states.get(key) not in (State.DONE, State.NOT_APPLICABLE) or key in unsure
        ]
        if keys[-1] not in undone and person.states.get(keys[-1]) is State.NOT_APPLICABLE:
            undone.append(keys[-1])  # the column stands behind it, and its dash may have meant chưa
        for named, piece in ((each.named, each.reason) for each in self._pieces(text)):
            if named is None and len(undone) > 1:
                titles = ", ".join(item.short_title for item in self.items if item.key in undone)
                text = f"“{piece}” không rõ là lý do của mục nào ({titles})"
                yield "reason_unclear", text, "Hãy ghi rõ từng mục"
            elif named is not None:
                yield from self.read(person, named, piece)
            elif undone and person.reasons.get(undone[0], piece) != piece:
                why = f"“{piece}” không rõ là lý do của mục nào: ô của mục đó đã ghi “{person.reasons[undone[0]]}”"
                yield "reason_unclear", why, "Hãy ghi rõ từng mục"
            else:
                # Where everything is done, the item at the left answers for it: it tells what is odd.
                yield from self.read(person, (undone or keys[-1:])[0], piece)

    def is_named(self, header: str) -> bool:
        """Whether the head of a reason column names an item."""
        return self.items.surely_named_in(fold_header(header)) is not None

    def _pieces(self, text: str) -> list["_Piece"]:
        """Split a cell into its reasons, without marks that are none."""
        known = self._split.get(text)
        if known is None:
            known = self._split[text] = [self._piece(piece) for piece in self._cut(text)]
        return known

    def _cut(self, text: str) -> list[str]:
        pieces = [clean(piece) for piece in _PIECES.split(text)]
        pieces = [piece for piece in pieces if piece and not _is_bare_mark(piece)]
        if any(self._named(piece) for piece in pieces):
            return pieces
        return [_joined(text, pieces)] if pieces else []

    def _named(self, piece: str) -> tuple[Named, str] | None:
        """The item that a piece names, and the reason behind: "BHYT: thẻ hết hạn", "Chưa BHYT vì thẻ hết hạn"."""
        before, colon, reason = piece.partition(":")
        if not colon and (found := _LACKS_WHY.fullmatch(piece)) is not None:
            before, reason = found["item"], found["why"]
        named = self.items.named_in(fold_header(before)) if reason and len(before) < _LONGEST_NAME else None
        return (named, clean(reason)) if named else None

    def _piece(self, piece: str) -> "_Piece":
        named, reason = self._named(piece) or (None, piece)
        words, whole = (station_wording(each, self.known) or each for each in (reason, piece))
        is_sure = named is not None and ":" in piece and named.sure >= SURE
        return _Piece(named.key if named else None, words, whole, is_sure)


class _Piece(NamedTuple):
    """One of the reasons in a cell."""

    named: str | None  # the item that it names: "BHYT: thẻ hết hạn", "Chưa BHYT vì thẻ hết hạn"
    reason: str  # the words behind that
    whole: str
    is_sure: bool  # it names the item before a colon, in words that mean no other


def _joined(text: str, pieces: Sequence[str]) -> str:
    """The pieces of a cell as one reason: a line that goes on in small letters is the same sentence."""
    goes_on = ";" not in text and all(piece[:1].islower() for piece in pieces[1:])
    return (" " if goes_on else "; ").join(pieces)


def _is_bare_mark(text: str) -> bool:
    """Whether a text in a column of reasons is only a tick, a dash or "không", which is no reason."""
    mark = mark_of(text)
    return mark is not None and mark.reason is None and len(text.split()) <= 2
