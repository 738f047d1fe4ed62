"""A USB stick with a file that asks one question of every kind, settled and taken in by keys alone."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from textual.pilot import Pilot

from importers.deciding.planning import make_plan
from importers.reading import read_file
from store import settings
from store.checklist.items import checklist_items
from store.models import Person, State
from store.opening import open_store
from store.people import staff, units
from store.receiving import kept, submissions
from tests.tui.opened_app import press
from tui.app import TramyteApp
from tui.screens.receive.file_words import taken, verdict
from tui.screens.receive.screen import ReceiveScreen

SCHOOL, OTHER = "Trường THCS Vĩnh Gia", "Trường Tiểu học A Vĩnh Gia"
HEADS = ("STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Mức 2", "BHYT", "Sổ SK")

#: What the store knows: name, birth date, CCCD, states of level 2, BHYT and the health book; and where they are.
KNOWN = (
    (SCHOOL, "Lê Thị An", "1984-01-05", "089184000111", "dt?"),
    (SCHOOL, "Bùi Văn Bình", "1985-02-06", "089085000112", "d??"),
    (OTHER, "Cao Thị Chi", "1986-03-07", "089186000113", "d??"),
    (SCHOOL, "Đỗ Văn Dũng", "1987-04-08", "089087000114", "t??"),
    (SCHOOL, "Hồ Thị Giang", "1988-05-09", "089188000115", "dd?"),
    (SCHOOL, "Võ Văn Khoa", "1989", None, "d??"),
)
SENT = (
    ("Lê Thị Ánh Tuyết", "05/01/1984", "089184000111", "Đã", "", ""),  # the same CCCD, another name
    ("Bùi Văn Bình", "06/02/1985", "089085999999", "Đã", "", ""),  # the same name and day, another CCCD
    ("Cao Thị Chi", "07/03/1986", "089186000113", "Đã", "", ""),  # in another unit
    ("Đỗ Văn Dũng", "08/04/1987", "089087000114", "", "", "Đã"),  # a health book without an account
    ("Hồ Thị Giang", "09/05/1988", "089188000115", "", "Chưa", ""),  # from đã to chưa
    ("Võ Văn Khoa", "1989", "", "Đã", "Đã", ""),  # name and year alone
)
OLDER = (("Đinh Thị Lan", "10/06/1990", "089190000117", "Đã", "", ""),)
KEYS = ("level2_account", "bhyt_linked", "health_book")
STATES = {"d": State.DONE, "t": State.TODO, "?": State.UNKNOWN}


def save(path: Path, *rows: tuple[str, ...], day: str) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([SCHOOL.upper()])
    sheet.append([f"DANH SÁCH (số liệu đến ngày {day})"])
    sheet.append(HEADS)
    for number, row in enumerate(rows, 1):
        sheet.append([number, *row])
    book.save(path)
    assert zipfile.is_zipfile(path)
    return path


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    folder = tmp_path / "USB"
    folder.mkdir()
    return folder


@pytest.fixture
def app(tmp_path: Path, usb: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TramyteApp]:
    monkeypatch.setenv("TYT_NOW", "2026-06-10T08:00:00")
    path = tmp_path / "trạm.sqlite3"
    with open_store(path) as store:
        settings.save_station(store, station_name="Trạm Y tế xã Vĩnh Gia")
        for unit, name, born, number, states in KNOWN:
            person = Person(name, born, citizen_id=number)
            person.states = {key: STATES[code] for key, code in zip(KEYS, states, strict=True)}
            staff.add(store, person, units.find_or_add(store, unit))
        monkeypatch.setenv("TYT_NOW", "2026-06-22T08:00:00")
        file = save(tmp_path / "tuan-truoc.xlsx", ("Đinh Thị Lan", "10/06/1990", "089190000117", "Chưa", "", ""),
                    ("Mai Văn Minh", "11/07/1991", "089091000118", "Đã", "", ""), day="12/6/2026")  # fmt: skip
        submissions.apply(store, make_plan(store, read_file(file, items=checklist_items(store))))
        lan = next(m.id for m in staff.members(store) if m.person.full_name == "Đinh Thị Lan")
        staff.set_state(store, [lan], "level2_account", State.UNKNOWN)
        staff.set_state(store, [lan], "level2_account", State.TODO)  # on the phone, after the file's day
        settings.remember_folder(store, str(usb))
    monkeypatch.setenv("TYT_NOW", "2026-06-23T14:00:00")
    monkeypatch.setattr(TramyteApp, "DEFAULT_MODE", "receive")
    save(usb / "thcs.xlsx", *SENT, *OLDER, day="15/6/2026")
    (usb / "~$thcs.xlsx").write_bytes(b"x" * 165)
    made = TramyteApp(path)
    yield made
    made.store.close()


async def read(pilot: Pilot[int]) -> ReceiveScreen:
    screen = pilot.app.screen
    assert isinstance(screen, ReceiveScreen)
    for _ in range(500):
        await pilot.pause(0.02)
        if screen.files and all(incoming.reading is not None for incoming in screen.files):
            break
    return screen


def of(app: TramyteApp, name: str) -> Person:
    return next(member.person for member in staff.members(app.store) if member.person.full_name == name)


async def test_one_question_of_every_kind_is_settled_by_keys(app: TramyteApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await press(pilot, "ctrl+n", "ctrl+s")
        screen = await read(pilot)
        (incoming,) = screen.files
        assert incoming.plan is not None
        asked = {row.incoming.person.full_name: row.conflict for row in incoming.plan.rows if row.incoming.person}
        assert asked == {
            "Lê Thị Ánh Tuyết": "identity",
            "Bùi Văn Bình": "identity",
            "Cao Thị Chi": "unit",
            "Đỗ Văn Dũng": "contradiction",
            "Hồ Thị Giang": "backwards",
            "Võ Văn Khoa": "identity",
            "Đinh Thị Lan": "older",
        }
        assert [one.full_name for one in incoming.plan.vanished] == ["Mai Văn Minh"]
        await press(pilot, "f6", "tab")  # the conflicts alone; the first of them
        await press(pilot, "2")  # Lê Thị An is Ánh Tuyết: as the file says
        await press(pilot, "3")  # the two Bùi Văn Bình are two people
        await press(pilot, "2")  # Cao Thị Chi moved here
        await press(pilot, "1")  # Đỗ Văn Dũng: no book without an account
        await press(pilot, "2")  # Hồ Thị Giang lost the link
        await press(pilot, "2")  # Võ Văn Khoa is the same
        await press(pilot, "1")  # Đinh Thị Lan: what is known is newer
        assert incoming.plan.counts()["conflict"] == 0
        await press(pilot, "ctrl+s")  # take it in: who is Mai Văn Minh?
        await press(pilot, "2")  # he left
        for _ in range(100):
            await pilot.pause(0.02)
            if incoming.taken:
                break
        assert taken(incoming).startswith("Đã nhận: 1 mới")
        assert "1 người thôi theo dõi" in taken(incoming)
    people = {member.person.full_name: member for member in staff.members(app.store)}
    assert set(people) == {
        "Lê Thị Ánh Tuyết", "Bùi Văn Bình", "Cao Thị Chi", "Đỗ Văn Dũng", "Hồ Thị Giang", "Võ Văn Khoa", "Đinh Thị Lan",
    }  # fmt: skip
    assert sorted(
        m.person.citizen_id or "" for m in staff.members(app.store) if m.person.full_name == "Bùi Văn Bình"
    ) == [
        "089085000112",
        "089085999999",
    ]
    assert people["Cao Thị Chi"].unit == SCHOOL
    assert of(app, "Đỗ Văn Dũng").states["health_book"] is State.UNKNOWN
    assert of(app, "Hồ Thị Giang").states["bhyt_linked"] is State.TODO
    assert of(app, "Võ Văn Khoa").states["bhyt_linked"] is State.DONE
    assert of(app, "Đinh Thị Lan").states["level2_account"] is State.TODO
    again = make_plan(
        app.store,
        read_file(next(Path(settings.load(app.store).last_folder).glob("thcs.xlsx")), items=checklist_items(app.store)),
    )
    assert (again.counts()["conflict"], again.vanished) == (0, []), "never asked again for the same pair"


async def test_taking_the_file_back_shows_both_lists(app: TramyteApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "ctrl+n", "ctrl+s")
        screen = await read(pilot)
        await press(pilot, "ctrl+s", "1")  # Mai Văn Minh was forgotten
        await press(pilot, "1")  # the rows in conflict are left
        for _ in range(100):
            await pilot.pause(0.02)
            if screen.files[0].submission_id is not None:
                break
        assert "Đã nhận, còn 7 mâu thuẫn" in verdict(screen.files[0])
    number = submissions.all_submissions(app.store)[0].id
    lan = next(m for m in staff.members(app.store) if m.person.full_name == "Đinh Thị Lan")
    staff.set_state(app.store, [lan.id], "bhyt_linked", State.DONE)
    result = submissions.take_back(app.store, number)
    assert (result.values, result.kept) == (0, []), "nothing of the file had gone in but the answer"
    assert len(kept.settled_conflicts(app.store)) == 0
