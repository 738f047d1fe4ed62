"""Writes the registers as lists: trainings, reception desk, prints, communication, difficulties."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

from exporters.sheet.listing import write_listing
from exporters.sheet.look import Look
from exporters.writing import Written, write_data
from store import clock, settings
from store.database import Store
from store.errors import RefusedError
from store.receiving.form_mark import TRACKED, FormMark
from store.registers import entries
from store.registers.declared import REGISTERS, Register
from store.registers.entries import RegisterEntry
from store.rewound import store_at
from store.text import format_date, format_number
from store.words.tracking import REGISTER_CSV_HEADS

_LEAST, _LEAST_SHORT = {"text": 110, "unit": 110, "choice": 90}, 70  # pixels
Line = tuple[RegisterEntry, Mapping[str, str]]


def export_registers(store: Store, out: Path, *, register: str | None = None, as_of: date | None = None) -> Written:
    """Write one register or all: as xlsx a sheet for each, as csv or json a line for each entry.

    With `as_of` the registers are written as they were at the end of that day.

    Raises:
        RefusedError: there is no such register.
    """
    chosen = [each for each in REGISTERS if register in (None, each.key)]
    if not chosen:
        keys = ", ".join(each.key for each in REGISTERS)
        raise RefusedError(f"Không có sổ “{register}”. Các sổ: {keys}.")
    with store_at(store, as_of) as then:
        known = entries.all_entries(then)
        listed = [each for one in chosen for each in reversed(known) if each.register == one]  # as a book: oldest first
        texts = entries.covered(then, listed)
    lines = list(zip(listed, texts, strict=True))
    rows = (_row(each, text) for each, text in lines)
    if write_data(out, (_json_entry(each, text) for each, text in lines), REGISTER_CSV_HEADS, rows) is None:
        moment = clock.now() if as_of is None else datetime.combine(as_of, time.max)
        mark = FormMark(
            TRACKED, "sổ theo dõi", written_at=moment.isoformat(), station=settings.load(store).station_name
        )
        _write_workbook(chosen, lines, out, mark, settings.agency(store))
    return Written(f"Sổ theo dõi: {format_number(len(listed))} dòng.")


def _json_entry(entry: RegisterEntry, text: Mapping[str, str]) -> dict[str, object]:
    """Return an entry by the keys of its columns, with numbers (also of people who took part) as numbers."""
    found: dict[str, object] = {"register": entry.register.key}
    for column in entry.register.columns:
        match column.kind:
            case "number":
                found[column.key] = entry.number(column.key) if text[column.key] else None
            case "staff":
                found[column.key] = len(entry.attended)
            case "choice":
                found[column.key] = entry.state(column.key)
            case "unit" | "text":
                found[column.key] = text[column.key] or None
            case _:
                found[column.key] = entry.values.get(column.key)
    return found


def _row(entry: RegisterEntry, text: Mapping[str, str]) -> list[str]:
    """Return the cells of an entry: register, day, what it is about, and all other columns in one text."""
    main = entry.register.main.key
    others = [
        f"{column.label}: {text[column.key]}"
        for column in entry.register.columns[1:]
        if column.key != main and text[column.key]
    ]
    return [entry.register.title, text["day"], text[main], "; ".join(others)]


def _write_workbook(
    chosen: Sequence[Register], lines: Sequence[Line], out: Path, mark: FormMark, agency: Sequence[str]
) -> None:
    from exporters.sheet.workbook import workbook

    with workbook(out, made_at=clock.today(), mark=mark) as look:
        for register in chosen:
            _write_sheet(look, register, [line for line in lines if line[0].register == register], agency)


def _write_sheet(look: Look, register: Register, lines: Sequence[Line], agency: Sequence[str]) -> None:
    columns = register.columns
    write_listing(
        look,
        register.title,
        f"SỔ THEO DÕI {register.title.upper()}",
        f"Đến ngày {format_date(clock.today().isoformat())}",
        ["TT", *(column.label for column in columns)],
        [[str(place), *(text[column.key] for column in columns)] for place, (_, text) in enumerate(lines, 1)],
        centred=[True, *(column.kind not in ("text", "unit") for column in columns)],
        least=[34, *(_LEAST.get(column.kind, _LEAST_SHORT) for column in columns)],
        agency=agency,
        nothing="Chưa ghi dòng nào.",
        marks=[entry.mark for entry, _ in lines],
    )
