"""A row of the station's own form is about the person whom the station wrote there."""

from collections import Counter
from dataclasses import dataclass

from importers.matching import Candidates, Match
from store.models import Person
from store.plan import Reading
from store.text import fold, name_key


@dataclass(frozen=True, slots=True)
class OwnForm:
    """What a file that came back as one of the station's forms adds to telling people apart."""

    unit_id: int
    names: Counter[str]  # how many rows of the file bear a name

    @classmethod
    def of(cls, reading: Reading, unit_id: int | None, unit: str | None) -> "OwnForm | None":
        """None: the file is none of the station's forms, or was filled in for another unit than the mark says."""
        mark = reading.mark
        if mark is None or unit_id is None or fold(mark.unit) != fold(unit or ""):
            return None
        return cls(unit_id, Counter(name_key(row.person.full_name) for row in reading.rows if row.person is not None))

    def settles(self, match: Match, person: Person, candidates: Candidates) -> bool:
        """Whether the form answers what the name alone would leave open.

        It lists the unit's people: one of that name in the unit and one row of that name are the same person, be
        their birth date or number known or not. Two of either are asked as ever.
        """
        if match.known is None or match.why not in ("same_year", "same_name"):
            return False
        key = name_key(person.full_name)
        here = [known for known in candidates.by_name.get(key, ()) if known.unit_id == self.unit_id]
        return self.names[key] == 1 and [known.id for known in here] == [match.known.id]
