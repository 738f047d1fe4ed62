"""Old encodings are told by whole columns; clean Unicode is never damaged."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from importers.grids import legacy_text
from importers.grids.grid import Cell, Grid
from tests.make_demo_files import people

NAMES = [who.name for who in people(11, 120, ["Giáo viên"])]
WORDS = "Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Thị Văn Hữu Đức Thành Phượng Hiếu Nghĩa Tuyết Ứng Ẩn".split()  # noqa: SIM905

_TO_TCVN3 = {chr(unicode): chr(old) for old, unicode in legacy_text._TCVN3.items()}
_CAPITALS = {letter.upper(): old for letter, old in _TO_TCVN3.items() if letter.upper() not in _TO_TCVN3}


def tcvn3(text: str) -> str:
    """As a typist with a TCVN3 font leaves it; a capital with a tone is a small letter in a font of capitals."""
    return "".join(_TO_TCVN3.get(c) or _CAPITALS.get(c, c) for c in unicodedata.normalize("NFC", text))


def vni(text: str) -> str:
    """The same in VNI-Windows."""
    marks = {unicode: old for old, unicode in legacy_text.VNI_MARKS.items()}
    letters = {unicode: old for old, unicode in legacy_text.VNI_LETTERS.items()}
    made = []
    for c in unicodedata.normalize("NFC", text):
        lower = c.lower()
        if lower in letters:
            made.append(letters[lower].upper() if c.isupper() else letters[lower])
            continue
        parts = unicodedata.normalize("NFD", lower)
        base, rest = parts[0], parts[1:]
        if "\u031b" in rest:  # the horn is part of a letter of its own
            base, rest = {"o": "ô", "u": "ö"}[base], rest.replace("\u031b", "")
        if rest not in marks:
            rest = "".join(sorted(rest, key=lambda mark: mark in "\u0300\u0301\u0303\u0309\u0323"))
        mark = marks.get(rest, "")
        made.append((base + mark).upper() if c.isupper() else base + mark)
    return "".join(made)


def column(*cells: Cell) -> Grid:
    return Grid("DS", [[cell] for cell in cells])


def test_a_column_of_names_comes_back_whole() -> None:
    for encode in (tcvn3, vni):
        grid = column(*(encode(name) for name in NAMES))
        assert len(legacy_text.convert_columns(grid)) == 1
        shown = [str(row[0]) for row in grid.rows]
        wrong = [(name, got) for name, got in zip(NAMES, shown, strict=True) if name.casefold() != got.casefold()]
        assert wrong == []


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=2, max_size=4).map(" ".join), min_size=1, max_size=30))
def test_clean_unicode_is_never_damaged(names: list[str]) -> None:
    for form in ("NFC", "NFD"):
        cells = [unicodedata.normalize(form, name) for name in names]
        grid = column(*cells)
        assert legacy_text.convert_columns(grid) == []
        assert [row[0] for row in grid.rows] == cells


def test_names_with_few_marks_stay() -> None:
    for clean in (["Lê Cô", "Trần Bà"], ["Hà", "Tú"], ["Anh À", "É"], ["CÔ", "BÀ"], ["ü", "û", "ü"], ["Thoa", "ô"]):
        grid = column(*clean)
        assert legacy_text.convert_columns(grid) == [], clean


def test_a_unicode_head_over_an_old_column_stays() -> None:
    grid = column("Họ và tên", *(tcvn3(name) for name in NAMES[:5]))
    legacy_text.convert_columns(grid)
    assert grid.rows[0][0] == "Họ và tên"
    assert str(grid.rows[1][0]).casefold() == NAMES[0].casefold()


def test_a_dot_between_digits_is_no_letter_of_an_old_font() -> None:
    rows: list[list[Cell]] = [
        ["Ghi chú"],
        ["Mất thẻ, CCCD: 0890·6300·1234"],
        ["Đã gọi 0912·345·678"],
        ["số 0912\u00ad345"],
    ]
    grid = Grid("DS", [list(row) for row in rows])
    assert legacy_text.convert_columns(grid) == []
    assert grid.rows == rows
