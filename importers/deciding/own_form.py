"""Finds the person of a row in a form that the station itself had sent out: it wrote that person there."""

from collections import Counter
from collections.abc import Mapping

from importers.deciding.matching import Candidates, Match
from store.database import Store
from store.errors import RefusedError
from store.frozen import frozen
from store.models import Person
from store.people import units
from store.people.known import Known
from store.receiving import kept, submissions
from store.receiving.kept import Place
from store.receiving.plan import FieldChange, IncomingRow, Reading
from store.text import name_key


@frozen
class OwnForm:
    """A file that came back as one of the station's forms, as evidence of who its rows are about."""

    unit_id: int
    names: Counter[str]  # how many rows of the file bear a name

    @classmethod
    def from_reading(cls, store: Store, reading: Reading, unit_id: int | None) -> "OwnForm | None":
        """None: the file is none of the station's forms, or was taken in for another unit than the mark says."""
        if reading.mark is None or unit_id is None:
            return None
        marked = units.find(store, reading.mark.unit) or units.formerly(store, reading.mark.unit)
        if marked is None or marked.id != unit_id:
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


@frozen
class Mended:
    """The submission that a mended file answers: whom each row was about, and what was asked about there."""

    people: Mapping[Place, Known | None]
    asked: Mapping[Place, frozenset[str]]  # fields

    @classmethod
    def from_reading(cls, store: Store, reading: Reading) -> "Mended | None":
        """None: the file answers none, or one of another store, or one that was taken back."""
        mark = reading.mark
        if mark is None or mark.submission is None:
            return None
        try:
            submission = submissions.get(store, mark.submission)
        except RefusedError:
            return None
        if submission.sha256 != mark.sha256 or submission.taken_back_at is not None:
            return None
        people = kept.people_of_rows(store, submission.id)
        return cls(people, kept.asked_to_mend(store, submission.id))

    def person(self, row: IncomingRow, candidates: Candidates) -> Known | None:
        """Whom the row is about: the person of that row, by the same name or by a name that was asked about."""
        known = self.people.get(row.place)
        if known is None or row.person is None:
            return None
        same_name = name_key(known.full_name) == name_key(row.person.full_name)
        if not same_name and "full_name" not in self.asked.get(row.place, ()):
            return None  # another line was put in above
        other = candidates.by_citizen_id.get(row.person.citizen_id or "")
        return known if other is None or other.id == known.id else None

    def asked_for(self, row: IncomingRow, change: FieldChange) -> bool:
        """Whether the station asked the sender to mend just this value, so that the new one is the answer."""
        return self.people.get(row.place) is not None and change.field in self.asked.get(row.place, ())
