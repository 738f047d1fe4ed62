"""Reads what a title, a sheet's name or a sub-heading says of everybody below: "Danh sách người chưa có mức 2"."""

from collections.abc import Sequence

from importers.layout.checklist import Checklist
from importers.layout.found_table import FoundTable
from importers.layout.heads import fold_header
from importers.layout.section_names import says_state
from store.field_ref import FieldRef
from store.models import State
from store.receiving.doubt import Evidence, Guess
from store.receiving.plan import Column

_WORDS = {State.DONE: "Đã", State.TODO: "Chưa"}


def add_stated_columns(tables: Sequence[FoundTable], items: Checklist) -> list[str]:
    """Give each list that has no column of an item one more column, with the state that is said above its people.

    The words above are one kind of evidence, so the column is asked about; where the file says đã of some people and
    chưa of others the two speak for each other.

    Returns:
        Vietnamese remarks on the states that were taken from the words above, with these words.
    """
    remarks = []
    people = [table for table in tables if table.rows and not table.counts]
    stated = {id(table): _said(table, items) for table in people}
    silent = [table for table in people if not _has_item(table, {found[0] for found in stated[id(table)] if found})]
    sides: dict[str, set[State]] = {}
    for states in stated.values():
        for found in states:
            if found is not None:
                sides.setdefault(found[0], set()).add(found[1])
    for table in silent:
        states = stated[id(table)]
        keys = {found[0] for found in states if found is not None}
        if len(keys) != 1:
            continue
        key = keys.pop()
        at = max((column.index for column in table.columns), default=-1) + 1
        both = len(sides[key]) > 1
        guess = None if both else Guess(FieldRef.state(key), (Evidence.GROUP,), ())
        head = table.about or next(row.department for row, found in zip(table.rows, states, strict=True) if found) or ""
        table.columns = [*table.columns, Column(at, head, None if guess else FieldRef.state(key), 0.8, guess)]
        for row, found in zip(table.rows, states, strict=True):
            row.cells = [*row.cells[:at], *[None] * (at - len(row.cells)), _WORDS[found[1]] if found else None]
            if row.department is not None and _side(row.department) is not None:
                row.department = None
        if both:
            title = next((item.short_title for item in items if item.key == key), key)
            remarks.append(f"“{title}” của từng người lấy theo chữ ghi phía trên họ (“{head}”). Hãy kiểm tra")
    for table in people:
        for row in table.rows:
            if row.department is not None and says_state(row.department):
                row.department = None
    return list(dict.fromkeys(remarks))


def _has_item(table: FoundTable, keys: set[str]) -> bool:
    """Whether a table has a column of one of the items, or may have one."""
    fields = [column.field or (column.guess.field if column.guess else None) for column in table.columns]
    return any(field is not None and field.item in keys for field in fields)


def _said(table: FoundTable, items: Checklist) -> list[tuple[str, State] | None]:
    """(item, state) of each row, by the sub-heading above it, else by the title or the name of the sheet."""
    by_title = _of(table.about, "", items) or _of(table.sheet, table.about, items)
    departments = {row.department for row in table.rows}
    known = {department: _of(department or "", table.about, items) for department in departments}
    return [known[row.department] or by_title for row in table.rows]


def _of(text: str, title: str, items: Checklist) -> tuple[str, State] | None:
    """The item that a text, or else the title, names, with the state that the text says of it."""
    side = _side(text)
    named = items.surely_named_in(fold_header(text)) or items.surely_named_in(fold_header(title))
    return (named.key, side) if side is not None and named is not None else None


def _side(text: str) -> State | None:
    words = set(fold_header(text).split())
    lacks = bool(words & {"chua", "thieu"})
    has = bool(words & {"da", "roi"}) or (not lacks and bool(words & {"xong", "ok", "dat"}))
    return None if has == lacks else State.DONE if has else State.TODO
