"""Writing Phụ lục 1 into a file, and asking first where its figures do not hold."""

from pathlib import Path
from typing import TYPE_CHECKING

from store.counting.statistics import PhuLuc1Paper
from store.words.file_names import file_name, frozen_part, one_word
from tui.framework import exporting
from tui.papers import PAPERS
from tui.widgets.dialogs import Ask, Choice

if TYPE_CHECKING:
    from tui.framework.work_app import WorkApp


async def export(app: "WorkApp", paper: PhuLuc1Paper, number: int | None = None) -> Path | None:
    """Ask where and write it, the frozen copy of that number or a draft; None when the person gave it up."""
    from exporters.phu_luc_1 import write_phu_luc_1

    name = file_name("PhuLuc1", one_word(paper.table.scope), paper.table.as_of.replace("-", ""), frozen_part(number))
    return await exporting.export(
        app, "Phụ lục 1", name, PAPERS["phu-luc-1"].endings, lambda target: write_phu_luc_1(paper, target)
    )


async def wants_faulty(app: "WorkApp", told: str) -> bool:
    """Whether to write a paper whose rows break the arithmetic of the form."""
    answer = await app.push_screen_wait(
        Ask(
            "Số liệu chưa khớp",
            f"{told}\nNơi nhận sẽ trả lại bảng này. Nhấn Ctrl+L trong bảng để xem ai chưa khớp.",
            (Choice("1", "Để sửa trước", False), Choice("2", "Vẫn xuất", True)),
        )
    )
    return bool(answer)
