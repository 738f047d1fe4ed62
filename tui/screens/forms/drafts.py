"""The drafts of one version of the store, so that going up and down its levels counts nothing twice."""

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
    """A paper, and beside it the units that sent names and counts."""

    form: Form
    scope: Scope
    with_totals: bool
    paper: FormPaper
    compared: list[Comparison]


def draft(store: Store, form: Form, scope: Scope, *, with_totals: bool) -> Draft:
    """Count the table of a form for a scope; of 400,000 people it takes seconds."""
    paper = form_papers.draft(store, form, scope, with_totals=with_totals)
    return Draft(form, scope, with_totals, paper, comparison.comparisons(store, form, scope))


class Drafts:
    """Keeps computed drafts of forms until the store changes or the day ends."""

    def __init__(self) -> None:
        self._of: tuple[tuple[int, int], date] | None = None
        self._found: dict[tuple[str, Scope, bool], Draft] = {}

    def find(self, store: Store, form: Form, scope: Scope, *, with_totals: bool) -> Draft | None:
        """The draft of a table as the store is now; None: it has to be counted."""
        if self._of != (now := (store.version(), clock.today())):
            self._of, self._found = now, {}
        return self._found.get((form.key, scope, with_totals))

    def keep(self, store: Store, counted: Draft) -> None:
        """Keep a draft that was counted since `find`; not if the store has changed meanwhile."""
        if self._of == (store.version(), clock.today()):
            self._found[counted.form.key, counted.scope, counted.with_totals] = counted
