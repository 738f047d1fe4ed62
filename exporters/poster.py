"""Writes a how-to as a poster of one page, A4 or A3: coloured boxes with arrows, where to ask, a QR code.

The colours differ in grey as well, so that a black-and-white printer can print the poster.
"""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from exporters.sheet.lines import Draft, Lines
from exporters.sheet.look import add_sheet
from store import clock
from store.monitoring.guides import Guide
from store.receiving.form_mark import PRINTED, FormMark

if TYPE_CHECKING:
    from exporters.sheet.look import Look
    from exporters.sheet.workbook import Sheet

_NUMBER, _TEXT = 104, 519  # pixels; together the width between the margins of an upright page of A4
_SIZES = range(28, 9, -1)  # points; the largest at which all is on one page
_NUMBER_SIZE = 22  # points; "Bước 12" in larger type would take two lines
_INDENT = 12  # pixels between the border of a box and its text
_A3 = 2**0.5  # times as wide and as high as A4
_PAPERS = {False: 9, True: 8}  # Excel's numbers of A4 and A3
_DARK, _LIGHT, _WARM = "#1F4E79", "#DEEBF7", "#FFF2CC"  # of numbers and title; of steps; of what is needed
_ROOM = 715.0  # points of an upright page of A4 between its margins, with a little to spare
_CODE = 76.0  # points of the QR code


def write_poster(guide: Guide, out: Path, *, whom: str = "", is_a3: bool = False) -> None:
    """Write the poster; `whom`: station and telephone, "" for nobody.

    Raises:
        ExportError: nothing was written.
    """
    from exporters.sheet.workbook import workbook

    times = _A3 if is_a3 else 1
    with workbook(out, made_at=clock.today(), mark=FormMark(PRINTED, "áp phích")) as look:
        for size in _SIZES:
            draft = Draft()
            lines = Lines(look, draft, [round(_NUMBER * times), round(_TEXT * times)], landscape=False)
            lines.widths = [round(_NUMBER * times), round((_TEXT - _INDENT) * times)]  # what the texts have of it
            code = _write(lines, guide, whom, size * times, times)
            if sum(lines.heights) <= _ROOM * times:
                break
        sheet = add_sheet(look, "Áp phích", landscape=False)
        draft.draw(sheet, range(lines.row))
        sheet.set_paper(_PAPERS[is_a3])
        if code is not None:
            _add_code(sheet, code, guide.address, times)
        sheet.print_area(0, 0, lines.row - 1, 1)
        sheet.fit_to_pages(1, 1)


def _write(lines: Lines, guide: Guide, whom: str, size: float, times: float) -> int | None:
    """Write all rows in type of `size` points and return the row of the QR code; None without one."""
    look = lines.look
    title = guide.title.upper().replace("VNEID", "VNeID")
    lines.text(title, bold=True, align="center", font_size=size + 4, bg_color=_DARK, font_color="#FFFFFF")
    lines.gap(6 * times)
    needs = "\n".join(("Cần có:", *(f"✓ {need}" for need in guide.needs), *([guide.note] if guide.note else [])))
    lines.text(needs, font_size=size, bg_color=_WARM, border=1, indent=1)
    lines.gap(6 * times)
    largest = min(size + 4, _NUMBER_SIZE * times)
    number = _box(look, largest, bold=True, align="center", bg_color=_DARK, font_color="#FFFFFF")
    body = _box(look, size, align="left", indent=1, bg_color=_LIGHT)
    for place, step in enumerate(guide.steps, 1):
        if place > 1:
            lines.text("▼", align="center", font_size=size * 0.8, font_color=_DARK)
        lines.cells((f"Bước {place}", "\n".join((step.title, *(f"- {line}" for line in step.lines)))), (number, body))
    lines.gap(6 * times)
    if guide.dependants:
        lines.text(guide.dependants, bold=True, font_size=size, bg_color=_WARM, border=1, indent=1)
        lines.gap(6 * times)
    help_at = [f"Cần giúp, xin gặp: {whom}"] if whom else []
    source = look.format(italic=True, font_size=11 * times, valign="vcenter", text_wrap=True)
    asked = look.format(bold=True, font_size=size, valign="vcenter", text_wrap=True)
    code = None
    if guide.address:
        code = lines.row
        lines.cells((None, "\n".join((*help_at, f"Quét mã để tải hướng dẫn: {guide.address}"))), (asked, asked))
        lines.heights[-1] = max(lines.heights[-1], (_CODE + 6) * times)
        lines.sheet.set_row(code, lines.heights[-1])
    elif help_at:
        lines.text(help_at[0], bold=True, font_size=size)
    lines.cells((None, f"Nguồn: {guide.source}"), (source, source))
    return code


def _box(look: "Look", size: float, **more: object) -> object:
    return look.format(font_size=size, border=2, valign="vcenter", text_wrap=True, **more)


def _add_code(sheet: "Sheet", row: int, address: str, times: float) -> None:
    """Add the QR code of an address, black on white, with the empty margin that readers need."""
    import segno

    picture = BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(picture, kind="png", scale=10, border=4)
    wide = code.symbol_size(scale=10, border=4)[0]
    scale = _CODE * times * 96 / 72 / wide
    options = {"image_data": picture, "x_scale": scale, "y_scale": scale, "x_offset": 2, "y_offset": 2}
    sheet.insert_image(row, 0, "qr.png", {**options, "description": address})
