"""What `every_step` interrupts beside: bundles, tables and figures that come in, settings, plans, units, forgetting."""

import csv
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import exporters.bundle
from exporters.bundle import export_bundle
from exporters.dhis2 import export_dhis2
from exporters.tasks import export_tasks
from importers import figure_plan, intake, own_tables
from importers.bundle import container
from importers.dhis2 import plan_data_values
from store import campaign_use, clock, retention, settings
from store.campaigns import file, running
from store.database import Store
from store.errors import StoreError
from store.figures import figure_entry, indicators, localities
from store.figures.figure_entry import Entry
from store.figures.indicators import Figure
from store.history import recording
from store.models import Person, State
from store.opening import open_store
from store.people import placing, staff, units
from store.people.placing import Placed
from store.receiving import submissions
from store.reporting import bundle_contents
from tests.bundles import stations
from tests.trust.daily_works import opened, telling
from tests.trust.every_step import Work
from tests.trust.works import NOW, is_now, kho, station

exporters.bundle.seal, container.unseal = stations.seal, stations.unseal  # the real cipher takes a second each time
_NOW = "2026-06-23T08:00:00"
_PLAN = "tri-ton-2026"
_PLACES = ("Ấp An Hoà", "Ấp Núi Tô 6", "Khóm 3")
_BEFORE, _AFTER = "before.txt", "after.txt"
_PASSING = ("sqlite_", "person_search")  # statistics of SQLite, and the shadows of the search table


def content(folder: Path) -> str:
    """Every row of the store in one text."""
    with opened(folder) as store:
        tables = [name for (name,) in store.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        return "\n".join(
            f"{name}: {row}"
            for name in tables
            if not name.startswith(_PASSING)
            for row in sorted(map(repr, store.rows(f'SELECT * FROM "{name}"')))
        )


def known(prepare: Callable[[Path], object], act: Callable[[Path], object]) -> Callable[[Path], None]:
    """Prepares a store, and notes what it holds before the work and after it."""

    def noted(folder: Path) -> None:
        os.environ[clock.VARIABLE] = _NOW
        prepare(folder)
        (folder / _BEFORE).write_text(content(folder), encoding="utf-8")
        tried = folder.with_name(f"{folder.name}-tried")
        shutil.copytree(folder, tried)
        act(tried)
        (folder / _AFTER).write_text(content(tried), encoding="utf-8")
        shutil.rmtree(tried)

    return noted


def is_one_of(folder: Path, *names: str) -> str:
    """What is wrong where the store holds neither."""
    now = content(folder)
    if now in [(folder / name).read_text(encoding="utf-8") for name in names]:
        return is_now(folder)
    lines = set(now.splitlines()) ^ set((folder / names[-1]).read_text(encoding="utf-8").splitlines())
    return f"between: {[line[:80] for line in sorted(lines)[:3]]}"


def work(prepare: Callable[[Path], object], act: Callable[[Path], object]) -> Work:
    """The store is as before or as after; after the next run it is as after."""
    return Work(
        known(prepare, act), act, lambda folder: is_one_of(folder, _BEFORE, _AFTER), act,
        lambda folder: is_one_of(folder, _AFTER),
    )  # fmt: skip


# -- what is there before


def with_a_station(folder: Path, write: Callable[[Store, Path], object], name: str) -> None:
    """A store above, and a file of a station of the same plan."""
    station(folder)
    for path in (kho(folder), folder / "tram.sqlite3"):
        with open_store(path) as store:
            campaign_use.use(store, file.load(file.built_in()[_PLAN]))
    with open_store(folder / "tram.sqlite3") as store:
        settings.save(store, station_name="Trạm Y tế xã Tân Lập")
        own = units.add(store, "Trạm Y tế xã Tân Lập")
        school = units.add(store, "Trường Tiểu học Tân Lập")
        for number in range(12):
            person = Person(f"Trần Thị {number}", citizen_id=f"0891840{number:05}")
            person.states["bhyt_linked"] = State.DONE if number % 2 else State.TODO
            staff.add(store, person, own if number % 3 else school)
        write(store, folder / name)
    for left in folder.glob("tram.sqlite3*"):
        left.unlink()
    shutil.rmtree(folder / "tram-sao-luu", ignore_errors=True)


def of_people(store: Store, out: Path) -> None:
    export_bundle(store, out, passphrase=stations.PASSPHRASE)


def of_figures(store: Store, out: Path) -> None:
    export_bundle(store, out, figures_only=True)


def with_tasks(folder: Path) -> None:
    """A station, and its table of tasks as text, with an edited cell: workbooks are read by a process of their own."""
    station(folder)
    with opened(folder) as store:
        campaign_use.use(store, file.load(file.built_in()[_PLAN]))
        export_tasks(store, folder / "tasks.csv")
    with (folder / "tasks.csv").open(encoding="utf-8-sig", newline="") as text:
        heads, first, *others = csv.reader(text, delimiter=";")
    first[heads.index("Ghi chú")] = "đã gửi công văn"
    with (folder / "tasks.csv").open("w", encoding="utf-8-sig", newline="") as text:
        csv.writer(text, delimiter=";").writerows([heads, first, *others])


def with_an_id(folder: Path) -> None:
    """A station that has sent bundles: its id is made up by chance the first time."""
    station(folder)
    with opened(folder) as store:
        bundle_contents.station_of(store)


def with_localities(folder: Path) -> None:
    """A station with three places of which figures are kept."""
    station(folder)
    with opened(folder) as store:
        campaign_use.use(store, file.load(file.built_in()[_PLAN]))
        for name in _PLACES:
            localities.add(store, name)


def with_values(folder: Path) -> None:
    """The same, and a file of DHIS2 with a figure that the store has otherwise."""
    with_localities(folder)
    type_figures(folder, 40)
    with opened(folder) as store:
        export_dhis2(store, folder / "dhis2.json")
    type_figures(folder, 30)


def with_leavers(folder: Path) -> None:
    station(folder)
    with opened(folder) as store:
        staff.remove(store, [1, 2])


# -- what is done


def take_in(name: str, folder: Path) -> None:
    with opened(folder) as store:
        answers = intake.Answers(passphrase=stations.PASSPHRASE)
        incoming = intake.read(store, folder / name, answers=answers)
        if not incoming.is_usable:
            raise StoreError("unusable")
        intake.apply(store, incoming)


def take_back(folder: Path) -> None:
    with opened(folder) as store:
        if submissions.get(store, 1).taken_back_at is None:
            submissions.take_back(store, 1)


def take_table_in(folder: Path) -> None:
    with opened(folder) as store:
        plan = own_tables.plan(store, folder / "tasks.csv")
        if plan is not None and plan.edits:
            plan.write()


def type_figures(folder: Path, numerator: int = 50) -> None:
    """As the table of figures does: all cells of a period."""
    with opened(folder) as store:
        indicator = next(each for each in indicators.all_indicators(store) if each.by == "area")
        period = indicators.latest_period(store, _PLAN) or indicators.start_period(store, running.running(store))
        shown = {line.now.locality: line.now for line in indicators.table(store, indicator, period).lines}
        typed = [Entry(indicator, Figure(name, numerator, 60), shown.get(name)) for name in _PLACES]
        figure_entry.save(store, period, typed)


def take_values_in(folder: Path) -> None:
    with opened(folder) as store:
        plans = plan_data_values(store, folder / "dhis2.json").plans
        if any(plan.changed for plan in plans):
            with recording(store, "indicator", "Nhận số liệu của DHIS2"):
                for plan in plans:
                    figure_plan.apply(store, plan, accepts_doubts=True, accepts_replacing=True)


def save_settings(folder: Path) -> None:
    with opened(folder) as store:
        settings.save_station(store, station_name=NOW, head_name="Chau Sóc")


def use_plan(folder: Path) -> None:
    with opened(folder) as store:
        campaign_use.use(store, file.load(file.built_in()["an-phu-2024"]))


def place_units(folder: Path) -> None:
    with opened(folder) as store:
        placing.place(store, [Placed("Trạm Y tế", "Khu vực Tri Tôn", "89123"), Placed("Trường A", "Trạm Y tế", "")])


def forget(folder: Path) -> None:
    with opened(folder) as store:
        ids = [each.id for each in retention.leavers(store)]
        if ids:
            retention.forget(store, ids)


def write_bundle(folder: Path) -> None:
    with opened(folder) as store, telling():
        export_bundle(store, folder / "tram.tyt", passphrase=stations.PASSPHRASE)


def came_in(prepare: Callable[[Path], object], name: str, folder: Path) -> None:
    prepare(folder)
    take_in(name, folder)


_BUNDLE = partial(with_a_station, write=of_people, name="goi.tyt")
_FIGURES = partial(with_a_station, write=of_figures, name="so.tyt")

WORKS = {
    "a bundle comes in": work(_BUNDLE, partial(take_in, "goi.tyt")),
    "a bundle is taken back": work(partial(came_in, _BUNDLE, "goi.tyt"), take_back),
    "figures alone come in": work(_FIGURES, partial(take_in, "so.tyt")),
    "a table comes back": work(with_tasks, take_table_in),
    "figures are typed in": work(with_localities, type_figures),
    "values of DHIS2 come in": work(with_values, take_values_in),
    "settings are saved": work(station, save_settings),
    "a plan is used": work(station, use_plan),
    "units are placed": work(station, place_units),
    "people are forgotten": work(with_leavers, forget),
    "a bundle is written": work(with_an_id, write_bundle),
}
