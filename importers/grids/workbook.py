"""Reads the sheets of a workbook into grids: xlsx, xlsm, xls, xlsb, ods."""

import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import cast

from importers.errors import UnusableError
from importers.grids import workbook_rows
from importers.grids.files import DAMAGED, PASSWORD, explained
from importers.grids.grid import MOST_COLUMNS, NOT_WORKED_OUT, Cell, Grid, Merge
from importers.grids.reader_process import NoReader, ReaderDied, ReaderSilent, read_messages
from importers.grids.sheet_extent import Extent
from importers.grids.sheet_parts import extents, unpacked_size
from importers.grids.workbook_rows import Message, messages
from store.cells import cell_name
from store.text import format_number

_MOST_RUNS = 8
_BLANK: list[Cell] = []  # every row without cells: rows are put right cell by cell, and none of them gets longer
_MOST_SHOWN = 1e15  # numbers beyond have lost digits

_REFUSED = {
    workbook_rows.PASSWORD: PASSWORD,
    workbook_rows.DAMAGED: DAMAGED,
    workbook_rows.PANIC: "Tệp bị hỏng: phần bên trong không đúng chuẩn. Hãy mở bằng Excel rồi lưu lại.",
    workbook_rows.MEMORY: "Tệp quá lớn so với bộ nhớ của máy. Hãy tách thành nhiều tệp nhỏ hơn.",
}
_TOO_MANY_CELLS = "Các trang của tệp cộng lại quá lớn. Hãy xoá các trang, dòng, cột thừa rồi lưu lại."
_DIED = "Tệp bị hỏng hoặc quá lớn nên không mở được. Hãy mở bằng Excel rồi lưu lại, hoặc xin đơn vị gửi lại."
_SILENT = "Đọc quá lâu không xong: máy đang bận thì đóng bớt rồi nhập lại; vẫn vậy thì mở tệp bằng Excel rồi lưu lại."

#: Windows cannot limit the memory of the reading process, so there the extent of a sheet is checked before it is read.
_CHECK_FIRST = sys.platform == "win32"


def read_workbook(path: Path, checkpoint: Callable[[], None] = lambda: None) -> list[Grid]:
    """Read every worksheet of the file; row 0 and column 0 are A1.

    Args:
        path: the file.
        checkpoint: called many times a second while we read; what it raises stops the reading at once.

    Raises:
        UnusableError: the file has a password, is damaged, or is too large.
    """
    try:
        return _read(path, read_messages(path, unpacked_size(path), checkpoint), checkpoint, check_first=_CHECK_FIRST)
    except NoReader:
        return _read(path, messages(str(path)), checkpoint, check_first=True)
    except ReaderDied as error:
        raise UnusableError(_DIED) from error
    except ReaderSilent as error:
        raise UnusableError(_SILENT) from error
    except OSError as error:
        raise explained(error, path) from error


def _read(
    path: Path, answers: Generator[Message, None, None], checkpoint: Callable[[], None], *, check_first: bool
) -> list[Grid]:
    with closing(answers):
        seen = _checked(extents(path, checkpoint)) if check_first else {}
        first = next(answers)
        if not check_first:
            seen = _checked(extents(path, checkpoint))  # meanwhile the other process reads on
        grids = _collect(path, chain([first], answers), checkpoint)
    for grid in grids:
        if grid.sheet in seen:
            grid.remarks += _hidden(grid, seen[grid.sheet])
            grid.notes = seen[grid.sheet].noted
            grid.remarks += _struck(grid, seen[grid.sheet])
            _put_errors(grid, seen[grid.sheet])
            _put_digits(grid, seen[grid.sheet])
            grid.remarks += _unworked(grid, seen[grid.sheet])
    return grids


def _checked(seen: dict[str, Extent]) -> dict[str, Extent]:
    for sheet, extent in seen.items():
        if extent.far is not None and (extent.far[0] + 1) * (extent.far[1] + 1) > workbook_rows.MOST_CELLS:
            raise UnusableError(
                f"Trang “{sheet}” quá lớn: có ô ở tận {cell_name(extent.far[1], extent.far[0] + 1)}."
                " Hãy xoá các dòng, cột thừa rồi lưu lại."
            )
    return seen


def _collect(path: Path, answers: Iterable[Message], checkpoint: Callable[[], None]) -> list[Grid]:
    grids: list[Grid] = []
    held = 0  # cells, and rows without any: each takes room in the list of its row, or of its sheet
    for kind, *parts in answers:
        checkpoint()
        if kind == "rows":
            rows = cast("list[list[Cell]]", parts[0])
            grids[-1].rows += rows
            held += sum(map(len, rows))
        elif kind == "sheet":
            grids.append(Grid(cast("str", parts[0]), [], hidden=bool(parts[1])))
        elif kind == "blank":
            grids[-1].rows += [_BLANK] * cast("int", parts[0])
            held += cast("int", parts[0])
        elif kind == "again":
            grids.clear()
            held = 0
        elif kind == "merged":
            grids[-1].merged = cast("list[Merge]", parts[0])
        elif kind == "failed":
            raise explained(OSError(*parts), path)
        elif kind == "refused":
            raise UnusableError(_refused(*cast("list[str]", parts)))
        if held > workbook_rows.MOST_CELLS:
            raise UnusableError(_TOO_MANY_CELLS)
    return grids


def _refused(why: str, sheet: str = "") -> str:
    if why == workbook_rows.TOO_LARGE:
        return f"Trang “{sheet}” quá lớn. Hãy xoá các dòng, cột trống ở cuối rồi lưu lại."
    return _REFUSED[why]


def _put_errors(grid: Grid, extent: Extent) -> None:
    """Put the error of each failed formula ("#N/A") into its cell, which calamine leaves empty, to be reported."""
    for (row, column), code in extent.errors.items():
        if row < len(grid.rows) and column < len(grid.rows[row]) and not _filled(grid.rows[row][column]):
            grid.rows[row][column] = code


def _put_digits(grid: Grid, extent: Extent) -> None:
    """Write whole numbers with the zeros that the sheet shows before them, as in a CCCD under `000000000000`."""
    for (row, column), digits in extent.digits.items():
        if row < len(grid.rows) and column < len(grid.rows[row]):
            cell = grid.rows[row][column]
            if isinstance(cell, float) and cell.is_integer() and 0 <= cell < _MOST_SHOWN:
                grid.rows[row][column] = digits.show(cell)
    for cells in grid.rows if extent.shown else ():
        cells[:] = [extent.shown.get(cell, cell) if isinstance(cell, float) else cell for cell in cells]


def _unworked(grid: Grid, extent: Extent) -> list[str]:
    """Empty the cells of formulas without a result, and return a Vietnamese remark that names their columns.

    In a column with other values they get an error instead, because a blank cell might mean "not done".
    """
    columns: dict[int, list[int]] = {}
    for row, column in sorted(extent.unworked):
        if row < len(grid.rows) and (column >= len(grid.rows[row]) or grid.rows[row][column] in ("", None, 0)):
            columns.setdefault(column, []).append(row)
    for column, rows in columns.items():
        has_others = any(
            column < len(cells) and cells[column] not in ("", None) and _is_data(cells)
            for row, cells in enumerate(grid.rows)
            if (row, column) not in extent.unworked
        ) or any(
            (left < column <= right and _holds(grid, top, left)) or (left == column < right and top in rows)
            for top, left, _, right in grid.merged
        )
        for row in rows:
            if column < len(grid.rows[row]):
                grid.rows[row][column] = NOT_WORKED_OUT if has_others else ""
    if not columns:
        return []
    letters = _runs(list(columns), lambda column: cell_name(column, 0).rstrip("0"))
    count = format_number(sum(map(len, columns.values())))
    what = f"{count} ô ở cột {letters} là công thức chưa có kết quả nên để trống"
    return [f"Trang “{grid.sheet}”: {what}. Hãy mở tệp bằng Excel rồi lưu lại"]


def _holds(grid: Grid, row: int, column: int) -> bool:
    """Whether a cell is filled and in a row of data; merged, it covers the cells at its right."""
    cells = grid.rows[row] if row < len(grid.rows) else []
    return column < len(cells) and _filled(cells[column]) and _is_data(cells)


def _is_data(row: Sequence[Cell]) -> bool:
    """Whether a row holds a number or a date, as rows of people do and heads do not."""
    return any(cell.__class__ is not str and cell is not None for cell in row)


def _struck(grid: Grid, extent: Extent) -> list[str]:
    """A Vietnamese remark on rows that somebody struck out: they are read."""
    rows = grid.rows
    struck = {row for row, column in extent.struck if row < len(rows) and _filled_at(rows[row], column)}
    if not struck:
        return []
    places = _runs(sorted(struck), lambda row: str(row + 1))
    what = f"{format_number(len(struck))} dòng có ô bị gạch ngang ({places}) vẫn được đọc"
    return [f"Trang “{grid.sheet}”: {what}. Hãy xem người đó còn làm việc không"]


def _filled_at(row: Sequence[Cell], column: int) -> bool:
    return column < len(row) and _filled(row[column])


def _hidden(grid: Grid, extent: Extent) -> list[str]:
    """Vietnamese remarks on hidden rows and columns with filled cells, which the sender may not have seen."""
    rows = [row for row in sorted(extent.rows) if row < len(grid.rows) and any(map(_filled, grid.rows[row]))]
    columns = [
        column
        for column in sorted(extent.columns)
        if column < MOST_COLUMNS and any(column < len(row) and _filled(row[column]) for row in grid.rows)
    ]
    remarks = []
    if rows:
        places = _runs(rows, lambda row: str(row + 1))
        remarks.append(f"Trang “{grid.sheet}”: {format_number(len(rows))} dòng ẩn ({places}) vẫn được đọc")
    if columns:
        places = _runs(columns, lambda column: cell_name(column, 0).rstrip("0"))
        remarks.append(f"Trang “{grid.sheet}”: {len(columns)} cột ẩn ({places}) vẫn được đọc")
    return remarks


def _filled(cell: Cell) -> bool:
    return cell is not None and cell != ""


def _runs(places: Sequence[int], name: Callable[[int], str]) -> str:
    """Numbers as a short list, `12–14, 20`: neighbours joined, cut after a few."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    names = [name(first) if first == last else f"{name(first)}–{name(last)}" for first, last in runs[:_MOST_RUNS]]
    return ", ".join(names) + (", …" if len(runs) > _MOST_RUNS else "")
