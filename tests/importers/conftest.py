"""What the tests of reading share: made-up sheets written as real files, and what reading them says."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from importers.reading import read_file
from store.models import Item, Person
from store.outcome import Problem
from store.receiving.plan import IncomingRow, Reading
from tests.item_words import WORDS

Rows = Sequence[Sequence[object]]
Save = Callable[..., Path]
Read = Callable[..., Reading]

CHECKLIST = (
    ("cccd", "Thẻ CCCD/CC", "CCCD", "everyone"),
    ("level2_account", "Tài khoản định danh điện tử mức 2", "Mức 2", "everyone"),
    ("digital_signature", "Chữ ký số chuyên dùng công vụ", "Ký số", "administrative"),
    ("social_security", "Tích hợp tài khoản an sinh xã hội", "ASXH", "everyone"),
    ("bhyt_linked", "Tích hợp thẻ BHYT trên VNeID", "BHYT", "everyone"),
    ("health_book", "Sổ sức khỏe điện tử trên VNeID", "Sổ SK", "everyone"),
)
ITEMS = tuple(
    Item(n, key, n, title, short, to, None, None, None, WORDS[key])
    for n, (key, title, short, to) in enumerate(CHECKLIST)
)


class Facts:
    """What a reading says, in the words of the tests."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    @property
    def people(self) -> list[Person]:
        return [row.person for row in self.reading.rows if row.person is not None]

    @property
    def names(self) -> list[str]:
        return [person.full_name for person in self.people]

    @property
    def departments(self) -> list[str | None]:
        return [row.department for row in self.reading.rows]

    @property
    def fields(self) -> list[str | None]:
        return [column.field for table in self.reading.tables for column in table.columns]

    @property
    def problems(self) -> list[Problem]:
        return [problem for row in self.reading.rows for problem in row.problems]

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.problems]

    @property
    def nameless(self) -> list[IncomingRow]:
        return [row for row in self.reading.rows if row.person is None]

    def states(self, key: str) -> list[str | None]:
        return [str(state) if (state := person.states.get(key)) else None for person in self.people]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Write rows, or sheets of rows by name, as an .xlsx."""

    def write(
        rows: Rows | dict[str, Rows], *, merged: Sequence[str] = (), name: str = "Danh sách gửi trạm.xlsx"
    ) -> Path:
        book = Workbook()
        book.remove(book.active)
        for title, lines in (rows if isinstance(rows, dict) else {"Sheet1": rows}).items():
            sheet = book.create_sheet(title)
            for line in lines:
                sheet.append(list(line))
            for area in merged:
                sheet.merge_cells(area)
        path = tmp_path / name
        book.save(path)
        return path

    return write


@pytest.fixture
def read_rows(save: Save) -> Callable[..., Facts]:
    """Write rows as an .xlsx and read them."""

    def read(rows: Rows | dict[str, Rows], *, merged: Sequence[str] = (), reasons: Sequence[str] = ()) -> Facts:
        return Facts(read_file(save(rows, merged=merged), items=ITEMS, reasons=reasons))

    return read


@pytest.fixture
def read() -> Callable[[Path], Facts]:
    """Read a file."""
    return lambda path: Facts(read_file(path, items=ITEMS))
