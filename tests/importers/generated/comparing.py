"""A reading against the truth, cell by cell: right, shown as doubtful, or wrong in silence."""

import re
from dataclasses import dataclass, field

from importers.sender.several_units import reading_of
from store.cells import cell_name
from store.models import Person
from store.receiving.plan import FileKind, IncomingRow, Reading
from store.text import fold
from tests.importers.generated.book import Book, Truth
from tests.importers.generated.staff import ASKED, KEYS, LOST

LEVEL_1 = "Mới định danh mức 1"
_PLAIN = (
    "full_name",
    "birth_date",
    "sex",
    "citizen_id",
    "position",
    "employment",
    "phone",
    "insurance_number",
    "smartphone",
)


@dataclass
class Score:
    """What came of one file, or of many."""

    files: int = 0
    people: int = 0
    right: int = 0
    doubtful: int = 0
    refused: int = 0
    silent: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Another file's on top."""
        self.files += other.files
        self.people += other.people
        self.right += other.right
        self.doubtful += other.doubtful
        self.refused += other.refused
        self.silent += other.silent


def compare(book: Book, reading: Reading, *, loose: bool = False, sheets: bool = True) -> Score:
    """Hold a reading to the truth.

    Args:
        book: what was written.
        reading: what was read.
        loose: capitals cannot be told (old fonts).
        sheets: the format knows names of sheets.
    """
    score = Score(files=1, people=len(book.people))
    if reading.kind is not FileKind.ROSTER:
        score.refused = 1
        score.doubtful = sum(len(truth.values) for truth in book.people)
        return score
    _units(score, book, reading, sheets=sheets)
    several = any(truth.unit for truth in book.people)
    if several:
        pass
    elif book.unit is None and reading.unit is not None and len(book.sheets) == 1:
        score.silent.append(f"unit {reading.unit!r} for none")
    elif book.unit is not None and reading.unit is not None and fold(reading.unit) != fold(book.unit):
        score.silent.append(f"unit {reading.unit!r} for {book.unit!r}")
    by_part = [row for part in reading.parts for row in reading_of(reading, part, part.unit).rows]
    rows = {(reading.tables[row.table].sheet if sheets else "", row.row - 1): row for row in by_part or reading.rows}
    remarks = fold(" ".join(reading.remarks))
    for truth in book.people:
        row = rows.pop((truth.sheet if sheets else "", truth.row), None)
        if row is None and re.search(rf"dong [\d, ]*\b{truth.row + 1}\b", remarks):
            score.doubtful += len(truth.values)
        elif row is None:
            score.silent.append(f"{truth.name} (row {truth.row + 1}) is lost")
        elif row.person is None:
            found = bool(row.problems)
            score.doubtful += len(truth.values) if found else 0
            if not found:
                score.silent.append(f"{truth.name} has no name, and nothing is said")
        else:
            _person(score, truth, row, row.person, remarks, loose)
    for (_, number), row in rows.items():
        if row.person is not None:
            score.silent.append(f"row {number + 1} is nobody, read as {row.person.full_name!r}")
        else:
            score.doubtful += 1
    return score


def _units(score: Score, book: Book, reading: Reading, *, sheets: bool) -> None:
    """Hold to the truth whose the people of a file of several units are."""
    units = {(truth.sheet if sheets else "", truth.row): truth.unit for truth in book.people}
    of_row = {number: part.unit for part in reading.parts for number in part.rows}
    for number, row in enumerate(reading.rows):
        meant = units.get((reading.tables[row.table].sheet if sheets else "", row.row - 1))
        got = of_row.get(number) if reading.parts else reading.unit
        if row.person is None or got is None or fold(got) == fold(meant or book.unit or ""):
            continue
        if meant is not None or reading.parts:
            score.silent.append(f"{row.person.full_name}: unit {got!r} for {meant!r}, in parts: {bool(reading.parts)}")


def _person(score: Score, truth: Truth, row: IncomingRow, person: Person, remarks: str, loose: bool) -> None:
    read: dict[str, object] = {name: getattr(person, name) for name in _PLAIN}
    read["department"] = row.department
    for key in KEYS:
        state = person.states.get(key)
        read[f"state.{key}"] = None if state is None or state == "unknown" else str(state)
        read[f"reason.{key}"] = person.reasons.get(key)
    if str(read["reason.level2_account"]).startswith(LEVEL_1):  # which a level says of itself
        read["reason.level2_account"] = str(read["reason.level2_account"])[len(LEVEL_1) :].strip("; ") or None
    for name, got in read.items():
        meant = truth.values.get(name)
        if _same(name, got, meant, loose):
            score.right += 1
            continue
        if name.startswith("reason.") and name not in truth.cells:
            continue  # words beside a mark are kept as they are
        columns = truth.cells.get(name, set())
        places = {cell_name(column, truth.row + 1) for column in columns}
        heads = [fold(head) for head in truth.heads.get(name, "").split("|") if head]
        shown = any(problem.cell in places or problem.cell == "" for problem in row.problems)
        guessed = meant == ASKED and got is not None
        shown = shown or any(f"cot {cell_name(column, 1)[:-1].lower()} " in remarks for column in columns)
        if not guessed and (shown or any(_named(head, remarks) for head in heads)):
            score.doubtful += 1
        else:
            score.silent.append(f"{truth.name}: {name} {got!r} for {meant!r} under {truth.heads.get(name)!r}")


def _named(head: str, remarks: str) -> bool:
    return f"“{' '.join(head.split())}”" in remarks


def _same(name: str, got: object, meant: object, loose: bool) -> bool:
    if isinstance(meant, tuple):
        return any(_same(name, got, one, loose) for one in meant)
    if meant in (LOST, ASKED):
        return False
    if name == "department" or (
        isinstance(got, str) and isinstance(meant, str) and (loose or name.startswith("reason."))
    ):
        return fold(str(got or "")) == fold(str(meant or ""))
    return got == meant
