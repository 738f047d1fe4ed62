"""The dictionary of reasons: fixed digits, only the item's own, renamed, merged after a period, taken back."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from store import history, journal, migrations
from store.checklist import reasons
from store.database import Store
from store.errors import RefusedError
from store.forms import counts, library
from store.forms.counts import Scope
from store.models import Person, State
from store.opening import open_store
from store.people import reason_dictionary, staff, units
from store.rewound import store_at

UNIT = "Trạm Y tế xã Mới"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("TYT_NOW", "2026-06-23T10:00:00")
    with open_store(tmp_path / "s.sqlite3") as opened:
        yield opened


def add_person(store: Store, name: str, item: str, words: str) -> int:
    person = Person(name, states={"level2_account": State.DONE, item: State.TODO}, reasons={item: words})
    return staff.add(store, person, units.find_or_add(store, UNIT))


def digits(store: Store, item: str) -> dict[str, int]:
    return {each.text: each.digit for each in reasons.for_item(store, item)}


def test_a_campaign_gives_its_reasons_digits_in_its_order(store: Store) -> None:
    assert list(digits(store, "bhyt_linked").items())[:5] == [
        ("Thẻ sai ngày sinh/họ tên", 1),
        ("Thẻ hết hạn", 2),
        ("Chưa có thẻ", 3),
        ("Chờ BHXH cập nhật", 4),
        ("Lỗi tích hợp", 5),
    ]
    assert digits(store, "bhyt_linked")["Nghỉ thai sản"] == 6
    assert digits(store, "level2_account")["Nghỉ thai sản"] == 0, "its nine digits are taken"


def test_words_of_a_file_are_offered_for_their_item_alone_and_take_no_digit(store: Store) -> None:
    add_person(store, "An", "bhyt_linked", "Ở xa")
    assert digits(store, "bhyt_linked")["Ở xa"] == 0
    assert "Ở xa" not in digits(store, "cccd")


def test_what_a_person_chooses_gets_the_next_digit_and_keeps_it(store: Store) -> None:
    an = add_person(store, "An", "bhyt_linked", "Ở xa")
    for words in ("Đi công tác", "Thẻ hết hạn", "Thẻ hết hạn"):
        staff.set_state(store, [an], "bhyt_linked", State.TODO, words)
    found = digits(store, "bhyt_linked")
    assert (found["Đi công tác"], found["Thẻ hết hạn"]) == (9, 2)
    assert reasons.last_used(store, "bhyt_linked") == "Thẻ hết hạn"
    assert reasons.last_used(store, "cccd") is None


def test_a_merged_reason_hands_its_items_and_digits_over(store: Store) -> None:
    before = digits(store, "bhyt_linked")
    reason_dictionary.merge(store, "Lỗi tích hợp", "Quên mật khẩu")
    assert digits(store, "bhyt_linked")["Quên mật khẩu"] == 5
    assert "Lỗi tích hợp" not in digits(store, "bhyt_linked")
    history.undo(store)
    assert digits(store, "bhyt_linked") == before


def test_a_new_name_counts_the_same_people_and_old_words_are_understood(store: Store) -> None:
    an = add_person(store, "An", "bhyt_linked", "Thẻ hết hạn")
    reason_dictionary.rename(store, "the het han", "Thẻ BHYT đã hết hạn")
    assert staff.get(store, an).person.reasons == {"bhyt_linked": "Thẻ BHYT đã hết hạn"}
    assert digits(store, "bhyt_linked")["Thẻ BHYT đã hết hạn"] == 2
    assert reasons.known(store)["the het han"] == "Thẻ BHYT đã hết hạn"
    history.undo(store)
    assert staff.get(store, an).person.reasons == {"bhyt_linked": "Thẻ hết hạn"}
    assert digits(store, "bhyt_linked")["Thẻ hết hạn"] == 2
    assert "Thẻ BHYT đã hết hạn" not in {each.text for each in reason_dictionary.dictionary(store)}


def test_a_name_can_be_given_back(store: Store) -> None:
    add_person(store, "An", "bhyt_linked", "Thẻ hết hạn")
    reason_dictionary.rename(store, "Thẻ hết hạn", "Hết hạn thẻ")
    reason_dictionary.rename(store, "Hết hạn thẻ", "Thẻ hết hạn")
    (entry,) = (each for each in reason_dictionary.dictionary(store) if each.people)
    assert (entry.text, entry.also, entry.items[0].digit) == ("Thẻ hết hạn", ("Hết hạn thẻ",), 2)


def test_better_spelling_keeps_what_can_be_taken_back(store: Store) -> None:
    an = add_person(store, "An", "bhyt_linked", "the het han nam ngoai")
    staff.set_state(store, [an], "bhyt_linked", State.DONE)
    done = journal.last_change(store)
    reason_dictionary.rename(store, "the het han nam ngoai", "Thẻ hết hạn năm ngoái")
    history.revert(store, done, command="undo", label="")
    person = staff.get(store, an).person
    assert (person.states["bhyt_linked"], person.reasons) == (State.TODO, {"bhyt_linked": "Thẻ hết hạn năm ngoái"})


def test_a_name_that_is_another_reason_is_refused(store: Store) -> None:
    with pytest.raises(RefusedError, match="Đã có lý do “Quên mật khẩu”"):
        reason_dictionary.rename(store, "Thẻ hết hạn", "quen mat khau")
    with pytest.raises(RefusedError, match="Đã có lý do"):
        reason_dictionary.add(store, "quên mật khẩu", ["bhyt_linked"])


def test_a_digit_is_swapped_with_whoever_has_it(store: Store) -> None:
    reason_dictionary.assign_items(store, "Lỗi tích hợp", {"bhyt_linked": 1})
    found = digits(store, "bhyt_linked")
    assert (found["Lỗi tích hợp"], found["Thẻ sai ngày sinh/họ tên"]) == (1, 5)
    history.undo(store)
    assert digits(store, "bhyt_linked")["Thẻ sai ngày sinh/họ tên"] == 1


def test_what_the_station_took_from_an_item_its_campaign_does_not_bring_back(store: Store, tmp_path: Path) -> None:
    keys = digits(store, "cccd")
    assert "Đi học" in keys
    reason_dictionary.assign_items(store, "Đi học", {"bhyt_linked": None})
    store.write("DELETE FROM setting WHERE key = 'campaign_texts'")
    store.close()
    with open_store(tmp_path / "s.sqlite3") as again:
        assert "Đi học" not in digits(again, "cccd")
        assert "Đi học" in digits(again, "bhyt_linked")


def test_a_paper_of_an_earlier_day_adds_up_what_was_merged_after_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    an = add_person(store, "An", "bhyt_linked", "Ở xa")
    add_person(store, "Bình", "bhyt_linked", "Nhà ở xa")
    form = library.find(store, "phu-luc-1")
    monkeypatch.setenv("TYT_NOW", "2026-06-25T10:00:00")
    staff.set_state(store, [an], "bhyt_linked", State.DONE)
    reason_dictionary.merge(store, "Nhà ở xa", "Ở xa")
    reason_dictionary.rename(store, "Ở xa", "Nhà xa trạm")
    then = date(2026, 6, 23)
    assert counts.table(store, form, Scope(as_of=then)).total.reasons["bhyt_reasons"] == (("Nhà xa trạm", 2),)
    with store_at(store, then) as rewound:
        assert {m.person.reasons["bhyt_linked"] for m in staff.members(rewound)} == {"Nhà xa trạm"}


def test_an_older_store_offers_what_its_campaign_lists_and_what_people_have(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    with open_store(path) as store:
        add_person(store, "An", "bhyt_linked", "Ở xa")
        expected = {item: digits(store, item) for item in ("cccd", "level2_account", "bhyt_linked")}
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        "DROP TABLE reason_item; ALTER TABLE reason DROP COLUMN removed_at;"
        "DELETE FROM _sqlite_migrations WHERE name = '014'"
    )
    migrations.apply(connection)
    connection.close()
    with open_store(path) as store:
        assert {item: digits(store, item) for item in expected} == expected


def test_a_reason_with_somebodys_number_is_refused(store: Store) -> None:
    known = reason_dictionary.dictionary(store)[0].text
    with pytest.raises(RefusedError, match="dãy số dài"):
        reason_dictionary.rename(store, known, f"{known} 089 084 001 233")
    assert reason_dictionary.dictionary(store)[0].text == known
