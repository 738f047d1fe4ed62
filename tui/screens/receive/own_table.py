"""Takes in a table that the program exported: shows the edits made in it, asks, and writes only these."""

from pathlib import Path
from typing import TYPE_CHECKING

from store import journal
from store.database import Store
from tui.widgets.dialogs import Ask, Choice

if TYPE_CHECKING:
    from importers.own_tables import TablePlan
    from tui.framework.work_app import WorkApp

_SHOWN = 12  # lines of the question


async def take(app: "WorkApp", path: Path) -> bool | None:
    """Ask, then save the edits of an exported table; answers whether the file is done with.

    Answers None when the file is no exported table.
    """
    found = await app.in_background(lambda store: _plan(store, path))
    if found is None:
        return None
    left = [*(f"Không lấy: {text}" for text in found.left), *found.remarks]
    if not found.edits:
        lines = [found.verdict, *left]
        await app.push_screen_wait(
            Ask("Không có gì để ghi", _shown(lines), (Choice("1", "Cất tệp khỏi danh sách", True),))
        )
        return True
    choices = (Choice("1", f"Ghi {len(found.edits)} chỗ sửa vào sổ", True), Choice("2", "Thôi", False))
    if await app.push_screen_wait(Ask(found.verdict, _shown([*found.edits, *left]), choices)) is not True:
        return False
    refused = await app.in_background(lambda store: _write(store, path, found.edits))
    if refused is None:
        app.notify("Sổ vừa đổi ở cửa sổ khác. Hãy xem lại các chỗ sửa.")
        return await take(app, path)
    text = f"Đã ghi {found.title}." if not refused else f"Đã ghi {found.title}, trừ: {'; '.join(refused)}."
    app.notify(text, severity="warning" if refused else "information", timeout=5)
    return True


def _plan(store: Store, path: Path) -> "TablePlan | None":
    from importers.own_tables import plan

    return plan(store, path, asks=True)


def _write(store: Store, path: Path, shown: list[str]) -> list[str] | None:
    """Compare the table with the store again, and write; answers what was refused.

    None: these are not the edits that were `shown`, because another window wrote meanwhile; nothing is written.
    """
    while True:
        before = journal.last_change(store)
        found = _plan(store, path)
        if found is None or found.edits != shown:
            return None
        with store.transaction():
            if journal.last_change(store) == before:  # else another window wrote while they were compared
                return found.write()


def _shown(lines: list[str]) -> str:
    more = [f"… và {len(lines) - _SHOWN} chỗ nữa"] if len(lines) > _SHOWN else []
    return "\n".join([*lines[:_SHOWN], *more])
