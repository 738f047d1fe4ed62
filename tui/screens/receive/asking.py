"""Asks before a file is taken in: about new units, people missing from the file, and rows left out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from importers.intake import Incoming, answer_vanished
from store.outcome import TAKEN_IN, Outcome
from store.receiving.plan import Plan
from store.text import format_number
from tui.widgets.dialogs import Ask, Choice

if TYPE_CHECKING:
    from tui.framework.work_app import WorkApp

_SHOWN, _ROWS = 8, 4
_LEFT, _STAY, _EACH, _LATER = "left", "stay", "each", "later"
_ONE = (Choice("1", "Vẫn làm ở đó, đơn vị ghi sót", _STAY), Choice("2", "Đã nghỉ hoặc chuyển đi: thôi theo dõi", _LEFT))


async def may_create(app: "WorkApp", files: Sequence[Incoming]) -> bool:
    """Ask whether to add the files' units, which the store does not know; answers whether the person agreed."""
    names = [file.plan.unit for file in files if file.plan is not None and file.plan.unit is not None]
    more = f" … và {format_number(len(names) - _SHOWN)} đơn vị nữa" if len(names) > _SHOWN else ""
    words = f"Thêm cả {len(names)} đơn vị, rồi nhận" if len(names) > 1 else "Thêm đơn vị này, rồi nhận"
    choices = (Choice("1", words, True), Choice("2", "Chưa thêm", False))
    title = f"{len(names)} đơn vị chưa có trong sổ" if len(names) > 1 else "Đơn vị chưa có trong sổ"
    return await app.push_screen_wait(Ask(title, f"{'; '.join(names[:_SHOWN])}{more}", choices)) is True


async def may_take_in(app: "WorkApp", file: Incoming) -> bool:
    """Ask the questions about a whole file; answers False when the person does not want to take it in now."""
    assert file.plan is not None  # noqa: S101 - it is taken in
    if file.plan.vanished and not await _ask_vanished(app, file):
        return False
    counts, doubts = file.plan.counts(), len(file.plan.reading.doubts)
    if file.is_untouched_form:
        title = f"{file.plan.unit} gửi biểu mẫu này?"
        question = "Biểu mẫu này chưa được ghi thêm gì. Nếu là bản trạm vừa xuất thì đừng nhận."
        words = ("Đơn vị gửi lại, không có gì đổi: ghi đã nhận", "Thôi")
    elif left_out := counts["conflict"] + counts["rejected"]:
        title = "Còn dòng chưa rõ"
        later = "Trả lời sau" if counts[Outcome.CONFLICT] else "Đơn vị sửa, gửi lại"
        question = f"{_left_out(file.plan)}. {later} thì nhận tiếp được."
        good = sum(counts[one] for one in TAKEN_IN)
        words = (f"Nhận {format_number(good)} dòng tốt, để lại {format_number(left_out)}", "Quay lại xem từng dòng")
    elif doubts:
        title = "Còn cột chưa rõ"
        question = f"{doubts} cột chưa rõ ghi gì sẽ chưa được ghi vào sổ; có thể nhận lại tệp sau."
        words = (f"Nhận các cột đã rõ, để lại {doubts} cột", "Quay lại xem từng cột")
    else:
        return True
    choices = (Choice("1", words[0], True), Choice("2", words[1], False))
    return await app.push_screen_wait(Ask(title, question, choices)) is True


def _left_out(plan: Plan) -> str:
    """Which rows of a file are not taken in now, and why: `5 mâu thuẫn, dòng 18 không có tên`."""
    conflicts = plan.counts()[Outcome.CONFLICT]
    parts = [f"{format_number(conflicts)} mâu thuẫn"] if conflicts else []
    nameless = [row.incoming.row for row in plan.rows if row.outcome is Outcome.REJECTED]
    counted = zip(plan.reading.summary, plan.counted, strict=True)
    lines = [line.row for line, outcome in counted if outcome is Outcome.REJECTED]
    for places, why in ((nameless, "không có tên"), (lines, "có số không khớp")):
        more = f" và {format_number(len(places) - _ROWS)} dòng nữa" if len(places) > _ROWS else ""
        parts += [f"dòng {', '.join(map(str, places[:_ROWS]))}{more} {why}"] if places else []
    return ", ".join(parts)


async def _ask_vanished(app: "WorkApp", incoming: Incoming) -> bool:
    """Ask about people who are missing from the file; answers False when the file is not to be taken in now."""
    assert incoming.plan is not None  # noqa: S101 - it found them
    gone = list(incoming.plan.vanished)
    several = len(gone) > 1
    names = "; ".join(one.name for one in gone[:_SHOWN])
    more = f" … và {format_number(len(gone) - _SHOWN)} người nữa" if len(gone) > _SHOWN else ""
    answer = await app.push_screen_wait(
        Ask(
            f"{format_number(len(gone))} người có trong bản trước, không có trong tệp này",
            f"{names}{more}",
            (
                *_ONE,
                *((Choice("3", "Hỏi từng người", _EACH),) if several else ()),
                Choice("4" if several else "3", "Chưa biết: vẫn tính, hỏi lại lần sau", _LATER),
            ),
        )
    )
    if answer in (None, _LATER):
        return answer == _LATER
    for one in gone:
        of_one = answer
        if answer == _EACH:
            of_one = await app.push_screen_wait(Ask(one.name, "Có trong bản trước, không có trong tệp này.", _ONE))
        if of_one is not None:
            answer_vanished(incoming, one, left=of_one == _LEFT)
    return True
