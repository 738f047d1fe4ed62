"""A weekly report with everything on it."""

from store.reporting.progress_paper import (
    FrozenMark,
    IndicatorLine,
    ItemLine,
    ProgressPaper,
    TaskLine,
    TrendDay,
    UnitLine,
)

TITLES = (
    ("cccd", "Thẻ Căn cước công dân/Căn cước", "CCCD"),
    ("level2_account", "Tài khoản định danh điện tử mức 2", "Mức 2"),
    ("digital_signature", "Chữ ký số chuyên dùng công vụ (đối với công chức, viên chức hành chính)", "Ký số"),
    ("social_security", "Tích hợp tài khoản an sinh xã hội", "ASXH"),
    ("bhyt_linked", "Tích hợp thẻ bảo hiểm y tế trên VNeID", "BHYT"),
    ("health_book", "Sử dụng Sổ sức khỏe điện tử trên VNeID", "Sổ SK"),
)
STATES = (
    ("not_begun", None, False),
    ("under_way", None, False),
    ("done", "2026-06-20", False),
    ("not_begun", None, True),
)


def progress_paper(**changes: object) -> ProgressPaper:
    items = tuple(
        ItemLine(key, title, short, 1.0 if n else None, 382_171 - 1000 * n, 372_375 - 20_000 * n, 372_000 - 20_100 * n)
        for n, (key, title, short) in enumerate(TITLES)
    )
    values: dict[str, object] = {
        "campaign": "chien-dich",
        "campaign_title": "Chiến dịch rà soát, làm sạch, xây dựng dữ liệu Sổ sức khỏe điện tử trên ứng dụng VNeID",
        "source": "Kế hoạch số 12/KH-UBND ngày 17/6/2026 của Ủy ban nhân dân xã Vĩnh Gia",
        "kind": "weekly",
        "period": ("2026-06-17", "2026-06-23"),
        "made_at": "2026-06-23T14:00:00",
        "station": "Trạm Y tế xã Vĩnh Gia",
        "parent": "UBND xã Vĩnh Gia",
        "place": "Vĩnh Gia",
        "letter_number": "…/BC-TYT",
        "to": ("Sở Y tế tỉnh An Giang", "Ủy ban nhân dân xã Vĩnh Gia"),
        "people": 382_171,
        "items": items,
        "units": tuple(
            UnitLine(f"Trường Trung học cơ sở số {n}", 40 + n, tuple((30 + n, 40 + n) for _ in items))
            for n in range(1, 9)
        ),
        "tasks": tuple(
            TaskLine(n, "100% cơ sở khám bệnh, chữa bệnh hoàn thành rà soát, cập nhật danh mục " * 2,
                     "trước ngày 30/06/2026", STATES[n % 4][0], "Báo cáo danh mục", *STATES[n % 4][1:])
            for n in range(1, 8)
        ),
        "indicators": (
            IndicatorLine("90% công dân có thẻ BHYT có Sổ sức khỏe điện tử", "90,00%", "2026-06-01", 369_164, 2_724_670),
            IndicatorLine("100% người bệnh đến khám sử dụng căn cước", "100,00%", None, None, None),
        ),
        "trend": tuple(
            TrendDay(f"2026-06-{day}", tuple(300_000 + 4_000 * (day - 15) + n for n in range(6)), (382_171,) * 6)
            for day in range(15, 24)
        ),
        "before": FrozenMark(1, "2026-06-16T14:05:00"),
        "sections": {"work": "Đã tập huấn 33/33 người.\nBố trí 01 nhân viên tại khu vực tiếp đón.", "difficulties": ""},
        "signer_title": "Trưởng trạm",
        "signer_name": "Nguyễn Thị Thảo",
    }  # fmt: skip
    return ProgressPaper(**{**values, **changes})  # type: ignore[arg-type]  # a test may say anything
