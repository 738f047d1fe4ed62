"""What a row says of a person: a cell is right, or it is left out and reported."""

import pytest

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Mức 2"]


def one(read_rows, *, name="Lê Thị An", born="05/06/1990", sex="Nữ", number="089190000001"):
    return read_rows([HEAD, [1, name, born, sex, number, "x"]])


def test_a_clean_row_raises_nothing(read_rows):
    read = one(read_rows)
    person = read.people[0]
    assert (person.full_name, person.birth_date, person.sex, person.citizen_id) == (
        "Lê Thị An", "1990-06-05", "nữ", "089190000001",
    )  # fmt: skip
    assert read.problems == []
    assert list(read.reading.rows[0].cells) == ["1", "Lê Thị An", "05/06/1990", "Nữ", "089190000001", "x"]


@pytest.mark.parametrize(
    ("typed", "name", "code"),
    [
        ("ĐINH THỊ PHƯỢNG", "Đinh Thị Phượng", None),
        ("  Néang  Sâm Ết ", "Néang Sâm Ết", None),
        ("Lê Hoàng\u200b \ufeffCường\u200e", "Lê Hoàng Cường", None),
        ("Đa\u0323\u0306ng Thi\u0323 Hoa", "Đặng Thị Hoa", None),
        ("BS. Lê Văn An", "Lê Văn An", "title_dropped"),
        ("BS Lê Văn An", "Lê Văn An", "title_dropped"),
        ("ThS.BS. TRẦN THỊ BÔNG", "Trần Thị Bông", "title_dropped"),
        ("BSCKII. Lê Văn An", "Lê Văn An", "title_dropped"),
        ("Đd. Lê Văn An", "Lê Văn An", "title_dropped"),
        ("Bà Lê Thị An", "Lê Thị An", "title_dropped"),
        ("Ông Văn An", "Ông Văn An", None),
        ("Ông Nguyễn Văn An", "Nguyễn Văn An", "title_dropped"),
        ("1. Lê Văn An", "Lê Văn An", None),
        ("Lê Thị An (nghỉ thai sản)", "Lê Thị An", "name_with_remark"),
        ("Lê Thị An - Hiệu trưởng", "Lê Thị An", "name_with_remark"),
        ("Lê V4n An", "Lê V4n An", "name_damaged"),
    ],
)
def test_names(read_rows, typed, name, code):
    read = one(read_rows, name=typed)
    assert read.names == [name]
    assert read.codes == ([code] if code else [])


def test_a_remark_behind_a_name_goes_to_the_note(read_rows):
    assert one(read_rows, name="Lê Thị An (nghỉ thai sản)").people[0].note == "nghỉ thai sản"


@pytest.mark.parametrize(
    ("typed", "born", "code"),
    [
        ("5.6.1990", "1990-06-05", None),
        ("05-06-1990", "1990-06-05", None),
        ("5/6/90", "1990-06-05", None),
        ("1990", "1990", None),
        (1990, "1990", None),
        ("5/6/1990 00:00:00", "1990-06-05", None),
        ("ngày 5 tháng 6 năm 1990", "1990-06-05", None),
        ("00/00/1990", "1990", None),
        ("06/1990", "1990", "birth_month_only"),
        (33029, "1990-06-05", "birth_date_from_number"),
        ("31/02/1990", None, "birth_date_impossible"),
        ("06/25/1990", None, "birth_date_impossible"),
        ("05/06/2090", None, "birth_date_impossible"),
        ("không nhớ", None, "birth_date_not_understood"),
    ],
)
def test_birth_dates(read_rows, typed, born, code):
    read = one(read_rows, born=typed)
    assert read.people[0].birth_date == born
    assert read.codes == ([code] if code else [])
    assert all(problem.cell == "C2" for problem in read.problems)


@pytest.mark.parametrize(
    ("typed", "number", "code"),
    [
        (89190000001, "089190000001", "citizen_id_zero_restored"),
        ("89190000001.0", "089190000001", "citizen_id_zero_restored"),
        ("089 190 000 001", "089190000001", None),
        ("'089190000001", "089190000001", None),
        ("089.190.000.001", "089190000001", None),
        (1190000001, "001190000001", "citizen_id_zero_restored"),
        ("351234567", None, "citizen_id_old_cmnd"),
        ("8.919E+10", None, "citizen_id_lost"),
        ("1234567890123456789", None, "citizen_id_lost"),
        ("08919000000", None, "citizen_id_short"),
        ("89190000001.5", None, "citizen_id_not_number"),
        ("không nhớ", None, "citizen_id_not_number"),
        ("089190", None, "citizen_id_short"),
        ("0891900000012", None, "citizen_id_long"),
        ("089090000001", "089090000001", "citizen_id_disagrees"),
        ("089185000001", "089185000001", "citizen_id_disagrees"),
        ("999190000001", "999190000001", "citizen_id_disagrees"),
    ],
)
def test_citizen_ids(read_rows, typed, number, code):
    read = one(read_rows, number=typed)
    assert read.people[0].citizen_id == number
    assert read.codes == ([code] if code else [])


def test_a_dropped_zero_is_not_restored_against_the_row(read_rows):
    assert one(read_rows, number=89190000001, sex="Nam").people[0].citizen_id is None
    assert one(read_rows, number=89190000001, born="05/06/1991").people[0].citizen_id is None
    assert one(read_rows, number=89190000001, born="").people[0].citizen_id is None


def test_a_message_never_shows_a_whole_number(read_rows):
    for number in ("89190000001", "351234567", "O89190000001", "089090000001"):
        assert not any("190000" in p.message or "351234" in p.message for p in one(read_rows, number=number).problems)


def test_sex_is_never_derived(read_rows):
    assert one(read_rows, sex="").people[0].sex is None
    assert one(read_rows, sex="1").codes == ["sex_not_understood"]


def test_a_ticked_column_of_women(read_rows):
    head = ["STT", "Họ và tên", "Nữ", "Mức 2"]
    assert [p.sex for p in read_rows([head, [1, "Lê An", "", "x"], [2, "Tô Bé", "x", "x"]]).people] == ["nam", "nữ"]
    assert [p.sex for p in read_rows([head, [1, "Lê An", "", "x"], [2, "Tô Bé", "", "x"]]).people] == [None, None]


@pytest.mark.parametrize(
    ("typed", "employment"),
    [
        ("Viên chức", "vien_chuc"),
        ("CÔNG CHỨC", "cong_chuc"),
        ("Hợp đồng lao động", "nguoi_lao_dong"),
        ("HĐLĐ", "nguoi_lao_dong"),
        ("Người lao động", "nguoi_lao_dong"),
        ("Viên chức hợp đồng", None),
        ("Biên chế", None),
    ],
)
def test_employment(read_rows, typed, employment):
    read = read_rows([["Họ tên", "Loại hợp đồng", "Mức 2"], ["Lê An", typed, "x"]])
    assert read.people[0].employment == employment
    assert read.codes == ([] if employment else ["employment_not_understood"])


def test_phone_and_insurance_number(read_rows):
    head = ["Họ tên", "Số điện thoại", "Số thẻ BHYT", "Mức 2"]
    read = read_rows(
        [
            head,
            ["Lê An", 912345678, "GD4 89 2023456789", "x"],
            ["Tô Bé", "+84 912 345 678", 2023456789, "x"],
            ["Lý Cò", "12345", "12", "x"],
        ]
    )
    assert [p.phone for p in read.people] == ["0912345678", "0912345678", None]
    assert [p.insurance_number for p in read.people] == ["GD4892023456789", "2023456789", None]
    assert read.codes == ["phone_not_understood", "insurance_number_wrong"]


def test_unseen_characters_round_a_number_and_a_date_lose_nothing(read_rows):
    read = one(read_rows, born="\u200b05/06/1990\u200e", number="\ufeff089190\u200b000001\u202c")
    assert (read.people[0].birth_date, read.people[0].citizen_id, read.codes) == ("1990-06-05", "089190000001", [])
