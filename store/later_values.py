"""Finds the values of people that do not depend on one file or edit, because a later one gives them too.

Taking the file or edit back must keep these values.
"""

from collections.abc import Collection, Iterator

from store import earlier_values, fields
from store.database import IDS, Store
from store.earlier_values import IN_FORCE, LAST_WHEN_IT_CAME
from store.field_ref import PRESENT
from store.frozen import frozen
from store.outcome import WAS_TAKEN_IN, Outcome, given_fields, unpacked

_OF_LISTED = (PRESENT, "unit_id", "department_id")  # what a list says of everybody whom it names
#: Questions about a row that leave no doubt whom it is about, as `store.receiving.plan.Conflict` has them.
_OF_VALUES = frozenset({"unit", "older", "contradiction", "backwards", "replaced", "values"})
_ROWS = (
    "FROM submission_row JOIN submission ON submission.id = submission_id"
    " LEFT JOIN given_fields ON given_fields.id = given"
)
_SAYS_SOMETHING = f"({WAS_TAKEN_IN} OR outcome = '{Outcome.CONFLICT}')"  # as a condition on `submission_row`
#: The columns of `_values_of_row`; the last: whether the person was in the unit of the submission when it came.
_ROW = (
    "staff_id, names, outcome, problems,"
    " submission.unit_id = ifnull((SELECT before FROM history WHERE entity = 'staff' AND entity_id = staff_id"
    f" AND field = 'unit_id' AND change_id > {LAST_WHEN_IT_CAME} ORDER BY history.id LIMIT 1),"
    " (SELECT staff.unit_id FROM staff WHERE staff.id = staff_id))"
)
Value = tuple[int, str]  # (staff id, field)
Row = tuple[
    str, int, str, str | None, str | None
]  # as `history` keeps it: entity, id, field, value after, value before


@frozen
class Source:
    """What gave values: a change made by hand, or a file."""

    number: int  # of its change; of a file that changed nothing, the number of the next change
    submission_id: int | None = None  # None: made by hand
    changed_nothing: bool = False

    @property
    def change_id(self) -> int | None:
        """The number of its change; None when it changed nothing."""
        return None if self.changed_nothing else self.number


#: The people whom the source ?1 (change), ?2 (submission) lists or alters.
_PEOPLE = (
    "(SELECT entity_id FROM history WHERE change_id = ?1 AND entity = 'staff'"
    " UNION SELECT staff_id FROM submission_row WHERE submission_id = ?2)"
)


def values_of_later(store: Store, of: Source, without: Source | None = None) -> set[Value]:
    """The values of people of a source that a later file or edit in force gives too.

    (staff id, `PRESENT`) is among them also when the person was changed since. The later source `without` is ignored,
    because it is being taken back as well.
    """
    aside = without or of
    return {
        *_of_later_files(store, of, aside),
        *_changed_since(store, of, aside),
        *_written_since(store, of, aside),
    }


def _of_later_files(store: Store, of: Source, aside: Source) -> Iterator[Value]:
    is_later = "change_number > ?1" if of.submission_id is None else "submission.id > ?2"
    later = f"FROM submission WHERE {is_later} AND submission.id IS NOT ?3 AND taken_back_at IS NULL"
    numbers = (of.change_id, of.submission_id, aside.submission_id)
    if store.one(f"SELECT 1, ?1, ?2 {later} LIMIT 1", numbers) is None:
        return
    rows = store.rows(
        f"SELECT {_ROW} {_ROWS}"
        f" WHERE submission.id IN (SELECT id {later}) AND {_SAYS_SOMETHING} AND staff_id IN {_PEOPLE}",
        numbers,
    )
    for row in rows:
        yield from _values_of_row(*row)


def _values_of_row(
    staff_id: int, names: str | None, outcome: str, problems: str, was_in_its_unit: int
) -> Iterator[Value]:
    """The values that one row of a submission gives, with `_OF_LISTED`.

    A row that waits for an answer about its values gives only that the person is listed, and one that asks whom it is
    about nothing.
    """
    if outcome != Outcome.CONFLICT:
        yield from ((staff_id, name) for name in (*_OF_LISTED, *given_fields(names)))
    elif not _OF_VALUES.isdisjoint(each.code for each in unpacked(problems)):
        yield from ((staff_id, name) for name in (_OF_LISTED if was_in_its_unit else (PRESENT,)))


def _changed_since(store: Store, of: Source, aside: Source) -> Iterator[Value]:
    """The people whom a source added and a later change in force altered, each as a pair with `PRESENT`."""
    rows = store.rows(
        "SELECT DISTINCT later.entity_id FROM history AS added CROSS JOIN history AS later"
        " ON later.entity = 'staff' AND later.entity_id = added.entity_id AND +later.change_id > added.change_id"
        f" CROSS JOIN change ON change.id = later.change_id AND {IN_FORCE} AND change.id IS NOT ?3"
        " WHERE added.entity = 'staff' AND added.field = ?1 AND added.before IS NULL AND added.change_id = ?2",
        (PRESENT, of.change_id, aside.change_id),
    )
    yield from ((staff_id, PRESENT) for (staff_id,) in rows)


def _written_since(store: Store, of: Source, aside: Source) -> Iterator[Value]:
    """The values of people of a source that a later change in force wrote, the same ones or others."""
    sql = (
        # By person, of whom there are few, not by the later changes.
        "SELECT DISTINCT entity_id, field FROM history"
        f" CROSS JOIN change ON change.id = change_id AND {IN_FORCE} AND change.id IS NOT ?3"
        f" WHERE +change_id > ?4 AND entity = 'staff' AND entity_id IN {_PEOPLE}"
    )
    yield from store.rows(sql, (of.change_id, of.submission_id, aside.change_id, of.number))


def may_have(store: Store, staff_id: int, department_id: str | None, since: int) -> bool:
    """Whether a department is of somebody's unit, and no hand or file in force said another or none after a change."""
    if (
        store.one(
            "SELECT 1 FROM staff JOIN department USING (unit_id) WHERE staff.id = ? AND department.id = ?",
            (staff_id, department_id),
        )
        is None
    ):
        return False
    by_hand = store.one(
        "SELECT 1 FROM history JOIN change ON change.id = change_id WHERE entity = 'staff' AND entity_id = ?"
        " AND field IN ('unit_id', 'department_id') AND change_id > ? AND submission_id IS NULL"
        f" AND {IN_FORCE} LIMIT 1",
        (staff_id, since),
    )
    given = store.rows(
        f"SELECT names {_ROWS} WHERE staff_id = ? AND change_number > ? AND taken_back_at IS NULL AND {WAS_TAKEN_IN}",
        (staff_id, since),
    )
    return by_hand is None and not any("department_id" in given_fields(names) for (names,) in given)


def left_by_undone(store: Store, of: Source) -> list[Row]:
    """The values of files and edits taken back that stayed only because this source gave them too, the last first."""
    undone = {
        change_id: Source(change_id, submission_id)
        for change_id, submission_id in store.rows(
            "SELECT id, submission_id FROM change WHERE id < ? AND undone_by IS NOT NULL AND reverts IS NULL"
            f" AND command <> '{earlier_values.TAKEN_BACK}' ORDER BY id DESC",
            (of.number,),
        )
    }
    if not undone:
        return []
    left: list[Row] = []
    stayed = _stayed(store, of, undone)
    for change_id in [change_id for change_id in undone if change_id in stayed]:
        if values := stayed[change_id] - values_of_later(store, undone[change_id], without=of):
            given = given_before(store, change_id)
            left += earlier_values.without_undone(store, change_id, given, values)
    for change_id, people in _added(store, of, undone).items():
        stands = values_of_later(store, undone[change_id], without=of)
        left += earlier_values.of_people(store, change_id, people, stands, but=of.change_id)
    return left


def _stayed(store: Store, of: Source, undone: Collection[int]) -> dict[int, set[Value]]:
    """Change that was taken back -> its values of people of a source that did not go back then."""
    rows = store.by_ids(
        # The plus: the few people are looked up, not all that the changes altered.
        "SELECT change_id, entity_id, field FROM history"
        f" WHERE entity = 'staff' AND entity_id IN {_PEOPLE} AND"
        " NOT EXISTS (SELECT 1 FROM history AS newer JOIN change ON change.id = newer.change_id"
        " WHERE newer.entity = 'staff' AND newer.entity_id = history.entity_id AND newer.field = history.field"
        f" AND newer.id > history.id AND {IN_FORCE} AND change.id IS NOT ?1)"
        " AND (SELECT back.after IS history.before FROM change AS mine JOIN history AS back"
        " ON back.change_id = mine.undone_by AND back.entity = 'staff' AND back.entity_id = history.entity_id"
        " AND back.field = history.field WHERE mine.id = history.change_id ORDER BY back.id DESC LIMIT 1) IS NOT 1"
        f" AND +change_id IN {IDS}",
        undone,
        (of.change_id, of.submission_id),
    )
    found: dict[int, set[Value]] = {}
    for change_id, staff_id, name in rows:
        found.setdefault(change_id, set()).add((staff_id, name))
    return found


def _added(store: Store, of: Source, undone: Collection[int]) -> dict[int, list[int]]:
    """Change that was taken back -> the people of a source whom it added."""
    rows = store.by_ids(
        "SELECT change_id, entity_id FROM history WHERE entity = 'staff' AND field = ?3 AND before IS NULL"
        f" AND entity_id IN {_PEOPLE}"
        " AND EXISTS (SELECT 1 FROM staff WHERE staff.id = entity_id AND (removed_at IS NULL OR"
        # Whom a hand took off the list may come back with what the record holds.
        " EXISTS (SELECT 1 FROM history AS gone JOIN change ON change.id = gone.change_id WHERE gone.entity = 'staff'"
        f" AND gone.entity_id = staff.id AND gone.field = ?3 AND gone.after IS NULL AND {IN_FORCE})))"
        f" AND +change_id IN {IDS}",
        undone,
        (of.change_id, of.submission_id, PRESENT),
    )
    added: dict[int, list[int]] = {}
    for change_id, staff_id in rows:
        added.setdefault(change_id, []).append(staff_id)
    return added


def given_before(store: Store, change_id: int) -> dict[Value, list[int]]:
    """Value of a person whom a change altered -> the numbers of the changes at which it was given before, in force."""
    rows = store.rows(
        f"SELECT {LAST_WHEN_IT_CAME}, {_ROW} {_ROWS}"
        f" WHERE taken_back_at IS NULL AND {LAST_WHEN_IT_CAME} < ?1 AND {_SAYS_SOMETHING} AND staff_id IN"
        " (SELECT entity_id FROM history WHERE change_id = ?1 AND entity = 'staff')",
        (change_id,),
    )
    found: dict[Value, list[int]] = {}
    for number, *row in rows:
        for value in _values_of_row(*row):
            found.setdefault(value, []).append(number)
    edits = store.rows(
        "SELECT DISTINCT other.entity_id, change.id FROM history AS mine CROSS JOIN history AS other"
        " ON other.entity = 'staff' AND other.entity_id = mine.entity_id AND +other.change_id < mine.change_id"
        f" CROSS JOIN change ON change.id = other.change_id AND submission_id IS NULL AND {IN_FORCE}"
        " WHERE mine.change_id = ? AND mine.entity = 'staff' AND mine.field = ?",
        (change_id, PRESENT),
    )
    for staff_id, number in edits:  # whom somebody wrote about is on the list
        found.setdefault((staff_id, PRESENT), []).append(number)
    return found


def is_not_whole(store: Store, submission_id: int, since: int) -> bool:
    """Whether people whom a submission lists, or values that it gives, went when a change after `since` took back one.

    Its own history does not know of them: somebody else had added the person, or given the same value before.
    """
    rows = store.rows(
        f"SELECT removed_at IS NOT NULL, {_ROW} {_ROWS} JOIN staff ON staff.id = staff_id"
        f" WHERE submission.id = ? AND {_SAYS_SOMETHING} AND staff.full_name <> ?",
        (submission_id, fields.NAMELESS),
    )
    for is_gone, staff_id, *row in list(rows):
        given = {name for _, name in _values_of_row(staff_id, *row)}
        names = given & {PRESENT} if is_gone else given - {*_OF_LISTED}
        names = {name for name in names if earlier_values.may_stand(store, staff_id, name)}
        if earlier_values.went_with_an_undo(store, staff_id, names, since):
            return True
    return False
