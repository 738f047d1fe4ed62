"""The work behind the screen of incoming files: read, plan, settle, apply; without a widget."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from store.database import Store
from store.receiving import mending
from store.receiving.form_mark import TEMPLATE
from store.receiving.mappings import Corrections
from store.receiving.plan import FileKind, Outcome, Plan, PlannedRow, Reading, Vanished
from store.text import format_date, format_number
from tui.widgets.short_names import short_name

OUTCOME_LABELS = {
    Outcome.NEW: "mới",
    Outcome.CHANGED: "đổi",
    Outcome.UNCHANGED: "giữ nguyên",
    Outcome.CONFLICT: "mâu thuẫn",
    Outcome.REJECTED: "bị loại",
}
#: What the person must do something about leads: the end of a line may be cut.
_TOLD_FIRST = (Outcome.CONFLICT, Outcome.REJECTED, Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)


@dataclass
class Incoming:
    """One file in the queue."""

    path: Path
    reading: Reading | None = None
    plan: Plan | None = None
    unit: str | None = None  # what the person answered
    done: str = ""  # what came of it, once it was taken in
    submission_id: int | None = None  # as what it stands in the store; None: not taken in, or nothing was new
    is_stopped: bool = False  # Escape, before it was read
    taken_before: str = ""  # dd/mm/yyyy, when this very file was taken in before
    beside_names: str = ""  # of counts: how they differ from the names that the unit has
    settled: dict[tuple[int, int], str] = field(default_factory=dict)  # (table, row) -> choice
    corrections: Corrections = field(default_factory=dict)  # of columns, made here and kept when the file goes in
    gone: dict[int, bool] = field(default_factory=dict)  # staff id -> left (True), or forgotten by the unit

    @property
    def is_usable(self) -> bool:
        """Whether there is something in it that may be taken in."""
        return self.reading is not None and self.reading.kind is not FileKind.UNREADABLE

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be read."""
        return self.reading is None and not self.is_stopped

    @property
    def is_settled(self) -> bool:
        """Whether nothing of it is asked, or left out as a whole row."""
        counts = self.plan.counts() if self.plan is not None else {}
        asks = self.plan is not None and (counts["conflict"] or counts["rejected"] or self.plan.vanished)
        return bool(self.done) or not asks

    @property
    def is_untouched_form(self) -> bool:
        """Whether it is the station's own form with nothing said in it that the store does not know.

        The unit may have found nothing to change; or it is the copy that the station has just written.
        """
        if self.reading is None or self.plan is None or self.reading.mark is None:
            return False
        counts = self.plan.counts()
        said = counts["new"] + counts["changed"] + counts["conflict"] + counts["rejected"] + len(self.plan.left)
        return self.reading.mark.kind == TEMPLATE and not said and not self.settled

    @property
    def is_clean(self) -> bool:
        """Whether it can go in without a question."""
        told_unit = self.plan is not None and self.plan.unit is not None
        return self.is_usable and not self.done and told_unit and self.is_settled and not self.is_untouched_form

    def verdict(self, *, short: bool = False) -> str:
        """What is to be said of the file in one line; `short`: with the unit's name abbreviated."""
        if self.done:
            return f"✓ {self.done}"
        if self.reading is None:
            return "? Đã dừng, chưa đọc. Enter: đọc tiếp" if self.is_stopped else "đang đợi đọc …"
        if self.reading.kind is FileKind.UNREADABLE:
            return f"✗ {self.reading.message}"
        assert self.plan is not None  # noqa: S101 - what can be read has a plan
        counts = self.plan.counts()
        told = ", ".join(
            f"{format_number(counts[outcome.value])} {OUTCOME_LABELS[outcome]}"
            for outcome in _TOLD_FIRST
            if counts[outcome.value]
        )
        told += self.cells_told()
        if self.reading.kind is FileKind.SUMMARY:
            from tui.screens.receive import count_lines

            told = count_lines.verdict(self.plan)
        if self.plan.vanished:
            told += f"; {format_number(len(self.plan.vanished))} người không còn trong tệp"
        if self.plan.unit is None:
            return f"? Chưa rõ đơn vị gửi (Ctrl+U để chọn) · {told}"
        unit = short_name(self.plan.unit) if short else self.plan.unit
        if self.is_untouched_form and self.submission_id is None:
            return f"? Biểu mẫu chưa ghi thêm gì · {unit}"
        if self.submission_id is not None:
            return f"! Đã nhận, còn {format_number(counts['conflict'])} mâu thuẫn · {unit}"
        return f"{unit} · {told}"

    def cells_told(self) -> str:
        """`; 3 ô sai, 2 ô nên xem`: cells that were left out, and cells that were taken with a doubt."""
        rows = self.plan.rows if self.plan is not None else []
        codes = [problem.code for row in rows for problem in row.incoming.problems]
        wrong = sum(code in mending.MUST for code in codes)
        doubts = sum(code not in mending.MUST and code not in mending.NOTED for code in codes)
        told = ", ".join(
            f"{format_number(number)} {words}" for number, words in ((wrong, "ô sai"), (doubts, "ô nên xem")) if number
        )
        return f"; {told}" if told else ""


def read(
    store: Store,
    path: Path,
    progress: Callable[[int], bool],
    *,
    unit: str | None = None,
    corrections: Corrections | None = None,
) -> Incoming:
    """Read a file and compare it with the store; nothing is written.

    Args:
        store: the open store.
        path: the file.
        progress: told how many rows are done; answering False stops.
        unit: what the person answered.
        corrections: of columns, made by the person just now.

    Raises:
        Cancelled, RefusedError: `progress` answered False.
    """
    from importers.read_for_unit import read_for_unit

    corrections = corrections or {}
    reading = read_for_unit(store, path, unit=unit, corrections=corrections, progress=progress)
    incoming = Incoming(path, reading, unit=unit, corrections=corrections)
    plan_again(store, incoming, progress)
    return incoming


def is_read_otherwise(store: Store, incoming: Incoming) -> bool:
    """Whether the files of the unit that the person named are read in another way than this one was."""
    from store.receiving import mappings

    if incoming.reading is None or incoming.plan is None or incoming.plan.unit_id is None:
        return False
    heads = {table.fingerprint for table in incoming.reading.tables}
    kept = mappings.remembered(store, incoming.plan.unit_id).corrections
    wanted = {of: {**kept.get(of, {}), **incoming.corrections.get(of, {})} for of in heads}
    return {of: columns for of, columns in wanted.items() if columns} != incoming.reading.corrections


def plan_again(store: Store, incoming: Incoming, progress: Callable[[int], bool] | None = None) -> None:
    """Compare with the store as it is now; what was settled on the screen stays settled."""
    from importers.deciding.planning import make_plan, settle
    from store.receiving import submissions

    if incoming.reading is None:
        return
    incoming.plan = make_plan(store, incoming.reading, unit=incoming.unit, progress=progress)
    earlier = submissions.earlier(store, incoming.reading.sha256)
    incoming.taken_before = format_date(earlier.received_at[:10]) if earlier is not None else ""
    if incoming.reading.kind is FileKind.SUMMARY:
        from store.words.filled_forms import beside_names

        good = [row for row in incoming.reading.summary if not row.problems]
        incoming.beside_names = beside_names(store, incoming.plan.unit_id, good)
    for row_planned in incoming.plan.rows:
        choice = incoming.settled.get((row_planned.incoming.table, row_planned.incoming.row))
        if choice is not None:
            settle(incoming.plan, row_planned, choice)
    for one in [one for one in incoming.plan.vanished if one.staff_id in incoming.gone]:
        settle_vanished(incoming, one, left=incoming.gone[one.staff_id])


def settle_vanished(incoming: Incoming, one: Vanished, *, left: bool) -> None:
    """Somebody is not in the file any more: they left, or the unit forgot them."""
    from store.receiving.vanished import forgotten

    assert incoming.plan is not None  # noqa: S101 - it found them
    incoming.gone[one.staff_id] = left
    incoming.plan.vanished.remove(one)
    if left:
        incoming.plan.left.append(one.staff_id)
    else:
        incoming.plan.answers.append(forgotten(one))


def settle_row(incoming: Incoming, row: PlannedRow, choice: str) -> None:
    """Settle one conflict; the answer is written when the file is taken in."""
    from importers.deciding.planning import settle

    assert incoming.plan is not None  # noqa: S101 - its row is settled
    incoming.settled[row.incoming.table, row.incoming.row] = choice
    settle(incoming.plan, row, choice)


def has_changed(incoming: Incoming) -> bool:
    """Whether the file is no longer what was read; one that is gone is not."""
    if incoming.reading is None:
        return False
    try:
        with incoming.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() != incoming.reading.sha256
    except OSError:
        return False


def look_again(store: Store, incoming: Incoming) -> None:
    """After the store changed: what was taken back since is to be taken in anew, and its questions asked anew."""
    from store.receiving import submissions

    number = incoming.submission_id
    if number is not None and submissions.get(store, number).taken_back_at is not None:
        incoming.done, incoming.submission_id = "", None
        incoming.settled, incoming.gone = {}, {}
    if incoming.is_usable and not incoming.done:
        plan_again(store, incoming)


def take_in(store: Store, incoming: Incoming, progress: Callable[[int], bool] | None = None) -> str:
    """Apply the file and say what came of it.

    Raises:
        StoreError: nothing was written.
    """
    from store import history
    from store.receiving import submissions
    from store.words import filled_forms

    assert incoming.plan is not None  # noqa: S101 - only a planned file is taken in
    if incoming.plan.after_change != history.last_change(store):
        plan_again(store, incoming)
    submission_id = submissions.apply(store, incoming.plan, progress=progress)
    counts = incoming.plan.counts()
    taken = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)
    parts = [f"{format_number(counts[of.value])} {OUTCOME_LABELS[of]}" for of in taken if counts[of.value]]
    told = ", ".join(parts) or "không có người nào"
    left = counts["conflict"] + counts["rejected"]
    told += f"; {format_number(left)} dòng chưa nhận" if left else ""
    told += f"; {format_number(len(incoming.plan.left))} người thôi theo dõi" if incoming.plan.left else ""
    told += incoming.cells_told()
    if incoming.plan.reading.kind is FileKind.SUMMARY:
        told = filled_forms.after_import(store, incoming.plan, submission_id)
    elif submission_id is not None and (unit_id := submissions.get(store, submission_id).unit_id) is not None:
        told = "; ".join(part for part in (told, filled_forms.instead_of_counts(store, unit_id)) if part)
    before = f"Chính tệp này đã nhận ngày {incoming.taken_before}, không có gì thay đổi"
    told = f"Đã nhận: {told}" if submission_id is not None else before
    incoming.submission_id = submission_id if submission_id is not None else incoming.submission_id
    incoming.settled, incoming.gone = {}, {}  # they are in the store now
    if counts["conflict"] and incoming.submission_id is not None:
        plan_again(store, incoming)  # what is still asked can be answered, and the file taken in once more
    else:
        incoming.done = told
    return told
