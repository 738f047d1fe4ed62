"""Reads the campaigns that run in a store, without parsing a campaign file or importing pydantic."""

from collections.abc import Iterable
from datetime import datetime

from store.campaigns import stored
from store.campaigns.campaign import Campaign
from store.campaigns.item import AskedItem
from store.checklist.applicability import NOBODY, who_text
from store.checklist.items import checklist_items
from store.database import Store, explaining_content
from store.errors import RefusedError
from store.models import Item


def running(store: Store) -> tuple[Campaign, ...]:
    """Returns the running campaigns in the order in which they were begun."""
    rows = store.rows(
        "SELECT name, definition, used_since FROM campaign WHERE ended_at IS NULL ORDER BY used_since, name"
    )
    with explaining_content(store.path):
        return tuple(stored.from_json(*row) for row in rows)


def get(store: Store, name: str) -> Campaign:
    """Returns the running campaign with a name; if there is none, raises RefusedError, which lists the running ones."""
    found = running(store)
    for campaign in found:
        if campaign.name == name:
            return campaign
    names = ", ".join(campaign.name for campaign in found) or "chưa có chiến dịch nào"
    raise RefusedError(f"Không có chiến dịch “{name}” đang chạy. Đang chạy: {names}.")


def chosen(store: Store, name: str | None) -> tuple[Campaign, ...]:
    """Returns the running campaign with a name, or for None all of them; raises RefusedError for an unknown name."""
    return running(store) if name is None else (get(store, name),)


def ended(store: Store) -> tuple[tuple[Campaign, datetime], ...]:
    """Returns (campaign, moment of its end) of the campaigns that ran here and were ended, the last ended first."""
    sql = (
        "SELECT name, definition, used_since, ended_at FROM campaign WHERE ended_at IS NOT NULL ORDER BY ended_at DESC"
    )
    with explaining_content(store.path):
        return tuple(
            (stored.from_json(name, definition, since), datetime.fromisoformat(at))
            for name, definition, since, at in store.rows(sql)
        )


def ended_at(store: Store, name: str) -> datetime | None:
    """Returns when the campaign with a name was ended; None when it runs or never ran here."""
    row = store.one("SELECT ended_at FROM campaign WHERE name = ? AND ended_at IS NOT NULL", (name,))
    return None if row is None else datetime.fromisoformat(row[0])


def chosen_or_ended(store: Store, name: str | None) -> tuple[tuple[Campaign, datetime | None], ...]:
    """Returns (campaign, None) for each campaign of `chosen`; for an ended one's name (campaign, moment of its end)."""
    campaign, moment = (None, None) if name is None else (known(store, name), ended_at(store, name))
    if campaign is not None and moment is not None:
        return ((campaign, moment),)
    return tuple((each, None) for each in chosen(store, name))


def known(store: Store, name: str) -> Campaign | None:
    """Returns a campaign that runs or ran here, in its last definition; None when it never ran here."""
    row = store.one("SELECT name, definition, used_since FROM campaign WHERE name = ?", (name,))
    with explaining_content(store.path):
        return None if row is None else stored.from_json(*row)


def checklist_of(store: Store, campaign: Campaign) -> tuple[Item, ...]:
    """Returns the items that a campaign asks for, each with the target, deadline and people of that campaign.

    For a campaign without items, these are the items that any running campaign asks for.
    """
    own = {each.key: each for each in campaign.items}
    if not own:
        return tuple(item for item in checklist_items(store) if item.applies_to != NOBODY)
    return tuple(_as_asked(item, own[item.key]) for item in checklist_items(store) if item.key in own)


def due_items(store: Store, campaign: Campaign) -> tuple[Item, ...]:
    """Returns the items of a campaign, each asked only of the people who must keep its deadline."""
    own = {each.key: each.whom_it_is_due_of for each in campaign.items}
    return tuple(item._replace(applies_to=own.get(item.key, item.applies_to)) for item in checklist_of(store, campaign))


def _as_asked(item: Item, asked_for: AskedItem) -> Item:
    narrower = who_text(asked_for.applies_to) if asked_for.applies_to != item.applies_to else ""
    return item._replace(
        title=f"{item.title} ({narrower})" if narrower else item.title,
        applies_to=asked_for.applies_to,
        target=asked_for.target,
        due=asked_for.due.isoformat() if asked_for.due else None,
    )


def asked(campaigns: Iterable[Campaign], key: str) -> tuple[AskedItem, ...]:
    """Returns the terms on which each campaign asks for an item, earliest deadline first, items without one last."""
    found = [item for campaign in campaigns for item in campaign.items if item.key == key]
    dated = sorted((item for item in found if item.due is not None), key=lambda item: str(item.due))
    return (*dated, *(item for item in found if item.due is None))


def differ(items: Iterable[AskedItem]) -> bool:
    """Whether campaigns that set a target for an item differ in target, deadline or whom they ask."""
    return len({(each.target, each.due, each.applies_to) for each in items if each.target is not None}) > 1
