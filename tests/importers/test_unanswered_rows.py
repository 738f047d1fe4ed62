"""Rows that wait for an answer are named wherever people are counted."""

import json
from pathlib import Path

import pytest

from importers import intake
from importers.deciding.settling import choices
from store.database import Store
from store.models import State
from store.opening import open_store
from store.people import staff
from store.receiving import submissions
from store.receiving.unanswered import unanswered
from tests.end_to_end.test_commands import tyt

HEAD = "Đơn vị: Trường A\nSTT,Họ và tên,Ngày sinh,CCCD,BHYT\n"
FIRST = f"{HEAD}1,Lê Văn An,01/02/1980,089080000012,x\n2,Trần Bé,03/04/1985,,x\n"
#: Row 2 has the date of birth turned round: it may be about Trần Bé, and waits.
SECOND = f"{HEAD}1,Lê Văn An,01/02/1980,089080000012,x\n2,Trần Bé,04/03/1985,,x\n"
WORDS = "b.csv (Trường A): 1 dòng chờ trả lời, chưa tính. F4: chọn lại tệp này."


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "kho.sqlite3"
    for name, text in (("a.csv", FIRST), ("b.csv", SECOND)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        tyt(path, "import", tmp_path / name)
    return path


def take_in(store: Store, folder: Path, *texts: str) -> list[int | None]:
    """Take in csv files 0.csv, 1.csv, … in turn; answers the ids of their submissions."""
    files = [folder / f"{number}.csv" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, encoding="utf-8")
    return [intake.apply(store, intake.read(store, file)) for file in files]


def test_every_place_that_counts_people_names_the_file(store: Path, tmp_path: Path) -> None:
    assert "1 dòng chờ trả lời" in tyt(store, "status").stdout.splitlines()[0]
    assert WORDS in tyt(store, "status").stdout
    for period in ("2026-06-23", "2026-06-24", "2026-07-30"):  # whichever the file came in
        assert "1 dòng chờ trả lời" in tyt(store, "receipts", "--period", period).stdout
        entries = json.loads(tyt(store, "receipts", "--period", period, "--json").stdout)
        assert [each["unanswered"] for each in entries] == [1]
    (waiting,) = json.loads(tyt(store, "status", "--json").stdout)["unanswered"]
    assert (waiting["file_name"], waiting["rows"]) == ("b.csv", 1)
    assert WORDS in tyt(store, "export", "phu-luc-1", tmp_path / "pl.xlsx").stderr
    assert WORDS in tyt(store, "export", "progress", tmp_path / "bc.docx").stderr
    assert "chờ trả lời" not in tyt(store, "export", "phu-luc-1", tmp_path / "pl.xlsx", "--as-of", "22/06/2026").stderr


def test_no_more_once_it_is_answered(store: Path, tmp_path: Path) -> None:
    with open_store(store) as opened:
        file = intake.read(opened, tmp_path / "b.csv")
        (row,) = [row for row in file.plan.rows if row.question]
        intake.answer_row(opened, file, row, choices(row)[1])
        intake.apply(opened, file)
        assert unanswered(opened) == []
        submissions.take_back(opened, file.submission_id)
        assert [(one.file_name, one.rows) for one in unanswered(opened)] == [("b.csv", 1)]


def test_no_more_once_it_is_answered_that_the_row_is_left_out(store: Path, tmp_path: Path) -> None:
    row = "1,Võ Thị Hoa,1983,,"
    (tmp_path / "d.csv").write_text(f"{HEAD}{row}x\n{row}\n", encoding="utf-8")
    with open_store(store) as opened:
        intake.apply(opened, intake.read(opened, tmp_path / "d.csv"))
        assert [one.file_name for one in unanswered(opened)] == ["b.csv", "d.csv"]
        file = intake.read(opened, tmp_path / "d.csv")
        (waiting,) = [row for row in file.plan.rows if row.question]
        intake.answer_row(opened, file, waiting, "keep")
        intake.apply(opened, file)
        assert [one.file_name for one in unanswered(opened)] == ["b.csv"]
        assert intake.apply(opened, intake.read(opened, tmp_path / "d.csv")) is None


def test_an_answer_is_kept_though_another_row_asks_since(store: Path, tmp_path: Path) -> None:
    """Row 3 of the person was left out; a hand wrote since what row 1 says otherwise, which is not answered yet."""
    row = "1,Võ Thị Hoa,01/02/1983,089183000444,"
    (tmp_path / "d.csv").write_text(f"{HEAD}{row}x\n2,Lê Nhị,02/02/1983,089183000445,x\n{row}chưa\n", encoding="utf-8")
    with open_store(store) as opened:
        intake.apply(opened, intake.read(opened, tmp_path / "d.csv"))
        (hoa,) = [one.id for one in staff.members(opened) if one.person.full_name == "Võ Thị Hoa"]
        staff.set_state(opened, [hoa], "bhyt_linked", State.NOT_APPLICABLE)
        file = intake.read(opened, tmp_path / "d.csv")
        assert file.plan is not None
        intake.answer_row(opened, file, file.plan.rows[2], "keep")
        assert [row.outcome for row in file.plan.rows] == ["conflict", "unchanged", "unchanged"]
        assert intake.apply(opened, file) is not None
        (row_of_hoa,) = [row for row in intake.read(opened, tmp_path / "d.csv").plan.rows if row.question]
        assert row_of_hoa.incoming.row == 3


@pytest.mark.parametrize("choice", [None, "keep", "new"])
def test_a_row_of_another_unit_that_may_be_about_the_person_tells_nothing_of_them(
    store: Path, tmp_path: Path, choice: str | None
) -> None:
    (tmp_path / "an.csv").write_text(f"{HEAD}1,Lê Văn An,01/02/1980,089080000012,chưa\n", encoding="utf-8")
    (tmp_path / "of_b.csv").write_text(
        "Đơn vị: Trường B\nSTT,Họ và tên,Ngày sinh,CCCD,BHYT\n1,Lê Văn An,1980,,x\n", encoding="utf-8"
    )
    with open_store(store) as opened:
        intake.apply(opened, intake.read(opened, tmp_path / "an.csv"))  # asks: đã was chưa
        of_b = intake.read(opened, tmp_path / "of_b.csv")
        assert of_b.plan is not None
        if choice is not None:
            intake.answer_row(opened, of_b, of_b.plan.rows[0], choice)
        intake.apply(opened, of_b)
        assert ("an.csv", 1) in [(one.file_name, one.rows) for one in unanswered(opened)]


@pytest.mark.parametrize(
    ("heads", "waits", "later"),
    [
        ("Họ,Tên", "Trần,Bé", "Trần,Bé"),
        ("Họ,Chữ lót,Tên", "Trần,Thị,Bé", "Trần,Thị,Bé"),
        ("Họ và tên", "BS. Trần Bé", "Trần Bé"),
        ("Họ và tên", "Trần Bé", "Trần Bé (nghỉ thai sản)"),
        ("Họ và tên", "TRẦN BÉ", "BS Trần Bé"),
    ],
)
@pytest.mark.parametrize("answer", ["take", "keep"])
def test_no_more_however_the_name_stands_in_both_lists(
    tmp_path: Path, heads: str, waits: str, later: str, answer: str
) -> None:
    head = f"Đơn vị: Trường A\nSTT,{heads},Ngày sinh,CCCD,BHYT\n"
    an = ",".join(["Lê", "Văn", "An"][-len(heads.split(",")) :]) if "," in heads else "Lê Văn An"
    texts = [f"{head}1,{an},01/02/1980,089080000012,x\n2,{waits},{born},,x\n" for born in ("03/04/1985", "04/03/1985")]
    texts.append(f"{head}1,{later},04/03/1985,,x\n2,{an},01/02/1980,089080000012,x\n")
    with open_store(tmp_path / "kho.sqlite3") as opened:
        for number, text in enumerate(texts):
            (tmp_path / f"{number}.csv").write_text(text, encoding="utf-8")
            file = intake.read(opened, tmp_path / f"{number}.csv")
            if number == 2:
                assert [one.file_name for one in unanswered(opened)] == ["1.csv"]
                (asking,) = [row for row in file.plan.rows if row.question]
                intake.answer_row(opened, file, asking, answer)
            intake.apply(opened, file)
        assert unanswered(opened) == []


ALL = f"{HEAD.strip()},Sổ sức khỏe điện tử\n"
LATER = {
    "no column of it": "Đơn vị: Trường A\nSTT,Họ và tên,Ngày sinh,CCCD,Sổ sức khỏe điện tử\n{an},x\n",
    "the rest of the row is left out": f"{HEAD}{{an}},x\n",
    "a blank cell": f"{ALL}{{an}},,x\n2,Lê Nhị,05/06/1970,089070000777,chưa,x\n",
    "a word that was not understood": f"{ALL}{{an}},đang làm,x\n",
    "another unit": f"{ALL.replace('Trường A', 'Trường B')}{{an}},chưa,x\n",
}


@pytest.mark.parametrize("later", LATER)
def test_it_waits_on_while_nothing_later_says_what_was_asked(tmp_path: Path, later: str) -> None:
    """The row asks of An whether BHYT went from đã to chưa, and says for the first time that he has the book."""
    an = "1,Lê Văn An,01/02/1980,089080000012"
    texts = {
        "0.csv": f"{ALL}{an},x,\n2,Trần Bé,03/04/1985,089185000099,chưa,chưa\n",
        "1.csv": f"{ALL}{an},chưa,x\n",
        "2.csv": LATER[later].format(an=an),
    }
    with open_store(tmp_path / "kho.sqlite3") as opened:
        take_in(opened, tmp_path, *texts.values())
        assert "1.csv" in [one.file_name for one in unanswered(opened)]
        (tmp_path / "3.csv").write_text(f"{ALL}{an},chưa,chưa\n", encoding="utf-8")
        intake.apply(opened, intake.read(opened, tmp_path / "3.csv"))
        assert "1.csv" not in [one.file_name for one in unanswered(opened)], "a list of the unit asks it again"


@pytest.mark.parametrize("by_hand", [False, True])
def test_it_waits_again_once_the_file_that_said_the_rest_is_taken_back(tmp_path: Path, by_hand: bool) -> None:
    """Both lists have the book of An; the second waits because of BHYT, which alone the third says."""
    an = "1,Lê Văn An,01/02/1980,089080000012"
    texts = [f"{ALL}{an},x,\n", f"{ALL}{an},x,x\n", f"{ALL}{an},chưa,x\n", f"{HEAD}{an},chưa\n"]
    with open_store(tmp_path / "kho.sqlite3") as opened:
        _, taken, *_ = take_in(opened, tmp_path, *texts)
        assert "2.csv" not in [one.file_name for one in unanswered(opened)]
        if by_hand:
            (person,) = [one.id for one in staff.members(opened)]
            staff.set_state(opened, [person], "health_book", State.TODO)
            staff.set_state(opened, [person], "health_book", State.NOT_APPLICABLE)
        assert taken is not None
        submissions.take_back(opened, taken)
        assert ("2.csv" in [one.file_name for one in unanswered(opened)]) is not by_hand


def test_it_waits_on_while_a_later_list_of_the_unit_has_another_of_the_name(tmp_path: Path) -> None:
    """Two of Trường B are called An, born in one year; Trường A lists one of them, then the other."""
    one, two = "Lê Văn An,01/02/1980,089080000012", "Lê Văn An,09/09/1980,089080000077"
    head_b = HEAD.replace("Trường A", "Trường B")
    mistyped = one.replace("000012", "000019")  # is it the same person?
    texts = {
        "0.csv": f"{head_b}1,{one},chưa\n2,{two},chưa\n",
        "1.csv": f"{HEAD}1,{one},x\n",
        "2.csv": f"{head_b}1,{mistyped},x\n",
        "3.csv": f"{HEAD}1,{two},x\n2,Lê Nhị,05/06/1970,089070000777,x\n",
        "4.csv": f"{head_b}1,{two},chưa\n",
    }
    with open_store(tmp_path / "kho.sqlite3") as opened:
        take_in(opened, tmp_path, *texts.values())
        waiting = {one.file_name: one.rows for one in unanswered(opened)}
        assert waiting == {"1.csv": 1, "2.csv": 1, "3.csv": 1}


@pytest.mark.parametrize(("later", "waits"), [("1980", True), ("01/02/1980", False), ("09/09/1980", False)])
def test_a_year_alone_is_no_answer_to_a_question_about_the_day(tmp_path: Path, later: str, waits: bool) -> None:
    texts = [f"{HEAD}1,Lê Văn An,{born},089080000012,x\n" for born in ("01/02/1980", "09/09/1980", later)]
    with open_store(tmp_path / "kho.sqlite3") as opened:
        others = (f"2,Lê Nhị,05/06/1970,08907000077{number},x\n" for number in range(3))
        take_in(opened, tmp_path, *map("".join, zip(texts, others, strict=True)))
        assert ("1.csv" in [one.file_name for one in unanswered(opened)]) is waits


def test_two_rows_that_differ_wait_though_the_store_has_what_one_says(tmp_path: Path) -> None:
    an = "Lê Văn An,01/02/1980,089080000012"
    texts = [f"{ALL}1,{an},x,x\n", f"{ALL}1,{an},x,chưa\n2,{an},x,x\n", f"{HEAD}1,{an},x\n2,Lê Nhị,1970,,x\n"]
    with open_store(tmp_path / "kho.sqlite3") as opened:
        take_in(opened, tmp_path, *texts)
        assert "1.csv" in [one.file_name for one in unanswered(opened)]


def test_a_question_about_the_unit_with_a_blank_department_is_asked_again_by_the_next_list(tmp_path: Path) -> None:
    an = "Lê Văn An,01/02/1980,089080000012"
    with_department = HEAD.replace("BHYT", "BHYT,Khoa/phòng")
    texts = [
        f"{with_department.replace('Trường A', 'Trường B')}1,{an},x,Tổ 2\n",
        f"{with_department}1,{an},x,\n",
        f"{with_department}1,{an},x,\n2,Lê Nhị,1970,,x,\n",
    ]
    with open_store(tmp_path / "kho.sqlite3") as opened:
        take_in(opened, tmp_path, *texts)
        assert [(one.file_name, one.rows) for one in unanswered(opened)] == [("2.csv", 1)]


def test_it_waits_once_more_when_the_file_comes_again_after_a_newer_one(tmp_path: Path) -> None:
    an = "1,Lê Văn An,01/02/1980,089080000012"
    texts = [f"{HEAD}{an},x\n", f"{HEAD}{an},chưa\n", f"{HEAD}{an},x\n2,Lê Nhị,05/06/1970,089070000777,x\n"]
    with open_store(tmp_path / "kho.sqlite3") as opened:
        take_in(opened, tmp_path, *texts)
        assert unanswered(opened) == []
        for _ in range(2):
            intake.apply(opened, intake.read(opened, tmp_path / "1.csv"))
            assert [(one.file_name, one.rows) for one in unanswered(opened)] == [("1.csv", 1)]
        assert len(submissions.all_submissions(opened)) == 4


def test_no_more_once_whoever_it_is_was_added_as_somebody_new(tmp_path: Path) -> None:
    """Somebody of Trường B was born on that day too; Trường A lists its own twice, and only the second is answered."""
    texts = {
        "0.csv": f"{HEAD.replace('Trường A', 'Trường B')}1,Trần Bé,03/04/1985,089185000111,x\n",
        "1.csv": f"{HEAD}1,Trần Bé,03/04/1985,,x\n",
        "2.csv": f"{HEAD}1,Trần Bé,03/04/1985,,chưa\n",
    }
    with open_store(tmp_path / "kho.sqlite3") as opened:
        for name, text in texts.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
            file = intake.read(opened, tmp_path / name)
            if name == "2.csv":
                assert [one.file_name for one in unanswered(opened)] == ["1.csv"]
                assert file.plan is not None
                intake.answer_row(opened, file, file.plan.rows[0], "new")
            intake.apply(opened, file)
        assert unanswered(opened) == []


def test_a_row_about_whom_waits_no_more_once_the_store_has_what_it_says(store: Path, tmp_path: Path) -> None:
    """Row 2 of b.csv asks who it is; the next list has no column BHYT, and the register has what the row says of it."""
    text = "Đơn vị: Trường A\nSTT,Họ và tên,Ngày sinh,CCCD,Sổ sức khỏe điện tử\n1,Trần Bé,04/03/1985,,x\n"
    (tmp_path / "c.csv").write_text(text, encoding="utf-8")
    with open_store(store) as opened:
        file = intake.read(opened, tmp_path / "c.csv")
        assert file.plan is not None
        intake.answer_row(opened, file, file.plan.rows[0], "take")
        intake.apply(opened, file)
        assert unanswered(opened) == []


def test_it_waits_on_while_a_later_list_has_only_a_namesake_of_another_year(store: Path, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(f"{HEAD}1,Trần Bé,01/01/1970,089170000555,x\n", encoding="utf-8")
    tyt(store, "import", tmp_path / "c.csv")
    assert WORDS in tyt(store, "status").stdout


def test_no_more_once_a_later_list_has_the_person(store: Path, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(FIRST.replace("2,Trần", "3,Trần"), encoding="utf-8")
    tyt(store, "import", tmp_path / "c.csv")
    assert "chờ trả lời" not in tyt(store, "status").stdout


@pytest.mark.parametrize(
    "other",
    ["Lê Văn An,01/02/1980,089080000999", "Lê Văn An,01/02/1980,", "Trần Tám,1970,089080000012"],
)
def test_a_row_that_asks_whom_it_is_about_waits_though_the_one_compared_with_it_is_listed_again(
    tmp_path: Path, other: str
) -> None:
    path = tmp_path / "kho.sqlite3"
    files = {
        "a": FIRST,
        "b": f"{HEAD.replace('Trường A', 'Trường B')}1,{other},x\n",
        "c": FIRST.replace("2,Tr", "5,Tr"),
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        tyt(path, "import", tmp_path / f"{name}.csv")
    assert "b.csv (Trường B): 1 dòng chờ trả lời" in tyt(path, "status").stdout
    (tmp_path / "d.csv").write_text(files["b"].replace("\n1,", "\n2,"), encoding="utf-8")
    tyt(path, "import", tmp_path / "d.csv")
    assert "b.csv" not in tyt(path, "status").stdout  # the newer list of the unit asks it again
    assert "d.csv (Trường B): 1 dòng chờ trả lời" in tyt(path, "status").stdout


def test_the_usual_paper_names_a_file_of_a_unit_that_has_no_people_yet(store: Path, tmp_path: Path) -> None:
    """Only Trường A has people, so that the table is of its departments; all of the file of Trường B waits."""
    text = FIRST.replace("Trường A", "Trường B").replace("Trần Bé,03/04/1985,", "Trần Bé,1985,")
    (tmp_path / "of_b.csv").write_text(text, encoding="utf-8")
    tyt(store, "import", tmp_path / "of_b.csv")
    assert "of_b.csv (Trường B)" in tyt(store, "export", "phu-luc-1", tmp_path / "pl.xlsx").stderr
    of_a = tyt(store, "export", "phu-luc-1", tmp_path / "a.xlsx", "--unit", "Trường A", "--by", "unit")
    assert "of_b.csv" not in of_a.stderr
