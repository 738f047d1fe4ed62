"""Leaves out CCCDs that stand beside the wrong person: a column shifted by a row, a number dragged down."""

from collections.abc import Sequence
from dataclasses import replace

from store.cells import cell_name
from store.identifiers import citizen_id_remarks
from store.outcome import Problem
from store.receiving.plan import IncomingRow, Table
from store.text import mask_number

_FEWEST = 3  # rows whose numbers contradict the people beside them
_MOST = 0.7  # of such rows: their numbers belong to the person of the next row
_DRAGGED = 4  # numbers that each are one more than the number above
_ADVICE = "Hãy xem lại cả cột số CCCD"


def without_shifted_numbers(rows: list[IncomingRow], table: Table) -> list[IncomingRow]:
    """Remove from rows the CCCDs that are of other people or of nobody, and report a problem for each.

    Several numbers must contradict the sex or the year of the people beside them, and fit those a row further, or go
    up by one from row to row. A single row may have any other fault, and its number is kept.
    """
    odd = [n for n, row in enumerate(rows) if any(problem.code == "citizen_id_disagrees" for problem in row.problems)]
    at = next((column.index for column in table.columns if column.field == "citizen_id"), None)
    if len(odd) < _FEWEST or at is None:
        return rows
    for step, where in ((1, "dưới"), (-1, "trên")):
        fitting = [n for n in odd if 0 <= n + step < len(rows) and _fits(rows[n], rows[n + step])]
        if len(fitting) >= _FEWEST and len(fitting) >= _MOST * len(odd):
            message = f"có vẻ của người ở dòng {where}, cột bị lệch một dòng; chưa ghi"
            return _without(rows, set(range(odd[0], odd[-1] + 1)), at, message)
    if dragged := _dragged(rows, set(odd)):
        return _without(rows, dragged, at, "tăng dần từng đơn vị như bị kéo ô; chưa ghi")
    return rows


def _fits(row: IncomingRow, other: IncomingRow) -> bool:
    """Whether the number of one row agrees with the sex and the birth year of another."""
    if row.person is None or other.person is None or not row.person.citizen_id:
        return False
    sex, born = other.person.sex, other.person.birth_date
    return born is not None and not citizen_id_remarks(row.person.citizen_id, sex, born)


def _dragged(rows: Sequence[IncomingRow], odd: set[int]) -> set[int]:
    """The rows of runs of CCCDs that each are one more than the CCCD above, without the first row of a run."""
    numbers = [int(row.person.citizen_id) if row.person and row.person.citizen_id else -1 for row in rows]
    found: set[int] = set()
    begin = 0
    for n in range(1, len(numbers) + 1):
        if n == len(numbers) or numbers[n] != numbers[n - 1] + 1:
            run = range(begin + 1, n)
            if len(run) + 1 >= _DRAGGED and len(odd.intersection(run)) >= _FEWEST:
                found.update(run)
            begin = n
    return found


def _without(rows: Sequence[IncomingRow], places: set[int], at: int, message: str) -> list[IncomingRow]:
    return [_emptied(row, at, message) if n in places else row for n, row in enumerate(rows)]


def _emptied(row: IncomingRow, at: int, message: str) -> IncomingRow:
    if row.person is None or not row.person.citizen_id:
        return row
    cell = cell_name(at, row.row)
    kept = tuple(problem for problem in row.problems if problem.cell != cell)
    text = f"CCCD {mask_number(row.person.citizen_id)} {message}"
    problem = Problem("CCCD", "citizen_id_shifted", text, cell, _ADVICE)
    return row._replace(person=replace(row.person, citizen_id=None), problems=(*kept, problem))
