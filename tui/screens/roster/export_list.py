"""Writes the listed people into a file, in the order of the list."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from store import clock, settings
from store.checklist.items import checklist_items
from store.database import Store
from store.models import StaffMember
from store.people import roster, staff, units
from store.people.roster import Filter
from store.words.file_names import file_name, one_word
from tui.framework import exporting
from tui.log import note_uncovered
from tui.papers import PAPERS

if TYPE_CHECKING:
    from tui.framework.work_app import WorkApp

_AT_ONCE = 500  # people


async def export_shown(app: "WorkApp", chosen: Filter) -> Path | None:
    """Ask whether CCCD numbers are written in full, and for the path; answers None when cancelled."""
    from exporters.roster import write_roster

    full_ids = await exporting.ask_full_ids(app, "Xuất những người đang hiện", "Đúng như đang lọc, đang xếp.")
    if full_ids is None:
        return None
    unit = None if chosen.unit_id is None else units.get(app.store, chosen.unit_id).name
    title = "Danh sách theo dõi" + (f" – {unit}" if unit else "")

    def write(target: Path) -> None:
        def write_from(store: Store) -> object:
            items, agency = checklist_items(store), settings.agency(store)
            return write_roster(_shown(store, chosen), items, target, title=title, full_ids=full_ids, agency=agency)

        app.job(write_from).run()
        if full_ids:
            note_uncovered("roster")

    name = file_name("DanhSach", one_word(unit or ""), f"{clock.today():%Y%m%d}")
    return await exporting.export(app, "danh sách", name, PAPERS["roster"].endings, write)


def _shown(store: Store, chosen: Filter) -> Iterator[StaffMember]:
    people = roster.view(store, chosen)
    for start in range(0, people.total, _AT_ONCE):
        yield from staff.by_ids(store, [row.id for row in people.rows(start, _AT_ONCE)])
