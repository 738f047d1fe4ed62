"""`tyt backup`, `tyt restore`, `tyt check`: copies of the store that can be trusted."""

from pathlib import Path

import click

from store.copies import backup as copies
from store.copies import restoring, second_place
from store.opening import open_store
from tui.cli import NOT_DONE, store_option


@click.command()
@click.argument("target", required=False, type=click.Path(path_type=Path), metavar="[TỆP]")
@click.option(
    "--place",
    type=click.Path(path_type=Path),
    metavar="THƯ_MỤC",
    help="Nơi thứ hai (USB, thư mục mạng): chương trình nhớ, và mỗi ngày có nó thì giữ một bản ở đó.",
)
@store_option
@click.pass_context
def backup(ctx: click.Context, target: Path | None, place: Path | None, path: Path) -> None:
    """Sao lưu kho dữ liệu vào một tệp, hay vào các nơi giữ bản sao, và kiểm tra bản sao."""
    _exit_without(ctx, path, "kho dữ liệu ở ")
    if place is not None:
        with open_store(path, must_exist=True) as store:
            second_place.choose(store, place)
    if target is not None:
        click.echo(f"Đã sao lưu vào {copies.back_up(path, to=target)}")
        if not second_place.is_on_the_same_disk(path, target):
            second_place.note(path)
        return
    for made in second_place.keep_everywhere(path):
        click.echo(f"Đã sao lưu vào {made}")


@click.command()
@click.argument("copy", type=click.Path(path_type=Path), metavar="BẢN_SAO")
@store_option
@click.pass_context
def restore(ctx: click.Context, copy: Path, path: Path) -> None:
    """Khôi phục kho dữ liệu từ một bản sao; kho đang có được sao lưu trước."""
    _exit_without(ctx, copy, "bản sao ")
    kept = restoring.restore(path, copy)
    click.echo(f"Đã khôi phục từ {copy}.")
    if kept is not None:
        click.echo(f"Kho trước đó được giữ ở {kept}.", err=True)


@click.command()
@store_option
@click.pass_context
def check(ctx: click.Context, path: Path) -> None:
    """Kiểm tra kho dữ liệu có còn nguyên vẹn không."""
    _exit_without(ctx, path, "kho dữ liệu ở ")
    copies.verify(path)
    click.echo(f"Kho dữ liệu nguyên vẹn: {path}")


def _exit_without(ctx: click.Context, path: Path, what: str) -> None:
    if not path.is_file():
        click.echo(f"Không có {what}{path}.", err=True)
        ctx.exit(NOT_DONE)
