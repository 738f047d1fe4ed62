"""What runs here, read back from the store as the screens read it."""

import sys
from datetime import date, datetime, time
from pathlib import Path

import pytest

from store import campaign_use
from store.calendar.deadlines import Monthly, Weekday, Weekly
from store.campaigns import file, running
from store.checklist.items import checklist_item, checklist_items
from store.errors import RefusedError
from store.opening import open_store


def test_a_new_store_runs_the_first_campaign(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.sqlite3") as store:
        (found,) = running.running(store)
    assert found.name == file.DEFAULT
    assert found.source.text == "Kế hoạch số …/KH-UBND tháng 6 năm 2026 của Ủy ban nhân dân xã Tri Tôn"
    assert [task.number for task in found.tasks] == list(range(1, 8))
    assert found.tasks[1].due == datetime.fromisoformat("2026-06-29T23:59:59")
    assert not found.tasks[1].contradicted
    rules = {report.kind: report.deadline.rule for report in found.reports}
    assert rules["weekly"] == Weekly(Weekday.TUESDAY, time(15))
    assert rules["monthly"] == Monthly.before_day(10)
    assert (found.phases[0].first, found.phases[-1].last) == (date(2026, 6, 15), date(2026, 9, 15))


def test_of_two_days_that_the_source_names_the_earlier_counts(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.sqlite3") as store:
        fourth = running.get(store, file.DEFAULT).tasks[3]
    assert fourth.contradicted
    assert {each.due for each in fourth.deadlines} == {
        datetime.fromisoformat("2026-07-09T23:59:59"),
        datetime.fromisoformat("2026-07-14T23:59:59"),
    }
    assert fourth.due == datetime.fromisoformat("2026-07-09T23:59:59")


def test_an_ended_campaign_runs_no_more_and_can_be_used_again(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    with open_store(path) as store:
        campaign_use.end(store, file.DEFAULT)
        with pytest.raises(RefusedError, match="đang chạy"):
            campaign_use.end(store, file.DEFAULT)
    with open_store(path) as store:
        assert running.running(store) == ()
        assert checklist_items(store), "the checklist stays"
        with pytest.raises(RefusedError, match="chưa có chiến dịch"):
            running.get(store, file.DEFAULT)
        campaign_use.use(store, file.load(file.built_in()[file.DEFAULT]))
        assert [each.name for each in running.running(store)] == [file.DEFAULT]


def test_reading_what_runs_needs_no_pydantic() -> None:
    import subprocess

    code = "import sys, store.campaigns.running; assert not {'pydantic', 'tomllib'} & set(sys.modules), sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_a_store_of_the_first_version_gets_its_campaign_when_it_is_opened(tmp_path: Path) -> None:
    import sqlite3

    from store import migrations

    path = tmp_path / "s.sqlite3"
    with sqlite3.connect(path, isolation_level=None) as connection:
        migrations.apply(connection, through="001")
        connection.execute("INSERT INTO item (key, position, title, short_title) VALUES ('cccd', 0, 'Thẻ', 'CCCD')")
    connection.close()
    with open_store(path) as store:
        assert [each.name for each in running.running(store)] == [file.DEFAULT]
        assert len(checklist_items(store)) == 6
        assert (checklist_item(store, "cccd").position, checklist_item(store, "cccd").target) == (0, 1.0), (
            "it keeps its place"
        )
