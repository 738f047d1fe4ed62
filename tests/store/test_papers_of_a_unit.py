"""A unit's own paper carries the unit's name, its head and its words, not those of the station."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import history, settings
from store.database import Store
from store.forms import library
from store.forms.counts import Scope
from store.models import Person
from store.opening import open_store
from store.people import staff, units
from store.reporting import form_papers, issued
from store.reporting.form_papers import FormPaper

STATION, OFFICE = "Trạm Y tế xã Mới", "Ủy ban nhân dân xã Mới"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("TYT_NOW", "2026-06-23T10:00")
    with open_store(tmp_path / "s.sqlite3") as opened:
        settings.save(opened, station_name=STATION, head_name="Nguyễn Văn Hòa", letter_number="…/TYT")
        for unit in (STATION, OFFICE):
            staff.add(opened, Person("An"), units.find_or_add(opened, unit))
        issued.write_section(opened, "training", "Trạm đã tập huấn ngày 18/6.", "phu-luc-1@2026-06-17")
        yield opened


def paper(store: Store, unit: str | None) -> FormPaper:
    found = None if unit is None else units.find(store, unit)
    return form_papers.draft(store, library.find(store, "phu-luc-1"), Scope(found and found.id))


def test_it_names_the_unit_and_its_head(store: Store) -> None:
    office = units.find(store, OFFICE)
    assert office is not None
    assert paper(store, OFFICE).signer_name == "", "left for the pen as long as nobody wrote down who it is"
    units.edit(store, office.id, head="Lê Thị Sáu")
    found = paper(store, OFFICE)
    assert found.signer_name == "Lê Thị Sáu"
    assert f"của {OFFICE} ngày" in found.attached_to
    assert "TYT" not in found.attached_to
    assert found.table.scope == OFFICE
    history.undo(store)
    assert paper(store, OFFICE).signer_name == ""


def test_it_has_words_of_its_own(store: Store) -> None:
    office = units.find(store, OFFICE)
    assert office is not None
    assert paper(store, OFFICE).sections == {}
    key = form_papers.narrative_key(store, library.find(store, "phu-luc-1"), Scope(office.id))
    issued.write_section(store, "training", "Ủy ban đã tập huấn ngày 20/6.", key)
    assert paper(store, OFFICE).sections == {"training": "Ủy ban đã tập huấn ngày 20/6."}
    issued.write_section(store, form_papers.COVERING_LETTER, "(Kèm theo công văn số 5/UBND)", key)
    assert paper(store, OFFICE).attached_to == "(Kèm theo công văn số 5/UBND)"
    assert "5/UBND" not in paper(store, STATION).attached_to
    assert paper(store, STATION).sections == {"training": "Trạm đã tập huấn ngày 18/6."}


@pytest.mark.parametrize("unit", [None, STATION])
def test_the_paper_of_the_station_and_of_all_units_is_the_station_s(store: Store, unit: str | None) -> None:
    found = paper(store, unit)
    assert found.signer_name == "Nguyễn Văn Hòa"
    assert f"/TYT của {STATION} ngày" in found.attached_to
    assert found.sections == {"training": "Trạm đã tập huấn ngày 18/6."}
