"""A small station for the tests of the screens: made-up people, the checklist, a handful of reasons."""

import random
from pathlib import Path

from store import items, settings, staff, units
from store.database import Store, open_store
from store.items import ItemDefinition
from store.models import Person, State

ITEMS = (
    ItemDefinition("cccd", "Thẻ CCCD/CC", "CCCD"),
    ItemDefinition("level2_account", "Tài khoản định danh điện tử mức 2", "Mức 2"),
    ItemDefinition("digital_signature", "Chữ ký số chuyên dùng công vụ", "Ký số", "administrative"),
    ItemDefinition("social_security", "Tích hợp tài khoản an sinh xã hội", "ASXH", requires="level2_account"),
    ItemDefinition("bhyt_linked", "Tích hợp thẻ BHYT trên VNeID", "BHYT", requires="level2_account"),
    ItemDefinition("health_book", "Sổ sức khỏe điện tử trên VNeID", "Sổ SK", requires="level2_account"),
)
REASONS = (
    ("level2_account", "Không có điện thoại thông minh"),
    ("level2_account", "Được cấp nhưng chưa kích hoạt"),
    ("level2_account", "Quên mật khẩu"),
    ("level2_account", "Không nhận được OTP"),
    ("bhyt_linked", "Thẻ hết hạn"),
    ("bhyt_linked", "Thẻ sai ngày sinh, họ tên"),
    (None, "Nghỉ thai sản"),
    (None, "Đi học"),
)
STATION = "Trạm Y tế xã Vĩnh Gia"
DEPARTMENTS = ("Khám bệnh", "Dược", "Dân số", "Hành chính")
OTHER_UNITS = ("Trường Tiểu học A Vĩnh Gia", "Ủy ban nhân dân xã Vĩnh Gia")

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Chau", "Võ", "Đặng", "Bùi", "Đỗ")
_MIDDLE = ("Văn", "Thị", "Hữu", "Ngọc", "Minh", "Thị Kim", "Quốc")
_GIVEN = ("An", "Ánh", "Bình", "Cúc", "Dung", "Đạt", "Hoà", "Hương", "Khánh", "Mai", "Phúc", "Sơn", "Thảo", "Yến")
_POSITIONS = ("Bác sĩ", "Y sĩ", "Điều dưỡng", "Dược sĩ", "Hộ sinh", "Kế toán")
_STATES = (State.DONE,) * 6 + (State.TODO, State.UNKNOWN)


def station(path: Path, *, people: int = 40) -> Store:
    """A store with items, reasons, the station with its departments and people, and two further units."""
    store = open_store(path)
    items.define(store, "test", ITEMS, REASONS)
    settings.save(store, station_name=STATION)
    rng = random.Random(310)
    unit_ids = [units.add(store, name) for name in (STATION, *OTHER_UNITS)]
    for number in range(people):
        unit_id = unit_ids[0] if number < people * 2 // 3 else rng.choice(unit_ids[1:])
        department = rng.choice(DEPARTMENTS) if unit_id == unit_ids[0] else None
        staff.add(store, _person(rng, number), unit_id, department)
    return store


def _person(rng: random.Random, number: int) -> Person:
    year = rng.randint(1966, 2001)
    woman = rng.random() < 0.5
    century = (2 if year >= 2000 else 0) + int(woman)
    states = {item.key: rng.choice(_STATES) for item in ITEMS}
    states["digital_signature"] = rng.choice((State.NOT_APPLICABLE, State.DONE))
    reasons = {}
    if states["level2_account"] is State.TODO:
        reasons["level2_account"] = "Không có điện thoại thông minh"
    return Person(
        f"{rng.choice(_FAMILY)} {rng.choice(_MIDDLE)} {rng.choice(_GIVEN)}",
        birth_date=f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        sex="nữ" if woman else "nam",
        citizen_id=f"089{century}{year % 100:02}{number:06}",
        position=rng.choice(_POSITIONS),
        employment="vien_chuc",
        states=states,
        reasons=reasons,
    )
