"""The checklist follows what any program does to it: another connection, undo, a transaction that fails."""

from pathlib import Path

import pytest

from store import campaign_use, history
from store.campaigns import file
from store.checklist.items import checklist_item, checklist_items
from store.database import Store
from store.opening import open_store
from store.people import staff, units

CAMPAIGN = """
name = "tiem-cum"
title = "Tiêm cúm"
source = { document = "Kế hoạch", issuer = "UBND xã" }

[[items]]
key = "flu_shot"
title = "Tiêm cúm"
short_title = "Cúm"
target = 0.8
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "cum.toml").write_text(CAMPAIGN, "utf-8")
    return tmp_path / "s.sqlite3"


def use(store: Store, path: Path) -> None:
    campaign_use.use(store, file.load(path.with_name("cum.toml")))


def keys(store: Store) -> list[str]:
    return [item.key for item in checklist_items(store)]


def test_what_another_connection_lets_run_is_seen_at_the_next_read(path: Path) -> None:
    with open_store(path) as ours, open_store(path) as theirs:
        before = keys(ours)
        use(theirs, path)
        assert keys(ours) == [*before, "flu_shot"]
        assert checklist_item(ours, "flu_shot").target == 0.8
        history.undo(theirs)
        campaign_use.end(theirs, file.DEFAULT)
        assert keys(ours) == [*before, "flu_shot"], "what was on the list stays"


def test_people_of_the_other_connection_are_read_with_its_items(path: Path) -> None:
    from store.models import Person, State

    with open_store(path) as ours, open_store(path) as theirs:
        keys(ours)
        use(theirs, path)
        unit = units.add(theirs, "Trạm Y tế")
        one = staff.add(theirs, Person("Lê Thị Én", states={"flu_shot": State.DONE}), unit)
        assert staff.get(ours, one).person.states["flu_shot"] is State.DONE


def test_it_is_read_once_as_long_as_nothing_changes(path: Path) -> None:
    with open_store(path) as store:
        first = checklist_items(store)
        assert checklist_items(store) is first
        units.add(store, "Trạm Y tế")
        assert checklist_items(store) is first, "what this connection writes elsewhere changes no item"


def test_a_transaction_that_fails_leaves_the_list_as_it_was(path: Path) -> None:
    with open_store(path) as store:
        before = keys(store)
        in_between: list[str] = []

        def fail() -> None:
            with store.transaction():
                use(store, path)
                in_between.extend(keys(store))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert in_between == [*before, "flu_shot"]
        assert keys(store) == before


def test_within_one_transaction_the_list_is_looked_at_once(path: Path) -> None:
    with open_store(path) as store:
        statements: list[str] = []
        with store.transaction() as connection:
            keys(store)
            connection.set_trace_callback(statements.append)
            assert keys(store)
            connection.set_trace_callback(None)
    assert statements == []
