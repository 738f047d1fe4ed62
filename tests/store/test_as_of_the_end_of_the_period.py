"""A report counts as of the end of its period: printed later it has the same figures, from the history."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from exporters.outstanding import export_outstanding
from exporters.progress import lead_in
from exporters.roster import export_roster
from store import campaign_use, journal
from store.calendar.periods import Period
from store.campaigns import file
from store.database import Store
from store.errors import RefusedError
from store.figures import figure_entry, indicators
from store.figures.indicators import Figure
from store.forms import counts, library
from store.forms.counts import Scope
from store.models import Person, State
from store.monitoring import overview, tasks
from store.opening import open_store
from store.people import staff, units
from store.people.reason_dictionary import merge
from store.reporting import progress
from store.reporting.progress_paper import ProgressPaper
from store.rewound import store_at
from tui.cli import command_line

STATION, SCHOOL = "Trạm Y tế xã Mới", "Trường THCS Mới"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    return Clock(monkeypatch)


class Clock:
    """The clock that a test sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def at(self, moment: str) -> None:
        self._monkeypatch.setenv("TYT_NOW", moment)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "s.sqlite3"


@pytest.fixture
def store(path: Path, clock: Clock) -> Iterator[Store]:
    """Three people of the week 10/06–16/06, of whom one was done before Tuesday 15:00."""
    clock.at("2026-06-12T08:00:00")
    with open_store(path) as opened:
        station, school = (units.find_or_add(opened, name) for name in (STATION, SCHOOL))
        an = staff.add(opened, Person("An", administrative=False), station)
        for name in ("Bình", "Chi"):
            staff.add(opened, Person(name), school)
        clock.at("2026-06-16T14:30:00")
        staff.set_state(opened, [an], "level2_account", State.DONE)
        yield opened


def person(store: Store, name: str) -> int:
    return next(member.id for member in staff.members(store) if member.person.full_name == name)


def week(store: Store, day: date = date(2026, 6, 16)) -> ProgressPaper:
    return progress.draft(store, *progress.choose(store, campaign=None, kind="weekly", day=day))


def figures(paper: ProgressPaper) -> dict[str, tuple[int, int]]:
    return {line.short_title: (line.done, line.applicable) for line in paper.items}


def go_on(store: Store, clock: Clock) -> None:
    """What happens after the week: states, a new person, one who left, a sector, a task, a merged reason."""
    clock.at("2026-06-16T15:00:00")
    staff.set_state(store, [person(store, "Bình"), person(store, "Chi")], "level2_account", State.DONE)
    clock.at("2026-06-18T09:00:00")
    staff.add(store, Person("Dung"), units.find_or_add(store, STATION))
    staff.remove(store, [person(store, "Bình")])
    staff.edit(store, person(store, "An"), {"administrative": True, "citizen_id": "089184001234"})
    school = units.find(store, SCHOOL)
    assert school is not None
    units.edit(store, school.id, sector="health")
    tasks.edit(store, tasks.all_tasks(store)[0], state="done")


def test_printed_later_the_report_has_the_figures_of_tuesday_at_three(store: Store, clock: Clock) -> None:
    clock.at("2026-06-16T14:59:59")
    in_time = week(store)
    assert figures(in_time) == {
        "CCCD": (0, 1), "Mức 2": (1, 3), "Ký số": (0, 0), "ASXH": (0, 1), "BHYT": (0, 3), "Sổ SK": (0, 3),
    }  # fmt: skip
    go_on(store, clock)
    for moment in ("2026-06-18T10:00:00", "2026-06-30T10:00:00"):
        clock.at(moment)
        later = week(store)
        assert figures(later) == figures(in_time)
        assert (later.sectors, later.units, later.tasks) == (in_time.sectors, in_time.units, in_time.tasks)
        assert "số liệu đến 14 giờ 59 ngày 16/06/2026" in lead_in(later)
        assert later.made_at == moment, "the letter is written on the day on which it is written"
    assert figures(week(store, date(2026, 6, 20)))["Mức 2"] == (2, 3), "the next week has what was done since"


def test_form_and_report_of_a_day_name_a_unit_as_it_was_called_then(store: Store, clock: Clock) -> None:
    clock.at("2026-06-27T10:00:00")
    units.edit(store, units.find_or_add(store, SCHOOL), name="Tên mới")
    clock.at("2026-06-30T10:00:00")
    form = library.phu_luc_1()
    then = counts.table(store, form, Scope(None, "unit", date(2026, 6, 24)))
    now = counts.table(store, form, Scope(None, "unit"))
    assert [row.label for row in then.rows] == [STATION, SCHOOL]
    assert [row.label for row in now.rows] == [STATION, "Tên mới"]
    assert [line.unit for line in week(store).units] == [STATION, SCHOOL]


def test_a_report_of_a_period_that_still_runs_counts_now(store: Store, clock: Clock) -> None:
    go_on(store, clock)
    clock.at("2026-06-22T09:00:00")
    paper = week(store, date(2026, 6, 22))
    assert (paper.as_of, figures(paper)["Mức 2"]) == ("2026-06-22T09:00:00", (2, 3))


def test_the_monthly_report_counts_to_the_last_day_of_the_month(store: Store, clock: Clock) -> None:
    clock.at("2026-06-30T23:50:00")
    staff.set_state(store, [person(store, "Chi")], "health_book", State.DONE)
    clock.at("2026-07-02T08:00:00")
    staff.set_state(store, [person(store, "Bình")], "health_book", State.DONE)
    clock.at("2026-07-08T08:00:00")
    chosen = progress.choose(store, campaign=None, kind="monthly", day=date(2026, 6, 20))
    paper = progress.draft(store, *chosen)
    assert figures(paper)["Sổ SK"] == (1, 3)
    assert paper.as_of == "2026-06-30T23:59:59"
    assert figures(progress.draft(store, *chosen, as_of=date(2026, 7, 5)))["Sổ SK"] == (2, 3)


def test_citizens_figures_of_the_week_count_though_they_came_the_day_after(store: Store, clock: Clock) -> None:
    first = indicators.all_indicators(store)[0]
    figure_entry.enter(store, first, Period("weekly", "2026-06-03"), Figure("Ấp Tô Hạ", 60, 100))
    clock.at("2026-06-17T09:00:00")
    figure_entry.enter(store, first, Period("weekly", "2026-06-10"), Figure("Ấp Tô Hạ", 80, 100))
    clock.at("2026-06-17T09:30:00")
    assert next((line.period, line.numerator) for line in week(store).indicators) == ("2026-06-10", 80)
    chosen = progress.choose(store, campaign=None, kind="weekly", day=date(2026, 6, 16))
    as_it_was_known = progress.draft(store, *chosen, as_of=date(2026, 6, 16))
    assert next((line.period, line.numerator) for line in as_it_was_known.indicators) == ("2026-06-03", 60)


def test_the_trend_counts_by_the_report_s_own_plan_also_after_it_ended(store: Store, clock: Clock) -> None:
    go_on(store, clock)
    clock.at("2026-06-23T14:00:00")
    running_plan = week(store, date(2026, 6, 23)).trend
    assert len(running_plan) > 1
    assert any(total and done for day in running_plan for done, total in zip(day.done, day.applicable, strict=True))
    clock.at("2026-06-24T08:00:00")
    plan = progress.choose(store, campaign=None, kind="weekly", day=date(2026, 6, 23))[0].name
    campaign_use.end(store, plan)
    chosen = progress.choose(store, campaign=plan, kind="weekly", day=date(2026, 6, 23))
    assert progress.draft(store, *chosen).trend == running_plan


def test_a_unit_that_is_put_into_another_sector_later_changes_no_day_of_a_report(store: Store, clock: Clock) -> None:
    clock.at("2026-06-18T10:00:00")
    staff.set_state(store, [person(store, "Chi")], "level2_account", State.DONE)
    clock.at("2026-06-24T08:00:00")
    before = week(store, date(2026, 6, 20)).trend
    school = units.find(store, SCHOOL)
    assert school is not None
    units.edit(store, school.id, sector="health")
    clock.at("2026-06-25T08:00:00")
    assert week(store, date(2026, 6, 20)).trend == before


def test_an_item_that_a_plan_names_and_asks_of_nobody_has_no_line(store: Store, clock: Clock) -> None:
    campaign_use.use(store, file.load(file.built_in()["ninh-thuan-2024"]))
    chosen = progress.choose(store, campaign="ninh-thuan-2024", kind="closing", day=None)
    keys = [line.key for line in progress.draft(store, *chosen).items]
    assert keys == ["bhyt_linked", "health_book"], "a 0 of the level-2 account would say that nobody has it"


def test_frozen_late_it_keeps_the_people_of_then(store: Store, clock: Clock) -> None:
    go_on(store, clock)
    clock.at("2026-06-18T10:00:00")
    paper = week(store)
    found = progress.issue(store, paper)
    assert found.paper.items == paper.items
    text = store.value("SELECT people FROM issued_report")
    assert len(json.loads(text)["ids"]) == 3
    assert set(json.loads(text)["states"]) == {"?d????", "??????"}


def test_what_changes_while_the_period_runs_is_noticed_before_it_is_frozen(store: Store, clock: Clock) -> None:
    clock.at("2026-06-16T14:40:00")
    paper = week(store)
    staff.set_state(store, [person(store, "Chi")], "level2_account", State.DONE)
    with pytest.raises(RefusedError, match="vừa thay đổi"):
        progress.issue(store, paper)


def test_a_station_that_began_late_reports_the_people_of_now(path: Path, clock: Clock) -> None:
    clock.at("2026-06-16T16:00:00")
    with open_store(path) as store:
        staff.add(store, Person("An"), units.find_or_add(store, STATION))
        paper = week(store)
        assert (paper.people, paper.as_of) == (1, "2026-06-16T16:00:00")


def test_lists_are_as_they_were_on_a_day(store: Store, clock: Clock, tmp_path: Path) -> None:
    clock.at("2026-06-16T14:45:00")
    export_roster(store, tmp_path / "then.json", full_ids=True)
    export_outstanding(store, tmp_path / "lack.json")
    staff.set_state(store, [person(store, "Chi")], "bhyt_linked", State.TODO, "Ở xa")
    staff.set_state(store, [person(store, "Chi")], "bhyt_linked", State.UNKNOWN)
    go_on(store, clock)
    clock.at("2026-06-30T10:00:00")
    export_roster(store, tmp_path / "roster.json", full_ids=True, as_of=date(2026, 6, 15))
    export_outstanding(store, tmp_path / "outstanding.json", as_of=date(2026, 6, 15))
    roster, outstanding, then, lack = (
        json.loads((tmp_path / f"{name}.json").read_text("utf-8")) for name in ("roster", "outstanding", "then", "lack")
    )
    assert [each["full_name"] for each in roster] == ["An", "Bình", "Chi"]
    assert roster[0]["items"]["level2_account"]["state"] == "unknown", "on the 15th nothing was done yet"
    assert roster[1:] == then[1:]
    assert [len(each["missing"]) for each in outstanding] == [5, 3, 3]
    assert outstanding[1:] == lack[1:]


def test_status_as_of_a_day_by_command(store: Store, path: Path, clock: Clock) -> None:
    go_on(store, clock)
    clock.at("2026-06-30T10:00:00")
    done = CliRunner().invoke(command_line, ["--store", str(path), "status", "--json", "--as-of", "2026-06-15"])
    found = json.loads(done.stdout)
    level2 = next(each for each in found["items"] if each["item"] == "level2_account")
    assert (found["now"], level2["done"], level2["applicable"]) == ("2026-06-15T23:59:59", 0, 3)
    assert [each["asked"] for each in found["sectors"][0]["items"]] == [1, 1, 1, 1, 1]
    assert next(each for each in found["deadlines"] if each["task"] == 1)["state"] == "not_begun"


def test_a_plan_that_ended_since_asked_then(store: Store, clock: Clock) -> None:
    clock.at("2026-06-20T08:00:00")
    campaign_use.end(store, file.DEFAULT)
    assert {figure.applicable for figure in overview.read(store, datetime.fromisoformat("2026-06-20T09:00")).items} == {
        0
    }
    with store_at(store, date(2026, 6, 18)) as then:
        found = {
            figure.item.short_title: figure.applicable
            for figure in overview.read(then, datetime.fromisoformat("2026-06-18T09:00")).items
        }
    assert (found["CCCD"], found["Mức 2"]) == (1, 3)


def test_the_copy_is_of_its_own_and_reasons_that_were_merged_since_are_one(store: Store, clock: Clock) -> None:
    chi, binh = person(store, "Chi"), person(store, "Bình")
    staff.set_state(store, [chi], "bhyt_linked", State.TODO, "Ở xa")
    staff.set_state(store, [binh], "bhyt_linked", State.TODO, "Nhà ở xa")
    clock.at("2026-06-18T08:00:00")
    merge(store, "Nhà ở xa", "Ở xa")
    staff.set_state(store, [chi, binh], "bhyt_linked", State.DONE)
    last = journal.last_change(store)
    with store_at(store, date(2026, 6, 17)) as then:
        assert {member.person.reasons.get("bhyt_linked") for member in staff.members(then)} == {None, "Ở xa"}
    assert journal.last_change(store) == last
    assert staff.get(store, chi).person.states["bhyt_linked"] is State.DONE
