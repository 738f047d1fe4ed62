"""`tyt units`: prints the tree of units, and takes in a table that says to which unit each belongs."""

from pathlib import Path

import click

from store.models import UNIT_KIND_LABELS, Unit
from store.opening import open_store
from store.people import units
from store.people.tree import tree
from tui.cli import json_option, print_json, store_option

DONE, REFUSED = 0, 1


@click.group("units", invoke_without_command=True)
@json_option
@store_option
@click.pass_context
def units_command(ctx: click.Context, as_json: bool, path: Path) -> None:
    """Đơn vị và đơn vị mà nó trực thuộc; không có lệnh con thì liệt kê."""
    ctx.obj = path
    if ctx.invoked_subcommand is not None:
        return
    with open_store(path, must_exist=True) as store:
        found = {unit.id: unit for unit in units.all_units(store)}
        known = tree(store)
    if as_json:
        print_json([_entry(unit, found) for unit in found.values()])
        return
    for unit in sorted(found.values(), key=lambda unit: known.path(unit.id)):
        code = f" · {unit.facility_code}" if unit.facility_code else ""
        indent = "  " * (len(known.path(unit.id)) - 1)
        click.echo(f"{indent}{unit.name} · {UNIT_KIND_LABELS.get(unit.kind, '')}{code}")


def _entry(unit: Unit, found: dict[int, Unit]) -> dict[str, object]:
    above = found.get(unit.parent_id or 0)
    return {
        "unit": unit.name,
        "kind": unit.kind,
        "facility_code": unit.facility_code,
        "above": above.name if above else None,
    }


@units_command.command("import")
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@store_option
@click.pass_context
def import_units(ctx: click.Context, file: Path, path: Path) -> None:
    """Xếp đơn vị vào khu vực, trạm theo một bảng (xlsx, csv): cột Đơn vị hay Cơ sở, cột Thuộc hay Khu vực.

    Có cột Mã cơ sở thì nhận ra đơn vị theo mã trước. Đơn vị, khu vực chưa có thì thêm. Hoàn tác bằng một lần Ctrl+Z.
    """
    from importers.unit_table import read_units
    from store.people.placing import place

    lines = read_units(file)
    with open_store(path, must_exist=True) as store:
        placing = place(store, lines)
    click.echo(f"Đơn vị: thêm {placing.added}, xếp lại {placing.moved}, đã đúng {placing.there}.")
    for text in placing.refused:
        click.echo(text, err=True)
    ctx.exit(REFUSED if placing.refused else DONE)
