"""Hidden places and failed formulas of .xls: the container (MS-CFB) and the few records (MS-XLS) that tell them."""

import struct
from array import array
from collections.abc import Callable, Iterator

from importers.sheet_extent import Extent

_END = 0xFFFFFFFE  # of a chain of sectors; one higher is a free sector
_BOUND_SHEET, _ROW, _COLUMNS, _BEGIN = 0x0085, 0x0208, 0x007D, 0x0809
_BOOL_OR_ERROR, _FORMULA = 0x0205, 0x0006
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_BIFF8 = 0x0600
_LOOK_EVERY = 1 << 16  # records


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
    """The stream "Workbook" of the container, which stands in whole sectors: a workbook is never a small stream."""
    sector = 1 << struct.unpack_from("<H", data, 30)[0]
    if sector not in (512, 4096):
        raise ValueError(sector)
    places = list(struct.unpack_from("<109I", data, 76))
    more, most = struct.unpack_from("<I", data, 68)[0], len(data) // sector + 1
    while more < _END and len(places) < most + 109:
        block = struct.unpack_from(f"<{sector // 4}I", data, (more + 1) * sector)
        places += block[:-1]
        more = block[-1]
    following = array("I")
    for place in places:
        if place < _END:
            begin = (place + 1) * sector
            following.frombytes(data[begin : begin + sector])

    def chain(first: int) -> bytes:
        parts: list[bytes] = []
        at = first
        while at < _END and len(parts) <= most:
            parts.append(data[(at + 1) * sector : (at + 2) * sector])
            at = following[at]
        return b"".join(parts)

    directory = chain(struct.unpack_from("<I", data, 48)[0])
    for entry in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, entry + 64)[0]
        if directory[entry : entry + max(length - 2, 0)] == "Workbook".encode("utf-16-le"):
            first, size = struct.unpack_from("<II", directory, entry + 116)
            return chain(first)[:size]
    raise ValueError("Workbook")
