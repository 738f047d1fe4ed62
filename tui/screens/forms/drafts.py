"""Keeps the counted drafts of forms, so that walking through the levels of units counts nothing twice."""

from datetime import date

from store import clock
from store.campaigns.form import Form
from store.database import Store
from store.forms import comparison
from store.forms.comparison import Comparison
from store.forms.counts import Scope
from store.frozen import frozen
from store.reporting import form_papers
from store.reporting.form_papers import FormPaper


@frozen
class Draft:
    """A counted form, and the comparisons of units that sent both names and counts."""

    form: Form
    scope: Scope
    with_totals: bool
    paper: FormPaper
    compared: list[Comparison]


def draft(store: Store, form: Form, scope: Scope, *, with_totals: bool) -> Draft:
    """Count the table of a form for a scope; for 400,000 people this takes seconds."""
    paper = form_papers.draft(store, form, scope, with_totals=with_totals)
    return Draft(form, scope, with_totals, paper, comparison.comparisons(store, form, scope))


class Drafts:
    """Keeps computed drafts of forms until the store changes or the day ends."""

    def __init__(self) -> None:
        self._of: tuple[tuple[int, int], date] | None = None
        self._found: dict[tuple[str, Scope, bool], Draft] = {}

    def find(self, store: Store, form: Form, scope: Scope, *, with_totals: bool) -> Draft | None:
        """The kept draft of a table, if the store has not changed since; None: it has to be counted."""
        if self._of != (now := (store.version(), clock.today())):
            self._of, self._found = now, {}
        return self._found.get((form.key, scope, with_totals))

    def keep(self, store: Store, counted: Draft) -> None:
        """Keep a counted draft, unless the store has changed since `find`."""
        if self._of == (store.version(), clock.today()):
            self._found[counted.form.key, counted.scope, counted.with_totals] = counted
