"""`tyt reasons`: lists the dictionary of reasons; adds, rewrites and merges reasons and sets their digits."""

from pathlib import Path

import click

from store.checklist.items import checklist_items
from store.database import Store
from store.errors import RefusedError
from store.opening import open_store
from store.people import reason_dictionary
from store.text import fold, format_number
from store.words.reasons import items_text, merge_text
from tui.cli import json_option, print_json, store_option


@click.group("reasons", invoke_without_command=True)
@json_option
@store_option
@click.pass_context
def reasons_command(ctx: click.Context, as_json: bool, path: Path) -> None:
    """Từ điển lý do: mỗi lý do một dòng, của mục nào, phím số nào, bao nhiêu người đang có.

    Lý do viết cách khác mà được tính chung đứng trong ngoặc. Mọi việc ở đây hoàn tác được bằng Ctrl+Z trong chương
    trình.
    """
    if ctx.invoked_subcommand is not None:
        ctx.obj = path
        return
    with open_store(path, must_exist=True) as store:
        found = reason_dictionary.dictionary(store)
        items = checklist_items(store)
    if as_json:
        print_json([_data(each) for each in found])
        return
    for each in found:
        also = f" (gồm cả: {'; '.join(each.also)})" if each.also else ""
        click.echo(f"{items_text(each, items):<8} {each.text}: {format_number(each.people)} người{also}")


def _data(each: reason_dictionary.Entry) -> dict[str, object]:
    items = [one._asdict() for one in each.items]
    only = each.items[0].item if len(each.items) == 1 else None
    return {"item": only, "text": each.text, "items": items, "people": each.people, "also": each.also}


@reasons_command.command("merge")
@click.argument("source", metavar="TỪ")
@click.argument("target", metavar="VÀO")
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi gì.")
@click.option("--other-items", is_flag=True, help="Gộp cả khi hai lý do là của hai mục khác nhau.")
@store_option
def merge(source: str, target: str, dry_run: bool, other_items: bool, path: Path) -> None:
    """Gộp lý do TỪ vào lý do VÀO (ghi bằng chữ, không cần dấu); biểu và báo cáo cộng chung."""
    with open_store(path, must_exist=True) as store:
        found = reason_dictionary.preview(store, source, target)
        if dry_run:
            click.echo(merge_text(found, checklist_items(store)))
            return
        if found.is_of_other_items and not other_items:
            raise RefusedError(
                f"“{found.source.text}” và “{found.target.text}” là lý do của hai mục khác nhau. Vẫn gộp thì thêm"
                " --other-items."
            )
        before, after = reason_dictionary.merge(store, source, target)
    click.echo(f"Từ nay “{before}” được tính là “{after}”.")


@reasons_command.command("rename")
@click.argument("words", metavar="LÝ_DO")
@click.argument("new_words", metavar="CHỮ_MỚI")
@store_option
def rename(words: str, new_words: str, path: Path) -> None:
    """Viết LÝ_DO bằng CHỮ_MỚI; tệp còn ghi chữ cũ vẫn hiểu là lý do này."""
    with open_store(path, must_exist=True) as store:
        before, after = reason_dictionary.rename(store, words, new_words)
    click.echo(f"Từ nay “{before}” viết là “{after}”.")


@reasons_command.command("add")
@click.argument("words", metavar="LÝ_DO")
@click.option("--item", "names", multiple=True, required=True, metavar="MỤC", help="Của mục nào; ghi được nhiều lần.")
@store_option
def add(words: str, names: tuple[str, ...], path: Path) -> None:
    """Thêm một lý do cho một hay nhiều mục."""
    with open_store(path, must_exist=True) as store:
        text = reason_dictionary.add(store, words, [_item(store, name) for name in names])
        entry = reason_dictionary.find(store, text)
        click.echo(f"Đã thêm “{text}”: {items_text(entry, checklist_items(store))}.")


@reasons_command.command("digit")
@click.argument("words", metavar="LÝ_DO")
@click.argument("name", metavar="MỤC")
@click.argument("digit", type=click.IntRange(0, 9), metavar="SỐ")
@store_option
def digit(words: str, name: str, digit: int, path: Path) -> None:
    """Đặt phím SỐ (1–9; 0: không có phím) của LÝ_DO ở một MỤC; lý do đang giữ phím ấy đổi chỗ."""
    with open_store(path, must_exist=True) as store:
        entry = reason_dictionary.find(store, words)
        digits: dict[str, int | None] = {each.item: each.digit for each in entry.items}
        digits[_item(store, name)] = digit
        entry = reason_dictionary.assign_items(store, words, digits)
        click.echo(f"“{entry.text}”: {items_text(entry, checklist_items(store))}.")


def _item(store: Store, name: str) -> str:
    """The key of the item that has `name` as its key, short title or title, diacritics aside; else RefusedError."""
    items = checklist_items(store)
    for item in items:
        if fold(name) in (fold(item.key), fold(item.short_title), fold(item.title)):
            return item.key
    raise RefusedError(f"Không có mục “{name}”. Các mục: {', '.join(item.short_title for item in items)}.")
