"""What is this file? Told by its content, never by its ending."""

import zipfile
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from importers.errors import UnusableError
from store.text import fold

MOST_BYTES = 100 * 1024 * 1024
MOST_UNPACKED = 1024 * 1024 * 1024
_ENDINGS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".htm", ".html"}
_TEMPORARY = ("~$", "~wrl", ".~lock.", ".")


class Form(StrEnum):
    """How a file is written."""

    WORKBOOK = "workbook"
    HTML = "html"
    DELIMITED = "delimited"


def expand_paths(paths: Iterable[Path]) -> list[Path]:
    """Files as they are; of folders the files of the known endings in them and one level below, by name.

    Lock files and temporary files of office programs are passed over.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [file for pattern in ("*", "*/*") for file in path.glob(pattern) if is_candidate(file)]
            found += sorted(inside, key=lambda file: (fold(str(file.parent)), fold(file.name)))
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def is_candidate(path: Path) -> bool:
    """Whether a file in a folder may be a submission: a known ending, and no lock or temporary file."""
    return path.suffix.lower() in _ENDINGS and not path.name.lower().startswith(_TEMPORARY) and path.is_file()


def detect(path: Path) -> Form:
    """How the file is written.

    Raises:
        UnusableError: it is none that can be read, or cannot be opened.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8192)
    except FileNotFoundError as error:
        raise UnusableError(f"Không thấy tệp {path.name}. Hãy xem USB còn cắm không.") from error
    except PermissionError as error:
        raise UnusableError(f"Không đọc được {path.name}: đang mở ở chương trình khác hoặc không có quyền.") from error
    except OSError as error:
        raise UnusableError(f"Không đọc được {path.name}: {error.strerror or error}.") from error
    if size == 0:
        raise UnusableError("Tệp rỗng (0 byte). Hãy xin đơn vị gửi lại.")
    if size > MOST_BYTES:
        raise UnusableError(f"Tệp quá lớn ({size // 1024 // 1024} MB). Hãy tách thành nhiều tệp nhỏ hơn.")
    if head.startswith(b"PK"):
        _check_zip(path)
        return Form.WORKBOOK
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        _check_compound(path)
        return Form.WORKBOOK
    return _of_text(head)


def _check_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnusableError("Tệp bị hỏng hoặc chép chưa xong. Hãy chép lại, hoặc xin đơn vị gửi lại.") from error
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED:
        raise UnusableError("Tệp giải nén ra quá lớn nên không mở. Hãy xin đơn vị lưu lại bảng gọn hơn.")
    if names & {"xl/workbook.xml", "xl/workbook.bin"} or any(name.startswith("xl/") for name in names):
        return
    if "content.xml" in names:
        if any(name.startswith("Object") for name in names) and "styles.xml" not in names:
            raise UnusableError("Tệp không phải bảng tính.")
        return
    if "word/document.xml" in names:
        raise UnusableError("Đây là tệp Word. Hãy xin đơn vị gửi bảng dạng Excel.")
    raise UnusableError("Tệp nén này không phải bảng tính. Hãy giải nén rồi chọn tệp bên trong.")


def _check_compound(path: Path) -> None:
    """Old Excel and Word share one container; names in its directory are UTF-16."""
    data = path.read_bytes()

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise UnusableError("Tệp có mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu rồi lưu lại.")
    if has("WordDocument"):
        raise UnusableError("Đây là tệp Word. Hãy xin đơn vị gửi bảng dạng Excel.")
    if not (has("Workbook") or has("Book")):
        raise UnusableError("Tệp bị hỏng hoặc không phải bảng tính. Hãy xin đơn vị gửi lại.")


def _of_text(head: bytes) -> Form:
    if head.startswith(b"%PDF"):
        raise UnusableError("Đây là tệp PDF. Hãy xin đơn vị gửi bảng dạng Excel.")
    if head.startswith((b"\xff\xd8", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*")):
        raise UnusableError("Đây là tệp ảnh. Hãy xin đơn vị gửi bảng dạng Excel.")
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        plain = head.decode("utf-16" if head[:1] in (b"\xff", b"\xfe") else "utf-8", errors="replace")
    else:
        plain = head.replace(b"\0", b"").decode("latin-1")
        # UTF-16 without a mark has a zero in every second place; anything else with zeros is no text.
        if head.count(b"\0") > len(head) // 3 * 2 or 0 < head.count(b"\0") < len(head) // 8:
            raise UnusableError("Tệp bị hỏng hoặc không phải bảng tính. Hãy xin đơn vị gửi lại.")
    lowered = plain.lstrip("\ufeff \r\n\t").lower()
    if "urn:schemas-microsoft-com:office:spreadsheet" in lowered:
        raise UnusableError("Tệp lưu dạng “XML Spreadsheet 2003”. Hãy mở bằng Excel rồi lưu lại thành .xlsx.")
    if lowered.startswith(("<html", "<!doctype html", "<table", "<meta", "<head")) or "<table" in lowered:
        return Form.HTML
    return Form.DELIMITED
