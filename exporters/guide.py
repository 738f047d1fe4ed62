"""Writes a how-to as a hand-out of one page with large type and numbered steps; `poster` makes one for the wall."""

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

from exporters.letter.content import Block, Paragraph, Part, Role
from exporters.sheet.look import BODY, printable_height
from exporters.writing import Written, ending_of, write_text
from store import clock, settings
from store.database import Store
from store.monitoring import guides
from store.monitoring.guides import Guide

_SIZES = (22, 20, 18, 16, 15, 14, 13, 12, 11)  # points; the largest at which all is on one page


def export_guide(store: Store, out: Path, *, key: str, paper: str = "a4") -> Written:
    """Write the hand-out with this key; as xlsx a coloured poster on A4 or A3."""
    guide, known = guides.get(key), settings.load(store)
    write_guide(guide, out, station=known.station_name, phone=known.phone, is_a3=paper == "a3")
    return Written(f"{guide.title}: {len(guide.steps)} bước.")


def write_guide(guide: Guide, out: Path, *, station: str = "", phone: str = "", is_a3: bool = False) -> None:
    """Write the hand-out; the ending of `out` chooses docx, xlsx or txt.

    Args:
        guide: what to print.
        out: the file.
        station: printed at the foot: where to ask; "" for nobody.
        phone: of the station.
        is_a3: as xlsx on A3 instead of A4.

    Raises:
        ExportError: nothing was written.
    """
    ending = ending_of(out, (".docx", ".xlsx", ".txt"))
    if ending == ".txt":
        write_text(out, "\n".join(as_lines(guide, _whom(station, phone))))
    elif ending == ".docx":
        _write_word(guide, out, _whom(station, phone))
    else:
        from exporters.poster import write_poster

        write_poster(guide, out, whom=_whom(station, phone), is_a3=is_a3)


def _whom(station: str, phone: str) -> str:
    return ", điện thoại ".join(filter(None, (station, phone)))


def as_lines(guide: Guide, station: str = "") -> list[str]:
    """Return the guide as lines of text."""
    lines = [guide.title.upper(), "", "Cần có:", *(f"- {need}" for need in guide.needs), ""]
    if guide.note:
        lines += [guide.note, ""]
    for number, step in enumerate(guide.steps, 1):
        lines.append(f"Bước {number}. {step.title}")
        lines += [f"   - {line}" for line in step.lines]
    if guide.dependants:
        lines += ["", guide.dependants]
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
    if guide.dependants:
        yield Paragraph(guide.dependants, Role.REMARK)
    yield Paragraph(f"Nguồn: {guide.source}", Role.NOTE)
    if station:
        yield Paragraph(f"Cần giúp, xin gặp: {station}", Role.SECTION)
