from pathlib import Path

import pytest

from store import campaign
from store.database import open_store

GOOD = """
name = "thu"
title = "Thử"
source = "Kế hoạch"
issuer = "UBND"

[[items]]
key = "cccd"
title = "Thẻ"
short_title = "CCCD"
target = 1.0

[[reports]]
kind = "weekly"
title = "Tuần"
to = ["Sở Y tế"]
weekday = 2
time = "15:00"
"""


def test_a_new_store_has_the_checklist_of_the_plan(tmp_path: Path) -> None:
    with open_store(tmp_path / "x.sqlite3") as store:
        items = {item.key: item for item in store.items()}
    assert list(items) == [
        "cccd", "level2_account", "digital_signature", "social_security", "bhyt_linked", "health_book",
    ]  # fmt: skip
    assert {item.target for item in items.values()} == {1.0}
    assert {item.due for item in items.values()} == {"2026-06-29T23:59:59"}, "trước ngày 30/6 is by the end of the 29th"
    assert items["digital_signature"].applies_to == "administrative"
    assert [key for key, item in items.items() if item.requires == "level2_account"] == [
        "social_security", "bhyt_linked", "health_book",
    ]  # fmt: skip


def test_the_plan_of_tri_ton_is_whole() -> None:
    plan = campaign.load(campaign.built_in()["tri-ton-2026"])
    assert [task.number for task in plan.tasks] == [1, 2, 3, 4, 5, 6, 7]
    assert [(i.task, i.target) for i in plan.indicators] == [(5, 1.0), (6, 0.9), (7, 1.0)]
    assert [d.last_moment[:10] for d in plan.tasks[3].deadlines] == ["2026-07-09", "2026-07-14"]
    assert [r.kind for r in plan.reports] == ["weekly", "monthly", "closing"]
    assert len(plan.duties) == 3


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("target = 1.0", "target = 1.5"), 11, "nhỏ hơn"),
        (('short_title = "CCCD"', 'short_title = "Thẻ căn cước"'), 10, "dài quá 8"),
        (('title = "Thẻ"\n', ""), 7, "thiếu"),
        (("weekday = 2\n", ""), 13, "weekday"),
        (('kind = "weekly"', 'kind = "hourly"'), 14, "chỉ được là"),
        (('key = "cccd"', 'key = "cccd"\nrequires = "x"'), None, "không có trong chiến dịch"),
        (('issuer = "UBND"', 'issuer = "UBND'), 5, "TOML"),
        (('issuer = "UBND"', 'issuer = "UBND"\ncolour = "red"'), 6, "không có mục"),
    ],
)
def test_a_wrong_file_is_told_with_line_and_reason(
    tmp_path: Path, change: tuple[str, str], line: int | None, words: str
) -> None:
    path = tmp_path / "thu.toml"
    path.write_text(GOOD.replace(*change, 1), encoding="utf-8")
    with pytest.raises(campaign.CampaignError, match=words) as raised:
        campaign.load(path)
    assert raised.value.line == line or line is None
    assert "thu.toml" in raised.value.message


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "thu.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert campaign.load(path).items[0].key == "cccd"
