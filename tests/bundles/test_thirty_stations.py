"""Thirty stations send bundles to one province, twice, with changes and a conflict: to the person."""

from pathlib import Path

import pytest

from exporters.bundle import export_bundle
from importers import intake
from importers.intake import Answers
from store import clock
from store.copies import check
from store.database import Store
from store.forms import counts, library
from store.forms.counts import Scope
from store.models import State as ItemState
from store.people import staff, units
from store.receiving import submissions
from tests.bundles import stations as bundled
from tests.bundles.stations import PASSPHRASE, family, figures_of, people_of, take_in
from tests.make_demo_files import FOLDER as DEMO_FILES
from tests.store.summaries import line, planned

NUMBER = 30
FIGURES_ONLY = (7, 19)


def name_of(number: int) -> str:
    return f"Trạm Y tế xã Tân Lập {number}"


def send(store: Store, out: Path, **how: bool) -> Path:
    export_bundle(store, out, passphrase=PASSPHRASE, **how)
    return out


def change_some(store: Store) -> None:
    """Somebody new, somebody gone, a state, a name, two who change their numbers, one who moves to another unit."""
    everybody = list(staff.members(store))
    with store.transaction():
        staff.add(store, bundled.person(bundled.random.Random(99), f"99{everybody[0].id:02d}"), everybody[0].unit_id)
        staff.remove(store, [everybody[-1].id])
        staff.set_state(store, [everybody[0].id], "level2_account", ItemState.TODO, reason="Quên mật khẩu")
        staff.edit(store, everybody[1].id, {"full_name": "Đặng Thị Mới", "phone": None})
        numbered = [one for one in everybody[2:-1] if one.person.citizen_id][:2]
        if len(numbered) == 2:
            first, second = numbered
            staff.edit(store, first.id, {"citizen_id": None})
            staff.edit(store, second.id, {"citizen_id": first.person.citizen_id})
            staff.edit(store, first.id, {"citizen_id": second.person.citizen_id})
        other = next(unit.id for unit in units.all_units(store) if unit.id != everybody[2].unit_id)
        staff.move(store, [everybody[2].id], other)


def test_thirty_stations_twice(base: Path, tmp_path: Path, province: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    stations = {number: bundled.station(base, tmp_path / f"{number}.sqlite3", number) for number in range(NUMBER)}
    for number, file in zip((1, 6, 11, 16, 21), sorted(DEMO_FILES.glob("*.*")), strict=True):
        intake.apply(stations[number], intake.read(stations[number], file))
    for number in (2, 22):
        counted = planned(stations[number], line(6, "Tổ Toán", 10, 7, 5, 6), line(7, "Tổ Văn", 4, 4, 4, 2))
        submissions.apply(stations[number], counted)
    for number, store in stations.items():
        send(store, tmp_path / f"{number}.tyt", figures_only=number in FIGURES_ONLY)
        incoming = take_in(province, tmp_path / f"{number}.tyt")
        assert incoming.plan is not None
        assert not incoming.plan.counts()["conflict"]
    first = {number: snapshot(province, number) for number in stations}
    compare(province, stations)

    # A week later: everybody has changes, the province itself wrote something that one station says otherwise.
    monkeypatch.setenv(clock.VARIABLE, "2026-06-30T08:00:00")
    mended = next(one for one in staff.members(province) if one.unit_id in family(province, name_of(3)))
    staff.edit(province, mended.id, {"full_name": "Người Tỉnh Sửa"})
    for number, store in stations.items():
        change_some(store)
        only_changes = number % 2 == 0 and number not in FIGURES_ONLY
        out = send(store, tmp_path / f"{number}b.tyt", figures_only=number in FIGURES_ONLY, changes_only=only_changes)
        incoming = intake.read(province, out, answers=Answers(passphrase=PASSPHRASE))
        assert incoming.plan is not None
        assert incoming.plan.counts()["conflict"] == (number == 3)
        take_in(province, out, choice="take")
    compare(province, stations)
    second = {number: snapshot(province, number) for number in stations}

    # Taking one station's second bundle back gives what its first one told, and leaves all others alone.
    undone = {4: first[4], 7: first[7], 11: first[11]}
    for number in undone:
        submissions.take_back(province, last_of(province, number))
    assert {number: snapshot(province, number) for number in stations} == second | undone
    # Sent again it is as it was; taking both back leaves nothing of the station.
    take_in(province, tmp_path / "4b.tyt")
    assert snapshot(province, 4) == second[4]
    ids = family(province, name_of(4))
    for _ in range(2):
        submissions.take_back(province, last_of(province, 4))
    assert people_of(province, ids).total() == 0
    assert not figures_of(province, ids)
    others = {number for number in stations if number not in (4, 7, 11)}
    assert {number: snapshot(province, number) for number in others} == {number: second[number] for number in others}
    for store in stations.values():
        store.close()
    assert check.check(province.path).problems == ()


def last_of(store: Store, number: int) -> int:
    ids = family(store, name_of(number))
    return next(one.id for one in submissions.all_submissions(store) if one.unit_id in ids and not one.taken_back_at)


def snapshot(store: Store, number: int) -> tuple[object, object]:
    ids = family(store, name_of(number))
    return people_of(store, ids), figures_of(store, ids)


def compare(province: Store, stations: dict[int, Store]) -> None:
    """Every figure above is the sum below, of each station and of all, and so is everybody by name."""
    whole = plain_figures(figures_of(province))
    table = counts.table(province, library.phu_luc_1(), Scope(None, "station"))
    by_station = {row.unit_id: row.figures for row in table.rows}
    for number, store in stations.items():
        ids = family(province, name_of(number))
        own = units.find(province, name_of(number))
        assert own is not None
        assert by_station[own.id] == bundled.form_of(store).total.figures
        below = figures_of(store)
        if number in FIGURES_ONLY:
            assert not people_of(province, ids)
            below = plain_figures(below)
            assert plain_figures(figures_of(province, ids)) == below
        else:
            assert people_of(province, ids) == people_of(store)
            assert figures_of(province, ids) == below
        whole.subtract(plain_figures(below))
    assert not +whole
    assert not -whole


def plain_figures(figures: bundled.Counter[str]) -> bundled.Counter[str]:
    """Without reasons and items: a bundle without people tells the figures of the form, and only listed reasons."""
    return bundled.Counter({key: number for key, number in figures.items() if ":" not in key and " " not in key})
