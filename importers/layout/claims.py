"""Weighs what columns may hold: how well their cells fit a field, and which column gets which field of a table."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from importers.cells.dates import birth_date
from importers.cells.marks import mark_of
from importers.cells.values import SEXES, sex
from importers.grids.grid import ERRORS, Cell, text_of
from importers.patterns import when_needed
from store.field_ref import FieldKind, FieldRef
from store.frozen import changeable
from store.identifiers import CitizenId
from store.models import State
from store.receiving.doubt import Evidence
from store.text import clean, fold

LONG_NUMBER = when_needed(r"[\d\s.'`-]{9,}\Z")
TWELVE = when_needed(r"\d{12}\Z")
ELEVEN = when_needed(r"['`’]?(?:\d[ .]?){11,12}(?:\.0)?\Z")
NEAR_TWELVE = when_needed(r"['`’]?(?:\d[ .]?){10,12}(?:\.?0)?\Z")
INSURANCE = when_needed(r"(?:[A-Za-z]{2}\s?\d)?[\d\s]{9,16}\Z")
PHONE = when_needed(r"(?:\+?84|0)?[35789][\d\s.]{8,11}\Z")
DAY = when_needed(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}")
BIRTH_YEAR = when_needed(r"(?:19[3-9]|20[01])\d(?:\.0)?\Z")
BORN = when_needed(r"(?:\d{1,2}[/.-]\d{1,2}[/.-])?(?:19[3-9]|20[01])\d(?:\.0)?\Z|(?:19[3-9]|20[01])\d-\d\d-\d\d")
BIRTH_DAY = when_needed(r"(?:0?[1-9]|[12]\d|3[01])(?:\.0)?\Z")
BIRTH_MONTH = when_needed(r"(?:0?[1-9]|1[0-2])(?:\.0)?\Z")
NAME = when_needed(r"[^\W\d_]+(?:[ '-][^\W\d_]+)+\Z")
_SIGN = 3  # characters of a mark that nobody explained yet
_FITTING = {
    "citizen_id": NEAR_TWELVE, "insurance_number": INSURANCE, "phone": PHONE, "birth_date": BORN,
    "birth_year": BIRTH_YEAR, "birth_day": BIRTH_DAY, "birth_month": BIRTH_MONTH, "full_name": NAME,
}  # fmt: skip
#: What is written in words: a column of ticks, days or long numbers is none of these.
_WORDS = frozenset({"position", "department", "unit", "employment"})
_CODES = frozenset({8, 9})  # of a state that is not known, or does not apply; others are at most 3
_LONGEST_COUNT = 5  # digits
_ALIKE = 0.15  # of how sure two heads are
_MARKED = 0.8  # share of the cells
_SURE = 3.0  # words of a head outweigh one other kind of evidence


@changeable
class Claim:
    """The claim that a column holds a field, with the evidence for it and against it."""

    field: str
    sure: float  # of its words, or of the rule that found it, 0 to 1
    speaks_for: frozenset[Evidence]
    speaks_against: frozenset[Evidence] = frozenset()


class Cells:
    """The filled cells of one column in a sample of rows, each different text looked at once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._counts = Counter(texts)

    def __len__(self) -> int:
        return len(self.texts)

    def share(self, fits: Callable[[str], object]) -> float:
        """The share of the filled cells that fit, 0.0 to 1.0; 0.0 for a column without filled cells."""
        if not self.texts:
            return 0.0
        return sum(count for text, count in self._counts.items() if fits(text)) / len(self.texts)

    @cached_property
    def marks(self) -> float:
        """The share of the filled cells that are marks such as "x", "Đã" or "Chưa"."""
        return self.share(mark_of)

    @cached_property
    def has_tick(self) -> bool:
        """Whether some cell says "done": only "chưa có" may stand in a column of numbers as well."""
        return any((mark := mark_of(text)) is not None and mark.state is State.DONE for text in self._counts)

    @cached_property
    def counts(self) -> bool:
        """Whether the cells are numbers of people, pupils or households, and no codes of a state."""
        numbers = [
            int(text) for text in self._counts if text.isascii() and text.isdigit() and len(text) < _LONGEST_COUNT
        ]
        return len(numbers) == len(self._counts) and any(number > 3 and number not in _CODES for number in numbers)

    @cached_property
    def runs_on(self) -> bool:
        """Whether the cells number the people: each is one more than the one before, or begins again with 1."""
        if not all(text.isascii() and text.isdigit() and len(text) < _LONGEST_COUNT for text in self._counts):
            return False
        numbers = list(map(int, self.texts))
        counted = sum(after in (before + 1, 1) for before, after in pairwise(numbers))
        return self.distinct > 1 and counted >= _MARKED * (len(numbers) - 1)

    @property
    def distinct(self) -> int:
        """The number of different texts among the filled cells."""
        return len(self._counts)

    def commonest_marks(self, most: int) -> tuple[str, ...]:
        """The commonest texts that are marks."""
        return tuple(text for text, _ in self._counts.most_common() if mark_of(text) is not None)[:most]

    def fit(self, name: str) -> float:
        """How well the cells fit a field, 0 to 1."""
        kind = FieldRef.parse(name).kind
        if kind is FieldKind.TODO:  # words there say why
            return 1 - self.share(lambda text: DAY.match(text) or LONG_NUMBER.match(text))
        if kind in (FieldKind.STATE, FieldKind.DONE, FieldKind.NOT_APPLICABLE):
            return self.marks
        if kind is FieldKind.DONE_ON:
            return self.share(DAY.match)
        if name in _FITTING:
            return self.share(_FITTING[name].match)
        if name == "sex":
            return self.share(lambda text: fold(text).strip(" .") in SEXES)
        return 1.0

    def clashes(self, name: str) -> bool:
        """Whether the cells as a whole cannot be of a field; faults of single cells are reported cell by cell."""
        kind = FieldRef.parse(name).kind
        if kind in (FieldKind.STATE, FieldKind.DONE, FieldKind.NOT_APPLICABLE):
            return self.counts or self.share(lambda text: mark_of(text) or len(text) <= _SIGN or text in ERRORS) < 0.3
        if kind is FieldKind.TODO:
            return self.fit(name) < 0.3
        return name in _WORDS and (self.share(_is_no_word) > 0.5 or self.runs_on)


def _is_no_word(text: str) -> bool:
    mark = mark_of(text)
    ticked = mark is not None and mark.state is State.DONE and not text.isdigit()
    return ticked or DAY.match(text) is not None or (len(text) > 4 and text.isdigit())


def is_date(day: Cells, month: Cells, year: Cells) -> bool:
    """Whether three columns hold the days, months and years of birth dates."""
    return (
        len(year) > 0
        and 4 * min(len(day), len(month)) >= len(year)
        and year.share(BIRTH_YEAR.match) >= _MARKED
        and day.share(BIRTH_DAY.match) >= _MARKED
        and month.share(BIRTH_MONTH.match) >= _MARKED
    )


def weight(claim: Claim, cells: Cells, numbered_round: int) -> float:
    """How much speaks for a claim: above all its words, then its cells, the latest round, the filled cells."""
    if not len(cells):
        return 1.0
    whole = claim.field != "citizen_id" or cells.share(ELEVEN.match) > 0.25  # a school's "Mã định danh" has ten digits
    return 1 + whole + _SURE * claim.sure + cells.fit(claim.field) + numbered_round / 1000 + len(cells) / 1e6


def says_the_same(claim: Claim, lost: Claim, cells: Cells) -> bool:
    """Whether a column that lost the state of an item to another says it no less surely: "tự khai", "đã kiểm tra"."""
    same = claim.field == lost.field and FieldRef.parse(claim.field).kind is FieldKind.STATE
    return same and not lost.speaks_against and claim.sure - lost.sure < _ALIKE and cells.marks > _MARKED


def differ(rows: Sequence[Sequence[Cell]], column: int, other: int) -> bool:
    """Whether two columns say different things in some row."""
    both = ([clean(text_of(row[at])) if at < len(row) else "" for at in (column, other)] for row in rows)
    return any(one != two for one, two in both)


def agreement(
    rows: Sequence[Sequence[Cell]], ids: Mapping[int, CitizenId | None], column: int, field: str
) -> list[bool]:
    """Whether a sex or a birth date agrees with the CCCD of its row, for each row that has both.

    Args:
        rows: below the header.
        ids: place of a row among them -> what its CCCD says; None: it has no sound one.
        column: of the sex or the birth date.
        field: "sex", "birth_date" or "birth_year".
    """
    stated: list[bool] = []
    for place, read in ids.items():
        row = rows[place]
        text = text_of(row[column]) if column < len(row) else ""
        if read is None or not text:
            continue
        value = (sex if field == "sex" else birth_date)(text).value
        stated.append(value == read.sex if field == "sex" else (value or "")[:4] == str(read.birth_year))
    return stated


def best_assignment(weights: Mapping[tuple[int, str], float]) -> dict[int, str]:
    """Give each column at most one field and each field at most one column, with the greatest sum of weights.

    Args:
        weights: (column, field) -> how much speaks for it, above 0.
    """
    chosen: dict[int, str] = {}
    holders: dict[str, int] = {}
    by_column: dict[int, list[str]] = {}
    for column, name in weights:
        by_column.setdefault(column, []).append(name)
    for column in by_column:
        # The best chain of exchanges that gives this column a field: Bellman's way, over few columns and fields.
        gain = {column: 0.0}
        came: dict[str, int] = {}
        best: tuple[float, str | None, int] = (0.0, None, column)
        queue = [column]
        reached: dict[str, float] = {}
        while queue:
            at = queue.pop(0)
            kept = weights[at, chosen[at]] if at in chosen else 0.0
            if gain[at] - kept > best[0] and at in chosen:
                best = (gain[at] - kept, None, at)
            for name in by_column[at]:
                total = gain[at] - kept + weights[at, name]
                if name == chosen.get(at) or total <= reached.get(name, 0.0) + 1e-12:
                    continue
                reached[name], came[name] = total, at
                holder = holders.get(name)
                if holder is None:
                    if total > best[0]:
                        best = (total, name, at)
                elif holder != column:
                    gain[holder] = total
                    queue.append(holder)
        _exchange(chosen, holders, came, column, best)
    return chosen


def _exchange(
    chosen: dict[int, str],
    holders: dict[str, int],
    came: Mapping[str, int],
    column: int,
    best: tuple[float, str | None, int],
) -> None:
    """Give the last column of a chain a free field, or none, and each before it the field that the next one had."""
    gained, name, at = best
    if gained <= 0:
        return
    while True:
        before = chosen.pop(at, None)
        if name is not None:
            chosen[at], holders[name] = name, at
        if at == column:
            return
        assert before is not None  # noqa: S101 - only a column that holds a field is asked to give it up
        name, at = before, came[before]
