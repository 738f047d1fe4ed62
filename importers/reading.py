"""A file -> everything that it says: file -> grids -> tables -> fields -> values."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from importers.delimited import read_delimited
from importers.errors import UnusableError
from importers.files import Form, detect
from importers.grid import Grid
from importers.html import read_html
from importers.legacy_text import convert_columns
from importers.people import PeopleReader
from importers.summary import is_summary, summary_rows
from importers.tables import FoundTable, find_tables
from importers.unit_name import department_of, unit_of
from importers.workbook import read_workbook
from store.models import Item
from store.plan import FileKind, Reading, Table
from store.text import clean, fold

_DULL_SHEETS = ("sheet", "trang", "ds", "danh sach", "bang", "data", "du lieu", "pl1", "phu luc")


def read_file(
    path: Path,
    *,
    items: Sequence[Item],
    reasons: Sequence[str] = (),
    progress: Callable[[int], bool] | None = None,
) -> Reading:
    """Read one file; one that cannot be used is a reading of kind `unreadable` with a message.

    Args:
        path: the file; it is only read.
        items: the checklist.
        reasons: the words of the reasons that the station knows.
        progress: told how many rows of a table are read; answering False stops.

    Raises:
        Cancelled: `progress` answered False.
    """
    reading = Reading(str(path), path.name, "", FileKind.UNREADABLE, None)
    try:
        form = detect(path)
        reading.sha256 = _sha256(path)
        grids = _grids(path, form)
        _understand(reading, grids, items, {fold(words): words for words in reasons}, progress)
    except UnusableError as error:
        reading.kind, reading.message = FileKind.UNREADABLE, error.message
    return reading


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnusableError(f"Không đọc được {path.name}: {error.strerror or error}.") from error


def _grids(path: Path, form: Form) -> list[Grid]:
    if form is Form.WORKBOOK:
        return read_workbook(path)
    return read_html(path) if form is Form.HTML else read_delimited(path)


def _understand(
    reading: Reading,
    grids: list[Grid],
    items: Sequence[Item],
    reasons: dict[str, str],
    progress: Callable[[int], bool] | None,
) -> None:
    found: list[FoundTable] = []
    visible = [grid for grid in grids if not grid.hidden]
    for grid in grids:
        if grid.hidden and visible:
            if any(any(row) for row in grid.rows):
                reading.remarks.append(f"Bỏ qua trang ẩn “{grid.sheet}”")
            continue
        reading.remarks += convert_columns(grid)
        tables = find_tables(grid, items)
        if not tables and any(any(cell not in (None, "") for cell in row) for row in grid.rows):
            reading.remarks.append(f"Bỏ qua trang “{grid.sheet}”: không có danh sách")
        found += tables
    people = [table for table in found if not is_summary(table) and table.rows]
    if people:
        reading.kind = FileKind.ROSTER
        _read_people(reading, people, items, reasons, progress)
    elif counts := [table for table in found if is_summary(table) and table.rows]:
        reading.kind = FileKind.SUMMARY
        reading.tables = [_table(table) for table in counts]
        reading.summary = [row for table in counts for row in summary_rows(table)]
    elif found:
        raise UnusableError("Tệp chỉ có tiêu đề bảng, chưa có người nào.")
    else:
        raise UnusableError("Không thấy danh sách người trong tệp: không có dòng tiêu đề nào có cột họ và tên.")
    reading.unit = _unit(found)
    reading.fingerprint = _fingerprint(people or found)


def _table(table: FoundTable) -> Table:
    return Table(table.sheet, table.last_header_row + 1, table.columns)


def _read_people(
    reading: Reading,
    tables: list[FoundTable],
    items: Sequence[Item],
    reasons: dict[str, str],
    progress: Callable[[int], bool] | None,
) -> None:
    several = len({table.sheet for table in tables}) > 1
    for number, table in enumerate(tables):
        department = department_of(table.titles)
        if department is None and several and not fold(table.sheet).startswith(_DULL_SHEETS):
            department = clean(table.sheet)
        reading.tables.append(_table(table))
        reading.rows += PeopleReader(table, number, items, reasons, department).read(progress)


def _unit(tables: list[FoundTable]) -> str | None:
    """The unit that most of the sheets name."""
    named = [name for table in tables if (name := unit_of(table.titles)) is not None]
    return max(named, key=lambda name: sum(fold(other) == fold(name) for other in named)) if named else None


def _fingerprint(tables: list[FoundTable]) -> str:
    """The same for two files with the same heads in the same columns."""
    heads = sorted({"|".join(fold(column.header) for column in table.columns) for table in tables})
    return hashlib.sha256("\n".join(heads).encode()).hexdigest()
