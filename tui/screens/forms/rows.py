"""The kinds of rows that a form's table can have, and the table of the units that one row adds up."""

from store.campaigns.form import By, Form
from store.database import Store
from store.forms.counts import FormRow, Scope
from store.people.tree import tree
from tui.levels import ROWS

NAMES: dict[By, str] = {
    "department": "theo khoa/phòng",
    "unit": "theo đơn vị",
    "sector": "theo ngành",
    "locality": "theo địa bàn",
    **ROWS,
}


def ways(store: Store, form: Form, scope: Scope) -> list[By]:
    """The kinds of rows to choose from; in a store with levels of units the levels too."""
    found: list[By] = ["department", "unit", *((form.rows,) if form.rows == "sector" else ())]
    if not (known := tree(store)).has_levels:
        return found
    levels = known.levels(scope.unit_id)
    return [*found, *(levels[:-1] if scope.unit_id is None else levels)]  # of all units those below are there anyhow


def below(store: Store, scope: Scope, row: FormRow) -> Scope | None:
    """The scope of the table of the units that a row adds up; None when the row is one unit or the sum."""
    if (level := scope.level) is None or row.unit_id is None:
        return None
    known = tree(store, scope.as_of)
    levels = known.levels(row.unit_id)
    if not (levels and known.holds_all_below(row.unit_id, level, scope.unit_id)):
        return None
    return scope._replace(unit_id=row.unit_id, by=levels[0])
