"""Freezes a form, finds frozen copies, and writes a form or a frozen copy into a file."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from store import clock
from store.calendar.periods import period_text
from store.campaigns.form import TOTAL, Form
from store.checklist.reasons import NO_REASON
from store.counting.item_figures import contradicting
from store.database import Store
from store.forms import library
from store.forms.counts import Scope
from store.people import units
from store.reporting import form_papers, issued
from store.reporting.form_papers import FormPaper, IssuedForm, MeantFor
from store.reporting.issued import NOBODY
from store.reporting.owed import Owed, owed
from store.text import format_date, format_number
from store.words.file_names import file_name, frozen_part, one_word
from store.words.forms import contradicting_text, faults_of, main_figures
from tui.framework import exporting
from tui.papers import PAPERS
from tui.widgets.dialogs import Ask, Choice, Notice, PickOne

if TYPE_CHECKING:
    from tui.framework.work_app import WorkApp

ALONE, LATER = "alone", "later"
_MOST = 4  # reports that are offered: more would be older ones that nobody waits for


async def issue(app: "WorkApp", paper: FormPaper, scope: Scope, begun_for: MeantFor | None = None) -> IssuedForm | None:
    """Ask, and freeze the paper; answers None when it was cancelled or the figures do not allow it.

    `begun_for`: the report for which the table was opened; it is offered first.
    """
    table = paper.table
    if not table.total.figures[TOTAL]:
        await app.push_screen_wait(Notice("Chưa chốt được", NOBODY))
        return None
    if faults := [f"{fault}." for fault in faults_of(table)]:
        more = f" Và {len(faults) - 3} chỗ nữa." if len(faults) > 3 else ""
        text = f"{' '.join(faults[:3])}{more}\nTrong bảng, Ctrl+G cho xem ai chưa khớp; sửa họ rồi chốt."
        await app.push_screen_wait(Notice("Chưa chốt được vì số liệu chưa khớp", text))
        return None
    body = (
        f"{table.scope}, tính đến {format_date(table.as_of)}: {format_number(len(table.rows))} dòng,"
        f" {main_figures(table.form, table.total.figures)}.\n"
        "Bản chốt giữ nguyên mãi, sửa người sau này không làm nó đổi. Có thể chốt nhiều lần."
    )
    if count := contradicting(app.store, scope.units(app.store)):
        body += f"\n! {contradicting_text(count)}."
    body = "\n".join([body, *_gaps(paper)])
    title, newest = f"Chốt số liệu {table.form.name}?", issued.newest_id(app.store, table.form.key)
    while True:
        answer = await app.push_screen_wait(Ask(title, body, _choices(app.store, table.form, scope, begun_for)))
        if answer is None or answer == LATER:
            return None
        if (now := issued.newest_id(app.store, table.form.key)) == newest:
            break
        newest, title = now, "Cửa sổ khác vừa chốt. Vẫn chốt thêm một bản?"
        head = issued.heads(app.store, table.form.key)[0]
        body = f"Bản vừa chốt: lần {head.number}, {head.title}. F7 mở bản ấy.\n{body}"
    meant_for = answer if isinstance(answer, MeantFor) else None
    report = await app.in_background(
        partial(form_papers.issue, paper=paper, unit_id=scope.unit_id, meant_for=meant_for)
    )
    app.notify("Ctrl+S để xuất bản này ra tệp.", title=report.paper.issued)
    return report


def _gaps(paper: FormPaper) -> Iterator[str]:
    """Sentences about what is empty in a table before it is frozen: sections, and reasons of people."""
    form, total = paper.table.form, paper.table.total
    if empty := [
        section.name or section.heading for section in form.sections if not paper.sections.get(section.key, "").strip()
    ]:
        yield f"Còn trống: {'; '.join(empty)}."
    for column in form.reasons:
        if without := dict(total.reasons.get(column.key, ())).get(NO_REASON):
            yield f"{column.short or column.head}: {format_number(without)} người chưa ghi lý do."


def _choices(store: Store, form: Form, scope: Scope, begun_for: MeantFor | None) -> list[Choice[MeantFor | str]]:
    """The reports that the form may be frozen for, the most urgent first, and freezing it for none.

    For the table of a unit other than the station, freezing it for no report comes first.
    """
    meant = [
        (
            f"{_step(each)} báo cáo {period_text(each.report.kind, each.period)} của {each.campaign.name}",
            MeantFor(each.campaign.name, each.key, each.period[0].isoformat()),
        )
        for each in owed(store, clock.now())
        if each.report.form == form.key
    ]
    meant = sorted(meant, key=lambda choice: choice[1] != begun_for)[:_MOST]
    alone = ("Chốt, không tính cho báo cáo nào" if meant else "Chốt", ALONE)
    is_station = scope.unit_id is None or scope.unit_id == units.station_id(store)
    offered: list[tuple[str, MeantFor | str]] = [*meant, alone] if is_station else [alone, *meant]
    return [Choice(str(place), *each) for place, each in enumerate([*offered, ("Để sau", LATER)], 1)]


def _step(each: Owed) -> str:
    return "Chốt bản điều chỉnh của" if each.frozen else "Chốt cho"


async def choose(app: "WorkApp", form: Form) -> IssuedForm | None:
    """Let the person pick a frozen copy of any form, those of `form` first; answers None without a pick."""
    heads = sorted(issued.heads_of_forms(app.store), key=lambda head: head.report != form.key)
    if not heads:
        app.notify("Chưa có bản chốt nào. F6 chốt số liệu đang xem.")
        return None
    options = [
        (
            head.id,
            ("" if head.report == form.key else f"{_name_of(app.store, head.report)} · ")
            + f"Lần {head.number} · {format_date(head.issued_at)} · {head.title}"
            + (f" · cho {head.campaign}" if head.campaign else "")
            + (" · bản điều chỉnh" if head.corrects else "")
            + ("" if head.sound else " · ĐÃ BỊ SỬA, không mở được"),
        )
        for head in heads
    ]
    report_id = await app.push_screen_wait(PickOne("Bản đã chốt", options))
    return form_papers.get_issued(app.store, report_id) if isinstance(report_id, int) else None


def _name_of(store: Store, key: str) -> str:
    known = library.known(store, key)
    return key if known is None else known.name


async def export(app: "WorkApp", paper: FormPaper) -> Path | None:
    """Ask for the path and write the form; answers the path, None when the person cancelled."""
    from exporters.form import write_form

    form, table = paper.table.form, paper.table
    day, frozen = table.as_of.replace("-", ""), frozen_part(paper.number or None)
    name = file_name(form.file_name, one_word(table.scope), day, frozen)
    return await exporting.export(app, form.name, name, PAPERS["form"].endings, lambda out: write_form(paper, out))


async def wants_faulty(app: "WorkApp", faults: str) -> bool:
    """Ask whether to write a paper whose rows break a rule of the form."""
    body = f"{faults}\nNơi nhận sẽ trả lại bảng này. Nhấn Ctrl+G trong bảng để xem ai chưa khớp."
    choices = (Choice("1", "Để sửa trước", False), Choice("2", "Vẫn xuất", True))
    answer = await app.push_screen_wait(Ask("Số liệu chưa khớp", body, choices))
    return bool(answer)
