"""One line of a filled-in form: a module of its own, because printing a form needs no more of a file than this."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.outcome import Problem


@dataclass(frozen=True, slots=True)
class CountedLine:
    """One line of a form that was filled in with figures instead of names."""

    sheet: str
    row: int  # 1-based, as the spreadsheet shows it
    department: str  # what the line is of
    form: str  # key of the form
    figures: Mapping[str, int]  # by the key of their column
    reasons: Mapping[str, str]  # the words of a cell of reasons, by the key of its column
    #: "C6", by the key of the figure, where the file has a column for it
    cells: Mapping[str, str] = field(default_factory=dict)
    problems: "tuple[Problem, ...]" = ()

    @property
    def people(self) -> int:
        """How many people it counts: every form has this column (`store.campaigns.form.TOTAL`)."""
        return self.figures["total"]

    @property
    def counts(self) -> bool:
        """Whether it is added up: a line whose figures do not hold is not."""
        return not self.problems
