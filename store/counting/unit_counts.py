"""Counts that a unit sent instead of names: a filled Phụ lục 1, kept with its file and its cells.

The newest summary of a unit that stands is in force; older ones stay to be looked at. "Newest" is told by the day
that the figures are of (the day of receipt where the file tells none), then by the order of receipt.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from store import clock
from store.cells import cell_name
from store.database import Store
from store.field_ref import PRESENT
from store.text import fold

if TYPE_CHECKING:  # the first screen and `tyt status` only read
    from store.history import Recording
    from store.receiving.plan import Outcome, SummaryRow

#: Figure -> the fields of a column (`importers.layout.columns`) that may hold it.
FIGURE_FIELDS = {
    "total": ("total",),
    "level2_done": ("done.level2_account", "state.level2_account"),
    "level2_todo": ("todo.level2_account",),
    "health_book": ("done.health_book", "state.health_book"),
    "bhyt_done": ("done.bhyt_linked", "state.bhyt_linked"),
    "bhyt_todo": ("todo.bhyt_linked",),
}


@dataclass(frozen=True, slots=True)
class CountedLine:
    """One department as the file has it."""

    sheet: str
    row: int  # as the spreadsheet program counts
    department: str
    total: int
    level2_done: int
    level2_todo: int
    level2_reasons: str  # the words of the cell
    health_book: int
    bhyt_done: int
    bhyt_todo: int
    bhyt_reasons: str
    cells: tuple[tuple[str, str], ...] = ()  # (figure, "C6"), as far as the file has a column for it
    problems: tuple[str, ...] = ()  # Vietnamese; none where the line counts

    @property
    def counts(self) -> bool:
        """Whether it is added up: a line whose arithmetic does not hold is not."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that counts came in."""

    submission_id: int
    unit_id: int
    unit: str
    file_name: str
    sha256: str
    received_at: str  # YYYY-MM-DDTHH:MM:SS
    data_date: str  # YYYY-MM-DD: the day that the figures are of
    left_out: int  # lines that are not counted
    lines: tuple[CountedLine, ...]  # those that stand behind what this is the origin of


def keep(made: "Recording", submission_id: int, unit_id: int, rows: "Sequence[SummaryRow]") -> None:
    """Keep the rows of a summary with its submission; a file of another kind has none.

    Undo and taking back put `submission.taken_back_at`, by which the counts are in force or not.
    """
    if not rows:
        return
    made.note("submission", submission_id, PRESENT, None, "1")
    made.store.write_many(
        "INSERT INTO unit_count (submission_id, unit_id, sheet, row, department, total, level2_done, level2_todo,"
        " level2_reasons, health_book, bhyt_done, bhyt_todo, bhyt_reasons, counted, problems)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                submission_id, unit_id, row.sheet, row.row, row.department, row.total, row.level2_done,
                row.level2_todo, row.level2_reasons, row.health_book, row.bhyt_done, row.bhyt_todo,
                row.bhyt_reasons, not row.problems,
                json.dumps([[p.column, p.code, p.message, p.cell] for p in row.problems], ensure_ascii=False)
                if row.problems else "",
            )
            for row in rows
        ),
    )  # fmt: skip


def outcomes(store: Store, unit_id: int | None, rows: "Sequence[SummaryRow]") -> "list[Outcome]":
    """What would become of each row: against the counts of the unit that are in force now."""
    found = None if unit_id is None else in_force(store).get(unit_id)
    before = {} if found is None else {fold(line.department): line for line in found.lines}
    return [_outcome(row, before.get(fold(row.department))) for row in rows]


def _outcome(row: "SummaryRow", before: CountedLine | None) -> "Outcome":
    from store.receiving.plan import Outcome

    if row.problems:
        return Outcome.REJECTED
    if before is None:
        return Outcome.NEW
    names = (*FIGURE_FIELDS, "level2_reasons", "bhyt_reasons")
    same = all(getattr(row, name) == getattr(before, name) for name in names)
    return Outcome.UNCHANGED if same else Outcome.CHANGED


def in_force(store: Store, as_of: date | None = None) -> dict[int, Origin]:
    """By unit the newest summary that stood, with the lines that count; now, or at the end of a day.

    A summary none of whose lines counts puts nothing in force; units that were closed have none.
    """
    found: dict[int, Origin] = {}
    for origin in _standing(store, as_of):
        counting = tuple(line for line in origin.lines if line.counts)
        if counting:
            found[origin.unit_id] = replace(origin, lines=counting)
    if found:
        day = (as_of or clock.today()).isoformat()
        closed = list(store.rows("SELECT id FROM unit WHERE valid_to <= ?", (day,)))
        for (unit_id,) in closed:
            found.pop(unit_id, None)
    return found


def sent(store: Store, *, unit_id: int | None = None) -> list[Origin]:
    """Every summary that stands now, the newest first, with all its lines."""
    return [origin for origin in reversed(_standing(store, None)) if unit_id in (None, origin.unit_id)]


def _standing(store: Store, as_of: date | None) -> list[Origin]:
    """Summaries that stand, the oldest first."""
    rows = list(
        store.rows(
            "SELECT submission.id, unit_id, unit.name, file_name, sha256, received_at,"
            " ifnull(data_date, substr(received_at, 1, 10)), taken_back_at FROM submission"
            " JOIN unit ON unit.id = submission.unit_id WHERE submission.kind = 'summary' ORDER BY 7, submission.id"
        )
    )
    if not rows:
        return []
    earlier = as_of is not None and as_of < clock.today()
    end = f"{as_of}T23:59:59" if earlier else ""
    stood = _stood(store, end) if earlier else {}
    found = []
    for id_, unit_id, unit, file_name, sha256, received_at, data_date, taken_back_at in rows:
        stands = stood.get(id_, taken_back_at is None)
        if stands and not (earlier and received_at > end):
            read = lines(store, id_)
            left_out = sum(not line.counts for line in read)
            found.append(Origin(id_, unit_id, unit, file_name, sha256, received_at, data_date, left_out, read))
    return found


def _stood(store: Store, end: str) -> dict[int, bool]:
    """Of every submission that was taken in or back after `end`: whether it stood then."""
    rows = store.rows(
        "SELECT history.entity_id, history.before FROM history JOIN change ON change.id = history.change_id"
        " WHERE history.entity = 'submission' AND history.field = ? AND change.at > ? ORDER BY history.id DESC",
        (PRESENT, end),
    )
    return {id_: before is not None for id_, before in rows}  # the last one read is the first change after it


def lines(store: Store, submission_id: int) -> tuple[CountedLine, ...]:
    """Every line of a summary, those that do not count among them."""
    tables = list(
        store.rows(
            "SELECT sheet, header_row, columns FROM submission_table WHERE submission_id = ? ORDER BY header_row",
            (submission_id,),
        )
    )
    rows = store.rows(
        "SELECT sheet, row, department, total, level2_done, level2_todo, level2_reasons, health_book, bhyt_done,"
        " bhyt_todo, bhyt_reasons, counted, problems FROM unit_count WHERE submission_id = ? ORDER BY id",
        (submission_id,),
    )
    found = []
    for *values, counted, problems in rows:
        told = tuple(problem[2] for problem in json.loads(problems)) if not counted else ()
        line = CountedLine(*values)
        found.append(replace(line, cells=_cells(tables, line), problems=told))
    return tuple(found)


def _cells(tables: Sequence[tuple[str, int, str]], line: CountedLine) -> tuple[tuple[str, str], ...]:
    above = [columns for sheet, header_row, columns in tables if sheet == line.sheet and header_row < line.row]
    if not above:
        return ()
    by_field = {name: index for index, _, name in json.loads(above[-1]) if name}
    return tuple(
        (figure, cell_name(by_field[name], line.row))
        for figure, fields in FIGURE_FIELDS.items()
        if (name := next((name for name in fields if name in by_field), None)) is not None
    )
