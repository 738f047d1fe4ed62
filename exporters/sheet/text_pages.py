"""Writes text that people go on writing: a sheet of one column as wide as the page, whose rows grow with their text.

No program fits a row to merged cells, so that a sentence made longer in them is cut. In a sheet of one column nothing
is
merged, not even the signature: spaces move it to its place in the cell of Nơi nhận.
"""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from exporters.letter import content
from exporters.sheet.lines import CAUTION, HIGHEST_ROW, Draft, Lines
from exporters.sheet.look import BODY, DEFAULT_SIZE, TITLE, TYPED, Look, add_sheet, printable_height, printable_width
from exporters.sheet.metrics import height_of, width_of, wrapped
from store.settings import Letter

_INDENT = "\u2003\u2003"  # of the first line of a paragraph of a letter
_CENTRE = 0.74  # of the width: where the middle of the signature is
_AGENCY, _COUNTRY = 0.21, 0.72  # of the width: where the middle of the agency is, and that of the country's name
_SHORT_RULE, _LONG_RULE, _TITLE_RULE = 10, 27, 20  # letters of the rules below the agency, the motto and the title
_RULE: dict[str, Any] = {"font_size": 6, "bold": True}
_OFFICES = 8  # steps of indent: of those who are written to
_ROOM_TO_SIGN = 60.0  # points: the name stands under a signature and a stamp
_TYPED_LINES = 3  # that somebody may type into each section
_FITTED = 0.9  # of the height that is kept for Excel, which LibreOffice needs
_SHORT = 8  # rows of a section that are kept together
_PLACES = 11  # points of Nơi nhận, its places
_APART = "   "  # at least between the two sides of a line

Side = tuple[str, dict[str, Any]]  # text, its looks


class TextPages(Lines):
    """A sheet of one column, written from the top."""

    def __init__(self, look: Look, sheet: Draft, *, landscape: bool) -> None:
        super().__init__(look, sheet, [printable_width(landscape=landscape)], landscape=landscape)
        self._indent = "" if landscape else _INDENT  # a form has its text from the margin
        self._headings: list[int] = []  # rows at which sections begin
        self._to_write: list[int] = []  # the first dotted line of each section
        self._signed = -1  # row at which the signature begins

    def blocks(self, blocks: Iterable[content.Block], *, dotted: float) -> set[int]:
        """Write blocks, dotted lines `dotted` points high; return the rows that stay on the page of the row above."""
        joined: set[int] = set()
        headed = -1  # first row of the text below a heading
        for block in blocks:
            first = self.row
            match block:
                case content.Paragraph(text, content.Role.PART | content.Role.SECTION | content.Role.QUESTION as role):
                    self._headings.append(first)
                    self._heading(text, role)
                    headed = self.row
                    continue
                case content.Head(letter):
                    self._agency(letter)
                case content.Addressed(offices):
                    self._addressed_to(offices)
                case content.Paragraph(text, content.Role.TITLE):
                    self.title(text)
                case content.Paragraph(text, content.Role.SUBJECT):
                    self.title(text)
                    self.text("—" * _TITLE_RULE, align="center", **_RULE)
                case content.Paragraph(text, content.Role.REMARK):
                    self.text(text, italic=True, align="center", font_size=DEFAULT_SIZE)
                case content.Paragraph(text):
                    self.text(self._indent + text, align="justify", font_size=TYPED)
                case content.LinesToWrite(count):
                    self._to_write.append(first)
                    for _ in range(count):
                        self.dotted_line(dotted)
                case content.Signature():
                    self._signed = first
                    self.signed(block)
                    joined |= set(range(first, self.row))
            if headed >= 0:
                joined |= set(range(headed, min(headed + _SHORT, self.row)))
        return joined

    def breaks(self, joined: set[int]) -> list[int]:
        """Return the rows at which pages begin; the last section goes with a signature that typing would part from it.

        Programs break the page anew where rows have grown, and know nothing of rows that stay together. A form, which
        is landscape, stays as short as its source.
        """
        found = list(self.pages(joined).breaks)
        if self.landscape:
            return found
        start = found[-1] if found else 0
        room = printable_height(landscape=self.landscape) * CAUTION
        typed = height_of(_TYPED_LINES, TYPED)
        grown = sum(self.heights[start:]) + sum(typed - self.heights[row] for row in self._to_write if row >= start)
        above = grown - sum(self.heights[self._signed :])
        is_parted = self._signed > start and _FITTED * above <= room < grown
        if is_parted and self._headings and self._headings[-1] > start:
            found.append(self._headings[-1])
        return found

    def _heading(self, text: str, role: content.Role) -> None:
        if self.row:
            self.gap(4)
        self.text(self._indent + text, bold=role is not content.Role.QUESTION, font_size=TITLE)

    def signed(self, block: content.Signature) -> None:
        """Write Nơi nhận at the left and who signs at the right, with room to sign above the name.

        All is one row, which no page end breaks; only a list of recipients as long as a page takes several.
        """
        self.gap()
        strong: dict[str, Any] = {"bold": True}
        room = 2 * (1 - _CENTRE) * self.widths[0]  # of the signature's side: a longer line would go on below Nơi nhận
        above = [line for each in (block.signs_for, block.title) if each for line in each.upper().split("\n")]
        right: list[Side] = [(part, strong) for line in above for part in wrapped(line, room, BODY, bold=True)]
        right += [(block.note, {"italic": True})] if block.note else []
        left: list[Side] = []
        if block.recipients:
            left.append(("Nơi nhận:", {"bold": True, "italic": True, "font_size": DEFAULT_SIZE}))
            left += [(f"- {place}", {"font_size": _PLACES}) for place in block.recipients]
        lines = [self._sides(*sides) for sides in zip_longest(left, right)]
        below = sum(map(self._height, lines[len(right) :]))
        blank: Side = ("", {"font_size": TYPED})
        while below < _ROOM_TO_SIGN:
            lines.append([blank])
            below += self._height([blank])
        lines += [self._sides(None, (part, strong)) for part in wrapped(block.name, room, BODY, bold=True)]
        rows: list[list[list[Side]]] = [[]]
        for line in lines:
            if sum(map(self._height, [*rows[-1], line])) > HIGHEST_ROW:
                rows.append([])
            rows[-1].append(line)
        for row in rows:
            self._stacked(row)

    def _stacked(self, lines: Sequence[Sequence[Side]]) -> None:
        """Write lines below each other into one row."""
        ended = [(*line[:-1], (f"{line[-1][0]}\n", line[-1][1])) for line in lines[:-1]]
        form = self.look.format
        parts = [part for line in (*ended, lines[-1]) for text, looks in line if text for part in (form(**looks), text)]
        self.sheet.write_rich_string(self.row, 0, *parts, form(text_wrap=True, valign="top"))
        self.end_row(sum(map(self._height, lines)), fits=True)

    def _agency(self, letter: Letter) -> None:
        """Write who issues the letter, the country and its motto, each over its rule; then number, place and day."""
        room = _AGENCY * 2 * self.widths[0]
        small: dict[str, Any] = {"font_size": DEFAULT_SIZE}
        strong: dict[str, Any] = {"bold": True, **small}
        names: list[Side] = [(line, small) for line in wrapped(letter.parent.upper(), room, DEFAULT_SIZE) if line]
        names += [(line, strong) for line in wrapped(letter.station.upper(), room, DEFAULT_SIZE, bold=True)]
        rules: list[Side] = [("—" * count, _RULE) for count in (_SHORT_RULE, _LONG_RULE)]
        left = [*names, rules[0]]
        for name, beside in zip_longest(left, ((content.COUNTRY, strong), (content.MOTTO, {"bold": True}), rules[1])):
            self._line(self._centred(name) if name else ("", small), beside, _COUNTRY)
        self.gap(4)
        number: Side = (content.number_text(letter), {})
        self._line(self._centred(number), (content.place_and_day(letter), {"italic": True}), _COUNTRY)
        self.gap(10)

    def _centred(self, side: Side) -> Side:
        """Put spaces before a text so that it is centred in the agency's half."""
        text, looks = side
        return _moved(text, looks, 0, self.widths, _AGENCY) + text, looks

    def _addressed_to(self, offices: Sequence[str]) -> None:
        """Write "Kính gửi": one office on the same line, several as a list."""
        if len(offices) == 1:
            self.text(f"Kính gửi: {offices[0]}.", align="center", font_size=TITLE)
        else:
            self.text("Kính gửi:", font_size=TITLE, indent=_OFFICES)
            for place, office in enumerate(offices, 1):
                end = "." if place == len(offices) else ";"
                self.text(f"- {office}{end}", font_size=TITLE, indent=_OFFICES + 2)
        self.gap(6)

    def _line(self, left: Side | None, right: Side | None, centre: float = _CENTRE) -> None:
        """Write one line with text at the left, or centred in the right side, or both."""
        sides = self._sides(left, right, centre)
        if len(sides) == 1:
            self.text(sides[0][0], **sides[0][1])
            return
        form = self.look.format
        parts = [part for text, looks in sides for part in (form(**looks), text)]
        self.sheet.write_rich_string(self.row, 0, *parts, form(text_wrap=True))
        self.end_row(self.height_of("", self.widths[0], BODY), fits=True)

    def _sides(self, left: Side | None, right: Side | None, centre: float = _CENTRE) -> list[Side]:
        """Return the texts of one line, the right one moved to its place by spaces."""
        if left is None or right is None or not right[0]:
            text, looks = left or right or ("", {})
            return [(text if left is not None else _moved(text, looks, 0, self.widths) + text, looks)]
        (text, looks), (beside, others) = left, right
        taken = width_of(text, _size(looks), bold=bool(looks.get("bold")))
        space = _moved(beside, others, taken, self.widths, centre) or _APART
        return [left, (space + beside, others)]

    def _height(self, line: Sequence[Side]) -> float:
        return self.height_of("", self.widths[0], max(_size(looks) for _, looks in line))


def _size(looks: dict[str, Any]) -> float:
    return float(str(looks.get("font_size", BODY)))


def _moved(text: str, looks: dict[str, Any], taken: float, widths: Sequence[int], centre: float = _CENTRE) -> str:
    """Return the spaces that put a text's middle at `centre` of the width; `taken` is the width in pixels before it."""
    size, bold = _size(looks), bool(looks.get("bold"))
    wanted = centre * sum(widths) - width_of(text, size, bold=bold) / 2 - taken
    return " " * max(0, round(wanted / width_of(" ", size, bold=bold)))


def write_text_sheet(
    look: Look,
    name: str,
    blocks: Sequence[content.Block],
    dotted: Sequence[float],
    *,
    landscape: bool,
    goes_on: bool = True,
) -> None:
    """Add a sheet with these blocks; of the heights for dotted lines the first with the fewest pages is taken.

    With `goes_on` the sheet follows another of the same paper.
    """
    drafts = []
    for height in dotted:
        draft = Draft()
        lines = TextPages(look, draft, landscape=landscape)
        joined = lines.blocks(blocks, dotted=height)
        drafts.append((lines.breaks(joined), draft, lines))
    breaks, draft, lines = min(drafts, key=lambda each: len(each[0]))
    sheet = add_sheet(look, name, landscape=landscape, goes_on=goes_on)
    draft.draw(sheet, range(lines.row))
    lines.set_pages(sheet, breaks)
