"""Writes a paper into a file: asks for the path, asks before it overwrites a file, reports what was not written."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from store import clock, settings
from store.database import Store
from store.errors import StoreError
from store.text import format_number
from store.words.file_names import file_name, one_word
from tui.framework.written_files import offer
from tui.papers import PAPERS
from tui.widgets.dialogs import Ask, Choice, Notice, Prompt

if TYPE_CHECKING:
    from exporters.shown_list import ShownList
    from tui.framework.work_app import WorkApp


def folder(store: Store) -> Path:
    """The folder to propose for a paper: that of the last export, else the person's documents, else their home.

    Never the folder of the received files: the station's own papers would be taken in with them.
    """
    last = settings.load(store).export_folder
    if last and Path(last).is_dir():
        return Path(last)
    import platformdirs

    documents = Path(platformdirs.user_documents_dir())
    return documents if documents.is_dir() else Path.home()


def fault(text: str, endings: Sequence[str], *, pdf_of: str | None = None) -> str | None:
    """The fault of a typed path, in Vietnamese; None: none. `pdf_of`: the ending from which a PDF would be made."""
    path = Path(text.strip()).expanduser()
    if not text.strip() or path.is_dir():
        return "Hãy ghi cả tên tệp."
    if path.suffix.lower() == ".pdf" and ".pdf" not in endings and pdf_of is not None:
        return f"Máy này không có LibreOffice hay Word để làm PDF. Hãy ghi {path.stem}{pdf_of}, rồi in hay lưu PDF sau."
    if path.suffix.lower() not in endings:
        return f"Tên tệp phải kết thúc bằng {_listed(endings)}."
    if not path.parent.is_dir():
        return f"Không có thư mục {path.parent}."
    return None


def _listed(endings: Sequence[str]) -> str:
    """Joins endings for a sentence: `.docx, .xlsx hoặc .json`."""
    *before, last = endings
    return f"{', '.join(before)}{' hoặc ' if before else ''}{last}"


async def export(
    app: "WorkApp",
    title: str,
    name: str,
    endings: Sequence[str],
    write: Callable[[Path], object],
    *,
    says_so: bool = True,
) -> Path | None:
    """Ask for the path, ask before overwriting, write in a thread, and offer to open the file.

    `title` is how a sentence names the paper ("Phụ lục 1"), `name` the proposed file name; `write` raises ExportError
    when it fails. Answers the path, None when the person cancelled. A paper that has several endings can be written as
    PDF too, where the computer has a program for that. `says_so`: whether to offer the written file.
    """
    from exporters import pdf
    from exporters.writing import ExportError

    target = folder(app.store) / name
    pdf_of = pdf.made_of(endings) if len(endings) > 1 else None
    if pdf_of is not None and pdf.can_write(pdf_of):
        endings = (*endings, ".pdf")
    label = "Ghi vào tệp" if len(endings) == 1 else f"Ghi vào tệp (đuôi {_listed(endings)})"
    while True:
        prompt = Prompt(f"Xuất {title}", label, str(target), lambda typed: fault(typed, endings, pdf_of=pdf_of))
        if (text := await app.push_screen_wait(prompt)) is None:
            return None
        target = Path(text.strip()).expanduser()
        if target.exists():
            warning = f"{target}\nGhi đè thì nội dung cũ mất hẳn."
            choices = (Choice("1", "Đặt tên khác", False), Choice("2", "Ghi đè", True))
            if (overwrites := await app.push_screen_wait(Ask("Đã có tệp này", warning, choices))) is None:
                return None
            if not overwrites:
                continue
        try:
            if pdf_of is not None and target.suffix.lower() == ".pdf":
                app.notify("Đang làm tệp PDF, chờ ít giây …")
                await asyncio.to_thread(pdf.write_pdf, target, pdf_of, write)
            else:
                await asyncio.to_thread(write, target)
        except ExportError as error:
            await app.push_screen_wait(Notice("Chưa xuất được", error.message))
            continue
        with contextlib.suppress(StoreError):  # the file is there; where the next one goes is a convenience
            settings.remember_folder(app.store, str(target.parent), "export_folder")
            settings.remember_export(app.store, str(target.absolute()))
        if says_so:
            offer(app, f"Đã ghi {title}", target)
        return target


async def export_paper(app: "WorkApp", key: str, name: str, /, *, title: str = "", **options: object) -> Path | None:
    """Ask for the path, and write the paper `key` of `PAPERS` from the store; `title` replaces its own title."""
    paper = PAPERS[key]
    function = paper.load()

    def write(target: Path) -> None:
        app.job(lambda store: function(store, target, **options)).run()

    return await export(app, title or paper.title, name, paper.endings, write)


async def ask_full_ids(app: "WorkApp", title: str, body: str) -> bool | None:
    """Ask whether to write CCCD numbers in full (True) or masked (False); None: nothing is to be written."""
    choices = (Choice("1", "Che bớt số CCCD", False), Choice("2", "Ghi đủ 12 số CCCD", True))
    return await app.push_screen_wait(Ask(title, body, choices))


async def wants_list(app: "WorkApp", paper: str, shown: "ShownList") -> bool | None:
    """Ask what to export: the list as it is shown (True) or the paper named `paper` (False); None: nothing."""
    choices = (Choice("1", paper, False), Choice("2", f"Đúng {format_number(len(shown.rows))} dòng đang hiện", True))
    return await app.push_screen_wait(Ask("Xuất gì?", "", choices))


async def export_shown(app: "WorkApp", shown: "ShownList") -> Path | None:
    """Ask for the path, and write a list as the screen shows it; answers None for a list without rows."""
    from exporters.shown_list import write_shown
    from exporters.writing import ENDINGS

    if not shown.rows:
        app.notify("Danh sách đang trống, không có gì để xuất.")
        return None
    name = file_name(one_word(shown.title), f"{clock.today():%Y%m%d}")
    agency = settings.agency(app.store)
    return await export(app, "danh sách đang hiện", name, ENDINGS, lambda target: write_shown(shown, target, agency))
