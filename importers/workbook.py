"""Workbooks -> grids, through calamine: xlsx, xlsm, xls, xlsb, ods."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from importers.errors import UnusableError
from importers.files import DAMAGED, PASSWORD, explained
from importers.grid import Cell, Grid

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MOST_CELLS = 40_000_000


def read_workbook(path: Path) -> list[Grid]:
    """Every worksheet of the file; row 0 and column 0 are A1.

    Raises:
        UnusableError: it has a password, is damaged, or is too large.
    """
    import python_calamine as calamine

    try:
        with calamine.load_workbook(str(path)) as workbook:
            return [
                _grid(workbook, meta.name, hidden=meta.visible is not calamine.SheetVisibleEnum.Visible)
                for meta in workbook.sheets_metadata
                if meta.typ is calamine.SheetTypeEnum.WorkSheet
            ]
    except calamine.PasswordError as error:
        raise UnusableError(PASSWORD) from error
    except OSError as error:
        raise explained(error, path) from error
    except (calamine.CalamineError, ValueError, OverflowError) as error:
        raise UnusableError(DAMAGED) from error
    except MemoryError as error:
        raise UnusableError("Tệp quá lớn so với bộ nhớ của máy. Hãy tách thành nhiều tệp nhỏ hơn.") from error
    except BaseException as error:
        # A panic of calamine's Rust reaches Python as a BaseException of its own.
        if type(error).__name__ != "PanicException":
            raise
        raise UnusableError("Tệp bị hỏng: phần bên trong không đúng chuẩn. Hãy mở bằng Excel rồi lưu lại.") from error


def _grid(workbook: "CalamineWorkbook", name: str, *, hidden: bool) -> Grid:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise UnusableError(f"Trang “{name}” quá lớn. Hãy xoá các dòng, cột trống ở cuối rồi lưu lại.")
    # skip_empty_area would begin at the first cell that holds something, and every row number would be wrong.
    rows = cast("list[list[Cell]]", sheet.to_python(skip_empty_area=False))
    merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    return Grid(name, rows, merged, hidden)
