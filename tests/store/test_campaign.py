import json
from datetime import date, datetime, time
from pathlib import Path

import pytest

from store import campaign_use
from store.calendar import deadlines
from store.campaigns import file, stored
from store.campaigns.campaign import Campaign
from store.checklist import reasons
from store.checklist.items import checklist_item, checklist_items
from store.opening import open_store


@pytest.fixture(scope="module")
def plan() -> Campaign:
    return file.load(file.built_in()["tri-ton-2026"])


def read(tmp_path: Path, text: str) -> Campaign:
    path = tmp_path / "thu.toml"
    path.write_text(text, encoding="utf-8")
    return file.load(path)


HEAD = """
name = "thu"
title = "Thử"
source = { document = "Kế hoạch", issuer = "UBND" }
"""


def test_a_new_store_has_the_checklist_of_the_plan(tmp_path: Path) -> None:
    with open_store(tmp_path / "x.sqlite3") as store:
        items = {item.key: item for item in checklist_items(store)}
        for_bhyt = [reason.text for reason in reasons.for_item(store, "bhyt_linked")]
    assert list(items) == [
        "cccd", "level2_account", "digital_signature", "social_security", "bhyt_linked", "health_book",
    ]  # fmt: skip
    assert {item.target for item in items.values()} == {1.0}
    assert {item.due for item in items.values()} == {"2026-06-29T23:59:59"}, "trước ngày 30/6 is by the end of the 29th"
    assert items["digital_signature"].applies_to == "health+administrative"
    assert [key for key, item in items.items() if item.requires == "level2_account"] == [
        "social_security", "bhyt_linked", "health_book",
    ]  # fmt: skip
    assert for_bhyt == [
        "Thẻ sai ngày sinh/họ tên", "Thẻ hết hạn", "Chưa có thẻ", "Chờ BHXH cập nhật", "Lỗi tích hợp",
        "Nghỉ thai sản", "Đi học", "Biệt phái",
    ]  # fmt: skip


def test_using_a_plan_twice_changes_nothing(tmp_path: Path, plan: Campaign) -> None:
    with open_store(tmp_path / "x.sqlite3") as store:
        before = checklist_items(store), reasons.texts(store)
        campaign_use.use(store, plan)
        assert (checklist_items(store), reasons.texts(store)) == before


def test_every_campaign_that_we_bring_is_right_and_named_as_its_file() -> None:
    files = file.built_in()
    assert file.DEFAULT in files
    assert {name: file.load(path).name for name, path in files.items()} == {name: name for name in files}


def test_the_seven_tasks_of_tri_ton_stand_with_who_does_them_and_by_when(plan: Campaign) -> None:
    assert [(task.number, task.lead, task.partners) for task in plan.tasks] == [
        (1, "Trạm Y tế", "Các phòng ban ngành liên quan"),
        (2, "Trạm Y tế", "Công an xã, Bảo hiểm xã hội cơ sở"),
        (3, "Trạm Y tế", "Công an xã"),
        (4, "Trạm Y tế; Các cơ quan, đơn vị", "Thuế khu vực 11"),
        (5, "Bảo hiểm xã hội cơ sở", "Trạm Y tế; Công an xã, các cơ quan đơn vị"),
        (6, "Trạm Y tế", "Công an xã, Bảo hiểm xã hội cơ sở, các cơ quan đơn vị"),
        (7, "Trạm Y tế", "Công an xã, các cơ quan đơn vị"),
    ]
    assert [[(deadline.text, str(deadline.due)) for deadline in task.deadlines] for task in plan.tasks] == [
        [("25/6/2026", "2026-06-25 23:59:59")],
        [("Trước 30/06/2026", "2026-06-29 23:59:59")],
        [("Trước 10/07/2026", "2026-07-09 23:59:59")],
        [
            ("Trước ngày 10 tháng 7 năm 2026", "2026-07-09 23:59:59"),
            ("Trước 15/7/2026", "2026-07-14 23:59:59"),
        ],
        *[[("Trước 15/9/2026", "2026-09-14 23:59:59")]] * 3,
    ]
    assert plan.tasks[0].product == (
        "Báo cáo danh mục hệ thống thông tin, cơ sở dữ liệu, phần mềm chuyên ngành và các nguồn dữ liệu hiện có."
    ), "lines of the file are joined by one space"


def test_what_the_plan_says_in_two_ways_stands_with_both_places(plan: Campaign) -> None:
    found = {found.about: [claim.place for claim in found.values] for found in plan.all_contradictions()}
    assert found == {
        "Nhiệm vụ 4, thời gian thực hiện": ["B.II.2.b", "Phụ lục, TT 4"],
        "Ai được tính vào chỉ tiêu 90% có Sổ sức khỏe điện tử": ["A.II.3.2", "Phụ lục, TT 6"],
        "Báo cáo tổng kết phải nộp khi Chiến dịch còn đang triển khai": ["B.IV.1", "A.II.2.b"],
        "Ngày cuối của các chỉ tiêu phải xong trước 15/9/2026": ["A.II.2.b", "Phụ lục, TT 5, 6, 7"],
        "Ngày 25/6/2026 thuộc cả hai giai đoạn": ["A.II.2.a", "A.II.2.b"],
        "Ai phải hoàn thành danh mục hệ thống thông tin, cơ sở dữ liệu": ["A.II.3.1", "Phụ lục, TT 1"],
        "Ai phối hợp với cơ quan Thuế": ["B.II.2.b", "Phụ lục, TT 4"],
    }


def test_indicators_phases_and_duties_of_tri_ton(plan: Campaign) -> None:
    assert [(i.task, [target.value for target in i.targets]) for i in plan.indicators] == [
        (5, [1.0]), (6, [0.9]), (7, [1.0]),
    ]  # fmt: skip
    assert [(phase.title, phase.first, phase.last) for phase in plan.phases] == [
        ("Giai đoạn chuẩn bị", date(2026, 6, 15), date(2026, 6, 25)),
        ("Giai đoạn cao điểm", date(2026, 6, 25), date(2026, 9, 15)),
    ]
    assert {duty.who for duty in plan.duties} == {
        "Thủ trưởng các cơ quan, đơn vị",
        "Các đơn vị",
        "Trung tâm Phục vụ hành chính công xã",
        "Trung tâm Dịch vụ tổng hợp xã",
        "Đoàn Thanh niên Cộng sản Hồ Chí Minh xã",
        "Trạm Y tế",
        "Các phòng ban ngành, Trung tâm, đoàn thể, các cơ quan, đơn vị trên địa bàn",
        "Công an xã",
        "Tổ công nghệ số cộng đồng",
        "Bảo hiểm xã hội cơ sở Tri Tôn",
        "Các phòng, ban, ngành, đoàn thể, Trung tâm Dịch vụ tổng hợp xã, các cơ quan, đơn vị trên địa bàn xã",
    }
    assert plan.source.date == "tháng 6 năm 2026", "the plan leaves its day blank"


def test_the_reports_of_tri_ton_fall_due_as_its_section_b_iv_says(plan: Campaign) -> None:
    weekly, monthly, closing = plan.reports
    assert {report.to for report in plan.reports} == {("Sở Y tế", "Ủy ban nhân dân xã")}

    tuesday = datetime.fromisoformat("2026-06-23T14:00:00")
    assert weekly.deadline.rule is not None
    due = weekly.deadline.rule.next_due(tuesday)
    assert due is not None
    assert str(deadlines.time_left(due, tuesday)) == "1:00:00"
    assert deadlines.is_late(due, datetime.fromisoformat("2026-06-23T15:00:00"))

    assert monthly.deadline.rule is not None
    due = monthly.deadline.rule.next_due(tuesday)
    assert due is not None
    assert not deadlines.is_late(due, datetime.fromisoformat("2026-07-09T23:59:00"))
    assert deadlines.is_late(due, datetime.fromisoformat("2026-07-10T00:00:00"))

    assert str(closing.deadline.due) == "2026-09-09 23:59:59"


def test_a_campaign_comes_back_from_json_as_it_was(plan: Campaign) -> None:
    shown = stored.to_json(plan)
    assert stored.from_json(plan.name, shown) == plan
    assert json.loads(shown)["tasks"][3]["deadlines"][1]["before"] == "2026-07-15"
    assert json.loads(shown)["reports"][0]["sender"] == "Trạm Y tế"


@pytest.mark.parametrize(
    ("written", "expected", "due"),
    [
        ("before = 2026-06-30", "trước ngày 30/06/2026", "2026-06-29T23:59:59"),
        ('before = 2026-06-30, at = "16:00"', "trước 16:00 ngày 30/06/2026", "2026-06-30T15:59:59"),
        ("through = 2024-12-22", "đến hết ngày 22/12/2024", "2024-12-22T23:59:59"),
        ("on = 2026-06-25", "ngày 25/06/2026", "2026-06-25T23:59:59"),
        ('daily = { before = "16:00" }', "trước 16:00 hằng ngày", "2024-06-18T15:59:59"),
        ("daily = {}", "hằng ngày", "2024-06-18T23:59:59"),
        (
            'weekly = { weekday = "wednesday", before = 14:00:00 }',
            "trước 14:00 thứ Tư hằng tuần",
            "2024-06-19T13:59:59",
        ),
        ('weekly = { weekday = "Sunday" }', "Chủ nhật hằng tuần", "2024-06-23T23:59:59"),
        ("monthly = { before = 1 }", "trước ngày 1 hằng tháng", "2024-06-30T23:59:59"),
        ("monthly = { through = 5 }", "đến hết ngày 5 hằng tháng", "2024-07-05T23:59:59"),
        ('words = "Thường xuyên"', "Thường xuyên", None),
        ('through = 2025-12-31, words = "Tháng 12/2025"', "Tháng 12/2025", "2025-12-31T23:59:59"),
    ],
)
def test_a_deadline_is_written_as_people_read_it(tmp_path: Path, written: str, expected: str, due: str | None) -> None:
    (task,) = read(tmp_path, f'{HEAD}\n[[tasks]]\nnumber = 1\ntitle = "A"\ndeadline = {{ {written} }}').tasks
    (deadline,) = task.deadlines
    assert deadline.text == expected
    coming = deadline.rule.next_due(datetime.fromisoformat("2024-06-18T14:00:00")) if deadline.rule else None
    assert coming == (datetime.fromisoformat(due) if due else None)


def test_of_two_deadlines_of_an_item_the_checklist_keeps_the_earlier(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        f"""{HEAD}
        [[items]]
        key = "cccd"
        title = "Thẻ"
        short_title = "CCCD"
        deadline = [{{ before = 2026-07-15, place = "Phụ lục" }}, {{ before = 2026-07-10, place = "B.II.2.b" }}]
        """,
    )
    with open_store(tmp_path / "x.sqlite3") as store:
        campaign_use.end(store, file.DEFAULT)
        campaign_use.use(store, plan)
        assert checklist_item(store, "cccd").due == "2026-07-09T23:59:59"
    (found,) = plan.all_contradictions()
    assert [claim.value for claim in found.values] == ["trước ngày 15/07/2026", "trước ngày 10/07/2026"]


def test_a_target_may_stand_in_two_ways(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        f"""{HEAD}
        [[indicators]]
        key = "health_book"
        title = "Sổ sức khỏe"
        target = [{{ value = 0.9, place = "I.1" }}, {{ value = 1, place = "Phụ lục" }}]
        """,
    )
    (found,) = plan.all_contradictions()
    assert [(claim.value, claim.place) for claim in found.values] == [("90,00%", "I.1"), ("100,00%", "Phụ lục")]


def test_stages_of_one_task_are_no_contradiction(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        f"""{HEAD}
        [[tasks]]
        number = "5.1"
        title = "Bệnh án điện tử"
        deadline = [
          {{ through = 2025-04-30, words = "Tháng 4/2025" }},
          {{ through = 2025-12-31, words = "Tháng 12/2025" }},
        ]
        """,
    )
    assert len(plan.tasks[0].deadlines) == 2
    assert plan.all_contradictions() == ()


def test_what_the_other_four_sources_ask_for_fits(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        """
        name = "nguon-khac"
        title = "Những điều chỉ có ở các văn bản khác"

        [source]
        document = "Công văn"
        number = "310/TTYT-KHNV"
        date = 2024-12-12
        issuer = "Trung tâm Y tế An Phú"

        [[items]]  # who it applies to is narrower there
        key = "bhyt_linked"
        title = "Tích hợp thẻ BHYT"
        short_title = "BHYT"
        applies_to = "smartphone"
        target = 1
        deadline = { through = 2024-12-22, words = "đến hết ngày 22/12/2024" }

        [[tasks]]  # numbered in two levels, under headings
        number = "3.7"
        group = "Giải quyết thủ tục hành chính, cung cấp dịch vụ công trực tuyến"
        title = "Thực hiện thanh toán trực tuyến"
        deadline = { words = "Thực hiện thường xuyên" }

        [[tasks]]
        number = "1.10"
        title = "Thực hiện chế độ thông tin, báo cáo"
        deadline = { monthly = { before = 15 }, words = "Trước ngày 15 hằng tháng và theo yêu cầu đột xuất" }

        [[indicators]]  # a number instead of a share
        key = "level2_accounts"
        title = "tài khoản định danh điện tử mức 2"
        amount = 382171
        deadline = { before = 2024-12-31 }

        [[phases]]  # without days
        title = "Giai đoạn 2"
        words = "Thời gian hoàn thành: Thực hiện theo chỉ đạo của cấp trên."

        [[reports]]
        kind = "daily"
        title = "Báo cáo ngày"
        from = "UBND các huyện, thành phố"
        to = ["Sở Y tế"]
        deadline = { daily = { before = "16:00" } }

        [[reports]]
        kind = "closing"
        title = "Báo cáo kết thúc chiến dịch"
        to = ["Sở Y tế"]
        deadline = { words = "sau khi kết thúc chiến dịch" }

        [[facilities]]
        code = "58059"
        name = "Trạm y tế xã Phước Vinh"
        """,
    )
    assert plan.source.date == date(2024, 12, 12)
    assert [task.number for task in plan.tasks] == ["3.7", "1.10"]
    assert plan.reports[0].deadline.rule == deadlines.Daily(time(16))
    assert plan.reports[1].deadline.rule is None
    assert plan.facilities[0].code == "58059"


def test_a_file_from_notepad_is_read(tmp_path: Path) -> None:
    path = tmp_path / "thu.toml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())
    assert file.load(path).title == "Thử"
    assert file.faults(path) == []
