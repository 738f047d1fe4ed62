"""Who lacks what, by unit: the list for the phone call."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from itertools import groupby
from pathlib import Path

from exporters.writing import ending_of, write_csv, write_json
from store import clock
from store.models import Item, StaffMember, State
from store.text import format_date

_HEADS = ("TT", "Khoa/phòng", "Họ và tên", "Điện thoại", "Còn thiếu", "Lý do")
_WIDTHS = (36, 130, 170, 95, 180, 250)
_LACKING = (State.TODO, State.UNKNOWN)


def lacking(member: StaffMember, items: Sequence[Item]) -> list[Item]:
    """The items that are chưa or chưa rõ."""
    return [item for item in items if member.person.states.get(item.key, State.UNKNOWN) in _LACKING]


def write_outstanding(members: Iterable[StaffMember], items: Sequence[Item], out: Path, *, title: str) -> int:
    """Write those who lack something, the people of one unit together; answers how many people.

    Args:
        members: in the order of their units.
        items: the checklist.
        out: its ending chooses xlsx, csv or json.
        title: of the paper.

    Raises:
        ExportError: nothing was written.
    """
    ending = ending_of(out)
    people = [(member, missing) for member in members if (missing := lacking(member, items))]
    if ending == ".json":
        write_json(out, (_entry(member, missing) for member, missing in people))
    elif ending == ".csv":
        head = ("Đơn vị", *_HEADS[1:])
        write_csv(out, head, ((member.unit, *_cells(member, missing)) for member, missing in people))
    else:
        _write_workbook(people, items, out, title)
    return len(people)


def _entry(member: StaffMember, missing: Sequence[Item]) -> dict[str, object]:
    return {
        "unit": member.unit,
        "department": member.department,
        "full_name": member.person.full_name,
        "phone": member.person.phone,
        "missing": {
            item.key: {
                "state": member.person.states.get(item.key, State.UNKNOWN).value,
                "reason": member.person.reasons.get(item.key),
            }
            for item in missing
        },
    }


def _cells(member: StaffMember, missing: Sequence[Item]) -> tuple[str, str, str, str, str]:
    person = member.person
    told = []
    for item in missing:
        unknown = person.states.get(item.key, State.UNKNOWN) is State.UNKNOWN
        told.append(f"{item.short_title} (chưa rõ)" if unknown else item.short_title)
    reasons = dict.fromkeys(person.reasons[item.key] for item in missing if item.key in person.reasons)
    return (member.department or "", person.full_name, person.phone or "", ", ".join(told), "; ".join(reasons))


def _by_unit(
    people: Sequence[tuple[StaffMember, list[Item]]],
) -> Iterator[tuple[str, list[tuple[StaffMember, list[Item]]]]]:
    for unit, group in groupby(people, key=lambda pair: pair[0].unit):
        yield unit, list(group)


def _write_workbook(
    people: Sequence[tuple[StaffMember, list[Item]]], items: Sequence[Item], out: Path, title: str
) -> None:
    from exporters import look as house

    with house.paper(out, made_at=datetime.combine(clock.today(), time())) as look:
        sheet = house.add_sheet(look, "Còn thiếu", landscape=True)
        lines = house.Lines(look, sheet, _WIDTHS)
        lines.text(title.upper(), bold=True, align="center", font_size=14)
        told = f"Số liệu đến ngày {format_date(clock.today().isoformat())}: {len(people)} người còn thiếu"
        lines.text(told, italic=True, align="center")
        lines.gap()
        head = look.cell(bold=True, align="center")
        text, centred = look.cell(align="left"), look.cell(align="center")
        head_row = lines.row
        lines.cells(_HEADS, (head,) * len(_HEADS), size=12, bold=True)
        sheet.repeat_rows(head_row)
        for unit, group in _by_unit(people):
            counts = [
                f"{item.short_title} {n}" for item in items if (n := sum(item in missing for _, missing in group))
            ]
            lines.text(f"{unit}: {len(group)} người ({', '.join(counts)})", bold=True, font_size=12, border=1)
            for number, (member, missing) in enumerate(group, 1):
                formats = (centred, text, text, centred, text, text)
                lines.cells((number, *_cells(member, missing)), formats, size=12)
        if not people:
            lines.text("Không còn ai thiếu mục nào.", align="center")
