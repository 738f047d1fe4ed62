"""The station's own plan: what is missing is said, and the campaign file of a whole one can be used."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from store import campaign_use, clock, history, settings
from store.campaigns import file, running
from store.database import Store
from store.reporting import own_plan
from store.reporting.own_plan import item_field

TASKS = """Rà soát người chưa có mức 2; Trạm Y tế; Công an xã; trước 30/07/2026; Danh sách
- Tập huấn "sổ điện tử"; Trạm Y tế;; hằng tháng
Dán hướng dẫn"""
HEAD = {
    "title": 'Triển khai Sổ sức khỏe điện tử "từ xa" năm 2026',
    "subject": "Sổ sức khỏe điện tử năm 2026",
    "basis": "Kế hoạch số 12/KH-UBND ngày 17/6/2026 của UBND xã",
    "first": "25/06/2026",
    "last": "30/09/2026",
    "items_due": "31/08/2026",
    "weekly": "friday",
    "weekly_hour": "16:00",
    "monthly": "5",
    "closing": "05/10/2026",
    "to": "Sở Y tế; Ủy ban nhân dân xã",
}


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T10:00:00")


def written(store: Store, **texts: str) -> own_plan.OwnPlan:
    own_plan.write(store, **{item_field("bhyt_linked"): "1", item_field("level2_account"): "1"}, **HEAD)
    own_plan.write(store, tasks=TASKS, **texts)
    return own_plan.plan(store)


def test_a_task_a_line_with_its_parts(store: Store) -> None:
    first, second, third = written(store).tasks
    assert (first.title, first.lead, first.partners, first.due_words, first.product) == (
        *("Rà soát người chưa có mức 2", "Trạm Y tế", "Công an xã", "trước 30/07/2026", "Danh sách"),
    )
    assert (second.lead, second.due, second.due_words) == ("Trạm Y tế", None, "hằng tháng")
    assert (third.title, third.due_words) == ("Dán hướng dẫn", "")


@pytest.mark.parametrize("sign", ["|", "\t"])
def test_a_task_of_a_table_keeps_its_semicolons(sign: str) -> None:
    parts = ("Rà soát; cập nhật danh sách", "Trạm Y tế; UBND xã", "", "trước 30/07/2026", "Danh sách; báo cáo")
    (task,) = own_plan.read_tasks(f"- {sign.join(parts)}")
    assert (task.title, task.lead, task.partners, task.due_words, task.product) == parts
    assert task.due == date(2026, 7, 30)


def test_the_file_of_a_whole_plan_is_checked_used_and_says_what_was_written(store: Store, tmp_path: Path) -> None:
    settings.save(store, station_name="Trạm Y tế xã Vĩnh Gia")
    found = written(store)
    assert list(own_plan.problems(found)) == []
    out = tmp_path / "kế hoạch.toml"
    out.write_text(own_plan.to_toml(store, found), "utf-8")
    assert file.faults(out) == []
    campaign = file.load(out)
    assert campaign.name == "tram-so-suc-khoe-dien-tu-2026"
    assert campaign.source.text == "Kế hoạch ngày 23/06/2026 của Trạm Y tế xã Vĩnh Gia"
    assert campaign.result_of == "Sổ sức khỏe điện tử năm 2026"
    assert [(item.key, item.requires, str(item.due)) for item in campaign.items] == [
        ("level2_account", None, "2026-08-31 23:59:59"), ("bhyt_linked", "level2_account", "2026-08-31 23:59:59"),
    ]  # fmt: skip
    assert [str(task.due or "") for task in campaign.tasks] == ["2026-07-29 23:59:59", "", ""]
    assert [(each.kind, each.deadline.text, each.to) for each in campaign.reports] == [
        ("weekly", "trước 16:00 thứ Sáu hằng tuần", ("Sở Y tế", "Ủy ban nhân dân xã")),
        ("monthly", "trước ngày 5 hằng tháng", ("Sở Y tế", "Ủy ban nhân dân xã")),
        ("closing", "trước ngày 05/10/2026", ("Sở Y tế", "Ủy ban nhân dân xã")),
    ]
    campaign_use.use(store, campaign, out)
    assert campaign.name in [each.name for each in running.running(store)]


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("title", "", "Chưa có tên"),
        ("first", "tháng 6", "không phải ngày"),
        ("last", "01/06/2026", "Ngày cuối trước ngày đầu"),
        ("weekly_hour", "4 giờ chiều", "ghi như 15:00"),
        ("monthly", "mùng 5", "một số từ 1 đến 31"),
        ("to", "", "chưa ghi báo cáo gửi ai"),
        ("tasks", "; Trạm Y tế", "Nhiệm vụ 1 chưa có nội dung"),
        ("tasks", "Rà soát; Trạm; ; trước 31/02/2026", "hạn “31/02/2026” không phải ngày có thật"),
    ],
)
def test_what_is_missing_or_cannot_be_read_is_said(store: Store, key: str, text: str, words: str) -> None:
    written(store)
    own_plan.write(store, **{key: text})
    assert any(words in problem for problem in own_plan.problems(own_plan.plan(store)))


def test_a_plan_that_asks_for_nothing_is_none_and_undo_gives_the_text_back(store: Store) -> None:
    own_plan.write(store, title="Kế hoạch")
    assert [problem[:4] for problem in own_plan.problems(own_plan.plan(store))] == ["Chưa"]
    own_plan.write(store, title="")
    history.undo(store)
    assert own_plan.load(store) == {"title": "Kế hoạch"}


@pytest.mark.parametrize("text", ['Dấu "nháy" và \\ gạch', "tab\tgiữa", "'một' # hai", "chữ ư ờ ễ"])
def test_whatever_is_typed_is_the_same_in_the_file(store: Store, text: str) -> None:
    found = written(store)
    own_plan.write(store, title=text)
    read = tomllib.loads(own_plan.to_toml(store, own_plan.plan(store)))
    assert read["title"] == text
    assert len(found.tasks) == len(read["tasks"])
