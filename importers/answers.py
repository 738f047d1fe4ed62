"""Holds the answers that a person gave to the questions about one file."""

from dataclasses import field, replace

from store.database import IDS, Store
from store.frozen import changeable, frozen
from store.outcome import Outcome
from store.receiving.mappings import Corrections
from store.receiving.plan import INSTEAD, WRITTEN_AS, FieldChange, PlannedRow


@frozen
class Asked:
    """What a row asked when it was answered."""

    staff_id: int | None  # whom the answer says that it is about
    people: frozenset[int]  # whom it could be about
    changes: frozenset[FieldChange]  # in dispute
    after_change: int  # the last change of the store that the question took into account


@frozen
class LastChoice:
    """The last answer about a row of a file, which F9 gives to every row of it with the same question."""

    kind: tuple[str, str]  # `PlannedRow.kind`
    choice: str


@changeable
class Answers:
    """The answers of a person about one file; the store keeps them when the file is taken in."""

    unit: str | None = None  # who sent it; leads over what the file says
    corrections: Corrections = field(default_factory=dict)  # of columns
    choices: dict[tuple[int, int], str] = field(default_factory=dict)  # (table, row) -> `importers.deciding.settle`
    #: (table, row) that is left out -> that of the later row of the person that holds
    left_out: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    asked: dict[tuple[int, int], Asked] = field(default_factory=dict)  # (table, row) -> what it asked when answered
    last_choice: LastChoice | None = None
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
            left_out=dict(self.left_out),
            left=dict(self.left),
            proposals=dict(self.proposals),
        )

    def forget_rows(self) -> None:
        """Forget the answers about rows and missing people, because they are in the store, or are to be given anew."""
        self.choices, self.asked, self.left, self.left_out, self.last_choice = {}, {}, {}, {}, None

    def choose(self, row: PlannedRow, choice: str, after_change: int) -> None:
        """Keep the answer to the question of a row of a plan after a change, with what was asked if it asks now."""
        self.choices[row.incoming.place] = choice
        self.last_choice = LastChoice(row.kind, choice)
        if row.outcome is Outcome.CONFLICT or row.candidates:
            # Of a row that was answered already, its candidates alone tell what it asked.
            chosen = row.candidate(choice) or (row if row.outcome is Outcome.CONFLICT else row.candidates[0])
            self.asked[row.incoming.place] = Asked(chosen.staff_id, row.people, frozenset(chosen.changes), after_change)

    def leave_out(self, row: PlannedRow, earlier: PlannedRow) -> None:
        """Keep the answer that a row holds, and an earlier one about the same person is left out."""
        self.left_out[earlier.incoming.place] = row.incoming.place
        self.last_choice = LastChoice(row.kind, INSTEAD)

    def choice_for(self, store: Store, row: PlannedRow) -> str | None:
        """The answer to the question of a row; None without one, or if more is asked than when it was given.

        Another window, or the list, may have changed the person since, be it to the same value again, or somebody may
        have come whom the row can be about too.
        """
        place = row.incoming.place
        choice, asked = self.choices.get(place), self.asked.get(place)
        if choice is None or asked is None or row.outcome is not Outcome.CONFLICT:
            return choice
        from importers.deciding.settling import choices

        if choice not in choices(row):
            return None
        now = row.candidate(choice) or row
        takes_nothing = row.asks_who and choice in ("keep", "new")
        # Which of several comes first changes with the answers about other rows.
        is_about = asked.staff_id == now.staff_id or (takes_nothing and bool(row.candidates))
        is_same = is_about and (
            takes_nothing or (asked.changes.issuperset(now.changes) and not _is_written_since(store, asked))
        )
        others = row.people - asked.people
        return choice if is_same and not (others and others - self._taken(place)) else None

    def _taken(self, place: tuple[int, int]) -> set[int | None]:
        """The people whom other rows were answered to be about: while those were open this one could be about them."""
        return {
            asked.staff_id
            for other, asked in self.asked.items()
            if other != place and self.choices.get(other) not in (None, "keep", "new")
        }

    @property
    def count(self) -> int:
        """Number of questions that were answered: choices, people missing from the file, and proposals."""
        return len(self.choices) + len(self.left_out) + len(self.left) + len(self.proposals)


def _is_written_since(store: Store, asked: Asked) -> bool:
    """Whether a value that was asked about was written after the question was."""
    if asked.staff_id is None:
        return False
    names = [WRITTEN_AS.get(change.field, str(change.field)) for change in asked.changes]
    sql = f"SELECT 1 FROM history WHERE entity = 'staff' AND entity_id = ? AND change_id > ? AND field IN {IDS}"
    return next(store.by_ids(sql, names, (asked.staff_id, asked.after_change)), None) is not None
