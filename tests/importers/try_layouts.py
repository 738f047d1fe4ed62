"""Reads many made-up files and counts what is wrong in silence: `python -m tests.importers.try_layouts --files 10000`."""

import argparse
import random
import re
import sys
import tempfile
import traceback
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from importers.grids.any_format import read_grids
from importers.grids.files import detect
from importers.grids.grid import text_of
from importers.reading import read_file
from store.models import Item
from store.receiving.plan import Reading
from store.text import fold
from tests.importers.generated.book import Book, Sheet
from tests.importers.generated.comparing import Score, compare
from tests.importers.generated.oddities import make_odd
from tests.importers.generated.writers import WRITERS, can_be_old, changed, tcvn3, vni
from tests.item_words import CHECKLIST

ITEMS = tuple(
    Item(n + 1, d.key, n, d.title, d.short_title, d.applies_to, d.requires, None, None, d.words)
    for n, d in enumerate(CHECKLIST)
)
_SHARES = {"openpyxl": 8, "xlwt": 3, "odfpy": 2}


@dataclass
class Written:
    """A file that was made and written, and what it holds."""

    writer: str
    book: Book
    path: Path
    loose: bool  # what is read may differ by case and marks
    whole: bool  # all sheets are in it

    def read(self) -> Reading:
        """Read it."""
        return read_file(self.path, items=ITEMS)


def written(seed: int, folder: Path) -> Written:
    """Make and write one file."""
    rng = random.Random(f"{seed} how")
    name = rng.choice([name for name in WRITERS for _ in range(_SHARES.get(name, 1))])
    write, ending, whole = WRITERS[name]
    book = make_odd(seed, name, holds_sheets=whole)
    loose = False
    if name in ("openpyxl", "xlwt") and rng.random() < 0.12 and can_be_old(book):
        font = rng.choice([tcvn3, vni])
        changed(book, font)
        book.notes.append(font.__name__)
        loose = True
    elif rng.random() < 0.03 and name != "csv cp1258 ,":
        changed(book, lambda text: unicodedata.normalize("NFD", text))
        book.notes.append("decomposed")
    path = folder / f"{seed}.{ending}"
    try:
        write(book, path)
    except UnicodeEncodeError:
        name, path = "openpyxl", path.with_suffix(".xlsx")
        write, _, whole = WRITERS[name]
        write(book, path)
    if not whole:
        kept = _only_sheet(book)
        book.people = [truth for truth in book.people if truth.sheet == kept]
        for truth in book.people:
            if len(book.sheets) > 1 and "sheets" in book.notes:
                truth.values["department"], truth.unit = (truth.values["department"], None), None
        if not any(_names(sheet, book.unit) for sheet in book.sheets if sheet.name == kept):
            book.unit = None
    return Written(name, book, path, loose, whole)


def one(seed: int, folder: Path) -> tuple[str, Book, Score]:
    """Make, write, read and compare one file; answers (writer, book, score)."""
    made = written(seed, folder)
    reading = made.read()
    score = compare(made.book, reading, loose=made.loose, sheets=made.whole)
    cells = filled_cells(made.path)
    if reading.ledger.cells != cells or any(entry.cells <= 0 for entry in reading.ledger.entries):
        score.silent.append(f"ledger of {reading.ledger.cells} cells for {cells}")
    made.path.unlink()
    return made.writer, made.book, score


def filled_cells(path: Path) -> int:
    """Counted cell by cell, knowing nothing of lists."""
    return sum(text_of(cell) != "" for grid in read_grids(path, detect(path)) for row in grid.rows for cell in row)


def _names(sheet: Sheet, unit: str | None) -> bool:
    """Whether the unit stands in a sheet: in its rows, or over two rows of its first column."""
    whole = " ".join(str(cell) for row in sheet.rows for cell in row if cell)
    first = " ".join(str(row[0]) for row in sheet.rows if row and row[0])
    return unit is not None and (fold(unit) in fold(whole) or fold(unit) in fold(first))


def _only_sheet(book: Book) -> str:
    shown = [sheet for sheet in book.sheets if not sheet.hidden]
    return max(shown, key=lambda sheet: sum(truth.sheet == sheet.name for truth in book.people)).name


def main() -> int:
    """Count, and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=30, help="kinds of faults that are told")
    asked = parser.parse_args()
    by_writer: dict[str, Score] = {}
    kinds: Counter[str] = Counter()
    first: dict[str, str] = {}
    refused: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(asked.seed * 1_000_000, asked.seed * 1_000_000 + asked.files):
            try:
                name, book, score = one(seed, Path(folder))
            except Exception:  # noqa: BLE001 - a crash is a find like others
                found = traceback.format_exc().strip().splitlines()
                name, book, score = (
                    "crashed",
                    Book(None, None),
                    Score(files=1, silent=[f"crash {found[-1]} at {found[-3]}"]),
                )  # type: ignore[arg-type]
            by_writer.setdefault(name, Score()).add(score)
            if score.refused:
                refused.append(f"{seed} {name} {book.notes}")
            for kind in {_kind(line) for line in score.silent}:
                kinds[kind] += 1
            for line in score.silent:
                first.setdefault(_kind(line), f"{seed} {name}: {line}\n      {book.notes}")
    whole = Score()
    print(f"{'writer':<22}{'files':>7}{'people':>9}{'right':>10}{'doubtful':>10}{'refused':>9}{'silent':>8}")
    for name, score in sorted(by_writer.items()):
        _line(name, score)
        whole.add(score)
    _line("all", whole)
    for line in refused[: asked.show]:
        print("  refused", line)
    for kind, count in kinds.most_common(asked.show):
        print(f"  {count} files: {kind}\n      {first[kind]}")
    return 1 if whole.silent else 0


def _line(name: str, score: Score) -> None:
    counts = (score.files, score.people, score.right, score.doubtful, score.refused, len(score.silent))
    print(f"{name:<22}{counts[0]:>7}{counts[1]:>9}{counts[2]:>10}{counts[3]:>10}{counts[4]:>9}{counts[5]:>8}")


def _kind(line: str) -> str:
    """Faults of one kind read alike but for names and numbers."""
    if " under " in line:
        field = re.search(r": (\S+) ", line)
        return f"{field[1] if field else ''} under {line.split(' under ')[-1]}"
    if ": unit " in line:
        return re.sub(r"^[^:]*|'[^']*'", "…", line)
    return re.sub(r"^.* \(row \d+\)|\d+|'[^']*'", "…", line)[:90]


if __name__ == "__main__":
    sys.exit(main())
