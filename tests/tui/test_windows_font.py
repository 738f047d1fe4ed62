"""Which font the Windows console is given."""

import sys

import pytest

from tui.framework.windows_font import FACES, SIGNS, better, lacking


@pytest.mark.parametrize(
    ("current", "installed", "expected"),
    [
        ("Terminal", {"Terminal": 12, "Consolas": 2}, "Consolas"),
        ("Lucida Console", {"Lucida Console": 6, "Consolas": 2, "Cascadia Mono": 0}, "Cascadia Mono"),
        ("Consolas", {"Consolas": 2}, None),  # nothing better
        ("Chữ của tôi", {"Chữ của tôi": 0, "Consolas": 0}, None),  # what the person chose is good enough
        ("Terminal", {"Terminal": 12}, None),
    ],
)
def test_a_font_with_more_of_the_signs(current: str, installed: dict[str, int], expected: str | None) -> None:
    assert better(current, lambda face: installed.get(face, len(SIGNS))) == expected


@pytest.mark.skipif(sys.platform != "win32", reason="asks Windows")
def test_a_font_that_is_not_there_lacks_everything() -> None:
    assert lacking("No such font") == len(SIGNS)
    assert all(0 <= lacking(face) <= len(SIGNS) for face in FACES)
