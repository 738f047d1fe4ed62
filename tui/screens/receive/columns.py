"""Shows what each column of a file is read as, with samples of its cells; the person can correct it."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from importers import corrected
from importers.intake import Incoming
from store.cells import cell_name
from store.checklist.items import checklist_items
from store.database import Store
from store.errors import StoreError
from store.frozen import frozen
from store.masks import cover_numbers
from store.receiving import mappings
from store.receiving.ledger import Fate, Part
from store.receiving.mappings import Corrections
from store.receiving.plan import Column, FileKind, IncomingRow, Reading, Table
from store.text import clean, format_number
from store.words import ledger as ledger_words
from tui.framework.work_screen import Modal, fit
from tui.keys import keys
from tui.screens.receive import column_words, file_words
from tui.widgets.dialogs import PickOne
from tui.widgets.line_list import LineList

_SAMPLED = 40  # rows that are looked through for three different values
_PREVIEW = 200  # rows
_WIDE = 100  # columns of the terminal


@frozen
class ColumnLine:
    """A line of the list: a column of one table, or the name of a sheet."""

    text: str
    loud: bool = False
    table: int = 0  # number of the table in the file
    place: int = 0  # of the column in the table
    column: Column | None = None  # None: a sheet's name


def question(store: Store, index: int, head: str, seen: Sequence[str], *, counts: bool = False) -> PickOne[str | None]:
    """A dialog that asks what a column holds; it answers the field, "" for a column to pass over.

    Args:
        store: the open store.
        index: 0-based number of the column on the sheet.
        head: the header of the column in the file.
        seen: some texts of its cells.
        counts: the file is a form of figures, with other fields.
    """
    from importers.layout import correcting

    fields = correcting.fields(checklist_items(store), counts=counts)
    options: list[tuple[str, str]] = [("", column_words.column_label(store, None))]
    options += [(field, column_words.column_label(store, field)) for field in fields]
    named = head or "(không có tiêu đề)"
    body = f"{named}\nVí dụ: {' | '.join(seen)}" if seen else named
    return PickOne(f"Cột {cell_name(index, 1)[:-1]} ghi gì?", options, body=body)


class ColumnsScreen(Modal[None]):
    """Lists the columns of one file above; below, what is read from the column under the cursor."""

    BINDINGS = keys(
        "columns",
        ("enter", "change", "Sửa", "Chọn cột này ghi gì"),
        ("ctrl+z", "undo", "Hoàn tác", "Bỏ lần sửa cột vừa rồi"),
        ("f5", "as_before", "Đọc như cũ", "Trở về cách đọc cũ, bỏ mọi lần sửa cột", "reset"),
        ("tab", "other", "Sang bên kia", "Giữa các cột và các dòng"),
        ("escape,f7", "close", "Đóng", "Về các tệp"),
        priority={"other"},
    )

    def __init__(self, incoming: Incoming) -> None:
        super().__init__()
        self.incoming = incoming
        self.lines: list[ColumnLine] = []
        self.before: list[Corrections] = []  # what Ctrl+Z goes back to
        self.remark = ""

    @property
    def reading(self) -> Reading:
        """The reading of the file with the current corrections."""
        assert self.incoming.reading is not None  # noqa: S101 - the screen opens on a file that was read
        return self.incoming.reading

    @property
    def rows(self) -> Sequence[IncomingRow]:
        """The people read from the file, with the problems found by comparing; none for figures."""
        plan = self.incoming.plan
        return [row.incoming for row in plan.rows] if plan is not None else self.reading.rows

    def compose(self) -> ComposeResult:
        """Build title, columns, the column under the cursor, the people and keys."""
        with Vertical():
            yield Static(f"Các cột của {self.incoming.name}", classes="title", markup=False)
            yield LineList(id="columns")
            yield Static(id="column-strip", markup=False)
            yield Static(id="preview-head", markup=False)
            yield LineList(id="preview")
            yield Static("Enter sửa · Ctrl+Z bỏ lần sửa · F5 đọc như cũ · Tab xem dòng · Esc đóng", classes="keys")

    def on_mount(self) -> None:
        """Focus the columns."""
        self.query_one("#preview").add_class("-resting")
        self.columns.focus()

    def on_resize(self) -> None:
        """Build the lines for the new width."""
        self.show()

    @property
    def columns(self) -> LineList:
        """The widget that lists the columns."""
        return self.query_one("#columns", LineList)

    def show(self) -> None:
        """Show columns and people as the file is read now."""
        self.lines = [line for number in range(len(self.reading.tables)) for line in self._table_lines(number)]
        self.lines += self._other_cells()
        self.columns.show_lines(len(self.lines), lambda at: (self.lines[at].text, self.lines[at].loud))
        doubts = sum(len(row.problems) for row in self.rows)
        head = f"Đọc ra {len(self.rows)} dòng, {doubts} chỗ phải xem lại · {ledger_words.summary(self.reading.ledger)}"
        self.query_one("#preview-head", Static).update(f"{head}{' · ' + self.remark if self.remark else ''}")
        self._show_column()

    def _table_lines(self, number: int) -> list[ColumnLine]:
        table = self.reading.tables[number]
        lines = [ColumnLine(f"Trang {table.sheet}")] if len(self.reading.tables) > 1 else []
        wide = 28 if self.size.width >= _WIDE else 17  # letters of a head, and of what it is understood as
        corrected = self.reading.corrections.get(table.fingerprint, {})
        doubts = {doubt.place: doubt for doubt in self.reading.doubts if doubt.fingerprint == table.fingerprint}
        counted = [self._cells_of(table.sheet, column.index) for column in table.columns]
        cells_wide = max((len(cells) for cells, _ in counted), default=0)
        for place, column in enumerate(table.columns):
            seen = self._samples(number, place)
            if not column.header and column.field is None and not seen:
                continue
            letter = cell_name(column.index, 1)[:-1]
            label = column_words.column_label(self.store, column.field)
            sure = column_words.sureness(column, corrected=place in corrected, empty=not seen)
            if (doubt := doubts.get(place)) is not None:
                label, sure = column_words.column_label(self.store, doubt.proposed) + "?", column_words.ASKED
            head, label = fit(clean(column.header), wide), fit(label, wide)
            cells, is_wrong = counted[place]
            line = f"{letter:>2}  {head:<{wide}} → {label:<{wide}} {sure:<8} {cells:<{cells_wide}}  {', '.join(seen)}"
            lines.append(ColumnLine(line, is_wrong or sure in column_words.DOUBTFUL, number, place, column))
        return lines

    def _cells_of(self, sheet: str, index: int) -> tuple[str, bool]:
        """The filled cells of a column as `28 ô` or `28 ô, 3 sai`, and whether some are wrong."""
        counts = dict.fromkeys(Fate, 0)
        for entry in self.reading.ledger.entries:
            if entry.sheet == sheet and entry.column == index:
                counts[entry.fate] += entry.cells
        cells, wrong = sum(counts.values()), counts[Fate.REPORTED] if counts[Fate.READ] else 0
        return f"{format_number(cells)} ô{f', {format_number(wrong)} sai' if wrong else ''}", bool(wrong)

    def _other_cells(self) -> list[ColumnLine]:
        """Lines about filled cells outside the columns of the file's tables."""
        others = [entry for entry in self.reading.ledger.entries if entry.part is not Part.COLUMN]
        lines = [ColumnLine("Ngoài các cột")] if others else []
        several = len({entry.sheet for entry in self.reading.ledger.entries}) > 1
        for entry in others:
            where = f" · trang {entry.sheet}" if several else ""
            text = f"    {ledger_words.PARTS[entry.part]}{where}: {format_number(entry.cells)} ô"
            lines.append(ColumnLine(f"{text}, {ledger_words.FATES[entry.fate]}", entry.fate is Fate.REPORTED))
        return lines

    def _samples(self, number: int, place: int) -> list[str]:
        """Up to three different values of a column."""
        rows = [row for row in self.rows if row.table == number][:_SAMPLED]
        seen = (row.cells[place] for row in rows if place < len(row.cells) and row.cells[place])
        return list(dict.fromkeys(map(cover_numbers, map(clean, seen))))[:3]

    @property
    def line(self) -> ColumnLine | None:
        """The line under the cursor."""
        return self.lines[self.columns.cursor] if self.columns.cursor < len(self.lines) else None

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Show the column that the cursor moved to."""
        if event.lines.id == "columns":
            self._show_column()

    def _show_column(self) -> None:
        line = self.line
        strip = self.query_one("#column-strip", Static)
        if line is None or line.column is None:
            strip.update("")
            self.query_one("#preview", LineList).show_lines(0, lambda _: ("", False))
            return
        seen = " | ".join(self._samples(line.table, line.place)) or "(không có ô nào có chữ)"
        label = column_words.column_label(self.store, line.column.field)
        strip.update(f"{clean(line.column.header) or '(không có tiêu đề)'}\nhiểu là: {label}\nví dụ: {seen}")
        rows = [row for row in self.rows if row.table == line.table][:_PREVIEW]
        column, place = line.column, line.place
        preview = self.query_one("#preview", LineList)
        preview.show_lines(len(rows), lambda at: self._preview_line(rows[at], column, place))

    @staticmethod
    def _preview_line(row: IncomingRow, column: Column, place: int) -> tuple[str, bool]:
        """The line of a row: its person, the cell of the column, what was read; whether it is wrong."""
        name = row.person.full_name if row.person is not None else "(không có tên)"
        cell = cover_numbers(clean(row.cells[place])) if place < len(row.cells) else ""
        read = column_words.value_of(row, column.field)
        problem = next((p.text for p in row.problems if p.cell == cell_name(column.index, row.row)), "")
        doubt = f" · xem lại: {problem}" if problem else ""
        text = f"{row.row:>4}  {fit(name, 20):<20}  {cell or '(trống)'} → {read}{doubt}"
        return text, bool(problem)

    # -- correcting

    def action_change(self) -> None:
        """Ask what the column under the cursor holds."""
        line = self.line
        if line is None or line.column is None:
            return
        if self.incoming.taken:
            self.notify("Tệp này đã nhận. Rút lại ở F8 rồi mới sửa cột.")
            return
        table, place, column = self.reading.tables[line.table], line.place, line.column

        def answered(field: str | None) -> None:
            if field is not None and (field or None) != column.field:
                self._correct(table, place, field or None)

        counts = self.reading.kind is FileKind.SUMMARY
        seen = self._samples(line.table, place)
        self.app.push_screen(question(self.store, column.index, column.header, seen, counts=counts), answered)

    def _correct(self, table: Table, place: int, field: str | None) -> None:
        corrections = corrected.with_correction(self.incoming, table.fingerprint, place, field)
        if corrections is None:
            self.notify("Phải có một cột họ và tên. Hãy chọn cột khác là họ và tên trước.", severity="warning")
        else:
            self._read(corrections, [*self.before, self.incoming.answers.corrections])

    def action_undo(self) -> None:
        """Take the last correction back."""
        if self.before:
            self._read(self.before[-1], self.before[:-1])
        else:
            self.notify("Chưa sửa cột nào ở đây.")

    def action_as_before(self) -> None:
        """Drop all corrections, also those remembered from the unit's earlier files."""
        plan = self.incoming.plan
        if plan is not None and plan.unit_id is not None:
            try:
                for heads in {table.fingerprint for table in self.reading.tables}:
                    mappings.forget(self.store, plan.unit_id, heads)
            except StoreError as error:
                self.app.tell(error)
                return
        self._read({}, [])

    def _read(self, corrections: Corrections, before: list[Corrections]) -> None:
        self.before = before
        self.remark = "đang đọc lại …"
        self.show()
        self.background(
            lambda store: corrected.read_with(store, self.incoming, corrections, lambda _: not store.is_interrupted),
            self._show_read,
            group="columns",
            failed=self._show_now,
        )

    def _show_now(self) -> None:
        self.remark = ""
        self.show()

    def _show_read(self, incoming: Incoming) -> None:
        """Take over the new reading of the file, and show it."""
        if incoming.is_usable:
            corrected.take_over(self.store, self.incoming, incoming)
        else:
            self.notify(f"Không đọc lại được tệp: {file_words.verdict(incoming)}", severity="warning")
        self._show_now()

    def action_other(self) -> None:
        """Move the focus between the columns and the people."""
        preview = self.query_one("#preview", LineList)
        (self.columns if preview.has_focus else preview).focus()

    def action_close(self) -> None:
        """Go back to the files."""
        self.cancel("columns")
        self.dismiss()
