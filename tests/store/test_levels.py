"""An office above counts by level: the figures of each level are the sums of the level below, to the person."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from exporters.form import export_form
from exporters.indicators import export_indicators
from exporters.outstanding import export_outstanding
from store import campaign_use, clock, history, settings
from store.calendar.periods import Period
from store.campaigns import file
from store.checklist.items import checklist_items
from store.database import Store
from store.errors import RefusedError
from store.figures import figure_entry, indicators, localities
from store.figures.by_level import by_level
from store.figures.indicators import Figure
from store.forms.counts import FormRow, FormTable
from store.forms.people_behind import people_behind
from store.forms.scopes import usual_scope
from store.models import Person
from store.monitoring import overview
from store.people import staff, units
from store.people.tree import LEVELS, Level, Tree, tree
from store.reporting import form_papers, progress, progress_paper
from tests.store import province as small_province
from tests.store.phu_luc_1 import FIGURES, FORM, table
from tests.store.province import ALONE, FIRST, HAMLET, NORTH, PROVINCE, SCHOOL, SECOND, SOUTH, THIRD
from tests.store.summaries import UNIT
from tui.commands.status import status


@pytest.fixture
def province(store: Store, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Unit name -> id of a province that was there yesterday."""
    monkeypatch.setenv("TYT_NOW", "2026-06-22T10:00")
    ids = small_province.province(store)
    monkeypatch.setenv("TYT_NOW", "2026-06-23T10:00")
    return ids


def _rows(found: FormTable) -> dict[str, tuple[int, int]]:
    return {row.label: (row.figures["total"], row.figures["level2_done"]) for row in found.rows}


def _sum(rows: list[FormRow]) -> list[int]:
    return [sum(row.figures[figure] for row in rows) for figure in FIGURES]


def _walk(ids: dict[str, int]) -> Iterator[int | None]:
    yield None
    yield from ids.values()


def test_each_level_has_the_people_of_the_level_below(store: Store, province: dict[str, int]) -> None:
    assert _rows(table(store, by="area")) == {PROVINCE + ALONE: (1, 1), NORTH: (14, 7), SOUTH: (13, 11)}
    assert _rows(table(store, by="station")) == {
        PROVINCE + ALONE: (1, 1), NORTH + ALONE: (1, 0), FIRST: (9, 6), SECOND: (4, 1), THIRD: (13, 11),
    }  # fmt: skip
    assert _rows(table(store, unit_id=province[NORTH], by="station")) == {
        NORTH + ALONE: (1, 0),
        FIRST: (9, 6),
        SECOND: (4, 1),
    }
    assert _rows(table(store, unit_id=province[FIRST], by="below")) == {FIRST: (3, 2), SCHOOL: (6, 4)}
    assert _rows(table(store, unit_id=province[FIRST], by="unit")) == {FIRST: (3, 2)}, "alone, as it always was"


def test_every_figure_above_is_the_sum_below(store: Store, province: dict[str, int]) -> None:
    whole = [table(store, by="unit").total.figures[figure] for figure in FIGURES]
    for top in _walk(province):
        for level in tree(store).levels(top):
            found = table(store, unit_id=top, by=level)
            assert _sum(list(found.rows)) == [found.total.figures[figure] for figure in FIGURES]
            assert top is not None or [found.total.figures[figure] for figure in FIGURES] == whole
            for row in found.rows:
                below = table(store, unit_id=row.unit_id, by="below")
                if tree(store).holds_all_below(row.unit_id or 0, level, top):
                    assert below.total.figures == row.figures


def test_behind_each_figure_stand_its_people(store: Store, province: dict[str, int]) -> None:
    for level in tree(store).levels():
        found = table(store, by=level)
        for row in (*found.rows, None):
            of = found.total if row is None else row
            sent = found.from_files("level2_done") if row is None else row.from_files("level2_done")
            scope = usual_scope(store, FORM)._replace(by=level)
            people = people_behind(store, FORM, scope, "level2_done", row)
            assert len(people) + sent == of.figures["level2_done"]


def test_a_unit_that_goes_to_another_station_takes_its_people_along(store: Store, province: dict[str, int]) -> None:
    units.edit(store, province[SCHOOL], parent_id=province[THIRD])
    assert _rows(table(store, by="area")) == {PROVINCE + ALONE: (1, 1), NORTH: (8, 3), SOUTH: (19, 15)}
    then = table(store, by="area", as_of=date(2026, 6, 22))
    assert _rows(then)[NORTH] == (14, 7), "yesterday it belonged to the other"
    history.undo(store)
    assert _rows(table(store, by="area"))[NORTH] == (14, 7)


def test_what_stood_below_a_unit_that_ended_is_still_counted(store: Store, province: dict[str, int]) -> None:
    staff.remove(store, [row.id for row in staff.members(store, unit_id=province[NORTH])])
    units.close(store, province[NORTH])
    assert _rows(table(store, by="area")) == {PROVINCE + ALONE: (1, 1), NORTH: (13, 7), SOUTH: (13, 11)}


def test_the_usual_table_of_a_province_is_by_its_highest_level(store: Store, province: dict[str, int]) -> None:
    assert usual_scope(store, FORM).by == "area"
    assert tree(store).levels(province[NORTH]) == ["station", "below"]
    assert tree(store).levels(province[SCHOOL]) == []


def test_a_plain_station_has_no_levels(store: Store) -> None:
    settings.save(store, station_name=FIRST)
    area, own = units.add(store, NORTH), units.add(store, FIRST)
    point = units.add(store, HAMLET, parent_id=own)
    units.edit(store, own, parent_id=area)
    office = units.add(store, "UBND xã Một")
    units.add(store, SCHOOL, parent_id=office)
    for unit in (own, point):
        staff.add(store, Person("Lê An"), unit)
    assert not tree(store).has_levels
    assert usual_scope(store, FORM).by == "unit"


def test_a_medical_centre_above_stations_is_an_area() -> None:
    kinds = {1: "health_facility", 2: "health_station", 3: "health_facility", 4: "school"}
    found = Tree(kinds, {1: None, 2: 1, 3: None, 4: 2}, None)
    assert found.has_levels
    assert found.levels() == ["area", "station", "below"]
    assert found.groups("area") == {1: 1, 2: 1, 3: 3, 4: 1}
    assert found.groups("station") == {1: 1, 2: 2, 3: 3, 4: 2}


def test_a_circle_made_from_outside_is_cut() -> None:
    found = Tree({1: "other", 2: "other"}, {1: 2, 2: 1}, None)
    assert sorted(found.groups("below")) == [1, 2]
    assert sorted(found.below(found.children(None)[0])) == [1, 2]


@pytest.mark.parametrize("level", LEVELS)
def test_nobody_is_left_out_or_counted_twice(store: Store, province: dict[str, int], level: Level) -> None:
    found = tree(store)
    for top in province.values():
        assert set(found.groups(level, top)) == set(found.below(top))


def test_a_paper_of_a_level_says_what_its_rows_are(store: Store, province: dict[str, int], tmp_path: Path) -> None:
    out = tmp_path / "pl1.json"
    export_form(store, out, unit_id=province[SOUTH], level="station", totals=False)
    (row,) = json.loads(out.read_text(encoding="utf-8"))
    assert (row["label"], row["total"], [each["unit"] for each in row["origins"]]) == (THIRD, 13, [UNIT])
    export_form(store, tmp_path / "pl1.docx", level="area")
    with pytest.raises(RefusedError):
        export_form(store, out, level="area", by="unit")


def test_a_frozen_paper_of_a_level_keeps_its_people(store: Store, province: dict[str, int]) -> None:
    frozen = form_papers.issue(store, form_papers.draft(store, FORM, usual_scope(store, FORM)))
    assert form_papers.get_issued(store, frozen.head.id).paper.table == table(store, by="area")
    assert len(frozen.people["1/total"]) == 14


def test_status_says_of_each_level_how_it_stands(store: Store, province: dict[str, int]) -> None:
    found = {row.unit: row for row in overview.by_level(store, "area")}
    (place,) = [place for place, item in enumerate(checklist_items(store)) if item.key == "level2_account"]
    whole = overview.read(store, clock.now())
    assert sum(row.people for row in found.values()) == whole.people
    figures = [figure for row in found.values() if (figure := row.figures[place]) is not None]
    assert sum(figure.done for figure in figures) == whole.items[place].done
    south = overview.read(store, clock.now(), below=province[SOUTH])
    assert (south.people, south.items[place].done) == (found[SOUTH].people, found[SOUTH].figures[place].done)  # type: ignore[union-attr]


def test_status_by_level_from_the_command_line(store: Store, province: dict[str, int]) -> None:
    def run(*options: str) -> str:
        return CliRunner().invoke(status, [*options, "--store", str(store.path)], catch_exceptions=False).stdout

    found = json.loads(run("--json", "--level", "station", "--unit", NORTH))
    assert {row["unit"]: row["people"] for row in found["levels"]} == {NORTH + ALONE: 1, FIRST: 9, SECOND: 4}
    assert "Khu vực Bắc: 14 người" in run("--level", "area")


def test_the_report_of_a_province_has_a_line_an_area(store: Store, province: dict[str, int]) -> None:
    campaign_use.use(store, file.load(file.built_in()[file.DEFAULT]))
    paper = progress.draft(store, *progress.choose(store, campaign=None, kind=None, day=None))
    assert {unit.unit: unit.people for unit in paper.units} == {PROVINCE + ALONE: 1, NORTH: 14, SOUTH: 13}
    assert [unit.unit for unit in paper.counted] == [UNIT]
    again = progress_paper.from_json(json.loads(json.dumps(asdict(paper))))
    assert again.units == paper.units


def test_the_list_for_the_telephone_has_the_units_of_a_station_together(
    store: Store, province: dict[str, int], tmp_path: Path
) -> None:
    out = tmp_path / "x.json"
    export_outstanding(store, out, level="station", unit_id=province[NORTH])
    found = Counter(each["unit"] for each in json.loads(out.read_text(encoding="utf-8")))
    assert dict(found) == {NORTH: 1, FIRST: 3, f"{FIRST} – {SCHOOL}": 6, SECOND: 2, f"{SECOND} – {HAMLET}": 2}


def test_the_list_for_the_telephone_says_who_sent_figures_alone(
    store: Store, province: dict[str, int], tmp_path: Path
) -> None:
    written = export_outstanding(store, tmp_path / "goi.csv", unit_id=province[SOUTH], level="station")
    lacking = sum(row.figures["level2_todo"] for row in table(store, unit_id=province[SOUTH], by="station").rows)
    assert [line.partition(": ")[0] for line in written.warnings] == [UNIT]
    assert f"còn thiếu Mức 2: {lacking}" in written.warnings[0]
    assert not export_outstanding(store, tmp_path / "khac.csv", unit_id=province[NORTH], level="station").warnings


def test_indicators_add_up_what_is_whole_and_say_of_how_many(
    store: Store, province: dict[str, int], tmp_path: Path
) -> None:
    campaign_use.use(store, file.load(file.built_in()["ninh-thuan-2024"]))
    indicator = indicators.all_indicators(store, campaign="ninh-thuan-2024")[0]
    period = Period("daily", "2026-06-22")
    for name, figure in ((FIRST, (30, 40)), (SECOND, (5, 10)), (THIRD, (7, 9))):
        localities.add(store, name, unit_id=province[name])
        if name != SECOND:
            figure_entry.enter(store, indicator, period, Figure(name, *figure))
    figure_entry.set_targets(store, indicator, [(SECOND, 10)])
    drafted = indicators.draft_paper(store, campaign="ninh-thuan-2024", period=period)
    table = by_level(store, drafted, "area").tables[0]
    assert [(line.now.locality, line.now.numerator, line.now.denominator) for line in table.lines] == [
        (f"{NORTH} (1/2 nơi có số)", 30, 40),
        (SOUTH, 7, 9),
    ]
    assert (table.total, table.entered, table.places, table.missing) == ((37, 49), 2, 3, [SECOND])
    assert not table.is_of_all
    export_indicators(store, tmp_path / "x.docx", level="area")
    with pytest.raises(RefusedError):
        export_indicators(store, tmp_path / "x.xlsx", level="area")
