"""What to ask one unit for: its reasons, and behind each the people, or the file that counted them."""

from functools import partial
from typing import TYPE_CHECKING

from store import clock
from store.database import Store
from store.monitoring import blockers, overview
from store.monitoring.blockers import Blocker, Call
from store.words.overview import blocker_text, call_text
from tui.screens.forms.people_behind import PeopleBehindScreen, Question
from tui.widgets.dialogs import PickOne

if TYPE_CHECKING:
    from tui.framework.work_app import WorkApp


async def answer_call(app: "WorkApp", call: Call) -> None:
    """Ask which reason, and show its people, until the person is done or nothing is lacking any more."""
    current: Call | None = call
    while current is not None:
        options = [(each, blocker_text(each)) for each in current.groups]
        title = f"{current.unit}: còn thiếu gì"
        chosen = await app.push_screen_wait(PickOne(title, options, body=call_text(current)))
        if not isinstance(chosen, Blocker):
            return
        if chosen.origin is None:
            await app.push_screen_wait(PeopleBehindScreen(_question(chosen, call_text(current))))
        else:
            _show_file(app, chosen)
            return
        current = await app.in_background(partial(_again, unit_id=call.unit_id))


def _again(store: Store, unit_id: int) -> Call | None:
    return next((each for each in overview.read(store, clock.now()).calls if each.unit_id == unit_id), None)


def _question(group: Blocker, whom: str) -> Question:
    title = f"{group.unit}: chưa {group.item.short_title} – {group.reason}"
    ids = partial(blockers.people_of, blocker=group)
    return Question(title, group.item.key, ids, remark=f"{whom}." if whom else "")


def _show_file(app: "WorkApp", group: Blocker) -> None:
    from tui.framework.text_page import TextPage
    from tui.screens.forms import sent_figures

    assert group.origin is not None  # noqa: S101 - asked of such groups only
    app.push_screen(TextPage(*sent_figures.behind_lacking(app.store, group.origin, group.item.key)))
