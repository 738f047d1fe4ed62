"""`tyt`: opens the app, or runs one command without it. Exit codes: 0 done, 1 done with rows refused, 2 not done."""

import gc
import gettext
import io
import os
from importlib import import_module
from pathlib import Path

import click

from store import clock
from store.location import default_path
from store.masks import cover_in_message
from tui import program

#: command name -> "module:function" that holds it; only the one that is called is imported.
COMMANDS: dict[str, str] = {
    "backup": "tui.commands.keeping:backup",
    "campaign": "tui.commands.campaign:campaigns",
    "check": "tui.commands.keeping:check",
    "demo": "tui.commands.demo:demo",
    "export": "tui.commands.export:export",
    "figures": "tui.commands.figures:figures",
    "forget": "tui.commands.forget:forget",
    "history": "tui.commands.history:history_command",
    "import": "tui.commands.import_:import_files",
    "localities": "tui.commands.figures:localities_command",
    "protect": "tui.commands.protect:protect",
    "reasons": "tui.commands.reasons:reasons_command",
    "receipts": "tui.commands.receipts:show_receipts",
    "registers": "tui.commands.registers:registers_command",
    "restore": "tui.commands.keeping:restore",
    "settings": "tui.commands.settings:settings_command",
    "status": "tui.commands.status:status",
    "undo": "tui.commands.history:undo",
    "units": "tui.commands.units:units_command",
}

STORE_HELP = "Tệp kho dữ liệu; mặc định: trong thư mục dữ liệu của máy, hoặc nơi mà TYT_STORE ghi."

#: Commands that keep no copies by themselves: they make one, or their store is only an example.
WITHOUT_COPIES = frozenset({"backup", "check", "demo", "history", "protect", "restore", "status"})
#: Commands in which the garbage collector finds next to nothing: looking for it takes 6 % of `tyt status`, 5 % of
#: `tyt export phu-luc-1`, and with hundreds of thousands of rows that all stay a third of `tyt import`.
WITHOUT_COLLECTOR = frozenset({"export", "import", "status"})


class LazyGroup(click.Group):
    """Loads a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, for the help."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None when there is none."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        if cmd_name in WITHOUT_COLLECTOR:
            gc.disable()
        if cmd_name not in WITHOUT_COPIES:
            program.keep_copies()
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
        ctx.exit(program.open_app(ctx.obj))


def _chosen_store(ctx: click.Context, _: click.Parameter, path: Path | None) -> Path:
    """The path of the store that a command works on; asks for the passphrase first if it is encrypted."""
    from store import driver  # whatever opens a store needs it; the help does not

    store: Path = path or ctx.obj
    if ctx.info_name != "protect" and driver.is_locked(store):
        from tui import passphrases

        passphrases.unlock(store)
    return store


#: The store that `--store` names, before or behind the command.
store_option = click.option(
    "--store",
    "path",
    type=click.Path(path_type=Path),
    metavar="TỆP",
    help=STORE_HELP,
    callback=_chosen_store,
)
json_option = click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")


def print_json(value: object) -> None:
    """Print a value as JSON, for other programs."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


class VietnameseFormatter(click.HelpFormatter):
    """Writes the usage line of the help in Vietnamese: click asks gettext for none of its words."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write a usage line such as `Cách dùng: tyt import [TUỲ CHỌN] TỆP…`."""
        for english, ours in (("[OPTIONS]", "[TUỲ CHỌN]"), ("COMMAND", "LỆNH"), ("[ARGS]...", "[THAM SỐ]…")):
            args = args.replace(english, ours)
        super().write_usage(prog, args, prefix)


def main() -> None:
    """Run the command that was typed."""
    click.Context.formatter_class = VietnameseFormatter
    # click asks gettext for its own words; this program speaks one language, whatever the system's is.
    gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
    os.environ["LANGUAGE"] = "vi"
    program.run(_run_command)


def _run_command() -> int:
    """Run the command, print click's errors, and answer the exit code."""
    try:
        code = command_line.main(prog_name="tyt", standalone_mode=False)
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        program.print_error(cover_in_message(shown.getvalue().rstrip("\n")))  # it quotes what was typed
    except click.Abort:  # Ctrl+C; 1 would mean that it is done
        program.print_error("Đã dừng. Việc đang làm dở chưa được ghi.")
    else:
        return code or 0
    return program.NOT_DONE
