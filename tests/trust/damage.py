"""Damages a station's store in every way that disks and people do, and looks whether anybody would notice.

`python -m tests.trust.damage --number 1000`: after each damage opening or `check` says so, or every person, figure,
frozen report and file is as before. Prints the counts by kind; exits 1 where a difference was not seen, or a traceback.
"""

import argparse
import contextlib
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from store.checklist.items import checklist_items
from store.copies import backup, check
from store.errors import StoreError
from store.models import State
from store.opening import open_store
from store.people import staff, units
from store.receiving import kept, submissions
from store.reporting import issued
from tests.trust.daily_works import came_in, freeze
from tests.trust.works import kho

_PAGE = 4096
_PATIENCE = 60  # seconds
NOTICED, SAME, UNSEEN, CRASHED = "noticed", "same figures", "UNSEEN", "TRACEBACK"
Damage = Callable[[Path, random.Random], object]  # may answer what it did


def prepare(folder: Path) -> None:
    """A station that was worked with, as it stands on the disk after it was closed."""
    came_in(folder)
    freeze(folder)
    with open_store(kho(folder)) as store:
        for number, item in enumerate(checklist_items(store), 1):
            staff.set_state(store, range(number, 40, number + 1), item.key, State.DONE)
        staff.remove(store, [3])
    backup.back_up(kho(folder))  # as the first change of the next day makes one


def figures(path: Path) -> object:
    """Everything that papers are made of."""
    with open_store(path, must_exist=True) as store:
        people = [repr(member) for member in staff.members(store)]
        files = [(repr(one), kept.file_content(store, one.id)) for one in submissions.all_submissions(store)]
        reports = [issued.content(store, head.id) for head in issued.heads(store)]
        return people, files, [repr(one) for one in reports], [repr(unit) for unit in units.all_units(store)]


def _flip(path: Path, chance: random.Random, *, most: int = 8) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, most)):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def _page(path: Path, chance: random.Random, filled: Callable[[], bytes]) -> None:
    number = chance.randrange(path.stat().st_size // _PAGE)
    with path.open("r+b") as file:
        file.seek(number * _PAGE)
        file.write(filled())


def _zeros(path: Path, chance: random.Random) -> None:
    _page(path, chance, lambda: bytes(_PAGE))


def _noise(path: Path, chance: random.Random) -> None:
    _page(path, chance, lambda: chance.randbytes(_PAGE))


def _other_page(path: Path, chance: random.Random) -> None:
    content = path.read_bytes()
    other = chance.randrange(len(content) // _PAGE) * _PAGE
    _page(path, chance, lambda: content[other : other + _PAGE])


def _cut(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(1, path.stat().st_size))


def _row(path: Path, chance: random.Random) -> str:
    """Another value in a cell of a row, as a tool for databases writes it."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        table, column = chance.choice(_CELLS)
        ids = [row[0] for row in connection.execute(f"SELECT rowid FROM {table}")]
        if not ids:
            return ""
        number = chance.choice(ids)
        (value,) = connection.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (number,)).fetchone()
        with contextlib.suppress(sqlite3.IntegrityError):  # the schema lets no such value in
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (_another(value, chance), number))
        return f"{table}.{column}"


def _another(value: object, chance: random.Random) -> object:
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str) and value:
        place = chance.randrange(len(value))
        return value[:place] + ("d" if value[place] != "d" else "t") + value[place + 1 :]
    return value


def _deleted(path: Path, chance: random.Random) -> str:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        table = chance.choice(sorted({table for table, _ in _CELLS}))
        connection.execute(f"DELETE FROM {table} WHERE rowid = (SELECT rowid FROM {table} ORDER BY random() LIMIT 1)")
        return table


#: What papers are made of: people, their changes, files, frozen reports.
_CELLS = (
    ("staff", "full_name"), ("staff", "states"), ("staff", "citizen_id"), ("staff", "unit_id"), ("staff", "reasons"),
    ("history", "after"), ("history", "before"), ("history", "entity_id"), ("unit", "name"), ("unit", "sector"),
    ("submission_row", "cells"), ("issued_report", "paper"), ("issued_report", "people"), ("change", "at"),
    ("department", "name"), ("department", "folded"), ("reason", "folded"), ("change", "label"), ("item", "campaign"),
    ("submission", "change_number"), ("submission", "taken_back_at"), ("submission_row", "outcome"),
)  # fmt: skip

KINDS: dict[str, Damage] = {
    "flipped bits": _flip,
    "a page of zeros": _zeros,
    "a page of noise": _noise,
    "a page of another": _other_page,
    "a file that was cut": _cut,
    "a cell that was altered": _row,
    "a row that was deleted": _deleted,
}


def outcome(path: Path, before: object) -> tuple[str, str]:
    """What a person would see of the store: (one of the four words, why)."""
    try:
        after = figures(path)
        checked = check.check(path)
    except StoreError as error:
        return NOTICED, error.message
    except BaseException as error:  # noqa: BLE001 - whatever would be a traceback
        last = traceback.extract_tb(error.__traceback__)[-1]
        return CRASHED, f"{type(error).__name__} in {last.filename}:{last.lineno}: {error}"
    if checked.problems:
        return NOTICED, checked.problems[0]
    return (SAME, "") if after == before else (UNSEEN, _difference(before, after))


def _difference(before: object, after: object) -> str:
    pairs = zip(before, after, strict=True)  # type: ignore[call-overload]  # tuples of lists
    return next((f"{set(map(str, old)) ^ set(map(str, new))}"[:300] for old, new in pairs if old != new), "")


def main() -> int:
    """Damage so many stores; answers the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--number", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="tyt-trust-") as name:
        prepared, folder = Path(name) / "before", Path(name) / "damaged"
        prepared.mkdir()
        prepare(prepared)
        before = figures(kho(prepared))
        for number in range(options.seed, options.seed + options.number):
            kind = list(KINDS)[number % len(KINDS)]
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(prepared, folder)
            what = KINDS[kind](kho(folder), random.Random(number)) or ""
            word, why = _in_a_child(kho(folder), before)
            counts[kind][word] += 1
            if word in (UNSEEN, CRASHED):
                wrong.append(f"{kind} {number}: {what}: {word}: {why}")
    for kind, words in counts.items():
        print(f"{kind:<28}" + ", ".join(f"{count} {word}" for word, count in sorted(words.items())))
    print(f"{options.number} damaged stores, {len(wrong)} wrong")
    print("\n".join(wrong[:50]))
    return 1 if wrong else 0


def _in_a_child(path: Path, before: object) -> tuple[str, str]:
    answer, ask = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(_PATIENCE)
        os.write(ask, "\n".join(outcome(path, before)).encode()[:4000])
        os._exit(0)
    os.close(ask)
    os.waitpid(child, 0)
    with os.fdopen(answer, "rb") as file:
        word, _, why = file.read().decode(errors="replace").partition("\n")
    return word or CRASHED, why or "ended without a word"


if __name__ == "__main__":
    sys.exit(main())
