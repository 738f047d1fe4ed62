"""A store of any number of made-up people, built fast: for measuring, not for judging."""

import random
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from store import clock, settings
from store.checklist import items
from store.database import Store
from store.opening import open_store
from store.people import units
from store.text import fold, name_key, sort_key
from tests.item_words import CHECKLIST

STATION = "Trạm Y tế xã Vĩnh Gia"
SCHEMA = Path(clock.__file__).parent / "schema"
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Chau", "Néang")
MIDDLE = ("Văn", "Thị", "Hữu", "Minh", "Ngọc", "Thanh", "Quốc", "Kim", "Thu", "Đình", "Xuân", "Bảo")
GIVEN = (
    *("An", "Ánh", "Bình", "Châu", "Dung", "Đạt", "Giang", "Hà", "Hạnh", "Hiếu", "Hoà", "Hương", "Khánh", "Lan"),
    *("Linh", "Long", "Mai", "Nam", "Nga", "Ngân", "Oanh", "Phúc", "Quyên", "Sơn", "Tâm", "Thảo", "Trang", "Yến"),
)


@dataclass(frozen=True)
class Stores:
    """The stores that are measured: who makes them, and of how many people."""

    make: Callable[[int], Path]
    sizes: tuple[int, ...]
    large: tuple[int, ...]  # those of them for what takes no time with few people
    commands: tuple[int, ...]  # those for whole processes
    rosters: tuple[int, ...]  # those whose people are written into a file
    has_levels: bool = False  # a province: areas, stations and what stands below them


Places = Sequence[tuple[int, int]]  # (unit id, department id)


def crowd(number: int) -> Path:
    """The path of a store with that many people in 40 units of one commune."""
    return made_once(f"crowd-{number}", number, _commune)


def made_once(name: str, number: int, build: Callable[[Store], Places]) -> Path:
    """The path of a store with that many people in units that `build` makes; once a machine and version, and kept."""
    path = Path(tempfile.gettempdir()) / f"tramyte-{name}-{len(list(SCHEMA.glob('*.sql')))}.sqlite3"
    if not path.exists():
        beginning = path.with_suffix(".new")
        beginning.unlink(missing_ok=True)
        with open_store(beginning) as store:
            items.define(store, "benchmark", CHECKLIST, [("level2_account", "Không có điện thoại thông minh")])
            with store.transaction():
                places = build(store)
            _fill(store, number, places)
            store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        beginning.rename(path)
    return path


COMMUNE = Stores(crowd, (40, 400_000), (400_000,), (40,), (100_000,))


def current(kept: Path, folder: Path) -> Path:
    """A copy of its own, which may be changed."""
    return Path(shutil.copy(kept, folder / kept.name))


def _commune(store: Store) -> Places:
    settings.save(store, station_name=STATION)
    places = []
    for number in range(40):
        unit_id = units.add(store, STATION if number == 0 else f"Trường Tiểu học số {number}")
        places += [(unit_id, units.find_or_add_department(store, unit_id, f"Tổ {turn}")) for turn in (1, 2, 3)]
    return places


def _fill(store: Store, number: int, places: Places) -> None:
    rng = random.Random(310)
    names = [f"{f} {m} {n} {g}" for f in FAMILY for m in MIDDLE for n in GIVEN for g in GIVEN]
    keys = {name: (fold(name), name_key(name), sort_key(name)) for name in rng.sample(names, min(len(names), number))}
    pool = list(keys)
    stamp = clock.stamp()

    def row(place: int) -> tuple[object, ...]:
        name = pool[place % len(pool)]
        states = "".join(rng.choices("dtn?", (80, 12, 3, 5), k=6))
        reasons = "1:1" if states[1] == "t" else ""
        born = f"{rng.randint(1966, 2003)}-06-15"
        return (*rng.choice(places), name, *keys[name], born, f"{place:012}", "Điều dưỡng", states, reasons, stamp)

    with store.transaction() as connection:
        connection.executemany(
            "INSERT INTO staff (unit_id, department_id, full_name, folded, name_key, sort_key, birth_date, citizen_id,"
            " position, states, reasons, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            map(row, range(number)),
        )
