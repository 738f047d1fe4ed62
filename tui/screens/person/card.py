"""What a scanned card fills into the form of a person."""

from importers.grids.syllables import is_syllable
from store.identifiers import Card
from store.models import PERSON_COLUMN


def values_of_card(card: Card) -> dict[str, str]:
    """The fields of a person that a card gives, as a form shows them; the name only where it arrived unmangled."""
    values = {"citizen_id": card.number, "sex": card.sex}
    if card.birth_date is not None:
        values["birth_date"] = PERSON_COLUMN["birth_date"].typed(card.birth_date)
    if _is_clean(card.name):
        values["full_name"] = card.name
    return values


def _is_clean(name: str) -> bool:
    """Whether a name is Vietnamese with its marks: letters lost on the way leave none, or no syllable."""
    words = name.split()
    has_marks = not name.isascii()
    return has_marks and len(words) > 1 and all(word[:1].isupper() and is_syllable(word) for word in words)
