"""A file is reviewed before it goes in: old and new side by side, groups of rows, answers that say what they do."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from importers import intake
from store import history
from store.models import Person, State
from store.people import staff, units
from tests.tui.opened_app import NARROW, WIDE, press, shown
from tests.tui.receiving import choose_files
from tests.tui.station import STATION
from tests.tui.test_receive_answers import NEW, sheet
from tui.app import TramyteApp

NGA = Person("Đặng Thị Kim Nga", "1976-05-06", citizen_id="089176562472", states={"bhyt_linked": State.DONE})
HEADS = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Định danh mức 2", "BHYT"]


@pytest.fixture
def app(receiving_app: TramyteApp) -> TramyteApp:
    unit = units.find(receiving_app.store, STATION)
    assert unit is not None
    staff.add(receiving_app.store, NGA, unit.id)
    return receiving_app


def line_of(pilot: Pilot[int], word: str) -> str:
    return next(line for line in shown(pilot).splitlines() if word in line)


async def test_a_conflict_of_two_numbers_shows_the_digits_that_differ(app: TramyteApp, tmp_path: Path) -> None:
    rows = [[1, "Đặng Thị Kim Nga", "06/05/1976", "089176662472", "x", "x"]]
    async with app.run_test(size=NARROW) as pilot:
        await choose_files(pilot, sheet(tmp_path / "1.csv", STATION, *rows, heads=HEADS))
        await press(pilot, "enter")
        seen = line_of(pilot, "Số CCCD       •")
        assert "••••••5••472" in seen
        assert "••••••6••472" in seen
        assert "089176562472" not in shown(pilot)


async def test_the_same_person_keeps_the_name_of_the_store_and_takes_the_rest(app: TramyteApp, tmp_path: Path) -> None:
    rows = [[1, "Phan Văn Khác", "06/05/1976", "089176562472", "x", "x"]]
    file = sheet(tmp_path / "1.csv", STATION, *rows, heads=HEADS)
    async with app.run_test(size=NARROW) as pilot:
        screen = await choose_files(pilot, file)
        await press(pilot, "enter")
        assert "3 cùng một người, giữ tên trong sổ, lấy phần còn lại" in " ".join(shown(pilot).split())
        await press(pilot, "3", "ctrl+s")
        assert screen.files[0].taken
        again = await choose_files(pilot, sheet(tmp_path / "2.csv", STATION, *rows, heads=HEADS))
        assert again.files[1].is_clean, "the same is not asked again"
    number = staff.by_citizen_id(app.store, "089176562472")
    assert number is not None
    person = staff.get(app.store, number).person
    assert person.full_name == "Đặng Thị Kim Nga"
    assert person.states["level2_account"] is State.DONE


async def test_who_was_kept_as_in_the_store_is_shown_so_after_the_file_went_in(app: TramyteApp, tmp_path: Path) -> None:
    file = sheet(tmp_path / "1.csv", STATION, [1, "Đặng Thị Kim Nga", "1990", "089176562472", "x", "x"], heads=HEADS)
    async with app.run_test(size=NARROW) as pilot:
        screen = await choose_files(pilot, file)
        await press(pilot, "enter")
        assert "1 giữ như trong sổ" in " ".join(shown(pilot).split())
        await press(pilot, "1")
        assert "Sổ: Đặng Thị Kim Nga · sinh 1976" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert screen.files[0].taken
        await press(pilot, "enter")
        assert "sinh 1976" in shown(pilot)
        assert "sinh 1990" not in shown(pilot)


async def test_a_row_that_was_left_out_is_shown_as_of_the_file(app: TramyteApp, tmp_path: Path) -> None:
    file = sheet(tmp_path / "1.csv", STATION, [1, "Phan Văn Khác", "06/05/1976", "089176562472", "x", "x"], heads=HEADS)
    async with app.run_test(size=NARROW) as pilot:
        await choose_files(pilot, file)
        await press(pilot, "enter")
        await press(pilot, "1")
        assert "Tệp: Phan Văn Khác · sinh 1976" in shown(pilot)


async def test_a_wide_window_shows_the_values_of_every_row(app: TramyteApp, tmp_path: Path) -> None:
    rows = [[1, "Đặng Thị Kim Nga", "07/05/1976", "089176562472", "x", "Chưa"], [2, *NEW[1:4], "Chưa", "x"]]
    async with app.run_test(size=WIDE) as pilot:
        screen = await choose_files(pilot, sheet(tmp_path / "1.csv", STATION, *rows, heads=HEADS))
        head, seen, new = (line_of(pilot, word) for word in ("Kết quả", "Đặng Thị Kim Nga  ", "Lý Thị Mới"))
        assert seen.index("07/05/1976") == head.index("Ngày sinh") == new.index("1984")
        assert "05/01" not in shown(pilot), "the day is shown only where it differs"
        assert seen.index("•••••••••472") == head.index("Số CCCD") == new.index("•••••••••111")
        assert seen.index("✓→✗") == head.index("BHYT") == new.index("✓", head.index("Mức 2"))
        await press(pilot, "enter", "1")
        assert "06/05/1976" in line_of(pilot, "Đặng Thị Kim Nga  "), "what will stand in the register, not the file's"
        await pilot.resize_terminal(*NARROW)
        assert "Ngày sinh" not in line_of(pilot, "Kết quả")
        assert screen.page.lines.cursor == 0


async def test_groups_of_rows_stand_with_their_numbers_and_arrows_choose_one(app: TramyteApp, tmp_path: Path) -> None:
    rows = [
        [1, "Đặng Thị Kim Nga", "07/05/1976", "089176562472", "x", "x"],
        [2, *NEW[1:4], "x", "x"],
        [3, "", "", NEW[3], "x", "x"],
    ]
    async with app.run_test(size=NARROW) as pilot:
        screen = await choose_files(pilot, sheet(tmp_path / "1.csv", STATION, *rows, heads=HEADS))
        assert "Tất cả 3   mâu thuẫn 1   bị loại 1   ô cần xem 1   mới 1" in shown(pilot)
        await press(pilot, "right", "right", "left")
        assert [row.outcome.value for row in screen.page.rows] == ["conflict"]
        await press(pilot, "left", "left")
        assert [row.outcome.value for row in screen.page.rows] == ["new"], "the last one stands before the first"
        await press(pilot, "ctrl+s")
        assert "1 mâu thuẫn, dòng 5 không có tên. Trả lời sau thì nhận tiếp được." in shown(pilot)
        assert "1  Nhận 1 dòng tốt, để lại 2" in shown(pilot)


async def test_restored_zeros_are_one_remark_and_no_cells_to_look_at(app: TramyteApp, tmp_path: Path) -> None:
    rows = [[n, f"Lý Thị {'ABC'[n]}n", f"0{n + 1}/01/1984", f"8918400011{n}", "x", "x"] for n in range(3)]
    async with app.run_test(size=WIDE) as pilot:
        await choose_files(pilot, sheet(tmp_path / "1.csv", STATION, *rows, heads=HEADS))
        assert "3 mới; 3 ô đã bù số 0" in shown(pilot)
        assert "cần xem 3" not in shown(pilot)


async def test_of_two_of_one_name_each_has_a_digit(app: TramyteApp, tmp_path: Path) -> None:
    unit = units.find(app.store, STATION)
    assert unit is not None
    both = [
        staff.add(app.store, Person("Lê Thị Hoa", "1980", citizen_id=f"08918000022{n}"), unit.id, department)
        for n, department in ((1, "Khoa Nội"), (2, "Khoa Dược"))
    ]
    file = sheet(tmp_path / "1.csv", STATION, [1, "Lê Thị Hoa", "1980", "", "x", ""], heads=HEADS)
    async with app.run_test(size=NARROW) as pilot:
        screen = await choose_files(pilot, file)
        await press(pilot, "enter")
        seen = " ".join(shown(pilot).split())
        assert "Lê Thị Hoa: sổ có 2 người có thể là người này" in seen
        assert "1 bỏ dòng này" in seen
        assert "2 là Khoa Nội, CCCD …221" in seen
        assert "3 là Khoa Dược, CCCD …222" in seen
        assert "4 là người khác, thêm mới" in seen
        await press(pilot, "3", "ctrl+s")
        assert screen.files[0].taken
    states = [staff.get(app.store, one).person.states["level2_account"] for one in both]
    assert states == [State.UNKNOWN, State.DONE]


async def test_who_is_taken_leaves_the_keys_of_the_other_row_as_they_were(app: TramyteApp, tmp_path: Path) -> None:
    unit = units.find(app.store, STATION)
    assert unit is not None
    for n, department in ((1, "Khoa Nội"), (2, "Khoa Dược")):
        staff.add(app.store, Person("Lê Thị Hoa", "1980", citizen_id=f"08918000022{n}"), unit.id, department)
    rows = [[n, "Lê Thị Hoa", "1980", "", "x", ""] for n in (1, 2)]
    async with app.run_test(size=NARROW) as pilot:
        screen = await choose_files(pilot, sheet(tmp_path / "1.csv", STATION, *rows, heads=HEADS))
        await press(pilot, "enter", "2")
        seen = " ".join(shown(pilot).split())
        assert "1 bỏ dòng này · 3 là Khoa Dược, CCCD …222" in seen
        await press(pilot, "2")
        plan = screen.files[0].plan
        assert plan is not None
        assert plan.counts()["conflict"] == 1, "a key that is gone does nothing"
        await press(pilot, "3")
        assert plan.counts()["new"] == 0


@pytest.mark.parametrize("first", ["1", "2", "4"])
async def test_an_answer_can_be_changed_to_any_other(app: TramyteApp, tmp_path: Path, first: str) -> None:
    rows = [[1, "Đặng Thị Kim Nga", "06/05/1976", "089176662472", "x", "x"]]
    async with app.run_test(size=NARROW) as pilot:
        screen = await choose_files(pilot, sheet(tmp_path / "1.csv", STATION, *rows, heads=HEADS))
        await press(pilot, "enter", first)
        assert "4 cùng một người, giữ số trong sổ" in " ".join(shown(pilot).split())
        await press(pilot, "4")
        plan = screen.files[0].plan
        assert plan is not None
        assert plan.rows[0].outcome == "changed"
        assert [str(each) for each in plan.rows[0].kept] == ["citizen_id"]


@pytest.mark.parametrize("keys", ["31", "11", "321", "131"])
async def test_each_answer_about_twins_can_be_given_again(app: TramyteApp, tmp_path: Path, keys: str) -> None:
    """One of the name is in the register, the file has two rows: the first is answered again and again."""
    unit = units.find(app.store, STATION)
    assert unit is not None
    staff.add(app.store, Person("Lê Văn Tám", "1970"), unit.id)
    rows = [[n, "Lê Văn Tám", "1970", "", "x", mark] for n, mark in ((1, "x"), (2, "Chưa"))]
    async with app.run_test(size=NARROW) as pilot:
        screen = await choose_files(pilot, sheet(tmp_path / "1.csv", STATION, *rows, heads=HEADS))
        await press(pilot, "enter")
        for key in keys:
            await press(pilot, "home", key)
        plan = screen.files[0].plan
        assert plan is not None
        assert plan.rows[0].outcome == "unchanged"
        assert screen.files[0].answers.choices[plan.rows[0].incoming.place] == "keep"
        await press(pilot, "home", "down", "3", "home")
        assert " ".join(shown(pilot).split()).count("là người khác, thêm mới") == 1


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_no_difference_is_cut_off_unseen(app: TramyteApp, tmp_path: Path, size: tuple[int, int]) -> None:
    other = units.find_or_add(app.store, "Trường THCS Vĩnh Gia")
    done = dict.fromkeys(("level2_account", "bhyt_linked", "digital_signature", "health_book"), State.DONE)
    person = Person("Ngô Thị Lan", "1985-02-03", citizen_id="089185000333", states=done)
    staff.add(app.store, person, other, "Tổ Tự nhiên")
    staff.add(app.store, Person("Ngô Thị Liên", "1986-02-03", citizen_id="089186000334", states=done), other, "Tổ Sử")
    heads = [*HEADS, "Ký số", "Sổ sức khỏe điện tử", "Khoa/phòng"]
    chua = "Chưa"
    row = [1, "Ngô Thị Lan", "03/02/1985", "089185000333", chua, chua, chua, chua, "Khoa Nội"]
    alike = [2, "Ngô Thị Liên", "03/02/1986", "089186000334", *row[4:]]  # F9 has a line of its own
    rows = [row, alike, [3, "Đặng Thị Kim Nga", "1990", "089176562472", "x", chua, "x", "x", ""]]
    async with app.run_test(size=size) as pilot:
        await choose_files(pilot, sheet(tmp_path / "1.csv", STATION, *rows, heads=heads))
        await press(pilot, "enter")
        seen = " ".join(shown(pilot).split())
        about = seen[seen.index("Dòng 3: ") :]
        assert all(name in about for name in ("Đơn vị", "Khoa/phòng", "Mức 2", "BHYT", "Ký số", "Sổ SK")), seen


async def test_a_unit_that_is_renamed_meanwhile_keeps_its_file_and_the_answers(app: TramyteApp, tmp_path: Path) -> None:
    unit = units.find(app.store, STATION)
    assert unit is not None
    rows = [[1, "Đặng Thị Kim Nga", "06/05/1976", "089176662472", "x", "x"]]
    async with app.run_test(size=NARROW) as pilot:
        screen = await choose_files(pilot, sheet(tmp_path / "1.csv", STATION, *rows, heads=HEADS))
        await press(pilot, "enter", "1")
        units.edit(app.store, unit.id, name="Trạm Y tế xã Tên Mới")
        screen.reload()
        await press(pilot, "ctrl+s")
        assert screen.files[0].taken
    assert STATION not in {one.name for one in units.all_units(app.store)}


async def test_answers_that_must_be_given_again_are_told(app: TramyteApp, tmp_path: Path) -> None:
    number = staff.by_citizen_id(app.store, "089176562472")
    assert number is not None
    rows = [[1, "Đặng Thị Kim Nga", "06/05/1976", "089176562472", "x", "Chưa"]]
    async with app.run_test(size=NARROW) as pilot:
        screen = await choose_files(pilot, sheet(tmp_path / "1.csv", STATION, *rows, heads=HEADS))
        await press(pilot, "enter", "2")
        staff.edit(app.store, number, {"state.level2_account": "not_applicable"})
        screen.reload()
        await pilot.pause()
        assert "1 câu đã trả lời nay phải trả lời lại" in " ".join(shown(pilot).split())


@pytest.mark.parametrize("choice", ["1", "2", "3"])
async def test_an_answer_is_asked_again_when_somebody_else_may_be_meant_too(
    app: TramyteApp, tmp_path: Path, choice: str
) -> None:
    """While one of two was off the list in another window, the row was answered to be the other one."""
    unit = units.find(app.store, STATION)
    assert unit is not None
    both = [
        staff.add(app.store, Person("Lê Thị Hoa", "1980", citizen_id=f"08918000022{n}"), unit.id, department)
        for n, department in ((1, "Khoa Nội"), (2, "Khoa Dược"))
    ]
    heads = [*HEADS, "Khoa/phòng"]
    file = sheet(tmp_path / "1.csv", STATION, [1, "Lê Thị Hoa", "1980", "", "x", "", "Khoa Nội"], heads=heads)
    staff.remove(app.store, both[:1])
    async with app.run_test(size=NARROW) as pilot:
        screen = await choose_files(pilot, file)
        await press(pilot, "enter", choice)
        plan = screen.files[-1].plan
        assert plan is not None
        assert not plan.counts()["conflict"]
        history.undo(app.store)
        screen.reload()
        await pilot.pause()
        plan = screen.files[-1].plan
        assert plan is not None
        assert plan.counts()["conflict"] == 1, "which of the two was never asked"
        assert "1 câu đã trả lời nay phải trả lời lại" in " ".join(shown(pilot).split())
        await press(pilot, "enter")
        assert "Dòng này là ai?" in shown(pilot)


async def test_two_answered_rows_about_two_of_one_name_stay_answered(app: TramyteApp, tmp_path: Path) -> None:
    unit = units.find(app.store, STATION)
    assert unit is not None
    for n, department in ((1, "Khoa Nội"), (2, "Khoa Dược")):
        staff.add(app.store, Person("Lê Thị Hoa", "1980", citizen_id=f"08918000022{n}"), unit.id, department)
    rows = [[n, "Lê Thị Hoa", "1980", "", "x", "", department] for n, department in ((1, "Khoa Nội"), (2, "Khoa Dược"))]
    file = sheet(tmp_path / "1.csv", STATION, *rows, heads=[*HEADS, "Khoa/phòng"])
    async with app.run_test(size=NARROW) as pilot:
        screen = await choose_files(pilot, file)
        await press(pilot, "enter", "down", "2", "home", "2")  # the second row first
        choices = dict(screen.files[0].answers.choices)
        assert len(choices) == 2
        screen.reload()
        assert screen.files[0].answers.choices == choices
        plan = screen.files[0].plan
        assert plan is not None
        assert not plan.counts()["conflict"]


async def test_who_is_missing_goes_in_another_window_while_that_is_asked(app: TramyteApp, tmp_path: Path) -> None:
    rows = [[1, "Lê Thị Hoa", "05/01/1980", "089180000221", "x", ""], [2, "Lê Thị Huệ", "", "089180000222", "x", ""]]
    async with app.run_test(size=NARROW) as pilot:
        screen = await choose_files(pilot, sheet(tmp_path / "1.csv", STATION, *rows, heads=HEADS))
        await press(pilot, "ctrl+s")
        await choose_files(pilot, sheet(tmp_path / "2.csv", STATION, rows[0], heads=HEADS))
        await press(pilot, "down", "ctrl+s")
        assert "có trong bản trước, không có trong tệp này" in shown(pilot)
        number = staff.by_citizen_id(app.store, "089180000222")
        assert number is not None
        staff.remove(app.store, [number])
        screen.reload()
        await press(pilot, "1")
        assert screen.files[1].taken
    assert app.return_code in (None, 0)


async def test_a_file_that_came_before_and_still_asks_says_so(app: TramyteApp, tmp_path: Path) -> None:
    rows = [[1, "Đặng Thị Kim Nga", "06/05/1976", "089176562472", "x", "Chưa"]]
    file = sheet(tmp_path / "1.csv", STATION, *rows, heads=HEADS)
    async with app.run_test(size=NARROW) as pilot:
        screen = await choose_files(pilot, file)
        await press(pilot, "ctrl+s", "1")
        assert screen.files[0].state is intake.State.PARTLY_TAKEN
        again = await choose_files(pilot, sheet(tmp_path / "2.csv", STATION, *rows, heads=HEADS))
        await press(pilot, "down", "ctrl+s", "1")
        assert again.files[1].state is intake.State.PARTLY_TAKEN
        assert "còn 1 mâu thuẫn" in line_of(pilot, "2.csv")


@pytest.mark.parametrize("size", [NARROW, (200, 40)])
async def test_what_an_earlier_answer_keeps_against_a_newer_file_is_seen(
    app: TramyteApp, tmp_path: Path, size: tuple[int, int]
) -> None:
    number = staff.by_citizen_id(app.store, "089176562472")
    assert number is not None
    row = [1, "Đặng Thị Kim Nga", "06/05/1976", "089176562472", "x", "Chưa"]
    async with app.run_test(size=size) as pilot:
        screen = await choose_files(pilot, sheet(tmp_path / "1.csv", STATION, row, heads=HEADS))
        await press(pilot, "enter", "1", "ctrl+s")
        screen = await choose_files(pilot, sheet(tmp_path / "2.csv", STATION, [2, *row[1:]], heads=HEADS))
        assert screen.files[1].is_clean, "the answer holds while that file is in force"
        await press(pilot, "tab", "home")
        seen = " ".join(shown(pilot).split())
        assert "BHYT: tệp ghi ✗ Chưa, giữ ✓ Đã như đã trả lời" in seen
        assert size == NARROW or "tệp ghi khác: BHYT" in seen


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_day_of_birth_is_not_shown_where_the_file_has_the_year_alone(
    app: TramyteApp, tmp_path: Path, size: tuple[int, int]
) -> None:
    unit = units.find(app.store, STATION)
    assert unit is not None
    staff.add(app.store, Person("Lê Thị Hoa", "1980", citizen_id="089180000221"), unit.id)
    staff.add(app.store, Person("Lê Thị Huệ", "1981-03-12", citizen_id="089181000222"), unit.id)
    rows = [
        [1, "Đặng Thị Kim Nga", "1976", "089176562472", "x", "x"],  # changed
        [2, "Lê Thị Hoa", "08/08/1980", "089180000221", "x", "x"],  # the register has the year alone
        [3, "Lê Thị Huệ", "1982", "089181000222", "x", "x"],  # asked
    ]
    days = ("06/05/1976", "08/08/1980", "12/03/1981")
    async with app.run_test(size=size) as pilot:
        screen = await choose_files(pilot, sheet(tmp_path / "1.csv", STATION, *rows, heads=HEADS))
        await press(pilot, "tab")
        for key in ("home", "down", "down", "1", "ctrl+s", "home", "down", "down"):
            await press(pilot, key)
            assert not [day for day in days if day in shown(pilot)], key
        assert screen.files[0].taken


async def test_what_the_answer_would_write_without_a_question_is_shown_beside_it(
    app: TramyteApp, tmp_path: Path
) -> None:
    unit = units.find(app.store, STATION)
    assert unit is not None
    staff.add(app.store, Person("Lê Thị Hoa", "1980-05-06", states={"bhyt_linked": State.TODO}), unit.id)
    file = sheet(tmp_path / "1.csv", STATION, [1, "Lê Thị Hoa", "1980", "", "", "x"], heads=HEADS)
    async with app.run_test(size=NARROW) as pilot:
        await choose_files(pilot, file)
        await press(pilot, "enter")
        assert "Lấy theo tệp thì ghi cả: BHYT: ✗ Chưa → ✓ Đã" in " ".join(shown(pilot).split())
