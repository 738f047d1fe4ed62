"""A station to look at: made-up people of one commune, the checklist, and two further units."""

import random
from pathlib import Path

from store import settings
from store.checklist import items
from store.database import Store
from store.models import Person, State
from store.opening import open_store
from store.people import staff, units
from tests.item_words import CHECKLIST
from tests.ready_stores import made_once, new_store

STATION = "Trạm Y tế xã Vĩnh Gia"
SCHOOL = "Trường Tiểu học A Vĩnh Gia"
COMMITTEE = "Ủy ban nhân dân xã Vĩnh Gia"
OTHER_UNITS = (SCHOOL, COMMITTEE)
DEPARTMENTS = ("Hành chính", "Khám bệnh", "Dược", "Y tế dự phòng", "Dân số")

_DUE = {"cccd": "2026-06-29T23:59:59"}
_TARGETS = {"cccd": 1.0, "level2_account": 1.0}
ITEMS = tuple(item._replace(due=_DUE.get(item.key), target=_TARGETS.get(item.key)) for item in CHECKLIST)
REASONS = (
    ("level2_account", "Không có điện thoại thông minh"),
    ("level2_account", "Quên mật khẩu"),
    ("level2_account", "Được cấp nhưng chưa kích hoạt"),
    ("level2_account", "CCCD hết hạn, chờ cấp lại"),
    ("bhyt_linked", "Thẻ sai ngày sinh"),
    ("bhyt_linked", "Thẻ hết hạn"),
    ("bhyt_linked", "Chờ BHXH cập nhật"),
    (None, "Nghỉ thai sản"),
)
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Lý")
_MIDDLE = ("Thị", "Văn", "Thị Mỹ", "Hoàng", "Ngọc", "Minh", "Thanh", "Kim")
_GIVEN = ("An", "Bình", "Châu", "Dung", "Đức", "Giang", "Hà", "Hiền", "Khoa", "Lan", "Mai", "Nam", "Oanh", "Phúc",
          "Quân", "Sơn", "Tâm", "Thảo", "Uyên", "Vinh", "Yến", "Ánh", "Đạt", "Én", "Ứng")  # fmt: skip
_COUNTS = {STATION: 28, SCHOOL: 8, COMMITTEE: 5}


def station(path: Path) -> Store:
    """A store at `path` with the six items, some reasons, 41 people in three units; the same every time."""
    _put_station(path)
    return open_store(path)


@made_once
def _put_station(path: Path) -> None:
    new_store(path)
    with open_store(path) as store:
        items.define(store, "test", ITEMS, REASONS)
        settings.save(
            store,
            station_name=STATION,
            parent_name="UBND XÃ VĨNH GIA",
            health_office_name="SỞ Y TẾ TỈNH AN GIANG",
            place="Vĩnh Gia",
            head_name="Trần Thị Kim Loan",
            head_title="Trưởng trạm",
            letter_number="…/TYT",
        )
        chance = random.Random(20260623)
        with store.transaction():
            for unit in _COUNTS:
                units.find_or_add(store, unit)
            for unit, count in _COUNTS.items():
                for number in range(count):
                    department = DEPARTMENTS[number % len(DEPARTMENTS)] if unit == STATION else None
                    staff.add(store, _person(chance, number), units.find_or_add(store, unit), department)


def _person(chance: random.Random, number: int) -> Person:
    woman = chance.random() < 0.6
    name = f"{chance.choice(_FAMILY)} {chance.choice(_MIDDLE)} {chance.choice(_GIVEN)}"
    year = chance.randint(1965, 2000)
    digit = (1 if woman else 0) + (2 if year >= 2000 else 0)
    person = Person(
        name,
        birth_date=f"{year}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
        sex="nữ" if woman else "nam",
        citizen_id=f"089{digit}{year % 100:02d}{chance.randint(0, 999999):06d}",
        position=chance.choice(("Y sĩ", "Điều dưỡng", "Dược sĩ", "Hộ sinh", "Kế toán")),
        employment=chance.choice(("vien_chuc", "cong_chuc", "nguoi_lao_dong")),
        administrative=number % 7 == 0,
        phone=f"09{chance.randint(0, 99999999):08d}",
    )
    person.states["cccd"] = State.DONE if chance.random() < 0.95 else State.TODO
    level2 = chance.choices((State.DONE, State.TODO, State.UNKNOWN), (78, 17, 5))[0]
    person.states["level2_account"] = level2
    if level2 is State.TODO:
        person.reasons["level2_account"] = chance.choice(REASONS[:4])[1]
    person.states["digital_signature"] = (
        chance.choice((State.DONE, State.TODO)) if person.administrative else State.NOT_APPLICABLE
    )
    for key in ("social_security", "bhyt_linked", "health_book"):
        done = level2 is State.DONE and chance.random() < 0.75
        person.states[key] = State.DONE if done else State.TODO
        if key == "bhyt_linked" and not done and level2 is State.DONE:
            person.reasons[key] = chance.choice(REASONS[4:7])[1]
    return person
