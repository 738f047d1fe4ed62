"""A statistics form as a campaign file describes it: its columns, what each counts, and what must hold between them."""

import re
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any, Literal, NamedTuple

from store.campaigns.values import Key, Name, OptionalText, Part, RefusedValueError, Text, part, reader
from store.field_ref import FieldKind, FieldRef
from store.text import clean, fold

Counts = Literal["number", "label", "total", "done", "todo", "not_applicable", "wanted", "reasons", "rate"]
By = Literal["department", "unit", "sector", "locality", "area", "station", "below"]
#: What a column of people may count, and so what people stand behind.
FIGURES = ("total", "done", "todo", "not_applicable", "wanted")
#: What a column of an indicator may count, where rows are localities: its whole, who has reached it, who has not, and
#: how many the plan wants of the locality.
OF_INDICATOR = ("total", "done", "todo", "wanted")
_OF_ITEM = ("done", "todo", "not_applicable", "reasons")
PHU_LUC_1 = "phu-luc-1"  # key of the form that every store has
BROUGHT_BY = "an-phu-2024"  # the campaign whose forms every store has, whichever campaigns run in it: letter 310
PAGE, NARROWEST = 952, 20  # pixels: the room for all columns on paper, and the least that one needs
TOTAL = "total"  # key of the column that counts everybody: every form has it
#: A lone column "Đã …" is read as the state of the item.
_FIELD_KINDS = {
    "done": (FieldKind.DONE, FieldKind.STATE),
    "todo": (FieldKind.TODO,),
    "not_applicable": (FieldKind.NOT_APPLICABLE,),
}


@part
class Column(Part):
    """One column of a form; `item` and `side` say which people its figure or its reasons are about."""

    key: Key
    head: Text  # verbatim
    counts: Counts  # "number": the ordinal number of the row; "label": what the row is of
    item: OptionalText = ""  # key of an item of the checklist
    indicator: OptionalText = ""  # key of an indicator, where rows are localities
    side: Literal["todo", "not_applicable"] = "todo"  # whose reasons
    of: OptionalText = ""  # of a rate: the key of the column that it is the share of
    among: OptionalText = ""  # of a rate: the key of the column that is the whole; "": total
    short: OptionalText = ""  # a short head: "Mức 2 đã"
    narrow: OptionalText = ""  # the head where the screen has no room for `head`; "": `short`
    name: OptionalText = ""  # within a sentence: "chưa mức 2"
    people: OptionalText = ""  # the people behind the figure: "chưa có định danh mức 2"
    mark: OptionalText = ""  # the item in a line of marks: "Sổ"; "": the short title of the item
    words: tuple[Text, ...] = ()  # other heads by which a filled-in form is recognised
    width: int = 0  # pixels on paper; 0: shared out

    def __post_init__(self) -> None:
        if self.indicator and (self.item or self.counts not in OF_INDICATOR):
            raise RefusedValueError(f"cột của một chỉ tiêu chỉ đếm {', '.join(OF_INDICATOR)}", ("counts",))
        if (self.counts in _OF_ITEM and not self.indicator) != bool(self.item):
            words = "phải có item, khoá của mục được đếm" if not self.item else f"{self.counts} không đếm mục nào"
            raise RefusedValueError(words, ("item",))
        if self.counts == "rate" and not self.of:
            raise RefusedValueError("cột tỷ lệ phải có of, khoá của cột được chia", ("of",))

    @property
    def is_figure(self) -> bool:
        """Whether the column is a number of people, or of citizens where rows are localities."""
        return self.counts in FIGURES

    @property
    def short_head(self) -> str:
        """The short head, or the whole head where the form names no short one."""
        return self.short or self.head

    @property
    def in_sentence(self) -> str:
        """The words for the column within a sentence."""
        return self.name or self.short_head

    @property
    def fields(self) -> tuple[FieldRef, ...]:
        """The fields of a filled-in table that may fill this column, the likeliest first."""
        kinds = () if self.indicator else _FIELD_KINDS.get(self.counts, ())
        if self.counts == "reasons":
            kinds = (FieldKind.REASON if self.side == "todo" else FieldKind.NA_REASON,)
        names = {"number": ("ordinal",), "label": ("department", "unit"), "total": ("total",)}.get(self.counts, ())
        return (*map(FieldRef.parse, names), *(FieldRef.of_item(kind, self.item) for kind in kinds))


class Rule(NamedTuple):
    """A condition on the figures of one row: the sum of some equals the sum of others, or is at most that sum."""

    left: tuple[str, ...]  # keys of columns
    sign: Literal["=", "<="]
    right: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The keys of the columns that the rule compares."""
        return (*self.left, *self.right)

    def holds(self, figures: Mapping[str, int]) -> bool:
        """Whether the figures of a row, by the key of their column, fulfil the rule."""
        left, right = (sum(figures[key] for key in keys) for keys in (self.left, self.right))
        return left == right if self.sign == "=" else left <= right


@part
class Share(Part):
    """A part of the sentence that gives number and rate of the whole table."""

    column: Key
    words: Text


@part
class Section(Part):
    """A part of the paper that people write themselves, such as difficulties."""

    key: Key
    heading: Text
    name: OptionalText = ""  # within a sentence: "khó khăn, vướng mắc"
    bold: bool = False


@part
class Form(Part):
    """A statistics form such as Phụ lục 1."""

    key: Name
    name: Text  # "Phụ lục 1"
    title: Text
    file_name: Text  # what the name of a written file begins with: no diacritics, no spaces
    rows: By  # what its rows are when nobody says otherwise
    columns: tuple[Column, ...]
    heading: OptionalText = ""  # above the title: "PHỤ LỤC 1"
    part: OptionalText = ""  # heading of the part that the table stands in
    lead_in: OptionalText = ""  # the sentence above the table
    shares: tuple[Share, ...] = ()
    holds: tuple[Text, ...] = ()  # "level2_done + level2_todo = total"
    only_asked: bool = False  # people of whom none of its items is asked are not in the table
    at_odds: OptionalText = ""  # who breaks a rule "<=": "có Sổ SKĐT mà chưa có định danh mức 2"
    sections: tuple[Section, ...] = ()
    signature: Text = "THỦ TRƯỞNG ĐƠN VỊ"
    signature_note: Text = "(Ký tên và đóng dấu)"

    def __post_init__(self) -> None:
        _check_names(self)
        _check_columns(self)
        _check_rows(self)
        figures = {column.key for column in self.figures}
        for place, column in enumerate(self.columns):
            if column.counts == "rate":
                _check_figure(figures, column.of, ("columns", place, "of"))
                _check_figure(figures, column.among or TOTAL, ("columns", place, "among"))
        for place, share in enumerate(self.shares):
            _check_figure(figures, share.column, ("shares", place, "column"))
        for place, text in enumerate(self.holds):
            try:
                rule = parse_rule(text)
            except ValueError:
                raise RefusedValueError('viết như "c4 + c5 = c3" hoặc "c7 <= c4"', ("holds", place)) from None
            for key in rule.columns:
                _check_figure(figures, key, ("holds", place))

    @cached_property
    def figures(self) -> tuple[Column, ...]:
        """The columns that are numbers of people, or of citizens, in their order."""
        return tuple(column for column in self.columns if column.is_figure)

    @cached_property
    def reasons(self) -> tuple[Column, ...]:
        """The columns of reasons, in their order."""
        return tuple(column for column in self.columns if column.counts == "reasons")

    @cached_property
    def items(self) -> tuple[str, ...]:
        """The keys of the items that the columns are about, each once, in the order of the columns."""
        return tuple(dict.fromkeys(column.item for column in self.columns if column.item))

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that every row must fulfil."""
        return tuple(map(parse_rule, self.holds))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Maps the key of each column to its place, counted from 1."""
        return {column.key: number for number, column in enumerate(self.columns, 1)}

    def column(self, key: str) -> Column:
        """Returns the column with this key; raises KeyError for an unknown key."""
        return self.columns[self.numbers[key] - 1]

    def figure_of(self, item: str, counts: str) -> Column | None:
        """Returns the column that counts an item by "done", "todo" or "not_applicable"; None when the form has none."""
        return next((column for column in self.figures if (column.item, column.counts) == (item, counts)), None)

    def with_reasons(self, column: Column, figures: Mapping[str, int]) -> int:
        """Returns how many people of a row a column of reasons is about, from the figures of that row."""
        figure, done = self.figure_of(column.item, column.side), self.figure_of(column.item, "done")
        return figures[figure.key] if figure else figures[TOTAL] - (figures[done.key] if done else 0)

    def faults(self, figures: Mapping[str, int]) -> tuple[Rule, ...]:
        """Returns the rules that the figures of a row break."""
        return tuple(rule for rule in self.rules if not rule.holds(figures))


_RULE = re.compile(r"\s*([a-z0-9_]+(?:\s*\+\s*[a-z0-9_]+)*)\s*(<=|=)\s*([a-z0-9_]+(?:\s*\+\s*[a-z0-9_]+)*)\s*")


@cache
def parse_rule(text: str) -> Rule:
    """Parses a rule such as `level2_done + level2_todo = total`; raises ValueError for any other text."""
    found = _RULE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    left, right = (tuple(key.strip() for key in found[side].split("+")) for side in (1, 3))
    return Rule(left, "=" if found[2] == "=" else "<=", right)


def _check_names(form: Form) -> None:
    """Refuses a name that no Excel sheet may have, and a file name that mail or old copiers may damage."""
    if len(form.name) > 31 or set("[]:*?/\\") & set(form.name):
        raise RefusedValueError("dài quá 31 ký tự, hoặc có ký tự mà tên trang Excel không được có", ("name",))
    if not (form.file_name.isascii() and form.file_name.isalnum()):
        raise RefusedValueError("chỉ dùng chữ không dấu và số, không có dấu cách", ("file_name",))


def _check_columns(form: Form) -> None:
    """Refuses a repeated key, and columns without exactly one "total" and one "label", or with several "number"."""
    for table, parts in (("columns", form.columns), ("sections", form.sections)):
        keys = [part.key for part in parts]
        for place, key in enumerate(keys):
            if key in keys[:place]:
                raise RefusedValueError(f"{key} đã có ở trên", (table, place, "key"))
    counts = [column.counts for column in form.columns]
    if [column.key for column in form.columns if column.counts == "total"] != [TOTAL]:
        raise RefusedValueError('phải có đúng một cột counts = "total", với key = "total"', ("columns",))
    if counts.count("label") != 1 or counts.count("number") > 1:
        raise RefusedValueError('phải có một cột counts = "label", và nhiều nhất một cột "number"', ("columns",))


def _check_rows(form: Form) -> None:
    """Refuses a form by locality that counts people, and any other form that counts indicators."""
    for place, column in enumerate(form.columns):
        if column.is_figure and bool(column.indicator) != (form.rows == "locality"):
            words = (
                'phải có indicator, vì rows = "locality"' if not column.indicator else 'chỉ đi với rows = "locality"'
            )
            raise RefusedValueError(words, ("columns", place, "indicator"))
        if column.counts == "wanted" and not column.indicator:
            raise RefusedValueError('chỉ đi với rows = "locality"', ("columns", place, "counts"))


def check_new(form: Form) -> None:
    """Refuses faults of a new form that forms in use are still allowed to have, so that these stay readable."""
    _check_heads(form)
    _check_widths(form)
    for place, rule in enumerate(form.rules):
        _check_sides(form, rule, ("holds", place))


def _check_heads(form: Form) -> None:
    """Refuses two figures under the same head: they could not be told apart when the form comes back filled in."""
    seen: dict[str, str] = {}
    for place, column in enumerate(form.columns):
        if column.is_figure and (first := seen.setdefault(fold(column.head), column.key)) != column.key:
            text = f"cột {first} đã có tiêu đề này; hai cột số liệu phải khác tiêu đề"
            raise RefusedValueError(text, ("columns", place, "head"))


def _check_widths(form: Form) -> None:
    """Refuses columns that are too narrow or, side by side, wider than a page."""
    left = PAGE - NARROWEST * sum(not column.width for column in form.columns)
    for place, column in enumerate(form.columns):
        left -= column.width
        if left < 0 or (column.width and column.width < NARROWEST):
            text = f"mỗi cột từ {NARROWEST}, mọi cột cộng lại không quá {PAGE} điểm ảnh"
            raise RefusedValueError(text, ("columns", place, "width"))


def _check_sides(form: Form, rule: Rule, at: tuple[int | str, ...]) -> None:
    """Refuses a sum that must equal everybody but leaves out đã, chưa or không áp dụng, of which everybody is one."""
    parts = [form.column(key) for key in rule.columns if key != TOTAL]
    is_whole = rule.sign == "=" and len(parts) < len(rule.columns) and any(part.counts == "todo" for part in parts)
    if not is_whole or len({(part.item, part.indicator) for part in parts}) != 1:
        return
    sides = [column.key for column in form.figures if column.item and column.item == parts[0].item]
    if missing := [key for key in sides if key not in rule.columns]:
        raise RefusedValueError(f"thiếu cột {', '.join(missing)} của cùng mục: {' + '.join(sides)} = {TOTAL}", at)


def _check_figure(figures: set[str], key: str, at: tuple[int | str, ...]) -> None:
    if key not in figures:
        raise RefusedValueError(f"{key} không phải khoá của một cột đếm người", at)


def from_plain(values: Mapping[str, Any]) -> Form:
    """Makes a form from its table in a campaign file, or from `dataclasses.asdict` of a form; both checked before."""
    text = clean(values.get("lead_in", ""))  # long sentences are broken over lines of the file
    form: Form = reader(Form)({**values, "lead_in": text})
    return form
