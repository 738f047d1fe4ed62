"""Starts, resumes and ends a campaign in the store, each as one step that undo takes back."""

from typing import TYPE_CHECKING

from store.campaigns import running, stored
from store.campaigns.campaign import Campaign
from store.campaigns.form import BROUGHT_BY, Form, from_plain
from store.database import Store
from store.errors import RefusedError
from store.history import recording

if TYPE_CHECKING:
    from pathlib import Path


def clashes(store: Store | None, campaign: Campaign) -> dict[int, str]:
    """Why forms of a campaign cannot be used, by index of the form: its key belongs to a different form already."""
    if not campaign.forms:
        return {}
    from store.campaigns import file

    brought = file.load(file.built_in()[BROUGHT_BY])
    others = [] if store is None else [each for each in running.running(store) if each.name != campaign.name]
    taken: dict[str, tuple[str, Form]] = {}
    for other in (*reversed(others), brought):
        taken |= {form["key"]: (other.name, from_plain(form)) for form in other.forms}
    found = {}
    for place, table in enumerate(campaign.forms):
        key = table["key"]
        owner, form = taken.get(key, ("", None))
        if form is not None and form != from_plain(table):
            whose = "chương trình" if owner == BROUGHT_BY else f"chiến dịch {owner} đang chạy"
            end = "" if owner == BROUGHT_BY else f", hoặc kết thúc {owner} trước"
            found[place] = f"{whose} đã có biểu {key} khác biểu này. Hãy đặt key khác{end}."
    return found


def use(store: Store, campaign: Campaign, path: "Path | None" = None) -> None:
    """Start the campaign: its items and reasons join the store's checklist, which all campaigns share.

    A campaign that runs already takes its new text. Undo restores the earlier text, or stops the campaign.

    Args:
        store: the open store.
        campaign: the campaign.
        path: the station's file that the campaign was read from, so that an error names its line; None: no such file.

    Raises:
        RefusedError: one of its forms has the key of another form (`clashes`), and `path` is None.
        CampaignError: the same fault where `path` is given.
    """
    for place, reason in clashes(store, campaign).items():
        if path is None:
            raise RefusedError(reason[0].upper() + reason[1:])
        from store.campaigns import file

        raise file.refused_form(path, place, reason)
    _assign(store, f"Chạy chiến dịch {campaign.name}", campaign.name, stored.to_json(campaign))


def resume(store: Store, name: str) -> None:
    """Start an ended campaign again with the text that it last had; its file is not needed.

    Raises RefusedError when no campaign of that name was ever used, or when `clashes` finds a form.
    """
    campaign = running.known(store, name)
    if campaign is None:
        raise RefusedError(f"Chưa từng có chiến dịch “{name}”.")
    use(store, campaign)


def end(store: Store, name: str) -> None:
    """Stop a running campaign; its items and all data of people stay. Raises RefusedError when it does not run."""
    if stored.read(store, name) is None:
        raise RefusedError(f"Không có chiến dịch “{name}” đang chạy.")
    _assign(store, f"Kết thúc chiến dịch {name}", name, None)


def follow_program(store: Store) -> None:
    """Update the running campaigns that come with the program, unless the station changed them, to its present text.

    The update is one change that undo takes back. Ended campaigns keep their text.
    """
    from store.campaigns import file, shipped

    with recording(store, "campaign", "Theo bản mới của chiến dịch có sẵn") as change:
        for name, path in file.built_in().items():
            definition = stored.read(store, name)
            if definition is not None and shipped.is_ours(definition):
                change.assign("campaign", 0, name, stored.to_json(file.load(path)))
        stored.update_checklist(store)
        store.write("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (shipped.SETTING, shipped.NUMBER))


def _assign(store: Store, label: str, name: str, definition: str | None) -> None:
    with recording(store, "campaign", label) as change:
        change.assign("campaign", 0, name, definition)


def use_default(store: Store) -> None:
    """Start the first campaign of a new store, without a step of undo, because the person did not ask for it."""
    from store.campaigns import file, shipped

    stored.write(store, file.DEFAULT, stored.to_json(file.load(file.built_in()[file.DEFAULT])))
    with store.transaction():
        store.write("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (shipped.SETTING, shipped.NUMBER))
