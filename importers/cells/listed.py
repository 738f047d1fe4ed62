"""Reads a column that lists items by their names: "Còn thiếu: VNeID, CKS", "Đã thực hiện: mức 2, BHYT"."""

import re
from collections.abc import Iterable, Iterator

from importers.cells.marks import mark_of
from importers.layout.checklist import Checklist
from importers.layout.header_words import asks_choices, lists_items
from importers.layout.heads import fold_header
from importers.lexicon.words import lexicon
from store.models import State
from store.text import clean

_PIECES = re.compile(r"[,;+&\n]|\s/\s|\bvà\b")
_NUMBER = re.compile(r"\A\s*(?:[-*•]|\d+[.)])\s*")
_LONGEST = 8  # words of an item's name
_NONE = lexicon("cells").set("nothing_missing")


class ListedItems:
    """Reads the cells of such a column.

    Args:
        header: the head of the column.
        items: the checklist.
        texts: the different cells of the column.
    """

    def __init__(self, header: str, items: Checklist, texts: Iterable[str] = ()) -> None:
        self.items = items
        self.state: State | None = lists_items(header)
        self._known: dict[str, list[tuple[str, str | None]]] = {}
        offered = (key for text in texts for _, key in self.read(text)) if asks_choices(header) else ()
        #: The items among the choices of a question: who did not choose one has it not.
        self.offered = frozenset(key for key in offered if key is not None)

    def not_chosen(self, text: str) -> frozenset[str]:
        """The items that a filled cell leaves out though they were offered."""
        return self.offered - {key for _, key in self.read(text)} if text else frozenset()

    def read(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Each piece of a cell with the item that it names, None where it names none."""
        if text not in self._known:
            self._known[text] = list(self._pieces(text))
        yield from self._known[text]

    def _pieces(self, text: str) -> Iterator[tuple[str, str | None]]:
        if fold_header(text) in _NONE or ((mark := mark_of(text)) is not None and mark.is_dash):
            return
        for part in _PIECES.split(text):
            piece = clean(_NUMBER.sub("", part))
            if any(character.isalnum() for character in piece):
                named = self.items.named_in(fold_header(piece)) if len(piece.split()) <= _LONGEST else None
                yield piece, named.key if named else None
