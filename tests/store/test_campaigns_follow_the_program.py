"""A plan that came with the program follows its newer text where it runs; one that the station wrote does not."""

import json
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from store import campaign_use, history, journal
from store.campaigns import file, running, shipped, stored
from store.checklist.items import checklist_item
from store.database import Store
from store.models import Person
from store.monitoring import overview
from store.opening import open_store
from store.people import staff, units
from store.reporting import issued, progress

OLD = json.dumps(
    json.loads((Path(__file__).parent / "campaigns_of_0_1.json").read_text("utf-8"))["tri-ton-2026"], ensure_ascii=False
)
PLAN = "tri-ton-2026"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of an earlier version with one teacher: six items are asked of everybody."""
    monkeypatch.setenv("TYT_NOW", "2026-06-23T10:00")
    path = tmp_path / "s.sqlite3"
    with open_store(path) as store:
        staff.add(store, Person("Trần Thị Chi"), units.find_or_add(store, "Trường THCS Núi Sam"))
    as_before(path, OLD)
    return path


def as_before(path: Path, definition: str, ended: str | None = None) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE campaign SET definition = ?, ended_at = ?", (definition, ended))
    connection.execute("UPDATE item SET applies_to = 'everyone'")
    connection.execute("DELETE FROM setting WHERE key = ?", (shipped.SETTING,))
    connection.commit()
    connection.close()


def asked_of_the_teacher(store: Store) -> set[str]:
    now = datetime.fromisoformat("2026-06-23T10:00")
    return {figure.item.short_title for figure in overview.read(store, now).items if figure.applicable}


def test_a_teacher_lacks_no_signature_any_more_once_the_new_version_opened_the_store(path: Path) -> None:
    with open_store(path) as store:
        assert asked_of_the_teacher(store) == {"Mức 2", "BHYT", "Sổ SK"}
        assert checklist_item(store, "cccd").applies_to == "health"
    with open_store(path) as store:
        (entry,) = journal.entries_of(store, "campaign", 0)
        assert (entry.label, entry.before) == ("Theo bản mới của chiến dịch có sẵn", OLD)


def test_it_can_be_taken_back_and_is_not_done_again(path: Path) -> None:
    with open_store(path) as store:
        history.undo(store)
        assert stored.read(store, PLAN) == OLD
        assert "CCCD" in asked_of_the_teacher(store)
    with open_store(path) as store:
        assert stored.read(store, PLAN) == OLD
        history.redo(store)
        assert asked_of_the_teacher(store) == {"Mức 2", "BHYT", "Sổ SK"}


def test_what_was_done_before_can_still_be_taken_back(path: Path) -> None:
    with open_store(path) as store:
        history.undo(store)
        undone = history.undo(store)
        assert undone is not None
        assert undone.label.startswith("Thêm")
        assert list(staff.members(store)) == []


def test_a_plan_that_the_station_changed_stays_as_the_station_wrote_it(path: Path) -> None:
    own = json.loads(OLD) | {"title": "Kế hoạch đã sửa ở trạm"}
    as_before(path, json.dumps(own, ensure_ascii=False))
    with open_store(path) as store:
        assert running.get(store, PLAN).title == "Kế hoạch đã sửa ở trạm"
        assert "CCCD" in asked_of_the_teacher(store)
        assert history.undo(store) is not None, "only what the person did: adding the teacher"
        assert list(staff.members(store)) == []


def test_a_plan_that_ended_stays_as_it_stood_and_asks_for_nothing(path: Path) -> None:
    as_before(path, OLD, "2026-06-20T08:00:00")
    with open_store(path) as store:
        ended = running.known(store, PLAN)
        assert ended is not None
        assert ended == stored.from_json(PLAN, OLD, ended.used_since)
        assert asked_of_the_teacher(store) == set()
        assert running.running(store) == ()


def test_a_frozen_paper_of_before_stays_as_it_was_signed(path: Path) -> None:
    with open_store(path) as store:  # followed, and taken back: as the earlier version counted
        history.undo(store)
        paper = progress.draft(store, *progress.choose(store, campaign=PLAN, kind="weekly", day=None))
        number = progress.issue(store, paper).head.id
        before = issued.content(store, number)
        assert {item["applicable"] for item in before[1]["items"]} == {1}
        history.redo(store)
        assert asked_of_the_teacher(store) == {"Mức 2", "BHYT", "Sổ SK"}
        assert issued.content(store, number) == before
        assert progress.get_issued(store, number).head.sound


@pytest.mark.parametrize("name", sorted(file.built_in()))
def test_whoever_changes_a_campaign_of_ours_lets_stores_follow(name: str) -> None:
    definition = stored.to_json(file.load(file.built_in()[name]))
    assert shipped.is_ours(definition), f"add {shipped.digest(definition)} to store/campaigns/shipped.py"


def test_a_new_store_has_nothing_to_follow(tmp_path: Path) -> None:
    for _ in range(2):
        with open_store(tmp_path / "new.sqlite3") as store:
            assert journal.last_change(store) == 0
            campaign_use.follow_program(store)
            assert journal.last_change(store) == 0
