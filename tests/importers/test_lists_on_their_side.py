"""Tables whose heads stand below each other: a person, or a count, in each column."""

from tests.importers.try_layouts import filled_cells

TITLE = ["TRƯỜNG THCS ẤP BA"]
AN, BINH = "089080000001", "089181000002"


def test_a_person_a_column(read_rows):
    read = read_rows(
        [
            TITLE,
            ["Họ và tên", "Lê Văn An", "Lê Thị Bình"],
            ["Ngày sinh", "02/03/1980", "04/05/1981"],
            ["Số CCCD", AN, BINH],
            ["Định danh mức 2", "Đã", "Chưa"],
            [],
            ["Người lập", None, "HIỆU TRƯỞNG"],
        ]
    )
    assert (read.reading.unit, read.names) == ("Trường THCS Ấp Ba", ["Lê Văn An", "Lê Thị Bình"])
    assert [person.citizen_id for person in read.people] == [AN, BINH]
    assert read.states("level2_account") == ["done", "todo"]
    assert any("đã xoay thành dòng" in remark for remark in read.reading.remarks), "the person is asked to look"


def test_a_list_on_its_side_that_goes_on_below(save, read):
    heads = ["Họ và tên", "Số CCCD", "Định danh mức 2"]
    path = save(
        [
            TITLE,
            *(
                [head, *cells]
                for head, *cells in zip(heads, ("Lê Văn An", AN, "Đã"), ("Lê Thị Bình", BINH, "Chưa"), strict=True)
            ),
            [],
            *([head, cell] for head, cell in zip(heads, ("Trần Văn Cò", "089080000003", "Đã"), strict=True)),
            [],
            ["Người lập", None, "HIỆU TRƯỞNG"],
        ]
    )
    found = read(path)
    assert found.names == ["Lê Văn An", "Lê Thị Bình", "Trần Văn Cò"]
    assert found.states("level2_account") == ["done", "todo", "done"]
    assert found.reading.ledger.cells == filled_cells(path)


def test_counts_below_each_other_are_those_of_the_whole_unit(read_rows):
    reading = read_rows(
        [
            ["TRẠM Y TẾ Ô LÂM"],
            ["STT", "Nội dung", "Số lượng", "Ghi chú"],
            [1, "Tổng số CBCCVC, NLĐ", 15],
            [2, "Đã kích hoạt định danh mức 2", 12],
            [3, "Chưa kích hoạt định danh mức 2", 3],
            [4, "Đã khởi tạo Sổ SKĐT", 11],
            [5, "Đã tích hợp BHYT", 10],
            [6, "Chưa tích hợp BHYT", 5],
        ]
    ).reading
    assert [
        (
            r.department,
            r.figures["total"],
            r.figures["level2_done"],
            r.figures["level2_todo"],
            r.figures["health_book"],
            r.figures["bhyt_done"],
            r.figures["bhyt_todo"],
        )
        for r in reading.summary
    ] == [("Trạm Y tế Ô Lâm", 15, 12, 3, 11, 10, 5)]
    assert reading.summary[0].problems == ()


def test_a_committee_counts_its_civil_servants(read_rows):
    reading = read_rows(
        [
            ["UBND XÃ TRI TÔN"],
            ["STT", "Phòng, ban", "Tổng số CC,VC", "VNeID mức 2", None, "Sổ SKĐT", "BHYT", None],
            [None, None, None, "Đã", "Chưa", "Đã", "Đã", "Chưa"],
            [1, "Phòng Kinh tế", 9, 8, 1, 7, 7, 2],
        ]
    ).reading
    assert [
        (r.department, r.figures["total"], r.figures["level2_done"], r.figures["bhyt_todo"]) for r in reading.summary
    ] == [("Phòng Kinh tế", 9, 8, 2)]


def test_a_sheet_of_explanations_is_no_list_on_its_side(read_rows):
    reading = read_rows(
        [["Cột", "Cách ghi"], ["Họ và tên", "Viết hoa, có dấu"], ["Số CCCD", "12 số"], ["Mức 2", "x"]]
    ).reading
    assert reading.kind == "unreadable"


def test_the_sum_below_a_list_with_a_line_an_item_does_not_keep_it_from_being_one(read_rows):
    who = [1, "Đỗ Văn Sơn", "02/05/1966"]
    rows = [
        ["STT", "Họ và tên", "Ngày sinh", "Tiêu chí", "Trạng thái"],
        [*who, "Thẻ CCCD", "Đã"],
        [*who, "Tích hợp thẻ bảo hiểm y tế", "Đã"],
        [*who, "Sổ sức khỏe điện tử", "Chưa"],
        [None, "Tổng cộng: 1 người", None, "1/1", None],
    ]
    read = read_rows(rows)
    assert read.names == ["Đỗ Văn Sơn"]
    assert {key: str(state) for key, state in read.people[0].states.items()} == {
        "cccd": "done", "bhyt_linked": "done", "health_book": "todo",
    }  # fmt: skip
