"""Draws text only: whatever stands in a name, nothing on a screen commands the terminal."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter

from store.text import without_controls

Answer = TypeVar("Answer")


class _WithoutControls(LineFilter):
    """Removes controls and changes of direction from drawn lines; they are no cell wide, so that nothing moves."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Replace the segments of a line that have any."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [
            segment if segment.control else Segment(without_controls(segment.text), segment.style)
            for segment in segments
        ]


class OnlyText(App[Answer], Generic[Answer]):
    """An app whose screens show names of files, folders and people, which anybody may have given."""

    _without_controls = _WithoutControls()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The filters of Textual, and the one that leaves text only."""
        return [*super().get_line_filters(), self._without_controls]
