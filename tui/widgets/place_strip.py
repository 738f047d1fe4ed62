"""The top line: the places of work with a function key, the active one marked, then the station's name."""

from collections.abc import Iterator
from datetime import datetime

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from tui.keys import key_name
from tui.places import PLACES, Place
from tui.styles import css_of
from tui.widgets.short_names import short_name

_SHOWN = tuple(place for place in PLACES if place.key.startswith("f"))
_CLOCK, _SHORT_CLOCK = "Giờ đặt tay %H:%M %d/%m/%Y", "Giờ %H:%M %d/%m"
_LEAST = 10  # cells of a station's name that still tell something


class PlaceStrip(Widget):
    """Shows `F12 Tổng quan F2 Danh sách … Trạm Y tế xã A` in one line; a click on a place opens it."""

    DEFAULT_CSS = css_of("PlaceStrip")
    COMPONENT_CLASSES = {"place-strip--active"}  # noqa: RUF012 - as Textual declares it
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._title = self._station = ""
        self._clock: datetime | None = None

    def show(self, title: str, station: str, clock: datetime | None) -> None:
        """Show the title of the place in front, the station's name, and the clock if it is set by hand."""
        if (title, station, clock) != (self._title, self._station, self._clock):
            self._title, self._station, self._clock = title, station, clock
            self.refresh()

    @property
    def _page(self) -> str:
        """The title of the place in front if it has no function key; else ""."""
        return "" if any(place.title == self._title for place in _SHOWN) else self._title

    def _places(self) -> Iterator[tuple[Place, str]]:
        """The places with key and title; if the line is too narrow, inactive places with their key alone."""
        full = [(place, f"{key_name(place.key)} {place.title}") for place in _SHOWN]
        must = " · ".join(part for part in (self._page, self._clock and f"{self._clock:{_SHORT_CLOCK}}") if part)
        room = self.size.width - sum(cell_len(text) + 1 for _, text in full) - 2
        if cell_len(must) <= room:
            yield from full
            return
        for place, text in full:
            yield place, text if place.mode == self.app.current_mode else key_name(place.key)

    def _beside(self, room: int) -> str:
        """The clock and the station's name, shortened to `room` cells."""
        clocks = [f"{self._clock:{form}}" for form in (_CLOCK, _SHORT_CLOCK)] if self._clock else [""]
        for clock in clocks:
            for name in (self._station, short_name(self._station)):
                both = f"{clock} · {name}" if clock else name
                if cell_len(both) <= room:
                    return both
        clock = next((each for each in clocks if cell_len(each) <= room), clocks[-1])
        if clock or room < _LEAST:
            return clock
        return set_cell_size(name, room - 1).rstrip() + "…"

    def render_line(self, y: int) -> Strip:
        """Draw the places, then at the right the title of the place in front and the station's name."""
        base = self.rich_style
        active = base + self.get_component_rich_style("place-strip--active", partial=True)
        segments = []
        for place, text in self._places():
            segments += [
                Segment(" ", base),
                Segment(text, active if place.mode == self.app.current_mode else base),
            ]
        room = self.size.width - sum(segment.cell_length for segment in segments) - 2
        page = self._page
        beside = self._beside(room - cell_len(page) - (3 if page else 0))
        between = " · " if page and beside else ""
        segments += [
            Segment(" " * max(1, room + 1 - cell_len(page + between + beside)), base),
            Segment(page, active),
            Segment(f"{between}{beside} ", base),
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def on_click(self, event: events.Click) -> None:
        """Open the clicked place."""
        at = 0
        for place, text in self._places():
            at += 1 + cell_len(text)
            if event.x < at:
                self.app.simulate_key(place.key)
                return
