"""A statistics form as a campaign file describes it: its columns, what each counts, and what must hold between them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal

from store.field_ref import FieldKind, FieldRef
from store.text import clean

Counts = Literal["number", "label", "total", "done", "todo", "not_applicable", "reasons", "rate"]
By = Literal["department", "unit", "sector"]
#: What a column of people may count, and so what people stand behind.
FIGURES = ("total", "done", "todo", "not_applicable")
TOTAL = "total"  # key of the column that counts everybody: every form has it
#: A lone column "Đã …" is read as the state of the item.
_FIELD_KINDS = {
    "done": (FieldKind.DONE, FieldKind.STATE),
    "todo": (FieldKind.TODO,),
    "not_applicable": (FieldKind.NOT_APPLICABLE,),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `item` and `side` say whom a figure, or a cell of reasons, is about."""

    key: str
    head: str  # verbatim
    counts: Counts  # "number": the ordinal number of the row; "label": what the row is of
    item: str = ""  # key of an item of the checklist
    side: Literal["todo", "not_applicable"] = "todo"  # whose reasons
    of: str = ""  # of a rate: the key of the column that it is the share of
    among: str = ""  # of a rate: the key of the column that is the whole; "": total
    short: str = ""  # a short head: "Mức 2 đã"
    narrow: str = ""  # the head where the screen has no room for `head`; "": `short`
    name: str = ""  # within a sentence: "chưa mức 2"
    people: str = ""  # the people behind the figure: "chưa có định danh mức 2"
    mark: str = ""  # the item in a line of marks: "Sổ"; "": the short title of the item
    words: tuple[str, ...] = ()  # other heads by which a filled-in form is recognised
    width: int = 0  # pixels on paper; 0: shared out

    @property
    def is_figure(self) -> bool:
        """Whether it counts people."""
        return self.counts in FIGURES

    @property
    def short_head(self) -> str:
        """The short head; the whole one where the form names none."""
        return self.short or self.head

    @property
    def in_sentence(self) -> str:
        """How a sentence names the column."""
        return self.name or self.short_head

    @property
    def fields(self) -> tuple[FieldRef, ...]:
        """The fields of a filled-in table that may fill this column, the likeliest first."""
        kinds = _FIELD_KINDS.get(self.counts, ())
        if self.counts == "reasons" and self.side == "todo":
            kinds = (FieldKind.REASON,)
        names = {"number": ("ordinal",), "label": ("department", "unit"), "total": ("total",)}.get(self.counts, ())
        return (*map(FieldRef.parse, names), *(FieldRef.of_item(kind, self.item) for kind in kinds))


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold between figures of one row: the sum of some equals, or does not exceed, the sum of others."""

    left: tuple[str, ...]  # keys of columns
    sign: Literal["=", "<="]
    right: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Keys of the figures that it is about."""
        return (*self.left, *self.right)

    def holds(self, figures: Mapping[str, int]) -> bool:
        """Whether these figures keep the rule."""
        left, right = (sum(figures[key] for key in keys) for keys in (self.left, self.right))
        return left == right if self.sign == "=" else left <= right


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that the figures of a row break."""

    rule: Rule

    @property
    def columns(self) -> tuple[str, ...]:
        """Keys of the figures that it is about."""
        return self.rule.columns


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the sentence that gives number and rate of the whole table."""

    column: str
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the paper that is written by hand."""

    key: str
    heading: str
    name: str = ""  # within a sentence: "khó khăn, vướng mắc"
    bold: bool = False


@dataclass(frozen=True)
class Form:
    """One form."""

    key: str
    name: str  # "Phụ lục 1"
    title: str
    file_name: str  # what the name of a written file begins with: no diacritics, no spaces
    rows: By  # what its rows are when nobody says otherwise
    columns: tuple[Column, ...]
    heading: str = ""  # above the title: "PHỤ LỤC 1"
    part: str = ""  # heading of the part that the table stands in
    lead_in: str = ""  # the sentence above the table
    shares: tuple[Share, ...] = ()
    holds: tuple[str, ...] = ()  # "level2_done + level2_todo = total"
    at_odds: str = ""  # who breaks a rule "<=": "có Sổ SKĐT mà chưa có định danh mức 2"
    sections: tuple[Section, ...] = ()
    signature: str = "THỦ TRƯỞNG ĐƠN VỊ"
    signature_note: str = "(Ký tên và đóng dấu)"

    @cached_property
    def figures(self) -> tuple[Column, ...]:
        """The columns that count people, in their order."""
        return tuple(column for column in self.columns if column.is_figure)

    @cached_property
    def reasons(self) -> tuple[Column, ...]:
        """The columns of reasons, in their order."""
        return tuple(column for column in self.columns if column.counts == "reasons")

    @cached_property
    def items(self) -> tuple[str, ...]:
        """Keys of the items that it counts, in the order of its columns."""
        return tuple(dict.fromkeys(column.item for column in self.columns if column.item))

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """What must hold on every row."""
        return tuple(map(parse_rule, self.holds))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each column, counted from 1, by its key."""
        return {column.key: number for number, column in enumerate(self.columns, 1)}

    def column(self, key: str) -> Column:
        """The column of that key.

        Raises:
            KeyError: there is none.
        """
        return self.columns[self.numbers[key] - 1]

    def figure_of(self, item: str, counts: str) -> Column | None:
        """The column that counts who has done an item ("done"), or has not ("todo"); None: the form has none."""
        return next((column for column in self.figures if (column.item, column.counts) == (item, counts)), None)

    def faults(self, figures: Mapping[str, int]) -> tuple[Fault, ...]:
        """The rules that a row breaks."""
        return tuple(Fault(rule) for rule in self.rules if not rule.holds(figures))


_RULE = re.compile(r"\s*([a-z0-9_]+(?:\s*\+\s*[a-z0-9_]+)*)\s*(<=|=)\s*([a-z0-9_]+(?:\s*\+\s*[a-z0-9_]+)*)\s*")


@cache
def parse_rule(text: str) -> Rule:
    """`level2_done + level2_todo = total` as a rule.

    Raises:
        ValueError: it is none.
    """
    found = _RULE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    left, right = (tuple(key.strip() for key in found[side].split("+")) for side in (1, 3))
    return Rule(left, "=" if found[2] == "=" else "<=", right)


def from_plain(values: Mapping[str, Any]) -> Form:
    """A form from its table in a campaign file, or from what `dataclasses.asdict` made of one; checked before."""
    parts: dict[str, Any] = dict(values)
    parts["columns"] = tuple(
        Column(**{**column, "words": tuple(column.get("words", ()))}) for column in values["columns"]
    )
    parts["shares"] = tuple(Share(**share) for share in values.get("shares", ()))
    parts["sections"] = tuple(Section(**section) for section in values.get("sections", ()))
    parts["holds"] = tuple(values.get("holds", ()))
    parts["lead_in"] = clean(values.get("lead_in", ""))  # long sentences are broken over lines of the file
    return Form(**parts)
