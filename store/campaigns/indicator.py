"""An indicator of citizens in a plan: the share or number wanted, how often it is reported, figures of the source."""

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
    """A share that the plan wants to be reached."""

    value: Share
    place: Text | None = None  # where the source says so, when it says otherwise elsewhere

    @property
    def text(self) -> str:
        """The share as `90,00%`."""
        return format_share(self.value, decimals=True)


def _list_of_targets(value: Any) -> Any:
    return list_of_tables(value) if isinstance(value, dict | list) else [{"value": value}]


_Targets = Annotated[tuple[Target, ...], Check(all_placed_or_none), Check(_list_of_targets, "before")]


@part
class Indicator(Part):
    """A result that the plan wants among citizens: a share, a number, or both."""

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
        """The last moment of the earliest of its deadlines; None where none names a day."""
        return earliest(self.deadlines)

    @property
    def head(self) -> str:
        """The name of the indicator in the head of a column: its short title, else its title."""
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
