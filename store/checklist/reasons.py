"""The list of reasons: the campaign brings some, files and people add theirs; several words may be one reason.

Words that were merged keep their row, which names the reason that they count as (`same_as`); people keep the id of the
words that were said of them. So a merge changes one row, and taking it back restores everything.
"""

from collections.abc import Iterable, Mapping

from store.checklist import checklist
from store.checklist.items import checklist_item
from store.database import Store, damaged
from store.models import Reason, State
from store.text import clean, fold

NO_INFORMATION = "Chưa có thông tin"  # of an unknown state
NO_REASON = "Chưa ghi lý do"  # of chưa without a reason
NOT_APPLICABLE_REASON = "Không áp dụng"  # in a form that knows only đã and chưa


def why_not(states: str, reasons: Mapping[int, int], position: int, words: Mapping[int, str]) -> str | None:
    """The words under which somebody who has not done an item is counted; None: they have done it.

    `states` and `reasons` (position of an item -> id of the reason) are of the person, `words` what `texts` answers.
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


def reason_id(store: Store, words: str, item_key: str | None = None, *, merged: bool = True) -> int:
    """The id of the reason with these words, case and diacritics aside; a new one is added as it is written.

    Of words that were merged it is the reason that they count as; with `merged` False their own, as history needs it.
    """
    text = clean(words)
    row = store.one("SELECT id FROM reason WHERE folded = ?", (fold(text),))
    if row is not None:
        return roots(store)[row[0]] if merged else int(row[0])
    item_id = None if item_key is None else checklist_item(store, item_key).id
    same_as = store.one("SELECT reason_id FROM reason_word WHERE folded = ?", (fold(text),))
    same_id = None if same_as is None else same_as[0]
    new_id = store.insert("reason", item_id=item_id, text=text, folded=fold(text), same_as=same_id)
    return roots(store)[new_id] if merged else new_id


def texts(store: Store) -> dict[int, str]:
    """Words of every reason by id; of one that was merged into another the other's words."""
    rows = list(store.rows("SELECT id, text, same_as FROM reason"))
    if any(text is None for _, text, _ in rows):  # the schema lets none in
        raise damaged(store.path)
    found = {id_: text for id_, text, _ in rows}
    if all(same is None for *_, same in rows):
        return found
    return {id_: found[root] for id_, root in _followed({id_: same for id_, _, same in rows}).items()}


def known(store: Store, *, other_words: bool = False) -> dict[str, str]:
    """Folded words of every reason that anybody had or may choose -> the words that it counts under.

    With `other_words` also those which a campaign says are one of its reasons, and which nobody had yet.
    """
    words = texts(store)
    found = {folded: words[id_] for id_, folded in store.rows("SELECT id, folded FROM reason")}
    if other_words:
        found = {folded: words[id_] for folded, id_ in store.rows("SELECT folded, reason_id FROM reason_word")} | found
    return found


def roots(store: Store) -> dict[int, int]:
    """Id of every reason -> id of the reason that it counts as."""
    return _followed(dict(store.rows("SELECT id, same_as FROM reason")))


def _followed(same: Mapping[int, int | None]) -> dict[int, int]:
    """Id of every reason -> id of the reason that it counts as, over any number of merges."""
    found = {}
    for id_ in same:
        root = id_
        for _ in same:  # no longer than that, so that a circle made from outside ends
            if (after := same.get(root)) is None:
                break
            root = after
        found[id_] = root
    return found


def define_same(store: Store, item_key: str, words: str, others: Iterable[str]) -> None:
    """Let other words of a campaign's reason count as it, but for those that the station decided about itself."""
    target = reason_id(store, words, item_key, merged=False)
    for folded in map(fold, others):
        store.write("INSERT OR REPLACE INTO reason_word (folded, reason_id) VALUES (?, ?)", (folded, target))
        decided = "SELECT 1 FROM history WHERE entity = 'reason' AND entity_id IN (reason.id, ?1)"
        store.write(
            f"UPDATE reason SET same_as = ?1 WHERE folded = ?2 AND id <> ?1 AND NOT EXISTS ({decided})",
            (target, folded),
        )


def for_item(store: Store, item_key: str) -> list[Reason]:
    """Reasons that fit the item and stand for themselves, commonest first."""
    rows = store.rows(
        "SELECT reason.id, item.key, reason.text, reason.uses FROM reason LEFT JOIN item ON item.id = reason.item_id"
        " WHERE (item.key IS NULL OR item.key = ?) AND reason.same_as IS NULL"
        " ORDER BY reason.uses DESC, item.key IS NULL, reason.id",
        (item_key,),
    )
    return [Reason(*row) for row in rows]


def count_use(store: Store, reason_id: int, times: int = 1) -> None:
    """The reason was chosen: it moves up the list."""
    store.write("UPDATE reason SET uses = uses + ? WHERE id = ?", (times, reason_id))
