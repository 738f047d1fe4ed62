"""Every figure of the papers again, counted by hand from the list of people and from the log of changes alone.

The code below knows nothing of `store/forms` and `store/counting`: it counts what `export roster` prints, and what is
left of the staff when the log of changes is read backwards.
"""

import json
import random
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

import tui.demo
from store import clock, history
from store.models import Person, State
from store.opening import open_store
from store.people import staff, units
from tui.cli import command_line

FILES = sorted(Path(tui.demo.__path__[0]).glob("[0-9]*"))
ITEMS = ("cccd", "level2_account", "digital_signature", "social_security", "bhyt_linked", "health_book")
DAYS = ("2026-06-01", "2026-06-10", "2026-06-20")
WEEKLY = ("--campaign", "tri-ton-2026", "--kind", "weekly", "--period", "2026-06-23")
NO_PHONE = "Không có điện thoại thông minh"
FORM = """
name = "bieu-hai"
title = "Công văn biểu hai"
source = { document = "Công văn", issuer = "Sở Y tế", date = 2026-05-01 }

[[items]]
key = "digital_signature"
title = "Chữ ký số chuyên dùng công vụ"
short_title = "Ký số"
asked_of = [{ sector = "education", administrative = true }, { sector = "government" }]

[[items]]
key = "level2_account"
title = "Tài khoản định danh điện tử mức 2"
short_title = "Mức 2"

[[items]]
key = "bhyt_linked"
title = "Tích hợp thẻ BHYT trên VNeID"
short_title = "BHYT"
asked_of = { smartphone = true }

[[forms]]
key = "mau-hai"
name = "Mẫu hai"
title = "Kết quả theo đơn vị"
file_name = "Mau2"
rows = "unit"
holds = ["sign_done + sign_todo + sign_na = total", "level2_done + level2_todo = total"]
"""
COLUMNS = (
    ("label", "label", "", ""),
    ("total", "total", "", ""),
    ("sign_done", "done", "digital_signature", ""),
    ("sign_todo", "todo", "digital_signature", ""),
    ("sign_na", "not_applicable", "digital_signature", ""),
    ("sign_why_na", "reasons", "digital_signature", "not_applicable"),
    ("level2_done", "done", "level2_account", ""),
    ("level2_todo", "todo", "level2_account", ""),
    ("level2_why", "reasons", "level2_account", "todo"),
    ("bhyt_done", "done", "bhyt_linked", ""),
    ("bhyt_todo", "todo", "bhyt_linked", ""),
    ("bhyt_why", "reasons", "bhyt_linked", "todo"),
)


class Somebody(NamedTuple):
    """A person on an evening: where, states and reasons by item, and of whom something is asked."""

    unit: str
    department: str | None
    name: str
    states: dict[str, str]
    reasons: dict[str, str]
    sector: str
    administrative: bool
    phone: bool


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Five lists that units sent, and changes on three days, with one more day after them."""
    folder = tmp_path_factory.mktemp("recount")
    path = folder / "trạm.sqlite3"
    plan = folder / "hai.toml"
    columns = "".join(
        f'[[forms.columns]]\nkey = "{key}"\nhead = "{key}"\ncounts = "{counts}"\n'
        + (f'item = "{item}"\n' if item else "")
        + (f'side = "{side}"\n' if side else "")
        for key, counts, item, side in COLUMNS
    )
    plan.write_text(FORM + columns, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(clock.VARIABLE, f"{DAYS[0]}T08:00:00")
        _run(path, "import", *map(str, FILES))
        _run(path, "campaign", "use", str(plan))
        for turn, day in enumerate((*DAYS, "2026-06-22")):
            patch.setenv(clock.VARIABLE, f"{day}T16:00:00")
            _change(path, random.Random(turn))
        patch.setenv(clock.VARIABLE, "2026-06-23T10:00:00")
        yield path


def _run(path: Path, *arguments: str) -> Any:
    done = CliRunner().invoke(command_line, ["--store", str(path), *arguments])
    assert done.exit_code == 0, (arguments, done.stderr, done.exception)
    return json.loads(done.stdout) if done.stdout.startswith(("[", "{")) else done.stdout


def _change(path: Path, rng: random.Random) -> None:
    with open_store(path) as store:
        ids = [member.id for member in staff.members(store)]
        everywhere = [unit.id for unit in units.all_units(store)]
        for _ in range(60):
            some, item = rng.sample(ids, 2), rng.choice(ITEMS)
            match rng.randrange(8):
                case 0:
                    staff.set_state(store, some, item, State.TODO, rng.choice((NO_PHONE, "Quên mật khẩu", None)))
                case 1:
                    staff.set_state(store, some, item, State.NOT_APPLICABLE, rng.choice(("Nghỉ thai sản", None)))
                case 2:
                    staff.set_state(store, some, item, rng.choice((State.DONE, State.UNKNOWN)))
                case 3:
                    staff.move(store, some[:1], rng.choice(everywhere), rng.choice(("Tổ A", None)))
                case 4:
                    which = rng.choice(("administrative", "smartphone"))
                    staff.edit(store, some[0], {which: rng.choice((True, False, None))})
                case 5:
                    person = Person(f"Lê Mới {rng.random()}", states={item: State.DONE})
                    ids.append(staff.add(store, person, rng.choice(everywhere)))
                case 6:
                    staff.remove(store, some[:1])
                    ids.remove(some[0])
                case _:
                    history.undo(store)
            ids = [member.id for member in staff.members(store)]


def _from_history(path: Path, day: str) -> list[Somebody]:
    """The staff of now, and every change after the evening taken back, the newest first."""
    database = sqlite3.connect(path)
    items = {place: key for key, place in database.execute("SELECT key, position FROM item")}
    words = dict(database.execute("SELECT id, text FROM reason"))
    same = {id_: root for id_, root in database.execute("SELECT id, same_as FROM reason") if root is not None}
    unit_names, sectors = (dict(database.execute(f"SELECT id, {what} FROM unit")) for what in ("name", "sector"))
    departments = dict(database.execute("SELECT id, name FROM department"))
    marks = {"d": "done", "t": "todo", "n": "not_applicable", "?": "unknown"}
    people: dict[int, dict[str, Any]] = {}
    columns = (
        "id, full_name, unit_id, department_id, administrative, smartphone, removed_at, states, reasons, employment"
    )
    for id_, name, unit, department, administrative, phone, removed, states, reasons, employment in database.execute(
        f"SELECT {columns} FROM staff"
    ):
        person: dict[str, Any] = {"name": name, "unit_id": unit, "department_id": department, "present": not removed}
        person |= {"administrative": administrative, "smartphone": phone, "employment": employment}
        for place, key in items.items():
            person[f"state.{key}"] = marks[states[place] if place < len(states) else "?"]
            person[f"reason.{key}"] = None
        for pair in reasons.split():
            place, number = map(int, pair.split(":"))
            person[f"reason.{items[place]}"] = words[same.get(number, number)]
        people[id_] = person
    for id_, name, before in database.execute(
        "SELECT entity_id, field, before FROM history JOIN change ON change.id = change_id"
        " WHERE entity = 'staff' AND at > ? ORDER BY history.id DESC",
        (f"{day}T23:59:59",),
    ):
        if name in ("unit_id", "department_id", "administrative", "smartphone"):
            people[id_][name] = None if before is None else int(before)
        elif name == "present":
            people[id_]["present"] = before is not None
        else:
            people[id_][name] = before
    found = []
    for person in people.values():
        if person["present"]:
            reasons = {key: person[f"reason.{key}"] for key in ITEMS if person[f"reason.{key}"]}
            phone = person["smartphone"]
            found.append(
                Somebody(
                    unit_names[person["unit_id"]],
                    departments.get(person["department_id"]),
                    person["name"],
                    {key: person[f"state.{key}"] or "unknown" for key in ITEMS},
                    reasons,
                    sectors[person["unit_id"]],
                    # công chức, viên chức hành chính: a contract worker is none unless the station says so
                    person["administrative"] == 1
                    or (person["administrative"] is None and person["employment"] != "nguoi_lao_dong"),
                    NO_PHONE not in reasons.values() if phone is None else phone == 1,
                )
            )
    database.close()
    return found


@pytest.fixture(params=DAYS)
def day(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def people(path: Path, day: str) -> list[Somebody]:
    return _from_history(path, day)


def test_the_list_of_people_is_what_the_log_says(path: Path, day: str, people: list[Somebody]) -> None:
    listed = _run(path, "export", "roster", "-", "--full-ids", "--as-of", day)

    def key(
        unit: str, department: str | None, name: str, items: dict[str, tuple[str, str | None]]
    ) -> tuple[object, ...]:
        return unit, department or "", name, tuple(sorted(items.items(), key=lambda each: each[0]))

    printed = [
        key(
            each["unit"],
            each["department"],
            each["full_name"],
            {item: (said["state"], said["reason"] or "") for item, said in each["items"].items()},
        )
        for each in listed
    ]
    counted = [
        key(*each[:3], {item: (each.states[item], each.reasons.get(item, "")) for item in ITEMS}) for each in people
    ]
    assert len(printed) > 100
    assert sorted(printed, key=str) == sorted(counted, key=str)


def _why(person: Somebody, item: str) -> str:
    fixed = {"unknown": "Chưa có thông tin", "not_applicable": "Không áp dụng"}
    return fixed.get(person.states[item]) or person.reasons.get(item, "Chưa ghi lý do")


def _phu_luc_1(people: Sequence[Somebody]) -> dict[str, object]:
    def has(item: str) -> list[Somebody]:
        return [each for each in people if each.states[item] == "done"]

    def reasons(item: str) -> dict[str, int]:
        return Counter(_why(each, item) for each in people if each.states[item] != "done")

    level2, bhyt = has("level2_account"), has("bhyt_linked")
    return {
        "total": len(people),
        "level2_done": len(level2),
        "level2_todo": len(people) - len(level2),
        "level2_reasons": reasons("level2_account"),
        "health_book": len(has("health_book")),
        "bhyt_done": len(bhyt),
        "bhyt_todo": len(people) - len(bhyt),
        "bhyt_reasons": reasons("bhyt_linked"),
    }


def _by(people: Sequence[Somebody], key: Callable[[Somebody], str]) -> dict[str, list[Somebody]]:
    found = defaultdict(list)
    for each in people:
        found[key(each)].append(each)
    return {**found, "Tổng cộng": list(people)}


def _same(printed: list[dict[str, Any]], counted: dict[str, dict[str, object]]) -> None:
    assert {row.pop("label"): row for row in printed} == counted


def test_phu_luc_1_of_all_units_and_of_each(path: Path, day: str, people: list[Somebody]) -> None:
    printed = _run(path, "export", "phu-luc-1", "-", "--by", "unit", "--as-of", day)
    _same(printed, {label: _phu_luc_1(each) for label, each in _by(people, lambda one: one.unit).items()})
    for unit, staff_of in _by(people, lambda one: one.unit).items():
        if unit == "Tổng cộng":
            continue
        printed = _run(path, "export", "phu-luc-1", "-", "--unit", unit, "--by", "department", "--as-of", day)
        divided = any(one.department for one in staff_of)
        nowhere = "Chưa xếp khoa/phòng" if divided else unit
        rows = _by(staff_of, lambda one, name=nowhere: one.department or name)  # type: ignore[misc]
        _same(printed, {label: _phu_luc_1(each) for label, each in rows.items()})


def _mau_hai(people: Sequence[Somebody]) -> dict[str, object]:
    def signs(one: Somebody) -> str:
        asked = one.sector == "government" or (one.sector == "education" and one.administrative)
        state = one.states["digital_signature"]
        return "na" if not asked or state == "not_applicable" else "done" if state == "done" else "todo"

    def why_not(one: Somebody) -> str:
        if one.states["digital_signature"] == "not_applicable":
            said = one.reasons.get("digital_signature")
            if said:
                return said
        asked = one.sector == "government" or (one.sector == "education" and one.administrative)
        return "Không áp dụng" if asked else "Không thuộc đối tượng"

    with_phone = [one for one in people if one.phone and one.states["bhyt_linked"] != "not_applicable"]
    level2 = [one for one in people if one.states["level2_account"] != "done"]
    bhyt = [one for one in with_phone if one.states["bhyt_linked"] != "done"]
    signed = Counter(map(signs, people))
    return {
        "total": len(people),
        **{f"sign_{side}": signed[side] for side in ("done", "todo", "na")},
        "sign_why_na": Counter(why_not(one) for one in people if signs(one) == "na"),
        "level2_done": len(people) - len(level2),
        "level2_todo": len(level2),
        "level2_why": Counter(_why(one, "level2_account") for one in level2),
        "bhyt_done": len(with_phone) - len(bhyt),
        "bhyt_todo": len(bhyt),
        "bhyt_why": Counter(_why(one, "bhyt_linked") for one in bhyt),
    }


def test_the_second_form_counts_whom_its_plan_asks(path: Path, day: str, people: list[Somebody]) -> None:
    printed = _run(path, "export", "form", "mau-hai", "-", "--by", "unit", "--as-of", day)
    _same(printed, {label: _mau_hai(each) for label, each in _by(people, lambda one: one.unit).items()})


def _tri_ton_asks(one: Somebody, item: str) -> bool:
    """Source 000, B.II.2.a and B.II.3.b."""
    if item in ("cccd", "social_security"):
        return one.sector == "health"
    if item == "digital_signature":
        return one.sector == "health" and one.administrative
    return True


def _any_plan_asks(one: Somebody, item: str) -> bool:
    if item == "digital_signature" and one.sector in ("government", "education"):
        return _tri_ton_asks(one, item) or one.sector == "government" or one.administrative
    return _tri_ton_asks(one, item)


def _progress(people: Sequence[Somebody], item: str, asks: Callable[[Somebody, str], bool]) -> tuple[int, int]:
    asked = [one.states[item] for one in people if asks(one, item) and one.states[item] != "not_applicable"]
    return asked.count("done"), len(asked)


def test_the_status_by_item_and_by_sector(path: Path, day: str, people: list[Somebody]) -> None:
    found = _run(path, "status", "--json", "--as-of", day)
    assert {each["item"]: (each["done"], each["applicable"]) for each in found["items"]} == {
        item: _progress(people, item, _any_plan_asks) for item in ITEMS
    }
    for part in found["sectors"]:
        own = [one for one in people if (one.sector == "health") == (part["sector"] == "health")]
        counted = {item: _progress(own, item, _any_plan_asks) for item in ITEMS}
        assert {each["item"]: (each["done"], each["asked"]) for each in part["items"]} == {
            item: pair for item, pair in counted.items() if pair[1]
        }


def test_the_report_on_progress_of_one_plan(path: Path, day: str, people: list[Somebody]) -> None:
    (paper,) = _run(path, "export", "progress", "-", *WEEKLY, "--as-of", day)
    assert paper["people"] == len(people)
    assert {each["key"]: (each["done"], each["applicable"]) for each in paper["items"]} == {
        item: _progress(people, item, _tri_ton_asks) for item in ITEMS
    }
    keys = [each["key"] for each in paper["items"]]
    by_unit = _by(people, lambda one: one.unit)
    assert {each["unit"] for each in paper["units"]} == by_unit.keys() - {"Tổng cộng"}
    for each in paper["units"]:
        own = by_unit[each["unit"]]
        assert each["people"] == len(own)
        pairs = [tuple(pair) if pair else (0, 0) for pair in each["items"]]
        assert dict(zip(keys, pairs, strict=True)) == {key: _progress(own, key, _tri_ton_asks) for key in keys}


def test_an_evening_that_is_not_over_is_now(path: Path) -> None:
    today = date.fromisoformat("2026-06-23").isoformat()
    assert _run(path, "export", "phu-luc-1", "-", "--by", "unit", "--as-of", today) == _run(
        path, "export", "phu-luc-1", "-", "--by", "unit"
    )
