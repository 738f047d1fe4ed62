"""F1: lists the keys that the screen in front acts on now, and the marks of states."""

from rich.table import Table
from rich.text import Text
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from store.models import MARKS, STATE_LABELS
from tui.framework.work_screen import Modal
from tui.keys import key_name, keys

Line = tuple[str, str, str]  # keys, what they do, in more words


HERE, EVERYWHERE = "Ở đây", "Ở mọi nơi"


_MOVES = frozenset({"↑", "↓", "Home", "End", "PgUp", "PgDn"})
_FEW = 3  # fewer keys that move stand each on their own line


def live_keys(screen: Screen[object]) -> dict[str, list[Line]]:
    """The keys that the screen acts on now, by group: its own, groups of bindings, those of the whole app.

    Keys with the same meaning stand on one line.
    """
    groups: dict[str, dict[str, tuple[list[str], str]]] = {HERE: {}}
    everywhere: dict[str, tuple[list[str], str]] = {}
    for key, active in screen.active_bindings.items():
        binding = active.binding
        # What a library widget binds for itself (moving in a field) has no tooltip of ours.
        if not active.enabled or not binding.tooltip or not binding.id:
            continue
        if isinstance(active.node, App) or binding.action.startswith("app."):
            group = everywhere
        else:
            group = groups.setdefault(binding.group.description if binding.group else HERE, {})
        names, _ = group.setdefault(binding.description, ([], binding.tooltip))
        name = binding.key_display or key_name(key)
        if name not in names:
            names.append(name)
    groups[EVERYWHERE] = everywhere
    return {title: _lines(group) for title, group in groups.items() if group}


def _lines(group: dict[str, tuple[list[str], str]]) -> list[Line]:
    """The lines of one group; several keys that only move the cursor are joined in the last line."""
    lines = [(" ".join(names), description, tooltip) for description, (names, tooltip) in group.items()]
    moves = [names for names, _ in group.values() if _MOVES.issuperset(names)]
    if len(moves) < _FEW:
        return lines
    others = [line for line in lines if not _MOVES.issuperset(line[0].split())]
    return [
        *others,
        (" ".join(key for names in moves for key in names), "Đi lại", "Từng dòng, từng trang, về đầu, về cuối"),
    ]


class HelpScreen(Modal[None]):
    """Shows the keys of the screen below it."""

    BINDINGS = keys("help", ("escape,f1,enter", "close", "Đóng", "Trở lại màn hình"), priority=True)

    def __init__(self, about: Screen[object]) -> None:
        super().__init__()
        self._title = getattr(about, "PLACE_TITLE", "") or "Màn hình này"
        self._groups = live_keys(about)

    def compose(self) -> ComposeResult:
        """Build the legend, and a table for each group of keys."""
        with VerticalScroll() as box:
            box.border_title = f"Trợ giúp · {self._title}"
            box.border_subtitle = "↑ ↓ PgUp PgDn: xem tiếp · Esc: đóng"
            yield Static(self._legend())
            for title, lines in self._groups.items():
                yield Static(_table(title, lines))

    @staticmethod
    def _legend() -> Text:
        marks = " · ".join(f"{mark} {STATE_LABELS[state]}" for state, mark in MARKS.items())
        return Text.assemble(("Dấu  ", "bold"), marks)


def _table(title: str, lines: list[Line]) -> Table:
    table = Table(box=None, expand=True, padding=(0, 1, 0, 0), title=title, title_style="bold underline")
    table.title_justify = "left"
    table.show_header = False
    table.add_column(style="bold", max_width=24)
    table.add_column(ratio=2)
    table.add_column(ratio=4)
    for pressed, description, tooltip in lines:
        table.add_row(Text(pressed), Text(description), Text(tooltip))
    return table
