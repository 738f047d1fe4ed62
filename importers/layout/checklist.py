"""Finds the item that a header names, by the words that campaigns give for items, and by their titles.

A table of figures may be known by a form's own heads as well, where the caller gives the forms.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from importers.layout.heads import HEADS, fold_header
from importers.patterns import when_needed
from store.campaigns.form import TOTAL, Column, Form
from store.field_ref import FieldRef
from store.models import Item

SURE = 0.7  # below this several items share the words
_BY_TITLE = 0.97
_PARTS = when_needed(r"[,;&/]|\bva\b")  # of a title: "Kết quả tích hợp thẻ BHYT và sổ sức khỏe điện tử" names two
_TITLE_WITHIN = 0.9
_NEAR = 0.5  # words below this are near to an item and mean another thing, whatever else the header says
_ACTIVATED = 0.2
_MOST_KNOWN = 10_000  # texts


class Named(NamedTuple):
    """An item that words name, and how sure, from 0 to 1."""

    key: str
    sure: float


class Meaning(NamedTuple):
    """What a header says: a field (see `importers.layout.columns`), and how sure the words make it, from 0 to 1."""

    field: str | None
    confidence: float


class _Words(NamedTuple):
    """`store.models.ItemWords` of an item, compiled."""

    words: re.Pattern[str]
    named: Named
    under: re.Pattern[str] | None

    @property
    def name_nothing(self) -> bool:
        """Whether the words name something that is no item, or count only below some other header."""
        return self.named.sure == 0 or self.under is not None


class FormHeads:
    """The heads of a statistics form, and the other words that it declares for them."""

    def __init__(self, form: Form) -> None:
        self.total, self._figures = form.column(TOTAL), len(form.figures)
        self.columns: dict[str, list[Column]] = {}  # folded head -> its columns: "Lý do" may stand over several
        for column in form.columns:
            for head in dict.fromkeys(map(fold_header, (column.head, *column.words))):
                self.columns.setdefault(head, []).append(column)

    def matched(self, headers: Sequence[str]) -> list[Column | None] | None:
        """The column that each header means; None if the headers cover less than half of the form's figures."""
        left = {head: list(columns) for head, columns in self.columns.items()}
        found = [left[head].pop(0) if left.get(head) else None for head in map(fold_header, headers)]
        return found if 2 * sum(each is not None and each.is_figure for each in found) >= self._figures else None


class Checklist(tuple[Item, ...]):
    """The items in their order, with everything that is derived from them once."""

    forms: "tuple[FormHeads, ...]" = ()

    def with_forms(self, forms: Iterable[Form]) -> "Checklist":
        """A copy with forms, by whose own heads a table of figures is known."""
        known = Checklist(self)
        known.forms = tuple(map(FormHeads, forms))
        return known

    def heads_total(self, header: str) -> bool:
        """Whether a header is that of a form's column of all people."""
        return any(form.total in form.columns.get(fold_header(header), ()) for form in self.forms)

    def is_form(self, headers: Sequence[str]) -> bool:
        """Whether the headers of a table are those of a campaign's form, such as Phụ lục 1."""
        return any(form.matched(headers) is not None for form in self.forms)

    @cached_property
    def meanings(self) -> dict[tuple[str, str], Meaning]:
        """Cache for `header_words`: (header, header above it) -> its meaning; a file may repeat its heads endlessly."""
        return {}

    @cached_property
    def _words(self) -> list[_Words]:
        """All words in the order in which they are looked for."""
        each = [(words, item.key) for item in self for words in item.words]
        each.sort(key=lambda pair: (pair[0].rank, -(pair[0].sure or 1)))
        return [
            _Words(
                when_needed(words.pattern),
                Named(key, words.sure),
                when_needed(words.under) if words.under else None,
            )
            for words, key in each
        ]

    @cached_property
    def _whole_titles(self) -> dict[str, str]:
        """Folded title, short title and key -> key of the item."""
        titles: dict[str, str] = {}
        for item in self:
            for title in (fold_header(item.title), fold_header(item.short_title), item.key):
                titles.setdefault(title, item.key)
        return titles

    @cached_property
    def _parts(self) -> list[tuple[str, re.Pattern[str], str]]:
        """(folded title, folded short title, key), the longest title first."""
        by_length = sorted(self, key=lambda item: -len(item.title))
        return [
            (fold_header(item.title), when_needed(rf"\b{re.escape(fold_header(item.short_title))}\b"), item.key)
            for item in by_length
        ]

    def named_in(self, folded: str) -> Named | None:
        """The item that a folded header names."""
        if folded not in self._named:
            if len(self._named) >= _MOST_KNOWN:
                self._named.clear()
            self._named[folded] = self._find(folded)
        return self._named[folded]

    @cached_property
    def _named(self) -> dict[str, Named | None]:
        return {}

    def _find(self, folded: str) -> Named | None:
        if not folded:
            return None
        if (key := self._whole_titles.get(folded)) is not None:
            return Named(key, _BY_TITLE)
        found = next((each for each in self._words if each.words.search(folded)), None)
        if found is not None and found.name_nothing:
            return None
        named = found.named if found is not None else None
        if named is not None and (named.sure >= _TITLE_WITHIN or named.sure < _NEAR):
            return named
        # A longer title within the header outweighs a single word that several items share.
        for title, short_title, key in self._parts:
            if title in folded or short_title.search(folded):
                return Named(key, _TITLE_WITHIN)
        return named

    @cached_property
    def title_words(self) -> frozenset[str]:
        """Every word of the titles, folded."""
        return frozenset(
            word for item in self for word in re.findall(r"\w+", fold_header(f"{item.title} {item.short_title}"))
        )

    def named_fully(self, field: str, header: str) -> float:
        """The share of the words of an item's title that a header has; one with "hoạt" (activated) gets more."""
        title = self._title_words.get(FieldRef.parse(field).item or "")
        words = fold_header(header).split()
        return len(title.intersection(words)) / len(title) + _ACTIVATED * ("hoat" in words) if title else 0.0

    @cached_property
    def _title_words(self) -> dict[str, frozenset[str]]:
        return {item.key: frozenset(fold_header(item.title).split()) for item in self}

    def without_names(self, folded: str) -> str:
        """A folded header without the words by which it names items."""
        for words in self._words:
            folded = words.words.sub(" ", folded)
        for title, short_title, _ in self._parts:
            folded = short_title.sub(" ", folded.replace(title, " "))
        return folded

    def surely_named_in(self, folded: str) -> Named | None:
        """The item that a folded header names for sure; None for words of several items, as "Trên VNeID"."""
        named = self.named_in(folded)
        return named if named is not None and named.sure >= SURE else None

    def named_by(self, titles: Sequence[str]) -> str | None:
        """The key of the one item that the titles of a list name; None: none, or several."""
        parts = (part for title in titles for part in _PARTS.split(fold_header(title)))
        named = {found.key for part in parts if (found := self.surely_named_in(part.strip()))}
        named = named or {found.key for title in titles if (found := self.surely_named_in(fold_header(title)))}
        return named.pop() if len(named) == 1 else None

    def excluded(self, folded: str) -> bool:
        """Whether a header is of something that no item is about: "Mức 1"."""
        return any(each.named.sure == 0 and each.words.search(folded) for each in self._words)

    def under(self, folded: str, above: str) -> tuple[bool, Named | None]:
        """Whether a header holds words that count below some header only, and the item that they name below `above`."""
        found = next((each for each in self._words if each.under and each.words.search(folded)), None)
        if found is None or found.under is None:
            return False, None
        return True, found.named if found.under.search(above) else None

    @cached_property
    def ticked(self) -> dict[str, Named]:
        """Field of a number -> the item that is meant where its column holds ticks instead."""
        return {
            field: Named(named.key, table["sure"])
            for field, table in HEADS.tables["ticked"].items()
            if (named := self.named_in(table["words"])) is not None
        }

    @property
    def card(self) -> str | None:
        """The item of having the card whose number every person has."""
        named = self.ticked.get("citizen_id")
        return named.key if named else None

    @cached_property
    def with_levels(self) -> str | None:
        """The item of which a cell may say the level: "2", "Mức 1"."""
        named = self.named_in(HEADS.tables["with_levels"])
        return named.key if named else None


@lru_cache(maxsize=4)
def checklist_of(items: tuple[Item, ...]) -> Checklist:
    """Make the checklist of these items; the files of a folder share it."""
    return Checklist(items)
