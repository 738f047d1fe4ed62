"""Finds the person of a row in a form that the station sent out with its people written in."""

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
        """Make the evidence of a file; None if it is no form of the station, or of another unit than its mark says."""
        if reading.mark is None or unit_id is None:
            return None
        marked = units.find(store, reading.mark.unit) or units.formerly(store, reading.mark.unit)
        if marked is None or marked.id != unit_id:
            return None
        return cls(unit_id, Counter(name_key(row.person.full_name) for row in reading.rows if row.person is not None))

    def settles(self, match: Match, person: Person, candidates: Candidates) -> bool:
        """Whether the form decides a match that the name, alone or with the year of birth, leaves open.

        The form lists the unit's people: one person of a name and one row of that name are the same, be
        their birth date or number known or not. If there are two of either, the question is asked as usual.
        """
        if match.known is None or match.why not in ("same_year", "same_name"):
            return False
        key = name_key(person.full_name)
        here = [known for known in candidates.by_name.get(key, ()) if known.unit_id == self.unit_id]
        return self.names[key] == 1 and [known.id for known in here] == [match.known.id]


@frozen
class Mended:
    """The submission that a corrected file answers: the person of each row, and the fields that were asked about."""

    people: Mapping[Place, Known | None]
    asked: Mapping[Place, frozenset[str]]  # fields

    @classmethod
    def from_reading(cls, store: Store, reading: Reading) -> "Mended | None":
        """Find the submission by the mark of a file; None if it has none, is of another store or was taken back."""
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
        """The person whom the same row was about, if the name is the same or was asked about; else None."""
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
