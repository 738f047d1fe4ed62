"""Finds the rows of one file that are about the same person, for example on one sheet for each item."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field, replace

from importers.deciding.matching import loose_name
from store.field_ref import FieldRef
from store.frozen import changeable, frozen
from store.models import PERSON_FIELDS, Person, State
from store.receiving.plan import FieldChange, IncomingRow
from store.text import fold, name_key

_WHOLE = 10  # characters of YYYY-MM-DD


@frozen
class Again:
    """A person whom an earlier row of the same file certainly or possibly names."""

    index: int  # of that row in the plan
    sure: bool = True
    same_number: bool = False  # they share a CCCD, so they cannot be two people


@changeable
class SeenPeople:
    """The people of the rows so far, compared by the rules of `matching.fit_of`.

    100,000 rows may hold a few hundred names: of people alike in all that is compared only the first is kept.
    """

    once: AbstractSet[str] = frozenset()  # numbers of those whom no other row may be about
    by_number: dict[str, tuple[int, Person]] = field(default_factory=dict)
    #: (name, birth date or what `_like` says of it, whether they have a number) -> index of the first
    by_name: dict[tuple[str, str, bool], int] = field(default_factory=dict)

    @classmethod
    def among(cls, people: Sequence[Person]) -> "SeenPeople":
        """Begin without people, but with the CCCDs of those whom no other of these rows may be about, as is usual."""
        names = [name_key(person.full_name) for person in people]
        births = [person.birth_date or "" for person in people]
        numbers = [person.citizen_id or "" for person in people]
        shared = _several(numbers)
        both = list(zip(names, births, strict=True))
        alike = _several(both) if len(set(both)) < len(both) else set()
        # Without a whole date somebody may be anyone of the same name.
        vague = {name for name, born in zip(names, births, strict=True) if len(born) != _WHOLE}
        once = set(numbers) - shared - {""}
        if vague or alike:
            rows = zip(both, numbers, strict=True)
            once.difference_update(number for one, number in rows if one[0] in vague or one in alike)
        return cls(once)

    def find_or_keep(self, person: Person, index: int) -> Again | None:
        """The earlier row that is, or may be, about the same person; if there is none, the person is kept."""
        number = person.citizen_id
        if number in self.once:
            return None
        if number and (same := self.by_number.get(number)) is not None:
            first, other = same
            return Again(first, loose_name(other.full_name) == loose_name(person.full_name), same_number=True)
        name, born = name_key(person.full_name), person.birth_date or ""
        for date in _like(born):
            whole = len(date) == _WHOLE
            for numbered in (False, True):
                if numbered and number and not whole:
                    continue  # two numbers that differ: only the whole birth date may make them one person
                if (found := self.by_name.get((name, date, numbered))) is not None:
                    return Again(found, sure=whole and not (numbered and number))
        if number:
            self.by_number[number] = (index, person)
        for date in (born, f"{born[:4]}*", "*") if len(born) == _WHOLE else (born, "*"):
            self.by_name.setdefault((name, date, bool(number)), index)
        return None


def _several(values: Iterable[Hashable]) -> set[Hashable]:
    """The values that come more than once."""
    return {value for value, times in Counter(values).items() if times > 1}


def _like(born: str) -> tuple[str, ...]:
    """Birth dates of the same person elsewhere, the surest first: "1980*" is a whole date, "*" any or none."""
    if len(born) == _WHOLE:
        return born, born[:4], ""
    return (born, f"{born}*", "") if born else ("*",)


def adds_to(first: IncomingRow, row: IncomingRow) -> bool:
    """Whether a row contradicts nothing in the first row of the same person, though it may add to it."""
    one, other = first.person, row.person
    if one is None or other is None:
        return False
    plain = (name for name in PERSON_FIELDS if name not in ("full_name", "note"))
    if any(differ(getattr(one, name), getattr(other, name)) for name in plain):
        return False
    if differ(first.department, row.department):
        return False
    for before, after in ((one.states, other.states), (one.reasons, other.reasons), (one.done_on, other.done_on)):
        if any(differ(_known(before.get(key)), _known(value)) for key, value in after.items()):
            return False
    return True


def differing(first: IncomingRow, row: IncomingRow) -> list[FieldChange]:
    """What two rows about one person both say, and otherwise; `before` is the value in the first."""
    one, other = first.person, row.person
    if one is None or other is None:
        return []
    pairs: list[tuple[FieldRef, object, object]] = [
        (FieldRef.parse(name), getattr(one, name), getattr(other, name)) for name in PERSON_FIELDS
    ]
    pairs.append((FieldRef.parse("department"), first.department, row.department))
    for key in one.states:
        pairs.append((FieldRef.state(key), _known(one.states[key]), _known(other.states.get(key))))
        pairs.append((FieldRef.reason(key), one.reasons.get(key), other.reasons.get(key)))
        pairs.append((FieldRef.done_on(key), one.done_on.get(key), other.done_on.get(key)))
    return [FieldChange(field, str(before), str(after)) for field, before, after in pairs if differ(before, after)]


def with_added(first: IncomingRow, row: IncomingRow) -> IncomingRow:
    """The first row of a person with what a later row adds, as a new row."""
    one, other = first.person, row.person
    if one is None or other is None:
        return first  # `adds_to` answers no
    missing = {name: getattr(other, name) for name in PERSON_FIELDS if getattr(one, name) in (None, "")}
    if other.birth_date and len(other.birth_date) > len(one.birth_date or ""):
        missing["birth_date"] = other.birth_date
    both = replace(
        one,
        **missing,
        states=one.states | {key: state for key, state in other.states.items() if _known(state) is not None},
        reasons=one.reasons | other.reasons,
        done_on=one.done_on | other.done_on,
    )
    return first._replace(person=both, department=first.department or row.department)


def _known(value: object) -> object:
    return None if value is State.UNKNOWN else value


def differ(one: object, other: object) -> bool:
    """Whether two values contradict each other; an empty one contradicts nothing, nor does a year a date in it."""
    if one in (None, "") or other in (None, ""):
        return False
    if isinstance(one, str) and isinstance(other, str):
        short, long = sorted((fold(one), fold(other)), key=len)
        return short != long and not (len(short) == 4 and short.isdigit() and long.startswith(f"{short}-"))
    return one != other
