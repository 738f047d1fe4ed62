"""Reads, adds, changes and removes entries of the registers, each change as one step of undo."""

from collections.abc import Iterable, Mapping, Sequence

from store import clock, records
from store.database import Store
from store.errors import RefusedError
from store.field_ref import PRESENT
from store.figures.indicators import OWN_MARK
from store.frozen import frozen
from store.history import recording
from store.masks import cover_numbers
from store.people import units
from store.registers.declared import REGISTERS, Register, find
from store.text import format_date, format_number


@frozen
class RegisterEntry:
    """An entry of a register; `values` holds the filled-in columns by key, as `register_value` keeps them."""

    id: int
    register: Register
    values: Mapping[str, str]

    @property
    def day(self) -> str:
        """The first or only day of the entry, YYYY-MM-DD."""
        return self.values["day"]

    @property
    def mark(self) -> str:
        """The hidden text in the entry's row of an exported table, by which the row is known when it comes back."""
        return f"{OWN_MARK} {self.register.key} {self.id}"

    @property
    def attended(self) -> frozenset[int]:
        """Ids of the people who took part."""
        return frozenset(map(int, self.values.get("attended", "").split()))

    def number(self, key: str) -> int:
        """Returns the value of a column of numbers; 0 when it is empty."""
        return int(self.values.get(key) or 0)

    def state(self, key: str) -> str:
        """Returns the value of a column of choices; the first choice when it is empty."""
        return self.values.get(key) or self.register.column(key).choices[0][0]


def all_entries(store: Store, register: Register | None = None) -> list[RegisterEntry]:
    """Returns the entries of one register, or of all in the order of the registers, the newest day first."""
    values: dict[int, dict[str, str]] = {}
    for entry_id, field, value in store.rows("SELECT entry_id, field, value FROM register_value"):
        values.setdefault(entry_id, {})[field] = value
    found = [
        RegisterEntry(entry_id, find(key), values.get(entry_id, {}))
        for entry_id, key in store.rows("SELECT id, register FROM register_entry WHERE removed_at IS NULL ORDER BY id")
        if register is None or key == register.key
    ]
    found.sort(key=lambda entry: (entry.day, entry.id), reverse=True)
    return sorted(found, key=lambda entry: REGISTERS.index(entry.register))


def texts(store: Store, entries: Iterable[RegisterEntry]) -> list[dict[str, str]]:
    """Returns for each entry the text of each column as a person reads it; "" for an empty one."""
    names = {str(unit_id): name for unit_id, name in units.names(store).items()}
    return [{column.key: _text(entry, column.key, names) for column in entry.register.columns} for entry in entries]


def covered(store: Store, entries: Sequence[RegisterEntry]) -> list[dict[str, str]]:
    """Returns `texts` with long numbers, such as a CCCD that somebody typed into a text, covered."""
    return [
        {key: cover_numbers(text) if entry.register.column(key).kind == "text" else text for key, text in shown.items()}
        for entry, shown in zip(entries, texts(store, entries), strict=True)
    ]


def _text(entry: RegisterEntry, key: str, unit_names: Mapping[str, str]) -> str:
    value = entry.values.get(key, "")
    match entry.register.column(key).kind:
        case "day":
            return format_date(value) if value else ""
        case "unit":
            return unit_names.get(value, "")
        case "staff":
            return format_number(len(entry.attended)) if value else ""
        case "number":
            return format_number(int(value)) if value else ""
        case "choice":
            return dict(entry.register.column(key).choices)[entry.state(key)]
        case _:
            return value


def add(store: Store, register: Register, **values: str | None) -> int:
    """Adds an entry to a register and returns its id.

    Raises RefusedError when a required column is empty, a number is none, a day is in the future, or the end is before
    the
    beginning.
    """
    given = checked(register, values)
    with recording(store, "register", _label(register, "thêm", given)) as change:
        # Begun as one that is not on the list, so that undo takes it off again and nothing is deleted.
        entry_id = store.insert("register_entry", register=register.key, removed_at="")
        change.assign("register_entry", entry_id, PRESENT, "1")
        for key, value in given.items():
            change.assign("register_value", entry_id, key, value)
    return entry_id


def edit(store: Store, entry: RegisterEntry, **values: str | None) -> None:
    """Sets some columns of an entry; "" and None empty one. Raises RefusedError as `add` does."""
    given = checked(entry.register, {**entry.values, **values})
    with recording(store, "register", _label(entry.register, "sửa", given)) as change:
        for key, value in given.items():
            change.assign("register_value", entry.id, key, value)


def remove(store: Store, entry: RegisterEntry) -> None:
    """Removes an entry from its register; undo puts it back."""
    with recording(store, "register", _label(entry.register, "bỏ", entry.values)) as change:
        change.assign("register_entry", entry.id, PRESENT, None)


def _label(register: Register, verb: str, values: Mapping[str, str | None]) -> str:
    """Words a change of an entry for the history: `Tập huấn: thêm “Sử dụng Sổ SKĐT”`."""
    # Whole, however long: a name that is cut is not found when somebody is forgotten.
    return f"{register.title}: {verb} “{cover_numbers(values[register.main.key] or '')}”"


def checked(register: Register, values: Mapping[str, str | None]) -> dict[str, str | None]:
    """Returns the values as `add` would store them; raises RefusedError as `add` does."""
    if unknown := set(values) - {column.key for column in register.columns}:
        raise TypeError(f"no columns {unknown}")
    given = records.cleaned(values)
    day = given["day"] = given.get("day") or clock.today().isoformat()
    for column in register.columns:
        value = given.get(column.key)
        if column.is_required and not value:
            raise RefusedError(f"Phải ghi {column.label.lower()}.")
        if column.kind == "number" and value and not value.isdigit():
            raise RefusedError(f"{column.label} phải là một số.")
    if register.ending is not None:
        _settle(register, given)
    for column in register.columns:
        # Who sits at the reception desk may be known beforehand.
        if column.kind == "day" and column.key != "until":
            records.refuse_future(given.get(column.key), column.label)
    until = given.get(register.until) if register.until else None
    if until and until < day:
        raise RefusedError(f"{register.column(register.until).label} trước {register.columns[0].label.lower()}.")
    return given


def _settle(register: Register, given: dict[str, str | None]) -> None:
    """Empties the day of the end while the entry is open; else sets it to today unless a day is given."""
    column, _ = register.ending or ("", "")
    if given.get(column) in (None, register.column(column).choices[0][0]):
        given[register.until] = None
    elif not given.get(register.until):
        given[register.until] = clock.today().isoformat()
