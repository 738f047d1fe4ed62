"""Warns with each paper that counts people where a list by name has fewer of them than the figures of its unit.

Also where figures count again because nobody is left on the list, and where rows of a file wait for an answer.
"""

from datetime import date

from store.counting.item_figures import counted_units
from store.database import Store
from store.forms import comparison, library
from store.forms.counts import Scope
from store.receiving.unanswered import unanswered
from store.words import forms
from store.words.unanswered import unanswered_text


def warnings_of(store: Store, as_of: date | None = None) -> list[str]:
    """Return a warning in Vietnamese for each such unit, as of the end of a day; None: as of now."""
    found = forms.shorter_lists(comparison.comparisons(store, library.phu_luc_1(), Scope(as_of=as_of)))
    if as_of is None:
        origins = (unit.origin for unit in counted_units(store).values())
        found += forms.figures_again(comparison.without_their_people(store, origins))
        found += map(unanswered_text, unanswered(store))
    return found
