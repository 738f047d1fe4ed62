"""No paper is written over a store or a copy of one, whatever it is called."""

import shutil
from pathlib import Path

import pytest

from exporters.writing import ExportError, write_csv, write_json, write_text
from store import settings
from store.copies import backup
from store.database import Store


@pytest.mark.parametrize("name", ["sổ.csv", "sổ.json", "sổ.txt"])
def test_a_store_and_its_copies_are_not_written_over(store: Store, name: str, tmp_path: Path) -> None:
    settings.save(store, station_name="Trạm")
    copy = backup.back_up(store.path, to=tmp_path / name)
    before = copy.read_bytes()
    linked = tmp_path / f"khác {name}"
    shutil.copyfile(copy, linked)
    for out in (copy, linked, store.path):
        for write in (
            lambda out: write_csv(out, ["a"], [["b"]]),
            lambda out: write_json(out, [{"a": 1}]),
            lambda out: write_text(out, "a"),
        ):
            with pytest.raises(ExportError, match="kho dữ liệu"):
                write(out)
    assert copy.read_bytes() == before
    assert settings.load(store).station_name == "Trạm"


def test_a_damaged_store_is_known_by_its_copies(store: Store) -> None:
    settings.save(store, station_name="Trạm")
    store.close()
    backup.back_up(store.path)
    store.path.write_bytes(b"hong" * 5000)
    with pytest.raises(ExportError, match="kho dữ liệu"):
        write_text(store.path, "a")
    paper = store.path.with_suffix(".txt")
    for _ in range(2):
        write_text(paper, "a paper of the same name beside it")
