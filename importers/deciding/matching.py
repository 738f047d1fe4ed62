"""Finds the person of a row in the store, by CCCD, name and birth date."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import NamedTuple

from store.database import Store
from store.frozen import changeable
from store.models import Person, State
from store.people.known import Known, alike, is_anybody
from store.text import clean, fold, name_key

MOST_CANDIDATES = 4  # each has a digit as its key, beside one for none of them and one for somebody new
ELSEWHERE = "same_year_elsewhere"  # a `Match.why`


@changeable
class Match:
    """Who the person of a row is, or may be."""

    known: Known | None  # None: nobody that the store knows
    sure: bool = True
    #: When not sure: "cccd_other_name", "born_same_day", "swapped", "same_year", "same_name", "middle_name", "removed",
    #: `ELSEWHERE`.
    why: str = ""
    others: "Sequence[Match]" = ()  # who else it may be as well; then it is not sure

    def ids(self) -> set[int]:
        """The ids of everybody who is or may be meant."""
        return {one.known.id for one in (self, *self.others) if one.known is not None}


def loose_name(full_name: str) -> str:
    """A name for comparing people loosely: folded, i as y, without the word Thị."""
    return " ".join(word for word in name_key(full_name).split() if word != "thi")


def with_or_without_middle(full_name: str) -> list[str]:
    """The `name_key` of the names that differ only by the word Thị or Văn behind the family name."""
    family, *rest = name_key(full_name).split() or [""]
    if len(rest) > 1 and rest[0] in _MIDDLE:
        return [" ".join((family, *rest[1:]))]
    return [" ".join((family, middle, *rest)) for middle in _MIDDLE] if rest else []


_MIDDLE = ("thi", "van")


def marks_of(name: str) -> list[tuple[str, ...]]:
    """The diacritics of each syllable, sorted, so that hòa and hoà have the same."""
    return [
        tuple(sorted(mark for mark in unicodedata.normalize("NFD", word) if unicodedata.combining(mark)))
        for word in clean(name).replace("đ", "d\u0336").replace("Đ", "D\u0336").split()
    ]


@changeable
class Candidates:
    """The people in the store whom rows of the file may be about; read with a few queries for all rows."""

    by_citizen_id: dict[str, Known] = field(default_factory=dict)
    by_name: dict[str, list[Known]] = field(default_factory=dict)
    removed_by_name: dict[str, list[Known]] = field(default_factory=dict)

    @classmethod
    def for_people(cls, store: Store, people: Sequence[Person]) -> "Candidates":
        """Read the people of the store who have the CCCD or the name of one of these people."""
        if not is_anybody(store):
            return cls()
        numbers = {person.citizen_id for person in people if person.citizen_id}
        names = {name_key(person.full_name) for person in people}
        names |= {name for person in people for name in with_or_without_middle(person.full_name)}
        return cls.among(alike(store, numbers, names))

    @classmethod
    def among(cls, known: Iterable[Known]) -> "Candidates":
        """Make candidates of known people."""
        candidates = cls()
        for one in known:
            number = one.values["citizen_id"]
            if number and (not one.removed or number not in candidates.by_citizen_id):
                candidates.by_citizen_id[number] = one
            by_name = candidates.removed_by_name if one.removed else candidates.by_name
            by_name.setdefault(name_key(one.full_name), []).append(one)
        return candidates

    def ids(self) -> set[int]:
        """The ids of all candidates."""
        return {known.id for known in self.by_citizen_id.values()} | {
            known.id
            for by_name in (self.by_name, self.removed_by_name)
            for several in by_name.values()
            for known in several
        }

    def match(self, person: Person, unit_id: int | None, excluded: Iterable[int]) -> Match:
        """Find the person of a row in the file of a unit; `excluded` are ids of people who cannot be meant."""
        if not self.by_citizen_id and not self.by_name and not self.removed_by_name:
            return Match(None)
        out = set(excluded)
        if person.citizen_id:
            known = self.by_citizen_id.get(person.citizen_id)
            if known is not None and known.id not in out:
                if known.removed:
                    return Match(known, sure=False, why="removed")
                if loose_name(known.full_name) != loose_name(person.full_name):
                    return Match(known, sure=False, why="cccd_other_name")
                return Match(known)
        found: list[tuple[Fit, Known]] = []
        for known in self.by_name.get(name_key(person.full_name), ()):
            if known.id in out:
                continue
            # Two numbers differ, or the number had matched.
            two_numbers = bool(person.citizen_id and known.values["citizen_id"])
            born, same_unit = known.values["birth_date"], known.unit_id == unit_id
            fit = fit_of(person.birth_date, born, two_numbers=two_numbers, same_unit=same_unit)
            if not fit.rank and same_unit and not two_numbers and _is_swapped(person.birth_date, born):
                fit = Fit(3, sure=False, why="swapped")
            if fit.rank:
                found.append((fit, known))
        if not found:
            of_unit = self._of_shorter_name(person, unit_id, out) or self._of_removed(person, out)
            return _of(of_unit or self._of_other_units(person, unit_id, out))
        found.sort(key=lambda each: (-each[0].rank, each[1].unit_id != unit_id))
        (best, first), *more = found
        # Of several born on that day the one of the unit is meant, if there is one.
        rivals = [known for fit, known in more if first.unit_id != unit_id or (fit.sure and known.unit_id == unit_id)]
        if best.sure and not rivals:
            return Match(first)
        return _of([Match(known, sure=False, why=fit.why or "born_same_day") for fit, known in found])

    def _of_shorter_name(self, person: Person, unit_id: int | None, out: set[int]) -> list[Match]:
        """Those of the unit born on the same day whose name differs only by Thị or Văn, which is often left out."""
        return [
            Match(known, sure=False, why="middle_name")
            for name in with_or_without_middle(person.full_name)
            for known in self.by_name.get(name, ())
            if known.id not in out
            and known.unit_id == unit_id
            and known.values["birth_date"] == person.birth_date
            and len(person.birth_date or "") == len("1980-03-05")
            and not (person.citizen_id and known.values["citizen_id"])
        ]

    def _of_removed(self, person: Person, out: set[int]) -> list[Match]:
        """Those of the same name, born on the same day, who were taken off the list."""
        found: list[Match] = []
        for known in self.removed_by_name.get(name_key(person.full_name), ()):
            two_numbers = bool(person.citizen_id and known.values["citizen_id"])
            fit = fit_of(person.birth_date, known.values["birth_date"], two_numbers=two_numbers, same_unit=False)
            if fit.sure and fit.rank and known.id not in out:
                found.append(Match(known, sure=False, why="removed"))
        return found

    def _of_other_units(self, person: Person, unit_id: int | None, out: set[int]) -> list[Match]:
        """Those of the same name in other units, born in the same year, where one of the two has no whole date.

        None where there are more than can be asked about: in a whole province a name and a year say nothing.
        """
        found = [
            Match(known, sure=False, why=ELSEWHERE)
            for known in self.by_name.get(name_key(person.full_name), ())
            if known.id not in out
            and known.unit_id != unit_id
            and not (person.citizen_id and known.values["citizen_id"])
            and _is_same_year(person.birth_date or "", known.values["birth_date"] or "")
        ]
        return found if len(found) <= MOST_CANDIDATES else []


def _is_same_year(one: str, other: str) -> bool:
    return bool(one) and one[:4] == other[:4] and min(len(one), len(other)) == len("1980")


def _of(found: list[Match]) -> Match:
    """One match of those that are as likely, with the others beside it."""
    if not found:
        return Match(None)
    found[0].others = found[1:]
    return found[0]


class Fit(NamedTuple):
    """How strongly the fields of two people of the same name speak for one person."""

    rank: int  # 0 not at all, then the higher the better
    sure: bool = True
    why: str = ""


def fit_of(born: str | None, other_born: str | None, *, two_numbers: bool, same_unit: bool) -> Fit:
    """Rate whether two people of the same folded name, whose CCCDs do not match, are one person.

    Args:
        born: YYYY-MM-DD, YYYY, or nothing.
        other_born: the same of the other person.
        two_numbers: both have a CCCD.
        same_unit: they are in one unit's list.
    """
    one, other = born or "", other_born or ""
    if len(one) == 10 and one == other:
        return Fit(4, sure=False, why="born_same_day") if two_numbers else Fit(5)
    if two_numbers or not same_unit or (one and other and one[:4] != other[:4]):
        return Fit(0)
    if len(one) == 10 and len(other) == 10:
        return Fit(0)
    return Fit(3, sure=False, why="same_year") if one and other else Fit(2, sure=False, why="same_name")


def _is_swapped(born: str | None, other_born: str | None) -> bool:
    """Whether two dates are one with day and month swapped: spreadsheets of another country take 05/03 for May 3rd."""
    if born is None or other_born is None or not len(born) == len(other_born) == len("1980-03-05"):
        return False
    return (born[:4], born[5:7], born[8:]) == (other_born[:4], other_born[8:], other_born[5:7])


def signature(person: Person, department: str | None) -> str:
    """Who a row names in one text, by which an answer about identity is remembered.

    Without a CCCD the department is part of it: of two people of one name it tells who was meant.
    """
    parts = (fold(person.full_name), person.birth_date or "", person.citizen_id or "")
    return "|".join(parts if person.citizen_id or not department else (*parts, fold(department)))


def with_values(who: str, person: Person) -> str:
    """The signature of a row with what it says of the items, by which it is remembered that a row is left out.

    A later row of the same signature that says something else is asked about.
    """
    states = sorted((key, str(state)) for key, state in person.states.items() if state is not State.UNKNOWN)
    return "|".join((who, *map("=".join, (*states, *sorted(person.reasons.items()), *sorted(person.done_on.items())))))


def people_named(store: Store, people: Sequence[Person]) -> set[int]:
    """The ids of the people in the store whom these people are or may be, whichever unit they are in."""
    candidates = Candidates.for_people(store, people)
    matches = (candidates.match(person, None, ()) for person in people)
    possible = (one for match in matches for one in (match, *match.others) if one.why != ELSEWHERE)
    return {one.known.id for one in possible if one.known is not None}
