"""`tyt settings`: shows and changes the station's own data, and the letter fields of each kind of paper."""

from dataclasses import asdict
from pathlib import Path

import click

from store import settings
from store.errors import RefusedError
from store.opening import open_store
from store.settings import KEYS, PAPER_FIELDS, PAPER_KINDS
from tui.cli import json_option, print_json, store_option
from tui.program import begin_or_open

_STATION = tuple(key for key in KEYS if not key.startswith(("receipts_", "last_", "export_", "copies_", "lock_")))


@click.command("settings")
@click.argument("values", metavar="[MỤC=GIÁ_TRỊ]...", nargs=-1)
@click.option(
    "--paper",
    type=click.Choice(tuple(PAPER_KINDS)),
    help=f"Của riêng một loại văn bản: {', '.join(f'{key} {title.lower()}' for key, title in PAPER_KINDS.items())}.",
)
@json_option
@store_option
def settings_command(values: tuple[str, ...], paper: str | None, as_json: bool, path: Path) -> None:
    """Xem, đổi thông tin trạm và thể thức từng loại văn bản.

    Không ghi gì sau lệnh thì in ra; ghi MỤC=GIÁ_TRỊ để đổi, MỤC= để xoá. Ví dụ:
    tyt settings --paper report "number=…/BC-TYT" "signs_for=KT. TRƯỞNG TRẠM" "recipients=Như trên; Lưu: VT"
    """
    given = {}
    for each in values:
        name, mark, value = each.partition("=")
        if not mark:
            raise RefusedError(f"“{each}” thiếu dấu =. Ghi như head_name=Nguyễn Văn A.")
        given[name.strip()] = value
    with begin_or_open(path) if given else open_store(path, must_exist=True) as store:
        if given and paper:
            settings.save_paper(store, paper, **given)
        elif given:
            if unknown := given.keys() - set(_STATION):
                raise RefusedError(f"Không có mục “{', '.join(sorted(unknown))}”. Có: {', '.join(_STATION)}.")
            if "station_name" in given:
                if words := settings.save_station(store, **given):
                    click.echo(words, err=True)
            else:
                settings.save(store, **given)
        station = {key: getattr(settings.load(store), key) for key in _STATION}
        papers = {kind: asdict(settings.load_paper(store, kind)) for kind in PAPER_KINDS}
    if as_json:
        print_json({"station": station, "papers": papers})
        return
    if paper is None:
        for key, value in station.items():
            click.echo(f"{key} = {value}")
    for kind, own in papers.items():
        if paper in (None, kind) and (paper or any(own.values())):
            click.echo(f"{PAPER_KINDS[kind]} (--paper {kind})")
            for name, label in PAPER_FIELDS.items():
                if own[name] or paper:
                    click.echo(f"  {name} ({label}) = {own[name]}")
