"""The list of reasons: the campaign brings some, files and people add theirs."""

from collections.abc import Mapping

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


def reason_id(store: Store, words: str, item_key: str | None = None) -> int:
    """The id of the reason with these words, case and diacritics aside; a new one is added as it is written."""
    text = clean(words)
    row = store.one("SELECT id FROM reason WHERE folded = ?", (fold(text),))
    if row is not None:
        return int(row[0])
    item_id = None if item_key is None else checklist_item(store, item_key).id
    return store.write("INSERT INTO reason (item_id, text, folded) VALUES (?, ?, ?)", (item_id, text, fold(text)))


def texts(store: Store) -> dict[int, str]:
    """Words of every reason by id."""
    found = dict(store.rows("SELECT id, text FROM reason"))
    if None in found.values():  # the schema lets none in
        raise damaged(store.path)
    return found


def for_item(store: Store, item_key: str) -> list[Reason]:
    """Reasons that fit the item, commonest first."""
    rows = store.rows(
        "SELECT reason.id, item.key, reason.text, reason.uses FROM reason LEFT JOIN item ON item.id = reason.item_id"
        " WHERE item.key IS NULL OR item.key = ? ORDER BY reason.uses DESC, item.key IS NULL, reason.id",
        (item_key,),
    )
    return [Reason(*row) for row in rows]


def count_use(store: Store, reason_id: int, times: int = 1) -> None:
    """The reason was chosen: it moves up the list."""
    store.write("UPDATE reason SET uses = uses + ? WHERE id = ?", (times, reason_id))
