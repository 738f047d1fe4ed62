"""What somebody made to hurt, met by the real commands: bombs, devices, loops, plans, names, formulas.

`python -m tests.trust.hostile`: each command ends by itself with a sentence, within a minute of the processor and
600 MB; it prints nothing that a terminal obeys, writes nothing beside its store, and the store is sound afterwards.
"""

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from store import settings
from store.copies import check
from store.opening import open_store
from store.text import without_commands
from tests.trust import hostile_files, hostile_names
from tests.trust.hostile_files import Make, Words

SECONDS, MEGABYTES = 60, 600  # what a command may take, of the processor; a station's computer has 4 GB
_PATIENCE = 300  # seconds that it may take on a busy machine
_ROOM = 4 << 30  # bytes of address space; whoever wants more is stopped
ROOT = Path(__file__).parents[2]


def run(folder: Path, words: Words) -> tuple[str, list[str]]:
    """(what was printed, what is wrong with it) of a command that runs on the store of the folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TYT_STORE": str(folder / "kho" / "kho.sqlite3")}
    environment |= {"TMPDIR": str(folder / "tmp"), "XDG_STATE_HOME": str(folder / "log"), "HOME": str(folder / "nha")}
    began = time.monotonic()
    with (folder / "printed").open("w+b") as printed:
        child = subprocess.Popen(
            [sys.executable, "-c", "from tui.cli import main; main()", *map(str, words)],
            stdin=subprocess.DEVNULL, stdout=printed, stderr=printed, env=environment, cwd=folder / "nha",
            preexec_fn=_bound,
        )  # fmt: skip
        code = None
        try:
            while code is None and time.monotonic() - began < _PATIENCE:
                ended, status, used = os.wait4(child.pid, os.WNOHANG)
                code = os.waitstatus_to_exitcode(status) if ended else time.sleep(0.01)
        finally:
            if code is None:
                child.kill()
                _, _, used = os.wait4(child.pid, 0)
        printed.seek(0)
        text = printed.read(5_000_000).decode("utf-8", errors="replace")
    wrong = []
    if code not in (0, 1, 2):
        wrong.append("did not end" if code is None else f"ended with {code}")
    if used.ru_maxrss > MEGABYTES << 10:
        wrong.append(f"took {used.ru_maxrss >> 10} MB")
    if "Traceback" in text or "gặp lỗi nên đã dừng" in text:
        wrong.append("stopped by what it had not foreseen")
    if text != without_commands(text):
        wrong.append("printed what a terminal obeys")
    if code == 2 and not text.strip():
        wrong.append("said nothing")
    return text, wrong


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_ROOM, _ROOM))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def listed(folder: Path) -> set[str]:
    """Every file of a folder, but of what commands may write: the store, the log, the paper that was asked for."""
    found = set()
    for parent, folders, names in os.walk(folder):
        if Path(parent) == folder:
            folders[:] = [name for name in folders if name not in ("kho", "log", "xuat")]
        found |= {str(Path(parent, name)) for name in names}
    return found - {str(folder / "printed")}


def station() -> tempfile.TemporaryDirectory[str]:
    """A folder with an empty store."""
    place = tempfile.TemporaryDirectory(prefix="tyt-hostile-")
    for name in ("kho", "tmp", "log", "nha", "xuat"):
        Path(place.name, name).mkdir()
    with open_store(Path(place.name, "kho", "kho.sqlite3")) as store:
        settings.save_station(store, station_name="Trạm Y tế xã Thử")
    return place


def met(makes: Iterable[tuple[str, Make]]) -> tuple[int, list[str]]:
    """(how many, what is wrong) of inputs that are met one by one, each in a folder of its own."""
    number, wrong = 0, []
    for name, make in makes:
        number += 1
        with station() as place:
            folder = Path(place)
            (folder / "nha" / "den").mkdir()
            words = make(folder / "nha" / "den")
            before = listed(folder)
            began = time.monotonic()
            text, found = run(folder, words)
            found += [f"wrote {Path(file).name}" for file in listed(folder) - before]
            found += check.check(folder / "kho" / "kho.sqlite3").problems
            wrong += [f"{name}: {each}\n{text[:2000]}" for each in found]
            _tell(f"  {name}: {time.monotonic() - began:.1f} s: {' '.join(text.split())[:100]}")
    return number, wrong


VERBOSE = False


def _tell(text: str) -> None:
    if VERBOSE:
        print(text, flush=True)


KINDS = {
    "bombs": lambda most: met([*hostile_files.BOMBS.items()][:most]),
    "places": lambda most: met([*hostile_files.PLACES.items()][:most]),
    "plans": lambda most: met([*hostile_files.PLANS.items()][:most]),
    "names": lambda most: hostile_names.names(station, run, most),
    "formulas": lambda most: hostile_names.formulas(station, run, most),
}


def main() -> int:
    """Meet every kind; answers the exit code."""
    global VERBOSE
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=int, default=None, help="so many of each kind")
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    VERBOSE = options.verbose
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the command that runs is ended on the way out
    all_wrong = []
    for kind in options.kind or KINDS:
        number, wrong = KINDS[kind](options.most)
        print(f"{kind}: {number} met, {len(wrong)} wrong", flush=True)
        all_wrong += wrong
    print("\n".join(all_wrong))
    return 1 if all_wrong else 0


if __name__ == "__main__":
    sys.exit(main())
