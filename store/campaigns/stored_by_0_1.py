"""Converts campaigns that version 0.1.0 kept in a store into the JSON that `store.campaigns.stored` reads.

They stay in stores, and in the history that undo restores. 0.1.0 kept values that it had computed from a file:
the words of a deadline beside its rule, the source in one line, the parts of a task joined, all contradictions.
"""

from datetime import datetime, time, timedelta
from typing import Any

from store.campaigns.campaign import Campaign
from store.campaigns.values import reader
from store.text import fold, format_date

Json = dict[str, Any]


def as_now(kept: Json) -> Json:
    """Converts a campaign definition of 0.1.0 into today's shape, without its name."""
    kept = _with_deadlines(kept)
    reasons = kept.get("reasons", ())
    labels = {None: None, **{task["number"]: _number(task) for task in kept["tasks"]}}
    found = {
        **{name: kept[name] for name in ("title", "reports", "phases", "duties")},
        "source": _source(kept),
        "reasons": [words for key, words in reasons if key is None],
        "items": [
            {
                **{name: value for name, value in item.items() if name != "applies_to"},
                "asked_of": [] if item["applies_to"] == "everyone" else [{item["applies_to"]: True}],
                "reasons": [words for key, words in reasons if key == item["key"]],
            }
            for item in kept.get("items", ())
        ],
        "tasks": [_task(task) for task in kept["tasks"]],
        "indicators": [
            {
                **indicator,
                "task": labels[indicator["task"]],
                "targets": [{"value": value, **_place(place)} for value, place in indicator["targets"]],
            }
            for indicator in kept["indicators"]
        ],
        "facilities": [{"code": code, "name": name} for code, name in kept["facilities"]],
        "tables": kept.get("tables", []),
    }
    derived = {each.about for each in reader(Campaign)({**found, "name": ""}).all_contradictions()}
    contradictions = [
        {"about": about, "values": [{"value": value, "place": place} for value, place in values]}
        for about, values in kept["contradictions"]
        if about not in derived
    ]
    return {**found, "contradictions": contradictions}


def _source(kept: Json) -> Json:
    """Splits the source that 0.1.0 kept as one text into document, date and issuer."""
    issuer, dated = f" của {kept['issuer']}", f" ngày {format_date(kept.get('dated') or '')}"
    text = kept["source"].removesuffix(issuer)
    if kept.get("dated"):
        return {"document": text.removesuffix(dated), "date": kept["dated"], "issuer": kept["issuer"]}
    return {"document": text, "issuer": kept["issuer"]}


def _number(task: Json) -> int | str:
    label = task.get("label", str(task["number"]))
    return int(label) if label.isdigit() else label


def _task(task: Json) -> Json:
    # Whether the report of data sources answers a task 0.1.0 knew by these words of its title alone.
    words = fold(task["title"])
    return {
        **{name: task[name] for name in ("group", "title", "lead", "partners", "deadlines", "product")},
        "number": _number(task),
        "paper": "datasets" if "danh muc" in words and "nguon du lieu" in words else "",
        "parts": task.get("parts", ()),
    }


def _place(place: str) -> Json:
    return {"place": place} if place else {}


def _with_deadlines(value: Any) -> Any:
    """Converts every deadline within a value into today's shape."""
    if isinstance(value, list):
        return [_with_deadlines(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "told" in value:
        return {"words": value["told"], **_place(value["place"]), **_rule(value["rule"] or {"kind": ""})}
    return {name: _with_deadlines(each) for name, each in value.items()}


def _rule(kept: Json) -> Json:
    limit = {"before": kept["before"]} if kept.get("before") else {}
    match kept["kind"]:
        case "once":
            due = datetime.fromisoformat(kept["due"])
            if due.time() == time(23, 59, 59):
                return {"through": due.date().isoformat()}
            return {"before": due.date().isoformat(), "at": (due + timedelta(seconds=1)).time().isoformat()}
        case "daily":
            return {"daily": limit}
        case "weekly":
            return {"weekly": {"weekday": kept["weekday"], **limit}}
        case "monthly":
            day = kept["day"]
            return {"monthly": {"through": day} if day else {"before": 1}}
    return {}
