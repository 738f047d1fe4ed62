"""Lists the people behind a figure of a form, and shows from which cell of which file their state comes."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from store import past
from store.bundles import received
from store.campaigns.form import Form
from store.checklist.items import checklist_item
from store.database import Store
from store.field_ref import FieldRef
from store.forms.counts import FormRow, FormTable, Scope
from store.forms.people_behind import people_behind
from store.frozen import frozen
from store.models import State
from store.past import Moment, Rewound, Standing
from store.receiving import kept
from store.reporting.form_papers import SUM, IssuedForm
from store.text import format_number
from tui.framework.work_screen import EXPORT_SHOWN, Modal
from tui.keys import keys
from tui.widgets.behind_figure import PeopleBehindList, state_words
from tui.widgets.form_lines import TOTAL
from tui.widgets.key_line import KeyLine
from tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from exporters.shown_list import ShownList


@frozen
class Question:
    """Which people the list shows, and how."""

    title: str  # "Dược: chưa định danh mức 2"
    item: str | None  # key of the item that the figure is of; None: of the whole person
    ids: Callable[[Store], list[int]]  # read on a thread, through a store of its own
    moment: Moment | None = None  # states are shown as of then; None for now
    remark: str = ""  # said behind the count
    by_unit: bool = False  # the people are of several units, so that their unit says more than their department
    marks: tuple[tuple[str, str], ...] = ()  # (item, short name): shown of each person where `item` is None


class PeopleBehindScreen(Modal[None]):
    """The list of people behind one figure; it has as many lines as the figure counts people."""

    BINDINGS = keys(
        "behind",
        ("enter", "open", "Mở người này", "Xem và sửa người đang chọn"),
        EXPORT_SHOWN,
        ("escape", "close", "Đóng", "Về lại bảng"),
    )

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        self._person: Standing | None = None

    def compose(self) -> ComposeResult:
        """Build the title, the list, and the text about the person under the cursor."""
        with Vertical(id="behind"):
            yield Static(f"{self._question.title}: đang tìm…", id="behind-title", markup=False)
            asked = self._question
            yield PeopleBehindList(self.store, asked.item, asked.marks, by_unit=asked.by_unit)
            yield Static(id="behind-source", markup=False)
            yield KeyLine()

    def on_mount(self) -> None:
        """Start finding the people."""
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
        self.show_text("behind-title", title)
        people = self.query_one(PeopleBehindList)
        people.show(ids, rewound)
        people.focus()

    @on(LineList.Moved)
    def _moved(self) -> None:
        """Show the details of the person under the cursor below the list."""
        self._person = self.query_one(PeopleBehindList).person
        self.show_text("behind-source", self._text())
        self.refresh_bindings()

    def _text(self) -> str:
        person = self._person
        if person is None:
            return "Không có ai."
        where = " · ".join(part for part in (person.unit, person.department) if part)
        states = self._states(person)
        (now,) = past.people_at(self.store, [person.staff_id]) if self._question.moment is not None else (person,)
        # A cell that was read since says nothing of then.
        came_from = self._source(person) if self._states(now) == states else f"Nay đã khác: {self._states(now)}."
        return f"{person.full_name} · {where}\n{states}\n{came_from}"

    def _states(self, person: Standing) -> str:
        return state_words(person, self._question.item, self._question.marks)

    def _source(self, person: Standing) -> str:
        """Where the value comes from: `Từ 02-tram.xlsx, trang Danh sách, ô F12 (“Chưa”)`, or by hand."""
        cells = kept.sources(self.store, person.staff_id)
        item = self._question.item
        found = cells.get(FieldRef.state(item)) if item else cells.get("full_name")
        if found is None:
            named = cells.get("full_name")
            if named is None:
                bundle = received.file_of(self.store, person.staff_id)
                return f"Theo {bundle}: trạm nhập tay." if bundle else "Nhập tay, không từ tệp nào."
            unsaid = item is not None and person.states[item] is State.UNKNOWN
            text = "Chưa tệp nào ghi mục này" if unsaid else "Nhập hoặc sửa tay"
            return f"{text}; người này có trong {named.file_name}, trang {named.sheet}, ô {named.cell}."
        raw = f"“{found.raw}”" if found.raw else "ô trống"
        text = f"Từ {found.file_name}, trang {found.sheet}, ô {found.cell} ({raw})"
        reason = cells.get(FieldRef.reason(item)) if item else None
        if reason is None or reason.cell == found.cell:
            return f"{text}."
        return f"{text}, lý do ở ô {reason.cell}."

    def shown_list(self) -> "ShownList":
        """The listed people in their order, to be written to a file."""
        from exporters.shown_list import ShownList

        asked, people = self._question, self.query_one(PeopleBehindList)
        return ShownList(asked.title, people.heads(), people.rows(), asked.remark)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key works: opening needs a person under the cursor."""
        return action != "open" or self._person is not None

    @on(PeopleBehindList.Opened)
    def action_open(self) -> None:
        """Open the form of the person under the cursor, on Enter or a second click."""
        from tui.screens.person.screen import PersonScreen

        if self._person is not None:
            self.app.push_screen(PersonScreen(self._person.staff_id), lambda _: self._find())


def _ids(store: Store, form: Form, scope: Scope, column: str | None, row: FormRow | None) -> list[int]:
    return people_behind(store, form, scope, column, row)


def _is_of_several(scope: Scope, row: FormRow | None) -> bool:
    """Whether the people of a row (None: of the whole table) may belong to several units."""
    if row is None:
        return scope.unit_id is None or scope.level is not None
    return scope.level in ("area", "station") or (scope.unit_id is None and bool(row.sector))


def behind(store: Store, table: FormTable, scope: Scope, place: int, figure: str) -> Question:
    """The question for the people whom a figure of a draft counts.

    `place`: the place of the row, or TOTAL; `figure`: the key of the column.
    """
    row = None if place == TOTAL else table.rows[place]
    ids = partial(_ids, form=table.form, scope=scope, column=figure, row=row)
    return _question(store, table, place, figure, ids, scope.as_of, by_unit=_is_of_several(scope, row))


def behind_frozen(store: Store, report: IssuedForm, place: int, figure: str) -> Question:
    """The question for the people whom a figure of a frozen form counted, with their data of that time."""
    table = report.paper.table
    people = report.people[f"{SUM if place == TOTAL else place}/{figure}"]
    by_unit = table.by in ("sector", "area", "station") or (table.by in ("unit", "below") and place == TOTAL)
    return _question(
        store, table, place, figure, lambda _: list(people), report.moment, "Theo bản đã chốt.", by_unit=by_unit
    )


def _question(
    store: Store,
    table: FormTable,
    place: int,
    figure: str,
    ids: Callable[[Store], list[int]],
    moment: Moment | None,
    remark: str = "",
    *,
    by_unit: bool,
) -> Question:
    """Build the question for a figure, with a remark on how much of it comes from files without names."""
    row = table.total if place == TOTAL else table.rows[place]
    number = (table if place == TOTAL else row).from_files(figure)
    by_file = f"Thêm {format_number(number)} theo số liệu gửi, không có tên. " if number else ""
    column = table.form.column(figure)
    if column.item in row.not_asked:
        by_file += "Kế hoạch không hỏi họ mục này. "
    title = f"{row.label} – {column.people or column.in_sentence}"
    marks = _marks(store, table.form)
    return Question(title, column.item or None, ids, moment, f"{by_file}{remark}".strip(), by_unit, marks)


def at_odds(store: Store, table: FormTable, scope: Scope, place: int | None) -> Question:
    """The question for people who have an item but lack the item it requires.

    They are those of the row at `place` if it breaks a rule of the form, else those of the whole table.
    """
    row = None if place in (None, TOTAL) else table.rows[place or 0]
    if row is not None and not table.form.faults(row.figures):
        row = None
    label = "Cả bảng" if row is None else row.label
    return Question(
        f"{label} – {table.form.at_odds or 'chưa khớp với biểu'}",
        None,
        partial(_ids, form=table.form, scope=scope, column=None, row=row),
        scope.as_of,
        by_unit=_is_of_several(scope, row),
        marks=_marks(store, table.form),
    )


def _marks(store: Store, form: Form) -> tuple[tuple[str, str], ...]:
    """The items of the form, each with its shortest name."""
    named = {column.item: column.mark for column in form.columns if column.mark}
    return tuple((key, named.get(key) or checklist_item(store, key).short_title) for key in form.items)
