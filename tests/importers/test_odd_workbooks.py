"""What the fuzzing of the readers found, and a few hundred of its cases on every run."""

import tempfile
import zipfile
from pathlib import Path

import pytest

from importers.reading import read_file
from tests.importers import fuzz_readers
from tests.importers.conftest import ITEMS, Told
from tests.importers.damaging import BOMB

CASES = 300


@pytest.fixture(scope="module")
def files():
    return fuzz_readers.own_files()


@pytest.fixture
def change(files, tmp_path):
    """One of our own files with one part changed."""

    def changed(name: str, part: str, old: bytes, new: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(files[name])
        with zipfile.ZipFile(path) as archive:
            parts = {entry: archive.read(entry) for entry in archive.namelist()}
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, content in parts.items():
                archive.writestr(entry, content)
        return path

    return changed


@pytest.mark.parametrize("name", ["openpyxl.xlsx", "xlsxwriter.xlsx", "xlwt.xls", "odfpy.ods", "list.csv", "page.xls"])
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods", "xlsb", "csv", "bin"])
def test_the_content_counts_whatever_the_ending_says(files, tmp_path, name, ending):
    path = tmp_path / f"danh sách.{ending}"
    path.write_bytes(files[name])
    told = Told(read_file(path, items=ITEMS))
    assert len(told.names) == 24, told.reading.message


def test_an_encoding_that_nobody_knows(change, read):
    assert read(change("xlsxwriter.xlsx", "xl/workbook.xml", b"UTF-8", b"UTF-255")).names[0] == "Lê Văn Bé"


def test_entities_that_unfold_without_end_cost_nothing(change, read):
    begin = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    assert read(change("xlsxwriter.xlsx", "xl/workbook.xml", begin, BOMB)).names[0] == "Lê Văn Bé"


@pytest.mark.parametrize("number", range(0, CASES, 25))
def test_broken_files_are_read_or_refused_in_words(files, number):
    outcome = fuzz_readers.Outcome()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file.xlsx")
        for place in range(number, number + 25):
            name, content = fuzz_readers.case(files, 310, place)
            path.write_bytes(content)
            fuzz_readers.judge(path, f"case {place} ({name})", outcome)
    assert outcome.finds == []
    assert outcome.cases == 25
