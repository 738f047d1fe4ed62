"""A file that names no unit may be called after one: only after a unit that the store knows."""

from pathlib import Path

import pytest

from importers.read_for_unit import read_for_unit
from importers.sender.file_name import unit_of, written_otherwise
from store.opening import open_store
from store.people import units

KNOWN = [
    "Trường THCS Núi Tô",
    "Trường Tiểu học A Tri Tôn",
    "Trạm Y tế xã Vĩnh Gia",
    "UBND xã Tri Tôn",
    "Trường Tiểu học A",
]


@pytest.mark.parametrize(
    ("stem", "unit"),
    [
        ("thcs-nui-to", "Trường THCS Núi Tô"),
        ("THCS_Núi_Tô (1)", "Trường THCS Núi Tô"),
        ("DS THCSNuiTo gui lan 2", "Trường THCS Núi Tô"),
        ("thcsnuito", "Trường THCS Núi Tô"),
        ("Truong TH A Tri Ton - gui lan 2", "Trường Tiểu học A Tri Tôn"),
        ("danh sach truong tieu hoc a tri ton 2026", "Trường Tiểu học A Tri Tôn"),
        ("TYT Vinh Gia thang 6", "Trạm Y tế xã Vĩnh Gia"),
        ("ubnd tri ton", "UBND xã Tri Tôn"),
        ("nui to", None),  # a place, of which there may be many units
        ("danh sach 2026", None),
        ("thcs nui to va tyt vinh gia", None),  # two of them
    ],
)
def test_the_name_of_a_file(stem: str, unit: str | None) -> None:
    assert unit_of(stem, KNOWN) == unit


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Trường Tiểu học “A” Tri Tôn", "Trường Tiểu học A Tri Tôn"),
        ("TRƯỜNG TIỂU HỌC A - TRI TÔN", "Trường Tiểu học A Tri Tôn"),
        ("Trường TH Ａ Tri Tôn", "Trường Tiểu học A Tri Tôn"),
        ("Tiểu học A Tri Tôn", "Trường Tiểu học A Tri Tôn"),
        ("Trường Trung học cơ sở Núi Tô", "Trường THCS Núi Tô"),
        ("truong thcs nui to", "Trường THCS Núi Tô"),
        ("Ủy ban nhân dân xã Tri Tôn", "UBND xã Tri Tôn"),
        ("Trường Tiểu học B Tri Tôn", None),
        ("Trường THCS Nui Tò", None),  # marks are part of a name
        ("UBND phường Tri Tôn", None),
        ("Trường THCS Núi Tô 2", None),
    ],
)
def test_a_name_that_is_written_otherwise(name: str, unit: str | None) -> None:
    assert written_otherwise(name, KNOWN) == unit


HEADS = ["STT", "Họ và tên", "Số CCCD", "Mức 2"]
AN = [1, "Lê Văn An", "089080000001", "x"]


@pytest.mark.parametrize(
    ("titles", "name", "unit"),
    [
        ([], "thcs-nui-to.xlsx", "Trường THCS Núi Tô"),
        ([["Đơn vị: Trạm Y tế xã Vĩnh Gia"]], "thcs-nui-to.xlsx", "Trạm Y tế xã Vĩnh Gia"),  # the title leads
        ([], "thcs-khac.xlsx", None),
    ],
)
def test_it_counts_where_the_file_itself_says_nothing(
    tmp_path: Path, save, titles: list[list[str]], name: str, unit: str | None
) -> None:
    with open_store(tmp_path / "s.sqlite3") as store:
        for known in KNOWN:
            units.find_or_add(store, known)
        reading = read_for_unit(store, save([*titles, HEADS, AN], name=name))
        assert reading.unit == unit
        remarks = [remark for remark in reading.remarks if "tên tệp" in remark]
        assert remarks == (
            ["Tệp không ghi tên đơn vị; theo tên tệp thì là “Trường THCS Núi Tô”"] if not titles and unit else []
        )


def test_a_file_of_several_units_is_not_called_after_one(tmp_path: Path, save) -> None:
    rows = [
        ["Họ và tên", "Đơn vị", "Mức 2"],
        ["Lê Văn An", "Trường THCS Núi Tô", "x"],
        ["Trần Bé", "Trường THCS Ba Chúc", "x"],
    ]
    with open_store(tmp_path / "s.sqlite3") as store:
        units.find_or_add(store, "Trường THCS Núi Tô")
        assert read_for_unit(store, save(rows, name="thcs nui to.xlsx")).unit is None


def test_the_person_leads(tmp_path: Path, save) -> None:
    with open_store(tmp_path / "s.sqlite3") as store:
        for known in KNOWN:
            units.find_or_add(store, known)
        path = save([HEADS, AN], name="thcs-nui-to.xlsx")
        reading = read_for_unit(store, path, unit="UBND xã Tri Tôn")
        assert not any("tên tệp" in remark for remark in reading.remarks)


@pytest.mark.parametrize(
    ("written", "is_named"),
    [("Trường Tiểu học Lê Trí", True), ("TRUONG TIEU HOC LE TRI", False), ("TRƯỜNG TIỂU HỌC LÊ TRÌ", False)],
)
def test_a_unit_that_differs_by_its_marks_is_named(tmp_path: Path, written: str, *, is_named: bool) -> None:
    with open_store(tmp_path / "s.sqlite3") as store:
        units.add(store, "Trường Tiểu học Lê Trì")
        path = tmp_path / "a.csv"
        path.write_text(f"Đơn vị: {written}\nHọ và tên,Ngày sinh,Mức 2\nLê Văn An,01/02/1980,x\n", encoding="utf-8")
        remarks = read_for_unit(store, path).remarks
    assert any("khác dấu" in remark for remark in remarks) is is_named
