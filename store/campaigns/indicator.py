"""What a plan wants to be reached of citizens: a share or a number, how often to report it, where it stood on a day."""

import datetime
from typing import Annotated, Any, Literal

from store.campaigns.deadline import Deadlines, all_placed_or_none, differ, earliest
from store.campaigns.values import (
    Amount,
    Check,
    Day,
    Key,
    Number,
    OptionalText,
    Part,
    RefusedValueError,
    SetByProgram,
    Share,
    Text,
    list_of_tables,
    part,
)
from store.text import format_share


@part
class Target(Part):
    """A share that is to be reached."""

    value: Share
    place: Text | None = None  # where the source says so, when it says otherwise elsewhere

    @property
    def text(self) -> str:
        """`90,00%`."""
        return format_share(self.value, decimals=True)


def _list_of_targets(value: Any) -> Any:
    return list_of_tables(value) if isinstance(value, dict | list) else [{"value": value}]


_Targets = Annotated[tuple[Target, ...], Check(all_placed_or_none), Check(_list_of_targets, "before")]


@part
class Indicator(Part):
    """What is to be reached: a share, a number, or both."""

    campaign: SetByProgram = ""
    key: Key
    task: Number | None = None
    title: Text
    short_title: OptionalText = ""  # for the head of a table
    among: OptionalText = ""  # of whom or of what the target is a share, in the words of the source
    every: tuple[Literal["daily", "weekly", "monthly"], ...] = ("monthly",)  # how often figures of it are asked for
    by: Literal["area", "facility"] = "area"  # whose figures it adds up: those of ấp, khóm, xã, or of facilities
    targets: _Targets = ()
    amount: Amount | None = None
    deadlines: Deadlines = ()

    @property
    def due(self) -> datetime.datetime | None:
        """The earliest of its deadlines."""
        return earliest(self.deadlines)

    @property
    def head(self) -> str:
        """What the head of a column calls it."""
        return self.short_title or self.title

    @property
    def contradicted(self) -> bool:
        """Whether the source names different days, or different shares, in different places."""
        return differ(each.place for each in self.deadlines) or differ(each.place for each in self.targets)


@part
class Figure(Part):
    """A figure that the source document gives for a day."""

    title: Text
    numerator: Amount
    denominator: Amount
    on: Day
    words: Text  # as the source writes it, with its own percentage
    place: OptionalText = ""

    def __post_init__(self) -> None:
        if self.denominator == 0:
            raise RefusedValueError("phải lớn hơn 0", ("denominator",))
        if self.numerator > self.denominator:
            raise RefusedValueError(f"numerator lớn hơn denominator {self.denominator}", ("numerator",))
