"""A second place for copies: remembered, used whenever it is there, once a day; the overview tells how long ago."""

from pathlib import Path

import pytest

from store import clock, settings
from store.copies import restoring, second_place, shelf
from store.copies.keeper import Keeper
from store.database import Store
from store.errors import RefusedError
from store.models import Person
from store.monitoring import overview
from store.opening import open_store
from store.people import staff, units


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def opened(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-01T08:00:00")
    staff.add(store, Person("Lê Văn An"), units.add(store, "Trạm Y tế"))
    return store


def test_it_gets_a_copy_a_day_when_it_is_there(opened: Store, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second_place.choose(opened, stick)
    path, there = opened.path, second_place.folder_of(opened.path, opened.connection)
    assert there is not None
    assert there.parent == stick
    failures: list[str] = []

    def run(moment: str) -> None:
        monkeypatch.setenv(clock.VARIABLE, moment)
        keeper = Keeper(failures.append)
        for _ in range(2):
            keeper.of_the_day(path)
            keeper.wait()

    run("2026-06-01T08:00:00")
    run("2026-06-01T15:00:00")
    assert len(shelf.copies(path, there)) == 1
    stick.rename(away := stick.with_name("rút ra"))
    run("2026-06-02T08:00:00")
    assert not stick.exists()
    assert (len(shelf.copies(path)), failures) == (2, [])
    assert settings.load(opened).copies_at == "2026-06-01T15:00:00"[:11] + "08:00:00"
    away.rename(stick)
    run("2026-06-02T15:00:00")
    assert len(shelf.copies(path, there)) == 2
    assert len(shelf.copies(path)) == 2
    assert settings.load(opened).copies_at == "2026-06-02T15:00:00"


def test_stores_of_one_name_share_a_place_and_no_folder(opened: Store, stick: Path, tmp_path: Path) -> None:
    """Every station's store is named alike, and a network folder may serve several."""
    folder = tmp_path / "trạm khác"
    folder.mkdir()
    with open_store(folder / opened.path.name) as other:
        for store in (opened, other):
            second_place.choose(store, stick)
        for _ in range(3):
            list(second_place.keep_everywhere(opened.path))
        assert second_place.copies(other) == []
        list(second_place.keep_everywhere(other.path))
        assert [len(second_place.copies(store)) for store in (opened, other)] == [3, 1]


def test_a_copy_that_was_put_back_goes_on_in_its_folder(opened: Store, stick: Path) -> None:
    second_place.choose(opened, stick)
    _, outside = second_place.keep_everywhere(opened.path)
    restoring.restore(opened.path, outside)
    assert outside.parent == second_place.folder_of(opened.path, opened.connection)


def test_a_place_beside_the_store_is_none(opened: Store, stick: Path) -> None:
    for wrong in (opened.path.parent, stick / "không có"):
        with pytest.raises(RefusedError):
            second_place.choose(opened, wrong)
    second_place.choose(opened, stick)
    second_place.forget(opened)
    assert settings.load(opened).copies_folder == ""


@pytest.mark.parametrize(
    ("copied", "now", "is_due"),
    [
        ("", "2026-06-15T08:00:00", False),
        ("", "2026-06-15T08:00:01", True),
        ("2026-06-10T08:00:00", "2026-06-20T08:00:00", False),
        ("2026-06-10T08:00:00", "2026-06-24T09:00:00", True),
    ],
)
def test_the_overview_says_when_one_is_due(
    opened: Store, monkeypatch: pytest.MonkeyPatch, copied: str, now: str, is_due: bool
) -> None:
    if copied:
        monkeypatch.setenv(clock.VARIABLE, copied)
        second_place.note(opened.path)
    monkeypatch.setenv(clock.VARIABLE, now)
    found = overview.read(opened, clock.now())
    assert (found.copied_at, found.is_copy_due) == (copied, is_due)
    staff.remove(opened, [1])
    assert not overview.read(opened, clock.now()).is_copy_due, "there is nobody"


def test_the_copy_beside_the_store_is_named_though_the_second_place_fails(
    opened: Store, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second_place.choose(opened, stick)

    def is_full(*_: object, **__: object) -> None:
        raise RefusedError("Ổ đĩa đã đầy.")

    monkeypatch.setattr(second_place, "keep_there", is_full)
    made = []
    with pytest.raises(RefusedError):
        made += second_place.keep_everywhere(opened.path)
    assert len(made) == len(shelf.copies(opened.path)) == 1
