"""HTML pages saved as .xls: which cells their tables hold, and what broken pages cost."""

import time
from pathlib import Path

import pytest

from importers.grids.html import read_html


def _tables(folder: Path, page: str) -> list[list[list[object]]]:
    path = folder / "trang.xls"
    path.write_text(page, encoding="utf-8")
    return [grid.rows for grid in read_html(path)]


def test_cells_without_end_tags_and_entities_are_read(tmp_path: Path):
    page = "<p>x<TABLE><tr><td>Lê&nbsp;V&#259;n  An<td><b>Y</b> sĩ<tr><th colspan=2>Nguyễn<br/>Thị\nBé</table>y"
    assert _tables(tmp_path, page) == [[["Lê Văn An", "Y sĩ"], ["Nguyễn\nThị Bé", None]]]


def test_merged_cells_move_what_stands_beside_them(tmp_path: Path):
    page = "<table><tr><td rowspan=2>A</td><td colspan='2'>B</td></tr><tr><td>c</td><td>d</td></tr></table>"
    path = tmp_path / "trang.xls"
    path.write_text(page, encoding="utf-8")
    (grid,) = read_html(path)
    assert grid.rows == [["A", "B", None], [None, "c", "d"]]
    assert grid.merged == [(0, 0, 1, 0), (0, 1, 0, 2)]


def test_rows_of_a_table_inside_a_cell_follow_its_row(tmp_path: Path):
    page = "<table><tr><td>Đơn vị<table><tr><td>An</td></tr></table></td></tr><tr><td>Bé</td></tr></table>"
    assert _tables(tmp_path, page) == [[["Đơn vị"], ["An"], ["Bé"]]]


def test_what_is_not_shown_is_not_read(tmp_path: Path):
    page = "<table><tr><td>An<!-- <td>ẩn</td> --></td><td>Bé<script>if (a<b) '<td>'</script></td></table>"
    assert _tables(tmp_path, page) == [[["An", "Bé"]]]


@pytest.mark.parametrize("broken", ["<!--", "<script ", "<style>", "<td</td>", '<td a="', "<![CDATA[", "</t"])
def test_people_behind_a_broken_tag_are_still_read(tmp_path: Path, broken: str):
    page = f"<table><tr><td>An</td>{broken}<td>Bé</td></tr><tr><td>Cò</td></tr></table>"
    (rows,) = _tables(tmp_path, page)
    assert any("Bé" in str(cell) for cell in rows[0])
    assert rows[1] == ["Cò"]


@pytest.mark.parametrize(
    "broken", ["<div>" * 300_000, "<a>x<div>" * 50_000, "<td " + "".join(f"a{n}=1 " for n in range(100_000)) + ">"]
)
def test_a_broken_megabyte_takes_no_minutes(tmp_path: Path, broken: str):
    begun = time.process_time()
    assert _tables(tmp_path, f"<table><tr><td>An</td></tr><tr><td>{broken}")[0][0] == ["An"]
    assert time.process_time() - begun < 5
