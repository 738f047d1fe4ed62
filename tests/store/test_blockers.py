"""The people and reasons between now and the target, each where one call settles it."""

from pathlib import Path

from store.checklist import items
from store.checklist.applicability import Rules
from store.checklist.items import ItemDefinition, checklist_items
from store.clock import now
from store.counting.item_figures import ItemFigure, item_figures, patterns
from store.database import Store
from store.models import Person, State
from store.monitoring import blockers, overview
from store.monitoring.blockers import Blocker, Call
from store.people import staff, units
from store.words.field_values import shown_value
from store.words.overview import call_text, reasons_text
from tests.store.summaries import line, take_in
from tests.tui.station import station

DONE, TODO, NOT = State.DONE, State.TODO, State.NOT_APPLICABLE
BASIC = {"cccd": DONE, "digital_signature": NOT, "social_security": DONE, "health_book": DONE}


def with_targets(store: Store, **targets: float | None) -> None:
    definitions = [
        ItemDefinition(
            item.key, item.title, item.short_title, item.applies_to, item.requires, targets.get(item.key, 1.0)
        )
        for item in checklist_items(store)
    ]
    items.define(store, "test", definitions, [("bhyt_linked", "Chờ BHXH cập nhật")])


def add(store: Store, unit: str, name: str, states: dict[str, State], **reasons: str) -> int:
    person = Person(name, states={**BASIC, "level2_account": DONE, "bhyt_linked": DONE, **states}, reasons=reasons)
    return staff.add(store, person, units.find_or_add(store, unit))


def found(store: Store) -> tuple[Blocker, ...]:
    return overview.read(store, now()).blockers


def test_the_largest_group_stands_first_with_whom_to_call(store: Store) -> None:
    with_targets(store)
    school = units.find_or_add(store, "Trường THCS Núi Tô")
    units.edit(store, school, contact="Cô Lan 0912345678")
    ids = [
        add(store, "Trường THCS Núi Tô", name, {"bhyt_linked": TODO}, bhyt_linked="Chờ BHXH cập nhật")
        for name in ("Lê Văn Bình", "Trần Thị An")
    ]
    add(store, "UBND xã", "Phạm Minh Đức", {"cccd": TODO}, cccd="Mất CCCD")
    first, second = found(store)
    assert (first.unit, first.people, first.item.key, first.reason) == (
        "Trường THCS Núi Tô", 2, "bhyt_linked", "Chờ BHXH cập nhật",
    )  # fmt: skip
    assert first.contact == "Cô Lan 0912345678"
    assert shown_value(store, "contact", first.contact) == "Cô Lan •••••••678"
    call = Call(school, first.unit, first.contact, (first,))
    assert call_text(call) == "Gọi: Cô Lan •••••••678"
    assert call_text(call, is_whole=True) == "Gọi: Cô Lan 0912345678"
    assert (second.unit, second.reason, second.people) == ("UBND xã", "Mất CCCD", 1)
    assert blockers.people_of(store, first) == [ids[1], ids[0]]  # by name: An, Bình


def test_what_waits_for_another_item_is_called_about_once(store: Store) -> None:
    with_targets(store)
    states = dict.fromkeys(("level2_account", "social_security", "bhyt_linked", "health_book"), TODO)
    person = add(store, "UBND xã", "Phạm Minh Đức", states, level2_account="Quên mật khẩu")
    (only,) = found(store)
    assert (only.item.key, only.reason, only.people) == ("level2_account", "Quên mật khẩu", 1)
    assert only.follows == ("ASXH", "BHYT", "Sổ SK")
    (call,) = blockers.calls(found(store))
    assert (call.lacking, call.waiting) == (4, 3), "as many as lists and papers count"
    assert reasons_text(call) == "Quên mật khẩu: 1 Mức 2; kéo theo 3"
    assert blockers.people_of(store, only) == [person]
    assert blockers.people_lacking(store, "bhyt_linked") == [person]


def test_an_item_whose_target_is_reached_blocks_nothing(store: Store) -> None:
    with_targets(store, bhyt_linked=0.5)
    add(store, "UBND xã", "Phạm Minh Đức", {"bhyt_linked": TODO})
    add(store, "UBND xã", "Lê Thị Hoa", {})
    assert found(store) == ()


def test_somebody_to_whom_an_item_does_not_apply_blocks_nothing(store: Store) -> None:
    with_targets(store)
    add(store, "UBND xã", "Phạm Minh Đức", {"bhyt_linked": NOT})
    staff.add(
        store,
        Person("Lê Thị Hoa", administrative=False, states={**BASIC, "digital_signature": State.UNKNOWN,
               "level2_account": DONE, "bhyt_linked": DONE}),
        units.find_or_add(store, "UBND xã"),
    )  # fmt: skip
    assert found(store) == ()


def test_one_call_is_all_that_a_unit_lacks_and_the_one_that_solves_most_stands_first(store: Store) -> None:
    with_targets(store)
    for name in ("Lê Văn Bình", "Trần Thị An"):
        add(store, "Trường THCS Núi Tô", name, {"cccd": State.UNKNOWN, "bhyt_linked": State.UNKNOWN})
    add(store, "UBND xã", "Phạm Minh Đức", {"cccd": TODO, "bhyt_linked": TODO}, cccd="Mất CCCD")
    add(store, "UBND xã", "Chau Sóc Kha", {"cccd": TODO}, cccd="Mất CCCD")
    first, second = overview.read(store, now()).calls
    assert (first.unit, first.lacking, second.unit, second.lacking) == ("Trường THCS Núi Tô", 4, "UBND xã", 3)
    assert [reason for reason, _ in first.reasons] == ["Chưa có thông tin"], "of two items one question"
    assert [(each.item.short_title, each.people) for each in first.reasons[0][1]] == [("CCCD", 2), ("BHYT", 2)]
    assert [reason for reason, _ in second.reasons] == ["Mất CCCD", "Chưa ghi lý do"]


def test_a_unit_that_sent_counts_is_called_too(store: Store) -> None:
    with_targets(store)
    add(store, "UBND xã", "Phạm Minh Đức", {"cccd": TODO}, cccd="Mất CCCD")
    take_in(store, line(6, "Tổ 1", 10, 7, 6, 5, why="Quên mật khẩu (2); Chờ cấp lại CCCD (1)"), unit="Trường THPT")
    found_now = overview.read(store, now())
    first, second = found_now.calls
    assert (first.unit, first.lacking, second.unit) == ("Trường THPT", 12, "UBND xã")
    assert {each.origin.file_name for each in first.groups if each.origin} == {"so-lieu.xlsx"}
    assert {(each.item.key, each.reason, each.people) for each in first.groups} == {
        ("level2_account", "Quên mật khẩu", 2),
        ("level2_account", "Chờ cấp lại CCCD", 1),
        ("health_book", "Chưa ghi lý do", 4),
        ("bhyt_linked", "Thẻ hết hạn", 5),
    }
    lacking = {figure.item.key: figure.lacking for figure in found_now.items}
    for key in ("level2_account", "health_book", "bhyt_linked"):
        assert sum(each.people for each in first.groups if each.item.key == key) == lacking[key]


def test_every_group_has_as_many_people_as_it_says(tmp_path: Path) -> None:
    store = station(tmp_path / "trạm.sqlite3")
    with_targets(store)
    groups = found(store)
    assert len(groups) > 5
    for group in groups:
        assert len(blockers.people_of(store, group)) == group.people
    figures: tuple[ItemFigure, ...] = item_figures(Rules(store), patterns(store))
    for figure in figures:
        assert len(blockers.people_lacking(store, figure.item.key)) == figure.lacking
    store.close()
