"""Which campaigns there are: those that come with the program, and those that this store knows."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from store.campaigns import file, running, stored, words
from store.campaigns.campaign import (
    Campaign,
    Claim,
    Duty,
    Indicator,
    Target,
    Task,
    TaskPart,
)
from store.campaigns.deadline import Deadline, earliest
from store.campaigns.item import AskedItem
from store.campaigns.values import Part
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
    return (*known, *(Listed(each.name, each.title, each.source.text, "available", "") for each in others))


@cache
def brought() -> dict[str, Campaign]:
    """The campaigns that come with the program, by name; read once."""
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
    """The campaign that we bring under that name, or the one in that file.

    Raises:
        RefusedError: there is neither; the message names what there is.
        CampaignError: the file is wrong.
    """
    path = file.built_in().get(wanted)
    if path is None:
        path = Path(wanted)
        if path.suffix != ".toml" and not path.is_file():
            names = ", ".join(file.built_in())
            raise RefusedError(f"Không có chiến dịch “{wanted}”. Có sẵn: {names}; hoặc ghi đường dẫn một tệp .toml.")
    return file.load(path)


def find_running_or_file(store: Store | None, wanted: str) -> Campaign:
    """A campaign as it runs here, or as its file says.

    Raises:
        RefusedError, CampaignError: as `find`.
    """
    for each in () if store is None else running.running(store):
        if each.name == wanted:
            return each
    return find(wanted)


def as_json(campaign: Campaign) -> dict[str, Any]:
    """A whole campaign for machines.

    Of deadlines: `deadline` in words, with the places of those that contradict each other; `due` the earliest last
    moment, ISO local, None where it repeats or names no day; `deadlines` each of them.
    """
    return {
        **_fields(campaign, "name title used_since"),
        "source": campaign.source.text,
        "issuer": campaign.source.issuer,
        "items": [_dated(each, "key title applies_to among target") for each in campaign.items],
        "tasks": [
            _dated(each.whole, "number group title lead partners product")
            | {"parts": [_dated(part, "letter title lead partners product") for part in each.parts]}
            for each in campaign.tasks
        ],
        "indicators": [
            _dated(each, "key task title among amount") | {"targets": [_claim(target) for target in each.targets]}
            for each in campaign.indicators
        ],
        "reports": [
            _fields(each, "kind title form") | {"from": each.sender, "to": list(each.to)} | _deadlines((each.deadline,))
            for each in campaign.reports
        ],
        "phases": [
            _fields(each, "title words") | {"from": _iso(each.first), "through": _iso(each.last)}
            for each in campaign.phases
        ],
        "duties": [_dated(each, "who words place") for each in campaign.duties],
        "facilities": [_fields(each, "code name") for each in campaign.facilities],
        "tables": [_fields(each, "place title") | {"columns": list(each.columns)} for each in campaign.tables],
        "contradictions": [
            {"about": each.about, "values": [_claim(claim) for claim in each.values]}
            for each in campaign.all_contradictions()
        ],
    }


def _fields(part: Part, names: str) -> dict[str, Any]:
    return {name: getattr(part, name) for name in names.split()}


def _claim(value: Target | Claim) -> dict[str, Any]:
    return {"value": value.value, "place": value.place or ""}


def _iso(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


def _dated(part: AskedItem | Task | TaskPart | Indicator | Duty, names: str) -> dict[str, Any]:
    return _fields(part, names) | _deadlines(part.deadlines)


def _deadlines(deadlines: tuple[Deadline, ...]) -> dict[str, Any]:
    return {
        "deadline": words.deadlines_text(deadlines),
        "due": _iso(earliest(deadlines)),
        "deadlines": [{"told": each.text, "place": each.place or "", "due": _iso(each.due)} for each in deadlines],
    }
