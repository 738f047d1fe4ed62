"""Looking somebody up among the rows of a file finds whom comparing with each of them would find."""

from hypothesis import given
from hypothesis import strategies as st

from importers.deciding.matching import fit_of
from importers.deciding.repeated import SeenPeople
from store.models import Person

people = st.builds(
    Person,
    full_name=st.sampled_from(["Lê An", "Lê Ân", "Bùi Bình"]),
    birth_date=st.sampled_from([None, "1980", "1981", "1980-02-01", "1980-03-01", "1981-02-01"]),
    citizen_id=st.sampled_from([None, None, "089080000001", "089080000002", "089080000003"]),
)


@given(st.lists(people, max_size=12))
def test_the_same_as_comparing_with_everybody(rows):
    seen, kept = SeenPeople(), []
    for index, person in enumerate(rows):
        again = seen.find_or_keep(person, index)
        same_number = [i for i, other in kept if person.citizen_id and other.citizen_id == person.citizen_id]
        fits = []
        for i, other in kept:
            if _folded(other) == _folded(person):
                numbers = bool(person.citizen_id and other.citizen_id)
                fit = fit_of(person.birth_date, other.birth_date, two_numbers=numbers, same_unit=True)
                fits.append((fit.rank, i, fit.sure))
        best = max((rank for rank, _, _ in fits), default=0)
        if same_number:
            assert again is not None
            assert again.same_number
            assert again.index == same_number[0]
        elif best:
            assert again is not None
            assert (best, again.index, again.sure) in fits
        else:
            assert again is None
            kept.append((index, person))


def _folded(person):
    return {"Lê An": "le an", "Lê Ân": "le an"}.get(person.full_name, person.full_name)
