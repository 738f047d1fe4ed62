"""Numbers that are typed and not saved, kept on disk for each of two windows with one grid."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from store import migrations
from store.database import Store
from store.figures import drafts
from store.figures.drafts import Cell, Typed
from store.opening import open_store

SHEET, HERE, THERE = (
    "plan/area/monthly/2026-06-01",
    Cell("Ấp 1", "book", "numerator"),
    Cell("Ấp 2", "book", "numerator"),
)
FIRST, SECOND = Typed(700, None, is_copied=False), Typed(680, None, is_copied=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    open_store(tmp_path / "kho.sqlite3", anew=True).close()
    return tmp_path / "kho.sqlite3"


@pytest.fixture
def windows(path: Path) -> Iterator[tuple[Store, Store]]:
    with ExitStack() as both:
        yield both.enter_context(open_store(path)), both.enter_context(open_store(path))


def reopened(path: Path) -> dict[Cell, Typed]:
    with open_store(path) as store:
        return drafts.take_over(store, SHEET)


def test_a_window_that_saves_or_throws_away_its_number_leaves_that_of_another(
    windows: tuple[Store, Store], path: Path
) -> None:
    one, other = windows
    drafts.keep(one, SHEET, {}, {HERE: FIRST, THERE: FIRST})
    drafts.keep(other, SHEET, {}, {HERE: SECOND})
    drafts.keep(other, SHEET, {HERE: SECOND}, {})
    one.close()
    assert reopened(path) == {HERE: FIRST, THERE: FIRST}


def test_a_window_takes_no_numbers_of_one_that_is_open(windows: tuple[Store, Store], path: Path) -> None:
    one, other = windows
    drafts.keep(one, SHEET, {}, {HERE: FIRST})
    assert drafts.take_over(other, SHEET) == {}
    one.close()
    assert drafts.take_over(other, SHEET) == {HERE: FIRST}
    assert reopened(path) == {}, "they are those of the window that took them"
    other.close()
    assert reopened(path) == {HERE: FIRST}


def test_of_two_windows_that_were_closed_the_later_number_counts(windows: tuple[Store, Store], path: Path) -> None:
    one, other = windows
    drafts.keep(one, SHEET, {}, {HERE: SECOND, THERE: FIRST})
    drafts.keep(other, SHEET, {}, {HERE: SECOND})
    drafts.keep(one, SHEET, {HERE: SECOND, THERE: FIRST}, {HERE: FIRST, THERE: FIRST})
    one.close()
    other.close()
    assert reopened(path) == {HERE: FIRST, THERE: FIRST}
    assert [each.name for each in path.parent.iterdir() if each.name.endswith(".dang-mo")] == []


def test_a_number_that_an_earlier_version_kept_is_of_no_window(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "cũ.sqlite3", isolation_level=None)
    migrations.apply(connection, through="020")
    connection.execute("INSERT INTO figure_draft VALUES (?, ?, ?, ?, ?, ?, ?)", (SHEET, *HERE, *FIRST))
    connection.close()
    assert reopened(tmp_path / "cũ.sqlite3") == {HERE: FIRST}


def test_a_number_that_is_taken_over_is_not_the_later_one_for_that(path: Path) -> None:
    """The first window types, then the second; a third opens when the first is closed, and all are gone."""
    with ExitStack() as all_windows:
        second = all_windows.enter_context(open_store(path))
        with open_store(path) as first:
            drafts.keep(first, SHEET, {}, {HERE: FIRST})
            drafts.keep(second, SHEET, {}, {HERE: SECOND})
        third = all_windows.enter_context(open_store(path))
        assert drafts.take_over(third, SHEET) == {HERE: FIRST}
    assert reopened(path) == {HERE: SECOND}
