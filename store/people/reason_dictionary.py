"""The dictionary of reasons as the station keeps it: what stands for itself, how many people have it, merging two."""

from collections import Counter
from typing import NamedTuple

from store.checklist import checklist, reasons
from store.database import Store
from store.errors import RefusedError
from store.history import recording
from store.text import clean, fold


class Entry(NamedTuple):
    """One reason of the dictionary."""

    id: int
    item: str | None  # key of the item that it belongs to; None: any
    text: str
    people: int  # on the staff who have it, of whatever item, and who are chưa
    also: tuple[str, ...]  # other words that count as it


def dictionary(store: Store) -> list[Entry]:
    """Every reason that stands for itself: by item in the order of the checklist, then those of any item."""
    roots = reasons.roots(store)
    people: Counter[int] = Counter()
    walk = "SELECT reasons, count(*) FROM staff INDEXED BY staff_statistics WHERE removed_at IS NULL GROUP BY reasons"
    for packed, number in store.rows(walk):
        for root in {roots[one] for one in checklist.unpack_reasons(packed).values() if one in roots}:
            people[root] += number
    rows = list(
        store.rows(
            "SELECT reason.id, item.key, reason.text FROM reason LEFT JOIN item ON item.id = reason.item_id"
            " ORDER BY item.position IS NULL, item.position, reason.id"
        )
    )
    return [
        Entry(id_, item, text, people[id_], tuple(other for one, _, other in rows if one != id_ and roots[one] == id_))
        for id_, item, text in rows
        if roots[id_] == id_
    ]


def merge(store: Store, source: str, target: str) -> tuple[str, str]:
    """Let the words `source` count as the reason `target`, as one step of undo; answers both as they are written.

    Raises RefusedError: there are no such words, or they are one reason already.
    """
    rows = {folded: (id_, text) for id_, folded, text in store.rows("SELECT id, folded, text FROM reason")}
    for words in (source, target):
        if fold(clean(words)) not in rows:
            raise RefusedError(f"Không có lý do “{clean(words)}”. Xem các lý do bằng tyt reasons.")
    (from_id, from_text), (into_id, into_text) = (rows[fold(clean(words))] for words in (source, target))
    roots = reasons.roots(store)
    if roots[from_id] == roots[into_id]:
        raise RefusedError(f"“{from_text}” và “{into_text}” đã là một lý do.")
    with recording(store, "reason", f"Gộp lý do “{from_text}” vào “{into_text}”") as change:
        change.assign("reason", roots[from_id], "same_as", str(roots[into_id]))
    return from_text, reasons.texts(store)[into_id]
