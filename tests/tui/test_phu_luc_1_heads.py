"""The heads of a long table stay in sight while its rows scroll."""

from pathlib import Path

from store.models import Person
from store.people import staff, units
from tests.tui.opened_app import NARROW, opened, press, shown
from tests.tui.station import STATION, station


async def test_the_heads_stay_over_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    with station(path) as store:
        unit = units.find(store, STATION)
        assert unit is not None
        for number in range(30):
            staff.add(
                store, Person(f"Lê Văn A{'abcdefghiklmnopqrstuvxyzABCDEF'[number]}"), unit.id, f"Tổ {number + 10}"
            )
    async with opened(path, NARROW) as pilot:
        await press(pilot, "f5", "f8", *["down"] * 25)
        seen = shown(pilot)
        assert "(3)" in seen
        assert "Mức 2" in seen.split("(3)")[0]
        assert "Tổ 10 " not in seen
        cursor = next(line for line in seen.splitlines() if "Tổ 3" in line)
        assert cursor
        await press(pilot, "ctrl+home")
        assert shown(pilot).count("(3)") == 1
        assert "│ 1  │" in shown(pilot)
