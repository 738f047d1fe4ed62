"""Finds the tables of a sheet: their headers, columns, rows of people, and the department of each row.

`importers.reading` reads the cells of the tables afterwards.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from importers.cells.legend import NO_LEGEND, legend_cells, legend_of, ticks_of_a_list
from importers.cells.names import looks_like_person
from importers.grids.grid import Cell, Grid, listed, text_of
from importers.layout.checklist import Checklist
from importers.layout.columns import assign_fields
from importers.layout.found_table import FoundRow, FoundTable, Section
from importers.layout.headers import Header, find_header, header_at, header_by_cells
from importers.layout.heads import LONGEST_HEAD, fold_header
from importers.layout.merged_below import MergedBelow, with_merged
from importers.layout.rows import Kind, RowReader
from importers.layout.section_legends import legends_of_sections
from importers.layout.section_names import department_of, opening_of, section_name
from importers.layout.settled_columns import settled
from importers.layout.side_by_side import split
from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from importers.sender.unit_name import (
    Heading,
    is_department,
    is_own_unit,
    may_be_unit,
    names_unit,
    read_heading,
    whole_lines,
)
from store.cells import cell_name
from store.receiving.doubt import Evidence, Guess
from store.receiving.plan import Column
from store.text import clean, fold

_MOST_BESIDE = 2  # texts in a row with the name of a block: its number before it
_MOST_LISTED = 10  # row numbers in one remark
_TITLE, _OF_OTHER_MATTER = map(lexicon("rows").pattern, ("title", "list_of_other_matter"))
_NUMBER_OR_DATE = when_needed(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|[\d .']{9,18}")
_SAMPLE = 200  # rows below a header from which the fields of its columns are decided
_LONG_SAMPLES, _SHORT_SAMPLE = 30, 20  # tables of a sheet that get it; rows for each of the others, which are short


def find_tables(
    grid: Grid,
    items: Checklist,
    checkpoint: Callable[[], None] = lambda: None,
    correct: Callable[[list[Column]], list[Column]] = lambda columns: columns,
) -> list[FoundTable]:
    """Every table of people, or of counts, on the sheet; a header repeated on each page begins no new table.

    Args:
        grid: the sheet; remarks about rows that could not be read are added to it.
        items: the checklist.
        checkpoint: called at each header, of which a damaged sheet may have thousands; an exception that it raises
            ends the search.
        correct: replaces the fields that `assign_fields` found, where the headers are those of a known form of figures
            or the person has corrected the columns.
    """
    found = [table for part in split(grid, items) for table in _Sheet(part, items, correct).tables(checkpoint)]
    _explain_marks(grid, found, items)
    return found


def continued(grid: Grid, before: FoundTable, items: Checklist) -> FoundTable | None:
    """Read a sheet without heads as the rest of an earlier sheet's list; None: its rows do not fit the columns."""
    reader = RowReader(before.columns)
    filled = [row for row in grid.rows if any(cell not in (None, "") for cell in row)]
    people = sum(reader.names_somebody(row) and reader.confident(row) for row in filled)
    if before.counts or not people or 2 * people < len(filled):
        return None
    sheet = _Sheet(grid, items, lambda columns: columns)
    table = FoundTable(
        grid.sheet, before.depth, -1, before.columns, before.heading, grid, sheet.kinds, about=before.about
    )
    sheet.found.append(table)
    sheet.read_rows(table, Header(0, -1, []))
    grid.remarks.append(
        f"Trang “{grid.sheet}”: không có tiêu đề cột; đã đọc theo các cột của trang “{before.sheet}”. Hãy kiểm tra"
    )
    return table


def list_without_heads(grid: Grid, columns: list[Column], items: Checklist) -> FoundTable:
    """The rows of a sheet that has no heads, read by columns that are known by their cells."""
    reader = RowReader(columns)
    first = next((n for n, row in grid.numbered() if reader.names_somebody(row) and reader.confident(row)), 0)
    sheet = _Sheet(grid, items, lambda found: found)
    heading = read_heading([text for row in grid.rows[:first] for cell in row if (text := text_of(cell))])
    table = FoundTable(grid.sheet, 0, first - 1, columns, heading, grid, sheet.kinds)
    sheet.found.append(table)
    sheet.read_rows(table, Header(0, first - 1, []))
    return table


def _explain_marks(grid: Grid, tables: Sequence[FoundTable], items: Checklist) -> None:
    """Give each table the legend of marks that stands in the rows outside the tables."""
    if not tables:
        return
    for table in tables:
        table.section_legends = legends_of_sections(table)
    elsewhere = {row.number for table in tables for row in table.rows}.union(*(t.section_legends for t in tables))
    heads = {part for table in tables for column in table.columns for part in column.header.split(" / ")}
    legend = legend_of(
        (text, cell_name(column, number + 1))
        for number, row in grid.numbered()
        if number not in elsewhere
        for column, text in legend_cells(row)
        if clean(text) not in heads  # a header explains only its own column
    )
    for table in tables:
        table.legend = legend
    if tables and not legend.signs and not any(table.about for table in tables):
        above = [
            (cell, cell_name(column, number + 1))
            for number, row in enumerate(grid.rows[: tables[0].last_header_row - tables[0].depth + 1])
            for column, cell in enumerate(row)
            if isinstance(cell, str) and items.named_by([cell]) is None  # of one item, not of all columns
        ]
        of_title = next((found for text, cell in above if (found := ticks_of_a_list(text, cell))), NO_LEGEND)
        for table in tables:
            table.legend = replace(of_title, notes=legend.notes)


class _Sheet:
    """One sheet while its tables are searched from the top row down."""

    def __init__(self, grid: Grid, items: Checklist, correct: Callable[[list[Column]], list[Column]]) -> None:
        self.grid, self.items, self.correct = grid, items, correct
        self.found: list[FoundTable] = []
        self.known: set[int] = set()  # rows understood as repeated headers, signatures or department rows
        self.kinds: dict[int, Kind] = {}  # of the rows that name nobody
        self.below_heads: list[int] = []  # rows right below a header that may be a part of it
        self.second_lines: list[int] = []  # 1-based rows below the first of a merged name that are not read
        self.used = 0  # first row below the last header or person; titles of the next table stand from here on
        self.department: str | None = None  # from the last department row
        #: Department named by a numbered row, "II. Giáo viên", that stands right above the next header.
        self.opening: str | None = None
        self.first_opening: str | None = None  # the same above the first header, where it may be the title of the sheet

    def tables(self, checkpoint: Callable[[], None]) -> list[FoundTable]:
        """All tables of the sheet; adds remarks about rows that could not be read."""
        at = 0
        while (header := find_header(self.grid, at, self.items)) is not None:
            checkpoint()
            table = self._begin(header)
            at = self.read_rows(table, header)
        if not self.found:
            self._find_by_cells()
        self._report_lost()
        self._report_texts_between()
        return self.found

    def _find_by_cells(self) -> None:
        """Read a list whose name column has an unknown header, by the contents of its cells."""
        header, column = header_by_cells(self.grid, self.items) or (None, 0)
        if header is not None:
            self.read_rows(self._begin(header), header)
            what = f"cột “{clean(header.heads[column][0])}” được hiểu là họ tên vì các ô ghi tên người"
            self.grid.remarks.append(f"Trang “{self.grid.sheet}”: {what}. Hãy kiểm tra")

    def _report_lost(self) -> None:
        """Report rows in no table that hold a name beside a number or a date."""
        read = {row.number for table in self.found for row in table.rows}
        passed_over = [(n, row) for n, row in self.grid.numbered() if n not in read] if self.found else []
        lost = [number + 1 for number, row in passed_over if holds_person(row)]
        self.kinds |= dict.fromkeys((number - 1 for number in lost), Kind.REPORTED)
        if self.second_lines:
            what = f"dòng {listed(self.second_lines)} là dòng thứ hai của người phía trên (ô họ tên gộp), chưa đọc"
            self.grid.remarks.append(f"Trang “{self.grid.sheet}”: {what}. Hãy ghi mỗi người một dòng")
        if self.below_heads:
            numbers = ", ".join(str(number + 1) for number in self.below_heads[:_MOST_LISTED])
            self.grid.remarks.append(
                f"Trang “{self.grid.sheet}”: dòng {numbers} ngay dưới tiêu đề, không ghi ngày sinh hay số nào;"
                " được hiểu là phần của tiêu đề, không phải người. Hãy xem lại"
            )
        if lost:
            numbers = ", ".join(map(str, lost[:_MOST_LISTED])) + (", …" if len(lost) > _MOST_LISTED else "")
            remark = f"Trang “{self.grid.sheet}”: dòng {numbers} có vẻ ghi tên người nhưng không đọc được. Hãy xem lại"
            self.grid.remarks.append(remark)

    def _report_texts_between(self) -> None:
        """Report rows between people that name nobody but have text in columns of items, such as a reason."""
        for table in self.found:
            columns = [column.index for column in table.columns if column.field and column.field.item]
            known = {row.number for row in (*table.rows, *table.totals)} | self.known
            numbers = [row.number for row in table.rows]
            heads = {fold_header(part) for column in table.columns for part in column.header.split(" / ")}
            for number in range(numbers[0], numbers[-1] + 2) if numbers and not table.counts else ():
                if number in known or number >= len(self.grid.rows):
                    continue
                row = self.grid.rows[number]
                if not any(row):
                    continue  # a sheet may declare a million empty rows
                filled = [at for at in columns if at < len(row) and _has_own_words(text_of(row[at]), heads)]
                if filled and len(filled) == sum(bool(text_of(cell)) for cell in row):
                    place, text = cell_name(filled[0], number + 1), clean(text_of(row[filled[0]]))
                    remark = f"Trang “{table.sheet}”: ô {place} ghi “{text}” nhưng dòng đó không có tên ai"
                    self.grid.remarks.append(remark)
                    self.kinds[number] = Kind.REPORTED

    def _begin(self, header: Header) -> FoundTable:
        """The table that a header belongs to: a new one, or the one above if the next page only repeats its header."""
        grid = self.grid
        self.kinds |= dict.fromkeys(range(header.first, header.last + 1), Kind.HEADS)
        titles = [text for row in grid.rows[self.used : header.first] for cell in row if (text := text_of(cell))]
        before = self.found[-1] if self.found else None
        heading = read_heading(titles, first=before is None)
        label = self._label(header)
        same_form = before is not None and [c.header for c in before.columns] == [whole for whole, *_ in header.heads]
        if before is None:
            self.first_opening = opening_of(grid.rows[header.first - 1]) if header.first > self.used else None
        elif self.opening is not None and before.heading.department is None:
            # The lists are numbered, so the numbered row above the first one names a department too.
            before.heading = replace(before.heading, department=self.first_opening)
        if before is not None and same_form:
            # A new page repeats the header and perhaps the titles; another unit or department begins a new table.
            other_unit = heading.unit is not None and heading.unit != before.heading.unit
            other_unit |= label is not None and (before.label is None or label.name != before.label.name)
            other_department = heading.department is not None and heading.department != before.heading.department
            if not other_unit and not other_department:
                self.department = self.opening or self.department
                return before
        self.department = None
        if before is not None:
            last = max((row.number for row in before.rows), default=-1)
            # What stands below its people opens this one.
            before.sections = [section for section in before.sections if section.row < last]
        if before is not None and heading.unit is None:
            heading = Heading(before.heading.unit, before.heading.parent, heading.department or self.opening)
        about = _naming(titles, self.items) or _naming([grid.sheet], self.items)
        length = _SAMPLE if len(self.found) < _LONG_SAMPLES else _SHORT_SAMPLE
        sample = grid.rows[header.last + 1 : header.last + 1 + length]
        columns = settled(assign_fields(header.heads, sample, self.items, about), sample)
        if any(_OF_OTHER_MATTER.search(fold(clean(title))) for title in titles):
            columns = list(map(_in_doubt, columns))
        depth = header.last - header.first + 1
        table = FoundTable(
            grid.sheet,
            depth,
            header.last,
            self.correct(columns),
            heading,
            grid,
            self.kinds,
            about=about,
            heads=header.heads,
        )
        table.label = label
        self.found.append(table)
        return table

    def _label(self, header: Header) -> Section | None:
        """The agency that stands nearest above a header in a line of its own, titles of lists left out."""
        below = ""
        for number in range(header.first - 1, self.used - 1, -1):
            texts = [text for cell in self.grid.rows[number] if (text := text_of(cell))]
            for line in reversed(whole_lines(texts[-1:]) if len(texts) <= _MOST_BESIDE else []):
                joined = whole_lines([line, below])  # "UBND" over "XÃ Ô LÂM" is one name
                name, below = section_name(joined[0] if len(joined) == 1 else line), line
                if _TITLE.match(fold_header(name)):
                    self.kinds[number] = Kind.HEADS
                    continue
                if is_own_unit(name) or may_be_unit(name):
                    return Section(number, RowReader.level_of(self.grid.rows[number]), name)
                if is_department(name):
                    return None
        return None

    def _opened_above(self, reader: RowReader, header: Header) -> list[Section]:
        """The units that rows of their own name right above a header: "II. TRƯỜNG THCS NÚI TÔ"."""
        found = []
        for number in range(self.used, header.first):
            row = self.grid.rows[number]
            if len([cell for cell in row if text_of(cell)]) <= 2 and reader.level_of(row) != "none":
                verdict = reader.classify(row)
                if verdict.kind is Kind.SECTION and names_unit(verdict.section):
                    found.append(Section(number, reader.level_of(row), verdict.section))
        return found

    def read_rows(self, table: FoundTable, header: Header) -> int:
        """Add the rows below a header to the table; returns the row from which to search for the next header."""
        grid, reader = self.grid, RowReader(table.columns)
        heads = {fold_header(part) for head in header.heads for part in head if part}
        merged = MergedBelow(grid, header.last, table.columns) if grid.merged else None
        ended = False  # whether the signatures below the list were reached
        opened = self._opened_above(reader, header)
        section = opened[-1].name if opened else self.department
        table.sections += opened
        self.opening = None
        self.used = header.last + 1
        for number, row in grid.numbered(header.last + 1):
            if not table.rows or not reader.is_plainly_somebody(row):
                filled = [cell for cell in row if cell is not None and cell != ""]
                if not filled:
                    continue
                if not reader.is_numbered(row):
                    if _repeats_header(filled, heads):
                        self.known.add(number)
                        self.kinds[number] = Kind.HEADS
                        if header_at(grid, number, self.used, self.items) is not None:
                            return number
                        continue
                    if not reader.names_somebody(row):
                        begun = header_at(grid, number, self.used, self.items)
                        if begun is not None:
                            return begun.first
                verdict = reader.classify(row)
                self.kinds[number] = verdict.kind
                if verdict.kind is Kind.PERSON and not table.rows and reader.may_be_heads(row):
                    self.below_heads.append(number)
                    self.kinds[number] = Kind.REPORTED
                    continue
                if verdict.kind is Kind.SECTION and merged is not None and number in merged.below_names:
                    self.kinds[number] = Kind.REPORTED
                    self.second_lines.append(number + 1)
                    continue
                if verdict.kind in (Kind.SIGNATURE, Kind.SECTION):
                    self.known.add(number)
                if verdict.kind is Kind.SIGNATURE:
                    ended = True
                elif verdict.kind is Kind.SECTION and not ended:
                    section = department_of(verdict.section)
                    table.sections.append(Section(number, reader.level_of(row), verdict.section))
                    self.opening = opening_of(row)
                    ended = reader.counts and bool(table.rows)  # what has no figures below it is text
                elif verdict.kind is Kind.TOTAL:
                    table.totals.append(FoundRow(number, list(row), section))
                if verdict.kind not in (Kind.PERSON, Kind.NAMELESS) or (ended and not reader.confident(row)):
                    continue
            ended, self.opening = False, None
            self.department = section
            self.used = number + 1
            cells = row if merged is None else with_merged(row, merged.over(number))
            table.rows.append(FoundRow(number, cells, section))
        return len(grid.rows)


def _in_doubt(column: Column) -> Column:
    """Put a column of an item in doubt, as the title speaks of another matter: it is asked about, not read."""
    if column.field is None or not column.field.tells_state:
        return column
    return replace(column, field=None, guess=Guess(column.field, (Evidence.HEAD,), (Evidence.GROUP,)))


def _naming(titles: Sequence[str], items: Checklist) -> str:
    """The first title that names an item, on one line; "" if the titles name no item, or several."""
    if items.named_by(titles) is None:
        return ""
    return clean(next((title for title in titles if items.named_by([title])), "").replace("\n", " "))


def _has_own_words(text: str, heads: set[str]) -> bool:
    """Whether a text is neither a repeated header nor a footnote with an asterisk."""
    return any(map(str.isalpha, text)) and not text.startswith("*") and fold_header(text) not in heads


def holds_person(row: Sequence[Cell]) -> bool:
    """Whether a row holds a person's name and beside it a date or a long number (CCCD, insurance, phone)."""
    texts = [text for cell in row if (text := text_of(cell))]
    return any(map(_NUMBER_OR_DATE.fullmatch, texts)) and any(looks_like_person(clean(text)) for text in texts)


def _repeats_header(filled: Sequence[Cell], heads: set[str]) -> bool:
    """Whether the filled cells of a row are the texts of the header once more, all or two thirds of them."""
    texts = [cell for cell in filled if isinstance(cell, str)]
    if len(texts) < 2 or len(texts) < len(filled):
        return False
    others = 0
    for text in texts:
        others += len(text) > LONGEST_HEAD or fold_header(text) not in heads
        if others * 3 > len(texts):
            return False  # the rest of a row of data need not be folded
    return others == 0 or len(texts) - others >= 3
