"""What is known of the columns of a table while their fields are decided."""

from collections.abc import Sequence

from importers.cells.items_in_words import ItemsInWords
from importers.cells.names import looks_like_person
from importers.grids.grid import Cell, text_of
from importers.layout.checklist import Checklist
from importers.layout.claims import Cells, Claim
from store.field_ref import FieldRef
from store.receiving.doubt import Evidence
from store.text import clean

#: Header texts of one column: all rows joined by " / ", the lowest row (`leaf`), and the row above that (`above`).
Head = tuple[str, str, str]

MENTIONED = 0.5  # how sure words are, from 0 to 1; below this a head only mentions an item beside other words
_BY_WORDS = 0.8  # of a column of whose cells each says which items are done
FEWEST_TEXTS = 3  # of a column that say something of it: fewer are looked at one by one


class Weighed:
    """The columns of one table with what speaks for each.

    `chosen` has the claim that is best for each column by itself; `known` are columns whose words are known but not
    kept, with how sure the words make it.
    """

    def __init__(self, heads: Sequence[Head], rows: Sequence[Sequence[Cell]], items: Checklist) -> None:
        self.heads, self.rows, self.items = heads, rows, items
        self.cells = [self.texts(rows, column) for column in range(len(heads))]
        self._people: list[Sequence[Cell]] | None = None
        self.known: dict[int, float] = {}
        self.chosen: list[Claim | None] = [None] * len(heads)
        self.lost: dict[int, Claim] = {}  # columns whose field another has

    def texts(self, rows: Sequence[Sequence[Cell]], column: int) -> Cells:
        """The filled cells of a column."""
        return Cells([clean(text) for row in rows if column < len(row) and (text := text_of(row[column]))])

    def of_people(self, column: int) -> Cells:
        """The cells of a column in rows that surely name somebody, if there are any: sums and signatures clash."""
        if self._people is None:
            fields = {self.field(c): c for c in reversed(range(len(self.heads)))}
            at = [fields[name] for name in ("full_name", "family_name") if name in fields][:1]
            at += [fields["given_name"]] if "family_name" in fields and "given_name" in fields else []
            names = (" ".join(text_of(row[c]) for c in at if c < len(row)) for row in self.rows)
            self._people = [row for row, name in zip(self.rows, names, strict=True) if looks_like_person(clean(name))]
        if self._people:
            return self.texts(self._people, column)
        return self.cells[column] if len(self.cells[column]) >= 2 * FEWEST_TEXTS else Cells(())

    def claim(self, column: int, field: str, sure: float, *speaks_for: Evidence) -> None:
        """Set the claim on a column; a head that is less sure than `MENTIONED` speaks against it."""
        against = frozenset({Evidence.HEAD} if sure < MENTIONED else ())
        self.chosen[column] = Claim(field, sure, frozenset(speaks_for) - against, against)

    def claim_words(self) -> None:
        """Claim as notes a column whose cells say what is done, "Đã có: CCCD; chưa có: BHYT", where no other does."""
        columns = range(len(self.heads))
        for column in () if any(map(self.item, columns)) else filter(self.unknown, columns):
            if ItemsInWords(self.items, set(self.of_people(column).texts or self.cells[column].texts)).fits:
                self.claim(column, "note", _BY_WORDS, Evidence.CELLS)

    def field(self, column: int) -> str | None:
        """The field that is claimed for a column; None if none is."""
        claim = self.chosen[column]
        return claim.field if claim is not None else None

    def item(self, column: int) -> str | None:
        """Key of the item whose field is claimed for a column."""
        return FieldRef.parse(self.field(column) or "").item

    def holds(self, field: str) -> bool:
        """Whether some column seems to hold a field."""
        return any(claim is not None and claim.field == field for claim in self.chosen)

    def is_repeated(self, field: str) -> bool:
        """Whether several columns seem to hold a field."""
        return sum(claim is not None and claim.field == field for claim in self.chosen) > 1

    def unknown(self, column: int) -> bool:
        """Whether the header of a column was not understood; False for one that is known but not read."""
        return self.chosen[column] is None and column not in self.known
