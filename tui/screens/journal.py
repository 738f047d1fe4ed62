"""Nhật ký: lists every change, newest first; each can be taken back or put back after seeing what that alters."""

from collections.abc import Sequence

from store import journal
from store.journal import Change
from store.masks import cover_numbers
from store.text import fold, format_date, format_number
from tui.framework.work_screen import EXPORT_SHOWN, ListScreen, fit
from tui.keys import keys

_WHEN, _HOW_MANY, _STATE = 18, 12, 14  # widths of columns


class JournalScreen(ListScreen[Change]):
    """The list of changes, one in each line."""

    PLACE_TITLE = "Nhật ký"
    list_id = "journal"
    key_names = ("id",)
    above = ("journal-about", "journal-head")
    below = ("journal-strip",)
    BINDINGS = keys(
        "journal",
        ("enter", "turn", "Rút lại / làm lại", "Xem sẽ đổi gì, rồi rút lại thay đổi này hay làm lại nó"),
        ("slash,ctrl+f", "search", "Tìm", "Chỉ hiện những thay đổi có các chữ ấy", "search"),
        hidden=[("escape", "all", "Hiện tất cả", "Bỏ tìm", "all"), EXPORT_SHOWN],
    )

    def __init__(self) -> None:
        super().__init__()
        self.searched = ""
        self._extents: dict[int, journal.Extent] = {}

    def read_rows(self) -> Sequence[Change]:
        """Every change whose label contains all searched words."""
        wanted = fold(self.searched).split()
        found = journal.changes(self.store)
        return [each for each in found if all(word in fold(each.label) for word in wanted)] if wanted else found

    def _extent(self, change: Change) -> journal.Extent:
        if change.id not in self._extents:
            self._extents[change.id] = journal.extent(self.store, change.id)
        return self._extents[change.id]

    def heads(self) -> Sequence[str]:
        """The heads of the columns."""
        return ("Khi nào", "Việc đã làm", "Số người", "Tình trạng")

    def cells(self, row: Change) -> tuple[str, str, str | int, str]:
        """The texts of one change: when, what, how many people, and whether it was taken back."""
        state = "" if row.undone_at is None else "đã rút lại"
        return format_date(row.at), row.label, self._extent(row).people or "–", state

    def chosen_by(self) -> str:
        """The searched words, with the numbers in them covered; "" without a search."""
        return f"Tìm “{cover_numbers(self.searched)}”" if self.searched else ""

    def show_list(self) -> None:
        """Show the heads, and one line for each change."""
        label = self.size.width - 4 - _WHEN - _HOW_MANY - _STATE

        def line_of(each: Change) -> tuple[str, bool]:
            when, what, people, state = self.cells(each)
            whom = f"{format_number(people)} người" if isinstance(people, int) else people
            return f"{when:<{_WHEN}}{fit(what, label - 1):<{label}}{whom:>{_HOW_MANY}}  {state}", False

        words = f"Đang tìm “{cover_numbers(self.searched)}”: " if self.searched else ""
        about = f"{words}{format_number(len(self.listed))} thay đổi, mới nhất ở trên. Không dòng nào bị xoá."
        self.show_text("journal-about", about)
        when, what, people, _ = self.heads()
        self.show_text("journal-head", f"{when:<{_WHEN}}{what:<{label}}{people:>{_HOW_MANY}}")
        self.show_rows(line_of)

    def describe(self) -> None:
        """Show the change under the cursor in full."""
        each = self.chosen
        if each is None:
            self.show_text("journal-strip", "Không có thay đổi nào khớp. Esc: hiện tất cả." if self.searched else "")
            return
        extent = self._extent(each)
        whom = f" · {extent.person}" if extent.person and extent.person not in each.label else ""
        if extent.person_id is not None:
            from store.words.field_values import marks_of_namesakes

            whom += marks_of_namesakes(self.store, [extent.person_id]).get(extent.person_id, "")
        back = f" · đã rút lại {format_date(each.undone_at)}" if each.undone_at else ""
        self.show_text("journal-strip", f"{each.label}{whom} · {format_number(extent.values)} giá trị{back}")

    def action_turn(self) -> None:
        """Take the change under the cursor back, or put it back, after asking."""
        if self.chosen is not None:
            self.app.ask_about(self.chosen)

    def action_search(self) -> None:
        """Ask for the words to search for."""
        from tui.widgets.dialogs import Prompt

        def searched(words: str | None) -> None:
            if words is not None:
                self._search(words)

        self.app.push_screen(Prompt("Tìm trong nhật ký", "Tên người, tên tệp, việc", self.searched), searched)

    def action_all(self) -> None:
        """End the search; without a search go to the overview."""
        if self.searched:
            self._search("")
        else:
            self.app.action_go("overview")

    def take_text(self, text: str) -> None:
        """Search for the pasted or scanned text."""
        self._search(" ".join(text.split()))

    def _search(self, words: str) -> None:
        self.searched = words.strip()
        self.reload()
