"""Lists, adds, renames and merges the reasons of the station, each with its words, items and digits."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from store.checklist import checklist, reasons
from store.checklist.items import checklist_item, checklist_items
from store.database import IDS, Store
from store.errors import RefusedError, refuse_long_number
from store.field_ref import PRESENT
from store.history import Recording, recording
from store.text import clean, fold

_OFFERS = "reason_item"  # in the history: for which item a reason is offered, and by which digit


class Offered(NamedTuple):
    """One item that a reason is offered for, or that people have it of."""

    item: str  # key
    digit: int  # by which it is chosen, 1 to 9; 0: by its words alone
    people: int  # on the staff who have it there


class Entry(NamedTuple):
    """One reason of the dictionary, with the other words that count as the reason."""

    id: int
    text: str
    items: tuple[Offered, ...]  # in the order of the checklist
    people: int  # on the staff who have it, of whatever item
    also: tuple[str, ...]  # other words that count as it


class Merge(NamedTuple):
    """The effect that merging two reasons would have."""

    source: Entry  # its words count as those of the other from then on
    target: Entry
    people: int  # who would have the target

    @property
    def is_of_other_items(self) -> bool:
        """Whether the two reasons have no item in common, and so hardly mean the same."""
        ours, theirs = ({each.item for each in entry.items} for entry in (self.source, self.target))
        return bool(ours and theirs) and ours.isdisjoint(theirs)


def dictionary(store: Store) -> list[Entry]:
    """The unmerged reasons in use, sorted by their first item in the order of the checklist, then by digit."""
    roots = reasons.roots(store)
    keys = {item.position: item.key for item in checklist_items(store)}
    people: Counter[int] = Counter()
    by_item: Counter[tuple[int, str]] = Counter()
    walk = "SELECT reasons, count(*) FROM staff INDEXED BY staff_statistics WHERE removed_at IS NULL GROUP BY reasons"
    for packed, number in store.rows(walk):
        at = {place: roots[one] for place, one in checklist.unpack_reasons(packed).items() if one in roots}
        for root in set(at.values()):
            people[root] += number
        for place, root in at.items():
            by_item[root, keys[place]] += number
    digits = {(id_, key): digit for id_, key, digit in store.rows("SELECT reason_id, item, digit FROM reason_item")}
    rows = list(store.rows("SELECT id, text, removed_at IS NULL FROM reason ORDER BY id"))
    found = [
        Entry(
            id_,
            text,
            tuple(
                Offered(key, digits.get((id_, key), 0), by_item[id_, key])
                for key in keys.values()
                if (id_, key) in digits or by_item[id_, key]
            ),
            people[id_],
            tuple(other for one, other, _ in rows if one != id_ and roots[one] == id_),
        )
        for id_, text, is_there in rows
        if roots[id_] == id_ and (is_there or people[id_])
    ]
    return sorted(found, key=partial(_place, list(keys.values())))


def _place(order: Sequence[str], entry: Entry) -> tuple[bool, int, bool, int, int]:
    if not entry.items or len(entry.items) == len(order):
        return (True, 0, False, 0, entry.id)
    first = entry.items[0]
    return (False, order.index(first.item), first.digit == 0, first.digit, entry.id)


def find(store: Store, words: str) -> Entry:
    """The entry whose reason has these words, case and diacritics aside. Raises RefusedError for unknown words."""
    row = store.one("SELECT id FROM reason WHERE folded = ?", (fold(clean(words)),))
    root = None if row is None else reasons.roots(store)[row[0]]
    for entry in dictionary(store):
        if entry.id == root:
            return entry
    raise RefusedError(f"Không có lý do “{clean(words)}”. Xem các lý do bằng tyt reasons.")


def preview(store: Store, source: str, target: str) -> Merge:
    """The effect of merging `source` into `target`. Raises RefusedError for unknown words, or words of one reason."""
    one, other = find(store, source), find(store, target)
    if one.id == other.id:
        raise RefusedError(f"“{clean(source)}” và “{clean(target)}” đã là một lý do.")
    both = {one.id, other.id}
    roots = reasons.roots(store)
    walk = "SELECT reasons, count(*) FROM staff INDEXED BY staff_statistics WHERE removed_at IS NULL GROUP BY reasons"
    people = sum(
        number
        for packed, number in store.rows(walk)
        if both & {roots.get(each) for each in checklist.unpack_reasons(packed).values()}
    )
    return Merge(one, other, people)


def people_with(store: Store, reason_id: int, item_key: str | None = None) -> list[int]:
    """Ids of the people on the staff who have a reason, for one item or for any, in the order of their names."""
    roots = reasons.roots(store)
    position = None if item_key is None else checklist_item(store, item_key).position
    rows = store.rows("SELECT id, reasons FROM staff WHERE removed_at IS NULL AND reasons <> '' ORDER BY sort_key, id")
    return [
        staff_id
        for staff_id, packed in rows
        if any(
            roots.get(each) == reason_id and position in (None, place)
            for place, each in checklist.unpack_reasons(packed).items()
        )
    ]


def last_change(store: Store, entry: Entry) -> tuple[str, str] | None:
    """(ISO moment, label) of the last change of an entry or of its other words; None when there was none."""
    ids = [id_ for id_, root in reasons.roots(store).items() if root == entry.id]
    found = store.by_ids(
        "SELECT change.at, label, change.id FROM change JOIN history ON change_id = change.id"
        f" WHERE entity IN ('reason', 'reason_item') AND entity_id IN {IDS}",
        ids,
    )
    last = max(found, key=lambda row: row[2], default=None)
    return None if last is None else (last[0], last[1])


def merge(store: Store, source: str, target: str) -> tuple[str, str]:
    """Count the words `source` as the reason `target`, as one step of undo; answers both as they are written.

    `target` is then offered for the items of `source` too. Raises RefusedError as `preview` does.
    """
    found = preview(store, source, target)
    with recording(store, "reason", f"Gộp lý do “{found.source.text}” vào “{found.target.text}”") as change:
        _count_as(change, found.source.id, found.target.id)
    return found.source.text, found.target.text


def _count_as(change: Recording, source: int, target: int) -> None:
    """Merge one reason into another, which takes over its items, and its digit where it has none of its own."""
    store = change.store
    rows = "SELECT item, digit FROM reason_item WHERE reason_id = ?"
    own = dict(store.rows(rows, (target,)))
    for item, digit in list(store.rows(rows, (source,))):
        change.assign(_OFFERS, source, item, None)
        if not own.get(item):
            change.assign(_OFFERS, target, item, str(digit))
    change.assign("reason", source, "same_as", str(target))


def add(store: Store, words: str, items: Sequence[str]) -> str:
    """Add a reason for these items (keys), with the first free digit of each; answers its words.

    Raises RefusedError for empty words, and for words of a reason that exists.
    """
    text = _new_words(store, words)
    with recording(store, "reason", f"Thêm lý do “{text}”") as change:
        id_ = _row_of(change, text)
        _offer(change, id_, items)
    return text


def _new_words(store: Store, words: str, *, of: int | None = None) -> str:
    text = clean(words)
    if not text:
        raise RefusedError("Hãy ghi lý do bằng chữ.")
    refuse_long_number("Lý do", text)
    row = store.one("SELECT id, removed_at FROM reason WHERE folded = ?", (fold(text),))
    if row is not None and row[1] is None:
        root = reasons.roots(store)[row[0]]
        if root != of:
            raise RefusedError(f"Đã có lý do “{reasons.texts(store)[root]}”. Nếu là một thì hãy gộp hai lý do.")
    return text


def _row_of(change: Recording, text: str) -> int:
    """The id of the reason with these words, which is added or restored and counts as itself."""
    store = change.store
    row = store.one("SELECT id FROM reason WHERE folded = ?", (fold(text),))
    # A new row is not there until the history says so: taking that back takes it off again.
    id_ = int(row[0]) if row else store.insert("reason", text=text, folded=fold(text), removed_at="0001-01-01")
    change.assign("reason", id_, PRESENT, "1")
    change.assign("reason", id_, "same_as", None)
    change.assign("reason", id_, "text", text)
    return id_


def _offer(change: Recording, reason_id: int, items: Iterable[str]) -> None:
    for key in items:
        checklist_item(change.store, key)
        taken = {digit for (digit,) in change.store.rows("SELECT digit FROM reason_item WHERE item = ?", (key,))}
        digit = next((digit for digit in range(1, 10) if digit not in taken), 0)
        change.assign(_OFFERS, reason_id, key, str(digit))


def rename(store: Store, words: str, new_words: str) -> tuple[str, str]:
    """Rename a reason, as one step of undo; answers the words before and after.

    The old words stay known: a file that still has them means the same reason. Raises RefusedError when there is no
    such reason, or when the new words belong to another one.
    """
    entry = find(store, words)
    text = _new_words(store, new_words, of=entry.id)
    with recording(store, "reason", f"Đổi lý do “{entry.text}” thành “{text}”") as change:
        if fold(text) == fold(entry.text):
            change.assign("reason", entry.id, "text", text)
        else:
            _count_as(change, entry.id, _row_of(change, text))
    return entry.text, text


def assign_items(store: Store, words: str, digits: Mapping[str, int | None]) -> Entry:
    """Offer a reason for exactly these items, as one step of undo; answers the entry as it is then.

    Args:
        store: the open store.
        words: the words of the reason.
        digits: item key -> digit of the reason; 0: none; None: the digit that it has, or the first free one. A reason
            that had the digit gets the one that is given up, or none.

    Raises:
        RefusedError: no reason has these words.
    """
    entry = find(store, words)
    before = dict(store.rows("SELECT item, digit FROM reason_item WHERE reason_id = ?", (entry.id,)))
    with recording(store, "reason", f"Mục và số của lý do “{entry.text}”") as change:
        for key in before.keys() - digits.keys():
            change.assign(_OFFERS, entry.id, key, None)
        for key, digit in digits.items():
            if digit is None:
                _offer(change, entry.id, [key] if key not in before else [])
            elif digit != before.get(key):
                _give_digit(change, entry.id, key, digit, before.get(key, 0))
    return find(store, entry.text)


def _give_digit(change: Recording, reason_id: int, key: str, digit: int, given_up: int) -> None:
    sql = "SELECT reason_id FROM reason_item WHERE item = ? AND digit = ? AND digit > 0 AND reason_id <> ?"
    holder = change.store.one(sql, (key, digit, reason_id))
    if holder is not None:
        change.assign(_OFFERS, holder[0], key, "0")
    change.assign(_OFFERS, reason_id, key, str(digit))
    if holder is not None and given_up:
        change.assign(_OFFERS, holder[0], key, str(given_up))
