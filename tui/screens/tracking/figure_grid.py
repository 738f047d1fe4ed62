"""Nhập số liệu: a grid of figures of all localities and indicators of a campaign, for one day, week or month."""

from collections.abc import Sequence
from datetime import date

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from importers.figure_block import write_block
from store import clock, settings
from store.calendar.periods import LENGTHS, Period, containing
from store.campaigns import running
from store.campaigns.campaign import Campaign
from store.campaigns.indicator import Indicator
from store.errors import RefusedError
from store.figures import drafts, figure_entry, indicators, localities
from store.figures.localities import KIND_LABELS
from store.text import clean, format_number
from tui.framework.work_screen import WorkScreen, fit
from tui.keys import keys
from tui.screens.tracking.entry_sheet import TARGETS, EntrySheet, Field, Number
from tui.screens.tracking.figure_intake import from_table, is_of_period, pasted
from tui.screens.tracking.figure_saving import are_right, elsewhere, settle_gone, settle_newer, to_copy
from tui.screens.tracking.indicator_lines import cell_text, heads
from tui.widgets.cell_grid import CellGrid, Kind
from tui.widgets.dialogs import Notice, Prompt
from tui.widgets.file_picker import FilePicker


class FigureGridScreen(WorkScreen):
    """A grid with localities as rows and indicators as columns; Ctrl+S saves, and asks about odd numbers.

    Unsaved numbers are kept on disk, so that closing the window loses none.
    """

    PLACE_TITLE = "Nhập số liệu"
    AUTO_FOCUS = "CellGrid"
    BINDINGS = keys(
        "figures",
        ("ctrl+s", "save", "Ghi", "Ghi mọi số chưa ghi vào sổ"),
        ("ctrl+g", "copy_forward", "Chép kỳ trước", "Điền số kỳ trước vào ô trống, có dấu ~ tới khi ghi", "copy"),
        ("ctrl+n", "add", "Thêm địa bàn", "Thêm một ấp, xã hay cơ sở vào danh sách"),
        ("f8", "kind", "Ngày, tuần, tháng", "Số theo ngày, tuần, tháng; chỉ tiêu giao cho từng địa bàn"),
        hidden=[
            ("ctrl+left", "period(-1)", "Kỳ trước", "Ngày, tuần hay tháng trước", "before"),
            ("ctrl+right", "period(1)", "Kỳ sau", "Ngày, tuần hay tháng sau", "after"),
            ("f7", "app.go('localities')", "Địa bàn", "Danh sách ấp, xã, cơ sở: đổi tên, gộp, bỏ", "places"),
            ("f9", "group", "Kế hoạch khác", "Kế hoạch khác, hoặc các cơ sở thay vì địa bàn"),
            ("ctrl+u", "source", "Nguồn số liệu", "Ai cho số, ngày nào: ghi cùng những số ghi lần này"),
            ("ctrl+c", "copy_out", "Chép bảng", "Chép cả bảng để dán vào Excel"),
            ("ctrl+v,shift+insert", "paste", "Dán", "Dán các ô đã chép từ bảng tính, từ ô đang chọn"),
            ("ctrl+t", "from_file", "Lấy từ tệp", "Điền số từ tệp Excel: địa bàn theo dòng, chỉ tiêu theo cột", "file"),
            ("ctrl+z", "undo", "Hoàn tác", "Bỏ số vừa gõ; không có thì lấy lại lần ghi trước"),
            ("f6", "app.go('indicators')", "Xem chỉ tiêu", "Tỷ lệ, tăng giảm, xếp hạng từng chỉ tiêu", "look"),
        ],
    )

    def __init__(self) -> None:
        super().__init__()
        self.groups: list[tuple[Campaign, str]] = []  # a plan, and whose figures: keys of KIND_LABELS
        self.place = 0
        self.kind = ""  # of the period, or TARGETS; "": not chosen yet
        self.day = clock.today()  # a day of the period
        self.source = ""
        self.sheets: dict[tuple[str, str, str, str], EntrySheet] = {}  # those that were opened, with what is not saved

    def compose_work(self) -> ComposeResult:
        """Build the title, heads, grid, sums, and the text about the cell under the cursor."""
        yield Static(id="grid-about", markup=False)
        yield Static(id="grid-head", markup=False)
        grid = CellGrid(id="grid")
        grid.read_cell, grid.write_cell = self._read_cell, self._write_cell
        yield grid
        yield Static(id="grid-sum", markup=False)
        yield Static(id="grid-strip", markup=False)

    # -- what is shown

    @property
    def grid(self) -> CellGrid:
        """The widget of the grid."""
        return self.query_one(CellGrid)

    def here(self) -> object:
        """The locality under the cursor."""
        return self.grid.name_here or None

    @property
    def is_busy(self) -> bool:
        """Whether digits are being typed, which a reload would disturb."""
        return bool(self.grid.typed)

    @property
    def indicators(self) -> list[Indicator]:
        """The indicators that are asked for in periods of this kind; all if none is."""
        if not self.groups:
            return []
        plan, by = self.groups[self.place]
        mine = [each for each in plan.indicators if each.by == by]
        return [each for each in mine if self.kind in each.every] or mine

    @property
    def period(self) -> Period:
        """The period that the grid shows."""
        kind = "monthly" if self.kind == TARGETS else self.kind
        return containing(kind, self.day, week_ends=self.groups[self.place][0].week_ends)

    @property
    def sheet(self) -> EntrySheet | None:
        """The numbers of the grid; None when no running campaign has indicators."""
        if not self.groups:
            return None
        plan, by = self.groups[self.place]
        key = (plan.name, by, self.kind, "" if self.kind == TARGETS else self.period.first)
        if key not in self.sheets:
            fields: tuple[Field, ...] = ("target",) if self.kind == TARGETS else ("numerator", "denominator")
            sheet = EntrySheet(self.indicators, fields)
            count = sheet.restore(drafts.take_over(self.store, "/".join(key)))
            self.sheets[key] = sheet
            words = f"Lấy lại {count} số đã gõ mà chưa ghi. Ctrl+S: ghi · Ctrl+Z: bỏ. " if count else ""
            words += elsewhere(self.store, key) if len(self.sheets) == 1 else ""
            if words:
                self.notify(words, timeout=8)
        return self.sheets[key]

    def _keep(self, sheet: EntrySheet) -> None:
        """Keep the unsaved numbers of a sheet on disk, against a closed window or a power cut."""
        key = next(key for key, each in self.sheets.items() if each is sheet)
        sheet.keep(self.store, "/".join(key))

    def reload(self) -> None:
        """Read campaigns, localities and figures; unsaved numbers stay."""
        plans = running.running(self.store)
        found = [(plan, by) for plan in plans for by in KIND_LABELS if any(each.by == by for each in plan.indicators)]
        if [(plan.name, by) for plan, by in found] != [(plan.name, by) for plan, by in self.groups]:
            self.place = 0
        self.groups = found
        if found and not self.kind:
            asked = {kind for each in self.indicators for kind in each.every}
            latest = indicators.latest_period(self.store, found[self.place][0].name)
            self.kind = latest.kind if latest is not None else min(asked, key=LENGTHS.index)
        self._read_sheet()

    def _read_sheet(self) -> None:
        sheet = self.sheet
        if sheet is None:
            self.grid.show((), 0, 1)
        else:
            by = self.groups[self.place][1]
            listed = localities.all_localities(self.store, by)
            shown = {column.indicator.key: column.indicator for column in sheet.columns}
            sheet.show(listed, [indicators.table(self.store, each, self.period) for each in shown.values()])
            self.grid.show(sheet.names, len(sheet.columns), max(1, len(sheet.columns) // max(1, len(shown))))
        self._show()

    def _show(self) -> None:
        """Show heads, sums and the text about the cell under the cursor."""
        sheet, grid = self.sheet, self.grid
        if sheet is None:
            self.show_text("grid-about", "Chưa có chiến dịch nào đang chạy có chỉ tiêu. Ctrl+P rồi Chiến dịch.")
            return
        plan, by = self.groups[self.place]
        of = "Chỉ tiêu giao" if self.kind == TARGETS else f"Kỳ ‹ {self.period.text} ›"
        waiting = f" · {len(sheet.pending)} ô chưa ghi" if sheet.pending else ""
        others = sum(bool(each.pending) for each in self.sheets.values() if each is not sheet)
        elsewhere = f" · {others} bảng khác còn số chưa ghi" if others else ""
        about = f"{KIND_LABELS[by]} · {of}{waiting}{elsewhere}"
        self.show_text("grid-about", f"{fit(plan.title, max(20, self.size.width - 4))}\n{about}")
        self.show_text("grid-head", heads(sheet, KIND_LABELS[by], grid))
        room, width = grid.name_width + 2, grid.width
        sums = "".join(f"{sheet.sum_text(column):>{width}}" for column in grid.seen)
        self.show_text("grid-sum", f"{f'  Cộng {len(sheet.names)}':<{room}}{sums}")
        self.show_text("grid-strip", self._describe(sheet))
        grid.refresh()

    def _describe(self, sheet: EntrySheet) -> str:
        if not sheet.names:
            return "Chưa có địa bàn nào. Ctrl+N để thêm, hoặc dán bảng có cột tên địa bàn từ Excel (Ctrl+V)."
        return cell_text(sheet, self.grid.name_here, self.grid.column)

    def _read_cell(self, row: int, column: int) -> tuple[str, Kind]:
        sheet = self.sheet
        if sheet is None:
            return "", "plain"
        name = sheet.names[row]
        number, waiting = sheet.number(name, column), sheet.pending.get((name, column))
        text = "" if number is None else format_number(number)
        if len(text) >= self.grid.width - 1:
            text = str(number)
        if sheet.fault(name, column):
            return f"{text or '?'}✗", "wrong"
        if waiting is None:
            return f"{text} ", "plain"
        mark = "~" if waiting.is_copied else "!" if sheet.doubts(name, column) else "*"
        return f"{text or 'xoá'}{mark}", "waiting"

    def _write_cell(self, row: int, column: int, number: int | None) -> None:
        if (sheet := self.sheet) is not None:
            sheet.put(sheet.names[row], column, number)
            self._keep(sheet)
            self._show()

    def on_line_list_moved(self) -> None:
        """Show the text about the cell that the cursor moved to."""
        self._show()

    def on_resize(self) -> None:  # type: ignore[override]  # the size is that of the screen
        """Fit the columns to the new width."""
        if self.has_been_read:
            self.call_after_refresh(self._show)

    # -- which period, which plan

    def action_kind(self) -> None:
        """Show the next kind of period that the campaign asks for, then the targets."""
        self.grid.take()
        if self.groups:
            plan, by = self.groups[self.place]
            asked = {self.kind} | {kind for each in plan.indicators if each.by == by for kind in each.every}
            kinds = [*(kind for kind in LENGTHS if kind in asked), TARGETS]
            self.kind = kinds[(kinds.index(self.kind) + 1) % len(kinds)]
            self._read_sheet()

    def action_period(self, by: int) -> None:
        """Show another period, as far as the current one."""
        self.grid.take()
        if not self.groups or self.kind == TARGETS:
            return
        period = self.period.step(by)
        if period.first > clock.today().isoformat():
            self.notify(f"Chưa tới {period.text}.")
            return
        self.day = min(period.last, clock.today())
        self._read_sheet()

    def action_group(self) -> None:
        """Show the figures of the next campaign, or of its facilities."""
        self.grid.take()
        if len(self.groups) < 2:
            self.notify("Chỉ có một bảng số liệu.")
            return
        self.place = (self.place + 1) % len(self.groups)
        self.kind = ""
        self.reload()

    # -- numbers

    def action_copy_forward(self) -> None:
        """Copy the numbers of the period before into empty cells, unsaved."""
        self.grid.take()
        if (sheet := self.sheet) is not None:
            copied = sheet.copy_forward()
            self._keep(sheet)
            message = f"Đã điền {copied} số kỳ trước (dấu ~), chưa ghi. Sửa ô đã đổi rồi Ctrl+S."
            self.notify(message if copied else "Không có ô trống nào mà kỳ trước có số.")
            self._show()

    def action_undo(self) -> None:
        """Take back the last input; without one, the last saved change."""
        if self.grid.typed:
            self.grid.action_erase()
        elif (sheet := self.sheet) is not None and sheet.take_back():
            self._keep(sheet)
            self._read_sheet()
        else:
            self.app.action_undo()

    def action_copy_out(self) -> None:
        """Copy the grid with its heads to the clipboard."""
        self.grid.take()
        if (sheet := self.sheet) is not None:
            self.app.copy_to_clipboard(write_block(sheet.rows()))
            self.notify("Đã chép cả bảng. Dán vào Excel bằng Ctrl+V.")

    def action_paste(self) -> None:
        """Paste the clipboard into the grid."""
        self.paste(self.app.clipboard)

    def on_cell_grid_pasted(self, event: CellGrid.Pasted) -> None:
        """Put a block of cells that was pasted from another program into the grid."""
        self.paste(event.text)

    @work(exclusive=True, group="ask")
    async def paste(self, text: str) -> None:
        """Put a block of cells in: by its heads or names if it has some, else from the cursor on."""
        sheet = self.sheet
        if sheet is None or not text.strip():
            return
        numbers, left = await pasted(self, sheet, text, (self.grid.cursor, self.grid.column))
        self._put_in(sheet, numbers, left)

    @work(exclusive=True, group="ask")
    async def action_from_file(self) -> None:
        """Ask for files of figures, and put their numbers into the grid."""
        from importers.figure_table import read_figures

        self.grid.take()
        if not self.groups:
            return
        paths = await self.app.push_screen_wait(FilePicker(settings.load(self.store).last_folder))
        for path in paths or ():
            wanted = self.indicators
            table = await self.app.in_background(lambda _, path=path, wanted=wanted: read_figures(path, wanted))  # type: ignore[misc]
            if table.period is not None:
                self._turn_to(table.campaign, table.period)
            if (sheet := self.sheet) is not None and await is_of_period(self, table, self.period):
                numbers, left = await from_table(self, sheet, table)
                self._put_in(sheet, numbers, left)

    def _turn_to(self, campaign: str, period: Period) -> None:
        """Show the grid of a campaign and period; raises RefusedError if the campaign does not run."""
        running.get(self.store, campaign)
        self.place = next(at for at, (plan, _) in enumerate(self.groups) if plan.name == campaign)
        self.kind, self.day = period.kind, date.fromisoformat(period.first)
        self._read_sheet()

    def _put_in(self, sheet: EntrySheet, numbers: Sequence[Number], left: Sequence[str]) -> None:
        changed = sheet.put_all(numbers)
        self._keep(sheet)
        self._read_sheet()
        message = f"{len(numbers)} số, {changed} số khác trước; chưa ghi." if changed else "Không có gì thay đổi."
        self.notify(message, timeout=5)
        if left:
            self.app.push_screen(Notice(f"{len(left)} chỗ không lấy", "\n".join(left)))

    @work(exclusive=True, group="ask")
    async def action_add(self) -> None:
        """Ask for the name of a new locality or facility, and add it."""
        self.grid.take()
        if not self.groups:
            return
        by = self.groups[self.place][1]

        def check(text: str) -> str | None:
            try:
                localities.check_name(self.store, clean(text))
            except RefusedError as error:
                return str(error)
            return None

        prompt = Prompt("Thêm vào danh sách", f"Tên {KIND_LABELS[by].lower()}", "", check)
        name = await self.app.push_screen_wait(prompt)
        if name:
            added = localities.add(self.store, name, kind=by)
            self.reload()
            if self.sheet is not None:
                self.grid.go(self.sheet.names.index(added.name), self.grid.column)

    @work(exclusive=True, group="ask")
    async def action_source(self) -> None:
        """Ask for the source of the numbers, which is kept with the numbers saved from now on."""
        self.grid.take()
        answer = await self.app.push_screen_wait(Prompt("Nguồn số liệu", "Ai cho, ngày nào", self.source))
        if answer is not None:
            self.source = answer

    @work(exclusive=True, group="ask")
    async def action_save(self) -> None:
        """Write the unsaved numbers as one step of undo, after asking about newer numbers and odd ones."""
        self.grid.take()
        self._read_sheet()  # what another window wrote a moment ago
        sheet = self.sheet
        if sheet is None or not sheet.pending:
            self.notify("Không có số nào chưa ghi.")
            return
        if not (await settle_gone(self, sheet) and await settle_newer(self, sheet)):
            return
        self._keep(sheet)
        self._read_sheet()
        if not sheet.pending:
            self.notify("Không ghi gì: giữ như trong sổ.")
            return
        if (wrong := sheet.faulty()) is not None:
            self.grid.go(sheet.names.index(wrong[0]), wrong[1])
            self.notify(f"Chưa ghi: {wrong[0]}: {sheet.fault(*wrong)}", severity="warning", timeout=5)
            return
        if not await are_right(self, sheet):
            return
        count = len(sheet.pending)
        if self.kind == TARGETS:
            sheet.save_targets(self.store)
        else:
            figure_entry.save(self.store, self.period, sheet.entries(self.source))
        sheet.forget()
        self._keep(sheet)
        self.reload()
        self.notify(f"Đã ghi {count} số. Ctrl+Z để lấy lại.")

    def unwritten(self, *, in_full: bool = False) -> str:
        """How many numbers are not saved, in Vietnamese, or each of them with its cell; "" for none."""
        if in_full:
            sheet, grid = self.sheet, self.grid
            digits = (
                [f"Đang gõ: {sheet.where(grid.name_here, grid.column)}: {grid.typed}"] if sheet and grid.typed else []
            )
            return "\n".join([*to_copy(self.sheets), *digits])
        count = sum(len(each.pending) for each in self.sheets.values()) + bool(self.grid.typed)
        return f"{count} số trong bảng Nhập số liệu chưa ghi; thoát thì chúng chờ ở đó." if count else ""
