"""Takes a file in, in four steps: read it, plan it against the store, answer its questions, apply it.

The command `tyt import` and the screen Nhận tệp both go through here. Nothing is written but by
`store.receiving.submissions.apply`.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from pathlib import Path

from importers.answers import Answers as Answers
from store.database import Store
from store.errors import StoreChangedError
from store.masks import cover_in_name
from store.outcome import Outcome
from store.people import units
from store.receiving import submissions
from store.receiving.form_mark import TEMPLATE
from store.receiving.kept import forgotten
from store.receiving.plan import INSTEAD, FileKind, Plan, PlannedRow, Reading, Vanished
from store.receiving.proposal import Proposal, ProposalKind
from store.receiving.submissions import Submission
from store.text import format_date

Progress = Callable[[int], bool]  # called with how many rows are done; answering False stops


class State(Enum):
    """How far a file is on its way, and what it needs next."""

    WAITING = auto()  # it is to be read
    STOPPED = auto()  # reading was stopped before it was read
    UNREADABLE = auto()
    LOCKED = auto()  # a bundle that waits for its passphrase
    UNIT_UNKNOWN = auto()
    UNIT_NEW = auto()  # one of several units of a file, and the store has no unit of that name
    UNTOUCHED_FORM = auto()  # the station's own form, with nothing filled in that the store does not know
    PARTLY_TAKEN = auto()  # in the store, but for rows that still ask something
    ASKING = auto()  # rows or columns ask something, or a row names nobody; or people are missing from it
    CLEAN = auto()  # it can go in without a question
    TAKEN = auto()


@dataclass(eq=False)
class Incoming:
    """One file on its way into the store."""

    path: Path
    answers: Answers = field(default_factory=Answers)
    plan: Plan | None = None  # None: not read yet
    earlier: Submission | None = None  # that this very file was before
    beside_names: str = ""  # Vietnamese, of counts: how they differ from the names that the unit has
    taken: bool = False  # all of it that may go in is in the store, by `plan`
    is_repeated: bool = False  # it was taken in before, and nothing differs
    about_counts: str = ""  # Vietnamese, once it is in: what it means for forms of figures; "" where it means nothing
    submission_id: int | None = None  # as what it stands in the store; None: not taken in, or nothing was new
    is_stopped: bool = False  # before it was read
    plain: Reading | None = None  # what the file says, before what was accepted of the proposals about it
    proposals: list[Proposal] = field(default_factory=list)  # that are not answered yet
    whole: Reading | None = None  # of a part of a file of several units: the whole file

    @property
    def name(self) -> str:
        """The name of the file as it is shown: numbers of people in it are covered."""
        return cover_in_name(self.path.name)

    @property
    def reading(self) -> Reading | None:
        """What was read from the file; None: it was not read yet."""
        return self.plan.reading if self.plan is not None else None

    @property
    def part(self) -> str | None:
        """The unit, as the file calls it, if this is its part of a file of several units; None for a whole file."""
        return self.reading.part if self.reading is not None else None

    @property
    def is_usable(self) -> bool:
        """Whether the reading holds rows or figures that may be taken in."""
        return self.reading is not None and self.reading.kind is not FileKind.UNREADABLE

    @property
    def state(self) -> State:
        """How far the file is on its way."""
        if self.taken:
            return State.TAKEN
        if self.plan is None:
            return State.STOPPED if self.is_stopped else State.WAITING
        if not self.is_usable:
            return State.LOCKED if self.plan.reading.is_locked else State.UNREADABLE
        if self.plan.unit is None:
            return State.UNIT_UNKNOWN
        if self.part is not None and self.plan.unit_id is None and self.answers.unit is None:
            return State.UNIT_NEW
        if self.submission_id is not None and self.plan.counts()["conflict"]:
            return State.PARTLY_TAKEN
        if self.is_untouched_form:
            return State.UNTOUCHED_FORM
        return State.ASKING if self.asks else State.CLEAN

    @property
    def asks(self) -> bool:
        """Whether a question about the file is open, or a row of it is left out."""
        if self.taken or self.plan is None:
            return False
        counts = self.plan.counts()
        return bool(counts["conflict"] or counts["rejected"] or self.plan.vanished or self.plan.reading.doubts)

    @property
    def is_untouched_form(self) -> bool:
        """Whether it is the station's own form, with nothing filled in that the store does not know.

        The unit may have found nothing to change; or it is the copy that the station has just written.
        """
        if self.plan is None or self.plan.reading.mark is None or self.plan.reading.mark.kind != TEMPLATE:
            return False
        counts = self.plan.counts()
        changed = counts["new"] + counts["changed"] + counts["conflict"] + counts["rejected"] + len(self.plan.left)
        return not changed and not self.answers.choices and not self.answers.left_out

    @property
    def is_clean(self) -> bool:
        """Whether it can go in without a question."""
        return self.state is State.CLEAN

    def add_remark(self, remark: str) -> None:
        """Add a remark about the whole file, which is kept with the submission."""
        assert self.plan is not None  # noqa: S101 - it was read
        reading = self.plan.reading
        self.plan.reading = replace(reading, remarks=(*reading.remarks, remark))


def read(
    store: Store,
    path: Path,
    progress: Progress | None = None,
    *,
    comparing: Callable[[int, int], bool] | None = None,
    answers: Answers | None = None,
    unit_of_nameless: str | None = None,
) -> Incoming:
    """Read a file and compare it with the store; nothing is written.

    Args:
        store: the open store.
        path: the file.
        progress: called with how many rows are read; answering False stops.
        comparing: called with how many rows are compared with the store, of how many; answering False stops.
        answers: what the person answered about it before.
        unit_of_nameless: who sent the file, if it names no unit: what is given for several files at once does not
            replace the units that they name.

    Raises:
        Cancelled, RefusedError: `progress` or `comparing` answered False.
    """
    from importers.read_for_unit import read_for_unit

    incoming = Incoming(path, answers or Answers())
    reading = read_for_unit(
        store,
        path,
        unit=incoming.answers.unit,
        unit_of_nameless=unit_of_nameless,
        corrections=incoming.answers.corrections,
        passphrase=incoming.answers.passphrase,
        progress=progress,
    )
    names_unit = reading.unit is not None or reading.several_units
    is_readable = reading.kind is not FileKind.UNREADABLE
    if unit_of_nameless is not None and not reading.is_locked and not (is_readable and names_unit):
        incoming.answers.unit = unit_of_nameless
    _plan(store, incoming, reading, progress if comparing is None else lambda done: comparing(done, len(reading.rows)))
    return incoming


def parts(store: Store, incoming: Incoming) -> list[Incoming]:
    """Split a file of several units into one entry for each unit, with its own plan; any other file stays as it is.

    A unit is known by its name, or by a shorter form of it: "THCS Núi Tô" is "Trường THCS Núi Tô".
    """
    from importers.read_for_unit import unit_known_as
    from importers.sender.file_name import unit_of
    from importers.sender.several_units import reading_of

    whole = incoming.reading
    if whole is None or not whole.parts or incoming.answers.unit is not None:
        return [incoming]
    known = [unit.name for unit in units.all_units(store)]
    found = []
    for part in whole.parts:
        name = part.unit
        if name is not None and units.find(store, name) is None:
            known_as = unit_known_as(store, name)
            name = known_as[0] if known_as is not None else unit_of(name, known) or name
        unit = incoming.answers.units.get(part.unit or "")
        one = Incoming(incoming.path, Answers(unit, incoming.answers.corrections), whole=whole)
        _plan(store, one, reading_of(whole, part, name))
        found.append(one)
    return found


def plan_again(store: Store, incoming: Incoming) -> None:
    """Compare a file with the store as it is now; the answers about it are kept."""
    if incoming.plain is not None:
        _plan(store, incoming, incoming.plain)


def _plan(store: Store, incoming: Incoming, reading: Reading, progress: Progress | None = None) -> None:
    from importers.deciding.planning import make_plan
    from importers.deciding.remembering import accepted_before, keep_answers, name_to_remember
    from importers.deciding.settling import settle

    answers = incoming.answers
    incoming.plain = reading
    unit = answers.unit or reading.unit
    accepted = {key for key, is_accepted in answers.proposals.items() if is_accepted}
    open_ones = _proposals(store, reading, unit)
    before = [one for one in accepted_before(store, unit, open_ones) if one.key not in answers.proposals]
    accepted_ones = [*before, *(one for one in open_ones if one.key in accepted)]
    for proposal in accepted_ones:
        reading = proposal.apply(reading)
    if before:
        marks = ", ".join(f"{one.words} {one.where} là {one.instead}" for one in before)
        reading = replace(reading, remarks=(*reading.remarks, f"Đã hiểu dấu như anh/chị đã trả lời: {marks}"))
    if accepted_ones:
        # A reason that was accepted may be near to another one; a sign still means what it did beside the others.
        signs = [one for one in open_ones if one.kind is ProposalKind.MARK_MEANS and one not in accepted_ones]
        others = _proposals(store, reading, unit)
        open_ones = [*signs, *(one for one in others if one.kind is not ProposalKind.MARK_MEANS)]
    incoming.proposals = [one for one in open_ones if one.key not in answers.proposals]
    if reading.bundle is not None:
        from importers.bundle.planning import plan_bundle

        plan = plan_bundle(store, reading, unit=answers.unit, progress=progress)
    else:
        plan = make_plan(store, reading, unit=answers.unit, left_out=answers.left_out, progress=progress)
        plan.known_as = name_to_remember(store, reading, answers.unit)
    keep_answers(plan, accepted_ones)
    incoming.plan = plan
    if plan.unit_id is None and plan.unit and (day := units.closed_on(store, plan.unit)) is not None:
        incoming.add_remark(
            f"Đơn vị “{plan.unit}” đã đóng ngày {format_date(day)}: nhận tệp này là lập một đơn vị mới tên ấy."
        )
    incoming.earlier = submissions.earlier_of(store, reading, plan.unit_id)
    if reading.kind is FileKind.SUMMARY:
        from store.words.filled_forms import beside_names

        good = [row for row in reading.summary if row.counts]
        incoming.beside_names = beside_names(store, plan.unit_id, good)
    if answers.choices:
        # First what two rows say otherwise: it is given back to the first one, which may have a question of its own.
        for row in sorted(plan.rows, key=lambda row: row.waits is None):
            choice = answers.choice_for(store, row)
            if choice is not None:
                settle(plan, row, choice)
            else:
                answers.choices.pop(row.incoming.place, None)
    _find_vanished(store, incoming)
    for one in [one for one in plan.vanished if one.staff_id in answers.left]:
        answer_vanished(incoming, one, left=answers.left[one.staff_id])


def _find_vanished(store: Store, incoming: Incoming) -> None:
    """Find again who is missing from the file, as an answer may have said that a row is about somebody else."""
    from importers.deciding.matching import people_named
    from importers.deciding.vanished import find_vanished

    plan = incoming.plan
    if plan is None or plan.reading.kind is not FileKind.ROSTER:
        return
    if incoming.answers.choices:
        find_vanished(store, plan)
    if plan.vanished and incoming.whole is not None:  # who stands in another unit's part of the file is not missing
        named = people_named(store, [row.person for row in incoming.whole.rows if row.person is not None])
        plan.vanished = [one for one in plan.vanished if one.staff_id not in named]


def _proposals(store: Store, reading: Reading, unit: str | None) -> list[Proposal]:
    if reading.kind is FileKind.SUMMARY:
        from store.receiving.proposal import about_lines

        return about_lines(reading)
    from importers.deciding.proposals import proposals

    return proposals(store, reading, unit) if reading.kind is FileKind.ROSTER and not reading.parts else []


def answer_proposal(store: Store, incoming: Incoming, proposal: Proposal, *, accepted: bool) -> None:
    """Accept a proposal about a file, or decline it; it is written when the file is taken in."""
    incoming.answers.proposals[proposal.key] = accepted
    plan_again(store, incoming)


def answer_row(store: Store, incoming: Incoming, row: PlannedRow, choice: str) -> None:
    """Answer the question of one row, or change the answer; it is written when the file is taken in."""
    from importers.deciding.settling import settle

    assert incoming.plan is not None  # noqa: S101 - its row is settled
    if choice == INSTEAD and row.first is not None:
        incoming.answers.leave_out(row, row.first)
        plan_again(store, incoming)
        return
    incoming.answers.choose(row, choice, incoming.plan.after_change)
    if row.outcome is Outcome.CONFLICT and row.waits is None:
        says_who = row.asks_who
        settle(incoming.plan, row, choice)
        if says_who and row.staff_id is None:
            _find_vanished(store, incoming)
            incoming.plan.vanished = [
                one for one in incoming.plan.vanished if one.staff_id not in incoming.answers.left
            ]
    else:
        plan_again(store, incoming)


def answer_vanished(incoming: Incoming, one: Vanished, *, left: bool) -> None:
    """Answer whether somebody who is missing from the file has left the unit, or was forgotten by it."""
    assert incoming.plan is not None  # noqa: S101 - it found them
    if one not in incoming.plan.vanished:
        return  # while the question stood there the store changed, and the file was planned again
    incoming.answers.left[one.staff_id] = left
    incoming.plan.vanished.remove(one)
    if left:
        incoming.plan.left.append(one.staff_id)
    else:
        incoming.plan.answers.append(forgotten(one))


def has_changed(incoming: Incoming) -> bool:
    """Whether the file on the disk differs from what was read; False if it is gone."""
    if incoming.reading is None:
        return False
    try:
        with incoming.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() != incoming.reading.sha256
    except OSError:
        return False


def look_again(store: Store, incoming: Incoming) -> None:
    """Plan a file again after the store changed; if its submission was taken back, ask everything again."""
    number = incoming.submission_id
    if number is not None and submissions.get(store, number).taken_back_at is not None:
        incoming.taken, incoming.submission_id = False, None
        incoming.answers.forget_rows()
    if incoming.is_usable and not incoming.taken:
        plan_again(store, incoming)


def apply(store: Store, incoming: Incoming, progress: Progress | None = None) -> int | None:
    """Take the file in; plan it again if the store has changed since it was planned.

    Returns:
        The id of its submission; None: it was taken in before, and nothing differs.

    Raises:
        StoreError: nothing was written.
    """
    from store.words import filled_forms

    assert incoming.plan is not None  # noqa: S101 - only a planned file is taken in
    while True:
        try:
            number = submissions.apply(store, incoming.plan, progress=progress)
            break
        except StoreChangedError:
            plan_again(store, incoming)
    incoming.is_repeated = number is None
    if number is not None:
        incoming.submission_id = number
    elif incoming.earlier is not None and incoming.plan.counts()[Outcome.CONFLICT]:
        incoming.submission_id = incoming.earlier.id  # in the store since then, and still with questions
    incoming.about_counts = filled_forms.about_counts(store, incoming.plan, number)
    return number
