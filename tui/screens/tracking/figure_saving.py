"""Asks what is to be asked before the unsaved numbers of the grid are written: newer ones of others, odd ones."""

from collections.abc import Iterator, Mapping, Sequence

from store.calendar.periods import Period
from store.database import Store
from store.figures import drafts
from store.figures.localities import KIND_LABELS
from tui.framework.work_screen import WorkScreen
from tui.screens.tracking.entry_sheet import TARGETS, EntrySheet
from tui.widgets.dialogs import Ask, Choice, newer_stays

_MOST_ASKED = 8  # doubts that a question lists


async def settle_newer(screen: WorkScreen, sheet: EntrySheet) -> bool:
    """Ask which numbers stay where another window wrote since one was typed; False: nobody has said it."""
    if not (newer := sheet.newer()):
        return True
    lines = [sheet.newer_text(place, number) for place, number in newer.items()]
    typed_stays = await screen.app.push_screen_wait(newer_stays("\n".join(lines)))
    if typed_stays is None:
        return False
    sheet.settle(newer, typed_stays=typed_stays)
    return True


async def settle_gone(screen: WorkScreen, sheet: EntrySheet) -> bool:
    """Ask about numbers of localities that another window renamed or removed; False: nobody has said it."""
    if not (names := sheet.gone()):
        return True
    about = "Không có trong danh sách, có thể đã đổi tên, gộp hay bỏ ở nơi khác; thêm lại thì có thể đếm hai lần."
    lines = [line for name in sorted(names) for line in sheet.waiting(name)]
    choices = (Choice("1", "Bỏ các số này", False), Choice("2", "Thêm lại nơi ấy và ghi", True))
    are_added = await screen.app.push_screen_wait(Ask(", ".join(sorted(names)), "\n".join([about, *lines]), choices))
    if are_added is None:
        return False
    sheet.settle_gone(names, are_added=are_added)
    return True


async def are_right(screen: WorkScreen, sheet: EntrySheet) -> bool:
    """Whether odd numbers are right, which is asked; True where none is odd."""
    if not (doubts := sheet.all_doubts()):
        return True
    more = [f"… và {len(doubts) - _MOST_ASKED} chỗ nữa"] if len(doubts) > _MOST_ASKED else []
    choices = (Choice("1", "Xem lại", False), Choice("2", f"Đúng cả {len(doubts)} chỗ, ghi", True))
    body = "\n".join([*doubts[:_MOST_ASKED], *more])
    return await screen.app.push_screen_wait(Ask("Có đúng không?", body, choices)) is True


def elsewhere(store: Store, key: Sequence[str]) -> str:
    """In which other grids than this one closed windows left unsaved numbers, in Vietnamese; "" for none."""
    others = [about(each.split("/")) for each in drafts.left(store) if each != "/".join(key)]
    return f"Còn số chưa ghi ở: {'; '.join(others)}." if others else ""


def about(key: Sequence[str]) -> str:
    """A grid in words, by its plan, whose figures, kind and first day: `địa bàn, tháng 06/2026 (tri-ton-2026)`."""
    plan, by, kind, first = key
    of = "chỉ tiêu giao" if kind == TARGETS else Period(kind, first).text
    return f"{KIND_LABELS[by].lower()}, {of} ({plan})"


def to_copy(sheets: Mapping[tuple[str, str, str, str], EntrySheet]) -> Iterator[str]:
    """The unsaved numbers, a line for each with its cell, below a line for each grid."""
    for key, sheet in sheets.items():
        if sheet.pending:
            yield f"Nhập số liệu, {about(key)}:"
            yield from sheet.waiting()
