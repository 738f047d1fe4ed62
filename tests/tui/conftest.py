"""What every test of a screen begins with."""

import pytest

from tui.app import TramyteApp


@pytest.fixture
def first_place() -> str | None:
    """The place where the program begins; None: where it begins for everybody, the overview."""
    return "roster"


@pytest.fixture(autouse=True)
def _begin_there(first_place: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests of screens are of the list of people: they begin as one does after F2."""
    if first_place is not None:
        monkeypatch.setattr(TramyteApp, "DEFAULT_MODE", first_place)
