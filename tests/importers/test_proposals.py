"""What is proposed about a file: never done in silence, a function of the reading, and told headless."""

from pathlib import Path

import pytest

from importers import intake
from importers.intake import Answers, Incoming
from store.checklist.reasons import reason_id
from store.clock import VARIABLE
from store.database import Store
from store.models import Person, State
from store.opening import open_store
from store.receiving.ledger import Fate
from store.receiving.proposal import Proposal, ProposalKind
from store.words.proposals import question

STATION = "Trạm Y tế xã Tri Tôn"
SCHOOL = "Trường THCS Núi Tô"
HEADS = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Định danh mức 2", "BHYT", "Lý do", "Ghi chú"]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, "2026-06-23T14:00:00")
    with open_store(tmp_path / "trạm.sqlite3") as opened:
        for words in ("Chờ BHXH cập nhật", "Không nhận được OTP", "Thẻ sai ngày sinh/họ tên", "Quên mật khẩu"):
            reason_id(opened, words)
        yield opened


@pytest.fixture
def file(save):
    def write(*rows: list[object], unit: str = SCHOOL, heads: list[str] = HEADS) -> Path:
        return save([[f"Đơn vị: {unit}"], heads, *rows])

    return write


def read(store: Store, path: Path, **answered: bool) -> Incoming:
    return intake.read(store, path, answers=Answers(proposals=answered))


def of_kind(incoming: Incoming, kind: ProposalKind) -> Proposal | None:
    return next((one for one in incoming.proposals if one.kind is kind), None)


def rows_of(proposal: Proposal | None) -> list[int]:
    return [row for _, row in proposal.changes] if proposal is not None else []


def people(incoming: Incoming) -> list[Person]:
    assert incoming.plan is not None
    return [row.incoming.person for row in incoming.plan.rows if row.incoming.person is not None]


def accept(store: Store, incoming: Incoming, kind: ProposalKind) -> list[Person]:
    proposal = of_kind(incoming, kind)
    assert proposal is not None
    intake.answer_proposal(store, incoming, proposal, accepted=True)
    assert of_kind(incoming, kind) is None, "it is not asked again"
    return people(incoming)


AN = [1, "Lê Văn An", "01/02/1980", "089080000001", "Chưa", "x", None, "Chờ BHXH cập nhật"]
BE = [2, "Trần Thị Bé", "01/02/1981", "089181000002", "Chưa", "Chưa", "Quên mật khẩu", None]
CA = [3, "Lý Văn Cả", "01/02/1982", None, "x", "x", None, None]


def test_who_has_a_number_has_the_card_where_it_is_asked(store: Store, file) -> None:
    incoming = read(store, file(AN, BE, CA, unit=STATION))
    assert rows_of(of_kind(incoming, ProposalKind.CARD_BY_NUMBER)) == [3, 4]
    assert [person.states.get("cccd") for person in people(incoming)] == [None] * 3, "nothing in silence"
    after = accept(store, incoming, ProposalKind.CARD_BY_NUMBER)
    assert [person.states.get("cccd") for person in after] == [State.DONE, State.DONE, None]
    intake.apply(store, incoming)
    again = read(store, file(AN, BE, CA, unit=STATION))
    assert of_kind(again, ProposalKind.CARD_BY_NUMBER) is None, "the store knows it"


def test_a_card_that_nobody_asks_for_is_not_proposed(store: Store, file) -> None:
    assert of_kind(read(store, file(AN, unit=SCHOOL)), ProposalKind.CARD_BY_NUMBER) is None


def test_a_file_that_tells_of_the_card_is_not_asked(store: Store, file) -> None:
    heads = [*HEADS[:4], "Thẻ CCCD", *HEADS[4:]]
    incoming = read(store, file([*AN[:4], "x", *AN[4:]], [*BE[:4], "Chưa", *BE[4:]], unit=STATION, heads=heads))
    assert of_kind(incoming, ProposalKind.CARD_BY_NUMBER) is None


def test_a_note_that_is_a_reason_of_the_one_item_that_lacks(store: Store, file) -> None:
    incoming = read(store, file(AN, BE, CA))
    assert rows_of(of_kind(incoming, ProposalKind.NOTE_IS_REASON)) == [3]
    an = accept(store, incoming, ProposalKind.NOTE_IS_REASON)[0]
    assert (an.reasons, an.note) == ({"level2_account": "Chờ BHXH cập nhật"}, "Chờ BHXH cập nhật")


def test_one_reason_behind_several_items_that_lack(store: Store, file) -> None:
    incoming = read(store, file(AN, BE, CA))
    assert rows_of(of_kind(incoming, ProposalKind.REASON_OF_ALL)) == [4]
    assert people(incoming)[1].reasons == {}
    be = accept(store, incoming, ProposalKind.REASON_OF_ALL)[1]
    assert be.reasons == {"level2_account": "Quên mật khẩu", "bhyt_linked": "Quên mật khẩu"}
    assert incoming.plan is not None
    assert not any(p.code == "reason_unclear" for row in incoming.plan.rows for p in row.incoming.problems)


def test_zeros_that_nothing_in_the_row_denies(store: Store, file) -> None:
    heads = ["STT", "Họ và tên", "Số CCCD", "Mức 2"]
    incoming = read(store, file([1, "Lê Văn An", 89080000001, "x"], [2, "Lý Tư", 123, "x"], heads=heads))
    assert people(incoming)[0].citizen_id is None
    assert rows_of(of_kind(incoming, ProposalKind.MISSING_ZEROS)) == [3]
    assert accept(store, incoming, ProposalKind.MISSING_ZEROS)[0].citizen_id == "089080000001"


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("Đang chờ BHXH cập nhật", "Chờ BHXH cập nhật"),
        ("Chưa nhận được mã OTP", "Không nhận được OTP"),
        ("Thẻ BHYT sai ngày sinh", "Thẻ sai ngày sinh/họ tên"),
        ("Quên mật khâủ", "Quên mật khẩu"),
        ("Quên mật khẩu VNeID và mất điện thoại ở nhà", None),
        ("Nhận được OTP", None),
        ("Đi công tác", None),
    ],
)
def test_words_near_a_reason_of_the_station(store: Store, file, words: str, instead: str | None) -> None:
    heads = ["STT", "Họ và tên", "Năm sinh", "BHYT", "Lý do chưa BHYT"]
    rows = [[n, f"Lê Văn {name}", 1980, "Chưa", words] for n, name in enumerate(("An", "Ba"), 1)]
    incoming = read(store, file(*rows, heads=heads))
    proposal = of_kind(incoming, ProposalKind.SAME_REASON)
    if proposal is None:
        exact = {person.reasons["bhyt_linked"] for person in people(incoming)}
        assert instead is None or exact == {instead}
        return
    assert (proposal.words, proposal.instead, rows_of(proposal)) == (words, instead, [3, 4]), "once a file"
    after = accept(store, incoming, ProposalKind.SAME_REASON)
    assert [person.reasons for person in after] == [{"bhyt_linked": instead}] * 2


FORM = ["Dấu thời gian", "Họ và tên", "Số CCCD", "Mức 2"]


def test_of_somebody_who_answered_a_form_twice_the_later_answer(store: Store, file) -> None:
    rows = [
        ["01/06/2026 08:00:00", "Lê Văn An", "089080000001", "Chưa"],
        ["01/06/2026 09:00:00", "Trần Thị Bé", "089181000002", "Đã"],
        ["03/06/2026 10:00:00", "Lê Văn An", "089080000001", "Đã"],
    ]
    incoming = read(store, file(*rows, heads=FORM))
    assert rows_of(of_kind(incoming, ProposalKind.LATER_ANSWER)) == [3]
    after = accept(store, incoming, ProposalKind.LATER_ANSWER)
    assert [(person.full_name, person.states["level2_account"]) for person in after] == [
        ("Trần Thị Bé", State.DONE),
        ("Lê Văn An", State.DONE),
    ]
    assert incoming.plan is not None
    assert incoming.plan.counts()["conflict"] == 0


def test_what_is_declined_is_not_asked_again_and_changes_nothing(store: Store, file) -> None:
    incoming = read(store, file(AN, BE, CA))
    before = people(incoming)
    for proposal in list(incoming.proposals):
        intake.answer_proposal(store, incoming, proposal, accepted=False)
    assert incoming.proposals == []
    assert people(incoming) == before


def test_accepting_twice_is_accepting_once(store: Store, file) -> None:
    incoming = read(store, file(AN, BE, CA))
    accept(store, incoming, ProposalKind.REASON_OF_ALL)
    first = people(incoming)
    intake.plan_again(store, incoming)
    intake.plan_again(store, incoming)
    assert people(incoming) == first


def test_a_note_with_two_reasons_gives_each_item_its_own(store: Store, file) -> None:
    note = "Không có điện thoại thông minh; Đang chờ BHXH cập nhật"
    heads = ["STT", "Họ và tên", "Mức 2", "BHYT", "Sổ SK", "Ghi chú"]
    incoming = read(store, file([1, "Lê Văn An", "chưa", "chưa", "chưa", note], heads=heads))
    an = accept(store, incoming, ProposalKind.NOTE_IS_REASON)[0]
    assert an.reasons == {"level2_account": "Không có điện thoại thông minh", "bhyt_linked": "Chờ BHXH cập nhật"}


NAMED = ["Lê Văn An", "Trần Thị Bé", "Phạm Văn Cường", "Đỗ Thị Dung"]
MARKED = ["STT", "Họ và tên", "Ngày sinh", "Mức 2", "BHYT"]


def _marked(sign: str, other: str = "x") -> list[list[object]]:
    names = ["Lê Văn An", "Trần Thị Bé", "Phạm Văn Cường"]
    return [[n, name, f"0{n}/02/1980", other if n == 2 else sign, "x"] for n, name in enumerate(names, 1)]


@pytest.mark.parametrize(
    ("sign", "other", "state"),
    [("o", "x", State.TODO), ("K", "x", State.TODO), ("K", "chưa", State.NOT_APPLICABLE), ("C", "Đ", State.TODO)],
)
def test_a_sign_that_no_file_explains_is_asked_about_once(
    store: Store, file, sign: str, other: str, state: State
) -> None:
    incoming = read(store, file(*_marked(sign, other), heads=MARKED))
    asked = [one for one in incoming.proposals if one.kind is ProposalKind.MARK_MEANS]
    assert [rows_of(one) for one in asked] == [[3, 5]]
    assert [person.states.get("level2_account") for person in people(incoming)][::2] == [None, None]
    after = accept(store, incoming, ProposalKind.MARK_MEANS)
    assert [person.states["level2_account"] for person in after][::2] == [state, state]
    problems = (
        [problem.code for row in incoming.plan.rows for problem in row.incoming.problems] if incoming.plan else []
    )
    assert "state_not_understood" not in problems
    assert problems.count("states_contradict") == (2 if state is State.TODO else 1), "BHYT is đã, what it needs is not"


LETTERED = ["STT", "Họ và tên", "Ngày sinh", "Thẻ CCCD", "Mức 2", "Chữ ký số", "BHYT", "Sổ SK"]


def _lettered(*marks: str) -> list[list[object]]:
    names = ["Lê Văn An", "Trần Thị Bé", "Phạm Văn Cường", "Đỗ Thị Dung", "Ngô Văn Em"]
    return [[n, names[n - 1], f"0{n}/02/1980", *letters.split()] for n, letters in enumerate(marks, 1)]


def test_a_letter_is_decided_once_for_the_whole_table(store: Store, file) -> None:
    rows = _lettered("C C KAD C C", "C C C C C", "C C KAD C K", "C K KAD K K", "C C C K C")
    incoming = read(store, file(*rows, heads=LETTERED))
    asked = [one for one in incoming.proposals if one.kind is ProposalKind.MARK_MEANS]
    assert [(one.words, one.instead) for one in asked] == [("“C”", "Đã"), ("“K”", "Chưa")]
    assert rows_of(asked[0]) == [3, 4, 5, 6, 7]
    assert question(asked[0]) == "Dấu “C” ở 5 cột (5 người): là Đã?"
    assert question(asked[1]) == "Dấu “K” ở cột “Mức 2”, “BHYT”, “Sổ SK” (3 người): là Chưa?"
    intake.answer_proposal(store, incoming, asked[0], accepted=True)
    assert [one.words for one in incoming.proposals] == ["“K”"], "one answer takes no question away"
    accept(store, incoming, ProposalKind.MARK_MEANS)
    assert incoming.reading is not None
    assert incoming.reading.ledger.count(Fate.REPORTED) == 0, "what was answered is read"
    assert incoming.plain is not None
    assert incoming.reading.ledger.cells == incoming.plain.ledger.cells
    states = [person.states for person in people(incoming)]
    assert all(of["cccd"] is State.DONE for of in states)
    assert [of["bhyt_linked"] for of in states] == [State.DONE] * 3 + [State.TODO] * 2
    intake.apply(store, incoming)
    following = read(store, file(*rows[:2], heads=LETTERED))
    assert of_kind(following, ProposalKind.MARK_MEANS) is None
    assert people(following)[0].states["health_book"] is State.DONE


def test_a_letter_of_two_meanings_is_not_proposed_as_one(store: Store, file) -> None:
    alone = read(store, file(*_lettered("C C C C C", "C C C C C"), heads=LETTERED))
    assert of_kind(alone, ProposalKind.MARK_MEANS) is None, "có as well as chưa"
    beside_both = read(store, file(*_lettered("x C x x x", "x x x C K"), heads=LETTERED))
    assert [one.words for one in beside_both.proposals if one.kind is ProposalKind.MARK_MEANS] == ["“K”"]


def test_what_a_sign_means_is_remembered_of_the_unit(store: Store, file) -> None:
    incoming = read(store, file(*_marked("o"), heads=MARKED))
    accept(store, incoming, ProposalKind.MARK_MEANS)
    intake.apply(store, incoming)
    following = read(store, file(*_marked("o")[:2], heads=MARKED))
    assert of_kind(following, ProposalKind.MARK_MEANS) is None
    assert people(following)[0].states["level2_account"] is State.TODO
    assert following.reading is not None
    assert any("“o” ở cột “Mức 2” là Chưa" in remark for remark in following.reading.remarks)
    elsewhere = read(store, file(*_marked("o"), unit=STATION, heads=MARKED))
    assert of_kind(elsewhere, ProposalKind.MARK_MEANS) is not None


def test_what_two_rows_say_differently_waits_and_is_given_back(store: Store, file) -> None:
    first = [1, "Lê Văn An", "01/02/1980", "x", "x"]
    incoming = read(store, file(first, [2, "Lê Văn An", "01/02/1980", "Chưa", "x"], heads=MARKED))
    assert people(incoming)[0].states == {"bhyt_linked": State.DONE}
    intake.apply(store, incoming)
    assert incoming.plan is not None
    intake.look_again(store, incoming)
    intake.plan_again(store, incoming)
    intake.answer_row(store, incoming, incoming.plan.rows[1], "keep")
    intake.apply(store, incoming)
    states = store.rows("SELECT states FROM staff")
    assert len(list(states)) == 1
    again = read(store, file(first, heads=MARKED))
    assert again.plan is not None
    assert again.plan.counts()["unchanged"] == 1


def test_a_footnote_that_is_no_known_reason_is_asked_about(store: Store, file) -> None:
    rows = [*_marked("x", "(1)"), ["", "(1) Đang làm lại thẻ ở huyện"]]
    incoming = read(store, file(*rows, heads=MARKED))
    asked = of_kind(incoming, ProposalKind.MARK_MEANS)
    assert asked is not None
    assert question(asked) == "Dấu “(1)” ở cột “Mức 2” (1 người): là Chưa, lý do “Đang làm lại thẻ ở huyện”?"
    after = accept(store, incoming, ProposalKind.MARK_MEANS)[1]
    assert after.states["level2_account"] is State.TODO
    assert after.reasons["level2_account"] == "Đang làm lại thẻ ở huyện"
    intake.apply(store, incoming)
    other = read(store, file(*rows[:-1], ["", "(1) Sai ngày sinh trên thẻ"], heads=MARKED))
    assert of_kind(other, ProposalKind.MARK_MEANS) is not None, "the same number has another footnote"


def test_what_a_column_of_missing_items_does_not_name_is_asked_about_once(store: Store, file) -> None:
    heads = ["STT", "Họ và tên", "Ngày sinh", "Còn thiếu"]
    lacking = ["Đủ", "BHYT", "BHYT, Sổ sức khỏe", ""]
    rows = [[n, name, f"0{n}/02/1980", text] for n, (name, text) in enumerate(zip(NAMED, lacking, strict=True), 1)]
    incoming = read(store, file(*rows, heads=heads))
    assert people(incoming)[0].states == {}
    asked = of_kind(incoming, ProposalKind.REST_IS_DONE)
    assert asked is not None
    assert question(asked) == "Cột “Còn thiếu” (2 người): mục không nêu tên (BHYT, Sổ SK) là Đã?"
    done, todo = State.DONE, State.TODO
    after = accept(store, incoming, ProposalKind.REST_IS_DONE)
    assert [(one.states.get("bhyt_linked"), one.states.get("health_book")) for one in after] == [
        (done, done), (todo, done), (todo, todo), (None, None)
    ]  # fmt: skip
