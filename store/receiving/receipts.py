"""The register of receipts (Sổ nhận): which unit sent what for a period and when, who is missing, and reminders."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from store import settings
from store.calendar.deadlines import is_late, through
from store.calendar.wording import due_text, moment_text
from store.database import Store
from store.frozen import frozen
from store.outcome import WAS_TAKEN_IN
from store.people import units
from store.receiving import receipt_calendar
from store.receiving.receipt_calendar import Calendar, Period
from store.receiving.unanswered import unanswered

_SHOWN = 12  # lines of what is to be mended; a message is read on a phone


@frozen
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
    kind: str = ""  # "roster", "summary" or "bundle"
    people: int = 0  # named, or counted
    problems: int = 0  # that the unit must mend
    version: int = 0
    late: bool = False  # came late; or is missing, and its deadline is over
    expected: bool = True  # False: the station does not wait for this unit
    files: int = 0  # how many came in this period
    contact: str = ""  # whom to call
    unanswered: int = 0  # rows of its files of any period that wait for an answer

    @property
    def is_missing(self) -> bool:
        """Whether the unit is waited for and has sent nothing."""
        return self.expected and self.submission_id is None


def of_now(store: Store, now: datetime) -> list[Receipt]:
    """The units in the period that the station works on at `now` (`Calendar.asked_at`)."""
    calendar = receipt_calendar.load(store)
    return of_period(store, calendar, calendar.asked_at(now), now)


def of_period(store: Store, calendar: Calendar, period: Period, now: datetime) -> list[Receipt]:
    """The open units in one period, in their order, with their newest file, whether awaited (`expected`) or not.

    The station itself and closed units are listed only if they sent a file, or rows of one wait for an answer. An
    awaited unit that was added after a past period is left out, unless it sent a file for the period.
    """
    station = units.station_id(store)
    is_over, is_due = period.due < calendar.asked_at(now).due, is_late(period.due, now)
    came: defaultdict[int, list[Receipt]] = defaultdict(list)
    for sent in _assigned(store, calendar):
        if sent.due == period.due:
            came[sent.unit_id].append(sent)
    waiting: Counter[int] = Counter()
    for file in unanswered(store):
        waiting[file.unit_id] += file.rows
    rows = store.rows("SELECT id, name, expected, valid_from, valid_to, ifnull(contact, '') FROM unit ORDER BY id")
    found = []
    for unit_id, name, expected, valid_from, valid_to, contact in rows:
        was_there = not is_over or (valid_from or "") <= period.due.date().isoformat()
        waited_for = bool(expected) and valid_to is None and was_there
        if unit_id in came:
            receipt = _newest(store, came[unit_id])
            was_known = (valid_from or "") <= period.due.date().isoformat()  # else it is late for nothing
            late = receipt.late and was_known
            receipt = replace(receipt, unit=name, late=late, expected=bool(expected), contact=contact)
            found.append(replace(receipt, unanswered=waiting[unit_id]))
        elif waiting[unit_id] or (unit_id != station and valid_to is None and (waited_for or not expected)):
            waited_for = waited_for and unit_id != station
            missing = Receipt(unit_id, name, period.first, period.due, late=waited_for and is_due, expected=waited_for)
            found.append(replace(missing, contact=contact, unanswered=waiting[unit_id]))
    return found


def awaited_units(store: Store) -> list[int]:
    """The ids of the open units whose files the station waits for, without the station itself."""
    rows = store.rows("SELECT id FROM unit WHERE valid_to IS NULL AND expected = 1 ORDER BY id")
    station = units.station_id(store)
    return [unit_id for (unit_id,) in rows if unit_id != station]


def _assigned(store: Store, calendar: Calendar) -> Iterator[Receipt]:
    """A receipt for every submission in force, with its period, but without unit name and number of faults.

    A submission belongs to the period whose deadline comes next; one that comes soon after a deadline for which its
    unit has sent nothing belongs to that earlier period.
    """
    served: set[tuple[int, datetime]] = set()
    rows = store.rows(
        "SELECT unit_id, id, received_at, data_date, file_name, sha256, kind, version FROM submission"
        " WHERE taken_back_at IS NULL AND unit_id IS NOT NULL"
    )
    in_order = sorted(rows, key=lambda row: (_moment(row[2], row[3]), row[1]))
    for unit_id, id_, received_at, day, file_name, sha256, kind, version in in_order:
        moment = _moment(received_at, day)
        period = calendar.at(moment)
        if calendar.is_early(moment):
            before = calendar.before_it(period)
            if (unit_id, before.due) not in served:
                period = before
        served.add((unit_id, period.due))
        file = (id_, datetime.fromisoformat(received_at), file_name, sha256, kind)
        yield Receipt(unit_id, "", period.first, period.due, *file, version=version)


def _moment(received_at: str, data_date: str | None) -> datetime:
    """The moment that decides the period of a submission: its arrival, or the earlier end of the day of its figures."""
    received = datetime.fromisoformat(received_at)
    return min(through(date.fromisoformat(data_date)), received) if data_date else received


def _newest(store: Store, came: list[Receipt]) -> Receipt:
    """The newest file that one unit sent for one period, with its number of people and of faults."""
    from store.receiving import mending  # a store without files does not need it, and starts faster

    last = came[-1]
    assert last.submission_id is not None  # noqa: S101 - it came
    problems = mending.to_mend(store, last.submission_id)
    # A person may have several rows, and a row may be left out.
    of_rows = f"SELECT count(DISTINCT staff_id) FROM submission_row WHERE submission_id = ? AND {WAS_TAKEN_IN}"
    people = int(store.value(of_rows, (last.submission_id,)))
    if last.kind == "summary":
        from store.forms import filled

        people = filled.number_of_people(filled.lines(store, last.submission_id))
    if last.kind == "bundle":
        from store.bundles import received

        people = received.number_of_people(store, last.submission_id)
    # Mended and sent again after the deadline is not late.
    late = is_late(last.due, min(sent.received_at for sent in came if sent.received_at is not None))
    files = len({sent.sha256 for sent in came})  # one file may go in in two steps
    return replace(last, people=people, problems=len(problems), late=late, files=files)


def to_remind(found: Sequence[Receipt]) -> list[Receipt]:
    """The receipts of units that are missing, and of units whose file needs corrections."""
    return [one for one in found if one.problems or one.is_missing]


def reminder(store: Store, receipt: Receipt, now: datetime) -> str:
    """The message that reminds one unit."""
    return "\n".join([f"Kính gửi {receipt.unit},", *reminder_lines(store, receipt, now)])


def reminder_lines(store: Store, receipt: Receipt, now: datetime) -> list[str]:
    """The lines of the message below the name of the unit."""
    station = settings.load(store).station_name or "Trạm Y tế"
    missing = receipt.submission_id is None
    lines = _missing(store, station, receipt, now) if missing else _mend(store, station, receipt, now)
    return [*lines, "Trân trọng cảm ơn."]


def reminders(store: Store, found: Sequence[Receipt], now: datetime) -> str:
    """The messages to all units of `found` that need one, one below the other."""
    return "\n\n----------\n\n".join(reminder(store, one, now) for one in to_remind(found))


def _missing(store: Store, station: str, receipt: Receipt, now: datetime) -> list[str]:
    calendar = receipt_calendar.load(store)
    period = calendar.period(receipt.due).text
    what = f"danh sách rà soát định danh, BHYT, sổ sức khỏe điện tử (hoặc số liệu Phụ lục 1) kỳ {period}"
    due, other = due_text(receipt.due, with_weekday=True), _of_other_period(store, calendar, receipt)
    if is_late(receipt.due, now):
        lacks = other or f"Đến {moment_text(now)}, {station} chưa nhận được tệp của đơn vị."
        return [f"Hạn gửi {what} là {due}. {lacks}", "Đề nghị đơn vị gửi sớm để trạm kịp tổng hợp."]
    lacks = other or f"Đến {moment_text(now)}, trạm chưa nhận được tệp của đơn vị."
    return [f"{station} đề nghị đơn vị gửi {what} {due}.", lacks]


def _of_other_period(store: Store, calendar: Calendar, receipt: Receipt) -> str:
    """A sentence about the newest file of this period that counts for another one; "" when none came."""
    last = store.one(
        "SELECT id, received_at FROM submission"
        " WHERE taken_back_at IS NULL AND unit_id = ? AND received_at >= ? ORDER BY received_at DESC, id DESC LIMIT 1",
        (receipt.unit_id, receipt.period_start.isoformat()),
    )
    if last is None:
        return ""
    due = next(one.due for one in _assigned(store, calendar) if one.submission_id == last[0])
    came = moment_text(datetime.fromisoformat(last[1]))
    return f"Tệp mới nhất của đơn vị, nhận lúc {came}, được tính cho kỳ {calendar.period(due).text}."


def _mend(store: Store, station: str, receipt: Receipt, now: datetime) -> list[str]:
    assert receipt.received_at is not None and receipt.submission_id is not None  # noqa: S101, PT018 - it came
    from store.receiving import mending  # a store without files does not need it, and starts faster

    faults = mending.to_mend(store, receipt.submission_id)
    several = len({fault.sheet for fault in faults}) > 1
    came = f"{station} đã nhận tệp {receipt.file_name} ngày {receipt.received_at:%d/%m/%Y}."
    lines = [f"{came} Tệp còn {len(faults)} chỗ cần sửa:"]
    for fault in faults[:_SHOWN]:
        sheet = f"trang {fault.sheet}, " if several else ""
        # The messages of a row of counts begin with the row themselves.
        text = mending.text_for_sender(fault.problem)
        lines.append(f"- {sheet}{text if text.lower().startswith(fault.place) else f'{fault.place}: {text}'}")
    if len(faults) > _SHOWN:
        lines.append(f"… và {len(faults) - _SHOWN} chỗ nữa.")
    when = "sớm" if is_late(receipt.due, now) else due_text(receipt.due, with_weekday=True)
    return [*lines, f"Đề nghị đơn vị sửa trong tệp rồi gửi lại {when}."]
