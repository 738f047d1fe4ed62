"""`tyt backup`, `tyt restore`, `tyt check`: copies of the store that can be trusted."""

from pathlib import Path

import click

from store import backup as copies
from tui.cli import chosen_store, store_option


@click.command()
@click.argument("target", required=False, type=click.Path(path_type=Path), metavar="[TỆP]")
@store_option
@click.pass_context
def backup(ctx: click.Context, target: Path | None, store_path: Path | None) -> None:
    """Sao lưu kho dữ liệu vào một tệp và kiểm tra bản sao."""
    path = chosen_store(ctx, store_path)
    if not path.exists():
        click.echo(f"Không có kho dữ liệu ở {path}.", err=True)
        ctx.exit(2)
    click.echo(f"Đã sao lưu vào {copies.back_up(path, to=target)}")


@click.command()
@click.argument("copy", type=click.Path(path_type=Path), metavar="BẢN_SAO")
@store_option
@click.pass_context
def restore(ctx: click.Context, copy: Path, store_path: Path | None) -> None:
    """Khôi phục kho dữ liệu từ một bản sao; kho đang có được sao lưu trước."""
    if not copy.is_file():
        click.echo(f"Không có bản sao {copy}.", err=True)
        ctx.exit(2)
    kept = copies.restore(chosen_store(ctx, store_path), copy)
    click.echo(f"Đã khôi phục từ {copy}.")
    if kept is not None:
        click.echo(f"Kho trước đó được giữ ở {kept}.", err=True)


@click.command()
@store_option
@click.pass_context
def check(ctx: click.Context, store_path: Path | None) -> None:
    """Kiểm tra kho dữ liệu có còn nguyên vẹn không."""
    path = chosen_store(ctx, store_path)
    if not path.exists():
        click.echo(f"Không có kho dữ liệu ở {path}.", err=True)
        ctx.exit(2)
    copies.verify(path)
    click.echo(f"Kho dữ liệu nguyên vẹn: {path}")
