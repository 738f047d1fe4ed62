"""A filled Phụ lục 1 carries counts, not people; its arithmetic is checked."""

HEAD = [
    "TT", "Khoa/phòng tại đơn vị", "Tổng số lượng CBCCVC và người lao động",
    "Số lượng Đã cài đặt, đăng ký và kích hoạt định danh VNeID mức 2",
    "Số lượng Chưa cài đặt, đăng ký và kích hoạt định danh VNeID mức 2",
    "Lý do chưa cài đặt, đăng ký và kích hoạt định danh VNeID mức 2",
    "Số lượng đã được khởi tạo Sổ SKĐT trên VNeID",
    "Số lượng Đã tích hợp thẻ BHYT vào Sổ SKĐT trên VNeID",
    "Số lượng Chưa tích hợp thẻ BHYT vào Sổ SKĐT trên VNeID",
    "Lý do chưa tích hợp thẻ BHYT vào Sổ SKĐT trên VNeID",
]  # fmt: skip
TITLES = [["PHỤ LỤC 1"], ["Đơn vị: Trạm Y tế xã Vĩnh Gia"]]


def test_counts_by_department_without_the_sum(told):
    reading = told(
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


def test_sums_that_disagree_are_told(told):
    summary = told([*TITLES, HEAD, [1, "Dược", 10, 8, 3, "", 9, 9, 3, ""]]).reading.summary
    assert [problem.code for problem in summary[0].problems] == ["sums_disagree"] * 4


def test_a_cell_that_is_no_count_or_blank_is_told(told):
    summary = told([*TITLES, HEAD, [1, "Dược", 10, "tám", 2, "", "", 7.5, 3, ""]]).reading.summary
    codes = [(problem.code, problem.cell) for problem in summary[0].problems]
    assert ("count_not_understood", "D4") in codes
    assert ("count_blank", "G4") in codes
    assert ("count_not_understood", "H4") in codes
