"""A list in sections: headings stand between the lines, the cursor passes over them, Tab goes to the next section."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip

from tui.keys import keys
from tui.styles import css_of
from tui.widgets.line_list import LineList


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One line."""

    section: str
    text: str
    is_heading: bool = False
    is_loud: bool = False
    key: object = None  # what stays when the list is read again


class SectionList(LineList):
    """Lines with headings among them; no line is a heading only because there is nothing below it."""

    DEFAULT_CSS = css_of("SectionList")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"section-list--heading"}
    BINDINGS = keys(
        "sections",
        ("tab", "section(1)", "Mục sau", "Tới mục sau: mục, báo cáo, hạn …", "next"),
        hidden=[("shift+tab", "section(-1)", "Mục trước", "Về mục trước", "before")],
    )

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.lines: Sequence[SectionLine] = ()

    @property
    def current(self) -> SectionLine | None:
        """The line under the cursor."""
        return self.lines[self.cursor] if self.cursor < len(self.lines) else None

    def show(self, lines: Sequence[SectionLine]) -> None:
        """Show these; the cursor stays on the line with its key, or else in its section."""
        before = self.current
        self.lines = lines
        if before is not None:
            same = [at for at, line in enumerate(lines) if line.section == before.section and not line.is_heading]
            keyed = [at for at in same if before.key is not None and lines[at].key == before.key]
            self.cursor = (keyed or [at for at in same if at >= self.cursor] or same or [self.cursor])[0]
        self.cursor = self._selectable(min(self.cursor, max(0, len(lines) - 1)), 1)
        self.show_lines(len(lines), lambda at: (lines[at].text, lines[at].is_loud))

    def _selectable(self, number: int, way: int) -> int:
        """The nearest line that is no heading: in that way, or else in the other."""
        behind, before = range(number, len(self.lines)), range(min(number, len(self.lines) - 1), -1, -1)
        order: list[int] = [*behind, *before] if way > 0 else [*before, *behind]
        for at in order:
            if not self.lines[at].is_heading:
                return at
        return number

    def render_line(self, y: int) -> Strip:
        """A heading fills its line."""
        number = y + self.scroll_offset.y
        if number < len(self.lines) and self.lines[number].is_heading:
            style = self.rich_style + self.get_component_rich_style("section-list--heading", partial=True)
            text = f"  {self.lines[number].text}"
            return Strip([Segment(text, style)]).adjust_cell_length(self.size.width, style)
        return super().render_line(y)

    def go_to(self, number: int) -> None:
        """Pass over headings in the way that the cursor goes, and show that of the section above its first line."""
        if not self.lines:
            return
        number = max(0, min(number, self.count - 1))
        super().go_to(self._selectable(number, 1 if number >= self.cursor else -1))
        if self.cursor and self.lines[self.cursor - 1].is_heading:
            self.scroll_to_region(Region(0, self.cursor - 1, 1, 2), animate=False, force=True)

    def action_section(self, by: int) -> None:
        """The first line of the next section; behind the last comes the first."""
        sections = list(dict.fromkeys(line.section for line in self.lines))
        if not sections or self.current is None:
            return
        wanted = sections[(sections.index(self.current.section) + by) % len(sections)]
        places = [at for at, line in enumerate(self.lines) if line.section == wanted]
        self.go_to(places[-1])  # so that as much of the section as there is room for can be seen
        self.go_to(next(at for at in places if not self.lines[at].is_heading))
