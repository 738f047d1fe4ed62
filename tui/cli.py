"""`tyt`: opens the app, or runs one command without it. Exit codes: 0 done, 1 done with rows refused, 2 not done."""

import errno
import gc
import gettext
import os
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

import click

from store import clock
from store.errors import StoreError
from store.location import default_path
from store.text import without_commands

if TYPE_CHECKING:
    from store.copies.keeper import Keeper

#: command name -> "module:function" that holds it; only the one that is called is imported.
COMMANDS: dict[str, str] = {
    "backup": "tui.commands.keeping:backup",
    "campaign": "tui.commands.campaign:campaigns",
    "check": "tui.commands.keeping:check",
    "demo": "tui.commands.demo:demo",
    "export": "tui.commands.export:export",
    "figures": "tui.commands.figures:figures",
    "import": "tui.commands.import_:import_files",
    "localities": "tui.commands.figures:localities_command",
    "reasons": "tui.commands.reasons:reasons_command",
    "receipts": "tui.commands.receipts:show_receipts",
    "registers": "tui.commands.registers:registers_command",
    "restore": "tui.commands.keeping:restore",
    "settings": "tui.commands.settings:settings_command",
    "status": "tui.commands.status:status",
}

NOT_DONE = 2  # exit code
_PATIENCE = 1.0  # seconds until it is said that a copy is still being made
STORE_HELP = "Tệp kho dữ liệu; mặc định: trong thư mục dữ liệu của máy, hoặc nơi mà TYT_STORE ghi."

#: Commands that keep no copies by themselves: they make one, or their store is only an example.
WITHOUT_COPIES = frozenset({"backup", "check", "demo", "restore", "status"})
#: Commands that are over before the garbage collector finds anything: looking for it takes 6 % of `tyt status`.
BRIEF = frozenset({"status"})


_keepers: list["Keeper"] = []


def _keep_copies() -> "Keeper":
    """Have copies of the store made before it is changed; what fails is told at the end."""
    from store import database
    from store.copies.keeper import Keeper

    if not _keepers:
        _keepers.append(Keeper(_not_copied.append))
        database.guard = _keepers[0]
    return _keepers[0]


_not_copied: list[str] = []  # a sentence for each copy that could not be made


def _end_copies() -> None:
    """Wait for the copies that are still being made, and tell of those that failed."""
    for keeper in _keepers:
        if not keeper.wait(_PATIENCE):
            click.echo("Đang hoàn tất bản sao lưu…", err=True)
            keeper.wait()
    for words in _not_copied:
        click.echo(words, err=True)


class LazyGroup(click.Group):
    """Loads a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names, for the help."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        if cmd_name in BRIEF:
            gc.disable()
        if cmd_name not in WITHOUT_COPIES:
            _keep_copies()
        module, _, name = place.partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101 - COMMANDS names commands
        return command


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--store", "path", type=click.Path(path_type=Path), metavar="TỆP", help=STORE_HELP)
@click.version_option(
    package_name="tramyte", prog_name="tyt", message="%(prog)s, phiên bản %(version)s", help="Xem phiên bản."
)
@click.pass_context
def command_line(ctx: click.Context, path: Path | None) -> None:
    """Sổ theo dõi định danh và sổ sức khỏe điện tử của trạm y tế; không có lệnh thì mở chương trình."""
    ctx.obj = path or default_path()
    clock.now()  # a TYT_NOW that is no time is an error before anything is done
    if ctx.invoked_subcommand is None:
        # Importing and the first paint make next to no garbage, and looking for it takes 50 ms; the app
        # switches the collector on when it has painted.
        gc.disable()
        from tui.app import run

        ctx.exit(run(ctx.obj, _keep_copies))


#: The store that `--store` names, before or behind the command.
store_option = click.option(
    "--store",
    "path",
    type=click.Path(path_type=Path),
    metavar="TỆP",
    help=STORE_HELP,
    callback=lambda ctx, _, path: path or ctx.obj,
)
json_option = click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")


def print_json(value: object) -> None:
    """Print what another program reads."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


class _Plain:
    """An output stream on which no name of a file, a sheet or a person can give the terminal commands."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write the text without such commands."""
        return self._stream.write(without_commands(text))

    def writelines(self, lines: Iterable[str]) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        """Everything else is as it is on the stream."""
        return getattr(self._stream, name)


def main() -> None:
    """The entry point: every failure is a message and an exit code, never a traceback."""
    # A pipe or a file on Windows would otherwise get the old code page, without Vietnamese letters.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.stdout, sys.stderr = (
        cast("TextIO", _Plain(stream)) if stream else stream for stream in (sys.stdout, sys.stderr)
    )
    # click asks gettext for its own words; this program speaks one language, whatever the system's is.
    gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
    os.environ["LANGUAGE"] = "vi"
    code = NOT_DONE
    try:
        code = command_line.main(prog_name="tyt", standalone_mode=False)
    except click.ClickException as error:
        error.show()
    except click.Abort:  # Ctrl+C; 1 would mean that it is done
        click.echo("Đã dừng. Việc đang làm dở chưa được ghi.", err=True)
    except StoreError as error:
        click.echo(f"{error.title}: {error.message}", err=True)
    except Exception as error:  # noqa: BLE001 - the last one who can tell the person
        from tui.log import write_traceback

        log = write_traceback(error)
        details = f" Chi tiết, không có dữ liệu cá nhân, nằm ở {log}." if log else ""
        full = isinstance(error, OSError) and error.errno == errno.ENOSPC
        what = "Ổ đĩa đã đầy nên chưa ghi xong" if full else "Chương trình gặp lỗi nên đã dừng"
        click.echo(f"{what} ({type(error).__name__}).{details}", err=True)
    _end_copies()
    sys.exit(code or 0)
