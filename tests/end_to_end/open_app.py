"""Opens the real app in a pseudo terminal: `python -m tests.end_to_end.open_app DIRECTORY`, POSIX only.

Run by every Python that the program is for: Textual starts its tasks in another order from 3.12 on, and `run_test`
does not show it.
"""

import sys
from pathlib import Path

from tests.benchmarks.terminal import Terminal

ESCAPE, F2, F10 = b"\x1b", b"\x1bOQ", b"\x1b[21~"


def main(directory: Path) -> int:
    """Open a new store, press F2, see the list, leave by F10; answers the exit code of the app."""
    store = directory / f"{sys.version_info.major}.{sys.version_info.minor}.sqlite3"
    with Terminal([sys.executable, "-m", "tui", "--store", str(store)], Path.cwd()) as terminal:
        terminal.until("Chào mừng!")  # the first run asks who the station is
        terminal.settle()
        terminal.press(ESCAPE)
        terminal.settle()
        terminal.write(F2)
        terminal.until("Chưa có ai trong danh sách.")
        terminal.write(F10)
        terminal.settle()
        return terminal.process.wait(timeout=20)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
