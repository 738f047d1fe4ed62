"""Nhập tệp: files that units sent, what is in them, what contradicts, and taking them in."""

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.message import Message
from textual.worker import get_current_worker

from importers import intake
from importers.intake import Incoming, State
from store.errors import RefusedError, StoreError
from store.opening import open_store
from store.outcome import Outcome
from store.people import units
from store.text import format_number
from tui.screens.receive import file_words, row_text
from tui.screens.receive.keys import KEYS
from tui.screens.receive.reading_screen import ReadingScreen, runs
from tui.widgets.dialogs import New, PickOne

_QUICK = 400  # rows that are written in well below 100 ms


class ReceiveScreen(ReadingScreen):
    """Answers what the files of the queue ask, and writes them into the store."""

    PLACE_TITLE = "Nhập tệp"
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    class Written(Message):
        """Files were written, as far as nothing went wrong."""

        def __init__(self, files: list[Incoming], error: StoreError | None) -> None:
            super().__init__()
            self.files, self.error = files, error

    def reload(self) -> None:
        """The store changed elsewhere: what is planned is planned anew."""
        if not runs(self.writer):
            self.queue.look_again(self.store)
            self.show_files()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys that do something now."""
        if action in ("take_in", "take_all", "drop", "unit", "columns", "filter", "other"):
            return bool(self.files) and not runs(self.writer)
        if action in ("settle", "settle_alike", "undo"):
            return not runs(self.writer)
        if action == "open":
            return not self.is_on_rows
        if action == "back":
            return runs(self.reader) or runs(self.looker) or runs(self.writer) or self.is_on_rows
        return True

    # -- deciding

    def action_open(self) -> None:
        """From the files to the rows; with no file, choose one; behind Escape, read on."""
        file, page = self.current, self.page
        if not self.files:
            self.action_choose()
        elif file is not None and file.state is State.STOPPED:
            self.queue.resume()
            self.show_files()
            self.read_waiting()
        elif page.lines.count:
            if page.row is None or page.row.outcome is not Outcome.CONFLICT:
                page.go_to_question()
            page.lines.focus()

    def action_other(self) -> None:
        """Between files and rows."""
        (self.file_list.lines if self.is_on_rows else self.page.lines).focus()

    def action_back(self) -> None:
        """Stop what runs; or back to the files."""
        if self.writer is not None and runs(self.writer):
            self.writer.cancel()  # nothing stays of the file that is being written; those before it are in
        elif runs(self.reader) or runs(self.looker):
            self.stop_reading()
        else:
            self.file_list.lines.focus()

    def action_filter(self) -> None:
        """Only some of the rows."""
        self.page.filter_next()

    def action_settle(self, number: int) -> None:
        """Answer the question of the row under the cursor, or answer it otherwise."""
        asked = self.page.answer(number)
        if asked is None:
            return
        self.show_files()
        if asked and (file := self.current) is not None:
            self.page.show_rows(file)  # the list may be of the questions only
            if not self.page.go_to_question() and not file.asks:
                self.notify("Đã trả lời hết. Ctrl+S: nhận tệp này.")

    def action_settle_alike(self) -> None:
        """The same answer for every conflict of the same kind in this file."""
        file, last = self.current, self.queue.last_choice
        if file is None or file.taken is not None or last is None:
            self.notify("Hãy trả lời một dòng trước, rồi F9 cho mọi dòng như vậy.")
            return
        alike = self.queue.answerable_alike(file)
        if not alike:
            self.notify("Không còn dòng nào như dòng vừa trả lời.")
            return
        label = row_text.answer_label(alike[0], last.choice)
        self.queue.answer_alike(self.store, file, self.page.lines.cursor)
        self.show_files()
        self.notify(f"Đã trả lời {len(alike)} dòng: {label}. Ctrl+Z: bỏ câu trả lời.")

    def action_undo(self) -> None:
        """Take back the last answer; where something was written since, that."""
        step = self.queue.take_back(self.store)
        if step is None:
            self.app.action_undo()
            return
        self.show_files()
        self.read_waiting()
        if step.file in self.files:
            self.file_list.go_to(step.file)
            self.page.show_rows(step.file)
            self.page.lines.go_to(step.row)
            self._read_otherwise(step.file)
        self.notify(f"Đã bỏ: {step.words}.")

    def _read_otherwise(self, file: Incoming) -> None:
        """Read a file anew where the files of the unit that was named are read in another way."""
        if intake.is_read_otherwise(self.store, file):
            self.read_anew(file)

    def action_unit(self) -> None:
        """Say which unit sent the file."""
        file = self.current
        if file is None or file not in self.queue.unfinished:
            return
        known = [(unit.name, unit.name) for unit in units.all_units(self.store)]

        def answered(answer: str | New | None) -> None:
            if answer is not None:
                self.queue.set_unit(self.store, file, answer.text if isinstance(answer, New) else answer)
                self.show_files()
                self._read_otherwise(file)

        self.app.push_screen(PickOne(f"Đơn vị gửi {file.path.name}", known, allow_new=True), answered)

    def action_columns(self) -> None:
        """What every column was understood as."""
        file = self.current
        if file is not None and file.is_usable:
            from tui.screens.receive.columns import ColumnsScreen

            self.app.push_screen(ColumnsScreen(file), lambda _: self.show_files())

    def action_drop(self) -> None:
        """Leave a file out of the queue."""
        file = self.current
        if self.is_on_rows:
            self.notify("Delete bỏ cả tệp: bấm Esc về các tệp trước. Một dòng thì trả lời, hoặc để nguyên.")
        elif file is not None:
            self.queue.drop(self.store, file)
            self.show_files()
            if not self.files:
                self.file_list.lines.focus()

    def action_received(self) -> None:
        """What was taken in so far."""
        from tui.screens.receive.received import ReceivedScreen

        self.app.push_screen(ReceivedScreen(), lambda _: self.reload())

    # -- taking in

    def action_take_in(self) -> None:
        """Write the file under the cursor; ask first where something of it would be left out."""
        file = self.current
        if file is None:
            return
        if file not in self.queue.unfinished:
            self.notify(file_words.not_usable(file))
        elif intake.has_changed(file):
            self.read_anew(file)
            self.notify("Tệp vừa được sửa nên được đọc lại. Hãy xem rồi nhận.", severity="warning", timeout=5)
        elif file.state is State.UNIT_UNKNOWN:
            self.action_unit()
        elif file.asks or file.is_untouched_form:
            self._ask_and_take_in(file)
        else:
            self._take_in([file])

    @work(exclusive=True, group="ask")
    async def _ask_and_take_in(self, file: Incoming) -> None:
        from tui.screens.receive.asking import may_take_in

        if await may_take_in(self.app, file):
            self._take_in([file])
        self.show_files()

    def action_take_all(self) -> None:
        """Write every file that asks nothing."""
        clean = self.queue.clean
        changed = [file for file in clean if intake.has_changed(file)]
        for file in changed:
            self.read_anew(file)
        if changed:
            self.notify(f"{len(changed)} tệp vừa được sửa nên được đọc lại. Hãy xem rồi nhận.", severity="warning")
        elif clean:
            self._take_in(clean, only_clean=True)
        else:
            self.notify("Không có tệp nào nhận được ngay. Hãy xem từng tệp có dấu ✗, ? hoặc mâu thuẫn.")

    def _take_in(self, files: Sequence[Incoming], *, only_clean: bool = False) -> None:
        """Write files: at once where it is quick, in a thread where it takes a while."""
        if sum(len(file.plan.rows) for file in files if file.plan is not None) > _QUICK:
            self.writer = self._write_files(files, only_clean=only_clean)
            self.show_files(f"đang ghi {files[0].path.name} (Esc dừng)")
        else:
            done, error = self.queue.take_in(self.store, files, only_clean=only_clean)
            self._show_written(done, error)

    @work(thread=True, exclusive=True, group="take", exit_on_error=False)
    def _write_files(self, files: Sequence[Incoming], *, only_clean: bool) -> None:
        worker = get_current_worker()

        def progress(name: str, rows: int) -> bool:
            self.post_message(self.Progress(f"đang ghi {name}: {format_number(rows)} dòng (Esc dừng)", worker))
            return not worker.is_cancelled

        with open_store(self.app.store_path) as store:
            done, error = self.queue.take_in(store, files, only_clean=only_clean, progress=progress)
        stopped = worker.is_cancelled and isinstance(error, RefusedError)
        self.post_message(self.Written(done, None if stopped else error))

    def on_receive_screen_written(self, message: Written) -> None:
        """The thread is done."""
        self.writer = None
        self._show_written(message.files, message.error)

    def _show_written(self, files: Sequence[Incoming], error: StoreError | None) -> None:
        """Say what came of writing, and go on to the first file that waits for the person."""
        if error is not None:
            self.app.tell(error)
        self.queue.forget_written(files)
        if len(files) > 1:
            new = sum(file.submission_id is not None for file in files)
            same = len(files) - new
            words = [f"Đã nhận {new} tệp"] if new else []
            words += [f"{same} tệp không có gì thay đổi so với sổ"] if same else []
            self.notify(f"{'; '.join(words)}.", timeout=4)
            if left := self.queue.unfinished:
                self.file_list.go_to(left[0])
        for file in files:
            if file.taken is None and file.plan is not None:
                asking = file.plan.counts()["conflict"]
                self.notify(f"Đã nhận, trừ {asking} dòng còn mâu thuẫn: trả lời rồi Ctrl+S nhận tiếp.", timeout=5)
        self._seen_version = self.store.version()
        self.reload()

    def unwritten(self) -> str:
        """What would be lost when the program is closed now."""
        answers = self.queue.unwritten
        if not answers:
            return ""
        return f"{answers} câu trả lời ở Nhập tệp chưa được ghi: tệp của chúng chưa được nhận (Ctrl+S)."
