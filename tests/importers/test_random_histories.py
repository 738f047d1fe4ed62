"""Files taken in, taken back and redone in any order, with edits by hand between: who is listed, and what each has.

A model says it after each step: on the list is whom a file in force lists or a hand wrote about; a state is that of the
last file in force that gives one.
"""

import csv
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from importers import intake
from importers.answers import Answers
from store import clock, history
from store.database import Store
from store.errors import RefusedError
from store.models import State
from store.people import staff, units
from store.receiving import submissions
from tests.tui.station import station

UNIT = "Trường Tiểu học Bến Đò"  # which the first file brings in

HEADS = {
    "level2_account": "Tài khoản VNeID mức 2",
    "bhyt_linked": "BHYT tích hợp VNeID",
    "health_book": "Sổ sức khỏe điện tử",
}
PEOPLE = (
    ("An Văn Một", "01/02/1980", "089080000100"),
    ("Bê Thị Hai", "02/02/1981", "089181000101"),
    ("Cao Thị Cúc", "03/02/1982", "089182000102"),
    ("Đỗ Văn Dũng", "04/02/1983", "089083000103"),
    ("Em Thị Năm", "05/02/1984", "089184000104"),
    ("Phan Văn Sáu", "06/02/1985", "089085000105"),
)
CELLS = (
    (State.DONE, ""), (State.DONE, ""), (State.TODO, ""), (State.TODO, "Quên mật khẩu"), (State.TODO, "Thẻ hết hạn"),
)  # fmt: skip
HISTORIES, STEPS, FILES = 10, 11, 5


Says = dict[tuple[int, str], tuple[State, str]]  # (person, item) -> state and its reason, "" for none


@dataclass
class Sent:
    """A file of the model: the states that it gives, with their reasons, by person and item."""

    says: Says
    is_in_force: bool = True


class World:
    """A store, and the model beside it."""

    def __init__(self, store: Store, folder: Path, rnd: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
        self.store, self.folder, self.rnd, self.monkeypatch = store, folder, rnd, monkeypatch
        self.moment = datetime.fromisoformat("2026-06-01T08:00:00")
        self.sent: dict[int, Sent] = {}  # by the number of the submission
        self.by_hand: set[int] = set()  # people about whom somebody wrote
        self.log: list[str] = []

    def step(self) -> None:
        """One thing that somebody does, a few hours after the last."""
        self.moment += timedelta(hours=7)
        self.monkeypatch.setenv(clock.VARIABLE, self.moment.isoformat())
        standing = [number for number, file in self.sent.items() if file.is_in_force]
        back = [number for number, file in self.sent.items() if not file.is_in_force]
        doings = [self.write, *([self.receive] if len(self.sent) < FILES else [])]
        doings += [lambda: self.take_back(self.rnd.choice(standing))] * 2 if standing else []
        doings += [lambda: self.redo(self.rnd.choice(back))] * 2 if back else []
        doings += (
            [lambda: self.receive(self.sent[self.rnd.choice(back)].says)] if back and len(self.sent) < FILES else []
        )
        self.rnd.choice(doings)()

    def receive(self, says: Says | None = None) -> None:
        """Take in a file, or what a file that was taken back said once more."""
        if says is None:
            people = sorted(self.rnd.sample(range(len(PEOPLE)), self.rnd.randint(2, len(PEOPLE))))
            items = self.rnd.sample(list(HEADS), self.rnd.randint(1, 2))
            says = {(i, key): self.rnd.choice(CELLS) for i in people for key in items}
        people, items = sorted({i for i, _ in says}), [key for key in HEADS if any(of == key for _, of in says)]
        path = self.folder / f"{len(self.sent)}-{self.moment:%d%H}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            rows = ([n, *PEOPLE[i], *(_cell(*says[i, key]) for key in items)] for n, i in enumerate(people, 1))
            heads = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", *(HEADS[key] for key in items)]
            csv.writer(out).writerows([[f"Đơn vị: {UNIT}"], heads, *rows])
        file = intake.read(self.store, path, answers=Answers(unit=UNIT))
        assert file.plan is not None
        for row in [row for row in file.plan.rows if row.question]:
            intake.answer_row(self.store, file, row, "take")
        for one in list(file.plan.vanished):
            intake.answer_vanished(file, one, left=False)
        number = intake.apply(self.store, file)
        if number is not None:  # None: the same as a file before
            self.sent[number] = Sent(says)
        self.log.append(f"nhận {number}: {says}")

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
        person = self.rnd.randrange(len(PEOPLE))
        if (staff_id := self.listed(person)) is not None:
            staff.set_state(self.store, [staff_id], "cccd", State.DONE)
            self.by_hand.add(person)
            self.log.append(f"ghi tay {person}")

    def listed(self, person: int) -> int | None:
        found = self.store.one("SELECT id FROM staff WHERE citizen_id = ? AND removed_at IS NULL", (PEOPLE[person][2],))
        return None if found is None else int(found[0])

    def wrong(self) -> Iterator[str]:
        """Where store and model differ."""
        names = [unit.name for unit in units.all_units(self.store)]
        if len(names) != len(set(names)):
            yield f"one unit twice: {names}"
        standing = [file for _, file in sorted(self.sent.items()) if file.is_in_force]
        for person in range(len(PEOPLE)):
            is_wanted = person in self.by_hand or any(of == person for file in standing for of, _ in file.says)
            staff_id = self.listed(person)
            if is_wanted is (staff_id is None):
                yield f"{person}: listed {staff_id is not None}"
            if staff_id is None:
                continue
            found = staff.get(self.store, staff_id).person
            for key in HEADS:
                wanted = _last([file.says[person, key] for file in standing if (person, key) in file.says])
                if (has := (found.states[key], found.reasons.get(key, ""))) != wanted:
                    yield f"{person}, {key}: {has}, not {wanted}"


def _cell(state: State, reason: str) -> str:
    word = {State.DONE: "Đã có", State.TODO: "Chưa"}[state]
    return f"{word} ({reason})" if reason else word


def _last(told: Iterable[tuple[State, str]]) -> tuple[State, str]:
    """The state that stands in the end; a file that gives the same state and no reason leaves the reason."""
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
