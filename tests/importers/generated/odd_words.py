"""How units answer and mark in their own words: letters, chat spelling, the verb of the head, boxes that stand ready.

They are drawn apart from the others, so that a file that was made before stays as it was.
"""

import random
from collections.abc import Callable

from tests.importers.generated.book import Book
from tests.importers.generated.layout import Cell, Layout
from tests.importers.generated.odd_cells import is_covered, ticked
from tests.importers.generated.odd_columns import Oddity, single
from tests.importers.generated.odd_sheets import insert_row, rounds
from tests.importers.generated.staff import ASKED, Somebody

_CHAT = (["có", "Có", "rồi", "có rồi", "Xong rồi"], ["hông", "ko", "K có", "hổng có", "hok", "Không"])
_VERBS = {
    "level2_account": ("Đã kích hoạt định danh mức 2 chưa?", "kích hoạt"),
    "bhyt_linked": ("Thẻ BHYT đã hiển thị trên VNeID chưa?", "hiển thị"),
    "health_book": ("Sổ sức khỏe điện tử đã mở chưa?", "mở"),
}
_SHORT = {"level2_account": ["Đã KH mức 2", "Đã KH ĐDĐT mức 2"], "bhyt_linked": ["Đã TH BHYT", "Đã TH thẻ BHYT"]}
_EXPLAINED = [("R", "C"), ("Đ", "/"), ("●", "○"), ("o", "/"), ("y", "n")]


def _said(layout: Layout, at: int, done: list[str], todo: list[str], rng: random.Random, *, asked: bool) -> None:
    """Let a column of an item say its states in other words; `asked`: nobody can tell what they mean."""
    column = layout.columns[at]
    key = column.ticks

    def cell(who: Somebody) -> Cell:
        state = who.states[key]
        words = rng.choice(done if state == "done" else todo)
        return words, {f"state.{key}": ASKED if asked else state}

    column.cell = cell


def letters(rng: random.Random, layout: Layout) -> bool:
    """C and K, which no word of the file explains: "có" and "không", or "chưa" and "không thuộc diện"."""
    places = single(layout)
    for at in places:
        _said(layout, at, ["C"], ["K"], rng, asked=True)
    return bool(places)


def chat_spelling(rng: random.Random, layout: Layout) -> bool:
    """Yes and no as they are typed in a chat."""
    places = single(layout)
    for at in places:
        _said(layout, at, *_CHAT, rng, asked=False)
    return bool(places)


def verb_of_the_head(rng: random.Random, layout: Layout) -> bool:
    """ "Đã hiển thị" below "Thẻ BHYT đã hiển thị trên VNeID chưa?"."""
    places = [at for at in single(layout) if layout.columns[at].ticks in _VERBS]
    for at in places:
        head, verb = _VERBS[layout.columns[at].ticks or ""]
        layout.columns[at].heads = (*layout.columns[at].heads[:-1], head)
        _said(layout, at, [f"Đã {verb}", f"Đã {verb} rồi"], [f"Chưa {verb}", "Chưa"], rng, asked=False)
    return bool(places)


def short_heads(rng: random.Random, layout: Layout) -> bool:
    """ "Đã KH mức 2", "Đã TH BHYT"."""
    places = [at for at in single(layout) if layout.columns[at].ticks in _SHORT]
    for at in places:
        heads = _SHORT[layout.columns[at].ticks or ""]
        layout.columns[at].heads = (*layout.columns[at].heads[:-1], rng.choice(heads))
    return bool(places)


def explained_letters(rng: random.Random, book: Book) -> bool:
    """Signs of the unit's own, with a line below the list that says what they are."""
    places = ticked(book)
    if not places or any(is_covered(book, truth, at) for truth in book.people for at in places):
        return False
    sheets = {sheet.name: sheet for sheet in book.sheets}
    done, todo = rng.choice(_EXPLAINED)
    for truth in book.people:
        for at in places:
            key, row = book.layout.columns[at].ticks, sheets[truth.sheet].rows[truth.row]
            state = truth.values.get(f"state.{key}")
            if state in ("done", "todo") and at < len(row):
                row[at] = done if state == "done" else todo
                if len(truth.cells.get(f"reason.{key}", ())) < 2:
                    truth.values.pop(f"reason.{key}", None)  # it stood in this cell
    for sheet in book.sheets:
        sheet.add(None, rng.choice(["Ghi chú: {} là đã có, {} là chưa có", "{}: đã; {}: chưa"]).format(done, todo))
    return True


def boxes_below(rng: random.Random, book: Book) -> bool:
    """Boxes that stand ready below the list, in rows in which nobody is named."""
    places = ticked(book)
    if not places:
        return False
    last = {truth.sheet: max(other.row for other in book.people if other.sheet == truth.sheet) for truth in book.people}
    box: object = rng.choice([False, "☐", "FALSE"])
    for sheet in book.sheets:
        if sheet.name in last:
            row = [box if at in places else None for at in range(max(places) + 1)]
            for _ in range(rng.choice([1, 3])):
                insert_row(book, sheet, last[sheet.name] + 1, list(row))
    return True


def weeks(rng: random.Random, book: Book) -> bool:
    """The file carries the weeks before on sheets of their own, each with its day."""
    return rounds(rng, book, ["Tuần {} (1{}-6)", "Tuan {} (0{}-6)", "Tuần {} T6"])


LATER_COLUMNS: dict[str, Oddity] = {
    "letters": letters, "chat spelling": chat_spelling, "verb of the head": verb_of_the_head, "short heads": short_heads,
}  # fmt: skip
LATER_CELLS: dict[str, Callable[[random.Random, Book], bool]] = {
    "explained letters": explained_letters,
    "boxes below": boxes_below,
}
