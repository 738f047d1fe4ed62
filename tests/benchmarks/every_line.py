"""Every line of the table of speed, each beside its floor in the same run. Judges nothing; POSIX only; takes minutes.

python tests/benchmarks/every_line.py [--turns 7] [--only WORD] [--province] [--write]
`--province` measures 40 to 400,000 people in the 2,000 units of a province. `--write` puts the table, with the name of
the machine, into docs/speed.md; that of a province into docs/speed-province.md, with a plot beside it.
"""

import argparse
import os
import platform
import re
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from store import clock
from tests.benchmarks import counting, growth, processes, sessions
from tests.benchmarks.crowd import COMMUNE, Stores
from tests.benchmarks.lines import HEAD, Line
from tests.benchmarks.province import PROVINCE

PAGE = Path(__file__).parents[2] / "docs" / "speed.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
PROVINCE_PAGE = PAGE.with_name("speed-province.md")
PARTS = {"start": sessions.starts, "keys": sessions.keys, "search": sessions.searches, "write": sessions.state_keys,
         "import": sessions.keys_while_importing, "counting": counting.lines, "process": processes.lines}  # fmt: skip


def machine() -> str:
    """Name of the processor, how many, system, Python, and how busy it was when this began."""
    model = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, Textual {version('textual')}"
    name = model.group(1) if model else platform.processor()
    busy = f"{os.getloadavg()[0]:.1f} programs running when it began"
    return f"{clock.today():%Y-%m-%d}: {name}, {os.cpu_count()} processors, {platform.system()}, {versions}; {busy}."


def measured(turns: int, only: str, stores: Stores) -> Iterator[Line]:
    """The lines, each when it is known."""
    with tempfile.TemporaryDirectory() as folder:
        for name, part in PARTS.items():
            if only in ("", name):
                yield from part(turns, Path(folder), stores)


def write(about: str, lines: list[Line]) -> None:
    """Put the lines into the table of the page; lines that were not measured this time stay as they were."""
    table = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    rows = {row.split("|")[1].strip(): row for row in table.splitlines() if row.startswith("| ")}
    rows |= {line.title: line.markdown() for line in lines}
    rows.pop(HEAD.split("|")[1].strip(), None)
    _replace(PAGE, "\n".join([about, "", HEAD, *rows.values()]))


def write_province(about: str, lines: list[Line]) -> None:
    """Put the table of growth into its page, and the plot beside it."""
    _replace(PROVINCE_PAGE, f"{about}\n\n{growth.table(lines)}")
    PROVINCE_PAGE.with_suffix(".svg").write_text(growth.plot(lines), encoding="utf-8")


def _replace(page: Path, text: str) -> None:
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def main() -> None:
    """Measure, print, and write where that is asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--turns", type=int, default=7)
    asked.add_argument("--only", default="", choices=PARTS)
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--province", action="store_true")
    chosen = asked.parse_args()
    stores = PROVINCE if chosen.province else COMMUNE
    for number in {*stores.sizes, *stores.large, *stores.commands, *stores.rosters}:
        stores.make(number)
    about, lines = machine(), list[Line]()
    print(f"{about}\n\n{HEAD}", flush=True)
    for line in measured(chosen.turns, chosen.only, stores):
        lines.append(line)
        print(line.markdown(), flush=True)
    if chosen.write:
        (write_province if chosen.province else write)(about, lines)


if __name__ == "__main__":
    main()
