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
    """A cell that a sheet calculates anew when another cell of its row is corrected; a letter prints its text."""

    text: str
    value: float | str  # what it is now, for programs that calculate nothing
    template: str  # "={4}/{3}": the numbers of columns of the table, for those of the same row
    is_rate: bool = False


def rate_of(part: str, whole: str) -> str:
    """Return the formula for the rate of two cells or numbers; it shows a dash when the whole is 0."""
    return f'=IF({whole}=0,"–",{part}/{whole})'


def share(part: int, whole: int, part_column: int, whole_column: int) -> Formula:
    """Make the rate of two numbers that are in these columns of its row."""
    template = rate_of(f"{{{part_column}}}", f"{{{whole_column}}}")
    return Formula(format_percent(part, whole), part / whole if whole else "–", template, is_rate=True)


def rest(part: int, whole: int, part_column: int, whole_column: int) -> Formula:
    """Make the difference of whole and part, for numbers that are in these columns of its row."""
    return Formula(format_number(whole - part), whole - part, f"={{{whole_column}}}-{{{part_column}}}")


Cell = str | int | Formula | None


class Role(Enum):
    """The role of a paragraph in its letter, which decides its look."""

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
    """A text with its role; a line break in it stays a line break."""

    text: str
    role: Role = Role.TEXT


@frozen
class Table:
    """A ruled table whose head is repeated on each page; a row of one cell is a heading across all columns."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]  # of the columns, in any one measure
    left: Collection[int] = ()  # columns of text; the others are centred
    sums: int = 0  # so many of the last rows are sums and stay together


@frozen
class Chart:
    """A chart of percentages as bars or lines; a sheet draws its own charts and skips this block."""

    title: str
    labels: Sequence[str]
    series: Sequence[tuple[str, Sequence[float | None]]]  # (name, a value a label, 0 … 100)
    is_line: bool = False


@frozen
class LinesToWrite:
    """Dotted lines to write on by hand, or to type over."""

    count: int = 2


@frozen
class Head:
    """The top of a letter: agency, name of the country, number, place and day."""

    letter: Letter
    about: str = ""  # "V/v …" of a letter without a title


@frozen
class Addressed:
    """The lines "Kính gửi" with the offices that a letter is sent to."""

    offices: Sequence[str]


@frozen
class Signature:
    """The foot of a letter: who signs, and who else gets it."""

    title: str
    name: str
    note: str = ""  # "(Ký tên và đóng dấu)"
    recipients: Sequence[str] = ()  # Nơi nhận; none: it is no letter of its own
    signs_for: str = ""  # "KT. TRƯỞNG TRẠM", above the title


Block = Paragraph | Table | Chart | LinesToWrite | Head | Addressed | Signature


@frozen
class Part:
    """Consecutive pages in one direction: a letter, or an annex of one."""

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
        """The annex as a part of the letter."""
        titles = [Paragraph(self.name, Role.TITLE), Paragraph(self.title, Role.ANNEX)]
        titles += [Paragraph(self.attached, Role.REMARK)] if self.attached else []
        note = (Paragraph(self.note, Role.NOTE),) if self.note else ()
        return Part((*titles, self.table, *note), landscape=self.landscape, is_annex=True)


def signature(letter: Letter) -> Signature:
    """Make the foot of a letter."""
    recipients = [*(["Như trên;"] if letter.to else []), "Lưu: VT."]
    if letter.recipients:
        *first, last = letter.recipients
        recipients = [*(f"{each};" for each in first), f"{last}."]
    return Signature(letter.signer_title, letter.signer_name, recipients=recipients, signs_for=letter.signs_for)


def number_text(letter: Letter) -> str:
    """Word the number line of a letter: `Số: …/BC-TYT`, with a blank where no pattern was set."""
    return f"Số: {_number(letter)}"


def _number(letter: Letter) -> str:
    return letter.letter_number or "      /BC"


def attached_to(letter: Letter, kind: str) -> str:
    """Word the remark `(Kèm theo Báo cáo số …/BC-TYT ngày 23 tháng 6 năm 2026 của Trạm …)`, its number left open."""
    return f"(Kèm theo {kind} số {_number(letter)} {day_of_signing(letter.made_at)} của {letter.station or '…'})"


def place_and_day(letter: Letter) -> str:
    """Word place and day: `Tri Tôn, ngày 05 tháng 6 năm 2026`."""
    return f"{letter.place or '…'}, {day_of_signing(letter.made_at)}"


def day_of_signing(made_at: str) -> str:
    """Word the day as `ngày 05 tháng 6 năm 2026`; only months 1 and 2 get a 0 (Nghị định 30, Phụ lục I)."""
    day = datetime.fromisoformat(made_at)
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def written(heading: str, text: str, role: Role = Role.PART, lines: int = 2) -> Iterable[Block]:
    """Yield a section that people write: its heading, and its text or lines to write on."""
    yield Paragraph(heading, role)
    paragraphs: list[Block] = [Paragraph(line) for line in text.strip().splitlines()]
    yield from paragraphs or [LinesToWrite(lines)]
