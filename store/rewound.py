"""Gives the store as it was at an earlier moment: a copy of its own in which all later changes are taken back.

Whatever reads a store reads the copy alike, so that a report printed later has the figures of then. Two things are
those of today: which words are one reason, and the text of a plan that came with the program.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from store import driver, fields
from store.campaigns import running, shipped, stored
from store.campaigns.campaign import Campaign
from store.database import Explaining, Store
from store.field_ref import PRESENT
from store.past import end_of

_OF_TODAY = ("reason", "reason_item", "narrative", "setting", "column_mapping")


@contextmanager
def store_at(store: Store, moment: date | datetime | None) -> Iterator[Store]:
    """The store at a moment, to be read only; a date means the end of that day.

    When nothing was changed since, or `moment` is None (now), it is the open store itself. Making the copy takes as
    long as reading the file once and writing the values that were changed since.
    """
    if moment is None or store.one("SELECT 1 FROM change WHERE at > ? LIMIT 1", (end_of(moment),)) is None:
        yield store
        return
    if store.connection.in_transaction:  # SQLite would wait for its end for ever
        raise RuntimeError("store_at within a transaction")
    with Explaining(store.path):
        connection = driver.connect_to_memory(store.connection)
    try:
        with Explaining(store.path):
            store.connection.backup(connection)
        then = Store(store.path, connection)
        _take_back(then, end_of(moment))
        yield then
    finally:
        connection.close()


def _take_back(then: Store, moment: str) -> None:
    """Set every value to the one before its first change after the moment."""
    marks = ", ".join("?" * len(_OF_TODAY))
    rows = then.rows(
        "SELECT entity, entity_id, field, history.before FROM history JOIN change ON change.id = history.change_id"
        f" WHERE change.at > ? AND entity NOT IN ({marks}) ORDER BY history.id DESC",
        (moment, *_OF_TODAY),
    )
    earliest: dict[tuple[str, int, str], str | None] = {}
    for entity, entity_id, name, before in rows:
        earliest[entity, entity_id, name] = before
    came_later = {id_ for (entity, id_, name), before in earliest.items() if (entity, name, before) == _CAME}
    with then.transaction():
        held_back = []
        for (entity, entity_id, name), before in earliest.items():
            if entity == "staff" and entity_id in came_later and name != PRESENT:
                continue  # nobody sees them
            value = _present_text(name, before) if entity == "campaign" else before
            if fields.may_write(then, entity, entity_id, name, value):
                fields.write(then, entity, entity_id, name, value)
            else:  # a CCCD that somebody else still has
                held_back.append((entity, entity_id, name, value))
        for entity, entity_id, name, value in held_back:
            fields.write(then, entity, entity_id, name, value)
        then.write("DELETE FROM issued_report WHERE issued_at > ?", (moment,))


def campaigns_at(store: Store, moment: date | datetime) -> tuple[Campaign, ...]:
    """The campaigns that ran at a moment, a date meaning the end of that day."""
    rows = store.rows(
        "SELECT history.field, history.before FROM history JOIN change ON change.id = history.change_id"
        " WHERE history.entity = 'campaign' AND change.at > ? ORDER BY history.id DESC",
        (end_of(moment),),
    )
    found: dict[str, Campaign | None] = {campaign.name: campaign for campaign in running.running(store)}
    for name, before in rows:  # newest first: what was before the first change after the moment stays
        text = _present_text(name, before)
        found[name] = None if text is None else stored.from_json(name, text)
    return tuple(campaign for campaign in found.values() if campaign is not None)


_CAME = ("staff", PRESENT, None)


def _present_text(name: str, definition: str | None) -> str | None:
    """The definition of a plan that ran; an unchanged plan of the program has its text of today."""
    if definition is None or not shipped.is_ours(definition):
        return definition
    from store.campaigns import file

    return stored.to_json(file.load(file.built_in()[name]))
