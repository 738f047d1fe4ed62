import os
from pathlib import Path

import pytest

from store.campaigns import file
from store.campaigns.faults import CampaignError

GOOD = """\
# a plan of our own
name = "thu"
title = "Thử"
duties = [
  "Tập huấn",
]

[source]
document = "Kế hoạch"
issuer = "UBND"

[[items]]
key = "cccd"
title = "Thẻ"
short_title = "CCCD"
target = 1.0

[[items]]
key = "level2"
title = "Mức 2"
short_title = "Mức 2"
requires = "cccd"

[[tasks]]
number = 1
title = "Rà soát"

[[tasks]]
number = 2
title = "Đăng ký"
deadline = [
  { before = 2026-07-10, place = "B.II" },
  { before = 2026-07-15, place = "Phụ lục" },
]

[[indicators]]
key = "bhyt"
task = 1
title = "Thẻ BHYT"

[[phases]]
title = "Cao điểm"
from = 2026-06-25
through = 2026-09-15

[[reports]]
kind = "weekly"
title = "Tuần"
to = ["Sở Y tế"]
deadline = { weekly = { weekday = "tuesday", before = "15:00" } }

[[figures]]
title = "Đã có"
numerator = 372375
denominator = 382171
on = 2024-11-18
words = "đạt, 97,44%"

[[facilities]]
code = "58059"
name = "Trạm y tế xã Phước Vinh"
"""

FORMS = "before, through, on, daily, weekly, monthly"
WEEKDAYS = "monday, tuesday, wednesday, thursday, friday, saturday, sunday"


def faults(tmp_path: Path, *changes: tuple[str, str]) -> list[CampaignError]:
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "thu.toml"
    path.write_text(text, encoding="utf-8")
    return file.faults(path)


def test_the_file_that_the_others_spoil_is_right(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


# The line is where `mark` stands in the spoilt file.
@pytest.mark.parametrize(
    ("old", "new", "mark", "message"),
    [
        ("target = 1.0", "target = 1.5", "target", "target trong [[items]] thứ 1: phải từ 0 đến 1: 90% viết là 0.9"),
        ("target = 1.0", "target = nan", "target", "target trong [[items]] thứ 1: phải từ 0 đến 1: 90% viết là 0.9"),
        (
            'short_title = "Mức 2"',
            'short_title = "Tài khoản"',
            "Tài khoản",
            "short_title trong [[items]] thứ 2: dài quá 8 ký tự",
        ),
        (
            'requires = "cccd"',
            "words = ['muc 2', '2)']",
            "words",
            "words trong [[items]] thứ 2: không phải biểu thức chính quy (unbalanced parenthesis at position 1)",
        ),
        (
            'requires = "cccd"',
            "words = [{ pattern = 'muc 2', rank = 0 }]",
            "words",
            "rank trong [[items]] thứ 2: phải từ 1 đến 9",
        ),
        ('short_title = "CCCD"\n', "", "[[items]]", "short_title trong [[items]] thứ 1: thiếu mục này"),
        ('title = "Thử"\n', "", "# a plan", "title: thiếu mục này"),
        ('issuer = "UBND"\n', "", "[source]", "issuer trong source: thiếu mục này"),
        ('issuer = "UBND"', 'issuer = " "', "issuer", "issuer trong source: để trống"),
        ('title = "Rà soát"', "title = 7", "title = 7", 'title trong [[tasks]] thứ 1: phải là chữ, để trong dấu " "'),
        (
            'key = "level2"',
            'key = "cccd"  # again',
            "# again",
            "key trong [[items]] thứ 2: cccd đã có ở [[items]] thứ 1",
        ),
        ("number = 2", "number = 1 # again", "# again", "number trong [[tasks]] thứ 2: 1 đã có ở [[tasks]] thứ 1"),
        (
            'requires = "cccd"',
            'requires = "the"',
            "requires",
            "requires trong [[items]] thứ 2: mục the không có trong chiến dịch. Hãy thêm mục đó vào tệp này",
        ),
        (
            'short_title = "CCCD"',
            'short_title = "CCCD"\nrequires = "level2"',
            'requires = "level2"',
            "requires trong [[items]] thứ 1: các mục đòi nhau thành vòng: cccd, level2, rồi lại cccd",
        ),
        (
            'to = ["Sở Y tế"]',
            'to = "Sở Y tế"',
            'to = "Sở',
            'to trong [[reports]] thứ 1: phải là danh sách trong [ ], như ["…", "…"]',
        ),
        (
            "numerator = 372375",
            "numerator = 372375000",
            "numerator",
            "numerator trong [[figures]] thứ 1: numerator lớn hơn denominator 382171",
        ),
        ("task = 1", "task = 9", "task = 9", "task trong [[indicators]] thứ 1: không có nhiệm vụ số 9"),
        (
            "before = 2026-07-15",
            "befor = 2026-07-15",
            "befor =",
            "befor trong [[tasks]] thứ 2: không có mục tên như vậy; có phải before?",
        ),
        (
            "before = 2026-07-15",
            'before = "15/7/2026"',
            "15/7/2026",
            "before trong [[tasks]] thứ 2: phải là ngày, viết như 2026-06-30, không có giờ",
        ),
        (
            "before = 2026-07-15",
            "before = 0001-01-01",
            "0001-01-01",
            "before trong [[tasks]] thứ 2: phải là ngày từ năm 1900 đến 2999",
        ),
        (
            "before = 2026-07-15",
            "before = 9999-12-31",
            "9999-12-31",
            "before trong [[tasks]] thứ 2: phải là ngày từ năm 1900 đến 2999",
        ),
        (
            "before = 2026-07-15",
            "before = 2026-07-15, on = 2026-07-15",
            "2026-07-15, on",
            "deadline trong [[tasks]] thứ 2: phải có đúng một trong " + FORMS + ", hoặc chỉ words",
        ),
        (
            'before = 2026-07-15, place = "Phụ lục"',
            "before = 2026-07-15",
            "deadline = [",
            "deadline trong [[tasks]] thứ 2: có nhiều giá trị thì mỗi giá trị phải có place (chỗ ghi trong văn bản)",
        ),
        (
            "before = 2026-07-10",
            'through = 2026-07-10, at = "16:00"',
            "through = 2026-07-10",
            "at trong [[tasks]] thứ 2: at (giờ) chỉ đi với before (ngày)",
        ),
        (
            'title = "Rà soát"',
            'title = "Rà soát"\ndeadline = 2026-07-10',
            "deadline = 2026",
            "deadline trong [[tasks]] thứ 1: phải viết trong { }, như { before = 2026-06-30 }",
        ),
        ('"15:00"', '"15h"', '"15h"', 'before trong [[reports]] thứ 1: phải là giờ, viết như "15:00"'),
        ('"15:00"', "15", "= 15 ", 'before trong [[reports]] thứ 1: phải là giờ, viết như "15:00"'),
        (
            '"tuesday"',
            '"thứ ba"',
            "thứ ba",
            "weekday trong [[reports]] thứ 1: phải là một trong " + WEEKDAYS,
        ),
        (
            'kind = "weekly"',
            'kind = "hourly"',
            "hourly",
            "kind trong [[reports]] thứ 1: chỉ được là 'daily', 'weekly', 'monthly', 'closing' hoặc 'once'",
        ),
        (
            'kind = "weekly"',
            'kind = "monthly"',
            "weekly = {",
            "deadline trong [[reports]] thứ 1: báo cáo monthly phải có deadline = { monthly = … }",
        ),
        (
            'kind = "weekly"',
            'kind = "once"',
            "weekly = {",
            "deadline trong [[reports]] thứ 1: báo cáo once chỉ nộp một lần, không thể là weekly",
        ),
        (
            "through = 2026-09-15",
            "through = 2026-06-01",
            "through",
            "through trong [[phases]] thứ 1: through (ngày cuối) trước from (ngày đầu)",
        ),
        ('code = "58059"', 'code = "5859"', "code", "code trong [[facilities]] thứ 1: mã cơ sở phải gồm 5 chữ số"),
        ('code = "58059"', "code = 58059", "code", 'code trong [[facilities]] thứ 1: phải là chữ, để trong dấu " "'),
        (
            'issuer = "UBND"',
            'issuer = "UBND"\nreasons = ["Đi học"]',
            "reasons",
            "reasons trong source: mục này phải đứng ở đầu tệp, trước bảng [[…]] đầu tiên",
        ),
        ('title = "Thử"', 'title = "Thử"\nmau = "đỏ"', "mau", "mau: không có mục tên như vậy"),
        ('"Tập huấn"', '"Tập huấn",\n  ""', '  ""', "duties thứ 2: để trống"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_with_its_line(tmp_path: Path, old: str, new: str, mark: str, message: str) -> None:
    (fault,) = faults(tmp_path, (old, new))
    assert fault.line is not None
    assert mark in (tmp_path / "thu.toml").read_text(encoding="utf-8").splitlines()[fault.line - 1]
    assert fault.message == f"thu.toml, dòng {fault.line}: {message}"


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('issuer = "UBND"', 'issuer = "UBND', 10, 'thiếu dấu " đóng'),
        ('issuer = "UBND"', "issuer = UBND", 10, 'chữ phải để trong dấu " "'),
        ('issuer = "UBND"', 'issuer "UBND"', 10, "thiếu dấu = sau tên mục"),
        ("before = 2026-07-10", "before = 2026-02-30", 32, "ngày hoặc giờ không có thật"),
        ("from = 2026-06-25", "from = 25/6/2026", 43, "ngày viết như 2026-06-30"),
        ('title = "Thẻ"', 'title = "Thẻ"\ntitle = "Khác"', 15, "mục này đã có ở trên"),
        ("[[tasks]]", "[[tasks]", 24, "thiếu dấu ]"),
        ('"Tập huấn",\n]', '"Tập huấn",', 7, "danh sách phải đóng bằng dấu ]"),
        ('name = "thu"', "tên = 1", 2, "tên mục có chữ có dấu"),
        ('code = "58059"', 'code = """58059"', 61, 'thiếu dấu " đóng'),
    ],
)
def test_a_slip_of_the_pen_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    (fault,) = faults(tmp_path, (old, new))
    assert fault.line == line
    assert reason in fault.reason


def test_all_faults_are_told_in_the_order_of_the_file_and_load_stops_at_the_first(tmp_path: Path) -> None:
    found = faults(tmp_path, ("number = 2", "number = true"), ("target = 1.0", "target = 90"), ("58059", "x"))
    assert [fault.line for fault in found] == sorted(fault.line or 0 for fault in found)
    assert len(found) == 3
    with pytest.raises(CampaignError) as raised:
        file.load(tmp_path / "thu.toml")
    assert raised.value.message == found[0].message
    assert "dòng 16" in raised.value.message
    assert raised.value.file == tmp_path / "thu.toml"


def test_a_file_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "thu.toml"
    path.write_bytes('name = "thu"\ntitle = "Thử"\n'.encode("utf-16-le"))
    with pytest.raises(CampaignError):
        file.load(path)
    path.write_bytes(b'name = "thu"\ntitle = "Th\xfd"\n')
    with pytest.raises(CampaignError, match=r"thu\.toml, dòng 2: chữ không theo bảng mã UTF-8"):
        file.load(path)


def test_a_file_that_is_not_there_or_is_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match=r"khong-co\.toml: không có tệp này"):
        file.load(tmp_path / "khong-co.toml")
    with pytest.raises(CampaignError, match="đây là thư mục"):
        file.load(tmp_path)


def test_an_empty_file_says_what_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "trong.toml"
    path.write_text("", encoding="utf-8")
    assert [fault.message for fault in file.faults(path)] == [
        "trong.toml, dòng 1: name: thiếu mục này",
        "trong.toml, dòng 1: title: thiếu mục này",
        "trong.toml, dòng 1: source: thiếu mục này",
    ]


def test_what_is_no_file_of_a_campaign_is_refused_at_once(tmp_path: Path) -> None:
    large = tmp_path / "lon.toml"
    large.write_bytes(b"#" * 5_000_001)
    with pytest.raises(CampaignError, match="lớn hơn 5 MB"):
        file.load(large)
    if os.name == "posix":
        with pytest.raises(CampaignError, match="không phải một tệp thường"):
            file.load(Path("/dev/zero"))
        os.mkfifo(tmp_path / "ong.toml")
        with pytest.raises(CampaignError, match="không phải một tệp thường"):
            file.load(tmp_path / "ong.toml")


@pytest.mark.parametrize(
    "deep",
    ["[" * 50_000, "[" * 400 + "]" * 400, "{a = " * 5_000 + "1" + "}" * 5_000],
    ids=["open lists", "lists", "tables"],  # what is in them is longer than the environment of Windows takes
)
def test_tables_that_are_far_too_deep_are_a_fault_of_the_file(tmp_path: Path, deep: str) -> None:
    path = tmp_path / "sau.toml"
    path.write_text(f"{GOOD}\n[extra]\nx = {deep}\n", encoding="utf-8")
    with pytest.raises(CampaignError):
        file.load(path)


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        ("x" + ".x" * 100_000 + " = 1", "lồng nhau quá sâu"),
        (f"[{'x.' * 100_000}x]", "lồng nhau quá sâu"),
        ("x = [" + "{}," * 200_000 + "]", "giá trị"),
        ("x = " + "9" * 1_000_000, "chữ số"),
    ],
    ids=["a name", "the name of a table", "a list", "a number"],
)
def test_what_was_made_to_hold_the_program_up_is_refused_at_once(tmp_path: Path, made: str, reason: str) -> None:
    path = tmp_path / "to.toml"
    path.write_text(f"{GOOD}\n[extra]\n{made}\n", encoding="utf-8")
    with pytest.raises(CampaignError, match=reason):
        file.load(path)


@pytest.mark.parametrize("words", ["(a+)+$", "x(?:so\\s*)*y", "([a-z]+){3}"])
def test_a_pattern_that_takes_for_ever_is_refused(tmp_path: Path, words: str) -> None:
    path = tmp_path / "mau.toml"
    path.write_text(
        f"{GOOD}\n[[items]]\nkey = 'z'\ntitle = 'Z'\nshort_title = 'Z'\nwords = ['{words}']\n", encoding="utf-8"
    )
    with pytest.raises(CampaignError, match="lặp một nhóm"):
        file.load(path)
