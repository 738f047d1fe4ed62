"""Sổ nhận: who sent what for a week, who is late or missing, and what to write to them."""

import hashlib
from datetime import date, datetime
from pathlib import Path

import pytest

from importers import intake
from store import history, journal, settings
from store.clock import now as time_now
from store.database import Store
from store.field_ref import FieldRef
from store.models import Person
from store.outcome import Outcome, Problem
from store.people import units
from store.receiving import receipt_calendar, receipts, submissions
from store.receiving.plan import Column, FileKind, IncomingRow, Plan, PlannedRow, Reading, Table
from store.receiving.receipts import Receipt
from tests.store.summaries import UNIT, line, take_in

STATION = "Trạm Y tế xã Tri Tôn"
COMMITTEE = "UBND xã Tri Tôn"
DUE = datetime.fromisoformat("2026-06-23T09:59:59")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    return Clock(monkeypatch)


class Clock:
    """Days and hours of June 2026; the 23rd is a Tuesday, before 10:00 of which the files are due."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.set(15, 8)

    def set(self, day: int, hour: int) -> datetime:
        now = datetime(2026, 6, day, hour)  # noqa: DTZ001 - deadlines are local
        self.monkeypatch.setenv("TYT_NOW", now.isoformat())
        return now


@pytest.fixture
def town(store: Store, clock: Clock) -> Store:
    settings.save(store, station_name=STATION)
    for name in (STATION, UNIT, COMMITTEE):
        units.find_or_add(store, name)
    return store


def of(store: Store, name: str, day: date | None = None) -> Receipt:
    return next(receipt for receipt in at(store, day) if receipt.unit == name)


def at(store: Store, day: date | None = None) -> list[Receipt]:
    """The units in the period of a day; None: in the one that is asked about now."""
    calendar, now = receipt_calendar.load(store), time_now()
    return receipts.of_period(store, calendar, calendar.holding(day) if day else calendar.asked_at(now), now)


def missing(store: Store, now: datetime) -> list[Receipt]:
    return [receipt for receipt in receipts.of_now(store, now) if receipt.is_missing]


def names(found: list[Receipt]) -> list[str]:
    return [receipt.unit for receipt in found]


def roster(store: Store, name: str, *rows: tuple[str, list[Problem]]) -> int | None:
    """A file of people of the committee."""
    table = Table("Danh sách", 3, [Column(0, "Họ và tên", FieldRef.parse("full_name"), 1.0)])
    people = [IncomingRow(0, 4 + n, Person(who), None, [who], problems) for n, (who, problems) in enumerate(rows)]
    reading = Reading(
        name, name, hashlib.sha256(name.encode()).hexdigest(), FileKind.ROSTER, COMMITTEE, [table], people
    )
    unit = units.find(store, COMMITTEE)
    assert unit is not None
    plan = Plan(reading, unit.id, COMMITTEE, [PlannedRow(row, Outcome.NEW) for row in people])
    plan.after_change = journal.last_change(store)
    return submissions.apply(store, plan)


def test_before_the_deadline_and_after_it(town: Store, clock: Clock) -> None:
    now = clock.set(22, 9)
    assert names(missing(town, now)) == [UNIT, COMMITTEE]
    assert not any(receipt.late for receipt in missing(town, now))
    take_in(town, line(6, "Tổ Tự nhiên", 28, 25, 22, 19), line(7, "Tổ Xã hội", 5, 9, 9, 9, bad="không khớp"))
    came = of(town, UNIT)
    assert (came.period_start, came.due) == (date(2026, 6, 17), DUE)
    assert (came.received_at, came.file_name, came.kind) == (now, "so-lieu.xlsx", "summary")
    assert (came.people, came.problems, came.late, len(came.sha256)) == (28, 1, False, 64)
    after = clock.set(23, 11)
    (still,) = missing(town, after)
    assert (still.unit, still.late, still.due) == (COMMITTEE, True, DUE)


def test_a_file_soon_after_the_deadline_is_late(town: Store, clock: Clock) -> None:
    now = clock.set(24, 8)
    roster(town, "a.xlsx", ("Lê An", []), ("Bùi Bình", []))
    came = of(town, COMMITTEE)
    assert (came.period_start, came.late, came.people, came.kind) == (date(2026, 6, 17), True, 2, "roster")
    assert names(missing(town, now)) == [UNIT]
    # It served the week that is over; before the next deadline the unit is asked again.
    assert names(missing(town, clock.set(29, 8))) == [UNIT, COMMITTEE]


def test_a_file_well_before_the_deadline_is_early_and_not_late(town: Store, clock: Clock) -> None:
    clock.set(20, 8)
    roster(town, "a.xlsx", ("Lê An", []))
    assert not of(town, COMMITTEE, date(2026, 6, 23)).late
    assert of(town, COMMITTEE, date(2026, 6, 16)).submission_id is None


def test_who_sent_for_the_week_before_is_early_right_after_the_deadline(town: Store, clock: Clock) -> None:
    clock.set(16, 9)
    roster(town, "a.xlsx", ("Lê An", []))
    clock.set(17, 9)
    roster(town, "b.xlsx", ("Lê An", []), ("Bùi Bình", []))
    assert of(town, COMMITTEE, date(2026, 6, 16)).file_name == "a.xlsx"
    assert of(town, COMMITTEE, date(2026, 6, 23)).file_name == "b.xlsx"


def test_what_the_station_only_notes_is_nothing_to_mend(town: Store, clock: Clock) -> None:
    clock.set(20, 9)
    roster(town, "a.xlsx", ("Lê An", [Problem("Họ tên", "title_dropped", "đã bỏ “BS.” trước tên", "B4")]))
    assert of(town, COMMITTEE, date(2026, 6, 23)).problems == 0


def test_mended_and_sent_again_is_not_late(town: Store, clock: Clock) -> None:
    clock.set(20, 9)
    roster(town, "a.xlsx", ("Lê An", [Problem("Số CCCD", "citizen_id_short", "có 11 chữ số", "C4")]))
    assert of(town, COMMITTEE, date(2026, 6, 23)).problems == 1
    clock.set(22, 15)
    roster(town, "b.xlsx", ("Bùi Bình", []))
    came = of(town, COMMITTEE, date(2026, 6, 23))
    assert (came.file_name, came.files, came.problems, came.late) == ("b.xlsx", 2, 0, False)


def test_a_file_that_went_in_in_two_steps_is_one_file(town: Store, clock: Clock) -> None:
    """Its clear rows first; the rest of it after its questions were answered."""
    clock.set(20, 9)
    roster(town, "a.xlsx", ("Lê An", []))
    clock.set(20, 10)
    roster(town, "a.xlsx", ("Bùi Bình", []))
    came = of(town, COMMITTEE, date(2026, 6, 23))
    assert (came.files, came.version) == (1, 1)
    roster(town, "b.xlsx", ("Tô Chi", []))
    assert of(town, COMMITTEE, date(2026, 6, 23)).version == 2


def test_a_submission_that_was_taken_back_never_came(town: Store, clock: Clock) -> None:
    now = clock.set(22, 9)
    number = roster(town, "a.xlsx", ("Lê An", []))
    assert number is not None
    submissions.take_back(town, number)
    assert names(missing(town, now)) == [UNIT, COMMITTEE]


def test_the_day_that_the_figures_are_of_decides(town: Store, clock: Clock) -> None:
    clock.set(22, 9)
    number = roster(town, "a.xlsx", ("Lê An", []))
    town.connection.execute("UPDATE submission SET data_date = '2026-06-14' WHERE id = ?", (number,))
    assert of(town, COMMITTEE, date(2026, 6, 16)).late
    assert of(town, COMMITTEE, date(2026, 6, 23)).submission_id is None


def test_a_unit_that_is_not_waited_for(town: Store, clock: Clock) -> None:
    now = clock.set(22, 9)
    school = units.find(town, UNIT)
    assert school is not None
    units.edit(town, school.id, expected=0)
    assert names(missing(town, now)) == [COMMITTEE]
    assert not of(town, UNIT).expected
    history.undo(town)
    assert names(missing(town, now)) == [UNIT, COMMITTEE]


def test_the_first_file_of_a_unit_is_late_for_no_deadline_before_it_was_known(town: Store, clock: Clock) -> None:
    clock.set(24, 8)  # a day behind the deadline
    take_in(town, line(6, "Tổ 1", 9, 5, 4, 3), unit="Trường Mẫu giáo", name="mg.xlsx")
    came = of(town, "Trường Mẫu giáo", date(2026, 6, 23))
    assert (came.file_name, came.late) == ("mg.xlsx", False)


def test_no_letter_says_that_nothing_came_of_a_unit_whose_file_came_this_morning(town: Store, clock: Clock) -> None:
    clock.set(26, 8)  # the first day of the store: three days behind the deadline
    take_in(town, line(6, "Tổ 1", 9, 5, 4, 3), unit="Trường Mẫu giáo", name="mg.xlsx")
    now = clock.set(26, 9)
    assert "Trường Mẫu giáo" not in receipts.reminders(town, receipts.of_now(town, now), now)
    now = clock.set(29, 9)
    (letter,) = (receipts.reminder(town, one, now) for one in at(town) if one.unit == "Trường Mẫu giáo")
    assert "chưa nhận được" not in letter
    assert "Tệp mới nhất của đơn vị, nhận lúc 08:00 ngày 26/06/2026, được tính cho kỳ tuần 17/06–23/06/2026." in letter


def test_units_that_came_later_or_are_closed(town: Store, clock: Clock) -> None:
    clock.set(29, 8)
    units.add(town, "Trường Mẫu giáo")
    assert "Trường Mẫu giáo" in names(missing(town, clock.set(29, 9)))
    assert "Trường Mẫu giáo" not in names(at(town, date(2026, 6, 23)))
    school = units.find(town, UNIT)
    assert school is not None
    units.close(town, school.id)
    assert UNIT not in names(at(town))


def test_months(town: Store, clock: Clock) -> None:
    receipt_calendar.save(town, "monthly", 10, None)
    clock.set(8, 8)
    roster(town, "a.xlsx", ("Lê An", []))
    assert of(town, COMMITTEE, date(2026, 5, 20)).file_name == "a.xlsx"
    assert of(town, COMMITTEE, date(2026, 6, 1)).submission_id is None


def test_what_to_write_to_a_unit_that_sent_nothing(town: Store, clock: Clock) -> None:
    now = clock.set(22, 9)
    assert receipts.reminder(town, of(town, UNIT), now) == (
        "Kính gửi Trường THPT Nguyễn Trung Trực,\n"
        "Trạm Y tế xã Tri Tôn đề nghị đơn vị gửi danh sách rà soát định danh, BHYT, sổ sức khỏe điện tử (hoặc số liệu"
        " Phụ lục 1) kỳ tuần 17/06–23/06/2026 trước 10:00 thứ Ba, ngày 23/06/2026.\n"
        "Đến 09:00 ngày 22/06/2026, trạm chưa nhận được tệp của đơn vị.\n"
        "Trân trọng cảm ơn."
    )
    now = clock.set(23, 14)
    assert "Hạn gửi danh sách" in receipts.reminder(town, of(town, UNIT), now)
    assert "Đề nghị đơn vị gửi sớm" in receipts.reminder(town, of(town, UNIT), now)


def test_what_to_write_to_a_unit_whose_file_must_be_mended(town: Store, clock: Clock) -> None:
    now = clock.set(22, 9)
    restored = Problem("Số CCCD", "citizen_id_zero_restored", "đã bù số 0 ở đầu", "C5")
    roster(
        town,
        "a.xlsx",
        ("Lê An", [Problem("Ngày sinh", "birth_date_impossible", "“31/02/1980” không có ngày này", "B4")]),
        ("Bùi Bình", [restored]),
    )
    take_in(town, line(6, "Tổ Tự nhiên", 28, 25, 22, 19), line(7, "Dược", 5, 9, 9, 9, bad="Dòng 7, Dược: không khớp"))
    found = receipts.reminders(town, at(town), now).split("\n\n----------\n\n")
    school, committee = (message.splitlines() for message in found)
    assert school[1:] == [
        "Trạm Y tế xã Tri Tôn đã nhận tệp so-lieu.xlsx ngày 22/06/2026. Tệp còn 1 chỗ cần sửa:",
        "- Dòng 7, Dược: không khớp",
        "Đề nghị đơn vị sửa trong tệp rồi gửi lại trước 10:00 thứ Ba, ngày 23/06/2026.",
        "Trân trọng cảm ơn.",
    ]
    late = receipts.reminder(town, of(town, UNIT, date(2026, 6, 23)), clock.set(23, 14))
    assert late.splitlines()[-2] == "Đề nghị đơn vị sửa trong tệp rồi gửi lại sớm."
    assert committee[:3] == [
        "Kính gửi UBND xã Tri Tôn,",
        "Trạm Y tế xã Tri Tôn đã nhận tệp a.xlsx ngày 22/06/2026. Tệp còn 1 chỗ cần sửa:",
        "- B4: “31/02/1980” không có ngày này",
    ]


def test_a_unit_is_not_told_to_ask_the_unit(town: Store, clock: Clock) -> None:
    now = clock.set(22, 9)
    ask = Problem("Mức 2", "note_contradicts", "dấu ghi khác với ghi chú", "G12", "Hãy hỏi lại đơn vị cái nào đúng")
    roster(town, "a.xlsx", ("Lê An", [ask]))
    message = receipts.reminder(town, of(town, COMMITTEE), now)
    assert "- G12: dấu ghi khác với ghi chú. Sửa ô tình trạng hoặc ghi chú cho khớp nhau." in message.splitlines()
    assert "hỏi lại đơn vị" not in message


def test_people_are_counted_once_whatever_rows_they_have(town: Store, clock: Clock, tmp_path: Path) -> None:
    clock.set(22, 9)
    an, be = "1,Lê An,01/02/1980,089080000012,x\n", "2,Bùi Bê,03/04/1985,089185000013,x\n"
    text = f"Đơn vị: {COMMITTEE}\nSTT,Họ và tên,Ngày sinh,CCCD,BHYT\n{an}{be}{an}{be}"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    intake.apply(town, intake.read(town, tmp_path / "a.csv"))
    assert of(town, COMMITTEE).people == 2
