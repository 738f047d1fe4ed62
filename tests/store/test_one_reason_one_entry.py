"""One reason, one entry: words that say the same are merged, counted as one everywhere, and can be undone."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from store import history
from store.checklist import reasons
from store.database import Store
from store.errors import RefusedError
from store.forms import counts, library
from store.forms.counts import Scope
from store.forms.reason_cells import Reasons
from store.models import Person, State
from store.monitoring import overview
from store.opening import open_store
from store.people import staff, units
from store.people.reason_dictionary import dictionary, merge

NOW = "2026-06-23T10:00:00"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("TYT_NOW", NOW)
    with open_store(tmp_path / "s.sqlite3") as opened:
        for name, words in (("An", "Ở xa"), ("Bình", "Nhà ở xa"), ("Chi", "Ở xa"), ("Dung", "Thẻ hết hạn")):
            states = {"level2_account": State.DONE, "bhyt_linked": State.TODO}
            person = Person(name, states=states, reasons={"bhyt_linked": words})
            staff.add(opened, person, units.find_or_add(opened, "Trạm Y tế xã Mới"))
        yield opened


def in_the_form(store: Store) -> Reasons:
    form = library.find(store, "phu-luc-1")
    return counts.table(store, form, Scope()).total.reasons["bhyt_reasons"]


def in_the_overview(store: Store) -> dict[str, int]:
    found = overview.read(store, datetime.fromisoformat(NOW)).blockers
    return {each.reason: each.people for each in found if each.item.key == "bhyt_linked"}


def test_merged_reasons_are_added_up_in_papers_and_calls(store: Store) -> None:
    assert in_the_form(store) == (("Ở xa", 2), ("Nhà ở xa", 1), ("Thẻ hết hạn", 1))
    assert merge(store, "nha o xa", "o xa") == ("Nhà ở xa", "Ở xa")
    assert in_the_form(store) == (("Ở xa", 3), ("Thẻ hết hạn", 1))
    assert in_the_overview(store) == {"Ở xa": 3, "Thẻ hết hạn": 1}
    (binh,) = (member for member in staff.members(store) if member.person.full_name == "Bình")
    assert binh.person.reasons == {"bhyt_linked": "Ở xa"}, "a list and a paper say the same words"


def test_a_merge_stands_in_the_history_and_can_be_taken_back(store: Store) -> None:
    merge(store, "Nhà ở xa", "Ở xa")
    undone = history.undo(store)
    assert undone is not None
    assert undone.label == "Gộp lý do “Nhà ở xa” vào “Ở xa”"
    assert in_the_form(store) == (("Ở xa", 2), ("Nhà ở xa", 1), ("Thẻ hết hạn", 1))
    history.redo(store)
    assert in_the_form(store) == (("Ở xa", 3), ("Thẻ hết hạn", 1))


def test_what_somebody_had_before_the_merge_can_still_be_taken_back(store: Store) -> None:
    binh = next(member for member in staff.members(store) if member.person.full_name == "Bình")
    staff.set_state(store, [binh.id], "bhyt_linked", State.DONE)
    merge(store, "Nhà ở xa", "Ở xa")
    history.undo(store)
    history.undo(store)
    assert staff.get(store, binh.id).person.reasons == {"bhyt_linked": "Nhà ở xa"}


def test_the_dictionary_has_each_reason_once_with_its_other_words(store: Store) -> None:
    merge(store, "Nhà ở xa", "Ở xa")
    found = {each.text: (each.people, each.also) for each in dictionary(store)}
    assert found["Ở xa"] == (3, ("Nhà ở xa",))
    assert found["Thẻ hết hạn"] == (1, ())
    assert "Nhà ở xa" not in found
    assert "Nhà ở xa" not in [reason.text for reason in reasons.for_item(store, "bhyt_linked")]


def test_merges_follow_each_other(store: Store) -> None:
    merge(store, "Nhà ở xa", "Ở xa")
    merge(store, "Ở xa", "Thẻ hết hạn")
    assert in_the_form(store) == (("Thẻ hết hạn", 4),)
    with pytest.raises(RefusedError, match="đã là một lý do"):
        merge(store, "Thẻ hết hạn", "Nhà ở xa")
    with pytest.raises(RefusedError, match="Không có lý do “Đi công tác”"):
        merge(store, "Đi công tác", "Ở xa")


@pytest.mark.parametrize(
    ("item", "words", "one"),
    [
        ("bhyt_linked", "Thẻ BHYT sai ngày sinh/họ tên", "Thẻ sai ngày sinh/họ tên"),
        ("bhyt_linked", "Đang chờ BHXH cập nhật", "Chờ BHXH cập nhật"),
        ("level2_account", "Chưa nhận được mã OTP", "Không nhận được OTP"),
    ],
)
def test_typical_doubles_are_one_entry_from_the_beginning(store: Store, item: str, words: str, one: str) -> None:
    unit = units.find_or_add(store, "Trạm Y tế xã Mới")
    for name, said in (("Giang", words), ("Hoa", one)):
        staff.add(store, Person(name, states={item: State.TODO}, reasons={item: said}), unit)
    found = {each.text: (each.people, each.also) for each in dictionary(store)}
    assert words not in found
    assert found[one][0] == 2


def test_doubles_that_a_store_had_before_become_one(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "old.sqlite3"
    with open_store(path) as store:
        unit = units.find_or_add(store, "Trạm Y tế xã Mới")
        for name, words in (("An", "Đang chờ BHXH cập nhật"), ("Bình", "Chờ BHXH cập nhật")):
            person = Person(name, states={"bhyt_linked": State.TODO}, reasons={"bhyt_linked": words})
            staff.add(store, person, unit)
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM reason_word")
    connection.execute("UPDATE reason SET same_as = NULL")
    connection.execute("DELETE FROM setting WHERE key = 'campaign_texts'")
    connection.commit()
    connection.close()
    with open_store(path) as store:
        assert in_the_form(store) == (("Chờ BHXH cập nhật", 2),)


def test_a_filled_in_form_is_read_with_the_merged_words(store: Store) -> None:
    merge(store, "Nhà ở xa", "Ở xa")
    assert reasons.known(store, other_words=True)["nha o xa"] == "Ở xa"
    assert reasons.known(store, other_words=True)["dang cho bhxh cap nhat"] == "Chờ BHXH cập nhật"
