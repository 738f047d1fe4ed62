"""`tyt backup`, `tyt restore`, `tyt check`: makes, restores and verifies copies of the store."""

from pathlib import Path

import click

from store.copies import backup as copies
from store.copies import comparison, protecting, restoring, second_place
from store.errors import DamagedStoreError
from store.opening import open_store
from store.text import format_number
from tui import passphrases
from tui.cli import json_option, print_json, store_option
from tui.program import NOT_DONE
from tui.screens.copies.words import difference_text


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
    for copy in second_place.keep_everywhere(path):
        click.echo(f"Đã sao lưu vào {copy}")
    _name_plain_copies(path)


@click.command()
@click.argument("copy", type=click.Path(path_type=Path), metavar="BẢN_SAO")
@click.option(
    "--anyway", is_flag=True, help="Khôi phục cả khi `check` thấy bản sao có chỗ sai, hay đó là sổ của trạm khác."
)
@click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra bản sao và nói nó khác kho bây giờ ra sao, không ghi gì.")
@store_option
@click.pass_context
def restore(ctx: click.Context, copy: Path, anyway: bool, dry_run: bool, path: Path) -> None:
    """Khôi phục kho dữ liệu từ một bản sao; kho đang có được sao lưu trước."""
    _exit_without(ctx, copy, "bản sao ")
    passphrases.unlock(copy)
    if dry_run:
        restoring.rehearse(path, copy, anyway=anyway)
        found, difference = comparison.compare(path, copy)
        differs = f", {difference_text(difference)}" if path.exists() else ""
        click.echo(f"Khôi phục được từ {copy}: {format_number(found.people)} người{differs}.")
        return
    kept = restoring.restore(path, copy, anyway=anyway)
    click.echo(f"Đã khôi phục từ {copy}.")
    if kept is not None:
        click.echo(f"Kho trước đó được giữ ở {kept}.", err=True)


@click.command()
@json_option
@store_option
@click.pass_context
def check(ctx: click.Context, as_json: bool, path: Path) -> None:
    """Kiểm tra kho dữ liệu, hay một bản sao, có còn nguyên vẹn không.

    Xem từng trang, từng chỉ mục, bảng tìm kiếm, tệp đã nhận, bản đã chốt; đọc lại cả nhật ký xem có ra đúng những gì
    đang có không, và so với bản sao cũ nhất.
    """
    _exit_without(ctx, path, "kho dữ liệu ở ")
    from store.copies import check as checking  # most of the program, which the other commands do not need

    found = checking.check(path)
    if as_json:
        print_json(
            {
                "sound": not found.problems,
                "problems": list(found.problems),
                "people": found.totals.records,
                "changes": found.totals.changes,
                "values": found.totals.values,
                "files": found.files,
                "reports": found.reports,
                "compared_with": None if found.compared_with is None else str(found.compared_with),
            }
        )
        ctx.exit(NOT_DONE if found.problems else 0)
    if found.problems:
        raise DamagedStoreError(checking.problems_text(path, found))
    click.echo(f"Kho dữ liệu nguyên vẹn: {path}")
    numbers = found.totals
    against = f", so với {found.compared_with.name}" if found.compared_with is not None else ""
    click.echo(
        f"Đã xem {format_number(numbers.records)} người, {format_number(numbers.changes)} thay đổi với"
        f" {format_number(numbers.values)} giá trị, {found.files} tệp đã nhận, {found.reports} bản chốt{against}.",
        err=True,
    )
    _name_plain_copies(path)


def _name_plain_copies(path: Path) -> None:
    if words := protecting.plain_copies_text(path):
        click.echo(f"{words}.", err=True)


def _exit_without(ctx: click.Context, path: Path, what: str) -> None:
    if not path.is_file():
        click.echo(f"Không có {what}{path}.", err=True)
        ctx.exit(NOT_DONE)
