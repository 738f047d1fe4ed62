"""Reads tables of the registers: those that the program wrote, or others with the same heads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from importers.errors import UnusableError
from importers.grids.any_format import read_grids
from importers.grids.files import detect
from importers.grids.grid import Cell, text_of
from store.database import Store
from store.errors import RefusedError
from store.history import recording
from store.registers import entries
from store.registers.declared import REGISTERS, Register
from store.registers.typed import column_named, values_of
from store.text import clean

_LOOKED_AT = 40  # rows in which the head of a table is looked for


class FoundEntry(NamedTuple):
    """One row of a table."""

    register: Register
    sheet: str
    row: int  # 1-based
    words: dict[str, str]  # key of a column -> what stands there


def read_registers(path: Path) -> list[FoundEntry]:
    """The rows of all registers in a file. Raises RefusedError: it cannot be read, or has no such table."""
    try:
        grids = [grid for grid in read_grids(path, detect(path)) if not grid.hidden]
    except UnusableError as error:
        raise RefusedError(f"{path.name}: {error.message}") from error
    tables = [(grid.sheet, rows, head) for grid in grids if (head := _head(rows := _texts(grid.rows))) is not None]
    if not tables:
        named = "; ".join(f"{each.title}: {each.main.label}" for each in REGISTERS)
        raise RefusedError(f"{path.name}: không thấy bảng nào có cột chính của một sổ ({named}).")
    return [entry for sheet, rows, head in tables for entry in _entries(sheet, rows, *head)]


def _texts(rows: list[list[Cell]]) -> list[list[str]]:
    return [[clean(text_of(cell)) for cell in row] for row in rows]


def _head(rows: list[list[str]]) -> tuple[int, Register, dict[int, str]] | None:
    """(row of the head, register, column -> key) where a row has the main column of a register and its day."""
    for at, row in enumerate(rows[:_LOOKED_AT]):
        for register in REGISTERS:
            columns = {
                place: column.key for place, cell in enumerate(row) if cell and (column := column_named(register, cell))
            }
            if {register.main.key, register.columns[0].key} <= set(columns.values()):
                return at, register, columns
    return None


def _entries(
    sheet: str, rows: list[list[str]], head: int, register: Register, columns: dict[int, str]
) -> Iterator[FoundEntry]:
    staff = {column.key for column in register.columns if column.kind == "staff"}
    for at, row in enumerate(rows[head + 1 :], head + 2):
        words = {key: row[place] for place, key in columns.items() if place < len(row) and row[place]}
        # How many took part is what the program prints; who they were it cannot say.
        words = {key: text for key, text in words.items() if not (key in staff and text.isdecimal())}
        if register.main.key in words:
            yield FoundEntry(register, sheet, at, words)


@dataclass
class Taken:
    """What became of the rows of a file."""

    added: int = 0
    unchanged: int = 0  # the register has the same
    rejected: list[str] = field(default_factory=list)  # in Vietnamese, each with its place


def take_registers(store: Store, path: Path, *, dry_run: bool = False) -> Taken:
    """Add the rows of a file that the registers do not have, as one step of undo; `dry_run`: write nothing.

    Raises RefusedError: the file cannot be read, or has no table of a register.
    """
    taken, read = Taken(), read_registers(path)
    kept = {_same(each.register, each.values) for each in entries.all_entries(store)}
    with recording(store, "register", f"Nhận sổ theo dõi từ {path.name}"):
        for each in read:
            try:
                values = entries.checked(each.register, values_of(store, each.register, each.words))
            except RefusedError as error:
                taken.rejected.append(f"{each.sheet}, dòng {each.row}: {error.message}")
                continue
            key = _same(each.register, values)
            if key in kept:
                taken.unchanged += 1
                continue
            kept.add(key)
            taken.added += 1
            if not dry_run:
                entries.add(store, each.register, **values)
    return taken


def _same(register: Register, values: Mapping[str, str | None]) -> tuple[object, ...]:
    """What tells an entry from others: all but who took part, which a table does not say."""
    as_empty = {column.key: column.choices[0][0] if column.choices else None for column in register.columns}
    staff = {column.key for column in register.columns if column.kind == "staff"}
    filled = ((key, value) for key, value in values.items() if value and value != as_empty[key] and key not in staff)
    return (register.key, *sorted(filled))
