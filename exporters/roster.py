"""The roster: everybody with the state of every item; a stream, so that 100,000 people take no memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from exporters.metrics import height_of, lines_of
from exporters.writing import ending_of, write_csv, write_json
from store import clock
from store.models import EMPLOYMENT_LABELS, MARKS, SEX_LABELS, Item, StaffMember, State
from store.text import format_date, mask_citizen_id

if TYPE_CHECKING:
    from exporters.look import Look

_HEADS = ("TT", "Đơn vị", "Khoa/phòng", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Chức vụ", "Loại")
_WIDTHS = (40, 150, 120, 150, 80, 50, 105, 100, 85)
_STATE_WIDTH, _REASON_WIDTH = 48, 170
_SIZE = 11
_WIDEST_LETTER = 11  # pixels; most are narrower


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
        head = [*_HEADS, *(item.short_title for item in items), "Lý do chưa", "Ghi chú"]
        write_csv(out, head, (_cells(n, member, items, full_ids) for n, member in enumerate(counted, 1)))
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


def _cells(number: int, member: StaffMember, items: Sequence[Item], full_ids: bool) -> list[str]:
    person = member.person
    reasons = "; ".join(
        f"{item.short_title}: {person.reasons[item.key]}" for item in items if item.key in person.reasons
    )
    return [
        str(number),
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


def _widths(items: Sequence[Item]) -> list[int]:
    return [*_WIDTHS, *(_STATE_WIDTH for _ in items), _REASON_WIDTH, 100]


def _write_workbook(
    members: Iterable[StaffMember], items: Sequence[Item], out: Path, title: str, full_ids: bool
) -> None:
    from exporters import look as house

    today = datetime.combine(clock.today(), time())
    with house.paper(out, made_at=today, constant_memory=True) as look:
        sheet = house.add_sheet(look, "Danh sách", landscape=True)
        widths = _widths(items)
        house.set_widths(sheet, widths)
        last = len(widths) - 1
        heading = look.format(bold=True, align="center", font_size=14)
        sheet.merge_range(0, 0, 0, last, "", heading)
        sheet.write_string(0, 0, title.upper(), heading)
        legend = look.format(italic=True, align="center", font_size=12)
        sheet.merge_range(1, 0, 1, last, "", legend)
        told = f"Số liệu đến ngày {format_date(clock.today().isoformat())}. ✓ Đã · ✗ Chưa · – Không áp dụng · ? Chưa rõ"
        sheet.write_string(1, 0, told, legend)
        head = look.cell(bold=True, align="center", font_size=11)
        heads = [*_HEADS, *(item.short_title for item in items), "Lý do chưa", "Ghi chú"]
        sheet.set_row(3, 33)
        for column, text in enumerate(heads):
            sheet.write_string(3, column, text, head)
        sheet.repeat_rows(3)
        sheet.freeze_panes(4, 4)
        _write_people(look, sheet, members, items, full_ids)
        sheet.autofilter(3, 0, 3, last)


def _write_people(
    look: "Look", sheet: object, members: Iterable[StaffMember], items: Sequence[Item], full_ids: bool
) -> None:
    text, centred = look.cell(font_size=_SIZE), look.cell(font_size=_SIZE, align="center")
    formats = [centred, *(text,) * 3, centred, centred, centred, text, text, *(centred for _ in items), text, text]
    widths = _widths(items)
    # Where so many letters surely fit on one line, no width is worked out.
    surely = [int(width / _WIDEST_LETTER) for width in widths]
    write_string, write_number, set_row = sheet.write_string, sheet.write_number, sheet.set_row  # type: ignore[attr-defined]  # untyped library
    for number, member in enumerate(members, 1):
        row = number + 3
        cells = _cells(number, member, items, full_ids)
        most = 1
        for column in range(1, len(cells)):
            if len(cells[column]) > surely[column]:
                most = max(most, lines_of(cells[column], widths[column], _SIZE))
        if most > 1:
            set_row(row, height_of(most, _SIZE))
        write_number(row, 0, number, centred)
        for column in range(1, len(cells)):
            write_string(row, column, cells[column], formats[column])
