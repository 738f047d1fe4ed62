"""Finds names and numbers in the bytes of the files that the store keeps."""

import io
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from typing import IO

from store.database import Store
from store.text import fold

_PIECE = 1 << 20  # bytes of a file that are looked at together


def needles_of_number(digits: str) -> list[bytes]:
    """How a number stands in the bytes of a file: as text, and as the number of an old workbook."""
    if not digits:
        return []
    return [digits.encode(), digits.encode("utf-16-le"), struct.pack("<d", float(digits))]


def needles_of_name(full_name: str) -> list[bytes]:
    """How a name stands in the bytes of a file: with and without its marks, composed or not, in two encodings."""
    spellings = {full_name, full_name.upper(), full_name.lower(), fold(full_name)}
    forms = {unicodedata.normalize(form, name) for name in spellings for form in ("NFC", "NFD")}
    return [form.encode(encoding) for form in sorted(forms) for encoding in ("utf-8", "utf-16-le")]


def files_with(store: Store, needles: Sequence[bytes], longer: Sequence[bytes] = ()) -> set[int]:
    """The submissions whose kept file has one of these in its bytes, and not only within one of `longer`."""
    found = set()
    for (submission_id,) in list(store.rows("SELECT submission_id FROM submission_file")):
        packed = store.value("SELECT content FROM submission_file WHERE submission_id = ?", (submission_id,))
        try:
            if _holds(zlib.decompress(packed), needles, longer):
                found.add(submission_id)
        except zlib.error:
            continue  # `tyt check` says so
    return found


def _holds(content: bytes, needles: Sequence[bytes], longer: Sequence[bytes]) -> bool:
    """Whether one of these stands in a file, or in a part of a packed workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for member in packed.infolist():
                with packed.open(member) as part:
                    if _part_holds(part, needles, longer):
                        return True
            return False
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, zlib.error):
        return _part_holds(io.BytesIO(content), needles, longer)


def _part_holds(part: IO[bytes], needles: Sequence[bytes], longer: Sequence[bytes]) -> bool:
    seen, longest = b"", max(map(len, (*needles, *longer)), default=1)
    while piece := part.read(_PIECE):
        seen += piece
        for each in longer:
            seen = seen.replace(each, b"\0")
        if any(needle in seen[:-longest] for needle in needles):  # at its end a longer one may go on in the next piece
            return True
        seen = seen[-2 * longest :]
    return any(needle in seen for needle in needles)
