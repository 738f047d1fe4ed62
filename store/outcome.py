"""What becomes of one row of a file that was sent, and the problems that were found in it."""

import json
from collections.abc import Iterable
from enum import StrEnum

from store.frozen import frozen


class Outcome(StrEnum):
    """What becomes of one row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    REJECTED = "rejected"


#: The people of such rows are in the store.
TAKEN_IN = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)
WAS_TAKEN_IN = f"outcome IN {tuple(outcome.value for outcome in TAKEN_IN)}"  # as a condition on `submission_row`
SEPARATOR = "\x1f"  # between the raw cells in `submission_row.cells`


@frozen
class Problem:
    """Something about a cell that the sender or the station must look at."""

    column: str  # the header as the file has it, or "" for the whole row
    code: str  # stable, snake_case English: "birth_date_impossible"
    message: str  # Vietnamese: what is wrong
    cell: str = ""  # "D12"; "" for the whole row
    advice: str = ""  # Vietnamese: what to do; "" where the message is enough

    @property
    def text(self) -> str:
        """The message and the advice behind it."""
        if not self.advice:
            return self.message
        return f"{self.message}{'' if self.message.endswith('?') else '.'} {self.advice}"


def packed(problems: Iterable[Problem]) -> str:
    """Problems as a kept row carries them: "" where there are none."""
    lists = [[one.column, one.code, one.message, one.cell, one.advice] for one in problems]
    return json.dumps(lists, ensure_ascii=False) if lists else ""


def unpacked(text: str | None) -> list[Problem]:
    """The problems of a kept row; of version 0.1 the advice is part of the message, and stays there."""
    return [Problem(*values) for values in json.loads(text or "[]")]
