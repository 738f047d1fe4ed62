"""Notices that a store was replaced by a copy while a window still shows what it held before."""

from store.database import Store
from store.errors import ReplacedStoreError

_SEEN = "seen"  # in `Store.kept`: number and moment of the newest change when a window last read the store


def look(store: Store) -> None:
    """Remember the newest change, now that a window shows what the store holds."""
    store.kept[_SEEN] = store.one("SELECT id, at, label FROM change ORDER BY id DESC LIMIT 1")


def is_replaced(store: Store) -> bool:
    """Whether the change that was the newest at the last `look` is not in the store any more."""
    seen = store.kept.get(_SEEN)
    return seen is not None and store.one("SELECT 1 FROM change WHERE (id, at, label) = (?, ?, ?)", seen) is None


def refuse_if_replaced(store: Store) -> None:
    """Raise ReplacedStoreError if another program put a copy in the place of the store since the last `look`.

    The same numbers may be those of other people there.
    """
    if is_replaced(store):
        raise ReplacedStoreError(
            "Sổ đã được thay bằng một bản sao lưu ở cửa sổ khác: chưa ghi gì. Hãy xem lại rồi làm lại."
        )
