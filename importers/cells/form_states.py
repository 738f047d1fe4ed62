"""Decides how the columns of states of one form are read, all together: its marks, its legend, its blank cells."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from importers.cells.legend import signs_in
from importers.cells.states import Evidence, StateColumn
from importers.grids.grid import Cell, different_cells, text_of
from importers.layout.checklist import Checklist
from importers.layout.found_table import FoundTable
from importers.layout.heads import HEADS, fold_header
from store.field_ref import FieldKind, FieldRef
from store.models import State
from store.receiving.plan import Column
from store.text import clean, fold

_ASKS_LEVEL = HEADS.pattern("asks_level")
_PERHAPS_LACKS = HEADS.pattern("perhaps_lacks")
_IN_WORDS = {
    State.DONE: "đã",
    State.TODO: "chưa",
    State.NOT_APPLICABLE: "không áp dụng",
    State.UNKNOWN: "chưa rõ nên chưa ghi nhận",
}


class FormStates:
    """Reads the columns of states of the forms of one file.

    Args:
        items: the checklist.
        known_reasons: folded words -> words.
        remarks: the remarks on the file; one is added for each thing that the person should check.
        is_ours: it is the station's own form, in which a blank cell says nothing.
    """

    def __init__(
        self, items: Checklist, known_reasons: Mapping[str, str], remarks: list[str], *, is_ours: bool
    ) -> None:
        self.items, self.known_reasons, self.remarks, self.is_ours = items, known_reasons, remarks, is_ours

    def columns(self, tables: Sequence[FoundTable]) -> dict[str, StateColumn]:
        """Decide how the state column of each item is read, from all tables of one form together.

        A sheet on which nobody is ticked at all was not filled in, and shows nothing of how the other sheets are meant.
        """
        marked = [table for table in tables if has_marks(table)]
        rows = [row.cells for table in marked for row in table.rows]
        evidence: dict[str, Evidence] = {}
        for item in self.items:
            index = next((c.index for c in tables[0].columns if c.field == FieldRef.state(item.key)), None)
            if index is not None:
                legend = _legend(tables, index, marked)
                evidence[item.key] = Evidence.from_rows(rows, index, legend, tables[0].legend.notes)
                head = next(column.header for column in tables[0].columns if column.index == index)
                words = frozenset(fold_header(head).split()) - {"da", "chua"}
                may_lack = "?" not in head and _PERHAPS_LACKS.search(fold_header(head)) is not None
                evidence[item.key] = replace(evidence[item.key], head_words=words, may_lack=may_lack)
                if item.key == self.items.with_levels and _ASKS_LEVEL.search(fold_header(head)):
                    evidence[item.key] = replace(evidence[item.key], asks_level=True)
        if not all(column.follows_legend for column in evidence.values()):
            # The words may be left from another form: what is blank here they do not explain.
            evidence = {key: column.without_blank() for key, column in evidence.items()}
        if any(column.is_mixed for column in evidence.values()):
            evidence = {key: replace(column, in_mixed_form=True) for key, column in evidence.items()}
        if any(column.is_coded for key, column in evidence.items() if key != self.items.with_levels):
            evidence = {key: replace(column, in_coded_form=True) for key, column in evidence.items()}
        if any("+" in column.texts for column in evidence.values()):
            evidence = {key: replace(column, in_signed_form=True) for key, column in evidence.items()}
        if _holds_counts(tables[0].columns, rows):
            evidence = {key: replace(column, in_counts=True) for key, column in evidence.items()}
        self._remark_marks(tables, {key: column.redefined for key, column in evidence.items() if column.redefined})
        writes_no = any(column.writes_no for column in evidence.values())
        unknown = any(
            column.has_unknown_sign
            for key, column in evidence.items()
            if key != self.items.with_levels or not column.tells_levels
        )
        columns = {
            item.key: StateColumn(
                self.items,
                item,
                evidence[item.key],
                self.known_reasons,
                form_writes_no=writes_no,
                form_has_unknown_sign=unknown,
                blank_is_silent=self.is_ours,
            )
            for item in self.items
            if item.key in evidence
        }
        self._remark_blanks(tables, [key for key, column in columns.items() if column.blank_is_unclear])
        self._remark_lacking(marked)
        return columns

    def _remark_lacking(self, tables: Sequence[FoundTable]) -> None:
        """Remark on lone columns "Chưa …" with blank cells: đã if the file says so, otherwise unclear."""
        if not tables or self.is_ours:
            return
        rows = [row.cells for table in tables for row in table.rows]
        held = {column.field for column in tables[0].columns}
        lone = []
        for column in tables[0].columns:
            ref = column.field
            if ref is None or ref.item is None or ref.kind is not FieldKind.TODO:
                continue
            others = (FieldKind.DONE, FieldKind.STATE, FieldKind.NOT_APPLICABLE)
            texts = set(map(text_of, different_cells(rows, column.index)))
            if "" in texts and held.isdisjoint(FieldRef.of_item(kind, ref.item) for kind in others):
                lone.append(f"“{clean(column.header)}”")
        if not lone:
            return
        legend, titles = tables[0].legend, ", ".join(lone)
        if legend.signs.get("") is State.DONE or legend.blank_is_done:
            self._remark(f"Theo lời ghi trong tệp ({_at(tables[0])}), ở cột {titles} ô trống là đã. Hãy kiểm tra")
        else:
            self._remark(f"Cột {titles}: ô trống có thể là đã, nhưng tệp không nói nên chưa ghi nhận. Hãy hỏi lại")

    def _remark_marks(self, tables: Sequence[FoundTable], redefined: Mapping[str, Mapping[str, State]]) -> None:
        """Name in the remarks the marks to which the file itself gives another meaning than the usual one."""
        where = next((f" ({_at(table)})" for table in tables if table.legend.place), "")
        unclear = {key: signs for key, signs in redefined.items() if set(signs.values()) == {State.UNKNOWN}}
        if blanks := [key for key, signs in unclear.items() if signs.keys() == {""}]:
            listed = ", ".join(self._column(tables, key) for key in blanks)
            self._remark(
                f"Theo lời ghi trong tệp{where}, chưa rõ ô trống ở cột {listed} là gì nên chưa ghi. Hãy hỏi lại"
            )
        if len(unclear) > len(blanks):
            listed = ", ".join(self._column(tables, key) for key in unclear if key not in blanks)
            self._remark(f"Chưa hiểu lời ghi về dấu trong tệp{where} nên chưa ghi nhận dấu ở cột {listed}. Hãy hỏi lại")
        columns: dict[str, list[str]] = {}
        for key, signs in redefined.items():
            if key in unclear:
                continue
            texts = [f"{f'“{sign}”' if sign else 'ô trống'} là {_IN_WORDS[state]}" for sign, state in signs.items()]
            columns.setdefault(", ".join(texts), []).append(self._column(tables, key))
        for meaning, titles in columns.items():
            self._remark(f"Theo lời ghi trong tệp{where}, ở cột {', '.join(titles)} {meaning}. Hãy kiểm tra")

    def _remark_blanks(self, tables: Sequence[FoundTable], keys: Sequence[str]) -> None:
        """Name in the remarks the columns of ticks whose blank cells may mean chưa, or nothing."""
        if keys:
            titles = ", ".join(self._column(tables, key) for key in keys)
            self._remark(f"Cột {titles}: ô trống không rõ là chưa hay chưa ghi nên chưa ghi nhận. Hãy hỏi lại đơn vị")

    def _column(self, tables: Sequence[FoundTable], key: str) -> str:
        """Name the column of an item by its head, and by the item too where the head does not name it."""
        head = next(clean(column.header) for column in tables[0].columns if column.field == FieldRef.state(key))
        title = next((item.short_title for item in self.items if item.key == key), key)
        return f"“{head}”" if fold(title) in fold(head) else f"“{head}” ({title})"

    def _remark(self, remark: str) -> None:
        if remark not in self.remarks:
            self.remarks.append(remark)


def _holds_counts(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether most numbers in the columns of totals exceed the number of columns, so that cells hold counts."""
    totals = [column.index for column in columns if column.field == "total"]
    counted = [text for at in totals for row in rows if at < len(row) and (text := text_of(row[at])).isdecimal()]
    return sum(int(text) > len(columns) for text in counted) > len(counted) / 2


def _at(table: FoundTable) -> str:
    """Where the words about the marks of a table stand, in Vietnamese."""
    place = table.legend.place
    return place if " " in place else f"ô {place}"


def _legend(tables: Sequence[FoundTable], index: int, marked: Sequence[FoundTable]) -> dict[str, State]:
    """Folded sign -> state, as the sheets explain the signs of a column; the column's own head takes precedence.

    What is said of an empty cell counts only if the form uses one of the other signs: it may be left from another form.
    """
    signs: dict[str, State] = {}
    for table in tables:
        signs |= table.legend.signs
    head = next((column.header for column in tables[0].columns if column.index == index), "")
    signs |= dict(signs_in(head))
    if signs.get("", State.UNKNOWN) is not State.UNKNOWN and not _use(marked, signs.keys() - {""}):
        del signs[""]
    return signs


def _use(tables: Sequence[FoundTable], signs: AbstractSet[str]) -> bool:
    """Whether one of the signs stands in a column of states."""
    return any(
        fold(text_of(row.cells[index])) in signs
        for table in tables
        for index in _state_indexes(table)
        for row in table.rows
        if index < len(row.cells)
    )


def _state_indexes(table: FoundTable) -> list[int]:
    return [c.index for c in table.columns if c.field and c.field.tells_state]


def has_marks(table: FoundTable) -> bool:
    """Whether any cell in a column of states is filled."""
    at = _state_indexes(table)
    return any(index < len(row.cells) and row.cells[index] not in (None, "") for row in table.rows for index in at)
