"""Classifies the rows below a header: people, departments, sums, signatures, notes."""

from collections.abc import Sequence
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from importers.cells.marks import mark_of
from importers.cells.names import SURNAMES, looks_like_person, without_title
from importers.grids.grid import ERRORS, Cell, text_of
from importers.layout.section_names import BULLET, ROMAN, SECTION_MARK, has_letters, opens_unit, section_name
from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from importers.sender.unit_name import (
    is_agency,
    is_class,
    is_department,
    is_unit,
    names_unit,
)
from store.receiving.plan import Column
from store.text import clean, fold

_WORDS = lexicon("rows")
_TOTAL, _SUM_WORDS, _NOTE = map(_WORDS.pattern, ("total", "sum_words", "note"))
_INSTRUCTION, _EXAMPLE, _VACANT, _PAGE = map(_WORDS.pattern, ("instruction", "example", "vacant", "page"))
_EMPTY_BOXES = frozenset({"FALSE", "False", "false", "☐", "□", "❏"})
_NO_DEPARTMENT = _WORDS.pattern("no_department")
_SIGNATURE, _SIGNER = _WORDS.pattern("signature"), _WORDS.pattern("signer")
_BEFORE_NUMBER = " '`’\u00a0\u200b\ufeff"  # what people and programs put before digits, to keep them as text
_NUMBER_BEFORE = when_needed(r"\d+\s*[.)/-]\s*(?=\D)")
_BEHIND_NAME = when_needed(r"\s*(\(|\*|\s-\s).*")
_BEGIN_REMARK = frozenset("(*-")
_OPENS = when_needed(r"(?:[IVX]+|[A-HĐ])[.)/]?")  # of a row that opens a part of the list
_CHAPTER_MARK = when_needed(r"(?:[IVXLC]+|[A-ZĐ])\s*[.)]\s*(?=\S)")
_COLUMN_NUMBER = when_needed(r"[(\[]?(?:(\d{1,2})\s*(?:=.*)?|[A-Ea-e])[)\]]?")
_STRONG = ("citizen_id", "birth_date", "birth_year", "birth_male", "birth_female", "phone", "insurance_number")
_NO_PROOF = ("ordinal", "full_name", "family_name", "middle_name", "given_name", "department", "unit", "timestamp")


_FEWEST_DIGITS = 4  # of a year
_LONGEST_SIGNATURE = 300  # characters
_LONGEST_BEGINNING = 100  # characters of a cell that may begin as an instruction does
_LONGEST_NAME = 500  # characters of a cell of names, its remark included, of which more would tell nothing
_AMBIGUOUS = frozenset({"tong", "an", "so", "ty"})  # Tống, but also Tổng số; An, but also Ấn định …
_HEAD_OF_NAMES = frozenset({"họ", "ho"})  # "Họ tên", beside Hồ
_ALSO_OF_SUMS = frozenset(
    {"cong", "toan", "ca", "mang", "trang", "tu", "danh", "bang"}
)  # rarer: Trang, but also Trang trước mang sang
_LONGEST_SUM = 2  # words of a sum that are a name too: "Tổng Cộng"
_LONGEST_NUMBER = 8  # characters of a number before a name; a longer text that begins with a digit is a heading


class Kind(Enum):
    """The kind of a row below a header."""

    PERSON = "person"
    NAMELESS = "nameless"  # data, and nobody named
    SECTION = "section"  # the department of the rows below it
    SIGNATURE = "signature"
    TOTAL = "total"  # what the list says that its rows come to
    VACANT = "vacant"  # a place that nobody fills
    HEADS = "heads"  # numbers of columns or pages; the heads of the columns once more; how to fill them in
    NOTHING = "nothing"  # blank, a note
    REPORTED = "reported"  # not understood, and a remark says so


class Verdict(NamedTuple):
    """A row's kind; of a section its name."""

    kind: Kind
    section: str = ""


NOTHING = Verdict(Kind.NOTHING)
HEADS = Verdict(Kind.HEADS)
PERSON = Verdict(Kind.PERSON)
SIGNATURE = Verdict(Kind.SIGNATURE)
TOTAL = Verdict(Kind.TOTAL)


class RowReader:
    """Classifies the rows of one table."""

    def __init__(self, columns: Sequence[Column]) -> None:
        by_field = {str(column.field): column.index for column in columns if column.field}
        self.ordinal = by_field.get("ordinal")
        name = by_field.get("full_name", by_field.get("family_name"))
        label = next((c.index for c in columns if c.field in ("department", "unit")), min(1, len(columns) - 1))
        self.counts = name is None  # a table of counts: its rows are departments
        self.name = label if name is None else name
        self.given = by_field.get("given_name")
        self.proof = [c.index for c in columns if c.field and c.field not in _NO_PROOF]
        self.strong = [by_field[field] for field in _STRONG if field in by_field]
        self.states = [c.index for c in columns if c.field and c.field.tells_state]
        self._first_words: dict[str, bool] = {}

    def is_plainly_somebody(self, row: Sequence[Cell]) -> bool:
        """Quick test for most people: a name that begins with a family name, and a number or a mark beside it."""
        if self.counts or len(row) <= self.name:
            return False
        name = row[self.name]
        if not isinstance(name, str) or len(name) < 5:
            return False
        first = name.partition(" ")[0]
        known = self._first_words.get(first)
        if known is None:
            folded = fold(first)
            known = folded in SURNAMES and folded not in _AMBIGUOUS and first.lower() not in _HEAD_OF_NAMES
            self._first_words[first] = known
        if not known:
            return False
        is_numbered = self.is_numbered(row)
        if not is_numbered and (self._is_example(row) or self._is_sum(name, first)):
            return False
        return self._has_strong(row) or (is_numbered and self._marks(row) > 0)

    @staticmethod
    def _is_sum(name: str, first: str) -> bool:
        """Whether a cell of names is of a sum whose first word is a family name too: "Mang sang trang sau"."""
        return fold(first) in _ALSO_OF_SUMS and is_total(name)

    def names_somebody(self, row: Sequence[Cell]) -> bool:
        """Whether the cell of names reads as a person's; such a row is never a header."""
        whole = f"{self._at(row, self.name)} {self._at(row, self.given)}"
        return not self.counts and names_person(whole)

    def may_be_heads(self, row: Sequence[Cell]) -> bool:
        """Whether a row right below the heads names nobody for sure and has no date or number: "Chữ in hoa | 12 số"."""
        if self.counts or self.is_numbered(row) or self.names_somebody(row):
            return False
        return all(sum(map(str.isdigit, self._at(row, column))) < _FEWEST_DIGITS for column in self.strong)

    def confident(self, row: Sequence[Cell]) -> bool:
        """Whether the row has a figure; of people, whether it is numbered, or has a number, a date or a mark."""
        if self.counts:
            return any(column < len(row) and _is_number(row[column]) for column in self.proof)
        return self.is_numbered(row) or self._has_strong(row) or self._marks(row) > 0

    def is_numbered(self, row: Sequence[Cell]) -> bool:
        """Whether a number stands where the table numbers its people; a header has a word there."""
        if self.ordinal is None or self.ordinal >= len(row):
            return False
        cell = row[self.ordinal]
        return _is_number(cell) and not (isinstance(cell, str) and len(cell) > _LONGEST_NUMBER)

    def _has_strong(self, row: Sequence[Cell]) -> bool:
        for column in self.strong:  # noqa: SIM110 - asked of every row, and a generator takes twice the time
            if column < len(row) and _is_number(row[column]):
                return True
        return False

    def _marks(self, row: Sequence[Cell]) -> int:
        texts = [text for column in self.states if column < len(row) and (text := text_of(row[column]))]
        return sum(mark_of(text) is not None for text in texts)

    def classify(self, row: Sequence[Cell]) -> Verdict:
        """Decide the kind of a row, and of a section its name."""
        texts = [text for cell in row if (text := text_of(cell))]
        if not texts:
            return NOTHING
        ordinal, name = self._at(row, self.ordinal), self._at(row, self.name)
        numbered = self.is_numbered(row)
        if len(texts) == 1 and _PAGE.fullmatch(fold(texts[0])):
            return HEADS
        if len(texts) == 1 and not self.counts and is_class(section_name(texts[0])):
            return Verdict(Kind.SECTION, section_name(texts[0]))  # "6A" begins with a digit, as a person's number does
        if (
            not (self.counts or numbered)
            and len(texts) <= 2
            and _NO_DEPARTMENT.fullmatch(fold(section_name(texts[-1])))
        ):
            at = next(column for column, cell in enumerate(row) if text_of(cell) == texts[-1])
            if at <= self.name:
                return Verdict(Kind.SECTION, section_name(texts[-1]))
        if (len(name) < 5 and _numbers_columns(texts)) or self._is_example(row) or self._instructs(texts, name):
            return HEADS
        whole = f"{name} {self._at(row, self.given)}".strip()
        if (is_total(name) and not self._is_of_a_person(row, whole)) or (
            not numbered and texts[0] != name and is_total(texts[0])
        ):
            return TOTAL
        if not self.counts and not self._has_strong(row) and _VACANT.fullmatch(fold(name).strip("([ ])-.")):
            return Verdict(Kind.VACANT)
        if self._is_signature(row, texts, name, whole, numbered):
            return SIGNATURE
        if ROMAN.match(name.rstrip(".")) and not self._has_strong(row) and texts[-1] != name:
            return Verdict(Kind.SECTION, section_name(texts[texts.index(name) + 1]))
        if not (self.counts or numbered) and len(texts) == 2 and texts[0] == name and _OPENS.fullmatch(name):
            return Verdict(Kind.SECTION, section_name(texts[1]))
        if not self.counts and len(texts) == 2 and texts[1] == name and _OPENS.fullmatch(texts[0]):
            heading = section_name(name)  # the mark may stand in a column of numbers: "I | Trường THCS Núi Tô"
            if is_unit(heading) or is_agency(heading) or is_department(heading):
                return Verdict(Kind.SECTION, heading)
        if name and (self.counts or has_letters(name)):
            return self._of_named(row, ordinal, name, numbered)
        return self._of_nameless(row, texts, numbered)

    @staticmethod
    def level_of(row: Sequence[Cell]) -> str:
        """How a row that opens a part of the list is numbered: parts of one kind are numbered alike."""
        first = next((text for cell in row if (text := text_of(cell))), "")
        mark = first.partition(" ")[0].rstrip(".):-/") if SECTION_MARK.match(first) else first.rstrip(".")
        if ROMAN.match(mark):
            return "roman"
        if mark.isdigit():
            return "number"
        return "letter" if len(mark) == 1 else "none"

    def _is_example(self, row: Sequence[Cell]) -> bool:
        """Whether the row shows how the form is filled in: "VD | Nguyễn Văn A", "Ví dụ: Trần Thị B"."""
        if self.counts:
            return False
        ordinal, name = self._at(row, self.ordinal), self._at(row, self.name)
        begins = not ordinal.isdigit() and _EXAMPLE.fullmatch(fold(ordinal)) is not None
        return begins or (":" in name and _EXAMPLE.fullmatch(fold(name.partition(":")[0])) is not None)

    def _instructs(self, texts: Sequence[str], name: str) -> bool:
        """Whether the row says what is to be written into the columns: "Ghi in hoa | dd/mm/yyyy | 12 số"."""
        if self.counts or names_person(name):
            return False
        if len(texts) == 1 and texts[0] == name:  # alone below the head of names
            return _INSTRUCTION.match(fold(name[:_LONGEST_BEGINNING])) is not None and not is_department(name)
        begins = (text[:_LONGEST_BEGINNING] for text in texts if mark_of(text) is None)
        instructed = [_INSTRUCTION.match(fold(text)) is not None for text in begins]
        return sum(instructed) > 1 and 2 * sum(instructed) > len(instructed)

    def _is_of_a_person(self, row: Sequence[Cell], name: str) -> bool:
        """Whether a name that folds like a sum is a person's, as Tống Công Hiếu: by a long number, or by its tones."""
        if self.counts or not names_person(name):
            return False
        has_number = any(sum(map(str.isdigit, self._at(row, column))) >= 8 for column in self.strong)
        words = clean(name).lower().split()
        counted = words[:-1] if len(words) > _LONGEST_SUM else words  # "Tống Công Tổng": the last is a given name
        return has_number or _SUM_WORDS.search(" ".join(counted)) is None

    def _is_signature(self, row: Sequence[Cell], texts: Sequence[str], name: str, whole: str, numbered: bool) -> bool:
        """Whether the row is a signature; `whole` is the name with the given name from a column of its own."""
        if numbered or self._has_strong(row) or self._marks(row):
            return False
        if len(texts) == 2 and texts[1] == name and ROMAN.match(texts[0].rstrip(".")):
            return False  # "II | Lãnh đạo" opens a department
        folded = [fold(text) for text in texts if len(text) < _LONGEST_SIGNATURE]
        if any(map(_SIGNATURE.search, folded)):
            return not names_person(whole)
        return any(map(_SIGNER.match, folded)) and (not name or not names_person(whole))

    def _of_named(self, row: Sequence[Cell], ordinal: str, name: str, numbered: bool) -> Verdict:
        strong = self._has_strong(row)
        if not self.counts and not strong:
            heading = section_name(name)
            marked = ROMAN.match(ordinal.rstrip(".")) or (ordinal and len(ordinal) <= 2 and ordinal[0].isalpha())
            # "Tô Văn Phòng" may be a person, "Tổ Văn phòng" is not: where marks are written they tell.
            spelt_as_department = not numbered and not name.isascii() and is_department(heading)
            somebody = self._marks(row) and looks_like_person(name) and not spelt_as_department
            if (marked or is_department(heading)) and not somebody:
                return Verdict(Kind.SECTION, heading)
            if (names_unit(heading) or (numbered and is_agency(heading))) and not self._proof(row):
                return Verdict(Kind.SECTION, heading)  # "1 | Trường Tiểu học A" numbers the units
        if self.counts:
            chapter = ROMAN.match(ordinal.rstrip(".")) or _CHAPTER_MARK.match(name)
            return Verdict(Kind.SECTION, section_name(name)) if chapter and not self._proof(row) else PERSON
        if strong or numbered or self._proof(row) or self._at(row, self.given):
            return PERSON
        return _alone(name)

    def _of_nameless(self, row: Sequence[Cell], texts: Sequence[str], numbered: bool) -> Verdict:
        """Classify a row without a name: a department across the table, a sum, or somebody whose name was left out."""
        strong, marks = self._has_strong(row), self._marks(row)
        heading = section_name(texts[0])
        is_note = BULLET.match(texts[0]) is not None and texts[0].endswith((".", ";"))
        if len(texts) == 1 and not (self.counts or is_note) and (is_department(heading) or opens_unit(texts[0])):
            return Verdict(Kind.SECTION, heading)  # it begins where the table does
        if len(texts) == 2 and not self.counts and names_unit(heading) and is_total(texts[1]):
            return Verdict(Kind.SECTION, heading)  # its number of people stands beside it
        if self.counts:
            return NOTHING if len(texts) > 1 else _alone(texts[0])
        beside = self._besides_ordinal(row)
        if beside and all(cell is False or text_of(cell) in _EMPTY_BOXES for cell in beside):
            return Verdict(Kind.VACANT)  # boxes that stand ready for somebody
        if not self._proof(row):
            # A lone number is a line that nobody filled in.
            text = texts[1] if len(texts) == 2 and _OPENS.fullmatch(texts[0]) else texts[0]
            alone = _alone(text) if len(texts) <= 2 and not numbered and has_letters(text) else NOTHING
            return Verdict(Kind.NAMELESS) if alone is PERSON else alone
        # One text alone is a reason on a line of its own, though it says "chưa" too.
        at = (self._at(row, column) for column in self.proof)
        words = self._proof(row) > 1 and any(has_letters(text) and text not in ERRORS for text in at)
        if strong or (numbered and marks) or (marks and words):
            return Verdict(Kind.NAMELESS)
        return NOTHING

    def _proof(self, row: Sequence[Cell]) -> int:
        return sum(bool(self._at(row, column)) for column in self.proof)

    def _besides_ordinal(self, row: Sequence[Cell]) -> list[Cell]:
        return [cell for column, cell in enumerate(row) if column != self.ordinal and cell not in (None, "")]

    @staticmethod
    def _at(row: Sequence[Cell], column: int | None) -> str:
        return text_of(row[column]) if column is not None and column < len(row) else ""


def names_person(text: str) -> bool:
    """Whether a cell of names reads as a person's, its number or title before and its remark behind left aside."""
    typed = text.strip()[:_LONGEST_NAME]
    name = _NUMBER_BEFORE.sub("", typed, count=1) if any(map(str.isdigit, typed)) else typed
    if not _BEGIN_REMARK.isdisjoint(name):
        name = _BEHIND_NAME.sub("", name)
    name = clean(name)
    return looks_like_person(name) or looks_like_person(without_title(name))


def _numbers_columns(texts: Sequence[str]) -> bool:
    """`(1) (2) (3)` or `A B 1 2 3=4+5` below a header."""
    found = [_COLUMN_NUMBER.fullmatch(text) for text in texts]
    numbers = [int(match[1]) for match in found if match is not None and match[1]]
    in_order = all(after == before + 1 for before, after in pairwise(numbers))
    lettered = "".join(texts).lower().startswith("ab") and len(numbers) < len(texts)
    return (len(numbers) >= 2 or lettered) and len(texts) >= 3 and all(found) and in_order


def is_total(text: str) -> bool:
    """Whether a text heads a sum, a rate or the number of people of a list."""
    folded = fold(text)
    return bool(text) and _TOTAL.match(folded) is not None


def _alone(text: str) -> Verdict:
    """Classify a row of one text: a department, a person without data, or a note."""
    heading = section_name(text)
    is_note = BULLET.match(text) is not None and text.endswith((".", ";"))
    if is_class(heading):
        return Verdict(Kind.SECTION, heading)
    if not is_note and (is_department(heading) or is_unit(heading)):
        return Verdict(Kind.SECTION, heading)
    if fold(text).startswith("danh sach"):
        return NOTHING  # the title of the next list, though "Danh" is a family name
    if looks_like_person(clean(text)):
        return PERSON
    if (
        _NOTE.match(fold(text))
        or _NOTE.match(fold(heading))
        or len(heading.split()) > 10
        or heading.endswith((".", ";"))
    ):
        return NOTHING
    marked = SECTION_MARK.match(text) is not None
    if marked or (text.isupper() and len(heading) > 2) or not any(c.isdigit() for c in heading):
        return Verdict(Kind.SECTION, heading) if has_letters(heading) else NOTHING
    return NOTHING


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return cell[:1].isdigit() or cell.strip(_BEFORE_NUMBER)[:1].isdigit()
    return cell is not None and not isinstance(cell, bool)
