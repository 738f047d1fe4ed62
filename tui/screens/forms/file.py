"""Writes a form into a file, and asks first where its figures do not hold."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from store.reporting.form_papers import FormPaper
from store.text import fold
from tui.framework import exporting
from tui.widgets.dialogs import Ask, Choice

if TYPE_CHECKING:
    from tui.framework.work_app import WorkApp

ENDINGS = (".xlsx", ".csv", ".json")


def file_name(paper: FormPaper) -> str:
    """`PhuLuc1_TramYTeXaVinhGia_20260623.xlsx`: no diacritics, which mail and old copiers mangle."""
    scope = "".join(word.capitalize() for word in re.findall(r"[a-z0-9]+", fold(paper.table.scope)))
    frozen = f"ChotLan{paper.number}" if paper.number else ""
    parts = [paper.table.form.file_name, scope[:60], paper.table.as_of.replace("-", ""), frozen]
    return "_".join(part for part in parts if part) + ".xlsx"


async def export(app: "WorkApp", paper: FormPaper) -> Path | None:
    """Ask where and write it; None when the person gave it up."""
    from exporters.form import write_form

    return await exporting.export(
        app, paper.table.form.name, file_name(paper), ENDINGS, lambda target: write_form(paper, target)
    )


async def wants_faulty(app: "WorkApp", faults: str) -> bool:
    """Whether to write a paper whose rows break a rule of the form."""
    answer = await app.push_screen_wait(
        Ask(
            "Số liệu chưa khớp",
            f"{faults}\nNơi nhận sẽ trả lại bảng này. Nhấn Ctrl+L trong bảng để xem ai chưa khớp.",
            (Choice("1", "Để sửa trước", False), Choice("2", "Vẫn xuất", True)),
        )
    )
    return bool(answer)
