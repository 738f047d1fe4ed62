"""Stations that send bundles, with few people each, and the province that takes them in."""

import random
import shutil
from collections import Counter
from pathlib import Path

from importers import intake
from importers.intake import Answers, Incoming
from store import settings
from store.checklist.items import checklist_items
from store.database import Store
from store.forms import counts, library
from store.forms.counts import FormTable, Scope
from store.models import Person, State
from store.opening import open_store
from store.people import staff, units

PASSPHRASE = "Tân Lập 2026"  # noqa: S105 - of made-up stations
UNITS = ("Trường Tiểu học A", "Trường Mầm non Hoa Sen", "Ủy ban nhân dân xã")
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ")
_MIDDLE = ("Thị", "Văn", "Ngọc", "Minh")
_GIVEN = ("An", "Bình", "Châu", "Dung", "Đức", "Giang", "Hà", "Én", "Ứng", "Lan")


def seal(content: bytes, passphrase: str) -> bytes:
    """In the place of the real encryption, which takes a second: two tests use that one."""
    return passphrase.encode() + b"\n" + content[::-1]


def unseal(content: bytes, passphrase: str) -> bytes:
    """The other way round; a wrong passphrase is refused as the real one refuses it."""
    from importers.bundle.container import WRONG, LockedError

    head, _, rest = content.partition(b"\n")
    if head != passphrase.encode():
        raise LockedError(WRONG)
    return rest[::-1]


def station(base: Path, path: Path, number: int) -> Store:
    """A station with six to twelve people in two to four units, whose names other stations have too."""
    shutil.copyfile(base, path)
    store = open_store(path)
    chance = random.Random(number)
    name = f"Trạm Y tế xã Tân Lập {number}"
    with store.transaction():
        settings.save(store, station_name=name, head_name="Võ Ngọc Ứng")
        own = units.add(store, name, facility_code=f"58{number:03d}")
        others = [units.add(store, unit) for unit in UNITS[: 1 + number % 3]]
        for place in range(6 + number % 7):
            unit = own if place % 2 else others[place % len(others)]
            department = ("Dược", "Khám bệnh", None)[place % 3] if unit == own else None
            staff.add(store, person(chance, f"{number:02d}{place:02d}"), unit, department)
    return store


def person(chance: random.Random, code: str) -> Person:
    """Somebody; one in four has no number, so that only the station can tell two namesakes apart."""
    born = chance.choice((f"19{chance.randint(65, 99)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}", "1980", None))
    found = Person(
        f"{chance.choice(_FAMILY)} {chance.choice(_MIDDLE)} {chance.choice(_GIVEN)}",
        birth_date=born,
        sex=chance.choice(("nam", "nữ", None)),
        citizen_id=f"08917{code}{chance.randint(100, 999)}" if chance.random() < 0.75 else None,
        administrative=chance.choice((True, False, None)),
        phone=f"09{chance.randint(0, 99999999):08d}" if chance.random() < 0.5 else None,
    )
    level2 = chance.choice((State.DONE, State.DONE, State.TODO, State.UNKNOWN))
    found.states["level2_account"] = level2
    if level2 is State.TODO:
        found.reasons["level2_account"] = chance.choice(("Quên mật khẩu", f"Lý do {code[:2]}"))
    elif level2 is State.DONE:
        found.done_on["level2_account"] = f"2026-05-{chance.randint(10, 30)}"
    found.states["bhyt_linked"] = State.DONE if level2 is State.DONE and chance.random() < 0.6 else State.TODO
    found.states["health_book"] = State.NOT_APPLICABLE
    found.reasons["health_book"] = "Nghỉ thai sản"
    return found


def take_in(store: Store, path: Path, choice: str | None = None) -> Incoming:
    """Take a bundle in; what it asks is answered by `choice`."""
    incoming = intake.read(store, path, answers=Answers(passphrase=PASSPHRASE))
    assert incoming.plan is not None
    assert incoming.is_usable, incoming.plan.reading.message
    if choice is not None:
        for row in incoming.plan.rows:
            if row.question:
                intake.answer_row(store, incoming, row, choice)
    intake.apply(store, incoming)
    return incoming


def people_of(store: Store, unit_ids: set[int] | None = None) -> Counter[str]:
    """Everybody with all that is known of them, in words that are the same in every store."""
    return Counter(
        repr((member.department, member.person))
        for member in staff.members(store)
        if unit_ids is None or member.unit_id in unit_ids
    )


def form_of(store: Store, unit_id: int | None = None) -> FormTable:
    """Phụ lục 1 of one unit or of all."""
    return counts.table(store, library.phu_luc_1(), Scope(unit_id, "unit"))


def figures_of(store: Store, unit_ids: set[int] | None = None) -> Counter[str]:
    """The figures and reasons of Phụ lục 1, and how many of whom each item is asked have done it, added up."""
    found: Counter[str] = Counter()
    for row in form_of(store).rows:
        if unit_ids is None or row.unit_id in unit_ids:
            found.update(row.figures)
            for key, reasons in row.reasons.items():
                found.update({f"{key}: {words}": number for words, number in reasons})
    keys = [item.key for item in checklist_items(store)]
    for unit in units.counts(store):
        if unit_ids is None or unit.unit_id in unit_ids:
            found.update({f"lacks {key}": number for key, number in zip(keys, unit.lacking_by_item, strict=True)})
            found.update({f"asked {key}": number for key, number in zip(keys, unit.asked_by_item, strict=True)})
    return +found


def family(store: Store, name: str) -> set[int]:
    """The unit of that name and those below it."""
    top = units.find(store, name)
    assert top is not None
    return {top.id, *(unit.id for unit in units.all_units(store) if unit.parent_id == top.id)}
