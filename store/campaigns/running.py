"""The campaigns that run here, read from the store: no campaign file is parsed and pydantic is not imported."""

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
    """The running campaigns, in the order in which they were begun."""
    rows = store.rows(
        "SELECT name, definition, used_since FROM campaign WHERE ended_at IS NULL ORDER BY used_since, name"
    )
    with explaining_content(store.path):
        return tuple(stored.from_json(*row) for row in rows)


def get(store: Store, name: str) -> Campaign:
    """The running campaign with a name. Raises RefusedError, which lists the running campaigns."""
    found = running(store)
    for campaign in found:
        if campaign.name == name:
            return campaign
    names = ", ".join(campaign.name for campaign in found) or "chưa có chiến dịch nào"
    raise RefusedError(f"Không có chiến dịch “{name}” đang chạy. Đang chạy: {names}.")


def chosen(store: Store, name: str | None) -> tuple[Campaign, ...]:
    """The running campaign of that name (RefusedError: none runs); None: all that run."""
    return running(store) if name is None else (get(store, name),)


def ended(store: Store) -> tuple[tuple[Campaign, datetime], ...]:
    """The campaigns that ran here and were ended, each with the moment, the one ended last first."""
    sql = (
        "SELECT name, definition, used_since, ended_at FROM campaign WHERE ended_at IS NOT NULL ORDER BY ended_at DESC"
    )
    with explaining_content(store.path):
        return tuple(
            (stored.from_json(name, definition, since), datetime.fromisoformat(at))
            for name, definition, since, at in store.rows(sql)
        )


def ended_at(store: Store, name: str) -> datetime | None:
    """When the campaign of that name was ended; None: it runs, or never ran here."""
    row = store.one("SELECT ended_at FROM campaign WHERE name = ? AND ended_at IS NOT NULL", (name,))
    return None if row is None else datetime.fromisoformat(row[0])


def chosen_or_ended(store: Store, name: str | None) -> tuple[tuple[Campaign, datetime | None], ...]:
    """The campaigns that `chosen` answers, each with None; an ended one, found by its name, with when it ended."""
    campaign, moment = (None, None) if name is None else (known(store, name), ended_at(store, name))
    if campaign is not None and moment is not None:
        return ((campaign, moment),)
    return tuple((each, None) for each in chosen(store, name))


def known(store: Store, name: str) -> Campaign | None:
    """A campaign that runs or ran here, as it was last used; None: it never did."""
    row = store.one("SELECT name, definition, used_since FROM campaign WHERE name = ?", (name,))
    with explaining_content(store.path):
        return None if row is None else stored.from_json(*row)


def checklist_of(store: Store, campaign: Campaign) -> tuple[Item, ...]:
    """The items that a campaign asks for, with its own target, deadline and of whom; one that ended as it asked then.

    Of a campaign that names none, those that any running campaign asks for.
    """
    own = {each.key: each for each in campaign.items}
    if not own:
        return tuple(item for item in checklist_items(store) if item.applies_to != NOBODY)
    return tuple(_as_asked(item, own[item.key]) for item in checklist_items(store) if item.key in own)


def due_items(store: Store, campaign: Campaign) -> tuple[Item, ...]:
    """The checklist of a campaign, each item asked only of the people who have to keep its deadline."""
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
    """What each campaign asks of one item, the earliest deadline first; one without a deadline last."""
    found = [item for campaign in campaigns for item in campaign.items if item.key == key]
    dated = sorted((item for item in found if item.due is not None), key=lambda item: str(item.due))
    return (*dated, *(item for item in found if item.due is None))


def differ(items: Iterable[AskedItem]) -> bool:
    """Whether campaigns ask different things of one item, so that the one that counts has to be marked."""
    return len({(each.target, each.due, each.applies_to) for each in items if each.target is not None}) > 1
