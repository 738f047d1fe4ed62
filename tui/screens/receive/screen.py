"""Nhận tệp: the screen where files of units are read, questions about them answered, and the files taken in."""

from collections.abc import Sequence
from functools import partial

from textual import work

from importers import intake
from importers.intake import Incoming, State
from store.database import Store
from store.errors import StoreError
from store.outcome import Outcome
from store.text import format_number
from tui.framework.background import StoreJob
from tui.keys import keys
from tui.screens.receive import file_words, row_text
from tui.screens.receive.asking_screen import AskingScreen
from tui.screens.receive.queue import Written

WRITING = "take"  # the group of the job that writes files
_QUICK = 400  # rows that are written in well below 100 ms


class ReceiveScreen(AskingScreen):
    """Takes answers about the rows of files, and writes the files into the store."""

    PLACE_TITLE = "Nhận tệp"
    BINDINGS = keys(
        "receive",
        ("enter", "open", "Mở", "Sang các dòng của tệp; không có tệp thì chọn tệp"),
        ("ctrl+s", "take_in", "Nhận tệp", "Ghi tệp đang chọn vào sổ", "take"),
        ("ctrl+a", "take_all", "Nhận hết", "Ghi mọi tệp không có gì phải hỏi", "all"),
        ("ctrl+n", "choose", "Chọn tệp", "Chọn tệp hoặc thư mục"),
        ("f6", "filter", "Lọc dòng", "Chỉ xem mâu thuẫn, ô cần xem, mới, đổi …"),
        hidden=[
            ("f7", "columns", "Cột", "Mỗi cột của tệp được hiểu là gì"),
            ("f8", "received", "Đã nhận", "Các bản đã nhận; rút lại"),
            ("f9", "settle_alike", "Mọi dòng như vậy", "Trả lời mọi mâu thuẫn cùng loại như vừa rồi", "alike"),
            ("1", "settle(0)", "Cách 1", "Cách thứ nhất cho mâu thuẫn ở dòng này", "first"),
            ("2", "settle(1)", "Cách 2", "Cách thứ hai", "second"),
            ("3", "settle(2)", "Cách 3", "Cách thứ ba", "third"),
            ("4", "settle(3)", "Cách 4", "Cách thứ tư, khi sổ có vài người cùng tên", "fourth"),
            ("5", "settle(4)", "Cách 5", "Cách thứ năm", "fifth"),
            ("6", "settle(5)", "Cách 6", "Cách thứ sáu", "sixth"),
            (
                "left",
                "chip(-1)",
                "Lọc trước",
                "Chỉ xem các dòng của nhóm bên trái: mâu thuẫn, bị loại …",
                "group_before",
            ),
            ("right", "chip(1)", "Lọc sau", "Chỉ xem các dòng của nhóm bên phải", "group_after"),
            ("ctrl+u", "unit", "Đơn vị", "Chọn đơn vị gửi tệp này"),
            ("ctrl+d,delete", "drop", "Bỏ tệp", "Bỏ tệp này khỏi danh sách; tệp gốc còn nguyên"),
            ("ctrl+z", "undo", "Hoàn tác", "Bỏ câu trả lời vừa rồi, hoặc hoàn tác điều vừa ghi vào sổ"),
            ("escape", "back", "Về các tệp", "Dừng đọc; về các tệp"),
            ("tab", "other", "Sang bên kia", "Giữa các tệp và các dòng"),
        ],
        priority={"other"},
    )
    writing: StoreJob[Written] | None = None

    def here(self) -> object:
        """The place in its file of the row under the cursor, while the rows have the focus."""
        return self.page.row.incoming.place if self.is_on_rows and self.page.row is not None else None

    def reload(self) -> None:
        """Compare the files again, because the store was changed elsewhere."""
        if not self.is_working(WRITING):
            answered = self.queue.unwritten
            self.queue.look_again(self.store)
            self.show_files()
            self.page.show_rows(self.current)
            if (again := answered - self.queue.unwritten) > 0:
                self.notify(f"Sổ vừa thay đổi: {again} câu đã trả lời nay phải trả lời lại.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key has an effect now."""
        if action in ("take_in", "take_all", "drop", "unit", "columns", "filter", "chip", "other", "settle_alike"):
            return bool(self.files) and not self.is_working(WRITING)
        if action in ("settle", "undo"):
            return not self.is_working(WRITING)
        if action == "open":
            return not self.is_on_rows
        if action == "back":
            return self.is_reading or self.is_working(WRITING) or self.is_on_rows or self.is_on_notices
        return True

    # -- deciding

    def action_open(self) -> None:
        """Go from the files to the next question about the file, else to its rows.

        Without a file open the dialog that chooses one; go on reading a stopped file; ask for the passphrase if locked.
        """
        file, page = self.current, self.page
        if self.is_on_notices:
            self.action_columns()
        elif not self.files:
            self.action_choose()
        elif file is not None and file.state is State.LOCKED:
            self.ask_passphrase(file)
        elif file is not None and file.state is State.STOPPED:
            self.queue.resume()
            self.show_files()
            self.read_waiting()
        elif page.go_to_notice(only_loud=True):
            page.notice_lines.focus()
        elif (page.row is not None and page.row.outcome is Outcome.CONFLICT) or page.go_to_question():
            page.lines.focus()
        elif page.go_to_notice():
            page.notice_lines.focus()
        elif page.lines.count:
            page.lines.focus()

    def action_other(self) -> None:
        """Move the focus in turn: files, rows, notices about the whole file."""
        page = self.page
        order = [self.file_list.lines, page.lines, *([page.notice_lines] if page.notices else ())]
        at = next((at for at, lines in enumerate(order) if lines.has_focus), 0)
        order[(at + 1) % len(order)].focus()

    def action_back(self) -> None:
        """Stop the running job; without one focus the files."""
        if self.writing is not None and self.is_working(WRITING):
            self.writing.stop()  # nothing stays of the file that is being written; those before it are in
        elif self.is_reading:
            self.stop_reading()
        else:
            self.file_list.lines.focus()

    def action_filter(self) -> None:
        """Show only the rows of the next kind."""
        self.page.filter_next()

    def action_chip(self, by: int) -> None:
        """Show only the rows of the kind to the left or right of the chosen one."""
        self.page.filter_next(by)

    def action_settle(self, number: int) -> None:
        """Give the question under the cursor the answer with that number."""
        if (notice := self.page.notice) is not None:
            self.answer_notice(notice, number)
            return
        asked = self.page.answer(number)
        if asked is None:
            return
        self.show_files()
        if asked and (file := self.current) is not None:
            self.page.show_rows(file)  # the list may be of the questions only
            if not self.page.go_to_question():
                self.tell_answered(file)

    def action_settle_alike(self) -> None:
        """Give the last answer to all conflicts of the same kind; or add all new units."""
        file = self.current
        last = file.answers.last_choice if file is not None else None
        notice = self.page.notice
        about_units = notice is None or (notice.doubt is None and notice.proposal is None)
        if file is not None and not self.is_on_rows and about_units and (new := self.queue.of_new_units(file)):
            self.queue.create_units(self.store, new)
            self.show_files()
            self.file_list.lines.focus()
            self.notify(f"Sẽ thêm {len(new)} đơn vị khi nhận. Ctrl+A: nhận hết.")
            return
        if file is None or file.taken or last is None:
            self.notify("Hãy trả lời một dòng trước, rồi F9 cho mọi dòng như vậy.")
            return
        alike = self.queue.answer_alike(self.store, file, self.page.lines.cursor)
        if not alike:
            self.notify("Không còn dòng nào như dòng vừa trả lời.")
            return
        label = row_text.answer_label(alike[0], last.choice)
        self.show_files()
        self.notify(f"Đã trả lời {len(alike)} dòng: {label}. Ctrl+Z: bỏ câu trả lời.")

    def action_undo(self) -> None:
        """Take back the last answer, or the last change of the store if that came later."""
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
            if step.about_columns:
                self._read_with(step.file, step.answers.corrections)
            else:
                self.read_otherwise(step.file)
        self.notify(f"Đã bỏ {step.words}.")

    def action_columns(self) -> None:
        """Show what every column of the file is read as."""
        file = self.current
        if file is not None and file.is_usable:
            from tui.screens.receive.columns import ColumnsScreen

            before = file.answers.corrections

            def closed(_: None) -> None:
                if file.part is not None and file.answers.corrections != before:
                    self.read_anew(file)  # all parts of a file have the same columns
                self.show_files()

            self.app.push_screen(ColumnsScreen(file), closed)

    def action_drop(self) -> None:
        """Leave the file under the cursor out of the queue."""
        file = self.current
        if self.is_on_rows:
            self.notify("Delete bỏ cả tệp: bấm Esc về các tệp trước. Một dòng thì trả lời, hoặc để nguyên.")
        elif file is not None:
            self.queue.drop(self.store, file)
            self.show_files()
            if not self.files:
                self.file_list.lines.focus()

    def action_received(self) -> None:
        """List the submissions that were taken in."""
        from tui.screens.receive.received import ReceivedScreen

        self.app.push_screen(ReceivedScreen(), lambda _: self.reload())

    # -- taking in

    def action_take_in(self) -> None:
        """Write the file under the cursor; ask first if something of it would be left out."""
        file = self.current
        if file is None:
            return
        if file.state is State.LOCKED:
            self.ask_passphrase(file)
        elif file.state is State.UNREADABLE:
            self._take_own_table(file)
        elif file not in self.queue.unfinished:
            self.notify(file_words.not_usable(file))
        elif intake.has_changed(file):
            self.read_anew(file)
            self.notify("Tệp vừa được sửa nên được đọc lại. Hãy xem rồi nhận.", severity="warning", timeout=5)
        elif file.state is State.UNIT_UNKNOWN:
            self.action_unit()
        elif file.state is State.UNIT_NEW or file.asks or file.is_untouched_form:
            self._ask_and_take_in(file)
        else:
            self._take_in([file])

    @work(exclusive=True, group="ask")
    async def _take_own_table(self, file: Incoming) -> None:
        """Write the edits of a table that the program exported; other unreadable files are refused."""
        from tui.screens.receive import own_table

        written = await own_table.take(self.app, file.path)
        if written is None:
            self.notify(file_words.not_usable(file))
        elif written and file in self.queue.files:
            self.queue.files.remove(file)
            self.reload()

    @work(exclusive=True, group="ask")
    async def _ask_and_take_in(self, file: Incoming) -> None:
        from tui.screens.receive.asking import may_take_in

        if file.state is State.UNIT_NEW and not await self._may_create([file]):
            return
        if not file.asks or await may_take_in(self.app, file):
            self._take_in([file])
        self.show_files()

    async def _may_create(self, files: Sequence[Incoming]) -> bool:
        """Ask whether to add the units of files to the store; answers whether the person agreed."""
        from tui.screens.receive.asking import may_create

        if not await may_create(self.app, files):
            return False
        self.queue.create_units(self.store, files)
        self.show_files()
        return True

    def action_take_all(self) -> None:
        """Write every file without a question; ask first about units the store does not know."""
        if new := self.queue.of_new_units():
            self._create_and_take_all(new)
        else:
            self._take_clean()

    @work(exclusive=True, group="ask")
    async def _create_and_take_all(self, new: Sequence[Incoming]) -> None:
        await self._may_create(new)
        self._take_clean()

    def _take_clean(self) -> None:
        clean = self.queue.clean
        changed = [file for file in clean if intake.has_changed(file)]
        for file in changed:
            self.read_anew(file)
        if changed:
            self.notify(f"{len(changed)} tệp vừa được sửa nên được đọc lại. Hãy xem rồi nhận.", severity="warning")
        elif clean:
            self._take_in(clean, only_clean=True)
        else:
            self.notify("Không có tệp nào nhận được ngay. Hãy xem từng tệp có dấu ✗, ?, cột chưa rõ hoặc mâu thuẫn.")

    def _take_in(self, files: Sequence[Incoming], *, only_clean: bool = False) -> None:
        """Write files, in the background if they have many rows."""
        self.app.clear_notifications()  # "Ctrl+S: nhận tệp này" is over
        if sum(len(file.plan.rows) for file in files if file.plan is not None) > _QUICK:
            self.show_files(f"Esc: dừng · đang ghi {files[0].name}")
            write = partial(self._write_files, files, only_clean=only_clean)
            self.writing = self.background(write, lambda done: self._show_written(*done), group=WRITING)
        else:
            self._show_written(*self.queue.take_in(self.store, files, only_clean=only_clean))

    def _write_files(self, files: Sequence[Incoming], store: Store, *, only_clean: bool) -> Written:
        """Write files in the thread of the job."""

        planned = {file.name: len(file.plan.rows) for file in files if file.plan is not None}

        def progress(name: str, rows: int) -> bool:
            of_all = f"{format_number(rows)}/{format_number(planned.get(name, rows))}"
            self.call_later(self.show_progress, WRITING, f"Esc: dừng · đang ghi {of_all} dòng · {name}")
            return not store.is_interrupted

        done, error = self.queue.take_in(store, files, only_clean=only_clean, progress=progress)
        return done, None if store.is_interrupted else error

    def _show_written(self, files: Sequence[Incoming], error: StoreError | None) -> None:
        """Show the result of writing, and go to the first file that waits for the person."""
        if error is not None:
            self.app.tell(error)
        for file in files:
            self.queue.forget_steps(file)
        if len(files) > 1:
            new = sum(file.submission_id is not None for file in files)
            same = len(files) - new
            words = [f"Đã nhận {new} tệp"] if new else []
            words += [f"{same} tệp không có gì thay đổi so với sổ"] if same else []
            self.notify(f"{'; '.join(words)}.", timeout=4)
            if left := self.queue.unfinished:
                self.file_list.go_to(left[0])
        for file in files:
            if not file.taken and file.plan is not None:
                asking = file.plan.counts()["conflict"]
                rest = f"trừ {asking} dòng còn mâu thuẫn: trả lời rồi" if asking else "có dòng nay không còn hỏi:"
                self.notify(f"Đã nhận, {rest} Ctrl+S nhận tiếp.", timeout=5)
        self._seen_version = self.store.version()
        self.reload()

    def undo_words(self) -> str:
        """Words for what Ctrl+Z would take back: the last answer, or the last change of the store."""
        return self.queue.last_answer(self.store) or super().undo_words()

    def unwritten(self, *, in_full: bool = False) -> str:
        """How many answers closing the program now would lose, in words; "" for none."""
        answers = self.queue.unwritten
        if not answers:
            return ""
        return f"{answers} câu trả lời ở Nhận tệp chưa được ghi: tệp của chúng chưa được nhận (Ctrl+S)."
