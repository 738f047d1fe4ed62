"""`tyt campaign`: lists the campaigns, shows one, runs it, ends it, checks a file."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import click

from store.campaigns import running, words
from store.database import Store
from store.opening import open_store
from tui.cli import json_option, print_json, store_option
from tui.program import begin_or_open


@click.group(name="campaign")
def campaigns() -> None:
    """Chiến dịch, kế hoạch của cấp trên: xem, chạy, kết thúc, kiểm tra tệp.

    TÊN là một chiến dịch có sẵn (xem tyt campaign list) hoặc đường dẫn một tệp .toml của trạm.
    """


@campaigns.command("list")
@json_option
@store_option
def list_campaigns(as_json: bool, path: Path) -> None:
    """Liệt kê các chiến dịch có sẵn và đang chạy."""
    from store.campaigns import shelf

    with _store_if_there(path) as store:
        found = shelf.listed(store)
    if as_json:
        fields = ("name", "title", "source", "state", "used_since")
        print_json([{field: getattr(each, field) for field in fields} for each in found])
        return
    width = max(len(each.name) for each in found)
    for each in found:
        click.echo(f"{each.name:{width}}  {shelf.STATE_LABELS[each.state]:11}  {each.source}")
        click.echo(f"{'':{width}}  {'':11}  {each.title}")


@campaigns.command("show")
@click.argument("name", metavar="TÊN")
@json_option
@store_option
def show(name: str, as_json: bool, path: Path) -> None:
    """In cả chiến dịch: mục, nhiệm vụ, chỉ tiêu, báo cáo, cơ sở.

    Chiến dịch đang chạy được in như trong kho; chiến dịch khác được in theo tệp của nó.
    """
    from store.campaigns import shelf

    with _store_if_there(path) as store:
        found = shelf.find_running_or_file(store, name)
    if as_json:
        print_json(shelf.as_json(found))
    else:
        for line in words.lines(found):
            click.echo(line)


@campaigns.command("use")
@click.argument("name", metavar="TÊN|TỆP")
@click.option("--facilities", is_flag=True, help="Đưa các cơ sở mà chiến dịch nêu vào danh sách đơn vị.")
@store_option
def use(name: str, facilities: bool, path: Path) -> None:
    """Cho một chiến dịch chạy; nhiều chiến dịch có thể cùng chạy.

    Các mục dùng chung một danh sách: mục nào đã có thì không thêm lần nữa. Hoàn tác bằng Ctrl+Z trong chương trình.
    """
    from store import campaign_use, history
    from store.campaigns import shelf
    from store.campaigns.file import built_in
    from store.people import units

    ours = _known_here(path, name)
    found = None if ours else shelf.find(name)
    own = None if ours or name in built_in() else Path(name)
    name = name if found is None else found.name
    with begin_or_open(path) as store:
        with history.recording(store, "campaign", f"Chạy chiến dịch {name}"):
            if found is None:
                campaign_use.resume(store, name)
            else:
                campaign_use.use(store, found, own)
            runs = running.get(store, name)
            loaded = units.load_facilities(store, runs) if facilities else None
        click.echo(
            f"Đang chạy {name}: {len(runs.tasks)} nhiệm vụ, {len(runs.indicators)} chỉ tiêu,"
            f" {len(runs.reports)} báo cáo, {len(runs.items)} mục."
        )
        if loaded is not None:
            click.echo(f"Đơn vị: thêm {loaded.added}, ghi mã cho {loaded.coded}, đã có {loaded.there}.")
            for other in loaded.other_code:
                click.echo(
                    f"Đơn vị “{other}” đã có mã khác nên giữ nguyên. Hãy xem lại mã ở màn hình Đơn vị.", err=True
                )
        elif missing := units.facilities_to_load(store, runs):
            click.echo(
                f"Chiến dịch nêu {missing} cơ sở chưa có trong danh sách đơn vị; thêm bằng --facilities.", err=True
            )
        for title, text in words.differences(runs, running.running(store)):
            click.echo(f"“{title}” được đòi khác nhau, tính theo hạn sớm hơn. {text}.", err=True)


@campaigns.command("end")
@click.argument("name", metavar="TÊN")
@store_option
def end(name: str, path: Path) -> None:
    """Kết thúc một chiến dịch; các mục và mọi điều đã ghi vẫn còn."""
    from store import campaign_use

    with open_store(path, must_exist=True) as store:
        campaign_use.end(store, name)
    click.echo(f"Đã kết thúc {name}.")


@campaigns.command("check")
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@json_option
@store_option
@click.pass_context
def check(ctx: click.Context, file: Path, as_json: bool, path: Path) -> None:
    """Kiểm tra một tệp chiến dịch, nêu từng chỗ sai với số dòng. Mã thoát: 0 dùng được, 2 có lỗi."""
    from store import campaign_use
    from store.campaigns.file import built_in, faults, load, refused_form

    found = faults(file)
    campaign = None if found else load(file)
    if campaign is not None and campaign.forms:
        with _store_if_there(path) as store:
            clashes = campaign_use.clashes(store, campaign)
        found = [refused_form(file, place, reason) for place, reason in clashes.items()]
    if as_json:
        problems = [{"line": fault.line, "message": fault.reason} for fault in found]
        print_json({"file": str(file), "usable": not found, "problems": problems})
    else:
        for fault in found:
            click.echo(fault.message)
    if campaign is None or found:
        ctx.exit(2)
    if not as_json:
        click.echo(
            f"Dùng được: {campaign.name}, {len(campaign.items)} mục, {len(campaign.tasks)} nhiệm vụ,"
            f" {len(campaign.indicators)} chỉ tiêu, {len(campaign.reports)} báo cáo."
        )
    ours = built_in().get(campaign.name)
    if ours is not None and ours.resolve() != file.resolve():
        click.echo(f"Tên {campaign.name} là của một chiến dịch có sẵn; tệp này sẽ thay nó. Hãy đặt tên khác.", err=True)


def _store_if_there(path: Path) -> AbstractContextManager[Store | None]:
    """The opened store, or None if the file does not exist: looking at campaigns makes no store."""
    return open_store(path) if path.exists() else nullcontext()


def _known_here(path: Path, name: str) -> bool:
    """Whether `name` is a campaign of the station's own that ran here before; its file may be gone."""
    from store.campaigns import file

    if name in file.built_in() or Path(name).is_file() or not path.exists():
        return False
    with open_store(path) as store:
        return running.known(store, name) is not None
