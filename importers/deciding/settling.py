"""Puts the person's answers to the questions of a plan into it."""

from collections.abc import Sequence

from importers.deciding.matching import signature, with_values
from importers.deciding.waiting import give_back
from store.field_ref import FieldRef
from store.outcome import Outcome
from store.receiving.plan import (
    IDENTITY,
    INSTEAD,
    KEEP_NAME,
    KEEP_NUMBER,
    KEPT_FIELDS,
    TAKE_ONE,
    Answer,
    Conflict,
    FieldChange,
    Plan,
    PlannedRow,
    take_one,
)


def settle(plan: Plan, row: PlannedRow, choice: str) -> None:
    """Put the answer to a conflict into the plan; once the plan is applied, the same question is not asked again.

    Args:
        plan: gets the answer, so that it is stored.
        row: a row of the plan; it gets its outcome and changes. A row that is not in conflict stays as it is.
        choice: "take": the file is right. "keep": the store is right; if the question is who the row is about, the row
            is left out. "new": the row is about another person, who is added. "keep_name", "keep_number": it is
            the same person, the name or the CCCD in the store is right, and the rest of the row is taken. Or
            `take_one` of one of the candidates: it is this one.
    """
    if row.outcome is not Outcome.CONFLICT or row.incoming.person is None:
        return
    row.offered = row.offered or choices(row)
    if (one := row.candidate(choice)) is not None:
        row.staff_id, row.conflict = one.staff_id, one.conflict
        row.changes, row.agreed, row.kept = one.changes, one.agreed, one.kept
        choice = "take"
    kept_field = KEPT_FIELDS.get(choice)
    whole = row.whole[0] if row.whole is not None else row.incoming
    who = signature(row.incoming.person, whole.department)
    if choice == "keep" and whole.person is not None:
        who = with_values(who, whole.person)
    if row.candidates and one is None:
        plan.answers += [Answer(each.staff_id, IDENTITY, who, choice) for each in row.candidates if each.staff_id]
    elif row.staff_id is not None:
        asked: Sequence[FieldChange] = row.changes
        if row.asks_who or choice == "new":
            same = FieldChange(FieldRef.parse(IDENTITY), None, who)
            asked = [same, *(row.changes if choice == "take" or kept_field else ())]
        for change in asked:
            given = choice if kept_field is None else "keep" if change.field == kept_field else "take"
            plan.answers.append(Answer(row.staff_id, change.field, change.after or "", given))
    if choice == "new":
        row.outcome, row.staff_id, row.changes, row.agreed = Outcome.NEW, None, [], []
    elif row.asks_who and (choice == "keep" or row.staff_id is None):
        plan.left_out |= row.people
        row.outcome, row.staff_id, row.changes, row.agreed = Outcome.UNCHANGED, None, [], []
    else:
        taken = [change for change in row.changes if choice != "keep" and change.field != kept_field]
        row.kept = [*row.kept, *(change.field for change in row.changes if change not in taken)]
        row.changes = [*taken, *row.agreed]
        row.outcome = Outcome.CHANGED if row.changes else Outcome.UNCHANGED
        if row.staff_id is not None:
            leave_out(plan, row.staff_id, keep_keys=True)
    row.question = row.asks = ""
    if row.waits is not None:
        give_back(plan, row.waits)


def leave_out(plan: Plan, staff_id: int, *, keep_keys: bool = False) -> None:
    """Remove somebody whom another row of the file is about from those whom open rows may be about.

    Args:
        plan: has the open rows.
        staff_id: of that somebody.
        keep_keys: the rows were shown, so that the choices that are left keep their keys.
    """
    for row in plan.several:
        left = [one for one in row.candidates if one.staff_id != staff_id]
        if row.outcome is not Outcome.CONFLICT or len(left) == len(row.candidates):
            continue
        if keep_keys:
            row.offered = row.offered or choices(row)
        row.candidates, row.staff_id = left, left[0].staff_id if left else None
        ask_which(row)
        if not left:
            row.conflict = Conflict.REPEATED


def ask_which(row: PlannedRow) -> None:
    """Put into an open row the question which of its candidates it is about."""
    name = row.incoming.person.full_name if row.incoming.person is not None else ""
    if row.candidates:
        row.asks = f"{name}: sổ có {len(row.candidates)} người có thể là người này. Dòng này là ai?"
        row.question = f"{row.asks} {'; '.join(one.asks for one in row.candidates)}"
    else:
        row.asks = row.question = f"{name}: ai tên như vậy trong sổ cũng đã có dòng khác của tệp. Thêm một người nữa?"


def choices(row: PlannedRow) -> tuple[str, ...]:
    """The choices for `settle` that are possible for a conflict, in the order of their keys.

    None for a row that asks nothing, also where it did before another row was answered. "" stands at a key that is no
    choice any more: those behind it keep theirs.
    """
    if row.conflict is None:
        return ()
    if row.offered and row.outcome is not Outcome.CONFLICT:
        gone = [choice for choice in row.offered if choice.startswith(TAKE_ONE) and row.candidate(choice) is None]
        return tuple("" if choice in gone else choice for choice in row.offered)
    possible = _possible_choices(row)
    if set(possible) <= set(row.offered):
        return tuple(choice if choice in possible else "" for choice in row.offered)
    return possible


def _possible_choices(row: PlannedRow) -> tuple[str, ...]:
    if row.candidates:
        return ("keep", *map(take_one, row.candidates), "new")
    if row.conflict is Conflict.REPEATED:
        instead = () if row.first is None else (INSTEAD,)
        return ("keep", *instead) if row.same_number else ("keep", *instead, "new")
    # Without a number in common somebody of the name in another unit may be another person, whatever the day of birth.
    if row.conflict in (Conflict.IDENTITY, Conflict.UNIT) and not row.same_number:
        has_number = any(change.field == "citizen_id" and change.before is not None for change in row.changes)
        return ("keep", "take", "new", KEEP_NUMBER) if has_number else ("keep", "take", "new")
    has_another_name = any(change.field == "full_name" for change in row.changes)
    return ("keep", "take", KEEP_NAME) if row.asks_who and has_another_name else ("keep", "take")
