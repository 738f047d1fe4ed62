"""Compares a store with an older copy, and reports differences that no recorded change explains."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from store import database, fields, personal_texts, retention
from store.campaigns import shipped
from store.checklist import checklist
from store.checklist.items import checklist_items
from store.copies import backup
from store.database import Row, Store
from store.errors import NotAStoreError
from store.field_ref import PRESENT, FieldRef
from store.text import format_number

_MOST = 5  # problems of a kind that are named one by one


class _Rows(NamedTuple):
    """A query for rows that must not change; the first column identifies a row."""

    words: str  # what they are called
    sql: str


#: Rows that no change ever alters, apart from what people who are forgotten leave in their texts.
_FIXED = (
    _Rows(
        "Số liệu đơn vị đã gửi",
        "SELECT id, submission_id, unit_id, form, sheet, row, department, figures, reasons, counted, problems"
        " FROM unit_count",
    ),
    _Rows("Tệp đã nhận", "SELECT id, unit_id, kind, file_name, sha256, received_at, counts, data_date FROM submission"),
    _Rows("Cột của tệp đã nhận", "SELECT submission_id, number, sheet, header_row, columns FROM submission_table"),
    _Rows(
        "Dòng của tệp đã nhận",
        "SELECT submission_row.id, submission_id, table_number, row, outcome, staff_id, names FROM submission_row"
        " LEFT JOIN given_fields ON given_fields.id = given",
    ),
    _Rows("Thay đổi trong nhật ký", "SELECT id, at, command, submission_id, reverts FROM change"),
    _Rows("Khoa, tổ", "SELECT id, unit_id FROM department"),
    _Rows("Dòng sổ theo dõi", "SELECT id, register FROM register_entry"),
    _Rows(
        "Bản chốt",
        "SELECT id, report, number, title, issued_at, issued_by, campaign, kind, period, corrects, numbered_in"
        " FROM issued_report",
    ),
)
#: Rows that nothing but a change of a plan, or a newer version of the program, alters.
_OF_PLANS = (
    _Rows("Kế hoạch", "SELECT name, title, definition, used_since, ended_at FROM campaign"),
    _Rows(
        "Mục của danh sách",
        "SELECT key, position, title, short_title, applies_to, requires, target, due, words FROM item",
    ),
    _Rows("Từ khác của lý do", "SELECT folded, reason_id FROM reason_word"),
    _Rows("Mục của lý do", "SELECT id, item_id FROM reason"),
)
#: Entities of which every value that changes is recorded, with the columns that are compared.
_RECORDED = {
    "unit": ("Đơn vị", fields.plain_columns("unit")),
    "department": ("Khoa, tổ", fields.plain_columns("department")),
}
_REASON = ("Lý do", ("text", "same_as"))  # a plan lets other words count as one of its reasons


def some(words: str, names: Sequence[object]) -> list[str]:
    """One sentence about all things of one kind; no sentence when the list is empty."""
    if not names:
        return []
    shown = ", ".join(str(name) for name in names[:_MOST])
    return [f"{words}: {shown}{' …' if len(names) > _MOST else ''} ({format_number(len(names))})"]


def problems(store: Store, copy: Path) -> list[str]:
    """Sentences about what differs from the copy without a recorded change, or is missing in the store."""
    with database.Explaining(copy), backup.reading(copy) as then:
        last = then.execute("SELECT max(id) FROM change").fetchone()[0]
        found = [*_unrecorded(store, then, last, copy.name), *_gone(store, then, copy.name)]
        recorded, fixed = dict(_RECORDED), list(_FIXED)
        if not _plans_changed(store, then, last):
            recorded["reason"] = _REASON
            fixed += _OF_PLANS
            found += _not_offered(store, then, last, copy.name)
        found += _not_in_dictionary(store, then, last, copy.name)
        for rows in fixed:
            wrong = [row[0] for row in _lost(store, then, rows.sql)]
            found += some(f"{rows.words} khác bản sao {copy.name}, số", wrong)
        found += _rewritten(store, then, last, copy.name)
        for entity, (words, columns) in recorded.items():
            found += some(
                f"{words} khác bản sao {copy.name} mà nhật ký không ghi, số",
                _altered(store, then, last, entity, columns),
            )
    return found


def _lost(store: Store, then: sqlite3.Connection, sql: str, values: Sequence[object] = ()) -> list[Row]:
    """The rows of the copy that the store has no more, not even with texts from which forgotten people were erased."""
    now = set(store.rows(sql, values))
    lost = [row for row in then.execute(sql, values) if row not in now]
    erased: dict[object, list[Row]] = {}
    for row in now if lost else ():
        if any(map(personal_texts.is_marked, row)):
            erased.setdefault(row[0], []).append(row)
    return [
        row
        for row in lost
        if not any(all(map(personal_texts.is_erased_form, row, other)) for other in erased.get(row[0], ()))
    ]


def _plans_changed(store: Store, then: sqlite3.Connection, last: int) -> bool:
    """Whether a plan was changed, or the program brought another version of its plans, since the copy."""
    sql = "SELECT value FROM setting WHERE key = ?"
    if store.one(sql, (shipped.SETTING,)) != then.execute(sql, (shipped.SETTING,)).fetchone():
        return True
    return store.one("SELECT 1 FROM history WHERE entity = 'campaign' AND change_id > ? LIMIT 1", (last,)) is not None


def _touched(store: Store, entity: str, last: int) -> set[tuple[int, str]]:
    sql = "SELECT DISTINCT entity_id, field FROM history WHERE entity = ? AND change_id > ?"
    return set(store.rows(sql, (entity, last)))


def _altered(store: Store, then: sqlite3.Connection, last: int, entity: str, columns: Sequence[str]) -> list[int]:
    """Ids of rows that are missing now, or differ in a column that no change since the copy has touched."""
    sql = f"SELECT id, {', '.join(columns)} FROM {entity}"
    now = {row[0]: row[1:] for row in store.rows(sql)}
    touched = _touched(store, entity, last)
    return [
        id_
        for id_, *before in then.execute(sql)
        if id_ not in now
        or any(
            not personal_texts.is_erased_form(one, other) and (id_, name) not in touched
            for name, one, other in zip(columns, before, now[id_], strict=True)
        )
    ]


def _not_offered(store: Store, then: sqlite3.Connection, last: int, name: str) -> list[str]:
    """Sentences about reasons that are no longer offered for an item although no change removed them."""
    sql = "SELECT reason_id, item FROM reason_item"
    gone = set(then.execute(sql)) - set(store.rows(sql)) - _touched(store, "reason_item", last)
    return some(f"Lý do không còn ở mục của nó như trong bản sao {name}, số", sorted({id_ for id_, _ in gone}))


def _not_in_dictionary(store: Store, then: sqlite3.Connection, last: int, name: str) -> list[str]:
    """Sentences about reasons that are off the dictionary although no change took them off, or on another day.

    One that was off comes back without a change when somebody has it again.
    """
    sql = "SELECT id, removed_at FROM reason"
    touched = _touched(store, "reason", last)
    now = {id_: removed_at for id_, removed_at in store.rows(sql) if (id_, PRESENT) not in touched}
    wrong = [id_ for id_, before in then.execute(sql) if now.get(id_) not in (None, before)]
    return some(f"Lý do không còn trong từ điển như trong bản sao {name}, số", wrong)


def _rewritten(store: Store, then: sqlite3.Connection, last: int, name: str) -> list[str]:
    """Sentences about values of the history that differ from the copy.

    Its last change is left out, because typing may continue it, and so are forgotten people, whose values are erased.
    """
    forgotten = _forgotten(store, retention.PERSON)
    sql = "SELECT id, change_id, entity, entity_id, field, before, after FROM history WHERE change_id < ?"
    wrong = [row[0] for row in _lost(store, then, sql, (last,)) if not (row[2] == "staff" and row[3] in forgotten)]
    return some(f"Giá trị trong nhật ký khác bản sao {name}, số", wrong)


def _gone(store: Store, then: sqlite3.Connection, name: str) -> list[str]:
    """Sentences about frozen reports and kept files that are missing now, except files removed by forgetting people."""
    reports = {row[0] for row in then.execute("SELECT id FROM issued_report")}
    files = {row[0] for row in then.execute("SELECT submission_id FROM submission_file")}
    reports -= {row[0] for row in store.rows("SELECT id FROM issued_report")}
    files -= {row[0] for row in store.rows("SELECT submission_id FROM submission_file")}
    files -= _forgotten(store, retention.FILE)
    return [
        *some(f"Bản chốt có trong bản sao {name} mà nay không còn, số", sorted(reports)),
        *some(f"Tệp đã nhận có trong bản sao {name} mà nay không còn, bản nộp số", sorted(files)),
    ]


def _unrecorded(store: Store, then: sqlite3.Connection, last: int, name: str) -> list[str]:
    """Sentences about people who differ from the copy in a field that no change since has touched, or are missing."""
    names = [*fields.plain_columns("staff"), "removed_at", "states", "reasons"]
    listed = ", ".join(names)
    items = {item.position: item.key for item in checklist_items(store)}
    before = {row[0]: row[1:] for row in then.execute(f"SELECT id, {listed} FROM staff")}
    touched: dict[int, set[str]] = {}
    for staff_id, field in _touched(store, "staff", last):
        touched.setdefault(staff_id, set()).add(field)
    wrong = []
    forgotten = _forgotten(store, retention.PERSON)
    for staff_id, *now in store.rows(f"SELECT id, {listed} FROM staff"):
        then_ = before.pop(staff_id, None)
        if then_ is None or tuple(now) == then_ or staff_id in forgotten:
            continue
        pairs = zip(names, then_, now, strict=True)
        changed = {field for field, one, other in pairs if not personal_texts.is_erased_form(one, other)}
        changed = {PRESENT if field == "removed_at" else field for field in changed - {"states", "reasons"}}
        changed |= {FieldRef.state(items[place]) for place in _places(now[-2], then_[-2]) if place in items}
        changed |= {FieldRef.reason(items[place]) for place in _reasons(now[-1], then_[-1]) if place in items}
        if changed - touched.get(staff_id, set()):
            wrong.append(staff_id)
    return [
        *some(f"Khác bản sao {name} mà nhật ký không ghi, người ở dòng", wrong),
        *some(f"Có trong bản sao {name} mà nay không còn, người ở dòng", list(before)),
    ]


def _forgotten(store: Store, name: str) -> set[int]:
    """The ids of people, or of files, that were forgotten."""
    rows = store.rows("SELECT entity_id FROM history WHERE (entity, field) = (?, ?)", (fields.FORGOTTEN, name))
    return {entity_id for (entity_id,) in rows}


def _places(one: str, other: str) -> list[int]:
    """The positions of items whose packed states differ; a state beyond the end of the text is unknown."""
    wide = max(len(one), len(other))
    pairs = zip(one.ljust(wide, "?"), other.ljust(wide, "?"), strict=True)
    return [place for place, (a, b) in enumerate(pairs) if a != b]


def _reasons(one: str, other: str) -> set[int]:
    """The positions of items whose packed reasons differ; none when one is unreadable, which `check` reports itself."""
    try:
        now, then = checklist.unpack_reasons(one), checklist.unpack_reasons(other)
    except NotAStoreError:
        return set()
    return {place for place, _ in now.items() ^ then.items()}
