"""Writing Phụ lục 1 into a file: where to, what if there is one already, what if it cannot be written."""

import asyncio
import contextlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from store import settings
from store.database import Store
from store.errors import StoreError
from store.statistics import PhuLuc1Paper
from store.text import fold
from tui.widgets.dialogs import Ask, Choice, Notice, Prompt

if TYPE_CHECKING:
    from tui.app import TramyteApp

ENDINGS = (".xlsx", ".csv", ".json")


def file_name(paper: PhuLuc1Paper) -> str:
    """`PhuLuc1_TramYTeXaVinhGia_20260623.xlsx`: no diacritics, which mail and old copiers mangle."""
    scope = "".join(word.capitalize() for word in re.findall(r"[a-z0-9]+", fold(paper.table.scope)))
    frozen = re.search(r"lần (\d+)", paper.issued)
    parts = ["PhuLuc1", scope[:60], paper.table.as_of.replace("-", ""), f"ChotLan{frozen[1]}" if frozen else ""]
    return "_".join(part for part in parts if part) + ".xlsx"


def folder(store: Store) -> Path:
    """The folder of the last file, or the person's documents, or their home."""
    last = settings.load(store).last_folder
    if last and Path(last).is_dir():
        return Path(last)
    import platformdirs

    documents = Path(platformdirs.user_documents_dir())
    return documents if documents.is_dir() else Path.home()


def _fault(text: str) -> str | None:
    """What is wrong with the path that was typed; None: nothing."""
    path = Path(text.strip()).expanduser()
    if not text.strip() or path.is_dir():
        return "Hãy ghi cả tên tệp."
    if path.suffix.lower() not in ENDINGS:
        return "Tên tệp phải kết thúc bằng .xlsx, .csv hoặc .json."
    if not path.parent.is_dir():
        return f"Không có thư mục {path.parent}."
    return None


async def export(app: "TramyteApp", paper: PhuLuc1Paper) -> Path | None:
    """Ask where, never overwrite without asking, write on a thread, and say where the file lies.

    Returns:
        The file; None when the person gave it up.
    """
    from exporters.phu_luc_1 import write_phu_luc_1
    from exporters.writing import ExportError

    target = folder(app.store) / file_name(paper)
    while True:
        text = await app.push_screen_wait(Prompt("Xuất Phụ lục 1", "Ghi vào tệp", str(target), _fault))
        if text is None:
            return None
        target = Path(text.strip()).expanduser()
        if target.exists():
            answer = await app.push_screen_wait(
                Ask(
                    "Đã có tệp này",
                    f"{target}\nGhi đè thì nội dung cũ mất hẳn.",
                    (Choice("1", "Đặt tên khác", "other"), Choice("2", "Ghi đè", "overwrite")),
                )
            )
            if answer is None:
                return None
            if answer == "other":
                continue
        try:
            await asyncio.to_thread(write_phu_luc_1, paper, target)
        except ExportError as error:
            await app.push_screen_wait(Notice("Chưa xuất được", error.message))
            continue
        with contextlib.suppress(StoreError):  # the file is there; where the next one goes is a convenience
            settings.remember_folder(app.store, str(target.parent))
        app.notify(str(target), title="Đã ghi Phụ lục 1", timeout=10)
        return target


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
