"""Reads a workbook by calamine as a stream of plain messages; the only module that calls calamine.

Runs in a process of its own (`importers.grids.reader_process`), so it imports little of ours and of Python.
The messages of one file, in this order:

- `("sheet", name, hidden)`, once for each worksheet, then for this sheet
- `("rows", [[cell, …], …])`, row 0 and column 0 of the first being A1; a row without anything is `[]`
- `("blank", number)`, so many rows without anything, in their place among the rows
- `("merged", [(first row, first column, last row, last column), …])`, 0-based
- `("again",)` where calamine failed and all sheets come once more, from the second reader
- at last `("end",)`, or instead of it `("refused", why)` with `why` one of the words below,
  or `("failed", errno, words)` when the system does not let us read.
"""

import sys
from collections.abc import Generator
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

PASSWORD, DAMAGED, PANIC, MEMORY = "password", "damaged", "panic", "memory"
TOO_LARGE = "too large"  # followed by the sheet's name

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of a sheet in any format that we read
MOST_CELLS = 28_000_000  # a sheet filled to its last row up to column Z
MOST_MEMORY = 1 << 30  # bytes that the reading process may ask for
_CHUNK_CELLS = 40_000  # cells in a message: small enough to be answered at once, large enough to cost nothing
_IDLE = 20.0  # seconds after which nobody is going to ask any more

Message = tuple[object, ...]
READY: Message = ("ready",)  # the first message of all: this machine can run us


def messages(path: str) -> Generator[Message, None, None]:
    """Yield the messages of a file; never raises. What calamine cannot read is tried by the second reader."""
    last: Message = ()
    found_cells = False
    for last in _by_calamine(path):
        if last[0] not in ("end", "refused", "failed"):
            found_cells = found_cells or last[0] == "rows"
            yield last
    if last[1:] in ((DAMAGED,), (PANIC,)) or (last[0] == "end" and not found_cells):
        last = yield from _once_more(path, last)
    yield last


def _once_more(path: str, last: Message) -> Generator[Message, None, Message]:
    """Yield the sheets by the second reader; returns the last message, `last` if this reader finds no sheet either."""
    import zipfile

    from importers.grids import second_ods, second_xlsx

    if not zipfile.is_zipfile(path):
        return last
    begun = False
    try:
        with zipfile.ZipFile(path) as archive:
            reader = second_ods if "content.xml" in archive.namelist() else second_xlsx
            for message in reader.sheets_of(archive):
                if not begun:
                    yield ("again",)
                begun = True
                yield message
    except MemoryError:
        return "refused", MEMORY
    except _second_reader_errors():
        return "refused", DAMAGED
    return ("end",) if begun else last


def _second_reader_errors() -> tuple[type[Exception], ...]:
    """The exceptions that a damaged file raises in the second readers, from its zip archive to the XML in it."""
    import struct
    import zipfile
    import zlib

    broken_parts = (
        OSError,
        EOFError,
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        SyntaxError,
    )  # also XML's ParseError
    return (*broken_parts, ValueError, ArithmeticError, RuntimeError, LookupError)


def _merged_in_ods(path: str) -> list[list[tuple[int, int, int, int]]]:
    """The merged cells of each sheet of an OpenDocument; [] for another file, or one that cannot be read this way."""
    import zipfile

    if not zipfile.is_zipfile(path):
        return []
    from importers.grids import second_ods

    try:
        return second_ods.merged_cells(path)
    except _second_reader_errors():
        return []


def _by_calamine(path: str) -> Generator[Message, None, None]:
    import python_calamine as calamine

    is_ods = path.lower().endswith((".ods", ".ots"))
    try:
        in_ods = iter(_merged_in_ods(path) if is_ods else ())
        # A path would be read as its ending says; an open file as its content does.
        with open(path, "rb") as file, calamine.load_workbook(file) as workbook:  # noqa: PTH123 - pathlib costs 5 ms
            for meta in workbook.sheets_metadata:
                if meta.typ is not calamine.SheetTypeEnum.WorkSheet:
                    continue
                yield "sheet", meta.name, meta.visible is not calamine.SheetVisibleEnum.Visible
                merged_in_ods = next(in_ods, [])
                sheet = workbook.get_sheet_by_name(meta.name)
                top, left = sheet.start or (0, 0)
                if top + sheet.total_height > MOST_ROWS or left + sheet.total_width > MOST_COLUMNS:
                    # A cell beyond the last row or column of any sheet: the empty rows above it would fill the memory.
                    yield "refused", DAMAGED
                    return
                if sheet.total_height * sheet.total_width > MOST_CELLS:
                    yield "refused", TOO_LARGE, meta.name
                    return
                yield from _rows(sheet)
                merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()] or merged_in_ods
                if merged:
                    yield "merged", merged
        yield ("end",)
    except calamine.PasswordError:
        yield "refused", PASSWORD
    except OSError as error:
        # Without a number it is calamine that missed something, not the system.
        yield ("refused", DAMAGED) if error.errno is None else ("failed", error.errno, error.strerror)
    except (calamine.CalamineError, ValueError, OverflowError):
        yield "refused", DAMAGED
    except MemoryError:
        yield "refused", MEMORY
    except (GeneratorExit, KeyboardInterrupt):
        raise
    except BaseException as error:
        # A panic of calamine's Rust reaches Python as a BaseException of its own.
        if type(error).__name__ != "PanicException":
            raise
        yield "refused", PANIC


def _rows(sheet: "CalamineSheet") -> Generator[Message, None, None]:
    """Yield the rows in chunks: all rows at once, with the copy that is sent, would need twice the memory."""
    rows = iter(sheet.iter_rows())
    left: list[object] = [""] * (sheet.start[1] if sheet.start else 0)  # calamine leaves these columns out
    height = max(1, _CHUNK_CELLS // max(1, sheet.total_width))
    blank = [[""] * sheet.total_width] * height
    while chunk := list(islice(rows, height)):
        if chunk == blank[: len(chunk)]:
            yield "blank", len(chunk)
            continue
        # One object for each text, not one for each cell: half as much to send, and to keep.
        known: dict[str, str] = {}
        one = known.setdefault
        chunk = [
            [one(cell, cell) if cell.__class__ is str else cell for cell in row]
            if any(row) or row.count("") < len(row)
            else []
            for row in chunk
        ]
        yield "rows", [row and left + row for row in chunk] if left else chunk


def limit_memory() -> bool:
    """Bound the memory of this process; False where the system cannot."""
    if sys.platform == "win32":
        return False
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    except (OSError, ValueError):
        return False
    return True


def main() -> None:
    """Read paths from standard input until it ends, and write the messages of each workbook; all of it as pickles."""
    import gc
    import os
    import pickle
    import time
    from _thread import start_new_thread

    import python_calamine  # noqa: F401 - where it cannot be imported, READY must not be said

    gc.disable()  # rows live for one message; there are no cycles among them
    limit_memory()
    answers = sys.stdout.buffer
    since: list[float | None] = [time.monotonic()]

    def end_when_idle() -> None:
        while since[0] is None or time.monotonic() - since[0] < _IDLE:
            time.sleep(_IDLE / 4)
        os._exit(0)

    def answer(message: Message) -> None:
        pickle.dump(message, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()

    start_new_thread(end_when_idle, ())
    answer(READY)
    while True:
        try:
            path = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the program that started this one
        except EOFError:
            return
        since[0] = None
        for message in messages(path):
            answer(message)
        since[0] = time.monotonic()
