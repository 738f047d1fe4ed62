"""The part of Nhận tệp that asks about a file as a whole: columns in doubt, its unit, proposals."""

from importers import corrected
from importers.intake import Incoming
from store.cells import cell_name
from store.people import units
from store.receiving.doubt import Doubt
from store.receiving.mappings import Corrections
from store.receiving.proposal import Proposal
from tui.screens.receive import file_words, notices
from tui.screens.receive.notices import Notice
from tui.screens.receive.reading_screen import ReadingScreen
from tui.widgets.dialogs import New, PickOne, Prompt

CORRECTING = "correct"  # the group of the job that reads one file anew


class AskingScreen(ReadingScreen):
    """Takes the answers to questions about whole files of the queue."""

    def answer_notice(self, notice: Notice, number: int) -> None:
        """Give the answer with that number to a question about the whole file."""
        file = self.current
        if file is None or file.taken or number >= len(notice.answers):
            return
        choice = notice.answers[number][0]
        if notice.doubt is not None:
            self._answer_doubt(file, notice.doubt, choice)
        elif notice.proposal is not None:
            self._answer_proposal(file, notice.proposal, accepted=choice == notices.CONFIRM)
        else:
            self._answer_unit(file, choice)

    def _answer_unit(self, file: Incoming, choice: str) -> None:
        """Add the file's unknown unit, ask which other unit it is, or leave this part out."""
        if choice == notices.CHOOSE:
            self.action_unit()
        elif choice == notices.PASS_OVER:
            self.queue.drop(self.store, file)
            self.show_files()
            self.file_list.lines.focus()
        else:
            self.queue.create_units(self.store, [file])
            self.show_files()
            self._go_on(file)

    def _answer_proposal(self, file: Incoming, proposal: Proposal, *, accepted: bool) -> None:
        """Accept or decline a proposal about a file, and go to the next question about it."""
        self.queue.answer_proposal(self.store, file, proposal, accepted=accepted)
        self.show_files()
        if not self.page.go_to_notice():
            self._go_on(file)

    def _answer_doubt(self, file: Incoming, doubt: Doubt, choice: str) -> None:
        """Set what a column in doubt holds, or ask for it."""
        if choice == notices.CHOOSE:
            from tui.screens.receive.columns import question

            def answered(field: str | None) -> None:
                if field is not None:
                    self._correct(file, doubt, field or None)

            self.app.push_screen(question(self.store, doubt.index, doubt.head, doubt.marks), answered)
        else:
            self._correct(file, doubt, doubt.proposed if choice == notices.CONFIRM else None)

    def _correct(self, file: Incoming, doubt: Doubt, field: str | None) -> None:
        corrections = corrected.with_correction(file, doubt.fingerprint, doubt.place, field)
        if corrections is None:
            self.notify("Phải có một cột họ và tên.", severity="warning")
            return
        letter = cell_name(doubt.index, 1)[:-1]
        words = f"câu trả lời về cột {letter}"
        self.queue.keep_step(self.store, file, words, self.page.lines.cursor, about_columns=True)
        self._read_with(file, corrections)

    def _read_with(self, file: Incoming, corrections: Corrections) -> None:
        """Read a file again with other corrections of its columns, and keep its other answers.

        A file of several units becomes a new entry of the queue instead, which drops the answers about its rows.
        """
        if file.part is not None:
            file.answers.corrections = corrections
            self.read_anew(file)
            self.file_list.lines.focus()
            return
        self.show_files("đang đọc lại …")

        def show(again: Incoming) -> None:
            if again.is_usable:
                corrected.take_over(self.store, file, again)
            else:
                self.notify(f"Không đọc lại được tệp: {file_words.verdict(again)}", severity="warning")
            self.show_files()
            if file is self.current and self.is_on_notices and not self.page.go_to_notice():
                self._go_on(file)

        self.background(
            lambda store: corrected.read_with(store, file, corrections, lambda _: not store.is_interrupted),
            show,
            group=CORRECTING,
            failed=self.show_files,
        )

    def _go_on(self, file: Incoming) -> None:
        """After the last question about the file go to a row that asks something, else to the files."""
        if self.page.go_to_question():
            self.page.lines.focus()
        else:
            self.file_list.lines.focus()
            self.tell_answered(file)

    def tell_answered(self, file: Incoming) -> None:
        """Say that no row asks anything any more, with the proposals that are left."""
        if not file.asks:
            left = f"Các dòng đã trả lời hết, còn {len(file.proposals)} đề nghị ở trên (Tab)." if file.proposals else ""
            self.notify(f"{left or 'Đã trả lời hết.'} Ctrl+S: nhận tệp này.")

    def ask_passphrase(self, file: Incoming) -> None:
        """Ask for the passphrase of a bundle, and read the bundle with it."""

        def answered(typed: str | None) -> None:
            if typed:
                file.answers.passphrase = typed
                self.read_anew(file)

        label = "Mật khẩu mà trạm đặt khi xuất gói"
        self.app.push_screen(Prompt(f"Mật khẩu của {file.name}", label, is_secret=True), answered)

    def action_unit(self) -> None:
        """Ask which unit sent the file."""
        file = self.current
        if file is None or file not in self.queue.unfinished:
            return
        known = [(unit.name, unit.name) for unit in units.all_units(self.store)]
        if file.part is not None:
            known.insert(0, ("", "Cả tệp là của một đơn vị"))

        def answered(answer: str | New | None) -> None:
            if answer == "":
                self._unit_of_whole(file)
            elif answer is not None:
                self.queue.set_unit(self.store, file, answer.text if isinstance(answer, New) else answer)
                self.show_files()
                self.read_otherwise(file)

        self.app.push_screen(PickOne(f"Đơn vị gửi {file.name}", known, allow_new=True), answered)

    def _unit_of_whole(self, file: Incoming) -> None:
        """Ask which one unit sent a whole file that seems to be of several units."""
        known = [(unit.name, unit.name) for unit in units.all_units(self.store)]

        def answered(answer: str | New | None) -> None:
            if answer is not None:
                fresh = self.queue.read_anew(file)
                fresh.answers.unit = answer.text if isinstance(answer, New) else answer
                self.show_files()
                self.read_waiting()

        self.app.push_screen(PickOne(f"Đơn vị gửi cả tệp {file.name}", known, allow_new=True), answered)

    def read_otherwise(self, file: Incoming) -> None:
        """Read a file again if files of the chosen unit are read with other corrections."""
        if corrected.is_read_otherwise(self.store, file):
            self.read_anew(file)
