"""Ctrl+Z takes back what was done here and now; everything else is in the journal, and nothing leaves it."""

from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot

from store import journal, settings
from store.copies import backup, restoring
from store.models import Person, State
from store.opening import open_store
from store.people import staff, units
from tests.tui.opened_app import settled
from tests.tui.test_scanned_cards import everything, opened
from tui.app import TramyteApp
from tui.screens.help import HelpScreen
from tui.screens.journal import JournalScreen
from tui.screens.roster.find import SearchField
from tui.screens.roster.screen import RosterScreen
from tui.widgets.dialogs import Ask
from tui.widgets.key_line import KeyLine


def on_list(app: TramyteApp) -> RosterScreen:
    assert isinstance(app.screen, RosterScreen)
    return app.screen


def first_state(app: TramyteApp) -> State:
    row = on_list(app).table.current
    assert row is not None
    return staff.get(app.store, row.id).person.states["cccd"]


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Keys one by one, as a person presses them."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def begin(app: TramyteApp, pilot: Pilot[int]) -> None:
    """The first person of the list, whose card is not known."""
    await press(pilot, "home")
    row = on_list(app).table.current
    assert row is not None
    with open_store(app.store_path) as other:
        staff.set_state(other, [row.id], "cccd", State.UNKNOWN)
    on_list(app).reload()


async def test_ctrl_z_takes_back_what_was_done_here(path: Path) -> None:
    async with opened(path) as (app, pilot):
        await begin(app, pilot)
        await press(pilot, "1")
        assert first_state(app) is State.DONE
        await press(pilot, "ctrl+z")
        assert first_state(app) is State.UNKNOWN
        await press(pilot, "ctrl+y")
        assert first_state(app) is State.DONE


async def test_nothing_of_an_earlier_sitting_or_another_window_is_taken_back(path: Path) -> None:
    async with opened(path) as (app, pilot):
        before = everything(app.store)
        with open_store(path) as window:
            staff.set_state(window, [1], "cccd", State.TODO)
            after = everything(window)
        await press(pilot, *["ctrl+z"] * 5)
        assert not isinstance(app.screen, Ask)
        assert everything(app.store) == after != before


async def test_what_another_place_did_stays(path: Path) -> None:
    async with opened(path) as (app, pilot):
        await begin(app, pilot)
        await press(pilot, "1", "f3", "ctrl+z", "f2")
        assert first_state(app) is State.DONE
        await press(pilot, "ctrl+z")
        assert first_state(app) is State.UNKNOWN


async def test_ctrl_z_that_is_held_down_empties_nothing(path: Path) -> None:
    async with opened(path) as (app, pilot):
        with open_store(path) as window:
            unit = units.all_units(window)[0]
            for number in range(5):
                staff.add(window, Person(f"Người Thứ {number}"), unit.id)
        people = len(everything(app.store))
        await begin(app, pilot)
        await press(pilot, "1", "2")
        changes = journal.last_change(app.store)
        for _ in range(100):
            app.post_message(Key("ctrl+z", None))
        await settled(pilot)
        assert len(everything(app.store)) == people
        assert journal.last_change(app.store) == changes + 1  # one key, one step


async def test_a_hundred_presses_of_ctrl_z_lose_nobody(path: Path) -> None:
    """Each for itself, as somebody presses who does not see what happens: the question that comes is no answer."""
    async with opened(path) as (app, pilot):
        await press(pilot, "ctrl+n", *"An", "ctrl+n", *"Binh", "ctrl+s")
        await press(pilot, "escape", "escape", "home", "1")
        people = len([row for row in everything(app.store) if row[-1] is None])
        for _ in range(100):
            await pilot.press("ctrl+z")
        await settled(pilot)
        assert isinstance(app.screen, Ask), "it stands before the first person who would go"
        assert len([row for row in everything(app.store) if row[-1] is None]) == people
        await press(pilot, "escape")
        assert len([row for row in everything(app.store) if row[-1] is None]) == people


async def test_after_a_copy_was_restored_the_change_of_another_program_is_not_taken_back(path: Path) -> None:
    async with opened(path) as (app, pilot):
        copy = backup.back_up(path)
        await begin(app, pilot)
        await press(pilot, "2")
        number = journal.last_change(app.store)
        restoring.restore(path, copy)
        with open_store(path) as other:
            while journal.last_change(other) < number:  # numbers are given again
                staff.edit(other, 5, {"position": f"Y sĩ {journal.last_change(other)}"})
            position = staff.get(other, 5).person.position
        before = everything(app.store)
        await press(pilot, "ctrl+z")
        assert everything(app.store) == before
        assert staff.get(app.store, 5).person.position == position


async def test_a_person_who_was_added_is_asked_about(path: Path) -> None:
    async with opened(path) as (app, pilot):
        await press(pilot, "ctrl+n", *"An", "ctrl+s")
        (added,) = [row for row in everything(app.store) if row[1] == "An"]
        await press(pilot, "ctrl+z")
        assert isinstance(app.screen, Ask)
        await press(pilot, "1")
        assert added in everything(app.store)
        await press(pilot, "ctrl+z", "2")
        assert added not in everything(app.store)


async def test_settings_are_asked_about(path: Path) -> None:
    async with opened(path) as (app, pilot):
        settings.save(app.store, head_name="Người Khác")
        await press(pilot, "ctrl+z")
        assert isinstance(app.screen, Ask)
        await press(pilot, "escape")
        assert settings.load(app.store).head_name == "Người Khác"


async def test_a_bulk_beyond_ten_is_asked_about(path: Path) -> None:
    async with opened(path) as (app, pilot):
        ids = [row[0] for row in everything(app.store)][:11]
        staff.set_state(app.store, ids, "cccd", State.TODO)  # type: ignore[arg-type]  # rows are of any values
        await press(pilot, "ctrl+z")
        assert isinstance(app.screen, Ask)


async def test_an_edit_behind_an_undo_does_not_lose_the_redo(path: Path) -> None:
    async with opened(path) as (app, pilot):
        await begin(app, pilot)
        await press(pilot, "1", "ctrl+z")
        assert first_state(app) is State.UNKNOWN
        await press(pilot, "2", "ctrl+y")
        assert first_state(app) is State.DONE


async def test_the_journal_takes_back_and_puts_back_anything(path: Path) -> None:
    with open_store(path) as store:
        staff.set_state(store, [1], "cccd", State.TODO)
        staff.set_state(store, [1], "cccd", State.DONE)
        change = journal.last_change(store)
    async with opened(path) as (app, pilot):
        before = everything(app.store)
        await press(pilot, "ctrl+k")
        assert isinstance(app.screen, JournalScreen)
        assert app.screen.line_list.render_line(0).text.count(":") == 1, "one time of day a line"
        app.screen.go_to_key(change)
        await press(pilot, "enter")
        assert isinstance(app.screen, Ask)
        assert everything(app.store) == before  # a preview changes nothing
        await press(pilot, "2")
        assert staff.get(app.store, 1).person.states["cccd"] is State.TODO
        assert change in [each.id for each in journal.changes(app.store)]
        await press(pilot, "enter", "2")
        assert everything(app.store) == before


async def test_the_journal_is_searched(path: Path) -> None:
    with open_store(path) as store:
        settings.save(store, head_name="Người Khác")
    async with opened(path) as (app, pilot):
        await press(pilot, "ctrl+k", "slash", *"thong tin", "enter")
        assert isinstance(app.screen, JournalScreen)
        assert 0 < len(app.screen.listed) < len(journal.changes(app.store))


@pytest.mark.parametrize("place", ["f12", "f2", "f3", "f4", "f5", "ctrl+k"])
async def test_a_question_mark_is_help(path: Path, place: str) -> None:
    async with opened(path) as (app, pilot):
        before = everything(app.store)
        await press(pilot, place, "question_mark")
        assert isinstance(app.screen, HelpScreen)
        assert everything(app.store) == before


async def test_a_slash_on_the_list_is_search(path: Path) -> None:
    async with opened(path) as (app, pilot):
        before = everything(app.store)
        await press(pilot, "slash")
        assert isinstance(app.screen.focused, SearchField)
        assert everything(app.store) == before


async def test_not_applicable_is_asked_about_where_everybody_is_asked(path: Path) -> None:
    async with opened(path) as (app, pilot):
        await begin(app, pilot)
        before = everything(app.store)
        await press(pilot, "minus")
        assert isinstance(app.screen, Ask)
        await press(pilot, "2")
        assert everything(app.store) == before
        await press(pilot, "right", "right", "minus")  # the signature is asked of administrative staff only
        assert isinstance(app.screen, RosterScreen)
        assert everything(app.store) != before


@pytest.mark.parametrize("name", ["[/] An", "[@click=app.quit]Bình[/]", "[red]Chi"])
async def test_a_name_is_never_read_as_markup(path: Path, name: str) -> None:
    async with opened(path) as (app, pilot):
        await press(pilot, "ctrl+n")
        for letter in name:
            app.post_message(Key(letter, letter))
        await press(pilot, "ctrl+s", "ctrl+z", "2")
        assert app.is_running
        assert name in str([one.message for one in app._notifications])


async def test_what_was_done_stands_in_the_bottom_line_and_covers_nothing(path: Path) -> None:
    async with opened(path) as (app, pilot):
        await begin(app, pilot)
        await press(pilot, "1", "ctrl+z")
        bottom = on_list(app).query_one(KeyLine)
        said = bottom.render_line(0).text.strip()
        assert said.startswith("Đã hoàn tác: ")
        assert ": CCCD " in said
        assert bottom.region.bottom == app.size.height
        app.clear_notifications()
        assert bottom.render_line(0).text.strip().startswith("1–9")


async def test_what_another_window_wrote_is_shown_though_a_key_followed_it(path: Path) -> None:
    async with opened(path) as (app, pilot):
        await begin(app, pilot)
        screen = on_list(app)
        first = screen.table.current
        assert first is not None
        await press(pilot, "down")
        with open_store(path) as other:
            staff.set_state(other, [first.id], "cccd", State.DONE)
        await press(pilot, "2")
        screen.follow_store()
        await press(pilot, "0", "home")
        screen.follow_store()
        shown = screen.table.current
        assert shown is not None
        assert (shown.id, shown.states) == (first.id, staff_states(app, first.id))


def staff_states(app: TramyteApp, staff_id: int) -> str:
    return str(app.store.value("SELECT states FROM staff WHERE id = ?", (staff_id,)))


async def test_a_reason_is_not_written_to_somebody_whom_another_window_took_off(path: Path) -> None:
    async with opened(path) as (app, pilot):
        await begin(app, pilot)
        await press(pilot, "1", "1")
        row = on_list(app).table.current
        assert row is not None
        assert on_list(app).states.is_asking
        with open_store(path) as other:
            staff.remove(other, [row.id])
            last = journal.last_change(other)
        await press(pilot, "1")
        assert journal.last_change(app.store) == last
        assert any("không còn trong sổ" in str(note.message) for note in app._notifications)
