"""The people behind a figure, one line each; only the lines on the screen are read from the store."""

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from store import standing
from store.database import Store
from store.models import MARKS, STATE_LABELS
from store.standing import COUNTED, Standing

_WINDOW = 100  # people read at a time
_SHORT = {"level2_account": "Mức 2", "health_book": "Sổ", "bhyt_linked": "BHYT"}


def state_words(person: Standing, item: str | None) -> str:
    """`✗ Chưa: Quên mật khẩu`; of all three items where the figure is of none: `Mức 2 ✓ · Sổ ✗ · BHYT ?`."""
    if item is None:
        return " · ".join(f"{_SHORT[key]} {MARKS[person.states[key]]}" for key in COUNTED)
    state = person.states[item]
    reason = person.reasons.get(item)
    told = f"{MARKS[state]} {STATE_LABELS[state]}"
    return f"{told}: {reason}" if reason and reason != STATE_LABELS[state] else told


def _fit(text: str, width: int) -> str:
    return text.ljust(width) if len(text) <= width else text[: max(0, width - 1)] + "…"


class PeopleBehindList(ScrollView, can_focus=True, inherit_bindings=False):
    """A list of people with a cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"people-behind--cursor", "people-behind--quiet"}
    DEFAULT_CSS = """
    PeopleBehindList { height: 1fr; width: 100%; background: $surface; overflow-x: hidden; }
    PeopleBehindList > .people-behind--cursor { text-style: reverse; }
    PeopleBehindList:focus > .people-behind--cursor { text-style: reverse bold; }
    PeopleBehindList > .people-behind--quiet { color: $foreground-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Lên", id="behind.up", tooltip="Người trên", show=False),
        Binding("down", "move(1)", "Xuống", id="behind.down", tooltip="Người dưới", show=False),
        Binding("pageup", "page(-1)", "Trang trên", id="behind.page_up", tooltip="Lên một trang", show=False),
        Binding("pagedown", "page(1)", "Trang dưới", id="behind.page_down", tooltip="Xuống một trang", show=False),
        Binding("home", "go(0)", "Người đầu", id="behind.home", tooltip="Người đầu danh sách", show=False),
        Binding("end", "last", "Người cuối", id="behind.end", tooltip="Người cuối danh sách", show=False),
    ]

    @dataclass
    class Moved(Message):
        """The cursor stands on another person; None: the list is empty."""

        person: Standing | None

    @dataclass
    class Opened(Message):
        """A second click on a person."""

        staff_id: int

    def __init__(self, store: Store, item: str | None, *, by_unit: bool = False) -> None:
        """An empty list.

        Args:
            store: what it reads its lines from.
            item: the key of the item that the figure is of; None for a figure of the whole person.
            by_unit: whether a line tells the unit, or the department.
        """
        super().__init__()
        self._store = store
        self._item = item
        self._by_unit = by_unit
        self._ids: list[int] = []
        self._rewound: standing.Rewound | None = None
        self._windows: dict[int, list[Standing]] = {}
        self.at = 0

    def show(self, ids: list[int], rewound: standing.Rewound | None) -> None:
        """List these people; the cursor stays on its person where they are still there."""
        before = self._ids[self.at] if self._ids else None
        self._ids, self._rewound = ids, rewound
        self._windows.clear()
        self.at = ids.index(before) if before in ids else max(0, min(self.at, len(ids) - 1))
        self.virtual_size = Size(self.size.width, len(ids))
        self.refresh()
        self._tell()

    def person_at(self, place: int) -> Standing | None:
        """The person at that line."""
        if not 0 <= place < len(self._ids):
            return None
        number = place // _WINDOW
        if number not in self._windows:
            part = self._ids[number * _WINDOW : (number + 1) * _WINDOW]
            self._windows[number] = standing.of(self._store, part, self._rewound)
        return self._windows[number][place % _WINDOW]

    def render_line(self, y: int) -> Strip:
        """One person: name, birth year, where, state and reason."""
        place = y + self.scroll_offset.y
        width = self.size.width
        person = self.person_at(place)
        if person is None:
            return Strip.blank(width, self.rich_style)
        # Mark, year and the gaps take 12 cells; the longest state without a reason 25.
        free = max(20, width - 12 - 25)
        name = min(28, free * 11 // 20)
        where = min(40, free - name)
        told = "  ".join(
            (
                _fit(person.full_name, name),
                _fit((person.birth_date or "")[:4], 4),
                _fit(person.unit if self._by_unit else person.department or person.unit, where),
                state_words(person, self._item),
            )
        )
        at_cursor = place == self.at
        mark = "▸ " if at_cursor else "  "
        style = self.get_component_rich_style("people-behind--cursor") if at_cursor else self.rich_style
        return Strip([Segment(_fit(mark + told, width), style)])

    def action_move(self, step: int) -> None:
        """One person up or down."""
        self.action_go(self.at + step)

    def action_page(self, step: int) -> None:
        """One screenful up or down."""
        self.action_go(self.at + step * max(1, self.size.height - 1))

    def action_last(self) -> None:
        """The last person."""
        self.action_go(len(self._ids) - 1)

    def action_go(self, place: int) -> None:
        """The person at that line."""
        self.at = max(0, min(place, len(self._ids) - 1))
        top, height = self.scroll_offset.y, self.size.height
        if self.at < top:
            self.scroll_to(y=self.at, animate=False, immediate=True)
        elif self.at >= top + height:
            self.scroll_to(y=self.at - height + 1, animate=False, immediate=True)
        self.refresh()
        self._tell()

    def _tell(self) -> None:
        self.post_message(self.Moved(self.person_at(self.at)))

    def on_click(self, event: Click) -> None:
        """The person under the mouse; a second click opens them."""
        place = event.y + self.scroll_offset.y
        if place < len(self._ids):
            self.action_go(place)
            if event.chain == 2:
                self.post_message(self.Opened(self._ids[place]))
