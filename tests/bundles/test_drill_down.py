"""From a figure of the office above to the cell of a school's file, or to what the station froze itself."""

from pathlib import Path

import openpyxl
import pytest

from exporters.bundle import export_bundle
from importers import intake
from store.database import Store
from store.errors import RefusedError
from store.figures import localities
from store.forms import counts, library
from store.forms.counts import Scope
from store.people import staff, units
from store.receiving import kept, submissions
from store.reporting import form_papers
from store.words import bundles
from store.words.forms import footnotes, marked_label, marks
from tests.bundles import stations as bundled
from tests.bundles.stations import PASSPHRASE, take_in
from tui.screens.forms import sent_figures
from tui.unit_papers import draft_feedback

SCHOOL = "Trường Tiểu học A"


@pytest.fixture
def stores(sender: Store, province: Store) -> tuple[Store, Store]:
    return sender, province


def test_a_value_above_names_the_cell_of_the_file_that_a_school_sent_its_station(
    stores: tuple[Store, Store], tmp_path: Path
) -> None:
    below, above = stores
    book = openpyxl.Workbook()
    for row in (["Đơn vị: " + SCHOOL], ["TT", "Họ và tên", "Ngày sinh", "Mức 2"], [1, "Lâm Thị Én", "02/03/1984", "x"]):
        book.active.append(row)
    book.save(tmp_path / "truong a.xlsx")
    intake.apply(below, intake.read(below, tmp_path / "truong a.xlsx"))
    export_bundle(below, tmp_path / "a.tyt", passphrase=PASSPHRASE)
    incoming = take_in(above, tmp_path / "a.tyt")
    person = next(one for one in staff.members(above) if one.person.full_name == "Lâm Thị Én")
    found = kept.sources(above, person.id)["state.level2_account"]
    assert (found.file_name, found.sheet, found.cell, found.raw) == ("truong a.xlsx (trong a.tyt)", "Sheet", "D3", "x")
    # What somebody wrote here since is of no file any more.
    staff.set_state(above, [person.id], "level2_account", bundled.State.TODO)
    assert "state.level2_account" not in kept.sources(above, person.id)
    assert incoming.submission_id is not None
    with pytest.raises(RefusedError, match="không có phiếu sửa"):
        draft_feedback(above, incoming.submission_id)


def test_figures_alone_lead_to_the_copy_that_the_station_froze(stores: tuple[Store, Store], tmp_path: Path) -> None:
    below, above = stores
    form = library.phu_luc_1()
    form_papers.issue(below, form_papers.draft(below, form, Scope(None, "unit")))
    export_bundle(below, tmp_path / "a.tyt", figures_only=True)
    incoming = take_in(above, tmp_path / "a.tyt")
    table = counts.table(above, form, Scope(None, "unit"))
    of_below = counts.table(below, form, Scope(None, "unit"))
    row = next(row for row in table.rows if row.label == SCHOOL)
    title, text = sent_figures.behind(above, form, row, "total")
    assert title.startswith(SCHOOL)
    stations = counts.table(above, form, Scope(None, "station"))
    assert [marked_label(row, marks(stations)) for row in stations.rows] == ["Trạm Y tế xã Tân Lập 5 ¹"]
    (note,) = footnotes(stations)
    assert note == "¹ Theo số liệu Trạm Y tế xã Tân Lập 5 gửi ngày 23/06/2026, tệp a.tyt."
    assert "Đang cộng vào Phụ lục 1." in sent_figures.overview(above, form, ())
    assert "a.tyt (bản nộp số 1)" in text
    assert "Trạm tự chốt lần 1, 23/06/2026:" in text
    assert f"Tổng cộng: {of_below.total.figures['total']} người" in text
    assert incoming.submission_id is not None
    assert "Phụ lục 1 lần 1" in "\n".join(bundles.lines(above, incoming.submission_id))
    submissions.take_back(above, incoming.submission_id)
    assert not counts.table(above, form, Scope(None, "unit")).total.figures["total"]


def test_indicators_of_its_places_count_for_the_station_and_go_with_the_bundle(
    stores: tuple[Store, Store], tmp_path: Path
) -> None:
    below, above = stores
    for name, numerator in (("Ấp Tô Hạ", 10), ("Ấp An Hòa", 5)):
        place = localities.add(below, name)
        below.insert(
            "indicator_figure", campaign="kế hoạch", indicator="bhyt", kind="weekly", period="2026-06-17",
            locality_id=place.id, numerator=numerator, denominator=20,
        )  # fmt: skip
    export_bundle(below, tmp_path / "a.tyt", figures_only=True)
    incoming = take_in(above, tmp_path / "a.tyt")
    figures = (
        "SELECT numerator, denominator, locality.name, removed_at FROM indicator_figure"
        " JOIN locality ON locality.id = locality_id"
    )
    name = "Trạm Y tế xã Tân Lập 5"
    assert list(above.rows(figures)) == [(15, 40, name, None)]
    assert units.find(above, name) is not None
    assert incoming.submission_id is not None
    submissions.take_back(above, incoming.submission_id)
    assert [row[:2] for row in above.rows(figures)] == [(None, None)]
