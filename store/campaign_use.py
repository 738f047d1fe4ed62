"""Starts, resumes and ends a campaign in the store, each as one step that undo takes back."""

from store.campaigns import record, stored
from store.campaigns.campaign import Campaign
from store.database import Store
from store.errors import RefusedError
from store.history import recording


def use(store: Store, campaign: Campaign) -> None:
    """Let the campaign run here: its items and reasons go on the store's checklist, which all campaigns share.

    Used again, it is read anew and runs on. Undo lets it run as before, or no more.
    """
    _assign(store, f"Chạy chiến dịch {campaign.name}", campaign.name, stored.to_json(campaign))


def resume(store: Store, name: str) -> None:
    """Let an ended campaign run again as it was last used; its file need not be there any more.

    Raises:
        RefusedError: none of that name was ever used.
    """
    row = store.one("SELECT definition FROM campaign WHERE name = ?", (name,))
    if row is None:
        raise RefusedError(f"Chưa từng có chiến dịch “{name}”.")
    _assign(store, f"Chạy chiến dịch {name}", name, str(row[0]))


def end(store: Store, name: str) -> None:
    """Let a campaign run no more; its items stay on the checklist, with everything that is known of people.

    Raises:
        RefusedError: none of that name runs.
    """
    if record.read(store, name) is None:
        raise RefusedError(f"Không có chiến dịch “{name}” đang chạy.")
    _assign(store, f"Kết thúc chiến dịch {name}", name, None)


def _assign(store: Store, label: str, name: str, definition: str | None) -> None:
    with recording(store, "campaign", label) as change:
        change.assign("campaign", 0, name, definition)


def use_default(store: Store) -> None:
    """Let the first campaign of a new store run. The person did not do it, so undo does not take it back."""
    from store.campaigns import file

    record.write(store, file.DEFAULT, stored.to_json(file.load(file.built_in()[file.DEFAULT])))
