"""Every numbered task, target, deadline, report date and table of the five source documents, listed by hand from them.

The lists below were written from the documents, not from the campaign files: a deadline as its last moment in time
("trước" is exclusive, "đến hết" inclusive, a month means its last day), or as the words that name no day.
"""

from datetime import date, datetime

import pytest

from store.calendar import deadlines
from store.campaigns import file
from store.campaigns.campaign import Campaign
from store.campaigns.deadline import Deadline
from store.text import format_percent


@pytest.fixture(scope="module")
def plans() -> dict[str, Campaign]:
    return {name: file.load(path) for name, path in file.built_in().items()}


def end_of(day: str) -> str:
    return f"{day} 23:59:59"


def last_moments(found: tuple[Deadline, ...]) -> list[str]:
    return [str(each.due or each.text) for each in found]


def test_each_source_is_a_campaign(plans: dict[str, Campaign]) -> None:
    found = {name: (plan.source.document, plan.source.number, str(plan.source.date)) for name, plan in plans.items()}
    assert found == {
        "tri-ton-2026": ("Kế hoạch", "/KH-UBND", "tháng 6 năm 2026"),
        "phuong-thi-diem-2024": ("Kế hoạch", "", "None"),
        "bo-y-te-2025": ("Quyết định", "1362/QĐ-BYT", "2025-04-22"),
        "an-phu-2024": ("Công văn", "310/TTYT-KHNV", "2024-12-12"),
        "ninh-thuan-2024": ("Kế hoạch", "/KH-UBND", "tháng 11 năm 2024"),
    }


@pytest.mark.parametrize(
    ("name", "tasks", "indicators", "reports", "phases", "facilities"),
    [
        ("tri-ton-2026", 7, 3, 3, 2, 0),
        ("phuong-thi-diem-2024", 0, 0, 1, 2, 0),
        ("bo-y-te-2025", 46, 0, 3, 0, 0),
        ("an-phu-2024", 4, 0, 2, 0, 0),
        ("ninh-thuan-2024", 0, 7, 9, 1, 79),
    ],
)
def test_nothing_is_missing_and_nothing_was_made_up(
    plans: dict[str, Campaign], name: str, tasks: int, indicators: int, reports: int, phases: int, facilities: int
) -> None:
    plan = plans[name]
    counted = (plan.tasks, plan.indicators, plan.reports, plan.phases, plan.facilities)
    assert tuple(map(len, counted)) == (tasks, indicators, reports, phases, facilities)


# 002, Phụ lục: TT, Đơn vị chủ trì, Thời gian hoàn thành (where part II or III says otherwise, both)
KCB = "Cục Quản lý Khám, chữa bệnh"
KHCN = "Cục Khoa học công nghệ và Đào tạo"
TTTT = "Trung tâm Thông tin y tế Quốc gia"
KHTC = "Vụ Kế hoạch – Tài chính"
VU_CUC = "Các Vụ, Cục thực hiện TTHC"
TREEM = "Cục Bà mẹ và Trẻ em"
ALWAYS = "Thực hiện thường xuyên"
END_OF_2025 = end_of("2025-12-31")
MINISTRY = [
    ("1.1", KHCN, [end_of("2025-04-30"), end_of("2024-04-30")]),
    ("1.2", KHCN, [END_OF_2025, end_of("2024-12-31")]),
    ("1.3", KHCN, [END_OF_2025, end_of("2024-12-31")]),
    ("1.4", "Văn phòng Bộ", [end_of("2025-04-30")]),
    ("1.5", "Vụ Tổ chức cán bộ", [END_OF_2025]),
    ("1.6", KHCN, [ALWAYS]),
    ("1.7", KHCN, [ALWAYS]),
    ("1.8", KHCN, [ALWAYS]),
    ("1.9", "Các đơn vị được giao đầu mối thực hiện nhiệm vụ.", [end_of("2024-04-30"), end_of("2025-04-30")]),
    ("1.10", KHCN, ["Trước ngày 15 hằng tháng và theo yêu cầu đột xuất"]),
    ("1.11", KHCN, ["Thực hiện thường xuyên và theo yêu cầu đột xuất"]),
    ("2.1", KHCN, [end_of("2025-06-30")]),
    (
        "2.2",
        (
            "Các Vụ, Cục thuộc Bộ Y tế là đầu mối xây dựng, triển khai văn bản quy phạm pháp luật"
            " phục vụ triển khai Đề án 06"
        ),
        [END_OF_2025],
    ),
    ("2.3", KHCN, [ALWAYS]),
    ("2.4", KHCN, [end_of("2025-06-30")]),
    ("2.5", KHCN, [END_OF_2025]),
    ("2.6", KCB, [end_of("2025-06-30")]),
    ("3.1", TTTT, [END_OF_2025]),
    ("3.2", TTTT, [END_OF_2025]),
    ("3.3", TTTT, [END_OF_2025]),
    ("3.4", VU_CUC, [END_OF_2025]),
    ("3.5", VU_CUC, [ALWAYS]),
    ("3.6", VU_CUC, [END_OF_2025]),
    ("3.7", "", []),  # its parts a to d say who and by when
    ("4.1", KCB, [END_OF_2025]),
    ("4.2", KCB, ["Thường xuyên", END_OF_2025]),
    (
        "5.1",
        "Các bệnh viện, viện có giường bệnh trực thuộc Bộ Y tế; bệnh viện thuộc các cơ sở đào tạo trực thuộc Bộ Y tế",
        [end_of("2025-09-30")],
    ),
    ("5.2", KHCN, [end_of("2025-09-30")]),
    ("5.3", KCB, [END_OF_2025]),
    (
        "5.4",
        (
            "Bệnh viện Bạch Mai; Bệnh viện Chợ Rẫy; Sở Y tế các tỉnh: Bắc Ninh, Thái Nguyên, Bình Dương, An Giang;"
            " Trung tâm Thông tin y tế Quốc gia"
        ),
        ["Theo tiến độ Tổ công tác giao"],
    ),
    ("5.5", KCB, [end_of("2025-09-30")]),
    ("5.6", "Cục Quản lý Dược", [end_of("2025-09-30")]),
    ("5.7", KCB, [end_of("2025-09-30")]),
    ("5.8", "Bệnh viện Bạch Mai, Bệnh viện Chợ Rẫy", ["Theo lộ trình của Đề án được phê duyệt"]),
    ("5.9", TREEM, [END_OF_2025]),
    ("5.10", TREEM, [END_OF_2025]),
    ("6.1", "Văn phòng Bộ", ["Thường xuyên"]),
    ("6.2", TTTT, ["Theo lộ trình của Bộ Công an"]),
    ("6.3", KCB, [ALWAYS]),
    ("6.4", KCB, [END_OF_2025]),
    (
        "6.5",
        "Các đơn vị được giao chủ trì xây dựng các cơ sở dữ liệu quốc gia, cơ sở dữ liệu chuyên ngành y tế.",
        [END_OF_2025],
    ),
    ("6.6", TTTT, [END_OF_2025]),
    ("7.1", KHCN, [end_of("2025-04-30")]),
    ("7.2", KHTC, [end_of("2025-06-30")]),
    ("7.3", KHTC, [end_of("2025-04-30")]),
    ("7.4", KHTC, [end_of("2025-04-30")]),
]
GROUPS = {
    "1": "Công tác chỉ đạo, điều hành",
    "2": "Hoàn thiện thể chế",
    "3": "Giải quyết thủ tục hành chính, cung cấp dịch vụ công trực tuyến",
    "4": "Nhóm tiện ích phục vụ phát triển kinh tế, xã hội",
    "5": "Nhóm nhiệm vụ phục vụ phát triển công dân số",
    "6": "Hoàn thiện hệ sinh thái phục vụ kết nối, khai thác, bổ sung làm giàu dữ liệu dân cư và phục vụ chỉ đạo,"
    " điều hành của lãnh đạo các cấp",
    "7": "Nguồn lực",
}


def test_the_46_tasks_of_the_ministry(plans: dict[str, Campaign]) -> None:
    tasks = plans["bo-y-te-2025"].tasks
    assert len(MINISTRY) == 46
    assert [(task.number, task.lead, last_moments(task.deadlines)) for task in tasks] == MINISTRY
    assert {str(task.number).partition(".")[0]: task.group for task in tasks} == GROUPS
    assert [task.number for task in tasks if not (task.title and task.partners and task.product)] == ["3.7"]


def test_task_3_7_of_the_ministry_has_four_parts(plans: dict[str, Campaign]) -> None:
    parts = next(task for task in plans["bo-y-te-2025"].tasks if task.number == "3.7").parts
    assert [(part.letter, part.lead, last_moments(part.deadlines)) for part in parts] == [
        ("a", KCB, [end_of("2025-04-30"), END_OF_2025, ALWAYS]),
        ("b", "Cục An toàn thực phẩm", [end_of("2025-11-30")]),
        ("c", "Cục Bảo trợ xã hội", [END_OF_2025]),
        ("d", "Cục Bảo trợ xã hội", [END_OF_2025]),
    ]
    assert all(part.title and part.partners and part.product for part in parts)


def test_stages_with_a_deadline_of_their_own(plans: dict[str, Campaign]) -> None:
    staged = {
        task.number: [moment for part in task.parts for moment in last_moments(part.deadlines)]
        for task in plans["bo-y-te-2025"].tasks
        if task.parts and task.number != "3.7"
    }
    assert staged == {
        "3.5": [end_of("2025-09-30")],  # Quý III/2025
        "5.3": [end_of("2025-04-30")],
        "5.4": [end_of("2025-04-30")],
        "6.5": [end_of("2025-08-31")],
    }


# 000, Phụ lục
TRI_TON = [
    (1, "Trạm Y tế", [end_of("2026-06-25")]),
    (2, "Trạm Y tế", [end_of("2026-06-29")]),
    (3, "Trạm Y tế", [end_of("2026-07-09")]),
    (4, "Trạm Y tế; Các cơ quan, đơn vị", [end_of("2026-07-09"), end_of("2026-07-14")]),
    (5, "Bảo hiểm xã hội cơ sở", [end_of("2026-09-14")]),
    (6, "Trạm Y tế", [end_of("2026-09-14")]),
    (7, "Trạm Y tế", [end_of("2026-09-14")]),
]
# 003, mục 1 to 4
RECEIVERS = "Các Khoa/Phòng trực thuộc Trung tâm Y tế; Các Trạm Y tế Xã - Thị trấn."
AN_PHU = [
    (1, RECEIVERS, []),
    (2, RECEIVERS, [end_of("2024-12-22")]),
    (3, "Các cơ sở khám bệnh, chữa bệnh tuyến huyện, thị trấn, xã", []),
    (4, "Các đơn vị y tế trực thuộc", ["trước ngày 10 hằng tháng"]),
]


@pytest.mark.parametrize(("name", "listed"), [("tri-ton-2026", TRI_TON), ("an-phu-2024", AN_PHU)])
def test_the_numbered_tasks_of_a_plan(
    plans: dict[str, Campaign], name: str, listed: list[tuple[int, str, list[str]]]
) -> None:
    assert [(task.number, task.lead, last_moments(task.deadlines)) for task in plans[name].tasks] == listed


def test_the_undated_work_of_letter_310(plans: dict[str, Campaign]) -> None:
    third = plans["an-phu-2024"].tasks[2]
    assert [part.title.split(" ")[:3] for part in third.parts] == [
        ["Chỉ", "đạo", "Đoàn"],  # reception
        ["Triển", "khai", "tập"],  # 100 % trained
        ["In", "banner", "Hướng"],
        ["Khoa", "tiếp", "đón"],
    ]


# Checklists: key, of whom, share, last moment
BY_30_JUNE, BY_22_DECEMBER, BY_22_NOVEMBER = end_of("2026-06-29"), end_of("2024-12-22"), end_of("2024-11-21")
CHECKLISTS = {
    "tri-ton-2026": [
        ("cccd", "health", 1.0, [BY_30_JUNE]),
        ("level2_account", "everyone", 1.0, [BY_30_JUNE]),
        ("digital_signature", "health+administrative", 1.0, [BY_30_JUNE]),
        ("social_security", "health", 1.0, [BY_30_JUNE]),
        ("bhyt_linked", "everyone", 1.0, [BY_30_JUNE]),
        ("health_book", "everyone", 1.0, [BY_30_JUNE]),
    ],
    "phuong-thi-diem-2024": [],
    "bo-y-te-2025": [],
    "an-phu-2024": [
        ("level2_account", "everyone", 1.0, []),
        ("bhyt_linked", "smartphone", 1.0, [BY_22_DECEMBER]),
        ("health_book", "smartphone", 1.0, [BY_22_DECEMBER]),
    ],
    "ninh-thuan-2024": [
        ("level2_account", "nobody", None, []),  # what the other two need
        ("bhyt_linked", "everyone", 1.0, [BY_22_NOVEMBER]),
        ("health_book", "everyone", 1.0, [BY_22_NOVEMBER]),
    ],
}


def test_what_each_plan_asks_of_the_staff(plans: dict[str, Campaign]) -> None:
    found = {
        name: [(item.key, item.applies_to, item.target, last_moments(item.deadlines)) for item in plan.items]
        for name, plan in plans.items()
    }
    assert found == CHECKLISTS


def test_targets_of_the_whole_population(plans: dict[str, Campaign]) -> None:
    found = {
        name: [
            (each.task, [target.value for target in each.targets], each.amount, last_moments(each.deadlines))
            for each in plan.indicators
        ]
        for name, plan in plans.items()
        if plan.indicators
    }
    assert found == {
        "tri-ton-2026": [
            (5, [1.0], None, [end_of("2026-09-14")]),
            (6, [0.9], None, [end_of("2026-09-14")]),
            (7, [1.0], None, [end_of("2026-09-14")]),
        ],
        "ninh-thuan-2024": [
            (None, [], 382171, [end_of("2024-12-31")]),
            (None, [], 9796, [end_of("2024-12-30"), end_of("2024-12-31")]),
            (None, [1.0], 382171, [end_of("2024-12-30"), end_of("2024-12-31")]),
            (None, [1.0], None, []),
            (None, [1.0], None, []),
            (None, [], None, []),  # dependants, III.3
            (None, [], None, []),  # facilities, IV.1.d
        ],
    }


# How often figures of an indicator are asked for, and whose: 000 IV.1 weekly and monthly; 004 III.3.d daily and weekly,
# by locality, and IV.1.d those of the facilities
CADENCE = {
    "tri-ton-2026": [(("weekly", "monthly"), "area")] * 3,
    "ninh-thuan-2024": [*[(("daily", "weekly"), "area")] * 6, (("daily", "weekly"), "facility")],
}


def test_how_often_figures_are_asked_for_and_of_whom(plans: dict[str, Campaign]) -> None:
    found = {name: [(each.every, each.by) for each in plan.indicators] for name, plan in plans.items()}
    assert {name: each for name, each in found.items() if each} == CADENCE
    assert (plans["tri-ton-2026"].week_ends, plans["ninh-thuan-2024"].week_ends) == (2, 3), "Tuesday; Wednesday"
    dependants, union = (each.among for each in plans["ninh-thuan-2024"].indicators[5:3:-1])
    assert dependants == "người phụ thuộc (trẻ em từ 0 đến dưới 14 tuổi)"
    assert union == "đoàn viên thanh niên (đã có VNeID mức độ 2)"


# Reports: kind, first word of the sender, number of receivers, and the last moment of the first that is due after noon
# of 18/06/2024, a Tuesday; or the words that name no day
NOON = datetime.fromisoformat("2024-06-18T12:00:00")
REPORTS = {
    "tri-ton-2026": [
        ("weekly", "Trạm", 2, "2024-06-18 14:59:59"),
        ("monthly", "Trạm", 2, end_of("2024-07-09")),
        ("closing", "Trạm", 2, end_of("2026-09-09")),
    ],
    "phuong-thi-diem-2024": [("once", "Trạm", 2, "theo đúng quy định")],
    "bo-y-te-2025": [
        ("monthly", "Các", 1, end_of("2024-07-14")),
        ("monthly", "Các", 2, end_of("2024-07-13")),
        ("once", "Các", 2, end_of("2025-04-29")),
    ],
    "an-phu-2024": [
        ("once", "Các", 1, end_of("2024-12-22")),
        ("monthly", "Các", 1, end_of("2024-07-09")),
    ],
    "ninh-thuan-2024": [
        ("daily", "UBND", 2, "2024-06-18 15:59:59"),
        ("weekly", "UBND", 2, "2024-06-19 13:59:59"),
        ("once", "Các", 1, end_of("2024-11-21")),
        ("closing", "UBND", 1, "sau khi kết thúc chiến dịch"),
        ("daily", "Sở", 1, "hàng ngày"),
        ("weekly", "Sở", 1, "hàng tuần"),
        ("closing", "Sở", 1, "Kết thúc chiến dịch"),
        ("closing", "Sở", 1, "Kết thúc chiến dịch"),
        ("weekly", "Công", 1, "Hàng tuần"),
    ],
}


def test_who_reports_when(plans: dict[str, Campaign]) -> None:
    found = {
        name: [
            (
                report.kind,
                (report.sender or "").partition(" ")[0],
                len(report.to),
                str(report.deadline.rule.next_due(NOON) if report.deadline.rule else report.deadline.text),
            )
            for report in plan.reports
        ]
        for name, plan in plans.items()
    }
    assert found == REPORTS


# Each report by the place that asks for it, with what tells it from others of its kind, and what it is beside a letter
WHICH_REPORT = {
    "tri-ton-2026": [("weekly", "", "", ""), ("monthly", "", "", ""), ("closing", "", "", "")],  # all of B.IV.1
    "phuong-thi-diem-2024": [("once", "IV.1", "", "")],
    "bo-y-te-2025": [
        ("monthly", "III.1.d", "chủ trì", ""),
        ("monthly-2", "III.2.c", "phối hợp", ""),
        ("once", "III.1.c", "đề xuất, dự toán", "proposal"),
    ],
    "an-phu-2024": [("once", "mục 2", "", ""), ("monthly", "mục 4", "mục của báo cáo Đề án 06", "section")],
    "ninh-thuan-2024": [
        ("daily", "III.3.d", "huyện, thành phố", ""),
        ("weekly", "III.3.d", "huyện, thành phố", ""),
        ("once", "III.3.d", "cơ quan, đơn vị", ""),
        ("closing", "IV.8.e", "huyện, thành phố", ""),
        ("daily-2", "IV.1.d", "cơ sở khám, chữa bệnh", ""),
        ("weekly-2", "IV.1.d", "cơ sở khám, chữa bệnh", ""),
        ("closing-2", "IV.1.d", "gửi Thường trực Tổ công tác", ""),
        ("closing-3", "IV.9", "gửi UBND tỉnh", ""),
        ("weekly-3", "IV.3.c", "Công an tỉnh", ""),
    ],
}


def test_every_report_has_its_place_and_a_name_of_its_own(plans: dict[str, Campaign]) -> None:
    found = {
        name: [(each.key, each.place, each.name, each.paper) for each in plan.reports] for name, plan in plans.items()
    }
    assert found == WHICH_REPORT
    for plan in plans.values():
        names = [(each.kind, each.name) for each in plan.reports]
        assert len(set(names)) == len(names), "two reports of one kind must not look alike in a list"


def test_what_papers_speak_of_reads_behind_ket_qua_trien_khai(plans: dict[str, Campaign]) -> None:
    assert {name: plan.result_of for name, plan in plans.items()} == {
        "tri-ton-2026": "Chiến dịch rà soát, làm sạch, xây dựng dữ liệu Sổ sức khỏe điện tử trên ứng dụng VNeID"
        " ngành Y tế",
        "phuong-thi-diem-2024": "thí điểm Sổ sức khỏe điện tử phục vụ tích hợp trên ứng dụng VNeID trên địa bàn phường",
        "bo-y-te-2025": "Đề án 06/CP của Bộ Y tế năm 2025",
        "an-phu-2024": "cài đặt, kích hoạt và khai thác dữ liệu Sổ sức khỏe điện tử trên ứng dụng VNeID",
        "ninh-thuan-2024": "Chiến dịch tích hợp Sổ sức khỏe điện tử trên VNeID trên địa bàn tỉnh Ninh Thuận",
    }


def test_letter_310_is_answered_in_phu_luc_1(plans: dict[str, Campaign]) -> None:
    assert [report.form for report in plans["an-phu-2024"].reports] == ["phu-luc-1", "phu-luc-1"]
    hundred_percent = plans["an-phu-2024"].reports[0].deadline.due
    assert hundred_percent is not None
    assert not deadlines.is_late(hundred_percent, datetime.fromisoformat("2024-12-22T23:59:00"))
    assert deadlines.is_late(hundred_percent, datetime.fromisoformat("2024-12-23T00:00:00"))


def test_phases(plans: dict[str, Campaign]) -> None:
    found = {name: [(phase.first, phase.last) for phase in plan.phases] for name, plan in plans.items() if plan.phases}
    assert found == {
        "tri-ton-2026": [(date(2026, 6, 15), date(2026, 6, 25)), (date(2026, 6, 25), date(2026, 9, 15))],
        "phuong-thi-diem-2024": [(None, None), (None, None)],  # as higher offices direct
        "ninh-thuan-2024": [(date(2024, 11, 20), date(2024, 12, 31))],
    }


# Duties: who, how many paragraphs
DUTIES = {
    "tri-ton-2026": {
        "Thủ trưởng các cơ quan, đơn vị": 1,
        "Các đơn vị": 1,
        "Trung tâm Phục vụ hành chính công xã": 1,
        "Trung tâm Dịch vụ tổng hợp xã": 1,
        "Đoàn Thanh niên Cộng sản Hồ Chí Minh xã": 1,
        "Trạm Y tế": 17,  # B.II.1: 3, B.II.2.c: 1, B.II.3.a: 11, B.IV.1: 2
        "Các phòng ban ngành, Trung tâm, đoàn thể, các cơ quan, đơn vị trên địa bàn": 1,
        "Công an xã": 1,
        "Tổ công nghệ số cộng đồng": 1,
        "Bảo hiểm xã hội cơ sở Tri Tôn": 1,
        "Các phòng, ban, ngành, đoàn thể, Trung tâm Dịch vụ tổng hợp xã, các cơ quan, đơn vị trên địa bàn xã": 4,
    },
    "phuong-thi-diem-2024": {
        "": 10,
        "Trạm y tế": 1,
        "Các cơ sở y tế trên địa bàn": 1,
        "Trạm y tế phường": 3,
        "Công An phường": 1,
        "Công chức văn hóa - xã hội": 2,
        "Công chức tài chính - kế toán": 1,
        "Ban cán sự 9 khối": 2,
    },
    "bo-y-te-2025": {
        "Các đơn vị được giao chủ trì thực hiện các nhiệm vụ tại Kế hoạch": 2,
        "Các đơn vị được giao phối hợp thực hiện các nhiệm vụ tại Kế hoạch": 2,
        "Cục Khoa học công nghệ và Đào tạo": 2,
        "Vụ Kế hoạch - Tài chính": 2,
        "Trung tâm Thông tin y tế Quốc gia": 2,
    },
    "an-phu-2024": {},
    "ninh-thuan-2024": {
        "": 2,
        "Các cơ quan của Đảng, chính quyền, các tổ chức chính trị - xã hội": 1,
        "Các cơ sở khám, chữa bệnh": 2,
        "Mỗi cơ sở y tế": 1,
        "Sở Y tế": 8,  # III.3.c, IV.1.a to g, IV.9
        "Bảo hiểm xã hội tỉnh": 4,
        "Công an tỉnh": 3,
        "Sở Thông tin và Truyền thông": 1,
        "Đài phát thanh và Truyền hình tỉnh": 1,
        "Tỉnh Đoàn": 2,
        "Các Sở, ban, ngành cấp tỉnh": 1,
        "UBND huyện, thành phố": 5,
    },
}


def test_duties_by_role(plans: dict[str, Campaign]) -> None:
    found: dict[str, dict[str, int]] = {name: {} for name in plans}
    for name, plan in plans.items():
        for duty in plan.duties:
            found[name][duty.who] = found[name].get(duty.who, 0) + 1
            assert duty.place, duty.words
    assert found == DUTIES


# 000, 001 and 004: where each duty stands, and how its words begin, copied by hand from the documents
DUTIES_IN_ORDER = {
    "tri-ton-2026": """
B.I.1 phải phát huy vai trò, trách nhiệm của người đứng đầu
B.I.2 căn cứ chức năng, nhiệm vụ và chỉ tiêu của chiến dịch
B.I.3 Phối hợp với Trạm Y tế hướng dẫn người dân đăng ký
B.I.5 Chủ trì tuyên truyền Kế hoạch triển khai Chiến dịch
B.I.5 Phối hợp tổ chức các hoạt động tuyên truyền, hướng dẫn kỹ năng số
B.II.1 Rà soát hiện trạng hệ thống thông tin, cơ sở dữ liệu
B.II.1 Xác định các bộ dữ liệu y tế ưu tiên theo nguyên tắc
B.II.1 Tổ chức làm sạch, chuẩn hóa bước đầu
B.II.2.c tiếp nhận người bệnh bằng thẻ Căn cước
B.II.3.a Phối hợp với Bảo hiểm xã hội cơ sở, Công an xã và các phòng, ban ngành liên quan
B.II.3.a Phối hợp với Công an xã và Bảo hiểm xã hội cơ sở tháo gỡ
B.II.3.a Yêu cầu 100% cán bộ, công chức, viên chức, người lao động
B.II.3.a Tạo lập, thu thập, chuẩn hóa dữ liệu
B.II.3.a Có trách nhiệm kết nối, chia sẻ, đồng bộ dữ liệu
B.II.3.a Bảo đảm an toàn thông tin, an ninh mạng
B.II.3.a Triển khai tập huấn đến 100% nhân viên y tế
B.II.3.a Bố trí tối thiểu 01 nhân viên y tế tại khu vực tiếp đón người bệnh
B.II.3.a In tài liệu hướng dẫn sử dụng Sổ sức khỏe điện tử
B.II.3.a Đẩy mạnh công tác tuyên truyền để người dân đến khám bệnh
B.II.3.a Sử dụng Sổ sức khỏe điện tử trên ứng dụng VNeID để thay thế giấy tờ
B.II.3.b Chỉ đạo 100% cán bộ, công chức, viên chức, người lao động
B.II.3.c phối hợp với Trạm Y tế hỗ trợ người dân
B.II.3.d thực hiện phương châm “đi từng ngõ, gõ từng nhà”
B.II.3.đ Phối hợp triển khai, chỉ đạo đẩy nhanh việc chuyển dữ liệu
B.IV.1 Là cơ quan đầu mối, chủ trì tham mưu Ủy ban nhân dân xã
B.IV.1 Chủ động phối hợp với Công an xã, các cơ quan, đơn vị có liên quan
B.IV.2 Căn cứ chức năng, nhiệm vụ được giao và nội dung Kế hoạch này
B.IV.2 Chỉ đạo cán bộ, công chức, viên chức, người lao động thuộc đơn vị
B.IV.2 Phối hợp cung cấp thông tin, số liệu
B.IV.2 Trong quá trình triển khai thực hiện, nếu phát sinh khó khăn
""",
    "phuong-thi-diem-2024": """
II.1.a Tăng cường vai trò, hiệu quả công tác lãnh đạo
II.1.b Tổ chức hội nghị triển khai về sự cần thiết
II.1.c Xây dựng chương trình phối hợp giữa các đơn vị
II.1.d Thường xuyên đôn đốc, kiểm tra, đánh giá
II.2.a Đẩy mạnh công tác truyền thông, huy động sự tham gia
II.2.b Xây dựng kế hoạch truyền thông về Sổ sức khỏe điện tử
II.2.c Lồng ghép việc tuyên truyền và tư vấn
II.3 chủ động, đảm bảo điều kiện hạ tầng, kỹ thuật
II.3 tiếp nhận KCB bằng một trong các hình thức sau
II.3 Yêu cầu cần đảm bảo tuyệt đối an toàn, an ninh thông tin
II.3 Căn cứ chức năng, nhiệm vụ và tình hình tế, Trạm Y tế chủ động, xây dựng dự toán
II.3 Huy động các nguồn lực hợp pháp khác
IV.1 Tham mưu văn bản thực hiện tự rà soát, đánh giá hiện trạng hạ tầng
IV.1 Phối hợp với Công chức Văn hóa phường tham gia tập huấn
IV.1 Thực hiên báo cáo báo cáo UBND thị xã và Trung tâm Y tế
IV.2 Trực tiếp hướng dẫn, hỗ trợ người dân cài đặt
IV.3 Phối hợp với Trạm Y tế phường đảm bảo an toàn thông tin
IV.3 Thường xuyên xây dựng đăng tải các tin, bài viết
IV.4 Trên cơ sở đề xuất của Trạm Y tế, xem xét, thẩm định
IV.5 Thực hiện rà soát, phối hợp công chức liên quan
IV.5 Tăng cường công tác thông tin, tuyên truyền dưới mọi hình thức
""",
    "ninh-thuan-2024": """
III.3.a Đẩy mạnh công tác truyền thông đại chúng bằng nhiều hình thức
III.3.a tuyên truyền, vận động cán bộ, công chức, viên chức, người lao động và thân nhân
III.3.b Các cơ sở khám, chữa bệnh trên địa bàn tỉnh triển khai tuyên truyền sâu rộng
III.3.b thành lập Tổ công tác hướng dẫn người bệnh hoặc người nhà bệnh nhân
III.3.b Đối với các cơ sở khám, chữa bệnh có quy mô lớn
III.3.b Tại cộng đồng dân cư: Huy động sức mạnh tổng hợp
III.3.c chủ trì, phối hợp các đơn vị liên quan thành lập Tổ công tác kiểm tra, giám sát
IV.1.a Phối hợp với các Sở, ngành, các cơ quan truyền thông
IV.1.b Chỉ đạo các cơ sở khám, chữa bệnh (kể cả Y tế tư nhân)
IV.1.c Có kế hoạch giám sát việc tổ chức chiến dịch các tuyến.
IV.1.d Tổng hợp kết quả của các cơ sở khám, chữa bệnh có thực hiện khám BHYT
IV.1.e Chỉ đạo các cơ sở y tế chuẩn bị hạ tầng công nghệ thông tin
IV.1.g Phối hợp với Công an tỉnh, Sở Thông tin và Truyền thông, Báo, Đài
IV.2.a Bảo đảm hạ tầng và hỗ trợ kỹ thuật liên thông dữ liệu
IV.2.b Chia sẻ dữ liệu Sổ SKĐT tích hợp VNeID
IV.2.c Hỗ trợ kỹ thuật cho các cơ sở khám bệnh, chữa bệnh
IV.2.d Quán triệt, chỉ đạo 100% cán bộ, công chức, viên chức, người lao động trong đơn vị
IV.3.a Phối hợp với Sở Y tế, Văn phòng UBND tỉnh kiểm tra, đôn đốc
IV.3.b Tiếp tục tổ chức thu nhận hồ sơ cấp Căn cước
IV.3.c Hàng tuần tổng hợp số liệu, báo cáo kết quả
IV.4 Làm việc, đề nghị các Nhà mạng Viễn thông gửi tin nhắn
IV.5 Xây dựng các chương trình, phóng sự chuyên đề
IV.6.a Huy động, phân công đoàn viên thanh niên tham gia
IV.6.b 100% đoàn viên thanh niên (đã có VNeID mức độ 2)
IV.7 Quán triệt, chỉ đạo 100% cán bộ, công chức, viên chức, người lao động trong đơn vị
IV.8.a Khẩn trương xây dựng kế hoạch sát với tình hình
IV.8.b Chỉ đạo UBND các xã, phường, thị trấn triển khai các Tổ công tác Đề án 06
IV.8.c Quán triệt, chỉ đạo 100% cán bộ, công chức, viên chức, người lao động trên địa bàn
IV.8.d Chỉ đạo, giám sát các cơ sở khám, chữa bệnh bảo hiểm y tế
IV.8.e Tổ chức kiểm tra, giám sát các địa phương
IV.9 Giao Sở Y tế chủ trì, phối hợp Công an tỉnh
""",
}


@pytest.mark.parametrize("name", DUTIES_IN_ORDER)
def test_every_duty_stands_with_its_place_and_its_words(plans: dict[str, Campaign], name: str) -> None:
    listed = [line.split(" ", 1) for line in DUTIES_IN_ORDER[name].strip().splitlines()]
    duties = sorted(plans[name].duties, key=lambda duty: not duty.place.startswith("III"))  # 004 lists III.3 last
    found = [[duty.place.split(" ", 1)[0], duty.words] for duty in duties]
    assert len(found) == len(listed)
    for (place, beginning), (stated_place, words) in zip(listed, found, strict=True):
        assert stated_place == place, words
        assert words.startswith(beginning)


def test_duties_with_a_deadline(plans: dict[str, Campaign]) -> None:
    dated = {duty.place: last_moments(duty.deadlines) for duty in plans["bo-y-te-2025"].duties if duty.deadlines}
    assert dated == {"III.1.b": [end_of("2025-04-30")], "III.2.b": [end_of("2025-03-31")]}


def test_training_reception_and_posters_of_tri_ton_stand_without_a_date(plans: dict[str, Campaign]) -> None:
    undated = [duty.words for duty in plans["tri-ton-2026"].duties if duty.place == "B.II.3.a" and not duty.deadlines]
    for beginning in (
        "Triển khai tập huấn đến 100% nhân viên y tế",
        "Bố trí tối thiểu 01 nhân viên y tế",
        "In tài liệu",
    ):
        assert [words for words in undated if words.startswith(beginning)], beginning


def test_tables_with_their_columns(plans: dict[str, Campaign]) -> None:
    found = {
        (name, table.place): (" | ".join(table.columns), table.rows)
        for name, plan in plans.items()
        for table in plan.tables
    }
    assert found == {
        ("tri-ton-2026", "Phụ lục"): (
            "TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian thực hiện | Kết quả, sản phẩm",
            7,
        ),
        ("bo-y-te-2025", "Phụ lục"): (
            "TT | Tên nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Sản phẩm | Thời gian hoàn thành",
            46,
        ),
        ("an-phu-2024", "Phụ lục 1"): (
            (
                "TT | Khoa/phòng tại đơn vị | Tổng số lượng CBCCVC và người lao động"
                " | Số lượng Đã cài đặt, đăng ký và kích hoạt định danh VNeID mức 2"
                " | Số lượng Chưa cài đặt, đăng ký và kích hoạt định danh VNeID mức 2"
                " | Lý do chưa cài đặt, đăng ký và kích hoạt định danh VNeID mức 2"
                " | Số lượng đã được khởi tạo Sổ SKĐT trên VNeID"
                " | Số lượng Đã tích hợp thẻ BHYT vào Sổ SKĐT trên VNeID"
                " | Số lượng Chưa tích hợp thẻ BHYT vào Sổ SKĐT trên VNeID"
                " | Lý do chưa tích hợp thẻ BHYT vào Sổ SKĐT trên VNeID"
            ),
            None,
        ),
        ("ninh-thuan-2024", "Phụ lục 1"): ("", None),
        ("ninh-thuan-2024", "Phụ lục 4"): ("STT | Mã Cơ sở | Tên cơ sở", 79),
    }


def test_figures_are_printed_as_the_documents_print_them(plans: dict[str, Campaign]) -> None:
    (accounts,) = plans["ninh-thuan-2024"].figures
    (books,) = plans["an-phu-2024"].figures
    assert (accounts.numerator, accounts.denominator, str(accounts.on)) == (372375, 382171, "2024-11-18")
    assert (books.numerator, books.denominator, str(books.on)) == (369164, 2724670, "2024-11-22")
    assert format_percent(accounts.numerator, accounts.denominator) == "97,44%"
    assert format_percent(books.numerator, books.denominator) == "13,55%"
    assert accounts.denominator - accounts.numerator == 9796


# 004, Phụ lục 4: the codes of the 79 facilities as they follow each other, and names from its beginning, middle and end
CODES = """
58001 58002 58004 58005 58007 58009 58011 58012 58013 58014 58015 58016 58017 58018 58020 58021 58022 58023 58024 58026
58027 58028 58029 58030 58031 58032 58034 58035 58037 58038 58039 58040 58041 58043 58044 58045 58047 58048 58049 58050
58051 58053 58054 58055 58056 58057 58058 58059 58060 58061 58062 58063 58064 58065 58066 58067 58068 58074 58077 58082
58083 58090 58092 58093 58094 58095 58096 58097 58098 58105 58106 58107 58108 58109 58110 58112 58113 58114 58117
"""
NAMES = {
    "58001": "Bệnh viện Đa khoa tỉnh Ninh Thuận",
    "58002": "Trung tâm Y tế Huyện Ninh Phước",
    "58009": "Phòng khám ĐKKV Tháp Chàm thuộc TTYT tp. PR-TC",
    "58039": "Trạm y tế phường Phủ Hà",
    "58050": "Trạm y tế xã Mỹ Sơn",
    "58110": "Công ty TNHH Dịch vụ Phòng khám đa khoa Thái Hòa NT",
    "58113": "Bệnh xá Công an tỉnh Ninh Thuận",
    "58117": "Phòng khám đa khoa Trí Đức",
}


def test_the_79_facilities(plans: dict[str, Campaign]) -> None:
    facilities = plans["ninh-thuan-2024"].facilities
    assert len(CODES.split()) == 79
    assert [facility.code for facility in facilities] == CODES.split()
    by_code = {facility.code: facility.name for facility in facilities}
    assert {code: by_code[code] for code in NAMES} == NAMES
    assert sum(name.startswith("Trạm y tế") for name in by_code.values()) == 59  # 79 less 20 others


CONTRADICTIONS = {
    "tri-ton-2026": [
        "Nhiệm vụ 4, thời gian thực hiện",
        "Ai được tính vào chỉ tiêu 90% có Sổ sức khỏe điện tử",
        "Báo cáo tổng kết phải nộp khi Chiến dịch còn đang triển khai",
        "Ngày cuối của các chỉ tiêu phải xong trước 15/9/2026",
        "Ngày 25/6/2026 thuộc cả hai giai đoạn",
        "Ai phải hoàn thành danh mục hệ thống thông tin, cơ sở dữ liệu",
        "Ai phối hợp với cơ quan Thuế",
    ],
    "phuong-thi-diem-2024": [],  # no figure and no day that could contradict another
    "bo-y-te-2025": [
        "Nhiệm vụ 1.1, thời gian thực hiện",
        "Nhiệm vụ 1.2, thời gian thực hiện",
        "Nhiệm vụ 1.3, thời gian thực hiện",
        "Nhiệm vụ 1.9, thời gian thực hiện",
        "Nhiệm vụ 4.2, thời gian thực hiện",
        "Số của Quyết định",
        "Hạn của đơn vị phối hợp trước ngày ban hành Kế hoạch",
        "Nhiệm vụ 1.1, sản phẩm",
        "Nhiệm vụ 1.8, tên nhiệm vụ",
    ],
    "an-phu-2024": [
        "Mẫu của báo cáo: Phụ lục 2 là tờ hướng dẫn, không phải mẫu báo cáo",
        "Tỷ lệ tích hợp thẻ BHYT, Sổ sức khỏe điện tử tính trên ai",
    ],
    "ninh-thuan-2024": [
        "Hoàn thành chỉ tiêu cấp tài khoản định danh điện tử mức 2 đối với 9.796 trường hợp: hạn",
        "Tích hợp thẻ BHYT, Sổ SKĐT trên ứng dụng VNeID đối với 382.171 tài khoản định danh điện tử mức 2: hạn",
        "UBND huyện, thành phố báo cáo hàng ngày, hàng tuần về đâu",
        "Sở Y tế báo cáo kết thúc chiến dịch với ai",
        "Tích hợp cho tài khoản đã có hay cả 9.796 tài khoản chưa có",
    ],
}


def test_where_a_document_contradicts_itself_all_stands_with_its_places(plans: dict[str, Campaign]) -> None:
    assert {
        name: [found.about for found in plan.all_contradictions()] for name, plan in plans.items()
    } == CONTRADICTIONS
    for plan in plans.values():
        for found in plan.all_contradictions():
            assert len({claim.place for claim in found.values}) == len(found.values), found.about
