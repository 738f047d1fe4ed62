"""A mark that is merged over several items or several people counts for all of them."""

HEAD = ["STT", "Họ và tên", "Ngày sinh", "CCCD", "Mức 2", "BHYT", "Ghi chú"]


def test_a_mark_over_several_items_counts_for_all(read_rows):
    rows = [HEAD, [1, "Lê Văn An", "01/02/1980", "x"], [2, "Tô Thị Bé", "03/04/1985", "x", "chưa", "x"]]
    read = read_rows(rows, merged=["D2:F2"])
    for key in ("cccd", "level2_account", "bhyt_linked"):
        assert read.states(key)[0] == "done", key
    assert read.states("level2_account")[1] == "todo"


def test_a_mark_over_several_items_and_people_counts_for_all(read_rows):
    rows = [
        HEAD,
        [1, "Lê Văn An", "01/02/1980", "x", "x", None, "a"],
        [2, "Tô Thị Bé", "03/04/1985", "x"],
        [3, "Võ Minh Tâm", "05/06/1985", "chưa", "chưa", "chưa"],
    ]
    read = read_rows(rows, merged=["E2:F3"])
    assert read.states("level2_account") == read.states("bhyt_linked") == ["done", "done", "todo"]
    assert [person.note for person in read.people] == ["a", None, None]


def test_a_remark_over_an_item_and_the_notes_stays_where_it_is(read_rows):
    rows = [HEAD, [1, "Lê Văn An", "01/02/1980", "x", "x", "x"], [2, "Tô Thị Bé", "03/04/1985", "x", "x", "chưa"]]
    read = read_rows(rows, merged=["F3:G3"])
    assert read.states("bhyt_linked") == ["done", "todo"]
    assert [person.note for person in read.people] == [None, None]


def test_words_over_several_items_leave_none_of_them_blank(read_rows):
    rows = [
        HEAD,
        [1, "Lê Văn An", "01/02/1980", "Đã thực hiện đầy đủ các nội dung"],
        [2, "Tô Thị Bé", "03/04/1985", "x", "x", ""],
        [3, "Võ Minh Tâm", "05/06/1985", "Nghỉ chờ hưu"],
        [4, "Vũ Thị Lan", "05/06/1985", "Chưa làm nội dung nào"],
    ]
    read = read_rows(rows, merged=["D2:F2", "D4:F4", "D5:F5"])
    assert read.states("bhyt_linked") == ["done", None, None, "todo"]
    assert [problem.cell for problem in read.problems] == ["D4", "E4", "F4"]
    assert all(not person.reasons for person in read.people)


def test_words_that_begin_beside_the_items_leave_none_of_them_blank(read_rows):
    head = ["STT", "Họ và tên", "Ngày sinh", "Nơi ở", "Mức 2", "BHYT"]
    rows = [head, [1, "Lê Văn An", "01/02/1980", "Đi học xa"], [2, "Tô Thị Bé", "03/04/1985", "Ấp 1", "x", ""]]
    read = read_rows(rows, merged=["D2:F2"])
    assert read.states("level2_account") == [None, "done"]
    assert read.states("bhyt_linked") == [None, None]
    assert [problem.cell for problem in read.problems] == ["E2", "F2"]
