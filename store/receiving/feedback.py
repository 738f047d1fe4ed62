"""What a unit is asked to mend in the file that it sent."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from store import clock, settings
from store.cells import cell_name, column_of
from store.database import Store
from store.errors import RefusedError
from store.models import PERSON_COLUMNS
from store.outcome import Problem, unpacked
from store.receiving import submissions
from store.receiving.form_mark import FEEDBACK, FormMark
from store.receiving.mending import MUST, NOTED, SUGGESTED, advice_to_sender
from store.receiving.submissions import SEPARATOR, Submission
from store.settings import Settings

Value = str | float | int | bool | date | datetime | time | timedelta | None
_NUMBERS = frozenset(column.name for column in PERSON_COLUMNS if column.is_number)
COVER = "Phiếu sửa"  # name of the first sheet


@dataclass(slots=True)
class SentSheet:
    """A sheet of the sender's file; the first row and column are A1."""

    name: str
    rows: list[list[Value]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # 0-based: top, left, bottom, right
    hidden: bool = False


@dataclass(slots=True)
class SentFile:
    """The sender's file."""

    sheets: list[SentSheet]
    titled: tuple[str, ...] = ()  # the units that its titles name, as they spell them


@dataclass(frozen=True, slots=True)
class SentTable:
    """Where on a sheet the list stands, and which of its columns hold digits that a number would lose."""

    sheet: str
    header_row: int  # 1-based
    last_row: int  # 1-based
    columns: tuple[int, ...]  # 0-based columns of the sheet
    digits: frozenset[int]  # of these: CCCD, phone, insurance number


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell, or a row, that the sender is asked to look at."""

    sheet: str
    row: int  # 1-based
    column: int | None  # 0-based; None: the whole row
    who: str  # "" where the row names nobody
    said: str  # what the cell says; "" where it is blank, or for a whole row
    why: str  # Vietnamese: what is odd
    mend: str  # Vietnamese: what to do
    must: bool  # False: it was taken as it stands, and is to be compared once more

    @property
    def place(self) -> str:
        """`D12`, or `dòng 12`."""
        return f"dòng {self.row}" if self.column is None else cell_name(self.column, self.row)


@dataclass(frozen=True, slots=True)
class Feedback:
    """Everything that the paper prints."""

    unit: str
    station: Settings
    file_name: str
    received_at: str  # ISO
    sheets: tuple[SentSheet, ...]
    tables: tuple[SentTable, ...]
    faults: tuple[Fault, ...]
    mark: FormMark


def draft(store: Store, submission_id: int, sent: SentFile | None) -> Feedback:
    """The paper about one submission.

    Args:
        store: the open store.
        submission_id: of the submission.
        sent: its file; None where it was not kept: the columns of its tables are shown then.

    Raises:
        RefusedError: there is no such submission, or nothing in it is to be mended.
    """
    submission = submissions.get(store, submission_id)
    tables, faults, kept = _Rows(store, submission_id).read()
    if not faults:
        raise RefusedError(f"Bản nộp số {submission_id} không có ô nào cần sửa, nên không cần phiếu.")
    sheets = sent.sheets if sent is not None else kept
    return Feedback(
        submission.unit or "",
        settings.load(store),
        submission.file_name,
        submission.received_at,
        tuple(sheets),
        tuple(tables),
        tuple(faults),
        _mark(store, submission, sent, {sheet.name for sheet in sheets}),
    )


def _mark(store: Store, submission: Submission, sent: SentFile | None, taken: set[str]) -> FormMark:
    version = store.value("SELECT version FROM submission WHERE id = ?", (submission.id,))
    cover = next(name for n in range(1, 99) if (name := COVER if n == 1 else f"{COVER} {n}") not in taken)
    return FormMark(
        FEEDBACK,
        submission.unit or "",
        version=int(version),
        made=clock.stamp(),
        submission=submission.id,
        sha256=submission.sha256,
        titled=sent.titled if sent is not None else (),
        covers=(cover,),
    )


class _Rows:
    """The kept rows of a submission, as faults and as tables."""

    def __init__(self, store: Store, submission_id: int) -> None:
        self.store, self.submission_id = store, submission_id
        self.faults: list[Fault] = []
        self.sheets: dict[str, dict[tuple[int, int], str]] = {}  # name -> (0-based row, column) -> text

    def read(self) -> tuple[list[SentTable], list[Fault], list[SentSheet]]:
        """Tables, faults from the top, and the sheets as far as the tables tell them."""
        tables = []
        for number, sheet, header_row, listed in self._select(
            "SELECT number, sheet, header_row, columns FROM submission_table WHERE submission_id = ? ORDER BY number"
        ):
            columns = json.loads(listed)
            for index, header, _ in columns:
                self._put(sheet, header_row - 1, index, header)
            last_row = self._read_people(number, sheet, header_row, columns)
            digits = frozenset(index for index, _, name in columns if name in _NUMBERS)
            tables.append(SentTable(sheet, header_row, last_row, tuple(index for index, _, _ in columns), digits))
        self._read_counts()
        kept = [_filled(name, cells) for name, cells in self.sheets.items()]
        return tables, self.faults, kept

    def _select(self, sql: str, *more: object) -> list[tuple[Any, ...]]:
        return list(self.store.rows(sql, (self.submission_id, *more)))

    def _put(self, sheet: str, row: int, column: int, text: str) -> None:
        self.sheets.setdefault(sheet, {})[(row, column)] = text

    def _read_people(self, number: object, sheet: str, header_row: int, columns: list[list[Any]]) -> int:
        """Answers the last row, 1-based."""
        last = header_row
        names = [
            place
            for field_name in ("full_name", "family_name", "given_name")
            for place, column in enumerate(columns)
            if column[2] == field_name
        ]
        for row, outcome, packed, problems in self._select(
            "SELECT row, outcome, cells, problems FROM submission_row"
            " WHERE submission_id = ? AND table_number = ? ORDER BY row, id",
            number,
        ):
            cells = packed.split(SEPARATOR)
            for place, text in enumerate(cells[: len(columns)]):
                if text:
                    self._put(sheet, row - 1, columns[place][0], text)
            last = max(last, row)
            who = " ".join(cells[place] for place in names if place < len(cells) and cells[place])
            texts = {columns[place][0]: text for place, text in enumerate(cells[: len(columns)])}
            for problem in unpacked(problems):
                # A question that the station settles is nothing for the sender, who can mend a cell only.
                if outcome != "conflict" or problem.cell or problem.code in MUST or problem.code in SUGGESTED:
                    self._add(sheet, row, who, texts, problem)
        return last

    def _read_counts(self) -> None:
        for sheet, row, department, problems in self._select(
            "SELECT sheet, row, department, problems FROM unit_count WHERE submission_id = ? ORDER BY id"
        ):
            for problem in unpacked(problems):
                self._add(sheet, row, department, {}, problem)

    def _add(self, sheet: str, row: int, who: str, texts: Mapping[int, str], problem: Problem) -> None:
        if problem.code in NOTED:
            return
        column = column_of(problem.cell)
        text = texts.get(column, "") if column is not None else ""
        must = problem.code not in SUGGESTED
        self.faults.append(Fault(sheet, row, column, who, text, problem.message, advice_to_sender(problem), must))


def _filled(name: str, cells: Mapping[tuple[int, int], str]) -> SentSheet:
    rows: list[list[Value]] = [[] for _ in range(max(row for row, _ in cells) + 1)]
    for (row, column), text in sorted(cells.items()):
        rows[row] += [None] * (column - len(rows[row]))
        rows[row].append(text)
    return SentSheet(name, rows)


def count_of(faults: Sequence[Fault]) -> tuple[int, int]:
    """(to be mended, to be looked at once more)."""
    must = sum(fault.must for fault in faults)
    return must, len(faults) - must
