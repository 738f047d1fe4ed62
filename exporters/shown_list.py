"""Writes a list of the screen as a file, with the rows, order and columns that the person sees."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from exporters.writing import write_data
from store import clock
from store.calendar.wording import moment_on_paper
from store.frozen import frozen
from store.receiving.form_mark import PRINTED, SHOWN, SHOWN_SINCE, FormMark

_SHORT = 14  # letters of a column whose cells are centred


@frozen
class ShownList:
    """A list as a screen shows it, row by row."""

    title: str  # "Nhật ký"
    heads: Sequence[str]
    rows: Sequence[Sequence[str | int]]
    chosen_by: str = ""  # how the rows were chosen and ordered, in words: "Tìm “trạm”"


def write_shown(shown: ShownList, out: Path, agency: Sequence[str] = ()) -> None:
    """Write the list; the ending of `out` chooses xlsx, csv or json. `agency` stands at the foot of each page.

    Raises:
        ExportError: nothing was written.
    """
    now = clock.now()
    about = ". ".join(filter(None, (f"{SHOWN_SINCE} {moment_on_paper(now)}", shown.chosen_by)))
    entries = (dict(zip(shown.heads, row, strict=True)) for row in shown.rows)
    if write_data(out, entries, [*shown.heads, about], ((*row, "") for row in shown.rows)) is None:
        _write_workbook(shown, about, out, now.date(), agency)


def _write_workbook(shown: ShownList, about: str, out: Path, day: date, agency: Sequence[str]) -> None:
    from exporters.sheet.listing import write_listing
    from exporters.sheet.workbook import workbook

    is_short = [max(map(len, map(str, column))) <= _SHORT for column in zip(shown.heads, *shown.rows, strict=True)]
    with workbook(out, made_at=day, mark=FormMark(PRINTED, SHOWN)) as look:
        write_listing(
            look,
            "Danh sách",  # a title may have signs that no sheet's name has
            shown.title.upper(),
            about,
            shown.heads,
            shown.rows,
            agency=agency,
            centred=[short and place > 0 for place, short in enumerate(is_short)],
        )
