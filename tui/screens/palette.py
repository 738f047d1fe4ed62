"""Ctrl+P: finds places, commands of the screen in front, units and people by a few letters of their name."""

from collections.abc import Callable, Iterator
from typing import Any

from textual.screen import Screen

from store.people import roster, units
from store.text import fold, mask_number
from tui.framework.targets import PeopleTarget
from tui.framework.work_app import WorkApp
from tui.framework.work_screen import ListScreen, fit
from tui.framework.written_files import offer_recent
from tui.keys import key_name
from tui.places import PLACES
from tui.screens.forget_due import forget_due
from tui.screens.send_bundle import send_bundle
from tui.styles import css_of
from tui.widgets.dialogs import PickOne
from tui.widgets.short_names import short_name

#: Keys that move or answer in whatever is in front: the keyboard says them better than a list.
_MOVES = {"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab", "shift+tab", "enter", "escape"}
_FOUND = 8  # people and units that are listed; the list of people finds the rest
_NUMBER = 6  # letters of a number's end
_WIDEST, _FRAME = 108, 10  # columns of the window, as the style says, and those of them beside the words
_LEAST = 2  # letters before people are looked for

Act = Callable[[], object]


class Palette(PickOne[Act | None]):
    """The list of all that can be done or opened; answers the function to call after it has closed."""

    DEFAULT_CSS = css_of("Palette")

    def __init__(self, app: WorkApp, screen: Screen[object]) -> None:
        self._work_app = app
        super().__init__("Tìm việc, người, đơn vị", [(act, words) for act, words in _commands(app, screen)])

    def found(self, typed: str) -> list[tuple[Any, str, str]]:
        """The places and commands that match, then units, then people."""
        listed = [*super().found(typed)]
        if len(fold(typed)) >= _LEAST:
            listed += [(act, words, " ") for act, words in self._found_in_store(typed)]
        room = min(_WIDEST, self._work_app.size.width * 9 // 10) - _FRAME
        return [(act, fit(words, room), digit) for act, words, digit in listed]

    def _found_in_store(self, typed: str) -> Iterator[tuple[Act, str]]:
        app, words = self._work_app, fold(typed).split()
        named = [unit for unit in units.all_units(app.store) if all(f" {w}" in f" {fold(unit.name)}" for w in words)]
        for unit in named[:_FOUND]:
            yield _go(app, PeopleTarget(roster.Filter(unit_id=unit.id))), f"{unit.name} · người của đơn vị này"
        for person in roster.first_found(app.store, typed, _FOUND):
            works_at = short_name(units.get(app.store, person.unit_id).name)
            number = mask_number(person.citizen_id)[-_NUMBER:]
            about = (person.full_name, (person.birth_date or "")[:4], number, works_at)
            target = PeopleTarget(roster.Filter(search=person.full_name), person.id)
            yield _go(app, target), " · ".join(part for part in about if part)


def _go(app: WorkApp, target: PeopleTarget) -> Act:
    return lambda: app.go_to(target)


def _commands(app: WorkApp, screen: Screen[object]) -> Iterator[tuple[Act, str]]:
    """The places, then the commands of the screen in front and of the app, each with its key."""
    for place in PLACES:
        name = f"{place.title} · {key_name(place.key)}" if place.key else place.title
        yield lambda mode=place.mode: app.action_go(mode), f"{name} · {place.tooltip}"  # type: ignore[misc]
    yield lambda: offer_recent(app), "Tệp đã xuất · Mở lại tệp vừa ghi, thư mục của nó"
    yield lambda: forget_due(app), "Cần xoá · Người đã nghỉ quá thời hạn giữ: xem, xoá dữ liệu của họ"
    yield lambda: send_bundle(app), "Gói gửi cấp trên · Cả trạm thành một tệp, hoặc chỉ số liệu"
    acted = {active.binding.action for active in screen.active_bindings.values()}
    if isinstance(screen, ListScreen) and screen.heads() and "export_shown" not in acted:
        yield screen.action_export_shown, "Xuất danh sách đang hiện · Ghi đúng những dòng đang hiện ra tệp Excel, csv"
    seen: set[str] = set()
    for key, active in screen.active_bindings.items():
        binding = active.binding
        is_place = binding.action.startswith(("app.go", "go("))
        if binding.action in seen or key in _MOVES or not binding.tooltip or is_place:
            continue
        name = " · ".join((binding.description, binding.key_display or key_name(key), binding.tooltip))
        if name in seen:  # one key of several with a meaning in common, as 1–9
            continue
        seen.update((binding.action, name))
        yield lambda action=binding.action, node=active.node: app.run_action(action, node), name  # type: ignore[misc]
