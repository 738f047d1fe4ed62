"""A filled Phụ lục 1 carries counts, not people; its arithmetic is checked."""

import pytest

from importers import intake
from store.forms import filled
from store.receiving import submissions
from store.receiving.ledger import Fate
from store.receiving.proposal import about_lines
from store.words.proposals import question
from tests.store.phu_luc_1 import HEADS

HEAD = list(HEADS)
TITLES = [["PHỤ LỤC 1"], ["Đơn vị: Trạm Y tế xã Vĩnh Gia"]]


def test_counts_by_department_without_the_sum(read_rows):
    reading = read_rows(
        [
            *TITLES,
            HEAD,
            [f"({n})" for n in range(1, 11)],
            [1, "Khám bệnh", 10, 8, 2, "Quên mật khẩu (2)", 7, 6, 4, "Thẻ hết hạn (4)"],
            [2, "Dược", 1200, "1.200", 0, "", 5, 5, 1195, ""],
            ["", "Tổng cộng", 1210, 1208, 2, "", 12, 11, 1199, ""],
            ["", "Tỷ lệ (%)", "", 99.8, 0.2],
            ["", "", "Vĩnh Gia, ngày 1 tháng 6 năm 2026"],
            ["", "Người lập", "", "TRƯỞNG TRẠM"],
        ]
    ).reading
    assert (reading.kind, reading.unit) == ("summary", "Trạm Y tế xã Vĩnh Gia")
    assert [
        (r.department, r.figures["total"], r.figures["level2_done"], r.figures["bhyt_todo"]) for r in reading.summary
    ] == [
        ("Khám bệnh", 10, 8, 4),
        ("Dược", 1200, 1200, 1195),
    ]
    assert reading.summary[0].reasons["level2_reasons"] == "Quên mật khẩu (2)"
    assert [row.problems for row in reading.summary] == [(), ()]


def test_sums_that_disagree_are_told(read_rows):
    summary = read_rows([*TITLES, HEAD, [1, "Dược", 10, 8, 3, "", 9, 9, 3, ""]]).reading.summary
    assert [problem.code for problem in summary[0].problems] == ["sums_disagree"] * 4


def test_a_cell_that_is_no_count_or_blank_is_told(read_rows):
    summary = read_rows([*TITLES, HEAD, [1, "Dược", 10, "tám", 2, "", "", 7.5, 3, ""]]).reading.summary
    codes = [(problem.code, problem.cell) for problem in summary[0].problems]
    assert ("count_not_understood", "D4") in codes
    assert ("count_blank", "G4") in codes
    assert ("count_not_understood", "H4") in codes


def _line(number, name, total, *, of_reason=""):
    return [number, name, total, total - 1, 1, of_reason, 0, 0, total, ""]


def _read(read_rows, *lines):
    reading = read_rows([*TITLES, HEAD, *lines]).reading
    return [(line.department, [p.code for p in line.problems]) for line in reading.summary], reading


def _sum_of(name, *totals, number=""):
    whole = sum(totals)
    return [number, name, whole, whole - len(totals), len(totals), "", 0, 0, whole, ""]


@pytest.mark.parametrize(
    "name", ["Tổng quân số", "Toàn trường", "Cộng chung", "Tất cả các khoa", "Tổng CBCCVC", "Cả trạm"]
)
@pytest.mark.parametrize("number", ["", 3])
def test_a_sum_in_other_words_is_a_sum(read_rows, name, number):
    lines, reading = _read(read_rows, _line(1, "Dược", 5), _line(2, "Khám bệnh", 7), _sum_of(name, 5, 7, number=number))
    assert lines == [("Dược", []), ("Khám bệnh", [])]
    assert not any("dòng" in remark for remark in reading.remarks)
    assert reading.ledger.count(Fate.REPORTED) == 0


def test_a_sum_above_its_lines_is_that_of_them(read_rows):
    lines, reading = _read(read_rows, _sum_of("Tổng cộng", 5, 7), _line(1, "Dược", 5), _line(2, "Khám bệnh", 7))
    assert lines == [("Dược", []), ("Khám bệnh", [])]
    assert not any("cộng lại" in remark for remark in reading.remarks)


def test_a_sum_without_a_number_that_does_not_fit_is_told_and_not_counted(read_rows):
    lines, reading = _read(read_rows, _line(1, "Dược", 5), _line(2, "Khám bệnh", 7), _sum_of("Cộng chung", 5, 8))
    assert lines == [("Dược", []), ("Khám bệnh", [])]
    assert any("dòng 6, Cộng chung: “Tổng số” ghi 13, các dòng cộng lại là 12" in remark for remark in reading.remarks)


@pytest.mark.parametrize("name", ["Dược", "Tổ Tổng hợp", "Phòng Công tác xã hội", "Tổng đài", "Toàn Thắng"])
def test_a_department_as_large_as_all_others_is_asked_about(read_rows, name):
    lines, reading = _read(read_rows, _line(1, "Khối 10", 5), _line(2, "Khối 11", 7), _sum_of(name, 5, 7, number=3))
    assert lines == [("Khối 10", []), ("Khối 11", []), (name, ["perhaps_sum"])]
    (proposal,) = about_lines(reading)
    assert question(proposal) == f"Dòng “{name}” bằng tổng các dòng khác: là một khoa/phòng, cộng vào?"
    assert [line.counts for line in proposal.apply(reading).summary] == [True, True, True]
    alone, _ = _read(read_rows, _line(1, "Khối 10", 5), _line(2, "Khối 11", 7), _line(3, name, 6))
    assert alone[-1] == (name, [])


def test_a_line_that_the_person_counts_in_is_stored(store, save):
    path = save([*TITLES, HEAD, _line(1, "Khối 10", 5), _line(2, "Khối 11", 7), _sum_of("Khối 12", 5, 7, number=3)])
    file = intake.read(store, path)
    (proposal,) = file.proposals
    intake.answer_proposal(store, file, proposal, accepted=True)
    assert file.proposals == []
    assert intake.apply(store, file) is not None
    (origin,) = filled.in_force(store).values()
    assert [(line.department, line.people) for line in origin.lines] == [
        ("Khối 10", 5),
        ("Khối 11", 7),
        ("Khối 12", 12),
    ]
    assert origin.left_out == 0


def test_words_of_a_sum_with_a_number_that_do_not_fit_are_asked_about(read_rows):
    lines, _ = _read(read_rows, _line(1, "Khối 10", 5), _line(2, "Toàn trường", 9), _line(3, "Khối 11", 7))
    assert lines == [("Khối 10", []), ("Toàn trường", ["perhaps_sum"]), ("Khối 11", [])]


def test_two_departments_alike_are_two(read_rows):
    lines, _ = _read(read_rows, _line(1, "Khối 10", 5), _line(2, "Khối 11", 5))
    assert lines == [("Khối 10", []), ("Khối 11", [])]


def test_reasons_of_more_people_than_lack_it_are_told_and_the_figures_count(read_rows):
    _, reading = _read(read_rows, [1, "Dược", 10, 5, 5, "Quên mật khẩu (4); Mới mức 1 (3)", 5, 5, 5, "Thẻ hết hạn (6)"])
    (line,) = reading.summary
    assert [(p.code, p.cell, p.message) for p in line.problems] == [
        ("reasons_exceed", "F4", "lý do cộng lại 7 người, nhiều hơn 5 người chưa"),
        ("reasons_exceed", "J4", "lý do cộng lại 6 người, nhiều hơn 5 người chưa"),
    ]
    assert line.counts


@pytest.mark.parametrize(
    "words", ["CCCD hết hạn từ 2019", "Quên mật khẩu (2), mới mức 1 (3)", "Ứng dụng dưới bản 2.0.4", ""]
)
def test_reasons_that_fit_or_count_nobody_are_no_problem(read_rows, words):
    _, reading = _read(read_rows, [1, "Dược", 10, 5, 5, words, 5, 5, 5, ""])
    assert reading.summary[0].problems == ()


@pytest.mark.parametrize("women", ["Trong đó: nữ", "- Nữ"])
def test_a_long_table_in_other_words_with_women_and_men_of_each_line_is_read_without_its_parts(read_rows, women):
    heads = ["TT", "Khoa/phòng", "Tổng số CBCCVC", "Đã kích hoạt VNeID mức 2", "Chưa kích hoạt VNeID mức 2", "Lý do"]
    heads += ["Đã có Sổ SKĐT", "Đã tích hợp BHYT", "Chưa tích hợp BHYT", "Lý do"]
    rows: list[list[object]] = []
    for number in range(1, 7):
        rows += [[number, f"Khoa {number}A", 12, 11, 1, "", 10, 10, 2, ""], ["", women, 7, 7, 0, "", 6, 6, 1, ""]]
    total = ["", "Tổng cộng", 72, 66, 6, "", 60, 60, 12, ""]
    reading = read_rows([*TITLES, heads, *rows, total]).reading
    assert sum(line.figures["total"] for line in reading.summary) == 72
    assert [line.figures["level2_done"] for line in reading.summary] == [11] * 6
    assert not [remark for remark in reading.remarks if "cộng lại là" in remark or "Chưa đọc cột" in remark]


def test_figures_that_were_received_before_do_not_take_the_place_of_newer_ones(store, save):
    old = save([*TITLES, HEAD, _line(1, "Khối 10", 5)], name="cũ.xlsx")
    new = save([*TITLES, HEAD, _line(1, "Khối 10", 7)], name="mới.xlsx")
    for path in (old, new):
        assert intake.apply(store, intake.read(store, path)) is not None
    again = intake.read(store, old)
    assert intake.apply(store, again) is None
    (origin,) = filled.in_force(store).values()
    assert origin.lines[0].people == 7
    assert again.reading is not None
    assert "số liệu mới hơn (mới.xlsx)" in again.reading.remarks[-1]
    submissions.take_back(store, origin.submission_id)
    (origin,) = filled.in_force(store).values()
    assert origin.lines[0].people == 5


# -- numbers of people where words and counts stand


def test_reasons_lose_numbers_of_people_and_keep_how_many_they_are_about(read_rows):
    cells = {
        "Mất 089185003333 (2)": "Mất (2)",
        "x 0912345678 (1); Quên mật khẩu (1)": "x (1); Quên mật khẩu (1)",
        "089185003333 (2)": "Chưa ghi lý do (2)",
        "(089185003333)": "Chưa ghi lý do",
        "Mất thẻ, sim 0912 345 678": "Mất thẻ, sim",
        "Quên mật khẩu (2)": "Quên mật khẩu (2)",
    }
    lines = [[n, f"Tổ {n}", 10, 8, 2, cell, 7, 6, 4, ""] for n, cell in enumerate(cells, 1)]
    reading = read_rows([*TITLES, HEAD, *lines]).reading
    assert [line.reasons["level2_reasons"] for line in reading.summary] == list(cells.values())
    assert [line.problems for line in reading.summary] == [()] * len(cells)
    assert "Đã bỏ dãy số dài trong tên khoa/phòng hay lý do ở dòng 4, 5, 6, 7, 8" in reading.remarks


def test_departments_lose_numbers_of_people_unless_only_they_tell_them_apart(read_rows):
    names = ["Dược 089185002222", "Tổ 089185001111", "Tổ 089185004444", "089185005555", "Khám bệnh"]
    lines = [[n, name, 10, 8, 2, "", 7, 6, 4, ""] for n, name in enumerate(names, 1)]
    reading = read_rows([*TITLES, HEAD, *lines]).reading
    told = ["Dược", "Tổ •••••••••111", "Tổ •••••••••444", "•••••••••555", "Khám bệnh"]
    assert [line.department for line in reading.summary] == told
    assert all(line.counts for line in reading.summary)


def test_a_number_of_somebody_is_no_count(read_rows):
    summary = read_rows(
        [*TITLES, HEAD, [1, "Dược 089185002222", "089185004444", 8, 2, "", 7, 6, 4, ""]]
    ).reading.summary
    assert summary[0].figures["total"] == 0
    assert "“•••••••••444” không phải số người" in [problem.message for problem in summary[0].problems]
    assert not any("0891850" in problem.message for problem in summary[0].problems)
