"""The same person on several rows of one file: once for CCCD and once without, or a sheet for each item."""

from dataclasses import dataclass, field

from importers.deciding.matching import fit_of, loose_name
from store.models import PERSON_FIELDS, Person, State
from store.receiving.plan import IncomingRow
from store.text import fold, name_key


@dataclass(frozen=True, slots=True)
class Again:
    """Somebody whom an earlier row of the file named, or may have named."""

    index: int  # of that row in the plan
    sure: bool = True
    same_number: bool = False  # they share a CCCD, so they cannot be two people


@dataclass(slots=True)
class SeenPeople:
    """The people of the rows so far, by the rules of DOMAIN §7."""

    by_number: dict[str, tuple[int, Person]] = field(default_factory=dict)
    by_name: dict[str, list[tuple[int, Person]]] = field(default_factory=dict)

    def add(self, person: Person, index: int) -> None:
        """Remember the person of row `index`."""
        if person.citizen_id:
            self.by_number.setdefault(person.citizen_id, (index, person))
        self.by_name.setdefault(name_key(person.full_name), []).append((index, person))

    def find(self, person: Person) -> Again | None:
        """The earlier row that is, or may be, about the same person."""
        if person.citizen_id and (same := self.by_number.get(person.citizen_id)) is not None:
            index, first = same
            return Again(index, loose_name(first.full_name) == loose_name(person.full_name), same_number=True)
        best: tuple[int, Again] | None = None
        for index, other in self.by_name.get(name_key(person.full_name), ()):
            two_numbers = bool(person.citizen_id and other.citizen_id)
            fit = fit_of(person.birth_date, other.birth_date, two_numbers=two_numbers, same_unit=True)
            if fit.rank and (best is None or fit.rank > best[0]):
                best = fit.rank, Again(index, fit.sure)
        return best[1] if best is not None else None


def adds_to(first: IncomingRow, row: IncomingRow) -> bool:
    """Whether a row says nothing else of a person than their first row does, though perhaps more."""
    one, other = first.person, row.person
    if one is None or other is None:
        return False
    plain = (name for name in PERSON_FIELDS if name not in ("full_name", "note"))
    if any(_differ(getattr(one, name), getattr(other, name)) for name in plain):
        return False
    if _differ(first.department, row.department):
        return False
    for said, also in ((one.states, other.states), (one.reasons, other.reasons), (one.done_on, other.done_on)):
        if any(_differ(_known(said.get(key)), _known(value)) for key, value in also.items()):
            return False
    return True


def add(first: IncomingRow, row: IncomingRow) -> None:
    """Let the first row of a person say what a later one adds."""
    one, other = first.person, row.person
    if one is None or other is None:
        return  # `adds_to` answers no
    for name in PERSON_FIELDS:
        if getattr(one, name) in (None, ""):
            setattr(one, name, getattr(other, name))
    if other.birth_date and len(other.birth_date) > len(one.birth_date or ""):
        one.birth_date = other.birth_date
    first.department = first.department or row.department
    one.states |= {key: state for key, state in other.states.items() if _known(state) is not None}
    one.reasons |= other.reasons
    one.done_on |= other.done_on


def _known(value: object) -> object:
    return None if value is State.UNKNOWN else value


def _differ(one: object, other: object) -> bool:
    """Whether both say something, and not the same; a year says nothing against a date of that year."""
    if one in (None, "") or other in (None, ""):
        return False
    if isinstance(one, str) and isinstance(other, str):
        short, long = sorted((fold(one), fold(other)), key=len)
        return short != long and not (len(short) == 4 and short.isdigit() and long.startswith(f"{short}-"))
    return one != other
