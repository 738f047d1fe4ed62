"""The checklist as a campaign defines it, kept in the store so that a screen need not read campaign files."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from store.database import Store
from store.models import ItemWords
from store.text import fold


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """What a campaign says of one item."""

    key: str
    title: str
    short_title: str
    applies_to: str = "everyone"
    requires: str | None = None
    target: float | None = None
    due: str | None = None
    words: tuple[ItemWords, ...] = ()  # by which headers name it; left out, those that it has are kept


def define(
    store: Store, campaign: str, items: Sequence[ItemDefinition], reasons: Sequence[tuple[str | None, str]]
) -> None:
    """Put the items of a campaign on the checklist; those of others stay, each at its place.

    Args:
        store: the open store.
        campaign: the campaign's name.
        items: in the order of the checklist.
        reasons: (item key or None for any item, words); those that are there already stay as they are.
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
        store.forget_items()
        for key, words in reasons:
            connection.execute(
                "INSERT INTO reason (item_id, text, folded) VALUES ((SELECT id FROM item WHERE key = ?), ?, ?)"
                " ON CONFLICT (folded) DO NOTHING",
                (key, words, fold(words)),
            )
