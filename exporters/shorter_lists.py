"""Warns with each paper that counts people where a list by name has fewer of them than the figures that a unit sent."""

from datetime import date

from store.database import Store
from store.forms import comparison, library
from store.forms.counts import Scope
from store.words import forms


def warnings_of(store: Store, as_of: date | None = None) -> list[str]:
    """Return a warning in Vietnamese for each such unit, as of the end of a day; None: as of now."""
    return forms.shorter_lists(comparison.comparisons(store, library.phu_luc_1(), Scope(as_of=as_of)))
