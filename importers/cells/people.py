"""Reads the rows of a table of people."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from itertools import repeat

from importers.cells import dates, dittos, values
from importers.cells.alike import TOGETHER, PeopleAlike, SameCells
from importers.cells.departments import departments_of
from importers.cells.items import ItemsReader
from importers.cells.marks import mark_of
from importers.cells.names import full_name, looks_like_person
from importers.cells.parsed import ALONE, LOOK_AGAIN, NOTHING, Parsed
from importers.cells.shifted_rows import left_out, number_of, problem_of, shifted_rows
from importers.cells.states import StateColumn
from importers.grids.grid import ERRORS, Cell, different_cells, text_of, texts_by_column
from importers.layout.checklist import Checklist
from importers.layout.found_table import FoundRow, FoundTable
from importers.lexicon.words import lexicon
from importers.pace import Pace
from store.cells import cell_name
from store.columns import ColumnKind
from store.field_ref import FieldKind
from store.masks import cover_numbers
from store.models import PERSON_COLUMNS, Person, State
from store.outcome import Problem
from store.receiving.plan import Column, IncomingRow
from store.text import clean, fold

_WRITE_OUT = "Hãy ghi rõ"
_OF_CHILDREN = lexicon("rows").pattern("of_children")
_SAMPLE = 200  # rows that show whether a list is of children
#: Columns of a person that are read by rules of their own: from several cells, or beside other columns.
_READ_APART = ("full_name", "sex", "birth_date", "citizen_id", "note")
#: The other columns that are no yes or no, each with the parser of its cells.
_PARSERS = [
    (column.name, values.parser_of(column))
    for column in PERSON_COLUMNS
    if column.name not in _READ_APART and column.kind is not ColumnKind.YES_NO
]
#: What a name, a sex, a birth date may be read from.
_NAME = ("full_name", "family_name", "middle_name", "given_name")
_SEX = ("sex", "male", "female", "birth_male", "birth_female")
_BORN = ("birth_date", "birth_day", "birth_month", "birth_year", "birth_male", "birth_female")
_YES_NO = [column.name for column in PERSON_COLUMNS if column.kind is ColumnKind.YES_NO]


def at_first(at: Mapping[str, int], *fields: str) -> int | None:
    """The first column that the table has for any of the given fields; None when it has none."""
    return next((at[field] for field in fields if field in at), None)


def swapped_days(tables: Sequence[FoundTable]) -> dict[int, dates.DateColumn]:
    """Column -> its dates, where day and month may be swapped; judged over all tables with the same heads."""
    found = {}
    for column in tables[0].columns:
        if column.field is not None and (column.field == "birth_date" or column.field.kind is FieldKind.DONE_ON):
            judged = dates.DateColumn(
                different_cells([row.cells for table in tables for row in table.rows], column.index)
            )
            if judged.swaps_real or judged.swaps_typed:
                found[column.index] = judged
    return found


class PeopleReader:
    """Reads the people of one table.

    Args:
        table: the table.
        number: of the table in the file.
        items: the checklist.
        known_reasons: folded words -> words.
        states: how the state columns of this form are read, by item key.
        department: the department of rows that name none themselves.
        swapped_days: see `swapped_days`, of all tables with these heads.
    """

    def __init__(
        self,
        table: FoundTable,
        number: int,
        items: Checklist,
        known_reasons: Mapping[str, str],
        states: Mapping[str, StateColumn],
        department: str | None,
        swapped_days: Mapping[int, dates.DateColumn],
        remarks: list[str],
        *,
        is_ours: bool = False,
    ) -> None:
        self.table, self.number, self.department, self.remarks = table, number, department, remarks
        self.unclear = dittos.fill_dittos(table)
        self.row = 0  # that is being read, 1-based
        self.problems: list[Problem] = []  # of that row, so far
        self.at = {str(c.field): c.index for c in table.columns if c.field and c.field != "note"}
        self.by_index = {column.index: column for column in table.columns}
        self.width = max((column.index for column in table.columns), default=-1) + 1
        self.notes = [column.index for column in table.columns if column.field == "note"]
        self.items = ItemsReader(table, items, known_reasons, states, self._report)
        self.plain = [(field, self.at[field], parse) for field, parse in _PARSERS if field in self.at]
        self.yes_no = [(field, self.at[field]) for field in _YES_NO if field in self.at]
        self.name_at = at_first(self.at, "full_name", "family_name", "given_name")
        self.sex_at = at_first(self.at, "sex", "female", "male")
        self.born_at = at_first(self.at, "birth_date", "birth_year", "birth_male", "birth_female")
        self.is_ours = is_ours
        # Our own papers keep the cells that are typed into as text, so that no program makes dates of them.
        self.swapped = {} if is_ours else swapped_days
        # A lone column "Nữ" that somebody ticked: those without a tick are men.
        female = self.at.get("female")
        self.women_are_ticked = female is not None and any(
            female < len(row.cells) and text_of(row.cells[female]) for row in table.rows
        )
        self.alike = self._people_alike()
        self.shifted = shifted_rows(table)

    def read(self, pace: Pace) -> list[IncomingRow]:
        """Read every row of the table; can be called only once, as it lets go of its parts.

        Raises:
            Cancelled: the person stopped the reading.
        """
        try:
            return self._read_all(pace)
        finally:
            # They refer to this reader: such a circle holds all cells of the file until a full collection of garbage.
            del self.alike, self.items

    def _read_all(self, pace: Pace) -> list[IncomingRow]:
        found, rows = self.table.rows, list[IncomingRow]()
        own = departments_of(self.table, self.unclear, self.remarks, is_ours=self.is_ours) or [""] * len(found)
        if self.shifted:
            own = ["" if self._is_aside("department", row) else name for name, row in zip(own, found, strict=True)]
        departments = [name or row.department or self.department for name, row in zip(own, found, strict=True)]
        for begin in range(0, len(found), TOGETHER):
            part = slice(begin, begin + TOGETHER)
            rows += self._read_together(found[part], departments[part])
            pace.step(len(found[part]))
        return rows

    def _is_aside(self, field: str, row: FoundRow) -> bool:
        """Whether the cell of a field stands in the shifted part of a row."""
        shift = self.shifted.get(row.number)
        return shift is not None and self.at.get(field) in left_out(self.table.columns, shift.first)

    @cached_property
    def of_children(self) -> bool:
        """Whether it is a list of children: its titles or heads say so, and most of its people are young."""
        titles = self.table.grid.rows[: self.table.last_header_row + 1]
        if not any(_OF_CHILDREN.search(fold(text_of(cell))) for row in titles for cell in row if isinstance(cell, str)):
            return False
        born = [self._birth_date([text_of(cell) for cell in self._wide(row)]) for row in self.table.rows[:_SAMPLE]]
        young = sum(one.code == "birth_date_unlikely" for one in born)
        return 2 * young > sum(one.value is not None for one in born)

    def _wide(self, row: FoundRow) -> list[Cell]:
        return [*row.cells, *[None] * (self.width - len(row.cells))]

    def _read_together(self, found: Sequence[FoundRow], departments: Sequence[str | None]) -> list[IncomingRow]:
        columns = texts_by_column([row.cells for row in found], self.width)
        raws = list(zip(*columns, strict=True))
        alone = {place for place, row in enumerate(found) if row.number in self.unclear} if self.unclear else set()
        if self.shifted:
            alone.update(place for place, row in enumerate(found) if row.number in self.shifted)
        for column in columns:
            if not ERRORS.isdisjoint(column):
                alone.update(place for place, text in enumerate(column) if text in ERRORS)
        persons: Iterable[Person | None] = repeat(None)
        if self.swapped or self.items.rivals.columns:
            alone.update(range(len(found)))
        else:
            persons = self.alike.read(columns, raws, alone)
        numbers = [row.number + 1 for row in found]
        nothing = repeat(())  # to report
        parts = zip(repeat(self.number), numbers, persons, departments, raws, nothing, strict=False)
        rows = list(map(IncomingRow._make, parts))
        for place in alone:
            rows[place] = self._read_alone(found[place], list(raws[place]), departments[place])
        return rows

    def _read_alone(self, found: FoundRow, cells: list[str], department: str | None) -> IncomingRow:
        self.row, self.problems = found.number + 1, []
        if not ERRORS.isdisjoint(cells):
            self._drop_errors(cells)
        raw = tuple(cells)
        if found.number in self.unclear:
            self._drop_dittos(cells, self.unclear[found.number])
        year = self._drop_swapped(found.cells, cells) if self.swapped else None
        person = self._shifted(found, cells) if found.number in self.shifted else self._person(cells, year)
        return IncomingRow(self.number, self.row, person, department, raw, tuple(self.problems))

    def _people_alike(self) -> PeopleAlike:
        """Build the readers of all fields, each with the columns that the field depends on."""

        def part(fields: Sequence[str], read: Callable[[Sequence[str]], object]) -> SameCells:
            return SameCells([self.at[field] for field in fields if field in self.at], read)

        def of_items(cells: Sequence[str]) -> object:
            person, self.problems = Person(""), []
            self.items.read(person, cells, self.row)
            return ALONE if self.problems else (person.states, person.reasons, person.done_on)

        def yes_no(index: int, cells: Sequence[str]) -> object:
            self.problems = []
            value = self._yes_no(index, cells[index]) if cells[index] else None
            return ALONE if self.problems else value

        def by_parser(index: int, parse: Callable[[str], Parsed], cells: Sequence[str]) -> object:
            return parse(cells[index]).plain if cells[index] else None

        return PeopleAlike(
            {
                "full_name": part(_NAME, lambda cells: self._name(cells).plain or ALONE),
                "sex": part(_SEX, lambda cells: self._sex(cells).plain),
                "birth_date": part(_BORN, lambda cells: self._birth_date(cells).plain),
                "note": SameCells(self.notes, self._note),
                "items": SameCells(self.items.columns, of_items),
            }
            | {field: SameCells([index], partial(by_parser, index, parse)) for field, index, parse in self.plain}
            | {field: SameCells([index], partial(yes_no, index)) for field, index in self.yes_no},
            self.at.get("citizen_id"),
        )

    def _drop_errors(self, cells: list[str]) -> None:
        """Empty and report cells of failed formulas; cells of items stay, to be reported as unknown marks."""
        for column in self.table.columns:
            if column.field is None or cells[column.index] not in ERRORS or column.field.item:
                continue
            message = f"công thức bị lỗi {cells[column.index]}"
            self._report(column.index, "formula_failed", message, "Hãy ghi lại giá trị")
            cells[column.index] = ""

    def _drop_dittos(self, cells: list[str], columns: Iterable[int]) -> None:
        """Empty and report the ditto marks with nothing above them to repeat, and the dashes that may be dittos."""
        for index in sorted(columns):
            means = "là như trên, nhưng ô phía trên trống" if dittos.is_ditto(cells[index]) else "không rõ ý gì"
            self._report(index, "ditto_unclear", f"“{cells[index]}” {means}", _WRITE_OUT)
            cells[index] = ""

    def _drop_swapped(self, row: Sequence[Cell], cells: list[str]) -> str | None:
        """Empty and report dates whose day and month may be swapped; returns the year of birth, which is sure."""
        year = None
        for index, column in self.swapped.items():
            if index < len(row) and column.is_doubtful(row[index]):
                parsed = dates.DateColumn.doubt(cells[index])
                self._report(index, parsed.code, parsed.message, parsed.advice)
                if index == self.born_at:
                    year = (dates.birth_date(cells[index]).value or "")[:4] or None
                cells[index] = ""
        return year

    def _report(self, index: int | None, code: str, message: str, advice: str = "") -> None:
        column: Column | None = self.by_index.get(index) if index is not None else None
        place = cell_name(column.index, self.row) if column is not None else ""
        self.problems.append(
            Problem(cover_numbers(column.header) if column else "", code, cover_numbers(message), place, advice)
        )

    def _take(self, index: int | None, parsed: Parsed) -> str | None:
        if parsed.code:
            self._report(index, parsed.code, parsed.message, parsed.advice)
        return parsed.value

    def _person(self, cells: list[str], year: str | None) -> Person | None:
        at, name_at = self.at, self.name_at
        named = self._name(cells)
        name = named.value
        if named.code:
            self._report(name_at, named.code, named.message, named.advice)
        if name is None:
            if not self.problems:
                self._report(name_at, "no_name", f"Dòng {self.row} có số liệu nhưng không có họ tên")
            return None
        person = Person(name)
        person.sex = self._take(self.sex_at, self._sex(cells))
        born = self._birth_date(cells)
        if born.code == "birth_date_unlikely" and self.of_children:
            born = Parsed(born.value)
        person.birth_date = self._take(self.born_at, born)
        if "citizen_id" in at:
            index = at["citizen_id"]
            person.citizen_id = self._take(
                index, values.citizen_id(cells[index], person.sex, person.birth_date or year)
            )
        for field, index, parse in self.plain:
            if text := cells[index]:
                setattr(person, field, self._take(index, parse(text)))
        for field, index in self.yes_no:
            if cells[index]:
                setattr(person, field, self._yes_no(index, cells[index]))
        if self.notes or named.aside or born.aside:
            person.note = self._note(cells, named.aside, born.aside)
        self.items.read(person, cells, self.row)
        return person

    def _shifted(self, found: FoundRow, cells: Sequence[str]) -> Person | None:
        """Read the person of a shifted row: name, birth date and CCCD as far as they are sure, and no items."""
        shift, name = self.shifted[found.number], self._name(cells).value
        self.problems = [problem_of(self.row, shift, self.table.columns)]
        if name is None or not looks_like_person(name):
            return None  # the name may be aside too
        person = Person(name)
        if "birth_date" in self.at and not self._is_aside("birth_date", found):
            person.birth_date = self._birth_date(cells).value
        person.citizen_id = number_of(cells, person)
        return person

    def _name(self, cells: Sequence[str]) -> Parsed:
        if "full_name" in self.at:
            return full_name(cells[self.at["full_name"]])
        parts = [cells[self.at[field]] for field in ("family_name", "middle_name", "given_name") if field in self.at]
        return full_name(" ".join(part for part in parts if part))

    def _note(self, cells: Sequence[str], *asides: str) -> str | None:
        notes = [clean(cells[index]) for index in self.notes if cells[index]]
        notes += filter(None, asides)
        return "; ".join(notes) if notes else None

    def _sex(self, cells: Sequence[str]) -> Parsed:
        if "sex" in self.at:
            return values.sex(cells[self.at["sex"]])
        sexes = set()
        for field, meaning in (("male", "nam"), ("female", "nữ"), ("birth_male", "nam"), ("birth_female", "nữ")):
            index = self.at.get(field)
            if index is not None and (text := cells[index]):
                mark = mark_of(text)
                if field.startswith("birth") or mark is None or mark.state is State.DONE:
                    sexes.add(meaning)
        if len(sexes) > 1:
            return Parsed(None, "sex_not_understood", "được đánh dấu cả nam và nữ", LOOK_AGAIN)
        if sexes:
            return Parsed(sexes.pop())
        return Parsed("nam") if self.women_are_ticked and "male" not in self.at else NOTHING

    def _birth_date(self, cells: Sequence[str]) -> Parsed:
        if "birth_date" in self.at:
            return dates.birth_date(cells[self.at["birth_date"]])

        def part(field: str) -> str:
            return cells[self.at[field]] if field in self.at else ""

        if "birth_male" in self.at or "birth_female" in self.at:
            return dates.birth_date(part("birth_male") or part("birth_female"))
        return dates.date_of_parts(part("birth_day"), part("birth_month"), part("birth_year"))

    def _yes_no(self, index: int, text: str) -> bool | None:
        mark = mark_of(text)
        if mark is None or mark.state not in (State.DONE, State.TODO):
            self._report(index, "mark_not_understood", f"“{text}” không rõ là có hay không")
            return None
        return mark.state is State.DONE
