"""Decides which field each column of a table holds: by its header first, then by its cells.

Fields, spelt as in `store.field_ref`: `ordinal`, the names of `store.models.PERSON_FIELDS`, `department`, `unit`,
`timestamp`, `family_name`, `given_name`, `birth_day`, `birth_month`, `birth_year`, `male`, `female`, `birth_male`,
`birth_female`;
for an item `state.KEY`, or a pair `done.KEY` and `todo.KEY` with perhaps `na.KEY`; `reason.KEY`, `done_on.KEY`;
`total` in a table of counts. None: the column is not read.
"""

import re
from collections.abc import Sequence

from importers.cells.marks import mark_of
from importers.grids.grid import Cell, text_of
from importers.layout.checklist import Checklist
from importers.layout.header_words import meaning_of, meaning_under_title, says_todo
from importers.layout.heads import fold_header
from store.field_ref import FieldKind, FieldRef
from store.models import State
from store.receiving.plan import Column
from store.text import clean

#: Header texts of one column: all rows joined by " / ", the lowest row (`leaf`), and the row above that (`above`).
Head = tuple[str, str, str]

_NAME = re.compile(r"[^\W\d_]+(?:[ '-][^\W\d_]+)+\Z")
# Confidence, from 0 to 1.
_SURE_ENOUGH = 0.7  # below this a field is reported to the person, who is asked to check it
_BY_TITLE = 0.65  # of a header that names no item itself, under a title that does
# Shares of the filled cells of a column.
_MOST = 0.8
_MANY = 0.25  # in a short list most of the sampled rows may be sums, notes and signatures
#: Fields of numbers whose usual header ("CCCD", "BHYT") is also written over ticks: who has the card.
_NUMBERS_OR_TICKS = frozenset({"citizen_id", "insurance_number"})
_ROUND = re.compile(r"\b(?:thang|tuan|quy|dot|lan|ky)\s(\d{1,2})\b")
_BIRTH_YEAR = re.compile(r"(?:19[3-9]|20[01])\d(?:\.0)?\Z")
_BORN = re.compile(r"(?:\d{1,2}[/.-]\d{1,2}[/.-])?(?:19[3-9]|20[01])\d(?:\.0)?\Z|(?:19[3-9]|20[01])\d-\d\d-\d\d")
_LONG_NUMBER = re.compile(r"[\d\s.'`-]{9,}\Z")
_TWELVE = re.compile(r"\d{12}\Z")
_ELEVEN = re.compile(r"['`’]?(?:\d[ .]?){11,12}(?:\.0)?\Z")
_NEAR_TWELVE = re.compile(r"['`’]?(?:\d[ .]?){10,12}(?:\.?0)?\Z")
_INSURANCE = re.compile(r"(?:[A-Za-z]{2}\s?\d)?[\d\s]{9,16}\Z")
_DAY = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}")
_PHONE = re.compile(r"(?:\+?84|0)?[35789][\d\s.]{8,11}\Z")


def assign_fields(
    heads: Sequence[Head], rows: Sequence[Sequence[Cell]], items: Checklist, about: str = ""
) -> list[Column]:
    """Decide the field of every column, with the confidence of the decision.

    Args:
        heads: the header texts of each column.
        rows: a sample of the rows below the header.
        items: the checklist.
        about: the title that names the one item which the whole list is about, so that a column "Kết quả" is the state
            of that item; "": there is none.
    """
    return _Assignment(heads, rows, items, about).columns()


class _Assignment:
    """The fields of the columns of one table while the rules are applied one after the other.

    `cells` has the filled cells of each column of the sample; `fields` and `confidences` are lists by column.
    """

    def __init__(self, heads: Sequence[Head], rows: Sequence[Sequence[Cell]], items: Checklist, about: str) -> None:
        self.heads, self.rows, self.items = heads, rows, items
        self.cells = [
            [clean(text) for row in rows if column < len(row) and (text := text_of(row[column]))]
            for column in range(len(heads))
        ]
        meanings = [meaning_of(leaf, items, parent=above) for _, leaf, above in heads]
        self.fields = [meaning.field for meaning in meanings]
        self.confidences = [meaning.confidence for meaning in meanings]
        if about and not any(FieldRef.parse(field or "").item for field in self.fields):
            for column, (_, leaf, _) in enumerate(heads):
                if self._unknown(column) and (field := meaning_under_title(leaf, about, items).field):
                    self._set(column, field, _BY_TITLE)

    def columns(self) -> list[Column]:
        """Apply all rules in order, a later one may correct an earlier one; answers the columns with their fields."""
        self._find_birth_date()
        self._find_sex()
        self._split_repeated_name_header()
        self._correct_by_cells()
        self._split_name()
        self._give_reasons_and_days_to_items()
        self._reasons_that_tell_state()
        self.fields = settle_pairs(self.fields)
        self._one_column_each()
        return [
            Column(index, head, None if field is None else FieldRef.parse(field), round(confidence, 2))
            for index, ((head, _, _), field, confidence) in enumerate(
                zip(self.heads, self.fields, self.confidences, strict=True)
            )
        ]

    def _set(self, column: int, field: str | None, confidence: float) -> None:
        self.fields[column], self.confidences[column] = field, confidence

    def _share(self, column: int, test: re.Pattern[str]) -> float:
        """The share of the filled cells that match, 0.0 to 1.0; 0.0 for a column without filled cells."""
        texts = self.cells[column]
        return sum(test.match(text) is not None for text in texts) / len(texts) if texts else 0.0

    def _share_of_marks(self, column: int) -> float:
        """The share of the filled cells that are marks such as "x", "Đã" or "Chưa"."""
        texts = self.cells[column]
        return sum(mark_of(text) is not None for text in texts) / len(texts) if texts else 0.0

    def _has_tick(self, column: int) -> bool:
        """Whether some cell says "done": only "chưa có" may stand in a column of numbers as well."""
        return any(mark.state is State.DONE for text in self.cells[column] if (mark := mark_of(text)) is not None)

    def _find_birth_date(self) -> None:
        """Headers "Ngày", "Tháng", "Năm", a lone "Năm" over years, and "NS" over dates or years are the birth date."""
        if any((field or "").startswith("birth_") for field in self.fields):
            return
        for column, (_, leaf, above) in enumerate(self.heads):
            folded = fold_header(leaf)
            if above or self.fields[column] is not None:
                continue
            if folded in ("ns", "n s") and self._share(column, _BORN) >= _MOST:
                self._set(column, "birth_date", 0.8)
                return
            if folded != "nam" or self._share(column, _BIRTH_YEAR) < _MOST:
                continue
            self._set(column, "birth_year", 0.8)
            names = [fold_header(self.heads[at][1]) if at >= 0 else "" for at in (column - 2, column - 1)]
            if names == ["ngay", "thang"]:
                self._set(column - 2, "birth_day", 0.8)
                self._set(column - 1, "birth_month", 0.8)
            return

    def _find_sex(self) -> None:
        """Headers "Nam" and "Nữ" are the sex; but "Nam" under "Ngày sinh" with no "Nữ" beside it is "Năm", the year."""
        for column, (_, leaf, above) in enumerate(self.heads):
            folded = fold_header(leaf)
            if self.fields[column] is None and folded in ("nam", "nu") and not above:
                self._set(column, "male" if folded == "nam" else "female", 0.8)
        if "birth_male" in self.fields and "birth_female" not in self.fields:
            self.fields[self.fields.index("birth_male")] = "birth_year"

    def _correct_by_cells(self) -> None:
        """Correct the field where the cells contradict the header: "CCCD" is written over numbers and over ticks."""
        for column, field in enumerate(self.fields):
            if not self.cells[column]:
                continue
            marks, numbers = self._share_of_marks(column), self._share(column, _LONG_NUMBER)
            is_state = field is not None and FieldRef.parse(field).kind in (FieldKind.STATE, FieldKind.DONE)
            if is_state and marks < 0.3:
                self._correct_state(column, numbers)
            elif field in _NUMBERS_OR_TICKS and numbers == 0 and marks > 0.8 and self._has_tick(column):
                item = self.items.ticked.get(field)
                self._set(column, FieldRef.state(item.key) if item else None, item.sure if item else 0.8)
            elif field == "ordinal" and numbers > 0.5:
                self._set(column, "citizen_id" if "citizen_id" not in self.fields else None, 0.7)
            elif self._unknown(column) and "citizen_id" not in self.fields and self._share(column, _TWELVE) > 0.8:
                self._set(column, "citizen_id", 0.6)
            elif field == "full_name" and self.fields.count("full_name") > 1 and self._share(column, _NAME) < 0.3:
                self._set(column, None, 0.0)

    def _unknown(self, column: int) -> bool:
        """Whether the header was not understood; a header that is known, but not read, has a confidence above 0."""
        return self.fields[column] is None and self.confidences[column] == 0.0

    def _correct_state(self, column: int, numbers: float) -> None:
        """A header that was read as an item's state stands over numbers: take it as the field of those numbers."""
        leaf = fold_header(self.heads[column][1])
        if self._share(column, _INSURANCE) > _MANY and re.search(r"bhyt|bao hiem", leaf):
            self._set(column, "insurance_number", 0.8)
        elif self._share(column, _PHONE) > _MANY and "dien thoai" in leaf:
            self._set(column, "phone", 0.8)
        elif numbers > _MANY and re.search(r"cccd|can cuoc|dinh danh", leaf):
            self._set(column, "citizen_id", 0.9)

    def _give_reasons_and_days_to_items(self) -> None:
        """Give a column of reasons, or of days, whose header names no item to the item at its left."""
        left: str | None = None
        for column, field in enumerate(self.fields):
            if field is None:
                continue
            ref = FieldRef.parse(field)
            if field == "reason":
                self._set(column, FieldRef.reason(left) if left else "note", 0.85 if left else 0.6)
            elif field == "done_on":
                beside = left is not None and column > 0 and FieldRef.parse(self.fields[column - 1] or "").item == left
                days = self._share(column, _DAY) > _MANY
                self._set(
                    column,
                    FieldRef.done_on(left) if left and beside and days else None,
                    0.85 if beside and days else 0.0,
                )
            elif ref.tells_state:
                left = ref.item

    def _reasons_that_tell_state(self) -> None:
        """Read "Chưa có VNeID mức 2 (ghi lý do)" as the state too, if no other column has it: words mean not done."""
        for column, field in enumerate(self.fields):
            ref = FieldRef.parse(field or "")
            if ref.kind is not FieldKind.REASON or ref.item is None or not says_todo(self.heads[column][1]):
                continue
            sides = (FieldKind.STATE, FieldKind.DONE, FieldKind.TODO)
            if not {FieldRef.of_item(side, ref.item) for side in sides} & set(self.fields):
                self._set(column, FieldRef.of_item(FieldKind.TODO, ref.item), self.confidences[column])

    def _split_repeated_name_header(self) -> None:
        """Two columns "Họ và tên" are family and given name, if the right one has a single word in every row."""
        for column in range(len(self.heads) - 1):
            beside = column + 1
            while beside + 1 < len(self.heads) and self._is_empty(beside):
                beside += 1
            alike = bool(self.heads[column][0]) and self.heads[column][0] == self.heads[beside][0]
            if alike and self.fields[column] == "full_name" and self._one_word_each(column, beside):
                self._set(column, "family_name", self.confidences[column])
                self._set(beside, "given_name", 0.8)
                return

    def _is_empty(self, column: int) -> bool:
        """Whether a column has no header and no letters: it was left between two others, perhaps numbered."""
        return not self.heads[column][0] and not any(map(str.isalpha, "".join(self.cells[column])))

    def _split_name(self) -> None:
        """One header "Họ và tên" over two columns is family name at the left, given name at the right."""
        fields = self.fields
        if "full_name" in fields:
            column = fields.index("full_name")
            beside = column + 1
            if beside < len(fields) and self._is_given_name(column, beside):
                self._set(column, "family_name", self.confidences[column])
                self._set(beside, "given_name", 0.8)
        elif "given_name" in fields and "family_name" not in fields:
            fields[fields.index("given_name")] = "full_name"
        elif "family_name" in fields and "given_name" not in fields:
            fields[fields.index("family_name")] = "full_name"

    def _is_given_name(self, column: int, beside: int) -> bool:
        """Whether the column beside a column of names holds the given names that belong to it."""
        same_head = bool(self.heads[beside][0]) and self.heads[beside][0] == self.heads[column][0]
        if self.heads[beside][0] and not same_head and self.fields[beside] != "given_name":
            return False
        texts = self.cells[beside]
        named = sum(all(part.isalpha() for part in text.split()) and text[0].isupper() for text in texts)
        short = sum(len(text.split()) <= 2 for text in texts)
        one_word = sum(len(text.split()) == 1 and len(text) > 1 for text in texts)
        if not texts or named < 0.8 * len(texts) or short < 0.8 * len(texts) or one_word < 0.5 * len(texts):
            return False
        # With another header, as beside a column of whole names, a short name is a nickname.
        return same_head or not self.heads[beside][0]

    def _one_word_each(self, column: int, beside: int) -> bool:
        """Whether the right column has one word in nearly every row in which the left one has letters."""
        both = [(text_of(row[column]), clean(text_of(row[beside]))) for row in self.rows if beside < len(row)]
        head = clean(self.heads[beside][1])  # the header is repeated on later pages
        names = [right for left, right in both if right not in ("", head) and any(map(str.isalpha, left))]
        return bool(names) and sum(right.isalpha() for right in names) >= 0.8 * len(names)

    def _one_column_each(self) -> None:
        """Leave each field to one column, the best by `_rank`; the others are not read."""
        first: dict[str, int] = {}
        for column, field in enumerate(self.fields):
            if field is None or field == "note":
                continue
            if field in first:
                best = max(first[field], column, key=lambda c: (*self._rank(c), -c))
                loser = column if best != column else first[field]
                first[field] = best
                self._set(loser, None, 0.0)
            else:
                first[field] = column

    def _rank(self, column: int) -> tuple[bool, float, float, int, int]:
        """Sort key, higher is better: whole numbers, confidence, fitting cells, latest round, filled cells."""
        fit = 1.0
        if self.fields[column] == "citizen_id":
            fit = round(self._share(column, _NEAR_TWELVE), 1)
        elif FieldRef.parse(self.fields[column] or "").kind in (FieldKind.STATE, FieldKind.DONE):
            fit = round(self._share_of_marks(column), 1)
        filled = len(self.cells[column])
        # A school's "Mã định danh" has ten digits and is no CCCD number.
        has_whole_numbers = self.fields[column] != "citizen_id" or self._share(column, _ELEVEN) > _MANY
        # Of "Mức 2 (tháng 5)" and "Mức 2 (tháng 6)" the latest is read.
        numbered_round = _ROUND.search(fold_header(self.heads[column][0]))
        return (
            has_whole_numbers,
            self.confidences[column] if filled else 0.0,
            fit,
            int(numbered_round[1]) if numbered_round and filled else 0,
            filled,
        )


def settle_pairs(fields: Sequence[str | None]) -> list[str | None]:
    """Make `done.KEY` a `state.KEY` unless a column `todo.KEY` or `na.KEY` forms a pair with it, and the reverse."""
    settled = list(fields)
    for column, field in enumerate(fields):
        ref = FieldRef.parse(field or "")
        if ref.item is None or ref.kind not in (FieldKind.STATE, FieldKind.DONE):
            continue
        done = FieldRef.of_item(FieldKind.DONE, ref.item)
        beside = any(FieldRef.of_item(side, ref.item) in fields for side in (FieldKind.TODO, FieldKind.NOT_APPLICABLE))
        if ref.kind is FieldKind.DONE and not beside:
            settled[column] = FieldRef.state(ref.item)
        elif ref.kind is FieldKind.STATE and beside and done not in settled:
            settled[column] = done
    return settled


def is_unread(column: Column) -> bool:
    """Whether the header was not understood; what is known, and not kept, has a high confidence."""
    return column.field is None and column.confidence < _SURE_ENOUGH


def unread_columns(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[Column]:
    """The columns with filled cells whose header was not understood.

    Columns of known headers that are deliberately not read have a high confidence and are left out.
    """
    return [
        column
        for column in columns
        if is_unread(column) and any(column.index < len(row) and text_of(row[column.index]) for row in rows)
    ]


def doubtful_columns(columns: Sequence[Column]) -> list[Column]:
    """The columns that were taken as an item with a low confidence; the person is asked to check them."""
    return [c for c in columns if c.field and c.field.item and c.confidence < _SURE_ENOUGH]
