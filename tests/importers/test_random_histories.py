"""Files taken in, taken back and redone in any order, with edits by hand between: who is listed, and what each has.

A model says it after each step. What files and hands say is a list of events; those that were not taken back are in
force. On the list is about whom an event in force says something, after the last one that took them off; a state is
that of the last event that gives one; the unit is that of the last file that lists the person.
"""

import csv
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from importers import intake
from importers.answers import Answers
from store import clock, history
from store.database import Store
from store.errors import RefusedError
from store.models import Person, State
from store.people import staff, units
from store.receiving import submissions
from tests.tui.station import station

UNITS = ("Trường Tiểu học Bến Đò", "Trường THCS Cầu Kè")  # which the first files bring in
DEPARTMENTS = ("Tổ Một", "Tổ Hai")
HEADS = {
    "level2_account": "Tài khoản VNeID mức 2",
    "bhyt_linked": "BHYT tích hợp VNeID",
    "health_book": "Sổ sức khỏe điện tử",
}
PEOPLE = (
    ("An Văn Một", "1980-02-01", "089080000100"),
    ("Bê Thị Hai", "1981-02-02", "089181000101"),
    ("Cao Thị Cúc", "1982-02-03", "089182000102"),
    ("Đỗ Văn Dũng", "1983-02-04", "089083000103"),
    ("Em Thị Năm", "1984-02-05", "089184000104"),
    ("Phan Văn Sáu", "1985-02-06", "089085000105"),
)
CELLS = (
    (State.DONE, ""), (State.DONE, ""), (State.TODO, ""), (State.TODO, "Quên mật khẩu"), (State.TODO, "Thẻ hết hạn"),
)  # fmt: skip
HISTORIES, STEPS, FILES = 12, 16, 7

Says = Mapping[tuple[int, str], tuple[State, str]]  # (person, item) -> state and its reason, "" for none


@dataclass
class Event:
    """What a file or a hand says of people."""

    says: Says
    unit: str = ""  # of a file
    has_numbers: bool = False  # a file with a column of CCCD
    departments: Mapping[int, str] = field(default_factory=dict)  # of a file with a column of them
    takes_off: int | None = None  # a person whom a hand took off the list
    change: int = 0  # of a hand
    is_in_force: bool = True

    def is_about(self, person: int) -> bool:
        return any(of == person for of, _ in self.says)


class World:
    """A store, and the model beside it."""

    def __init__(self, store: Store, folder: Path, rnd: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
        self.store, self.folder, self.rnd, self.monkeypatch = store, folder, rnd, monkeypatch
        self.moment = datetime.fromisoformat("2026-06-01T08:00:00")
        self.events: list[Event] = []
        self.sent: dict[int, Event] = {}  # files by the number of the submission
        self.log: list[str] = []

    def step(self) -> None:
        """One thing that somebody does, a few hours after the last."""
        self.moment += timedelta(hours=7)
        self.monkeypatch.setenv(clock.VARIABLE, self.moment.isoformat())
        standing = [number for number, file in self.sent.items() if file.is_in_force]
        back = [number for number, file in self.sent.items() if not file.is_in_force]
        doings = [self.write, self.write, self.add, self.take_off]
        doings += [self.receive] * 2 if len(self.sent) < FILES else []
        doings += [lambda: self.take_back(self.rnd.choice(standing))] * 2 if standing else []
        doings += [lambda: self.redo(self.rnd.choice(back))] * 2 if back else []
        doings += [lambda: self.receive(self.sent[self.rnd.choice(back)])] if back and len(self.sent) < FILES else []
        doings += [self.undo_an_edit] if self.edits() else []
        self.rnd.choice(doings)()

    def edits(self) -> list[Event]:
        return [event for event in self.events if event.change and event.is_in_force]

    def receive(self, sent: Event | None = None) -> None:
        """Take in a file, or what a file that was taken back said once more."""
        if sent is None:
            people = sorted(self.rnd.sample(range(len(PEOPLE)), self.rnd.randint(2, len(PEOPLE))))
            items = self.rnd.sample(list(HEADS), self.rnd.randint(1, 2))
            sent = Event(
                {(i, key): self.rnd.choice(CELLS) for i in people for key in items},
                self.rnd.choice(UNITS),
                self.rnd.random() < 0.75,
                {i: self.rnd.choice(DEPARTMENTS) for i in people} if self.rnd.random() < 0.4 else {},
            )
        file = intake.read(self.store, self.written(sent), answers=Answers(unit=sent.unit))
        assert file.plan is not None
        for row in [row for row in file.plan.rows if row.question]:
            intake.answer_row(self.store, file, row, "take")
        for one in list(file.plan.vanished):
            intake.answer_vanished(file, one, left=False)
        number = intake.apply(self.store, file)
        if number is not None:  # None: the same as a file before
            self.sent[number] = Event(sent.says, sent.unit, sent.has_numbers, sent.departments)
            self.events.append(self.sent[number])
        self.log.append(f"nhận {number}: {sent}")

    def written(self, sent: Event) -> Path:
        people, items = (
            sorted({i for i, _ in sent.says}),
            [key for key in HEADS if any(of == key for _, of in sent.says)],
        )
        path = self.folder / f"{len(self.sent)}-{self.moment:%d%H}.csv"
        numbers, departments = ["Số CCCD"] * sent.has_numbers, ["Khoa/phòng"] * bool(sent.departments)
        with path.open("w", encoding="utf-8", newline="") as out:
            lines = csv.writer(out)
            heads = ["STT", "Họ và tên", "Ngày sinh", *numbers, *departments, *(HEADS[key] for key in items)]
            lines.writerows([[f"Đơn vị: {sent.unit}"], heads])
            for n, i in enumerate(people, 1):
                name, born, number = PEOPLE[i]
                own = [*([number] if numbers else []), *([sent.departments[i]] if departments else [])]
                born = datetime.fromisoformat(born).strftime("%d/%m/%Y")
                lines.writerow([n, name, born, *own, *(_cell(*sent.says[i, key]) for key in items)])
        return path

    def take_back(self, number: int) -> None:
        submissions.take_back(self.store, number)
        self.sent[number].is_in_force = False
        self.log.append(f"rút {number}")

    def redo(self, number: int) -> None:
        change = next((each.id for each in history.changes(self.store) if each.submission_id == number), None)
        if change is None:
            return  # it had changed nothing
        try:
            history.put_back(self.store, change)
        except RefusedError:
            self.log.append(f"làm lại {number}: từ chối")
            return
        self.sent[number].is_in_force = True
        self.log.append(f"làm lại {number}")

    def write(self) -> None:
        person, key = self.rnd.randrange(len(PEOPLE)), self.rnd.choice([*HEADS, "cccd"])
        state = self.rnd.choice([State.DONE, State.TODO])
        staff_id = self.listed(person)
        if staff_id is not None and staff.get(self.store, staff_id).person.states[key] is not state:
            staff.set_state(self.store, [staff_id], key, state)
            self.by_hand({(person, key): (state, "")})

    def add(self) -> None:
        """Add somebody by hand who never was on the list."""
        known = {name for (name,) in self.store.rows("SELECT full_name FROM staff")}
        new = [i for i, (name, _, _) in enumerate(PEOPLE) if name not in known]
        if new:
            person, key = self.rnd.choice(new), self.rnd.choice(list(HEADS))
            name, born, number = PEOPLE[person]
            values = Person(full_name=name, birth_date=born, citizen_id=number, states={key: State.DONE})
            staff.add(self.store, values, units.find_or_add(self.store, self.rnd.choice(UNITS)))
            self.by_hand({(person, key): (State.DONE, "")})

    def take_off(self) -> None:
        person = self.rnd.randrange(len(PEOPLE))
        staff_id = self.listed(person)
        if staff_id is not None and self.rnd.random() < 0.5:
            staff.remove(self.store, [staff_id])
            self.by_hand({}, takes_off=person)

    def by_hand(self, says: Says, takes_off: int | None = None) -> None:
        self.events.append(Event(says, takes_off=takes_off, change=history.last_change(self.store)))
        self.log.append(f"ghi tay {self.events[-1]}")

    def undo_an_edit(self) -> None:
        edit = self.rnd.choice(self.edits())
        history.take_back(self.store, history.change(self.store, edit.change))
        edit.is_in_force = False
        self.log.append(f"rút {edit}")

    def listed(self, person: int) -> int | None:
        sql = "SELECT id FROM staff WHERE full_name = ? AND removed_at IS NULL"
        found = self.store.one(sql, (PEOPLE[person][0],))
        return None if found is None else int(found[0])

    def wrong(self) -> Iterator[str]:
        """Where store and model differ."""
        names = [unit.name for unit in units.all_units(self.store)]
        if len(names) != len(set(names)):
            yield f"one unit twice: {names}"
        (twice,) = self.store.only("SELECT count(*) - count(DISTINCT full_name) FROM staff WHERE removed_at IS NULL")
        if twice:
            yield "somebody twice"
        elsewhere = "SELECT full_name FROM staff JOIN department ON department.id = department_id"
        for (name,) in self.store.rows(f"{elsewhere} WHERE department.unit_id <> staff.unit_id"):
            yield f"{name}: khoa/phòng of another unit"
        for person in range(len(PEOPLE)):
            yield from (f"{person}: {what}" for what in self._wrong_of(person))

    def _wrong_of(self, person: int) -> Iterator[str]:
        standing = [event for event in self.events if event.is_in_force]
        off = max((at for at, event in enumerate(standing) if event.takes_off == person), default=-1)
        staff_id = self.listed(person)
        if any(event.is_about(person) for event in standing[off + 1 :]) is (staff_id is None):
            yield f"listed {staff_id is not None}"
        if staff_id is None:
            return
        found = staff.get(self.store, staff_id)
        for key in (*HEADS, "cccd"):
            wanted = _last([event.says[person, key] for event in standing if (person, key) in event.says])
            if (has := (found.person.states[key], found.person.reasons.get(key, ""))) != wanted:
                yield f"{key} {has}, not {wanted}"
        files = [event for event in standing if event.unit and event.is_about(person)]
        if files and found.unit != files[-1].unit:
            yield f"unit {found.unit}, not {files[-1].unit}"
        if any(file.has_numbers for file in files) and found.person.citizen_id != PEOPLE[person][2]:
            yield f"CCCD {found.person.citizen_id}"


def _cell(state: State, reason: str) -> str:
    word = {State.DONE: "Đã có", State.TODO: "Chưa"}[state]
    return f"{word} ({reason})" if reason else word


def _last(told: Iterable[tuple[State, str]]) -> tuple[State, str]:
    """The state that stands in the end; what gives the same state and no reason leaves the reason."""
    stands = (State.UNKNOWN, "")
    for state, reason in told:
        stands = (state, reason or (stands[1] if state is stands[0] else ""))
    return stands


@pytest.mark.parametrize("seed", range(8))
def test_the_list_is_what_files_in_force_and_hands_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    rnd = random.Random(seed)
    for number in range(HISTORIES):
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.setenv(clock.VARIABLE, "2026-06-01T08:00:00")
        with station(folder / "s.sqlite3") as store:
            world = World(store, folder, rnd, monkeypatch)
            for _ in range(STEPS):
                world.step()
                assert list(world.wrong()) == [], "\n".join(world.log)
