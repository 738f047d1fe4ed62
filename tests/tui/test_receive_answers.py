"""Answers on the screen of incoming files: both sides are seen, a slip is taken back, nothing else is touched by it."""

import csv
import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot

from importers import intake
from store.errors import RefusedError
from store.models import Person, State
from store.opening import open_store
from store.people import staff, units
from store.receiving import submissions
from tests.tui.opened_app import press, settled, shown
from tests.tui.receiving import choose_files
from tests.tui.station import STATION
from tui.app import TramyteApp
from tui.screens.receive.file_words import taken, verdict
from tui.screens.receive.screen import ReceiveScreen
from tui.widgets.dialogs import Ask

HEADS = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Định danh mức 2", "Lý do chưa mức 2", "BHYT"]
NEW = [1, "Lý Thị Mới", "05/01/1984", "089184000111", "x", "", "x"]


@pytest.fixture
def app(receiving_app: TramyteApp) -> TramyteApp:
    unit = units.find(receiving_app.store, STATION)
    assert unit is not None
    for number in range(3):
        name, cccd = f"Lê Văn {'ABC'[number]}n", f"08908400000{number}"
        staff.add(receiving_app.store, Person(name, citizen_id=cccd, states={"bhyt_linked": State.DONE}), unit.id)
    return receiving_app


def sheet(path: Path, unit: str | None, *rows: list[object], heads: list[str] | None = None) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*([[f"Đơn vị: {unit}"]] if unit else []), heads or HEADS, *rows])
    return path


def backwards(path: Path) -> Path:
    """Three people of whom the store knows that they are done, and a file that says they are not."""
    rows = [[n + 1, f"Lê Văn {'ABC'[n]}n", "", f"08908400000{n}", "x", "", "Chưa"] for n in range(3)]
    return sheet(path, STATION, *rows)


async def test_both_sides_and_the_answers_fit_a_small_window(app: TramyteApp, tmp_path: Path) -> None:
    rows = [[1, "Trần Thị Khác", "01/02/1990", "089084000000", "Chưa", "Quên mật khẩu", "Chưa"]]
    long = sheet(tmp_path / f"{'tên rất dài ' * 6}.csv", STATION, *rows)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose_files(pilot, long)
        await press(pilot, "enter")
        seen = shown(pilot)
    assert "1 bỏ dòng này · 2 cùng một người, lấy theo tệp" in seen
    line = next(line for line in seen.splitlines() if "Họ và tên  " in line and "Lê Văn" in line)
    assert "Trần Thị Khác (B3)" in line


async def test_what_ctrl_s_would_do_here_is_not_said_in_another_place(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await choose_files(pilot, backwards(tmp_path / "1.csv"))
        await press(pilot, "enter", "2", "2", "2")
        assert "Ctrl+S: nhận tệp này." in shown(pilot)
        for place in ("f12", "f5", "f4"):
            await press(pilot, place)
            assert "nhận tệp này" not in shown(pilot)


async def test_ctrl_z_takes_back_the_answer_and_not_the_file_before(app: TramyteApp, tmp_path: Path) -> None:
    good = sheet(tmp_path / "1.csv", "Trường THCS Vĩnh Gia", NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, good, backwards(tmp_path / "2.csv"))
        await press(pilot, "ctrl+s", "down", "enter", "2")
        plan = screen.files[1].plan
        assert plan is not None
        assert plan.counts()["conflict"] == 2
        await press(pilot, "ctrl+z")
        plan = screen.files[1].plan
        assert plan is not None
        assert plan.counts()["conflict"] == 3, "the answer is taken back"
        assert screen.files[0].taken
        assert staff.by_citizen_id(app.store, "089184000111") is not None, "the file before stays"
        await press(pilot, "ctrl+z", "2")
        assert staff.by_citizen_id(app.store, "089184000111") is None, "then the file is"
        assert not screen.files[0].taken, "and the queue does not say that it was taken in"
        assert "1 mới" in verdict(screen.files[0])


async def test_f9_is_taken_back_at_once(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, backwards(tmp_path / "1.csv"))
        await press(pilot, "enter", "2", "f9")
        assert screen.files[0].is_clean
        await press(pilot, "ctrl+z")
        plan = screen.files[0].plan
        assert plan is not None
        assert plan.counts()["conflict"] == 2


def asking(screen: ReceiveScreen, number: int) -> int:
    plan = screen.files[number].plan
    assert plan is not None
    return plan.counts()["conflict"]


async def test_f9_begins_anew_with_each_file(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, backwards(tmp_path / "1.csv"), backwards(tmp_path / "2.csv"))
        await press(pilot, "enter", "2", "escape", "down", "enter", "f9")
        assert "Hãy trả lời một dòng trước" in shown(pilot), "the answer was about the file before"
        assert asking(screen, 1) == 3
        await press(pilot, "escape", "up", "enter", "f9")
        assert asking(screen, 0) == 0, "back in the first file it is known"
        await press(pilot, "ctrl+s", "escape", "down", "enter", "f9")
        assert "Hãy trả lời một dòng trước" in shown(pilot)
        assert not screen.files[1].answers.choices


async def test_f9_does_not_give_an_answer_that_was_taken_back(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, backwards(tmp_path / "1.csv"))
        await press(pilot, "enter", "2", "ctrl+z", "f9")
        assert "Hãy trả lời một dòng trước" in shown(pilot)
        assert asking(screen, 0) == 3
        await press(pilot, "1", "2", "ctrl+z", "f9")
        assert set(screen.files[0].answers.choices.values()) == {"keep"}, "the answer before it"


async def test_what_ctrl_z_would_do_is_said_only_where_it_does_it(app: TramyteApp, tmp_path: Path) -> None:
    words = "(Ctrl+Z: bỏ câu trả lời)"
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, backwards(tmp_path / "1.csv"))
        await press(pilot, "enter", "2", "2", "up")
        assert words in " ".join(shown(pilot).split())
        await press(pilot, "up")
        assert "đã trả lời: lấy theo tệp" in shown(pilot)
        assert words not in " ".join(shown(pilot).split()), "Ctrl+Z would take back the other one"
        assert "Trả lời lại: 1 giữ như trong sổ" in " ".join(shown(pilot).split())
        with open_store(app.store.path) as other_window:
            unit = units.find(other_window, STATION)
            assert unit is not None
            staff.add(other_window, Person("Người Thêm Vào"), unit.id)
        screen.reload()
        await press(pilot, "down")
        assert words in " ".join(shown(pilot).split()), "what another window wrote is not taken back here"
        await press(pilot, "ctrl+z")
        assert asking(screen, 0) == 2
        assert len(screen.files[0].answers.choices) == 1


async def test_f9_does_not_take_a_mere_namesake_for_the_same_person(app: TramyteApp, tmp_path: Path) -> None:
    """One CCCD under two names, and one name without a number: two questions, though both are of who it is."""
    rows = [[1, "Trần Thị Khác", "", "089084000000", "x", "", "x"], [2, "Lê Văn Bn", "", "", "x", "", "x"]]
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, sheet(tmp_path / "1.csv", STATION, *rows))
        plan = screen.files[0].plan
        assert plan is not None
        assert [row.conflict for row in plan.rows] == ["identity", "identity"]
        await press(pilot, "enter", "2", "f9")
        assert plan.counts()["conflict"] == 1


async def test_numbers_that_a_unit_mistyped_stay_as_the_store_has_them(app: TramyteApp, tmp_path: Path) -> None:
    before = [[n, f"Lê Thị {n * 'H'}oa", "01/05/1990", f"08919000000{n}", "", "", ""] for n in (1, 2)]
    mistyped = [[n, f"Lê Thị {n * 'H'}oa", "01/05/1990", f"08919000003{n}", "x", "", ""] for n in (1, 2)]
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, sheet(tmp_path / "1.csv", STATION, *before))
        await press(pilot, "ctrl+s")
        screen = await choose_files(pilot, sheet(tmp_path / "2.csv", STATION, *mistyped))
        await press(pilot, "enter", "4", "f9")
        assert "đã trả lời: cùng một người, giữ số trong sổ" in " ".join(shown(pilot).split())
        assert screen.files[-1].is_clean
        await press(pilot, "ctrl+s")
    people = [member.person for member in staff.members(app.store) if "oa" in member.person.full_name]
    assert sorted(person.citizen_id or "" for person in people) == ["089190000001", "089190000002"]
    assert all("done" in map(str, person.states.values()) for person in people), "the rest of the rows was taken"


async def test_from_question_to_question(app: TramyteApp, tmp_path: Path) -> None:
    """Among many rows that ask nothing one need not look for those that do."""
    rows = [[n, f"Lý Thị {'ABCDEGHIK'[n]}n", f"0{n}/01/1984", f"08918400020{n}", "x", "", "x"] for n in range(1, 9)]
    asking = [[n + 20, f"Lê Văn {'ABC'[n]}n", "", f"08908400000{n}", "x", "", "Chưa"] for n in range(2)]
    file = sheet(tmp_path / "1.csv", STATION, *rows[:4], asking[0], *rows[4:], asking[1])
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, file)
        await press(pilot, "enter")
        assert screen.page.lines.cursor == 4
        await press(pilot, "2")
        assert screen.page.lines.cursor == 9
        await press(pilot, "2")
        assert screen.files[0].is_clean


async def test_an_answer_is_changed_by_another_digit(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, backwards(tmp_path / "1.csv"))
        await press(pilot, "enter", "2", "up")
        assert "đã trả lời: lấy theo tệp" in shown(pilot)
        await press(pilot, "1")
        plan = screen.files[0].plan
        assert plan is not None
        assert plan.counts() == {"new": 0, "changed": 1, "unchanged": 0, "conflict": 2, "rejected": 0}
        assert not [change for row in plan.rows[:1] for change in row.changes if change.field == "state.bhyt_linked"]


async def test_what_is_left_in_question_is_answered_later_and_taken_in(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, backwards(tmp_path / "1.csv"))
        await press(pilot, "enter", "2", "ctrl+s", "1")
        assert "Đã nhận, còn 2 mâu thuẫn" in verdict(screen.files[0])
        await press(pilot, "f6", "2", "2", "ctrl+s")
        assert screen.files[0].taken
    for number in range(3):
        who = staff.by_citizen_id(app.store, f"08908400000{number}")
        assert who is not None
        assert staff.get(app.store, who).person.states["bhyt_linked"] is State.TODO


async def test_what_was_taken_back_is_not_called_taken_in(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, sheet(tmp_path / "1.csv", "Trường THCS Vĩnh Gia", NEW))
        await press(pilot, "ctrl+s", "f8", "delete", "2", "escape", "escape")
        assert not screen.files[0].taken
        await press(pilot, "ctrl+s")
        assert screen.files[0].taken
    assert len(submissions.all_submissions(app.store)) == 2


async def test_the_very_same_file_again_says_when_it_was_taken_in(app: TramyteApp, tmp_path: Path) -> None:
    file = sheet(tmp_path / "1.csv", "Trường THCS Vĩnh Gia", NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, file)
        await press(pilot, "ctrl+s")
        await choose_files(pilot, file)
        assert "Chính tệp này đã nhận ngày 23/06/2026." in shown(pilot)
        await press(pilot, "ctrl+s")
        assert taken(screen.files[1]) == "Chính tệp này đã nhận ngày 23/06/2026, không có gì thay đổi"


async def test_a_file_left_out_by_mistake_comes_back(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, backwards(tmp_path / "1.csv"), sheet(tmp_path / "2.csv", STATION, NEW))
        await press(pilot, "enter", "2", "escape", "delete")
        assert [one.path.name for one in screen.files] == ["2.csv"]
        await press(pilot, "ctrl+z")
        assert [one.path.name for one in screen.files] == ["1.csv", "2.csv"]
        assert len(screen.files[0].answers.choices) == 1, "with its answers"


async def test_delete_on_a_row_does_not_drop_the_file(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, backwards(tmp_path / "1.csv"))
        await press(pilot, "enter", "delete")
        assert len(screen.files) == 1


async def test_remarks_on_the_whole_file_are_seen(app: TramyteApp, tmp_path: Path) -> None:
    heads = [*HEADS, "Mã hiệu lạ"]
    file = sheet(tmp_path / "1.csv", "Trường THCS Vĩnh Gia", [*NEW, "zz-81"], heads=heads)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose_files(pilot, file)
        assert "Chưa đọc cột “Mã hiệu lạ”" in shown(pilot)


async def test_cells_that_were_left_out_are_told_and_found(app: TramyteApp, tmp_path: Path) -> None:
    bad = [2, "Lý Văn Hai", "31/02/1979", "0890", "x", "", "x"]
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await choose_files(pilot, sheet(tmp_path / "1.csv", "Trường THCS Vĩnh Gia", NEW, bad))
        assert "2 ô sai" in verdict(screen.files[0])
        await press(pilot, "f6")
        assert "Tất cả 2   ô cần xem 1   mới 2" in shown(pilot)
        assert [row.incoming.person.full_name for row in screen.page.rows if row.incoming.person] == ["Lý Văn Hai"]


async def test_another_file_begins_at_its_first_row(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, backwards(tmp_path / "1.csv"), backwards(tmp_path / "2.csv"))
        await press(pilot, "enter", "down", "down", "escape", "down")
        assert screen.page.lines.cursor == 0


async def test_the_file_stays_in_sight_when_its_rows_have_the_room(app: TramyteApp, tmp_path: Path) -> None:
    files = [sheet(tmp_path / f"{n} tệp.csv", "Trường THCS Vĩnh Gia", NEW) for n in range(1, 9)]
    async with app.run_test(size=(80, 24)) as pilot:
        await choose_files(pilot, *files)
        await press(pilot, *["down"] * 5, "enter")
        await settled(pilot)
        assert any(line.startswith("· 6 tệp.csv") for line in shown(pilot).splitlines())


async def test_leaving_with_answers_that_are_not_written_asks(app: TramyteApp, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await choose_files(pilot, backwards(tmp_path / "1.csv"))
        await press(pilot, "enter", "2", "f2", "f10")
        assert isinstance(app.screen, Ask)
        await press(pilot, "1")
        assert isinstance(app.screen, ReceiveScreen), "back to what is not written"
        await press(pilot, "f10", "2")
    assert app.return_code == 0


async def test_a_file_that_was_mended_meanwhile_is_read_again_before_it_goes_in(
    app: TramyteApp, tmp_path: Path
) -> None:
    file = sheet(tmp_path / "1.csv", "Trường THCS Vĩnh Gia", NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, file)
        sheet(file, "Trường THCS Vĩnh Gia", [*NEW[:1], "Lý Thị Mới Hơn", *NEW[2:]])
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert staff.by_citizen_id(app.store, "089184000111") is None
        await press(pilot, "ctrl+s")
        number = staff.by_citizen_id(app.store, "089184000111")
        assert number is not None
        assert staff.get(app.store, number).person.full_name == "Lý Thị Mới Hơn"
        assert screen.files[0].taken


async def test_a_file_chosen_again_is_read_again(app: TramyteApp, tmp_path: Path) -> None:
    file = sheet(tmp_path / "1.csv", "Trường THCS Vĩnh Gia", NEW)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, file)
        sheet(file, "Trường THCS Vĩnh Gia", NEW, [2, "Lý Văn Hai", "1979", "", "x", "", "x"])
        await choose_files(pilot, file)
        assert len(screen.files) == 1
        assert "2 mới" in verdict(screen.files[0])


class Slow:
    """Reading that waits at the first file until one lets it go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go_on = threading.Event()
        self.begun = threading.Event()
        self.read = intake.read
        monkeypatch.setattr(intake, "read", self)

    def __call__(self, store, path, progress, **found):  # type: ignore[no-untyped-def]  # as `intake.read`
        self.begun.set()
        if path.name == "1.csv":
            while not self.go_on.wait(0.01):
                if not progress(1):
                    break
        return self.read(store, path, progress, **found)


async def begin(pilot: Pilot[int], slow: Slow, *paths: Path) -> ReceiveScreen:
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, ReceiveScreen)
    screen.chosen(list(paths))
    for _ in range(200):
        await pilot.pause(0.01)
        if slow.begun.is_set():
            break
    return screen


def four(folder: Path) -> list[Path]:
    rows = [[1, f"Lý Thị {name}", "05/01/1984", f"08918400011{n}", "x", "", "x"] for n, name in enumerate("ABCD")]
    return [
        sheet(folder / f"{n}.csv", "Trường THCS Vĩnh Gia", [row[0], f"{row[1]}n", *row[2:]])
        for n, row in enumerate(rows, 1)
    ]


async def test_a_file_left_out_while_the_others_are_read(
    app: TramyteApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, files = Slow(monkeypatch), four(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begin(pilot, slow, *files)
        await press(pilot, "delete")
        slow.go_on.set()
        await settled(pilot)
        found = [(one.path.name, one.reading.file_name if one.reading else "") for one in screen.files]
        assert found == [(name, name) for name in ("2.csv", "3.csv", "4.csv")]


async def test_rows_are_not_looked_for_in_a_file_that_waits(
    app: TramyteApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between leaving a file out and showing the rows of the next one a key may come."""
    slow, files = Slow(monkeypatch), four(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begin(pilot, slow, files[1], files[0])
        for _ in range(200):
            await pilot.pause(0.01)
            if screen.files[0].reading is not None and screen.page.rows:
                break
        await press(pilot, "enter")
        del screen.files[0]
        screen.page.show_about(screen.current)
        assert screen.page.row is None
        slow.go_on.set()
        await settled(pilot)


async def test_more_files_chosen_while_the_first_are_read(
    app: TramyteApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, files = Slow(monkeypatch), four(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begin(pilot, slow, *files[:2])
        screen.chosen(files[2:])
        slow.go_on.set()
        await settled(pilot)
        await settled(pilot)
        assert [one.path.name for one in screen.files if one.reading is not None] == [file.name for file in files]


async def test_escape_stops_and_enter_reads_on(
    app: TramyteApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, files = Slow(monkeypatch), four(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begin(pilot, slow, *files)
        await press(pilot, "escape")
        await settled(pilot)
        assert all("Enter: đọc tiếp" in verdict(one) for one in screen.files)
        slow.go_on.set()
        await press(pilot, "enter")
        await settled(pilot)
        assert all("1 mới" in verdict(one) for one in screen.files)


async def test_a_store_that_cannot_be_read_is_told_once_and_enter_reads_on(
    app: TramyteApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = intake.read

    def locked(*_: object, **__: object) -> None:
        raise RefusedError("Kho đang bận.")

    monkeypatch.setattr(intake, "read", locked)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, sheet(tmp_path / "1.csv", "Trường THCS Vĩnh Gia", NEW))
        assert "Kho đang bận." in shown(pilot)
        await press(pilot, "enter")
        assert "Enter: đọc tiếp" in verdict(screen.files[0])
        monkeypatch.setattr(intake, "read", read)
        await press(pilot, "enter")
        await settled(pilot)
        assert "1 mới" in verdict(screen.files[0])


async def test_a_large_file_goes_in_beside_the_keys_and_escape_leaves_nothing_of_it(
    app: TramyteApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [[n, f"Lý Thị {chr(97 + n % 26)}{n % 7}a", f"{n % 27 + 1:02}/01/1984", f"0891840{n:05}", "x", "", "x"]
            for n in range(1, 900)]  # fmt: skip
    before = len(list(staff.members(app.store)))
    asked, go_on, apply = threading.Event(), threading.Event(), intake.apply

    def slowly(store, incoming, progress=None):  # type: ignore[no-untyped-def]  # as `intake.apply`
        def found(done: int) -> bool:
            asked.set()
            go_on.wait(10)
            return progress(done)

        return apply(store, incoming, found)

    monkeypatch.setattr(intake, "apply", slowly)
    monkeypatch.setattr(submissions, "BATCH", 100, raising=False)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, sheet(tmp_path / "1.csv", "Trường THCS Vĩnh Gia", *rows))
        await pilot.press("ctrl+s")
        while not asked.is_set():
            await pilot.pause(0.01)
        await press(pilot, "escape")
        go_on.set()
        await settled(pilot)
        await settled(pilot)
        assert len(list(staff.members(app.store))) == before
        assert not screen.files[0].taken
        asked.set()
        await press(pilot, "ctrl+s")
        await settled(pilot)
        await settled(pilot)
        assert screen.files[0].taken


async def test_all_is_answered_only_when_no_proposal_is_left(app: TramyteApp, tmp_path: Path) -> None:
    rows = [[1, "Lê Văn An", "", "089084000000", "Chưa", "quen mat khau roi", "Chưa"]]
    heads = [*HEADS[:-1], "BHYT"]
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose_files(pilot, sheet(tmp_path / "1.csv", STATION, *rows, heads=heads))
        assert screen.files[0].proposals
        screen.page.lines.focus()
        await press(pilot, "2")
        seen = " ".join(str(one.message) for one in app._notifications)
        assert f"còn {len(screen.files[0].proposals)} đề nghị ở trên" in seen
        assert "Đã trả lời hết." not in seen
