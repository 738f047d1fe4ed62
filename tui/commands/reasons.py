"""`tyt reasons`: the dictionary of reasons, and merging two that are one."""

from pathlib import Path

import click

from store.checklist.items import checklist_items
from store.opening import open_store
from store.people import reason_dictionary
from store.text import format_number
from tui.cli import json_option, print_json, store_option


@click.group("reasons", invoke_without_command=True)
@json_option
@store_option
@click.pass_context
def reasons_command(ctx: click.Context, as_json: bool, path: Path) -> None:
    """Từ điển lý do: mỗi lý do một dòng, bao nhiêu người đang có, những cách ghi khác được tính chung.

    tyt reasons merge TỪ VÀO: gộp một lý do vào lý do khác; biểu và báo cáo cộng chung.
    """
    if ctx.invoked_subcommand is not None:
        ctx.obj = path
        return
    with open_store(path, must_exist=True) as store:
        found = reason_dictionary.dictionary(store)
        titles = {item.key: item.short_title for item in checklist_items(store)}
    if as_json:
        print_json([{name: value for name, value in each._asdict().items() if name != "id"} for each in found])
        return
    for each in found:
        also = f" (gồm cả: {'; '.join(each.also)})" if each.also else ""
        click.echo(
            f"{titles[each.item] if each.item else 'Mọi mục':<8} {each.text}: {format_number(each.people)} người{also}"
        )


@reasons_command.command("merge")
@click.argument("source", metavar="TỪ")
@click.argument("target", metavar="VÀO")
@store_option
def merge(source: str, target: str, path: Path) -> None:
    """Gộp lý do TỪ vào lý do VÀO (ghi bằng chữ, không cần dấu); hoàn tác được trong nhật ký."""
    with open_store(path, must_exist=True) as store:
        before, after = reason_dictionary.merge(store, source, target)
    click.echo(f"Từ nay “{before}” được tính là “{after}”.")
