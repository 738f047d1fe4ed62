"""A card scanner, a paste or a held key on every place of work: nothing of it is obeyed as commands."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest
from textual.events import Key, Paste
from textual.pilot import Pilot

from store import journal
from store.checklist.items import checklist_items
from store.database import Store
from store.models import Person, StaffMember, State
from store.opening import open_store
from store.people import staff, units
from tests.tui.opened_app import keys_done, shown
from tests.tui.typing_as_unikey import feed
from tui.app import TramyteApp
from tui.framework import machine_speed
from tui.framework.work_screen import ListScreen
from tui.log import log_path
from tui.screens.journal import JournalScreen
from tui.screens.person.screen import PersonScreen
from tui.screens.roster.screen import RosterScreen
from tui.widgets.dialogs import Ask
from tui.widgets.text_area import TextArea

NUMBER = "089185004217"
NAME = "Trần Thị Ngọc Lan"
DELAY = 0.5  # seconds until a key that is held down begins to repeat
CARD = f"{NUMBER}|361123456|{NAME}|12031985|Nữ|Ấp 1, xã Thử, An Giang|15042021\r"


@pytest.fixture(autouse=True)
def _at_machine_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    # A machine that is busy with other tests may take its time between two keys of one burst.
    monkeypatch.setattr(machine_speed, "GAP", 0.3)


@asynccontextmanager
async def opened(path: Path, *, is_known: bool = True) -> AsyncIterator[tuple[TramyteApp, Pilot[int]]]:
    """The program on the station at `path`, where the owner of the card is known or not."""
    with open_store(path) as store:
        if is_known:
            unit = units.all_units(store)[0]
            staff.add(store, Person(NAME, citizen_id=NUMBER, birth_date="1985-03-12"), unit.id)
    app = TramyteApp(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        yield app, pilot
    app.store.close()


def everything(store: Store) -> list[tuple[object, ...]]:
    """All that is known of anybody."""
    return list(store.rows("SELECT id, full_name, citizen_id, states, reasons, removed_at FROM staff ORDER BY id"))


async def first_without(app: TramyteApp, pilot: Pilot[int], *items: str) -> int:
    """Go to the first of the list, of whom nothing is known of these items; answers the id."""
    await pilot.press("home")
    await keys_done(pilot)
    screen = app.screen
    assert isinstance(screen, RosterScreen)
    assert screen.table.current is not None
    for item in items:
        staff.set_state(app.store, [screen.table.current.id], item, State.UNKNOWN)
    screen.reload()
    return screen.table.current.id


def under_cursor(app: TramyteApp) -> str | None:
    assert isinstance(app.screen, RosterScreen)
    row = app.screen.table.current
    return None if row is None else row.full_name


@pytest.mark.parametrize("place", ["f12", "f2", "f3", "f4", "f5"])
@pytest.mark.parametrize("typed", [CARD, NUMBER], ids=["card", "number"])
async def test_a_scanned_card_leads_to_its_person_and_changes_nothing(path: Path, place: str, typed: str) -> None:
    async with opened(path) as (app, pilot):
        before = everything(app.store)
        await pilot.press(place)
        await feed(pilot, typed)
        await keys_done(pilot)
        assert under_cursor(app) == NAME
        assert everything(app.store) == before


async def test_one_key_notes_the_card(path: Path) -> None:
    async with opened(path) as (app, pilot):
        await feed(pilot, CARD)
        await keys_done(pilot)
        await pilot.press("1")
        await keys_done(pilot)
        member = whom(app)
        assert member.person.states["cccd"] is State.DONE


def whom(app: TramyteApp) -> StaffMember:
    staff_id = staff.by_citizen_id(app.store, NUMBER)
    assert staff_id is not None
    return staff.get(app.store, staff_id)


async def test_the_same_key_behind_a_card_that_is_noted_already_changes_nothing(path: Path) -> None:
    async with opened(path) as (app, pilot):
        for _ in range(2):
            await feed(pilot, CARD)
            await keys_done(pilot)
            await pilot.press("1")
            await keys_done(pilot)
            assert whom(app).person.states["cccd"] is State.DONE


async def test_the_next_card_asks_anew(path: Path) -> None:
    async with opened(path) as (app, pilot):
        before = everything(app.store)
        for _ in range(2):
            await feed(pilot, CARD)
            await keys_done(pilot)
        assert under_cursor(app) == NAME
        assert everything(app.store) == before


async def test_a_card_of_nobody_begins_a_new_person(path: Path) -> None:
    async with opened(path, is_known=False) as (app, pilot):
        before = everything(app.store)
        await feed(pilot, CARD)
        await keys_done(pilot)
        assert isinstance(app.screen, PersonScreen)
        typed = app.screen.form.typed_values()
        assert {name: typed[name] for name in ("full_name", "citizen_id", "birth_date", "sex")} == {
            "full_name": NAME,
            "citizen_id": NUMBER,
            "birth_date": "12/03/1985",
            "sex": "nữ",
        }
        assert everything(app.store) == before
        await pilot.press("escape")
        await keys_done(pilot)
        assert isinstance(app.screen, Ask), "it is asked whether to keep them"
        await pilot.press("escape")
        await keys_done(pilot)
        assert isinstance(app.screen, PersonScreen)
        assert app.screen.form.typed("full_name") == NAME


@pytest.mark.parametrize(
    "name", ["Tran Thi Ngoc Lan", "Tr?n Th? Ng?c Lan", "TrÇn ThÞ Ngäc Lan", "Traanf Thij Ngocj Lan"]
)
async def test_a_mangled_name_is_left_to_the_person(path: Path, name: str) -> None:
    async with opened(path, is_known=False) as (app, pilot):
        await feed(pilot, CARD.replace(NAME, name).replace("Nữ", "N?"))
        await keys_done(pilot)
        assert isinstance(app.screen, PersonScreen)
        typed = app.screen.form.typed_values()
        assert (typed["full_name"], typed["citizen_id"], typed["sex"]) == ("", NUMBER, "nữ")


async def test_a_card_through_an_input_method_that_takes_letters_back(path: Path) -> None:
    async with opened(path) as (app, pilot):
        before = everything(app.store)
        await feed(pilot, CARD.replace("ầ", "a\x7fâ\x7fầ"))
        await keys_done(pilot)
        assert under_cursor(app) == NAME
        assert everything(app.store) == before


async def test_a_card_while_a_reason_is_asked_for_is_no_reason(path: Path) -> None:
    async with opened(path) as (app, pilot):
        await pilot.press("0")
        await keys_done(pilot)
        before = everything(app.store)
        await feed(pilot, CARD)
        await keys_done(pilot)
        assert under_cursor(app) == NAME
        assert everything(app.store) == before


@pytest.mark.parametrize("scanned", [CARD, "DN4890123456789\r"], ids=["card", "insurance card"])
async def test_what_is_scanned_into_the_words_of_a_reason_is_no_reason(path: Path, scanned: str) -> None:
    async with opened(path) as (app, pilot):
        await pilot.press("0")
        await keys_done(pilot)
        before = everything(app.store)
        await pilot.press("q")
        await keys_done(pilot)
        await pilot.pause(0.35)
        await feed(pilot, scanned)
        await keys_done(pilot)
        assert everything(app.store) == before


async def test_a_card_in_the_form_of_somebody_else_changes_nothing(path: Path) -> None:
    async with opened(path) as (app, pilot):
        await pilot.press("home")
        first = under_cursor(app)
        assert first != NAME
        await pilot.press("enter")
        await keys_done(pilot)
        before = everything(app.store)
        await feed(pilot, CARD)
        await keys_done(pilot)
        await pilot.press("escape", "escape")
        await keys_done(pilot)
        assert everything(app.store) == before


async def test_a_card_is_no_text_of_a_section(path: Path) -> None:
    async with opened(path) as (app, pilot):
        await pilot.press("f5")
        await keys_done(pilot)
        await pilot.press("tab", "enter")
        await keys_done(pilot)
        assert isinstance(app.focused, TextArea)
        await pilot.press(*"Ba")
        await pilot.pause(2 * machine_speed.GAP)
        assert isinstance(app.focused, TextArea)
        await feed(pilot, CARD)
        await keys_done(pilot)
        assert under_cursor(app) == NAME, "as from everywhere"
        assert list(app.store.rows("SELECT text FROM narrative")) == [("Ba",)]
        assert not app.store.value("SELECT count(*) FROM history WHERE after LIKE ?", (f"%{NUMBER}%Ấp 1%",))


async def test_a_question_over_the_list_is_not_answered_by_a_card(path: Path) -> None:
    async with opened(path) as (app, pilot):
        before = everything(app.store)
        await pilot.press("ctrl+d")
        await pilot.pause(0.35)
        await feed(pilot, "1" + CARD)
        await keys_done(pilot)
        assert everything(app.store) == before


async def test_a_paste_on_the_list_is_a_search(path: Path) -> None:
    async with opened(path) as (app, pilot):
        await keys_done(pilot)
        app.post_message(Paste("ngoc lan"))
        await keys_done(pilot)
        assert under_cursor(app) == NAME


async def test_a_paste_goes_on_with_the_search(path: Path) -> None:
    async with opened(path) as (app, pilot):
        await pilot.press("l", "a", "n")
        app.post_message(Paste(" ngoc"))
        await keys_done(pilot)
        assert under_cursor(app) == NAME


async def test_a_key_right_before_the_program_ends_is_forgotten(path: Path) -> None:
    async with opened(path) as (app, pilot):
        app.post_message(Key("1", "1"))
        for _ in range(10):
            await pilot.pause(0)
        assert app.has_keys_waiting
    await app._run_is_over()  # its time was over while the screens were closed
    assert not app.has_keys_waiting


async def test_a_digit_that_is_held_down_counts_once(path: Path) -> None:
    async with opened(path) as (app, pilot):
        who = await first_without(app, pilot, "cccd")
        await feed(pilot, "1" * 30)
        await keys_done(pilot)
        assert staff.get(app.store, who).person.states["cccd"] is State.DONE


async def test_what_a_held_digit_repeats_later_is_no_second_press(path: Path) -> None:
    """A keyboard waits up to a second before it repeats: the press was obeyed by then."""
    async with opened(path) as (app, pilot):
        who = await first_without(app, pilot, "cccd")
        at, changes = monotonic(), 0
        for gaps in ([0.0], [DELAY, *[0.033] * 15], [0.4], [0.033] * 15):  # one comes late: repeats come in parts
            for gap in gaps:
                at += gap
                key = Key("1", "1")
                key.time = at
                app.post_message(key)
            await keys_done(pilot)
            changes = changes or journal.last_change(app.store)
        assert journal.last_change(app.store) == changes
        assert staff.get(app.store, who).person.states["cccd"] is State.DONE


async def test_keys_that_were_typed_while_the_program_stood_still_keep_their_order(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virus scanner stopped it for a second: all that was typed comes at once, and each state is of its person."""
    async with opened(path) as (app, pilot):
        await pilot.press("home")
        await keys_done(pilot)
        screen = app.screen
        assert isinstance(screen, RosterScreen)
        rows = [screen.table.row(place) for place in range(3)]
        who = [row.id for row in rows if row is not None]
        items = [item.key for item in checklist_items(app.store)]
        for item in items:
            staff.set_state(app.store, who, item, State.DONE)
        screen.reload()
        await keys_done(pilot)
        monkeypatch.setattr(machine_speed, "GAP", 0.036)
        for key in ("f2", "2", "0", "down", "6", "0", "down", "6", "0"):  # 0: without a reason
            app.post_message(Key(key, key if len(key) == 1 else None))
        await keys_done(pilot)
        changed = [
            [number for number, item in enumerate(items, 1) if states[item] is not State.DONE]
            for states in (staff.get(app.store, each).person.states for each in who)
        ]
        assert changed == [[2], [6], [6]]


async def test_behind_what_was_taken_for_a_text_nothing_of_the_burst_is_obeyed(path: Path) -> None:
    """Else digits that were meant for the next person would hit another one."""
    async with opened(path) as (app, pilot):
        await pilot.press("home")
        await keys_done(pilot)
        before = everything(app.store)
        at = monotonic()
        for key in ("2", "1", "6", "up", "2", "down", "1", "6"):
            event = Key(key, key if len(key) == 1 else None)
            event.time = at
            app.post_message(event)
        await keys_done(pilot)
        assert everything(app.store) == before
        await pilot.press("escape", "home", "1")
        await keys_done(pilot)
        assert everything(app.store) != before, "the next key is one again"


async def test_two_keys_at_once_are_two_keys(path: Path) -> None:
    async with opened(path) as (app, pilot):
        who = await first_without(app, pilot, "cccd", "level2_account")
        await feed(pilot, "12")
        await keys_done(pilot)
        states = staff.get(app.store, who).person.states
        assert states["cccd"] is states["level2_account"] is State.DONE


async def test_a_second_card_in_the_form_of_the_first_changes_no_field(path: Path) -> None:
    second = "001183614622||Phan Thị Mỹ Hương|08091983|Nữ|Khóm 1|10052021\r"
    async with opened(path, is_known=False) as (app, pilot):
        await pilot.press("f2")
        await feed(pilot, CARD)
        await keys_done(pilot)
        assert isinstance(app.screen, PersonScreen)
        before = app.screen.form.typed_values()
        await feed(pilot, second)
        await keys_done(pilot)
        assert app.screen.form.typed_values() == before
        assert before["citizen_id"] == NUMBER


async def test_a_card_that_was_typed_slowly_is_no_name(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_speed, "GAP", 0)
    async with opened(path, is_known=False) as (app, pilot):
        known = everything(app.store)
        await pilot.press("f2", "ctrl+n")
        await feed(pilot, CARD.rstrip())
        await pilot.press("ctrl+s")
        await keys_done(pilot)
        assert isinstance(app.screen, PersonScreen)
        assert "Họ và tên không có số" in str(app.screen.query_one("#say-full_name").render())
        assert everything(app.store) == known


@pytest.mark.parametrize("typed", [CARD, NUMBER], ids=["card", "number"])
@pytest.mark.parametrize("is_known", [True, False])
async def test_the_search_does_not_show_the_number_of_a_card(path: Path, typed: str, *, is_known: bool) -> None:
    async with opened(path, is_known=is_known) as (app, pilot):
        await pilot.press("f2")
        await feed(pilot, typed)
        await keys_done(pilot)
        if not is_known:
            await pilot.press("escape")
            await keys_done(pilot)
            await pilot.press("2")
            await keys_done(pilot)
        assert isinstance(app.screen, RosterScreen)
        assert NUMBER not in shown(pilot)
        assert f"•••{NUMBER[-3:]}" in shown(pilot).splitlines()[1]


@pytest.mark.parametrize("place", ["f2", "f3"])
async def test_a_number_that_was_typed_is_covered_once_the_search_is_left(path: Path, place: str) -> None:
    async with opened(path) as (app, pilot):
        await pilot.press(place, "ctrl+f", *NUMBER)
        await keys_done(pilot)
        assert NUMBER in shown(pilot), "one sees what one types"
        await pilot.press("down")
        await keys_done(pilot)
        assert NUMBER not in shown(pilot)
        assert f"•••{NUMBER[-3:]}" in shown(pilot)
        if isinstance(app.screen, ListScreen):
            assert NUMBER not in app.screen.chosen_by(), "nor is it written on the list that is exported"
        await pilot.press("ctrl+f")
        await keys_done(pilot)
        assert NUMBER in shown(pilot)
        assert "uncovered search" in log_path().read_text("utf-8")


async def test_a_number_that_was_looked_for_in_the_log_is_covered(path: Path) -> None:
    async with opened(path) as (app, pilot):
        app.action_go("journal")
        await keys_done(pilot)
        await pilot.press("ctrl+f", *NUMBER, "enter")
        await keys_done(pilot)
        assert isinstance(app.screen, JournalScreen)
        assert f"Đang tìm “•••••••••{NUMBER[-3:]}”" in shown(pilot)
        assert NUMBER not in shown(pilot) + app.screen.chosen_by()
