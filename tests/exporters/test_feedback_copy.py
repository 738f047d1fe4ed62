"""What goes back to a sender says what they sent: read again as it is, it says the same of everybody."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from exporters.feedback import write_feedback
from importers.reading import read_file
from importers.sent import read_sent
from store.receiving.feedback import Feedback, SentTable
from store.receiving.form_mark import FEEDBACK, FormMark
from store.receiving.plan import Reading
from store.settings import Settings
from tests.importers.test_layouts import ITEMS, layout_of, write
from tests.make_demo_files import FOLDER

UNIT = "Trường Z"


def said(reading: Reading) -> list[object]:
    """Everything that a reading says, but for the file itself."""
    people: list[object] = [
        (row.table, row.row, row.person, row.department, [(p.code, p.cell) for p in row.problems])
        for row in reading.rows
    ]
    return [*people, *((row.sheet, row.row, row.department, row.total) for row in reading.summary)]


def copied(path: Path, out: Path) -> tuple[Reading, Reading]:
    """What a file says, and what its copy in a paper says."""
    reading = read_file(path, items=ITEMS)
    sent = read_sent(path.read_bytes(), path.name, ITEMS)
    assert sent is not None
    tables = tuple(
        SentTable(
            table.sheet,
            table.header_row,
            max((row.row for row in reading.rows if row.table == number), default=table.header_row),
            tuple(column.index for column in table.columns),
            frozenset(column.index for column in table.columns if column.field == "citizen_id"),
        )
        for number, table in enumerate(reading.tables)
    )
    mark = FormMark(
        FEEDBACK, UNIT, written_at="2026-06-23T08:30:00", submission=1, titled=sent.titled, covers=("Phiếu sửa",)
    )
    paper = Feedback(UNIT, Settings(), path.name, "2026-06-23T08:00:00", tuple(sent.sheets), tables, (), mark)
    write_feedback(paper, out, full_ids=True)
    return reading, read_file(out, items=ITEMS)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.*")), ids=lambda path: path.name)
def test_the_copy_of_a_file_says_the_same(path: Path, tmp_path: Path) -> None:
    before, after = copied(path, tmp_path / "p.xlsx")
    assert said(before)
    assert said(after) == said(before)
    assert after.unit == UNIT


@tries(max_examples=60)
@given(st.integers(0, 10**9))
def test_so_does_the_copy_of_any_layout(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        write(layout_of(seed), path)
        before, after = copied(path, Path(folder) / "p.xlsx")
        assert said(after) == said(before)
        assert after.unit == UNIT
