"""A second statistics form is one TOML file: counted, shown, printed, frozen, corrected and read back without code."""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from textual.widgets import Static

from importers.deciding.planning import make_plan
from importers.read_for_unit import read_for_unit as read_for
from store import campaign_use, clock
from store.campaigns import file
from store.campaigns.form import Form
from store.database import Store
from store.forms import counts, filled, library, scopes
from store.models import Person, State
from store.monitoring import overview
from store.opening import open_store
from store.people import staff, units
from store.receiving import submissions
from store.reporting import form_papers, issued
from store.words.overview import report_title
from tests.tui.opened_app import NARROW, WIDE, opened, press, settled, shown
from tui.app import TramyteApp
from tui.widgets.paper_page import PaperPage

CAMPAIGN = Path(__file__).parent.parent / "campaigns" / "bieu-tong-hop.toml"
KEY = "tong-hop-nganh"
D, T, N, U = State.DONE, State.TODO, State.NOT_APPLICABLE, State.UNKNOWN


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A station of two people, a school of two, and a station point of one that the form knows by name."""
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:05:00")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(TramyteApp, "DEFAULT_MODE", "phu_luc_1")
    path = tmp_path / "trạm.sqlite3"
    with open_store(path) as store:
        campaign_use.use(store, file.load(CAMPAIGN))
        from store import settings

        settings.save(store, station_name="Trạm Y tế xã A", head_name="Lê Hoa")
        station, school = (units.find_or_add(store, name) for name in ("Trạm Y tế xã A", "Trường Tiểu học B"))
        _add(store, station, "Lê An", cccd=D, level2_account=D, digital_signature=N, health_book=D)
        _add(store, station, "Bùi Bình", cccd=D, level2_account=T, digital_signature=D, health_book=T)
        _add(store, school, "Cao Châu", cccd=T, level2_account=D, digital_signature=U, health_book=D)
        _add(store, school, "Đỗ Danh", cccd=D, level2_account=U, digital_signature=N, health_book=U)
    return path


def _add(store: Store, unit: int, name: str, **states: State) -> int:
    person = Person(name, states=states)
    person.reasons = {key: "Quên mật khẩu" for key, state in states.items() if state is T}
    return staff.add(store, person, unit, "Tổ 1")


def _form(store: Store) -> Form:
    return library.find(store, KEY)


def _counted(store: Store) -> dict[str, tuple[int, ...]]:
    """Label of a row -> everybody, CCCD, level 2, and the three sides of the digital signature."""
    form = _form(store)
    table = counts.table(store, form, scopes.usual_scope(store, form))
    keys = (
        "total", "done_cccd", "todo_level2_account", "done_digital_signature", "todo_digital_signature",
        "na_digital_signature",
    )  # fmt: skip
    return {row.label: tuple(row.figures[key] for key in keys) for row in (*table.rows, table.total)}


def test_it_is_counted_by_sector_and_each_figure_has_its_people(path: Path) -> None:
    with open_store(path) as store:
        health, other, total = _counted(store).values()
        assert (health, other, total) == ((2, 2, 1, 1, 0, 1), (2, 1, 1, 0, 1, 1), (4, 3, 2, 1, 1, 2))
        form = _form(store)
        scope = scopes.usual_scope(store, form)
        table = counts.table(store, form, scope)
        from store.forms.people_behind import people_behind

        for row, of in [*((row, row) for row in table.rows), (table.total, None)]:
            for column in form.figures:
                assert len(people_behind(store, form, scope, column.key, of)) == row.figures[column.key]
        assert dict(table.rows[1].reasons["why_level2_account"]) == {"Chưa có thông tin": 1}
        assert people_behind(store, form, scope, None) == []


def test_the_command_prints_it(path: Path, tmp_path: Path) -> None:
    for name in ("bieu.xlsx", "bieu.json"):
        done = subprocess.run(
            [sys.executable, "-m", "tui", "--store", str(path), "export", "form", KEY, str(tmp_path / name)],
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "Biểu tổng hợp: 2 dòng, 4 người." in done.stderr
    book = openpyxl.load_workbook(tmp_path / "bieu.xlsx")
    texts = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
    found = [line.strip() for row in texts for value in row if value is not None for line in str(value).splitlines()]
    parts = ["BIỂU SỐ 2", "Tổng hợp kết quả theo ngành", "STT", "Ngành", "Quân số", "Tổng cộng", "Nhận xét", "CHỦ TỊCH"]
    places = [found.index(part) for part in parts]
    assert places == sorted(places)
    assert any("Đã có thẻ CCCD/CC: 3/4 người, đạt 75,00%; đã có sổ: 2/4 người" in text for text in found)
    assert book.worksheets[0].title == "Biểu tổng hợp"
    (first, *_) = json.loads((tmp_path / "bieu.json").read_text(encoding="utf-8"))
    assert (first["total"], first["rate_cccd"], first["why_level2_account"]) == (2, 1.0, {"Quên mật khẩu": 1})
    unknown = subprocess.run(
        [sys.executable, "-m", "tui", "--store", str(path), "export", "form", "bieu-9", "-"],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (unknown.returncode, "Có: phu-luc-1, tong-hop-nganh" in unknown.stderr) == (2, True)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_it_is_opened_and_frozen_and_corrected_by_keys(path: Path, size: tuple[int, int]) -> None:
    async with opened(path, size) as pilot:
        await settled(pilot)
        app = pilot.app
        assert isinstance(app, TramyteApp)
        assert app.screen.query_one(PaperPage).form.key == "phu-luc-1", "Phụ lục 1 comes first"
        await press(pilot, "ctrl+b", "down", "enter")
        await settled(pilot)
        assert app.screen.query_one(PaperPage).form.key == KEY
        assert "theo ngành" in shown(pilot)
        await press(pilot, "ctrl+home", "right")
        strip = str(app.screen.query_one("#strip", Static).content)
        assert "2 / 2 người = 100,00%" in strip
        assert "Cột 4. Thẻ CCCD/CC: đã có" in strip
        await press(pilot, "end")
        assert "sổ" in str(app.screen.query_one("#strip", Static).content).lower(), "the last figure is reached"
        await press(pilot, "home", "right", "right", "enter")  # who has no card
        await settled(pilot)
        assert "0 người" in shown(pilot)
        await press(pilot, "escape", "down", "enter")
        await settled(pilot)
        assert "Cao Châu" in shown(pilot)
        await press(pilot, "escape", "f6")
        assert "1  Chốt cho báo cáo" in shown(pilot), "the report of the campaign is sent in this form"
        await press(pilot, "1")
        await settled(pilot)
        with open_store(path) as store:
            ids = [member.id for member in staff.members(store) if member.person.full_name == "Cao Châu"]
            staff.set_state(store, ids, "cccd", D)
        await press(pilot, "escape", "f6")
        assert "Chốt bản điều chỉnh của báo cáo" in shown(pilot)
        await press(pilot, "1")
        await settled(pilot)
        assert "CCCD: 3 → 4" in " ".join(shown(pilot).split())
    with open_store(path) as store:
        newest, oldest = issued.heads(store, KEY)
        assert (newest.number, newest.corrects, newest.campaign) == (2, oldest.id, "bieu-tong-hop")
        frozen = form_papers.get_issued(store, oldest.id)
        assert frozen.paper.table.form == _form(store), "a copy prints by the form that it was frozen with"
        assert frozen.paper.table.total.figures["done_cccd"] == 3
        assert len(frozen.people["total/todo_cccd"]) == 1


async def test_a_frozen_copy_is_opened_when_its_campaign_has_ended(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "ctrl+b", "down", "enter")
        await settled(pilot)
        await press(pilot, "f6", "1")
        await settled(pilot)
    with open_store(path) as store:
        campaign_use.end(store, "bieu-tong-hop")
    async with opened(path) as pilot:
        app = pilot.app
        assert app.screen.query_one(PaperPage).form.key == "phu-luc-1"
        await press(pilot, "f7")
        assert "Biểu tổng hợp · Lần 1" in shown(pilot)
        await press(pilot, "enter")
        await settled(pilot)
        assert app.screen.query_one(PaperPage).form.key == KEY
        assert "chỉ xem và in lại" in shown(pilot)
        assert "Biểu tổng hợp" in shown(pilot).splitlines()[0]
        await press(pilot, "escape")
        await settled(pilot)
        assert app.screen.query_one(PaperPage).form.key == "phu-luc-1", "what it is a draft of still runs"
        await press(pilot, "ctrl+b")
        assert "Biểu tổng hợp (kết thúc 23/06/2026)" in shown(pilot)
        await press(pilot, "down", "enter")
        await settled(pilot)
        assert app.screen.query_one(PaperPage).form.key == KEY
        assert "đã kết thúc ngày 23/06/2026" in shown(pilot)


async def test_the_form_on_the_screen_follows_a_campaign_that_another_window_used(path: Path, tmp_path: Path) -> None:
    async with opened(path) as pilot:
        app = pilot.app
        assert isinstance(app, TramyteApp)
        await press(pilot, "ctrl+b", "down", "enter")
        await settled(pilot)
        with open_store(path) as other:
            _use_with_a_column_more(other, tmp_path)
        app._follow_store()
        await settled(pilot)
        assert "na_cccd" in {column.key for column in app.screen.query_one(PaperPage).form.columns}
        with open_store(path) as other:
            campaign_use.end(other, "bieu-tong-hop")
        app._follow_store()
        await settled(pilot)
        assert app.screen.query_one(PaperPage).form.key == "phu-luc-1", "nobody asks for the other one any more"
        assert app.is_running


async def test_the_form_is_called_by_its_name_wherever_it_is_mentioned(path: Path) -> None:
    async with opened(path) as pilot:
        await settled(pilot)
        assert "Phụ lục 1" in shown(pilot).splitlines()[0]
        await press(pilot, "ctrl+b", "down", "enter")
        await settled(pilot)
        head = shown(pilot).splitlines()[0]
        assert "Biểu tổng hợp" in head
        assert head.count("Phụ lục 1") <= 1, "the place of F5 alone"
    with open_store(path) as store:
        titles = [report_title(report) for report in overview.read(store, clock.now()).reports]
        assert [title for title in titles if title.endswith("(Biểu tổng hợp)")], titles
    async with opened(path) as pilot:
        pilot.app.action_go("reports")
        await settled(pilot)
        assert "(Biểu tổng hợp)" in shown(pilot)
        for _ in range(8):
            if "Enter: mở Biểu tổng hợp" not in shown(pilot):
                await press(pilot, "down")
        assert "Enter: mở Biểu tổng hợp" in shown(pilot)
        assert KEY not in shown(pilot)
        await press(pilot, "f12")
        await settled(pilot)
        for _ in range(20):
            if "(Biểu tổng hợp)" not in str(pilot.app.screen.query_one("#strip", Static).content):
                await press(pilot, "down")
        assert "Enter: Biểu tổng hợp" in shown(pilot)


def test_a_filled_in_one_is_read_back(path: Path, tmp_path: Path) -> None:
    with open_store(path) as store:
        form = _form(store)
        heads = [column.head for column in form.columns]
        figures = {"total": 10, **{column.key: 6 if column.counts == "done" else 4 for column in form.figures[1:]}}
        figures["todo_digital_signature"], figures["na_digital_signature"] = 3, 1
        line = {"number": 1, "sector": "Mầm non", "why_cccd": "Quên mật khẩu (4)", **figures}
        book = openpyxl.Workbook()
        rows = [["Trường Mầm non C"], ["BIỂU SỐ 2"], heads, [line.get(column.key, "") for column in form.columns]]
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "bieu.xlsx")
        plan = make_plan(store, read_for(store, tmp_path / "bieu.xlsx", unit="Trường Mầm non C"))
        (read,) = plan.reading.summary
        assert (read.form, read.figures, read.problems) == (KEY, figures, ())
        assert read.reasons["why_cccd"] == "Quên mật khẩu (4)"
        number = submissions.apply(store, plan)
        assert number is not None
        (origin,) = filled.in_force(store, form).values()
        assert origin.lines[0].cells["total"] == "C4"
        assert filled.in_force(store, library.phu_luc_1()) == {}, "it is no Phụ lục 1"
        table = counts.table(store, form, scopes.usual_scope(store, form))
        assert table.total.figures["total"] == 14
        assert [origin.unit for row in table.rows for origin in row.origins] == ["Trường Mầm non C"]
        assert ("Quên mật khẩu", 5) in table.total.reasons["why_cccd"]
        submissions.take_back(store, number)
        assert counts.table(store, form, scopes.usual_scope(store, form)).total.figures["total"] == 4


#: No head of it says anything to somebody who does not know the form, and the label comes first.
OWN_WORDS = """
name = "xa-moi-2026"
title = "Kế hoạch của xã"
source = { document = "Kế hoạch", issuer = "UBND xã", date = 2026-06-01 }

[[items]]
key = "cccd"
title = "Thẻ CCCD/CC"
short_title = "CCCD"

[[forms]]
key = "bieu-a"
name = "Biểu A"
title = "Tình hình"
file_name = "BieuA"
rows = "department"
holds = ["c2 + c3 + c4 = total"]
columns = [
  { key = "who", head = "Nơi", counts = "label" },
  { key = "total", head = "Hiện diện", counts = "total", words = ["Đầu người"] },
  { key = "c2", head = "Xong thẻ", counts = "done", item = "cccd", words = ["Nhóm A"] },
  { key = "c3", head = "Còn thẻ", counts = "todo", item = "cccd", words = ["Nhóm B"] },
  { key = "c4", head = "Miễn thẻ", counts = "not_applicable", item = "cccd", words = ["Nhóm C"] },
  { key = "c5", head = "Vì sao B", counts = "reasons", item = "cccd" },
  { key = "c6", head = "Vì sao C", counts = "reasons", item = "cccd", side = "not_applicable" },
]
sections = [{ key = "remarks", heading = "II. Nhận xét" }]
"""


@pytest.mark.parametrize(
    "heads", [("Đầu người", "Nhóm A", "Nhóm B", "Nhóm C"), ("Hiện diện", "Xong thẻ", "Còn thẻ", "Miễn thẻ")]
)
def test_a_form_is_known_by_its_own_heads_and_words(path: Path, tmp_path: Path, heads: tuple[str, ...]) -> None:
    (tmp_path / "xa.toml").write_text(OWN_WORDS, "utf-8")
    book = openpyxl.Workbook()
    for row in (
        ["Trường Mầm non C"], ["TÌNH HÌNH"], ["Nơi", *heads, "Vì sao B", "Vì sao C"],
        ["Tổ 1", 10, 6, 3, 1, "Quên mật khẩu (3)", "Nghỉ thai sản (1)"],
        ["Tổ 2", 4, 4, 0, 0, "", ""],
        ["Tổng cộng", 14, 10, 3, 1, "", ""],
        ["II. Nhận xét"], ["Máy yếu, mạng chậm"], ["Cần thêm người"],
        ["", "", "", "", "HIỆU TRƯỞNG"],
    ):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "bieu.xlsx")
    with open_store(path) as store:
        campaign_use.use(store, file.load(tmp_path / "xa.toml"))
        plan = make_plan(store, read_for(store, tmp_path / "bieu.xlsx", unit="Trường Mầm non C"))
        found = [(line.department, tuple(line.figures.values()), line.problems) for line in plan.reading.summary]
        assert found == [("Tổ 1", (10, 6, 3, 1), ()), ("Tổ 2", (4, 4, 0, 0), ())]
        assert {line.form for line in plan.reading.summary} == {"bieu-a"}
        assert plan.reading.summary[0].reasons == {"c5": "Quên mật khẩu (3)", "c6": "Nghỉ thai sản (1)"}
        submissions.apply(store, plan)
        table = counts.table(store, library.find(store, "bieu-a"), counts.Scope(None, "unit"))
        (school,) = (row for row in table.rows if row.origins)
        assert (school.reasons["c6"], school.figures["c4"]) == ((("Nghỉ thai sản", 1),), 1)


COLUMN_MORE = """
[[forms.columns]]
key = "na_cccd"
head = "Thẻ CCCD/CC: không thuộc diện"
counts = "not_applicable"
item = "cccd"
"""


def _use_with_a_column_more(store: Store, folder: Path) -> None:
    text = CAMPAIGN.read_text(encoding="utf-8")
    first = text.index("[[forms.columns]]")
    changed = folder / "bieu-tong-hop.toml"
    text = text[:first] + COLUMN_MORE.lstrip() + "\n" + text[first:]
    changed.write_text(text.replace("done_cccd + todo_cccd =", "done_cccd + todo_cccd + na_cccd ="), encoding="utf-8")
    campaign_use.use(store, file.load(changed))


def _send(store: Store, folder: Path) -> None:
    form = _form(store)
    figures = {"total": 10, **{column.key: 6 if column.counts == "done" else 4 for column in form.figures[1:]}}
    figures["todo_digital_signature"], figures["na_digital_signature"] = 3, 1
    line = {"number": 1, "sector": "Mầm non", **figures}
    book = openpyxl.Workbook()
    for row in (
        ["Trường Mầm non C"], [column.head for column in form.columns],
        [line.get(column.key, "") for column in form.columns],
    ):  # fmt: skip
        book.active.append(row)
    book.save(folder / "bieu.xlsx")
    assert submissions.apply(store, make_plan(store, read_for(store, folder / "bieu.xlsx", unit="Trường Mầm non C")))


def test_whom_a_sent_form_says_an_item_is_not_asked_of_does_not_lack_it(path: Path, tmp_path: Path) -> None:
    with open_store(path) as store:
        before = {each.item.key: each for each in overview.read(store, clock.now()).items}
        _send(store, tmp_path)
        found = overview.read(store, clock.now())
        after = {each.item.key: each for each in found.items}
        assert after["digital_signature"].applicable - before["digital_signature"].applicable == 9
        assert after["digital_signature"].done - before["digital_signature"].done == 6
        lacking = [
            group.people
            for group in found.blockers
            if (group.unit, group.item.key) == ("Trường Mầm non C", "digital_signature")
        ]
        assert sum(lacking) == 3


def test_what_a_unit_sent_before_its_form_got_a_column_is_left_out_and_says_so(path: Path, tmp_path: Path) -> None:
    with open_store(path) as store:
        _send(store, tmp_path)
        _use_with_a_column_more(store, tmp_path)
        assert filled.in_force(store) == {}, "a figure that nobody sent is no 0"
        (origin,) = filled.sent(store, _form(store))
        assert [problem.code for problem in origin.lines[0].problems] == ["form_changed"]
        assert counts.table(store, _form(store), scopes.usual_scope(store, _form(store))).total.figures["total"] == 4
        assert overview.read(store, clock.now()).people == 4


async def test_a_frozen_copy_opens_after_its_form_was_changed(path: Path, tmp_path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "ctrl+b", "down", "enter")
        await settled(pilot)
        await press(pilot, "f6", "1")
        await settled(pilot)
    with open_store(path) as store:
        _use_with_a_column_more(store, tmp_path)
    async with opened(path) as pilot:
        await press(pilot, "ctrl+b", "down", "enter")
        await settled(pilot)
        await press(pilot, "f7", "enter")
        await settled(pilot)
        assert pilot.app.is_running
        frozen = pilot.app.screen.query_one(PaperPage).form
        assert "na_cccd" not in {column.key for column in frozen.columns}, "as it was signed"
        await press(pilot, "escape")
        await settled(pilot)
        assert "na_cccd" in {column.key for column in pilot.app.screen.query_one(PaperPage).form.columns}
