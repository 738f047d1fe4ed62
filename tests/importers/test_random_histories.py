"""What a person may do to a register in any order: who is listed in which unit, and what each has, is what was said.

Files come in with answers, or with questions left open; they are taken back, redone and sent again; states, units and
names of units are changed by hand and that is taken back; people are added, taken off and forgotten; copies are put
back. A model says what there is after each step: files and hands are events, and those that were not taken back are in
force. On the list is about whom an event in force is, after the last one that took them off; a state and a unit are
those of the last event that gives one.
"""

import copy
import csv
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from importers import intake
from importers.answers import Answers
from store import clock, history, journal, retention
from store.copies import backup, check, restoring
from store.database import Store
from store.errors import RefusedError
from store.models import Person, State
from store.opening import open_store
from store.outcome import Outcome
from store.people import staff, units
from store.receiving import submissions
from store.receiving.plan import PlannedRow
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
#: Blank may be chưa, as the other cells of the column have it; what nobody understands says nothing.
CELLS = ("Đã có", "Đã có", "Chưa", "Chưa (Quên mật khẩu)", "Chưa (Thẻ hết hạn)", "", "xem lại sau")
HISTORIES, STEPS, FILES = 10, 20, 8

Says = Mapping[tuple[int, str], str]  # (person, item) -> the text of the cell


@dataclass
class Event:
    """What a file or a hand says of people; units by the names that they had first."""

    about: set[int]  # people whom it lists, or who were written about
    says: dict[tuple[int, str], tuple[State, str]] = field(default_factory=dict)
    places: dict[int, str] = field(default_factory=dict)  # person -> unit
    numbers: set[int] = field(default_factory=set)  # people whose CCCD it gives
    takes_off: set[int] = field(default_factory=set)
    renames: tuple[str, str] | None = None  # a unit, and its new name
    change: int = 0  # of a hand
    sent: "SentFile | None" = None
    is_in_force: bool = True

    def forget(self, person: int) -> None:
        """Leave out somebody."""
        for people in (self.about, self.numbers, self.takes_off):
            people.discard(person)
        self.says = {key: said for key, said in self.says.items() if key[0] != person}
        self.places.pop(person, None)


@dataclass
class SentFile:
    """A list that a unit sends."""

    unit: str
    says: Says
    has_numbers: bool
    departments: Mapping[int, str]  # of a file with a column of them
    is_reversed: bool = False  # the last person of it first

    def in_another_order(self) -> "SentFile":
        """The same list, which most often changes nothing in the store."""
        return replace(self, is_reversed=not self.is_reversed)


class World:
    """A store, and the model beside it."""

    def __init__(self, store: Store, folder: Path, rnd: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
        self.store, self.folder, self.rnd, self.monkeypatch = store, folder, rnd, monkeypatch
        self.moment = datetime.fromisoformat("2026-06-01T08:00:00")
        self.events: list[Event] = []
        self.files: dict[int, Event] = {}  # by the number of the submission
        self.copies: list[tuple[Path, list[Event], dict[int, Event]]] = []
        self.log: list[str] = []

    def step(self) -> None:
        """One thing that somebody does, a few hours after the last."""
        self.moment += timedelta(hours=7)
        self.monkeypatch.setenv(clock.VARIABLE, self.moment.isoformat())
        standing = [number for number, file in self.files.items() if file.is_in_force]
        back = [number for number, file in self.files.items() if not file.is_in_force]
        may_send = len(self.files) < FILES
        doings = [self.write, self.write, self.add, self.take_off, self.move, self.rename, self.close]
        doings += [self.receive] * 3 if may_send else []
        doings += [lambda: self.take_back(self.rnd.choice(standing))] * 2 if standing else []
        doings += [lambda: self.redo(self.rnd.choice(back))] * 2 if back else []
        doings += [lambda: self.receive(self.files[self.rnd.choice(back)].sent)] if back and may_send else []
        if standing and may_send:
            doings += [lambda: self.receive(self.files[self.rnd.choice(standing)].sent.in_another_order())]
        doings += [self.undo_an_edit] if self.edits() else []
        doings += [self.rnd.choice([self.copy, self.restore, self.forget])]
        self.rnd.choice(doings)()

    def edits(self) -> list[Event]:
        return [event for event in self.events if event.change and event.is_in_force]

    def name_of(self, unit: str) -> str:
        """The present name of a unit."""
        renames = [event.renames for event in self.events if event.is_in_force and event.renames]
        return next((new for old, new in reversed(renames) if old == unit), unit)

    # -- files

    def receive(self, sent: SentFile | None = None) -> None:
        """Take in a file, or what a file that was taken back said once more."""
        if sent is None:
            people = sorted(self.rnd.sample(range(len(PEOPLE)), self.rnd.randint(2, len(PEOPLE))))
            items = self.rnd.sample(list(HEADS), self.rnd.randint(1, 2))
            sent = SentFile(
                self.rnd.choice(UNITS),
                {(i, key): self.rnd.choice(CELLS) for i in people for key in items},
                self.rnd.random() < 0.75,
                {i: self.rnd.choice(DEPARTMENTS) for i in people} if self.rnd.random() < 0.4 else {},
            )
        unit = self.name_of(sent.unit)
        file = intake.read(self.store, self.written(sent, unit), answers=Answers(unit=unit))
        assert file.plan is not None
        for row in file.plan.rows:  # nobody moves, and no đã goes, without a question
            unasked = row.agreed if row.question else row.changes
            assert all(change.field != "unit" and change.before != State.DONE.value for change in unasked), row
        answers = []
        for row in [row for row in file.plan.rows if row.question]:
            answers.append((row.incoming.row, self.answer(row)))
            if answers[-1][1]:
                intake.answer_row(self.store, file, row, answers[-1][1])
        event = Event(set(), sent=sent)
        for row in file.plan.rows:
            self.say(event, sent, unit, row)
        for one in list(file.plan.vanished):
            has_left = self.rnd.random() < 0.3
            intake.answer_vanished(file, one, left=has_left)
            event.takes_off |= {_person(one.full_name)} if has_left else set()
        number = intake.apply(self.store, file)
        if number is not None:  # None: the same as a file before
            self.files[number] = event
            self.events.append(event)
        self.log.append(f"nhận {number} {unit}: {sent}, trả lời {answers}, nghỉ {event.takes_off}")

    def answer(self, row: PlannedRow) -> str:
        """What the person answers to the question of a row; "" for nothing."""
        if row.asks_who and row.conflict != "removed":
            return "take"
        return self.rnd.choice(["take", "take", "take", "keep", ""])

    def say(self, event: Event, sent: SentFile, unit: str, row: PlannedRow) -> None:
        """Add to the event of a file what one row says after its answer: of what it leaves the store is confirmed."""
        assert row.incoming.person is not None
        person = _person(row.incoming.person.full_name)
        known = None if row.staff_id is None else staff.get(self.store, row.staff_id)
        if known is None and row.outcome is not Outcome.NEW:
            return  # left out
        if row.question and row.asks_who:
            return
        event.about.add(person)
        changes = set() if row.question else {str(change.field) for change in row.changes}
        stays = known is not None and known.unit != unit and "unit" not in changes
        if row.question:
            event.places |= {} if stays else {person: sent.unit}
            return
        event.places[person] = known.unit.partition(" số ")[0] if known is not None and stays else sent.unit
        event.numbers |= {person} if sent.has_numbers else set()
        for key in HEADS:
            read = row.incoming.person.states.get(key, State.UNKNOWN), row.incoming.person.reasons.get(key, "")
            if read[0] is State.UNKNOWN:
                continue
            state, reason = read
            has = (State.UNKNOWN, "") if known is None else _has(known.person, key)
            if known is not None and has[0] is not state and f"state.{key}" not in changes:
                event.says[person, key] = has
            else:
                is_new = known is None or has[1] == reason or f"reason.{key}" in changes
                event.says[person, key] = (state, reason if is_new else "")

    def written(self, sent: SentFile, unit: str) -> Path:
        people, items = (
            sorted({i for i, _ in sent.says}),
            [key for key in HEADS if any(of == key for _, of in sent.says)],
        )
        path = self.folder / f"{len(self.files)}-{self.moment:%d%H}.csv"
        numbers, departments = ["Số CCCD"] * sent.has_numbers, ["Khoa/phòng"] * bool(sent.departments)
        with path.open("w", encoding="utf-8", newline="") as out:
            lines = csv.writer(out)
            heads = ["STT", "Họ và tên", "Ngày sinh", *numbers, *departments, *(HEADS[key] for key in items)]
            lines.writerows([[f"Đơn vị: {unit}"], heads])
            for n, i in enumerate(reversed(people) if sent.is_reversed else people, 1):
                name, born, number = PEOPLE[i]
                own = [*([number] if numbers else []), *([sent.departments[i]] if departments else [])]
                born = datetime.fromisoformat(born).strftime("%d/%m/%Y")
                lines.writerow([n, name, born, *own, *(sent.says[i, key] for key in items)])
        return path

    def take_back(self, number: int) -> None:
        submissions.take_back(self.store, number)
        self.files[number].is_in_force = False
        self.log.append(f"rút {number}")

    def redo(self, number: int) -> None:
        change = next((each.id for each in journal.changes(self.store) if each.submission_id == number), None)
        if change is None:
            return  # it had changed nothing
        try:
            history.put_back(self.store, change)
        except RefusedError:
            self.log.append(f"làm lại {number}: từ chối")
            return
        self.files[number].is_in_force = True
        self.log.append(f"làm lại {number}")

    # -- by hand

    def by_hand(self, event: Event) -> None:
        event.change = journal.last_change(self.store)
        self.events.append(event)
        self.log.append(f"ghi tay {event}")

    def write(self) -> None:
        person, key = self.rnd.randrange(len(PEOPLE)), self.rnd.choice([*HEADS, "cccd"])
        state = self.rnd.choice([State.DONE, State.TODO])
        staff_id = self.listed(person)
        if staff_id is not None and staff.get(self.store, staff_id).person.states[key] is not state:
            staff.set_state(self.store, [staff_id], key, state)
            self.by_hand(Event({person}, {(person, key): (state, "")}))

    def add(self) -> None:
        """Add somebody who never was on the list, as one change with the unit where that is new."""
        known = {name for (name,) in self.store.rows("SELECT full_name FROM staff")}
        new = [i for i, (name, _, _) in enumerate(PEOPLE) if name not in known]
        if new:
            person, key, unit = self.rnd.choice(new), self.rnd.choice(list(HEADS)), self.rnd.choice(UNITS)
            name, born, number = PEOPLE[person]
            values = Person(full_name=name, birth_date=born, citizen_id=number, states={key: State.DONE})
            with history.recording(self.store, "add", f"Thêm {name}"):
                staff.add(self.store, values, units.find_or_add(self.store, self.name_of(unit)))
            self.by_hand(Event({person}, {(person, key): (State.DONE, "")}, {person: unit}))

    def move(self) -> None:
        person, unit = self.rnd.randrange(len(PEOPLE)), self.rnd.choice(UNITS)
        staff_id, found = self.listed(person), units.find(self.store, self.name_of(unit))
        if staff_id is not None and found is not None and staff.get(self.store, staff_id).unit != found.name:
            staff.move(self.store, [staff_id], found.id)
            self.by_hand(Event({person}, places={person: unit}))

    def take_off(self) -> None:
        person = self.rnd.randrange(len(PEOPLE))
        staff_id = self.listed(person)
        if staff_id is not None and self.rnd.random() < 0.5:
            staff.remove(self.store, [staff_id])
            self.by_hand(Event(set(), takes_off={person}))

    def rename(self) -> None:
        unit = self.rnd.choice(UNITS)
        found = units.find(self.store, self.name_of(unit))
        if found is not None:
            name = f"{unit} số {len(self.log)}"
            units.edit(self.store, found.id, name=name)
            self.by_hand(Event(set(), renames=(unit, name)))

    def close(self) -> None:
        found = units.find(self.store, self.name_of(self.rnd.choice(UNITS)))
        if found is not None and not units.has_people(self.store, found.id) and self.rnd.random() < 0.5:
            units.close(self.store, found.id)
            self.by_hand(Event(set()))

    def undo_an_edit(self) -> None:
        edit = self.rnd.choice(self.edits())
        try:
            history.take_back(self.store, journal.change(self.store, edit.change))
        except RefusedError:
            self.log.append(f"rút {edit}: từ chối")
            return
        edit.is_in_force = False
        self.log.append(f"rút {edit}")

    # -- copies, and who is forgotten

    def copy(self) -> None:
        path = self.folder / f"{len(self.log)}-{self.moment:%d%H}.sqlite3"
        backup.back_up(self.store.path, to=path)
        self.copies.append((path, *copy.deepcopy((self.events, self.files))))
        self.log.append(f"sao lưu {path.name}")

    def restore(self) -> None:
        if self.copies:
            path, events, files = self.rnd.choice(self.copies)
            self.store.close()
            restoring.restore(self.store.path, path)
            self.store = open_store(self.store.path)
            self.events, self.files = copy.deepcopy((events, files))
            self.log.append(f"khôi phục {path.name}")

    def forget(self) -> None:
        """Forget somebody, also where two records are of one person."""
        people = [i for i in range(len(PEOPLE)) if self.listed(i) is None]
        person = self.rnd.choice(people) if people else -1
        records = [each for each in retention.leavers(self.store) if each.full_name == PEOPLE[person][0]]
        ids = [each.id for each in records]
        if any(each.waits_in for each in records):
            with pytest.raises(RefusedError, match="chờ trả lời"):
                retention.forget(self.store, ids)
            self.log.append(f"xoá {person}: từ chối")
        elif records:
            retention.forget(self.store, ids)
            for event in self.events:
                event.forget(person)
            self.log.append(f"xoá {person}")

    # -- what there should be

    def listed(self, person: int) -> int | None:
        sql = "SELECT id FROM staff WHERE full_name = ? AND removed_at IS NULL"
        found = self.store.one(sql, (PEOPLE[person][0],))
        return None if found is None else int(found[0])

    def wrong(self) -> Iterator[str]:
        """Where store and model differ."""
        names = [unit.name.partition(" số ")[0] for unit in units.all_units(self.store)]
        if len(names) != len(set(names)):
            yield f"one unit twice: {names}"
        (twice,) = self.store.only("SELECT count(*) - count(DISTINCT full_name) FROM staff WHERE removed_at IS NULL")
        if twice:
            yield "somebody twice"
        where = "SELECT full_name FROM staff JOIN {} WHERE {} AND removed_at IS NULL"
        department = where.format("department ON department.id = department_id", "department.unit_id <> staff.unit_id")
        for (name,) in self.store.rows(department):
            yield f"{name}: khoa/phòng of another unit"
        for (name,) in self.store.rows(where.format("unit ON unit.id = unit_id", "valid_to IS NOT NULL")):
            yield f"{name}: in a closed unit"
        for person in range(len(PEOPLE)):
            yield from (f"{person}: {what}" for what in self._wrong_of(person))

    def _wrong_of(self, person: int) -> Iterator[str]:
        standing = [event for event in self.events if event.is_in_force]
        off = max((at for at, event in enumerate(standing) if person in event.takes_off), default=-1)
        staff_id = self.listed(person)
        if any(person in event.about for event in standing[off + 1 :]) is (staff_id is None):
            yield f"listed {staff_id is not None}"
        if staff_id is None:
            return
        found = staff.get(self.store, staff_id)
        for key in (*HEADS, "cccd"):
            wanted = _last([event.says[person, key] for event in standing if (person, key) in event.says])
            if (has := _has(found.person, key)) != wanted:
                yield f"{key} {has}, not {wanted}"
        places = [event.places[person] for event in standing if person in event.places]
        if places and found.unit != (unit := self.name_of(places[-1])):
            yield f"unit {found.unit}, not {unit}"
        if any(person in event.numbers for event in standing) and found.person.citizen_id != PEOPLE[person][2]:
            yield f"CCCD {found.person.citizen_id}"


def _person(name: str) -> int:
    return next(i for i, person in enumerate(PEOPLE) if person[0] == name)


def _has(person: Person, key: str) -> tuple[State, str]:
    return person.states[key], person.reasons.get(key, "")


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
        world = World(station(folder / "s.sqlite3"), folder, rnd, monkeypatch)
        for _ in range(STEPS):
            world.step()
            assert list(world.wrong()) == [], "\n".join(world.log)
        world.store.close()
        assert check.check(world.store.path).problems == ()
