"""Turns a scanned CCCD card into values for the form of a person."""

from importers.grids.syllables import is_syllable
from store.identifiers import Card
from store.models import PERSON_COLUMN


def values_of_card(card: Card) -> dict[str, str]:
    """The field values that a card gives; the name only if its letters arrived undamaged."""
    values = {"citizen_id": card.number, "sex": card.sex}
    if card.birth_date is not None:
        values["birth_date"] = PERSON_COLUMN["birth_date"].typed(card.birth_date)
    if _is_clean(card.name):
        values["full_name"] = card.name
    return values


def _is_clean(name: str) -> bool:
    """Whether a name is whole Vietnamese with its diacritics; letters lost in scanning leave none, or no syllable."""
    words = name.split()
    has_marks = not name.isascii()
    return has_marks and len(words) > 1 and all(word[:1].isupper() and is_syllable(word) for word in words)
