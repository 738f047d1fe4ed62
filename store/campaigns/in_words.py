"""A whole campaign in lines that a person reads: on screen and from `tyt campaign show`."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from store.campaigns.running import Due, ItemTarget, PhaseDefinition, RunningCampaign, TaskDefinition
from store.text import format_date, format_number, format_percent

T = TypeVar("T")
DIFFERS = "≠ "  # in front of what the document says in more than one way
_MEANT = {"administrative": "chỉ hành chính", "smartphone": "chỉ người có điện thoại thông minh"}


def told_deadlines(deadlines: Iterable[Due]) -> str:
    """`Trước ngày 10 tháng 7 năm 2026 (B.II.2.b); Trước 15/7/2026 (Phụ lục, TT 4)`."""
    return "; ".join(f"{each.told} ({each.place})" if each.place else each.told for each in deadlines)


def asked(item: ItemTarget) -> str:
    """`100,00%, chỉ người có điện thoại thông minh, đến hết ngày 22/12/2024`."""
    share = _share(item.target) if item.target is not None else ""
    parts = (share, _MEANT.get(item.applies_to, ""), told_deadlines(item.deadlines) or "không nêu hạn")
    return ", ".join(part for part in parts if part)


def lines(campaign: RunningCampaign) -> Iterator[str]:
    """Title, source, and each part that the campaign has, under its heading."""
    yield campaign.title
    yield campaign.source
    yield from _headed("Mục của mỗi người", [line for item in campaign.items for line in _item(item)])
    yield from _headed("Nhiệm vụ", list(_tasks(campaign.tasks)))
    yield from _headed(
        "Chỉ tiêu",
        [
            _dated(
                f"{DIFFERS if each.contradicted else ''}{each.title}: {_aims(each.targets, each.amount)}",
                each.deadlines,
            )
            for each in campaign.indicators
        ],
    )
    yield from _headed(
        "Báo cáo",
        [
            _dated(f"{each.title} · {f'{each.sender} → ' if each.sender else '→ '}{', '.join(each.to)}", (each.due,))
            for each in campaign.reports
        ],
    )
    yield from _headed(
        "Giai đoạn",
        [line for each in campaign.phases for line in (_phase(each), *([f"  {each.words}"] if each.words else []))],
    )
    yield from _headed("Trách nhiệm", [_dated(str(each), each.deadlines) for each in campaign.duties])
    yield from _headed(
        "Chỗ văn bản nói khác nhau",
        [
            line
            for about, values in campaign.contradictions
            for line in (f"{DIFFERS}{about}", *(f"  {place}: {value}" for value, place in values))
        ],
    )
    yield from _headed(f"{len(campaign.facilities)} cơ sở", [f"{code} {name}" for code, name in campaign.facilities])


def _phase(phase: PhaseDefinition) -> str:
    days = " – ".join(format_date(day.isoformat()) for day in (phase.first, phase.last) if day)
    return f"{phase.title}: {days or 'không nêu ngày'}"


def _headed(heading: str, found: Sequence[str]) -> Iterator[str]:
    if found:
        yield ""
        yield heading
        for line in found:
            yield f"  {line}"


def _item(item: ItemTarget) -> Iterator[str]:
    yield f"{item.title}: {asked(item)}"
    if item.among:
        yield f"  Tính trên: {item.among}"


def _tasks(tasks: Iterable[TaskDefinition]) -> Iterator[str]:
    group = ""
    for task in tasks:
        if task.group != group:
            group = task.group
            yield f"[{group}]"
        yield _dated(f"{task.label}. {DIFFERS if task.contradicted else ''}{task.title}", task.deadlines)
        for name, words in (("Chủ trì", task.lead), ("Phối hợp", task.partners), ("Sản phẩm", task.product)):
            if words:
                yield f"  {name}: {words}"
        for part in task.parts:
            yield _dated(f"  {f'{part.letter}) ' if part.letter else '- '}{part.title}", part.deadlines)


def _aims(targets: Iterable[tuple[float, str]], amount: int | None) -> str:
    aims = [f"{_share(value)}{f' ({place})' if place else ''}" for value, place in targets]
    return ", ".join([*aims, *([] if amount is None else [format_number(amount)])])


def _dated(words: str, deadlines: Sequence[Due]) -> str:
    return f"{words} · {told_deadlines(deadlines)}" if deadlines else words


def _share(value: float) -> str:
    return format_percent(round(value * 10_000), 10_000)
