"""Workbooks -> grids, through calamine: xlsx, xlsm, xls, xlsb, ods."""

from pathlib import Path

from importers.errors import UnusableError
from importers.grid import Cell, Grid

MOST_CELLS = 40_000_000


def read_workbook(path: Path) -> list[Grid]:
    """Every worksheet of the file.

    Raises:
        UnusableError: it has a password, is damaged, or is too large.
    """
    import python_calamine as calamine

    try:
        workbook = calamine.load_workbook(str(path))
        grids = []
        for meta in workbook.sheets_metadata:
            if meta.typ is not calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            if sheet.total_height * sheet.total_width > MOST_CELLS:
                raise UnusableError(f"Trang “{meta.name}” quá lớn. Hãy xoá các dòng, cột trống ở cuối rồi lưu lại.")
            rows: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
            merged = [(a[0], a[1], b[0], b[1]) for a, b in sheet.merged_cell_ranges or ()]
            grids.append(Grid(meta.name, rows, merged, meta.visible is not calamine.SheetVisibleEnum.Visible))
    except calamine.PasswordError as error:
        raise UnusableError("Tệp có mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu rồi lưu lại.") from error
    except calamine.CalamineError as error:
        raise UnusableError("Tệp bị hỏng hoặc chép chưa xong. Hãy chép lại, hoặc xin đơn vị gửi lại.") from error
    except (OSError, ValueError, OverflowError, MemoryError) as error:
        raise UnusableError(f"Không đọc được tệp: {error}.") from error
    except BaseException as error:
        # A panic of calamine's Rust reaches Python as a BaseException of its own.
        if type(error).__name__ != "PanicException":
            raise
        raise UnusableError("Tệp bị hỏng: phần bên trong không đúng chuẩn. Hãy mở bằng Excel rồi lưu lại.") from error
    return grids
