"""Answering what the rows of a file ask: one by one, or all of a kind at once."""

from store.receiving.plan import Outcome, PlannedRow
from tui.screens.receive import desk, row_filter, row_text
from tui.screens.receive.desk import Incoming
from tui.screens.receive.file_reading import FileReading
from tui.screens.receive.steps import Steps
from tui.widgets.line_list import LineList


class Settling(FileReading):
    """A screen on a row of a file that may ask something."""

    only: row_filter.Only
    rows: list[PlannedRow]  # that are shown

    def __init__(self) -> None:
        super().__init__()
        self.last_choice: tuple[tuple[str, str], str] | None = None  # (`PlannedRow.kind`, choice)
        self.steps = Steps()

    @property
    def current(self) -> Incoming | None:
        """The file under the cursor."""
        raise NotImplementedError  # pragma: no cover

    @property
    def row(self) -> PlannedRow | None:
        """The row under the cursor."""
        raise NotImplementedError  # pragma: no cover

    @property
    def row_list(self) -> LineList:
        """The rows of the file."""
        raise NotImplementedError  # pragma: no cover

    def show_rows(self) -> None:
        """The rows that pass the filter."""
        raise NotImplementedError  # pragma: no cover

    def answer_keys(self, incoming: Incoming, row: PlannedRow) -> str:
        """The answers with their digits, and what F9 would do."""
        keys = row_text.keys_of_answers(row)
        if not keys or incoming.plan is None:
            return ""
        if self.last_choice is None or self.last_choice[0] != row.kind:
            alike = sum(one.outcome is Outcome.CONFLICT and one.kind == row.kind for one in incoming.plan.rows)
            return f"{keys}\nTrả lời một dòng, rồi F9 cho cả {alike} dòng như vậy" if alike > 1 else keys
        alike = len(self._alike(incoming))
        label = row_text.answer_label(row, self.last_choice[1])
        return f"{keys}\nF9: “{label}” cho {alike} dòng như vậy" if alike > 1 else keys

    def action_settle(self, number: int) -> None:
        """Answer the question of the row under the cursor, or answer it otherwise."""
        incoming, row = self.current, self.row
        if incoming is None or incoming.done or row is None or not self.row_list.has_focus:
            return
        place = (row.incoming.table, row.incoming.row)
        answers = row_text.answers(row) if row.outcome is Outcome.CONFLICT or place in incoming.settled else []
        if number >= len(answers):
            return
        name = row.incoming.person.full_name if row.incoming.person is not None else ""
        self.steps.keep(self.store, incoming, f"câu trả lời cho {name}", self.row_list.cursor)
        choice = answers[number][0]
        self.last_choice = (row.kind, choice)
        was_asked = row.outcome is Outcome.CONFLICT
        if was_asked:
            desk.settle_row(incoming, row, choice)
        else:
            incoming.settled[place] = choice
            desk.plan_again(self.store, incoming)
        self.show_files()
        if was_asked:
            self.show_rows()  # the list may be of the questions only
            self._to_next_question(incoming)

    def to_question(self, begin: int = 0) -> bool:
        """Go to the next row that asks something, from the beginning where there is none below."""
        asking = [at for at, row in enumerate(self.rows) if row.outcome is Outcome.CONFLICT]
        if not asking:
            return False
        self.row_list.go_to(next((at for at in asking if at >= begin), asking[0]))
        return True

    def _to_next_question(self, incoming: Incoming) -> None:
        if not self.to_question(self.row_list.cursor) and incoming.is_settled:
            self.notify("Đã trả lời hết. Ctrl+S: nhận tệp này.")

    def _alike(self, incoming: Incoming) -> list[PlannedRow]:
        """The rows that F9 answers."""
        if self.last_choice is None or incoming.plan is None:
            return []
        kind, choice = self.last_choice
        asked = (row for row in incoming.plan.rows if row.outcome is Outcome.CONFLICT and row.kind == kind)
        return [row for row in asked if choice in dict(row_text.answers(row))]

    def action_settle_alike(self) -> None:
        """The same answer for every conflict of the same kind in this file."""
        incoming = self.current
        if incoming is None or incoming.done or incoming.plan is None or self.last_choice is None:
            self.notify("Hãy trả lời một dòng trước, rồi F9 cho mọi dòng như vậy.")
            return
        alike = self._alike(incoming)
        if not alike:
            self.notify("Không còn dòng nào như dòng vừa trả lời.")
            return
        label = row_text.answer_label(alike[0], self.last_choice[1])
        self.steps.keep(self.store, incoming, f"câu trả lời cho {len(alike)} dòng", self.row_list.cursor)
        for row in alike:
            desk.settle_row(incoming, row, self.last_choice[1])
        self.show_files()
        self.notify(f"Đã trả lời {len(alike)} dòng: {label}. Ctrl+Z: bỏ câu trả lời.")
