"""Compares the figures that a unit sent in a filled-in form with those of its people, which are the ones that count."""

from collections.abc import Mapping
from typing import NamedTuple

from store.campaigns.form import Column, Form
from store.database import Store
from store.forms import counts, filled
from store.forms.counts import FormRow, Scope
from store.forms.filled import Origin


class Difference(NamedTuple):
    """A figure that is another one in the file than by the names."""

    column: Column
    in_file: int
    by_names: int


class Comparison(NamedTuple):
    """One unit by its names, which count, and by the form that it filled in."""

    form: Form
    origin: Origin
    by_names: FormRow
    by_file: FormRow

    def differences(self) -> list[Difference]:
        """The figures that differ, in the order of the columns; none when they agree."""
        return differences(self.form, self.by_file.figures, self.by_names)


def differences(form: Form, by_file: Mapping[str, int], by_names: FormRow) -> list[Difference]:
    """The figures of a unit that differ, in the order of the columns."""
    return [
        Difference(column, by_file[column.key], by_names.figures[column.key])
        for column in form.figures
        if by_file[column.key] != by_names.figures[column.key]
    ]


def by_names(store: Store, form: Form, unit_id: int) -> FormRow | None:
    """A unit by its names, as it stands now; None when it has none."""
    table = counts.table(store, form, Scope(unit_id, "unit"))
    return next((row for row in table.rows if not row.origins), None)


def comparisons(store: Store, form: Form, scope: Scope) -> list[Comparison]:
    """Every unit that has people and a filled-in form that would count if it had none."""
    scope = counts.until_end(store, form, scope)
    sent = filled.in_force(store, form, scope.as_of)
    if scope.unit_id is not None:
        sent = {unit: origin for unit, origin in sent.items() if unit == scope.unit_id}
    if not sent:
        return []
    table = counts.table(store, form, scope._replace(by="unit"))
    return [
        Comparison(form, sent[row.unit_id], row, counts.filled_rows(store, form, sent[row.unit_id], "unit")[0])
        for row in table.rows
        if not row.origins and row.unit_id in sent
    ]
