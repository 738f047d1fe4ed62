"""The form of a person: each field is on disk when it is left, and what is doubtful is said beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from store import history, staff, units
from store.models import Person, State
from tests.tui.station import STATION, station
from tests.tui.typing_as_unikey import bursts, feed
from tui.app import TramyteApp
from tui.screens.person import PersonScreen
from tui.widgets.form import Form


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TramyteApp]:
    monkeypatch.setenv("TYT_NOW", "2026-06-23T14:00:00")
    path = tmp_path / "trạm.sqlite3"
    station(path).close()
    made = TramyteApp(path)
    yield made
    made.store.close()


def somebody(app: TramyteApp) -> int:
    unit = units.find(app.store, STATION)
    assert unit is not None
    return staff.add(app.store, Person("Lê Văn Thử", "1984-05-01", "nam", "089084001234"), unit.id)


async def open_form(pilot: Pilot[int], app: TramyteApp, staff_id: int | None) -> Form:
    await pilot.pause()
    app.push_screen(PersonScreen(staff_id))
    await pilot.pause()
    await pilot.pause()
    return app.screen.query_one(Form)


def said(form: Form, name: str) -> str:
    return str(form.query_one(f"#say-{name.replace('.', '-')}", Static).content)


async def replace(pilot: Pilot[int], form: Form, name: str, text: str) -> None:
    form.focus_field(name)
    await pilot.pause()
    await pilot.press("end", "ctrl+u")
    await feed(pilot, text)


async def test_a_field_that_is_left_is_on_disk_and_is_one_step_of_undo(app: TramyteApp) -> None:
    who = somebody(app)
    async with app.run_test(size=(80, 24)) as pilot:
        form = await open_form(pilot, app, who)
        await replace(pilot, form, "position", "".join(bursts("Điều dưỡng")) + "\t")
        await pilot.pause()
        assert staff.get(app.store, who).person.position == "Điều dưỡng"
        assert said(form, "position") == "✓ đã ghi"
        history.undo(app.store)
        assert staff.get(app.store, who).person.position is None


async def test_a_wrong_value_says_why_and_is_not_written(app: TramyteApp) -> None:
    who = somebody(app)
    async with app.run_test(size=(120, 36)) as pilot:
        form = await open_form(pilot, app, who)
        await replace(pilot, form, "birth_date", "31/02/1984\t")
        assert "Không phải ngày" in said(form, "birth_date")
        assert staff.get(app.store, who).person.birth_date == "1984-05-01"
        await replace(pilot, form, "citizen_id", "12345\t")
        assert "5/12" in said(form, "citizen_id")
        assert staff.get(app.store, who).person.citizen_id == "089084001234"


async def test_a_cccd_that_disagrees_is_told_while_one_types_and_may_be_kept(app: TramyteApp) -> None:
    who = somebody(app)
    async with app.run_test(size=(120, 36)) as pilot:
        form = await open_form(pilot, app, who)
        await replace(pilot, form, "citizen_id", "089185001234")
        assert "nữ" in said(form, "citizen_id")
        assert "1985" in said(form, "citizen_id")
        await feed(pilot, "\t")
        assert staff.get(app.store, who).person.citizen_id == "089185001234"


async def test_somebody_elses_cccd_is_refused_with_their_name(app: TramyteApp) -> None:
    who = somebody(app)
    other = staff.add(app.store, Person("Bùi Thị Khác", citizen_id="089185000777"), 1)
    async with app.run_test(size=(120, 36)) as pilot:
        form = await open_form(pilot, app, who)
        await replace(pilot, form, "citizen_id", "089185000777\t")
        await pilot.pause()
        assert "Bùi Thị Khác" in said(form, "citizen_id")
    assert staff.get(app.store, who).person.citizen_id == "089084001234"
    assert staff.get(app.store, other).person.citizen_id == "089185000777"


async def test_escape_gives_the_old_text_back_and_then_closes(app: TramyteApp) -> None:
    who = somebody(app)
    async with app.run_test(size=(80, 24)) as pilot:
        form = await open_form(pilot, app, who)
        await replace(pilot, form, "full_name", "Sai")
        await pilot.press("escape")
        assert form.typed("full_name") == "Lê Văn Thử"
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, PersonScreen)
    assert staff.get(app.store, who).person.full_name == "Lê Văn Thử"


async def test_chua_asks_why_and_the_reason_is_one_key(app: TramyteApp) -> None:
    who = somebody(app)
    async with app.run_test(size=(80, 24)) as pilot:
        form = await open_form(pilot, app, who)
        form.focus_field("state.level2_account")
        await pilot.press("2")
        await pilot.pause()
        await pilot.press("1")
        await pilot.pause()
        person = staff.get(app.store, who).person
        assert person.states["level2_account"] is State.TODO
        assert person.reasons["level2_account"]
        form.focus_field("state.bhyt_linked")
        await pilot.press("1")
        await pilot.pause()
        assert staff.get(app.store, who).person.done_on["bhyt_linked"] == "2026-06-23"
        assert "Mâu thuẫn" in str(app.screen.query_one("#person-strip", Static).content) or said(
            form, "state.bhyt_linked"
        )


async def test_a_possible_double_is_shown_before_it_is_made(app: TramyteApp) -> None:
    who = somebody(app)
    before = len(list(staff.members(app.store)))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_form(pilot, app, None)
        await feed(pilot, "".join(bursts("Lê Văn Thử")) + "\t1984\t")
        await pilot.pause()
        assert "Có thể đã có trong sổ" in str(app.screen.query_one("#person-strip", Static).content)
        await pilot.press("ctrl+s")
        await pilot.pause()
        await pilot.press("1")  # open the one who is there
        await pilot.pause()
    assert len(list(staff.members(app.store))) == before
    assert staff.get(app.store, who).person.full_name == "Lê Văn Thử"


async def test_leaving_somebody_new_asks(app: TramyteApp) -> None:
    before = len(list(staff.members(app.store)))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_form(pilot, app, None)
        await feed(pilot, "".join(bursts("Trịnh Quế Mới")))
        await pilot.press("escape")  # the text goes back first
        await feed(pilot, "".join(bursts("Trịnh Quế Mới")) + "\t")
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("1")
        await pilot.pause()
    names = [member.person.full_name for member in staff.members(app.store)]
    assert len(names) == before + 1
    assert "Trịnh Quế Mới" in names


async def test_the_log_tells_what_was_done(app: TramyteApp) -> None:
    who = somebody(app)
    staff.set_state(app.store, [who], "cccd", State.TODO, "Mất CCCD")
    async with app.run_test(size=(120, 36)) as pilot:
        await open_form(pilot, app, who)
        await pilot.press("f7")
        await pilot.pause()
        told = " ".join(str(widget.content) for widget in app.screen.query(Static))
        assert "CCCD: ? Chưa rõ → ✗ Chưa" in told
        assert "Mất CCCD" in told
        assert "thêm vào sổ" in told
