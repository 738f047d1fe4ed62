"""A how-to as a hand-out of one page: large type, numbered steps, to be read from a wall or given away."""

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

from exporters.letter.content import Block, Paragraph, Part, Role
from exporters.sheet.lines import Draft, Lines
from exporters.sheet.look import BODY, add_sheet, printable_height
from exporters.writing import Written, ending_of, write_text
from store import clock, settings
from store.database import Store
from store.monitoring import guides
from store.monitoring.guides import Guide

_NUMBER, _TEXT = 96, 527  # pixels; together the width between the margins of an upright page
_SIZES = (22, 20, 18, 16, 15, 14, 13, 12, 11)  # points; the largest at which all is on one page


def export_guide(store: Store, out: Path, *, key: str) -> Written:
    """Write the hand-out of that key."""
    guide = guides.get(key)
    write_guide(guide, out, station=settings.load(store).station_name)
    return Written(f"{guide.title}: {len(guide.steps)} bước.")


def write_guide(guide: Guide, out: Path, *, station: str = "") -> None:
    """Write the hand-out; the ending of `out` (docx, xlsx, txt) says how.

    Args:
        guide: what to print.
        out: the file.
        station: printed at the foot: where to ask; "" for nobody.

    Raises:
        ExportError: nothing was written.
    """
    ending = ending_of(out, (".docx", ".xlsx", ".txt"))
    if ending == ".txt":
        write_text(out, "\n".join(as_lines(guide, station)))
    elif ending == ".docx":
        _write_word(guide, out, station)
    else:
        _write_workbook(guide, out, station)


def as_lines(guide: Guide, station: str = "") -> list[str]:
    """The guide as lines of text."""
    lines = [guide.title.upper(), "", "Cần có:", *(f"- {need}" for need in guide.needs), ""]
    if guide.note:
        lines += [guide.note, ""]
    for number, step in enumerate(guide.steps, 1):
        lines.append(f"Bước {number}. {step.title}")
        lines += [f"   - {line}" for line in step.lines]
    lines += ["", f"Nguồn: {guide.source}"]
    if station:
        lines.append(f"Cần giúp, xin gặp: {station}")
    return lines


def _write_word(guide: Guide, out: Path, station: str) -> None:
    from exporters.letter.word import points, write_letters

    blocks = list(_blocks(guide, station))
    page = printable_height(landscape=False)
    sizes = (28, 26, 24, *_SIZES)
    scale = next((size / BODY for size in sizes if points(blocks, size / BODY) <= page), _SIZES[-1] / BODY)
    write_letters([Part(blocks)], out, made_at=datetime.combine(clock.today(), time()), scale=scale)


def _blocks(guide: Guide, station: str) -> Iterator[Block]:
    yield Paragraph(guide.title, Role.TITLE)
    yield Paragraph("Cần có:", Role.SECTION)
    yield from (Paragraph(f"- {need}", Role.ITEM) for need in guide.needs)
    if guide.note:
        yield Paragraph(guide.note, Role.REMARK)
    for place, step in enumerate(guide.steps, 1):
        yield Paragraph(f"Bước {place}. {step.title}", Role.SECTION)
        yield from (Paragraph(f"- {line}", Role.ITEM) for line in step.lines)
    yield Paragraph(f"Nguồn: {guide.source}", Role.NOTE)
    if station:
        yield Paragraph(f"Cần giúp, xin gặp: {station}", Role.SECTION)


def _write_workbook(guide: Guide, out: Path, station: str) -> None:
    from exporters.sheet.workbook import workbook

    with workbook(out, made_at=clock.today()) as look:
        for size in _SIZES:
            draft = Draft()
            lines = Lines(look, draft, [_NUMBER, _TEXT], landscape=False)
            _write(lines, guide, station, size)
            if not lines.pages(()).breaks:
                break
        sheet = add_sheet(look, "Hướng dẫn", landscape=False)
        draft.draw(sheet, range(lines.row))
        sheet.print_area(0, 0, lines.row - 1, 1)
        sheet.fit_to_pages(1, 1)


def _write(lines: Lines, guide: Guide, station: str, size: float) -> None:
    lines.text(guide.title.upper(), bold=True, align="center", font_size=size + 4)
    lines.gap(6)
    lines.text("Cần có:", bold=True, font_size=size)
    for need in guide.needs:
        lines.text(f"- {need}", font_size=size)
    if guide.note:
        lines.gap(4)
        lines.text(guide.note, italic=True, font_size=size)
    lines.gap(6)
    look = lines.look
    number = look.format(bold=True, align="center", valign="top", border=1, font_size=size + 2, text_wrap=True)
    body = look.format(align="left", valign="top", border=1, font_size=size, text_wrap=True)
    for place, step in enumerate(guide.steps, 1):
        lines.cells((f"Bước {place}", "\n".join((step.title, *(f"- {line}" for line in step.lines)))), (number, body))
    lines.gap(6)
    lines.text(f"Nguồn: {guide.source}", italic=True, font_size=11)
    if station:
        lines.text(f"Cần giúp, xin gặp: {station}", bold=True, font_size=size)
