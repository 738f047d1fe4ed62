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

    The moment stands in what it makes. Where the clock is not set, that is some time of this process.
    """

    @wraps(make)
    def put(path: Path) -> None:
        assert not path.exists()
        whole_files.make_private_folder(path.parent)
        path.write_bytes(_content(make, os.environ.get(clock.VARIABLE)))

    return put


@made_once
def new_store(path: Path) -> None:
    """Put a store at `path` as the program makes it where none is."""
    open_store(path).close()


@made_once
def with_checklist(path: Path) -> None:
    """Put a store at `path` with the checklist and some reasons, and nobody in it."""
    with open_store(path) as store:
        items.define(store, "test", CHECKLIST, REASONS)


@lru_cache(maxsize=16)
def _content(make: Callable[[Path], None], _moment: str | None) -> bytes:
    with whole_files.scratch_folder() as folder:
        path = folder / "kho.sqlite3"
        make(path)
        return path.read_bytes()
