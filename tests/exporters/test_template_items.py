"""Whatever a campaign asks for: the form asks for it in words that are understood when they come back."""

from pathlib import Path

import openpyxl
import pytest

from exporters.template import write_template
from importers.deciding.planning import make_plan
from importers.reading import read_file
from store import campaign_use
from store.campaigns import file
from store.checklist import items, reasons
from store.checklist.items import ItemDefinition, checklist_items
from store.database import Store
from store.models import Person, State
from store.people import staff, units
from store.receiving import template

ODD = (
    ItemDefinition("phone_checked", "Số điện thoại đã xác thực", "SĐT"),
    ItemDefinition("place", "Nơi đăng ký khám chữa bệnh ban đầu đã đúng", "Nơi KCB"),
    ItemDefinition("flu", "Tiêm vắc xin cúm", "Cúm"),
    ItemDefinition("trained", "Đã tập huấn Sổ sức khỏe điện tử", "Tập huấn"),
    ItemDefinition("level1", "Tài khoản định danh mức 1", "Mức 1"),
    ItemDefinition("note", "Ghi chú của trạm", "Ghi chú"),
    ItemDefinition("date", "Ngày cấp thẻ", "Ngày"),
    ItemDefinition("total", "Tổng số", "Tổng"),
)


def comes_back(store: Store, people: list[Person], out: Path) -> None:
    """Write the form of these people and read it: everybody is who they were, and nothing is odd."""
    unit_id = units.find_or_add(store, "Trường Tiểu học B Vĩnh Gia.")
    units.edit(store, unit_id, sector="health")  # of which the plans ask most
    for person in people:
        staff.add(store, person, unit_id, "Tổ 1")
    write_template(template.draft(store, unit_id), out)
    reading = read_file(out, items=checklist_items(store), reasons=list(reasons.texts(store).values()))
    plan = make_plan(store, reading)
    found = [column.field for column in reading.tables[0].columns]
    wanted = {f"state.{item.key}" for item in checklist_items(store)}
    assert wanted <= set(found)
    assert (plan.unit, reading.remarks) == ("Trường Tiểu học B Vĩnh Gia.", ())
    # The people below are in every state of every item, in such as contradict each other too.
    problems = [problem for row in plan.rows for problem in row.incoming.problems]
    assert [problem for problem in problems if problem.code != "states_contradict"] == []
    assert plan.counts()["unchanged"] == len(people)
    expected = {p.full_name: ({k: s for k, s in p.states.items() if s is not State.UNKNOWN}, p.reasons) for p in people}
    read = [row.incoming.person for row in plan.rows]
    assert {p.full_name: (p.states, p.reasons) for p in read if p is not None} == expected


def people_for(store: Store) -> list[Person]:
    """One for every state and every reason of every item; everybody has a state in each."""
    made = []
    given = ("Anh", "Bình", "Chi", "Dung", "Giang")
    family = "Trần Lê Phạm Huỳnh Võ Đặng Bùi Đỗ Ngô Dương Lý Hồ Phan Vũ Đinh Lâm Mai Cao Tô Châu".split()  # noqa: SIM905 - twenty words on one line
    states = list(State)
    keys = [item.key for item in checklist_items(store)]
    for number in range(len(states)):
        turned = {key: states[(number + place) % len(states)] for place, key in enumerate(keys)}
        made.append(Person(f"Nguyễn Văn {given[number]}", f"198{number}", states=turned))
    for key in keys:
        for reason in reasons.for_item(store, key):
            name = f"{family[len(made) % len(family)]} Thị {given[len(made) // len(family)]}"
            made.append(Person(name, "1990-01-02", states={key: State.TODO}, reasons={key: reason.text}))
            if len(made) == 100:
                return made
    return made


@pytest.mark.parametrize("name", sorted(file.built_in()))
def test_every_item_and_reason_of_our_campaigns(store: Store, tmp_path: Path, name: str) -> None:
    campaign_use.use(store, file.load(file.built_in()[name]))
    comes_back(store, people_for(store), tmp_path / "m.xlsx")


def test_a_column_that_the_unit_added_does_no_harm(store: Store, tmp_path: Path) -> None:
    """A second "Ngày sinh" at the right is nobody's: the form's own column tells it."""
    unit_id = units.find_or_add(store, "Trường Tiểu học B Vĩnh Gia")
    staff.add(store, Person("Nguyễn Thị Lan", "1985-03-05"), unit_id)
    out = tmp_path / "m.xlsx"
    write_template(template.draft(store, unit_id), out)
    book = openpyxl.load_workbook(out)
    sheet = book["Danh sách"]
    added = sheet.max_column + 1
    sheet.cell(4, added, "Năm sinh con"), sheet.cell(5, added, "2010")
    sheet.cell(4, added + 1, "Ngày sinh trên giấy khai sinh"), sheet.cell(5, added + 1, "06/03/1985")
    book.save(out)
    (row,) = make_plan(store, read_file(out, items=checklist_items(store))).rows
    assert (row.outcome, row.incoming.problems) == ("unchanged", ())


def test_items_whose_titles_read_as_something_else(store: Store, tmp_path: Path) -> None:
    words = [(item.key, f"Lý do về {item.short_title}") for item in ODD]
    items.define(store, "odd", ODD, words)
    comes_back(store, people_for(store), tmp_path / "m.xlsx")
