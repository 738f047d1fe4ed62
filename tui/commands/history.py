"""`tyt history`, `tyt undo`: lists what was changed in the store; takes one change back, or puts it back."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from store import history, journal
from store.database import Store
from store.errors import RefusedError
from store.journal import Change, Extent
from store.masks import cover_numbers
from store.models import PERSON_COLUMN
from store.opening import open_store
from store.reverted import Kept, Reverted
from store.text import format_date, format_number
from store.words import field_values
from tui.cli import json_option, print_json, store_option


@click.command("history")
@click.option(
    "--last",
    default=20,
    show_default=True,
    type=click.IntRange(min=1),
    metavar="SỐ",
    help="Bao nhiêu thay đổi mới nhất.",
)
@json_option
@store_option
def history_command(last: int, as_json: bool, path: Path) -> None:
    """Nhật ký: mỗi thay đổi một dòng, mới nhất ở trên; số đứng đầu là số mà `tyt undo` cần."""
    with open_store(path, must_exist=True) as store:
        found = [(each, journal.extent(store, each.id)) for each in journal.changes(store, last)]
    if as_json:
        print_json([_data(*each) for each in found])
        return
    width = max((len(str(each.id)) for each, _ in found), default=0)
    for each, extent in found:
        people = f" · {format_number(extent.people)} người" if extent.people else ""
        undone = f" · đã rút lại {format_date(each.undone_at)}" if each.undone_at else ""
        words = f"{format_date(each.at)} · {cover_numbers(each.label)}{people}"
        click.echo(f"{each.id:>{width}}  {words} · {format_number(extent.values)} giá trị{undone}")
    if not found:
        click.echo("Chưa có thay đổi nào.", err=True)


def _data(each: Change, extent: Extent) -> dict[str, object]:
    return {
        "id": each.id,
        "at": each.at,
        "label": cover_numbers(each.label),
        "command": each.command,
        "submission": each.submission_id,
        "people": extent.people,
        "values": extent.values,
        "undone_at": each.undone_at,
    }


@click.command()
@click.argument("number", required=False, type=click.IntRange(min=1), metavar="[SỐ]")
@click.option("--redo", "puts_back", is_flag=True, help="Làm lại thay đổi đã rút lại.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi gì.")
@json_option
@store_option
def undo(number: int | None, puts_back: bool, dry_run: bool, as_json: bool, path: Path) -> None:
    """Rút lại một thay đổi theo SỐ mà `tyt history` ghi; không ghi SỐ thì thay đổi sau cùng.

    Điều đã sửa sau đó, hay tệp nộp sau cũng ghi, được giữ nguyên. Việc rút lại cũng là một thay đổi, làm lại được.
    """
    with open_store(path, must_exist=True) as store:
        change = _chosen(store, number, puts_back=puts_back)
        result = history.preview(store, change) if dry_run else history.turn(store, change)
        verb = "Làm lại" if puts_back else "Rút lại"
        print_reverted(store, result, f"{verb}: {change.label}", as_json=as_json, change=change.id)


def _chosen(store: Store, number: int | None, *, puts_back: bool) -> Change:
    """The change with a number, or the last one that can be taken back or put back; RefusedError when there is none."""
    if number is None:
        number = journal.last_undone(store) if puts_back else journal.last_standing(store)
    if not number:
        raise RefusedError("Không có gì để làm lại." if puts_back else "Không có gì để rút lại.")
    change = journal.find(store, number)
    if change is None:
        raise RefusedError(f"Không có thay đổi số {number}. Xem các số: tyt history.")
    if puts_back and change.undone_at is None:
        raise RefusedError(f"Thay đổi số {number} đang có hiệu lực, chưa bị rút lại.")
    if not puts_back and change.undone_at is not None:
        when = format_date(change.undone_at)
        raise RefusedError(f"Thay đổi số {number} đã rút lại {when}. Làm lại nó: tyt undo {number} --redo.")
    return change


def print_reverted(store: Store, result: Reverted, title: str, *, as_json: bool, **of: int) -> None:
    """Print what went back and what was kept: the first line on stdout, the others on stderr, or all as JSON."""
    if as_json:
        people = {each.entity_id for each in (*result.kept, *result.returned) if each.entity == "staff"}
        marks = field_values.marks_of_namesakes(store, people)

        def shown(values: Sequence[Kept]) -> list[dict[str, Any]]:
            return [_value(name, value, marks) for name, value in field_values.by_person(store, values)]

        print_json(
            {
                **of,
                "label": cover_numbers(result.label),
                "values": result.values,
                "kept": shown(result.kept),
                "returned": shown([value for value in result.returned if value.entity == "staff"]),
                "waiting": [each._asdict() for each in field_values.waiting_rows(store, result)],
            }
        )
        return
    first, *rest = field_values.taken_back_lines(store, result)
    click.echo(f"{cover_numbers(title)}: {first}")
    for line in rest:
        click.echo(line, err=True)


def _value(full_name: str, kept: Kept, marks: Mapping[int, str]) -> dict[str, Any]:
    column = PERSON_COLUMN.get(kept.field) if kept.entity == "staff" else None
    value = kept.value
    if value is not None:
        value = column.mask(value) if column is not None and column.mask is not None else cover_numbers(value)
    found = {"full_name": full_name, "field": kept.field, "value": value}
    # As in the text: what tells people of one name apart.
    return found | ({"marks": mark.removeprefix(", ")} if (mark := marks.get(kept.entity_id)) and full_name else {})
