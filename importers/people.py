"""The rows of a table -> what each says of a person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from importers import values
from importers.errors import Cancelled
from importers.grid import Cell, text_of
from importers.marks import Mark, mark_of
from importers.tables import FoundTable
from importers.values import Parsed
from store.models import Item, Person, State
from store.plan import Column, IncomingRow, Problem
from store.submissions import cell_name
from store.text import clean, fold


@dataclass(slots=True)
class _StateColumn:
    """A column that tells the state of an item: how its blank cells are to be read."""

    column: Column
    key: str
    blank: State | None  # what an empty cell says; None: nothing


@dataclass
class PeopleReader:
    """Reads the people of one table."""

    table: FoundTable
    number: int  # of the table in the file
    items: Sequence[Item]
    known_reasons: Mapping[str, str]  # folded words -> words
    department: str | None  # of the sheet or the title
    _by_field: dict[str, Column] = field(init=False)

    def __post_init__(self) -> None:
        self._by_field = {
            column.field: column for column in self.table.columns if column.field and column.field != "note"
        }
        self._notes = [column for column in self.table.columns if column.field == "note"]
        self._places = {name: column.index for name, column in self._by_field.items()}
        born = ("birth_date", "birth_year", "birth_male")
        self._birth_field = next((name for name in born if name in self._by_field), "birth_date")
        self._has_sex = bool(self._places.keys() & {"male", "female", "birth_male", "birth_female"})
        keys = [item.key for item in self.items]
        self._states = [self._state_column(key) for key in keys if f"state.{key}" in self._by_field]
        self._pairs = [key for key in keys if f"todo.{key}" in self._by_field]
        self._reasons = [key for key in keys if f"reason.{key}" in self._by_field]
        self._dates = [key for key in keys if f"done_on.{key}" in self._by_field]

    def read(self, progress: Callable[[int], bool] | None = None) -> list[IncomingRow]:
        """Every row of the table.

        Raises:
            Cancelled: `progress` answered False.
        """
        rows = []
        for count, (number, cells, section) in enumerate(self.table.rows, 1):
            rows.append(self._read_row(number, cells, section))
            if progress is not None and count % 2000 == 0 and not progress(count):
                raise Cancelled
        return rows

    def _state_column(self, key: str) -> _StateColumn:
        """Ticks only: an empty cell is chưa. A no among them: an empty cell says nothing (DOMAIN §6)."""
        column = self._by_field[f"state.{key}"]
        place = column.index
        held = {cells[place] for _, cells, _ in self.table.rows if place < len(cells)}
        seen = {mark.state for cell in held if (mark := mark_of(text_of(cell))) is not None}
        only_ticks = State.DONE in seen and State.TODO not in seen
        return _StateColumn(column, key, State.TODO if only_ticks else None)

    def _read_row(self, number: int, cells: list[Cell], section: str | None) -> IncomingRow:
        width = len(cells)
        texts = [text_of(cells[c.index]) if c.index < width else "" for c in self.table.columns]
        row = IncomingRow(self.number, number + 1, None, section or self.department, texts)
        places = self._places

        def cell(name: str) -> Cell:
            place = places.get(name)
            return cells[place] if place is not None and place < width else None

        def take(parsed: Parsed, name: str) -> str | None:
            if parsed.code:
                self._report(row, name, parsed.code, parsed.message)
            return parsed.value

        name = take(values.full_name(self._name(cell)), "full_name" if "full_name" in self._by_field else "family_name")
        if name is None:
            if not row.problems:
                self._report(row, "full_name", "no_name", f"Dòng {number + 1} có số liệu nhưng không có họ tên")
            return row
        person = Person(name)
        person.sex = take(self._sex(cell), "sex")
        person.birth_date = take(self._birth_date(cell), self._birth_field)
        for plain, parse in (
            ("position", None),
            ("employment", values.employment),
            ("phone", values.phone),
            ("insurance_number", values.insurance_number),
        ):
            if plain in self._by_field and (text := text_of(cell(plain))):
                setattr(person, plain, clean(text) if parse is None else take(parse(text), plain))
        if "citizen_id" in self._by_field:
            person.citizen_id = take(values.citizen_id(cell("citizen_id"), person.sex, person.birth_date), "citizen_id")
        person.administrative = self._yes_no(row, cell, "administrative")
        person.smartphone = self._yes_no(row, cell, "smartphone")
        if "department" in self._by_field and (text := text_of(cell("department"))):
            row.department = clean(text)
        notes = [clean(text) for c in self._notes if c.index < len(cells) and (text := text_of(cells[c.index]))]
        person.note = "; ".join(notes) or None
        self._read_states(row, person, cell)
        row.person = person
        return row

    def _report(self, row: IncomingRow, name: str, code: str, message: str) -> None:
        column = self._by_field.get(name)
        place = cell_name(column.index, row.row) if column is not None else ""
        row.problems.append(Problem(column.header if column else "", code, message, place))

    def _name(self, cell: Callable[[str], Cell]) -> str:
        if "family_name" in self._by_field or "given_name" in self._by_field:
            return f"{text_of(cell('family_name'))} {text_of(cell('given_name'))}".strip()
        return text_of(cell("full_name"))

    def _sex(self, cell: Callable[[str], Cell]) -> Parsed:
        if "sex" in self._by_field:
            return values.sex(text_of(cell("sex")))
        if not self._has_sex:
            return values.NOTHING
        ticked = []
        for name, meaning in (("male", "nam"), ("female", "nữ"), ("birth_male", "nam"), ("birth_female", "nữ")):
            text = text_of(cell(name))
            if text and (name.startswith("birth") or (mark := mark_of(text)) is None or mark.state is State.DONE):
                ticked.append(meaning)
        if len(ticked) > 1:
            return Parsed(None, "sex_not_understood", "đánh dấu cả nam và nữ")
        if ticked:
            return Parsed(ticked[0])
        if "female" in self._by_field and "male" not in self._by_field:
            return Parsed("nam")  # one column "Nữ": those without a tick are men
        return values.NOTHING

    def _birth_date(self, cell: Callable[[str], Cell]) -> Parsed:
        if "birth_date" in self._by_field:
            return values.birth_date(cell("birth_date"))
        if "birth_male" in self._by_field or "birth_female" in self._by_field:
            male, female = cell("birth_male"), cell("birth_female")
            return values.birth_date(male if text_of(male) else female)
        if "birth_year" in self._by_field:
            return values.date_of_parts(cell("birth_day"), cell("birth_month"), cell("birth_year"))
        return values.NOTHING

    def _yes_no(self, row: IncomingRow, cell: Callable[[str], Cell], name: str) -> bool | None:
        text = text_of(cell(name))
        if not text:
            return None
        mark = mark_of(text)
        if mark is None or mark.state is State.NOT_APPLICABLE:
            self._report(row, name, "mark_not_understood", f"“{text}” không rõ là có hay không")
            return None
        return mark.state is State.DONE

    def _read_states(self, row: IncomingRow, person: Person, cell: Callable[[str], Cell]) -> None:
        for told in self._states:
            self._read_state(row, person, told, text_of(cell(told.column.field or "")))
        for key in self._pairs:
            self._read_pair(row, person, key, text_of(cell(f"done.{key}")), text_of(cell(f"todo.{key}")))
        for key in self._reasons:
            text = clean(text_of(cell(f"reason.{key}")))
            if text and mark_of(text) is not None and len(text) <= 3:
                text = ""  # a dash in a reason column is no reason
            if text:
                self._read_reason(row, person, key, text)
        for key in self._dates:
            parsed = values.plain_date(cell(f"done_on.{key}"))
            if parsed.code:
                self._report(row, f"done_on.{key}", parsed.code, parsed.message)
            elif parsed.value and person.states.get(key) in (State.DONE, None):
                person.done_on[key] = parsed.value
                person.states.setdefault(key, State.DONE)

    def _read_state(self, row: IncomingRow, person: Person, told: _StateColumn, text: str) -> None:
        if not text:
            if told.blank is not None:
                person.states[told.key] = told.blank
            return
        mark = self._mark(text)
        if mark is None:
            self._report(
                row,
                f"state.{told.key}",
                "state_not_understood",
                f"“{text}” không rõ là đã hay chưa. Hãy ghi x, Chưa hoặc KAD",
            )
            return
        person.states[told.key] = mark.state
        if mark.reason:
            person.reasons[told.key] = self._words(mark.reason)

    def _mark(self, text: str) -> Mark | None:
        if fold(text) in self.known_reasons:
            return Mark(State.TODO, text)  # a known reason says chưa, and why
        return mark_of(text)

    def _read_pair(self, row: IncomingRow, person: Person, key: str, done: str, todo: str) -> None:
        done_mark, todo_mark = mark_of(done) if done else None, mark_of(todo) if todo else None
        says_done = done_mark is not None and done_mark.state is State.DONE
        says_todo = todo_mark is not None and (todo_mark.state is State.DONE or todo_mark.reason is not None)
        not_applicable = any(m is not None and m.state is State.NOT_APPLICABLE for m in (done_mark, todo_mark))
        if todo and todo_mark is None:
            # Words in the place of a tick: chưa, and why.
            says_todo, person.reasons[key] = True, self._words(clean(todo))
        if done and done_mark is None:
            self._report(row, f"done.{key}", "state_not_understood", f"“{done}” không rõ là đã hay chưa")
            person.reasons.pop(key, None)
            return
        if says_done and says_todo:
            self._report(row, f"todo.{key}", "pair_both", "đánh dấu cả hai cột Đã và Chưa")
            person.reasons.pop(key, None)
        elif says_done:
            person.states[key] = State.DONE
        elif says_todo:
            person.states[key] = State.TODO
        elif not_applicable:
            person.states[key] = State.NOT_APPLICABLE

    def _read_reason(self, row: IncomingRow, person: Person, key: str, text: str) -> None:
        state = person.states.get(key)
        if state is State.TODO:
            person.reasons[key] = self._words(text)
            return
        why = (
            "cột trạng thái để trống"
            if state is None
            else f"cột trạng thái ghi {'đã' if state is State.DONE else 'không áp dụng'}"
        )
        self._report(row, f"reason.{key}", "reason_without_todo", f"có lý do “{text}” nhưng {why}")

    def _words(self, text: str) -> str:
        return self.known_reasons.get(fold(text), text)
