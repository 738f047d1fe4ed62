"""What the store keeps of a campaign, put in, taken out and put back as a whole, and the checklist that all share.

A running campaign is one value: its definition as JSON, None when it does not run. So using one, using it anew from
a changed file and ending it are kept and taken back like any other value (`store.fields`).

Of an item that several running campaigns ask for: it stands on the checklist once; the earliest deadline and the
highest target count, since they satisfy the others too; it applies to all whom one of them means; its words are
those of the campaign that brought it. `store.campaigns.running.asked` tells what each of them says.
"""

import json
from typing import Any

from store import clock
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
                (name, json.loads(definition)["title"], definition, clock.today().isoformat()),
            )
        _share(store)


def _share(store: Store) -> None:
    """Put on the checklist what the running campaigns ask for; what only ended ones asked for stays as it is."""
    running = [
        (name, json.loads(definition))
        for name, definition in store.rows(
            "SELECT name, definition FROM campaign WHERE ended_at IS NULL ORDER BY used_since, name"
        )
    ]
    owners = dict(store.rows("SELECT key, campaign FROM item"))
    asked: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for name, told in running:
        for item in told.get("items", ()):
            asked.setdefault(item["key"], []).append((name, item))
    for key, ways in asked.items():
        ways.sort(key=lambda way: way[0] != owners.get(key))  # whoever brought it first; else who runs longest
        define(store, ways[0][0], [_merged([item for _, item in ways])], ())
    for _, told in running:
        define(store, "", (), [(key, words) for key, words in told.get("reasons", ())])


def _merged(ways: list[dict[str, Any]]) -> ItemDefinition:
    first = ways[0]
    meant = {way["applies_to"] for way in ways}
    dues = [
        deadline["rule"]["due"]
        for way in ways
        for deadline in way["deadlines"]
        if deadline["rule"] is not None and deadline["rule"]["kind"] == "once"
    ]
    return ItemDefinition(
        first["key"],
        first["title"],
        first["short_title"],
        first["applies_to"] if len(meant) == 1 else "everyone",
        next((way["requires"] for way in ways if way["requires"]), None),
        max((way["target"] for way in ways if way["target"] is not None), default=None),
        min(dues, default=None),
    )
