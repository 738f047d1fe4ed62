"""Compares the figures of a filled-in form with the store: with the unit's people, or its form before."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from store.campaigns.form import Column, Form
from store.database import Store
from store.earlier_values import IN_FORCE, LAST_WHEN_IT_CAME
from store.field_ref import PRESENT
from store.forms import counts, filled, library
from store.forms.counts import FormRow, Scope
from store.forms.filled import CountedLine, Origin
from store.outcome import Outcome
from store.people import units
from store.text import fold

_SEVERAL = 2  # lines that are units make a table of units


class Difference(NamedTuple):
    """A figure that is not the same in the file as counted from the unit's people by name."""

    column: Column
    in_file: int
    by_names: int


class Comparison(NamedTuple):
    """A unit counted from its people by name, beside the form that it filled in; the people are what counts."""

    form: Form
    origin: Origin
    by_names: FormRow
    by_file: FormRow

    def differences(self) -> list[Difference]:
        """Returns the figures that differ, in the order of the columns; empty when they agree."""
        return differences(self.form, self.by_file.figures, self.by_names)


def differences(form: Form, by_file: Mapping[str, int], by_names: FormRow) -> list[Difference]:
    """Returns the figures of a unit that differ between a file and the store, in the order of the columns."""
    return [
        Difference(column, by_file[column.key], by_names.figures[column.key])
        for column in form.figures
        if by_file[column.key] != by_names.figures[column.key]
    ]


def by_names(store: Store, form: Form, unit_id: int) -> FormRow | None:
    """Counts a unit from its people by name, as of now; None when it has no people in the store."""
    table = counts.table(store, form, Scope(unit_id, "unit"))
    return next((row for row in table.rows if not row.origins), None)


def outcomes(store: Store, unit_id: int | None, rows: Sequence[CountedLine]) -> list[Outcome]:
    """Returns what each line would change, against the figures that the unit sent before or those of its people."""
    found = filled.outcomes(store, unit_id, rows)
    if unit_id is None or Outcome.NEW not in found:
        return found
    table = counts.table(store, library.find(store, rows[0].form), Scope(unit_id, "department"))
    known = {fold(row.label): row.figures for row in table.rows if not row.origins}
    return [
        Outcome.UNCHANGED if outcome is Outcome.NEW and known.get(fold(line.department)) == line.figures else outcome
        for line, outcome in zip(rows, found, strict=True)
    ]


def by_units(store: Store, rows: Sequence[CountedLine]) -> dict[str, list[Difference]] | None:
    """Returns, by unit, how a table whose lines are units differs from the store; None when its lines are no units.

    A line whose figures break a rule, or belong to another form, is not compared.
    """
    if len(rows) < _SEVERAL:
        return None
    form = library.find(store, rows[0].form)
    known = {fold(row.label): row for row in counts.table(store, form, Scope(None, "unit")).rows}
    found = {
        row.label: differences(form, line.figures, row) if line.counts else []
        for line in rows
        if (row := known.get(fold(line.department))) is not None
    }
    return found if len(found) >= max(_SEVERAL, len(rows) / 2) else None


def without_their_people(store: Store, origins: Iterable[Origin]) -> list[Origin]:
    """Returns those of these filled-in forms that count again since the last person of their unit left it.

    A person left who went to another unit or off the list after the form came, but not by a file that was taken back.
    """
    return [
        origin
        for origin in origins
        if store.one(
            "SELECT 1 FROM history JOIN change ON change.id = change_id"
            f" WHERE change_id > (SELECT {LAST_WHEN_IT_CAME} FROM submission WHERE id = ?1) AND entity = 'staff'"
            f" AND {IN_FORCE}"
            " AND ((field = 'unit_id' AND before = ?2) OR (field = ?3 AND after IS NULL"
            " AND EXISTS (SELECT 1 FROM staff WHERE staff.id = entity_id AND unit_id = ?4))) LIMIT 1",
            (origin.submission_id, str(origin.unit_id), PRESENT, origin.unit_id),
        )
    ]


def comparisons(store: Store, form: Form, scope: Scope) -> list[Comparison]:
    """Compares each unit that has people here and also sent the form filled in; only the people count."""
    scope = counts.until_end(store, form, scope)
    sent = filled.in_force(store, form, scope.as_of)
    if (wanted := scope.units(store)) is not None:
        sent = {unit: origin for unit, origin in sent.items() if unit in wanted}
    if scope.as_of is None:  # a table of each of 2,000 units would be counted for those who have no people here
        sent = {unit: origin for unit, origin in sent.items() if units.has_people(store, unit)}
    if not sent:
        return []
    table = counts.table(
        store, form, scope._replace(by="unit" if scope.unit_id is None or scope.level is None else "below")
    )
    return [
        Comparison(form, sent[row.unit_id], row, counts.filled_rows(store, form, sent[row.unit_id], "unit")[0])
        for row in table.rows
        if not row.origins and row.unit_id in sent
    ]
