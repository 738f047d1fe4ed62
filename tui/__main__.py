"""Runs `tyt` by `python -m tui`: without arguments it opens the app, with arguments it runs one command."""

import sys

from store import clock
from store.location import default_path
from tui import program


def main() -> None:
    """Open the app, or run a command if there are arguments; importing click alone would take a tenth of a start."""
    if sys.argv[1:]:
        from tui.cli import main as run_command

        run_command()
    else:
        program.run(_open)


def _open() -> int:
    clock.now()  # a TYT_NOW that is no time is an error before anything is done
    return program.open_app(default_path())


if __name__ == "__main__":
    main()
