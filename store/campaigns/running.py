"""The campaigns that run here, as the screens and papers read them: from the store, without parsing campaign files.

`store.campaigns.campaign` reads and checks a TOML file and puts it into the store; pydantic is not needed after that.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from store.calendar.deadlines import Daily, Monthly, Once, Rule, Weekday, Weekly
from store.campaigns.running_parts import Due as Due
from store.campaigns.running_parts import Duty as Duty
from store.campaigns.running_parts import IndicatorDefinition as IndicatorDefinition
from store.campaigns.running_parts import ItemTarget as ItemTarget
from store.campaigns.running_parts import PhaseDefinition as PhaseDefinition
from store.campaigns.running_parts import ReportDefinition as ReportDefinition
from store.campaigns.running_parts import RunningCampaign as RunningCampaign
from store.campaigns.running_parts import TableDefinition as TableDefinition
from store.campaigns.running_parts import TaskDefinition as TaskDefinition
from store.campaigns.running_parts import TaskPart as TaskPart
from store.database import Store
from store.errors import RefusedError
from store.models import Item


def running(store: Store) -> tuple[RunningCampaign, ...]:
    """Those that run, in the order in which they were begun."""
    rows = store.rows(
        "SELECT name, definition, used_since FROM campaign WHERE ended_at IS NULL ORDER BY used_since, name"
    )
    return tuple(from_definition(name, json.loads(definition), since) for name, definition, since in rows)


def get(store: Store, name: str) -> RunningCampaign:
    """The running campaign of that name.

    Raises:
        RefusedError: none of that name runs.
    """
    found = running(store)
    for campaign in found:
        if campaign.name == name:
            return campaign
    names = ", ".join(campaign.name for campaign in found) or "chưa có chiến dịch nào"
    raise RefusedError(f"Không có chiến dịch “{name}” đang chạy. Đang chạy: {names}.")


def known(store: Store, name: str) -> RunningCampaign | None:
    """A campaign that runs or ran here, as it was last used; None: it never did."""
    row = store.one("SELECT definition, used_since FROM campaign WHERE name = ?", (name,))
    return None if row is None else from_definition(name, json.loads(row[0]), row[1])


def checklist_of(store: Store, campaign: RunningCampaign) -> tuple[Item, ...]:
    """The items that a campaign asks for, each with its own target, deadline and of whom: what its papers count.

    The whole checklist where it asks for none.
    """
    own = {each.key: each for each in campaign.items}
    if not own:
        return store.items()
    return tuple(_as_asked(item, own[item.key]) for item in store.items() if item.key in own)


def _as_asked(item: Item, asked_for: ItemTarget) -> Item:
    narrower = asked_for.applies_to == "smartphone" and item.applies_to != "smartphone"
    return replace(
        item,
        title=f"{item.title} (người có điện thoại thông minh)" if narrower else item.title,
        applies_to=asked_for.applies_to,
        target=asked_for.target,
        due=asked_for.due.isoformat() if asked_for.due else None,
    )


def asked(campaigns: Iterable[RunningCampaign], key: str) -> tuple[ItemTarget, ...]:
    """What each campaign asks of one item, the earliest deadline first; one without a deadline last."""
    found = [item for campaign in campaigns for item in campaign.items if item.key == key]
    dated = sorted((item for item in found if item.due is not None), key=lambda item: str(item.due))
    return (*dated, *(item for item in found if item.due is None))


def differ(targets: Iterable[ItemTarget]) -> bool:
    """Whether campaigns ask different things of one item, so that the one that counts has to be marked."""
    return len({(each.target, each.due, each.applies_to) for each in targets if each.target is not None}) > 1


def from_definition(name: str, told: dict[str, Any], used_since: str) -> RunningCampaign:
    """A campaign from what `store.campaigns.definition` makes of its file; `used_since` "": it does not run."""
    return RunningCampaign(
        name=name,
        title=told["title"],
        source=told["source"],
        issuer=told["issuer"],
        dated=_day(told.get("dated")),
        used_since=used_since,
        tasks=tuple(
            TaskDefinition(
                name,
                task["number"],
                task["title"],
                task["group"],
                task["lead"],
                task["partners"],
                task["product"],
                _dues(task["deadlines"]),
                task.get("label", str(task["number"])),
                tuple(_part(part) for part in task.get("parts", ())),
            )
            for task in told["tasks"]
        ),
        indicators=tuple(
            IndicatorDefinition(
                name,
                place,
                each["key"],
                each["title"],
                each["task"],
                tuple((value, where) for value, where in each["targets"]),
                each["amount"],
                _dues(each["deadlines"]),
                each.get("among", ""),
            )
            for place, each in enumerate(told["indicators"], 1)
        ),
        reports=tuple(
            ReportDefinition(
                name,
                each["kind"],
                each["title"],
                each["sender"],
                tuple(each["to"]),
                _due(each["deadline"]),
                each.get("form", ""),
                key,
            )
            for key, each in zip(_report_keys(told["reports"]), told["reports"], strict=True)
        ),
        phases=tuple(
            PhaseDefinition(each["title"], _day(each["first"]), _day(each["last"]), each["words"])
            for each in told["phases"]
        ),
        duties=tuple(
            Duty(each["who"], each["words"], each["place"], _dues(each["deadlines"])) for each in told["duties"]
        ),
        contradictions=tuple(
            (about, tuple((value, place) for value, place in values)) for about, values in told["contradictions"]
        ),
        facilities=tuple((code, facility) for code, facility in told["facilities"]),
        items=tuple(
            ItemTarget(
                name,
                item["key"],
                item["title"],
                item["applies_to"],
                item["among"],
                item["target"],
                _dues(item["deadlines"]),
            )
            for item in told.get("items", ())
        ),
        tables=tuple(
            TableDefinition(each["place"], each["title"], tuple(each["columns"])) for each in told.get("tables", ())
        ),
    )


def _report_keys(told: list[dict[str, Any]]) -> list[str]:
    kinds = [each["kind"] for each in told]
    counts = [kinds[: place + 1].count(kind) for place, kind in enumerate(kinds)]
    return [kind if count == 1 else f"{kind}-{count}" for kind, count in zip(kinds, counts, strict=True)]


def _part(told: dict[str, Any]) -> TaskPart:
    return TaskPart(
        told["letter"],
        told["title"],
        told["lead"],
        told["partners"],
        told["product"],
        _dues(told["deadlines"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _dues(told: list[dict[str, Any]]) -> tuple[Due, ...]:
    return tuple(_due(each) for each in told)


def _due(told: dict[str, Any]) -> Due:
    rule = _rule(told["rule"])
    return Due(told["told"], told["place"], rule, rule.due if isinstance(rule, Once) else None)


def _rule(told: dict[str, Any] | None) -> Rule | None:
    if told is None:
        return None
    limit = time.fromisoformat(told["before"]) if told.get("before") else None
    match told["kind"]:
        case "once":
            return Once(datetime.fromisoformat(told["due"]))
        case "daily":
            return Daily(limit)
        case "weekly":
            return Weekly(Weekday(told["weekday"]), limit)
        case _:
            return Monthly(told["day"], limit)
