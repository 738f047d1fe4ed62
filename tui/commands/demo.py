"""`tyt demo`: builds an example station in a store of its own by taking in real files."""

import sys
from pathlib import Path

import click

from store import clock, settings
from store.database import Store
from store.location import data_folder
from store.monitoring import overview
from store.opening import open_store
from store.people import units
from store.text import format_number
from tui.commands import status
from tui.terminals import is_terminal

FILES = Path(__file__).parent.parent / "demo"
STATION = "Trạm Y tế xã Vĩnh Gia"
PAPER = "PhuLuc1_TramYTeXaVinhGia.xlsx"


@click.command()
@click.option(
    "--store",
    "store_path",
    type=click.Path(path_type=Path),
    metavar="TỆP",
    help="Tệp kho dữ liệu mẫu (làm mới mỗi lần).",
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="THƯ_MỤC",
    help="Nơi ghi Phụ lục 1 (mặc định: ở đây).",
)
@click.pass_context
def demo(ctx: click.Context, store_path: Path | None, folder: Path | None) -> None:
    """Dựng một trạm mẫu từ các tệp thật, in tổng quan, ghi Phụ lục 1 rồi mở chương trình trên trạm đó."""
    # TYT_STORE names the station's own store: only a store that is named in so many words is made anew.
    before = ctx.parent.params["path"] if ctx.parent is not None else None
    path = store_path or before or data_folder() / "demo.sqlite3"
    _refuse_a_real_store(ctx, path)
    for old in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        try:
            old.unlink(missing_ok=True)
        except PermissionError:  # Windows: another window has it open
            click.echo(f"Trạm mẫu {path} đang mở ở một cửa sổ khác. Hãy đóng cửa sổ đó rồi làm lại.", err=True)
            ctx.exit(2)
    with open_store(path, anew=True) as store:
        build(store)
        _print_overview(store)
        _write_paper(store, (folder or Path.cwd()) / PAPER)
    if is_terminal(sys.stdin) and is_terminal(sys.stdout):
        from tui.app import run

        ctx.exit(run(path))
    click.echo(f'Mở trạm mẫu này bằng: tyt --store "{path}"', err=True)


def _refuse_a_real_store(ctx: click.Context, path: Path) -> None:
    """Exit with code 2 if the file holds the store of a station other than the example."""
    if not path.exists() or path.stat().st_size == 0:
        return
    with open_store(path) as store:
        name = settings.load(store).station_name
    if name != STATION:
        click.echo(f"{path} là kho của “{name or 'trạm chưa đặt tên'}”, không phải trạm mẫu; không ghi đè.", err=True)
        ctx.exit(2)


def build(store: Store) -> None:
    """Fill an empty store with the example station."""
    from importers import intake
    from importers.grids.files import expand_paths

    settings.save(
        store,
        station_name=STATION,
        place="Vĩnh Gia",
        parent_name="UBND xã Vĩnh Gia",
        health_office_name="Sở Y tế tỉnh An Giang",
        head_name="Nguyễn Thị Thảo",
        head_title="Trưởng trạm",
        letter_number="…/TYT",
    )
    click.echo(f"Dựng trạm mẫu {STATION} từ các tệp:")
    for file in expand_paths([FILES]):
        incoming = intake.read(store, file)
        intake.apply(store, incoming)
        if incoming.plan is not None:
            click.echo(f"  {file.name}: {incoming.plan.unit}, {incoming.plan.counts()['new']} người")


def _print_overview(store: Store) -> None:
    people = store.value("SELECT count(*) FROM staff")
    click.echo(f"\n{format_number(people)} người của {len(units.all_units(store))} đơn vị\n")
    click.echo("\n".join(status.as_lines(overview.read(store, clock.now()))))


def _write_paper(store: Store, out: Path) -> None:
    from exporters.form import write_form
    from exporters.writing import ExportError
    from store.forms import library
    from store.forms.counts import Scope
    from store.reporting import form_papers

    try:
        write_form(form_papers.draft(store, library.phu_luc_1(), Scope(units.station_id(store))), out)
    except ExportError as error:
        click.echo(f"\n{error.title}: {error.message}", err=True)
        sys.exit(2)
    click.echo(f"\nĐã ghi Phụ lục 1 của trạm: {out}")
