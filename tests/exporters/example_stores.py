"""Stores to look at papers of: the demo's, thirty units with 950 people, an empty one, one of a folder of files."""

import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from importers import intake
from importers.grids.files import expand_paths
from store import campaign_use, settings
from store.calendar.periods import Period
from store.campaigns import file
from store.checklist.items import checklist_items
from store.database import Store
from store.figures import figure_entry, indicators, localities
from store.figures.indicators import Figure
from store.models import Person, State
from store.monitoring import data_sources
from store.opening import open_store
from store.people import staff, units

STATION = "Trạm Y tế xã Tri Tôn"
DEPARTMENTS = ("Hành chính", "Khám bệnh", "Cấp cứu", "Dược", "Y tế dự phòng", "Dân số")
_NEED_LEVEL2 = ("social_security", "bhyt_linked", "health_book")
_UNITS, _PEOPLE = 30, 950
_KINDS = ("Trường Tiểu học", "Trường Trung học cơ sở", "Trường Mẫu giáo", "Hội Nông dân", "Ban Nhân dân khóm")
_PLACES = ("Núi Tô", "Tri Tôn", "An Lộc", "Châu Lăng", "Lương Phi", "Ô Lâm")
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Công Tằng Tôn Nữ", "Néang")
_GIVEN = ("Văn An", "Thị Bình", "Thị Mỹ Dung", "Hoàng Giang", "Ngọc Khánh Linh", "Minh Quân", "Sóc Ron")
_REASONS = (
    "Không có điện thoại thông minh",
    "Quên mật khẩu",
    "Được cấp nhưng chưa kích hoạt",
    "CCCD hết hạn, chờ cấp lại",
    "Thẻ BHYT sai ngày sinh",
    "Chờ BHXH cập nhật",
    "Chưa nhận được mã OTP",
    "Nghỉ thai sản",
)


def demo(path: Path) -> Store:
    """What `tyt demo` shows."""
    from tui.commands.demo import build

    store = open_store(path)
    build(store)
    return store


def of_files(path: Path, folder: Path) -> Store:
    """A station that took in every file of a folder that names its unit."""
    store = _named(path)
    for one in expand_paths([folder]):
        for incoming in intake.parts(store, intake.read(store, one)):
            if incoming.plan is not None and incoming.plan.unit:
                intake.apply(store, incoming)
    return store


def large(path: Path) -> Store:
    """Thirty units with 950 people, some departments, every campaign, figures of localities; the same each time."""
    store, chance = _named(path), random.Random(950)
    for name in file.built_in():
        campaign_use.use(store, file.load(file.built_in()[name]))
    names = [STATION, *(f"{_KINDS[n % 5]} {_PLACES[n % 6]} {n}" for n in range(1, _UNITS))]
    ids = [units.find_or_add(store, name) for name in names]
    items = [item.key for item in checklist_items(store)]
    for number in range(_PEOPLE):
        place = number % _UNITS if number >= 60 else 0
        department = chance.choice(DEPARTMENTS) if place == 0 else None
        staff.add(store, _person(chance, number, items), ids[place], department)
    wanted = [one for one in indicators.all_indicators(store) if one.by != "facility"]
    for number in range(1, 21):
        localities.add(store, f"Ấp {_PLACES[number % 6]} {number}", kind="area", code="")
        for one in wanted:
            figure = Figure(f"Ấp {_PLACES[number % 6]} {number}", 600 + number, 1000 + number)
            figure_entry.enter(store, one, Period("monthly", "2026-06-01"), figure)
    data_sources.add_offered(store)
    return store


def empty(path: Path) -> Store:
    """A station with a name and nothing else."""
    return _named(path)


def _named(path: Path) -> Store:
    store = open_store(path)
    settings.save_station(
        store,
        station_name=STATION,
        place="Tri Tôn",
        phone="0296 3874 115",
        parent_name="Ủy ban nhân dân xã Tri Tôn",
        health_office_name="Sở Y tế tỉnh An Giang",
        head_name="Nguyễn Văn Hòa",
        head_title="Trưởng trạm",
        letter_number="…/TYT",
    )
    return store


def _person(chance: random.Random, number: int, items: Sequence[str]) -> Person:
    states = {key: chance.choices((State.DONE, State.TODO, State.UNKNOWN), (80, 15, 5))[0] for key in items}
    if states["level2_account"] is not State.DONE:  # nobody has what needs it
        states |= {key: State.TODO for key in _NEED_LEVEL2 if states[key] is State.DONE}
    reasons = {key: chance.choice(_REASONS) for key, state in states.items() if state is State.TODO}
    born = date(chance.randint(1965, 2003), chance.randint(1, 12), chance.randint(1, 28)).isoformat()
    name = f"{chance.choice(_FAMILY)} {chance.choice(_GIVEN)}"
    return Person(name, birth_date=born, citizen_id=f"0890{number:08d}", states=states, reasons=reasons)
