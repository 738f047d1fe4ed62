"""Proposals how to read more from a file than it says plainly; nothing is stored unless the person accepts.

A proposal does not change the reading: accepted ones give a copy with changed rows, from which the plan is made.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum

from store.cells import column_of
from store.forms.filled import PERHAPS_SUM
from store.frozen import frozen
from store.receiving.plan import IncomingRow, Reading

Place = tuple[int, int]  # `IncomingRow.place`
#: The row as it would be; None: it would be left out.
Change = Callable[[IncomingRow], IncomingRow | None]


class ProposalKind(StrEnum):
    """What a proposal would change."""

    CARD_BY_NUMBER = "card_by_number"  # who has a CCCD number has the card
    NOTE_IS_REASON = "note_is_reason"  # the words of "Ghi chú" are why the one item that lacks is not done
    REASON_OF_ALL = "reason_of_all"  # the one reason column speaks of all items that are not done
    MISSING_ZEROS = "missing_zeros"  # digits that a spreadsheet dropped at the beginning of a CCCD
    SAME_REASON = "same_reason"  # words of a reason mean one that the station has
    LATER_ANSWER = "later_answer"  # of somebody who answered a form twice the later answer counts
    MARK_MEANS = "mark_means"  # a sign in columns of items that the file does not explain
    REST_IS_DONE = "rest_is_done"  # what a column of missing items does not name of somebody is done
    LINE_COUNTS = "line_counts"  # a line of figures that is as much as all others is a department like them


@frozen
class Proposal:
    """One proposal about a file, accepted or declined as a whole."""

    kind: ProposalKind
    changes: Mapping[Place, Change]
    #: Of SAME_REASON: as the file has them; of MARK_MEANS: the sign; of REST_IS_DONE: the head; of LINE_COUNTS: it
    words: str = ""
    instead: str = ""  # of SAME_REASON: as the station has them; of MARK_MEANS: the state
    where: str = ""  # of MARK_MEANS: the columns with the sign; of REST_IS_DONE: the items; in Vietnamese

    @property
    def key(self) -> str:
        """A name that stays the same whenever the file is read again."""
        return f"{self.kind}:{self.words}"

    def apply(self, reading: Reading) -> Reading:
        """The reading with the changes of the proposal."""
        rows = []
        answered: Counter[tuple[str, int]] = Counter()  # of MARK_MEANS: cells by sheet and column
        for row in reading.rows:
            change = self.changes.get(row.place)
            changed = row if change is None else change(row)
            if changed is not None:
                rows.append(changed)
                if change is not None and self.kind is ProposalKind.MARK_MEANS:
                    sheet = reading.tables[row.table].sheet
                    solved = {problem.cell for problem in row.problems} - {problem.cell for problem in changed.problems}
                    answered.update((sheet, at) for cell in solved if (at := column_of(cell)) is not None)
        lines = reading.summary
        if self.kind is ProposalKind.LINE_COUNTS:
            lines = tuple(line.without(PERHAPS_SUM) if line.department == self.words else line for line in lines)
        ledger = reading.ledger.answered(answered) if answered else reading.ledger
        return replace(reading, rows=tuple(rows), summary=lines, ledger=ledger)


def about_lines(reading: Reading) -> list[Proposal]:
    """Proposals to count a line that looks like a sum, for a filled-in form of figures."""
    numbers = {table.sheet: number for number, table in enumerate(reading.tables)}
    return [
        Proposal(ProposalKind.LINE_COUNTS, {(numbers.get(line.sheet, 0), line.row): lambda row: row}, line.department)
        for line in reading.summary
        if any(problem.code == PERHAPS_SUM for problem in line.problems)
    ]
