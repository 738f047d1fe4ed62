"""A table that was found on a sheet: its columns, its rows, and what stands around them."""

from collections.abc import Mapping, Sequence
from dataclasses import field

from importers.cells.legend import NO_LEGEND, Legend
from importers.grids.grid import Cell, Grid
from importers.layout.heads import fold_header
from importers.layout.rows import Kind
from importers.layout.weighed import Head
from importers.sender.unit_name import Heading
from store.frozen import changeable, frozen
from store.models import State
from store.receiving.plan import Column


@changeable
class FoundRow:
    """A row of a person, or a row of sums."""

    number: int  # 0-based row of the sheet
    cells: list[Cell]
    department: str | None  # from the last department row above it, such as "II. Khoa Dược"


@frozen
class Section:
    """A row that opens a part of a list."""

    row: int  # 0-based row of the sheet
    level: str  # how it is numbered, `RowReader.level_of`
    name: str


@changeable
class FoundTable:
    """A table that was found on a sheet, with what tells how its rows are read."""

    sheet: str
    depth: int  # number of rows of its header
    last_header_row: int  # 0-based row of the sheet
    columns: list[Column]
    heading: Heading  # unit and department in the titles above the header
    grid: Grid  # the sheet, or the part of it, that the table stands on
    kinds: dict[int, Kind]  # of the rows of that grid that name nobody: 0-based row -> what it is
    rows: list[FoundRow] = field(default_factory=list)  # of people
    legend: Legend = NO_LEGEND  # what the sheet says its marks mean
    about: str = ""  # the title, or sheet name, that names the one item which the whole list is about; "": none does
    sections: list[Section] = field(default_factory=list)  # that stand among the people, or right above the header
    label: Section | None = None  # the agency that the line nearest above the header names, the first one's title too
    totals: list[FoundRow] = field(default_factory=list)  # rows of sums and rates among and below the people
    section_legends: Mapping[int, Legend] = field(default_factory=dict)  # 0-based row that opens a part -> what it says
    heads: Sequence[Head] = ()  # of the columns; none where the list goes on from another sheet

    @property
    def counts(self) -> bool:
        """Whether each row counts people instead of naming one."""
        fields = {column.field for column in self.columns}
        return "total" in fields and not fields & {"full_name", "family_name", "given_name"}

    @property
    def layout(self) -> tuple[tuple[str, str | None], ...]:
        """Headers and fields of the columns; equal for all tables of one form."""
        return tuple((fold_header(column.header), column.field) for column in self.columns)

    @property
    def marked_alike(self) -> tuple[tuple[tuple[str, str | None], ...], frozenset[tuple[str, State]]]:
        """The layout, and the legend if parts of the list have their own: tables equal in it are read alike."""
        return self.layout, frozenset(self.legend.signs.items() if self.section_legends else ())
