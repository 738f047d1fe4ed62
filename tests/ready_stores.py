"""Stores that many tests begin with: each is made once in a process and then copied, in a tenth of the time."""

import os
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path

from store import clock, whole_files
from store.checklist import items
from store.opening import open_store
from tests.item_words import CHECKLIST

REASONS = (
    ("level2_account", "Không có điện thoại thông minh"),
    ("level2_account", "Quên mật khẩu"),
    ("bhyt_linked", "Thẻ hết hạn"),
)


def made_once(make: Callable[[Path], None]) -> Callable[[Path], None]:
    """Let a function that makes a store where none is run once for each moment that the clock is set to.

    The moment stands in what it makes. Where the clock is not set, it runs each time.
    """

    @wraps(make)
    def put(path: Path) -> None:
        if moment := os.environ.get(clock.VARIABLE):
            _copy(make, moment, path)
        else:
            make(path)

    return put


def new_store(path: Path) -> None:
    """Put a store at `path` as the program makes it where none is."""
    _copy(_new, "", path)


def with_checklist(path: Path) -> None:
    """Put a store at `path` with the checklist and some reasons, and nobody in it."""
    _copy(_with_checklist, "", path)


def _new(path: Path) -> None:
    open_store(path).close()


def _with_checklist(path: Path) -> None:
    with open_store(path) as store:
        items.define(store, "test", CHECKLIST, REASONS)


def _copy(make: Callable[[Path], None], moment: str, path: Path) -> None:
    assert not path.exists()
    whole_files.make_private_folder(path.parent)
    path.write_bytes(_content(make, moment))


@lru_cache(maxsize=16)
def _content(make: Callable[[Path], None], _moment: str) -> bytes:
    with whole_files.scratch_folder() as folder:
        path = folder / "kho.sqlite3"
        make(path)
        return path.read_bytes()
