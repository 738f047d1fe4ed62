"""Keeps the file of a submission as it came (about 20 KB), so that the unit need not send it again."""

import hashlib
import zlib
from pathlib import Path

from store.database import Store
from store.receiving.plan import Reading

#: Bytes when packed. A list of a unit has 20,000; what is larger would fill the disk, and every backup, for little.
MOST = 4_000_000
_MOST_OF_TEXT = 16_000_000  # bytes as they come: text, and old workbooks, pack to a quarter and less
_ZIPPED = b"PK"  # new workbooks are packed already


def keep(store: Store, submission_id: int, reading: Reading) -> bool:
    """Keep the file that was read, within the transaction that takes it in.

    Returns:
        Whether it is kept; not so when it is too large, gone, or no longer what was read. The rows of its tables
        are in the store in any case.
    """
    try:
        path = Path(reading.path)
        with path.open("rb") as file:
            most = MOST if file.read(2) == _ZIPPED else _MOST_OF_TEXT
        if path.stat().st_size > most:
            return False
        content = path.read_bytes()
    except OSError:
        return False  # the USB stick was pulled out between looking and taking in
    if hashlib.sha256(content).hexdigest() != reading.sha256:
        return False
    packed = zlib.compress(content, 1)
    if len(packed) > MOST:
        return False
    store.write(
        "INSERT OR REPLACE INTO submission_file (submission_id, content) VALUES (?, ?)", (submission_id, packed)
    )
    return True


def content(store: Store, submission_id: int) -> bytes | None:
    """The bytes of the file; None: it was not kept."""
    row = store.one("SELECT content FROM submission_file WHERE submission_id = ?", (submission_id,))
    return None if row is None else zlib.decompress(row[0])
