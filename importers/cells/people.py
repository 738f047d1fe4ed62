"""Reads the rows of a table of people."""

from collections.abc import Iterable, Mapping, Sequence

from importers.cells import dates, dittos, values
from importers.cells.listed import ListedItems
from importers.cells.marks import mark_of
from importers.cells.names import full_name
from importers.cells.parsed import LOOK_AGAIN, NOTHING, Parsed
from importers.cells.reasons import ReasonReader
from importers.cells.rivals import Rivals
from importers.cells.states import StateColumn, Statement, read_pair, station_wording
from importers.grids.grid import ERRORS, Cell, different_cells, text_of
from importers.layout.checklist import Checklist
from importers.layout.header_words import says_lacking
from importers.layout.tables import FoundTable
from importers.pace import Pace
from store.cells import cell_name
from store.columns import ColumnKind
from store.field_ref import FieldKind, FieldRef
from store.models import PERSON_COLUMNS, Person, State
from store.outcome import Problem
from store.receiving.plan import Column, IncomingRow
from store.text import clean, fold

_BARE = 2  # words
_WRITE_OUT = "Hãy ghi rõ"
_SIDES = (FieldKind.DONE, FieldKind.TODO, FieldKind.NOT_APPLICABLE)  # of a pair of columns
#: Columns of a person that are read by rules of their own: from several cells, or beside other columns.
_READ_APART = ("full_name", "sex", "birth_date", "citizen_id", "note")
#: The other columns that are no yes or no, each with the parser of its cells.
_PARSERS = [
    (column.name, values.parser_of(column))
    for column in PERSON_COLUMNS
    if column.name not in _READ_APART and column.kind is not ColumnKind.YES_NO
]
_YES_NO = [column.name for column in PERSON_COLUMNS if column.kind is ColumnKind.YES_NO]


def at_first(at: Mapping[str, int], *fields: str) -> int | None:
    """The column of the first of the fields that there is."""
    return next((at[field] for field in fields if field in at), None)


def _says_why(text: str) -> bool:
    """Whether a cell of reasons holds words: "Chưa có tài khoản", and no tick, dash or "Đã kích hoạt"."""
    mark = mark_of(text)
    return mark is None or (mark.state is State.TODO and len(text.split()) > _BARE)


def swapped_days(tables: Sequence[FoundTable]) -> dict[int, dates.DateColumn]:
    """By column the dates of which day and month may be swapped, judged over all tables with the same heads."""
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
        department: what a row belongs to that names none itself.
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
        *,
        is_ours: bool = False,
    ) -> None:
        self.table, self.number, self.department = table, number, department
        self.unclear = dittos.fill_dittos(table)
        self.row = 0  # that is being read, 1-based
        self.problems: list[Problem] = []  # of that row, so far
        self.known_reasons = known_reasons
        self.at = {str(c.field): c.index for c in table.columns if c.field and c.field != "note"}
        self.by_index = {column.index: column for column in table.columns}
        self.width = max((column.index for column in table.columns), default=-1) + 1
        self.notes = [column.index for column in table.columns if column.field == "note"]
        listed = [(index, ListedItems(self.by_index[index].header, items, self._texts(index))) for index in self.notes]
        self.listed = [(index, column) for index, column in listed if column.state is not None]
        keys = [item.key for item in items]
        state_at, reason_at, day_at = (
            [(key, self.at[field]) for key in keys if (field := FieldRef.of_item(kind, key)) in self.at]
            for kind in (FieldKind.STATE, FieldKind.REASON, FieldKind.DONE_ON)
        )
        self.states = [(key, index, states[key]) for key, index in state_at]
        #: By item: the columns of those who have it, who have not, and whom it does not concern, as far as there are.
        self.sides = {key: [self.at.get(FieldRef.of_item(side, key)) for side in _SIDES] for key in keys}
        self.pairs = [key for key in keys if self.sides[key][1:] != [None, None]]
        self.card = items.card
        self.rivals = Rivals(table, items, known_reasons)
        self.reasons = ReasonReader(items, known_reasons)
        self.reason_columns = reason_at
        self.shared = self._items_of_lone_reason()
        with_state = {key for key, *_ in self.states} | set(self.pairs)
        # "Lý do chưa kích hoạt" without a column of the state: who has a reason has not.
        self.only_reasons = {
            key
            for key, index in self.reason_columns
            if key not in with_state and says_lacking(self.by_index[index].header)
        }
        self.day_columns = day_at
        self.only_days = {key for key, _ in self.day_columns} - set(self.pairs) - {key for key, *_ in self.states}
        self.plain = [(field, self.at[field], parse) for field, parse in _PARSERS if field in self.at]
        self.yes_no = [(field, self.at[field]) for field in _YES_NO if field in self.at]
        self.name_at = at_first(self.at, "full_name", "family_name", "given_name")
        self.sex_at = at_first(self.at, "sex", "female", "male")
        self.born_at = at_first(self.at, "birth_date", "birth_year", "birth_male", "birth_female")
        # Our own papers keep the cells that are typed into as text, so that no program makes dates of them.
        self.swapped = {} if is_ours else swapped_days
        # A lone column "Nữ" that somebody ticked: those without a tick are men.
        female = self.at.get("female")
        self.women_are_ticked = female is not None and any(
            female < len(row.cells) and text_of(row.cells[female]) for row in table.rows
        )

    def _texts(self, at: int) -> set[str]:
        return set(map(text_of, different_cells([row.cells for row in self.table.rows], at)))

    def read(self, pace: Pace) -> list[IncomingRow]:
        """Every row of the table.

        Raises:
            Cancelled: the person stopped it.
        """
        rows = []
        blank = [""] * self.width
        departments = self._departments()
        width = self.width
        for place, found in enumerate(self.table.rows):
            cells = [cell.strip() if type(cell) is str else text_of(cell) for cell in found.cells[:width]]
            if len(cells) < width:
                cells += blank[len(cells) :]
            department = found.department or self.department
            if departments is not None and departments[place]:
                department = departments[place]
            self.row, self.problems = found.number + 1, []
            if not ERRORS.isdisjoint(cells):
                self._drop_errors(cells)
            raw = tuple(cells)
            if found.number in self.unclear:
                self._drop_dittos(cells, self.unclear[found.number])
            year = self._drop_swapped(found.cells, cells) if self.swapped else None
            person = self._person(cells, year)
            rows.append(IncomingRow(self.number, self.row, person, department, raw, tuple(self.problems)))
            pace.step()
        return rows

    def _items_of_lone_reason(self) -> list[str]:
        """The items, from the left, before the table's only reason column, where its head names none of them."""
        if len(self.reason_columns) != 1:
            return []
        _, index = self.reason_columns[0]
        places = sorted(
            [(at, key) for key, at, _ in self.states]
            + [(index, key) for key in self.pairs for index in self.sides[key] if index is not None]
        )
        items = list(dict.fromkeys(key for _, key in places))
        shared = len(items) > 1 and places[-1][0] < index and not self.reasons.is_named(self.by_index[index].header)
        return items if shared else []

    def _drop_errors(self, cells: list[str]) -> None:
        """Empty and report cells of failed formulas; those in columns of states are reported as unknown marks."""
        for column in self.table.columns:
            if column.field is None or cells[column.index] not in ERRORS or column.field.item:
                continue
            message = f"công thức bị lỗi {cells[column.index]}"
            self._report(column.index, "formula_failed", message, "Hãy ghi lại giá trị")
            cells[column.index] = ""

    def _drop_dittos(self, cells: list[str], columns: Iterable[int]) -> None:
        """Empty and report the ditto marks below which nothing stands that they could repeat."""
        for index in sorted(columns):
            means = "là như trên, nhưng ô phía trên trống" if dittos.is_ditto(cells[index]) else "không rõ ý gì"
            self._report(index, "ditto_unclear", f"“{cells[index]}” {means}", _WRITE_OUT)
            cells[index] = ""

    def _drop_swapped(self, row: Sequence[Cell], cells: list[str]) -> str | None:
        """Empty and report the dates of which day and month may be swapped; answers the year of birth, which holds."""
        year = None
        for index, column in self.swapped.items():
            if index < len(row) and column.is_doubtful(row[index]):
                parsed = dates.DateColumn.doubt(cells[index])
                self._report(index, parsed.code, parsed.message, parsed.advice)
                if index == self.born_at:
                    year = (dates.birth_date(cells[index]).value or "")[:4] or None
                cells[index] = ""
        return year

    def _departments(self) -> list[str] | None:
        """The column of departments, cleaned.

        Where each name stands once and blanks follow, it was written for the first of its people only.
        """
        at = self.at.get("department", self.unit_column())
        if at is None:
            return None
        departments = [
            clean(text_of(row.cells[at])) if at < len(row.cells) and at not in self.unclear.get(row.number, ()) else ""
            for row in self.table.rows
        ]
        named = [text for text in departments if text]
        if self._once_for_all(departments, named):
            for place in range(1, len(departments)):
                departments[place] = departments[place] or departments[place - 1]
        return departments

    def unit_column(self) -> int | None:
        """The column of units where it names several: they tell people apart as departments do."""
        at = self.at.get("unit")
        if at is None:
            return None
        named = {fold(text) for row in self.table.rows if at < len(row.cells) and (text := text_of(row.cells[at]))}
        return at if len(named) > 1 else None

    @staticmethod
    def _once_for_all(departments: Sequence[str], named: Sequence[str]) -> bool:
        begins = bool(departments and departments[0])
        return begins and len(set(named)) == len(named) and 2 * len(named) <= len(departments)

    def _report(self, index: int | None, code: str, message: str, advice: str = "") -> None:
        column: Column | None = self.by_index.get(index) if index is not None else None
        place = cell_name(column.index, self.row) if column is not None else ""
        self.problems.append(
            Problem(column.header if column else "", code, values.without_numbers(message), place, advice)
        )

    def _take(self, index: int | None, parsed: Parsed) -> str | None:
        if parsed.code:
            self._report(index, parsed.code, parsed.message, parsed.advice)
        return parsed.value

    def _person(self, cells: list[str], year: str | None) -> Person | None:
        at, name_at = self.at, self.name_at
        if "full_name" in at:
            typed = cells[at["full_name"]]
        else:
            parts = [cells[at[field]] for field in ("family_name", "given_name") if field in at]
            typed = " ".join(part for part in parts if part)
        named = full_name(typed)
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
            notes = [clean(cells[index]) for index in self.notes if cells[index]]
            notes += filter(None, (named.aside, born.aside))
            if notes:
                person.note = "; ".join(notes)
        self._read_states(person, cells)
        return person

    def _sex(self, cells: list[str]) -> Parsed:
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

    def _birth_date(self, cells: list[str]) -> Parsed:
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

    def _read_states(self, person: Person, cells: list[str]) -> None:
        states = person.states
        for key, index, column in self.states:
            statement = column.read(cells[index])
            if statement.state is not None:
                states[key] = statement.state
            if statement.code or statement.reason:
                self._state(person, key, index, statement)
        for key in self.pairs:
            done, todo, spared = (cells[index] if index is not None else "" for index in self.sides[key])
            done_at, todo_at, spared_at = self.sides[key]
            index = next(index for index in (todo_at, done_at, spared_at) if index is not None)
            statement = read_pair(done, todo, spared, self.known_reasons, is_card=key == self.card)
            self._state(person, key, index, statement)
        if self.rivals.columns:
            for index, message in self.rivals.disagreements(person, cells, self.row):
                self._report(index, "columns_disagree", message, LOOK_AGAIN)
        for index, listed in self.listed:
            self._listed(person, cells[index], index, listed)
        for key, index in self.reason_columns:
            if cells[index]:
                text = cells[index]
                if key in self.only_reasons and _says_why(text):
                    person.states.setdefault(key, State.TODO)
                for problem in self._reasons_of(person, key, text, cells):
                    self._report(index, *problem)
        for key, index in self.day_columns:
            if cells[index]:
                self._day(person, key, index, cells[index])

    def _reasons_of(self, person: Person, key: str, text: str, cells: list[str]) -> Iterable[tuple[str, str, str]]:
        if not self.shared:
            return self.reasons.read(person, key, text)
        dashed = [of for of, at, _ in self.states if (mark := mark_of(cells[at])) is not None and mark.is_dash]
        return self.reasons.read_shared(person, self.shared, text, dashed)

    def _state(self, person: Person, key: str, index: int, statement: Statement) -> None:
        if statement.code:
            self._report(index, statement.code, statement.message, statement.advice)
        if statement.state is not None:
            person.states[key] = statement.state
            if statement.reason:
                person.reasons[key] = statement.reason

    def _listed(self, person: Person, text: str, index: int, listed: ListedItems) -> None:
        for piece, key in listed.read(text):
            if key is None:
                self._report(index, "state_not_understood", f"“{piece}” không rõ là mục nào", "Hãy ghi tên mục")
            elif listed.state is not None and person.states.setdefault(key, listed.state) is not listed.state:
                message = f"“{piece}” ghi ở đây khác với cột của mục đó"
                self._report(index, "state_not_understood", message, LOOK_AGAIN)
        for key in listed.not_chosen(text):
            person.states.setdefault(key, State.TODO if listed.state is State.DONE else State.DONE)

    def _day(self, person: Person, key: str, index: int, text: str) -> None:
        if (mark := mark_of(text)) is not None and (mark.state is not State.DONE or not dates.done_on(text).value):
            # "Chưa", a dash, a tick: no day. The state stands in its own column; where there is none, here.
            if key in self.only_days and mark.state is not State.UNKNOWN:
                self._state(
                    person,
                    key,
                    index,
                    Statement(mark.state, station_wording(mark.reason, self.known_reasons, is_card=key == self.card)),
                )
            return
        day = self._take(index, dates.done_on(text))
        state = person.states.setdefault(key, State.DONE) if day else None
        if day and state is State.DONE:
            person.done_on[key] = day
        elif day:
            message = f"có ngày “{text}” nhưng trạng thái không phải là đã"
            self._report(index, "date_without_done", message, LOOK_AGAIN)
