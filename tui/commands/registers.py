"""`tyt registers`: lists, adds, removes and imports rows of the registers, such as trainings and prints."""

from collections.abc import Sequence
from pathlib import Path

import click

from store.errors import RefusedError
from store.opening import open_store
from store.registers import entries
from store.registers.declared import REGISTERS, find
from store.registers.entries import RegisterEntry
from store.registers.typed import values_of
from tui.cli import json_option, print_json, store_option

DONE, REFUSED = 0, 1
_KEYS = tuple(each.key for each in REGISTERS)


@click.group("registers", invoke_without_command=True)
@json_option
@store_option
@click.pass_context
def registers_command(ctx: click.Context, as_json: bool, path: Path) -> None:
    """Sổ theo dõi: tập huấn, tiếp đón, in ấn, tuyên truyền, khó khăn; không có lệnh con thì liệt kê.

    Các sổ: training, reception, printing, communication, difficulties. Ghi ra tệp: tyt export registers.
    """
    ctx.obj = path
    if ctx.invoked_subcommand is not None:
        return
    with open_store(path, must_exist=True) as store:
        found = entries.all_entries(store)
        texts = entries.covered(store, found)
    if as_json:
        lines = zip(found, texts, strict=True)
        print_json([{"id": each.id, "register": each.register.key, **text} for each, text in lines])
        return
    for each, text in zip(found, texts, strict=True):
        click.echo(f"{each.id:>4} {each.register.title:<12} {_line(each, text)}")


def _line(entry: RegisterEntry, text: dict[str, str]) -> str:
    main = entry.register.main
    others = [f"{column.label}: {text[column.key]}" for column in entry.register.columns[1:] if column != main]
    shown = [each for each in others if not each.endswith(": ")]
    return " · ".join([text["day"], text[main.key], *shown])


@registers_command.command("add")
@click.argument("register", metavar="SỔ", type=click.Choice(_KEYS))
@click.argument("values", metavar="CỘT=CHỮ…", nargs=-1, required=True)
@store_option
def add(register: str, values: Sequence[str], path: Path) -> None:
    """Thêm một dòng: tyt registers add training topic="Sổ SKĐT" day=18/06/2026 attended=all.

    CỘT là khoá hay tên cột. Ngày như 18/06/2026; người dự: all, hoặc họ tên hay số CCCD cách nhau dấu ;.
    """
    words = dict(value.partition("=")[::2] for value in values)
    of = find(register)
    with open_store(path, must_exist=True) as store:
        entry_id = entries.add(store, of, **values_of(store, of, words))
    click.echo(f"Sổ {of.title}: đã thêm dòng {entry_id}.")


@registers_command.command("remove")
@click.argument("entry_id", metavar="SỐ", type=int)
@store_option
def remove(entry_id: int, path: Path) -> None:
    """Bỏ một dòng khỏi sổ, theo số ở đầu dòng; Ctrl+Z trong chương trình lấy lại được."""
    with open_store(path, must_exist=True) as store:
        entry = next((each for each in entries.all_entries(store) if each.id == entry_id), None)
        if entry is None:
            raise RefusedError(f"Không có dòng {entry_id}.")
        entries.remove(store, entry)
    click.echo(f"Sổ {entry.register.title}: đã bỏ dòng {entry_id}.")


@registers_command.command("import")
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi gì.")
@json_option
@store_option
@click.pass_context
def import_table(ctx: click.Context, file: Path, dry_run: bool, as_json: bool, path: Path) -> None:
    """Nhận bảng có các cột của một sổ, như bảng mà tyt export registers ghi ra; dòng đã có thì giữ nguyên,
    ô đã sửa thì sửa theo.

    Mã thoát: 0 xong, 1 xong nhưng có dòng chưa nhận, 2 chưa nhận được.
    """
    from importers.own_tables import plan_registers

    with open_store(path, must_exist=True) as store:
        taken = plan_registers(store, file)
        left = [*taken.left, *(() if dry_run else taken.write())]
    if as_json:
        counts = {"added": taken.added, "changed": taken.changed, "unchanged": taken.unchanged}
        print_json({**counts, "rejected": left})
    else:
        changed = f"{'sẽ sửa' if dry_run else 'sửa'} {taken.changed}, " if taken.changed else ""
        verb = "Sẽ thêm" if dry_run else "Đã thêm"
        click.echo(f"{verb} {taken.added} dòng, {changed}giữ nguyên {taken.unchanged}.")
        for text in left:
            click.echo(f"  {text}", err=True)
    ctx.exit(REFUSED if left else DONE)
