"""Finds the reason of the station's dictionary that words in a file or in a person's note mean."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from store.checklist import reasons
from store.checklist.items import checklist_items
from store.database import Store
from store.models import Person, State
from store.people import staff
from store.text import clean, fold

_WORDS = lexicon("cells")
_FILLERS, _ALIKE = _WORDS.set("reason_fillers"), _WORDS.tables["reason_alike"]
_PHRASES = [(when_needed(words), meant) for words, meant in _WORDS.tables["reason_phrases"].items()]
_SAME_TYPED = 0.9  # of the letters of two reasons: one of them is mistyped
_FEWEST_WORDS = 3  # that two reasons must share where one says more than the other
_MOST, _SHARE_OF_WORDS = 0.8, 0.6  # of the shorter one, of the longer one
_NO = "khong"
_PIECES = when_needed(r"\s*[;\n]\s*")


def without_reason(person: Person) -> list[str]:
    """Keys of the items that are "chưa" and have no reason."""
    return [key for key, state in person.states.items() if state is State.TODO and key not in person.reasons]


class ReasonWords:
    """Compares words with the reasons of a store."""

    def __init__(self, store: Store) -> None:
        self.known = reasons.known(store)
        self._essences = {words: _essence(words) for words in self.known.values()}
        self._near: dict[str, str | None] = {}  # words -> the reason that they mean: many people have the same
        self._items: dict[str, set[str]] = {}  # reason -> keys of the items that it is offered for
        for item in checklist_items(store):
            for reason in reasons.for_item(store, item.key):
                self._items.setdefault(reason.text, set()).add(item.key)

    def meant(self, words: str) -> str | None:
        """The reason that words spell or mean; None when they mean none, or may mean two."""
        exact = self.known.get(fold(clean(words)))
        return exact if exact is not None else self.nearest(words)

    def nearest(self, words: str) -> str | None:
        """The reason that words mean though they spell it otherwise; None when they mean none, or may mean two."""
        if words not in self._near:
            wanted = _essence(words)
            found = [other for other, essence in self._essences.items() if _are_near(wanted, essence)]
            best = [other for other in found if set(self._essences[other]) == set(wanted)] or found
            self._near[words] = best[0] if len(best) == 1 else None
        return self._near[words]

    def of_note(self, note: str, lacking: Sequence[str]) -> dict[str, str]:
        """Item -> reason for the reasons that a note gives; a reason whose item is not clear is left out.

        Args:
            note: the words of "Ghi chú"; several reasons stand with ";" or in lines of their own.
            lacking: keys of the items that are chưa and have no reason. A reason is of the item that it is offered
                for; a reason that is offered for none of them is of the item that is alone in `lacking`.
        """
        found: dict[str, str] = {}
        for piece in _PIECES.split(note):
            words = self.meant(piece)
            offered = self._items.get(words, set()) if words is not None else set()
            own = [key for key in lacking if key in offered] or list(lacking)
            if words is not None and len(own) == 1 and own[0] not in found:
                found[own[0]] = words
        return found


class NotedReason(NamedTuple):
    """A reason that was found in the note of a person on the list."""

    staff_id: int
    full_name: str
    unit: str
    item: str  # key
    note: str
    reason: str


def reasons_in_notes(store: Store, unit_id: int | None = None) -> list[NotedReason]:
    """Find reasons in notes of people on the list, for items that are chưa without one; of one unit, or of all."""
    words = ReasonWords(store)
    found = []
    for member in staff.noted(store, unit_id):
        person = member.person
        lacking = without_reason(person)
        for item, reason in words.of_note(person.note or "", lacking).items() if lacking else ():
            found.append(NotedReason(member.id, person.full_name, member.unit, item, person.note or "", reason))
    return found


def _essence(words: str) -> tuple[str, ...]:
    """The words that tell reasons apart, folded: "Đang chờ BHXH cập nhật" and "Chờ BHXH cập nhật" have the same."""
    folded = fold(words)
    for phrase, meant in _PHRASES:
        folded = phrase.sub(meant, folded)
    found = re.findall(r"\w+", folded)
    return tuple(_ALIKE.get(word, word) for word in found if word not in _FILLERS)


def _are_near(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two reasons may be the same: never if only one has "không", or if their numbers differ."""
    mine, theirs = set(one), set(other)
    telling = {word for word in mine ^ theirs if word == _NO or word.isdigit()}
    if not one or not other or telling:
        return False
    shared, (fewer, more) = len(mine & theirs), sorted((len(mine), len(theirs)))
    if shared == more or (shared >= max(_FEWEST_WORDS, _MOST * fewer) and shared >= _SHARE_OF_WORDS * more):
        return True
    return SequenceMatcher(None, " ".join(one), " ".join(other)).ratio() >= _SAME_TYPED and len(one) == len(other)
