"""`tyt export` from a script or a scheduled task: files, pipes, remarks and exit codes."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest

from store import campaign_use, clock, settings
from store.campaigns import file
from store.database import Store
from store.models import Person, State
from store.opening import open_store
from store.people import staff, units
from tests.tui.station import COMMITTEE, SCHOOL, STATION, station
from tui.cli import main


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:05:00")
    made = tmp_path / "Kho của trạm" / "trạm.sqlite3"
    station(made).close()
    return made


class Tyt:
    """Runs the command in this process; answers (exit code, standard output, remarks)."""

    def __init__(self, path: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self.path, self.patch, self.capture = path, patch, capture

    def __call__(self, *words: str | Path) -> tuple[int, str, str]:
        self.patch.setattr(sys, "argv", ["tyt", "export", *map(str, words), "--store", str(self.path)])
        self.capture.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        out, err = self.capture.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, out, err


@pytest.fixture
def tyt(path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tyt:
    return Tyt(path, monkeypatch, capsys)


def test_several_units_are_a_row_each_and_the_remark_is_no_part_of_the_data(tyt: Tyt) -> None:
    code, out, err = tyt("phu-luc-1", "-")
    rows = json.loads(out)
    assert code == 0
    assert [(row["label"], row["total"]) for row in rows] == [
        (STATION, 28),
        (SCHOOL, 8),
        (COMMITTEE, 5),
        ("Tổng cộng", 41),
    ]
    assert err.strip() == "Phụ lục 1: 3 dòng, 41 người."


def test_by_department_without_a_unit_is_the_station_itself(tyt: Tyt) -> None:
    code, out, _ = tyt("phu-luc-1", "-", "--by", "department", "--no-totals")
    labels = ["Hành chính", "Khám bệnh", "Dược", "Y tế dự phòng", "Dân số"]
    assert (code, [row["label"] for row in json.loads(out)]) == (0, labels)


def test_by_department_without_a_unit_asks_for_one_when_nobody_said_who_is_the_station(tyt: Tyt) -> None:
    with open_store(tyt.path) as store:
        settings.save(store, station_name="")
    code, out, err = tyt("phu-luc-1", "-", "--by", "department")
    assert (code, out) == (2, "")
    assert "--unit" in err


def test_one_unit_in_the_store_is_by_department(tmp_path: Path, tyt: Tyt) -> None:
    tyt.path = tmp_path / "một.sqlite3"
    with open_store(tyt.path) as store:
        staff.add(store, Person("Lê An"), units.find_or_add(store, SCHOOL), "Tổ 1")
    assert [row["label"] for row in json.loads(tyt("phu-luc-1", "-")[1])] == ["Tổ 1", "Tổng cộng"]
    assert [row["label"] for row in json.loads(tyt("phu-luc-1", "-", "--by", "unit")[1])] == [SCHOOL, "Tổng cộng"]


def test_a_unit_is_named_without_diacritics_and_a_wrong_name_is_answered_with_the_nearest(tyt: Tyt) -> None:
    code, out, _ = tyt("phu-luc-1", "-", "--unit", "truong tieu hoc a vinh gia")
    assert (code, json.loads(out)[-1]["total"]) == (0, 8)
    code, out, err = tyt("phu-luc-1", "-", "--unit", "Trường THCS A Vĩnh Gia")
    assert (code, out) == (2, "")
    assert f"Gần nhất: {SCHOOL}" in err


def test_the_ending_of_the_file_chooses_how_it_is_written(tyt: Tyt, tmp_path: Path) -> None:
    for name in ("Phụ lục 1.xlsx", "phu-luc-1.csv", "phu-luc-1.JSON"):
        code, out, err = tyt("phu-luc-1", tmp_path / name)
        assert (code, out) == (0, "")
        assert str(tmp_path / name) in err
    sheet = openpyxl.load_workbook(tmp_path / "Phụ lục 1.xlsx").active
    assert STATION in {cell.value for row in sheet for cell in row}
    assert (tmp_path / "phu-luc-1.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert len(json.loads((tmp_path / "phu-luc-1.JSON").read_text("utf-8"))) == 4


def test_csv_goes_through_a_pipe_too(tyt: Tyt) -> None:
    code, out, _ = tyt("phu-luc-1", "-", "--format", "csv")
    head, *rows = csv.reader(io.StringIO(out.removeprefix("\ufeff")), delimiter=";")
    assert (code, len(head), len(rows), rows[0][:3]) == (0, 10, 4, ["1", STATION, "28"])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("phu-luc-1", "so-lieu.doc"), ".xlsx, .csv, .json"),
        (("phu-luc-1", "x.xlsx", "--as-of", "31/06/2026"), "không phải một ngày"),
        (("phu-luc-1", "x.xlsx", "--as-of", "2026-06-24"), "chưa tới"),
        (("roster", "x.csv", "--format", "json"), "--format"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_leaves_nothing(
    tyt: Tyt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.iterdir())
    code, out, err = tyt(*words)
    assert (code, out) == (2, "")
    assert expected in err
    assert set(tmp_path.iterdir()) == before


def test_a_store_that_is_not_there_is_not_made(tyt: Tyt, tmp_path: Path) -> None:
    tyt.path = tmp_path / "không có.sqlite3"
    code, _, err = tyt("roster", "-")
    assert code == 2
    assert "Không có kho dữ liệu" in err
    assert not tyt.path.exists()


def test_a_file_that_cannot_be_written_keeps_the_old_one(tyt: Tyt, tmp_path: Path) -> None:
    (tmp_path / "thư mục.xlsx").mkdir()
    code, _, err = tyt("phu-luc-1", tmp_path / "thư mục.xlsx")
    assert (code, err.startswith("Chưa xuất được tệp")) == (2, True)


def test_an_earlier_day_is_told_as_it_was(tyt: Tyt, monkeypatch: pytest.MonkeyPatch) -> None:
    before = json.loads(tyt("phu-luc-1", "-")[1])
    monkeypatch.setenv(clock.VARIABLE, "2026-06-25T08:00:00")
    with open_store(tyt.path) as store:
        everybody = [member.id for member in staff.members(store)]
        staff.set_state(store, everybody, "level2_account", State.DONE)
    assert json.loads(tyt("phu-luc-1", "-", "--as-of", "23/06/2026")[1]) == before
    assert json.loads(tyt("phu-luc-1", "-")[1])[-1]["level2_done"] == 41


def test_rows_that_do_not_add_up_are_written_and_told(tyt: Tyt) -> None:
    with open_store(tyt.path) as store:
        _put_at_odds(store)
    code, out, err = tyt("phu-luc-1", "-", "--unit", SCHOOL)
    assert (code, len(json.loads(out))) == (0, 2)
    assert f"Chưa khớp: {SCHOOL}: cột 7 lớn hơn cột 4." in err


def _put_at_odds(store: Store) -> None:
    school = units.find(store, SCHOOL)
    assert school is not None
    people = [member.id for member in staff.members(store, unit_id=school.id)]
    staff.set_state(store, people, "level2_account", State.TODO)
    staff.set_state(store, people, "health_book", State.DONE)


def test_the_roster_hides_the_middle_of_the_cccd_unless_told_otherwise(tyt: Tyt) -> None:
    code, out, err = tyt("roster", "-", "--unit", SCHOOL)
    people = json.loads(out)
    assert (code, len(people), err.strip()) == (0, 8, "Danh sách: 8 người.")
    assert {person["unit"] for person in people} == {SCHOOL}
    assert all("•••••" in person["citizen_id"] for person in people)
    full = json.loads(tyt("roster", "-", "--unit", SCHOOL, "--full-ids")[1])
    assert all(person["citizen_id"].isdigit() and len(person["citizen_id"]) == 12 for person in full)


def test_outstanding_lists_only_those_who_lack_something(tyt: Tyt, tmp_path: Path) -> None:
    code, out, err = tyt("outstanding", "-")
    people = json.loads(out)
    assert (code, 0 < len(people) < 41, err.strip()) == (0, True, f"Còn thiếu: {len(people)} người.")
    assert all(person["missing"] for person in people)
    assert tyt("outstanding", tmp_path / "con-thieu.xlsx")[0] == 0


def test_nothing_heavy_is_imported_on_the_way(path: Path, tmp_path: Path) -> None:
    """Textual, pydantic and sqlite-utils cost more than the whole export."""
    script = (
        "import sys; from tui.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as left:\n    assert not left.code, left.code\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    words = ["export", "phu-luc-1", str(tmp_path / "x.xlsx"), "--store", str(path)]
    done = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, encoding="utf-8", check=True
    )
    imported = set(done.stdout.split())
    assert "xlsxwriter" in imported
    assert not imported & {
        "textual",
        "rich",
        "pydantic",
        "sqlite_utils",
        "python_calamine",
        "importers",
        "asyncio",
        "lxml",
    }


@pytest.mark.parametrize(
    ("words", "ending", "is_told"),
    [
        (("roster", "--full-ids"), ".csv", True),
        (("outstanding",), ".csv", True),
        (("roster",), ".csv", False),  # what is masked has no 0 to lose
        (("roster", "--full-ids"), ".xlsx", False),
        (("roster", "--full-ids"), ".json", False),
    ],
)
def test_who_gets_numbers_in_csv_is_told_what_excel_makes_of_them(
    tyt: Tyt, tmp_path: Path, words: tuple[str, ...], ending: str, is_told: bool
) -> None:
    command, *options = words
    code, _, found = tyt(command, tmp_path / f"tệp{ending}", *options)
    assert code == 0
    assert ("mất số 0 ở đầu" in found) == is_told


def test_a_report_that_there_is_not_is_refused_with_those_that_there_are(tyt: Tyt, tmp_path: Path) -> None:
    with open_store(tyt.path) as store:
        campaign_use.use(store, file.load(file.built_in()["tri-ton-2026"]))
    code, _, found = tyt("progress", tmp_path / "a.xlsx", "--kind", "daily")
    assert code == 2
    assert "tri-ton-2026: weekly, monthly, closing" in found
    assert not (tmp_path / "a.xlsx").exists()


def test_a_report_whose_plan_names_no_day_is_written_all_the_same(tyt: Tyt, tmp_path: Path) -> None:
    with open_store(tyt.path) as store:
        campaign_use.use(store, file.load(file.built_in()["phuong-thi-diem-2024"]))
    code, _, found = tyt("progress", tmp_path / "a.docx", "--campaign", "phuong-thi-diem-2024")
    assert code == 0
    assert "Báo cáo đến" in found
    assert "Kết quả triển khai thí điểm Sổ sức khỏe điện tử" in "\n".join(
        paragraph.text for paragraph in docx.Document(str(tmp_path / "a.docx")).paragraphs
    )


def test_of_two_reports_of_one_kind_each_can_be_written_and_the_other_is_named(tyt: Tyt, tmp_path: Path) -> None:
    with open_store(tyt.path) as store:
        campaign_use.use(store, file.load(file.built_in()["bo-y-te-2025"]))
    options = ("--campaign", "bo-y-te-2025", "--kind", "monthly")
    code, _, found = tyt("progress", tmp_path / "a.docx", *options)
    assert code == 0
    assert "(phối hợp)" in found  # due a day earlier
    assert "--report monthly (chủ trì; hạn: trước ngày 15 hằng tháng hoặc đột xuất (theo yêu cầu))" in found
    found = tyt("progress", tmp_path / "b.docx", *options, "--report", "monthly")[2]
    assert "(chủ trì)" in found
    assert "Cùng loại" not in found


def test_a_day_on_which_nobody_was_on_the_list_is_told(tyt: Tyt, tmp_path: Path) -> None:
    code, _, found = tyt("phu-luc-1", tmp_path / "a.xlsx", "--as-of", "01/01/2020")
    assert code == 0
    assert "Chưa có người nào trong danh sách (số liệu đến ngày 01/01/2020)." in found
    assert "Chưa có người nào" not in tyt("phu-luc-1", tmp_path / "b.xlsx")[2]
