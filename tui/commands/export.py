"""`tyt export`: writes a paper into a file, or csv and json to standard output, without opening the app."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from store.errors import RefusedError
from store.opening import open_to_read
from tui import passphrases
from tui.cli import store_option
from tui.papers import PAPERS, Paper
from tui.program import NOT_DONE

if TYPE_CHECKING:
    from exporters.writing import Written
    from store.database import Store

STANDARD_OUTPUT = "-"


class Papers(click.Group):
    """Makes the command of a paper when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all papers, for the help."""
        return list(PAPERS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command that writes the paper of that name; None when there is none."""
        return command(cmd_name, PAPERS[cmd_name]) if cmd_name in PAPERS else None


@click.group(name="export", cls=Papers)
def export() -> None:
    """Xuất một biểu ra tệp.

    Đuôi của OUT chọn dạng: .docx, .xlsx, .csv, .json, hay .pdf nếu máy có LibreOffice hoặc Word. “-” in csv
    hoặc json ra màn hình.
    Thông báo nằm ở stderr. Mã thoát: 0 xong, 2 không làm được.
    """


def command(name: str, paper: Paper) -> click.Command:
    """Make the command that writes a paper."""

    @click.command(name, help=paper.help)
    @click.argument("out", metavar="OUT", type=click.Path(path_type=Path, allow_dash=True))
    @store_option
    @click.pass_context
    def write(ctx: click.Context, /, out: Path, path: Path, wanted: str | None = None, **options: Any) -> None:
        with open_to_read(path) as store:
            if str(out) == STANDARD_OUTPUT and paper.endings == (".xlsx",):
                raise RefusedError("Biểu này là tệp Excel để điền. Hãy ghi tên tệp có đuôi .xlsx.")
            if "unit" in options:
                unit = options.pop("unit")
                options["unit_id"] = None if unit is None else unit_named(store, unit)
            function = paper.load()
            if paper.is_encrypted and not options["figures_only"]:
                options["passphrase"] = passphrases.new_of_bundle()

            def write_paper(target: Path) -> "Written":
                if target.suffix.lower() != ".pdf":
                    return function(store, target, **options)
                from exporters.pdf import made_of, write_pdf

                if (ending := made_of(paper.endings)) is None:
                    return function(store, target, **options)
                return write_pdf(target, ending, lambda source: function(store, source, **options))

            written = write_out(ctx, out, wanted, write_paper)
            where = "" if str(out) == STANDARD_OUTPUT else f" Đã ghi vào {out}."
            for remark in (*written.warnings, written.summary + where, *written.cautions):
                click.echo(remark, err=True)  # standard output is for data

    own = list(paper.options)
    if paper.is_data:
        own.append(
            click.Option(
                ["--format", "wanted"],
                type=click.Choice(("csv", "json")),
                help="Dạng dữ liệu khi OUT là “-” (mặc định json).",
            )
        )
    write.params[:1] = [*paper.arguments, write.params[0], *own]
    return write


def unit_named(store: "Store", name: str) -> int:
    """The id of the unit with that name, diacritics aside; a RefusedError names the nearest if there is none."""
    from store.people import units

    if (found := units.find(store, name)) is not None:
        return found.id
    if near := units.nearest(store, name):
        raise RefusedError(f"Không có đơn vị “{name}”. Gần nhất: {'; '.join(near)}.")
    raise RefusedError(f"Kho chưa có đơn vị nào tên “{name}”.")


def write_out(ctx: click.Context, out: Path, wanted: str | None, write: "Callable[[Path], Written]") -> "Written":
    """Write the paper to `out`, or its bytes to standard output if `out` is "-".

    An ExportError is printed and ends the program with exit code 2.
    """
    from exporters.writing import EndingError, ExportError

    try:
        if str(out) != STANDARD_OUTPUT:
            if wanted is not None:
                raise RefusedError("--format chỉ dùng khi OUT là “-”; với tệp thì đuôi tên tệp chọn dạng.")
            return write(out)
        import shutil

        from store.whole_files import scratch_folder

        # The writers replace whole files; a pipe gets the bytes of one that nobody else sees.
        with scratch_folder() as folder:
            path = folder / f"out.{wanted or 'json'}"
            written = write(path)
            with path.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return written
    except ExportError as error:
        message = error.message
        if isinstance(error, EndingError) and str(out) == STANDARD_OUTPUT:
            message = f"Biểu này không in ra màn hình ở dạng đó. Hãy ghi tên tệp có đuôi {', '.join(error.allowed)}."
        click.echo(f"{error.title}: {message}", err=True)
        ctx.exit(NOT_DONE)
