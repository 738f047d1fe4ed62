"""Keeps campaigns in the store as JSON and brings the checklist, which all campaigns share, up to date.

For the history a campaign is one value: its definition as JSON, None while it does not run. So starting one, starting
it again from a changed file, and ending it are recorded and undone like any other value (`store.fields` calls `read`
and `write`).

The checklist has each item once, even if several running campaigns ask for it. Then the item gets the earliest
deadline and the highest target, since who meets these meets the others too; it applies to everybody to whom it
applies in any of the campaigns; its title is that of the campaign that brought it first; all header words of all
campaigns name it, and the titles that it had. `store.campaigns.running.asked` returns what each asks of an item.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from store import clock
from store.campaigns.campaign import Campaign
from store.campaigns.item import AskedItem
from store.campaigns.values import plain, reader
from store.checklist.applicability import union
from store.checklist.items import ItemDefinition, ask_nobody, define
from store.checklist.reasons import define_same
from store.database import Store, explaining_content
from store.models import ItemWords
from store.text import fold

_LAST = 9  # rank of former titles: what an item is called now, and the words of campaigns, come first


def to_json(campaign: Campaign) -> str:
    """Returns the definition of a campaign as JSON."""
    return json.dumps(plain(campaign), ensure_ascii=False)


@lru_cache(maxsize=32)  # a screen asks for the running campaigns again and again
def from_json(name: str, text: str, used_since: str = "") -> Campaign:
    """Makes a campaign from JSON that `to_json`, or an earlier version of the program, wrote.

    `used_since` is the day on which it was begun here, YYYY-MM-DD; "" when it does not run.
    """
    content = json.loads(text)
    if isinstance(content["source"], str):
        from store.campaigns.stored_by_0_1 import as_now

        content = as_now(content)
    campaign: Campaign = reader(Campaign)({**content, "name": name, "used_since": used_since})
    return campaign


def read(store: Store, name: str) -> str | None:
    """Returns the definition of a running campaign as JSON; None when no campaign with this name runs."""
    row = store.one("SELECT definition FROM campaign WHERE name = ? AND ended_at IS NULL", (name,))
    return None if row is None else str(row[0])


def write(store: Store, name: str, definition: str | None) -> None:
    """Starts a campaign, replaces its definition (JSON of `to_json`) or ends it (None), then updates the checklist.

    Records no history.
    """
    with store.transaction() as connection:
        if definition is None:
            connection.execute("UPDATE campaign SET ended_at = ? WHERE name = ?", (clock.stamp(), name))
        else:
            connection.execute(
                "INSERT INTO campaign (name, title, definition, used_since) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET title = excluded.title, definition = excluded.definition,"
                " ended_at = NULL",
                (name, from_json(name, definition).title, definition, clock.today().isoformat()),
            )
        update_checklist(store)


def update_checklist(store: Store) -> None:
    """Writes the items and reasons of all running campaigns to the checklist.

    An item that only ended campaigns asked for stays, because people have states of it, but is asked of nobody.
    """
    rows = store.rows("SELECT name, definition FROM campaign WHERE ended_at IS NULL ORDER BY used_since, name")
    with explaining_content(store.path):
        running = [from_json(*row) for row in rows]
    owners: dict[str, str | None] = dict(store.rows("SELECT key, campaign FROM item"))
    asked: dict[str, list[AskedItem]] = {}
    for campaign in running:
        for item in campaign.items:
            asked.setdefault(item.key, []).append(item)
    former = _former_titles(store, asked)
    known = {
        key: tuple(each for each in (ItemWords(*word) for word in json.loads(words)) if each.rank != _LAST)
        for key, words in store.rows("SELECT key, words FROM item")
    }
    for key, items in asked.items():
        items.sort(key=lambda item: item.campaign != owners.get(key))  # first the campaign that brought it
        merged = _merged(items)
        words = merged.words or known.get(key, ())  # a campaign that gives none leaves those that are there
        define(store, items[0].campaign, [merged._replace(words=(*words, *former.get(key, ())))], ())
    ask_nobody(store, [key for key in owners if key not in asked])
    listed: list[tuple[str | None, str]] = []
    for campaign in running:
        listed += [(item.key, words) for item in campaign.items for words in item.reasons]
        listed += [(None, words) for words in campaign.reasons]
    define(store, "", (), listed)
    for campaign in running:
        for item in campaign.items:
            for same in item.same_reasons:
                define_same(store, same.reason, same.also)


def _former_titles(store: Store, asked: Mapping[str, Sequence[AskedItem]]) -> dict[str, list[ItemWords]]:
    """Maps item keys to patterns of their former titles, because units still send forms that have these."""
    taken = {fold(title) for items in asked.values() for item in items for title in (item.title, item.short_title)}
    titles = "json_extract(item.value, '$.key'), json_extract(item.value, '$.title')"
    rows = [
        *store.rows("SELECT key, title, short_title FROM item"),
        *store.rows(
            f"SELECT DISTINCT {titles}, json_extract(item.value, '$.short_title')"
            " FROM history, json_each(history.before, '$.items') AS item"
            " WHERE entity = 'campaign' AND history.before IS NOT NULL"
        ),
    ]
    found: dict[str, dict[str, ItemWords]] = {}
    for key, title, short_title in rows:
        # A short title is few letters: it must be all that the head names.
        for words, pattern in ((title, r"\b{}\b"), (short_title, r"(^|[:(] ?){}\)?$")):
            if fold(words) not in taken:
                of_item = found.setdefault(key, {})
                of_item[words] = ItemWords(pattern.format(re.escape(fold(words))), rank=_LAST)
    return {key: list(words.values()) for key, words in found.items()}


def _merged(items: list[AskedItem]) -> ItemDefinition:
    """Merges what several campaigns ask of one item into one; the first one given is the one that brought the item."""
    first = items[0]
    due = min((item.due for item in items if item.due is not None), default=None)
    return ItemDefinition(
        first.key,
        first.title,
        first.short_title,
        union(item.applies_to for item in items),
        next((item.requires for item in items if item.requires), None),
        max((item.target for item in items if item.target is not None), default=None),
        due.isoformat() if due else None,
        tuple(dict.fromkeys(words for item in items for words in item.header_words)),
    )
