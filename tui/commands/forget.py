"""`tyt forget`: erases personal data of people who left, of one or of all beyond the station's retention time."""

from pathlib import Path

import click

from store import retention
from store.errors import RefusedError
from store.opening import open_store
from store.retention import Leaver
from store.text import fold, format_number
from tui.cli import json_option, print_json, store_option


@click.command()
@click.argument("person", required=False, metavar="[NGƯỜI]")
@click.option("--due", "is_due", is_flag=True, help="Mọi người đã nghỉ quá thời hạn (tyt settings keep_months=24).")
@click.option("--yes", is_flag=True, help="Xoá, không hỏi lại; không có thì chỉ liệt kê.")
@json_option
@store_option
def forget(person: str | None, is_due: bool, yes: bool, as_json: bool, path: Path) -> None:
    """Xoá dữ liệu cá nhân của người đã nghỉ; số liệu đã báo cáo giữ nguyên.

    NGƯỜI: họ tên, không cần dấu, hoặc đủ 12 số CCCD.
    Tên còn trong lời văn (ghi chú, sổ theo dõi …) thì được báo chỗ: sửa ở đó rồi chạy lại.
    Không có --yes thì chỉ liệt kê ai sẽ bị xoá. Đã xoá thì không lấy lại được; bản sao cũ còn giữ đến khi tự hết.
    """
    with open_store(path, must_exist=True) as store:
        unfinished = retention.unfinished(store)
        if is_due and retention.keep_months(store) is None and not unfinished:
            raise RefusedError("Trạm chưa đặt thời hạn giữ. Đặt bằng `tyt settings keep_months=24` (số tháng).")
        found = retention.overdue(store) if is_due else _named(retention.leavers(store), unfinished, person)
        if person and not is_due:
            unfinished = [name for name in unfinished if fold(name) == fold(person)]
        # Who is named is refused with a sentence; who is one of many is left.
        free = [one for one in found if one.waits_in is None or (person and not is_due)]
        is_asked = yes and (is_due or person) and (free or unfinished)
        done = retention.forget(store, [one.id for one in free]) if is_asked else None
    if as_json:
        names = ("full_name", "unit", "left_on", "waits_in")
        people = [{name: getattr(one, name) for name in names} for one in found]
        still = list(done.still) if done else []
        print_json({"people": people, "unfinished": unfinished, "forgotten": done is not None, "still": still})
        return
    for one in found:
        click.echo(one.line)
    for name in unfinished:
        click.echo(f"{name} · đã xoá dữ liệu, tên còn trong lời văn")
    if done is None:
        if free:
            how = "Ghi thêm tên hay số CCCD, hoặc --due" if yes else "Thêm --yes"
            click.echo(f"{format_number(len(free))} người. {how} để xoá dữ liệu của họ.", err=True)
        elif unfinished:
            click.echo("Sửa tên trong lời văn, rồi chạy lại với --due --yes để xoá nốt ở lịch sử.", err=True)
        else:
            click.echo("Không có ai để xoá.", err=True)
        return
    for line in done.lines:
        click.echo(line, err=True)


def _named(leavers: list[Leaver], unfinished: list[str], person: str | None) -> list[Leaver]:
    """The leavers with that name or CCCD number, all without one; [] where only a name in texts is left to erase.

    Raises RefusedError when nobody has it, or several do.
    """
    if person is None:
        return leavers
    found = [one for one in leavers if person.strip() == one.citizen_id or fold(one.full_name) == fold(person)]
    if not found and fold(person) in map(fold, unfinished):
        return []
    if not found:
        raise RefusedError("Không có ai đã nghỉ tên hay số như vậy. Chạy `tyt forget` để xem ai đã nghỉ.")
    # Two records of one CCCD are of one person: the file that brought the first was taken back.
    if len({one.citizen_id or one.id for one in found}) > 1:
        who = "; ".join(f"{one.unit}, {one.marks}" for one in found[:5])
        raise RefusedError(f"Có {len(found)} người đã nghỉ tên như vậy: {who}. Hãy ghi đủ 12 số CCCD thay cho tên.")
    return found
