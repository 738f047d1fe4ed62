"""Reads cells that say by themselves which items are done: "Đã có: CCCD, BHYT; chưa có: sổ SKĐT", "Đã có đủ"."""

from collections.abc import Iterable, Iterator

from importers.layout.checklist import Checklist
from importers.layout.heads import fold_header
from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from store.models import State
from store.text import clean, fold

_CLAUSES = when_needed(r"[;\n]|\.(?=\s|\Z)|,(?=\s*(?:chưa|đã|còn)\b)")
_PIECES = when_needed(r"[,+&/]|\bvà\b")
_MOST = 0.8  # of the different cells, which must be understood
_FEWEST = 2  # items that a column must name
_WORDS = lexicon("cells")
_SIDE, _REST, _ALL, _NONE = map(_WORDS.pattern, ("words_side", "words_rest", "words_all", "words_none"))


class ItemsInWords:
    """Reads the cells of one column that says in words which items are done.

    Args:
        items: the checklist.
        texts: the different cells of the column.
    """

    def __init__(self, items: Checklist, texts: Iterable[str]) -> None:
        self.items = items
        self.named: list[str] = []  # the items that the column names: "Đã có đủ" is of these
        filled = [text for text in texts if text]
        for text in filled:
            for key, _ in self._listed(text) or ():
                if key not in self.named:
                    self.named.append(key)
        understood = sum(self.read(text) is not None for text in filled)
        #: Whether the column is of this kind.
        self.fits = len(self.named) >= _FEWEST and understood >= _MOST * len(filled)

    def read(self, text: str) -> list[tuple[str, State]] | None:
        """(item, state) of each item that a cell says is done or not; None when the cell is not understood."""
        folded = fold(clean(text)).rstrip(" .;")
        if _ALL.fullmatch(folded):
            return [(key, State.DONE) for key in self.named]
        if _NONE.fullmatch(folded):
            return [(key, State.TODO) for key in self.named]
        return self._listed(text)

    def _listed(self, text: str) -> list[tuple[str, State]] | None:
        found: dict[str, State] = {}
        rest: State | None = None
        for clause in filter(None, map(clean, _CLAUSES.split(text))):
            folded = fold(clause)
            if (match := _REST.fullmatch(folded)) is not None:
                rest = _state(match["side"])
                continue
            match = _SIDE.fullmatch(folded)
            keys = [*self._keys(match["list"])] if match is not None else []
            if match is None or None in keys:
                return None
            for key in keys:
                if found.setdefault(key or "", _state(match["side"])) is not _state(match["side"]):
                    return None  # both sides of one item
        if rest is not None:
            found = {**dict.fromkeys(self.named, rest), **found}
        return [*found.items()] or None

    def _keys(self, listed: str) -> Iterator[str | None]:
        """Yield the item of each piece of a list; None for a piece that names no item for sure."""
        for piece in filter(None, map(clean, _PIECES.split(listed))):
            named = self.items.surely_named_in(fold_header(piece))
            yield named.key if named is not None else None


def _state(side: str) -> State:
    return State.TODO if side.startswith(("chua", "con", "thieu")) else State.DONE
