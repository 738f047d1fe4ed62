"""Writes a form into a file, and asks first where its figures do not hold."""

from pathlib import Path
from typing import TYPE_CHECKING

from store.reporting.form_papers import FormPaper
from store.words.file_names import file_name, frozen_part, one_word
from tui.framework import exporting
from tui.papers import PAPERS
from tui.widgets.dialogs import Ask, Choice

if TYPE_CHECKING:
    from tui.framework.work_app import WorkApp


async def export(app: "WorkApp", paper: FormPaper) -> Path | None:
    """Ask where and write it; None when the person gave it up."""
    from exporters.form import write_form

    form, table = paper.table.form, paper.table
    day, frozen = table.as_of.replace("-", ""), frozen_part(paper.number or None)
    name = file_name(form.file_name, one_word(table.scope), day, frozen)
    return await exporting.export(app, form.name, name, PAPERS["form"].endings, lambda out: write_form(paper, out))


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
