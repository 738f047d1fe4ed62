"""A campaign file as the store keeps it: everything worked out, so that `store.campaigns.running` only reads."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from store.calendar import deadlines
from store.campaigns.deadline_text import Deadline
from store.text import format_date

if TYPE_CHECKING:
    from store.campaigns.model import Campaign, Indicator, Item, Source, Task, TaskPart


def definition(campaign: "Campaign") -> dict[str, Any]:
    """What `store.campaigns.running` reads, JSON."""
    ids = {str(task.number): task.id for task in campaign.tasks}
    return {
        "title": campaign.title,
        "source": _source(campaign.source),
        "issuer": campaign.source.issuer,
        "dated": campaign.source.date.isoformat() if isinstance(campaign.source.date, date) else None,
        "items": [_item(each) for each in campaign.items],
        "reasons": [list(each) for each in campaign.reason_list()],
        "tasks": [_task(each) for each in campaign.tasks],
        "indicators": [_indicator(each, ids) for each in campaign.indicators],
        "reports": [
            {
                "kind": each.kind,
                "title": each.title,
                "sender": each.sender or "",
                "to": list(each.to),
                "deadline": _deadline(each.deadline),
                "form": each.form or "",
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
        "duties": [
            {"who": each.who, "words": each.words, "place": each.place, "deadlines": _deadlines(each.deadline)}
            for each in campaign.duties
        ],
        "contradictions": [
            [each.about, [[claim.value, claim.place] for claim in each.values]]
            for each in campaign.all_contradictions()
        ],
        "facilities": [[each.code, each.name] for each in campaign.facilities],
        "forms": list(campaign.forms),
        "tables": [
            {"place": each.place, "title": each.title, "columns": list(each.columns)} for each in campaign.tables
        ],
    }


def _item(item: "Item") -> dict[str, Any]:
    return {
        "key": item.key,
        "title": item.title,
        "short_title": item.short_title,
        "applies_to": item.applies_to,
        "among": item.among,
        "requires": item.requires,
        "target": item.target,
        "deadlines": _deadlines(item.deadline),
    }


def _task(task: "Task") -> dict[str, Any]:
    """A task whose parts alone say who does what by when says it of all of them, each with its letter."""
    own = bool(task.lead or task.partners or task.product or task.deadline)
    parts = () if own else task.parts
    return {
        "number": task.id,
        "label": str(task.number),
        "group": task.group or "",
        "title": task.title,
        "lead": task.lead or _joined("; ", ((part, part.lead) for part in parts)),
        "partners": task.partners or _joined("; ", ((part, part.partners) for part in parts)),
        "product": task.product or _joined(" ", ((part, part.product) for part in parts)),
        "deadlines": _deadlines(task.deadline)
        or [{**told, "told": _lettered(part, told["told"])} for part in parts for told in _deadlines(part.deadline)],
        "parts": [
            {
                "letter": part.letter,
                "title": part.title,
                "lead": part.lead,
                "partners": part.partners,
                "product": part.product,
                "deadlines": _deadlines(part.deadline),
            }
            for part in task.parts
        ],
    }


def _joined(between: str, told: Iterable[tuple["TaskPart", str]]) -> str:
    return between.join(_lettered(part, words) for part, words in told if words)


def _lettered(part: "TaskPart", words: str) -> str:
    return f"{part.letter}) {words}" if part.letter else words


def _indicator(indicator: "Indicator", ids: dict[str, int]) -> dict[str, Any]:
    return {
        "key": indicator.key,
        "task": None if indicator.task is None else ids[str(indicator.task)],
        "title": indicator.title,
        "among": indicator.among,
        "targets": [[target.value, target.place or ""] for target in indicator.target],
        "amount": indicator.amount,
        "deadlines": _deadlines(indicator.deadline),
    }


def _source(source: "Source") -> str:
    """`Kế hoạch số 12/KH-UBND ngày 17/06/2026 của Ủy ban nhân dân xã …`.

    A number that the source leaves blank before its sign stays to be filled in: `số …/KH-UBND`.
    """
    parts = [source.document]
    if source.number:
        parts.append(f"số {'…' if source.number.startswith('/') else ''}{source.number}")
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
