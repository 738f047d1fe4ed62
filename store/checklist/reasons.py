"""Keeps the dictionary of reasons: campaigns, files and people add reasons, and several words may be one reason.

Words that were merged keep their row, which names the reason that they count as (`same_as`); people keep the id of the
words that were written for them. So a merge changes one row, and taking it back restores everything.
"""

from collections.abc import Iterable, Mapping

from store.checklist import checklist
from store.database import Store, damaged
from store.models import Reason, State, unreadable_person
from store.text import clean, fold

NO_INFORMATION = "Chưa có thông tin"  # of an unknown state
NO_REASON = "Chưa ghi lý do"  # of chưa without a reason
NOT_APPLICABLE_REASON = "Không áp dụng"  # in a form that knows only đã and chưa


def why_not(states: str, reasons: Mapping[int, int], position: int, words: Mapping[int, str]) -> str | None:
    """The words under which a person who has not done an item is counted; None when it is done.

    `states` and `reasons` (position of an item -> id of the reason) are of the person, `words` is the answer of
    `texts`.
    """
    match checklist.state_at(states, position):
        case State.DONE:
            return None
        case State.UNKNOWN:
            return NO_INFORMATION
        case State.NOT_APPLICABLE:
            return NOT_APPLICABLE_REASON
        case _:
            return words[reasons[position]] if position in reasons else NO_REASON


#: SQL: offer a reason (id, key of the item) for an item, found by its words; with a digit, the first that is free.
OFFER = "INSERT INTO reason_item (reason_id, item) VALUES (?, ?) ON CONFLICT DO NOTHING"
OFFER_WITH_DIGIT = (
    "INSERT INTO reason_item (reason_id, item, digit) VALUES (?1, ?2, ifnull((SELECT min(free) FROM"
    " (SELECT column1 AS free FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9))) WHERE free NOT IN"
    " (SELECT digit FROM reason_item WHERE item = ?2)), 0)) ON CONFLICT DO NOTHING"
)


def reason_id(store: Store, words: str, item_key: str | None = None, *, merged: bool = True) -> int:
    """The id of the reason with these words, case and diacritics aside; a new one is added as it is written.

    With `item_key` it is offered for the item from now on. For merged words it is the reason that they count as, with
    `merged` False the words' own, as history needs it.
    """
    text = clean(words)
    row = store.one("SELECT id FROM reason WHERE folded = ?", (fold(text),))
    if row is not None:
        found = int(row[0])
    else:
        same_as = store.one("SELECT reason_id FROM reason_word WHERE folded = ?", (fold(text),))
        found = store.insert("reason", text=text, folded=fold(text), same_as=None if same_as is None else same_as[0])
    root = roots(store)[found]
    if item_key is not None and not _is_offered(store, root, item_key):
        store.write(OFFER, (root, item_key))
        store.write("UPDATE reason SET removed_at = NULL WHERE id = ?", (root,))
    return root if merged else found


def _is_offered(store: Store, reason_id: int, item_key: str) -> bool:
    return store.one("SELECT 1 FROM reason_item WHERE reason_id = ? AND item = ?", (reason_id, item_key)) is not None


def offer_listed(store: Store, listed: Iterable[tuple[str | None, str]]) -> None:
    """Offer the reasons that campaigns list, (item key or None for every item, words), unless the station decided.

    Reasons of one item get their digits before reasons of all items.
    """
    keys = [key for (key,) in store.rows("SELECT key FROM item ORDER BY position")]
    decided = set(store.rows("SELECT DISTINCT entity_id, field FROM history WHERE entity = 'reason_item'"))
    root = roots(store)
    for item_key, words in sorted(listed, key=lambda pair: pair[0] is None):
        own = int(store.value("SELECT id FROM reason WHERE folded = ?", (fold(words),)))
        if root[own] == own:
            items = keys if item_key is None else [item_key]
            store.write_many(OFFER_WITH_DIGIT, ((own, key) for key in items if (own, key) not in decided))


class _Texts(dict[int, str]):
    """Reason id -> words. A lookup of an unknown id raises DamagedStoreError: the program never wrote it."""

    def __missing__(self, reason_id: int) -> str:
        raise unreadable_person("lý do")


def texts(store: Store) -> dict[int, str]:
    """Reason id -> words, which for merged reasons are those of the reason that they count as."""
    rows = list(store.rows("SELECT id, text, same_as FROM reason"))
    if any(text is None for _, text, _ in rows):  # the schema lets none in
        raise damaged(store.path)
    found = _Texts((id_, text) for id_, text, _ in rows)
    if all(same is None for *_, same in rows):
        return found
    return _Texts((id_, found[root]) for id_, root in _followed({id_: same for id_, _, same in rows}).items())


def known(store: Store, *, other_words: bool = False) -> dict[str, str]:
    """Folded words of every reason in the dictionary -> the words that it counts under.

    With `other_words` also words that a campaign lists as another spelling of a reason, even if nobody used them.
    """
    words = texts(store)
    found = {folded: words[id_] for id_, folded in store.rows("SELECT id, folded FROM reason")}
    if other_words:
        found = {folded: words[id_] for folded, id_ in store.rows("SELECT folded, reason_id FROM reason_word")} | found
    return found


def roots(store: Store) -> dict[int, int]:
    """Reason id -> id of the reason that it counts as, which is its own unless it was merged."""
    return _followed(dict(store.rows("SELECT id, same_as FROM reason")))


def _followed(same: Mapping[int, int | None]) -> dict[int, int]:
    """Reason id -> id of the reason that it counts as, through any number of merges."""
    found = {}
    for id_ in same:
        root = id_
        for _ in same:  # no longer than that, so that a circle made from outside ends
            if (after := same.get(root)) is None:
                break
            root = after
        found[id_] = root
    return found


def define_same(store: Store, words: str, others: Iterable[str]) -> None:
    """Count other words of a campaign as its reason, except words about which the station decided itself."""
    target = reason_id(store, words, merged=False)
    for folded in map(fold, others):
        store.write("INSERT OR REPLACE INTO reason_word (folded, reason_id) VALUES (?, ?)", (folded, target))
        decided = "SELECT 1 FROM history WHERE entity = 'reason' AND entity_id IN (reason.id, ?1)"
        store.write(
            f"UPDATE reason SET same_as = ?1 WHERE folded = ?2 AND id <> ?1 AND NOT EXISTS ({decided})",
            (target, folded),
        )
    # Their digits are free for others; the reason that they count as has its own.
    merged = "(SELECT id FROM reason WHERE same_as = ?1)"
    store.write(
        f"INSERT OR IGNORE INTO reason_item (reason_id, item) SELECT ?1, item FROM reason_item"
        f" WHERE reason_id IN {merged}",
        (target,),
    )
    store.write(f"DELETE FROM reason_item WHERE reason_id IN {merged}", (target,))


def for_item(store: Store, item_key: str) -> list[Reason]:
    """The unmerged reasons of an item: by digit, then those without one, the most used first."""
    rows = store.rows(
        "SELECT id, text, digit FROM reason JOIN reason_item ON reason_id = id"
        " WHERE item = ? AND same_as IS NULL AND removed_at IS NULL ORDER BY digit = 0, digit, uses DESC, id",
        (item_key,),
    )
    return [Reason(*row) for row in rows]


def last_used(store: Store, item_key: str) -> str | None:
    """The words of the reason that was chosen last for an item; None when none was ever chosen."""
    row = store.one(
        "SELECT reason_id FROM reason_item WHERE item = ? AND used > 0 ORDER BY used DESC LIMIT 1", (item_key,)
    )
    return None if row is None else texts(store)[row[0]]


def count_use(store: Store, reason_id: int, item_key: str, times: int = 1) -> None:
    """Note that a reason was chosen for an item, so that it is its last one, and give it a digit if one is free."""
    store.write("UPDATE reason SET uses = uses + ? WHERE id = ?", (times, reason_id))
    store.write(
        "UPDATE reason_item SET used = (SELECT max(used) + 1 FROM reason_item WHERE item = ?2)"
        " WHERE reason_id = ?1 AND item = ?2",
        (reason_id, item_key),
    )
    row = store.only("SELECT digit, used FROM reason_item WHERE reason_id = ? AND item = ?", (reason_id, item_key))
    if row[0] == 0:
        store.write("DELETE FROM reason_item WHERE reason_id = ? AND item = ?", (reason_id, item_key))
        store.write(OFFER_WITH_DIGIT, (reason_id, item_key))
        store.write("UPDATE reason_item SET used = ? WHERE reason_id = ? AND item = ?", (row[1], reason_id, item_key))
