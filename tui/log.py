"""Writes the log file: tracebacks without values, and notes of uncovered numbers; it holds no personal data."""

import traceback
from collections.abc import Iterator
from pathlib import Path

from store import clock, whole_files
from store.location import log_path


def write_traceback(error: BaseException) -> Path | None:
    """Append the traceback of an error without its message; answers the log's path, None if unwritable."""
    parts = [
        f"{type(one).__name__}\n{''.join(traceback.format_tb(one.__traceback__))}\n" for one in _with_causes(error)
    ]
    return _append(f"{clock.stamp()} {'by '.join(parts)}")


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    """The error, then what caused it, and so on; a worker that failed has its error beside it."""
    from textual.worker import WorkerFailed

    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.error if isinstance(cause, WorkerFailed) else cause.__cause__ or cause.__context__


def note_uncovered(field: str) -> None:
    """Note in the log that a covered number was shown: when and in which field, neither whose nor the number."""
    _append(f"{clock.stamp()} uncovered {field}\n")


def _append(text: str) -> Path | None:
    path = log_path()
    try:
        whole_files.make_private_folder(path.parent)
        path.touch(mode=0o600)
        whole_files.close_to_others(path)
        with path.open("a", encoding="utf-8") as log:
            log.write(text)
    except OSError:
        return None
    return path
