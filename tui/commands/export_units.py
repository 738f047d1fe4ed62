"""`tyt export template|feedback|guide`: what units and citizens get."""

from pathlib import Path

import click

from store.errors import RefusedError
from store.opening import open_store
from store.text import format_number
from tui.cli import chosen_store, store_option
from tui.commands.export_writing import PERSONAL_DATA, out_argument, refuse_pipe, remark, unit_named, where, write_out


@click.command("guide")
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

        write_out(ctx, out, None, write)
        remark(f"{chosen.title}: {len(chosen.steps)} bước.{where(out)}")


@click.command("template")
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

        refuse_pipe(out)
        if unit is None:
            if out.suffix.lower() == ".xlsx":
                raise RefusedError("Hãy ghi thêm --unit và tên đơn vị; hoặc ghi tên thư mục để xuất cho mọi đơn vị.")
            written = write_out(ctx, out, None, lambda folder: write_forms(store, folder))
            remark(f"{format_number(len(written))} biểu mẫu.{where(out)}")
        else:
            drafted = forms.draft(store, unit_named(store, unit))
            count = write_out(ctx, out, None, lambda path: write_form(drafted, path))
            remark(f"Biểu mẫu của {drafted.unit}: {format_number(count)} người.{where(out)}")
        remark(PERSONAL_DATA)


@click.command("feedback")
@out_argument
@click.option("--submission", type=int, metavar="SỐ", required=True, help="Số của bản nộp, như khi nhận tệp.")
@store_option
@click.pass_context
def feedback(ctx: click.Context, out: Path, submission: int, store_path: Path | None) -> None:
    """Phiếu sửa gửi lại đơn vị: chính tệp đã nộp, ô cần sửa được tô màu và ghi chú (.xlsx)."""
    with open_store(chosen_store(ctx, store_path), must_exist=True) as store:
        from tui.feedback import draft_feedback

        refuse_pipe(out)
        drafted = draft_feedback(store, submission)

        def write(path: Path) -> int:
            from exporters.feedback import write_feedback

            return write_feedback(drafted, path)

        count = write_out(ctx, out, None, write)
        remark(f"Phiếu sửa cho {drafted.unit}: {format_number(count)} chỗ.{where(out)}")
        remark(PERSONAL_DATA)
