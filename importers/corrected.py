"""Reads a file on its way once more, because a person corrected what its columns hold."""

from collections.abc import Mapping

from importers import intake
from importers.answers import Answers
from importers.intake import Incoming, Progress
from importers.layout.correcting import with_one_more
from store.database import Store
from store.receiving import mappings
from store.receiving.mappings import Corrections


def with_correction(incoming: Incoming, heads: str, place: int, field: str | None) -> Corrections | None:
    """Add a correction of a column to those of a file, which is then to be read anew with them.

    Args:
        incoming, heads, place: the file, the fingerprint of the table, the place of the column in it.
        field: what the column holds; None: it is passed over.

    Returns:
        None: no column of the table would name its people any more.
    """
    assert incoming.reading is not None  # noqa: S101 - its columns were seen
    table = next(table for table in incoming.reading.tables if table.fingerprint == heads)
    return with_one_more(table, incoming.reading.corrections, incoming.answers.corrections, place, field)


def read_with(store: Store, incoming: Incoming, corrections: Corrections, progress: Progress | None = None) -> Incoming:
    """Read a file anew with other corrections of its columns; `take_over` puts the result into its place.

    Raises:
        Cancelled, RefusedError: `progress` answered False.
    """
    unit = incoming.answers.unit if incoming.part is None else None
    again = intake.read(store, incoming.path, progress, answers=Answers(unit, corrections))
    if incoming.part is None:
        return again
    return next((one for one in intake.parts(store, again) if one.part == incoming.part), again)


def take_over(store: Store, incoming: Incoming, again: Incoming) -> None:
    """Replace the reading of a file by its new reading; the answers about its rows are kept."""
    incoming.answers.corrections = again.answers.corrections
    incoming.plan, incoming.plain = again.plan, again.plain
    intake.plan_again(store, incoming)


def is_read_otherwise(store: Store, incoming: Incoming) -> bool:
    """Whether the corrections kept for the unit would read the file in another way than it was read."""
    plan = incoming.plan
    if plan is None or plan.unit_id is None or incoming.part is not None:
        return False
    kept = mappings.remembered(store, plan.unit_id).corrections
    now: Mapping[str, Mapping[int, str | None]] = incoming.answers.corrections
    heads = {table.fingerprint for table in plan.reading.tables}
    wanted = {of: {**kept.get(of, {}), **now.get(of, {})} for of in heads}
    return {of: columns for of, columns in wanted.items() if columns} != plan.reading.corrections
