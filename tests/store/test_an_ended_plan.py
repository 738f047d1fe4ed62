"""A plan that ended asks for nothing any more: not in figures, lists, forms for units; what is known stays."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import pytest

from exporters.facilities import export_facilities
from exporters.indicators import export_indicators
from exporters.letter.content import Paragraph
from exporters.outstanding import export_outstanding
from exporters.progress import export_progress, letter
from exporters.tasks import export_tasks
from store import campaign_use, history
from store.calendar.periods import Period
from store.campaigns import file, running, shelf
from store.checklist.items import checklist_items
from store.counting.item_figures import ItemFigure
from store.database import Store
from store.errors import RefusedError
from store.figures import figure_entry, indicators, localities
from store.figures.indicators import Figure
from store.forms import library
from store.forms.counts import Scope
from store.models import Person, State
from store.monitoring import blockers, overview, tasks
from store.opening import open_store
from store.people import roster, staff, units
from store.people.roster import Filter
from store.receiving import template
from store.reporting import form_papers, offers, owed, progress

NOW = datetime.fromisoformat("2026-06-23T10:00:00")
SCHOOL, STATION = "Trường THCS Núi Sam", "Trạm Y tế xã Núi Sam"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("TYT_NOW", NOW.isoformat())
    with open_store(tmp_path / "s.sqlite3") as opened:
        for name, unit, administrative in (("An", STATION, True), ("Bình", STATION, False), ("Chi", SCHOOL, None)):
            states = dict.fromkeys(("level2_account", "bhyt_linked"), State.TODO)
            person = Person(name, administrative=administrative, states=states)
            staff.add(opened, person, units.find_or_add(opened, unit))
        yield opened


def figures(store: Store) -> dict[str, ItemFigure]:
    return {figure.item.short_title: figure for figure in overview.read(store, NOW).items}


def applicable(store: Store) -> dict[str, int]:
    return {title: figure.applicable for title, figure in figures(store).items()}


def outstanding(store: Store, out: Path, unit: str | None = None) -> dict[str, list[str]]:
    found = None if unit is None else units.find(store, unit)
    export_outstanding(store, out, unit_id=found and found.id)
    return {each["full_name"]: list(each["missing"]) for each in json.loads(out.read_text("utf-8"))}


def columns_of_the_form(store: Store, unit: str) -> list[str]:
    found = units.find(store, unit)
    assert found is not None
    return [item.short_title for item in template.draft(store, found.id).items]


def test_a_teacher_lacks_three_items_and_a_health_worker_up_to_six(store: Store, tmp_path: Path) -> None:
    assert applicable(store) == {"CCCD": 2, "Mức 2": 3, "Ký số": 1, "ASXH": 2, "BHYT": 3, "Sổ SK": 3}
    three = ["level2_account", "bhyt_linked", "health_book"]
    found = outstanding(store, tmp_path / "x.json")
    assert found["Chi"] == three
    assert found["Bình"] == ["cccd", "level2_account", "social_security", "bhyt_linked", "health_book"]
    assert len(found["An"]) == 6
    assert outstanding(store, tmp_path / "y.json", SCHOOL) == {"Chi": three}


def test_the_form_of_a_school_asks_three_items_and_that_of_the_station_six(store: Store) -> None:
    assert columns_of_the_form(store, SCHOOL) == ["Mức 2", "BHYT", "Sổ SK"]
    assert columns_of_the_form(store, STATION) == ["CCCD", "Mức 2", "Ký số", "ASXH", "BHYT", "Sổ SK"]
    station = units.find(store, STATION)
    assert station is not None
    whom = {item.short_title: item.applies_to for item in template.draft(store, station.id).items}
    assert (whom["CCCD"], whom["Ký số"]) == ("everyone", "administrative"), "all who fill it in are health staff"


def test_the_list_shows_as_lacking_only_what_is_asked(store: Store) -> None:
    def names(**of: object) -> list[str]:
        return [row.full_name for row in roster.view(store, Filter(lacking=True, **of)).rows(0, 9)]  # type: ignore[arg-type]

    assert names(item="digital_signature") == ["An"]
    assert names(item="cccd") == ["An", "Bình"]
    assert names() == ["An", "Bình", "Chi"]
    chi = next(member for member in staff.members(store) if member.person.full_name == "Chi")
    for key in ("level2_account", "bhyt_linked", "health_book"):
        staff.set_state(store, [chi.id], key, State.DONE)
    assert names() == ["An", "Bình"]
    everybody = roster.view(store, Filter())
    assert everybody.next_lacking(1) is None, "Chi lacks nothing that anybody asked for"


def test_the_units_count_what_their_people_lack(store: Store) -> None:
    names = {unit.id: unit.name for unit in units.all_units(store)}
    found = {names[each.unit_id]: each.lacking_by_item for each in units.counts(store)}
    assert found == {STATION: (2, 2, 1, 2, 2, 2), SCHOOL: (0, 1, 0, 0, 1, 1)}


def test_a_plan_that_ended_asks_for_nothing(store: Store, tmp_path: Path) -> None:
    campaign_use.use(store, file.load(file.built_in()["an-phu-2024"]))
    campaign_use.end(store, "tri-ton-2026")
    assert applicable(store) == {"CCCD": 0, "Mức 2": 3, "Ký số": 0, "ASXH": 0, "BHYT": 3, "Sổ SK": 3}
    assert {title for title, figure in figures(store).items() if figure.item.target is not None} == {
        "Mức 2", "BHYT", "Sổ SK",
    }  # fmt: skip
    found = overview.read(store, NOW)
    assert {each.item for each in found.deadlines if each.item} == {"bhyt_linked", "health_book"}
    assert {each.campaign for each in found.deadlines} == {"an-phu-2024"}
    assert {each.item.short_title for each in found.blockers} == {"Mức 2"}, "what the others wait for"
    assert outstanding(store, tmp_path / "x.json")["An"] == ["level2_account", "bhyt_linked", "health_book"]
    assert columns_of_the_form(store, STATION) == ["Mức 2", "BHYT", "Sổ SK"]
    assert blockers.people_lacking(store, "cccd") == []


def test_the_weekly_report_begins_with_the_sectors(store: Store) -> None:
    paper = progress.draft(store, *progress.choose(store, campaign="tri-ton-2026", kind="weekly", day=None))
    assert [(line.sector, line.people, [title for title, *_ in line.items]) for line in paper.sectors] == [
        ("health", 2, ["CCCD", "Mức 2", "Ký số", "ASXH", "BHYT", "Sổ SK"]),
        ("other", 1, ["Mức 2", "BHYT", "Sổ SK"]),
    ]
    lines = [block.text for block in letter(paper) if isinstance(block, Paragraph) and block.text.startswith("- ")]
    assert lines[1] == "- Đơn vị khác (1 người): Mức 2: 0/1 (0,00%); BHYT: 0/1 (0,00%); Sổ SK: 0/1 (0,00%)."
    frozen = progress.issue(store, paper)
    assert progress.get_issued(store, frozen.head.id).paper.sectors == paper.sectors


def test_a_plan_without_items_prints_none_that_only_an_ended_plan_asked_for(store: Store) -> None:
    campaign_use.use(store, file.load(file.built_in()["bo-y-te-2025"]))
    campaign_use.end(store, "tri-ton-2026")
    plan, report, period = progress.choose(store, campaign="bo-y-te-2025", kind="monthly", day=None)
    assert progress.draft(store, plan, report, period).items == ()


def test_what_is_known_stays_and_comes_back_when_the_end_is_taken_back(store: Store) -> None:
    before = checklist_items(store)
    card = next(member for member in staff.members(store) if member.person.full_name == "Chi")
    staff.set_state(store, [card.id], "cccd", State.DONE)
    campaign_use.end(store, "tri-ton-2026")
    assert {each.applicable for each in overview.read(store, NOW).items} == {0}
    assert staff.get(store, card.id).person.states["cccd"] is State.DONE
    history.undo(store)
    assert checklist_items(store) == before


def test_an_ended_plan_can_still_be_opened_as_it_stood(store: Store) -> None:
    campaign_use.end(store, "tri-ton-2026")
    ended = running.known(store, "tri-ton-2026")
    assert ended is not None
    stood = {item.key: (item.applies_to, item.target, item.due) for item in running.checklist_of(store, ended)}
    assert stood["cccd"] == ("health", 1.0, "2026-06-29T23:59:59")
    assert len(stood) == 6


def test_a_campaign_that_ended_is_shown_as_it_stood(store: Store) -> None:
    campaign_use.end(store, "tri-ton-2026")
    assert shelf.find_running_or_file(store, "tri-ton-2026") == running.known(store, "tri-ton-2026")


def test_the_last_reports_of_a_plan_that_ended_can_still_be_made_as_it_stood(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = progress.draft(store, *progress.choose(store, campaign="tri-ton-2026", kind="weekly", day=None))
    monkeypatch.setenv("TYT_NOW", "2026-06-23T11:00:00")
    campaign_use.end(store, "tri-ton-2026")
    monkeypatch.setenv("TYT_NOW", "2026-06-24T10:00:00")
    chi = next(member for member in staff.members(store) if member.person.full_name == "Chi")
    staff.set_state(store, [chi.id], "bhyt_linked", State.DONE)
    after = progress.draft(store, *progress.choose(store, campaign="tri-ton-2026", kind="weekly", day=None))
    assert (after.items, after.units, after.sectors) == (before.items, before.units, before.sectors)
    listed = [
        (each.campaign.name, each.report.kind)
        for each in owed.owed(store, datetime.fromisoformat("2026-06-24T10:00:00"))
        if each.ended
    ]
    assert ("tri-ton-2026", "weekly") in listed
    assert ("tri-ton-2026", "closing") in listed
    assert not overview.read(store, NOW).reports, "nobody is reminded of them"


def test_the_last_report_of_a_plan_that_ended_can_be_frozen_as_it_stood(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TYT_NOW", "2026-06-23T11:00:00")
    campaign_use.end(store, "tri-ton-2026")
    monkeypatch.setenv("TYT_NOW", "2026-06-24T10:00:00")
    chosen = progress.choose(store, campaign="tri-ton-2026", kind="weekly", day=None)
    paper = progress.draft(store, *chosen)
    chi = next(member for member in staff.members(store) if member.person.full_name == "Chi")
    staff.set_state(store, [chi.id], "bhyt_linked", State.DONE)
    frozen = progress.issue(store, paper)
    assert frozen.head.number == 1
    assert frozen.paper.items == paper.items == progress.draft(store, *chosen).items


def test_who_asks_an_ended_plan_for_a_report_it_has_not_reads_which_it_has(store: Store) -> None:
    campaign_use.end(store, "tri-ton-2026")
    with pytest.raises(RefusedError, match="Các báo cáo của\ntri-ton-2026: weekly, monthly, closing"):
        progress.choose(store, campaign="tri-ton-2026", kind="daily", day=None)


def test_a_form_that_was_begun_for_a_plan_is_still_drafted_after_the_plan_ended(store: Store) -> None:
    campaign_use.use(store, file.load(file.built_in()["an-phu-2024"]))
    form = library.phu_luc_1()
    begun_for = form_papers.MeantFor("an-phu-2024", "monthly", "2026-06-01")
    before = offers.for_form(store, form, Scope(), begun_for)
    campaign_use.end(store, "an-phu-2024")
    assert offers.for_form(store, form, Scope(), begun_for) == before


def test_a_report_that_was_frozen_is_printed_as_it_was_or_said_to_be_frozen(store: Store, tmp_path: Path) -> None:
    chosen = progress.choose(store, campaign="tri-ton-2026", kind="weekly", day=None)
    frozen = progress.issue(store, progress.draft(store, *chosen))
    chi = next(member for member in staff.members(store) if member.person.full_name == "Chi")
    staff.set_state(store, [chi.id], "bhyt_linked", State.DONE)
    (caution,) = export_progress(store, tmp_path / "now.json", kind="weekly").cautions
    assert "đã chốt lần 1" in caution
    export_progress(store, tmp_path / "frozen.json", kind="weekly", as_issued=True)
    (paper,) = json.loads((tmp_path / "frozen.json").read_text("utf-8"))
    assert paper["items"] == json.loads(json.dumps([asdict(item) for item in frozen.paper.items]))
    with pytest.raises(RefusedError, match="Chưa chốt"):
        export_progress(store, tmp_path / "never.json", kind="monthly", as_issued=True)


def test_the_tasks_of_an_ended_plan_are_printed_as_they_stood(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign_use.use(store, file.load(file.built_in()["tri-ton-2026"]))
    monkeypatch.setenv("TYT_NOW", "2026-06-25T08:00:00")
    first, *_ = tasks.of_campaign(store, running.get(store, "tri-ton-2026"), NOW)
    tasks.edit(store, first, state="done", done_on="2026-06-24")
    monkeypatch.setenv("TYT_NOW", "2026-06-26T08:00:00")
    campaign_use.end(store, "tri-ton-2026")
    monkeypatch.setenv("TYT_NOW", "2026-07-26T08:00:00")
    out = tmp_path / "a.json"
    export_tasks(store, out, campaign="tri-ton-2026")
    found = json.loads(out.read_text("utf-8"))
    assert [each["state"] for each in found][:2] == ["done", "not_begun"]
    assert not any(each["late"] for each in found), "its deadlines were still to come when it was ended"
    export_tasks(store, out, campaign="tri-ton-2026", as_of=NOW.date())
    assert json.loads(out.read_text("utf-8"))[0]["state"] == "not_begun"
    with pytest.raises(RefusedError):
        export_tasks(store, out, campaign="lạ")


def test_the_figures_and_facilities_of_an_ended_plan_can_still_be_printed(store: Store, tmp_path: Path) -> None:
    plan = file.load(file.built_in()["ninh-thuan-2024"])
    campaign_use.use(store, plan)
    localities.load_facilities(store, plan)
    asked = next(each for each in indicators.all_indicators(store, campaign=plan.name) if each.by == "facility")
    june = Period("monthly", "2026-06-01")
    figure_entry.enter(store, asked, june, Figure(plan.facilities[0].name, 30, 40))

    def printed(name: str) -> tuple[str, str]:
        tables = (tmp_path / f"{name}-1.csv", tmp_path / f"{name}-2.csv")
        export_indicators(store, tables[0], campaign=plan.name, period=june)
        export_facilities(store, tables[1], campaign=plan.name, period=june)
        return tables[0].read_text("utf-8-sig"), tables[1].read_text("utf-8-sig")

    before = printed("before")
    assert all("30;40" in table for table in before)
    campaign_use.end(store, plan.name)
    assert printed("after") == before
