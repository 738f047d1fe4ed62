"""A form that is saved over what another window wrote meanwhile shows both values, and asks which one stays."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import settings
from store.calendar.periods import Period
from store.campaigns.indicator import Indicator
from store.database import Store
from store.field_ref import FieldRef
from store.figures import figure_entry, indicators, localities
from store.figures.indicators import Figure
from store.models import State
from store.monitoring import data_sources, organisations, tasks
from store.opening import open_store
from store.people import reason_dictionary, staff, units
from store.registers import entries
from store.registers.declared import REGISTERS
from tests.tui.opened_app import opened, press, settled, shown
from tui.app import TramyteApp
from tui.framework.form import Form
from tui.framework.form_screen import FormScreen, RecordForm
from tui.screens.person.screen import PersonScreen
from tui.screens.reasons import ReasonsScreen
from tui.screens.tracking.indicators import IndicatorsScreen
from tui.widgets.dialogs import Ask, PickOne

PLACE = "Ấp An Hòa"


def elsewhere(path: Path, write: Callable[[Store], object]) -> None:
    """Another window writes."""
    with open_store(path) as window:
        write(window)


def asked(pilot: Pilot[int]) -> str:
    """The question that stands on the screen."""
    assert isinstance(pilot.app.screen, Ask)
    return pilot.app.screen.body


def the_app(pilot: Pilot[int]) -> TramyteApp:
    assert isinstance(pilot.app, TramyteApp)
    return pilot.app


# -- the figures of a place


def books(store: Store) -> tuple[Indicator, Period]:
    """The indicator of health books, of which the plan wants 90 %, in June."""
    return indicators.all_indicators(store)[1], Period("monthly", "2026-06-01")


def figure(path: Path) -> tuple[int | None, int | None, str]:
    with open_store(path) as store:
        indicator, period = books(store)
        found = {line.now.locality: line.now for line in indicators.table(store, indicator, period).lines}[PLACE]
        return found.numerator, found.denominator, found.source


def sends(numerator: int, source: str = "BHXH cơ sở") -> Callable[[Store], object]:
    def write(store: Store) -> None:
        figure_entry.enter(store, *books(store), Figure(PLACE, numerator, 731, source))

    return write


async def at_the_figure(pilot: Pilot[int]) -> None:
    the_app(pilot).action_go("indicators")
    await settled(pilot)
    await press(pilot, "tab", "home")
    screen = pilot.app.screen
    assert isinstance(screen, IndicatorsScreen)
    while screen.chosen is not None and screen.chosen.now.locality != PLACE:
        await press(pilot, "down")


@pytest.mark.parametrize(("answer", "kept"), [("1", 680), ("2", 700)])
async def test_a_figure_that_came_while_one_was_typed_is_shown_beside_it(path: Path, answer: str, kept: int) -> None:
    elsewhere(path, sends(660))
    async with opened(path) as pilot:
        await at_the_figure(pilot)
        await press(pilot, "enter", "ctrl+u", "text:700")
        elsewhere(path, sends(680))
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert asked(pilot) == "Số đạt: sổ nay là 680, đang gõ 700."
        assert figure(path)[0] == 680
        await press(pilot, answer)
        await settled(pilot)
        assert isinstance(pilot.app.screen, RecordForm) is (answer == "1"), "what was kept is looked at once more"
        assert figure(path)[0] == kept


async def test_what_nobody_touched_in_the_form_keeps_the_newer_value(path: Path) -> None:
    elsewhere(path, sends(660))
    async with opened(path) as pilot:
        await at_the_figure(pilot)
        await press(pilot, "enter", "ctrl+u", "text:700")
        elsewhere(path, sends(660, "BHXH huyện"))
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert figure(path) == (700, 731, "BHXH huyện")


async def test_the_first_figure_of_a_place_is_disputed_too(path: Path) -> None:
    async with opened(path) as pilot:
        await at_the_figure(pilot)
        await press(pilot, "text:700")
        elsewhere(path, sends(680))
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert "sổ nay là 680" in asked(pilot)


async def test_a_third_value_while_the_question_stands_is_asked_about_again(path: Path) -> None:
    elsewhere(path, sends(660))
    async with opened(path) as pilot:
        await at_the_figure(pilot)
        await press(pilot, "enter", "ctrl+u", "text:700")
        elsewhere(path, sends(680))
        await press(pilot, "ctrl+s")
        elsewhere(path, sends(690))
        await press(pilot, "2")
        await settled(pilot)
        assert asked(pilot) == "Số đạt: sổ nay là 690, đang gõ 700."


async def test_an_open_form_follows_the_other_window(path: Path) -> None:
    elsewhere(path, sends(660))
    async with opened(path) as pilot:
        await at_the_figure(pilot)
        await press(pilot, "enter", "down", "down", "text:; trạm")
        elsewhere(path, sends(680))
        the_app(pilot)._follow_store()
        form = pilot.app.screen.query_one(Form)
        assert (form.typed("numerator"), form.typed("source")) == ("680", "BHXH cơ sở; trạm")
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert figure(path) == (680, 731, "BHXH cơ sở; trạm")


async def test_what_stands_beside_the_field_is_of_the_number_that_was_kept(path: Path) -> None:
    elsewhere(path, sends(660))
    async with opened(path) as pilot:
        await at_the_figure(pilot)
        await press(pilot, "enter", "ctrl+u", "text:700")
        elsewhere(path, sends(680))
        await press(pilot, "ctrl+s")
        await settled(pilot)
        await press(pilot, "1")
        await settled(pilot)
        assert "tỷ lệ 93,02%" in shown(pilot)


async def test_a_number_that_came_while_the_question_stood_is_not_deleted(path: Path) -> None:
    elsewhere(path, sends(660))
    async with opened(path) as pilot:
        await at_the_figure(pilot)
        await press(pilot, "ctrl+d")
        elsewhere(path, sends(680))
        await press(pilot, "2")
        await settled(pilot)
        assert "chưa xoá" in shown(pilot)
        assert figure(path)[0] == 680


async def test_a_record_that_another_window_removed_is_not_written(path: Path) -> None:
    elsewhere(path, lambda store: entries.add(store, REGISTERS[0], **{REGISTERS[0].main.key: "Sổ sức khoẻ"}))
    async with opened(path) as pilot:
        the_app(pilot).action_go("registers")
        await settled(pilot)
        await press(pilot, "enter", "down", "text: mới")
        elsewhere(path, lambda store: entries.remove(store, entries.all_entries(store)[0]))
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert "vừa được bỏ ở cửa sổ khác" in shown(pilot)
        with open_store(path) as store:
            assert entries.all_entries(store) == []


@pytest.mark.parametrize(
    ("place", "remove"),
    [
        ("units", lambda store: units.close(store, units.all_units(store)[-1].id)),
        ("localities", lambda store: localities.remove(store, localities.all_localities(store)[-1].id)),
    ],
)
async def test_what_was_taken_off_its_list_is_not_written(
    path: Path, place: str, remove: Callable[[Store], object]
) -> None:
    elsewhere(path, lambda store: units.add(store, "Trường Thử"))
    async with opened(path) as pilot:
        the_app(pilot).action_go(place)
        await settled(pilot)
        await press(pilot, "end", "enter", "ctrl+u", "text:Ten moi")
        elsewhere(path, remove)
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert "vừa được bỏ ở cửa sổ khác" in " ".join(shown(pilot).split())
        with open_store(path) as store:
            assert units.find(store, "Ten moi") is None
            assert localities.find(store, "Ten moi") is None


# -- the other forms


def note_of_the_first_task(store: Store, text: str) -> None:
    tasks.edit(store, tasks.everything(store)[0], note=text)


def note_of_the_first_account(store: Store, text: str) -> None:
    organisations.edit(store, organisations.all_organisations(store)[0], note=text)


def owner_of_the_first_source(store: Store, text: str) -> None:
    data_sources.edit(store, data_sources.all_sources(store)[0], owner=text)


def code_of_the_first_place(store: Store, text: str) -> None:
    localities.edit(store, localities.all_localities(store)[0].id, code=text)


def head_of_the_first_unit(store: Store, text: str) -> None:
    units.edit(store, units.all_units(store)[0].id, head=text)


@pytest.mark.parametrize(
    ("place", "field", "write"),
    [
        ("tasks", "note", note_of_the_first_task),
        ("organisations", "note", note_of_the_first_account),
        ("data_sources", "owner", owner_of_the_first_source),
        ("localities", "code", code_of_the_first_place),
        ("units", "head", head_of_the_first_unit),
    ],
)
async def test_every_form_shows_both(path: Path, place: str, field: str, write: Callable[[Store, str], None]) -> None:
    async with opened(path) as pilot:
        elsewhere(path, lambda store: data_sources.add(store, name="Phần mềm quản lý", kind="software"))
        the_app(pilot).action_go(place)
        await settled(pilot)
        await press(pilot, "home", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, FormScreen)
        screen.form.focus_field(field)
        await press(pilot, "ctrl+u", "text:40001")
        elsewhere(path, lambda store: write(store, "40002"))
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert "sổ nay là 40002, đang gõ 40001" in asked(pilot)
        await press(pilot, "1")
        assert screen.form.typed(field) == "40002"


async def test_words_of_a_reason_that_another_window_changed_are_shown_beside_the_typed_ones(path: Path) -> None:
    async with opened(path) as pilot:
        the_app(pilot).action_go("reasons")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ReasonsScreen)
        while screen.chosen is not None and screen.chosen.text != "CCCD hết hạn":
            await press(pilot, "down")
        await press(pilot, "enter", "ctrl+u", "text:Phai doi the")
        elsewhere(path, lambda store: reason_dictionary.rename(store, "CCCD hết hạn", "Thẻ quá hạn"))
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert "sổ nay là Thẻ quá hạn, đang gõ Phai doi the" in asked(pilot)
        await press(pilot, "2")
        await settled(pilot)
    with open_store(path) as store:
        assert reason_dictionary.find(store, "Thẻ quá hạn").text == "Phai doi the"


async def test_the_data_of_the_station_show_both(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "ctrl+o", "down", "ctrl+u", "text:Chau Doc")
        elsewhere(path, lambda store: settings.save(store, place="Tri Tôn"))
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert "Địa danh: sổ nay là Tri Tôn, đang gõ Chau Doc." in asked(pilot)
        await press(pilot, "2")
        await settled(pilot)
    with open_store(path) as store:
        assert settings.load(store).place == "Chau Doc"


@pytest.mark.parametrize(("answer", "kept"), [("1", 600), ("2", 500)])
async def test_targets_of_the_grid_are_not_written_over_newer_ones(path: Path, answer: str, kept: int) -> None:
    with open_store(path) as store:
        indicator = books(store)[0]
        place = localities.find(store, PLACE)
        assert place is not None
    async with opened(path) as pilot:
        the_app(pilot).action_go("figures")
        await settled(pilot)
        await press(pilot, "f8")
        screen = pilot.app.screen
        sheet = getattr(screen, "sheet", None)
        assert sheet is not None
        column = sheet.column_of(indicator.key, "target")
        assert column is not None
        sheet.put(PLACE, column, 500)
        elsewhere(path, lambda store: figure_entry.set_targets(store, indicator, [(PLACE, 600)]))
        await press(pilot, "ctrl+s")
        assert asked(pilot).endswith("Chỉ tiêu: sổ nay là 600, đang gõ 500.")
        await press(pilot, answer)
        await settled(pilot)
        with open_store(path) as store:
            assert indicators.targets(store, indicator)[place.id] == kept


# -- a person


async def at_the_person(pilot: Pilot[int], path: Path) -> tuple[PersonScreen, int]:
    await press(pilot, "home", "enter")
    screen = pilot.app.screen
    assert isinstance(screen, PersonScreen)
    assert screen.staff_id is not None
    return screen, screen.staff_id


@pytest.mark.parametrize(("answer", "kept"), [("1", "Hộ lý"), ("2", "Duoc si")])
async def test_a_field_of_a_person_shows_both(path: Path, answer: str, kept: str) -> None:
    async with opened(path) as pilot:
        screen, staff_id = await at_the_person(pilot, path)
        screen.form.focus_field("position")
        await press(pilot, "ctrl+u", "text:Duoc si")
        elsewhere(path, lambda store: staff.edit(store, staff_id, {"position": "Hộ lý"}))
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert "sổ nay là Hộ lý, đang gõ Duoc si" in asked(pilot)
        await press(pilot, answer)
        await settled(pilot)
        assert pilot.app.screen is screen, "it is looked at before it is closed"
        assert screen.form.typed("position") == kept
        with open_store(path) as store:
            assert staff.get(store, staff_id).person.position == kept


async def test_a_question_that_was_left_is_asked_again(path: Path) -> None:
    async with opened(path) as pilot:
        screen, staff_id = await at_the_person(pilot, path)
        screen.form.focus_field("position")
        await press(pilot, "ctrl+u", "text:Duoc si")
        elsewhere(path, lambda store: staff.edit(store, staff_id, {"position": "Hộ lý"}))
        for _ in range(2):
            await press(pilot, "ctrl+s")
            await settled(pilot)
            assert "sổ nay là Hộ lý, đang gõ Duoc si" in asked(pilot)
            await press(pilot, "escape")
        await press(pilot, "escape", "escape")
        await settled(pilot)
        assert pilot.app.screen is not screen, "what was typed is given up"
        with open_store(path) as store:
            assert staff.get(store, staff_id).person.position == "Hộ lý"


async def test_a_state_of_a_person_shows_both(path: Path) -> None:
    async with opened(path) as pilot:
        screen, staff_id = await at_the_person(pilot, path)
        elsewhere(path, lambda store: staff.set_state(store, [staff_id], "cccd", State.UNKNOWN))
        the_app(pilot)._follow_store()
        screen.form.focus_field(FieldRef.state("cccd"))
        elsewhere(path, lambda store: staff.set_state(store, [staff_id], "cccd", State.DONE))
        await press(pilot, "3")
        await settled(pilot)
        assert "sổ nay là ✓ Đã" in asked(pilot)
        await press(pilot, "1")
        await settled(pilot)
        with open_store(path) as store:
            assert staff.get(store, staff_id).person.states["cccd"] is State.DONE


async def test_an_open_person_follows_the_other_window_state_and_day_together(path: Path) -> None:
    async with opened(path) as pilot:
        screen, staff_id = await at_the_person(pilot, path)
        elsewhere(path, lambda store: staff.set_state(store, [staff_id], "cccd", State.TODO, "Chờ cấp lại"))
        the_app(pilot)._follow_store()
        await settled(pilot)
        assert "Chờ cấp lại" in shown(pilot)
        assert screen.person_now().states["cccd"] is State.TODO


async def test_a_reason_is_not_written_over_what_was_done_meanwhile(path: Path) -> None:
    async with opened(path) as pilot:
        screen, staff_id = await at_the_person(pilot, path)
        elsewhere(path, lambda store: staff.set_state(store, [staff_id], "cccd", State.UNKNOWN))
        the_app(pilot)._follow_store()
        screen.form.focus_field(FieldRef.state("cccd"))
        await press(pilot, "2")
        await settled(pilot)
        assert isinstance(pilot.app.screen, PickOne)
        elsewhere(path, lambda store: staff.set_state(store, [staff_id], "cccd", State.DONE))
        await press(pilot, "text:Mat the", "enter")
        await settled(pilot)
        assert "Cửa sổ khác vừa sửa người này" in shown(pilot)
        with open_store(path) as store:
            assert staff.get(store, staff_id).person.states["cccd"] is State.DONE


async def test_the_bottom_line_forgets_a_change_that_is_gone(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "home", "1", "2", "escape")
        words = the_app(pilot).undo_words()
        assert words
        with open_store(path) as window:
            window.write("DELETE FROM history")
            window.write("DELETE FROM change")
        the_app(pilot)._follow_store()
        await settled(pilot)
        assert words not in shown(pilot)


async def test_a_form_that_is_being_taken_down_is_not_followed(path: Path) -> None:
    async with opened(path) as pilot:
        screen, _ = await at_the_person(pilot, path)
        await screen.form.remove_children()
        the_app(pilot)._follow_store()
        screen.dismiss(None)
