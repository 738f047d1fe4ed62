"""Who owes an item is data: a campaign's `asked_of`, by sector, administrative staff, smartphone and combinations."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from store import campaign_use, history, journal, past
from store.campaigns import file, running
from store.checklist.applicability import Rules
from store.checklist.items import checklist_items
from store.database import Store
from store.models import Person, State
from store.monitoring import blockers, overview
from store.opening import open_store
from store.people import roster, staff, units
from store.people.roster import Filter
from store.people.unit_kinds import guess_kind, guess_sector
from store.reporting import progress

NOW = datetime.fromisoformat("2027-06-08T10:00:00")
CAMPAIGN = """
name = "xa-moi-2027"
title = "Kế hoạch của xã"
source = { document = "Kế hoạch", issuer = "UBND xã", date = 2027-01-02 }

[[reports]]
kind = "monthly"
title = "Báo cáo tháng"
to = ["UBND xã"]
deadline = { monthly = { before = 10 } }
"""
ITEM = """
[[items]]
key = "{key}"
title = "{key}"
short_title = "{key}"
target = 1.0
{who}
"""
#: An item's name, how a file says of whom it is asked, and the people (below) whom that means.
WAYS = {
    "all": ("", "ABCDEFGH"),
    "adm": ('applies_to = "administrative"', "ABDEGH"),  # what nobody said does not spare anybody
    "phone": ("asked_of = { smartphone = true }", "ABCEFG"),
    "health": ('asked_of = { sector = "health" }', "ABC"),
    "schools": ('asked_of = { sector = ["education", "union"] }', "DEFH"),
    "h_adm": ('asked_of = { sector = "health", administrative = true }', "AB"),
    "e_a_p": ('asked_of = { sector = "education", administrative = true, smartphone = true }', "E"),
    "h_or_p": ('asked_of = [{ sector = "health" }, { smartphone = true }]', "ABCEFG"),
    "two": (
        'asked_of = [{ sector = "health", administrative = true }, { sector = "education", smartphone = true }]',
        "ABEF",
    ),
}
#: unit, administrative, smartphone
PEOPLE = {
    "A": ("Trạm Y tế xã Mới", True, True),
    "B": ("Trạm Y tế xã Mới", None, None),
    "C": ("Trạm Y tế xã Mới", False, True),
    "D": ("Trường THCS Mới", True, False),
    "E": ("Trường THCS Mới", True, True),
    "F": ("Trường THCS Mới", False, None),
    "G": ("UBND xã Mới", None, True),
    "H": ("Hội Phụ nữ xã Mới", True, False),
}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("TYT_NOW", NOW.isoformat())
    path = tmp_path / "thu.toml"
    path.write_text(CAMPAIGN + "".join(ITEM.format(key=key, who=who) for key, (who, _) in WAYS.items()), "utf-8")
    with open_store(tmp_path / "s.sqlite3") as opened:
        campaign_use.end(opened, file.DEFAULT)
        campaign_use.use(opened, file.load(path))
        for name, (unit, administrative, smartphone) in PEOPLE.items():
            done = dict.fromkeys(WAYS, State.DONE) if name == "A" else {}
            person = Person(name, administrative=administrative, smartphone=smartphone, states=done)
            staff.add(opened, person, units.find_or_add(opened, unit))
        yield opened


@pytest.mark.parametrize("key", WAYS)
def test_every_way_of_asking_counts_right_everywhere(store: Store, key: str) -> None:
    asked = WAYS[key][1]
    expected = (int("A" in asked), len(asked))
    found = overview.read(store, NOW)
    assert [(f.done, f.applicable) for f in found.items if f.item.key == key] == [expected]
    assert [(f.done, f.applicable) for f in found.own["xa-moi-2027"] if f.item.key == key] == [expected]

    lacking = set(asked) - {"A"}
    names = dict(store.rows("SELECT id, full_name FROM staff"))
    groups = [each for each in found.blockers if each.item.key == key]
    assert sum(each.people for each in groups) == len(lacking)
    assert {names[one] for each in groups for one in blockers.people_of(store, each)} == lacking
    assert {names[one] for one in blockers.people_lacking(store, key)} == lacking

    place = [item.key for item in checklist_items(store)].index(key)
    for unit in overview.by_unit(store):
        figure = unit.figures[place]
        there = {name for name, (of, *_) in PEOPLE.items() if of == unit.unit}
        assert figure is not None
        assert figure.applicable == len(there & set(asked)), unit.unit

    plan, report, period = progress.choose(store, campaign="xa-moi-2027", kind="monthly", day=None)
    paper = progress.draft(store, plan, report, period)
    assert [(line.done, line.applicable) for line in paper.items if line.key == key] == [expected]


def test_the_sector_of_a_unit_is_guessed_changed_and_taken_back(store: Store) -> None:
    school = units.find(store, "Trường THCS Mới")
    assert school is not None
    assert school.sector == "education"

    def applicable() -> int:
        return next(f.applicable for f in overview.read(store, NOW).items if f.item.key == "health")

    units.edit(store, school.id, sector="health")
    assert units.get(store, school.id).sector == "health"
    assert applicable() == 6
    history.undo(store)
    assert units.get(store, school.id).sector == "education"
    assert applicable() == 3


def test_of_two_plans_an_item_is_asked_of_whoever_one_of_them_means(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "hai.toml"
    path.write_text(
        CAMPAIGN.replace("xa-moi-2027", "hai") + ITEM.format(key="health", who='applies_to = "smartphone"'), "utf-8"
    )
    campaign_use.use(store, file.load(path))
    figures = overview.read(store, NOW)
    assert next(f.applicable for f in figures.items if f.item.key == "health") == len("ABCEFG")
    assert {name: own[0].applicable for name, own in figures.own.items() if own[0].item.key == "health"} == {"hai": 6}
    assert running.differ(running.asked(running.running(store), "health"))


def test_what_asked_of_may_say_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "sai.toml"

    def reasons(who: str) -> list[str]:
        path.write_text(CAMPAIGN + ITEM.format(key="cccd", who=who), "utf-8")
        return [fault.message for fault in file.faults(path)]

    start = "sai.toml, dòng 17: "
    assert reasons("asked_of = {}") == [
        f"{start}asked_of trong [[items]] thứ 1: phải có sector, administrative hoặc smartphone"
    ]
    assert reasons("asked_of = []") == [
        f"{start}asked_of trong [[items]] thứ 1: danh sách trống; hỏi tất cả mọi người thì bỏ dòng này"
    ]
    (unknown,) = reasons('asked_of = { sector = "y te" }')
    assert unknown.startswith(f"{start}sector trong [[items]] thứ 1: chỉ được là 'health', 'education', 'government',")
    assert reasons("asked_of = { smartphone = false }") == [
        f"{start}smartphone trong [[items]] thứ 1: chỉ có thể là true; không đòi thì bỏ mục này"
    ]
    (unknown,) = reasons("asked_of = { smartphone = true, sektor = 1 }")
    assert unknown.endswith("sektor trong [[items]] thứ 1: không có mục tên như vậy; có phải sector?")
    (unknown,) = reasons('applies_to = "teachers"')
    assert unknown.startswith(
        f"{start}applies_to trong [[items]] thứ 1: chỉ được là everyone, administrative, smartphone;"
    )
    assert reasons('applies_to = "everyone"\nasked_of = { smartphone = true }') == [
        f"{start}applies_to trong [[items]] thứ 1: đã có asked_of; chỉ viết một trong hai"
    ]


@pytest.mark.parametrize(
    ("name", "sector"),
    [
        ("Trạm Y tế xã Tri Tôn", "health"),
        ("Điểm trạm Núi Tô", "health"),
        ("Trung tâm Y tế An Phú", "health"),
        ("Phòng khám đa khoa Bảo An", "health"),
        ("Trường THCS Núi Tô", "education"),
        ("Mầm non Hoa Sen", "education"),
        ("Trường Cao đẳng Y tế An Giang", "education"),
        ("Ủy ban nhân dân xã Tri Tôn", "government"),
        ("Phòng Kinh tế", "government"),
        ("Công an xã", "government"),
        ("Bảo hiểm xã hội cơ sở Tri Tôn", "government"),
        ("Đoàn Thanh niên Cộng sản Hồ Chí Minh xã", "union"),
        ("Hội Chữ thập đỏ", "union"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam xã", "union"),
        ("Công ty TNHH Một thành viên", "enterprise"),
        ("Hợp tác xã nông nghiệp", "enterprise"),
        ("Ấp An Hòa", "other"),
    ],
)  # fmt: skip
def test_a_name_tells_the_sector(name: str, sector: str) -> None:
    assert guess_sector(name, guess_kind(name)) == sector


def test_a_kind_that_was_chosen_tells_the_sector_where_the_name_says_otherwise() -> None:
    assert guess_sector("Trường Sơn", "health_facility") == "health"


def test_units_of_an_older_store_have_their_sector_guessed(tmp_path: Path) -> None:
    import sqlite3

    from store import migrations

    path = tmp_path / "old.sqlite3"
    with sqlite3.connect(path, isolation_level=None) as connection:
        migrations.apply(connection, through="004")
        for name, kind in (("Trạm Y tế xã Mới", "health_station"), ("Trường THCS Mới", "school"), ("Mới", "other")):
            connection.execute("INSERT INTO unit (name, folded, kind) VALUES (?, ?, ?)", (name, name.lower(), kind))
    connection.close()
    with open_store(path) as store:
        assert [unit.sector for unit in units.all_units(store)] == ["health", "education", "other"]


def test_who_is_neither_official_nor_public_employee_owes_no_signature_unless_the_station_says_so(
    tmp_path: Path,
) -> None:
    with open_store(tmp_path / "s.sqlite3") as store:
        unit = units.find_or_add(store, "Trạm Y tế xã Núi Sam")
        people = {
            name: staff.add(store, Person(name, employment=employment, administrative=administrative), unit)
            for name, employment, administrative in (
                ("Chưa rõ loại", None, None),
                ("Viên chức", "vien_chuc", None),
                ("Lao động", "nguoi_lao_dong", None),
                ("Lao động, hành chính", "nguoi_lao_dong", True),
                ("Viên chức, chuyên môn", "vien_chuc", False),
            )
        }
        asked = {"Chưa rõ loại", "Viên chức", "Lao động, hành chính"}

        def counted() -> int:
            items = overview.read(store, NOW).items
            return next(each.applicable for each in items if each.item.key == "digital_signature")

        assert counted() == len(asked)
        assert set(blockers.people_lacking(store, "digital_signature")) == {people[name] for name in asked}
        rows = roster.view(store, Filter(lacking=True, item="digital_signature")).rows(0, 9)
        assert {row.full_name for row in rows} == asked
        rules = Rules(store)
        lacking = {
            member.person.full_name
            for member in staff.members(store)
            if "digital_signature" in {item.key for item in rules.lacking_items(member)}
        }
        assert lacking == asked
        staff.edit(store, people["Chưa rõ loại"], {"employment": "nguoi_lao_dong"})
        assert counted() == len(asked) - 1
        ((today, then),) = past.rewound_people(store, journal.last_change(store) - 1).values()
        assert today is not None
        assert then is not None
        assert (then[4], today[4]) == (None, 0)
