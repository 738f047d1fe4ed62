"""Decides which unit a file comes from, and which department each of its tables is of."""

import re
from collections.abc import Sequence
from dataclasses import field

from importers.grids.grid import Grid, text_of
from importers.layout.checklist import Checklist
from importers.layout.found_table import FoundTable
from importers.layout.heads import fold_header
from importers.layout.section_names import department_of, says_state
from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from importers.sender.rounds import names_round
from importers.sender.unit_name import is_department, is_own_unit, is_unit, may_be_unit
from importers.sender.unit_spelling import readable
from store.frozen import changeable
from store.receiving.form_mark import SHEET, FormMark
from store.text import clean, fold

_DULL_SHEET, _PERIOD = map(lexicon("senders").pattern, ("dull_sheet", "period_in_sheet"))
_LIST_OF = when_needed(r"(?:ds|danh sách|danh sach)\s*[-–:]?\s+(?=\S)", re.IGNORECASE)


def read_mark(grids: Sequence[Grid]) -> FormMark | None:
    """The mark that the station puts into a form before sending it out; None: the file is no such form."""
    for grid in grids:
        if grid.sheet == SHEET:
            return FormMark.from_rows([[text_of(cell) for cell in row[:2]] for row in grid.rows])
    return None


def titles_of(tables: Sequence[FoundTable]) -> list[str]:
    """The units that the titles name, as they spell them, each once."""
    named = {fold(table.heading.unit): table.heading.unit for table in tables if table.heading.unit}
    return list(named.values())


@changeable
class Origin:
    """The unit of a file, None if it names none or more than one, and the department of each table."""

    unit: str | None
    departments: list[str | None]  # by table, where its rows name none themselves
    remarks: list[str] = field(default_factory=list)

    @classmethod
    def from_tables(cls, tables: Sequence[FoundTable], mark: FormMark | None, items: Checklist) -> "Origin":
        """Look at the titles of the tables, then at the mark of the station's own form or a column of units.

        Titles and a mark that name different units leave it open: the form of one unit was filled in by another.
        """
        departments = [table.heading.department for table in tables]
        sheets = list(dict.fromkeys(table.sheet for table in tables))
        if len(sheets) > 1 and len(titles_of(tables)) <= 1:  # of several units the sheets are theirs
            names = _departments_by_sheet(sheets, items)
            departments = [own or names[table.sheet] for own, table in zip(departments, tables, strict=True)]
        origin = cls(None, departments)
        origin.unit = origin._from_titles(tables)
        if mark is not None:
            origin._hold_to(mark, titles_of(tables))
        else:
            origin._from_column(tables)
        return origin

    def _hold_to(self, mark: FormMark, titles: Sequence[str]) -> None:
        """Set the unit that the mark names, or none and a remark if a title names one that the form did not have."""
        expected = {_bare(name) for name in (mark.unit, *mark.titled)}
        other = next((title for title in titles if _bare(title) not in expected), None)
        self.remarks.clear()
        if other is None:
            self.unit = mark.unit
            return
        remark = f"Tiêu đề ghi “{other}”, nhưng đây là mẫu đã gửi cho “{mark.unit}”. Hãy chọn đúng đơn vị"
        self.remarks.append(remark)
        self.unit = None

    def _from_titles(self, tables: Sequence[FoundTable]) -> str | None:
        named = titles_of(tables)
        if len(named) <= 1:
            unit = next(iter(named), None)
            over = next((table.heading.parent for table in tables if table.heading.parent), None)
            if unit is None or over is None or is_own_unit(unit) or may_be_unit(unit) or not is_department(unit):
                return unit
            kind = fold(unit).split()[0]
            if not any(fold(name or "").split()[:1] == [kind] for name in self.departments):
                return unit
            # "UBND XÃ …" over "PHÒNG …" above the first list, another "PHÒNG …" above the next: rooms of one unit.
            self.departments = [department or unit for department in self.departments]
            return readable(over)
        parents = {fold(table.heading.parent or "") for table in tables if table.heading.unit}
        if len(parents) == 1 and "" not in parents and all(map(is_department, named)):
            # "UBND XÃ …" over "PHÒNG …" on every sheet: one unit, and a department a sheet.
            for number, table in enumerate(tables):
                self.departments[number] = table.heading.unit or self.departments[number]
            parent = next(table.heading.parent for table in tables if table.heading.unit)
            return readable(parent or "")
        listed = ", ".join(f"“{unit}”" for unit in named[:3])
        self.remarks.append(f"Các bảng trong tệp ghi nhiều đơn vị khác nhau: {listed}; mỗi đơn vị được nhận riêng")
        for number, table in enumerate(tables):
            self.departments[number] = self.departments[number] or table.heading.unit
        return None

    def _from_column(self, tables: Sequence[FoundTable]) -> None:
        """Use a column "Đơn vị": one name in all of it is the unit; several are units, or else departments."""
        names: dict[str, str] = {}
        for table in tables:
            index = next((column.index for column in table.columns if column.field == "unit"), None)
            if index is not None:
                cells = {row.cells[index] for row in table.rows if index < len(row.cells)}
                names |= {fold(text): clean(text) for cell in cells if (text := text_of(cell))}
        units = [text for text in names.values() if is_unit(text) or is_own_unit(text)]
        if len(names) == 1 and self.unit is None and not self.remarks:
            self.unit = readable(next(iter(names.values())))
        elif len(units) > 1:
            self.unit = None  # a title over people of many units names who wrote the list, not whose people they are
            self.remarks.append(f"Cột đơn vị ghi {len(names)} đơn vị khác nhau; mỗi đơn vị được nhận riêng")
        elif len(names) > 1:
            self.remarks.append("Cột đơn vị ghi nhiều tên; được hiểu là khoa/phòng của từng người")


def _bare(name: str) -> str:
    """The name folded, without the stops at its end, which a title loses when it is read."""
    return fold(name).strip(" .,;:")


def _departments_by_sheet(sheets: Sequence[str], items: Checklist) -> dict[str, str | None]:
    """Sheet -> department, which is its name unless a program gave it or it names a time, a state or an item."""
    return {
        sheet: None
        if _DULL_SHEET.match(fold(sheet))
        or _names_period(sheet)
        or says_state(sheet)
        or (items.named_in(fold_header(sheet)) and not is_department(sheet))
        else department_of(readable(_LIST_OF.sub("", sheet, count=1))) or None
        for sheet in sheets
    }


def _names_period(sheet: str) -> bool:
    """Whether the name of a sheet says a time, in whatever words, and no department: "KQ đến 15.6", "Tuần cuối T6"."""
    return names_round(sheet) or (_PERIOD.search(fold(sheet)) is not None and not is_department(sheet))
