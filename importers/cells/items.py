"""Reads what a row of a table of people says of the items: states, reasons and days."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from importers.cells import dates
from importers.cells.items_in_words import ItemsInWords
from importers.cells.legend import TICKS
from importers.cells.listed import ListedItems
from importers.cells.marks import mark_of
from importers.cells.parsed import LOOK_AGAIN
from importers.cells.reasons import ReasonReader
from importers.cells.rivals import Rivals
from importers.cells.states import StateColumn, Statement, read_pair, station_wording
from importers.grids.grid import different_cells, text_of
from importers.layout.checklist import Checklist
from importers.layout.found_table import FoundTable
from importers.layout.header_words import asks_reason, says_lacking
from store.field_ref import FieldKind, FieldRef
from store.masks import without_numbers
from store.models import Person, State
from store.text import fold

_BARE = 2  # words
_SIDES = (FieldKind.DONE, FieldKind.TODO, FieldKind.NOT_APPLICABLE)  # of a pair of columns


def _says_why(text: str) -> bool:
    """Whether a cell of reasons has a reason in words, "Chưa có tài khoản", and no tick, dash or "Đã kích hoạt"."""
    mark = mark_of(text)
    if not any(map(str.isalpha, text)):
        return False
    return mark is None or (mark.state is State.TODO and len(text.split()) > _BARE)


class ItemsReader:
    """Reads the columns of items of one table.

    Args:
        table: the table.
        items: the checklist.
        known_reasons: folded words -> words.
        states: how the state columns of this form are read, by item key.
        report: called with the column, a code, a message and an advice (Vietnamese) of what cannot be read.
    """

    def __init__(
        self,
        table: FoundTable,
        items: Checklist,
        known_reasons: Mapping[str, str],
        states: Mapping[str, StateColumn],
        report: Callable[[int, str, str, str], None],
    ) -> None:
        self.table, self.known_reasons, self._report = table, known_reasons, report
        self.at = {str(c.field): c.index for c in table.columns if c.field and c.field != "note"}
        self.by_index = {column.index: column for column in table.columns}
        notes = [column.index for column in table.columns if column.field == "note"]
        listed = [(index, ListedItems(self.by_index[index].header, items, self._texts(index))) for index in notes]
        self.listed = [(index, column) for index, column in listed if column.state is not None]
        keys = [item.key for item in items]
        state_at, reason_at, day_at = (
            [(key, self.at[field]) for key in keys if (field := FieldRef.of_item(kind, key)) in self.at]
            for kind in (FieldKind.STATE, FieldKind.REASON, FieldKind.DONE_ON)
        )
        self.states = [(key, index, states[key]) for key, index in state_at]
        #: Items in whose columns two kinds of mark stand, so that neither says surely what is done.
        self.mixed = {key for key, _, column in self.states if column.evidence.unclear_signs}
        #: By item: the columns of those who have it, who have not, and whom it does not concern, as far as there are.
        self.sides = {key: [self.at.get(FieldRef.of_item(side, key)) for side in _SIDES] for key in keys}
        self.pairs = [key for key in keys if self.sides[key][1:] != [None, None]]
        self.lacking = self._lists_of_lacking({item.key for item in items if item.applies_to == "everyone"})
        self.card = items.card
        self.rivals = Rivals(table, items, known_reasons)
        self.reasons = ReasonReader(items, known_reasons)
        self.reason_columns = reason_at
        with_state = {key for key, *_ in self.states} | set(self.pairs)
        # "Lý do chưa kích hoạt" without a column of the state: who has a reason has not.
        self.only_reasons = {
            key
            for key, index in self.reason_columns
            if key not in with_state and says_lacking(self.by_index[index].header)
        }
        self.day_columns = day_at
        alone = not (self.states or self.pairs or self.listed)  # beside columns of items words are notes
        worded = [(index, ItemsInWords(items, self._texts(index))) for index in (notes if alone else ())]
        self.in_words = [(index, column) for index, column in worded if column.fits]
        self.only_days = {key for key, _ in self.day_columns} - set(self.pairs) - {key for key, *_ in self.states}
        self.shared = self._items_of_lone_reason()
        sides = [index for key in self.pairs for index in self.sides[key] if index is not None]
        apart = [index for _, index in (*self.reason_columns, *self.day_columns)]
        #: The columns that any of it is read from.
        self.columns = [
            *sides,
            *apart,
            *(at for _, at, _ in self.states),
            *(at for at, _ in (*self.listed, *self.in_words)),
        ]

    def _texts(self, at: int) -> set[str]:
        return set(map(text_of, different_cells([row.cells for row in self.table.rows], at)))

    def _lists_of_lacking(self, keys: Collection[str]) -> set[str]:
        """The items, among `keys`, with a lone marked column "Chưa …" whose blank cells the file says are đã."""
        legend, signs = self.table.legend, self.table.legend.signs
        if signs.get("") is not State.DONE and not legend.blank_is_done:
            return set()
        lone = (
            key for key in self.pairs if key in keys and self.sides[key][0] is None and self.sides[key][1] is not None
        )
        ticks = set(TICKS) if legend.blank_is_done else signs.keys() - {""}
        return {
            key
            for key in lone
            if {fold(text) for text in self._texts(self.at[FieldRef.of_item(FieldKind.TODO, key)])} & ticks
        }

    def _items_of_lone_reason(self) -> list[str]:
        """The items left of the table's only reason column, from the left; [] if its head names an item."""
        if len(self.reason_columns) != 1:
            return []
        _, index = self.reason_columns[0]
        places = sorted(
            [(at, key) for key, at, _ in self.states]
            + [(index, key) for key in self.pairs for index in self.sides[key] if index is not None]
            + [(at, key) for key, at in self.day_columns if key in self.only_days]
        )
        items = list(dict.fromkeys(key for _, key in places))
        shared = len(items) > 1 and places[-1][0] < index and not self.reasons.is_named(self.by_index[index].header)
        return items if shared else []

    def read(self, person: Person, cells: Sequence[str], row: int) -> None:
        """Set the states, reasons and days of a person by the cells of a row.

        Args:
            person: the person, who is changed.
            cells: the texts of the row.
            row: 1-based number of the row.
        """
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
            if key in self.lacking and not (todo or spared):
                statement = Statement(State.DONE)
            self._state(person, key, index, statement)
        if self.rivals.columns:
            for index, message in self.rivals.disagreements(person, cells, row):
                self._report(index, "columns_disagree", message, LOOK_AGAIN)
        for index, listed in self.listed:
            self._listed(person, cells[index], index, listed)
        for index, words in self.in_words:
            self._in_words(person, cells[index], index, words)
        for key, index in self.day_columns:
            if cells[index]:
                self._day(person, key, index, cells[index])
        for key, index in self.reason_columns:
            if cells[index]:
                text = cells[index]
                if key in self.only_reasons and _says_why(text):
                    person.states.setdefault(key, State.TODO)
                for problem in self._reasons_of(person, key, text, cells):
                    self._report(index, *problem)
        for key, reason in [*person.reasons.items()]:
            if (bare := without_numbers(reason)) != reason:
                person.reasons[key] = bare
                self._report(self._place_of(key), "reason_with_number", "đã bỏ dãy số dài trong lý do", LOOK_AGAIN)
                if not bare:
                    del person.reasons[key]

    def _place_of(self, key: str) -> int:
        """The column of an item's reason, or else of its mark."""
        marks = ((of_item, index) for of_item, index, _ in self.states)
        sides = ((of_item, at) for of_item, found in self.sides.items() for at in found if at is not None)
        return next(index for of_item, index in (*self.reason_columns, *marks, *sides, (key, 0)) if of_item == key)

    def _reasons_of(self, person: Person, key: str, text: str, cells: Sequence[str]) -> Iterable[tuple[str, str, str]]:
        if not self.shared:
            return self.reasons.read(person, key, text)
        dashed = [of for of, at, _ in self.states if (mark := mark_of(cells[at])) is not None and mark.is_dash]
        return self.reasons.read_shared(person, self.shared, text, dashed, self.mixed)

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

    def _in_words(self, person: Person, text: str, index: int, words: ItemsInWords) -> None:
        states = words.read(text) if text else []
        if states is None:
            self._report(index, "state_not_understood", "không rõ mục nào đã, mục nào chưa", "Hãy ghi tên mục")
        for key, state in states or ():
            if person.states.setdefault(key, state) is not state:
                self._report(index, "state_not_understood", "nói khác với cột của mục đó", LOOK_AGAIN)

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
        parsed = dates.done_on(text)
        if parsed.code and key in self.only_days and asks_reason(self.by_index[index].header) and _says_why(text):
            self._state(person, key, index, Statement(State.TODO, station_wording(text, self.known_reasons)))
            return
        if parsed.code:
            self._report(index, parsed.code, parsed.message, parsed.advice)
        day = parsed.value
        state = person.states.setdefault(key, State.DONE) if day else None
        if day and state is State.DONE:
            person.done_on[key] = day
        elif day:
            message = f"có ngày “{text}” nhưng trạng thái không phải là đã"
            self._report(index, "date_without_done", message, LOOK_AGAIN)
