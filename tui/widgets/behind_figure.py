"""Shows what stands behind the figure under the cursor of a statistics form: its words, and the list of people."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from store import past
from store.campaigns.form import TOTAL, Form
from store.database import Store
from store.forms.counts import FormRow
from store.masks import cover_numbers
from store.models import MARKS, STATE_LABELS, WITH_REASON
from store.past import Rewound, Standing
from store.text import format_date, format_number, format_percent
from store.words.forms import fault_texts, reasons_text
from tui.styles import css_of
from tui.widgets.line_list import LineList
from tui.widgets.people_columns import fit
from tui.widgets.short_names import short_name


class FigureStrip(Static):
    """Shows the row, the column's whole head and, if the table has no room for them, the reasons of a figure."""

    DEFAULT_CSS = css_of("FigureStrip")

    def show(self, form: Form, row: FormRow, figure: str, *, with_reasons: bool) -> None:
        """Show the words about one figure of one row."""
        self.set_class(with_reasons, "-with-reasons")
        value, total = row.figures[figure], row.figures[TOTAL]
        rate = f" / {format_number(total)} người = {format_percent(value, total)}" if figure != TOTAL else " người"
        lines = [
            f"{row.label}: {format_number(value)}{rate}",
            f"Cột {form.numbers[figure]}. {form.column(figure).head}",
        ]
        if faults := fault_texts(form, row.figures):
            lines.append(f"! {'; '.join(faults)}. Ctrl+G: xem ai chưa khớp")
        if row.origins:
            origin, more = row.origins[0], len(row.origins) - 1
            others = f" và {more} tệp khác" if more else ""
            came = format_date(origin.received_at[:10])
            lines.append(f"Theo tệp {origin.file_name}{others}, nhận {came}. Enter: xem ô trong tệp")
        if with_reasons:
            lines += self._reasons(form, row, figure)
        self.update("\n".join(lines))

    def _reasons(self, form: Form, row: FormRow, figure: str) -> list[str]:
        """The reasons of the figure's item in full; for an item without reasons all of the row, cut off."""
        item = form.column(figure).item
        own = [column for column in form.reasons if column.item == item]
        texts = [
            f"Cột {form.numbers[column.key]}. {column.short_head}:"
            f" {reasons_text(row.reasons[column.key]) or 'không có'}"
            for column in own or form.reasons
        ]
        if own:
            return texts
        width = max(20, self.size.width - 2)
        return [text if len(text) <= width else text[: width - 1] + "…" for text in texts]


_HEADS = ("TT", "Họ và tên", "Năm sinh", "Đơn vị", "Khoa/phòng", "Tình trạng", "Lý do")
_WINDOW = 100  # people read at a time
Marks = Sequence[tuple[str, str]]  # (key of an item, its short name)


def state_words(person: Standing, item: str | None, marks: Marks) -> str:
    """Words for a person's state of `item`, as `✗ Chưa: Quên mật khẩu`.

    Without an item the marks of all items in `marks`: `Mức 2 ✓ · Sổ ✗ · BHYT ?`.
    """
    if item is None:
        return " · ".join(f"{name} {MARKS[person.states[key]]}" for key, name in marks)
    state = person.states[item]
    reason = person.reasons.get(item)
    text = f"{MARKS[state]} {STATE_LABELS[state]}"
    return f"{text}: {cover_numbers(reason)}" if reason and state in WITH_REASON else text


class PeopleBehindList(LineList):
    """The list of people behind a figure: name, birth year, unit or department, state and reason."""

    @dataclass
    class Opened(Message):
        """A person was clicked a second time."""

        staff_id: int

    def __init__(self, store: Store, item: str | None, marks: Marks = (), *, by_unit: bool = False) -> None:
        """An empty list; `by_unit`: whether a line shows the person's unit, else the department.

        `item`: the key of the figure's item; None: the figure is of whole persons, who are shown by the items `marks`.
        """
        super().__init__(id="people-behind")
        self._store = store
        self._item, self._marks = item, marks
        self._by_unit = by_unit
        self._ids: list[int] = []
        self._rewound: Rewound | None = None
        self._windows: dict[int, list[Standing]] = {}

    def show(self, ids: list[int], rewound: Rewound | None) -> None:
        """List the people with these ids; the cursor stays on its person if they are still listed."""
        before = self._ids[self.cursor] if self._ids else None
        if before in ids:
            self.cursor = ids.index(before)
        self._ids, self._rewound = ids, rewound
        self._windows.clear()
        self.show_lines(len(ids), self._line)

    @property
    def person(self) -> Standing | None:
        """The person under the cursor; None when the list is empty."""
        return self._person_at(self.cursor) if self._ids else None

    def _person_at(self, place: int) -> Standing:
        number = place // _WINDOW
        if number not in self._windows:
            part = self._ids[number * _WINDOW : (number + 1) * _WINDOW]
            self._windows[number] = past.people_at(self._store, part, self._rewound)
        return self._windows[number][place % _WINDOW]

    def heads(self) -> tuple[str, ...]:
        """The column heads for a file of this list."""
        if self._item is not None:
            return _HEADS
        return (*_HEADS[:-2], *(name for _, name in self._marks))

    def rows(self) -> list[tuple[str | int, ...]]:
        """The texts of all columns for every person, for a file."""
        rows: list[tuple[str | int, ...]] = []
        for start in range(0, len(self._ids), _WINDOW):
            people = past.people_at(self._store, self._ids[start : start + _WINDOW], self._rewound)
            rows += [(start + place, *self._cells(person)) for place, person in enumerate(people, 1)]
        return rows

    def _cells(self, person: Standing) -> tuple[str, ...]:
        who = (person.full_name, (person.birth_date or "")[:4], person.unit, person.department or "")
        if self._item is None:
            return (*who, *(MARKS[person.states[key]] for key, _ in self._marks))
        return (*who, STATE_LABELS[person.states[self._item]], cover_numbers(person.reasons.get(self._item) or ""))

    def _line(self, place: int) -> tuple[str, bool]:
        person = self._person_at(place)
        # Year and the gaps take 10 cells; the longest state without a reason 25.
        width = self.room(self.count) - 10
        name = min(28, max(20, width - 25) * 11 // 20)
        where = min(28, max(20, width - 25) - name)
        belongs = person.unit if self._by_unit else person.department or person.unit
        cells = (
            fit(person.full_name, name),
            fit((person.birth_date or "")[:4], 4),
            fit(belongs if len(belongs) <= where else short_name(belongs), where),
            fit(state_words(person, self._item, self._marks), width - name - where),
        )
        return "  ".join(cells), False

    def on_click(self, event: Click) -> None:
        """Put the cursor on the clicked person; a second click opens them."""
        place = event.y + self.scroll_offset.y
        if place < len(self._ids):
            self.go_to(place)
            if event.chain == 2:
                self.post_message(self.Opened(self._ids[place]))
