"""Reads a column that lists items by their names: "Còn thiếu: VNeID, CKS", "Đã thực hiện: mức 2, BHYT"."""

from collections.abc import Iterable, Iterator

from importers.cells.marks import mark_of
from importers.layout.checklist import Checklist
from importers.layout.header_words import asks_choices, lists_items
from importers.layout.heads import fold_header
from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from store.models import State
from store.text import clean

_PIECES = when_needed(r"[,;+&\n]|\s/\s|\bvà\b")
_NUMBER = when_needed(r"\A\s*(?:[-*•]|\d+[.)])\s*")
_LONGEST = 8  # words of an item's name
_WORDS = lexicon("cells")
_NOT_DONE = _WORDS.pattern("not_done_yet")
_NONE = _WORDS.set("nothing_missing")
_ALL, _ALL_DONE, _NOTHING = map(_WORDS.pattern, ("all_of_them", "all_done", "none_of_them"))
_LACKS_ALL, _LACKS_NONE = map(_WORDS.pattern, ("lacks_all", "lacks_none"))


class ListedItems:
    """Reads a column whose head says a state and whose cells list items: "VNeID, CKS" below "Còn thiếu".

    Args:
        header: the head of the column.
        items: the checklist.
        texts: the different cells of the column.
    """

    def __init__(self, header: str, items: Checklist, texts: Iterable[str] = ()) -> None:
        self.items = items
        self.state: State | None = lists_items(header)
        self._known: dict[str, list[tuple[str, str | None]]] = {}
        #: The items among the choices of a question: who did not choose one has it not.
        self.offered: frozenset[str] = frozenset()
        if asks_choices(header):
            named = (key for text in texts for _, key in self.read(text))
            self.offered = frozenset(key for key in named if key is not None)
            self._known.clear()  # "Tất cả" is known only now

    def not_chosen(self, text: str) -> frozenset[str]:
        """The offered items that a filled cell does not name; none if some piece of the cell is not understood."""
        keys = {key for _, key in self.read(text)}
        return frozenset() if None in keys or not text else self.offered - keys

    def read(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Yield each piece of a cell with the item that it names, None where it names none."""
        if text not in self._known:
            self._known[text] = list(self._pieces(text))
        yield from self._known[text]

    def _all_or_none(self, folded: str) -> bool | None:
        """Whether a cell means all of the choices (True) or none (False); None: it lists some, or is unclear."""
        if self.state is State.DONE:
            if _LACKS_ALL.fullmatch(folded) or _NOTHING.fullmatch(folded):
                return False
            return True if any(words.fullmatch(folded) for words in (_ALL, _ALL_DONE, _LACKS_NONE)) else None
        if folded in _NONE or _ALL_DONE.fullmatch(folded) or _LACKS_NONE.fullmatch(folded):
            return False
        # "Chưa làm gì" may answer what is lacking with everything, or with nothing.
        return True if _ALL.fullmatch(folded) and "da" not in folded.split() and "roi" not in folded.split() else None

    def _pieces(self, text: str) -> Iterator[tuple[str, str | None]]:
        folded = fold_header(text)
        every = self._all_or_none(folded)
        if every is False or ((mark := mark_of(text)) is not None and mark.is_dash):
            return
        if every and self.offered:
            yield from ((text, key) for key in sorted(self.offered))
            return
        for part in _PIECES.split(text):
            piece = clean(_NUMBER.sub("", part))
            if any(character.isalnum() for character in piece):
                spelt = fold_header(piece)
                is_plain = len(piece.split()) <= _LONGEST and not (self.state is State.DONE and _NOT_DONE.search(spelt))
                named = self.items.named_in(spelt) if is_plain else None
                yield piece, named.key if named else None
