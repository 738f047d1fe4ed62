"""Describes a column of a person: its label, its allowed values, and how forms and papers show it.

`store.models.Person` declares one `PersonColumn` at each of its attributes. The table `staff`, the form of a person,
the import, the form for units, the roster as a file and the log of changes all take their columns from there. To add
one, declare it there, add a migration, and name its headers in the words of the importer.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from store.field_ref import STATE_KINDS, FieldKind, FieldRef
from store.masks import bare_digits, cover, cover_numbers
from store.text import clean, format_date, parse_date_entry

Value = str | bool | None  # of a person; None: nothing is known


class ColumnKind(StrEnum):
    """The type of the values of a column."""

    TEXT = "text"
    DATE = "date"  # YYYY-MM-DD, or YYYY alone
    CHOICE = "choice"  # one of a few
    YES_NO = "yes_no"


_YES_NO = (("1", "Có"), ("0", "Không"))


class Paper(NamedTuple):
    """How a column is printed on a paper."""

    width: int  # pixels
    head: str = ""  # "": the label
    centred: bool = False
    after_items: bool = False  # it stands behind the columns of the checklist
    left_blank: bool = False  # whoever gets the paper writes there, and does not see what the station wrote


class PersonColumn(NamedTuple):
    """One column of a person."""

    label: str  # in lists of columns, in the log, and over a column of a paper
    kind: ColumnKind = ColumnKind.TEXT
    choices: tuple[tuple[str, str], ...] = ()  # of a CHOICE: (value as it is stored, words)
    form_label: str = ""  # in the form of a person; "": the label
    hint: str = ""  # in the form: how it is filled in
    normal: Callable[[str], str | None] = clean  # a typed text -> as it is stored; None: it is no such value
    expected: str = ""  # Vietnamese: what a value must be, told in the form when `normal` answers None
    is_not: str = ""  # Vietnamese: "không phải số …", told of a cell of a file when `normal` answers None
    code: str = ""  # of that problem; "": "NAME_not_understood"
    mask: Callable[[str], str] | None = None  # how a value is shown where only the person's own papers may hold it
    is_private: bool = False  # messages about a wrong cell hide its digits (Luật 91/2025/QH15)
    is_free: bool = False  # words of any kind, in which numbers of people may stand
    is_number: bool = False  # digits that a spreadsheet would spoil; kept as text there
    tells_who: bool = False  # a file that says otherwise may be about somebody else
    roster: Paper | None = None  # in the roster as a file
    roster_key: str = ""  # in the roster as JSON; "": it is not in it
    template: Paper | None = None  # in the form that a unit fills in
    name: str = ""  # the attribute of `Person` and the column of `staff`

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """The choices of the column as (value in the form, Vietnamese words); () when its value is typed."""
        return _YES_NO if self.kind is ColumnKind.YES_NO else self.choices

    def stored(self, typed: str) -> Value:
        """Turn the text typed or chosen in a form into the value of a person; None when it is empty or not valid."""
        if not typed:
            return None
        if self.kind is ColumnKind.YES_NO:
            return typed == "1"
        return parse_date_entry(typed) if self.kind is ColumnKind.DATE else self.normal(typed) or None

    def typed(self, value: Value) -> str:
        """Turn a value of a person into the text that the form shows."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(int(value))
        return format_date(value) if self.kind is ColumnKind.DATE else value

    def printer(self, *, masked: bool = False) -> Callable[[Value], str]:
        """Build a function that turns a value of a person into words, to be called for each person of a list."""
        write: Callable[[str | None], str] = _or_blank
        if masked and self.mask is not None:
            mask = self.mask
            write = lambda value: mask(value) if value else ""  # noqa: E731
        elif masked and self.is_free:
            write = lambda value: cover_numbers(value) if value else ""  # noqa: E731
        elif self.kind is ColumnKind.DATE:
            write = format_date
        elif self.options:
            words: dict[Value, str] = {True: "Có", False: "Không", **dict(self.choices)}
            return lambda value: words.get(value, "")
        return write  # type: ignore[return-value]  # only YES_NO holds a bool

    def masked(self, typed: str) -> str:
        """Mask a typed text if it is a value of a column that has a mask, or is as long as one; any other stays."""
        if self.mask is None:
            return typed
        if self.normal(typed) is not None:
            return self.mask(typed)
        return cover(typed) if len(bare_digits(typed)) > len("12031984") else typed  # longer than a date

    def shown(self, recorded: str) -> str:
        """Turn a value as the log of changes keeps it into words, masked if the column has a mask."""
        if self.mask is not None:
            return self.mask(recorded)
        if self.is_free:
            return cover_numbers(recorded)
        if self.kind is ColumnKind.DATE:
            return format_date(recorded)
        return dict(self.options).get(recorded, recorded)


def _or_blank(text: str | None) -> str:
    return text or ""


def columns_of(declared: type) -> tuple[PersonColumn, ...]:
    """The columns that a class declares in the `Annotated` types of its attributes, in their order."""
    return tuple(
        column._replace(name=name)
        for name, annotation in declared.__annotations__.items()
        for column in getattr(annotation, "__metadata__", ())
        if isinstance(column, PersonColumn)
    )


class FileColumn(NamedTuple):
    """A column of a file that is no column of a person: a part of one (a birth day), or a value that is not kept."""

    name: str
    label: str
    part_of: str = ""  # name of the column of a person that it tells, alone or with others; "": none
    is_offered: bool = True  # to a person who corrects the columns of a list of people


FILE_COLUMNS = (
    FileColumn("department", "Khoa/phòng"),
    FileColumn("unit", "Đơn vị"),
    FileColumn("ordinal", "Số thứ tự"),
    FileColumn("family_name", "Họ đệm", "full_name"),
    FileColumn("given_name", "Tên (tách riêng)", "full_name"),
    FileColumn("birth_day", "Ngày (của ngày sinh)", "birth_date"),
    FileColumn("birth_month", "Tháng (của ngày sinh)", "birth_date"),
    FileColumn("birth_year", "Năm sinh", "birth_date"),
    FileColumn("birth_male", "Năm sinh (nam)", "birth_date"),
    FileColumn("birth_female", "Năm sinh (nữ)", "birth_date"),
    FileColumn("male", "Nam (đánh dấu)", "sex"),
    FileColumn("female", "Nữ (đánh dấu)", "sex"),
    FileColumn("timestamp", "Giờ trả lời", is_offered=False),
    FileColumn("total", "Tổng số", is_offered=False),
)
_PART_OF = {column.name: FieldRef.parse(column.part_of) for column in FILE_COLUMNS if column.part_of}


def value_told_by(field: FieldRef) -> FieldRef:
    """The value of a person that a column of a file gives: "given_name" gives the name, "đã" and "chưa" a state."""
    if field.item is not None and field.kind in STATE_KINDS:
        return FieldRef.state(field.item)
    return _PART_OF.get(field, field)


def columns_telling(field: FieldRef) -> frozenset[FieldRef]:
    """The columns of a file that may give a value of a person; the opposite of `value_told_by`."""
    if field.item is not None and field.kind is FieldKind.STATE:
        return frozenset(FieldRef.of_item(kind, field.item) for kind in STATE_KINDS)
    parts = (FieldRef.parse(part) for part, whole in _PART_OF.items() if whole == field)
    return frozenset((field, *parts))
