"""The widget for one file: questions about the file, its rows, and the row under the cursor with its answers."""

from collections.abc import Iterable

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from importers.intake import Incoming
from store.campaigns.form import Form
from store.checklist.items import checklist_items
from store.database import Store
from store.forms import library
from store.forms.filled import CountedLine
from store.outcome import Outcome
from store.receiving.plan import Plan, PlannedRow
from tui.screens.receive import count_lines, file_words, notices, row_filter, row_line, row_text
from tui.screens.receive.notices import Notice
from tui.screens.receive.queue import Queue
from tui.styles import css_of
from tui.widgets.line_list import Line, LineList

_MOST_NOTICES = 4  # that are seen at once
_FEWEST_ROWS = 3  # that are seen beside a long text about one of them


class _About(Vertical):
    """Holds the text about a row, which is fitted anew to each size."""

    class Resized(Message):
        """Its size has changed."""

    def on_resize(self) -> None:
        """Let the page fit the text."""
        self.post_message(self.Resized())


class FilePage(Vertical):
    """Shows the file under the cursor of the list of files."""

    DEFAULT_CSS = css_of("FilePage")

    def __init__(self, queue: Queue, store: Store) -> None:
        super().__init__()
        self.queue, self.store = queue, store
        self.file: Incoming | None = None  # whose rows are shown
        self.rows: list[PlannedRow] = []  # that pass the filter
        self.notices: list[Notice] = []
        self.only: row_filter.Only = None
        self.shape = row_line.Shape(has_sheets=False, has_values=False, items=())

    def compose(self) -> ComposeResult:
        """Build the questions, filter, rows, and the text about the row under the cursor."""
        yield LineList(id="notices")
        yield Static(id="chips", markup=False)
        yield Static(id="rows-head", markup=False)
        yield LineList(id="rows")
        with _About(id="about"):
            yield Static(id="row-strip", markup=False)
            yield Static(id="row-answers", markup=False)

    def on_mount(self) -> None:
        """Show both lists as unfocused, because the list of files has the focus."""
        for lines in (self.lines, self.notice_lines):
            lines.add_class("-resting")

    @property
    def notice_lines(self) -> LineList:
        """The widget that lists notices about the whole file."""
        return self.query_one("#notices", LineList)

    @property
    def notice(self) -> Notice | None:
        """The notice under the cursor; None when the list of notices does not have the focus."""
        at = self.notice_lines.cursor
        return self.notices[at] if self.notice_lines.has_focus and at < len(self.notices) else None

    @property
    def lines(self) -> LineList:
        """The widget that lists the rows."""
        return self.query_one("#rows", LineList)

    @property
    def row(self) -> PlannedRow | None:
        """The row under the cursor; None while the rows of a file that has left the queue are shown."""
        if self.file is None or not any(file is self.file for file in self.queue.files):
            return None
        return self.rows[self.lines.cursor] if self.lines.cursor < len(self.rows) else None

    def _to_top(self) -> None:
        self.lines.cursor = 0
        self.lines.scroll_to(0, 0, animate=False)

    def show_rows(self, file: Incoming | None) -> None:
        """Show the notices of a file, and its rows that pass the filter; the cursor stays on its row."""
        here = None if self.row is None or file is not self.file else self.row.incoming.place
        if file is not self.file:
            self.file = file
            self._to_top()
        self._show_notices(file)
        plan = file.plan if file is not None else None
        self.set_class(plan is not None and bool(plan.rows or plan.counted), "-has-rows")
        head = self.query_one("#rows-head", Static)
        if (counted := count_lines.lines(file, self.only)) is not None:
            self.rows = []
            self._show_chips(plan)
            form = self._form(counted)
            of_units = plan is not None and plan.reading.bundle is not None
            head.update(count_lines.head(form, checklist_items(self.store), of_units=of_units))
            self.lines.show_lines(
                len(counted), lambda at: (count_lines.line(form, *counted[at]), counted[at][1] is Outcome.REJECTED)
            )
            return
        has_answers = file is not None and bool(file.answers.choices)
        if plan is not None and self.only not in row_filter.kinds(plan) and not has_answers:
            self.only = None  # nothing would be shown
        planned = plan.rows if plan is not None else []
        self.rows = [row for row in planned if row_filter.passes(row, self.only)]
        self.lines.cursor = next(
            (at for at, row in enumerate(self.rows) if row.incoming.place == here), self.lines.cursor
        )
        self._show_chips(plan)
        self._show_row_lines()

    def _show_row_lines(self) -> None:
        """Show the rows, with as many columns as fit."""
        if self.file is None or self.file.reading is None or not self.file.reading.rows:
            self.query_one("#rows-head", Static).update("")
            self.lines.show_lines(0, self._row_line)
            return
        width = self.lines.room(len(self.rows))
        self.shape = row_line.Shape.of_width(self.file.reading, checklist_items(self.store), width)
        self.query_one("#rows-head", Static).update(f" {self.shape.head()}")
        self.lines.show_lines(len(self.rows), self._row_line)

    def on__about_resized(self) -> None:
        """Fit the text about the row to the new room."""
        if self.row is not None and self.lines.has_focus:
            self.show_about(self.file)

    def on_resize(self) -> None:
        """Fit the columns to the new width."""
        if self.rows:
            self._show_row_lines()

    def _show_chips(self, plan: Plan | None) -> None:
        """Show the kinds of rows to filter by, each with its number, the chosen one marked."""
        text = Text(no_wrap=True, overflow="ellipsis")
        for only, words in row_filter.chips(plan) if plan is not None else []:
            text.append(f" {words} ", "bold reverse" if only == self.only else "")
            text.append(" ")
        self.query_one("#chips", Static).update(text.append("  ← → lọc"))

    def _show_notices(self, file: Incoming | None) -> None:
        self.notices = notices.of_file(self.store, file)
        self.notice_lines.styles.height = min(len(self.notices), _MOST_NOTICES)
        self.notice_lines.show_lines(len(self.notices), lambda at: (self.notices[at].line, self.notices[at].is_loud))

    def _row_line(self, number: int) -> tuple[Line, bool]:
        if self.file is None or self.file.plan is None or number >= len(self.rows):
            return "", False
        row = self.rows[number]
        is_loud = row.outcome in (Outcome.CONFLICT, Outcome.REJECTED)
        return row_line.line(self.store, self.file, row, self.shape), is_loud

    def _form(self, counted: list[tuple[CountedLine, Outcome]]) -> Form:
        """The form of the counted lines."""
        return library.find(self.store, counted[0][0].form) if counted else library.phu_luc_1()

    def show_about(self, file: Incoming | None) -> None:
        """Show the text about the focused notice, row or file, with the answers to its question."""
        keys = ""
        text: str | Text
        if not self.lines.has_focus or self.file is not file:
            self.query_one(_About).styles.height = None  # as the style sheet has it
        if file is None:
            text = file_words.EMPTY
        elif self.notice is not None:
            text, keys = self.notice.about, _numbered(words for _, words in self.notice.answers)
        elif not self.lines.has_focus:
            text = file_words.strip(file, self.queue.files)
        elif counted := count_lines.lines(file, self.only):
            text = count_lines.about(self._form(counted), file, *counted[min(self.lines.cursor, len(counted) - 1)])
        elif self.row is None or self.file is not file:
            text = "Không còn dòng nào như vậy. F6: xem dòng khác · Esc: về các tệp · Ctrl+S: nhận tệp này"
        else:
            undoes = self._is_answered(file, self.row) and self.queue.would_take_back(self.store, file, self.row)
            keys = self._answer_keys(file, self.row)
            text = self._fitted(file, self.row, keys, undoes=undoes)
        self.query_one("#row-strip", Static).update(text)
        self.query_one("#row-answers", Static).update(keys)

    def _fitted(self, file: Incoming, row: PlannedRow, keys: str, *, undoes: bool) -> Text:
        """The text about a row in the room above its answers: differences closer together, and what is cut is said.

        The room grows at the cost of the list of rows, and stays so for the next rows of the file.
        """
        about, width = self.query_one(_About), self.lines.size.width - 2
        if width <= 0:
            return Text()
        taken = len(self._wrapped(Text(keys), width))
        room = max(about.size.height, about.size.height + self.lines.size.height - _FEWEST_ROWS) - taken
        lines: list[Text] = []
        for most in (3, 1, 0):
            found = row_text.about(self.store, file, row, width, most=most, undoes=undoes)
            lines = self._wrapped(_joined(found), width)
            if len(lines) <= room:
                break
        else:
            more = f"… còn {len(lines) - room + 1} dòng chữ nữa: mở rộng cửa sổ để đọc hết."
            lines = [*lines[: room - 1], Text(more, "bold")]
        if len(lines) + taken > about.size.height:
            about.styles.height = len(lines) + taken
        return Text("\n").join(lines)

    def _wrapped(self, text: Text, width: int) -> list[Text]:
        """The lines of a text that is `width` cells wide on the screen; none for an empty text."""
        return list(text.wrap(self.app.console, max(width, 1))) if text.plain else []

    def filter_next(self, by: int = 1) -> None:
        """Filter the rows by the next kind that the file has, or by the one before."""
        if self.file is None or self.file.plan is None:
            return
        order = row_filter.kinds(self.file.plan)
        self.only = order[(order.index(self.only) + by) % len(order)] if self.only in order else None
        self._to_top()
        self.show_rows(self.file)

    # -- questions

    def _answer_keys(self, file: Incoming, row: PlannedRow) -> str:
        """The line with the answers and their digits, and what F9 would do."""
        is_answered = self._is_answered(file, row)
        if not row.question and not is_answered:
            return ""
        keys = _numbered(words for _, words in row_text.answers(row))
        if is_answered:
            return f"Trả lời lại: {keys}" if keys else ""
        last = file.answers.last_choice
        if last is None or last.kind != row.kind:
            alike = len(self.queue.asking_alike(file, row.kind))
            return f"{keys}\nTrả lời một dòng, rồi F9 cho cả {alike} dòng như vậy" if alike > 1 else keys
        alike = len(self.queue.answerable_alike(file))
        label = row_text.answer_label(row, last.choice)
        return f"{keys}\nF9: “{label}” cho {alike} dòng như vậy" if alike > 1 else keys

    def _is_answered(self, file: Incoming, row: PlannedRow) -> bool:
        """Whether a row asks nothing now because of an answer that is not written yet."""
        return not file.taken and row.outcome is not Outcome.CONFLICT and row.incoming.place in file.answers.choices

    def answer(self, number: int) -> bool | None:
        """Give the row under the cursor the answer with that number, also in place of an earlier answer.

        Returns:
            Whether the row asked something until now; None when there is no answer with that number.
        """
        file, row = self.file, self.row
        if file is None or file.taken or row is None or not self.lines.has_focus:
            return None
        asks = row.outcome is Outcome.CONFLICT
        answers = row_text.answers(row) if asks or self._is_answered(file, row) else []
        if number >= len(answers) or not answers[number][0]:
            return None
        self.queue.answer(self.store, file, row, answers[number][0], self.lines.cursor)
        return asks

    def go_to_notice(self, *, only_loud: bool = False) -> bool:
        """Put the cursor on the first question about the whole file; answers whether there is one.

        `only_loud`: leave out proposals.
        """
        wanted = (at for at, one in enumerate(self.notices) if one.answers and (one.is_loud or not only_loud))
        asking = next(wanted, None)
        if asking is not None:
            self.notice_lines.go_to(asking)
        return asking is not None

    def go_to_question(self) -> bool:
        """Put the cursor on the next row that asks something, round at the end; False: there is none."""
        asking = [at for at, row in enumerate(self.rows) if row.outcome is Outcome.CONFLICT]
        if not asking:
            return False
        self.lines.go_to(next((at for at in asking if at >= self.lines.cursor), asking[0]))
        return True


def _numbered(answers: Iterable[str]) -> str:
    """Answers joined in a line, each after its digit."""
    return " · ".join(f"{number} {words}" for number, words in enumerate(answers, 1) if words)


def _joined(lines: Iterable[Line]) -> Text:
    """Lines joined to one text; marked parts are bold and reversed, to be seen without colours too."""
    text = Text()
    for line in lines:
        for words, is_marked in [(line, False)] if isinstance(line, str) else line:
            text.append(words, "bold reverse" if is_marked else "")
        text.append("\n")
    text.rstrip()
    return text
