"""`tyt export phu-luc-1|roster|outstanding`: the checklist of people, counted and by name."""

from pathlib import Path

import click

from store.counting import statistics
from store.database import Store
from store.errors import RefusedError
from store.opening import open_store
from store.people import staff, units
from store.reporting import reports
from store.text import format_number
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


@click.command("phu-luc-1")
@out_argument
@unit_option
@click.option(
    "--by",
    type=click.Choice(("department", "unit")),
    help="Mỗi dòng một khoa/phòng (department) hay một đơn vị (unit).",
)
@click.option("--as-of", metavar="NGÀY", help="Số liệu cuối ngày này: 2026-06-23 hoặc 23/06/2026; mặc định: bây giờ.")
@click.option("--totals/--no-totals", default=True, help="Có hay không có dòng Tổng cộng và Tỷ lệ (%).")
@format_option
@store_option
@click.pass_context
def phu_luc_1(
    ctx: click.Context,
    out: Path,
    unit: str | None,
    by: str | None,
    as_of: str | None,
    totals: bool,
    wanted: str | None,
    store_path: Path | None,
) -> None:
    """Phụ lục 1: kết quả định danh mức 2, Sổ SKĐT và BHYT.

    Không có --unit: kho chỉ có người của một đơn vị thì bảng theo khoa/phòng của đơn vị đó; có nhiều đơn vị
    thì mỗi đơn vị một dòng, còn --by department là các khoa/phòng của chính trạm. Có --unit: theo khoa/phòng
    của đơn vị ấy.
    """
    with open_store(chosen_store(ctx, store_path), must_exist=True) as store:
        day = None if as_of is None else day_told(as_of)
        unit_id, rows_by = _table(store, unit, by)
        paper = reports.draft_phu_luc_1(store, unit_id=unit_id, by=rows_by, as_of=day, with_totals=totals)

        def write(path: Path) -> None:
            from exporters.phu_luc_1 import write_phu_luc_1

            write_phu_luc_1(paper, path)

        write_out(ctx, out, wanted, write)
        table = paper.table
        for row in table.rows:
            for fault in row.faults():
                remark(f"Chưa khớp: {row.label}: {fault}.")
        from store.counting.counts_told import footnotes

        for told in footnotes(table):
            remark(told)
        if table.total.total == 0:
            from exporters.phu_luc_1 import lead_in

            remark(lead_in(table))
        remark(f"Phụ lục 1: {len(table.rows)} dòng, {format_number(table.total.total)} người.{where(out)}")


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


def _table(store: Store, unit: str | None, by: str | None) -> tuple[int | None, str]:
    """(unit id, by) of the table that the options mean; see the help of `phu_luc_1`."""
    if unit is not None:
        return unit_named(store, unit), by or "department"
    unit_id, usual = statistics.usual_scope(store)
    if by is None or by == usual:
        return unit_id, usual
    if by == "unit":
        return None, "unit"
    station = units.station_id(store)
    if station is None:
        raise RefusedError("Kho có nhiều đơn vị mà chưa biết đâu là trạm. Hãy ghi thêm --unit và tên đơn vị.")
    return station, "department"
