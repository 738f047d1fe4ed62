"""`tyt export`: a paper into a file, or csv and json to standard output, without opening the app."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from store.counting import statistics
from store.database import Store, open_store
from store.errors import RefusedError
from store.people import staff, units
from store.reporting import reports
from store.text import format_number
from tui.cli import NOT_DONE, chosen_store, store_option

STANDARD_OUTPUT = "-"
PERSONAL_DATA = "Tệp có dữ liệu cá nhân (ngày sinh, số CCCD đủ 12 số): chỉ gửi cho đúng đơn vị."

out_argument = click.argument("out", metavar="OUT", type=click.Path(path_type=Path, allow_dash=True))
format_option = click.option(
    "--format",
    "wanted",
    type=click.Choice(("csv", "json")),
    help="Dạng dữ liệu khi OUT là “-” (mặc định json).",
)
unit_option = click.option("--unit", metavar="TÊN", help="Chỉ người của đơn vị này; không cần dấu.")


@click.group(name="export")
def export() -> None:
    """Xuất một biểu ra tệp.

    Đuôi của OUT chọn dạng: .xlsx, .csv hay .json. “-” in csv hoặc json ra màn hình.
    Thông báo nằm ở stderr. Mã thoát: 0 xong, 2 không làm được.
    """


@export.command("phu-luc-1")
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
        day = None if as_of is None else _day(as_of)
        unit_id, rows_by = _table(store, unit, by)
        paper = reports.draft_phu_luc_1(store, unit_id=unit_id, by=rows_by, as_of=day, with_totals=totals)

        def write(path: Path) -> None:
            from exporters.phu_luc_1 import write_phu_luc_1

            write_phu_luc_1(paper, path)

        _write(ctx, out, wanted, write)
        table = paper.table
        for row in table.rows:
            for fault in row.faults():
                _remark(f"Chưa khớp: {row.label}: {fault}.")
        from store.counting.counts_told import footnotes

        for told in footnotes(table):
            _remark(told)
        _remark(f"Phụ lục 1: {len(table.rows)} dòng, {format_number(table.total.total)} người.{_where(out)}")


@export.command("roster")
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
        unit_id = None if unit is None else _unit(store, unit)

        def write(path: Path) -> int:
            from exporters.roster import write_roster

            title = _titled("Danh sách theo dõi", store, unit_id)
            people = staff.members(store, unit_id=unit_id)
            return write_roster(people, store.items(), path, title=title, full_ids=full_ids)

        count = _write(ctx, out, wanted, write)
        _remark(f"Danh sách: {format_number(count)} người.{_where(out)}")


@export.command("outstanding")
@out_argument
@unit_option
@format_option
@store_option
@click.pass_context
def outstanding(ctx: click.Context, out: Path, unit: str | None, wanted: str | None, store_path: Path | None) -> None:
    """Ai còn thiếu mục nào, theo đơn vị: danh sách để gọi điện."""
    with open_store(chosen_store(ctx, store_path), must_exist=True) as store:
        unit_id = None if unit is None else _unit(store, unit)

        def write(path: Path) -> int:
            from exporters.outstanding import write_outstanding

            title = _titled("Danh sách còn thiếu", store, unit_id)
            return write_outstanding(staff.members(store, unit_id=unit_id), store.items(), path, title=title)

        count = _write(ctx, out, wanted, write)
        _remark(f"Còn thiếu: {format_number(count)} người.{_where(out)}")


@export.command("progress")
@out_argument
@click.option("--campaign", metavar="TÊN", help="Chiến dịch nào; mặc định: chiến dịch đang chạy đầu tiên có báo cáo.")
@click.option(
    "--kind",
    type=click.Choice(("daily", "weekly", "monthly", "closing", "once")),
    help="Báo cáo ngày, tuần, tháng, tổng kết, một lần; mặc định: báo cáo gần hạn nhất.",
)
@click.option("--period", metavar="NGÀY", help="Một ngày trong kỳ báo cáo; mặc định: kỳ gần hạn nhất.")
@format_option
@store_option
@click.pass_context
def progress_report(
    ctx: click.Context,
    out: Path,
    campaign: str | None,
    kind: str | None,
    period: str | None,
    wanted: str | None,
    store_path: Path | None,
) -> None:
    """Báo cáo kết quả của một chiến dịch, theo thể thức Nghị định 30."""
    with open_store(chosen_store(ctx, store_path), must_exist=True) as store:
        from store.reporting import progress

        chosen = progress.choose(store, campaign=campaign, kind=kind, day=None if period is None else _day(period))
        paper = progress.draft(store, *chosen)

        def write(path: Path) -> None:
            from exporters.progress import write_progress

            write_progress(paper, path)

        _write(ctx, out, wanted, write)
        _remark(f"Báo cáo {paper.told_period}: {format_number(paper.people)} người.{_where(out)}")


@export.command("tasks")
@out_argument
@click.option("--campaign", metavar="TÊN", help="Chỉ nhiệm vụ của chiến dịch này; mặc định: mọi chiến dịch đang chạy.")
@format_option
@store_option
@click.pass_context
def tasks(ctx: click.Context, out: Path, campaign: str | None, wanted: str | None, store_path: Path | None) -> None:
    """Nhiệm vụ theo bảng của từng văn bản, kèm tình trạng thực hiện."""
    with open_store(chosen_store(ctx, store_path), must_exist=True) as store:
        from store.monitoring.tasks import all_tasks

        listed = all_tasks(store, campaign=campaign)

        def write(path: Path) -> int:
            from exporters.tasks import write_tasks

            return write_tasks(listed, path)

        count = _write(ctx, out, wanted, write)
        done = sum(each.is_done for each in listed)
        _remark(f"Nhiệm vụ: {format_number(count)}, đã xong {format_number(done)}.{_where(out)}")


@export.command("indicators")
@out_argument
@click.option("--campaign", metavar="TÊN", help="Chỉ chiến dịch này; mặc định: mọi chiến dịch đang chạy có chỉ tiêu.")
@click.option("--period", metavar="THÁNG", help="2026-06 hoặc 06/2026; mặc định: tháng mới nhất có số liệu.")
@format_option
@store_option
@click.pass_context
def indicators(
    ctx: click.Context,
    out: Path,
    campaign: str | None,
    period: str | None,
    wanted: str | None,
    store_path: Path | None,
) -> None:
    """Số liệu các chỉ tiêu của một tháng, theo địa bàn."""
    with open_store(chosen_store(ctx, store_path), must_exist=True) as store:
        from store.calendar import months
        from store.monitoring import indicator_paper

        month = None if period is None else months.parse(period)
        paper = indicator_paper.draft(store, campaign=campaign, period=month)

        def write(path: Path) -> int:
            from exporters.indicators import write_indicators

            return write_indicators(paper, path)

        count = _write(ctx, out, wanted, write)
        for table in paper.tables:
            if table.lines and not table.is_complete:
                told = f"mới có {table.entered}/{len(table.lines)} địa bàn"
                _remark(f"Chưa đủ số: {table.indicator.title}: {told}.")
        _remark(f"Chỉ tiêu {months.told(paper.period)}: {format_number(count)} số liệu.{_where(out)}")


@export.command("datasets")
@out_argument
@format_option
@store_option
@click.pass_context
def datasets(ctx: click.Context, out: Path, wanted: str | None, store_path: Path | None) -> None:
    """Báo cáo danh mục hệ thống thông tin, cơ sở dữ liệu, phần mềm, nguồn dữ liệu."""
    with open_store(chosen_store(ctx, store_path), must_exist=True) as store:
        from store.monitoring.data_sources import paper as draft

        paper = draft(store)

        def write(path: Path) -> int:
            from exporters.datasets import write_datasets

            return write_datasets(paper, path)

        count = _write(ctx, out, wanted, write)
        priority = sum(each.is_priority for each in paper.sources)
        _remark(f"Danh mục: {format_number(count)}, ưu tiên {format_number(priority)}.{_where(out)}")


@export.command("guide")
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--guide", "key", metavar="TÊN", default="link-bhyt", show_default=True, help="Hướng dẫn nào.")
@store_option
@click.pass_context
def guide(ctx: click.Context, out: Path, key: str, store_path: Path | None) -> None:
    """Tờ hướng dẫn cho người dân, một trang (xlsx, txt).

    TÊN: link-bhyt (tích hợp thẻ BHYT), use-health-book (dùng Sổ SKĐT khi đi khám), see-history (xem lịch sử
    khám chữa bệnh), not-linked (chưa tích hợp thẻ BHYT).
    """
    with open_store(chosen_store(ctx, store_path), must_exist=True) as store:
        from store import settings
        from store.monitoring import guides

        chosen, station = guides.get(key), settings.load(store).station_name

        def write(path: Path) -> None:
            from exporters.guide import write_guide

            write_guide(chosen, path, station=station)

        _write(ctx, out, None, write)
        _remark(f"{chosen.title}: {len(chosen.steps)} bước.{_where(out)}")


@export.command("template")
@out_argument
@click.option("--unit", metavar="TÊN", help="Biểu mẫu của đơn vị này; không cần dấu.")
@store_option
@click.pass_context
def template(ctx: click.Context, out: Path, unit: str | None, store_path: Path | None) -> None:
    """Biểu mẫu cho đơn vị điền: người của đơn vị, danh sách chọn sẵn, trang hướng dẫn (.xlsx).

    Không có --unit: OUT là thư mục, mỗi đơn vị đang chờ gửi được một tệp trong đó.
    """
    with open_store(chosen_store(ctx, store_path), must_exist=True) as store:
        from store.receiving import template as forms
        from tui.unit_forms import write_form, write_forms

        _refuse_pipe(out)
        if unit is None:
            if out.suffix.lower() == ".xlsx":
                raise RefusedError("Hãy ghi thêm --unit và tên đơn vị; hoặc ghi tên thư mục để xuất cho mọi đơn vị.")
            written = _write(ctx, out, None, lambda folder: write_forms(store, folder))
            _remark(f"{format_number(len(written))} biểu mẫu.{_where(out)}")
        else:
            drafted = forms.draft(store, _unit(store, unit))
            count = _write(ctx, out, None, lambda path: write_form(drafted, path))
            _remark(f"Biểu mẫu của {drafted.unit}: {format_number(count)} người.{_where(out)}")
        _remark(PERSONAL_DATA)


@export.command("feedback")
@out_argument
@click.option("--submission", type=int, metavar="SỐ", required=True, help="Số của bản nộp, như khi nhận tệp.")
@store_option
@click.pass_context
def feedback(ctx: click.Context, out: Path, submission: int, store_path: Path | None) -> None:
    """Phiếu sửa gửi lại đơn vị: chính tệp đã nộp, ô cần sửa được tô màu và ghi chú (.xlsx)."""
    with open_store(chosen_store(ctx, store_path), must_exist=True) as store:
        from tui.feedback import draft_feedback

        _refuse_pipe(out)
        drafted = draft_feedback(store, submission)

        def write(path: Path) -> int:
            from exporters.feedback import write_feedback

            return write_feedback(drafted, path)

        count = _write(ctx, out, None, write)
        _remark(f"Phiếu sửa cho {drafted.unit}: {format_number(count)} chỗ.{_where(out)}")
        _remark(PERSONAL_DATA)


def _titled(words: str, store: Store, unit_id: int | None) -> str:
    return words if unit_id is None else f"{words} – {units.get(store, unit_id).name}"


def _table(store: Store, unit: str | None, by: str | None) -> tuple[int | None, str]:
    """(unit id, by) of the table that the options mean; see the help of `phu_luc_1`."""
    if unit is not None:
        return _unit(store, unit), by or "department"
    unit_id, usual = statistics.usual_scope(store)
    if by is None or by == usual:
        return unit_id, usual
    if by == "unit":
        return None, "unit"
    station = units.station_id(store)
    if station is None:
        raise RefusedError("Kho có nhiều đơn vị mà chưa biết đâu là trạm. Hãy ghi thêm --unit và tên đơn vị.")
    return station, "department"


def _unit(store: Store, name: str) -> int:
    """The unit of that name, diacritics aside.

    Raises:
        RefusedError: there is none; the nearest names are in the message.
    """
    found = units.find(store, name)
    if found is not None:
        return found.id
    near = units.nearest(store, name)
    if not near:
        raise RefusedError(f"Kho chưa có đơn vị nào tên “{name}”.")
    raise RefusedError(f"Không có đơn vị “{name}”. Gần nhất: {'; '.join(near)}.")


def _day(text: str) -> date:
    """ISO, or day first.

    Raises:
        RefusedError: it is no day, or has not come yet.
    """
    from store import clock

    try:
        if "/" in text:
            day, month, year = text.split("/")
            found = date(int(year), int(month), int(day))
        else:
            found = date.fromisoformat(text)
    except ValueError:
        raise RefusedError(f"“{text}” không phải một ngày. Ví dụ: 2026-06-23 hoặc 23/06/2026.") from None
    if found > clock.today():
        raise RefusedError(f"Ngày {text} chưa tới, nên chưa có số liệu.")
    return found


def _write(ctx: click.Context, out: Path, wanted: str | None, write: Callable[[Path], Any]) -> Any:
    """Write `out`, or the same bytes to standard output; what cannot be written ends with exit code 2."""
    from exporters.writing import EndingError, ExportError

    try:
        if str(out) != STANDARD_OUTPUT:
            if wanted is not None:
                raise RefusedError("--format chỉ dùng khi OUT là “-”; với tệp thì đuôi tên tệp chọn dạng.")
            return write(out)
        from tempfile import TemporaryDirectory

        # The writers replace whole files; a pipe gets the bytes of one that nobody else sees.
        with TemporaryDirectory(prefix="tyt-") as folder:
            path = Path(folder) / f"out.{wanted or 'json'}"
            answer = write(path)
            stream = sys.stdout.buffer
            with path.open("rb") as file:
                while part := file.read(1 << 16):
                    stream.write(part)
            stream.flush()
            return answer
    except ExportError as error:
        told = error.message
        if isinstance(error, EndingError) and str(out) == STANDARD_OUTPUT:
            told = f"Biểu này không in ra màn hình ở dạng đó. Hãy ghi tên tệp có đuôi {', '.join(error.allowed)}."
        _remark(f"{error.title}: {told}")
        ctx.exit(NOT_DONE)


def _refuse_pipe(out: Path) -> None:
    """Say that a form to fill in is a workbook.

    Raises:
        RefusedError: it was to go to standard output.
    """
    if str(out) == STANDARD_OUTPUT:
        raise RefusedError("Biểu này là tệp Excel để điền. Hãy ghi tên tệp có đuôi .xlsx.")


def _where(out: Path) -> str:
    return "" if str(out) == STANDARD_OUTPUT else f" Đã ghi vào {out}."


def _remark(text: str) -> None:
    click.echo(text, err=True)
