"""`tyt export phu-luc-1|form|roster|outstanding`: the checklist of people, counted and by name."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from store.database import Store
from store.errors import RefusedError
from store.forms import counts, library
from store.forms.counts import Scope
from store.forms.form import PHU_LUC_1, TOTAL, By, Form
from store.opening import open_store
from store.people import staff, units
from store.reporting import form_papers
from store.text import format_number
from store.words.forms import faults_of, footnotes, lead_in
from tui.cli import chosen_store, store_option
from tui.commands.export_writing import (
    day_told,
    format_option,
    out_argument,
    remark,
    unit_named,
    unit_option,
    where,
    write_out,
)

LEADING_ZEROS = (
    "Mở tệp csv bằng Excel thì số CCCD, số điện thoại mất số 0 ở đầu. Cần xem bằng Excel, hãy xuất tệp .xlsx."
)


def _table_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that writes a form."""
    options = (
        out_argument,
        unit_option,
        click.option(
            "--by",
            type=click.Choice(("department", "unit")),
            help="Mỗi dòng một khoa/phòng (department) hay một đơn vị (unit).",
        ),
        click.option(
            "--as-of", metavar="NGÀY", help="Số liệu cuối ngày này: 2026-06-23 hoặc 23/06/2026; mặc định: bây giờ."
        ),
        click.option("--totals/--no-totals", default=True, help="Có hay không có dòng Tổng cộng và Tỷ lệ (%)."),
        format_option,
        store_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("phu-luc-1")
@_table_options
@click.pass_context
def phu_luc_1(ctx: click.Context, /, **options: Any) -> None:
    """Phụ lục 1: kết quả định danh mức 2, Sổ SKĐT và BHYT.

    Không có --unit: kho chỉ có người của một đơn vị thì bảng theo khoa/phòng của đơn vị đó; có nhiều đơn vị
    thì mỗi đơn vị một dòng, còn --by department là các khoa/phòng của chính trạm. Có --unit: theo khoa/phòng
    của đơn vị ấy.
    """
    _write_form(ctx, PHU_LUC_1, **options)


@click.command("form")
@click.argument("key", metavar="BIỂU")
@_table_options
@click.pass_context
def any_form(ctx: click.Context, /, key: str, **options: Any) -> None:
    """Biểu thống kê của một chiến dịch, gọi bằng khoá của biểu: phu-luc-1 hoặc key trong tệp chiến dịch."""
    _write_form(ctx, key, **options)


def _write_form(
    ctx: click.Context,
    key: str,
    *,
    out: Path,
    unit: str | None,
    by: By | None,
    as_of: str | None,
    totals: bool,
    wanted: str | None,
    store_path: Path | None,
) -> None:
    with open_store(chosen_store(ctx, store_path), must_exist=True) as store:
        form = library.find(store, key)
        scope = replace(_scope(store, form, unit, by), as_of=None if as_of is None else day_told(as_of))
        paper = form_papers.draft(store, form, scope, with_totals=totals)

        def write(path: Path) -> None:
            from exporters.form import write_form

            write_form(paper, path)

        write_out(ctx, out, wanted, write)
        table = paper.table
        for fault in faults_of(table):
            remark(f"Chưa khớp: {fault}.")
        for text in footnotes(table):
            remark(text)
        people = table.total.figures[TOTAL]
        if people == 0:
            remark(lead_in(table))
        remark(f"{form.name}: {len(table.rows)} dòng, {format_number(people)} người.{where(out)}")


@click.command("roster")
@out_argument
@unit_option
@click.option("--full-ids", is_flag=True, help="Ghi đủ 12 số CCCD; mặc định che bớt.")
@format_option
@store_option
@click.pass_context
def roster(
    ctx: click.Context, out: Path, unit: str | None, full_ids: bool, wanted: str | None, store_path: Path | None
) -> None:
    """Danh sách mọi người với từng mục theo dõi."""
    with open_store(chosen_store(ctx, store_path), must_exist=True) as store:
        unit_id = None if unit is None else unit_named(store, unit)

        def write(path: Path) -> int:
            from exporters.roster import write_roster

            title = _titled("Danh sách theo dõi", store, unit_id)
            people = staff.members(store, unit_id=unit_id)
            return write_roster(people, store.items(), path, title=title, full_ids=full_ids)

        count = write_out(ctx, out, wanted, write)
        remark(f"Danh sách: {format_number(count)} người.{where(out)}")
        if full_ids:
            _tell_of_zeros(out)


@click.command("outstanding")
@out_argument
@unit_option
@format_option
@store_option
@click.pass_context
def outstanding(ctx: click.Context, out: Path, unit: str | None, wanted: str | None, store_path: Path | None) -> None:
    """Ai còn thiếu mục nào, theo đơn vị: danh sách để gọi điện."""
    with open_store(chosen_store(ctx, store_path), must_exist=True) as store:
        unit_id = None if unit is None else unit_named(store, unit)

        def write(path: Path) -> int:
            from exporters.outstanding import write_outstanding

            title = _titled("Danh sách còn thiếu", store, unit_id)
            return write_outstanding(staff.members(store, unit_id=unit_id), store.items(), path, title=title)

        count = write_out(ctx, out, wanted, write)
        remark(f"Còn thiếu: {format_number(count)} người.{where(out)}")
        _tell_of_zeros(out)


def _tell_of_zeros(out: Path) -> None:
    """Numbers with a 0 before them are text, which csv cannot say."""
    if out.suffix.lower() == ".csv":
        remark(LEADING_ZEROS)


def _titled(words: str, store: Store, unit_id: int | None) -> str:
    return words if unit_id is None else f"{words} – {units.get(store, unit_id).name}"


def _scope(store: Store, form: Form, unit: str | None, by: By | None) -> Scope:
    """The table that the options mean; see the help of `phu_luc_1`."""
    usual = counts.usual_scope(store, form)
    if unit is not None:
        return Scope(unit_named(store, unit), by or form.rows)
    if by is None or by == usual.by:
        return usual
    if by == "unit":
        return Scope(None, "unit")
    station = units.station_id(store)
    if station is None:
        raise RefusedError("Kho có nhiều đơn vị mà chưa biết đâu là trạm. Hãy ghi thêm --unit và tên đơn vị.")
    return Scope(station, "department")
