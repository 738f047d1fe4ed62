"""The list of information systems, databases, software and data sources, and which are priority sets."""

import pytest

from store import history
from store.database import Store
from store.errors import RefusedError
from store.monitoring import data_sources
from store.monitoring.data_sources import CRITERIA, DataSource

YES = dict.fromkeys(CRITERIA, "1")


def names(store: Store) -> list[str]:
    return [each.name for each in data_sources.all_sources(store)]


def only(store: Store) -> DataSource:
    (found,) = data_sources.all_sources(store)
    return found


def test_they_stand_by_kind(store: Store) -> None:
    data_sources.add(store, kind="software", name="HIS trạm")
    data_sources.add(store, kind="information_system", name="V20")
    data_sources.add(store, kind="software", name="Tiêm chủng quốc gia")
    assert names(store) == ["V20", "HIS trạm", "Tiêm chủng quốc gia"]


def test_one_that_meets_all_five_criteria_is_a_priority_set(store: Store) -> None:
    data_sources.add(store, kind="database", name="Khám chữa bệnh", completeness="high", sharing="low", **YES)
    found = only(store)
    assert (found.criteria_met, found.is_priority, found.unanswered) == (5, True, 3)
    data_sources.edit(store, found, clear_owner="0")
    assert (only(store).criteria_met, only(store).is_priority, only(store).unanswered) == (4, False, 3)
    data_sources.edit(store, only(store), clear_owner="", completeness=None)
    assert only(store).unanswered == 5
    assert only(store).grades == {"sharing": "low"}


def test_removing_and_adding_are_taken_back(store: Store) -> None:
    data_sources.add(store, kind="database", name="Giấy chứng sinh")
    data_sources.remove(store, only(store))
    assert names(store) == []
    history.undo(store)
    assert names(store) == ["Giấy chứng sinh"]
    history.undo(store)
    assert names(store) == []
    history.redo(store)
    assert only(store).kind == "database"


def test_no_two_of_a_kind_have_one_name(store: Store) -> None:
    data_sources.add(store, kind="database", name="Giấy chứng sinh")
    with pytest.raises(RefusedError, match="“Giấy chứng sinh” đã có"):
        data_sources.add(store, kind="database", name="giay chung sinh ")
    data_sources.add(store, kind="software", name="Giấy chứng sinh")
    for wrong in ({"name": "", "kind": "database"}, {"name": "x", "kind": ""}):
        with pytest.raises(RefusedError, match="Phải"):
            data_sources.add(store, **wrong)
    assert len(names(store)) == 2


EIGHT = (  # 000 A.I.3
    "Dữ liệu khám bệnh, chữa bệnh", "Hồ sơ sức khỏe điện tử", "Giấy chứng sinh", "Giấy báo tử", "Khám sức khỏe",
    "Tiêm chủng", "Quản lý dược", "Vật tư y tế",
)  # fmt: skip


def test_the_sets_that_the_plan_names_are_offered_until_they_are_listed_and_come_in_one_step(store: Store) -> None:
    assert data_sources.offered(store) == EIGHT
    data_sources.add(store, kind="database", name="Tiêm chủng")
    assert "Tiêm chủng" not in data_sources.offered(store)
    assert data_sources.add_offered(store) == 7
    assert (len(names(store)), data_sources.offered(store)) == (8, ())
    history.undo(store)
    assert names(store) == ["Tiêm chủng"]


def test_five_grades_are_a_whole_assessment_whatever_the_criteria_say(store: Store) -> None:
    grades = dict.fromkeys(data_sources.ASSESSMENTS, "high")
    data_sources.add(store, kind="database", name="Giấy báo tử", **grades)
    assert (only(store).is_assessed, only(store).criteria) == (True, {})


def test_what_describes_a_set_and_the_station_is_kept_and_taken_back(store: Store) -> None:
    data_sources.add(store, kind="database", name="Giấy báo tử", connection_plan="API của Sở", difficulties=" ")
    assert only(store).described == {"connection_plan": "API của Sở"}
    data_sources.edit(store, only(store), technical_contact="Anh Tú, CNTT", connection_plan="")
    assert only(store).described == {"technical_contact": "Anh Tú, CNTT"}
    data_sources.write_conditions(store, computers="06 máy tính", internet="FTTH 100 Mbps")
    assert data_sources.paper(store).conditions == {"computers": "06 máy tính", "internet": "FTTH 100 Mbps"}
    history.undo(store)
    assert data_sources.conditions(store) == {}
