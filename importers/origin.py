"""Where a file comes from: its unit, and the department of each of its tables."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from importers.grid import Grid, text_of
from importers.tables import FoundTable
from importers.unit_name import is_department, is_unit
from importers.unit_spelling import readable
from store.text import clean, fold

#: A hidden sheet of the station's own template; its rows are (word, value), one of them ("unit", name).
TEMPLATE_SHEET = "_tramyte"

_DULL_SHEET = re.compile(
    r"((sheet|trang|trang tinh|bang|data|du lieu|pl|phu luc|mau|bieu|form responses?|cau tra loi.*)[ _-]*\d*"
    r"|(ds|danh sach)( (cbcc|cbvc|cbccvc|can bo|vien chuc|nhan vien|nhan su|tong hop|chung).*)?[ _-]*\d*|[\d. _-]+)\Z"
)
_LIST_OF = re.compile(r"(?:ds|danh sách|danh sach)\s*[-–:]?\s+(?=\S)", re.IGNORECASE)


def template_unit(grids: Sequence[Grid]) -> str | None:
    """The unit that the station wrote into its own template before it sent it out."""
    for grid in grids:
        if grid.sheet == TEMPLATE_SHEET:
            for row in grid.rows:
                texts = [text_of(cell) for cell in row]
                if len(texts) >= 2 and texts[0] == "unit" and texts[1]:
                    return clean(texts[1])
    return None


@dataclass(slots=True)
class Origin:
    """The unit of a file; None: it names none, or more than one."""

    unit: str | None
    departments: list[str | None]  # by table, where its rows name none themselves
    remarks: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, tables: Sequence[FoundTable], template: str | None) -> "Origin":
        """Ask the titles of the tables, then the station's own template, then a column of units."""
        departments = [table.heading.department for table in tables]
        sheets = list(dict.fromkeys(table.sheet for table in tables))
        if len(sheets) > 1:
            names = _departments_by_sheet(sheets)
            departments = [own or names[table.sheet] for own, table in zip(departments, tables, strict=True)]
        origin = cls(None, departments)
        origin.unit = origin._from_titles(tables) or (None if origin.remarks else template)
        origin._from_column(tables)
        return origin

    def _from_titles(self, tables: Sequence[FoundTable]) -> str | None:
        named = {fold(table.heading.unit): table.heading.unit for table in tables if table.heading.unit}
        if len(named) <= 1:
            return next(iter(named.values()), None)
        parents = {fold(table.heading.parent or "") for table in tables if table.heading.unit}
        if len(parents) == 1 and "" not in parents and all(map(is_department, named.values())):
            # "UBND XÃ …" over "PHÒNG …" on every sheet: one unit, and a department a sheet.
            for number, table in enumerate(tables):
                self.departments[number] = table.heading.unit or self.departments[number]
            parent = next(table.heading.parent for table in tables if table.heading.unit)
            return readable(parent or "")
        listed = ", ".join(f"“{unit}”" for unit in list(named.values())[:3])
        self.remarks.append(f"Các bảng trong tệp ghi nhiều đơn vị khác nhau: {listed}. Hãy tách mỗi đơn vị một tệp")
        for number, table in enumerate(tables):
            self.departments[number] = self.departments[number] or table.heading.unit
        return None

    def _from_column(self, tables: Sequence[FoundTable]) -> None:
        """A column "Đơn vị": one name in all of it is the unit; several are told apart as departments."""
        told: dict[str, str] = {}
        for table in tables:
            index = next((column.index for column in table.columns if column.field == "unit"), None)
            if index is not None:
                cells = {row.cells[index] for row in table.rows if index < len(row.cells)}
                told |= {fold(text): clean(text) for cell in cells if (text := text_of(cell))}
        units = [text for text in told.values() if is_unit(text)]
        if len(told) == 1 and self.unit is None and not self.remarks:
            self.unit = readable(next(iter(told.values())))
        elif len(units) > 1:
            self.unit = None  # a title over people of many units names who wrote the list, not whose people they are
            self.remarks.append(f"Cột đơn vị ghi {len(told)} đơn vị khác nhau. Hãy tách mỗi đơn vị một tệp")
        elif len(told) > 1:
            self.remarks.append("Cột đơn vị ghi nhiều tên; được hiểu là khoa/phòng của từng người")


def _departments_by_sheet(sheets: Sequence[str]) -> dict[str, str | None]:
    """One sheet a department: a sheet's name is its department's, but for names that programs give."""
    return {
        sheet: None if _DULL_SHEET.match(fold(sheet)) else readable(_LIST_OF.sub("", sheet, count=1))
        for sheet in sheets
    }
