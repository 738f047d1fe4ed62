"""Papers that go out to a unit: the form to fill in, and its own file with what to mend."""

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING

from store import clock
from store.database import open_store
from store.errors import StoreError
from store.text import fold, format_number
from tui.screens import exporting
from tui.widgets.dialogs import Notice

if TYPE_CHECKING:
    from store.feedback import Feedback
    from store.template import Template
    from tui.app import TramyteApp

_ENDINGS = (".xlsx",)
PERSONAL = "Tệp có ngày sinh và số CCCD đủ 12 số: chỉ gửi cho đúng đơn vị."


def _file_name(kind: str, unit: str, behind: str) -> str:
    """`BieuMau_TruongTieuHocAVinhGia_20260623.xlsx`: no diacritics, which mail and old copiers mangle."""
    words = "".join(word.capitalize() for word in re.findall(r"[a-z0-9]+", fold(unit)))
    return f"{kind}_{words[:60]}_{behind}.xlsx"


async def export_template(app: "TramyteApp", unit_id: int) -> Path | None:
    """The form of one unit: say what is in it, ask where, write; None when the person gave it up."""
    path = app.store_path

    def drafted() -> "Template":
        from store import template

        with open_store(path) as store:
            return template.draft(store, unit_id)

    form = await asyncio.to_thread(drafted)

    def write(target: Path) -> None:
        from exporters.template import write_template

        write_template(form, target)

    name = _file_name("BieuMau", form.unit, f"{clock.today():%Y%m%d}")
    target = await exporting.export(app, "biểu mẫu", name, _ENDINGS, write)
    if target is not None:
        told = f"Biểu mẫu của {form.unit}: {format_number(len(form.members))} người.\n{target}\n{PERSONAL}"
        await app.push_screen_wait(Notice("Đã ghi biểu mẫu", told))
    return target


async def export_feedback(app: "TramyteApp", submission_id: int) -> Path | None:
    """The file of one submission with what to mend; None when there is nothing, or the person gave it up."""
    path = app.store_path

    def drafted() -> "Feedback":
        from tui.feedback import draft_feedback

        with open_store(path) as store:
            return draft_feedback(store, submission_id)

    try:
        paper = await asyncio.to_thread(drafted)
    except StoreError as error:
        app.tell(error)
        return None

    def write(target: Path) -> None:
        from exporters.feedback import write_feedback

        write_feedback(paper, target)

    name = _file_name("PhieuSua", paper.unit, f"BanNop{submission_id}")
    target = await exporting.export(app, "phiếu sửa", name, _ENDINGS, write)
    if target is not None:
        told = f"{format_number(len(paper.faults))} chỗ để {paper.unit} sửa.\n{target}\n{PERSONAL}"
        await app.push_screen_wait(Notice("Đã ghi phiếu sửa", told))
    return target
