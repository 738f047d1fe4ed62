"""Lists the people behind a figure, and shows which cell of which file said so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Footer, Static

from store import past
from store.database import Store
from store.field_ref import FieldRef
from store.models import State
from store.past import Rewound, Standing
from store.receiving import kept
from store.text import format_number
from tui.framework.work_screen import Modal
from tui.keys import keys
from tui.widgets.behind_figure import PeopleBehindList, state_words
from tui.widgets.line_list import LineList


@dataclass(frozen=True, slots=True)
class Question:
    """Whom the list shows."""

    title: str  # "Dược: chưa định danh mức 2"
    item: str | None  # key of the item that the figure is of; None: of the whole person
    ids: Callable[[Store], list[int]]  # read on a thread, through a store of its own
    moment: date | datetime | None = None  # states are shown as of then; None for now
    remark: str = ""  # said behind the count
    by_unit: bool = False  # the people are of several units, so that their unit says more than their department
    marks: tuple[tuple[str, str], ...] = ()  # (item, short name): shown of each person where `item` is None


class PeopleBehindScreen(Modal[None]):
    """The list behind one figure: as many lines as the figure says."""

    BINDINGS = keys(
        "behind",
        ("enter", "open", "Mở người này", "Xem và sửa người đang chọn"),
        ("escape", "close", "Đóng", "Về lại bảng"),
    )

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        self._person: Standing | None = None

    def compose(self) -> ComposeResult:
        """Title with the count, the list, and below it where the person under the cursor came from."""
        with Vertical(id="behind"):
            yield Static(f"{self._question.title}: đang tìm…", id="behind-title", markup=False)
            yield PeopleBehindList(
                self.app.store, self._question.item, self._question.marks, by_unit=self._question.by_unit
            )
            yield Static(id="behind-source", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Look for the people."""
        self._find()

    def _find(self) -> None:
        moment = self._question.moment

        def find(store: Store) -> tuple[list[int], Rewound | None]:
            return self._question.ids(store), None if moment is None else past.rewound_people(store, moment)

        self.background(find, self._found, group="people-behind", failed=self.dismiss)

    def _found(self, found: tuple[list[int], Rewound | None]) -> None:
        ids, rewound = found
        remark = f" {self._question.remark}" if self._question.remark else ""
        title = f"{self._question.title}: {format_number(len(ids))} người.{remark}"
        self.query_one("#behind-title", Static).update(title)
        people = self.query_one(PeopleBehindList)
        people.show(ids, rewound)
        people.focus()

    @on(LineList.Moved)
    def _moved(self) -> None:
        """Tell of the person under the cursor what the line has no room for."""
        self._person = self.query_one(PeopleBehindList).person
        self.query_one("#behind-source", Static).update(self._text())
        self.refresh_bindings()

    def _text(self) -> str:
        person = self._person
        if person is None:
            return "Không có ai."
        where = " · ".join(part for part in (person.unit, person.department) if part)
        states = state_words(person, self._question.item, self._question.marks)
        return f"{person.full_name} · {where}\n{states}\n{self._source(person)}"

    def _source(self, person: Standing) -> str:
        """`Từ 02-tram.xlsx, trang Danh sách, ô F12 (“Chưa”)`, or that nobody's file says it."""
        cells = kept.sources(self.app.store, person.staff_id)
        item = self._question.item
        found = cells.get(FieldRef.state(item)) if item else cells.get("full_name")
        if found is None:
            named = cells.get("full_name")
            if named is None:
                return "Nhập tay, không từ tệp nào."
            unsaid = item is not None and person.states[item] is State.UNKNOWN
            text = "Chưa tệp nào ghi mục này" if unsaid else "Nhập hoặc sửa tay"
            return f"{text}; người này có trong {named.file_name}, trang {named.sheet}, ô {named.cell}."
        raw = f"“{found.raw}”" if found.raw else "ô trống"
        text = f"Từ {found.file_name}, trang {found.sheet}, ô {found.cell} ({raw})"
        reason = cells.get(FieldRef.reason(item)) if item else None
        return f"{text}, lý do ở ô {reason.cell}." if reason is not None else f"{text}."

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is somebody to open, or there is not."""
        return action != "open" or self._person is not None

    def action_open(self) -> None:
        """Open the form of the person under the cursor."""
        if self._person is not None:
            self._open(self._person.staff_id)

    @on(PeopleBehindList.Opened)
    def _opened(self, message: PeopleBehindList.Opened) -> None:
        """A second click opens as Enter does."""
        self._open(message.staff_id)

    def _open(self, staff_id: int) -> None:
        from tui.screens.person.screen import PersonScreen

        self.app.push_screen(PersonScreen(staff_id), self._after_form)

    def _after_form(self, _: int | None) -> None:
        self._find()
