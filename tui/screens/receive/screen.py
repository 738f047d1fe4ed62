"""Nhập tệp: files that units sent, what is in them, what contradicts, and taking them in."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from store import settings
from store.forms.form import Form
from store.forms.line import CountedLine
from store.people import units
from store.receiving.plan import Outcome, PlannedRow
from store.text import format_number
from tui.screens.receive import count_lines, desk, file_text, row_filter, row_text
from tui.screens.receive.desk import Incoming
from tui.screens.receive.keys import KEYS
from tui.screens.receive.settling import Settling
from tui.screens.receive.steps import take_back
from tui.screens.receive.taking_in import TakingIn
from tui.widgets.dialogs import New, PickOne
from tui.widgets.line_list import LineList


class ReceiveScreen(Settling, TakingIn):
    """The queue of files above, the rows of one of them below."""

    PLACE_TITLE = "Nhập tệp"
    DEFAULT_CSS = """
    ReceiveScreen #files { height: 8; max-height: 40%; }
    ReceiveScreen.-rows #files { height: 3; }
    ReceiveScreen #files-head, ReceiveScreen #rows-head {
        height: 1; background: $panel; padding: 0 1; text-style: bold; text-wrap: nowrap;
    }
    ReceiveScreen #about { height: 6; background: $panel; padding: 0 1; }
    ReceiveScreen.-rows #about { height: 10; }
    ReceiveScreen #row-strip { height: 1fr; }
    ReceiveScreen #row-answers { height: auto; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[PlannedRow] = []
        self.only: row_filter.Only = None
        self.shown: Incoming | None = None  # whose rows are shown
        self.lines_told: dict[tuple[int, int], tuple[str, bool]] = {}  # by number and width, until something changes

    def compose_work(self) -> ComposeResult:
        """Files, rows, and the row under the cursor in words."""
        yield Static(id="files-head", markup=False)
        yield LineList(id="files")
        yield Static(id="rows-head", markup=False)
        yield LineList(id="rows")
        with Vertical(id="about"):
            yield Static(id="row-strip", markup=False)
            yield Static(id="row-answers", markup=False)

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
        self.row_list.add_class("-resting")
        self.file_list.focus()
        self.show_files()

    def reload(self) -> None:
        """The store changed elsewhere: what is planned is planned anew."""
        if self.is_taking:
            return
        for incoming in self.files:
            desk.look_again(self.store, incoming)
        self.show_files()

    def show_files(self, remark: str = "") -> None:
        """The queue and its sum."""
        self.lines_told.clear()
        told = file_text.head(self.files)
        self.query_one("#files-head", Static).update(f"{told}{' · ' + remark if remark else ''}")
        self.file_list.show_lines(len(self.files), self._file_line)
        self.refresh_bindings()

    def _file_line(self, number: int) -> tuple[str, bool]:
        at = (number, self.file_list.size.width)
        if at not in self.lines_told:  # a verdict counts all rows of its file: not at every key
            self.lines_told[at] = file_text.line(self.files[number], at[1] - 2)
        return self.lines_told[at]

    def on_descendant_focus(self) -> None:
        """The list in use has the room, and the strip tells of it."""
        self.set_class(self.row_list.has_focus, "-rows")
        self.show_row()
        self.refresh_bindings()

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Another file, or another row."""
        if event.lines.id == "files":
            self.show_rows()
        else:
            self.show_row()

    def show_rows(self) -> None:
        """The rows of the file under the cursor that pass the filter."""
        incoming = self.current
        if incoming is not self.shown:
            self.shown = incoming
            self.row_list.cursor = 0
            self.row_list.scroll_to(0, 0, animate=False)
        if (counted := count_lines.lines(incoming, self.only)) is not None:
            self.rows = []
            form = self._form(counted)
            self.query_one("#rows-head", Static).update(count_lines.head(form, self.store.items()))
            self.row_list.show_lines(
                len(counted),
                lambda at: (count_lines.line(form, *counted[at]), counted[at][1] is Outcome.REJECTED),
            )
            return
        plan = incoming.plan if incoming is not None else None
        if plan is not None and self.only not in row_filter.kinds(plan) and not self._answered(incoming):
            self.only = None  # nothing would be shown
        planned = plan.rows if plan is not None else []
        self.rows = [row for row in planned if row_filter.passes(row, self.only)]
        head = f"{'Dòng':<6} {'Kết quả':<10}  {'Họ và tên':<22}  "
        shown = f"{format_number(len(self.rows))}/{format_number(len(planned))} dòng"
        self.query_one("#rows-head", Static).update(
            f"{head}{shown} (F6: {row_filter.label(self.only)})" if planned else ""
        )
        self.row_list.show_lines(len(self.rows), self._row_line)

    @staticmethod
    def _answered(incoming: Incoming | None) -> bool:
        return incoming is not None and bool(incoming.settled)

    def _row_line(self, number: int) -> tuple[str, bool]:
        incoming, row = self.current, self.rows[number]
        if incoming is None or incoming.reading is None:
            return "", False
        return row_text.row_line(self.store, incoming, row), row.outcome in (Outcome.CONFLICT, Outcome.REJECTED)

    def _form(self, counted: list[tuple[CountedLine, Outcome]]) -> Form:
        """The form that the lines are of."""
        from store.forms import library

        return library.find(self.store, counted[0][0].form) if counted else library.phu_luc_1()

    @property
    def row(self) -> PlannedRow | None:
        """The row under the cursor; None while the rows are still those of another file."""
        if self.shown is not self.current:
            return None
        return self.rows[self.row_list.cursor] if self.row_list.cursor < len(self.rows) else None

    def show_row(self) -> None:
        """What has the keys in words: the file, or its row with the answers where it asks something."""
        incoming, row = self.current, self.row
        keys = ""
        if incoming is None:
            told = file_text.EMPTY
        elif not self.row_list.has_focus:
            told = file_text.strip(incoming, self.files)
        elif counted := count_lines.lines(incoming, self.only):
            told = count_lines.about(
                self._form(counted), incoming, *counted[min(self.row_list.cursor, len(counted) - 1)]
            )
        elif row is None:
            told = "Không còn dòng nào như vậy. F6: xem dòng khác · Esc: về các tệp · Ctrl+S: nhận tệp này"
        else:
            told = row_text.about(self.store, incoming, row, self.row_list.size.width - 2)
            keys = self.answer_keys(incoming, row)
        self.query_one("#row-strip", Static).update(told)
        self.query_one("#row-answers", Static).update(keys)

    # -- choosing and reading

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys that do something now."""
        if action in ("take_in", "take_all", "drop", "unit", "columns", "filter", "other"):
            return bool(self.files) and not self.is_taking
        if action in ("settle", "settle_alike", "undo"):
            return not self.is_taking
        if action == "open":
            return not (self.is_mounted and self.row_list.has_focus)
        if action == "back":
            return self.is_reading or self.is_looking or self.is_taking or (self.is_mounted and self.row_list.has_focus)
        return True

    def action_choose(self) -> None:
        """Choose files or a folder."""
        from tui.widgets.file_picker import FilePicker

        self.app.push_screen(FilePicker(settings.load(self.store).last_folder), self.chosen)

    def chosen(self, paths: Sequence[Path] | None) -> None:
        """Files or folders were chosen; a folder is looked through beside the keys."""
        if not paths:
            return
        from tui.widgets.file_picker import chosen_folder

        settings.remember_folder(self.store, chosen_folder(paths))
        if any(path.is_dir() for path in paths):
            self.show_files("đang tìm tệp (Esc dừng)")
            self.looker = self.look_through(list(paths))
        else:
            self.add_files(list(paths))

    def add_files(self, found: Sequence[Path]) -> None:
        """Read files one after the other; those that wait here already are read anew."""
        if not found:
            self.show_files()
            self.notify("Không có tệp bảng tính nào ở đó.")
            return
        waiting = {incoming.path: incoming for incoming in self.files if not incoming.done}
        again = [waiting[path] for path in found if path in waiting]
        new = [Incoming(path) for path in found if path not in waiting]
        for incoming in again:
            self.read_anew(incoming)
        if again:
            self.notify(f"{len(again)} tệp đã có trong danh sách: đọc lại.")
        first = len(self.files) if new else self.files.index(next(o for o in self.files if o.path == again[0].path))
        self.files += new
        self.show_files()
        self.file_list.go_to(first)
        self.file_list.focus()
        self.read_waiting()

    def read_anew(self, incoming: Incoming) -> None:
        """What was answered about its rows is asked anew."""
        self.steps.forget(incoming)
        super().read_anew(incoming)

    # -- deciding

    def action_open(self) -> None:
        """From the files to the rows; with no file, choose one; behind Escape, read on."""
        if not self.files:
            self.action_choose()
        elif self.current is not None and self.current.is_stopped:
            self.read_stopped()
        elif self.row_list.count:
            if self.row is None or self.row.outcome is not Outcome.CONFLICT:
                self.to_question(self.row_list.cursor)
            self.row_list.focus()

    def action_other(self) -> None:
        """Between files and rows."""
        (self.file_list if self.row_list.has_focus else self.row_list).focus()

    def action_back(self) -> None:
        """Stop what runs; or back to the files."""
        if self.is_taking:
            self.stop_taking()
        elif self.is_reading or self.is_looking:
            self.stop_reading()
        else:
            self.file_list.focus()

    def action_filter(self) -> None:
        """The next kind of rows that there is."""
        incoming = self.current
        if incoming is None or incoming.plan is None:
            return
        order = row_filter.kinds(incoming.plan)
        self.only = order[(order.index(self.only) + 1) % len(order)] if self.only in order else None
        self.row_list.cursor = 0
        self.row_list.scroll_to(0, 0, animate=False)
        self.show_rows()

    def action_undo(self) -> None:
        """Take back the last answer; where something was written since, that."""
        step = self.steps.last(self.store)
        if step is None:
            self.app.action_undo()
            return
        self.steps.steps.pop()
        take_back(self.store, step, self.files)
        self.show_files()
        self.read_waiting()
        if step.incoming in self.files:
            self.file_list.go_to(self.files.index(step.incoming))
            self.show_rows()
            self.row_list.go_to(step.row)
            if desk.is_read_otherwise(self.store, step.incoming):
                self.read_anew(step.incoming)
        self.notify(f"Đã bỏ: {step.told}.")

    def action_unit(self) -> None:
        """Say which unit sent the file."""
        incoming = self.current
        if incoming is None or not incoming.is_usable or incoming.done:
            return
        known = [(unit.name, unit.name) for unit in units.all_units(self.store)]

        def answered(answer: str | New | None) -> None:
            if answer is not None:
                self.steps.keep(self.store, incoming, f"đơn vị gửi {incoming.path.name}")
                incoming.unit = answer.text if isinstance(answer, New) else answer
                desk.plan_again(self.store, incoming)
                self.show_files()
                if desk.is_read_otherwise(self.store, incoming):
                    self.read_anew(incoming)

        self.app.push_screen(PickOne(f"Đơn vị gửi {incoming.path.name}", known, allow_new=True), answered)

    def action_columns(self) -> None:
        """What every column was understood as."""
        incoming = self.current
        if incoming is not None and incoming.is_usable:
            from tui.screens.receive.columns import ColumnsScreen

            self.app.push_screen(ColumnsScreen(incoming), lambda _: self.show_files())

    def action_drop(self) -> None:
        """Leave a file out of the queue."""
        incoming = self.current
        if self.row_list.has_focus:
            self.notify("Delete bỏ cả tệp: bấm Esc về các tệp trước. Một dòng thì trả lời, hoặc để nguyên.")
        elif incoming is not None:
            at = self.file_list.cursor
            self.steps.keep(self.store, incoming, f"cất {incoming.path.name} khỏi danh sách", dropped_from=at)
            del self.files[at]
            self.show_files()
            if not self.files:
                self.file_list.focus()

    # -- taking in

    def taken_in(self, files: Sequence[Incoming]) -> None:
        """Their answers are in the store; on to the first file that waits for the person."""
        for incoming in files:
            self.steps.forget(incoming)
        if len(files) > 1 and (left := [one for one in self.files if one.is_usable and not one.done]):
            self.file_list.go_to(self.files.index(left[0]))
        for incoming in files:
            if not incoming.done and incoming.plan is not None:
                left_out = incoming.plan.counts()["conflict"]
                self.notify(f"Đã nhận, trừ {left_out} dòng còn mâu thuẫn: trả lời rồi Ctrl+S nhận tiếp.", timeout=5)

    def unwritten(self) -> str:
        """What would be lost when the program is closed now."""
        answers = self.steps.unwritten(self.files)
        if not answers:
            return ""
        return f"{answers} câu trả lời ở Nhập tệp chưa được ghi: tệp của chúng chưa được nhận (Ctrl+S)."

    def action_received(self) -> None:
        """What was taken in so far."""
        from tui.screens.receive.received import ReceivedScreen

        self.app.push_screen(ReceivedScreen(), lambda _: self.reload())
