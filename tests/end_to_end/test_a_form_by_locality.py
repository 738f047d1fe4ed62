"""A statistics form by locality is one TOML file: counted from figures and targets, printed, shown, frozen."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exporters.form import export_form
from store import campaign_use, clock, settings
from store.calendar.periods import Period
from store.campaigns import file
from store.errors import StoreError
from store.figures import figure_entry, indicators
from store.figures.indicators import Figure
from store.forms import counts, library
from store.forms.counts import Scope
from store.opening import open_store
from store.reporting import form_papers
from store.words.forms import is_not_asked
from tests.tui.opened_app import opened, press, settled, shown
from tui.app import TramyteApp

CAMPAIGN = Path(__file__).parent.parent / "campaigns" / "bieu-dia-ban.toml"
KEY = "giao-chi-tieu"
FIGURES = ("accounts_wanted", "books_wanted", "total", "books_done", "books_todo")
LAST, NOW = (Period("weekly", first) for first in ("2026-06-08", "2026-06-15"))


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(TramyteApp, "DEFAULT_MODE", "phu_luc_1")
    path = tmp_path / "trạm.sqlite3"
    monkeypatch.setenv(clock.VARIABLE, "2026-06-14T14:00:00")
    with open_store(path) as store:
        settings.save(store, station_name="Trạm Y tế xã A", head_name="Lê Hoa")
        campaign_use.use(store, file.load(CAMPAIGN))
        accounts, books = indicators.all_indicators(store, campaign="bieu-dia-ban")
        figure_entry.set_targets(store, accounts, [("Ấp A", 900), ("Ấp B", 500)])
        figure_entry.set_targets(store, books, [("Ấp A", 800)])
        for name, numerator in (("Ấp A", 300), ("Ấp B", 100)):
            figure_entry.enter(store, books, LAST, Figure(name, numerator, 400))
        monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:05:00")
        for name, numerator in (("Ấp A", 350), ("Ấp B", 120)):
            figure_entry.enter(store, books, NOW, Figure(name, numerator, 400))
    return path


def counted(path: Path, as_of: date | None = None) -> dict[str, tuple[int, ...]]:
    with open_store(path) as store:
        table = counts.table(store, library.find(store, KEY), Scope(None, "locality", as_of))
    return {row.label: tuple(row.figures[key] for key in FIGURES) for row in (*table.rows, table.total)}


def test_it_is_counted_from_figures_and_targets_now_and_as_of_a_day(path: Path) -> None:
    assert counted(path) == {
        "Ấp A": (900, 800, 400, 350, 50), "Ấp B": (500, 0, 400, 120, 280), "Tổng cộng": (1400, 800, 800, 470, 330),
    }  # fmt: skip
    assert counted(path, date(2026, 6, 16)) == {
        "Ấp A": (900, 800, 400, 300, 100), "Ấp B": (500, 0, 400, 100, 300), "Tổng cộng": (1400, 800, 800, 400, 400),
    }  # fmt: skip


def test_a_part_of_the_localities_is_never_shown_as_the_whole(path: Path) -> None:
    with open_store(path) as store:
        books = indicators.all_indicators(store, campaign="bieu-dia-ban")[1]
        figure_entry.enter(store, books, NOW, Figure("Ấp B"))
    assert counted(path)["Tổng cộng"] == (1400, 800, 800, 400, 400), "the week before is complete"


def test_the_command_prints_it(path: Path, tmp_path: Path) -> None:
    for name in ("bieu.xlsx", "bieu.docx", "bieu.json"):
        done = subprocess.run(
            [sys.executable, "-m", "tui", "--store", str(path), "export", "form", KEY, str(tmp_path / name)],
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    first, *_ = json.loads((tmp_path / "bieu.json").read_text(encoding="utf-8"))
    assert (first["accounts_wanted"], first["books_done"], first["books_rate"]) == (900, 350, 0.875)


def test_a_place_without_a_figure_has_a_dash_and_no_zero(path: Path, tmp_path: Path) -> None:
    with open_store(path) as store:
        form = library.find(store, KEY)
        row = {row.label: row for row in counts.table(store, form, Scope(None, "locality")).rows}["Ấp B"]
        assert {column.key for column in form.figures if is_not_asked(form, row, column)} == {"books_wanted"}
        export_form(store, tmp_path / "a.xlsx", key=KEY)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    (cells,) = ([cell.value for cell in line] for line in sheet.iter_rows() if "Ấp B" in [cell.value for cell in line])
    assert "–" in cells
    assert 0 not in cells


@pytest.mark.parametrize("asked", [{"by": "unit"}, {"by": "department"}, {"level": "station"}, {"unit_id": 1}])
def test_rows_of_units_are_refused_instead_of_ignored(path: Path, tmp_path: Path, asked: dict[str, Any]) -> None:
    with open_store(path) as store, pytest.raises(StoreError, match="không dùng cho biểu theo địa bàn"):
        export_form(store, tmp_path / "a.xlsx", key=KEY, **asked)
    assert not (tmp_path / "a.xlsx").exists()


async def test_it_is_shown_and_frozen_by_keys(path: Path) -> None:
    async with opened(path) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+b")
        await settled_dialog(pilot)
        await press(pilot, "text:giao chi", "enter")
        await settled(pilot)
        assert "Ấp B" in shown(pilot)
        assert "theo địa bàn" in shown(pilot)
    with open_store(path) as store:
        paper = form_papers.draft(store, library.find(store, KEY), Scope(None, "locality"))
        issued = form_papers.issue(store, paper)
        assert issued.paper.table.total.figures["books_done"] == 470


async def settled_dialog(pilot: object) -> None:
    for _ in range(5):
        await pilot.pause()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('rows = "locality"', 'rows = "unit"'),
        ('counts = "done"\nindicator = "books"', 'counts = "not_applicable"\nindicator = "books"'),
        ('counts = "done"\nindicator = "books"', 'counts = "done"'),
    ],
)
def test_a_form_that_mixes_people_and_localities_is_refused(tmp_path: Path, before: str, after: str) -> None:
    text = CAMPAIGN.read_text(encoding="utf-8")
    assert before in text
    wrong = tmp_path / "sai.toml"
    wrong.write_text(text.replace(before, after, 1), encoding="utf-8")
    assert file.faults(wrong)
    with pytest.raises(StoreError):
        file.load(wrong)
