"""Lines that are pasted, and a scanned card, change nothing at any place of work: one program visits all of them."""

from pathlib import Path

import pytest
from textual import events

from store.models import Person
from store.people import staff, units
from tests.tui.opened_app import opened, press
from tests.tui.station import STATION, station
from tests.tui.typing_as_unikey import feed
from tui.places import PLACES

NUMBER = "089185004217"
TEN_LINES = "\r\n".join(f"{n}. ghi chú dài của dòng {n}: 1 2 3" for n in range(10))
CARD = f"{NUMBER}|361123456|Trần Thị Ngọc Lan|12031985|Nữ|Ấp 1, xã Thử, An Giang|15042021"


@pytest.mark.parametrize("bracketed", [True, False], ids=["bracketed", "as keys"])
@pytest.mark.parametrize("pasted", [TEN_LINES, CARD], ids=["ten lines", "card"])
async def test_nothing_is_changed_by_a_paste_at_any_place(tmp_path: Path, pasted: str, bracketed: bool) -> None:
    path = tmp_path / "s.sqlite3"
    with station(path) as store:
        unit = units.find(store, STATION)
        assert unit is not None
        staff.add(store, Person("Trần Thị Ngọc Lan", "1985-03-12", citizen_id=NUMBER), unit.id)
        before = store.value("SELECT max(id) FROM history")
        async with opened(path) as pilot:
            for place in PLACES:
                pilot.app.action_go(place.mode)  # type: ignore[attr-defined]
                for _ in range(3):
                    await pilot.pause()
                if bracketed:
                    pilot.app.post_message(events.Paste(pasted))
                else:  # a terminal that does not say where a paste begins and ends
                    await feed(pilot, pasted)
                for _ in range(3):  # not until every worker is done: one may wait for an answer
                    await pilot.pause()
                assert store.value("SELECT max(id) FROM history") == before, place.title
                await press(pilot, "escape", "escape")
