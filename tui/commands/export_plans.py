"""`tyt export progress|tasks|indicators|datasets`: what the running campaigns ask for."""

from pathlib import Path

import click

from store.opening import open_store
from store.text import format_number
from tui.cli import chosen_store, store_option
from tui.commands.export_writing import day_told, format_option, out_argument, remark, where, write_out


@click.command("progress")
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

        chosen = progress.choose(store, campaign=campaign, kind=kind, day=None if period is None else day_told(period))
        paper = progress.draft(store, *chosen)

        def write(path: Path) -> None:
            from exporters.progress import write_progress

            write_progress(paper, path)

        write_out(ctx, out, wanted, write)
        remark(f"Báo cáo {paper.told_period}: {format_number(paper.people)} người.{where(out)}")


@click.command("tasks")
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

        count = write_out(ctx, out, wanted, write)
        done = sum(each.is_done for each in listed)
        remark(f"Nhiệm vụ: {format_number(count)}, đã xong {format_number(done)}.{where(out)}")


@click.command("indicators")
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

        count = write_out(ctx, out, wanted, write)
        for table in paper.tables:
            if table.lines and not table.is_complete:
                told = f"mới có {table.entered}/{len(table.lines)} địa bàn"
                remark(f"Chưa đủ số: {table.indicator.title}: {told}.")
        remark(f"Chỉ tiêu {months.told(paper.period)}: {format_number(count)} số liệu.{where(out)}")


@click.command("datasets")
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

        count = write_out(ctx, out, wanted, write)
        priority = sum(each.is_priority for each in paper.sources)
        remark(f"Danh mục: {format_number(count)}, ưu tiên {format_number(priority)}.{where(out)}")
