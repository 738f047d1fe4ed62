"""Passwords, hidden places, failed formulas of .xls: the container (MS-CFB) and the records (MS-XLS) that tell them."""

import struct
from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from importers.grids.sheet_extent import Extent

_END = 0xFFFFFFFE  # of a chain of sectors; one higher is a free sector
_BOUND_SHEET, _ROW, _COLUMNS, _BEGIN, _LOCK = 0x0085, 0x0208, 0x007D, 0x0809, 0x002F
_BOOL_OR_ERROR, _FORMULA = 0x0205, 0x0006
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_BIFF8 = 0x0600
_SMALL = 4096  # bytes; shorter streams stand in sectors of their own kind
_STREAMS = tuple(name.encode("utf-16-le") for name in ("workbook", "book"))  # the second: Excel 5 and 95
_LOOK_EVERY = 1 << 16  # records


def is_locked(data: bytes) -> bool:
    """Whether the workbook is encrypted: then a lock stands among the first records, and all else is noise."""
    try:
        first = islice(_records(_workbook_stream(data)), 20)
        return any(kind == _LOCK for kind, _, _ in first)
    except (ValueError, struct.error, IndexError):
        return False


def hidden_places(data: bytes, look: Callable[[], None]) -> dict[str, Extent]:
    """By the name of the sheet; nothing for the versions before Excel 97.

    Raises:
        ValueError, struct.error, IndexError: the file is damaged.
    """
    stream = _workbook_stream(data)
    if struct.unpack_from("<HHH", stream)[::2] != (_BEGIN, _BIFF8):
        return {}
    sheets: dict[int, Extent] = {}
    named: dict[str, Extent] = {}
    extent: Extent | None = None
    for number, (kind, at, size) in enumerate(_records(stream)):
        if number % _LOOK_EVERY == 0:
            look()
        if kind == _BOUND_SHEET and size > 8:
            begin, _, letters, wide = struct.unpack_from("<IHBB", stream, at)
            end = at + 8 + letters * (2 if wide & 1 else 1)
            name = stream[at + 8 : end].decode("utf-16-le" if wide & 1 else "latin-1")
            sheets[begin] = named[name] = Extent()
        elif kind == _BEGIN:
            extent = sheets.get(at - 4, extent)
        elif extent is None:
            continue
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
    """Kind, place and size of what each record holds."""
    at, end = 0, len(stream) - 4
    unpack = struct.Struct("<HH").unpack_from
    while at <= end:
        kind, size = unpack(stream, at)
        if kind == 0 and size == 0:
            return  # the rest of the last sector
        yield kind, at + 4, size
        at += 4 + size


def _workbook_stream(data: bytes) -> bytes:
    """The workbook's stream in the container; one of less than 4096 bytes stands in the small sectors."""
    sector, small = (1 << shift for shift in struct.unpack_from("<HH", data, 30))
    if sector not in (512, 4096) or small != 64:
        raise ValueError(sector)
    most = len(data) // sector * 4 // sector + 110  # sectors of the table that tells which sector follows which
    places = list(struct.unpack_from("<109I", data, 76))
    more = struct.unpack_from("<I", data, 68)[0]
    while more < _END and len(places) < most:
        block = struct.unpack_from(f"<{sector // 4}I", data, (more + 1) * sector)
        places += block[:-1]
        more = block[-1]
    following = array("I")
    for place in places[:most]:
        if place < _END:
            following.frombytes(data[(place + 1) * sector : (place + 2) * sector])

    def stream(first: int) -> bytes:
        return _chain(memoryview(data)[sector:], sector, following, first)

    directory = stream(struct.unpack_from("<I", data, 48)[0])
    for entry in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, entry + 64)[0]
        if directory[entry : entry + max(length - 2, 0)].lower() in _STREAMS:
            first, size = struct.unpack_from("<II", directory, entry + 116)
            if size >= _SMALL:
                return stream(first)[:size]
            small_following = array("I")
            small_following.frombytes(stream(struct.unpack_from("<I", data, 60)[0]))
            root = struct.unpack_from("<I", directory, 116)[0]
            return _chain(memoryview(stream(root)), small, small_following, first)[:size]
    raise ValueError("no workbook")


def _chain(data: memoryview, sector: int, following: Sequence[int], first: int) -> bytes:
    parts: list[memoryview] = []
    at, most = first, len(data) // sector + 1  # a chain that bites its tail ends there
    while at < _END and len(parts) < most:
        parts.append(data[at * sector : (at + 1) * sector])
        at = following[at]
    return b"".join(parts)
