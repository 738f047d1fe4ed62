"""Rosters in layouts, formats and damage drawn by chance: what is not read right is told, never wrong in silence."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importers.try_layouts import one


@settings(max_examples=250, derandomize=True)  # try_layouts draws others
@given(st.integers(0, 10**9))
def test_nothing_is_wrong_in_silence_in_any_format(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        writer, book, score = one(seed, Path(folder))
    assert score.silent == [], (seed, writer, book.notes)
