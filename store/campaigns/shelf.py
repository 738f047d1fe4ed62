"""Lists the campaigns that come with the program or were used here, finds one by name or file, and shows it as JSON."""

from dataclasses import fields, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from store.campaigns import file, running, stored, words
from store.campaigns.campaign import Campaign
from store.campaigns.deadline import Deadline, earliest
from store.campaigns.values import Part, SetByProgram
from store.database import Store
from store.errors import RefusedError

STATE_LABELS = {"running": "đang chạy", "ended": "đã kết thúc", "available": "có sẵn"}


class Listed(NamedTuple):
    """One campaign in the list of those that run, ended or come with the program."""

    name: str
    title: str
    source: str
    state: str  # a key of STATE_LABELS
    used_since: str  # YYYY-MM-DD; "" of one that was never used here


def listed(store: Store | None) -> tuple[Listed, ...]:
    """Lists the running campaigns in the order of their beginning, then the ended, then the others of the program."""
    known = [] if store is None else _known(store)
    names = {each.name for each in known}
    others = (each for name, each in brought().items() if name not in names)
    return (*known, *(Listed(each.name, each.title, each.source.text, "available", "") for each in others))


@cache
def brought() -> dict[str, Campaign]:
    """Returns the campaigns that come with the program, by name; the files are read once."""
    return {name: file.load(path) for name, path in file.built_in().items()}


def _known(store: Store) -> list[Listed]:
    rows = store.rows(
        "SELECT name, definition, used_since, ended_at FROM campaign ORDER BY ended_at IS NOT NULL, used_since, name"
    )
    found = []
    for name, definition, since, ended in rows:
        known = stored.from_json(name, definition, since)
        found.append(Listed(name, known.title, known.source.text, "running" if ended is None else "ended", since))
    return found


def find(wanted: str) -> Campaign:
    """Returns the campaign of the program with a name, or the campaign in the file with that path.

    Raises RefusedError, which lists the names, when there is neither; CampaignError when the file has a fault.
    """
    path = file.built_in().get(wanted)
    if path is None:
        path = Path(wanted)
        if path.suffix != ".toml" and not path.is_file():
            names = ", ".join(file.built_in())
            raise RefusedError(f"Không có chiến dịch “{wanted}”. Có sẵn: {names}; hoặc ghi đường dẫn một tệp .toml.")
    return file.load(path)


def find_running_or_file(store: Store | None, wanted: str) -> Campaign:
    """Returns a campaign that runs here or ran here, else what `find` returns, which may raise its errors."""
    for each in () if store is None else running.running(store):
        if each.name == wanted:
            return each
    ended = None if store is None else running.known(store, wanted)
    return find(wanted) if ended is None else ended


#: Fields of a campaign that `as_json` leaves out, or that have another shape there.
_NOT_SHOWN = ("source", "reasons", "figures", "forms", "contradictions")
_NAMES = {"sender": "from", "first": "from", "last": "through"}


def as_json(campaign: Campaign) -> dict[str, Any]:
    """Returns a campaign for machines: its fields by name, except common reasons, figures of the source and forms.

    `deadline` words all deadlines, with places where they contradict each other; `due` is the earliest last moment,
    ISO local, None where it repeats or names no day; `deadlines` lists each.
    """
    whole = replace(campaign, tasks=tuple(task.whole for task in campaign.tasks))
    return {
        **{name: value for name, value in _shown(whole).items() if name not in _NOT_SHOWN},
        "used_since": campaign.used_since,
        "source": campaign.source.text,
        "issuer": campaign.source.issuer,
        "items": [_shown(item) | {"applies_to": item.applies_to} for item in campaign.items],
        "contradictions": [_shown(each) for each in campaign.all_contradictions()],
    }


def _shown(part: Part) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields(part):
        name, value = _NAMES.get(field.name, field.name), getattr(part, field.name)
        match value:
            case _ if field.type is SetByProgram:
                continue
            case Deadline():
                found |= _deadlines((value,))
            case tuple() if name == "deadlines":
                found |= _deadlines(value)
            case tuple():
                found[name] = [_shown(each) if isinstance(each, Part) else each for each in value]
            case date():
                found[name] = value.isoformat()
            case None if name == "place":
                found[name] = ""
            case _:
                found[name] = value
    return found


def _deadlines(deadlines: tuple[Deadline, ...]) -> dict[str, Any]:
    def iso(due: datetime | None) -> str | None:
        return due.isoformat() if due else None

    return {
        "deadline": words.deadlines_text(deadlines),
        "due": iso(earliest(deadlines)),
        "deadlines": [{"told": each.text, "place": each.place or "", "due": iso(each.due)} for each in deadlines],
    }
