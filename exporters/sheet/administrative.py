"""Writes the parts of every administrative paper by Nghị định 30/2020/NĐ-CP, Phụ lục I, on a portrait A4 sheet.

The paper has blocks side by side and tables of different widths, but a sheet has one set of columns. So the sheet is a
grid of narrow columns, of which every part takes as many as it needs.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING

from exporters.letter import content
from exporters.sheet.lines import Draft, Lines
from exporters.sheet.look import BODY, DEFAULT_SIZE, NUMBER, RATE, TITLE, Look, printable_width
from exporters.sheet.metrics import usable_width, width_of, wrapped
from store.cells import cell_name
from store.settings import Letter
from store.text import format_number

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from exporters.sheet.workbook import Sheet

GRID = 24  # columns
_LEFT = 10  # of them for the agency; the rest is for the name of the country
_RECIPIENTS = 11  # of them for Nơi nhận; the rest is for who signs
_INDENT = "\u2003\u2003"  # of the first line of a paragraph; a cell can only indent all of its lines
_ROOM_TO_SIGN = 54  # points: the name stands under a signature and a stamp

_TABLE_SIZE = 11  # points
_SHORT = 8  # rows of a section that are kept together
_WHOLE = 400.0  # points of a table that is not parted: its head is not repeated over the text below


class Administrative(Lines):
    """A portrait sheet written from the top on a grid of `GRID` columns."""

    def __init__(self, look: Look, sheet: "Sheet | Draft") -> None:
        width, rest = divmod(printable_width(landscape=False), GRID)
        super().__init__(look, sheet, [width + 1] * rest + [width] * (GRID - rest), landscape=False)
        #: Of each table, where it stands: the 0-based row below its head, the first columns of its cells.
        self.placed: list[tuple[content.Table, int, Sequence[int]]] = []

    def spanned(
        self,
        values: Sequence[content.Cell],
        spans: Sequence[int],
        formats: Sequence["Format"],
        *,
        bold: bool | Sequence[bool] = False,
        height: float = 0,
    ) -> None:
        """Write one row whose cells each take some columns of the grid, as high as its highest cell.

        Args:
            values: numbers as numbers, text as text.
            spans: how many columns each takes; together at most `GRID`.
            formats: the format of each cell.
            bold: whether the cells are bold, which decides their height.
            height: least height of the row in points.
        """
        bolds = [bold] * len(values) if isinstance(bold, bool) else bold
        column, needed = 0, height
        starts = [0, *accumulate(spans)]
        for value, span, chosen, is_bold in zip(values, spans, formats, bolds, strict=True):
            last = column + span - 1
            if span > 1:
                self.sheet.merge_range(self.row, column, self.row, last, "", chosen)
            self._put(column, value, chosen, starts)
            if isinstance(value, str):
                width = sum(self.widths[column : last + 1])
                needed = max(needed, self.height_of(value, width, chosen.font_size, bold=is_bold))
            column = last + 1
        smallest = min((chosen.font_size for chosen in formats), default=BODY)
        self.end_row(max(needed, self.height_of("", 100, smallest)))

    def _agency(self, paper: Letter) -> None:
        """Write who issues the paper, the country with its motto, and number, place and day."""
        form = self.look.format
        spans = (_LEFT, GRID - _LEFT)
        # Wrapped here: a program that measures a little wider would put the last word on a line below the row.
        plain = form(align="center", valign="top", font_size=DEFAULT_SIZE)
        strong = form(align="center", valign="top", bold=True, font_size=DEFAULT_SIZE)
        country = form(align="center", valign="top", bold=True, font_size=DEFAULT_SIZE)
        motto = form(align="center", valign="top", bold=True)
        # A long name goes on below the motto, which stays under the name of the country.
        room = sum(self.widths[:_LEFT])
        names = [(line, plain) for line in wrapped(paper.parent.upper(), room, DEFAULT_SIZE) if paper.parent]
        names += [(line, strong) for line in wrapped(paper.station.upper(), room, DEFAULT_SIZE, bold=True)]
        agency_rule, motto_rule, below = (3, 4), (_LEFT + 3, 8), names[2:]
        for (name, looks), right in zip_longest(
            names[:2], ((content.COUNTRY, country), (content.MOTTO, motto)), fillvalue=(None, strong)
        ):
            self.spanned((name, right[0]), spans, (looks, right[1]), bold=(looks is strong, True))
        for place, (name, looks) in enumerate(below):
            if not place:
                self._over(motto_rule)
            self.spanned((name,), spans[:1], (looks,), bold=looks is strong)
        self._rules((agency_rule,) if below else (agency_rule, motto_rule))
        self.gap(4)
        formats = (form(align="center"), form(align="center", italic=True))
        self.spanned((content.number_text(paper), content.place_and_day(paper)), spans, formats)
        self.gap(10)

    def _over(self, rule: tuple[int, int]) -> None:
        """Draw a line over some columns of the present row; `rule` is (first column, number of columns)."""
        first, span = rule
        for column in range(first, first + span):
            self.sheet.write_blank(self.row, column, None, self.look.format(top=1))

    def _rules(self, rules: Sequence[tuple[int, int]]) -> None:
        """Draw lines below the row above; each rule is (first column, number of columns)."""
        line = self.look.format(bottom=1)
        for first, span in rules:
            for column in range(first, first + span):
                self.sheet.write_blank(self.row, column, None, line)
        self.gap(3)

    def blocks(self, blocks: Iterable[content.Block], height: float = 22) -> set[int]:
        """Write blocks, with dotted lines `height` points high; return the rows that stay with the row above."""
        joined: set[int] = set()
        before: content.Block | None = None
        headed = -1  # first row of the text below a heading
        for block in blocks:
            first = self.row
            match block:
                case content.Head(letter):
                    self._agency(letter)
                case content.Addressed(offices):
                    self._addressed_to(offices)
                case content.Paragraph(text, content.Role.TITLE):
                    self.title(text)
                case content.Paragraph(text, content.Role.SUBJECT):
                    self._subject(text)
                case content.Paragraph(text, content.Role.REMARK):
                    self.text(text, italic=True, align="center", font_size=DEFAULT_SIZE)
                    self.gap(4)
                case content.Paragraph(text, content.Role.PART | content.Role.SECTION as role):
                    self.heading(text, large=role is content.Role.PART)
                    headed = self.row
                case content.Paragraph(text):
                    self.paragraph(text)
                    if isinstance(before, content.Table):
                        joined.add(first)
                case content.LinesToWrite(count):
                    for _ in range(count):
                        self.dotted_line(height)
                case content.Table():
                    self.gap(4)
                    joined |= self._table(block)
                case content.Signature():
                    joined |= self.signed(block)
            if isinstance(block, content.Table):
                headed = -1
            if headed >= 0 and isinstance(block, (content.Paragraph, content.LinesToWrite)) and self.row > headed:
                # A heading stays with its text; a short last section with the signature, which is never alone.
                joined |= set(range(headed - 1, min(headed + _SHORT, self.row)))
            elif isinstance(before, content.Paragraph) and before.role in (content.Role.PART, content.Role.SECTION):
                joined.add(first)
            before = block
        return joined

    def _table(self, table: content.Table) -> set[int]:
        """Write a table on the grid; return the rows that stay on the page of the row above."""
        cell = self.look.cell
        left, centred = (cell(align=side, num_format=NUMBER, font_size=_TABLE_SIZE) for side in ("left", "center"))
        head, spans = cell(bold=True, align="center", font_size=_TABLE_SIZE), self._spans(table)
        first = self.row
        self.placed.append((table, first + 1, [0, *accumulate(spans)]))
        self.spanned(table.heads, spans, [head] * len(spans), bold=True)
        rate = cell(align="center", num_format=RATE, font_size=_TABLE_SIZE)
        strong = cell(bold=True, align="center", num_format=NUMBER, font_size=_TABLE_SIZE)
        for place, row in enumerate(table.rows):
            is_sum = place >= len(table.rows) - table.sums
            plain = [
                rate
                if isinstance(value, content.Formula) and value.is_rate
                else left
                if column in table.left
                else centred
                for column, value in enumerate(row)
            ]
            values = self._summed(table, row, spans) if is_sum else row
            self.spanned(values, spans, [strong] * len(row) if is_sum else plain, bold=is_sum)
        return set(range(first, self.row)) if sum(self.heights[first:]) <= _WHOLE else {first, first + 1}

    def _summed(self, table: content.Table, sums: Sequence[content.Cell], spans: Sequence[int]) -> list[content.Cell]:
        """Return a row of sums as formulas over the rows above; one that is not their sum stays a number."""
        rows = table.rows[: len(table.rows) - table.sums]
        found = list(sums)
        for column, value in enumerate(sums):
            figures = [number for row in rows if isinstance(number := row[column], int)]
            if isinstance(value, int) and figures and sum(figures) == value:
                first, last = (cell_name(sum(spans[:column]), row) for row in (self.row + 1 - len(rows), self.row))
                found[column] = content.Formula(format_number(value), value, f"=SUM({first}:{last})")
        return found

    def _spans(self, table: content.Table) -> list[int]:
        """Return how many grid columns each column takes; the first of text gets what figures do not need."""
        spans = [int(width) for width in table.widths]
        if not table.left:
            return spans
        for column, head in enumerate(table.heads):
            if column in table.left or not column:
                continue
            words = [*head.split(), *(word for row in table.rows for word in _pieces(row[column]))]
            room = max(width_of(word, _TABLE_SIZE, bold=True) for word in words)
            needed = next(span for span in range(2, GRID) if usable_width(span * min(self.widths)) >= room)
            if needed < spans[column]:
                spans[min(table.left)] += spans[column] - needed
                spans[column] = needed
        return spans

    def _subject(self, text: str) -> None:
        self.title(text)
        self._rules(((9, 6),))
        self.gap(8)

    def _addressed_to(self, offices: Sequence[str]) -> None:
        """Write "Kính gửi": one office on the same line, several as a list."""
        if len(offices) == 1:
            self.text(f"Kính gửi: {offices[0]}.", align="center", font_size=TITLE)
        else:
            self.text("Kính gửi:", first=5, font_size=TITLE)
            for place, office in enumerate(offices, 1):
                self.text(f"- {office}{'.' if place == len(offices) else ';'}", first=7, font_size=TITLE)
        self.gap(6)

    def paragraph(self, text: str) -> None:
        """Write running text with its first line indented."""
        self.text(_INDENT + text, align="justify")

    def heading(self, text: str, *, large: bool = False) -> None:
        """Write the heading of a part (I., II.) or of a section in it (1., 2.)."""
        self.gap(4)
        self.text(_INDENT + text, bold=True, font_size=TITLE if large else BODY)

    def signed(self, block: content.Signature) -> set[int]:
        """Write Nơi nhận and the signature side by side; return their rows, which stay with the last words."""
        start = self.row
        self.gap(8)
        form = self.look.format
        spans = (_RECIPIENTS, GRID - _RECIPIENTS)
        title = form(bold=True, align="center", valign="top", text_wrap=True)
        self.spanned(
            ("Nơi nhận:", "\n".join(filter(None, (block.signs_for, block.title))).upper()),
            spans,
            (form(bold=True, italic=True, font_size=12, valign="top"), title),
            bold=True,
        )
        small = form(font_size=11, valign="top", text_wrap=True)
        for recipient in block.recipients:
            self.spanned((f"- {recipient}", None), spans, (small, title))
        self.gap(max(0.0, _ROOM_TO_SIGN - sum(self.heights[start + 2 :])) + 12)
        self.spanned((None, block.name), spans, (small, title), bold=True)
        return set(range(start, self.row))


def _pieces(value: content.Cell) -> Sequence[str]:
    """Return the pieces of a cell that must stay on one line: a number, or each half of several words."""
    if isinstance(value, int):
        return (format_number(value),)
    if isinstance(value, content.Formula):
        return (value.text,)
    words = (value or "").split()
    half = (len(words) + 1) // 2
    return (" ".join(words[:half]), " ".join(words[half:]))
