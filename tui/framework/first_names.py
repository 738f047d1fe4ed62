"""Asks before the first names of a unit take the place of the figures that it sent."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from store.people import units
from store.text import format_number
from tui.widgets.dialogs import Ask, Choice

if TYPE_CHECKING:
    from tui.framework.work_app import WorkApp


def ask_before_first_name(app: "WorkApp", unit_id: int, verb: str, go_on: Callable[[], object]) -> None:
    """Call `go_on`, which puts people into a unit; if the unit is counted by its figures until then, ask first.

    `verb` names in Vietnamese what is about to be done: "thêm", "chuyển".
    """
    from store.forms import filled  # few people are added to a unit without names

    store = app.store
    origin = None if units.has_people(store, unit_id) else filled.in_force(store).get(unit_id)
    if origin is None:
        go_on()
        return
    sent = format_number(origin.people)
    body = (
        f"{origin.unit} đang tính theo số liệu đã gửi: {sent} người, không có tên. Có tên trong danh sách thì chỉ"
        " đếm những người có tên."
    )
    choices = [Choice("1", "Thôi, chờ danh sách của đơn vị", False), Choice("2", f"Vẫn {verb}", True)]
    question = Ask(f"Thôi tính {sent} người theo số liệu?", body, choices)
    app.push_screen(question, lambda agreed: go_on() if agreed else None)
