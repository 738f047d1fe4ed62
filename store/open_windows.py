"""Tells whether a window has a store open: by a file beside the store that is locked until the window is closed."""

import contextlib
import errno
import glob
import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_ENDING = ".dang-mo"
_TRIES = 3
_NO_LOCKS = (errno.ENOLCK, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)


class Window:
    """One opening of a store under a name of its own; it ends with `close` or with the program, however that ends."""

    def __init__(self, store: Path) -> None:
        sweep(store)
        self._handle: int | None = None
        for _ in range(_TRIES):  # another window that looks at the file before it is locked takes it for left behind
            self.name = os.urandom(8).hex()
            self._file = _file_of(store, self.name)
            with contextlib.suppress(OSError):  # a full disk: then others take this window for closed
                self._handle = os.open(self._file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
                if _lock(self._handle) and self._file.exists():
                    return
            self.close()

    def close(self) -> None:
        """Say that the window is closed."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
            with contextlib.suppress(OSError):
                self._file.unlink()


def sweep(store: Path) -> None:
    """Remove what killed windows left of themselves."""
    for file in store.parent.glob(f"{glob.escape(store.name)}.*{_ENDING}"):
        is_open(store, file.name.removeprefix(f"{store.name}.").removesuffix(_ENDING))


def is_open(store: Path, name: str) -> bool:
    """Whether the window of that name has the store open; what a killed one left of itself is removed."""
    if not name.isalnum():  # no window has such a name, and it could be that of another file
        return False
    file = _file_of(store, name)
    try:
        handle = os.open(file, os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError:  # one that Windows is removing
        return True
    try:
        is_left = _lock(handle)
    finally:
        os.close(handle)
    if is_left:
        with contextlib.suppress(OSError):
            file.unlink()
    return not is_left


def _file_of(store: Path, name: str) -> Path:
    return store.with_name(f"{store.name}.{name}{_ENDING}")


def _lock(handle: int) -> bool:
    """Lock an open file, which the system undoes when the process ends; False: somebody else has it locked."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:  # of a drive that knows no locks nobody has one
        return error.errno in _NO_LOCKS
    return True
