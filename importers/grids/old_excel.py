"""Finds the password, hidden places, failed formulas and shown zeros of an .xls in its records (MS-XLS)."""

import struct
from collections.abc import Callable, Iterator
from itertools import islice

from importers.grids.sheet_extent import Digits, Extent, digits_of

_BOUND_SHEET, _ROW, _COLUMNS, _BEGIN, _LOCK = 0x0085, 0x0208, 0x007D, 0x0809, 0x002F
_BOOL_OR_ERROR, _FORMULA = 0x0205, 0x0006
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_FORMAT, _CELL_STYLE, _NUMBER = 0x041E, 0x00E0, 0x0203
_BIFF8 = 0x0600
_CHECK_EVERY = 1 << 16  # records
_DAMAGED = (OSError, ValueError, LookupError, RuntimeError, struct.error)


def is_locked(data: bytes) -> bool:
    """Whether the workbook is encrypted: then one of its first records is a FILEPASS record."""
    try:
        first = islice(_records(_workbook_stream(data)), 20)
        return any(kind == _LOCK for kind, _, _ in first)
    except _DAMAGED:
        return False


def hidden_places(data: bytes, checkpoint: Callable[[], None]) -> dict[str, Extent]:
    """Name of a sheet -> its hidden places, failed formulas and leading zeros; {} for versions before Excel 97.

    Raises:
        OSError, ValueError, LookupError, RuntimeError, struct.error: the file is damaged.
    """
    stream = _workbook_stream(data)
    if struct.unpack_from("<HHH", stream)[::2] != (_BEGIN, _BIFF8):
        return {}
    sheets: dict[int, Extent] = {}
    named: dict[str, Extent] = {}
    extent: Extent | None = None
    formats: dict[int, Digits] = {}  # number formats that write digits before a number
    styles: list[int] = []  # the number format of each cell style
    for number, (kind, at, size) in enumerate(_records(stream)):
        if number % _CHECK_EVERY == 0:
            checkpoint()
        if kind == _BOUND_SHEET and size > 8:
            begin, _, letters, wide = struct.unpack_from("<IHBB", stream, at)
            end = at + 8 + letters * (2 if wide & 1 else 1)
            name = stream[at + 8 : end].decode("utf-16-le" if wide & 1 else "latin-1")
            sheets[begin] = named[name] = Extent()
        elif kind == _BEGIN:
            extent = sheets.get(at - 4, extent)
        elif kind == _FORMAT and size > 5:
            begin, letters, wide = struct.unpack_from("<HHB", stream, at)
            text = stream[at + 5 : at + 5 + letters * (2 if wide & 1 else 1)]
            if shown := digits_of(text.decode("utf-16-le" if wide & 1 else "latin-1")):
                formats[begin] = shown
        elif kind == _CELL_STYLE and size >= 4:
            styles.append(struct.unpack_from("<H", stream, at + 2)[0])
        elif extent is None:
            continue
        elif kind == _NUMBER and formats and size >= 14:
            row, column, style = struct.unpack_from("<HHH", stream, at)
            if style < len(styles) and styles[style] in formats:
                extent.digits[row, column] = formats[styles[style]]
        elif kind == _ROW and size >= 16:
            if stream[at + 12] & 0x20:  # fDyZero
                extent.rows.add(struct.unpack_from("<H", stream, at)[0])
        elif kind == _BOOL_OR_ERROR and size >= 8:
            if stream[at + 7] == 1:  # fError
                extent.errors[struct.unpack_from("<HH", stream, at)] = _ERRORS.get(stream[at + 6], "#N/A")
        elif kind == _FORMULA and size >= 14:
            if stream[at + 6] == 2 and stream[at + 12 : at + 14] == b"\xff\xff":
                extent.errors[struct.unpack_from("<HH", stream, at)] = _ERRORS.get(stream[at + 8], "#N/A")
        elif kind == _COLUMNS and size >= 10 and stream[at + 8] & 1:  # fHidden
            first, last = struct.unpack_from("<HH", stream, at)
            extent.columns.update(range(first, min(last, 255) + 1))
    return named


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (kind, place of the content, size of the content) of each record."""
    at, end = 0, len(stream) - 4
    unpack = struct.Struct("<HH").unpack_from
    while at <= end:
        kind, size = unpack(stream, at)
        if kind == 0 and size == 0:
            return  # the rest of the last sector
        yield kind, at + 4, size
        at += 4 + size


def _workbook_stream(data: bytes) -> bytes:
    """The stream of the container that holds the workbook's records: "Book" in Excel 5 and 95, later "Workbook"."""
    import olefile  # 10 ms with what it imports; few files are of old Excel

    try:
        with olefile.OleFileIO(data) as container:
            stream: bytes = container.openstream("Workbook" if container.exists("Workbook") else "Book").read()
            return stream
    except AttributeError as error:  # a directory without its root
        raise ValueError("no workbook") from error
