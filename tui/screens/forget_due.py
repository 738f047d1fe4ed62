"""Cần xoá: lists people who left longer ago than the station keeps data, and erases their data after asking."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from store import retention, settings
from store.text import format_number
from tui.widgets.dialogs import Ask, Choice, Notice, PickOne, Prompt

if TYPE_CHECKING:
    from tui.framework.work_app import WorkApp

_LONGEST = 600  # months
_WARNING = "Không lấy lại được. Số liệu đã báo cáo giữ nguyên; bản sao cũ còn giữ đến khi tự hết."


def forget_due(app: "WorkApp") -> None:
    """Start asking in a worker, over the screen in front."""
    app.run_worker(_forget_due(app), group="ask", exclusive=True)


async def _forget_due(app: "WorkApp") -> None:
    unfinished = retention.unfinished(app.store)
    if retention.keep_months(app.store) is None and not unfinished:
        title, label = "Cần xoá", "Giữ dữ liệu của người đã nghỉ bao nhiêu tháng"
        months = await app.push_screen_wait(Prompt(title, label, "24", _fault_of_months))
        if months is None:
            return
        settings.save(app.store, keep_months=months.strip())
    overdue = retention.overdue(app.store)
    due = [one for one in overdue if one.waits_in is None]
    if not due and unfinished:
        await _forget(app, ())  # who was agreed to before: only their name was left in a text
    elif not overdue:
        app.notify(f"Không có ai nghỉ quá {retention.keep_months(app.store)} tháng.")
    if not overdue:
        return
    everybody = tuple(one.id for one in due)
    options = [(everybody, f"Xoá dữ liệu của cả {format_number(len(due))} người")] if due else []
    options += [((one.id,), one.line) for one in overdue]
    ids = await app.push_screen_wait(PickOne("Cần xoá: đã nghỉ quá thời hạn giữ", options))
    if ids is None:
        return
    picked = next((one for one in overdue if ids == (one.id,)), None)
    if picked is not None and picked.waits_in:
        await app.push_screen_wait(Notice("Chưa xoá được", picked.why_not))
        return
    who = f"{format_number(len(ids))} người" if picked is None else picked.full_name
    warning = _WARNING if picked is None else f"{picked.about}\n\n{_WARNING}"
    choices = (Choice("1", "Thôi", False), Choice("2", "Xoá", True))
    if not await app.push_screen_wait(Ask(f"Xoá dữ liệu cá nhân của {who}?", warning, choices)):
        return
    await _forget(app, ids)


async def _forget(app: "WorkApp", ids: Sequence[int]) -> None:
    # Not by the sitting's own jobs: Ctrl+Z takes back what these did, and this cannot be taken back.
    done = await app.job(partial(retention.forget, ids=ids), is_of_sitting=False).result()
    app.data_changed()
    await app.push_screen_wait(Notice("Đã xoá", "\n".join(done.lines)))


def _fault_of_months(text: str) -> str | None:
    number = text.strip()
    is_good = number.isascii() and number.isdecimal() and len(number) < 9 and 0 < int(number) <= _LONGEST
    return None if is_good else f"Ghi số tháng, từ 1 đến {_LONGEST}."
