"""HTML pages saved as .xls: which cells their tables hold, and what broken pages cost."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import selectolax.lexbor

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


def test_a_comment_between_cells_is_no_cell(tmp_path: Path):
    page = "<table><tr><!-- dòng --><td>An</td><!-- x --><td>Bé</td></tr></table>"
    assert _tables(tmp_path, page) == [[["An", "Bé"]]]


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
    "broken",
    ["<div>" * 300_000, "<a>x<div>" * 50_000, "<td " + "".join(f"a{n}=1 " for n in range(100_000)) + ">"],
    ids=["boxes", "links", "attributes"],  # what is in them is longer than the environment of Windows takes
)
def test_a_broken_megabyte_takes_no_minutes(tmp_path: Path, broken: str):
    begun = time.process_time()
    assert _tables(tmp_path, f"<table><tr><td>An</td></tr><tr><td>{broken}")[0][0] == ["An"]
    assert time.process_time() - begun < 5


MOST_PARSED = 600_000  # characters: parsed they take fifty times the room


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many characters of a page were parsed together, each time."""
    sizes: list[int] = []
    parser = selectolax.lexbor.LexborHTMLParser

    def count(text: str) -> selectolax.lexbor.LexborHTMLParser:
        sizes.append(len(text))
        return parser(text)

    monkeypatch.setattr(selectolax.lexbor, "LexborHTMLParser", count)
    return sizes


LARGE_PAGES: dict[str, Callable[[], tuple[str, list[list[list[object]]]]]] = {
    "one table": lambda: (
        "<table>" + "".join(f"<tr><td>{n}<td>An {n}</td></tr>" for n in range(24_000)),
        [[[str(n), f"An {n}"] for n in range(24_000)]],
    ),
    "cells over two rows": lambda: (
        "<table>" + "<tr><td rowspan=2>An<td>x</tr><tr><td>y</tr>" * 12_000,
        [[["An", "x"], [None, "y"]] * 12_000],
    ),
    "tables in cells": lambda: (
        "<table>" + "<tr><td>An<table><tr><td>Bé</table><td>x</tr>" * 12_000 + "</table>",
        [[["An", "x"], ["Bé"]] * 12_000],
    ),
    "an endless row": lambda: ("<table><tr>" + "<td>x" * 150_000, [[["x"] * 150_000]]),
}


@pytest.mark.parametrize("kind", LARGE_PAGES)
def test_a_large_page_is_read_in_pieces(tmp_path: Path, kind: str, parsed: list[int]):
    page, tables = LARGE_PAGES[kind]()
    assert _tables(tmp_path, page) == tables
    assert max(parsed) < MOST_PARSED


@pytest.mark.parametrize("opened", ["<table><tr><td>x", "<table><tr><td>x</td>"])
def test_tables_that_nothing_ends_are_read_in_pieces(tmp_path: Path, opened: str, parsed: list[int]):
    tables = _tables(tmp_path, opened * 50_000 + "<table><tr><td>An")
    assert tables[-1][-1] == ["An"]
    assert sum(map(len, tables)) == 50_001
    assert max(parsed) < MOST_PARSED


def test_cells_outside_of_tables_are_read_in_small_pieces(tmp_path: Path, parsed: list[int]):
    """A parser takes two gigabytes for two megabytes of them: it copies their text for each one that it adds."""
    page = "<table><tr><td>An</table>" + "<tr><td>x</td></tr></table>" * 50_000 + "<table><tr><td>Bé</table>"
    assert _tables(tmp_path, page) == [[["An"]], [["Bé"]]]
    assert max(parsed) < MOST_PARSED // 8


def test_of_a_page_of_very_many_tables_the_last_stand_below_each_other(tmp_path: Path):
    tables = _tables(tmp_path, "<table><tr><td>An<td rowspan=9>x</table><table></table>" * 2_000)
    assert len(tables) == 500
    assert [row for rows in tables for row in rows] == [["An", "x"]] * 2_000
