"""Holds the files that wait to be taken in with the answers about them; independent of widgets."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from importers import intake
from importers.intake import Answers, Incoming, State
from store import journal
from store.database import Store
from store.errors import StoreError
from store.frozen import frozen
from store.outcome import Outcome
from store.receiving.plan import PlannedRow
from store.receiving.proposal import Proposal

Written = tuple[list[Incoming], StoreError | None]  # the files that are in, why the next one is not


@frozen
class Step:
    """The answers about a file before a change of them, or its place in the queue before it was left out."""

    words: str  # Vietnamese: what is taken back
    last_change: int  # that Ctrl+Z would have taken back then
    file: Incoming
    answers: Answers
    row: int  # under the cursor
    dropped_from: int | None = None
    about_columns: bool = False  # the file is read anew when it is taken back


class Queue:
    """The files of this sitting, in the order in which they were added."""

    def __init__(self, last_change: Callable[[Store], int] = journal.last_standing) -> None:
        """Make an empty queue; `last_change` tells the number of the last change that Ctrl+Z would take back here."""
        self._last_change = last_change
        self.files: list[Incoming] = []
        self.steps: list[Step] = []  # what may be taken back, the last answer at the end

    # -- files

    def add(self, paths: Sequence[Path]) -> tuple[int, int]:
        """Add files at the end; files that wait already are read again in their place.

        Returns:
            (place of the first of the files, how many are read again).
        """
        waiting = {file.path: file for file in self.files if not file.taken}
        again = [self.read_anew(waiting[path]) for path in paths if path in waiting]
        new = [Incoming(path) for path in paths if path not in waiting]
        first = len(self.files) if new else self.files.index(again[0])
        self.files += new
        return first, len(again)

    def read_anew(self, file: Incoming) -> Incoming:
        """Replace a file by a new entry that will be read; answers about its rows are dropped.

        For a part of a file of several units, the entry replaces all waiting parts of the file.
        """
        parts = [one for one in self.files if one.path == file.path and not one.taken] if file.part is not None else []
        at = min(map(self.files.index, [file, *parts]))
        answers = Answers(None if parts else file.answers.unit, file.answers.corrections)
        answers.passphrase = file.answers.passphrase
        answers.units = {one.part: one.answers.unit for one in parts if one.part is not None and one.answers.unit}
        fresh = Incoming(file.path, answers, submission_id=None if parts else file.submission_id)
        for one in parts or [file]:
            self.forget_steps(one)
        self.files = [one for one in self.files if one is not file and one not in parts]
        self.files.insert(at, fresh)
        return fresh

    def was_read(self, waiting: Incoming, read: Sequence[Incoming]) -> None:
        """Replace the waiting entry by what was read, one entry for each unit, unless it has left the queue."""
        taken = {(file.path, file.part) for file in self.files if file.taken and file.part is not None}
        found = [one for one in read if (one.path, one.part) not in taken]
        self.files = [one for file in self.files for one in (found if file is waiting else [file])]

    def drop(self, store: Store, file: Incoming) -> None:
        """Leave a file out of the queue."""
        at = self.files.index(file)
        self.keep_step(store, file, f"việc cất {file.name} khỏi danh sách", dropped_from=at)
        del self.files[at]

    def stop(self) -> None:
        """Mark the files that are not read yet as stopped."""
        for file in self.files:
            file.is_stopped = file.is_stopped or file.state is State.WAITING

    def resume(self) -> None:
        """Let the stopped files wait for reading again."""
        for file in self.files:
            file.is_stopped = False

    @property
    def has_waiting(self) -> bool:
        """Whether a file waits to be read."""
        return any(file.state is State.WAITING for file in self.files)

    @property
    def unfinished(self) -> list[Incoming]:
        """The files that can be read and are not taken in yet."""
        return [file for file in self.files if file.is_usable and not file.taken]

    @property
    def clean(self) -> list[Incoming]:
        """The files that can be taken in without a question."""
        return [file for file in self.files if file.is_clean]

    @property
    def unwritten(self) -> int:
        """The number of answers that closing the program now would lose."""
        return sum(file.answers.count for file in self.files if not file.taken)

    def read_waiting(
        self,
        store: Store,
        progress: Callable[[Incoming, int, int, int], bool],
        was_read: Callable[[Incoming, Sequence[Incoming]], None],
    ) -> None:
        """Read the waiting files one after the other, also those added meanwhile; leaves the queue as it is.

        Args:
            store: a store of the thread that reads.
            progress: called with the file, how many of its rows are read, or compared with the store, of how many (0
                while it is read), and how many files wait; answering False stops.
            was_read: called with the waiting entry and what was read of it, one entry for each unit.

        Raises:
            Cancelled, RefusedError: `progress` answered False.
        """
        tried: set[int] = set()
        while waiting := [file for file in self.files if file.state is State.WAITING and id(file) not in tried]:
            file, left = waiting[0], len(waiting)
            tried.add(id(file))
            found = intake.read(
                store,
                file.path,
                lambda rows, file=file, left=left: progress(file, rows, 0, left),  # type: ignore[misc]
                comparing=lambda rows, of, file=file, left=left: progress(file, rows, of, left),  # type: ignore[misc]
                answers=file.answers.copy(),
            )
            found.submission_id = file.submission_id
            was_read(file, intake.parts(store, found))

    # -- answers

    def set_unit(self, store: Store, file: Incoming, unit: str) -> None:
        """Set the unit that sent a file."""
        self.keep_step(store, file, f"đơn vị gửi {file.name}")
        file.answers.unit = unit
        intake.plan_again(store, file)

    def answer(self, store: Store, file: Incoming, row: PlannedRow, choice: str, cursor: int) -> None:
        """Answer the question of one row, or change the answer."""
        name = row.incoming.person.full_name if row.incoming.person is not None else ""
        self.keep_step(store, file, f"câu trả lời cho {name}", cursor)
        intake.answer_row(store, file, row, choice)

    def answer_proposal(self, store: Store, file: Incoming, proposal: Proposal, *, accepted: bool) -> None:
        """Accept or decline a proposal about a file."""
        self.keep_step(store, file, "câu trả lời cho một đề nghị")
        intake.answer_proposal(store, file, proposal, accepted=accepted)

    def of_new_units(self, file: Incoming | None = None) -> list[Incoming]:
        """The files, or parts of files, whose unit the store does not know; `file`: only parts of that file."""
        new = [one for one in self.files if one.state is State.UNIT_NEW]
        return [one for one in new if file is None or one.path == file.path]

    def create_units(self, store: Store, files: Sequence[Incoming]) -> None:
        """Answer that the units named by the files are added when the files are taken in."""
        for file in files:
            if file.plan is not None and file.plan.unit is not None:
                self.set_unit(store, file, file.plan.unit)

    def asking_alike(self, file: Incoming, kind: tuple[str, str]) -> list[PlannedRow]:
        """The rows of a file with the same question."""
        rows = file.plan.rows if file.plan is not None else []
        return [row for row in rows if row.outcome is Outcome.CONFLICT and row.kind == kind]

    def answerable_alike(self, file: Incoming) -> list[PlannedRow]:
        """The rows of a file that can be given the last answer about it."""
        from importers.deciding.settling import choices

        if (last := file.answers.last_choice) is None:
            return []
        return [row for row in self.asking_alike(file, last.kind) if last.choice in choices(row)]

    def answer_alike(self, store: Store, file: Incoming, cursor: int) -> list[PlannedRow]:
        """Give the last answer about a file to every row of it with the same question; answers these rows."""
        alike, last = self.answerable_alike(file), file.answers.last_choice
        if alike and last is not None:
            self.keep_step(store, file, f"câu trả lời cho {len(alike)} dòng", cursor)
            for row in alike:
                intake.answer_row(store, file, row, last.choice)
        return alike

    # -- taking back

    def keep_step(
        self,
        store: Store,
        file: Incoming,
        words: str,
        row: int = 0,
        *,
        dropped_from: int | None = None,
        about_columns: bool = False,
    ) -> None:
        """Remember how a file is answered now, so that `take_back` can restore it."""
        self.steps.append(
            Step(words, self._last_change(store), file, file.answers.copy(), row, dropped_from, about_columns)
        )

    def forget_steps(self, file: Incoming) -> None:
        """Forget the remembered steps of a file, because its answers are stored or its rows changed."""
        self.steps = [step for step in self.steps if step.file is not file]

    def last_answer(self, store: Store) -> str:
        """Words for what `take_back` would take back, in Vietnamese; "" for nothing."""
        return step.words if (step := self._last_step(store)) is not None else ""

    def would_take_back(self, store: Store, file: Incoming, row: PlannedRow) -> bool:
        """Whether `take_back` would take back the answer to the question of a row."""
        step, place = self._last_step(store), row.incoming.place
        return step is not None and step.file is file and step.answers.choices.get(place) != file.answers.choices[place]

    def _last_step(self, store: Store) -> Step | None:
        is_last = bool(self.steps) and self.steps[-1].last_change == self._last_change(store)
        return self.steps[-1] if is_last else None

    def take_back(self, store: Store) -> Step | None:
        """Restore the answers of a file before the last one; answers the step taken back.

        Returns:
            None when there is no answer, or when something was written since: that is to be taken back first.
        """
        step = self._last_step(store)
        if step is None:
            return None
        self.steps.pop()
        if step.dropped_from is not None:
            self.files.insert(min(step.dropped_from, len(self.files)), step.file)
        step.file.answers = replace(step.answers.copy(), corrections=step.file.answers.corrections)
        if not step.file.taken:
            intake.plan_again(store, step.file)
        return step

    # -- the store

    def look_again(self, store: Store) -> None:
        """Plan all files again after the store changed."""
        for file in self.files:
            intake.look_again(store, file)

    def take_in(
        self,
        store: Store,
        files: Sequence[Incoming],
        *,
        only_clean: bool = False,
        progress: Callable[[str, int], bool] | None = None,
    ) -> Written:
        """Write files into the store, one after the other.

        Args:
            store: the open store, of the thread that writes.
            files: files that have a plan.
            only_clean: leave out a file that asks something after the files before it were written.
            progress: called with the name of the file and its rows so far; answering False stops.

        Returns:
            (the files that were written, the error that stopped the next one).
        """
        done: list[Incoming] = []
        for file in files:
            try:
                if only_clean:
                    intake.plan_again(store, file)
                    if not file.is_clean:
                        continue
                intake.apply(store, file, None if progress is None else partial(progress, file.name))
            except StoreError as error:
                return done, error
            file.answers.forget_rows()  # they are in the store now
            if file.state is State.PARTLY_TAKEN:
                intake.plan_again(store, file)  # what is still asked can be answered, and the file taken in once more
            else:
                file.taken = True
            done.append(file)
        return done, None
