"""Checks the raw pages of an SQLite file for zeros, which a failing disk gives back in place of content."""

import struct
from pathlib import Path

from store import driver
from store.text import format_number


def problems(file: Path) -> list[str]:
    """A sentence when used pages of a file without a -wal hold only zeros; [] otherwise, and for encrypted files."""
    content = file.read_bytes()
    if content.startswith(driver.MARK):
        return []  # each page has a sum of its own, which `integrity_check` has seen
    size = struct.unpack(">H", content[16:18])[0]
    size = 65536 if size == 1 else size
    free = _free_pages(content, size)
    nothing = bytes(size)
    empty = [
        number
        for number in range(1, len(content) // size + 1)
        if number not in free and content[(number - 1) * size : number * size] == nothing
    ]
    return [f"{format_number(len(empty))} trang của tệp chỉ còn số không, trang đầu: {empty[0]}"] if empty else []


def _free_pages(content: bytes, size: int) -> set[int]:
    """The numbers of pages that SQLite does not use, which may hold anything."""
    free = {0x40000000 // size + 1}  # the page with the bytes by which files are locked
    trunk = struct.unpack(">I", content[32:36])[0]
    while trunk and trunk not in free and trunk * size <= len(content):
        free.add(trunk)
        page = content[(trunk - 1) * size : trunk * size]
        trunk, count = struct.unpack(">II", page[:8])
        free.update(struct.unpack(f">{count}I", page[8 : 8 + 4 * count]) if 8 + 4 * count <= size else ())
    return free
