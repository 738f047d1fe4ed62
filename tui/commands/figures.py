"""`tyt figures` takes in citizens' figures from a table by locality; `tyt localities` lists the localities."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store import clock
from store.calendar.periods import LENGTHS, Period
from store.campaigns import running
from store.database import Store
from store.errors import RefusedError
from store.figures import indicators, localities
from store.figures.localities import KIND_LABELS
from store.masks import cover_in_name
from store.opening import open_store
from tui.cli import json_option, print_json, store_option
from tui.papers import period_option

if TYPE_CHECKING:
    from importers.figure_plan import FigurePlan

DONE, REFUSED = 0, 1


@click.command("figures")
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@click.option("--campaign", metavar="TÊN", help="Chiến dịch nào; mặc định: chiến dịch đầu tiên có chỉ tiêu.")
@click.option(
    "--period", callback=period_option, metavar="KỲ", help="Tháng, hoặc một ngày trong kỳ; mặc định: hôm nay."
)
@click.option("--kind", type=click.Choice(LENGTHS), help="Kỳ ngày, tuần hay tháng; mặc định: kỳ ngắn nhất được đòi.")
@click.option("--facilities", is_flag=True, help="Tên trong tệp là cơ sở khám chữa bệnh, không phải ấp, xã.")
@click.option("--add-places", is_flag=True, help="Thêm các địa bàn chưa có vào danh sách.")
@click.option(
    "--accept-doubts",
    is_flag=True,
    help="Ghi cả số giảm, số gấp 10 lần kỳ trước, số bị xoá trong bảng, số thay số nhập tay hay đã sửa.",
)
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi gì.")
@json_option
@store_option
@click.pass_context
def figures(
    ctx: click.Context,
    file: Path,
    campaign: str | None,
    period: Period | None,
    kind: str | None,
    facilities: bool,
    add_places: bool,
    accept_doubts: bool,
    dry_run: bool,
    as_json: bool,
    path: Path,
) -> None:
    """Nhận số liệu chỉ tiêu từ một bảng: địa bàn theo dòng, chỉ tiêu theo cột; hay bảng chỉ tiêu mà tyt đã xuất.

    Mã thoát: 0 xong, 1 xong nhưng có số chưa ghi, 2 chưa nhận được.
    """
    from importers.figure_plan import apply, planned
    from importers.figure_table import read_figures

    with open_store(path, must_exist=True) as store:
        plan_of = [each for each in running.chosen(store, campaign) if each.indicators]
        if not plan_of:
            raise RefusedError(indicators.NO_INDICATORS)
        known = [each for each in plan_of[0].indicators if each.by == ("facility" if facilities else "area")]
        table = read_figures(file, known)
        if table.period is not None:
            whose, own = running.get(store, table.campaign), table.period
            known = list(whose.indicators)
        else:
            asked = {each for indicator in known for each in indicator.every} or {"monthly"}
            day = clock.today() if period is None else indicators.day_in(period, kind)
            shortest = min(asked, key=LENGTHS.index)
            length = kind or (period.kind if period is not None and period.kind == "monthly" else shortest)
            own = indicators.period_for(plan_of[0], Period(length, day.isoformat()))
            if table.disagrees_with(own):
                if period is None:
                    raise RefusedError(
                        f"Tệp ghi “{table.title}”, không phải {own.text}. Số của kỳ nào thì chạy lại với --period"
                        " và một ngày của kỳ đó."
                    )
                table.remarks.append(f"Tệp ghi “{table.title}”, đã lấy vào {own.text}")
        plan = planned(store, table, known, own, adds_places=add_places)
        origin = cover_in_name(file.name)
        written = 0
        if not dry_run:
            written = apply(store, plan, origin=origin, accepts_doubts=accept_doubts, accepts_replacing=accept_doubts)
        held = 0 if accept_doubts else plan.held
        if as_json:
            print_json(_as_json(plan, written))
        else:
            place = "cơ sở" if facilities else "địa bàn"
            now_called = {name: localities.formerly(store, name) for name in plan.unknown}
            _print(plan, written, held=held, dry_run=dry_run, place=place, now_called=now_called)
        ctx.exit(REFUSED if plan.unknown or plan.left or held else DONE)


def _as_json(plan: "FigurePlan", written: int) -> dict[str, object]:
    return {
        "kind": plan.period.kind,
        "period": plan.period.first,
        "written": written,
        "unchanged": plan.unchanged,
        "changed": [
            {
                "indicator": each.indicator.key,
                "locality": each.figure.locality,
                "numerator": each.figure.numerator,
                "denominator": each.figure.denominator,
                "doubts": plan.asked_about(each),
            }
            for each in plan.changed
        ],
        "targets": [
            {
                "indicator": of.key,
                "locality": name,
                "amount": amount,
                "doubts": plan.replaces_targets.get((of.key, name), []),
            }
            for of, name, amount in plan.targets
        ],
        "unknown_places": plan.unknown,
        "left": plan.left,
        "remarks": plan.remarks,
    }


def _print(
    plan: "FigurePlan", written: int, *, held: int, dry_run: bool, place: str, now_called: Mapping[str, Sequence[str]]
) -> None:
    for text in plan.remarks:
        click.echo(f"  {text}.", err=True)
    if plan.is_empty:
        click.echo(f"{plan.period.text.capitalize()}: không có gì thay đổi.")
        return
    verb = "sẽ ghi" if dry_run else "đã ghi"
    count = len(plan.changed) + len(plan.targets) - held if dry_run else written
    click.echo(f"{plan.period.text.capitalize()}: {verb} {count}, giữ nguyên {plan.unchanged}.")
    heads = {each.indicator.key: each.indicator.head for each in plan.changed}
    heads |= {of.key: of.head for of, _, _ in plan.targets}
    for key, name, doubts in plan.questions():
        click.echo(f"  {name}, {heads.get(key, key)}: {'; '.join(doubts)}.", err=True)
    if held:
        click.echo(f"  Chưa ghi {held} số đáng ngờ ở trên; đúng thì chạy lại với --accept-doubts.", err=True)
    for name in plan.unknown:
        if now := " hay ".join(f"“{each}”" for each in now_called[name]):
            how = f"tên cũ của {now}. Nếu là nơi ấy, hãy sửa tên trong tệp; nếu là nơi khác, thêm ở Địa bàn (Ctrl+P)"
        else:
            how = "thêm bằng --add-places, hoặc sửa tên trong tệp"
        click.echo(f"  Chưa có {place} “{name}”: {how}.", err=True)
    for text in plan.left:
        click.echo(f"  {text.removesuffix('.')}.", err=True)


@click.group("localities", invoke_without_command=True)
@json_option
@store_option
@click.pass_context
def localities_command(ctx: click.Context, as_json: bool, path: Path) -> None:
    """Danh sách ấp, khóm, xã và cơ sở mà số liệu theo đó: xem, thêm, đổi tên, gộp, bỏ."""
    ctx.obj = path
    if ctx.invoked_subcommand is not None:
        return
    with open_store(path, must_exist=True) as store:
        found = localities.all_localities(store)
    if as_json:
        print_json([{"name": each.name, "kind": each.kind, "code": each.code, "unit": each.unit_id} for each in found])
        return
    for each in found:
        click.echo(f"{KIND_LABELS[each.kind]:<10} {each.code or '':<6} {each.name}")


@localities_command.command("add")
@click.argument("name", metavar="TÊN")
@click.option("--code", default="", metavar="MÃ")
@click.option("--facility", is_flag=True, help="Là cơ sở khám chữa bệnh.")
@store_option
def add(name: str, code: str, facility: bool, path: Path) -> None:
    """Thêm một ấp, xã hay cơ sở."""
    with open_store(path, must_exist=True) as store:
        added = localities.add(store, name, kind="facility" if facility else "area", code=code)
    click.echo(f"Đã thêm {added.text}.")


@localities_command.command("rename")
@click.argument("name", metavar="TÊN")
@click.argument("new", metavar="TÊN_MỚI")
@store_option
def rename(name: str, new: str, path: Path) -> None:
    """Đổi tên; số liệu đã có đi theo."""
    with open_store(path, must_exist=True) as store:
        place = localities.named(store, name)
        localities.edit(store, place.id, name=new)
    click.echo(f"“{place.name}” nay là “{new}”.")


@localities_command.command("merge")
@click.argument("source", metavar="TỪ")
@click.argument("target", metavar="VÀO")
@store_option
def merge(source: str, target: str, path: Path) -> None:
    """Gộp một địa bàn vào một địa bàn khác: số liệu của nó thành của bên kia."""
    with open_store(path, must_exist=True) as store:
        one, other = localities.named(store, source), localities.named(store, target)
        localities.merge(store, one.id, other.id)
    click.echo(f"Từ nay “{one.name}” là “{other.name}”.")


@localities_command.command("remove")
@click.argument("name", metavar="TÊN")
@store_option
def remove(name: str, path: Path) -> None:
    """Bỏ khỏi danh sách; số liệu các kỳ trước vẫn còn."""
    with open_store(path, must_exist=True) as store:
        place = localities.named(store, name)
        localities.remove(store, place.id)
    click.echo(f"Đã bỏ {place.text} khỏi danh sách.")


@localities_command.command("facilities")
@click.argument("campaign", metavar="CHIẾN_DỊCH")
@store_option
def facilities(campaign: str, path: Path) -> None:
    """Đưa các cơ sở mà một chiến dịch nêu, với mã của họ, vào danh sách."""
    with open_store(path, must_exist=True) as store:
        count = _load(store, campaign)
    click.echo(f"Đã thêm {count} cơ sở." if count else "Mọi cơ sở đã có trong danh sách.")


def _load(store: Store, campaign: str) -> int:
    found = running.get(store, campaign)
    if not found.facilities:
        raise RefusedError(f"Chiến dịch {campaign} không nêu cơ sở nào.")
    return localities.load_facilities(store, found)
