"""Holds the answers that a person gave to the questions about one file."""

from dataclasses import field, replace

from store.frozen import changeable
from store.outcome import Outcome
from store.receiving.mappings import Corrections
from store.receiving.plan import FieldChange, PlannedRow


@changeable
class Answers:
    """The answers of a person about one file; the store keeps them when the file is taken in."""

    unit: str | None = None  # who sent it; leads over what the file says
    corrections: Corrections = field(default_factory=dict)  # of columns
    choices: dict[tuple[int, int], str] = field(default_factory=dict)  # (table, row) -> `importers.deciding.settle`
    left_out: set[tuple[int, int]] = field(default_factory=set)  # (table, row), as a later row of the person holds
    #: (table, row) -> whom the row was about when it was answered, and what was in dispute
    asked: dict[tuple[int, int], tuple[int | None, frozenset[FieldChange]]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)  # of a file of several: as it calls a unit -> who that is
    proposals: dict[str, bool] = field(default_factory=dict)  # by `Proposal.key`: whether it was accepted
    left: dict[int, bool] = field(default_factory=dict)  # staff id -> left the unit (True), or forgotten by it
    passphrase: str | None = field(default=None, repr=False)  # of a bundle

    def copy(self) -> "Answers":
        """Copy the answers, so that later answers do not change the copy."""
        return replace(
            self,
            choices=dict(self.choices),
            asked=dict(self.asked),
            left_out=set(self.left_out),
            left=dict(self.left),
            proposals=dict(self.proposals),
        )

    def choose(self, row: PlannedRow, choice: str) -> None:
        """Keep the answer to the question of a row, with what was asked if it asks now."""
        self.choices[row.incoming.place] = choice
        if row.outcome is Outcome.CONFLICT or row.candidates:
            chosen = row.candidate(choice) or row
            self.asked[row.incoming.place] = chosen.staff_id, frozenset(chosen.changes)

    def choice_for(self, row: PlannedRow) -> str | None:
        """The answer to the question of a row; None without one, or if more is asked than when it was given.

        Another window, or the list, may have changed the person since.
        """
        choice = self.choices.get(row.incoming.place)
        if choice is None or row.outcome is not Outcome.CONFLICT:
            return choice
        now = row.candidate(choice) or row
        staff_id, asked = self.asked.get(row.incoming.place, (now.staff_id, frozenset(now.changes)))
        takes_nothing = row.asks_who and choice in ("keep", "new")
        return choice if staff_id == now.staff_id and (takes_nothing or asked.issuperset(now.changes)) else None

    @property
    def count(self) -> int:
        """Number of questions that were answered: choices, people missing from the file, and proposals."""
        return len(self.choices) + len(self.left_out) + len(self.left) + len(self.proposals)
