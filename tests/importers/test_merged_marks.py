"""A mark that is merged over several items or several people counts for all of them."""

HEAD = ["STT", "Họ và tên", "Ngày sinh", "CCCD", "Mức 2", "BHYT", "Ghi chú"]


def test_a_mark_over_several_items_counts_for_all(told):
    rows = [HEAD, [1, "Lê Văn An", "01/02/1980", "x"], [2, "Tô Thị Bé", "03/04/1985", "x", "chưa", "x"]]
    read = told(rows, merged=["D2:F2"])
    for key in ("cccd", "level2_account", "bhyt_linked"):
        assert read.states(key)[0] == "done", key
    assert read.states("level2_account")[1] == "todo"


def test_a_mark_over_several_items_and_people_counts_for_all(told):
    rows = [
        HEAD,
        [1, "Lê Văn An", "01/02/1980", "x", "x", None, "a"],
        [2, "Tô Thị Bé", "03/04/1985", "x"],
        [3, "Võ Minh Tâm", "05/06/1985", "chưa", "chưa", "chưa"],
    ]
    read = told(rows, merged=["E2:F3"])
    assert read.states("level2_account") == read.states("bhyt_linked") == ["done", "done", "todo"]
    assert [person.note for person in read.people] == ["a", None, None]


def test_a_remark_over_an_item_and_the_notes_stays_where_it_is(told):
    rows = [HEAD, [1, "Lê Văn An", "01/02/1980", "x", "x", "x"], [2, "Tô Thị Bé", "03/04/1985", "x", "x", "chưa"]]
    read = told(rows, merged=["F3:G3"])
    assert read.states("bhyt_linked") == ["done", "todo"]
    assert [person.note for person in read.people] == [None, None]
