"""The stored spelling of a field, and what it says."""

import copy
import json
import pickle
import sqlite3

import pytest

from store.columns import columns_telling, value_told_by
from store.field_ref import FieldKind, FieldRef

STATE, REASON, DONE_ON = (FieldRef.parse(f"{kind}.bhyt_linked") for kind in ("state", "reason", "done_on"))


@pytest.mark.parametrize(
    ("text", "kind", "item"),
    [
        ("full_name", FieldKind.COLUMN, None),
        ("state.bhyt_linked", FieldKind.STATE, "bhyt_linked"),
        ("reason.bhyt_linked", FieldKind.REASON, "bhyt_linked"),
        ("done_on.bhyt_linked", FieldKind.DONE_ON, "bhyt_linked"),
        ("done.bhyt_linked", FieldKind.DONE, "bhyt_linked"),
        ("todo.bhyt_linked", FieldKind.TODO, "bhyt_linked"),
        ("na.bhyt_linked", FieldKind.NOT_APPLICABLE, "bhyt_linked"),
        ("reason", FieldKind.REASON, None),
        ("column.bhyt_linked", FieldKind.COLUMN, None),
        ("of.nothing", FieldKind.COLUMN, None),
        ("", FieldKind.COLUMN, None),
    ],
)
def test_what_stores_hold_is_read_and_written_as_it_was(text: str, kind: FieldKind, item: str | None) -> None:
    field = FieldRef.parse(text)
    assert (field.kind, field.item, str(field), json.dumps(field)) == (kind, item, text, json.dumps(text))
    assert item is None or FieldRef.of_item(kind, item) is field
    for copied in (copy.deepcopy(field), pickle.loads(pickle.dumps(field))):  # noqa: S301
        assert (copied, copied.kind, copied.item) == (field, kind, item)
    assert sqlite3.connect(":memory:").execute("SELECT ?, typeof(?)", (field, field)).fetchone() == (text, "text")


def test_each_kind_of_field_of_an_item_has_a_name() -> None:
    made = (FieldRef.state("bhyt_linked"), FieldRef.reason("bhyt_linked"), FieldRef.done_on("bhyt_linked"))
    assert made == (STATE, REASON, DONE_ON)
    assert [field.tells_state for field in made] == [True, False, False]


def test_columns_of_a_file_and_the_values_that_they_tell_are_each_other_s_opposite() -> None:
    for value in (STATE, REASON, DONE_ON, *map(FieldRef.parse, ("full_name", "birth_date", "sex", "note", "unit"))):
        assert all(value_told_by(column) == value for column in columns_telling(value))
        assert value in columns_telling(value)
    assert columns_telling(STATE) == {"state.bhyt_linked", "done.bhyt_linked", "todo.bhyt_linked", "na.bhyt_linked"}
    assert columns_telling(FieldRef.parse("sex")) == {"sex", "male", "female"}
