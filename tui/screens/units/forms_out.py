"""Exports the files for a unit: its form to fill in, and its own file with the cells to correct."""

import contextlib
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from store import clock, settings
from store.database import Store
from store.errors import StoreError
from store.people import units
from store.receiving import receipts
from store.text import format_number
from store.words.file_names import file_name, one_word
from tui.framework import exporting
from tui.log import note_uncovered
from tui.unit_papers import form_name, write_forms
from tui.widgets.dialogs import Ask, Choice, Notice, Prompt

if TYPE_CHECKING:
    from exporters.shown_list import ShownList
    from tui.framework.work_app import WorkApp

_ENDINGS = (".xlsx",)


class _What(Enum):
    ONE = auto()
    ALL = auto()
    LIST = auto()


async def export_template(app: "WorkApp", unit_id: int, shown: "ShownList | None") -> None:
    """Ask which form to export: of one unit, of every awaited unit, or the shown list instead; write it."""
    several = len(receipts.awaited_units(app.store))
    one = f"Chỉ {units.get(app.store, unit_id).name}"
    every = f"Cả {format_number(several)} đơn vị đang chờ, mỗi đơn vị một tệp"
    choices = [Choice("1", one, (_What.ONE, False))]
    if several > 1:
        choices.append(Choice("2", every, (_What.ALL, False)))
    if shown is not None:
        choices.append(Choice("3", "Không phải biểu mẫu: danh sách đang hiện", (_What.LIST, False)))
    choices.append(Choice("4", f"{one}, ghi đủ 12 số CCCD", (_What.ONE, True)))
    if several > 1:
        choices.append(Choice("5", f"{every}, ghi đủ 12 số CCCD", (_What.ALL, True)))
    body = "Cho đơn vị nào? Số CCCD được che bớt; biểu mẫu gửi lại, tyt vẫn nhận ra từng người."
    match await app.push_screen_wait(Ask("Xuất biểu mẫu", body, choices)):
        case _What.ONE, full_ids:
            await _export_one(app, unit_id, full_ids=full_ids)
        case _What.ALL, full_ids:
            await _export_all(app, full_ids=full_ids)
        case _What.LIST, _ if shown is not None:
            await exporting.export_shown(app, shown)


async def _export_one(app: "WorkApp", unit_id: int, *, full_ids: bool) -> None:
    from exporters.template import write_template
    from exporters.writing import personal_data
    from store.receiving import template

    form = await app.in_background(partial(template.draft, unit_id=unit_id))
    target = await exporting.export(
        app,
        "biểu mẫu",
        form_name(form.unit),
        _ENDINGS,
        lambda target: write_template(form, target, full_ids=full_ids),
        says_so=False,
    )
    if target is not None:
        if full_ids:
            note_uncovered("template")
        people = f"Biểu mẫu của {form.unit}: {format_number(len(form.members))} người."
        message = f"{people}\n{target}\n{personal_data(full_ids=full_ids)}"
        await app.push_screen_wait(Notice("Đã ghi biểu mẫu", message))


async def _export_all(app: "WorkApp", *, full_ids: bool) -> None:
    """Write the forms of all awaited units into a folder; cancelling stops after the current file."""
    from exporters.writing import ExportError, personal_data

    start = exporting.folder(app.store) / f"BieuMau_{clock.today():%Y%m%d}"
    text = await app.push_screen_wait(Prompt("Xuất biểu mẫu", "Ghi vào thư mục", str(start), _fault_of_folder))
    if text is None:
        return
    folder = Path(text).expanduser()
    if folder.is_dir() and any(folder.glob("BieuMau_*.xlsx")):
        choices = (Choice("1", "Thôi", False), Choice("2", "Ghi đè biểu mẫu cùng tên", True))
        body = f"{folder}\nGhi đè thì nội dung cũ mất hẳn."
        if not await app.push_screen_wait(Ask("Thư mục đã có biểu mẫu", body, choices)):
            return

    def write(store: Store) -> list[Path]:
        def progress(done: int, of: int) -> bool:
            if store.is_interrupted:
                return False
            app.call_later(app.notify, f"Đang ghi biểu mẫu {done}/{of} · Esc để dừng")
            return True

        return write_forms(store, folder, progress, full_ids=full_ids)

    if full_ids:
        note_uncovered("template")
    try:
        written = await app.in_background(write)
    except ExportError as error:
        await app.push_screen_wait(Notice("Chưa xuất được", error.message))
        return
    with contextlib.suppress(StoreError):  # the forms are there; where the next ones go is a convenience
        settings.remember_folder(app.store, str(folder.parent), "export_folder")
    message = f"{format_number(len(written))} biểu mẫu trong {folder}.\n{personal_data(full_ids=full_ids)}"
    await app.push_screen_wait(Notice("Đã ghi biểu mẫu", message))


def _fault_of_folder(text: str) -> str | None:
    """What is wrong with a typed folder, in Vietnamese; None: nothing."""
    folder = Path(text.strip()).expanduser()
    if not text.strip() or folder.is_file():
        return "Hãy ghi tên thư mục."
    if not folder.parent.is_dir():
        return f"Không có thư mục {folder.parent}."
    return None


async def export_feedback(app: "WorkApp", submission_id: int) -> Path | None:
    """Export the file of a submission with its cells to correct; answers None when cancelled.

    Raises RefusedError when nothing is to be corrected.
    """
    from exporters.writing import personal_data
    from tui.unit_papers import draft_feedback

    paper = await app.in_background(partial(draft_feedback, submission_id=submission_id))
    body = f"Gửi lại {paper.unit}, tô màu chỗ cần sửa. Số che bớt thì tệp gửi lại, tyt vẫn nhận ra từng người."
    full_ids = await exporting.ask_full_ids(app, "Xuất phiếu sửa", body)
    if full_ids is None:
        return None

    def write(target: Path) -> None:
        from exporters.feedback import write_feedback

        write_feedback(paper, target, full_ids=full_ids)

    name = file_name("PhieuSua", one_word(paper.unit), f"BanNop{submission_id}")
    target = await exporting.export(app, "phiếu sửa", name, _ENDINGS, write, says_so=False)
    if target is not None:
        faults = f"{format_number(len(paper.faults))} chỗ để {paper.unit} sửa."
        message = f"{faults}\n{target}\n{personal_data(full_ids=full_ids)}"
        if full_ids:
            note_uncovered("feedback")
        await app.push_screen_wait(Notice("Đã ghi phiếu sửa", message))
    return target
