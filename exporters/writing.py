"""Writes a file beside the old one and then replaces it, so that the old one stays whole until the new is complete."""

import contextlib
import csv
import errno
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from store import whole_files
from store.copies import shelf
from store.frozen import frozen


class ExportError(Exception):
    """Raised when a paper was not written; `message` is Vietnamese and says what to do."""

    title = "Chưa xuất được tệp"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class EndingError(ExportError):
    """Raised when a paper cannot have the ending of the file's name; `allowed` are the endings it can have."""

    def __init__(self, out: Path, allowed: Sequence[str]) -> None:
        super().__init__(f"Tên tệp phải có đuôi {', '.join(allowed)}: “{out.name}”.")
        self.allowed = tuple(allowed)


@frozen
class Written:
    """The Vietnamese texts that the person reads after a paper was written."""

    summary: str  # "Nhiệm vụ: 7, đã xong 1."
    warnings: tuple[str, ...] = ()  # what is wrong with its figures
    cautions: tuple[str, ...] = ()  # what to beware of when it is passed on or opened


#: Of a paper with the dates of birth of people, and of one with their whole numbers.
PERSONAL_DATA = "Tệp có dữ liệu cá nhân (họ tên, ngày sinh): chỉ gửi cho đúng đơn vị."
FULL_PERSONAL_DATA = "Tệp có dữ liệu cá nhân (ngày sinh, số CCCD đủ 12 số): chỉ gửi cho đúng đơn vị."


def personal_data(*, full_ids: bool) -> str:
    """Return the caution for passing on a file with people."""
    return FULL_PERSONAL_DATA if full_ids else PERSONAL_DATA


#: At the foot of a paper with whole numbers.
FULL_IDS = "Bản này ghi đủ số CCCD theo yêu cầu: chỉ giao cho người được xem."
_LEADING_ZEROS = (
    "Mở tệp csv bằng Excel thì số CCCD, số điện thoại mất số 0 ở đầu. Cần xem bằng Excel, hãy xuất tệp .xlsx."
)


def cautions_of_csv(out: Path) -> tuple[str, ...]:
    """Return a caution for csv: Excel reads numbers from it, so that CCCD and phone numbers lose their leading 0."""
    return (_LEADING_ZEROS,) if out.suffix.lower() == ".csv" else ()


def caution_of_sections(empty: Iterable[str], place: str) -> tuple[str, ...]:
    """Return a caution on empty sections that had text in the last period; `place` is where that is offered."""
    if names := ", ".join(empty):
        return (f"Kỳ này chưa viết, kỳ trước có: {names}. Lời kỳ trước không tự chép sang; {place}, Ctrl+G để lấy.",)
    return ()


ENDINGS = (".xlsx", ".csv", ".json")

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY)
_BAD_NAME = (errno.EINVAL, errno.ENAMETOOLONG)
_NO_FOLDER = (errno.ENOENT, errno.ENOTDIR, errno.EEXIST, errno.ENODEV, errno.ENXIO)


def ending_of(out: Path, allowed: Sequence[str] = ENDINGS) -> str:
    """Return the ending of `out` in small letters, by which the kind of file is chosen.

    Raises:
        EndingError: it is none of `allowed`.
    """
    ending = out.suffix.lower()
    if ending not in allowed:
        raise EndingError(out, allowed)
    return ending


@contextlib.contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Give a path beside `out` to write to; that file replaces `out` when the block ends without an error.

    Raises:
        ExportError: the disk is full, the file is open elsewhere or may not be written, `out` is a folder or a store;
            the old file is as it was and nothing is left beside it.
    """
    try:
        if out.is_dir():
            raise ExportError(f"{out} là một thư mục. Hãy ghi thêm tên tệp.")
        if shelf.is_a_store(out):
            raise ExportError(f"{out} là kho dữ liệu hay bản sao của nó. Hãy đặt tên khác.")
        out.parent.mkdir(parents=True, exist_ok=True)
        whole_files.sweep(out.parent, out.name)
        # Only in the same folder is replacing one step; whoever may read any new file of the person may read it.
        with whole_files.written_beside(out, mode=0o666) as beside:
            yield beside
            _replace(beside, out)
    except OSError as error:
        raise _told(out, error, _no_right_in(out.parent)) from error


def _replace(beside: Path, out: Path) -> None:
    try:
        if out.exists() and sys.platform != "win32":
            # The paper is for whoever could read it before.
            beside.chmod(out.stat().st_mode & 0o777)
        elif out.exists() and not os.access(out, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))  # marked read-only: no use in waiting
        whole_files.put(beside, out)
    except OSError as error:
        # Windows refuses to replace a file that a program holds open, or that is marked read-only.
        held = f"{out.name} đang mở ở Excel hoặc không cho ghi. Hãy đóng tệp đó rồi xuất lại, hoặc đặt tên khác."
        raise _told(out, error, held if out.exists() else _no_right_in(out.parent)) from error


def _no_right_in(folder: Path) -> str:
    return f"Không có quyền ghi vào {folder}. Hãy chọn thư mục khác."


def _told(out: Path, error: OSError, no_right: str) -> ExportError:
    if error.errno in _FULL:
        return ExportError(f"Ổ đĩa chứa {out.parent} đã đầy. Hãy xoá bớt tệp hoặc chọn nơi khác; tệp cũ còn nguyên.")
    if error.errno in _NO_RIGHT:
        return ExportError(no_right)
    # A name that is too long is a file that Windows does not find.
    if error.errno in _BAD_NAME or (error.errno == errno.ENOENT and out.parent.is_dir()):
        return ExportError(f'Tên tệp “{out.name}” không dùng được. Hãy đặt tên ngắn hơn, không có \\ / : * ? " < > |.')
    if error.errno in _NO_FOLDER:
        return ExportError(f"Không tới được thư mục {out.parent}. Hãy xem USB còn cắm không, hoặc chọn nơi khác.")
    return ExportError(f"Không ghi được {out} (ổ đĩa báo: {error}). Hãy chọn nơi khác; tệp cũ còn nguyên.")


def safe_for_csv(text: str) -> str:
    """Put an apostrophe, as Excel does, before a text that a spreadsheet program would run as a formula.

    A lone dash is a state of the checklist and runs nothing. JSON carries every text as it is.
    """
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and text not in ("-", "–") else text


def write_csv(out: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write csv for Excel with Vietnamese settings (UTF-8 with BOM, semicolons) and return the number of rows."""
    with replacing(out) as path, path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([safe_for_csv(cell) for cell in head])
        number = 0
        for row in rows:
            writer.writerow([safe_for_csv(cell) if isinstance(cell, str) else cell for cell in row])
            number += 1
    return number


def write_json(out: Path, entries: Iterable[Mapping[str, object]]) -> int:
    """Write a JSON list with one entry a line, never all in memory; return the number of entries."""
    with replacing(out) as path, path.open("w", encoding="utf-8") as file:
        file.write("[")
        number = 0
        for number, entry in enumerate(entries, 1):
            file.write(",\n" if number > 1 else "\n")
            file.write(json.dumps(entry, ensure_ascii=False))
        file.write("\n]\n")
    return number


def write_data(
    out: Path, entries: Iterable[Mapping[str, object]], heads: Sequence[str], rows: Iterable[Sequence[object]]
) -> int | None:
    """Write JSON (`entries`) or csv (`heads`, `rows`) by the ending of `out`; return how many, None for an xlsx.

    Raises:
        ExportError: nothing was written.
    """
    ending = ending_of(out)
    if ending == ".json":
        return write_json(out, entries)
    return write_csv(out, heads, rows) if ending == ".csv" else None


def write_text(out: Path, text: str) -> None:
    """Write plain text with a BOM and the line ends by which every Notepad reads it.

    Raises:
        ExportError: nothing was written; an old file of that name is as it was.
    """
    with replacing(out) as path:
        path.write_text(f"{text}\n", encoding="utf-8-sig", newline="\r\n")
