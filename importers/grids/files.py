"""Finds out the format of a file, by its content and never by its ending, and which files of a folder may be tables."""

import errno
import os
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from importers.errors import Cancelled, UnusableError
from importers.grids.old_excel import is_locked
from importers.patterns import when_needed
from store.errors import reason_text
from store.masks import cover_in_name
from store.receiving.form_mark import DHIS2_ENDING
from store.text import sort_key

MOST_BYTES = 100 * 1024 * 1024
MOST_TEXT = 30 * 1024 * 1024  # every cell of a text takes twenty times its bytes
MOST_UNPACKED = 1024 * 1024 * 1024
#: XML of a sheet packs 10 to 30 times; far beyond that somebody packed nothing.
MOST_RATIO = 300
_ENDINGS = {".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods", ".fods", ".slk", ".csv", ".tsv", ".tyt"}
_TEXT_ENDINGS = {".txt", ".htm", ".html"}  # often no table at all: looked into
_TEMPORARY = when_needed(r"~\$|~wrl|\.|thumbs\.db\Z|desktop\.ini\Z|.*\.(tmp|crdownload|part|bak)\Z", re.IGNORECASE)
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MANIFEST = "META-INF/manifest.xml"  # of an OpenDocument; it says which parts are encrypted
_HEAD = 8192  # bytes that tell what a file is
_AUTHOR = "docProps/core.xml"  # part of an Office file; Word keeps who made it when somebody else saves it

PASSWORD = "Tệp có mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu rồi lưu lại."  # noqa: S105 - a message
DAMAGED = (
    "Không đọc được tệp: tệp bị hỏng hoặc chép chưa xong. Hãy mở bằng Excel rồi lưu lại; nếu Excel cũng không mở được"
    " thì chép lại, hoặc xin đơn vị gửi lại."
)
NO_TABLE = "Tệp bị hỏng hoặc không phải bảng tính. Hãy xin đơn vị gửi lại."
WORD = "Đây là tệp Word. Hãy xin đơn vị gửi bảng dạng Excel."
OWN_WORD = (
    "Đây là văn bản Word mà chương trình in ra, không nhận lại được. Muốn sửa bảng rồi nhận lại, hãy xuất cùng bảng đó"
    " dạng Excel (.xlsx); giấy tờ khác thì sửa trong chương trình rồi in lại."
)


class FileFormat(StrEnum):
    """The way in which a file is written, which decides how it is read."""

    WORKBOOK = "workbook"
    HTML = "html"
    DELIMITED = "delimited"


# Every USB stick has some of them, and nobody may look into most.
_SYSTEM_FOLDERS = (".", "$", "__MACOSX", "System Volume Information", "lost+found")


def expand_paths(paths: Iterable[Path], go_on: Callable[[], bool] = lambda: True) -> list[Path]:
    """The given files, and the files in given folders and below them that may be tables, in Vietnamese order.

    Lock files and temporary files of office programs are passed over. Numbers count as numbers: 2 before 10.

    Raises:
        Cancelled: `go_on` answered False.
    """
    found: list[Path] = []
    for path in paths:
        if _is_folder(path):
            found += sorted(_inside(path, go_on), key=lambda file: natural_order(file.relative_to(path)))
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises on a name that is too long


def _inside(folder: Path, go_on: Callable[[], bool]) -> Iterator[Path]:
    closed: list[Path] = []  # folders that cannot be opened, answered as files, so that they are reported
    for parent, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        if not go_on():
            raise Cancelled
        folders[:] = [name for name in folders if not name.startswith(_SYSTEM_FOLDERS)]
        for name in names:
            file = Path(parent, name)
            if is_candidate(file):
                yield file
    yield from closed


def is_candidate(file: Path) -> bool:
    """Whether a file in a folder may be a submission: no temporary file, and a table by its ending or first bytes."""
    if _TEMPORARY.match(file.name) or not file.is_file():
        return False
    ending = file.suffix.lower()
    if ending in _ENDINGS:
        return True
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError:
        return ending in _TEXT_ENDINGS
    if ending == DHIS2_ENDING:
        return b'"dataValues"' in head
    if ending in _TEXT_ENDINGS:
        return b"<table" in head.lower() or any(head.count(sign) >= 3 for sign in (b"\t", b";", b","))
    if ending in (".docx", ".doc", ".zip", ".pptx", ".ppt", ".jar", ".odt", ".msg", ".msi"):
        return False
    return (head.startswith(_ZIP) and b"xl/" in head) or (head.startswith(_COMPOUND) and not ending)


def natural_order(path: Path) -> list[tuple[int, int, str]]:
    """The key that sorts a folder before its files, words by the Vietnamese alphabet, numbers by their value."""
    return [
        (0, int(word), "") if word.isdigit() else (1, 0, sort_key(word))
        for part in path.parts
        for word in re.findall(r"\d+|[^\W\d_]+", part)
    ]


def explained(error: OSError, path: Path) -> UnusableError:
    """Turn an error of the system into an error whose message says what to do."""
    name = cover_in_name(path.name)
    if error.errno == errno.ENAMETOOLONG or (isinstance(error, FileNotFoundError) and _is_too_long(path)):
        return UnusableError(f"Không đọc được {name}: tên quá dài. Hãy chép tệp ra ngoài, đặt tên ngắn hơn.")
    if isinstance(error, FileNotFoundError):
        return UnusableError(f"Không thấy tệp {name}. Hãy xem USB còn cắm không.")
    if isinstance(error, IsADirectoryError) or _is_folder(path):  # Windows refuses a folder as it refuses a file
        return UnusableError(f"Không mở được thư mục {name}. Hãy xem máy này có quyền đọc thư mục đó không.")
    if isinstance(error, PermissionError):
        return UnusableError(
            f"Không đọc được {name}: tệp đang mở ở chương trình khác hoặc không có quyền. Hãy đóng Excel rồi thử lại."
        )
    return UnusableError(f"Không đọc được {name} ({reason_text(error)}). Hãy chép lại tệp rồi thử lại.")


def _is_too_long(path: Path) -> bool:
    """Whether Windows finds no such file because of its name, or because of all names on the way to it."""
    return sys.platform == "win32" and (len(path.name) > 255 or len(str(path.absolute())) >= 260)


def detect(path: Path) -> FileFormat:
    """Find the format of a file by its content.

    Raises:
        UnusableError: the format is none that can be read, or the file cannot be opened.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError
        size = path.stat().st_size
        if size == 0:  # a pipe too: opening it would wait for somebody to write
            raise UnusableError("Tệp rỗng (0 byte). Hãy xin đơn vị gửi lại.")
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise explained(error, path) from error
    if size > MOST_BYTES:
        raise UnusableError(f"Tệp quá lớn ({size // 1024 // 1024} MB). Hãy tách thành nhiều tệp nhỏ hơn.")
    if head.startswith(b"PK"):
        _check_zip(path)
        return FileFormat.WORKBOOK
    if head.startswith(_COMPOUND[:4]):
        _check_compound(path)
        return FileFormat.WORKBOOK
    form = _of_text(head)
    if size > MOST_TEXT:
        raise UnusableError(f"Tệp quá lớn ({size // 1024 // 1024} MB). Hãy tách thành nhiều tệp nhỏ hơn.")
    return form


def _check_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = {entry.filename.replace("\\", "/") for entry in entries}  # some programs write the other stroke
            _check_size(entries)
            locked = _MANIFEST in archive.namelist() and b"encryption-data" in archive.read(_MANIFEST)
            is_word = any(name.startswith("word/") for name in names)
            is_own = is_word and _AUTHOR in names and b">tramyte</dc:creator>" in archive.read(_AUTHOR)
    except OSError as error:
        if error.errno in (None, errno.EINVAL):  # a place before the beginning: the archive's index is wrong
            raise UnusableError(DAMAGED) from error
        raise explained(error, path) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError) as error:
        raise UnusableError(DAMAGED) from error
    if locked or any(entry.flag_bits & 1 for entry in entries):
        raise UnusableError(PASSWORD)
    if any(name.startswith(("xl/macrosheets/", "xl/intlMacrosheets/")) for name in names):
        raise UnusableError("Tệp có trang macro kiểu cũ nên không đọc được. Hãy mở bằng Excel rồi lưu lại thành .xlsx.")
    if any(name.startswith("xl/") for name in names):
        return
    if is_word:
        raise UnusableError(OWN_WORD if is_own else WORD)
    if any(name.startswith("ppt/") for name in names):
        raise UnusableError("Đây là tệp PowerPoint. Hãy xin đơn vị gửi bảng dạng Excel.")
    if not names & {"content.xml", "[Content_Types].xml"}:
        raise UnusableError("Tệp nén này không phải bảng tính. Hãy giải nén rồi chọn tệp bên trong.")


def _check_size(entries: Sequence[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MOST_UNPACKED or (unpacked > MOST_BYTES and unpacked > MOST_RATIO * packed):
        raise UnusableError("Tệp giải nén ra quá lớn nên không mở. Hãy xin đơn vị lưu lại bảng gọn hơn.")


def _check_compound(path: Path) -> None:
    """Raise UnusableError if a file is locked or no old Excel file; Word has the same container, with UTF-16 names."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise explained(error, path) from error

    def has(name: str) -> bool:
        return re.search(re.escape(name.encode("utf-16-le")), data, re.IGNORECASE) is not None

    if has("EncryptedPackage") or is_locked(data):
        raise UnusableError(PASSWORD)
    if has("Workbook") or has("Book"):
        return
    raise UnusableError(WORD if has("WordDocument") else NO_TABLE)


_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8"}
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"RIFF")


#: How a sheet of Excel 2 to 4 begins, and one of Excel 5 without its container: kind and size of its first record.
_OLDEST_EXCEL = (b"\t\0\4\0", b"\t\2\6\0", b"\t\4\6\0", b"\t\x08\x08\0", b"\t\x08\x10\0")


#: Texts that are known by how they begin (in small letters), and what to do with them.
_NAMED = [
    (re.compile(pattern, re.DOTALL), message)
    for pattern, message in (
        (r"\{\\rtf", "Đây là tệp văn bản RTF (của Word). Hãy mở ra, chép bảng sang Excel rồi lưu thành .xlsx."),
        (r"id;p[^\n]*\n\s*[a-z]{1,2};", "Tệp lưu dạng SYLK (.slk). Hãy mở bằng Excel rồi lưu lại thành .xlsx."),
        (r"table\r?\n0,1\r?\n", "Tệp lưu dạng DIF. Hãy mở bằng Excel rồi lưu lại thành .xlsx."),
        (
            r"(?:<\?xml.{0,400}?)?<(?:\w+:)?document\b[^>]*opendocument",
            "Tệp lưu dạng OpenDocument không nén (.fods). Hãy mở bằng LibreOffice rồi lưu lại thành .xlsx hoặc .ods.",
        ),
    )
]


def _of_text(head: bytes) -> FileFormat:
    if head.startswith(_OLDEST_EXCEL):
        raise UnusableError("Tệp của Excel đời quá cũ. Hãy mở bằng Excel rồi lưu lại thành .xlsx.")
    if head.startswith(b"%PDF"):
        raise UnusableError("Đây là tệp PDF. Hãy xin đơn vị gửi bảng dạng Excel.")
    if head.startswith(_PICTURES):
        raise UnusableError("Đây là tệp ảnh. Hãy xin đơn vị gửi bảng dạng Excel.")
    if head.startswith((b"Rar!", b"7z\xbc\xaf")):
        raise UnusableError("Đây là tệp nén. Hãy giải nén rồi chọn tệp bên trong.")
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS.items() if head.startswith(mark)), None)
    if encoding is not None:
        plain = head.decode(encoding, errors="replace")
    else:
        zeros = head.count(b"\0")
        # UTF-16 without a mark has a zero in most second places; anything else with zeros is no text.
        if zeros > len(head) // 3 * 2 or 0 < zeros < len(head) // 8:
            raise UnusableError(NO_TABLE)
        plain = head.replace(b"\0", b"").decode("latin-1")
    lowered = plain.lstrip("\ufeff \r\n\t").lower()
    for sign, message in _NAMED:
        if sign.match(lowered):
            raise UnusableError(message)
    if "urn:schemas-microsoft-com:office:spreadsheet" in lowered:
        raise UnusableError("Tệp lưu dạng “XML Spreadsheet 2003”. Hãy mở bằng Excel rồi lưu lại thành .xlsx.")
    if lowered.startswith("mime-version:"):
        raise UnusableError("Tệp lưu dạng trang web. Hãy mở bằng Excel rồi lưu lại thành .xlsx.")
    if lowered.startswith(("<html", "<!doctype html", "<table", "<meta", "<head")) or "<table" in lowered:
        return FileFormat.HTML
    return FileFormat.DELIMITED
