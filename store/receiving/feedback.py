"""Drafts the paper that asks a unit to mend its file (phiếu sửa)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime, time, timedelta

from store import clock, settings
from store.cells import cell_name, column_of
from store.checklist.applicability import ADMINISTRATIVE, Rules
from store.checklist.items import checklist_items
from store.checklist.reasons import NO_INFORMATION, NO_REASON
from store.database import Store
from store.errors import RefusedError
from store.field_ref import FieldKind, FieldRef
from store.frozen import changeable, frozen
from store.masks import cover_numbers
from store.models import PERSON_COLUMNS
from store.outcome import SEPARATOR
from store.receiving import submissions
from store.receiving.form_mark import FEEDBACK, FormMark
from store.receiving.mending import (
    MUST,
    NOTED,
    OF_MANY,
    REASON_MISSING,
    STATE_MISSING,
    SUGGESTED,
    advice_to_sender,
    kept_problems,
)
from store.receiving.submissions import Submission
from store.settings import Settings

Value = str | float | int | bool | date | datetime | time | timedelta | None
_NUMBERS = frozenset(column.name for column in PERSON_COLUMNS if column.is_number)
_NAMES = ("full_name", "family_name", "given_name")
COVER = "Phiếu sửa"  # name of the first sheet


@changeable
class SentSheet:
    """A sheet of the sender's file; the first row and column are A1."""

    name: str
    rows: list[list[Value]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # 0-based: top, left, bottom, right
    hidden: bool = False


@changeable
class SentFile:
    """The file of the sender as sheets."""

    sheets: list[SentSheet]
    titled: tuple[str, ...] = ()  # the units that its titles name, as they spell them


@frozen
class SentTable:
    """The place of a list on a sheet, and its columns of numbers, which have to be kept as text."""

    sheet: str
    header_row: int  # 1-based
    last_row: int  # 1-based
    columns: tuple[int, ...]  # 0-based columns of the sheet
    digits: frozenset[int]  # of these: CCCD, phone, insurance number


@frozen
class Fault:
    """A cell, or a row, that the sender is asked to look at."""

    sheet: str
    row: int  # 1-based
    column: int | None  # 0-based; None: the whole row
    who: str  # "" where the row names nobody
    text: str  # of the cell; "" where it is blank, or for a whole row
    message: str  # Vietnamese: what is odd
    advice: str  # Vietnamese: what to do
    must: bool  # False: it was taken as it stands, and is to be compared once more
    code: str = ""  # of the problem

    @property
    def place(self) -> str:
        """The place of the fault as papers print it: `D12`, or `dòng 12` for a row."""
        return f"dòng {self.row}" if self.column is None else cell_name(self.column, self.row)


@frozen
class FaultLine:
    """One line of the list on the paper: one fault, or many faults of a column that need the same correction."""

    faults: tuple[Fault, ...]
    message: str

    @property
    def first(self) -> Fault:
        """The topmost fault of the line."""
        return self.faults[0]

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows of the faults on the sheet, 1-based."""
        return tuple(fault.row for fault in self.faults)


#: From so many on, faults that ask for the same stand in one line.
_MANY = 3


def lines(faults: Sequence[Fault]) -> list[FaultLine]:
    """Group many faults of one column with the same correction into one line, at the place of the first of them."""
    groups: dict[tuple[object, ...], list[Fault]] = {}
    for fault in faults:
        alike = fault.code in OF_MANY or fault.code in (REASON_MISSING, STATE_MISSING)
        words = fault.code if alike else fault.message
        groups.setdefault((fault.sheet, fault.column, words, fault.advice, fault.must), []).append(fault)
    found: list[FaultLine] = []
    for group in groups.values():
        if len(group) >= _MANY:
            found.append(FaultLine(tuple(group), OF_MANY.get(group[0].code, group[0].message)))
        else:
            found += [FaultLine((fault,), fault.message) for fault in group]
    place = {id(fault): number for number, fault in enumerate(faults)}
    return sorted(found, key=lambda line: place[id(line.first)])


@frozen
class Feedback:
    """The content of the paper."""

    unit: str
    station: Settings
    file_name: str
    received_at: str  # ISO
    sheets: tuple[SentSheet, ...]
    tables: tuple[SentTable, ...]
    faults: tuple[Fault, ...]
    mark: FormMark


def draft(store: Store, submission_id: int, sent: SentFile | None) -> Feedback:
    """The paper about one submission. Raises RefusedError for an unknown submission, or if nothing needs correction."""
    submission = submissions.get(store, submission_id)
    tables, faults, kept = _kept(store, submission_id)
    if not faults:
        raise RefusedError(f"Bản nộp số {submission_id} không có ô nào cần sửa, nên không cần phiếu.")
    sheets = sent.sheets if sent is not None else kept
    mark = _mark(submission, sent, {sheet.name for sheet in sheets})
    unit, file = submission.unit or "", (submission.file_name, submission.received_at)
    return Feedback(unit, settings.load(store), *file, tuple(sheets), tuple(tables), tuple(faults), mark)


def covered(feedback: Feedback) -> Feedback:
    """The paper with every long number covered, in all cells and texts."""
    sheets = tuple(replace(sheet, rows=[list(map(_covered, row)) for row in sheet.rows]) for sheet in feedback.sheets)
    faults = tuple(
        replace(fault, who=cover_numbers(fault.who), text=cover_numbers(fault.text)) for fault in feedback.faults
    )
    return replace(feedback, file_name=cover_numbers(feedback.file_name), sheets=sheets, faults=faults)


def _covered(value: Value) -> Value:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return value
    text = cover_numbers(str(value))
    return text if text != str(value) else value


def _mark(submission: Submission, sent: SentFile | None, taken: set[str]) -> FormMark:
    cover = next(name for n in range(1, 99) if (name := COVER if n == 1 else f"{COVER} {n}") not in taken)
    return FormMark(
        FEEDBACK,
        submission.unit or "",
        version=submission.version,
        written_at=clock.stamp(),
        submission=submission.id,
        sha256=submission.sha256,
        titled=sent.titled if sent is not None else (),
        covers=(cover,),
    )


def _kept(store: Store, submission_id: int) -> tuple[list[SentTable], list[Fault], list[SentSheet]]:
    """(tables, faults from the top, sheets) of a submission; the sheets hold only the cells of the tables."""
    sheets: dict[str, dict[tuple[int, int], str]] = {}  # name -> 0-based (row, column) -> text
    tables: list[SentTable] = []
    names: dict[int | None, list[int]] = {}  # number of a table -> its columns of names
    tables_of = "submission_table WHERE submission_id = ? ORDER BY number"
    rows_of = "submission_row WHERE submission_id = ? AND table_number = ? ORDER BY row, id"
    found = list(store.rows(f"SELECT number, sheet, header_row, columns FROM {tables_of}", (submission_id,)))
    for number, sheet, header_row, text in found:
        columns = json.loads(text)
        cells = sheets.setdefault(sheet, {})
        cells |= {(header_row - 1, index): header for index, header, _ in columns}
        last_row = header_row
        for row, packed in store.rows(f"SELECT row, cells FROM {rows_of}", (submission_id, number)):
            last_row = max(last_row, row)
            for (index, _, _), cell in zip(columns, packed.split(SEPARATOR), strict=False):
                if cell:
                    cells[row - 1, index] = cell
        names[number] = [index for name in _NAMES for index, _, field_name in columns if field_name == name]
        digits = frozenset(index for index, _, name in columns if name in _NUMBERS)
        tables.append(SentTable(sheet, header_row, last_row, tuple(index for index, _, _ in columns), digits))
    faults = []
    for kept in kept_problems(store, submission_id):
        problem, cells = kept.problem, sheets.get(kept.sheet, {})
        is_listed = problem.code in MUST or problem.code in SUGGESTED
        # A question that the station settles is nothing for the sender, who can mend a cell only.
        if problem.code in NOTED or (kept.outcome == "conflict" and not (problem.cell or is_listed)):
            continue
        who = " ".join(cells[at] for index in names.get(kept.table, ()) if (at := (kept.row - 1, index)) in cells)
        column = column_of(problem.cell)
        text = "" if column is None or kept.table is None else cells.get((kept.row - 1, column), "")
        must, advice = problem.code not in SUGGESTED, advice_to_sender(problem)
        place = (kept.sheet, kept.row, column, who or kept.department)
        faults.append(Fault(*place, text, problem.message, advice, must, problem.code))
    faults += _left_open(store, submission_id, found, sheets, names)
    order = {table.sheet: number for number, table in reversed(list(enumerate(tables)))}
    faults.sort(key=lambda fault: (order.get(fault.sheet, len(order)), fault.row))
    return tables, faults, [_filled(name, cells) for name, cells in sheets.items()]


def _left_open(
    store: Store,
    submission_id: int,
    tables: Sequence[tuple[int, str, int, str]],
    sheets: Mapping[str, Mapping[tuple[int, int], str]],
    names: Mapping[int | None, Sequence[int]],
) -> list[Fault]:
    """Faults for what neither the file nor the store has: a state that is blank, a chưa without a reason.

    `tables` are (number, sheet, row of the header, columns as JSON).
    """
    rules, titles = Rules(store), {item.key: item.short_title for item in checklist_items(store)}
    people = (
        f"SELECT row, unit_id, states, reasons, {ADMINISTRATIVE}, smartphone FROM submission_row"
        " JOIN staff ON staff.id = staff_id"
        " WHERE submission_id = ? AND table_number = ? AND removed_at IS NULL ORDER BY row"
    )
    found = []
    for number, sheet, _, text in tables:
        fields = [(index, FieldRef.parse(name)) for index, _, name in json.loads(text) if name]
        states: dict[str, list[int]] = {}  # item -> its columns: one, or a pair
        for index, ref in fields:
            if ref.item and ref.tells_state:
                states.setdefault(ref.item, []).append(index)
        reasons = {field.item: index for index, field in reversed(fields) if field.kind is FieldKind.REASON}
        cells = sheets[sheet]
        for row, unit_id, *pattern in store.rows(people, (submission_id, number)):
            who = " ".join(cells[at] for index in names[number] if (at := (row - 1, index)) in cells)
            lacks = rules.lacks(tuple(pattern), rules.sector(unit_id))
            without_information = {lack.item.key for lack in lacks if lack.reason == NO_INFORMATION}
            for lack in lacks:
                key = lack.item.key
                columns = states.get(key, ())
                # What waits for another item that is chưa is chưa as well, and for the reason of that one.
                if not columns or (lack.because_of is not None and lack.because_of not in without_information):
                    continue
                if lack.reason == NO_REASON:
                    column = reasons.get(key, columns[0])
                    shown = cells.get((row - 1, column), "")
                    message, advice = f"Chưa {titles[key]} mà chưa ghi lý do", _GIVE_REASON[key in reasons]
                    found.append(Fault(sheet, row, column, who, shown, message, advice, False, REASON_MISSING))
                elif lack.reason == NO_INFORMATION and not any((row - 1, column) in cells for column in columns):
                    message, advice = f"Chưa có thông tin về {titles[key]}", _GIVE_STATE[len(columns) > 1]
                    found.append(Fault(sheet, row, columns[0], who, "", message, advice, False, STATE_MISSING))
    return found


#: What to do where no reason is given, by whether the table has a column for it.
_GIVE_REASON = {True: "Ghi lý do chưa vào ô này.", False: "Ghi lý do ở cột Ghi chú (chưa có thì thêm cột)."}
#: What to do where the state is left blank, by whether the item has several columns.
_GIVE_STATE = {False: "Ghi Đã, Chưa hoặc Không áp dụng.", True: "Đánh dấu x vào một cột: Đã hoặc Chưa."}


def _filled(name: str, cells: Mapping[tuple[int, int], str]) -> SentSheet:
    rows: list[list[Value]] = [[] for _ in range(max(row for row, _ in cells) + 1)]
    for (row, column), text in sorted(cells.items()):
        rows[row] += [None] * (column - len(rows[row]))
        rows[row].append(text)
    return SentSheet(name, rows)
