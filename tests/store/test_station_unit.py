"""The station is a unit too: named, renamed, found under its name; departments are renamed, units closed."""

import pytest

from store import history, settings
from store.database import Store
from store.errors import RefusedError
from store.models import Person
from store.people import staff, units


def names(store: Store) -> list[str]:
    return [unit.name for unit in units.all_units(store)]


def test_the_first_name_of_the_station_makes_its_unit(store: Store) -> None:
    settings.save_station(store, station_name=" Trạm Y tế  xã Vĩnh Gia ", place="Vĩnh Gia")
    assert settings.load(store).station_name == "Trạm Y tế xã Vĩnh Gia"
    assert names(store) == ["Trạm Y tế xã Vĩnh Gia"]
    assert units.get(store, units.station_id(store) or 0).kind == "health_station"


def test_a_unit_that_came_with_a_file_under_that_name_is_the_station(store: Store) -> None:
    came = units.add(store, "TRẠM Y TẾ XÃ VĨNH GIA")
    settings.save_station(store, station_name="Trạm Y tế xã Vĩnh Gia")
    assert units.station_id(store) == came
    assert len(names(store)) == 1


def test_a_new_name_renames_the_unit_and_its_people_stay(store: Store) -> None:
    settings.save_station(store, station_name="Trạm Y tế xã Vĩnh Gia")
    station = units.station_id(store)
    assert station is not None
    lan = staff.add(store, Person("Nguyễn Thị Lan"), station)
    settings.save_station(store, station_name="Trạm Y tế phường Vĩnh Gia")
    assert names(store) == ["Trạm Y tế phường Vĩnh Gia"]
    assert staff.get(store, lan).unit == "Trạm Y tế phường Vĩnh Gia"


def test_naming_the_station_is_one_step_of_undo(store: Store) -> None:
    settings.save_station(store, station_name="Trạm Y tế xã Vĩnh Gia", place="Vĩnh Gia")
    settings.save_station(store, station_name="Trạm Y tế phường Vĩnh Gia", place="Phường Vĩnh Gia")
    history.undo(store)
    assert names(store) == ["Trạm Y tế xã Vĩnh Gia"]
    assert (settings.load(store).station_name, settings.load(store).place) == ("Trạm Y tế xã Vĩnh Gia", "Vĩnh Gia")


def test_the_name_of_another_unit_makes_that_one_the_station_and_loses_nothing(store: Store) -> None:
    settings.save_station(store, station_name="Trạm Y tế xã Vĩnh Gia")
    staff.add(store, Person("Nguyễn Thị Lan"), units.station_id(store) or 0)
    other = units.add(store, "Trạm Y tế xã Vĩnh Phước")
    words = settings.save_station(store, station_name="Trạm Y tế xã Vĩnh Phước")
    assert units.station_id(store) == other
    assert sorted(names(store)) == ["Trạm Y tế xã Vĩnh Gia", "Trạm Y tế xã Vĩnh Phước"]
    assert "đơn vị “Trạm Y tế xã Vĩnh Gia” vẫn còn" in words
    assert "chuyển 1 người của nó sang “Trạm Y tế xã Vĩnh Phước” rồi đóng nó" in words


def test_a_name_of_the_station_that_was_mistyped_leaves_no_unit_behind(store: Store) -> None:
    settings.save_station(store, station_name="Trạm Y tế xã Vĩnh Giaa")
    came = units.find_or_add(store, "Trạm Y tế xã Vĩnh Gia")  # with the station's own file
    words = settings.save_station(store, station_name="Trạm Y tế xã Vĩnh Gia")
    assert "Đã đóng đơn vị “Trạm Y tế xã Vĩnh Giaa”" in words
    assert [(unit.id, unit.name) for unit in units.all_units(store)] == [(came, "Trạm Y tế xã Vĩnh Gia")]
    history.undo(store)
    assert sorted(names(store)) == ["Trạm Y tế xã Vĩnh Gia", "Trạm Y tế xã Vĩnh Giaa"]
    assert settings.load(store).station_name == "Trạm Y tế xã Vĩnh Giaa"


def test_a_unit_that_somebody_worked_on_stays_when_another_becomes_the_station(store: Store) -> None:
    settings.save_station(store, station_name="Trạm Y tế xã Vĩnh Gia")
    units.edit(store, units.station_id(store) or 0, contact="0296 3888 999")
    units.add(store, "Trạm Y tế xã Vĩnh Phước")
    words = settings.save_station(store, station_name="Trạm Y tế xã Vĩnh Phước")
    assert "Nếu đó chỉ là tên gõ sai thì hãy đóng nó" in words
    assert "Trạm Y tế xã Vĩnh Gia" in names(store)


def test_renaming_the_unit_of_the_station_renames_the_station(store: Store) -> None:
    settings.save_station(store, station_name="Trạm Y tế xã Vĩnh Gia")
    station = units.station_id(store)
    assert station is not None
    units.edit(store, station, name="Trạm Y tế phường Vĩnh Gia")
    assert settings.load(store).station_name == "Trạm Y tế phường Vĩnh Gia"
    assert units.station_id(store) == station
    history.undo(store)
    assert settings.load(store).station_name == "Trạm Y tế xã Vĩnh Gia"


def test_a_station_without_a_name_is_refused(store: Store) -> None:
    with pytest.raises(RefusedError, match="Phải có tên trạm"):
        settings.save_station(store, station_name="  ")


def test_the_station_cannot_be_closed(store: Store) -> None:
    settings.save_station(store, station_name="Trạm Y tế xã Vĩnh Gia")
    with pytest.raises(RefusedError, match="không đóng được"):
        units.close(store, units.station_id(store) or 0)


def test_a_department_is_renamed_and_undone(store: Store) -> None:
    unit = units.add(store, "Trạm Y tế xã Vĩnh Gia")
    pharmacy = units.find_or_add_department(store, unit, "Duoc")
    units.find_or_add_department(store, unit, "Khám bệnh")
    units.rename_department(store, pharmacy, "Dược")
    assert [department.name for department in units.departments(store, unit)] == ["Dược", "Khám bệnh"]
    assert units.find_or_add_department(store, unit, "dược") == pharmacy
    history.undo(store)
    assert units.departments(store, unit)[0].name == "Duoc"


@pytest.mark.parametrize(("name", "expected"), [("  ", "phải có tên"), ("kham benh", "đã có khoa/phòng “Khám bệnh”")])
def test_a_department_keeps_its_name_when_the_new_one_is_empty_or_taken(store: Store, name: str, expected: str) -> None:
    unit = units.add(store, "Trạm Y tế xã Vĩnh Gia")
    pharmacy = units.find_or_add_department(store, unit, "Dược")
    units.find_or_add_department(store, unit, "Khám bệnh")
    with pytest.raises(RefusedError, match=expected):
        units.rename_department(store, pharmacy, name)
