"""Turns a campaign into the Vietnamese lines that the screen and `tyt campaign show` print."""

from collections.abc import Iterable, Iterator, Sequence

from store.campaigns import running
from store.campaigns.campaign import Campaign, Phase, Task
from store.campaigns.deadline import Deadline
from store.campaigns.indicator import Indicator, Target
from store.campaigns.item import AskedItem, means
from store.checklist.applicability import who_text
from store.text import format_date, format_number, format_share

DIFFERS = "≠ "  # in front of what the document says in more than one way


def with_place(value: Deadline | Target, text: str = "") -> str:
    """Words a deadline or target with its place, where the source has one: `Trước 15/7/2026 (Phụ lục, TT 4)`.

    `text` replaces the words of the source; "" keeps them.
    """
    text = text or value.text
    return f"{text} ({value.place})" if value.place else text


def deadlines_text(deadlines: Iterable[Deadline]) -> str:
    """Words all deadlines, contradicting ones too: `Trước ngày 10 tháng 7 năm 2026 (B.II.2.b); Trước 15/7/2026 (…)`."""
    return "; ".join(map(with_place, deadlines))


def asked(item: AskedItem) -> str:
    """Words share, people and deadline of an item: `100,00%, chỉ người có …, đến hết ngày 22/12/2024`."""
    if item.only_required:
        return "chỉ là điều kiện của mục khác"
    share = format_share(item.target, decimals=True) if item.target is not None else ""
    who = f"chỉ {text}" if (text := who_text(item.applies_to)) else ""
    return ", ".join(part for part in (share, who, _due(item)) if part)


def differences(campaign: Campaign, every: Iterable[Campaign]) -> Iterator[tuple[str, str]]:
    """Yields (title, what each running campaign asks) for each item of a campaign that others ask differently."""
    every = tuple(every)
    for item in campaign.items:
        found = running.asked(every, item.key)
        if running.differ(found):
            yield item.title, "; ".join(f"{each.campaign}: {asked(each)}" for each in found)


def lines(campaign: Campaign) -> Iterator[str]:
    """Yields the lines that show a campaign: title, source, then each of its parts under a heading."""
    yield campaign.title
    yield campaign.source.text
    for heading, found in _parts(campaign).items():
        if found:
            yield from ("", heading, *(f"  {line}" for line in found))


def _parts(campaign: Campaign) -> dict[str, list[str]]:
    return {
        "Mục của mỗi người": [line for item in campaign.items for line in _item(item)],
        "Nhiệm vụ": list(_tasks(campaign.tasks)),
        "Chỉ tiêu": [
            _dated(f"{DIFFERS if each.contradicted else ''}{each.title}: {targets_text(each)}", each.deadlines)
            for each in campaign.indicators
        ],
        "Báo cáo": [
            _dated(f"{each.title} · {each.sender}{' ' if each.sender else ''}→ {', '.join(each.to)}", (each.deadline,))
            for each in campaign.reports
        ],
        "Giai đoạn": [
            line for each in campaign.phases for line in (_phase(each), *([f"  {each.words}"] if each.words else []))
        ],
        "Trách nhiệm": [_dated(str(each), each.deadlines) for each in campaign.duties],
        "Chỗ văn bản nói khác nhau": [
            line
            for each in campaign.all_contradictions()
            for line in (f"{DIFFERS}{each.about}", *(f"  {claim.place}: {claim.value}" for claim in each.values))
        ],
        f"{len(campaign.facilities)} cơ sở": [f"{each.code} {each.name}" for each in campaign.facilities],
    }


def _due(item: AskedItem) -> str:
    whom = who_text(means(item.deadline_of)) if item.deadline_of else ""
    return f"{deadlines_text(item.deadlines) or 'không nêu hạn'}{f' (hạn của {whom})' if whom else ''}"


def _phase(phase: Phase) -> str:
    days = " – ".join(format_date(day.isoformat()) for day in (phase.first, phase.last) if day)
    return f"{phase.title}: {days or 'không nêu ngày'}"


def _item(item: AskedItem) -> Iterator[str]:
    yield f"{item.title}: {asked(item)}"
    if item.among:
        yield f"  Tính trên: {item.among}"


def _tasks(tasks: Iterable[Task]) -> Iterator[str]:
    group = ""
    for task in (each.whole for each in tasks):
        if task.group != group:
            group = task.group
            yield f"[{group}]"
        yield _dated(f"{task.label}. {DIFFERS if task.contradicted else ''}{task.title}", task.deadlines)
        for name, text in (("Chủ trì", task.lead), ("Phối hợp", task.partners), ("Sản phẩm", task.product)):
            if text:
                yield f"  {name}: {text}"
        for part in task.parts:
            yield _dated(f"  {part.lettered(part.title) if part.letter else f'- {part.title}'}", part.deadlines)


def targets_text(indicator: Indicator, *, decimals: bool = True) -> str:
    """Words the targets of an indicator: `90,00%`, without `decimals` `90%`, an amount as `382.171`; "" without any."""
    shares = (with_place(target, format_share(target.value, decimals=decimals)) for target in indicator.targets)
    amount = [] if indicator.amount is None else [format_number(indicator.amount)]
    return "; ".join([*shares, *amount])


def _dated(text: str, deadlines: Sequence[Deadline]) -> str:
    return f"{text} · {deadlines_text(deadlines)}" if deadlines else text
