"""The file for DHIS2: its own rules pass it and refuse what is altered; the same UIDs everywhere; nobody's name."""

import copy
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from exporters.dhis2 import export_dhis2
from importers import own_tables
from store import campaign_use, clock, history, journal, settings
from store.calendar.periods import Period
from store.campaigns import running
from store.campaigns.file import load
from store.database import Store
from store.figures import figure_entry, indicators, localities
from store.figures.indicators import Figure
from store.forms import counts, library
from store.forms.counts import Scope
from store.monitoring import overview
from store.opening import open_store
from store.people import units
from store.reporting import dhis2
from store.reporting.dhis2 import uid
from tests.exporters import example_stores
from tests.exporters.dhis2_rules import faults, first_day
from tui.cli import command_line

TODAY = date(2026, 6, 23)
File = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Thirty units, every campaign, figures of twenty places by month, week and day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
        opened = example_stores.large(tmp_path_factory.mktemp("dhis2") / "kho.sqlite3")
        for indicator in indicators.all_indicators(opened):
            for kind in ("daily", "weekly"):
                if kind in indicator.every and indicator.by == "area":
                    plan = running.get(opened, indicator.campaign)
                    period = indicators.period_for(plan, Period(kind, "2026-06-17"))
                    figure_entry.enter(opened, indicator, period, Figure("Ấp Núi Tô 6", 3, 7))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def exported(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("xuat") / "dhis2.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")
        export_dhis2(store, out)
    return out


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")


@pytest.fixture
def file(exported: Path) -> File:
    read: File = json.loads(exported.read_text(encoding="utf-8"))
    return read


def test_dhis2_takes_it(file: File) -> None:
    assert faults(file, today=TODAY) == []
    types = {each["periodType"] for each in file["dataSets"]}
    assert types == {"Daily", "Monthly", "WeeklyWednesday", "WeeklyThursday"}
    assert len(file["dataValues"]) > 1000


def _set(kind: str, name: str, value: object, place: int = -1) -> Callable[[File], None]:
    def change(file: File) -> None:
        file[kind][place][name] = value

    return change


def _drop(kind: str, name: str) -> Callable[[File], None]:
    return lambda file: file[kind][-1].pop(name)


def _same(kind: str, name: str) -> Callable[[File], None]:
    return lambda file: file[kind][-1].update({name: file[kind][0][name]})


ALTERED: dict[str, Callable[[File], object]] = {
    "a place without a name": _drop("organisationUnits", "name"),
    "a place without a day": _drop("organisationUnits", "openingDate"),
    "a day that is none": _set("organisationUnits", "openingDate", "23/06/2026"),
    "a second root": _drop("organisationUnits", "parent"),
    "a parent that is not there": _set("organisationUnits", "parent", {"id": "aaaaaaaaaaa"}),
    "a parent behind its child": lambda file: file["organisationUnits"].reverse(),
    "a UID that begins with a digit": _set("dataElements", "id", "1aaaaaaaaaa"),
    "a short UID": _set("dataElements", "id", "aaaaaaaaaa"),
    "one UID for two": _same("dataElements", "id"),
    "a name of 231 letters": _set("dataElements", "name", "a" * 231),
    "a short name of 51 letters": _set("dataElements", "shortName", "a" * 51),
    "one name for two": _same("dataElements", "name"),
    "one short name for two": _same("dataElements", "shortName"),
    "one code for two": _same("dataElements", "code"),
    "a code of 51 letters": _set("dataElements", "code", "a" * 51),
    "no value type": _drop("dataElements", "valueType"),
    "an unknown value type": _set("dataElements", "valueType", "WHOLE"),
    "an unknown way of adding up": _set("dataElements", "aggregationType", "TOTAL"),
    "zeros that are thrown away": lambda file: [each.update(zeroIsSignificant=False) for each in file["dataElements"]],
    "a property that is none": _set("dataElements", "unit", "people"),
    "no period type": _drop("dataSets", "periodType"),
    "a period type that is none": _set("dataSets", "periodType", "WeeklyTuesday"),
    "an element that is not there": lambda file: file["dataElements"].pop(),
    "a place that is not there": lambda file: file["organisationUnits"].pop(),
    "a set that its value's place is not in": lambda file: file["dataSets"][0].update(organisationUnits=[]),
    "a present period that is not open": lambda file: [each.update(openFuturePeriods=0) for each in file["dataSets"]],
    "a value with a comma": _set("dataValues", "value", "1,5"),
    "a value below zero": _set("dataValues", "value", "-1"),
    "a value as a number": _set("dataValues", "value", 12),
    "a month that is none": _set("dataValues", "period", "202613"),
    "a month of a day's element": _set("dataValues", "period", "202606", 0),
    "a day that has not come": _set("dataValues", "period", "20260624", 0),
    "a week that begins on another day": _set("dataValues", "period", "2026W25"),
    "a value without a place": _drop("dataValues", "orgUnit"),
    "one value twice": lambda file: file["dataValues"].append(file["dataValues"][0]),
}


@pytest.mark.parametrize("name", ALTERED)
def test_dhis2_refuses_what_is_altered(file: File, name: str) -> None:
    altered = copy.deepcopy(file)
    ALTERED[name](altered)
    assert faults(altered, today=TODAY)


def test_its_numbers_are_those_of_the_program(store: Store, file: File) -> None:
    found = {(each["dataElement"], each["orgUnit"], each["period"]): int(each["value"]) for each in file["dataValues"]}
    places = {place.unit_id: uid(place.key) for place in dhis2.places(store)}
    form = library.phu_luc_1()
    for row in counts.table(store, form, Scope(by="unit")).rows:
        for column in form.figures:
            key = uid(dhis2.column_key(form, column.key)), places[row.unit_id], "20260623"
            assert found[key] == row.figures[column.key]
    for unit in overview.by_unit(store):
        for figure in unit.figures:
            assert figure is not None
            numbers = [
                found[uid(dhis2.item_key(figure.item.key, state)), places[unit.unit_id], "20260623"]
                for state in dhis2.STATES
            ]
            assert (numbers[0], sum(numbers)) == (figure.done, unit.people)
    for campaign in running.running(store):
        for indicator_key, period, figure in indicators.all_figures(store, campaign.name):
            indicator = next(each for each in campaign.indicators if each.key == indicator_key)
            place = next(uid(each.key) for each in dhis2.places(store) if each.locality == figure.locality)
            element = uid(dhis2.indicator_key(indicator, period.kind, "numerator"))
            assert found[element, place, dhis2.period_text(period)] == figure.numerator


def test_no_personal_data(store: Store, exported: Path) -> None:
    text = exported.read_text(encoding="utf-8")
    people = list(store.rows("SELECT full_name, citizen_id FROM staff"))
    assert len(people) > 900
    assert not [word for person in people for word in person if word and word in text]
    assert "Nguyễn Văn Hòa" not in text, "the head of the station"


def test_the_same_uid_in_every_station(tmp_path: Path, store: Store, file: File) -> None:
    """A unit of the station is the same one in the store of the office above, whatever its number there."""
    again = tmp_path / "again.json"
    export_dhis2(store, again)
    assert json.loads(again.read_text(encoding="utf-8")) == file
    with open_store(tmp_path / "so.sqlite3") as office:
        settings.save_station(office, station_name="Sở Y tế tỉnh An Giang")
        other = units.add(office, "Trạm Y tế xã Ba Chúc")
        own = units.add(office, example_stores.STATION)
        units.add(office, "Trường Mẫu giáo An Lộc 2", parent_id=own)
        theirs = units.add(office, "Trường Mẫu giáo An Lộc", parent_id=other)
        places = {place.name: uid(place.key) for place in dhis2.places(office)}
        here = {each["name"]: each["id"] for each in file["organisationUnits"]}
        both = {"Trạm Y tế xã Tri Tôn", "Trường Mẫu giáo An Lộc 2"}
        assert both <= here.keys()
        assert {name: places[name] for name in both} == {name: here[name] for name in both}
        # Of one name: the intake of a bundle writes the station behind it.
        units.add(office, "Trường Mẫu giáo An Lộc (Trạm Y tế xã Tri Tôn)", parent_id=own)
        alone = {place.name: place.key for place in dhis2.places(office)}
        behind = alone["Trường Mẫu giáo An Lộc (Trạm Y tế xã Tri Tôn)"]
        assert behind == f"{alone[example_stores.STATION]}/trường mẫu giáo an lộc"
        units.edit(office, theirs, name="Trường Mẫu giáo An Lộc Mới")
        renamed = {place.unit_id: uid(place.key) for place in dhis2.places(office)}
        assert renamed[theirs] == places["Trường Mẫu giáo An Lộc"]
        export_dhis2(office, again, parent="ImspTQPwCqd")
        read = json.loads(again.read_text(encoding="utf-8"))
        assert faults(read, known=frozenset({"ImspTQPwCqd"}), today=TODAY) == []
        assert read["organisationUnits"][0]["parent"] == {"id": "ImspTQPwCqd"}


@pytest.mark.parametrize(
    ("kind", "first", "text"),
    [
        ("daily", "2026-11-27", "20261127"),
        ("monthly", "2026-11-01", "202611"),
        ("weekly", "2026-11-23", "2026W48"),
        ("weekly", "2026-06-17", "2026WedW25"),
        ("weekly", "2026-12-31", "2027ThuW1"),
        ("weekly", "2027-01-02", "2027SatW1"),
        ("weekly", "2027-01-03", "2027SunW1"),
        ("weekly", "2020-12-28", "2020W53"),
    ],
)
def test_periods(kind: str, first: str, text: str) -> None:
    period = Period(kind, first)
    assert dhis2.period_text(period) == text
    assert dhis2.parse_period(text) == period
    assert first_day(text, dhis2.period_type(period)) == date.fromisoformat(first)


@pytest.mark.parametrize(
    "text", ["", "2026", "202613", "20260230", "2026W0", "2026W54", "2026TueW3", "2026Q1", "٢٠٢٦٠٦"]
)
def test_what_is_no_period_of_ours(text: str) -> None:
    assert dhis2.parse_period(text) is None


def test_weeks_that_dhis2_does_not_have_are_told(tmp_path: Path) -> None:
    """Of a plan whose week ends on a Monday, and of one whose day was moved since."""
    plan = """
name = "{0}"
title = "Kế hoạch {0}"
source = {{ document = "Kế hoạch", issuer = "UBND" }}
indicators = [{{ key = "a", title = "Số hộ", every = ["weekly"] }}]
reports = [{{ kind = "weekly", title = "Tuần", to = ["UBND"], deadline = {{ weekly = {{ weekday = "{1}" }} }} }}]
"""
    with example_stores.empty(tmp_path / "kho.sqlite3") as store:
        for name, first, day in (("thu-hai", "monday", "monday"), ("doi-ngay", "sunday", "tuesday")):
            path = tmp_path / f"{name}.toml"
            for weekday in dict.fromkeys((first, day)):
                path.write_text(plan.format(name, weekday), encoding="utf-8")
                campaign_use.use(store, load(path))
                indicator = indicators.all_indicators(store, campaign=name)[0]
                period = indicators.period_for(running.get(store, name), Period("weekly", "2026-06-10"))
                figure_entry.enter(store, indicator, period, Figure("Ấp A", 3, 7))
        written = export_dhis2(store, tmp_path / "a.json")
        found = [text for text in written.warnings if "1 số liệu tuần" in text]
        assert [text.partition(":")[0] for text in found] == ["doi-ngay", "thu-hai"]
        file = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
        assert faults(file, today=TODAY) == []
        assert [each["value"] for each in file["dataValues"]] == ["3", "7"]


# -- coming back


def tyt(store: Store, *words: object) -> Result:
    return CliRunner().invoke(command_line, [*map(str, words), "--store", str(store.path)])


@pytest.fixture
def returned(file: File, tmp_path: Path) -> Callable[..., Path]:
    """The values as DHIS2's own export writes them, some changed: (place in the list, new value)."""

    def write(*changes: tuple[int, object]) -> Path:
        values = [
            {
                **each,
                "categoryOptionCombo": "HllvX50cXC0",
                "attributeOptionCombo": "HllvX50cXC0",
                "storedBy": "admin",
                "created": "2026-06-23T00:00:00.000+0000",
                "lastUpdated": "2026-06-23T00:00:00.000+0000",
                "followup": False,
            }
            for each in file["dataValues"]
        ]
        for place, value in changes:
            values[place]["value"] = value
        path = tmp_path / "tra ve.json"
        path.write_text(json.dumps({"dataValues": values}), encoding="utf-8")
        return path

    return write


def test_unchanged_it_changes_nothing(store: Store, exported: Path, returned: Callable[..., Path]) -> None:
    before = store.value("SELECT count(*) FROM change")
    for path in (exported, returned()):
        done = tyt(store, "import", path)
        assert done.exit_code == 0, done.output
        assert "không có gì thay đổi" in done.output
        assert "720 số đếm từ danh sách người: không lấy" in done.output
    assert store.value("SELECT count(*) FROM change") == before


def test_what_differs_is_told_and_then_taken_as_one_step(
    store: Store, file: File, returned: Callable[..., Path]
) -> None:
    monthly = [place for place, each in enumerate(file["dataValues"]) if each["period"] == "202606"]
    changed = monthly[-1]
    path = returned((changed, str(int(file["dataValues"][changed]["value"]) + 5)))
    held = tyt(store, "import", path)
    assert held.exit_code == 1
    assert "620/1.020 → 620/1.025; Tổng số 1.020 nhập tay ngày" in held.output
    assert "Chưa ghi 1 số cần hỏi" in held.output
    result = json.loads(tyt(store, "import", path, "--json").stdout)[0]
    assert [(each["before"], each["after"]) for each in result["changes"]] == [([620, 1020], [620, 1025])]
    asked = own_tables.plan(store, path, asks=True)
    assert asked is not None
    assert len(asked.edits) == 1
    assert asked.write() == []
    assert "không có gì thay đổi" in tyt(store, "import", path).output
    history.revert(store, journal.last_standing(store), command="undo", label="")
    assert "Chưa ghi 1 số cần hỏi" in tyt(store, "import", path).output


@pytest.mark.parametrize("value", ["1,5", "1.000", "-3", "", "nhiều", "９", "1e3", True, None, [1], "9" * 40])
def test_what_is_no_number_is_told(store: Store, file: File, returned: Callable[..., Path], value: object) -> None:
    done = tyt(store, "import", returned((len(file["dataValues"]) - 1, value)), "--dry-run")
    assert done.exit_code == 1
    assert "không phải số nguyên" in done.output
    assert "không có gì thay đổi" in done.output


def test_what_is_not_ours_is_counted(store: Store, tmp_path: Path, file: File) -> None:
    mine = file["dataValues"][-1]
    values = [
        {**mine, "orgUnit": "aaaaaaaaaaa"},
        {**mine, "dataElement": "aaaaaaaaaaa"},
        {**mine, "period": "2026"},
        {**mine, "period": "209906"},
        {**mine, "period": "20260617"},
        {**mine, "value": "7", "deleted": True},
        "text",
    ]
    path = tmp_path / "cua nguoi khac.json"
    path.write_text(json.dumps({"dataValues": values}), encoding="utf-8")
    done = tyt(store, "import", path)
    assert done.exit_code == 1
    assert "5 số của đơn vị, kỳ hay chỉ tiêu mà sổ này không có" in done.output


def test_two_values_for_one_are_none(store: Store, tmp_path: Path, file: File) -> None:
    mine = file["dataValues"][-1]
    path = tmp_path / "hai.json"
    path.write_text(json.dumps({"dataValues": [mine, {**mine, "value": "1"}]}), encoding="utf-8")
    done = tyt(store, "import", path)
    assert (done.exit_code, "có hai số khác nhau" in done.output) == (1, True)
    assert "không có gì thay đổi" in done.output


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"dataValues": 1}', b"[" * 200_000, b"\xff\xfe\x00", b"null"],
    ids=["nothing", "cut", "a list", "a number", "deep", "no text", "null"],  # Windows has no room for long names
)
def test_another_file_is_refused_in_words(store: Store, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "la.json"
    path.write_bytes(content)
    done = tyt(store, "import", path)
    assert done.exit_code == 2
    assert "la.json" in done.output
    assert "Traceback" not in done.output


def test_a_station_without_a_code_is_told(store: Store, tmp_path: Path) -> None:
    done = tyt(store, "export", "dhis2", tmp_path / "a.json")
    assert done.exit_code == 0
    assert "chưa có mã cơ sở" in done.output
    refused = tyt(store, "export", "dhis2", tmp_path / "a.json", "--parent", "123")
    assert "không phải UID" in str(refused.exception)


def test_places_that_are_units_are_not_doubled(tmp_path: Path) -> None:
    with example_stores.empty(tmp_path / "kho.sqlite3") as store:
        station = units.find_or_add(store, example_stores.STATION)
        units.edit(store, station, facility_code="89001")
        clinic = units.add(store, "Phòng khám An Bình", facility_code="89002")
        localities.add(store, "PK An Bình", kind="facility", code="89002")
        localities.add(store, "Trạm Tri Tôn", kind="facility", unit_id=station)
        localities.add(store, "Ấp Tô Hạ")
        school = units.add(store, "Ấp Tô Hạ (trường)")
        staff_places = {place.name: place for place in dhis2.places(store)}
        assert [place.name for place in staff_places.values()] == [
            example_stores.STATION, "Phòng khám An Bình", "Ấp Tô Hạ (trường)", "Ấp Tô Hạ",
        ]  # fmt: skip
        assert staff_places["Phòng khám An Bình"][4:] == (clinic, "PK An Bình")
        assert staff_places[example_stores.STATION].locality == "Trạm Tri Tôn"
        assert staff_places["Ấp Tô Hạ (trường)"][4:] == (school, None)
        units.edit(store, clinic, name="Phòng khám Mới")
        units.add(store, "Phòng khám An Bình")
        assert len({uid(place.key) for place in dhis2.places(store)}) == 5
