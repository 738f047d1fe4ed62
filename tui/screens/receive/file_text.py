"""What the screen of incoming files says of a file: in a line of the queue, in the strip below, and of all of them."""

import unicodedata
from collections.abc import Sequence

from store.receiving.plan import FileKind
from tui.screens.receive.desk import Incoming
from tui.widgets.short_names import shortened

EMPTY = (
    "Ctrl+N: chọn tệp mà đơn vị gửi, hoặc cả thư mục (USB, Downloads …).\n"
    "Chưa ghi gì vào sổ cho đến khi bấm nhận. F8: các bản đã nhận."
)
_LOUD = ("✗", "?", "!")


def line(incoming: Incoming, width: int) -> tuple[str, bool]:
    """One file of the queue, `width` letters wide, and whether something is to be done about it."""
    verdict = incoming.verdict(short=True)
    name = shortened(incoming.path.name, max(26, min(46, width * 2 // 5)))
    return f"{name} {verdict}", verdict.startswith(_LOUD) or (incoming.is_usable and not incoming.is_settled)


def head(files: Sequence[Incoming]) -> str:
    """`9 tệp: 4 chờ nhận, 2 không đọc được, 3 đã nhận`."""
    if not files:
        return "Chưa có tệp nào"
    unreadable = sum(one.reading is not None and one.reading.kind is FileKind.UNREADABLE for one in files)
    taken = sum(bool(one.done) for one in files)
    waiting = len(files) - unreadable - taken
    told = ((waiting, "chờ nhận"), (unreadable, "không đọc được"), (taken, "đã nhận"))
    return f"{len(files)} tệp: {', '.join(f'{number} {words}' for number, words in told if number)}"


def strip(incoming: Incoming, files: Sequence[Incoming]) -> str:
    """A file in full: its name, its verdict, what was passed over in it, and the next key."""
    reading = incoming.reading
    where = incoming.path.name
    if any(one.path.name == where and one.path.parent != incoming.path.parent for one in files):
        where = f"{where} · thư mục {incoming.path.parent.name}"
    lines = [unicodedata.normalize("NFC", where), incoming.verdict()]
    if reading is not None and reading.kind is not FileKind.UNREADABLE:
        lines.append(_next_key(incoming))
        if incoming.taken_before and not incoming.done and incoming.submission_id is None:
            lines.append(f"Chính tệp này đã nhận ngày {incoming.taken_before}.")
        lines += reading.remarks
        if incoming.beside_names:
            lines.append(incoming.beside_names)
    elif reading is not None:
        lines += [*reading.remarks, "Delete: bỏ tệp khỏi danh sách; tệp gốc còn nguyên"]
    return "\n".join(lines)


def _next_key(incoming: Incoming) -> str:
    if incoming.done:
        return "Enter: xem từng dòng · F8: rút lại, xuất phiếu sửa · Delete: cất khỏi danh sách"
    plan = incoming.plan
    if plan is None or plan.unit is None:
        return "Ctrl+U: chọn đơn vị · Enter: xem từng dòng · F7: các cột"
    if incoming.is_untouched_form:
        return "Đơn vị gửi lại, không có gì đổi: Ctrl+S · Bản trạm vừa xuất: Delete"
    if plan.counts()["conflict"]:
        return "Enter: xem và trả lời mâu thuẫn · Ctrl+S: nhận các dòng khác · F7: các cột"
    return "Ctrl+S: nhận tệp này · Enter: xem từng dòng · F7: các cột · Ctrl+U: đổi đơn vị"
