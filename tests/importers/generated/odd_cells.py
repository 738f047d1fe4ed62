"""What happens to the cells of a finished file: other letters, swapped days, ditto marks, merged marks, two marks.

Each oddity changes a book and its truth, and answers whether it found something to change.
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import pairwise

from tests.importers.generated.book import Book, Truth
from tests.importers.generated.layout import Column
from tests.importers.generated.staff import ASKED, LOST

_DITTO = ["nt", "-nt-", '"', "-", "như trên", "''", "NT", "- nt -", "n.t", "〃", "//"]
_SETS = [("x", "✓"), ("x", "v"), ("✔", "×"), ("✓", "X"), ("√", "x")]


def columns_with(book: Book, name: str) -> list[int]:
    """The columns that tell a field and nothing else."""
    return [n for n, column in enumerate(book.layout.columns) if column.about == {name}]


def ticked(book: Book) -> list[int]:
    """The columns that hold the whole state of an item."""
    return [n for n, column in enumerate(book.layout.columns) if column.ticks]


def _cells(book: Book, at: int) -> list[tuple[Truth, list[object]]]:
    """By person: what is known of them, and the row that they stand in."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    return [
        (truth, sheets[truth.sheet].rows[truth.row])
        for truth in book.people
        if at < len(sheets[truth.sheet].rows[truth.row])
    ]


def is_covered(book: Book, truth: Truth, at: int) -> bool:
    """Whether a cell of somebody lies in a merged one that begins at its left."""
    return any(
        top <= truth.row <= bottom and left < at <= right
        for sheet in book.sheets
        if sheet.name == truth.sheet
        for top, left, bottom, right in sheet.merged
    )


def icelandic(book: Book, share: float, rng: random.Random) -> None:
    """Đ of another alphabet, which looks the same: in all cells, or in some."""
    for sheet in book.sheets:
        for row in sheet.rows:
            for n, cell in enumerate(row):
                if isinstance(cell, str) and rng.random() < share:
                    row[n] = cell.replace("Đ", "Ð").replace("đ", "ð")


def swapped_days(rng: random.Random, book: Book) -> bool:
    """d/m/yyyy typed where m/d is expected: days up to 12 became dates with day and month swapped, the rest is text."""
    places = columns_with(book, "birth_date")
    held = _cells(book, places[0]) if len(places) == 1 else []
    full = [(truth, row) for truth, row in held if len(str(truth.values.get("birth_date"))) == 10]
    days = [date.fromisoformat(str(truth.values["birth_date"])) for truth, _ in full]
    wrong = sum(day.day <= 12 and day.day != day.month for day in days)
    if len(full) != len(held) or wrong < 2 or sum(day.day > 12 for day in days) < 3:
        return False
    for (truth, row), day in zip(full, days, strict=True):
        if day.day <= 12:
            row[places[0]] = date(day.year, day.day, day.month)
            truth.values["birth_date"] = day.isoformat() if day.day == day.month else ASKED
        else:
            row[places[0]] = f"{day.day}/{day.month}/{day.year}"
    return True


def month_first(rng: random.Random, book: Book) -> bool:
    """A column of texts that write the month before the day."""
    places = columns_with(book, "birth_date")
    held = _cells(book, places[0]) if len(places) == 1 else []
    full = [(truth, row) for truth, row in held if len(str(truth.values.get("birth_date"))) == 10]
    days = [date.fromisoformat(str(truth.values["birth_date"])) for truth, _ in full]
    # A text file holds one sheet: each must show by itself that the month stands first.
    shown = Counter(truth.sheet for (truth, _), day in zip(full, days, strict=True) if day.day > 12)
    if len(full) != len(held) or any(shown[truth.sheet] < 2 for truth, _ in held):
        return False
    for (truth, row), day in zip(full, days, strict=True):
        row[places[0]] = f"{day:%m/%d/%Y}"
        truth.values["birth_date"] = (day.isoformat(), None)
    return True


def dittos(rng: random.Random, book: Book) -> bool:
    """The same as above, by a ditto mark."""
    places = [*columns_with(book, "position"), *columns_with(book, "department"), *columns_with(book, "employment")]
    if not places:
        return False
    at, sign, changed = rng.choice(places), rng.choice(_DITTO), False
    (name,) = book.layout.columns[at].about
    held = _cells(book, at)
    for (before, above), (truth, row) in pairwise(held):
        follows = truth.sheet == before.sheet and truth.row == before.row + 1
        if not follows or not above[at] or not row[at] or not before.values.get(name) or rng.random() < 0.5:
            continue
        if name == "department" and truth.values[name] != before.values[name]:
            continue
        truth.values[name] = before.values[name]
        row[at] = sign
        changed = True
    return changed


def merged_marks(rng: random.Random, book: Book) -> bool:
    """A mark merged over the columns of several items."""
    places = [n for n in ticked(book) if n + 1 < len(book.layout.columns) and book.layout.columns[n + 1].ticks]
    if not places:
        return False
    at, changed = rng.choice(places), False
    items = [f"state.{book.layout.columns[n].ticks}" for n in (at, at + 1)]
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for truth, row in _cells(book, at + 1):
        same = row[at] == row[at + 1] and type(row[at]) is type(row[at + 1]) and row[at] not in (None, "")
        free = not any(
            top <= truth.row <= bottom and left <= at + 1 and right >= at
            for top, left, bottom, right in sheets[truth.sheet].merged
        )
        if same and free and all(truth.values[item] == "done" for item in items) and rng.random() < 0.5:
            row[at + 1] = None
            sheets[truth.sheet].merged.append((truth.row, at, truth.row, at + 1))
            changed = True
    return changed


def two_marks(rng: random.Random, book: Book) -> bool:
    """Two kinds of mark in one column, so that one may mean no."""
    places = ticked(book)
    if not places:
        return False
    at, (one, other), changed = rng.choice(places), rng.choice(_SETS), 0
    name = f"state.{book.layout.columns[at].ticks}"
    held, reason = _cells(book, at), f"reason.{book.layout.columns[at].ticks}"
    # "Ghi chú: x là đã có" below the list explains one of the two.
    explained = any("x là đã" in str(cell) for sheet in book.sheets for row in sheet.rows for cell in row)
    unclear = ("×",) if explained else ("x", "X", "×")
    if any(truth.values.get(name) == "not_applicable" for truth, _ in held):
        return False
    for truth, row in held:
        is_other = rng.random() < 0.4
        if is_covered(book, truth, at):
            continue  # what is written below a merged mark is not kept
        row[at] = other if is_other else one
        if len(truth.cells.get(reason, ())) < 2:
            truth.values.pop(reason, None)
        truth.values[name] = ASKED if row[at] in unclear else ("done", None)
        if truth.values.get(reason):  # beside a mark that may say done nobody can tell what the words are about
            truth.values[reason] = (truth.values[reason], None)
        changed += is_other
    for other_at in ticked(
        book
    ):  # a form that mixes marks has no clear cross; what its blanks mean is not clear either
        of_item = f"state.{book.layout.columns[other_at].ticks}"
        for truth, row in _cells(book, other_at):
            if other_at != at and truth.values.get(of_item) == "todo" and not str(row[other_at] or "").strip():
                truth.values[of_item] = ("todo", None)
    signs: dict[str, set[object]] = {}
    for truth, row in held:
        signs.setdefault(truth.sheet, set()).add(row[at])
    # A text file keeps one sheet only: it is as unclear as the book if both marks stand on it.
    if not 0 < changed < len(held) or any(len(of_sheet) < 2 for of_sheet in signs.values()):
        for truth, row in held:
            if is_covered(book, truth, at):
                continue
            row[at] = one
            truth.values[name] = ("done", None)
    return True


def by_colour(rng: random.Random, book: Book) -> bool:
    """States are told by colours of cells, and nothing is written."""
    places = ticked(book)
    if not places or any(
        column.about - {f"state.{column.ticks}", f"reason.{column.ticks}"}
        for column in book.layout.columns
        if column.ticks
    ):
        return False
    at = rng.choice(places)
    key = book.layout.columns[at].ticks
    if any(is_covered(book, truth, at) or is_covered(book, truth, at + 1) for truth in book.people):
        return False  # a mark merged over the next column would be taken from that one too, and no colour stays there
    if any(f"reason.{key}" in column.about for n, column in enumerate(book.layout.columns) if n != at):
        return False  # a reason beside it says that it is not done
    for _, row in _cells(book, at):
        row[at] = None
    for truth, _ in _cells(book, at):
        truth.values[f"state.{book.layout.columns[at].ticks}"] = ASKED
        truth.values.pop(f"reason.{book.layout.columns[at].ticks}", None)
    return True


def uncalculated(rng: random.Random, book: Book) -> bool:
    """A column of formulas that no program has calculated."""
    numbers = columns_with(book, "citizen_id")
    at = rng.choice([*numbers[:1], *ticked(book)] or [-1])
    if at < 0:
        return False
    column: Column = book.layout.columns[at]
    for truth, row in _cells(book, at):
        if is_covered(book, truth, at):
            continue  # a merged cell shows what stands in its first one, and holds no formula beside it
        row[at] = rng.choice(['=IF(A1="",1,"x")', "=VLOOKUP(A1,Z1:Z9,1,0)", '=T("x")'])
        for name in column.about:
            if not name.startswith("reason."):
                truth.values[name] = ASKED
            else:
                truth.values.pop(name, None)
    return True


class Padded(int):
    """A number that its cell's format shows with twelve digits."""


def padded(rng: random.Random, book: Book) -> bool:
    """CCCDs are numbers under a format that shows their zeros."""
    places = columns_with(book, "citizen_id")
    if len(places) != 1:
        return False
    for truth, row in _cells(book, places[0]):
        if (number := truth.values.get("citizen_id")) and number not in (LOST, ASKED):
            row[places[0]] = Padded(str(number))
    return True


def quoted_formula(rng: random.Random, book: Book) -> bool:
    """CCCDs as a text file writes them so that no zero is lost: ="089…"."""
    places = columns_with(book, "citizen_id")
    if len(places) != 1:
        return False
    form = rng.choice(['="{}"', '=T("{}")'])
    for truth, row in _cells(book, places[0]):
        if (number := truth.values.get("citizen_id")) and number not in (LOST, ASKED):
            row[places[0]] = form.format(number)
    return True


#: By name: what is done, and the writers whose files can show it; () all of them.
ODD_CELLS: dict[str, tuple[Callable[[random.Random, Book], bool], tuple[str, ...]]] = {
    "swapped days": (swapped_days, ("openpyxl", "xlsxwriter, formulas", "xlwt", "odfpy")),
    "month first": (month_first, ()),
    "dittos": (dittos, ()),
    "merged marks": (merged_marks, ("openpyxl", "xlsxwriter, formulas", "xlwt", "odfpy", "html")),
    "two marks": (two_marks, ()),
    "by colour": (by_colour, ()),
    "uncalculated": (uncalculated, ("openpyxl",)),
    "padded": (padded, ("openpyxl",)),
    "quoted formula": (quoted_formula, ("csv utf-8 ,", "csv utf-8-sig ;", "csv utf-16 tab", "csv cp1258 ,")),
}
