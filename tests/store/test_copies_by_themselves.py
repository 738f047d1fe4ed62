"""Copies that nobody asked for: one a day, one before much is taken back; which of them stay; what is left behind."""

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from importers import intake
from store import clock, database, migrations, settings
from store.copies import backup, shelf
from store.copies.keeper import Keeper
from store.database import Store
from store.models import Person
from store.opening import open_store
from store.people import staff, units
from store.receiving import submissions

DAY_ONE, DAY_TWO = "2026-06-23T08:00:00", "2026-06-24T08:00:00"


@pytest.fixture
def failures() -> list[str]:
    return []


@pytest.fixture
def keeper(failures: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Keeper]:
    monkeypatch.setenv(clock.VARIABLE, DAY_ONE)
    keeper = Keeper(failures.append)
    monkeypatch.setattr(database, "guard", keeper)
    yield keeper
    assert keeper.wait(30)


@pytest.fixture
def path(store: Store) -> Path:
    settings.save(store, station_name="Trạm cũ")
    store.close()
    return store.path


def name_in(path: Path) -> str:
    with open_store(path) as store:
        return settings.load(store).station_name


def set_name(path: Path, name: str) -> None:
    with open_store(path) as store:
        settings.save(store, station_name=name)


def test_the_first_change_of_a_day_is_preceded_by_a_copy(
    path: Path, keeper: Keeper, failures: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Trạm mới", "Trạm mới hơn"):
        set_name(path, name)
    keeper.wait()
    (copy,) = shelf.copies(path)
    assert name_in(copy.path) == "Trạm cũ"
    monkeypatch.setenv(clock.VARIABLE, DAY_TWO)
    set_name(path, "Trạm ngày sau")
    keeper.wait()
    assert [name_in(copy.path) for copy in shelf.copies(path)] == ["Trạm mới hơn", "Trạm cũ"]
    Keeper(failures.append).of_the_day(path)  # as another run of the program on that day
    assert len(shelf.copies(path)) == 2
    assert failures == []


def test_a_store_with_nothing_in_it_is_copied_when_there_is_something(tmp_path: Path, keeper: Keeper) -> None:
    path = tmp_path / "kho.sqlite3"
    open_store(path).close()
    keeper.of_the_day(path)
    keeper.wait()
    assert shelf.copies(path) == []
    set_name(path, "Trạm")
    keeper.wait()
    keeper.of_the_day(path)
    keeper.wait()
    assert len(shelf.copies(path)) == 1


def test_taking_many_people_off_the_list_is_preceded_by_a_copy(path: Path, keeper: Keeper) -> None:
    with open_store(path) as store:
        unit = units.add(store, "Trạm Y tế")
        ids = [staff.add(store, Person(f"Lê Văn {number}"), unit) for number in range(11)]
        staff.remove(store, ids[:1])
        keeper.wait()
        assert [copy.reason for copy in shelf.copies(path)] == [""]
        staff.remove(store, ids[1:])
        keeper.wait()
        assert [copy.reason for copy in shelf.copies(path)] == [""]
        staff.remove(store, [staff.add(store, Person(f"Lê Thị {number}"), unit) for number in range(11)])
    keeper.wait()
    newest = shelf.copies(path)[0]
    assert newest.reason == "truoc-xoa"
    assert backup.verify(newest.path).people == 11


def test_a_file_that_is_taken_back_is_preceded_by_a_copy(path: Path, keeper: Keeper, tmp_path: Path) -> None:
    sent = tmp_path / "truong.csv"
    sent.write_text("Đơn vị: Trường Thử\nTT;Họ và tên;Ngày sinh\n1;Lê Văn An;01/02/1984\n", encoding="utf-8")
    with open_store(path) as store:
        intake.apply(store, intake.read(store, sent))
        keeper.wait()
        submissions.take_back(store, 1)
    keeper.wait()
    newest = shelf.copies(path)[0]
    assert newest.reason == "truoc-rut-tep"
    assert (backup.verify(newest.path).people, backup.verify(path).people) == (1, 0)


def test_an_upgrade_is_preceded_by_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "kho.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrations.apply(connection, through="008")
        connection.execute("INSERT INTO setting VALUES ('station_name', 'Trạm cũ')")
    open_store(path).close()
    (copy,) = shelf.copies(path)
    assert copy.reason.startswith("truoc-phien-ban")
    with closing(sqlite3.connect(copy.path)) as connection:
        assert migrations.applied(copy.path, connection)[-1].startswith("008")


def test_a_copy_that_fails_is_a_sentence_and_stops_nothing(path: Path, keeper: Keeper, failures: list[str]) -> None:
    shelf.folder(path).write_text("một tệp đứng ở chỗ của thư mục", encoding="utf-8")
    set_name(path, "Trạm mới")
    keeper.wait()
    assert name_in(path) == "Trạm mới"
    (words,) = failures
    assert words.startswith("Chưa tự sao lưu được: Không sao lưu được vào")


def test_days_weeks_and_months_stay(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = datetime.fromisoformat("2025-01-01T08:00:00")
    shelf.folder(path).mkdir()
    for day in range(500):  # as many days with a copy each; the content plays no part
        at = first + timedelta(days=day)
        (shelf.folder(path) / f"{path.stem}-{day + 1:05}-{at:%Y-%m-%d-%H%M%S}.sqlite3").touch()
        if day % 50 == 0:
            shelf.thin(path)
    shelf.thin(path)
    left = [copy.at for copy in shelf.copies(path)]
    last = first + timedelta(days=499)  # 15/05/2026, a Friday
    assert left[:10] == [last - timedelta(days=back) for back in range(10)], "the newest in any case"
    assert {at.isocalendar()[:2] for at in left} >= {(2026, 20), (2026, 19), (2026, 18), (2026, 17)}
    assert sorted({(at.year, at.month) for at in left}) == [(2025, 6 + n) for n in range(7)] + [
        (2026, 1 + n) for n in range(5)
    ]
    assert len(left) == 10 + 2 + 11, "of the weeks and months those that are not among the days"


def test_a_clock_that_goes_back_deletes_no_copy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "KEPT", 2)
    for day in range(20, 27):
        monkeypatch.setenv(clock.VARIABLE, f"2026-06-{day}T08:00:00")
        set_name(path, f"Trạm ngày {day}")
        backup.back_up(path)
    before = {copy.path for copy in shelf.copies(path)}
    assert len(before) == 7
    for number in range(5):
        monkeypatch.setenv(clock.VARIABLE, f"2009-01-01T0{9 - number}:00:00")
        set_name(path, f"Trạm {number}")
        backup.back_up(path)
    left = shelf.copies(path)
    assert [name_in(copy.path) for copy in left[:2]] == ["Trạm 4", "Trạm 3"], "by their order, not by the clock"
    assert before <= {copy.path for copy in left}


def test_days_of_a_clock_that_went_back_take_the_place_of_no_day_week_or_month(path: Path) -> None:
    shelf.folder(path).mkdir()

    def make(number: int, day: str) -> None:
        (shelf.folder(path) / f"{path.stem}-{number:05}-{day}-080000.sqlite3").touch()
        shelf.thin(path)

    first = datetime.fromisoformat("2025-01-01")
    for day in range(400):
        make(day + 1, f"{first + timedelta(days=day):%Y-%m-%d}")
    before = {copy.path for copy in shelf.copies(path)}
    for month in range(1, 13):
        make(400 + month, f"2023-{month:02}-01")
    right_again = {copy.path for copy in shelf.copies(path)}
    assert len(before - right_again) <= 3, "of the last ten, those that are of no day, week or month"
    of_months = {copy.at.month for copy in shelf.copies(path) if copy.path in before}
    assert of_months == set(range(1, 13))


def test_a_copy_of_a_day_to_come_is_none_of_today(path: Path, keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T15:00:00")
    backup.back_up(path)
    monkeypatch.setenv(clock.VARIABLE, DAY_ONE)  # the clock lost its battery
    set_name(path, "Trạm mới")
    keeper.wait()
    assert len(shelf.copies(path)) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="the profile of the user closes them there")
def test_store_and_copies_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "dữ liệu" / "kho.sqlite3"
    with open_store(path, anew=True) as store:
        settings.save(store, station_name="Trạm")
        copy = backup.back_up(path)
        there = [path, Path(f"{path}-wal"), Path(f"{path}-shm"), copy]
        assert [stat.S_IMODE(each.stat().st_mode) for each in there] == [0o600] * 4
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (path.parent, copy.parent)] == [0o700] * 2
    path.chmod(0o644)  # as earlier versions made it
    open_store(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_a_killed_program_left_is_swept_and_what_one_writes_is_not(path: Path, keeper: Keeper) -> None:
    import os

    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    machine = os.environ.get("COMPUTERNAME", "") if sys.platform == "win32" else os.uname().nodename
    begin = f"{path.stem}-00001-2026-06-22-080000.sqlite3.{''.join(filter(str.isalnum, machine))[:20]}"
    folder = shelf.folder(path)
    folder.mkdir()
    left = [folder / f"{begin}-{gone.pid}.dang-ghi{ending}" for ending in ("", "-journal")]
    left.append(folder / f"{path.stem}-2026-06-22-080000.sqlite3.dang-ghi")  # of an earlier version
    others = [folder / f"{begin}-{os.getppid()}.dang-ghi", folder / "ghi chú.txt"]
    for file in (*left, *others):
        file.touch()
    keeper.of_the_day(path)
    keeper.wait()
    assert [file for file in left if file.exists()] == []
    assert all(file.exists() for file in others) or sys.platform == "win32"
