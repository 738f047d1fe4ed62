"""Several plans at once: one checklist, what each asks of it, and taking it back."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from store import campaign_use, clock, history
from store.campaigns import file, running
from store.checklist.items import checklist_item, checklist_items
from store.database import Store
from store.opening import open_store
from store.people import units
from tests.store.test_checklist_items import CAMPAIGN


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.sqlite3") as opened:
        yield opened


def use(store: Store, name: str) -> None:
    campaign_use.use(store, file.load(file.built_in()[name]))


def names(store: Store) -> list[str]:
    return sorted(each.name for each in running.running(store))


def test_an_item_that_two_plans_ask_for_stands_once_and_the_earlier_deadline_counts(store: Store) -> None:
    before = [item.key for item in checklist_items(store)]
    use(store, "an-phu-2024")
    assert [item.key for item in checklist_items(store)] == before
    bhyt = checklist_item(store, "bhyt_linked")
    assert bhyt.due == "2024-12-22T23:59:59"
    assert bhyt.applies_to == "everyone", "who has a smartphone is among everyone"

    asked = running.asked(running.running(store), "bhyt_linked")
    assert [(each.campaign, each.applies_to, each.due) for each in asked] == [
        ("an-phu-2024", "smartphone", datetime.fromisoformat("2024-12-22T23:59:59")),
        ("tri-ton-2026", "everyone", datetime.fromisoformat("2026-06-29T23:59:59")),
    ]
    assert asked[0].among.endswith("có sử dụng điện thoại thông minh")
    assert running.differ(asked)


def test_what_only_one_plan_asks_for_is_not_marked(store: Store) -> None:
    use(store, "an-phu-2024")
    asked = running.asked(running.running(store), "cccd")
    assert [each.campaign for each in asked] == ["tri-ton-2026"]
    assert not running.differ(asked)


def test_a_plan_that_needs_an_item_without_a_target_of_its_own_does_not_mark_it(store: Store) -> None:
    use(store, "ninh-thuan-2024")
    assert not running.differ(running.asked(running.running(store), "level2_account"))
    assert checklist_item(store, "level2_account").target == 1.0


def test_when_the_other_plan_ends_the_checklist_is_as_it_was(store: Store) -> None:
    before = checklist_items(store)
    use(store, "an-phu-2024")
    assert checklist_items(store) != before
    campaign_use.end(store, "an-phu-2024")
    assert checklist_items(store) == before


def test_a_plan_alone_says_of_whom_its_target_is(store: Store) -> None:
    use(store, "an-phu-2024")
    campaign_use.end(store, "tri-ton-2026")
    assert checklist_item(store, "bhyt_linked").applies_to == "smartphone"
    card = checklist_item(store, "cccd")
    assert (card.applies_to, card.target, card.due) == ("nobody", None, None), "only the ended plan asked for it"


def test_using_a_plan_can_be_taken_back_and_done_again(store: Store) -> None:
    before = checklist_items(store)
    use(store, "an-phu-2024")
    undone = history.undo(store)
    assert undone is not None
    assert undone.label == "Chạy chiến dịch an-phu-2024"
    assert names(store) == ["tri-ton-2026"]
    assert checklist_items(store) == before
    history.redo(store)
    assert names(store) == ["an-phu-2024", "tri-ton-2026"]
    assert checklist_item(store, "health_book").due == "2024-12-22T23:59:59"


def test_ending_a_plan_can_be_taken_back(store: Store) -> None:
    campaign_use.end(store, "tri-ton-2026")
    assert names(store) == []
    history.undo(store)
    assert names(store) == ["tri-ton-2026"]
    assert len(running.get(store, "tri-ton-2026").tasks) == 7


def test_a_new_store_has_nothing_to_take_back(store: Store) -> None:
    assert history.undo(store) is None


def test_using_a_plan_again_unchanged_is_no_change(store: Store) -> None:
    use(store, "tri-ton-2026")
    assert history.undo(store) is None


def test_a_corrected_file_is_read_anew_and_the_old_one_comes_back_on_undo(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "cum.toml"
    path.write_text(CAMPAIGN, encoding="utf-8")
    campaign_use.use(store, file.load(path))
    assert checklist_items(store)[-1].key == "flu_shot"
    path.write_text(CAMPAIGN.replace("0.8", "0.9"), encoding="utf-8")
    campaign_use.use(store, file.load(path))
    assert checklist_item(store, "flu_shot").target == 0.9
    history.undo(store)
    assert checklist_item(store, "flu_shot").target == 0.8


def test_all_five_run_side_by_side(store: Store) -> None:
    for name in file.built_in():
        use(store, name)
    assert len(running.running(store)) == 5
    assert len(checklist_items(store)) == 6
    ministry = running.get(store, "bo-y-te-2025")
    by_label = {task.label: task for task in ministry.tasks}
    assert list(by_label)[:11] == [f"1.{number}" for number in range(1, 12)]
    assert len({task.number for task in ministry.tasks}) == 46
    several = by_label["3.7"].whole
    assert several.lead == (
        "a) Cục Quản lý Khám, chữa bệnh; b) Cục An toàn thực phẩm; c) Cục Bảo trợ xã hội; d) Cục Bảo trợ xã hội"
    )
    assert [due.text for due in several.deadlines][:3] == [
        "a) Tháng 4/2025", "a) Tháng 12/2025", "a) Thực hiện thường xuyên",
    ]  # fmt: skip
    assert by_label["1.1"].contradicted
    assert by_label["1.1"].due == datetime.fromisoformat("2024-04-30T23:59:59")
    assert ministry.tables[0].columns[1] == "Tên nhiệm vụ"
    pilot = running.get(store, "phuong-thi-diem-2024")
    assert str(pilot.duties[-1]).startswith("Ban cán sự 9 khối: Tăng cường công tác thông tin")
    assert [report.form for report in running.get(store, "an-phu-2024").reports] == ["phu-luc-1", "phu-luc-1"]


def test_the_facilities_of_a_plan_become_units_in_one_step(store: Store) -> None:
    use(store, "ninh-thuan-2024")
    plan = running.get(store, "ninh-thuan-2024")
    ours = units.add(store, "Trạm y tế xã Mỹ Sơn")
    renamed = units.add(store, "Bệnh viện tỉnh", facility_code="58001")
    other = units.add(store, "Phòng khám đa khoa 16-4", facility_code="58999")
    assert units.facilities_to_load(store, plan) == 76

    loaded = units.load_facilities(store, plan)
    assert (loaded.added, loaded.coded, loaded.there, loaded.other_code) == (76, 1, 1, ("Phòng khám đa khoa 16-4",))
    assert len(units.all_units(store)) == 79
    assert units.get(store, ours).facility_code == "58050"
    assert units.get(store, renamed).name == "Bệnh viện tỉnh"
    assert units.get(store, other).facility_code == "58999"
    hospital = units.find(store, "Bệnh viện Sài Gòn - Phan Rang")
    assert hospital is not None
    assert (hospital.kind, hospital.facility_code) == ("health_facility", "58114")
    assert not hospital.expected, "it owes figures: no list of its staff is waited for"
    assert units.get(store, ours).expected, "a unit that was there keeps what it owes"

    communes = {unit.facility_code: unit.name for unit in units.all_units(store) if "Hải" in unit.name}
    assert communes["58045"] == "Trạm y tế xã Thành Hải"
    assert communes["58057"] == "Trạm y tế xã Thanh Hải (58057)", "names of units are unique without their marks"

    for code, written in (
        ("58045", "Trạm y tế xã Thành Hải"),
        ("58057", "trạm y tế xã Thanh Hải"),
        ("58045", "tram y te xa thanh hai"),
    ):
        found = units.find(store, written)
        assert found is not None
        assert found.facility_code == code, "a file of one is not taken for one of the other"

    assert units.facilities_to_load(store, plan) == 0
    again = units.load_facilities(store, plan)
    assert (again.added, again.coded) == (0, 0)

    history.undo(store)
    assert [unit.id for unit in units.all_units(store)] == [ours, renamed, other]
    assert units.get(store, ours).facility_code is None


def test_a_unit_is_not_taken_for_the_facility_whose_name_differs_by_a_tone(store: Store) -> None:
    use(store, "ninh-thuan-2024")
    ours = units.add(store, "Trạm y tế xã Thanh Hải")
    assert units.load_facilities(store, running.get(store, "ninh-thuan-2024")).added == 78
    assert units.get(store, ours).facility_code == "58057"


def test_a_report_counts_over_whom_its_own_campaign_means(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from store.models import Person, State
    from store.people import staff
    from store.reporting import progress

    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
    use(store, "an-phu-2024")
    unit = units.add(store, "Trạm Y tế")
    for name, smartphone, state in (("An", True, State.DONE), ("Bình", True, State.TODO), ("Chi", False, State.TODO)):
        staff.add(store, Person(name, smartphone=smartphone, states={"bhyt_linked": state}), unit)

    def found(name: str) -> dict[str, tuple[int, int]]:
        plan = running.get(store, name)
        _, report, period = progress.choose(store, campaign=name, kind="monthly", day=None)
        paper = progress.draft(store, plan, report, period)
        progress.issue(store, paper)
        return {item.key: (item.done, item.applicable) for item in paper.items}

    assert found("an-phu-2024") == {"level2_account": (0, 3), "bhyt_linked": (1, 2), "health_book": (0, 2)}
    assert found("tri-ton-2026")["bhyt_linked"] == (1, 3)
    assert len(found("tri-ton-2026")) == 6


def test_two_reports_of_one_kind_are_not_taken_for_each_other(store: Store) -> None:
    use(store, "bo-y-te-2025")
    reports = running.get(store, "bo-y-te-2025").reports
    assert [report.key for report in reports] == ["monthly", "monthly-2", "once"]
