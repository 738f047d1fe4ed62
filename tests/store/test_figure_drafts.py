"""Numbers that are typed and not saved, kept on disk for two windows with one grid."""

from pathlib import Path

from store.figures import drafts
from store.figures.drafts import Cell, Typed
from store.opening import open_store

SHEET, HERE, THERE = (
    "plan/area/monthly/2026-06-01",
    Cell("Ấp 1", "book", "numerator"),
    Cell("Ấp 2", "book", "numerator"),
)


def test_who_saves_a_number_leaves_the_one_that_another_window_typed_there_since(tmp_path: Path) -> None:
    with open_store(tmp_path / "kho.sqlite3", anew=True) as store:
        first, second = Typed(700, None, False), Typed(680, None, False)
        drafts.keep(store, SHEET, {}, {HERE: first, THERE: first})
        drafts.keep(store, SHEET, {}, {HERE: second})
        drafts.keep(store, SHEET, {HERE: first, THERE: first}, {})
        assert drafts.kept(store, SHEET) == {HERE: second}
