"""Writing Phụ lục 1 into a file, and asking first where its figures do not hold."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from store.counting.statistics import PhuLuc1Paper
from store.text import fold
from tui.framework import exporting
from tui.widgets.dialogs import Ask, Choice

if TYPE_CHECKING:
    from tui.app import TramyteApp

ENDINGS = (".xlsx", ".csv", ".json")


def file_name(paper: PhuLuc1Paper) -> str:
    """`PhuLuc1_TramYTeXaVinhGia_20260623.xlsx`: no diacritics, which mail and old copiers mangle."""
    scope = "".join(word.capitalize() for word in re.findall(r"[a-z0-9]+", fold(paper.table.scope)))
    frozen = re.search(r"lần (\d+)", paper.issued)
    parts = ["PhuLuc1", scope[:60], paper.table.as_of.replace("-", ""), f"ChotLan{frozen[1]}" if frozen else ""]
    return "_".join(part for part in parts if part) + ".xlsx"


async def export(app: "TramyteApp", paper: PhuLuc1Paper) -> Path | None:
    """Ask where and write it; None when the person gave it up."""
    from exporters.phu_luc_1 import write_phu_luc_1

    return await exporting.export(
        app, "Phụ lục 1", file_name(paper), ENDINGS, lambda target: write_phu_luc_1(paper, target)
    )


async def wants_faulty(app: "TramyteApp", told: str) -> bool:
    """Whether to write a paper whose rows break the arithmetic of the form."""
    answer = await app.push_screen_wait(
        Ask(
            "Số liệu chưa khớp",
            f"{told}\nNơi nhận sẽ trả lại bảng này. Nhấn Ctrl+L trong bảng để xem ai chưa khớp.",
            (Choice("1", "Để sửa trước", False), Choice("2", "Vẫn xuất", True)),
        )
    )
    return bool(answer)
