"""The tree of units as lines: who stands below whom, what a search leaves, how wide the columns are."""

from pathlib import Path

import pytest

from store.checklist.items import checklist_items
from store.database import Store
from store.models import Person, State
from store.opening import open_store
from store.people import staff, units
from tests.tui.station import station
from tui.screens.units.lines import Columns, Figures, UnitLine, figures_by_line, unit_lines


def commune(store: Store) -> dict[str, int]:
    """A station with two points below it, one of them with a point of its own, and departments."""
    ids = {"Trạm": units.add(store, "Trạm Y tế xã Vĩnh Gia")}
    ids["Đông"] = units.add(store, "Điểm trạm ấp Đông", parent_id=ids["Trạm"], facility_code="89123")
    ids["Tây"] = units.add(store, "Điểm trạm ấp Tây", parent_id=ids["Trạm"])
    ids["Bắc"] = units.add(store, "Tổ y tế ấp Bắc", parent_id=ids["Đông"])
    ids["Trường"] = units.add(store, "Trường Tiểu học A")
    for unit, name in (("Trạm", "Dược"), ("Trạm", "Khám bệnh"), ("Trường", "Tổ Văn phòng")):
        units.find_or_add_department(store, ids[unit], name)
    return ids


def drawn(lines: list[UnitLine]) -> list[str]:
    return [f"{line.guide}{line.name}" for line in lines]


def tree(store: Store, **how: object) -> list[str]:
    return drawn(unit_lines(units.all_units(store), units.departments(store), **how))  # type: ignore[arg-type]


def test_departments_and_then_the_units_below_hang_on_their_unit(store: Store) -> None:
    commune(store)
    assert tree(store) == [
        "Trạm Y tế xã Vĩnh Gia",
        "├ Dược",
        "├ Khám bệnh",
        "├ Điểm trạm ấp Đông",
        "│ └ Tổ y tế ấp Bắc",
        "└ Điểm trạm ấp Tây",
        "Trường Tiểu học A",
        "└ Tổ Văn phòng",
    ]


def test_a_folded_unit_hides_its_departments_but_not_the_units_below(store: Store) -> None:
    ids = commune(store)
    assert tree(store, folded={ids["Trạm"]})[:3] == [
        "Trạm Y tế xã Vĩnh Gia",
        "├ Điểm trạm ấp Đông",
        "│ └ Tổ y tế ấp Bắc",
    ]


@pytest.mark.parametrize(
    ("search", "left"),
    [
        ("bac", ["Trạm Y tế xã Vĩnh Gia", "└ Điểm trạm ấp Đông", "  └ Tổ y tế ấp Bắc"]),
        ("duoc", ["Trạm Y tế xã Vĩnh Gia", "└ Dược"]),
        ("89123", ["Trạm Y tế xã Vĩnh Gia", "└ Điểm trạm ấp Đông"]),
        ("TIEU tru", ["Trường Tiểu học A"]),
        ("ieu", []),
    ],
)
def test_a_search_leaves_what_begins_so_and_the_units_above(store: Store, search: str, left: list[str]) -> None:
    ids = commune(store)
    assert tree(store, search=search, folded=set(ids.values())) == left


def test_a_unit_whose_parent_was_closed_stands_at_the_top(store: Store) -> None:
    ids = commune(store)
    units.close(store, ids["Đông"])
    assert "Tổ y tế ấp Bắc" in tree(store)


def test_figures_of_a_unit_hold_its_departments(store: Store) -> None:
    ids = commune(store)
    everything = {item.key: State.DONE for item in checklist_items(store)}
    staff.add(store, Person("Lê An", states=everything | {"cccd": State.TODO}), ids["Trạm"], "Dược")
    staff.add(store, Person("Lê Bé", states=everything | {"cccd": State.UNKNOWN}), ids["Trạm"])
    staff.add(store, Person("Lê Cờ", states=everything), ids["Trường"])
    found, whole = figures_by_line(units.counts(store))
    pharmacy = units.departments(store, ids["Trạm"])[0]
    assert found[ids["Trạm"], None] == Figures(2, [2, 0, 0, 0, 0, 0])
    assert found[ids["Trạm"], pharmacy.id] == Figures(1, [1, 0, 0, 0, 0, 0])
    assert whole == Figures(3, [2, 0, 0, 0, 0, 0])


@pytest.mark.parametrize("width", [76, 116, 200, 40])
def test_every_line_is_as_wide_as_the_head_and_no_wider_than_the_screen(tmp_path: Path, width: int) -> None:
    with station(tmp_path / "s.sqlite3") as store:
        columns = Columns.fitting(width, checklist_items(store))
        found, whole = figures_by_line(units.counts(store))
        lines = unit_lines(units.all_units(store), units.departments(store))
        drawn = [columns.line(line, found.get(line.key), is_station=True, counted=True) for line in lines]
        drawn += [columns.sum(3, whole, counted=True), columns.line(lines[0], None, is_station=False, counted=False)]
        assert {len(line) for line in drawn} == {len(columns.head())}
        assert len(columns.head()) <= width


def test_whoever_lacks_nothing_has_a_tick_and_nobody_has_nothing(store: Store) -> None:
    ids = commune(store)
    staff.add(store, Person("Lê Cờ", states={item.key: State.DONE for item in checklist_items(store)}), ids["Trường"])
    found, _ = figures_by_line(units.counts(store))
    columns = Columns.fitting(76, checklist_items(store))
    school, point = (UnitLine(units.get(store, ids[name]), None, "") for name in ("Trường", "Tây"))
    assert columns.line(school, found.get(school.key), is_station=False, counted=True).split()[-7:] == ["1"] + ["✓"] * 6
    assert columns.line(point, found.get(point.key), is_station=False, counted=True).split()[-1] == "0"


def test_an_item_that_is_asked_of_nobody_there_is_a_dash(tmp_path: Path) -> None:
    with open_store(tmp_path / "kho.sqlite3") as store:  # its plan asks six items of the health sector, three of others
        for name in ("Trạm Y tế xã Vĩnh Gia", "Trường Tiểu học A"):
            states = dict.fromkeys(("cccd", "level2_account"), State.DONE)
            staff.add(store, Person("Lê An", states=states), units.find_or_add(store, name))
        found, whole = figures_by_line(units.counts(store))
        items = checklist_items(store)
        columns = Columns.fitting(120, items)
        texts = [columns.line(line, found[line.key], is_station=False, counted=True).split() for line in _lines(store)]
        assert [text[-6:] for text in texts] == [["✓", "✓", "1", "1", "1", "1"], ["–", "✓", "–", "–", "1", "1"]]
        assert columns.sum(2, whole, counted=True).split()[-6:] == ["✓", "✓", "1", "1", "2", "2"]


def _lines(store: Store) -> list[UnitLine]:
    return unit_lines(units.all_units(store), ())
