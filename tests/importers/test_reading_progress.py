"""A long reading tells how far it is, and stops when it is told to."""

import pytest

from importers import pace
from importers.errors import Cancelled
from importers.reading import read_file


@pytest.fixture
def long_list(save):
    return save(
        [["Họ tên", "Năm sinh", "Mức 2"], *([f"Lê Văn {'An' if n % 2 else 'Bé'}", 1990, "x"] for n in range(1500))]
    )


def test_progress_counts_rows_and_never_goes_back(long_list, monkeypatch):
    monkeypatch.setattr(pace, "_SLICE", 0.0)
    seen = []
    reading = read_file(long_list, items=(), progress=lambda rows: seen.append(rows) or True)
    assert len(reading.rows) == 1500
    assert seen == sorted(seen)
    assert 0 < seen[-1] <= 1500


def test_answering_false_stops(long_list, monkeypatch):
    monkeypatch.setattr(pace, "_SLICE", 0.0)
    with pytest.raises(Cancelled):
        read_file(long_list, items=(), progress=lambda rows: rows < 500)


def test_a_sheet_of_nothing_but_headers_can_be_stopped(save, monkeypatch):
    monkeypatch.setattr(pace, "_SLICE", 0.0)
    path = save([["STT", "Họ và tên", "Ngày sinh", "Mức 2"]] * 40)
    asked = []
    with pytest.raises(Cancelled):
        read_file(path, items=(), progress=lambda rows: asked.append(rows) or len(asked) < 20)
    assert set(asked) == {0}


def test_a_long_web_page_can_be_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(pace, "_SLICE", 0.0)
    path = tmp_path / "t.xls"
    path.write_text("<table>" + "<tr><td>Lê Văn An</td></tr>" * 40_000, encoding="utf-8")
    asked = []
    with pytest.raises(Cancelled):
        read_file(path, items=(), progress=lambda rows: asked.append(rows) or len(asked) < 3)


def test_the_collector_is_on_again_afterwards(long_list):
    import gc

    read_file(long_list, items=())
    assert gc.isenabled()


def test_reading_imports_no_reader_of_workbooks_before_it_needs_one():
    import subprocess
    import sys

    heavy = ("python_calamine", "xlsxwriter", "pydantic")
    code = f"import importers.reading, sys; print([m for m in {heavy} if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
