"""Writes the station's own plan as a letter with its table of tasks, or as a campaign file."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

from exporters.letter.content import Annex, Block, Head, Paragraph, Part, Role, Table, attached_to, signature, written
from exporters.proposal import ROMAN, costs
from exporters.writing import ExportError, Written, ending_of, write_text
from store.database import Store
from store.reporting import own_plan
from store.reporting.own_plan import TEXTS, OwnPlan
from store.text import format_number

ENDINGS = (".docx", ".toml")
TASK_HEADS = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện", "Kết quả, sản phẩm")
_TASK_WIDTHS = (1, 8, 4, 4, 3, 5)


def export_plan(store: Store, out: Path) -> Written:
    """Write the plan as it stands: a letter, or the campaign file that `tyt campaign use` takes.

    Raises:
        ExportError: the file cannot be written, or a campaign file could not be used; an old file is as it was.
    """
    found = own_plan.plan(store)
    faults = tuple(own_plan.problems(found))
    if ending_of(out, ENDINGS) == ".toml":
        from store.campaigns import file

        text = own_plan.to_toml(store, found)
        if faults := faults or tuple(fault.message for fault in file.faults_of(text, out)):
            raise ExportError("Kế hoạch chưa dùng được: " + " ".join(faults))
        write_text(out, text.rstrip("\n"))
    else:
        from exporters.letter.word import write_letters

        parts = [Part(list(letter(found))), *(annex.part for annex in _annexes(found))]
        write_letters(parts, out, made_at=datetime.fromisoformat(found.made_at))
    figures = f"{format_number(len(found.items))} mục, {format_number(len(found.tasks))} nhiệm vụ"
    return Written(f"Kế hoạch của trạm: {figures}.", warnings=faults)


def letter(found: OwnPlan) -> Iterator[Block]:
    """Yield the blocks of the plan without its table of tasks."""
    texts = found.texts
    yield Head(found)
    yield Paragraph("KẾ HOẠCH", Role.TITLE)
    yield Paragraph(texts.get("title") or "…", Role.SUBJECT)
    for line in texts.get("basis", "").splitlines():
        yield Paragraph(f"{'' if line.startswith(('Căn cứ', 'Thực hiện')) else 'Căn cứ '}{line.rstrip(' ;.')};")
    yield Paragraph(f"{found.station or 'Đơn vị'} xây dựng kế hoạch thực hiện như sau:")
    numbers = iter(ROMAN)
    for key, heading in TEXTS.items():
        title = f"{next(numbers)}. {heading.upper()}"
        match key:
            case "targets":
                yield from _targets(title, found)
            case "tasks":
                yield Paragraph(title, Role.PART)
                if found.tasks:
                    yield from (Paragraph(f"{place}. {task.title}") for place, task in enumerate(found.tasks, 1))
                    yield Paragraph("Phân công, thời gian, sản phẩm tại Phụ lục kèm theo.")
                else:
                    yield Paragraph("Chưa có nhiệm vụ nào.")
            case "money" if texts.get(key, "").strip():
                yield Paragraph(title, Role.PART)
                yield from costs(texts[key])
            case _:
                yield from written(title, texts.get(key, ""))
    reports = list(own_plan.reports_text(texts))
    if reports:
        yield Paragraph(f"{next(numbers)}. CHẾ ĐỘ BÁO CÁO", Role.PART)
        yield from (Paragraph(f"- {line}") for line in reports)
    yield signature(found)


def _targets(title: str, found: OwnPlan) -> Iterator[Block]:
    """Yield the section with the days, the items asked of each person, and the targets that somebody typed."""
    texts, numbers = found.texts, count(1)
    blocks: list[Block] = []
    first, last = texts.get("first"), texts.get("last")
    if first or last:
        days = " ".join(part for part in (first and f"từ ngày {first}", last and f"đến hết ngày {last}") if part)
        blocks.append(Paragraph(f"{next(numbers)}. Thời gian thực hiện: {days}."))
    if found.items:
        due = f", đến hết ngày {texts['items_due']}" if texts.get("items_due") else ""
        names = "; ".join(item.title for item in found.items)
        asked = f"100% công chức, viên chức, người lao động thực hiện{due}: {names}."
        blocks.append(Paragraph(f"{next(numbers)}. {asked}"))
    blocks += [Paragraph(f"{next(numbers)}. {line}") for line in texts.get("targets", "").splitlines() if line.strip()]
    if blocks:
        yield Paragraph(title, Role.PART)
        yield from blocks
    else:
        yield from written(title, "")


def _annexes(found: OwnPlan) -> Iterator[Annex]:
    if found.tasks:
        rows = [
            (place, task.title, task.lead, task.partners, task.due_words, task.product)
            for place, task in enumerate(found.tasks, 1)
        ]
        table = Table(TASK_HEADS, rows, _TASK_WIDTHS, left=(1, 2, 3, 4, 5))
        attached = attached_to(found, "Kế hoạch")
        yield Annex("PHỤ LỤC", "PHÂN CÔNG NHIỆM VỤ", table, landscape=True, attached=attached)
