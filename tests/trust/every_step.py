"""Kills the program, or lets the disk fail, at each step of what writes the store and its copies.

For Linux with a C compiler.

`python -m tests.trust.every_step` goes through all steps; `--most 12` through so many of each series, evenly spread;
`--minutes 40` ends it in good time; `--jobs 1` takes one work at a time, not as many as there are cores.
`twice`: what comes after a kill is killed too, at a step of its own.
Steps are counted in a first run, so that none is left to chance. After each the store is as before or as after, never
between; the next run works; nothing is left behind. Prints the counts; exits 1 if anything was otherwise.
"""

import argparse
import contextlib
import ctypes
import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path

FAULTS = {"kill": 2, "torn": 3, "twice": 2, "io-error": 4, "disk-full": 5, "read-error": 6}
_COUNT = 1
_PATIENCE = 20  # seconds
_FINE, _TOLD, _CRASHED = 0, 20, 21  # exit codes of a child


@dataclass(frozen=True)
class Work:
    """One thing that writes: what is there before, what it does, what may be there after."""

    prepare: Callable[[Path], None]
    act: Callable[[Path], object]
    judge: Callable[[Path], str]  # what is wrong; "": nothing
    again: Callable[[Path], object]  # the next run, without faults
    finished: Callable[[Path], str]  # what is wrong after the next run


@dataclass
class Counts:
    """What was done of one work, or of all."""

    faults: int = 0
    kills: int = 0
    wrong: list[str] = field(default_factory=list)


def main() -> int:
    """Go through the works and the faults; answers the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=int, default=0, help="steps of each series; 0: all")
    parser.add_argument("--rounds", type=int, default=2, help="how often each step is killed twice")
    parser.add_argument("--minutes", type=float, default=0, help="end after so many; 0: when all is done")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="works at the same time")
    parser.add_argument("--verbose", action="store_true", help="how long each series took")
    parser.add_argument("--fault", action="append", choices=FAULTS, help="only these")
    parser.add_argument("--work", action="append", help="only these")
    options = parser.parse_args()
    if "TRUST_STEPS" not in os.environ:
        return _under_the_counter()
    end = time.monotonic() + options.minutes * 60 if options.minutes else float("inf")
    titles = [title for title in _works() if not options.work or title in options.work]
    total = Counts()
    with get_context("fork").Pool(min(options.jobs, len(titles)), maxtasksperchild=1) as pool:
        for counts in pool.imap(partial(_go_through, options, end), titles, chunksize=1):
            total.faults += counts.faults
            total.kills += counts.kills
            total.wrong += counts.wrong
    print(f"{total.faults} faults, {total.kills} of them kills, {len(total.wrong)} wrong")
    return 1 if total.wrong else 0


def _works() -> dict[str, Work]:
    from tests.trust import daily_works, other_works, works

    return works.WORKS | daily_works.WORKS | other_works.WORKS


def _go_through(options: argparse.Namespace, end: float, title: str) -> Counts:
    """Every fault at every step of one work, in a folder of its own; prints a line for each kind of fault."""
    work, counts = _works()[title], Counts()
    steps = ctypes.CDLL(os.environ["TRUST_STEPS"])
    steps.trust_count.restype = ctypes.c_long
    with tempfile.TemporaryDirectory(prefix="tyt-trust-") as name:
        prepared, folder = Path(name) / f"{title}-before", Path(name) / title
        prepared.mkdir()
        work.prepare(prepared)
        _warm_up(work, prepared, folder)
        for fault in options.fault or FAULTS:
            number = _count(steps, work, prepared, folder, reads=fault == "read-error")
            apart = max(1, -(-number // options.most)) if options.most else 1
            done, found, began = 0, 0, time.monotonic()
            rounds = options.rounds if fault == "twice" else 1
            for turn, step in itertools.product(range(rounds), range(1, number + 1, apart)):
                if time.monotonic() > end:
                    break
                again = step * (7919 + turn) % number + 1 if fault == "twice" else 0
                code, killed, words = _run(steps, work, prepared, folder, FAULTS[fault], step, again)
                done, found, counts.kills = done + 1, found + (code == _TOLD), counts.kills + killed
                if words:
                    counts.wrong.append(f"{title}, {fault} at step {step} of {number}: {words}")
                    print(f"wrong: {counts.wrong[-1]}", flush=True)
            counts.faults += done
            took = f"{time.monotonic() - began:.1f} s " if options.verbose else ""
            print(f"{took}{title:<28}{fault:<12}{done:>6} of {number:>6} steps, {found:>6} told", flush=True)
    return counts


def _under_the_counter() -> int:
    with tempfile.TemporaryDirectory(prefix="tyt-trust-") as name:
        library = Path(name) / "steps.so"
        source = Path(__file__).with_name("steps.c")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True)
        environment = {**os.environ, "LD_PRELOAD": str(library), "TRUST_STEPS": str(library)}
        command = [sys.executable, "-m", "tests.trust.every_step", *sys.argv[1:]]
        return subprocess.run(command, env=environment, check=False).returncode


def _count(steps: ctypes.CDLL, work: Work, prepared: Path, folder: Path, *, reads: bool) -> int:
    """How many steps the work has; a child tells by a file that it is done, and by another how many it counted."""
    _fresh(prepared, folder)
    answer, ask = os.pipe()
    child = os.fork()
    if child == 0:
        steps.trust_arm(FAULTS["read-error"] if reads else _COUNT, 1 << 40)
        work.act(folder)
        number = steps.trust_count()
        steps.trust_arm(0, 0)
        os.write(ask, str(number).encode())
        os._exit(0)
    os.close(ask)
    os.waitpid(child, 0)
    number = int(os.read(answer, 20) or b"0")
    os.close(answer)
    if not number:
        raise RuntimeError(f"{folder.name} does not work without a fault")
    return number


def _warm_up(work: Work, prepared: Path, folder: Path) -> None:
    """Do it once here, so that the children find every module imported."""
    from store.errors import StoreError

    _fresh(prepared, folder)
    with contextlib.suppress(StoreError):
        work.act(folder)
        work.again(folder)
        work.finished(folder)


def _run(
    steps: ctypes.CDLL, work: Work, prepared: Path, folder: Path, kind: int, step: int, again: int
) -> tuple[int, int, str]:
    """(exit code, how many were killed, what is wrong) of one fault; `again`: at which step the next run is killed."""
    _fresh(prepared, folder)
    code, words = _faulted(steps, work.act, folder, kind, step)
    killed = int(code == -signal.SIGKILL)
    try:
        words = words or work.judge(folder)
        if again and not words:
            second, words = _faulted(steps, work.again, folder, kind, again)
            killed += second == -signal.SIGKILL
            words = words or work.judge(folder)
        if not words:
            work.again(folder)
            words = work.finished(folder) or _left_behind(folder)
    except Exception as error:  # noqa: BLE001 - told with its step
        words = f"then {type(error).__name__}: {error}"
    return code, killed, words


def _faulted(steps: ctypes.CDLL, act: Callable[[Path], object], folder: Path, kind: int, step: int) -> tuple[int, str]:
    """Do it in a child with a fault at a step; (exit code, what is wrong)."""
    from store.errors import StoreError

    child = os.fork()
    if child == 0:
        code = _FINE
        signal.alarm(_PATIENCE)  # a program that hangs is ended by it
        try:
            steps.trust_arm(kind, step)
            act(folder)
        except StoreError:
            code = _TOLD
        except BaseException as error:  # noqa: BLE001 - whatever a person would have seen as a traceback
            steps.trust_arm(0, 0)
            (folder.parent / "crash").write_text(f"{type(error).__name__}: {error}", encoding="utf-8")
            code = _CRASHED
        os._exit(code)
    status = os.waitpid(child, 0)[1]
    code = os.waitstatus_to_exitcode(status)
    if code == _CRASHED:
        return code, f"crashed: {(folder.parent / 'crash').read_text('utf-8')}"
    if code not in (_FINE, _TOLD, -signal.SIGKILL):
        return code, f"ended with {code}"
    return code, ""


def _fresh(prepared: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(prepared, folder)


def _left_behind(folder: Path) -> str:
    left = [file.name for file in folder.rglob("*") if ".dang-ghi" in file.name or file.name.startswith(".tyt-")]
    return f"left behind: {left}" if left else ""


if __name__ == "__main__":
    sys.exit(main())
