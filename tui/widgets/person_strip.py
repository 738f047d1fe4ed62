"""The text below the list of people: the person under the cursor in words, or the reasons to choose from."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from store.checklist import checklist
from store.checklist.applicability import is_only_for
from store.masks import cover_numbers
from store.models import EMPLOYMENT_LABELS, MARKS, SEX_LABELS, STATE_LABELS, Item, Reason, StaffMember, State
from store.text import format_date, mask_number
from tui.styles import css_of
from tui.widgets.people_columns import fit

Piece = tuple[str, str]  # words, name of their style
REASONS_SHOWN = 9  # one digit each
REASONS_FOUND = 6  # that fit what is typed


def person_lines(
    member: StaffMember, items: Sequence[Item], item: Item | None, lacking: Sequence[Item]
) -> list[list[Piece]]:
    """Three lines: who the person is, the item under the column cursor, and what is contradictory or missing."""
    person = member.person
    number = mask_number(person.citizen_id)
    who = [
        person.position,
        member.department,
        member.unit,
        SEX_LABELS.get(person.sex or ""),
        f"sinh {person.birth_date[:4]}" if person.birth_date else None,  # the whole day stands in the form
        f"CCCD {number}" if number else "chưa có số CCCD",
        EMPLOYMENT_LABELS.get(person.employment or ""),
    ]
    first = [(person.full_name, "strong"), ("".join(f" · {part}" for part in who if part), "")]
    return [first, _item_line(member, item), _whole_line(member, items, lacking)]


def _item_line(member: StaffMember, item: Item | None) -> list[Piece]:
    if item is None:
        return [("Danh sách mục còn trống: hãy chọn một kế hoạch (tyt campaign use).", "quiet")]
    person = member.person
    state = person.states[item.key]
    line = [(f"{item.title}: ", ""), (f"{MARKS[state]} {STATE_LABELS[state]}", state.value)]
    if state is State.TODO:
        line.append((f" · {cover_numbers(person.reasons.get(item.key, 'chưa ghi lý do'))}", ""))
    elif state is State.NOT_APPLICABLE and item.key in person.reasons:
        line.append((f" · {cover_numbers(person.reasons[item.key])}", ""))
    elif state is State.DONE and item.key in person.done_on:
        line.append((f" · ghi ngày {format_date(person.done_on[item.key])}", ""))
    elif state is State.UNKNOWN and is_only_for(item.applies_to, "administrative"):
        line.append((" · chỉ tính với công chức, viên chức hành chính", "quiet"))
    return line


def _whole_line(member: StaffMember, items: Sequence[Item], lacking: Sequence[Item]) -> list[Piece]:
    against = checklist.contradictions(member.person.states, items)
    if against:
        done = ", ".join(item.short_title for item, _ in against)
        needed = against[0][1].short_title
        return [(f"! Mâu thuẫn, cần sửa: {done} ✓ mà {needed} ✗.", "warning")]
    if not lacking:
        return [("Đủ mọi mục.", "done")]
    return [(f"Còn thiếu {len(lacking)}: ", "quiet"), (", ".join(item.short_title for item in lacking), "")]


def reason_lines(reasons: Sequence[Reason], width: int, *, chosen: int | None = None) -> list[list[Piece]]:
    """Lay reasons out in columns of three lines, each after its digit; of two lines while words are typed.

    `chosen` is the place of the reason that Enter takes; None while digits choose.
    """
    height = 3 if chosen is None else 2
    column = width // max(1, -(-len(reasons) // height))
    lines: list[list[Piece]] = [[] for _ in range(height)]
    for place, reason in enumerate(reasons):
        here = place == chosen
        mark = "› " if here else "  " if chosen is not None else f"{reason.digit or ' '} "
        words = fit(reason.text, column - 3)
        lines[place % height] += [(mark, "strong"), (words, "here" if here else ""), (" ", "")]
    return lines


class PersonStrip(Widget):
    """A rule with words on it and three lines below; painted line by line because it changes at each key."""

    DEFAULT_CSS = css_of("PersonStrip")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"strip--{name}" for name in ("rule", "asking", "strong", "quiet", "here", "done", "todo", "unknown", "warning")
    }

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rule: Piece = ("", "rule")
        self._lines: list[list[Piece]] = []

    def show(self, rule: str, lines: list[list[Piece]], *, asking: bool = False) -> None:
        """Show words on the rule, and up to three lines of (words, style) below it."""
        shown = (rule, "asking" if asking else "rule")
        if (shown, lines) != (self._rule, self._lines):
            self._rule, self._lines = shown, lines
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the rule, or one of the lines below it."""
        width = self.size.width
        base = self.rich_style
        if y == 0:
            words, style = self._rule
            text = fit(f"── {words} ", min(cell_len(words) + 4, width)) if words else ""
            return Strip([Segment(text + "─" * (width - cell_len(text)), base + self._style(style))], width)
        pieces = self._lines[y - 1] if y <= len(self._lines) else []
        strip = Strip([Segment(" ", base), *(Segment(words, base + self._style(style)) for words, style in pieces)])
        return strip.adjust_cell_length(width, base) if strip.cell_length <= width else _cut(strip, width, base)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"strip--{name}", partial=True, default=Style.null())


def _cut(strip: Strip, width: int, base: Style) -> Strip:
    return Strip([*strip.crop(0, width - 1), Segment("…", base)], width)
