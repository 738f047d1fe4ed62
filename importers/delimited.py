"""Text files -> a grid: comma, semicolon, tab or bar; UTF-8, UTF-16, or the old Vietnamese code page."""

import csv
import io
from pathlib import Path

from importers.errors import UnusableError
from importers.grid import Grid
from importers.syllables import count_syllables

_DELIMITERS = (",", ";", "\t", "|")


def read_text(path: Path) -> str:
    """The text of the file.

    Raises:
        UnusableError: it cannot be opened.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnusableError(f"Không đọc được {path.name}: {error.strerror or error}.") from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if data.count(b"\0") > len(data) // 4:
        little = data[1::2].count(0) >= data[::2].count(0)
        return data.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # TCVN3 and VNI bytes come through Latin-1 as they come through a workbook; legacy_text takes it from there.
    old, plain = data.decode("cp1258", errors="replace"), data.decode("cp1252", errors="replace")
    return old if count_syllables(old) >= count_syllables(plain) and _has_tones(old) else plain


def _has_tones(text: str) -> bool:
    return any(mark in text for mark in "\u0300\u0301\u0303\u0309\u0323")


def read_delimited(path: Path) -> list[Grid]:
    """The file as one grid.

    Raises:
        UnusableError: it holds no table.
    """
    text = read_text(path)
    if "\0" in text:
        raise UnusableError("Tệp bị hỏng hoặc không phải bảng tính. Hãy xin đơn vị gửi lại.")
    best: list[list[str]] = []
    best_score = 0
    for delimiter in _DELIMITERS:
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        widths = [len(row) for row in rows if len(row) > 1]
        # The right delimiter cuts most rows into the same number of cells.
        score = max((widths.count(width) * width for width in set(widths)), default=0)
        if score > best_score:
            best, best_score = rows, score
    if not best:
        best = [[line] for line in text.splitlines()]
    return [Grid(path.stem, [list(row) for row in best])]
