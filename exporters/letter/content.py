"""What a letter says, as blocks in their order; Word and sheet each print them in their own way."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from enum import Enum, auto

from store.frozen import frozen
from store.settings import Letter
from store.text import format_number, format_percent

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@frozen
class Formula:
    """A cell that on a sheet follows when somebody corrects another of its row; a letter has its text."""

    text: str
    value: float | str  # what it is now, for programs that calculate nothing
    template: str  # "={4}/{3}": the numbers of columns of the table, for those of the same row
    is_rate: bool = False


@frozen
class OfWhole:
    """A number with the whole that it is a part of, `18/31`; on a sheet it stays a number and adds up."""

    part: int
    whole: int

    @property
    def text(self) -> str:
        """`18/31`; `1.200/ 1.300`, which a narrow column may part."""
        return f"{format_number(self.part)}/{' ' if self.whole >= 1000 else ''}{format_number(self.whole)}"


def rate_of(part: str, whole: str) -> str:
    """The formula of a rate of two cells or numbers; a dash where there is nothing to divide by."""
    return f'=IF({whole}=0,"–",{part}/{whole})'


def share(part: int, whole: int, part_column: int, whole_column: int) -> Formula:
    """The rate of two numbers that stand in these columns of its row."""
    template = rate_of(f"{{{part_column}}}", f"{{{whole_column}}}")
    return Formula(format_percent(part, whole), part / whole if whole else "–", template, is_rate=True)


def rest(part: int, whole: int, part_column: int, whole_column: int) -> Formula:
    """What of the whole is not in the part."""
    return Formula(format_number(whole - part), whole - part, f"={{{whole_column}}}-{{{part_column}}}")


Cell = str | int | Formula | OfWhole | None


class Role(Enum):
    """What a paragraph is in its letter."""

    TITLE = auto()  # the kind of letter, the number of an annex
    ANNEX = auto()  # what an annex is of
    SUBJECT = auto()  # what it is about
    REMARK = auto()  # in italics below the title: "(Kèm theo công văn …)"
    CENTRED = auto()
    PART = auto()  # I., II.
    SECTION = auto()  # 1., 2.
    QUESTION = auto()  # that a form asks, as a heading of the text below
    LEAD_IN = auto()  # stays with the table below
    TEXT = auto()
    ITEM = auto()  # of a list
    NOTE = auto()  # below a table


@frozen
class Paragraph:
    """Text of one role; a line break in it stays one."""

    text: str
    role: Role = Role.TEXT


@frozen
class Table:
    """A ruled table whose head stands on each of its pages; a row of one cell is a heading across all columns."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]  # of the columns, in any one measure
    left: Collection[int] = ()  # columns of text; the others are centred
    sums: int = 0  # so many of the last rows are sums and stay together


@frozen
class Chart:
    """Bars or lines of percentages; a sheet has charts of its own and leaves it out."""

    title: str
    labels: Sequence[str]
    series: Sequence[tuple[str, Sequence[float | None]]]  # (name, a value a label, 0 … 100)
    is_line: bool = False


@frozen
class LinesToWrite:
    """Dotted lines for the pen, or for whoever types over them."""

    count: int = 2


@frozen
class Head:
    """The agency, the name of the country, number, place and day; then who is written to."""

    letter: Letter
    about: str = ""  # "V/v …" of a letter without a title


@frozen
class Addressed:
    """Kính gửi."""

    offices: Sequence[str]


@frozen
class Signature:
    """Who signs, and who else gets the letter."""

    title: str
    name: str
    note: str = ""  # "(Ký tên và đóng dấu)"
    recipients: Sequence[str] = ()  # Nơi nhận; none: it is no letter of its own
    signs_for: str = ""  # "KT. TRƯỞNG TRẠM", above the title


Block = Paragraph | Table | Chart | LinesToWrite | Head | Addressed | Signature


@frozen
class Part:
    """Pages of one direction: a letter, or an annex of it."""

    blocks: Sequence[Block]
    landscape: bool = False
    is_a3: bool = False  # for a table that is too wide for A4
    is_annex: bool = False  # numbered on from the letter, its first page too


@frozen
class Annex:
    """A table that goes with a letter, under titles of its own."""

    name: str  # as the letter speaks of it: "Biểu 1"
    title: str
    table: Table
    note: str = ""  # below the table
    attached: str = ""  # below the titles: "(Kèm theo Báo cáo số … ngày … của …)"
    landscape: bool = False

    @property
    def part(self) -> Part:
        """The blocks of the part."""
        titles = [Paragraph(self.name, Role.TITLE), Paragraph(self.title, Role.ANNEX)]
        titles += [Paragraph(self.attached, Role.REMARK)] if self.attached else []
        note = (Paragraph(self.note, Role.NOTE),) if self.note else ()
        return Part((*titles, self.table, *note), landscape=self.landscape, is_annex=True)


def signature(letter: Letter) -> Signature:
    """The foot of a letter."""
    recipients = [*(["Như trên;"] if letter.to else []), "Lưu: VT."]
    if letter.recipients:
        *first, last = letter.recipients
        recipients = [*(f"{each};" for each in first), f"{last}."]
    return Signature(letter.signer_title, letter.signer_name, recipients=recipients, signs_for=letter.signs_for)


def number_text(letter: Letter) -> str:
    """`Số: …/BC-TYT`, left open where no pattern was set."""
    return f"Số: {_number(letter)}"


def _number(letter: Letter) -> str:
    return letter.letter_number or "      /BC"


def attached_to(letter: Letter, kind: str) -> str:
    """`(Kèm theo Báo cáo số …/BC-TYT ngày 23 tháng 6 năm 2026 của Trạm …)`: the number is left for the pen."""
    return f"(Kèm theo {kind} số {_number(letter)} {day_of_signing(letter.made_at)} của {letter.station or '…'})"


def place_and_day(letter: Letter) -> str:
    """`Tri Tôn, ngày 05 tháng 6 năm 2026`."""
    return f"{letter.place or '…'}, {day_of_signing(letter.made_at)}"


def day_of_signing(made_at: str) -> str:
    """`ngày 05 tháng 6 năm 2026`: months 1 and 2 have a leading 0 as days below 10 have (Nghị định 30, Phụ lục I)."""
    day = datetime.fromisoformat(made_at)
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def written(heading: str, text: str, role: Role = Role.PART, lines: int = 2) -> Iterable[Block]:
    """A part that is written by hand: its heading, and what was written, or lines to write it on."""
    yield Paragraph(heading, role)
    paragraphs: list[Block] = [Paragraph(line) for line in text.strip().splitlines()]
    yield from paragraphs or [LinesToWrite(lines)]
