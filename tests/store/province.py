"""A small province: two areas, three stations and what stands below them."""

from store import settings
from store.database import Store
from store.models import Person, State
from store.people import staff, units
from tests.store.summaries import UNIT, line, take_in

PROVINCE, NORTH, SOUTH = "Sở Y tế tỉnh Mới", "Khu vực Bắc", "Khu vực Nam"
FIRST, SECOND, THIRD = (f"Trạm Y tế xã {name}" for name in ("Một", "Hai", "Ba"))
SCHOOL, HAMLET = "Trường Tiểu học Một", "Điểm trạm ấp Hai"
ABOVE = {
    PROVINCE: None, NORTH: PROVINCE, SOUTH: PROVINCE, FIRST: NORTH, SECOND: NORTH, THIRD: SOUTH, SCHOOL: FIRST,
    HAMLET: SECOND, UNIT: THIRD,
}  # fmt: skip
#: How many people of each unit have level 2 and how many have not.
ALONE = " (không kể cấp dưới)"
PEOPLE = {PROVINCE: (1, 0), NORTH: (0, 1), FIRST: (2, 1), SECOND: (1, 1), THIRD: (3, 0), SCHOOL: (4, 2), HAMLET: (0, 2)}


def province(store: Store) -> dict[str, int]:
    """Unit name -> id; one unit sent counts instead of names."""
    settings.save(store, station_name=PROVINCE)
    ids: dict[str, int] = {}
    for name, above in ABOVE.items():
        ids[name] = units.add(store, name, kind="province" if name == PROVINCE else None)
        units.edit(store, ids[name], parent_id=ids[above] if above else None)
    for unit, (done, todo) in PEOPLE.items():
        for state in (State.DONE,) * done + (State.TODO,) * todo:
            staff.add(store, Person("Lê An", states={"level2_account": state}), ids[unit], "Dược")
    take_in(store, line(6, "Tổ một", 10, 8, 4, 4))
    return ids
