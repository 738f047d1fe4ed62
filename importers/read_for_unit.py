"""Reads a file as the files of its unit are read: with the corrections of columns that a person entered before."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from importers.deciding.matching import marks_of
from importers.layout.correcting import Corrections
from importers.reading import read_file
from importers.sender.covered_numbers import uncover
from importers.sender.file_name import unit_of, written_otherwise
from store.bundles.manifest import ENDING as BUNDLE_ENDING
from store.checklist import reasons
from store.checklist.items import checklist_items
from store.database import Store
from store.forms.library import offered
from store.people import units
from store.receiving import mappings
from store.receiving.form_mark import DHIS2_ENDING, REPORT
from store.receiving.other_station import other_station
from store.receiving.plan import FileKind, Reading
from store.text import fold, format_date
from store.words.filled_forms import of_several_units


def read_for_unit(
    store: Store,
    path: Path,
    *,
    unit: str | None = None,
    unit_of_nameless: str | None = None,
    corrections: Corrections | None = None,
    passphrase: str | None = None,
    progress: Callable[[int], bool] | None = None,
) -> Reading:
    """Read a file as the files of its unit are read.

    Where only the file names the unit, it is read once more if columns of that unit were corrected before. A name that
    no unit has may be the one by which a person assigned an earlier file to a unit.

    Args:
        store: the open store.
        path: the file.
        unit: the unit that the person chose; it takes precedence over what the file says.
        unit_of_nameless: whose file it is if neither it nor its name says so.
        corrections: entered now, and not kept yet; they lead over what is remembered.
        passphrase: by which the bundle of a station is opened.
        progress: called about ten times a second with how many people are read; answering False stops.

    Raises:
        Cancelled: `progress` answered False.
    """
    if path.suffix.lower() == BUNDLE_ENDING:
        from importers.bundle.reading import read_bundle

        return read_bundle(store, path, passphrase)
    if path.suffix.lower() == DHIS2_ENDING:
        from importers.dhis2 import read_values

        return read_values(path)
    items, words = checklist_items(store), {**mappings.same_reasons(store), **reasons.known(store)}
    now = {heads: dict(columns) for heads, columns in (corrections or {}).items()}
    read = partial(
        read_file,
        path,
        items=items,
        reasons=words,
        progress=progress,
        forms=partial(offered, store),
        uncover=partial(uncover, store),
    )
    reading = read(corrections=now)
    if reading.kind is FileKind.UNREADABLE:
        if reading.mark is not None and reading.mark.kind == REPORT:
            from importers.bundle.report import read_report

            return read_report(store, reading)
        return reading
    if reading.kind is FileKind.SUMMARY and (message := of_several_units(store, reading.summary)):
        return replace(reading, kind=FileKind.UNREADABLE, message=message)
    sender = _sender(store, path, reading, unit)
    named = unit_of_nameless if sender.named is None and not reading.several_units else sender.named
    heads = {table.fingerprint for table in reading.tables}
    names = [named] if named is not None else [part.unit for part in reading.parts if part.unit is not None]
    kept, since = _remembered(store, names, heads)
    merged = {of: {**kept.get(of, {}), **now.get(of, {})} for of in (*kept, *now)}
    if merged != now:
        reading = read(corrections=merged)
    remarks = [*reading.remarks, *sender.remarks]
    if other := other_station(store, reading.mark):
        remarks.append(f"Biểu mẫu này do {other} gửi ra, không phải trạm mình; số bị che trong đó được bỏ qua")
    if kept:
        days_text = ", ".join(map(format_date, sorted(since)))
        remarks.append(f"Đã dùng cách đọc cột mà anh/chị đã sửa ngày {days_text}")
    return replace(reading, unit=sender.unit, remarks=tuple(remarks))


class _Sender(NamedTuple):
    """The unit that sent a file."""

    unit: str | None  # by what the file says, or its name
    named: str | None  # the same, unless the person said otherwise
    remarks: tuple[str, ...]


def _sender(store: Store, path: Path, reading: Reading, chosen: str | None) -> _Sender:
    """The unit that sent a file, by what it says, else by its name; `chosen`: the unit that the person said it is."""
    unit = reading.unit
    if unit is None:
        if chosen is not None or reading.several_units:
            return _Sender(None, chosen, ())
        guess = unit_of(path.stem, [known.name for known in units.all_units(store)])
        remarks = (f"Tệp không ghi tên đơn vị; theo tên tệp thì là “{guess}”",) if guess is not None else ()
        return _Sender(guess, guess, remarks)
    if chosen is None and reading.mark is None and (known_as := unit_known_as(store, unit)) is not None:
        known, how = known_as
        return _Sender(known, known, (f"Tệp ghi đơn vị “{unit}”; đã tính cho “{known}” {how}",))
    found = units.find(store, unit) if chosen is None and reading.mark is None else None
    if found is not None and _is_marked_otherwise(unit, found.name):
        return _Sender(
            unit, unit, (f"Tệp ghi đơn vị “{unit}”, khác dấu với “{found.name}” trong sổ: hãy xem có phải một",)
        )
    return _Sender(unit, chosen or unit, ())


def _is_marked_otherwise(name: str, other: str) -> bool:
    """Whether two names of the same letters differ by marks, where both have some: Lê Trì and Lê Trí are two places."""
    return not (name.isascii() or other.isascii()) and marks_of(name) != marks_of(other) and fold(name) == fold(other)


def unit_known_as(store: Store, name: str) -> tuple[str, str] | None:
    """(unit, how that is known in Vietnamese) for a name that no unit has but that stands for one; else None.

    A person assigned a file with this name to the unit, the unit was renamed since (schools go on writing their
    old name for weeks), or the two names differ by signs and short forms only.
    """
    if units.find(store, name) is not None:
        return None
    if (chosen := mappings.unit_named(store, name)) is not None:
        return chosen[0], f"như anh/chị đã chọn ngày {format_date(chosen[1])}"
    if (renamed := units.formerly(store, name)) is not None:
        return renamed.name, "vì đó là tên cũ của đơn vị"
    same = written_otherwise(name, [unit.name for unit in units.all_units(store)])
    return None if same is None else (same, "vì chỉ khác cách viết")


def _remembered(store: Store, names: Iterable[str], heads: Container[str]) -> tuple[Corrections, set[str]]:
    """(corrections kept for tables of these units with these heads, the days on which a person made them)."""
    kept: dict[str, Mapping[int, str | None]] = {}
    days: set[str] = set()
    for name in names:
        known_as = unit_known_as(store, name)
        if (known := units.find(store, name if known_as is None else known_as[0])) is not None:
            remembered = mappings.remembered(store, known.id)
            of_heads = {of: columns for of, columns in remembered.corrections.items() if of in heads}
            kept |= of_heads
            days |= {remembered.since[of][:10] for of in of_heads}
    return kept, days
