"""Words for a file on the screen Nhận tệp: its line in the queue, the text about it, the head of the queue."""

import unicodedata
from collections.abc import Sequence

from importers.intake import Incoming, State
from store.masks import cover_in_name
from store.outcome import TAKEN_IN, Outcome
from store.receiving import mending
from store.receiving.form_mark import OWN_TABLES
from store.receiving.plan import FileKind, Plan
from store.text import format_date, format_number
from store.words.field_values import counts_text
from tui.screens.receive import count_lines, row_filter
from tui.widgets.short_names import short_name, shortened

EMPTY = (
    "Ctrl+N: chọn tệp mà đơn vị gửi, hoặc cả thư mục (USB, Downloads …).\n"
    "Chưa ghi gì vào sổ cho đến khi bấm nhận. F8: các bản đã nhận."
)
#: Something is to be done about a file, or it is done: a sign, because colour alone is not seen by everybody.
_SIGNS = {
    State.TAKEN: "✓ ",
    State.STOPPED: "? ",
    State.UNREADABLE: "✗ ",
    State.LOCKED: "? ",
    State.UNIT_UNKNOWN: "? ",
    State.UNIT_NEW: "? ",
    State.UNTOUCHED_FORM: "? ",
    State.PARTLY_TAKEN: "! ",
}
_QUIET = frozenset({State.WAITING, State.CLEAN, State.TAKEN})
#: What the person must do something about leads: the end of a line may be cut.
_LOUDEST_FIRST = (Outcome.CONFLICT, Outcome.REJECTED, Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)


def line(file: Incoming, width: int) -> tuple[str, bool]:
    """The line of a file in the queue, `width` letters wide, and whether it is highlighted as needing the person."""
    name = shortened(file.name, max(26, min(46, width * 2 // 5)))
    return f"{name} {verdict(file, short=True)}", file.state not in _QUIET


def verdict(file: Incoming, *, short: bool = False) -> str:
    """The state of the file in one line; `short`: with the unit's name abbreviated."""
    return f"{_SIGNS.get(file.state, '')}{_state_words(file, short=short)}"


def not_usable(file: Incoming) -> str:
    """Why a file cannot be taken in now, as a sentence."""
    words = "Tệp này đã nhận rồi" if file.taken else _state_words(file)
    return words if words.endswith((".", "…")) else f"{words}."


def _state_words(file: Incoming, *, short: bool = False) -> str:
    plan, state = file.plan, file.state
    if state is State.TAKEN:
        of_unit = "" if file.part is None or plan is None or plan.unit is None else f"{short_name(plan.unit)} · "
        return f"{of_unit}{taken(file)}"
    if state is State.STOPPED:
        return "Đã dừng, chưa đọc. Enter: đọc tiếp"
    if plan is None:
        return "đang đợi đọc …"
    if state in (State.UNREADABLE, State.LOCKED):
        return plan.reading.message
    found = _found(plan)
    if plan.unit is None:
        return f"Chưa rõ đơn vị gửi (Ctrl+U để chọn) · {found}"
    unit = short_name(plan.unit) if short else plan.unit
    if state is State.UNIT_NEW:
        return f"Đơn vị mới: {unit} · {found}"
    if state is State.UNTOUCHED_FORM:
        return f"Biểu mẫu chưa ghi thêm gì · {unit}"
    if state is State.PARTLY_TAKEN:
        return f"Đã nhận, còn {format_number(plan.counts()['conflict'])} mâu thuẫn · {unit}"
    return f"{unit} · {found}"


def _found(plan: Plan) -> str:
    """What was found in a file: `1 mâu thuẫn, 14 mới; 3 ô sai; 2 người không còn trong tệp`."""
    if count_lines.is_of_figures(plan):
        found = count_lines.verdict(plan)
    else:
        found = f"{counts_text(plan.counts(), _LOUDEST_FIRST)}{_cells(plan)}"
    doubts = len(plan.reading.doubts)
    found = f"{doubts} cột chưa rõ, {found}" if doubts else found
    gone = f"; {format_number(len(plan.vanished))} người không còn trong tệp" if plan.vanished else ""
    if plan.reading.bundle is not None and plan.left:
        from store.words import bundles  # few files are bundles

        gone = f"; {bundles.no_longer_followed(plan.reading.bundle, len(plan.left))}"
    return f"{found}{gone}" or "không có gì đổi"


def _cells(plan: Plan) -> str:
    """How many cells were left out or taken with a doubt: `; 3 ô sai, 2 ô nên xem`; "" for none."""
    codes = [problem.code for row in plan.rows for problem in row.incoming.problems]
    wrong = sum(code in mending.MUST for code in codes)
    zeros = codes.count(row_filter.ZERO_RESTORED)
    odd = sum(code not in mending.MUST and code not in mending.NOTED for code in codes) - zeros
    numbers = ((wrong, "ô sai"), (odd, "ô nên xem"), (zeros, "ô đã bù số 0"))
    found = ", ".join(f"{format_number(number)} {words}" for number, words in numbers if number)
    return f"; {found}" if found else ""


def taken(file: Incoming) -> str:
    """What taking the file in changed, in one line."""
    plan = file.plan
    assert plan is not None  # noqa: S101 - it was taken in
    if file.is_repeated:
        return f"Chính tệp này đã nhận ngày {_taken_before(file)}, không có gì thay đổi"
    if plan.reading.kind is FileKind.SUMMARY:
        return f"Đã nhận: {file.about_counts}"
    if count_lines.is_of_figures(plan):
        return f"Đã nhận: {count_lines.verdict(plan)}"
    counts = plan.counts()
    left_out = counts["conflict"] + counts["rejected"]
    words = counts_text(counts, TAKEN_IN) or "không có người nào"
    words += f"; {format_number(left_out)} dòng chưa nhận" if left_out else ""
    words += f"; {format_number(len(plan.left))} người thôi theo dõi" if plan.left else ""
    words += _cells(plan)
    return "; ".join(filter(None, [f"Đã nhận: {words}", file.about_counts]))


def _taken_before(file: Incoming) -> str:
    return format_date(file.earlier.received_at[:10]) if file.earlier is not None else ""


def head(files: Sequence[Incoming]) -> str:
    """The number of files by state: `9 tệp: 4 chờ nhận, 1 bảng của chương trình, 1 không đọc được, 3 đã nhận`."""
    if not files:
        return "Chưa có tệp nào"
    own = sum(map(_is_own_table, files))
    unreadable = sum(file.reading is not None and not file.is_usable for file in files) - own
    done = sum(file.taken for file in files)
    numbers = (
        (len(files) - own - unreadable - done, "chờ nhận"),
        (own, "bảng của chương trình"),
        (unreadable, "không đọc được"),
        (done, "đã nhận"),
    )
    return f"{len(files)} tệp: {', '.join(f'{number} {words}' for number, words in numbers if number)}"


def _is_own_table(file: Incoming) -> bool:
    """Whether the file is a table that the program exported and whose edits it takes in, such as tasks."""
    mark = file.reading.mark if file.reading is not None and not file.is_usable else None
    return mark is not None and mark.kind in OWN_TABLES


def strip(file: Incoming, files: Sequence[Incoming]) -> str:
    """The text about a file: its name, state, remarks, and the next key."""
    where = file.name
    if any(other.name == where and other.path.parent != file.path.parent for other in files):
        where = f"{where} · thư mục {cover_in_name(file.path.parent.name)}"
    lines = [unicodedata.normalize("NFC", where), verdict(file)]
    reading = file.reading
    if reading is None:
        return "\n".join(lines)
    if file.state is State.LOCKED:
        return "\n".join([*lines, "Enter: gõ mật khẩu · Delete: bỏ tệp khỏi danh sách; tệp gốc còn nguyên"])
    if not file.is_usable:
        take = "Ctrl+S: xem, nhận các ô đã sửa · " if _is_own_table(file) else ""
        return "\n".join([*lines, *reading.remarks, f"{take}Delete: bỏ tệp khỏi danh sách; tệp gốc còn nguyên"])
    lines.append(_next_key(file))
    if file.earlier is not None and not file.taken and file.submission_id is None:
        lines.append(f"Chính tệp này đã nhận ngày {_taken_before(file)}.")
    if file.whole is not None:
        lines.append(f"Tệp có {len(file.whole.parts)} đơn vị; đây là phần “{file.part or 'không ghi đơn vị'}”.")
    lines += reading.remarks
    if file.beside_names:
        lines.append(file.beside_names)
    return "\n".join(lines)


def _next_key(file: Incoming) -> str:
    if file.taken:
        return "Enter: xem từng dòng · F8: rút lại, xuất phiếu sửa · Delete: cất khỏi danh sách"
    if file.plan is None or file.plan.unit is None:
        return "Ctrl+U: chọn đơn vị · Enter: xem từng dòng · F7: các cột"
    if file.state is State.UNIT_NEW:
        return "Enter: thêm đơn vị này, hoặc chọn đơn vị khác · Ctrl+A: nhận mọi đơn vị"
    if file.is_untouched_form:
        return "Đơn vị gửi lại, không có gì đổi: Ctrl+S · Bản trạm vừa xuất: Delete"
    if file.plan.reading.doubts:
        return "Enter: trả lời về cột chưa rõ · Ctrl+S: nhận phần khác · F7: các cột"
    if file.plan.counts()["conflict"]:
        return "Enter: xem và trả lời mâu thuẫn · Ctrl+S: nhận các dòng khác · F7: các cột"
    if file.proposals:
        return f"Enter: {len(file.proposals)} đề nghị, rồi từng dòng · Ctrl+S: nhận tệp này · F7: các cột"
    return "Ctrl+S: nhận tệp này · Enter: xem từng dòng · F7: các cột · Ctrl+U: đổi đơn vị"
