"""Asking about people whom the unit's file before named and this one does not."""

from typing import TYPE_CHECKING

from store.text import format_number
from tui.screens.receive.desk import Incoming, settle_vanished
from tui.widgets.dialogs import Ask, Choice

if TYPE_CHECKING:
    from tui.framework.work_app import WorkApp

_SHOWN = 8
_LEFT, _STAY, _EACH, _LATER = "left", "stay", "each", "later"


async def ask(app: "WorkApp", incoming: Incoming) -> bool:
    """Settle everybody who vanished, or leave them as they are; False: the file is not to be taken in now."""
    assert incoming.plan is not None  # noqa: S101 - it found them
    gone = list(incoming.plan.vanished)
    several = len(gone) > 1
    names = "; ".join(one.full_name for one in gone[:_SHOWN])
    more = f" … và {format_number(len(gone) - _SHOWN)} người nữa" if len(gone) > _SHOWN else ""
    answer = await app.push_screen_wait(
        Ask(
            f"{format_number(len(gone))} người có trong bản trước, không có trong tệp này",
            f"{names}{more}",
            (
                Choice("1", "Vẫn làm ở đó, đơn vị ghi sót", _STAY),
                Choice("2", "Đã nghỉ hoặc chuyển đi: thôi theo dõi", _LEFT),
                *((Choice("3", "Hỏi từng người", _EACH),) if several else ()),
                Choice("4" if several else "3", "Chưa biết, để hỏi lại lần sau", _LATER),
            ),
        )
    )
    if answer is None:
        return False
    if answer == _LATER:
        return True
    for one in gone:
        left = answer == _LEFT
        if answer == _EACH:
            said = await app.push_screen_wait(
                Ask(
                    one.full_name,
                    "Có trong bản trước, không có trong tệp này.",
                    (
                        Choice("1", "Vẫn làm ở đó, đơn vị ghi sót", False),
                        Choice("2", "Đã nghỉ hoặc chuyển đi: thôi theo dõi", True),
                    ),
                )
            )
            if said is None:
                continue
            left = bool(said)
        settle_vanished(incoming, one, left=left)
    return True
