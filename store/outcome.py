"""Defines the outcome of each row of a received file, and the problems found in its cells."""

import json
from collections.abc import Iterable
from enum import StrEnum

from store.frozen import frozen


class Outcome(StrEnum):
    """What the import does with one row of a received file."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    REJECTED = "rejected"


#: The people of such rows are in the store.
TAKEN_IN = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)
WAS_TAKEN_IN = f"outcome IN {tuple(outcome.value for outcome in TAKEN_IN)}"  # as a condition on `submission_row`
SEPARATOR = "\x1f"  # between the raw cells in `submission_row.cells`

#: In `given_fields.names`, before a field of which the file says otherwise while an answer keeps what the store has.
KEPT = "-"


@frozen
class Problem:
    """A fault or a doubt about a cell that the sender or the station must look at."""

    column: str  # the header as the file has it, or "" for the whole row
    code: str  # stable, snake_case English: "birth_date_impossible"
    message: str  # Vietnamese: what is wrong
    cell: str = ""  # "D12"; "" for the whole row
    advice: str = ""  # Vietnamese: what to do; "" where the message is enough

    @property
    def text(self) -> str:
        """The message, followed by the advice."""
        if not self.advice:
            return self.message
        return f"{self.message}{'' if self.message.endswith('?') else '.'} {self.advice}"


def packed(problems: Iterable[Problem]) -> str:
    """Turn the problems of a row into JSON for the store; "" when it has none."""
    lists = [[one.column, one.code, one.message, one.cell, one.advice] for one in problems]
    return json.dumps(lists, ensure_ascii=False) if lists else ""


def unpacked(text: str | None) -> list[Problem]:
    """Read the problems of a kept row; rows of version 0.1 have the advice inside of the message."""
    return [Problem(*values) for values in json.loads(text or "[]")]


def given_fields(names: str | None) -> set[str]:
    """The fields of a person that a row gives, or that an answer about it kept, of its `given_fields.names`."""
    return {name.removeprefix(KEPT) for name in (names or "").split()}


def stated_fields(names: str | None) -> set[str]:
    """The same without those that an answer kept: the cells of the row say what the store has."""
    return {name for name in (names or "").split() if not name.startswith(KEPT)}
