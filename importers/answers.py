"""Holds the answers that a person gave to the questions about one file."""

from dataclasses import field, replace

from store.frozen import changeable
from store.receiving.mappings import Corrections


@changeable
class Answers:
    """The answers of a person about one file; the store keeps them when the file is taken in."""

    unit: str | None = None  # who sent it; leads over what the file says
    corrections: Corrections = field(default_factory=dict)  # of columns
    choices: dict[tuple[int, int], str] = field(default_factory=dict)  # (table, row) -> `importers.deciding.settle`
    units: dict[str, str] = field(default_factory=dict)  # of a file of several: as it calls a unit -> who that is
    proposals: dict[str, bool] = field(default_factory=dict)  # by `Proposal.key`: whether it was accepted
    left: dict[int, bool] = field(default_factory=dict)  # staff id -> left the unit (True), or forgotten by it
    passphrase: str | None = field(default=None, repr=False)  # of a bundle

    def copy(self) -> "Answers":
        """Copy the answers, so that later answers do not change the copy."""
        return replace(self, choices=dict(self.choices), left=dict(self.left), proposals=dict(self.proposals))

    @property
    def count(self) -> int:
        """Number of questions that were answered: choices, people missing from the file, and proposals."""
        return len(self.choices) + len(self.left) + len(self.proposals)
