"""Writes the progress report of a campaign: as a letter for Word, or as a workbook with tables and native charts."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from itertools import count
from pathlib import Path

from exporters import shorter_lists
from exporters.letter.content import (
    Addressed,
    Annex,
    Block,
    Chart,
    Head,
    Paragraph,
    Part,
    Role,
    attached_to,
    signature,
    written,
)
from exporters.progress_tables import (
    PARTS_NOTE,
    has_wholes,
    indicators_table,
    items_table,
    tasks_table,
    units_table,
)
from exporters.proposal import ROMAN, proposal
from exporters.writing import Written, caution_of_sections, ending_of, write_json
from store import clock
from store.calendar.periods import KINDS, report_text
from store.calendar.wording import moment_on_paper
from store.counting.item_figures import contradicting
from store.database import Store
from store.errors import RefusedError
from store.forms.unit_figures import UNITS_SHEET
from store.people.tree import Level
from store.reporting.progress_paper import (
    ProgressPaper,
    changes_text,
    forecast_text,
    frozen_figures,
    frozen_text,
    organisation_lines,
    percent,
    sector_line_text,
)
from store.text import format_date, format_number
from store.words.forms import contradicting_text
from store.words.tasks import DISPUTED


def export_progress(
    store: Store,
    out: Path,
    *,
    campaign: str | None = None,
    kind: str | None = None,
    report: str | None = None,
    period: date | None = None,
    level: Level | None = None,
    as_of: date | None = None,
    as_issued: bool = False,
) -> Written:
    """Write a progress report as of the end of its period or of `as_of`; by default the one due next.

    `level` is what the lines of units stand for; None: each unit, but in an office above the highest level there is.
    With `as_issued` write the newest frozen copy; RefusedError if there is none. Otherwise only mention a frozen copy.
    """
    from store.reporting import issued, progress

    chosen = progress.choose(store, campaign=campaign, kind=kind, day=period or as_of, key=report)
    key = progress.report_key(chosen[0].name, chosen[1].key)
    head = issued.of_period(store, key, chosen[2][0].isoformat())
    frozen = progress.get_issued(store, head.id) if head is not None and head.sound else None
    if as_issued:
        if frozen is None:
            raise RefusedError("Chưa chốt báo cáo này lần nào. Mở Báo cáo rồi F6 để chốt.")
        write_progress(frozen.paper, out)
        return Written(f"{frozen.head.title}: {frozen_text(frozen.mark)}.")
    paper = progress.draft(store, *chosen, as_of=as_of, level=level)
    write_progress(paper, out)
    name = report_text(paper.kind, chosen[2], chosen[0].report_name(chosen[1]))
    others = () if report else progress.of_same_kind(chosen)
    also = tuple(f"Cùng loại còn có --report {each.key} ({each.name}; hạn: {each.deadline.text})." for each in others)
    if frozen is not None:
        also = (
            f"Kỳ này đã chốt {frozen_text(frozen.mark)}; tệp này là số liệu hiện nay. In bản chốt: --issued.",
            *also,
        )
    before = issued.narrative_before(store, key, paper.period[0])
    empty = [
        heading for section, heading in paper.headings.items() if section in before and section not in paper.sections
    ]
    cautions = (*also, *caution_of_sections(empty, "mở báo cáo ấy (Ctrl+P, Báo cáo)"))
    count = contradicting(store) if paper.is_of_people and paper.as_of[:16] in ("", paper.made_at[:16]) else 0
    warnings = [*_remarks(paper), *([f"{contradicting_text(count)}: sửa ở F2 rồi in lại."] if count else [])]
    if paper.is_of_people:
        day = datetime.fromisoformat(paper.as_of).date()
        warnings += shorter_lists.warnings_of(store, day if day < clock.today() else None)
    counted = f": {format_number(paper.people)} người" if paper.is_of_people else ""
    return Written(f"{name}{counted}.", tuple(warnings), cautions)


def _remarks(paper: ProgressPaper) -> tuple[str, ...]:
    """Return the remarks on units that sent lines which are not counted."""
    return tuple(unit.remark for unit in paper.counted if unit.remark)


def write_progress(paper: ProgressPaper, out: Path) -> None:
    """Write the paper; the ending of `out` chooses docx, xlsx or json.

    Raises:
        ExportError: nothing was written.
    """
    ending = ending_of(out, (".docx", ".xlsx", ".json"))
    if ending == ".json":
        write_json(out, [asdict(paper)])
    elif ending == ".docx":
        from exporters.letter.word import write_letters

        annexes = [annex.part for _, annex in _annexes(paper, is_letter=True)]
        parts = [Part(list(letter(paper))), *annexes, *_charts(paper)]
        write_letters(parts, out, made_at=datetime.fromisoformat(paper.made_at))
    else:
        from exporters.progress_sheet import write_workbook

        write_workbook(paper, list(letter(paper)), _annexes(paper, is_letter=False), out, has_charts=_has_charts(paper))


def subject(paper: ProgressPaper) -> str:
    """Word the subject of the letter: `Kết quả triển khai Chiến dịch rà soát … (tuần 17/06–23/06/2026)`."""
    return f"Kết quả triển khai {paper.subject or paper.campaign_title}\n({paper.results_period_text})"


def lead_in(paper: ProgressPaper) -> str:
    """Word how many people the figures are about, their moment, and which units sent figures instead of names."""
    moment = datetime.fromisoformat(paper.as_of or paper.made_at)
    behind = f"; so với báo cáo kỳ trước ({frozen_text(paper.before)})" if paper.before else ""
    counted = paper.counted
    without_names = ""
    if counted:
        text = "; ".join(f"{unit.unit}, {format_number(unit.people)} người, {unit.on_paper}" for unit in counted)
        without_names = f" Trong đó gửi số liệu, không gửi danh sách, nên chỉ có ở các mục mà số liệu ấy có: {text}."
    return (
        f"Tổng số người theo dõi: {format_number(paper.people)} (số liệu đến"
        f" {moment_on_paper(moment)}{behind}).{without_names}"
    )


def letter(paper: ProgressPaper) -> Iterator[Block]:
    """Yield the blocks of the report without its annexes."""
    if paper.is_of_costs:
        yield from proposal(paper)
        return
    if paper.layout == "section":
        yield from _section(paper)
        return
    yield Head(paper)
    yield Paragraph(KINDS[paper.kind].title.upper(), Role.TITLE)
    yield Paragraph(subject(paper), Role.SUBJECT)
    if paper.issued:
        yield Paragraph(f"({frozen_figures(paper.issued)})", Role.REMARK)
    if paper.to:
        yield Addressed(paper.to)
    yield Paragraph(
        f"Thực hiện {paper.source}, {paper.station or 'đơn vị'} báo cáo kết quả {paper.results_period_text} như sau:"
    )
    yield from _results(paper)
    for numeral, (key, heading) in zip(ROMAN[1:], paper.headings.items(), strict=False):
        yield from written(f"{numeral}. {heading.upper()}", paper.sections.get(key, ""))
    if paper.corrections:
        yield Paragraph("Nội dung điều chỉnh so với bản đã chốt trước", Role.SECTION)
        yield from (Paragraph(f"- {line}.") for line in paper.corrections)
    yield signature(paper)


def _section(paper: ProgressPaper) -> Iterator[Block]:
    """Yield the blocks of a section of another report: no head, no signature, its parts numbered within it."""
    yield Paragraph(f"Kết quả triển khai {paper.subject or paper.campaign_title}", Role.PART)
    yield Paragraph(f"({paper.source}; {paper.period_text})")
    numbers = count(1)
    yield Paragraph(f"{next(numbers)}. Kết quả thực hiện", Role.SECTION)
    yield from _items(paper)
    for key, heading in paper.headings.items():
        yield from written(f"{next(numbers)}. {heading}", paper.sections.get(key, ""), Role.SECTION)


def _items(paper: ProgressPaper) -> Iterator[Block]:
    """Yield how far the items are, for everybody and by sector, with the table, changes and forecast."""
    yield Paragraph(lead_in(paper))
    for line in paper.sectors:
        yield Paragraph(f"- {sector_line_text(line)}.")
    yield items_table(paper)
    for text in (paper.without_information, changes_text(paper), forecast_text(paper)):
        if text:
            yield Paragraph(text)


def _results(paper: ProgressPaper) -> Iterator[Block]:
    """Yield part I of the report: items, indicators, tasks."""
    yield Paragraph("I. KẾT QUẢ THỰC HIỆN", Role.PART)
    number = count(1)
    if paper.is_of_people:
        yield Paragraph(f"{next(number)}. Kết quả của công chức, viên chức, người lao động", Role.SECTION)
        yield from _items(paper)
    if paper.indicators:
        yield Paragraph(f"{next(number)}. Các chỉ tiêu của chiến dịch", Role.SECTION)
        yield indicators_table(paper)
        for place, each in enumerate(paper.indicators, 1):
            if each.without:
                yield Paragraph(f"Chỉ tiêu {place} mới có số của {each.of}; chưa có: {each.without}.", Role.NOTE)
    if paper.organisations:
        yield Paragraph(f"{next(number)}. Dữ liệu thuế và tài khoản định danh điện tử của tổ chức", Role.SECTION)
        yield from (Paragraph(f"- {line}") for line in organisation_lines(paper.organisations))
    if paper.tasks:
        yield Paragraph(f"{next(number)}. Nhiệm vụ được giao", Role.SECTION)
        yield Paragraph(_summary_of_tasks(paper))
    annexes = ["Biểu 1 (theo đơn vị)"] if len(paper.units) > 1 else []
    annexes += [f"{_name_of_tasks(paper)} (nhiệm vụ)"] if paper.tasks else []
    annexes += ["biểu đồ tiến độ"] if _has_charts(paper) else []
    if annexes:
        *first, last = annexes
        listed = " và ".join(filter(None, (", ".join(first), last)))
        yield Paragraph(f"Chi tiết tại {listed} kèm theo.")


def _name_of_tasks(paper: ProgressPaper) -> str:
    """Return the name of the annex of tasks; a single annex has no number (Nghị định 30, Điều 9)."""
    return "Biểu 2" if len(paper.units) > 1 else "Phụ lục"


def _summary_of_tasks(paper: ProgressPaper) -> str:
    tasks = [task for task in paper.tasks if not task.is_part]
    done = sum(task.state == "done" for task in tasks)
    late = [str(task.number) for task in tasks if task.is_late]
    text = f"Đã hoàn thành {format_number(done)}/{format_number(len(tasks))} nhiệm vụ"
    if late:
        word = "nhiệm vụ" if len(late) == 1 else f"{len(late)} nhiệm vụ"
        text += f"; quá hạn {word} số {', '.join(late)}"
    if disputed := [str(task.number) for task in tasks if task.is_disputed]:
        text += f"; {DISPUTED}: nhiệm vụ số {', '.join(disputed)}"
    return f"{text}."


# -- the annexes


def _annexes(paper: ProgressPaper, *, is_letter: bool) -> Iterator[tuple[str, Annex]]:
    """Yield (name of the sheet, annex); a proposal and a section have none."""
    if paper.layout:
        return
    if len(paper.units) > 1:
        notes = ["¹ Theo số liệu đơn vị gửi, không có danh sách."] if paper.counted else []
        title, table = "KẾT QUẢ THEO ĐƠN VỊ", units_table(paper, parts_with_wholes=is_letter)
        notes += [PARTS_NOTE] if is_letter and has_wholes(paper) else []
        note = " ".join((*notes, *_remarks(paper)))
        yield UNITS_SHEET, Annex("Biểu 1", title, table, note, attached_to(paper, "Báo cáo"), landscape=True)
    if paper.tasks:
        table = tasks_table(paper)
        name, attached = _name_of_tasks(paper), attached_to(paper, "Báo cáo")
        yield f"{name} - Nhiệm vụ", Annex(name, "TÌNH HÌNH THỰC HIỆN NHIỆM VỤ", table, attached=attached)


# -- the charts


def _has_charts(paper: ProgressPaper) -> bool:
    return paper.is_of_people and not paper.layout


def _charts(paper: ProgressPaper) -> Iterator[Part]:
    """Yield a page with the charts of progress against target and of the last days; the workbook draws the same."""
    if not _has_charts(paper):
        return
    done = [percent(item.done, item.applicable) for item in paper.items]
    targets = [None if item.target is None else round(item.target * 100, 2) for item in paper.items]
    titles = [item.short_title for item in paper.items]
    blocks: list[Block] = [
        Paragraph("BIỂU ĐỒ TIẾN ĐỘ", Role.ANNEX),
        Paragraph(attached_to(paper, "Báo cáo"), Role.REMARK),
        Chart("Tiến độ so với chỉ tiêu (%)", titles, [("Đã thực hiện", done), ("Chỉ tiêu", targets)]),
    ]
    if len(paper.trend) > 1:
        days = [format_date(day.day)[:5] for day in paper.trend]
        lines = [
            (title, [_rate(day.done[place], day.applicable[place]) for day in paper.trend])
            for place, title in enumerate(titles)
        ]
        blocks.append(Chart("Diễn biến theo ngày (%)", days, lines, is_line=True))
    yield Part(blocks, is_annex=True)


def _rate(done: int | None, applicable: int | None) -> float | None:
    return None if done is None or applicable is None else percent(done, applicable)
