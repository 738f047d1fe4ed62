"""Reads a file step by step: file -> grids -> tables -> fields -> values.

Columns in doubt are in `Reading.doubts`, see `store.receiving.doubt`.
"""

import hashlib
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from itertools import chain
from pathlib import Path

from importers import ledger, totals
from importers.cells.form_states import FormStates, has_marks
from importers.cells.people import PeopleReader, swapped_days
from importers.deciding.contradictions import with_contradictions
from importers.deciding.denied_by_notes import without_denied
from importers.deciding.lapsed_rounds import without_lapsed
from importers.deciding.shifted_numbers import without_shifted_numbers
from importers.errors import UnusableError
from importers.gc_pause import without_collector
from importers.grids import recent
from importers.grids.any_format import read_grids
from importers.grids.files import detect, explained
from importers.grids.grid import Grid
from importers.grids.legacy_text import convert_columns
from importers.grids.recent import ReadFile
from importers.layout.cards import cards_as_list
from importers.layout.cell_notes import put_notes_to_heads
from importers.layout.checklist import Checklist, checklist_of
from importers.layout.correcting import Corrections, columns_of_form, corrected, fingerprint
from importers.layout.doubts import blank_items, doubtful_columns, doubts_of, older_rounds, unread_columns
from importers.layout.found_table import FoundTable
from importers.layout.legend_sheets import explain_from_others
from importers.layout.line_an_item import line_a_person
from importers.layout.outside_statements import statements_by_name, unread_sentences
from importers.layout.same_heads import weigh_together
from importers.layout.section_legends import parts_by_legend
from importers.layout.split_cells import with_cells_apart
from importers.layout.stated_above import add_stated_columns
from importers.layout.tables import continued, find_tables
from importers.layout.turned import find_turned
from importers.layout.without_heads import find_without_heads
from importers.leavers import remarks_on_leavers
from importers.pace import Pace
from importers.sender.data_date import data_date
from importers.sender.origin import Origin, read_mark
from importers.sender.other_people import without_others, without_rows_of_others
from importers.sender.own_papers import why_no_people
from importers.sender.rounds import without_older
from importers.sender.several_units import parts_of, undecided
from importers.summary import (
    Forms,
    brought_forms,
    filled_lines,
    form_of,
    summed,
    with_known_heads,
    without_long_numbers,
)
from store.cells import cell_name
from store.forms.filled import CountedLine
from store.frozen import changeable
from store.masks import cover_in_name, cover_numbers
from store.models import Item
from store.receiving.doubt import Doubt
from store.receiving.form_mark import SHEET, TEMPLATE, FormMark
from store.receiving.ledger import Ledger
from store.receiving.plan import Column, FileKind, IncomingRow, Reading, Table, UnitPart
from store.text import clean, fold, without_commands
from store.words.field_values import FIELD_LABELS

Uncover = Callable[[Sequence[Grid], FormMark | None], None]


_ONLY_HEADS = "Tệp chỉ có tiêu đề bảng, chưa có người nào. Hãy xem đơn vị có gửi nhầm mẫu trống không."
_NO_LIST = (
    "Không thấy danh sách người trong tệp: không có dòng tiêu đề nào có cột họ và tên cùng các cột khác, cũng không có"
    " bảng số liệu nào có cột “Tổng số”. Nếu là danh sách người, hãy mở bằng Excel, thêm một dòng tiêu đề (STT, Họ và"
    " tên, Ngày sinh, Số CCCD, …) phía trên, mỗi người một dòng, rồi lưu lại."
)
_UNDECIDED = (
    "Trên từng nhóm người ghi {}: không rõ là đơn vị riêng hay bộ phận của một đơn vị. Là bộ phận thì hãy chọn đơn vị;"
    " là đơn vị riêng thì ghi “Đơn vị: …” trên mỗi nhóm rồi mở lại tệp"
)


def read_file(
    path: Path,
    *,
    items: Sequence[Item],
    reasons: Sequence[str] | Mapping[str, str] = (),
    progress: Callable[[int], bool] | None = None,
    corrections: Corrections | None = None,
    forms: Forms = brought_forms,
    uncover: Uncover | None = None,
) -> Reading:
    """Read one file; if it cannot be used, the reading is of kind `UNREADABLE` and its message says why.

    Args:
        path: the file; it is only read.
        items: the checklist.
        reasons: the words of the reasons that the station knows, or folded words -> the reason that they are.
        progress: called about ten times a second with how many people are read; answering False stops.
        corrections: what a person corrected in the reading of columns.
        forms: returns the forms that may have been filled in.
        uncover: puts numbers back that the station covered in a form or a roster of its own before it gave it away.

    Raises:
        Cancelled: `progress` answered False.
    """
    known_reasons = dict(reasons) if isinstance(reasons, Mapping) else {fold(words): words for words in reasons}
    kept = {heads: dict(columns) for heads, columns in (corrections or {}).items()}
    assembly = _Assembly(path, checklist_of(tuple(items)), known_reasons, kept, Pace(progress), forms, uncover)
    try:
        with without_collector():
            # With corrections of its columns a file is mostly one that was read a moment ago.
            file = recent.find(path) if kept else None
            if file is None:
                form = detect(path)
                file = ReadFile(_sha256(path), read_grids(path, form, assembly.pace.checkpoint))
                recent.keep(path, file)
            assembly.sha256 = file.sha256
            return assembly.read(file.grids)
    except UnusableError as error:
        return assembly.unreadable(error.message)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise explained(error, path) from error


@changeable
class _Assembly:
    """Puts a reading together from the sheets of a file."""

    path: Path
    items: Checklist
    known_reasons: dict[str, str]  # folded words -> words
    corrections: dict[str, dict[int, str | None]]
    pace: Pace
    forms: Forms
    uncover: Uncover | None = None
    sha256: str = ""
    mark: FormMark | None = None
    unit: str | None = None
    remarks: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)

    def read(self, grids: Sequence[Grid]) -> Reading:
        """Read all sheets.

        Raises:
            UnusableError: there is nobody, and no count, in them.
            Cancelled: the person stopped it.
        """
        self.mark = read_mark(grids)
        if self.uncover is not None:
            self.uncover(grids, self.mark)
        if (refused := why_no_people(self.path, grids, self.mark)) is not None:
            self.ledger = ledger.refused(grids)
            raise UnusableError(refused)
        found = self._find(grids)
        own, left_out = without_others([table for table in found if not table.counts and table.rows])
        people, older = without_older(own)
        older += [*left_out, *without_rows_of_others(people)]
        counts = [table for table in found if table.counts]
        form = form_of(counts, self.forms) if counts else None
        counts = [table for table in counts if form and (table.rows or len(summed(table, form)) == 1)]
        used = people or counts
        origin = Origin.from_tables(used, self.mark, self.items)
        parts = self._find_units(people, origin)
        if not used:
            self.ledger = ledger.refused(grids)
            raise UnusableError(left_out[0] if left_out else _ONLY_HEADS if found else _NO_LIST)
        tables = tuple(
            Table(
                table.sheet,
                table.last_header_row + 1,
                tuple(replace(column, header=cover_numbers(column.header)) for column in table.columns),
                fingerprint(table.columns),
                table.legend.notes,
            )
            for table in used
        )
        rows: list[IncomingRow] = []
        summary: list[CountedLine] = []
        if people:
            self.remarks += unread_sentences(people, self.items)
            rows = self._read_people(people, tables, origin)
            if counts:
                self.remarks.append("Tệp có cả bảng số liệu tổng hợp; chỉ đọc danh sách người")
        elif form:
            lines = filled_lines(counts, form)
            self.remarks += totals.of_counts(counts, lines, form)
            summary = without_long_numbers(lines, self.remarks)
        self.remarks += [*origin.remarks, *older]
        reading = replace(
            self.unreadable(""),
            kind=FileKind.ROSTER if people else FileKind.SUMMARY,
            tables=tables,
            rows=tuple(rows),
            summary=tuple(summary),
            several_units=bool(parts) or (self.unit is None and bool(origin.remarks)),
            parts=parts,
            data_date=data_date(self.path, grids, self.mark),
            doubts=tuple(self.doubts),
        )
        account = ledger.account(reading, grids, found, used)
        remarks = tuple(map(cover_numbers, (*reading.remarks, *ledger.remarks(account, reading.kind))))
        return replace(reading, ledger=account.ledger, remarks=remarks)

    def _find_units(self, people: Sequence[FoundTable], origin: Origin) -> tuple[UnitPart, ...]:
        """Decide whose file it is; returns the rows of each unit if it is of several units."""
        self.unit = origin.unit
        parts = parts_of(people) if self.mark is None else ()
        if parts:
            titles = {table.heading.unit for table in people}
            origin.departments = [None if name in titles else name for name in origin.departments]
        if parts and (self.unit is not None or not origin.remarks):
            self.unit = None  # whoever wrote the list is not the unit of its people
            self.remarks.append(f"Tệp có người của {len(parts)} đơn vị; mỗi đơn vị được nhận riêng")
        elif people and (names := undecided(people)):
            self.unit = None
            origin.remarks[:] = [_UNDECIDED.format(", ".join(f"“{name}”" for name in names[:3]))]
        return parts

    def unreadable(self, message: str) -> Reading:
        """A reading without rows that says why, with what was found out about the file until then."""
        return Reading(
            str(self.path),
            cover_in_name(without_commands(self.path.name)),
            self.sha256,
            FileKind.UNREADABLE,
            self.unit,
            message=message,
            remarks=tuple(self.remarks),
            mark=self.mark,
            corrections=self.corrections,
            ledger=self.ledger,
        )

    def _find(self, grids: Sequence[Grid]) -> list[FoundTable]:
        """Find all lists and tables of counts; if there is none, those of forms, without heads, or turned."""
        found: list[FoundTable] = []
        without: list[tuple[int, str]] = []  # (place among the remarks, sheet without a table)
        any_visible = any(not grid.hidden for grid in grids)
        ours = {SHEET, *(self.mark.covers if self.mark is not None else ())}
        for grid in grids:
            if grid.sheet in ours or not any(cell not in (None, "") for row in grid.rows for cell in row):
                continue
            if grid.hidden and any_visible:
                self.remarks.append(f"Bỏ qua trang ẩn “{grid.sheet}”")
                continue
            grid.cut_far_columns()
            grid.remarks += convert_columns(grid)
            grid.remarks += put_notes_to_heads(grid)
            self.pace.checkpoint()
            people = line_a_person(grid, self.items) or grid
            if people is not grid:
                self.remarks.append(f"Trang “{grid.sheet}”: mỗi nội dung một dòng; đã gộp thành mỗi người một dòng")
            people = cards_as_list(people, self.items) or people
            apart = with_cells_apart(people)
            tables = find_tables(apart or people, self.items, self.pace.checkpoint, self._correct)
            for table in tables:
                if table.grid is apart:
                    table.grid = people  # whose cells are accounted for
            if not tables and found and (rest := continued(grid, found[-1], self.items)) is not None:
                tables = [rest]
            self.remarks += grid.remarks
            if self.mark is not None:
                for table in tables:
                    table.columns = self._correct(columns_of_form(table.columns, self.mark))
            if not tables:
                without.append((len(self.remarks), grid.sheet))
            found += tables
        found = (
            found
            or self._find_by_forms(grids)
            or self._find_without_heads(grids)
            or find_turned(grids, self.items, self.remarks, self.pace.checkpoint, self._correct)
        )
        if self.mark is None:
            weigh_together(found, self.items, self._correct)
        self.remarks += add_stated_columns(found, self.items)
        for table in found:
            if table.columns[-1:] and table.columns[-1].header == table.about != "":
                table.columns = self._correct(table.columns)
        used = {table.sheet for table in found}
        explain_from_others(found, [grid for grid in grids if grid.sheet not in used and grid.sheet not in ours])
        for place, sheet in reversed(without):
            if sheet not in used:
                self.remarks.insert(place, f"Bỏ qua trang “{sheet}”: không có danh sách")
        return found

    def _find_by_forms(self, grids: Sequence[Grid]) -> list[FoundTable]:
        """Find tables of figures known only by the heads of a form; called only if there is no other table."""
        items, found = self.items.with_forms(self.forms()), list[FoundTable]()
        for grid in grids:
            if not grid.hidden:
                before = len(grid.remarks)
                found += find_tables(grid, items, self.pace.checkpoint, self._correct)
                self.remarks += grid.remarks[before:]
        return found

    def _find_without_heads(self, grids: Sequence[Grid]) -> list[FoundTable]:
        """Find lists without heads; called only if no other list is found."""
        found = []
        for grid in grids:
            before = len(grid.remarks)
            table = None if grid.hidden else find_without_heads(grid, self.items, self._correct)
            self.remarks += grid.remarks[before:]
            found += [table] if table is not None else []
        return found

    def _correct(self, columns: list[Column]) -> list[Column]:
        return corrected(with_known_heads(columns, self.forms), self.corrections)

    def _read_people(self, tables: Sequence[FoundTable], read: Sequence[Table], origin: Origin) -> list[IncomingRow]:
        """Read the rows of people of all lists; `read` has the same tables as the reading keeps them."""
        found: list[IncomingRow] = []
        forms: dict[tuple[tuple[str, str | None], ...], list[FoundTable]] = {}
        for table in tables:
            forms.setdefault(table.layout, []).append(table)
        ours = self.mark is not None and self.mark.kind == TEMPLATE
        states = FormStates(self.items, self.known_reasons, self.remarks, is_ours=ours)
        parts = list(map(parts_by_legend, tables))
        marked: dict[Hashable, list[FoundTable]] = {}
        for part in chain.from_iterable(parts):
            marked.setdefault(part.marked_alike, []).append(part)
        columns = {key: states.columns(parts) for key, parts in marked.items()}
        swapped = {layout: swapped_days(of_form) for layout, of_form in forms.items()}
        statements = statements_by_name(tables, self.items) if self.mark is None else []
        for number, table in enumerate(tables):
            rows: list[IncomingRow] = []
            for part in parts[number]:
                rows += PeopleReader(
                    part,
                    number,
                    self.items,
                    self.known_reasons,
                    columns[part.marked_alike] if has_marks(part) else states.columns([part]),
                    origin.departments[number],
                    swapped[table.layout],
                    self.remarks,
                    is_ours=self.mark is not None,
                ).read(self.pace)
            if table.section_legends:
                rows.sort(key=lambda row: row.row)
            if table.about and not any(column.field and column.field.item for column in table.columns):
                where = f"“{table.about}” (trang “{table.sheet}”): bảng không có cột nào ghi ai đã, ai chưa"
                self.remarks.append(f"{where}; chưa ghi nhận gì về mục này")
            rows = without_shifted_numbers(rows, read[number])
            if self.mark is None:
                rows = without_lapsed(without_denied(rows, read[number], self.items, statements[number]), table)
            found += with_contradictions(rows, read[number], self.items)
        for of_form in forms.values():
            for column in doubtful_columns(of_form[0].columns):
                what = self._title((column.field and column.field.item) or "")
                self.remarks.append(f"Cột “{clean(column.header)}” được hiểu là {what}. Hãy kiểm tra")
            self.doubts += doubts_of(of_form)
            if older := older_rounds(of_form[0].columns):
                newest = ", ".join(f"“{head}”" for head in older)
                left_out = ", ".join(f"“{head}”" for heads in older.values() for head in heads)
                self.remarks.append(f"Bảng có nhiều kỳ: chỉ lấy cột mới nhất {newest}, không lấy {left_out}")
            if self.mark is None and (blank := blank_items(of_form)):
                listed = ", ".join(f"“{head}”" for head in blank)
                self.remarks.append(f"Cột {listed} để trống cả. Nếu đơn vị tô màu thay vì ghi chữ thì chưa đọc được")
        for doubt in self.doubts:
            field = doubt.proposed
            title = self._title(field.item) if field and field.item else f"“{FIELD_LABELS.get(field or '', field)}”"
            self.remarks.append(
                f"Cột “{doubt.head}” có vẻ là {title} nhưng chưa chắc, nên chưa ghi {doubt.cells} ô của cột đó."
                " Hãy xác nhận, hoặc chọn cách hiểu khác"
            )
        self._remark_unread(forms.values())
        self.remarks += totals.of_people(tables)
        self.remarks += remarks_on_leavers(tables)
        return found

    def _remark_unread(self, forms: Iterable[Sequence[FoundTable]]) -> None:
        """Name in the remarks the columns that were not understood."""
        heads: dict[str, None] = {}
        for of_form in forms:
            rows = [row.cells for table in of_form for row in table.rows]
            for column in unread_columns(of_form[0].columns, rows):
                letter = cell_name(column.index, 1)[:-1]
                heads[f"“{clean(column.header)}”" if column.header else f"{letter} (không có tiêu đề)"] = None
        if heads:
            listed = ", ".join(heads)
            self.remarks.append(f"Chưa đọc cột {listed}: không rõ ghi gì. Nếu cần, hãy chọn cách hiểu cột đó")

    def _title(self, key: str) -> str:
        return next((f"“{item.short_title}”" for item in self.items if item.key == key), key)
