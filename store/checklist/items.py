"""Reads the items of the checklist, and adds or changes them as campaigns ask."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from store.checklist.reasons import offer_listed
from store.database import Store, explaining_content
from store.frozen import changeable
from store.models import Item, ItemWords
from store.text import fold


class ItemDefinition(NamedTuple):
    """The definition of one item by a campaign."""

    key: str
    title: str
    short_title: str
    applies_to: str = "everyone"
    requires: str | None = None
    target: float | None = None
    due: str | None = None
    words: tuple[ItemWords, ...] = ()  # by which headers name it; left out, those that it has are kept


_KEPT = "checklist"


@changeable
class _Kept:
    """The checklist as last read, with the versions that tell whether it is still valid."""

    items: tuple[Item, ...]
    version: int  # of the file, which another connection changes
    read_in: int = 0  # the transaction of this connection in which it was last looked at; 0: in none
    changed_in: int = 0  # the transaction that changed it, which may be rolled back; 0: none


def checklist_items(store: Store) -> tuple[Item, ...]:
    """The items in the order of their columns; read again as soon as any program changed something."""
    kept: _Kept | None = store.kept.get(_KEPT)
    transaction = store.transactions if store.connection.in_transaction else 0
    if kept is not None and transaction and kept.read_in == transaction:  # nobody else can write meanwhile
        return kept.items
    version = store.value("PRAGMA data_version")
    if kept is None or kept.version != version or kept.changed_in not in (0, transaction):
        changed_in = transaction if kept is not None and kept.changed_in == transaction else 0
        kept = store.kept[_KEPT] = _Kept(_read(store), version, changed_in=changed_in)
    kept.read_in = transaction
    return kept.items


def _read(store: Store) -> tuple[Item, ...]:
    rows = store.rows(
        "SELECT id, key, position, title, short_title, applies_to, requires, target, due, words"
        " FROM item ORDER BY position"
    )
    with explaining_content(store.path):
        return tuple(Item(*(*row, tuple(ItemWords(*each) for each in json.loads(words)))) for *row, words in rows)


def checklist_item(store: Store, key: str) -> Item:
    """The item with a key. Raises KeyError for an unknown key."""
    for item in checklist_items(store):
        if item.key == key:
            return item
    raise KeyError(key)


def ask_nobody(store: Store, keys: Sequence[str]) -> None:
    """Stop asking for these items and remove their target and deadline; the states of people stay."""
    if keys:
        with store.transaction():
            store.write_many(
                "UPDATE item SET applies_to = 'nobody', target = NULL, due = NULL WHERE key = ?",
                ((key,) for key in keys),
            )
            store.kept[_KEPT] = _Kept((), version=-1, changed_in=store.transactions)


def define(
    store: Store, campaign: str, items: Sequence[ItemDefinition], reasons: Sequence[tuple[str | None, str]]
) -> None:
    """Add or update the items of a campaign on the checklist, in their order; other items keep their places.

    `reasons` are (item key or None for any item, words); reasons that exist stay as they are.
    """
    with store.transaction() as connection:
        for item in items:
            connection.execute(
                "INSERT INTO item"
                " (key, position, title, short_title, applies_to, requires, target, due, campaign, words)"
                " VALUES (?, (SELECT ifnull(max(position), -1) + 1 FROM item), ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET title = excluded.title, short_title = excluded.short_title,"
                " applies_to = excluded.applies_to, requires = excluded.requires, target = excluded.target,"
                " due = excluded.due, campaign = excluded.campaign,"
                " words = iif(excluded.words = '[]', words, excluded.words)",
                (
                    item.key,
                    item.title,
                    item.short_title,
                    item.applies_to,
                    item.requires,
                    item.target,
                    item.due,
                    campaign,
                    json.dumps(item.words, ensure_ascii=False),
                ),
            )
        store.kept[_KEPT] = _Kept((), version=-1, changed_in=store.transactions)
        for key, words in reasons:
            connection.execute(
                "INSERT INTO reason (item_id, text, folded) VALUES ((SELECT id FROM item WHERE key = ?), ?, ?)"
                " ON CONFLICT (folded) DO NOTHING",
                (key, words, fold(words)),
            )
        offer_listed(store, reasons)
