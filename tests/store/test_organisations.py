"""Tax codes and organisation accounts of units: what is missing first, and nothing impossible goes in."""

import pytest

from store import clock, history
from store.database import Store
from store.errors import RefusedError
from store.monitoring import organisations
from store.monitoring.organisations import Organisation
from store.people import units


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T14:00:00")


@pytest.fixture(autouse=True)
def _units(store: Store) -> None:
    for name in ("Trường Tiểu học A", "Ủy ban nhân dân xã", "Điểm trạm Tô Hạ"):
        units.add(store, name)


def of(store: Store, name: str) -> Organisation:
    return next(each for each in organisations.all_organisations(store) if each.unit.name == name)


def test_those_that_lack_most_come_first_and_points_of_the_station_are_not_counted(store: Store) -> None:
    organisations.edit(store, of(store, "Trường Tiểu học A"), tax_code="0100233488", account_registered_on="2026-06-20")
    names = [each.unit.name for each in organisations.all_organisations(store)]
    assert names == ["Ủy ban nhân dân xã", "Trường Tiểu học A", "Điểm trạm Tô Hạ"]
    counted, done = organisations.figures(organisations.all_organisations(store))
    assert counted == 2
    assert list(done.values()) == [1, 0, 1, 0]


def test_a_point_with_a_code_of_its_own_counts(store: Store) -> None:
    organisations.edit(store, of(store, "Điểm trạm Tô Hạ"), tax_code="0100233488-001")
    assert of(store, "Điểm trạm Tô Hạ").tax_code == "0100233488-001"
    assert organisations.figures(organisations.all_organisations(store))[0] == 3


@pytest.mark.parametrize(
    ("code", "why"),
    [("0100233480", "sai một chữ số"), ("010023348", "10 chữ số"), ("01002a3488", "chỉ gồm chữ số")],
)
def test_a_code_that_cannot_be_one_is_refused_with_its_reason(store: Store, code: str, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        organisations.edit(store, of(store, "Trường Tiểu học A"), tax_code=code)
    assert of(store, "Trường Tiểu học A").tax_code is None


def test_days_stand_in_their_order_and_not_in_the_future(store: Store) -> None:
    school = of(store, "Trường Tiểu học A")
    with pytest.raises(RefusedError, match="24/06/2026 chưa tới"):
        organisations.edit(store, school, tax_cleaned_on="2026-06-24")
    with pytest.raises(RefusedError, match="trước ngày đăng ký"):
        organisations.edit(store, school, account_registered_on="2026-06-20", account_authenticated_on="2026-06-19")
    assert of(store, "Trường Tiểu học A") == school


def test_a_change_is_one_step_of_undo(store: Store) -> None:
    organisations.edit(store, of(store, "Trường Tiểu học A"), tax_code="0100233488", note="gọi kế toán")
    undone = history.undo(store)
    assert undone is not None
    assert undone.label == "Tài khoản tổ chức: Trường Tiểu học A"
    assert of(store, "Trường Tiểu học A").tax_code is None


def test_two_units_with_one_code_are_seen(store: Store) -> None:
    school, committee = of(store, "Trường Tiểu học A"), of(store, "Ủy ban nhân dân xã")
    organisations.edit(store, school, tax_code="0100233488")
    assert organisations.holder(store, "0100233488", besides=committee.unit.id) == "Trường Tiểu học A"
    assert organisations.holder(store, "0100233488", besides=school.unit.id) is None
