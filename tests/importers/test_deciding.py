"""What must be asked: older files, contradictions, people who vanished; and what the answers leave behind."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from importers.deciding import planning, settling
from importers.reading import read_file
from store import clock, settings
from store.checklist.items import checklist_items
from store.database import Store
from store.models import State
from store.outcome import Outcome
from store.people import staff, units
from store.receiving import kept, submissions
from store.receiving.plan import Plan

UNIT = "Trường Tiểu học Vĩnh Gia"
HEADS = ("STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Mức 2", "BHYT")
AN = ("Lê Thị An", "05/01/1984", "089184000111")
BINH = ("Bùi Văn Bình", "06/02/1985", "089085000112")
CHI = ("Cao Thị Chi", "07/03/1986", "089186000113")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")


def book(path: Path, *rows: tuple[str, ...], title: str = "DANH SÁCH", saved: str = "") -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append([UNIT.upper()])
    sheet.append([title])
    sheet.append(HEADS)
    for number, row in enumerate(rows, 1):
        sheet.append([number, *row])
    made.save(path)
    if saved:
        beside = path.with_suffix(".tmp")
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(beside, "w") as new:
            for part in old.namelist():
                data = old.read(part)
                if part == "docProps/core.xml":
                    at = data.index(b"<dcterms:modified")
                    begin, end = data.index(b">", at) + 1, data.index(b"</dcterms:modified>")
                    data = data[:begin] + f"{saved}T08:00:00Z".encode() + data[end:]
                new.writestr(part, data)
        beside.replace(path)
    return path


def planned(store: Store, path: Path) -> Plan:
    return planning.make_plan(store, read_file(path, items=checklist_items(store)))


def taken_in(store: Store, path: Path) -> int:
    plan = planned(store, path)
    assert not plan.counts()["conflict"]
    number = submissions.apply(store, plan)
    assert number is not None
    return number


def state(store: Store, name: str, key: str) -> State:
    return next(m.person.states[key] for m in staff.members(store) if m.person.full_name == name)


@pytest.mark.parametrize(
    ("title", "saved", "day"),
    [
        ("DANH SÁCH (số liệu tính đến ngày 20/6/2026)", "2026-06-22", "2026-06-20"),
        ("Danh sách đến hết ngày 19 tháng 6 năm 2026", "", "2026-06-19"),
        ("DANH SÁCH", "2026-06-18", "2026-06-18"),
        ("DANH SÁCH", "2001-01-01", None),  # a clock that was reset
        ("Số liệu đến ngày 31/6/2026", "2001-01-01", None),
    ],
)
def test_of_which_day_a_file_is(store: Store, tmp_path: Path, title: str, saved: str, day: str | None) -> None:
    found = read_file(
        book(tmp_path / "a.xlsx", (*AN, "x", "x"), title=title, saved=saved or "2001-01-01"),
        items=checklist_items(store),
    )
    assert found.data_date == day


def test_an_older_file_after_a_newer_asks_before_it_changes_what_is_known(store: Store, tmp_path: Path) -> None:
    taken_in(store, book(tmp_path / "moi.xlsx", (*AN, "Chưa", "Chưa"), saved="2026-06-22"))
    plan = planned(store, book(tmp_path / "cu.xlsx", (*AN, "Đã", "Chưa"), saved="2026-06-15"))
    (row,) = plan.rows
    assert (row.outcome, row.conflict) == (Outcome.CONFLICT, "older")
    assert "15/06/2026" in row.question
    newer = planned(store, book(tmp_path / "sau.xlsx", (*AN, "Đã", "Chưa"), saved="2026-06-23"))
    assert [each.outcome for each in newer.rows] == [Outcome.CHANGED], "from chưa to đã is news in a newer file"


def test_what_was_typed_since_is_not_overwritten_by_an_older_file(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-10T08:00:00")
    taken_in(store, book(tmp_path / "moi.xlsx", (*AN, "Đã", "Chưa"), saved="2026-06-09"))
    monkeypatch.setenv(clock.VARIABLE, "2026-06-22T08:00:00")
    (member,) = staff.members(store)
    staff.set_state(store, [member.id], "bhyt_linked", State.TODO)
    staff.set_state(store, [member.id], "bhyt_linked", State.UNKNOWN)
    plan = planned(store, book(tmp_path / "cu.xlsx", (*AN, "Đã", "Đã"), saved="2026-06-15"))
    assert [row.conflict for row in plan.rows] == ["older"]


def test_a_book_without_an_account_is_asked_about(store: Store, tmp_path: Path) -> None:
    taken_in(store, book(tmp_path / "a.xlsx", (*AN, "Chưa", "Chưa")))
    plan = planned(store, book(tmp_path / "b.xlsx", (*AN, "", "Đã")))
    (row,) = plan.rows
    assert (row.outcome, row.conflict) == (Outcome.CONFLICT, "contradiction")
    settling.settle(plan, row, "keep")
    submissions.apply(store, plan)
    assert state(store, AN[0], "bhyt_linked") is State.TODO
    assert [each.outcome for each in planned(store, book(tmp_path / "c.xlsx", (*AN, "", "Đã"))).rows] == [
        Outcome.UNCHANGED
    ]


def test_a_new_person_who_contradicts_themselves_comes_in_and_is_told(store: Store, tmp_path: Path) -> None:
    plan = planned(store, book(tmp_path / "a.xlsx", (*AN, "Chưa", "Đã")))
    (row,) = plan.rows
    assert row.outcome is Outcome.NEW
    assert [(problem.code, problem.cell) for problem in row.incoming.problems] == [("states_contradict", "F4")]


def test_who_is_not_in_the_next_file_is_asked_about_once(store: Store, tmp_path: Path) -> None:
    taken_in(store, book(tmp_path / "a.xlsx", (*AN, "x", "x"), (*BINH, "x", "x"), (*CHI, "x", "x")))
    plan = planned(store, book(tmp_path / "b.xlsx", (*AN, "x", "x")))
    assert [one.full_name for one in plan.vanished] == [BINH[0], CHI[0]]
    binh, chi = plan.vanished
    plan.left.append(binh.staff_id)
    plan.answers.append(kept.forgotten(chi))
    number = submissions.apply(store, plan)
    assert number is not None
    assert [m.person.full_name for m in staff.members(store)] == [AN[0], CHI[0]]
    again = planned(store, book(tmp_path / "c.xlsx", (*AN, "Chưa", "x")))
    assert again.vanished == [], "Chi was in no file since"
    back = submissions.take_back(store, number)
    assert len(list(staff.members(store))) == 3
    assert [kept.field for kept in back.returned] == ["present"]
    assert len(planned(store, book(tmp_path / "d.xlsx", (*AN, "x", "x"))).vanished) == 2, "the answers went too"


def test_who_is_not_answered_is_asked_about_with_each_file(store: Store, tmp_path: Path) -> None:
    taken_in(store, book(tmp_path / "a.xlsx", (*AN, "x", "x"), (*BINH, "x", "x"), (*CHI, "x", "x")))
    taken_in(store, book(tmp_path / "b.xlsx", (*AN, "x", "x"), (*BINH, "x", "x")))  # "để hỏi lại lần sau"
    plan = planned(store, book(tmp_path / "c.xlsx", (*AN, "Chưa", "x")))
    assert [one.full_name for one in plan.vanished] == [BINH[0], CHI[0]]
    plan.answers += map(kept.forgotten, plan.vanished)
    submissions.apply(store, plan)
    assert planned(store, book(tmp_path / "d.xlsx", (*AN, "x", "x"))).vanished == []
    taken_in(store, book(tmp_path / "e.xlsx", (*AN, "x", "x"), (*CHI, "x", "x")))
    plan = planned(store, book(tmp_path / "f.xlsx", (*AN, "Chưa", "x")))
    assert [one.full_name for one in plan.vanished] == [CHI[0]], "a list named Chi again"


def test_an_older_file_does_not_tell_who_left(store: Store, tmp_path: Path) -> None:
    """Who came since is not in it; and the list after it is compared with the newest one, not with it."""
    old, new = "DANH SÁCH (tính đến ngày 1/6/2026)", "DANH SÁCH (tính đến ngày 15/6/2026)"
    taken_in(store, book(tmp_path / "a.xlsx", (*AN, "x", "x"), (*BINH, "x", "x"), (*CHI, "x", "x"), title=new))
    plan = planned(store, book(tmp_path / "cu.xlsx", (*AN, "x", "x"), title=old))
    assert plan.vanished == []
    taken_in(store, book(tmp_path / "cu.xlsx", (*AN, "x", "x"), title=old))
    newer = "DANH SÁCH (tính đến ngày 22/6/2026)"
    plan = planned(store, book(tmp_path / "b.xlsx", (*AN, "x", "x"), (*BINH, "x", "x"), title=newer))
    assert [one.full_name for one in plan.vanished] == [CHI[0]]


def test_nobody_is_missed_of_another_unit(store: Store, tmp_path: Path) -> None:
    settings.save_station(store, station_name="Trạm Y tế xã Vĩnh Gia")
    station = units.station_id(store)
    assert station is not None
    taken_in(store, book(tmp_path / "a.xlsx", (*AN, "x", "x"), (*BINH, "x", "x")))
    binh = next(m.id for m in staff.members(store) if m.person.full_name == BINH[0])
    store.connection.execute("UPDATE staff SET unit_id = ? WHERE id = ?", (station, binh))
    assert planned(store, book(tmp_path / "b.xlsx", (*AN, "x", "x"))).vanished == []
