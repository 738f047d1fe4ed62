"""What every `tyt export` has: where it writes to, how it tells what was written, which unit and day are meant."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from store.database import Store
from store.errors import RefusedError
from store.people import units
from tui.cli import NOT_DONE

STANDARD_OUTPUT = "-"
PERSONAL_DATA = "Tệp có dữ liệu cá nhân (ngày sinh, số CCCD đủ 12 số): chỉ gửi cho đúng đơn vị."

out_argument = click.argument("out", metavar="OUT", type=click.Path(path_type=Path, allow_dash=True))
format_option = click.option(
    "--format",
    "wanted",
    type=click.Choice(("csv", "json")),
    help="Dạng dữ liệu khi OUT là “-” (mặc định json).",
)
unit_option = click.option("--unit", metavar="TÊN", help="Chỉ người của đơn vị này; không cần dấu.")


def unit_named(store: Store, name: str) -> int:
    """The unit of that name, diacritics aside.

    Raises:
        RefusedError: there is none; the nearest names are in the message.
    """
    found = units.find(store, name)
    if found is not None:
        return found.id
    near = units.nearest(store, name)
    if not near:
        raise RefusedError(f"Kho chưa có đơn vị nào tên “{name}”.")
    raise RefusedError(f"Không có đơn vị “{name}”. Gần nhất: {'; '.join(near)}.")


def day_told(text: str) -> date:
    """ISO, or day first.

    Raises:
        RefusedError: it is no day, or has not come yet.
    """
    from store import clock

    try:
        if "/" in text:
            day, month, year = text.split("/")
            found = date(int(year), int(month), int(day))
        else:
            found = date.fromisoformat(text)
    except ValueError:
        raise RefusedError(f"“{text}” không phải một ngày. Ví dụ: 2026-06-23 hoặc 23/06/2026.") from None
    if found > clock.today():
        raise RefusedError(f"Ngày {text} chưa tới, nên chưa có số liệu.")
    return found


def write_out(ctx: click.Context, out: Path, wanted: str | None, write: Callable[[Path], Any]) -> Any:
    """Write `out`, or the same bytes to standard output; what cannot be written ends with exit code 2."""
    from exporters.writing import EndingError, ExportError

    try:
        if str(out) != STANDARD_OUTPUT:
            if wanted is not None:
                raise RefusedError("--format chỉ dùng khi OUT là “-”; với tệp thì đuôi tên tệp chọn dạng.")
            return write(out)
        from tempfile import TemporaryDirectory

        # The writers replace whole files; a pipe gets the bytes of one that nobody else sees.
        with TemporaryDirectory(prefix="tyt-") as folder:
            path = Path(folder) / f"out.{wanted or 'json'}"
            answer = write(path)
            stream = sys.stdout.buffer
            with path.open("rb") as file:
                while part := file.read(1 << 16):
                    stream.write(part)
            stream.flush()
            return answer
    except ExportError as error:
        told = error.message
        if isinstance(error, EndingError) and str(out) == STANDARD_OUTPUT:
            told = f"Biểu này không in ra màn hình ở dạng đó. Hãy ghi tên tệp có đuôi {', '.join(error.allowed)}."
        remark(f"{error.title}: {told}")
        ctx.exit(NOT_DONE)


def refuse_pipe(out: Path) -> None:
    """Say that a form to fill in is a workbook.

    Raises:
        RefusedError: it was to go to standard output.
    """
    if str(out) == STANDARD_OUTPUT:
        raise RefusedError("Biểu này là tệp Excel để điền. Hãy ghi tên tệp có đuôi .xlsx.")


def where(out: Path) -> str:
    """` Đã ghi vào …`; "" for standard output."""
    return "" if str(out) == STANDARD_OUTPUT else f" Đã ghi vào {out}."


def remark(text: str) -> None:
    """Tell the person on stderr: standard output is for data."""
    click.echo(text, err=True)
