"""TCVN3 and VNI come back by whole columns; clean Unicode is never touched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.grids.grid import Grid
from importers.grids.legacy_text import VNI_LETTERS, VNI_MARKS, convert_columns, from_tcvn3, from_vni
from tests.importers.generated import staff

MIDDLE = ["Văn", "Thị", "Hữu", "Đức", "Minh", "Thu", "Kim", "Ngọc", "Mỹ", "Thùy", "Bích", "Hồng", "Quốc", "Trọng"]
GIVEN = [
    "An",
    "Bình",
    "Cường",
    "Dũng",
    "Đạt",
    "Hằng",
    "Hương",
    "Lộc",
    "Mẫn",
    "Nghĩa",
    "Phượng",
    "Quyên",
    "Thắng",
    "Thủy",
    "Vũ",
    "Xuân",
    "Yến",
    "Ánh",
]
NAMES = st.builds(" ".join, st.tuples(*(st.sampled_from(words) for words in (staff.FAMILY, MIDDLE, GIVEN))))
KHMER = ["Chau Sóc Kha", "Néang Sâm Ết", "Néang Oanh Thi", "Chau Pho Na"]

TO_TCVN3 = {from_tcvn3(chr(code)): chr(code) for code in range(0xA1, 0xFF) if from_tcvn3(chr(code)) != chr(code)}


def tcvn3(text: str) -> str:
    return "".join(TO_TCVN3.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


def vni(text: str) -> str:
    marks = {frozenset(combined): sign for sign, combined in VNI_MARKS.items()}
    alone = {v: k for k, v in VNI_LETTERS.items() if k not in "íì"}
    out = []
    for letter in unicodedata.normalize("NFC", text):
        lower = letter.lower()
        if lower in alone:
            written = alone[lower]
        else:
            parts = unicodedata.normalize("NFD", lower)
            horn = "\u031b" in parts
            base = {"o": "ô", "u": "ö"}[parts[0]] if horn else parts[0]
            rest = frozenset(parts[1:]) - {"\u031b"}
            written = base + (marks[rest] if rest else "")
            if lower in "íì":
                written = lower
        out.append(written.upper() if letter.isupper() else written)
    return "".join(out)


def column(texts: list[str]) -> Grid:
    return Grid("Sheet1", [[text] for text in texts])


def read(grid: Grid) -> list[object]:
    return [row[0] for row in grid.rows]


@given(st.lists(NAMES, min_size=1, max_size=20))
def test_a_column_in_tcvn3_comes_back(names):
    # Capitals with tones are small letters in a font of capitals there, so case is not compared.
    grid = column(["Hä vµ tªn", *map(tcvn3, names)])
    convert_columns(grid)
    assert [str(text).lower() for text in read(grid)[1:]] == [name.lower() for name in names]


@given(st.lists(NAMES, min_size=1, max_size=20))
def test_a_column_in_vni_comes_back(names):
    grid = column(["Hoï vaø teân", *map(vni, names)])
    convert_columns(grid)
    assert read(grid) == ["Họ và tên", *names]


@given(st.lists(NAMES | st.sampled_from(KHMER), min_size=1, max_size=20), st.sampled_from(["NFC", "NFD"]))
def test_clean_unicode_is_unharmed(names, form):
    typed = [unicodedata.normalize(form, name) for name in names]
    grid = column(typed)
    assert convert_columns(grid) == []
    assert read(grid) == typed


@pytest.mark.parametrize(
    "texts", [["ü", "û", "ü"], ["Lê Công", "Hoàng Hà"], ["Café", "20°C"], ["Néang Oanh"], ["x", 1, None]]
)
def test_marks_and_latin_letters_are_no_old_encoding(texts):
    grid = column(texts)
    assert convert_columns(grid) == []
    assert read(grid) == texts


def test_only_the_columns_that_need_it_are_converted_and_told():
    grid = Grid("DS", [["Họ và tên", "Ghi chú"], [tcvn3("Nguyễn Văn Dũng"), "nghỉ thai sản"]])
    assert convert_columns(grid) == ["Trang “DS”: đã đổi 1 cột từ phông TCVN3 sang Unicode"]
    assert grid.rows[1] == ["Nguyễn Văn Dũng", "nghỉ thai sản"]


def test_a_whole_file_in_tcvn3(read_rows):
    rows = [
        ["TR¦êng tiÓu häc b vÜnh gia"],
        [tcvn3(text) for text in ("STT", "Họ và tên", "Giới tính", "Năm sinh", "Định danh mức 2")],
        [1, tcvn3("Nguyễn Thị Hương"), tcvn3("Nữ"), 1990, "x"],
        [2, "NGUYÔN V¡N DòNG", "Nam", 1985, tcvn3("Chưa")],
    ]
    read = read_rows(rows)
    assert read.names == ["Nguyễn Thị Hương", "Nguyễn Văn Dũng"]
    assert [p.sex for p in read.people] == ["nữ", "nam"]
    assert read.states("level2_account") == ["done", "todo"]


def test_vni_words():
    assert from_vni("Traàn Thò Ngoïc Myõ, ñöôïc, Nguyeãn Höõu Nghóa") == "Trần Thị Ngọc Mỹ, được, Nguyễn Hữu Nghĩa"
