"""Lists of tasks, registers and data sources as they were at the end of an earlier day."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from exporters.datasets import export_datasets
from exporters.facilities import export_facilities
from exporters.form import export_form
from exporters.registers import export_registers
from exporters.tasks import export_tasks
from store import campaign_use
from store.campaigns import file
from store.database import Store
from store.forms import library
from store.forms.counts import Scope
from store.forms.scopes import on_day, usual_scope
from store.models import Person
from store.monitoring import data_sources, tasks
from store.opening import open_store
from store.people import staff, units
from store.registers import entries
from store.registers.declared import REGISTERS

BEFORE = date(2026, 6, 23)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A station that noted a training and a data source on 23/06, and did the rest on 25/06."""
    monkeypatch.setenv("TYT_NOW", "2026-06-23T10:00:00")
    training = REGISTERS[0]
    with open_store(tmp_path / "s.sqlite3") as opened:
        entries.add(opened, training, **{training.main.key: "VNeID"})
        monkeypatch.setenv("TYT_NOW", "2026-06-25T10:00:00")
        entries.add(opened, training, **{training.main.key: "Sổ sức khỏe"})
        standing = tasks.all_tasks(opened)[0]
        tasks.edit(opened, standing, state="done", done_on="2026-06-25")
        campaign_use.use(opened, file.load(file.built_in()["ninh-thuan-2024"]))
        yield opened


def read(path: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(path.read_text("utf-8"))
    return found


def test_a_register_and_a_task_stand_as_they_did(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "a.json"
    export_registers(store, out, as_of=BEFORE)
    assert len(read(out)) == 1
    export_registers(store, out)
    assert len(read(out)) == 2
    export_tasks(store, out, campaign="tri-ton-2026", as_of=BEFORE)
    assert {each["state"] for each in read(out)} <= {None, "not_begun"}
    export_tasks(store, out, campaign="tri-ton-2026")
    assert read(out)[0]["state"] == "done"


def test_the_tasks_of_a_plan_that_ended_are_those_of_then(store: Store, tmp_path: Path) -> None:
    campaign_use.end(store, "tri-ton-2026")
    export_tasks(store, tmp_path / "a.json", campaign="tri-ton-2026", as_of=BEFORE)
    assert len(read(tmp_path / "a.json")) >= 7


def test_facilities_and_data_sources_take_a_day_too(store: Store, tmp_path: Path) -> None:
    export_facilities(store, tmp_path / "a.json")
    assert len(read(tmp_path / "a.json")) == 79
    export_datasets(store, tmp_path / "b.json", as_of=BEFORE)
    assert len(read(tmp_path / "b.json")) == len(data_sources.paper(store).sources)


def test_a_form_of_an_earlier_day_has_the_units_of_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two units had people; those of one are gone: the rows are not the departments of the other alone."""
    monkeypatch.setenv("TYT_NOW", "2026-06-23T10:00:00")
    with open_store(tmp_path / "s.sqlite3") as opened:
        ids = [
            staff.add(opened, Person(f"Người Thứ {name}"), units.find_or_add(opened, unit))
            for name, unit in (("Nhất", "Trường A"), ("Nhì", "Trường B"), ("Ba", "Trường B"))
        ]
        form = library.phu_luc_1()
        monkeypatch.setenv("TYT_NOW", "2026-06-25T10:00:00")
        staff.move(opened, ids[1:2], units.find_or_add(opened, "Trường A"))
        staff.remove(opened, ids[2:])
        assert usual_scope(opened, form).by == "department"
        written = export_form(opened, tmp_path / "p.xlsx", as_of=BEFORE)
        assert "2 dòng, 3 người" in written.summary
        now = usual_scope(opened, form)
        assert on_day(opened, form, now, BEFORE) == Scope(None, "unit", BEFORE)
        assert on_day(opened, form, on_day(opened, form, now, BEFORE), None) == now
        chosen = Scope(None, "sector")
        assert on_day(opened, form, chosen, BEFORE) == Scope(None, "sector", BEFORE), "what was chosen stays"
