"""Places that figures are of: one record each, added, renamed, merged, taken off, with history and undo; old stores."""

import sqlite3
from datetime import date, datetime
from pathlib import Path

import pytest

from store import campaign_use, clock, history, migrations
from store.calendar.periods import Period
from store.campaigns import file, running
from store.campaigns.indicator import Indicator
from store.database import Store
from store.errors import RefusedError
from store.figures import figure_entry, indicators, localities
from store.figures.figure_entry import Entry
from store.figures.indicators import Figure
from store.opening import open_store
from store.people import units
from store.rewound import store_at

MAY, JUNE = Period("monthly", "2026-05-01"), Period("monthly", "2026-06-01")
WEEK = Period("weekly", "2026-06-17")


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")


@pytest.fixture
def books(store: Store) -> Indicator:
    return indicators.all_indicators(store, campaign="tri-ton-2026")[1]


def names(store: Store) -> list[str]:
    return [each.name for each in localities.all_localities(store)]


def numbers(store: Store, indicator: Indicator, period: Period) -> dict[str, tuple[int | None, int | None]]:
    lines = indicators.table(store, indicator, period).lines
    return {line.now.locality: (line.now.numerator, line.now.denominator) for line in lines}


# -- the list


def test_a_place_is_typed_once_for_all_indicators(store: Store, books: Indicator) -> None:
    other = indicators.all_indicators(store)[0]
    figure_entry.enter(store, books, MAY, Figure("Ấp Tô Hạ", 1, 2))
    figure_entry.enter(store, other, JUNE, Figure("ẤP TÔ HẠ", 3, 4))
    figure_entry.enter(store, other, WEEK, Figure("ap to ha", 3, 4))
    assert names(store) == ["Ấp Tô Hạ"]


def test_old_and_new_spelling_of_a_tone_are_one_place_and_other_tones_are_another(store: Store) -> None:
    place = localities.add(store, "Khóm Thới Hòa")
    assert localities.find(store, "khóm Thới Hoà") == place
    assert localities.find(store, "Khóm Thới Hoa") is None
    with pytest.raises(RefusedError, match="Đã có địa bàn “Khóm Thới Hòa”"):
        localities.add(store, "Khóm thới hoà")


def test_a_new_name_keeps_the_figures_and_undo_gives_the_old_one_back(store: Store, books: Indicator) -> None:
    figure_entry.enter(store, books, MAY, Figure("Ấp Tô Hạ", 1, 2))
    (place,) = localities.all_localities(store)
    localities.edit(store, place.id, name="Khóm Tô Hạ", code="30547")
    assert numbers(store, books, MAY) == {"Khóm Tô Hạ": (1, 2)}
    assert localities.find(store, "30547") == localities.find(store, "Khóm Tô Hạ")
    undone = history.undo(store)
    assert undone is not None
    assert undone.label == "Sửa Ấp Tô Hạ"
    assert numbers(store, books, MAY) == {"Ấp Tô Hạ": (1, 2)}


def test_a_name_or_code_of_another_place_is_refused(store: Store) -> None:
    one, other = localities.add(store, "Ấp An Hòa", code="111"), localities.add(store, "Ấp Cây Me")
    for values in ({"name": "ấp an hòa"}, {"code": "111"}, {"name": " "}):
        with pytest.raises(RefusedError):
            localities.edit(store, other.id, **values)
    localities.edit(store, one.id, name="Ấp  An Hòa ")
    assert names(store) == ["Ấp An Hòa", "Ấp Cây Me"]


def test_a_number_of_a_person_is_no_name_of_a_place(store: Store) -> None:
    with pytest.raises(RefusedError, match="dãy số dài"):
        localities.add(store, "Ấp 089185004217")
    assert "Ấp 089185004217" not in names(store)


def test_a_place_of_before_whose_name_holds_a_number_can_still_be_given_a_code(store: Store) -> None:
    place = localities.add(store, "Ấp Cây Me")
    with store.transaction():  # as versions before this check wrote it
        store.write("UPDATE locality SET name = 'Ấp 089185004217' WHERE id = ?", (place.id,))
    localities.edit(store, place.id, name="Ấp 089185004217", code="111", kind="facility")
    assert localities.get(store, place.id).code == "111"
    with pytest.raises(RefusedError, match="dãy số dài"):
        localities.edit(store, place.id, name="Ấp 089185004218")
    localities.edit(store, place.id, name="Ấp Cây Me")
    assert names(store) == ["Ấp Cây Me"]


def test_a_place_taken_off_the_list_keeps_its_past_and_is_expected_no_more(store: Store, books: Indicator) -> None:
    figure_entry.enter(store, books, MAY, Figure("Ấp Tô Hạ", 1, 2))
    figure_entry.enter(store, books, MAY, Figure("Ấp Cây Me", 3, 4))
    localities.remove(store, localities.named(store, "Ấp Cây Me").id)
    assert numbers(store, books, MAY) == {"Ấp Tô Hạ": (1, 2), "Ấp Cây Me": (3, 4)}
    assert numbers(store, books, JUNE) == {"Ấp Tô Hạ": (None, None)}
    history.undo(store)
    assert numbers(store, books, JUNE) == {"Ấp Tô Hạ": (None, None), "Ấp Cây Me": (None, None)}
    localities.remove(store, localities.named(store, "Ấp Cây Me").id)
    assert localities.add(store, "Ấp Cây Me").name == "Ấp Cây Me", "it comes back with its past"
    assert len(numbers(store, books, JUNE)) == 2


def test_undo_of_the_first_figure_takes_the_place_off_too(store: Store, books: Indicator) -> None:
    figure_entry.enter(store, books, MAY, Figure("Ấp Tô Hạ", 1, 2))
    history.undo(store)
    assert (names(store), indicators.table(store, books, MAY).lines) == ([], ())
    history.redo(store)
    assert (names(store), numbers(store, books, MAY)) == (["Ấp Tô Hạ"], {"Ấp Tô Hạ": (1, 2)})


def test_merging_moves_figures_and_targets_and_the_old_name_means_the_other_place(
    store: Store, books: Indicator
) -> None:
    figure_entry.enter(store, books, MAY, Figure("Tô Hạ", 1, 2, "BHXH"))
    figure_entry.enter(store, books, JUNE, Figure("Ấp Tô Hạ", 3, 4))
    figure_entry.set_targets(store, books, [("Tô Hạ", 9)])
    old, new = (localities.named(store, name).id for name in ("Tô Hạ", "Ấp Tô Hạ"))
    localities.merge(store, old, new)
    assert names(store) == ["Ấp Tô Hạ"]
    assert (numbers(store, books, MAY), numbers(store, books, JUNE)) == ({"Ấp Tô Hạ": (1, 2)}, {"Ấp Tô Hạ": (3, 4)})
    assert indicators.table(store, books, MAY).lines[0].now.source == "BHXH"
    assert indicators.targets(store, books) == {new: 9}
    figure_entry.enter(store, books, WEEK, Figure("tô hạ", 5, 6))
    assert names(store) == ["Ấp Tô Hạ"]
    history.undo(store)
    history.undo(store)
    assert names(store) == ["Tô Hạ", "Ấp Tô Hạ"]
    assert numbers(store, books, MAY) == {"Tô Hạ": (1, 2)}
    assert indicators.targets(store, books) == {old: 9}


def test_places_with_other_figures_in_one_period_are_not_merged(store: Store, books: Indicator) -> None:
    for name, numerator in (("Tô Hạ", 1), ("Ấp Tô Hạ", 2)):
        figure_entry.enter(store, books, MAY, Figure(name, numerator, 2))
    ids = [localities.named(store, name).id for name in ("Tô Hạ", "Ấp Tô Hạ")]
    with pytest.raises(RefusedError, match="số khác nhau ở kỳ bắt đầu 2026-05-01"):
        localities.merge(store, ids[0], ids[1])
    assert numbers(store, books, MAY) == {"Tô Hạ": (1, 2), "Ấp Tô Hạ": (2, 2)}, "nothing was half done"


def test_the_past_has_the_places_and_figures_of_then(
    store: Store, books: Indicator, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure_entry.enter(store, books, MAY, Figure("Tô Hạ", 1, 2))
    figure_entry.enter(store, books, JUNE, Figure("Ấp Tô Hạ", 3, 4))
    monkeypatch.setenv(clock.VARIABLE, "2026-06-25T08:00:00")
    localities.merge(store, *(localities.named(store, name).id for name in ("Tô Hạ", "Ấp Tô Hạ")))
    figure_entry.set_targets(store, books, [("Ấp Tô Hạ", 9)])
    with store_at(store, datetime.fromisoformat("2026-06-24T00:00:00")) as then:
        assert numbers(then, books, MAY) == {"Tô Hạ": (1, 2)}
        assert indicators.table(then, books, MAY).target is None
        assert names(then) == ["Tô Hạ", "Ấp Tô Hạ"]
    assert indicators.table(store, books, MAY).target == 9


def test_the_facilities_of_a_plan_come_with_their_codes_once(store: Store) -> None:
    plan = file.load(file.built_in()["ninh-thuan-2024"])
    campaign_use.use(store, plan)
    ours = units.add(store, "Trạm Y tế xã Ma Nới", facility_code="58013")
    assert localities.load_facilities(store, running.get(store, "ninh-thuan-2024")) == 79
    assert localities.load_facilities(store, plan) == 0
    found = localities.all_localities(store, "facility")
    assert [(found[8].code, found[8].name, found[8].unit_id)] == [("58013", "Trạm y tế xã Ma Nới", ours)]
    assert {each.name for each in found if each.code in ("58045", "58056")} == {
        "Trạm y tế xã Thành Hải", "Trạm y tế xã Nhơn Hải",
    }  # fmt: skip
    results = indicators.all_indicators(store, campaign="ninh-thuan-2024")[-1]
    table = indicators.table(store, results, Period("daily", "2026-06-23"))
    assert (len(table.missing), table.is_complete) == (79, False)
    history.undo(store)
    assert localities.all_localities(store) == []


# -- figures by day, week and month


def test_a_week_ends_on_the_day_of_its_report(store: Store) -> None:
    (plan,) = running.running(store)
    tuesday = indicators.period_for(plan, Period("weekly", "2026-06-23"))
    wednesday = indicators.period_for(plan, Period("weekly", "2026-06-24"))
    assert [tuesday.text, wednesday.text] == ["tuần 17/06–23/06/2026", "tuần 24/06–30/06/2026"]
    assert (tuesday.step(1), tuesday.step(-1).first) == (wednesday, "2026-06-10")


def test_a_week_is_compared_with_weeks_and_a_report_prints_its_own_period(store: Store, books: Indicator) -> None:
    from store.reporting import progress

    figure_entry.enter(store, books, MAY, Figure("Ấp Tô Hạ", 300, 400))
    figure_entry.enter(store, books, WEEK.step(-1), Figure("Ấp Tô Hạ", 310, 400))
    figure_entry.enter(store, books, WEEK, Figure("Ấp Tô Hạ", 320, 400))
    table = indicators.table(store, books, WEEK)
    assert (table.before, table.total_before) == (WEEK.step(-1), (310, 400))
    weekly = progress.draft(store, *progress.choose(store, campaign="tri-ton-2026", kind="weekly", day=None))
    line = weekly.indicators[1]
    assert (line.days_text, line.numerator, line.numerator_before) == ("17/06–23/06/2026", 320, 310)
    of_may = indicators.latest_complete(store, books, through=date(2026, 5, 31))
    assert of_may is not None
    assert of_may.period == MAY, "May knows nothing of June"


def test_a_week_that_ends_in_the_next_month_is_not_of_this_one(
    store: Store, books: Indicator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-08-02T14:00:00")
    july = Period("weekly", "2026-07-29")
    figure_entry.enter(store, books, WEEK, Figure("Ấp Tô Hạ", 320, 400))
    figure_entry.enter(store, books, july, Figure("Ấp Tô Hạ", 350, 400))
    found = indicators.latest_complete(store, books, through=date(2026, 7, 31))
    assert found is not None
    assert found.period == WEEK


def test_of_figures_that_reach_equally_far_a_report_takes_those_of_its_kind(store: Store, books: Indicator) -> None:
    for period, numerator in ((JUNE, 330), (WEEK, 320)):
        figure_entry.enter(store, books, period, Figure("Ấp Tô Hạ", numerator, 400))
    day = date(2026, 6, 23)
    for kind, period in (("weekly", WEEK), ("monthly", JUNE)):
        found = indicators.latest_complete(store, books, through=day, kind=kind)
        assert found is not None
        assert found.period == period


# -- targets, ranking


def test_targets_rank_places_and_name_who_is_behind(store: Store, books: Indicator) -> None:
    for name, numerator, denominator in (("A", 90, 100), ("B", 45, 50), ("C", 10, 100), ("D", None, None)):
        figure_entry.enter(store, books, WEEK, Figure(f"Ấp {name}", numerator, denominator or 7))
    figure_entry.set_targets(store, books, [("Ấp A", 100), ("Ấp B", 40), ("Ấp D", 5), ("Ấp E", 6)])
    table = indicators.table(store, books, WEEK)
    assert table.target == 151
    assert table.ranks() == {"Ấp B": 1, "Ấp A": 2, "Ấp C": 3}
    assert [line.now.locality for line in table.behind()] == ["Ấp C", "Ấp A"]
    assert table.missing == ["Ấp D", "Ấp E"], "a place with a target is expected"
    history.undo(store)
    assert indicators.table(store, books, WEEK).target is None


def test_equal_shares_have_one_rank(store: Store, books: Indicator) -> None:
    for name, numerator, denominator in (("A", 2, 3), ("B", 200, 300), ("C", 1, 3)):
        figure_entry.enter(store, books, WEEK, Figure(f"Ấp {name}", numerator, denominator))
    assert indicators.table(store, books, WEEK).ranks() == {"Ấp A": 1, "Ấp B": 1, "Ấp C": 3}


# -- many at once


def test_many_figures_are_one_step_and_all_or_none(store: Store, books: Indicator) -> None:
    entries = [Entry(books, Figure(f"Ấp {n}", n, 10), None) for n in range(9)]
    figure_entry.save(store, WEEK, entries)
    assert len(numbers(store, books, WEEK)) == 9
    with pytest.raises(RefusedError, match="Ấp 3, Có Sổ SKĐT: Số đạt 11 lớn hơn tổng số 10"):
        figure_entry.save(
            store, WEEK, [Entry(books, Figure(f"Ấp {n}", n + 8, 10), Figure("", n, 10)) for n in range(9)]
        )
    assert numbers(store, books, WEEK)["Ấp 0"] == (0, 10)
    history.undo(store)
    assert numbers(store, books, WEEK) == {}


def test_what_another_window_wrote_meanwhile_is_not_overwritten(store: Store, books: Indicator) -> None:
    figure_entry.enter(store, books, WEEK, Figure("Ấp 1", 5, 10))
    with pytest.raises(
        RefusedError, match="Ấp 1, Có Sổ SKĐT: Số đạt sổ nay là 5, đang gõ 6: số vừa được ghi ở cửa sổ khác"
    ):
        figure_entry.save(store, WEEK, [Entry(books, Figure("Ấp 1", 6, 10), Figure("Ấp 1", 4, 10))])
    assert numbers(store, books, WEEK) == {"Ấp 1": (5, 10)}


def test_ten_times_as_many_is_told() -> None:
    before = Figure("Ấp 1", 30, 400)
    assert figure_entry.doubts(before, 300, 400) == ["Số đạt tăng gấp 10 lần, từ 30 lên 300"]
    assert figure_entry.doubts(before, 299, 400) == []
    assert figure_entry.doubts(Figure("Ấp 1", 0, 400), 300, 400) == []
    assert figure_entry.doubts(None, 300, 400) == []


# -- stores of before


def test_typed_names_of_an_older_store_become_places(tmp_path: Path) -> None:
    path = tmp_path / "trạm.sqlite3"
    connection = sqlite3.connect(path, isolation_level=None)
    migrations.apply(connection, through="008")
    typed = [
        ("ap to ha", "2026-06-01", 3), ("Ấp Tô Hạ", "2026-05-01", 1), ("Ấp Tô Hà", "2026-05-01", 2),
        ("Ấp An Hoà", "2026-06-01", 4), ("Ấp An Hòa", "2026-05-01", 5), ("Ấp An Hòa", "2026-04-01", 6),
        ("Cay Me", "2026-05-01", 7), ("Cây Me", "2026-05-01", 8), ("Cây Me", "2026-06-01", 9),
        ("giong cat", "2026-05-01", 10), ("Giồng Cát", "2026-06-01", 11),
    ]  # fmt: skip
    for name, period, number in typed:
        connection.execute(
            "INSERT INTO indicator_figure (campaign, indicator, period, locality, numerator, denominator)"
            " VALUES ('tri-ton-2026', 'citizens_with_health_book', ?, ?, ?, 100)",
            (period, name, number),
        )
    connection.close()
    with open_store(path) as store:
        books = indicators.all_indicators(store)[1]
        found = {first: numbers(store, books, Period("monthly", f"2026-{first}-01")) for first in ("04", "05", "06")}
        assert names(store) == [
            "Ấp Tô Hạ", "Ấp Tô Hà", "Ấp An Hoà", "Cây Me", "Giồng Cát", "ap to ha", "Cay Me",
        ]  # fmt: skip
        assert found["05"]["Giồng Cát"] == (10, 100), "a name without marks is the one place that it fits"
        assert found["05"]["Cay Me"] == (7, 100), "both were entered in May: a person says which counts"
        assert found["06"]["ap to ha"] == (3, 100), "it may be either"
        assert [found[month]["Ấp An Hoà"] for month in ("04", "05", "06")] == [(6, 100), (5, 100), (4, 100)]


def test_a_name_without_marks_is_no_second_record_of_a_place(store: Store) -> None:
    localities.add(store, "Khóm 1")
    with pytest.raises(RefusedError, match="giống “Khóm 1”"):
        localities.add(store, "Khom 1")
    localities.add(store, "Ấp Tô Hạ")
    localities.add(store, "Ấp Tô Hà")
