"""Writes a campaign into the store or ends it, and brings the checklist, which all campaigns share, up to date.

A running campaign is one value: its definition as JSON, None when it does not run. So using one, using it anew from
a changed file and ending it are kept and taken back like any other value (`store.fields`).

Of an item that several running campaigns ask for: it stands on the checklist once; the earliest deadline and the
highest target count, since they satisfy the others too; it applies to all whom one of them means; its title is that
of the campaign that brought it; the words by which headers name it are those of all. `store.campaigns.running.asked`
tells what each of them says.
"""

from store import clock
from store.campaigns import stored
from store.campaigns.item import AskedItem
from store.checklist.asked_of import union
from store.checklist.items import ItemDefinition, define
from store.database import Store


def read(store: Store, name: str) -> str | None:
    """The definition of a running campaign, JSON; None: it does not run."""
    row = store.one("SELECT definition FROM campaign WHERE name = ? AND ended_at IS NULL", (name,))
    return None if row is None else str(row[0])


def write(store: Store, name: str, definition: str | None) -> None:
    """Let the campaign run as `definition` says, or run no more; the checklist follows."""
    with store.transaction() as connection:
        if definition is None:
            connection.execute("UPDATE campaign SET ended_at = ? WHERE name = ?", (clock.stamp(), name))
        else:
            connection.execute(
                "INSERT INTO campaign (name, title, definition, used_since) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET title = excluded.title, definition = excluded.definition,"
                " ended_at = NULL",
                (name, stored.from_json(name, definition).title, definition, clock.today().isoformat()),
            )
        _share(store)


def _share(store: Store) -> None:
    """Put on the checklist what the running campaigns ask for; what only ended ones asked for stays as it is."""
    rows = store.rows("SELECT name, definition FROM campaign WHERE ended_at IS NULL ORDER BY used_since, name")
    running = [stored.from_json(*row) for row in rows]
    owners = dict(store.rows("SELECT key, campaign FROM item"))
    asked: dict[str, list[AskedItem]] = {}
    for campaign in running:
        for item in campaign.items:
            asked.setdefault(item.key, []).append(item)
    for key, items in asked.items():
        items.sort(key=lambda item: item.campaign != owners.get(key))  # who brought it first; else who runs longest
        define(store, items[0].campaign, [_merged(items)], ())
    for campaign in running:
        of_items = [(item.key, words) for item in campaign.items for words in item.reasons]
        define(store, "", (), [*of_items, *((None, words) for words in campaign.reasons)])


def _merged(items: list[AskedItem]) -> ItemDefinition:
    """What counts of an item that several campaigns ask for."""
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
