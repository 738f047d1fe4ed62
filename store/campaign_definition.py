"""A campaign file as the store keeps it: everything worked out, so that `store.running` only reads."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from store import deadlines
from store.campaign_deadline import Deadline
from store.text import format_date

if TYPE_CHECKING:
    from store.campaign import Campaign, Source


def definition(campaign: "Campaign") -> dict[str, Any]:
    """What `store.running` reads, JSON."""
    return {
        "title": campaign.title,
        "source": _source(campaign.source),
        "issuer": campaign.source.issuer,
        "tasks": [
            {
                "number": task.number,
                "group": task.group or "",
                "title": task.title,
                "lead": task.lead,
                "partners": task.partners,
                "product": task.product,
                "deadlines": _deadlines(task.deadline),
            }
            for task in campaign.tasks
        ],
        "indicators": [
            {
                "key": each.key,
                "task": each.task,
                "title": each.title,
                "targets": [[target.value, target.place or ""] for target in each.target],
                "amount": each.amount,
                "deadlines": _deadlines(each.deadline),
            }
            for each in campaign.indicators
        ],
        "reports": [
            {
                "kind": each.kind,
                "title": each.title,
                "sender": each.sender or "",
                "to": list(each.to),
                "deadline": _deadline(each.deadline),
            }
            for each in campaign.reports
        ],
        "phases": [
            {
                "title": each.title,
                "first": each.first.isoformat() if each.first else None,
                "last": each.last.isoformat() if each.last else None,
                "words": each.words or "",
            }
            for each in campaign.phases
        ],
        "duties": list(campaign.duties),
        "contradictions": [
            [each.about, [[claim.value, claim.place] for claim in each.values]]
            for each in campaign.all_contradictions()
        ],
        "facilities": [[each.code, each.name] for each in campaign.facilities],
    }


def _source(source: "Source") -> str:
    """`Kế hoạch số 12/KH-UBND ngày 17/06/2026 của Ủy ban nhân dân xã …`; what the source leaves blank is left out."""
    parts = [source.document]
    if source.number:
        parts.append(f"số {source.number}")
    if isinstance(source.date, date):
        parts.append(f"ngày {format_date(source.date.isoformat())}")
    elif source.date:
        parts.append(str(source.date))
    return f"{' '.join(parts)} của {source.issuer}"


def _deadlines(told: Iterable[Deadline]) -> list[dict[str, Any]]:
    return [_deadline(each) for each in told]


def _deadline(told: Deadline) -> dict[str, Any]:
    return {"told": told.told, "place": told.place or "", "rule": _rule(told.rule)}


def _rule(rule: deadlines.Rule | None) -> dict[str, Any] | None:
    match rule:
        case None:
            return None
        case deadlines.Once(due):
            return {"kind": "once", "due": due.isoformat()}
        case deadlines.Daily() | deadlines.Weekly() | deadlines.Monthly():
            values = asdict(rule)
            limit = values.pop("before")
            kind = type(rule).__name__.lower()
            return {"kind": kind, **values, "before": limit.isoformat() if limit else None}
    raise TypeError(rule)  # pragma: no cover - there are no other rules
