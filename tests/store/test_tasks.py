"""What is known of the tasks of plans: begun, done, late, near, and the table that each source prints."""

import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from store import campaign_use, clock, history, migrations
from store.campaigns import file, running
from store.campaigns.words import deadlines_text
from store.database import Store
from store.errors import RefusedError
from store.monitoring import overview, tasks
from store.monitoring.tasks import TaskStanding, WorkKind
from store.opening import open_store
from store.words.overview import deadline_lines
from store.words.tasks import state_text


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")


at = datetime.fromisoformat


def use(store: Store, name: str) -> None:
    campaign_use.use(store, file.load(file.built_in()[name]))


def task(store: Store, number: int, name: str = "tri-ton-2026") -> TaskStanding:
    return next(each for each in tasks.all_tasks(store, campaign=name) if each.task.number == number)


def test_a_task_goes_from_not_begun_to_done_today_and_round(store: Store) -> None:
    assert task(store, 1).state is None
    assert [tasks.step_state(store, task(store, 1)) for _ in range(2)] == ["under_way", "done"]
    assert task(store, 1).done_on == "2026-06-23"
    assert tasks.step_state(store, task(store, 1)) is None
    assert task(store, 1).done_on is None


def test_every_step_can_be_taken_back_and_done_again(store: Store) -> None:
    tasks.step_state(store, task(store, 1))
    tasks.edit(store, task(store, 1), state="done", done_on="2026-06-20", product="  Báo cáo 12/BC-TYT ", note="")
    assert (task(store, 1).product, task(store, 1).note) == ("Báo cáo 12/BC-TYT", None)
    undone = history.undo(store)
    assert undone is not None
    assert undone.label == "Nhiệm vụ 1: đã xong"
    assert (task(store, 1).state, task(store, 1).done_on, task(store, 1).product) == ("under_way", None, None)
    history.undo(store)
    assert task(store, 1).state is None
    history.redo(store)
    history.redo(store)
    assert (task(store, 1).state, task(store, 1).done_on) == ("done", "2026-06-20")


def test_a_day_that_has_not_come_or_has_no_sense_is_refused(store: Store) -> None:
    with pytest.raises(RefusedError, match="24/06/2026 chưa tới"):
        tasks.edit(store, task(store, 1), state="done", done_on="2026-06-24")
    with pytest.raises(RefusedError, match="đã xong"):
        tasks.edit(store, task(store, 1), done_on="2026-06-20")
    assert task(store, 1).state is None
    assert store.connection.execute("SELECT count(*) FROM task_progress").fetchone()[0] == 0


def test_late_and_near_go_by_the_earliest_deadline_and_end_when_it_is_done(store: Store) -> None:
    fourth = task(store, 4)  # before 10/7 in one place, before 15/7 in another
    assert not fourth.is_late(at("2026-07-09T23:59:59"))
    assert fourth.is_soon(at("2026-07-09T23:59:59"))
    assert fourth.is_late(at("2026-07-10"))
    assert not fourth.is_soon(at("2026-07-10"))
    assert not fourth.is_soon(at("2026-07-02T23:59:59"))
    assert fourth.is_soon(at("2026-07-03"))
    one_of_two = "Chưa thực hiện, đã qua một trong các hạn văn bản nêu"
    assert [state_text(fourth, at(day)) for day in ("2026-07-10", "2026-07-14", "2026-07-15")] == [
        *(one_of_two, one_of_two, "Chưa thực hiện, quá hạn"),
    ]
    tasks.edit(store, fourth, state="done", done_on="2026-06-20")
    assert not task(store, 4).is_late(at("2026-07-10"))
    assert state_text(task(store, 4), at("2026-07-10")) == "Đã hoàn thành ngày 20/06/2026"


def test_both_deadlines_of_a_contradiction_stand_with_their_places(store: Store) -> None:
    assert deadlines_text(task(store, 4).task.deadlines) == (
        "Trước ngày 10 tháng 7 năm 2026 (B.II.2.b); Trước 15/7/2026 (Phụ lục, TT 4)"
    )


def test_one_that_was_done_late_says_by_how_many_days(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-07-01T08:00:00")
    tasks.edit(store, task(store, 1), state="done", done_on="2026-06-25")
    tasks.edit(store, task(store, 2), state="done", done_on="2026-06-30")
    assert [task(store, 1).days_behind, task(store, 2).days_behind] == [0, 1]


def test_tasks_of_several_campaigns_stand_together_under_their_own_numbers(store: Store) -> None:
    use(store, "bo-y-te-2025")
    found = tasks.all_tasks(store)
    assert len(found) == 7 + 46
    assert "1.10" in {each.label for each in found}
    tasks.step_state(store, task(store, 1))
    assert [each.campaign.name for each in tasks.all_tasks(store) if each.state] == ["tri-ton-2026"]
    assert "Trạm Y tế" in tasks.leads(found)
    assert "Cục Quản lý Dược" in tasks.leads(found)
    with pytest.raises(RefusedError, match="Không có chiến dịch"):
        tasks.all_tasks(store, campaign="khong-co")


def test_each_source_prints_its_own_table(store: Store) -> None:
    use(store, "bo-y-te-2025")
    use(store, "an-phu-2024")
    assert [heading for heading, _ in tasks.columns(running.get(store, "tri-ton-2026"))] == [
        "TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện", "Kết quả, sản phẩm",
    ]  # fmt: skip
    assert tasks.columns(running.get(store, "bo-y-te-2025")) == (
        ("TT", "label"),
        ("Tên nhiệm vụ", "title"),
        ("Đơn vị chủ trì", "lead"),
        ("Đơn vị phối hợp", "partners"),
        ("Sản phẩm", "product"),
        ("Thời gian hoàn thành", "deadline"),
    )
    assert tasks.columns(running.get(store, "an-phu-2024")) == tasks.DEFAULT_COLUMNS, "Phụ lục 1 is no table of tasks"


def test_reading_tasks_needs_no_pydantic() -> None:
    import subprocess
    import sys

    code = "import sys; from store.figures import indicators;"
    code += "from store.monitoring import data_sources, organisations, tasks;"
    code += "assert not {'pydantic', 'stdnum', 'sqlite_utils'} & set(sys.modules), sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def duty(store: Store, beginning: str, name: str = "tri-ton-2026") -> TaskStanding:
    found = [each for each in tasks.everything(store, campaign=name) if each.task.title.startswith(beginning)]
    return next(each for each in found if each.kind is WorkKind.DUTY)


def test_a_duty_is_ticked_given_to_somebody_and_taken_back(store: Store) -> None:
    training = duty(store, "Triển khai tập huấn đến 100%")
    assert (training.label, training.state, training.due) == ("B.II.3.a", None, None)
    tasks.edit(store, training, state="under_way", due_on="2026-06-22", responsible="ĐD. Lan", product="")
    training = duty(store, "Triển khai tập huấn đến 100%")
    assert training.due == at("2026-06-22T23:59:59")
    assert training.is_late(at("2026-06-23"))
    assert not training.is_late(at("2026-06-22T23:00"))
    assert [each.label for each in tasks.everything(store) if each.is_late(at("2026-06-23"))] == ["B.II.3.a"]
    tasks.step_state(store, training)
    assert duty(store, "Triển khai tập huấn đến 100%").done_on == "2026-06-23"
    assert not duty(store, "Triển khai tập huấn đến 100%").is_late(at("2026-06-24"))
    undone = history.undo(store)
    assert undone is not None
    assert undone.label == "Trách nhiệm B.II.3.a: đã xong"
    assert duty(store, "Triển khai tập huấn đến 100%").state == "under_way"


def test_a_duty_with_a_day_stands_in_what_is_due(store: Store) -> None:
    tasks.edit(store, duty(store, "In tài liệu hướng dẫn"), due_on="2026-06-22")
    found = overview.read(store, at("2026-06-23T14:00:00")).deadlines
    (late,) = [each for each in found if each.late]
    assert (late.label, late.kind) == ("B.II.3.a", WorkKind.DUTY)
    assert deadline_lines(found)[0].title.startswith("Trách nhiệm B.II.3.a: In tài liệu")


def test_every_duty_of_every_plan_has_a_place_of_its_own_to_be_ticked_in(store: Store) -> None:
    for name in file.built_in():
        use(store, name)
    keys = [(each.campaign.name, each.key) for each in tasks.everything(store)]
    assert len(keys) == len(set(keys)) == (7 + 30) + 21 + (46 + 4 + 10) + (4 + 4) + 31


def test_a_task_with_parts_goes_by_the_parts_that_wait(store: Store) -> None:
    use(store, "bo-y-te-2025")

    def third(now: str) -> TaskStanding:
        found = tasks.of_campaign(store, running.get(store, "bo-y-te-2025"), at(now))
        return next(each for each in found if each.label == "3.7")

    assert [part.label for part in third("2026-06-23").parts] == ["3.7.a", "3.7.b", "3.7.c", "3.7.d"]
    assert third("2026-06-23").due == at("2025-04-30T23:59:59")
    tasks.edit(store, third("2026-06-23").parts[0], state="done", done_on="2025-04-29")
    assert third("2026-06-23").due == at("2025-11-30T23:59:59")
    assert third("2026-06-23").state is None


REPEATING = """
name = "xa-moi-2026"
title = "Kế hoạch của xã"

[source]
document = "Kế hoạch"
issuer = "UBND xã Vĩnh Gia"

[[tasks]]
number = 1
title = "Cập nhật số liệu"
deadline = { monthly = { through = 5 } }
"""


def test_a_task_that_repeats_can_be_missed_and_is_to_be_done_anew(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-05-20T08:00")
    (tmp_path / "xa.toml").write_text(REPEATING, "utf-8")
    campaign_use.use(store, file.load(tmp_path / "xa.toml"))

    def standing(moment: str) -> tuple[str | None, str, bool]:
        monkeypatch.setenv(clock.VARIABLE, moment)
        each = task(store, 1, "xa-moi-2026")
        assert each.due is not None
        return each.state, f"{each.due:%d/%m}", each.is_late(clock.now())

    assert standing("2026-05-20T08:00") == (None, "05/06", False), "that of May was before the plan came into use"
    assert standing("2026-06-06T08:00") == (None, "05/06", True)
    late = [each for each in overview.read(store, clock.now()).deadlines if each.late]
    assert [(each.campaign, each.task) for each in late] == [("xa-moi-2026", 1)]
    tasks.step_state(store, task(store, 1, "xa-moi-2026"))
    tasks.step_state(store, task(store, 1, "xa-moi-2026"))
    assert standing("2026-06-06T08:00") == (None, "05/07", False), "done a day late; now comes the next"
    assert task(store, 1, "xa-moi-2026").last_done_on == "2026-06-06"
    monkeypatch.setenv(clock.VARIABLE, "2026-07-03T08:00")
    tasks.edit(store, task(store, 1, "xa-moi-2026"), state="done")
    assert standing("2026-07-03T09:00") == ("done", "05/07", False)
    assert standing("2026-07-06T08:00") == (None, "05/08", False)
    assert standing("2026-08-06T08:00") == (None, "05/08", True)
    assert standing("2026-08-25T08:00") == (None, "05/09", False), "the next is nearer"


def test_what_an_older_program_kept_of_tasks_stays_with_them_and_can_be_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "cũ.sqlite3"
    connection = sqlite3.connect(path, isolation_level=None)
    migrations.apply(connection, through="010")
    row = "VALUES (7, 'bo-y-te-2025', 104, 'done', '2026-06-20', 'Kế hoạch', 'An', NULL)"
    connection.execute(f"INSERT INTO task_progress {row}")
    connection.execute("INSERT INTO change (id, at, command, label) VALUES (1, '2026-06-20T08:00:00', 'task', 'x')")
    connection.execute(
        "INSERT INTO history (change_id, entity, entity_id, field, before, after)"
        " VALUES (1, 'task_progress', 7, 'responsible', NULL, 'An')"
    )
    connection.close()
    with open_store(path) as store:
        use(store, "bo-y-te-2025")
        fourth = next(each for each in tasks.all_tasks(store, campaign="bo-y-te-2025") if each.label == "1.4")
        assert (fourth.state, fourth.done_on, fourth.product, fourth.responsible) == (
            "done",
            "2026-06-20",
            "Kế hoạch",
            "An",
        )
        history.revert(store, 1, command="undo", label="x")
        fourth = next(each for each in tasks.all_tasks(store, campaign="bo-y-te-2025") if each.label == "1.4")
        assert fourth.responsible is None
