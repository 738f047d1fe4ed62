"""A province of any number of made-up people: 2,000 units in a tree of areas, stations and what stands below them."""

from pathlib import Path

from store import settings
from store.database import Store
from store.people import units
from tests.benchmarks.crowd import STATION, Places, Stores, made_once

AREAS, STATIONS, BELOW = 9, 199, 1_791  # with the office that keeps the store: 2,000
SIZES = (40, 4_000, 40_000, 400_000)
_KINDS = ("Trường Mầm non", "Trường Tiểu học", "Trường THCS", "Điểm trạm", "UBND xã", "Hội Phụ nữ xã")


def province(number: int) -> Path:
    """The path of a store with that many people, made once a machine and version, and kept between runs."""
    return made_once(f"province-{number}", number, _build)


PROVINCE = Stores(province, SIZES, SIZES, SIZES, SIZES[:-1], has_levels=True)


def _build(store: Store) -> Places:
    """People are in the stations and in what stands below them; an area is an office without people."""
    settings.save(store, station_name="Sở Y tế tỉnh An Phú")
    top = units.add(store, "Sở Y tế tỉnh An Phú", kind="province")
    areas = [units.add(store, f"Khu vực {number + 1}", parent_id=top) for number in range(AREAS)]
    names = [STATION if number == 0 else f"Trạm Y tế xã số {number}" for number in range(STATIONS)]
    stations = [units.add(store, name, parent_id=areas[place % AREAS]) for place, name in enumerate(names)]
    below = [
        units.add(store, f"{_KINDS[number % len(_KINDS)]} số {number}", parent_id=stations[number % STATIONS])
        for number in range(BELOW)
    ]
    filled = [*stations, *below]
    return [(unit, units.find_or_add_department(store, unit, f"Tổ {turn}")) for unit in filled for turn in (1, 2)]
