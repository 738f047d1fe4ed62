"""The roster: everybody with the state of every item; a stream, so that 100,000 people take no memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from exporters.sheet.metrics import height_of, lines_of
from exporters.writing import Written, cautions_of_csv, ending_of, write_csv, write_json
from store import clock
from store.database import Store
from store.models import EMPLOYMENT_LABELS, MARKS, SEX_LABELS, STATE_LABELS, Item, StaffMember, State
from store.people import staff, units
from store.text import format_date, format_number, mask_citizen_id

if TYPE_CHECKING:
    from exporters.sheet.lines import Lines
    from exporters.sheet.look import Look, Sheet

_HEADS = ("TT", "Đơn vị", "Khoa/phòng", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Chức vụ", "Loại")
_WIDTHS = (42, 130, 110, 150, 82, 42, 102, 96, 78)  # pixels
_STATE_WIDTH, _REASON_WIDTH, _NOTE_WIDTH = 46, 170, 100
_SIZE = 11  # points


def export_roster(store: Store, out: Path, *, unit_id: int | None = None, full_ids: bool = False) -> Written:
    """Write everybody, or the people of one unit."""
    title = "Danh sách theo dõi" + (f" – {units.get(store, unit_id).name}" if unit_id is not None else "")
    people = staff.members(store, unit_id=unit_id)
    count = write_roster(people, store.items(), out, title=title, full_ids=full_ids)
    return Written(f"Danh sách: {format_number(count)} người.", cautions=cautions_of_csv(out) if full_ids else ())


def write_roster(
    members: Iterable[StaffMember],
    items: Sequence[Item],
    out: Path,
    *,
    title: str,
    full_ids: bool = False,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write everybody; answers how many. The ending of `out` chooses xlsx, csv or json.

    The CCCD is masked unless `full_ids`. JSON: the list of DESIGN.md, "Headless contract".

    Raises:
        ExportError: nothing was written.
    """
    ending = ending_of(out)
    counted = _Counted(members, progress)
    if ending == ".json":
        write_json(out, (entry(member, items, full_ids=full_ids) for member in counted))
    elif ending == ".csv":
        write_csv(out, _heads(items), (_cells(n, member, items, full_ids) for n, member in enumerate(counted, 1)))
    else:
        _write_workbook(counted, items, out, title, full_ids)
    return counted.number


class _Counted:
    """Counts people as they stream by, and tells every thousand."""

    def __init__(self, members: Iterable[StaffMember], progress: Callable[[int], None] | None) -> None:
        self.members, self.progress, self.number = members, progress, 0

    def __iter__(self) -> Iterator[StaffMember]:
        for member in self.members:
            self.number += 1
            if self.progress is not None and self.number % 1000 == 0:
                self.progress(self.number)
            yield member


def shown_citizen_id(member: StaffMember, full_ids: bool) -> str | None:
    """The CCCD as a list may carry it."""
    number = member.person.citizen_id
    return number if full_ids or number is None else mask_citizen_id(number)


def entry(member: StaffMember, items: Sequence[Item], *, full_ids: bool) -> dict[str, object]:
    """One person as JSON (DESIGN.md, "Headless contract")."""
    person = member.person
    return {
        "unit": member.unit,
        "department": member.department,
        "full_name": person.full_name,
        "date_of_birth": person.birth_date,
        "citizen_id": shown_citizen_id(member, full_ids),
        "sex": person.sex,
        "position": person.position,
        "employment": person.employment,
        "items": {
            item.key: {
                "state": person.states[item.key].value,
                "reason": person.reasons.get(item.key),
                "done_on": person.done_on.get(item.key),
            }
            for item in items
        },
    }


def _heads(items: Sequence[Item]) -> list[str]:
    return [*_HEADS, *(item.short_title for item in items), "Lý do chưa", "Ghi chú"]


def _cells(number: int, member: StaffMember, items: Sequence[Item], full_ids: bool) -> list[str | int]:
    person = member.person
    reasons = "; ".join(
        f"{item.short_title}: {person.reasons[item.key]}" for item in items if item.key in person.reasons
    )
    return [
        number,
        member.unit,
        member.department or "",
        person.full_name,
        format_date(person.birth_date),
        SEX_LABELS.get(person.sex or "", ""),
        shown_citizen_id(member, full_ids) or "",
        person.position or "",
        EMPLOYMENT_LABELS.get(person.employment or "", ""),
        *(MARKS[person.states.get(item.key, State.UNKNOWN)] for item in items),
        reasons,
        person.note or "",
    ]


def _write_workbook(
    members: Iterable[StaffMember], items: Sequence[Item], out: Path, title: str, full_ids: bool
) -> None:
    from exporters.sheet.lines import Lines
    from exporters.sheet.workbook import workbook

    with workbook(out, made_at=clock.today(), constant_memory=True) as look:
        widths = [*_WIDTHS, *(_STATE_WIDTH for _ in items), _REASON_WIDTH, _NOTE_WIDTH]
        lines, sheet = Lines.on_new_sheet(look, "Danh sách", widths, landscape=True)
        lines.title(title.upper())
        legend = " · ".join(f"{MARKS[state]} {STATE_LABELS[state]}" for state in State)
        told = f"Số liệu đến ngày {format_date(clock.today().isoformat())}. {legend}"
        lines.text(told, italic=True, align="center", font_size=12)
        lines.gap()
        heads = _heads(items)
        head_row = lines.table_head(heads, _SIZE)
        sheet.repeat_rows(head_row)
        sheet.freeze_panes(head_row + 1, _HEADS.index("Họ và tên") + 1)
        people = _write_people(look, lines, sheet, members, items, full_ids)
        sheet.autofilter(head_row, 0, head_row + max(1, people), len(heads) - 1)


def _write_people(
    look: "Look", lines: "Lines", sheet: "Sheet", members: Iterable[StaffMember], items: Sequence[Item], full_ids: bool
) -> int:
    """Answers how many."""
    from exporters.sheet.lines import HIGHEST_ROW

    left = look.cell(font_size=_SIZE)
    centred = look.cell(font_size=_SIZE, align="center")
    in_middle = {_HEADS.index(head) for head in ("TT", "Ngày sinh", "Giới tính", "Số CCCD")}
    in_middle |= set(range(len(_HEADS), len(_HEADS) + len(items)))
    formats = [centred if column in in_middle else left for column in range(len(lines.widths))]
    write_string, write_number, set_row = sheet.write_string, sheet.write_number, sheet.set_row
    # What is long enough to need a second line; dates, numbers and marks are not.
    wrapping = [*(_HEADS.index(head) for head in ("Đơn vị", "Khoa/phòng", "Họ và tên", "Chức vụ")), -2, -1]
    widths = [lines.widths[column] for column in wrapping]
    row = lines.row
    number = 0
    for number, member in enumerate(members, 1):
        cells = _cells(number, member, items, full_ids)
        # Excel would make a row as high as its text when it opens the file; LibreOffice prints the lines over each
        # other.
        most = max(lines_of(str(cells[column]), width, _SIZE) for column, width in zip(wrapping, widths, strict=True))
        if most > 1:
            set_row(row, min(HIGHEST_ROW, height_of(most, _SIZE)))
        write_number(row, 0, number, centred)
        for column in range(1, len(cells)):
            write_string(row, column, cells[column], formats[column])
        row += 1
        if row % 1000 == 0:
            sheet.forget_rows(row - 1)
    return number
