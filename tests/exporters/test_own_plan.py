"""The station's own plan is exported whole or not at all: a plan with faults never replaces an older good file."""

from pathlib import Path

import pytest

from exporters.own_plan import export_plan
from exporters.writing import ExportError
from store.campaigns import file
from store.database import Store
from store.reporting import own_plan
from store.reporting.own_plan import item_field


@pytest.fixture
def plan_file(store: Store, tmp_path: Path) -> Path:
    """The campaign file of a good plan, exported the day before."""
    own_plan.write(store, title="Sổ sức khỏe điện tử", **{item_field("bhyt_linked"): "1"})
    out = tmp_path / "plan" / "ke-hoach.toml"
    export_plan(store, out)
    return out


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("title", "", "Chưa có tên kế hoạch"),
        ("basis", "1.1 " * 300, "quá sâu"),  # found only by who reads the campaign file
        ("items_due", "01/01/0001", "từ năm 1900"),
    ],
)
def test_a_plan_with_a_fault_leaves_the_older_file_as_it_was(
    store: Store, plan_file: Path, key: str, text: str, words: str
) -> None:
    before = plan_file.read_bytes()
    own_plan.write(store, **{key: text})
    with pytest.raises(ExportError, match=words):
        export_plan(store, plan_file)
    assert plan_file.read_bytes() == before
    assert list(plan_file.parent.iterdir()) == [plan_file], "nothing is left beside it"
    assert file.faults(plan_file) == []


def test_a_plan_with_a_fault_makes_no_new_file(store: Store, plan_file: Path) -> None:
    own_plan.write(store, basis="1.1 " * 300)
    with pytest.raises(ExportError, match="Kế hoạch chưa dùng được"):
        export_plan(store, plan_file.with_name("new.toml"))
    assert list(plan_file.parent.iterdir()) == [plan_file]
