"""Sổ nhận: which unit sent what for a period, when, and which is missing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from store import clock
from store.calendar.deadlines import is_late, through
from store.database import Store
from store.people import units
from store.receiving import receipt_calendar
from store.receiving.receipt_calendar import Calendar, Period

#: Problems that ask nothing of the sender.
_MENDED = {"citizen_id_zero_restored", "repeated_row", "row_adds"}


@dataclass(frozen=True, slots=True)
class Receipt:
    """One unit in one period: the newest file that it sent, or none."""

    unit_id: int
    unit: str
    period_start: date
    due: datetime  # last moment in time
    submission_id: int | None = None  # None: nothing came
    received_at: datetime | None = None
    file_name: str = ""
    sha256: str = ""
    kind: str = ""  # "roster" or "summary"
    people: int = 0  # named, or counted
    problems: int = 0  # that the unit must mend
    version: int = 0
    late: bool = False  # came late; or is missing, and its deadline is over
    expected: bool = True  # False: the station does not wait for this unit
    files: int = 0  # how many came in this period
    contact: str = ""  # whom to call


@dataclass(frozen=True, slots=True)
class ToMend:
    """Something in a file that its sender must mend."""

    sheet: str
    place: str  # "F12", or "dòng 12"
    message: str  # Vietnamese


@dataclass(frozen=True, slots=True)
class _Sent:
    id: int
    unit_id: int
    received_at: datetime
    moment: datetime  # which decides on the period
    file_name: str
    sha256: str
    kind: str
    counts: dict[str, int]
    version: int


def receipts(store: Store, period_start: date | None = None) -> list[Receipt]:
    """Every unit in a period: those who are waited for, and of the others those who sent something.

    Args:
        store: the open store.
        period_start: a day of the period; None for the one that is asked about now (`Calendar.asked_at`).
    """
    calendar = receipt_calendar.load(store)
    asked_now = calendar.asked_at(clock.now())
    return of_period(store, calendar, calendar.holding(period_start) if period_start else asked_now, clock.now())


def missing(store: Store, now: datetime) -> list[Receipt]:
    """The units that are waited for and have sent nothing for the period that is asked about at `now`."""
    calendar = receipt_calendar.load(store)
    found = of_period(store, calendar, calendar.asked_at(now), now)
    return [receipt for receipt in found if receipt.expected and receipt.submission_id is None]


def of_period(store: Store, calendar: Calendar, period: Period, now: datetime) -> list[Receipt]:
    """The units in one period, in the order of the units.

    The station itself sends nothing. For a period that is over, a unit that came after it was not waited for.
    """
    station = units.station_id(store)
    is_over = period.due < calendar.asked_at(now).due
    came: dict[int, list[_Sent]] = {}
    for sent, of in _assigned(store, calendar):
        if of == period:
            came.setdefault(sent.unit_id, []).append(sent)
    rows = store.rows("SELECT id, name, expected, valid_from, valid_to, ifnull(contact, '') FROM unit ORDER BY id")
    found = []
    for unit_id, name, expected, valid_from, valid_to, contact in rows:
        was_there = not is_over or (valid_from or "") <= period.due.date().isoformat()
        waited_for = bool(expected) and valid_to is None and was_there
        if unit_id in came:
            receipt = _receipt(store, name, period, came[unit_id], expected=bool(expected))
            found.append(replace(receipt, contact=contact))
        elif unit_id != station and valid_to is None and (waited_for or not expected):
            late = waited_for and is_late(period.due, now)
            found.append(
                Receipt(unit_id, name, period.first, period.due, late=late, expected=waited_for, contact=contact)
            )
    return found


def awaited_units(store: Store) -> list[int]:
    """The ids of the units whose files the station waits for: all that are still there, but itself."""
    rows = store.rows("SELECT id FROM unit WHERE valid_to IS NULL AND expected = 1 ORDER BY id")
    station = units.station_id(store)
    return [unit_id for (unit_id,) in rows if unit_id != station]


def _assigned(store: Store, calendar: Calendar) -> Iterator[tuple[_Sent, Period]]:
    """Every submission that stands, and its period.

    It is of the period whose deadline comes next; but one that comes soon after a deadline for which its unit has
    sent nothing is late for that one. A unit that was not known at that deadline is late for nothing.
    """
    known_since: dict[int, str] = dict(store.rows("SELECT id, ifnull(valid_from, '') FROM unit"))
    served: set[tuple[int, datetime]] = set()
    for sent in _sent(store):
        period = calendar.at(sent.moment)
        if calendar.is_early(sent.moment):
            before = calendar.before_it(period)
            was_there = known_since.get(sent.unit_id, "") <= before.due.date().isoformat()
            if was_there and (sent.unit_id, before.due) not in served:
                period = before
        served.add((sent.unit_id, period.due))
        yield sent, period


def _sent(store: Store) -> list[_Sent]:
    """The submissions that stand, by the moment that they are of."""
    rows = store.rows(
        "SELECT id, unit_id, received_at, data_date, file_name, sha256, kind, counts, version FROM submission"
        " WHERE taken_back_at IS NULL AND unit_id IS NOT NULL"
    )
    found = []
    for id_, unit_id, received, day, file_name, sha256, kind, counts, version in rows:
        received_at = datetime.fromisoformat(received)
        moment = min(through(date.fromisoformat(day)), received_at) if day else received_at
        found.append(_Sent(id_, unit_id, received_at, moment, file_name, sha256, kind, json.loads(counts), version))
    return sorted(found, key=lambda sent: (sent.moment, sent.id))


def _receipt(store: Store, unit: str, period: Period, came: list[_Sent], *, expected: bool) -> Receipt:
    last = came[-1]
    return Receipt(
        last.unit_id,
        unit,
        period.first,
        period.due,
        last.id,
        last.received_at,
        last.file_name,
        last.sha256,
        last.kind,
        _people(store, last),
        len(to_mend(store, last.id)),
        last.version,
        # Mended and sent again after the deadline is not late.
        is_late(period.due, min(sent.received_at for sent in came)),
        expected,
        len({sent.sha256 for sent in came}),  # one file may go in in two steps
    )


def _people(store: Store, sent: _Sent) -> int:
    """Those whom the file names and that were taken in, or the sum of its counts."""
    from store.forms import filled  # 10 ms that a store without files does not need
    from store.outcome import Outcome
    from store.receiving.plan import FileKind

    if sent.kind == FileKind.SUMMARY:
        return filled.people(store, sent.id)
    return sum(sent.counts.get(outcome, 0) for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED))


def to_mend_in_words(store: Store, submission_id: int) -> list[str]:
    """The same for a page about the file: how many places, then a line each."""
    faults = to_mend(store, submission_id)
    if not faults:
        return ["Không có chỗ nào đơn vị phải sửa."]
    places = [f"  {fault.sheet}, {fault.place}: {fault.message}" for fault in faults]
    return [f"{len(faults)} chỗ đơn vị cần sửa:", *places]


def to_mend(store: Store, submission_id: int) -> list[ToMend]:
    """What the sender must mend in a file, in its order; questions that the station answers are none of it."""
    from store.outcome import unpacked  # not needed by a store without files, which starts faster

    rows = store.rows(
        "SELECT sheet, row, problems, 0 FROM submission_row JOIN submission_table"
        " ON submission_table.submission_id = submission_row.submission_id AND number = table_number"
        " WHERE submission_row.submission_id = ?1 AND problems <> ''"
        " UNION ALL SELECT sheet, row, problems, 1 FROM unit_count WHERE submission_id = ?1 AND problems <> ''",
        (submission_id,),
    )
    return [
        ToMend(sheet, problem.cell or f"dòng {row}", problem.text)
        for sheet, row, problems, is_count in rows
        for problem in unpacked(problems)
        if problem.code not in _MENDED and (problem.cell or is_count)
    ]


def set_expected(store: Store, unit_id: int, *, expected: bool) -> None:
    """Wait for the files of a unit, or do not; one step of undo."""
    units.edit(store, unit_id, expected=int(expected))
