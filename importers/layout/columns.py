"""Decides which field each column of a table holds: by its header first, then by its cells.

Fields: `ordinal`, the names of `store.models.PERSON_FIELDS`, `department`, `unit`, `timestamp`, `family_name`,
`given_name`, `birth_day`, `birth_month`, `birth_year`, `male`, `female`, `birth_male`, `birth_female`;
for an item `state.KEY`, a pair `done.KEY` and `todo.KEY` with perhaps `na.KEY`, `reason.KEY`, `done_on.KEY`;
`total` in a table of counts; None: passed over.
"""

import re
from collections.abc import Sequence

from importers.cells.marks import mark_of
from importers.grids.grid import Cell, text_of
from importers.layout.checklist import Checklist
from importers.layout.header_words import (
    meaning_of,
    meaning_under_title,
    says_todo,
)
from importers.layout.heads import fold_header
from store.field_ref import FieldKind, FieldRef
from store.models import State
from store.receiving.plan import Column
from store.text import clean

Head = tuple[str, str, str]  # of a column: all its heads joined, the lowest, and the one above that

_NAME = re.compile(r"[^\W\d_]+(?:[ '-][^\W\d_]+)+\Z")
_SURE_ENOUGH = 0.7
_MOST = 0.8
_TICKED = frozenset({"citizen_id", "insurance_number"})  # numbers whose head stands over ticks as well
_BY_TITLE = 0.65  # a head that names no item: the person is asked to look
_MANY = 0.25  # of a short list's sample the larger part may be sums, notes and signatures


def assign(heads: Sequence[Head], rows: Sequence[Sequence[Cell]], items: Checklist, about: str = "") -> list[Column]:
    """The field of every column.

    Args:
        heads: of each column its headers.
        rows: some of the rows below, to see what the cells hold.
        items: the checklist.
        about: the title that names the one item of the list: "Kết quả" tells of it.
    """
    return _Assignment(heads, rows, items, about).columns()


class _Assignment:
    """The fields of one table's columns while they are being decided."""

    def __init__(self, heads: Sequence[Head], rows: Sequence[Sequence[Cell]], items: Checklist, about: str) -> None:
        self.heads, self.rows, self.items = heads, rows, items
        self.cells = [
            [clean(text) for row in rows if column < len(row) and (text := text_of(row[column]))]
            for column in range(len(heads))
        ]
        meanings = [meaning_of(leaf, items, parent=above) for _, leaf, above in heads]
        self.fields = [meaning.field for meaning in meanings]
        self.sure = [meaning.confidence for meaning in meanings]
        if about and not any(FieldRef.parse(field or "").item for field in self.fields):
            for column, (_, leaf, _) in enumerate(heads):
                if self._unknown(column) and (field := meaning_under_title(leaf, about, items).field):
                    self._set(column, field, _BY_TITLE)

    def columns(self) -> list[Column]:
        """Apply all rules in order; answers the columns with their fields."""
        self._born_in_parts()
        self._sexes()
        self._split_one_head()
        self._look_at_cells()
        self._split_name()
        self._reasons_to_items()
        self._lacks_with_reason()
        self.fields = paired(self.fields)
        self._one_column_each()
        return [
            Column(index, head, None if field is None else FieldRef.parse(field), round(sure, 2))
            for index, ((head, _, _), field, sure) in enumerate(zip(self.heads, self.fields, self.sure, strict=True))
        ]

    def _set(self, column: int, field: str | None, sure: float) -> None:
        self.fields[column], self.sure[column] = field, sure

    def _share(self, column: int, test: re.Pattern[str]) -> float:
        texts = self.cells[column]
        return sum(test.match(text) is not None for text in texts) / len(texts) if texts else 0.0

    def _marks(self, column: int) -> float:
        texts = self.cells[column]
        return sum(mark_of(text) is not None for text in texts) / len(texts) if texts else 0.0

    def _ticks(self, column: int) -> bool:
        """Whether anything is ticked: "chưa có" alone stands in a column of numbers as well."""
        return any(mark.state is State.DONE for text in self.cells[column] if (mark := mark_of(text)) is not None)

    def _born_in_parts(self) -> None:
        """Heads "Ngày", "Tháng", "Năm" or a lone "Năm", with nothing over them, over years; "NS" over dates too."""
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

    def _sexes(self) -> None:
        """Columns "Nam" and "Nữ" without a head over them, and "Nam" under "Ngày sinh" without a "Nữ" beside it."""
        for column, (_, leaf, above) in enumerate(self.heads):
            folded = fold_header(leaf)
            if self.fields[column] is None and folded in ("nam", "nu") and not above:
                self._set(column, "male" if folded == "nam" else "female", 0.8)
        if "birth_male" in self.fields and "birth_female" not in self.fields:
            self.fields[self.fields.index("birth_male")] = "birth_year"

    def _look_at_cells(self) -> None:
        """Where the cells say otherwise than the header, the cells lead: "CCCD" heads numbers and ticks alike."""
        for column, field in enumerate(self.fields):
            if not self.cells[column]:
                continue
            marks, numbers = self._marks(column), self._share(column, _LONG_NUMBER)
            is_state = field is not None and FieldRef.parse(field).kind in (FieldKind.STATE, FieldKind.DONE)
            if is_state and marks < 0.3:
                self._correct_state(column, numbers)
            elif field in _TICKED and numbers == 0 and marks > 0.8 and self._ticks(column):
                item = self.items.ticked.get(field)  # "CCCD" heads numbers, and ticks of those who have the card
                self._set(column, FieldRef.state(item.key) if item else None, item.sure if item else _MOST)
            elif field == "ordinal" and numbers > 0.5:
                self._set(column, "citizen_id" if "citizen_id" not in self.fields else None, 0.7)
            elif self._unknown(column) and "citizen_id" not in self.fields and self._share(column, _TWELVE) > 0.8:
                self._set(column, "citizen_id", 0.6)
            elif field == "full_name" and self.fields.count("full_name") > 1 and self._share(column, _NAME) < 0.3:
                self._set(column, None, 0.0)

    def _unknown(self, column: int) -> bool:
        """Whether the header was neither understood nor known as something that is not kept."""
        return self.fields[column] is None and self.sure[column] == 0.0

    def _correct_state(self, column: int, numbers: float) -> None:
        """A header that could be an item's, over cells that are no marks: numbers, cards, phones or days."""
        leaf = fold_header(self.heads[column][1])
        if self._share(column, _INSURANCE) > _MANY and re.search(r"bhyt|bao hiem", leaf):
            self._set(column, "insurance_number", 0.8)
        elif self._share(column, _PHONE) > _MANY and "dien thoai" in leaf:
            self._set(column, "phone", 0.8)
        elif numbers > _MANY and re.search(r"cccd|can cuoc|dinh danh", leaf):
            self._set(column, "citizen_id", 0.9)

    def _reasons_to_items(self) -> None:
        """A column of reasons, or of days, that names no item belongs to the item at its left."""
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

    def _lacks_with_reason(self) -> None:
        """ "Chưa có VNeID mức 2 (ghi lý do)" where nothing else tells the state: who has words there lacks it."""
        for column, field in enumerate(self.fields):
            ref = FieldRef.parse(field or "")
            if ref.kind is not FieldKind.REASON or ref.item is None or not says_todo(self.heads[column][1]):
                continue
            sides = (FieldKind.STATE, FieldKind.DONE, FieldKind.TODO)
            if not {FieldRef.of_item(side, ref.item) for side in sides} & set(self.fields):
                self._set(column, FieldRef.of_item(FieldKind.TODO, ref.item), self.sure[column])

    def _split_one_head(self) -> None:
        """The same head "Họ và tên" twice: họ đệm and tên, where one word stands beside every text."""
        for column in range(len(self.heads) - 1):
            beside = column + 1
            while beside + 1 < len(self.heads) and self._is_empty(beside):
                beside += 1
            alike = bool(self.heads[column][0]) and self.heads[column][0] == self.heads[beside][0]
            if alike and self.fields[column] == "full_name" and self._one_word_each(column, beside):
                self._set(column, "family_name", self.sure[column])
                self._set(beside, "given_name", 0.8)
                return

    def _is_empty(self, column: int) -> bool:
        """A column without a head and without words, left between two others; its number may stand in it."""
        return not self.heads[column][0] and not any(map(str.isalpha, "".join(self.cells[column])))

    def _split_name(self) -> None:
        """One head "Họ và tên" over two columns: họ đệm at the left, tên at the right."""
        fields = self.fields
        if "full_name" in fields:
            column = fields.index("full_name")
            beside = column + 1
            if beside < len(fields) and self._is_given_name(column, beside):
                self._set(column, "family_name", self.sure[column])
                self._set(beside, "given_name", 0.8)
        elif "given_name" in fields and "family_name" not in fields:
            fields[fields.index("given_name")] = "full_name"
        elif "family_name" in fields and "given_name" not in fields:
            fields[fields.index("family_name")] = "full_name"

    def _is_given_name(self, column: int, beside: int) -> bool:
        same_head = bool(self.heads[beside][0]) and self.heads[beside][0] == self.heads[column][0]
        if self.heads[beside][0] and not same_head and self.fields[beside] != "given_name":
            return False
        texts = self.cells[beside]
        named = sum(all(part.isalpha() for part in text.split()) and text[0].isupper() for text in texts)
        short = sum(len(text.split()) <= 2 for text in texts)
        one_word = sum(len(text.split()) == 1 and len(text) > 1 for text in texts)
        if not texts or named < 0.8 * len(texts) or short < 0.8 * len(texts) or one_word < 0.5 * len(texts):
            return False
        # Beside a column that already holds whole names, a short one is a name by which somebody is called.
        return same_head or not self.heads[beside][0]

    def _one_word_each(self, column: int, beside: int) -> bool:
        """Whether behind the texts of a column one word stands beside; of a short list most rows may be no people."""
        both = [(text_of(row[column]), clean(text_of(row[beside]))) for row in self.rows if beside < len(row)]
        head = clean(self.heads[beside][1])  # on the next pages, and over the next tables, it stands again
        names = [right for left, right in both if right not in ("", head) and any(map(str.isalpha, left))]
        return bool(names) and sum(right.isalpha() for right in names) >= 0.8 * len(names)

    def _one_column_each(self) -> None:
        """Of two columns for one field the surer counts, then the one whose cells fit, then the fuller."""
        first: dict[str, int] = {}
        for column, field in enumerate(self.fields):
            if field is None or field == "note":
                continue
            if field in first:
                best = max(first[field], column, key=lambda c: (*self._worth(c), -c))
                loser = column if best != column else first[field]
                first[field] = best
                self._set(loser, None, 0.0)
            else:
                first[field] = column

    def _worth(self, column: int) -> tuple[bool, float, float, int, int]:
        fit = 1.0
        if self.fields[column] == "citizen_id":
            fit = round(self._share(column, _NEAR_TWELVE), 1)
        elif FieldRef.parse(self.fields[column] or "").kind in (FieldKind.STATE, FieldKind.DONE):
            fit = round(self._marks(column), 1)
        filled = len(self.cells[column])
        # A school's "Mã định danh" has ten digits: beside it "CCCD" holds the numbers.
        whole = self.fields[column] != "citizen_id" or self._share(column, _ELEVEN) > _MANY
        # "Mức 2 (tháng 5)" and "Mức 2 (tháng 6)": the latest counts.
        turn = _TURN.search(fold_header(self.heads[column][0]))
        return (whole, self.sure[column] if filled else 0.0, fit, int(turn[1]) if turn and filled else 0, filled)


_TURN = re.compile(r"\b(?:thang|tuan|quy|dot|lan|ky)\s(\d{1,2})\b")
_BIRTH_YEAR = re.compile(r"(?:19[3-9]|20[01])\d(?:\.0)?\Z")
_BORN = re.compile(r"(?:\d{1,2}[/.-]\d{1,2}[/.-])?(?:19[3-9]|20[01])\d(?:\.0)?\Z|(?:19[3-9]|20[01])\d-\d\d-\d\d")
_LONG_NUMBER = re.compile(r"[\d\s.'`-]{9,}\Z")
_TWELVE = re.compile(r"\d{12}\Z")
_ELEVEN = re.compile(r"['`’]?(?:\d[ .]?){11,12}(?:\.0)?\Z")
_NEAR_TWELVE = re.compile(r"['`’]?(?:\d[ .]?){10,12}(?:\.?0)?\Z")
_INSURANCE = re.compile(r"(?:[A-Za-z]{2}\s?\d)?[\d\s]{9,16}\Z")
_DAY = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}")
_PHONE = re.compile(r"(?:\+?84|0)?[35789][\d\s.]{8,11}\Z")


def paired(fields: Sequence[str | None]) -> list[str | None]:
    """A lone "Đã …" column simply tells the state; only beside its "Chưa …" or "Không thuộc" is it one of a pair."""
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


def unread(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[Column]:
    """Columns that hold something and were not understood; those known to be none of ours are left out."""
    return [
        column
        for column in columns
        if column.field is None
        and column.confidence < _SURE_ENOUGH
        and any(column.index < len(row) and text_of(row[column.index]) for row in rows)
    ]


def doubtful(columns: Sequence[Column]) -> list[Column]:
    """Columns that were understood as an item from a shared word only; the person is asked to look."""
    return [c for c in columns if c.field and c.field.item and c.confidence < _SURE_ENOUGH]
