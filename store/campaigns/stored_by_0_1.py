"""Campaigns that version 0.1.0 kept in a store, turned into what `store.campaigns.stored` reads.

They stand in stores, and in the history that undo puts back, for good. 0.1.0 kept what it had worked out of a file:
the words of a deadline beside its rule, the source in one line, the parts of a task joined, all contradictions.
"""

from datetime import datetime, time, timedelta
from typing import Any

from store.text import fold, format_date

Json = dict[str, Any]


def as_now(kept: Json) -> Json:
    """The definition of a campaign as 0.1.0 wrote it, in today's shape without its name."""
    reasons = kept.get("reasons", ())
    items = [
        {
            **{name: value for name, value in item.items() if name != "applies_to"},
            "asked_of": [] if item["applies_to"] == "everyone" else [{item["applies_to"]: True}],
            "deadlines": _deadlines(item["deadlines"]),
            "reasons": [words for key, words in reasons if key == item["key"]],
        }
        for item in kept.get("items", ())
    ]
    found = {
        "title": kept["title"],
        "source": _source(kept),
        "reasons": [words for key, words in reasons if key is None],
        "items": items,
        "tasks": [_task(task) for task in kept["tasks"]],
        "reports": [{**report, "deadline": _deadline(report["deadline"])} for report in kept["reports"]],
        "phases": kept["phases"],
        "duties": [{**duty, "deadlines": _deadlines(duty["deadlines"])} for duty in kept["duties"]],
        "facilities": [{"code": code, "name": name} for code, name in kept["facilities"]],
        "tables": kept.get("tables", []),
    }
    labels = {task["number"]: _number(task) for task in kept["tasks"]}
    found["indicators"] = [
        {
            **{name: value for name, value in indicator.items() if name != "task"},
            **({} if indicator["task"] is None else {"task": labels[indicator["task"]]}),
            "targets": [{"value": value, **_place(place)} for value, place in indicator["targets"]],
            "deadlines": _deadlines(indicator["deadlines"]),
        }
        for indicator in kept["indicators"]
    ]
    derived = {
        *(f"Nhiệm vụ {task['number']}, thời gian thực hiện" for task in found["tasks"] if _differ(task["deadlines"])),
        *(f"{item['title']}: hạn" for item in [*items, *found["indicators"]] if _differ(item["deadlines"])),
        *(f"{each['title']}: chỉ tiêu" for each in found["indicators"] if _differ(each["targets"])),
    }
    found["contradictions"] = [
        {"about": about, "values": [{"value": value, "place": place} for value, place in values]}
        for about, values in kept["contradictions"]
        if about not in derived
    ]
    return found


def _source(kept: Json) -> Json:
    """The line of the source cut again where its words, day and office were joined."""
    text = kept["source"].removesuffix(f" của {kept['issuer']}")
    if kept.get("dated"):
        text = text.removesuffix(f" ngày {format_date(kept['dated'])}")
        return {"document": text, "date": kept["dated"], "issuer": kept["issuer"]}
    return {"document": text, "issuer": kept["issuer"]}


def _number(task: Json) -> int | str:
    label = task.get("label", str(task["number"]))
    return int(label) if label.isdigit() else label


def _task(task: Json) -> Json:
    return {
        **{name: task[name] for name in ("group", "title", "lead", "partners", "product")},
        "number": _number(task),
        "deadlines": _deadlines(task["deadlines"]),
        "paper": "datasets" if _asks_for_data_sources(task["title"]) else "",
        "parts": [{**part, "deadlines": _deadlines(part["deadlines"])} for part in task.get("parts", ())],
    }


def _asks_for_data_sources(title: str) -> bool:
    """Whether the report of data sources answers a task: 0.1.0 knew it by these words of its title alone."""
    words = fold(title)
    return "danh muc" in words and "nguon du lieu" in words


def _differ(values: list[Json]) -> bool:
    return len({each["place"] for each in values if "place" in each}) > 1


def _place(place: str) -> Json:
    return {"place": place} if place else {}


def _deadlines(kept: list[Json]) -> list[Json]:
    return [_deadline(each) for each in kept]


def _deadline(kept: Json) -> Json:
    return {"words": kept["told"], **_place(kept["place"]), **_rule(kept["rule"] or {"kind": ""})}


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
