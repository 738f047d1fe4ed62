"""Writes files that are complete or absent: under a temporary name that only the owner may read, then moved."""

import contextlib
import os
import re
import sys
import time
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

from store.errors import DiskFullError, reason_text

ENDING = ".dang-ghi"
_SCRATCH = ".tyt-"  # begins the names of scratch folders
_BESIDE = re.compile(r".*\.(?P<machine>[^.]*)-(?P<process>\d+)\.dang-ghi(-journal|-wal|-shm)?")
SIDE_FILES = ("-wal", "-shm", "-journal")  # that SQLite keeps beside a file
_LONGEST = 100  # characters of the name that the file will have, before what names machine and process
_STALE = 24 * 3600  # seconds after which a folder on Windows is nobody's any more
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder in memory, on Linux
_PIECE = 1 << 20  # bytes
_TRIES, _BETWEEN = 10, 0.1  # virus scanners on Windows hold a file that is new for a moment

#: Whether an encrypted store was unlocked in this run: then scratch files stay off the disk, or are overwritten.
keeps_off_disk = False
_writing: set[str] = set()  # names of the files that this process has not done with


@contextlib.contextmanager
def written_beside(target: Path, *, mode: int = 0o600) -> Iterator[Path]:
    """Make an empty file beside `target` to write into; it is removed when the block ends, unless `put` has moved it.

    `mode` is its permissions, further limited by the umask. Raises OSError when the file cannot be made.
    """
    beside = target.with_name(f"{target.name[:_LONGEST]}.{_owner()}{ENDING}")
    try:
        _remove(beside)
        _writing.add(beside.name)
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
        yield beside
    finally:
        _writing.discard(beside.name)
        with contextlib.suppress(OSError):
            _remove(beside)


@contextlib.contextmanager
def scratch_folder(within: Path | None = None) -> Iterator[Path]:
    """Make a folder that only the owner may read; it is removed when the block ends, or later after a kill.

    It is made in `within`, or, without that or where nobody may write there, in the system's folder for temporary
    files. Raises DiskFullError when it cannot be made.
    """
    folder = _make_scratch(within)
    try:
        yield folder
    finally:
        _remove_folder(folder)


def sweep_scratch(within: Path | None = None) -> None:
    """Remove the scratch folders of killed programs from `within`, or from the system's folder for temporary files."""
    with contextlib.suppress(OSError):  # there may be no folder for temporary files
        sweep(within or _temporary(), _SCRATCH)


def put(beside: Path, target: Path) -> None:
    """Move a complete file to `target`, flushed to the disk. Raises OSError; then `target` is as it was."""
    _flush(beside)
    for left in reversed(range(_TRIES)):
        try:
            beside.replace(target)
            break
        except PermissionError:
            if sys.platform != "win32" or not left:
                raise
            time.sleep(_BETWEEN)
    _flush_folder(target.parent)


def put_new(beside: Path, target: Path) -> bool:
    """Move a complete file to `target` unless a file with content is there; then answer False."""
    _flush(beside)
    try:
        if sys.platform == "win32":
            beside.rename(target)  # refuses what is there
        else:
            os.link(beside, target)
    except FileExistsError:
        if target.stat().st_size:
            return False
        put(beside, target)
    except OSError:  # disks such as USB sticks know no second name for a file
        if target.exists() and target.stat().st_size:
            return False
        put(beside, target)
    _flush_folder(target.parent)
    return True


def erase(file: Path) -> None:
    """Overwrite a file with zeros and remove it; a file that cannot be opened for writing stays."""
    with contextlib.suppress(OSError):
        file.chmod(0o600)  # a file that only may be read is neither written nor, on Windows, removed
    with contextlib.suppress(OSError), file.open("rb+", buffering=0) as opened:
        overwrite(opened)
    with contextlib.suppress(OSError):
        file.unlink()


def overwrite(file: FileIO) -> None:
    """Fill a file with zeros; some disks write them to another place."""
    with contextlib.suppress(OSError):
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(bytes(min(left, _PIECE)))
        os.fsync(file.fileno())


def make_private_folder(folder: Path) -> None:
    """Make a folder, with those above it, that only its owner may read; an existing folder stays as it is."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)


def close_to_others(file: Path) -> None:
    """Let only the owner read a file; on Windows the folder of the user's profile ensures that."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):  # a disk without rights, somebody else's file
            if file.stat().st_mode & 0o077:
                file.chmod(0o600)


def sweep(folder: Path, begin: str) -> None:
    """Remove files and folders of killed programs whose names begin with `begin` from a folder."""
    with contextlib.suppress(OSError):
        for file in list(folder.iterdir()):
            if file.name.startswith(begin[:_LONGEST]) and ENDING in file.name and not _is_in_work(file):
                with contextlib.suppress(OSError):
                    if file.is_dir():
                        _remove_folder(file)
                    else:
                        file.unlink()


def _make_scratch(within: Path | None) -> Path:
    sweep_scratch(within)
    try:
        folder = (within or _temporary()) / f"{_SCRATCH}{os.urandom(4).hex()}.{_owner()}{ENDING}"
        folder.mkdir(mode=0o700)
    except OSError as error:
        if within is not None:
            return _make_scratch(None)
        raise DiskFullError(
            f"Không tạo được thư mục tạm ({reason_text(error)})."
            " Hãy xem ổ đĩa của máy còn chỗ và thư mục tạm (biến TEMP hay TMPDIR) có cho ghi không, rồi làm lại."
        ) from error
    return folder


def _is_in_work(file: Path) -> bool:
    found = _BESIDE.fullmatch(file.name)
    if found is None:
        return not file.name.endswith(ENDING)  # those of versions up to 0.1 name nobody
    if found["machine"] != _machine():
        return True  # on a shared drive; that machine sweeps it
    if any(file.name.startswith(name) for name in _writing):
        return True
    if sys.platform == "win32":  # a file that is open cannot be removed there
        return file.is_dir() and time.time() - file.stat().st_mtime < _STALE
    try:
        os.kill(int(found["process"]), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _owner() -> str:
    """The name of this machine and the number of this process, for the names of temporary files."""
    return f"{_machine()}-{os.getpid()}"


def _machine() -> str:
    name = os.environ.get("COMPUTERNAME", "") if sys.platform == "win32" else os.uname().nodename
    return re.sub(r"[^A-Za-z0-9]+", "", name)[:20]


def _remove(beside: Path) -> None:
    for ending in ("", *SIDE_FILES):
        Path(f"{beside}{ending}").unlink(missing_ok=True)


def _temporary() -> Path:
    import tempfile  # a start needs none

    if keeps_off_disk and os.access(_MEMORY, os.W_OK):
        return _MEMORY
    return Path(tempfile.gettempdir())


def _remove_folder(folder: Path) -> None:
    import shutil  # likewise

    if keeps_off_disk and folder.parent != _MEMORY:
        for file in folder.rglob("*"):
            erase(file)
    shutil.rmtree(folder, ignore_errors=True)


def _flush(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def _flush_folder(folder: Path) -> None:
    """Flush the new name of a file to the disk; Windows does so by itself, and some network drives cannot."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
