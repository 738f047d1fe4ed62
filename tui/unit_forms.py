"""The forms of units as files, for the screen and for the command alike."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from store import clock
from store.database import Store
from store.people import units
from store.text import fold

if TYPE_CHECKING:
    from store.receiving.template import Template


def file_name(kind: str, unit: str, behind: str) -> str:
    """`BieuMau_TruongTieuHocAVinhGia_20260623.xlsx`: no diacritics, which mail and old copiers mangle."""
    words = "".join(word.capitalize() for word in re.findall(r"[a-z0-9]+", fold(unit)))
    return f"{kind}_{words[:60]}_{behind}.xlsx"


def form_name(unit: str) -> str:
    """What the file of a unit's form is called today."""
    return file_name("BieuMau", unit, f"{clock.today():%Y%m%d}")


def awaited(store: Store) -> list[int]:
    """The units whose files the station waits for: all that are still there, but itself."""
    rows = store.rows("SELECT id FROM unit WHERE valid_to IS NULL AND expected = 1 ORDER BY id")
    station = units.station_id(store)
    return [unit_id for (unit_id,) in rows if unit_id != station]


def write_form(form: "Template", out: Path) -> int:
    """Write one form; answers how many people stand in it.

    Raises:
        ExportError: nothing was written.
    """
    from exporters.template import write_template

    return write_template(form, out)


def write_forms(store: Store, folder: Path, progress: Callable[[int, int], bool] = lambda done, of: True) -> list[Path]:
    """Write the form of every unit that is waited for, each into a file of its own.

    Args:
        store: the open store.
        folder: made where there is none.
        progress: told how many of how many are written; answering False stops: what is written stays.

    Raises:
        ExportError: a file could not be written; those before it stay.
    """
    from store.receiving import template

    wanted = awaited(store)
    written: list[Path] = []
    for unit_id in wanted:
        form = template.draft(store, unit_id)
        out = folder / form_name(form.unit)
        if out in written:  # two names that differ in their signs only
            out = out.with_stem(f"{out.stem}_{unit_id}")
        write_form(form, out)
        written.append(out)
        if not progress(len(written), len(wanted)):
            break
    return written
