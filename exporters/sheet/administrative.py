"""The parts that every administrative paper has: Nghị định 30/2020/NĐ-CP, Phụ lục I, portrait A4.

Such a paper has a block at either side and tables of different widths. One sheet has one set of columns, so it is
laid on a grid of narrow ones, and every part takes as many of them as it needs.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from exporters.sheet.lines import Draft, Lines
from exporters.sheet.look import BODY, DEFAULT_SIZE, TITLE, Look, printable_width
from store.settings import Letter

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from exporters.sheet.workbook import Sheet

GRID = 24  # columns
_LEFT = 9  # of them for the agency; the rest is for the name of the country
_INDENT = "\u2003\u2003"  # of the first line of a paragraph; a cell can only indent all of its lines
_ROOM_TO_SIGN = 66  # points: the name stands under a signature and a stamp

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

Value = str | int | None


class Administrative(Lines):
    """A portrait sheet written from the top on a grid of `GRID` columns."""

    def __init__(self, look: Look, sheet: "Sheet | Draft") -> None:
        width, rest = divmod(printable_width(landscape=False), GRID)
        super().__init__(look, sheet, [width + 1] * rest + [width] * (GRID - rest), landscape=False)

    def spanned(
        self,
        values: Sequence[Value],
        spans: Sequence[int],
        formats: Sequence["Format"],
        *,
        bold: bool | Sequence[bool] = False,
        height: float = 0,
    ) -> None:
        """One row whose cells each take some columns of the grid, as high as its highest cell.

        Args:
            values: numbers as numbers, text as text.
            spans: how many columns each takes; together at most `GRID`.
            formats: of the cells.
            bold: whether they are, for their height.
            height: points that the row has at least.
        """
        bolds = [bold] * len(values) if isinstance(bold, bool) else bold
        column, needed = 0, height
        for value, span, chosen, is_bold in zip(values, spans, formats, bolds, strict=True):
            last = column + span - 1
            if span > 1:
                self.sheet.merge_range(self.row, column, self.row, last, "", chosen)
            self._put(column, value, chosen)
            if isinstance(value, str):
                width = sum(self.widths[column : last + 1])
                needed = max(needed, self.height_of(value, width, chosen.font_size, bold=is_bold))
            column = last + 1
        self.end_row(max(needed, self.height_of("", 100, BODY)))

    def _agency(self, paper: Letter) -> None:
        """Who issues the paper, the name of the country and its motto, the number, the place and the day."""
        form = self.look.format
        spans = (_LEFT, GRID - _LEFT)
        plain = form(align="center", valign="top", text_wrap=True)
        strong = form(align="center", valign="top", bold=True, text_wrap=True)
        country = form(align="center", valign="top", bold=True, font_size=12)
        motto = form(align="center", valign="top", bold=True, font_size=TITLE)
        if paper.parent:
            self.spanned((paper.parent.upper(), COUNTRY), spans, (plain, country), bold=(False, True))
            self.spanned((paper.station.upper(), MOTTO), spans, (strong, motto), bold=True)
        else:
            self.spanned((paper.station.upper(), COUNTRY), spans, (strong, country), bold=True)
            self.spanned((None, MOTTO), spans, (strong, motto), bold=True)
        self._rules(((3, 3), (_LEFT + 3, 9)))
        self.gap(4)
        italic = form(align="center", italic=True)
        day = datetime.fromisoformat(paper.made_at)
        dated = f"{paper.place or '…'}, ngày {day.day:02d} tháng {_month(day.month)} năm {day.year}"
        self.spanned((f"Số: {paper.letter_number or '      /BC'}", dated), spans, (form(align="center"), italic))
        self.gap(10)

    def _rules(self, rules: Sequence[tuple[int, int]]) -> None:
        """Lines of some columns under what stands above."""
        line = self.look.format(bottom=1)
        for first, span in rules:
            for column in range(first, first + span):
                self.sheet.write_blank(self.row, column, None, line)
        self.gap(3)

    def letter(self, paper: Letter, kind: str, subject: str, remark: str = "") -> None:
        """All that stands above the text: the agency, the kind and subject, a remark below them, the addressees."""
        self._agency(paper)
        self.title(kind)
        self.title(subject)
        self._rules(((9, 6),))
        self.gap(8)
        if remark:
            self.text(f"({remark})", italic=True, align="center", font_size=DEFAULT_SIZE)
            self.gap(4)
        if paper.to:
            self._addressed_to(paper.to)

    def _addressed_to(self, offices: Sequence[str]) -> None:
        """Kính gửi: one office on the line, several in a list."""
        if len(offices) == 1:
            self.text(f"Kính gửi: {offices[0]}.", align="center", font_size=TITLE)
        else:
            self.text("Kính gửi:", first=5, font_size=TITLE)
            for place, office in enumerate(offices, 1):
                self.text(f"- {office}{'.' if place == len(offices) else ';'}", first=7, font_size=TITLE)
        self.gap(6)

    def paragraph(self, text: str) -> None:
        """Running text, its first line indented."""
        self.text(_INDENT + text, align="justify")

    def heading(self, text: str, *, large: bool = False) -> None:
        """Of a part (I., II.) or of a section in it (1., 2.)."""
        self.gap(4)
        self.text(_INDENT + text, bold=True, font_size=TITLE if large else BODY)

    def signed(self, paper: Letter) -> set[int]:
        """Nơi nhận and the signature side by side; answers its rows, which stay with the last words of the letter."""
        start = self.row
        self.gap(8)
        form = self.look.format
        spans = (_LEFT + 2, GRID - _LEFT - 2)
        title = form(bold=True, align="center", valign="top", text_wrap=True)
        self.spanned(
            ("Nơi nhận:", paper.signer_title.upper()),
            spans,
            (form(bold=True, italic=True, font_size=12, valign="top"), title),
            bold=True,
        )
        small = form(font_size=11, valign="top", text_wrap=True)
        for recipient in ("Như trên;" if paper.to else "", "Lưu: VT."):
            self.spanned((f"- {recipient}", None), spans, (small, title))
        self.gap(max(0.0, _ROOM_TO_SIGN - sum(self.heights[start + 2 :])) + 12)
        self.spanned((None, paper.signer_name), spans, (small, title), bold=True)
        return set(range(start, self.row))


def _month(month: int) -> str:
    """Months 1 and 2 have a leading 0, the others none (Nghị định 30, Phụ lục I)."""
    return f"{month:02d}" if month < 3 else str(month)
