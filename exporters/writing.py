"""Writing a file so that the old one stays whole until the new one is complete: beside, then replace."""

import contextlib
import csv
import errno
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path


class ExportError(Exception):
    """Nothing was written; `message` is Vietnamese and says what to do."""

    title = "Chưa xuất được tệp"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


ENDINGS = (".xlsx", ".csv", ".json")


def ending_of(out: Path, allowed: Sequence[str] = ENDINGS) -> str:
    """The ending of `out` that says how to write.

    Raises:
        ExportError: it is none of `allowed`.
    """
    ending = out.suffix.lower()
    if ending not in allowed:
        raise ExportError(f"Tên tệp phải có đuôi {', '.join(allowed)}: “{out.name}”.")
    return ending


@contextlib.contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """A path beside `out` to write to; it takes the place of `out` when the block ends well.

    Raises:
        ExportError: the disk is full, the file is open elsewhere, or there is no right to write;
            the old file is as it was.
    """
    if out.is_dir():
        raise ExportError(f"{out} là một thư mục. Hãy ghi thêm tên tệp.")
    beside: Path | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".tyt-", suffix=out.suffix, dir=out.parent)
        os.close(handle)
        beside = Path(name)
        yield beside
        _flush(beside)
        _keep_mode(beside, out)
        beside.replace(out)
        beside = None
    except OSError as error:
        raise _told(out, error) from error
    finally:
        if beside is not None:
            with contextlib.suppress(OSError):
                beside.unlink()


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _keep_mode(beside: Path, out: Path) -> None:
    """mkstemp makes a file for its owner alone; the paper is for whoever could read it before."""
    umask = os.umask(0)
    os.umask(umask)
    beside.chmod(out.stat().st_mode & 0o777 if out.exists() else 0o666 & ~umask)


def _told(out: Path, error: OSError) -> ExportError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return ExportError(f"Ổ đĩa chứa {out.parent} đã đầy. Hãy xoá bớt tệp hoặc chọn nơi khác; tệp cũ còn nguyên.")
    if isinstance(error, PermissionError) or error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY):
        if out.exists():
            return ExportError(f"{out.name} đang mở ở Excel hoặc không cho ghi. Hãy đóng tệp đó, hoặc đặt tên khác.")
        return ExportError(f"Không có quyền ghi vào {out.parent}. Hãy chọn thư mục khác.")
    if error.errno in (errno.EINVAL, errno.ENAMETOOLONG):
        return ExportError(f"Tên tệp “{out.name}” không dùng được. Hãy đặt tên khác.")
    return ExportError(f"Không ghi được {out}: {error.strerror or error}.")


def safe_for_csv(text: str) -> str:
    """Text that a spreadsheet program would run as a formula gets an apostrophe before it, as Excel itself does."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and text not in ("-", "–") else text


def write_csv(out: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """UTF-8 with its mark and semicolons: what Excel with Vietnamese settings opens by a double click."""
    with replacing(out) as path, path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(head)
        for row in rows:
            writer.writerow([safe_for_csv(cell) if isinstance(cell, str) else cell for cell in row])


def write_json(out: Path, entries: Iterable[Mapping[str, object]]) -> None:
    """A JSON list, one entry a line; the entries are never all in memory."""
    with replacing(out) as path, path.open("w", encoding="utf-8") as file:
        file.write("[")
        for number, entry in enumerate(entries):
            file.write(",\n" if number else "\n")
            file.write(json.dumps(entry, ensure_ascii=False))
        file.write("\n]\n")
