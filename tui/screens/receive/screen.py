"""Nhập tệp: files that units sent, what is in them, what contradicts, and taking them in."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from store import settings
from store.database import open_store
from store.errors import StoreError
from store.people import units
from store.receiving.plan import Outcome, PlannedRow, SummaryRow
from store.text import format_number
from tui.screens.base import WorkScreen
from tui.screens.receive import count_lines, desk, row_text
from tui.screens.receive.desk import OUTCOME_LABELS, Incoming
from tui.screens.receive.keys import KEYS
from tui.widgets.dialogs import Ask, Choice, New, PickOne
from tui.widgets.line_list import LineList


class ReceiveScreen(WorkScreen):
    """The queue of files above, the rows of one of them below."""

    PLACE_TITLE = "Nhập tệp"
    DEFAULT_CSS = """
    ReceiveScreen #files { height: 8; max-height: 40%; }
    ReceiveScreen #files-head, ReceiveScreen #rows-head {
        height: 1; background: $panel; padding: 0 1; text-style: bold;
    }
    ReceiveScreen #row-strip { height: 6; background: $panel; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    class FileRead(Message):
        """A file was read."""

        def __init__(self, place: int, incoming: Incoming) -> None:
            super().__init__()
            self.place = place
            self.incoming = incoming

    class Progress(Message):
        """How far the reading is."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self) -> None:
        super().__init__()
        self.files: list[Incoming] = []
        self.rows: list[PlannedRow] = []
        self.only: Outcome | None = None
        self.last_choice: tuple[str, str] | None = None  # (kind of conflict, choice)

    def compose_work(self) -> ComposeResult:
        """Files, rows, and the row under the cursor in words."""
        yield Static(id="files-head", markup=False)
        yield LineList(id="files")
        yield Static(id="rows-head", markup=False)
        yield LineList(id="rows")
        yield Static(id="row-strip", markup=False)

    @property
    def file_list(self) -> LineList:
        """The queue."""
        return self.query_one("#files", LineList)

    @property
    def row_list(self) -> LineList:
        """The rows of the file under the cursor."""
        return self.query_one("#rows", LineList)

    @property
    def current(self) -> Incoming | None:
        """The file under the cursor."""
        return self.files[self.file_list.cursor] if self.file_list.cursor < len(self.files) else None

    def on_mount(self) -> None:
        """The files have the keys."""
        self.file_list.focus()
        self.show_files()

    def reload(self) -> None:
        """The store changed elsewhere: what is planned is planned anew."""
        for incoming in self.files:
            if incoming.is_usable and not incoming.done:
                desk.plan_again(self.store, incoming)
        self.show_files()

    def show_files(self, remark: str = "") -> None:
        """The queue and its sum."""
        waiting = sum(not incoming.done for incoming in self.files)
        told = f"{len(self.files)} tệp, {waiting} chưa nhận" if self.files else "Chưa có tệp nào"
        self.query_one("#files-head", Static).update(f"{told}{' · ' + remark if remark else ''}")
        self.file_list.show_lines(len(self.files), self._file_line)

    def _file_line(self, number: int) -> tuple[str, bool]:
        incoming = self.files[number]
        verdict = incoming.verdict()
        return f"{incoming.path.name:<34.34} {verdict}", verdict.startswith(("✗", "?"))

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Another file, or another row."""
        if event.lines.id == "files":
            self.show_rows()
        else:
            self.show_row()

    def show_rows(self) -> None:
        """The rows of the file under the cursor that pass the filter."""
        incoming = self.current
        if (counted := count_lines.lines(incoming, self.only)) is not None:
            self.rows = []
            self.query_one("#rows-head", Static).update(count_lines.HEAD)
            self.row_list.show_lines(len(counted), lambda at: self._count_line(*counted[at]))
            return
        planned = incoming.plan.rows if incoming is not None and incoming.plan is not None else []
        self.rows = [row for row in planned if self.only is None or row.outcome is self.only]
        what = OUTCOME_LABELS[self.only] if self.only is not None else "tất cả"
        head = f"{'Dòng':<6} {'Kết quả':<10}  {'Họ và tên':<22}  "
        count = f"{format_number(len(self.rows))}/{format_number(len(planned))} dòng (F6: {what})"
        self.query_one("#rows-head", Static).update(f"{head}{count}" if planned else "")
        self.row_list.show_lines(len(self.rows), self._row_line)

    def _row_line(self, number: int) -> tuple[str, bool]:
        incoming, row = self.current, self.rows[number]
        if incoming is None or incoming.reading is None:
            return "", False
        return row_text.row_line(self.store, incoming, row), row.outcome in (Outcome.CONFLICT, Outcome.REJECTED)

    @staticmethod
    def _count_line(row: SummaryRow, outcome: Outcome) -> tuple[str, bool]:
        return count_lines.line(row, outcome), outcome is Outcome.REJECTED

    def _row(self) -> PlannedRow | None:
        return self.rows[self.row_list.cursor] if self.row_list.cursor < len(self.rows) else None

    def show_row(self) -> None:
        """The row under the cursor in words, with the answers where it asks something."""
        incoming, row = self.current, self._row()
        if incoming is None:
            told = "Ctrl+N để chọn tệp hoặc thư mục (USB, Downloads …). Chưa ghi gì vào sổ cho đến khi bấm nhận."
        elif counted := count_lines.lines(incoming, self.only):
            at = min(self.row_list.cursor, len(counted) - 1)
            told = incoming.verdict() if incoming.done else count_lines.about(incoming, *counted[at])
        elif row is None:
            remarks = incoming.reading.remarks if incoming.reading is not None else []
            told = "\n".join([incoming.verdict(), *remarks])
        else:
            told = row_text.about(self.store, incoming, row)
        self.query_one("#row-strip", Static).update(told)

    # -- choosing and reading

    def action_choose(self) -> None:
        """Choose files or a folder."""
        from tui.widgets.file_picker import FilePicker

        self.app.push_screen(FilePicker(settings.load(self.store).last_folder), self.chosen)

    def chosen(self, paths: Sequence[Path] | None) -> None:
        """Files were chosen: read them one after the other."""
        if not paths:
            return
        from importers.grids.files import expand_paths
        from tui.widgets.file_picker import chosen_folder

        settings.remember_folder(self.store, chosen_folder(paths))
        known = {incoming.path for incoming in self.files if not incoming.done}
        new = [Incoming(path) for path in expand_paths(paths) if path not in known]
        if not new:
            self.notify("Không có tệp bảng tính nào mới ở đó.")
            return
        first = len(self.files)
        self.files += new
        self.show_files()
        self.file_list.go_to(first)
        self.read_files(list(range(first, len(self.files))))

    @work(thread=True, exclusive=True, group="read", exit_on_error=False)
    def read_files(self, places: list[int]) -> None:
        """Read in a thread with a store of its own; keys stay quick."""
        from importers.errors import Cancelled

        worker = get_current_worker()
        with open_store(self.app.store_path) as store:
            for number, place in enumerate(places, 1):
                path, unit = self.files[place].path, self.files[place].unit

                def progress(rows: int, path: Path = path, number: int = number) -> bool:
                    told = f"đang đọc {path.name}: {format_number(rows)} dòng (Esc dừng)"
                    self.post_message(self.Progress(f"{number}/{len(places)} {told}"))
                    return not worker.is_cancelled

                try:
                    incoming = desk.read(store, path, progress, unit=unit)
                except (Cancelled, StoreError):
                    self.post_message(self.Progress("đã dừng đọc"))
                    return
                if worker.is_cancelled:
                    return
                self.post_message(self.FileRead(place, incoming))

    def on_receive_screen_progress(self, message: Progress) -> None:
        """Show how far it is."""
        self.show_files(message.text)

    def on_receive_screen_file_read(self, message: FileRead) -> None:
        """Show the file's verdict."""
        if message.place < len(self.files):
            self.files[message.place] = message.incoming
        self.show_files()

    # -- deciding

    def action_open(self) -> None:
        """From the files to the rows; with no file, choose one."""
        if not self.files:
            self.action_choose()
        elif self.row_list.count:
            self.row_list.focus()

    def action_other(self) -> None:
        """Between files and rows."""
        (self.file_list if self.row_list.has_focus else self.row_list).focus()

    def action_back(self) -> None:
        """Stop reading; back to the files."""
        self.workers.cancel_group(self, "read")
        self.file_list.focus()

    def action_filter(self) -> None:
        """The next kind of rows that there is."""
        incoming = self.current
        if incoming is None or incoming.plan is None:
            return
        counts = incoming.plan.counts()
        order = [
            None,
            *(
                o
                for o in (Outcome.CONFLICT, Outcome.REJECTED, Outcome.CHANGED, Outcome.NEW, Outcome.UNCHANGED)
                if counts[o.value]
            ),
        ]
        self.only = order[(order.index(self.only) + 1) % len(order)] if self.only in order else None
        self.row_list.cursor = 0
        self.row_list.scroll_to(0, 0, animate=False)
        self.show_rows()

    def action_settle(self, number: int) -> None:
        """Answer the question of the row under the cursor."""
        incoming, row = self.current, self._row()
        if incoming is None or row is None or row.outcome is not Outcome.CONFLICT:
            return
        answers = row_text.answers(row)
        if number >= len(answers):
            return
        choice = answers[number][0]
        self.last_choice = (row.conflict or "", choice)
        self._settle(incoming, [row], choice)
        if self.only is not Outcome.CONFLICT:
            self.row_list.action_move(1)

    def action_settle_alike(self) -> None:
        """The same answer for every conflict of the same kind in this file."""
        incoming = self.current
        if incoming is None or incoming.plan is None or self.last_choice is None:
            self.notify("Hãy trả lời một dòng trước, rồi F9 cho mọi dòng như vậy.")
            return
        kind, choice = self.last_choice
        alike = [
            row
            for row in incoming.plan.rows
            if row.outcome is Outcome.CONFLICT and row.conflict == kind and choice in dict(row_text.answers(row))
        ]
        self._settle(incoming, alike, choice)
        self.notify(f"Đã trả lời {len(alike)} dòng: {row_text.CHOICE_LABELS[choice]}.")

    def _settle(self, incoming: Incoming, rows: Sequence[PlannedRow], choice: str) -> None:
        for row in rows:
            desk.settle_row(incoming, row, choice)
        self.show_files()

    def action_unit(self) -> None:
        """Say which unit sent the file."""
        incoming = self.current
        if incoming is None or not incoming.is_usable:
            return
        known = [(unit.name, unit.name) for unit in units.all_units(self.store)]

        def answered(answer: str | New | None) -> None:
            if answer is not None:
                incoming.unit = answer.text if isinstance(answer, New) else answer
                desk.plan_again(self.store, incoming)
                self.show_files()
                if desk.is_read_otherwise(self.store, incoming):
                    self.read_files([self.files.index(incoming)])

        self.app.push_screen(PickOne(f"Đơn vị gửi {incoming.path.name}", known, allow_new=True), answered)

    def action_columns(self) -> None:
        """What every column was understood as."""
        incoming = self.current
        if incoming is not None and incoming.is_usable:
            from tui.screens.receive.columns import ColumnsScreen

            self.app.push_screen(ColumnsScreen(incoming), lambda _: self.show_files())

    def action_drop(self) -> None:
        """Leave a file out of the queue."""
        if self.current is not None:
            del self.files[self.file_list.cursor]
            self.show_files()

    # -- taking in

    def action_take_in(self) -> None:
        """Write the file under the cursor; ask where rows would be left out."""
        incoming = self.current
        if incoming is None or not incoming.is_usable or incoming.done or incoming.plan is None:
            return
        if incoming.plan.unit is None:
            self.action_unit()
            return
        if incoming.plan.vanished:
            self.ask_vanished(incoming)
            return
        self.take_in_asking(incoming)

    @work(exclusive=True, group="ask")
    async def ask_vanished(self, incoming: Incoming) -> None:
        """Whom the unit's file before named and this one does not: left, or forgotten?"""
        from tui.screens.receive.vanished import ask

        if await ask(self.app, incoming):
            self.take_in_asking(incoming)
        self.show_files()

    def take_in_asking(self, incoming: Incoming) -> None:
        """Write the file; ask first where rows would be left out."""
        assert incoming.plan is not None  # noqa: S101 - action_take_in
        counts = incoming.plan.counts()
        left = counts["conflict"] + counts["rejected"]
        if not left:
            self.take_in([incoming])
            return
        choices = [Choice("1", "Nhận các dòng còn lại", True), Choice("2", "Để tôi xem lại", False)]
        question = f"{left} dòng còn mâu thuẫn hoặc bị loại sẽ chưa được nhận; có thể nhận lại tệp sau."
        self.app.push_screen(
            Ask("Còn dòng chưa rõ", question, choices), lambda yes: self.take_in([incoming]) if yes else None
        )

    def action_take_all(self) -> None:
        """Write every file that asks nothing."""
        clean = [incoming for incoming in self.files if incoming.is_clean]
        if clean:
            self.take_in(clean)
        else:
            self.notify("Không có tệp nào nhận được ngay. Hãy xem từng tệp có dấu ✗, ? hoặc mâu thuẫn.")

    def take_in(self, files: Sequence[Incoming]) -> None:
        """Write files one after the other; a file that came to ask something by the one before is left."""
        done = 0
        for incoming in files:
            try:
                desk.take_in(self.store, incoming)
            except StoreError as error:
                self.app.tell(error)
                break
            done += 1
        if done > 1:
            self.notify(f"Đã nhận {done} tệp.", timeout=3)
        self._seen_version = self.store.version()
        self.reload()

    def action_received(self) -> None:
        """What was taken in so far."""
        from tui.screens.receive.received import ReceivedScreen

        self.app.push_screen(ReceivedScreen(), lambda _: self.reload())
