"""Which campaigns there are: those that come with the program, and those that this store knows."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from store.campaigns import campaign, in_words, running
from store.campaigns.campaign import Campaign
from store.campaigns.definition import definition
from store.campaigns.running import RunningCampaign
from store.database import Store
from store.errors import RefusedError

STATE_LABELS = {"running": "đang chạy", "ended": "đã kết thúc", "available": "có sẵn"}


@dataclass(frozen=True, slots=True)
class Listed:
    """One campaign."""

    name: str
    title: str
    source: str
    state: str  # a key of STATE_LABELS
    used_since: str  # YYYY-MM-DD; "" of one that was never used here


def listed(store: Store | None) -> tuple[Listed, ...]:
    """Those that run, in the order in which they were begun; then those that ended; then the others that we bring."""
    known = [] if store is None else _known(store)
    names = {each.name for each in known}
    others = (each for name, each in brought().items() if name not in names)
    return (*known, *(Listed(each.name, each.title, each.source, "available", "") for each in others))


@cache
def brought() -> dict[str, RunningCampaign]:
    """The campaigns that we bring, by name, as they would run; read once."""
    return {
        name: running.from_definition(name, definition(campaign.load(path)), "")
        for name, path in campaign.built_in().items()
    }


def _known(store: Store) -> list[Listed]:
    rows = store.rows(
        "SELECT name, definition, used_since, ended_at FROM campaign ORDER BY ended_at IS NOT NULL, used_since, name"
    )
    found = []
    for name, kept, since, ended in rows:
        told = json.loads(kept)
        found.append(Listed(name, told["title"], told["source"], "running" if ended is None else "ended", since))
    return found


def find(wanted: str) -> Campaign:
    """The campaign that we bring under that name, or the one in that file.

    Raises:
        RefusedError: there is neither; the message names what there is.
        CampaignError: the file is wrong.
    """
    path = campaign.built_in().get(wanted)
    if path is None:
        path = Path(wanted)
        if path.suffix != ".toml" and not path.is_file():
            names = ", ".join(campaign.built_in())
            raise RefusedError(f"Không có chiến dịch “{wanted}”. Có sẵn: {names}; hoặc ghi đường dẫn một tệp .toml.")
    return campaign.load(path)


def find_running_or_file(store: Store | None, wanted: str) -> RunningCampaign:
    """A campaign as it runs here, or as its file says.

    Raises:
        RefusedError, CampaignError: as `find`.
    """
    for each in () if store is None else running.running(store):
        if each.name == wanted:
            return each
    found = find(wanted)
    return running.from_definition(found.name, definition(found), "")


def as_json(told: RunningCampaign) -> dict[str, Any]:
    """A whole campaign for machines.

    Of deadlines: `deadline` in words, with the places of those that contradict each other; `due` the earliest last
    moment, ISO local, None where it repeats or names no day; `deadlines` each of them.
    """
    numbers = {each.number: int(each.label) if each.label.isdigit() else each.label for each in told.tasks}
    return {
        "name": told.name,
        "title": told.title,
        "source": told.source,
        "issuer": told.issuer,
        "used_since": told.used_since,
        "items": [
            {
                "key": each.key,
                "title": each.title,
                "applies_to": each.applies_to,
                "among": each.among,
                "target": each.target,
                **_deadlines(each.deadlines),
            }
            for each in told.items
        ],
        "tasks": [
            {
                "number": numbers[each.number],
                "group": each.group,
                "title": each.title,
                "lead": each.lead,
                "partners": each.partners,
                **_deadlines(each.deadlines),
                "product": each.product,
                "parts": [
                    {
                        "letter": part.letter,
                        "title": part.title,
                        "lead": part.lead,
                        "partners": part.partners,
                        **_deadlines(part.deadlines),
                        "product": part.product,
                    }
                    for part in each.parts
                ],
            }
            for each in told.tasks
        ],
        "indicators": [
            {
                "key": each.key,
                "task": None if each.task is None else numbers[each.task],
                "title": each.title,
                "among": each.among,
                "targets": [{"value": value, "place": place} for value, place in each.targets],
                "amount": each.amount,
                **_deadlines(each.deadlines),
            }
            for each in told.indicators
        ],
        "reports": [
            {
                "kind": each.kind,
                "title": each.title,
                "from": each.sender,
                "to": list(each.to),
                **_deadlines((each.due,)),
                "form": each.form,
            }
            for each in told.reports
        ],
        "phases": [
            {
                "title": each.title,
                "from": each.first.isoformat() if each.first else None,
                "through": each.last.isoformat() if each.last else None,
                "words": each.words,
            }
            for each in told.phases
        ],
        "duties": [
            {"who": each.who, "words": each.words, "place": each.place, **_deadlines(each.deadlines)}
            for each in told.duties
        ],
        "facilities": [{"code": code, "name": name} for code, name in told.facilities],
        "tables": [{"place": each.place, "title": each.title, "columns": list(each.columns)} for each in told.tables],
        "contradictions": [
            {"about": about, "values": [{"value": value, "place": place} for value, place in values]}
            for about, values in told.contradictions
        ],
    }


def _deadlines(deadlines: tuple[running.Due, ...]) -> dict[str, Any]:
    earliest = min((each.due for each in deadlines if each.due is not None), default=None)
    return {
        "deadline": in_words.told_deadlines(deadlines),
        "due": earliest.isoformat() if earliest else None,
        "deadlines": [
            {"told": each.told, "place": each.place, "due": each.due.isoformat() if each.due else None}
            for each in deadlines
        ],
    }
