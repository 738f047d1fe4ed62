"""What `every_step` interrupts: first start, migration, a change, copies by hand and by themselves, restore."""

import contextlib
import sqlite3
from pathlib import Path

from store import driver, key_file, migrations, settings
from store.copies import backup, protecting, restoring, second_place, shelf
from store.copies.keeper import Keeper
from store.errors import StoreError
from store.models import Person, State
from store.opening import open_store
from store.people import staff, units
from tests.trust.every_step import Work

PHRASE = "sông Hậu mùa nước nổi"
CHEAP_N = 1 << 10  # guesses are cheap here, in each process that imports this
key_file._SCRYPT_N = CHEAP_N
NOW, THEN = "Trạm Y tế hôm nay", "Trạm Y tế hôm qua"
PEOPLE = 40


def kho(folder: Path) -> Path:
    return folder / "kho.sqlite3"


def first_copy(folder: Path) -> Path:
    return shelf.copies(kho(folder))[-1].path


def station(folder: Path) -> None:
    """A store of now with a copy of before."""
    with open_store(kho(folder)) as store:
        settings.save(store, station_name=THEN)
        unit = units.add(store, "Trạm Y tế")
        backup.back_up(kho(folder))
        for number in range(PEOPLE):
            staff.add(store, Person(f"Lê Văn {number}"), unit)
        settings.save(store, station_name=NOW)


def damaged(folder: Path) -> None:
    station(folder)
    content = kho(folder).read_bytes()
    kho(folder).write_bytes(content[:4096] + b"\xff" * 4096 * 20 + content[4096 * 21 :])


def missing(folder: Path) -> None:
    station(folder)
    kho(folder).unlink()


def with_a_stick(folder: Path) -> None:
    station(folder)
    (folder / "usb").mkdir()


def of_before(folder: Path) -> None:
    """A store that wants its last migrations."""
    station(folder)
    kho(folder).unlink()
    with contextlib.closing(sqlite3.connect(kho(folder), isolation_level=None)) as connection:
        migrations.apply(connection, through="008")
        connection.execute("INSERT INTO setting VALUES ('station_name', ?)", (NOW,))


def name_in(path: Path) -> str:
    driver._salts.clear()  # folders of before had files of the same names
    if driver.is_locked(path):
        key_file.unlock(path, PHRASE)
    backup.verify(path)
    with contextlib.closing(driver.connect(path)) as connection:
        row = connection.execute("SELECT value FROM setting WHERE key = 'station_name'").fetchone()
    return "" if row is None else str(row[0])


def copies_are_sound(folder: Path) -> str:
    for place in (shelf.folder(kho(folder)), *(folder / "usb").glob("kho-sao-luu*")):
        for copy in shelf.copies(kho(folder), place):
            if copy.reason != shelf.DAMAGED and name_in(copy.path) not in (NOW, THEN):
                return f"{copy.path.name} is neither"
    return ""


def is_now(folder: Path) -> str:
    return copies_are_sound(folder) or ("" if name_in(kho(folder)) == NOW else "the store is not as it was")


def is_then(folder: Path) -> str:
    return copies_are_sound(folder) or ("" if name_in(kho(folder)) == THEN else "the copy was not put back")


def is_either(folder: Path) -> str:
    if words := copies_are_sound(folder):
        return words
    found = name_in(kho(folder))
    if found == THEN and not any(name_in(copy.path) == NOW for copy in shelf.copies(kho(folder))):
        return "the store that gave way was not kept"
    return "" if found in (NOW, THEN) else "the store is neither"


def is_damaged_or_then(folder: Path) -> str:
    if words := copies_are_sound(folder):
        return words
    try:
        return "" if name_in(kho(folder)) == THEN else "the store is neither"
    except StoreError:
        return "" if kho(folder).stat().st_size else "the damaged store is gone"


def is_none_or_then(folder: Path) -> str:
    return copies_are_sound(folder) if not kho(folder).exists() else is_then(folder)


def is_none_or_new(folder: Path) -> str:
    if not kho(folder).exists():
        return ""
    backup.verify(kho(folder))
    with open_store(kho(folder), must_exist=True) as store:
        return "" if store.one("SELECT 1 FROM campaign") else "no campaign"


def key_is_old_or_new(folder: Path) -> str:
    if words := is_now(folder):
        return words
    with open_store(kho(folder), must_exist=True) as store:
        states = [member.person.states["level2_account"] for member in staff.members(store)]
        noted = store.value("SELECT count(*) FROM history WHERE field LIKE 'state.%'")
    done = states.count(State.DONE)
    return "" if (len(states), done, noted) in ((PEOPLE, 0, 0), (PEOPLE, 10, 10)) else f"between: {done}, {noted}"


def start(folder: Path) -> None:
    open_store(kho(folder)).close()


def press_a_key(folder: Path) -> None:
    with open_store(kho(folder), must_exist=True) as store:
        staff.set_state(store, range(1, 11), "level2_account", State.DONE)


def back_up(folder: Path) -> None:
    backup.back_up(kho(folder))


def restore(folder: Path) -> None:
    restoring.restore(kho(folder), first_copy(folder))


def keep(folder: Path) -> None:
    """The copies of a day, as the program makes them: what fails is told, and raises nothing."""
    with contextlib.suppress(StoreError), open_store(kho(folder), must_exist=True) as store:
        second_place.choose(store, folder / "usb")
    failures: list[str] = []
    keeper = Keeper(failures.append)
    keeper.before(kho(folder), "truoc-xoa")
    keeper.wait()
    if failures:
        raise StoreError(failures[0])


def start_again(folder: Path) -> None:
    start(folder)
    shelf.sweep(kho(folder))


def back_up_again(folder: Path) -> None:
    shelf.sweep(kho(folder))
    back_up(folder)


def protected(folder: Path) -> None:
    station(folder)
    protecting.protect(kho(folder), PHRASE)


def protected_twice(folder: Path) -> None:
    """The store and its copy are encrypted."""
    protected(folder)
    protecting.encrypt_copies(kho(folder), [first_copy(folder)])


def protect(folder: Path) -> None:
    driver._salts.clear()
    if driver.salt_of(kho(folder)) is None:
        protecting.protect(kho(folder), PHRASE)


def unprotect(folder: Path) -> None:
    driver._salts.clear()
    if driver.salt_of(kho(folder)) is not None:
        protecting.remove(kho(folder), PHRASE)


def is_now_and_protected(folder: Path) -> str:
    return is_now(folder) or ("" if driver.salt_of(kho(folder)) is not None else "the store is plain")


def is_then_and_protected(folder: Path) -> str:
    return is_then(folder) or ("" if driver.salt_of(kho(folder)) is not None else "the store is plain")


def is_now_and_plain(folder: Path) -> str:
    return is_now(folder) or ("" if driver.salt_of(kho(folder)) is None else "the store is encrypted")


WORKS = {
    "first start": Work(lambda folder: None, start, is_none_or_new, start_again, is_none_or_new),
    "migration": Work(of_before, start, is_now, start_again, is_now),
    "a key": Work(station, press_a_key, key_is_old_or_new, press_a_key, key_is_old_or_new),
    "backup": Work(station, back_up, is_now, back_up_again, is_now),
    "copies by themselves": Work(with_a_stick, keep, is_now, keep, is_now),
    "restore over a store": Work(station, restore, is_either, restore, is_then),
    "restore over damage": Work(damaged, restore, is_damaged_or_then, restore, is_then),
    "restore where none is": Work(missing, restore, is_none_or_then, restore, is_then),
}
if driver.is_available():
    WORKS |= {
        "protect": Work(station, protect, is_now, protect, is_now_and_protected),
        "backup, encrypted": Work(protected, back_up, is_now_and_protected, back_up_again, is_now_and_protected),
        "restore, encrypted": Work(protected_twice, restore, is_either, restore, is_then_and_protected),
        "a plain copy restored": Work(protected, restore, is_either, restore, is_then_and_protected),
        "protection taken off": Work(protected, unprotect, is_now, unprotect, is_now_and_plain),
    }
