"""Chooses what the rows of a form's table are, and of which units, where nobody chose it."""

from datetime import date

from store.campaigns.form import Form
from store.database import Store
from store.forms import filled, library
from store.forms.counts import Scope
from store.past import end_of
from store.people import units
from store.people.tree import tree


def usual_scope(store: Store, form: Form, as_of: date | None = None) -> Scope:
    """Returns the scope of a form's table when the person chose none, at the end of a day (None: now).

    The day is no later than that on which the campaign of the form ended.
    If only one unit had people or sent the form, the rows are its departments; if several had, the units, or in the
    store of an office above the areas or stations; if none had, the departments of the station. A form whose rows are
    fixed to something else has only one table.
    """
    ended = library.ended_on(store, form)
    as_of = as_of if ended is None else min(as_of or ended, ended)
    if form.rows != "department":
        return Scope(None, form.rows, as_of)
    found = _with_people(store, as_of) | set(filled.in_force(store, form, as_of))
    if len(found) == 1:
        return Scope(found.pop(), "department", as_of)
    if (units_of := tree(store)).has_levels:
        return Scope(None, units_of.levels()[0], as_of)
    return Scope(None, "unit", as_of) if found else Scope(units.station_id(store), "department", as_of)


def meant_units(store: Store, form: Form, scope: Scope) -> frozenset[int] | None:
    """Returns the units that a table is to count: all (None) where nobody chose it, though one has people so far."""
    return None if scope == usual_scope(store, form, scope.as_of) else scope.units(store)


def _with_people(store: Store, as_of: date | None) -> set[int]:
    """The units with people now, and those that had some on the day or since."""
    found = {row[0] for row in store.rows("SELECT DISTINCT unit_id FROM staff WHERE removed_at IS NULL LIMIT 2")}
    if as_of is not None:
        end = end_of(as_of)
        found |= {row[0] for row in store.rows("SELECT DISTINCT unit_id FROM staff WHERE removed_at > ?", (end,))}
        moved = (
            "SELECT DISTINCT before FROM history JOIN change ON change.id = change_id"
            " WHERE entity = 'staff' AND field = 'unit_id' AND change.at > ? AND before IS NOT NULL"
        )
        found |= {int(unit_id) for (unit_id,) in store.rows(moved, (end,))}
    return found


def on_day(store: Store, form: Form, scope: Scope, as_of: date | None) -> Scope:
    """Returns the scope on another day; where the person chose none, the usual one of that day."""
    if scope == usual_scope(store, form, scope.as_of):
        return usual_scope(store, form, as_of)
    return scope._replace(as_of=as_of)
