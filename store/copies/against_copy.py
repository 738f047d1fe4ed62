"""Compares a store with an older copy, and reports differences that no recorded change explains.

Every column of every table is compared, but for those that are named here as free: a table or column that a migration
adds is compared from then on. A difference is explained by a change of that value in the history since the copy, by
the erasing of people who were forgotten, and in what follows from plans by a change of a plan.
"""

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from store import database, fields, journal, personal_texts, retention
from store.campaigns import shipped
from store.checklist import checklist
from store.checklist.items import checklist_items
from store.copies import backup
from store.database import Row, Store
from store.errors import NotAStoreError
from store.field_ref import PRESENT, FieldRef
from store.frozen import frozen
from store.models import PERSON_COLUMNS
from store.text import format_number

_MOST = 5  # problems of a kind that are named one by one
_ALL = "*"
#: Columns that may differ without a change, `_ALL` for a whole table. `check` compares what follows from other columns
#: with these, and content that has a checksum with that.
_FREE: Mapping[str, Collection[str]] = {
    "staff": ("folded", "name_key", "sort_key"),
    "unit": ("folded",),
    "department": ("folded",),
    "locality": ("folded",),
    "data_source": ("folded",),
    "reason": ("folded", "uses"),
    "reason_item": ("digit", "used"),
    "change": ("undone_by",),
    "submission_file": ("content",),
    "issued_report": ("paper", "people"),
    "daily_total": _ALL,  # counted from the people
    "setting": _ALL,  # those that a change wrote are as their history says
    "settled_conflict": _ALL,
    "column_mapping": _ALL,
    "figure_draft": _ALL,
    "bundle_sent": _ALL,
    "bundle_received": _ALL,
    "bundle_part": _ALL,
    "bundle_unit": _ALL,
}
#: What a change of a plan, or a newer version of the program, alters without a word in the history.
_OF_PLANS: Mapping[str, Collection[str]] = {
    "item": ("title", "short_title", "applies_to", "requires", "target", "due", "campaign", "words"),
    "reason": ("same_as",),
    "campaign": _ALL,
    "reason_word": _ALL,
    "reason_item": _ALL,
}
#: What stands in the place of a whole text of which forgetting left nothing.
_BLANK = {("submission", "remarks"): "[]", ("submission_row", "cells"): "", ("submission_row", "problems"): ""}
#: Tables that get a row without a word in the history, when somebody uses it or something else needs it.
_GROWING = ("department", "reason", "reason_item", "given_fields", "issued_report")
_WORDS = {
    "unit_count": "Số liệu đơn vị đã gửi",
    "submission": "Tệp đã nhận",
    "submission_file": "Tệp đã nhận",
    "submission_table": "Cột của tệp đã nhận",
    "submission_row": "Dòng của tệp đã nhận",
    "change": "Thay đổi trong nhật ký",
    "history": "Giá trị trong nhật ký",
    "unit": "Đơn vị",
    "department": "Khoa, tổ",
    "register_entry": "Dòng sổ theo dõi",
    "register_value": "Dòng sổ theo dõi",
    "issued_report": "Bản chốt",
    "campaign": "Kế hoạch",
    "item": "Mục của danh sách",
    "reason": "Lý do",
    "reason_word": "Từ khác của lý do",
    "reason_item": "Lý do ở mục của nó",
    "staff": "Người trong danh sách",
    "item_date": "Ngày hoàn thành của người",
    "indicator_figure": "Số liệu chỉ tiêu",
    "locality": "Địa bàn",
    "locality_target": "Chỉ tiêu giao cho địa bàn",
    "narrative": "Lời báo cáo",
    "task_progress": "Việc của kế hoạch",
    "data_source": "Nguồn dữ liệu",
    "organisation": "Tài khoản của đơn vị",
}
_PERSONAL = frozenset(column.name for column in PERSON_COLUMNS)


@frozen
class Table:
    """A table of a copy that was made by any version, as the present version has it."""

    name: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]  # without the keys; those that the copy had before it was brought up to date


def tables(connection: sqlite3.Connection) -> list[Table]:
    """The tables of a store, but for those of SQLite and for the record of migrations."""
    names = connection.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 1 ORDER BY name")
    found = []
    for (name,) in names.fetchall():
        info = connection.execute(f"PRAGMA table_info({name})").fetchall()
        keys = sorted((place, column) for _, column, *_, place in info if place)
        found.append(Table(name, tuple(column for _, column in keys), tuple(row[1] for row in info if not row[5])))
    return found


def some(words: str, names: Sequence[object]) -> list[str]:
    """One sentence about all things of one kind; no sentence when the list is empty."""
    if not names:
        return []
    shown = ", ".join(str(name) for name in names[:_MOST])
    return [f"{words}: {shown}{' …' if len(names) > _MOST else ''} ({format_number(len(names))})"]


def problems(store: Store, copy: Path, had: Sequence[Table], name: str) -> list[str]:
    """Sentences about what differs from the copy without a recorded change, or is missing in the store.

    `copy` is of the present version; `had` are its tables and columns as they were when it was made, `name` its name.
    """
    with database.Explaining(copy), backup.reading(copy) as then:
        comparison = _Comparison(store, then)
        now = {table.name: table for table in tables(store.connection)}
        found = []
        for table in had:
            if table.name in now and table.keys == now[table.name].keys:
                columns = [column for column in table.columns if column in now[table.name].columns]
                found += comparison.problems(table.name, table.keys, columns, name)
        return found


class _Comparison:
    """A store beside a copy: which values were changed since, and who was forgotten."""

    def __init__(self, store: Store, then: sqlite3.Connection) -> None:
        self._store, self._then = store, then
        self._last = then.execute("SELECT max(id) FROM change").fetchone()[0]
        self._submissions = then.execute("SELECT ifnull(max(id), 0) FROM submission").fetchone()[0]
        self._people = then.execute("SELECT ifnull(max(id), 0) FROM staff").fetchone()[0]
        typed = then.execute("SELECT entity FROM history WHERE change_id = ?", (self._last,)).fetchall()
        #: Typing of a text may continue the last change of the copy (`history.amend`).
        self._is_continued = typed == [("narrative",)]
        self._free = {table: set(columns) for table, columns in _FREE.items()}
        self._plans_changed = _plans_changed(store, then, self._last)
        if self._plans_changed:
            for table, columns in _OF_PLANS.items():
                self._free.setdefault(table, set()).update(columns)
        forgetting = "SELECT 1 FROM change WHERE id > ? AND command = ? LIMIT 1"
        self._is_erased = store.one(forgetting, (self._last, journal.FORGETTING)) is not None
        if self._is_erased:  # words of a plan that hold a name are other words then
            self._free["reason_word"] = set(_ALL)
        self._forgotten = _forgotten(store, retention.PERSON)
        self._files = _forgotten(store, retention.FILE)
        self._items = {item.position: item.key for item in checklist_items(store)}
        self._item_keys = {item.id: item.key for item in checklist_items(store)}
        self._touched = cache(self._find_touched)
        self._touched_rows = cache(self._find_touched_rows)

    def problems(self, table: str, keys: Sequence[str], columns: Sequence[str], copy: str) -> list[str]:
        """Sentences about rows of a table that are gone, or differ or were added without a change."""
        free = self._free.get(table, set())
        if _ALL in free:
            return []
        compared = [column for column in columns if column not in free]
        gone, wrong = [], []
        for before, now in _pairs(self._store, self._then, table, keys, compared):
            row = dict(zip((*keys, *compared), now or before or (), strict=True))
            if (of := self._owner(table, row)) is not None and of in self._touched(of[0]):
                continue
            if now is None:
                if not (table == "submission_file" and row["submission_id"] in self._files):
                    gone.append(row[keys[0]])
            elif before is None:
                if table not in _GROWING and not self._may_be_new(table, row):
                    wrong.append(row[keys[0]])
            elif self._is_altered(table, dict(zip(row, before, strict=True)), row):
                wrong.append(row[keys[0]])
        words = _WORDS.get(table, f"Bảng {table}")
        return [
            *some(f"{words} khác bản sao {copy} mà nhật ký không ghi, số", list(dict.fromkeys(wrong))),
            *some(f"{words} có trong bản sao {copy} mà nay không còn, số", list(dict.fromkeys(gone))),
        ]

    def _find_touched(self, entity: str) -> set[tuple[str, int, str]]:
        """(entity, id, field) of each value of an entity that a change since the copy altered."""
        since = self._last - self._is_continued
        sql = "SELECT DISTINCT entity, entity_id, field FROM history WHERE entity = ? AND change_id > ?"
        found = set(self._store.rows(sql, (entity, since)))
        if entity == "submission":  # to take back the change of a file, or to redo it, takes the file along
            reverted = "SELECT reverts FROM change WHERE id > ?"
            sql = f"SELECT submission_id FROM change WHERE submission_id IS NOT NULL AND id IN ({reverted})"
            found |= {(entity, id_, PRESENT) for (id_,) in self._store.rows(sql, (self._last,))}
        return found

    def _find_touched_rows(self, entity: str) -> set[int]:
        return {entity_id for _, entity_id, _ in self._touched(entity)}

    def _owner(self, table: str, row: Mapping[str, Any]) -> tuple[str, int, str] | None:
        """The value that a row of a table is, as the history names it; None for a table of rows with many values."""
        if table == "item_date":
            return "staff", row["staff_id"], FieldRef.done_on(self._item_keys.get(row["item_id"], ""))
        return fields.owner(table, row)

    def _may_be_new(self, table: str, row: Mapping[str, Any]) -> bool:
        """Whether a row that the copy has not came since then, or says nothing."""
        if table == "staff":
            return ("staff", row["id"], PRESENT) in self._touched("staff")
        if table == "item_date":  # of whoever came in since only that they came is recorded
            return bool(row["staff_id"] > self._people)
        if table == "history":
            return bool(row["change_id"] > self._last)
        if table == "submission":
            return bool(row["change_number"] > self._last)
        if table in _OF_PLANS:
            return self._plans_changed
        if "submission_id" in row and table != "change":
            return bool(row["submission_id"] > self._submissions)
        if not fields.has_rows(table) or row["id"] in self._touched_rows(table):
            return fields.owner(table, row) is None  # a row that is one value is told by that value alone
        recorded = fields.plain_columns(table)
        return bool(recorded) and all(row.get(name) is None for name in recorded)

    def _is_altered(self, table: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
        """Whether columns differ that neither a change since the copy nor forgetting altered."""
        changed = {
            name
            for name, value in before.items()
            if not personal_texts.is_erased_form(value, now[name])
            and not (self._is_erased and _BLANK.get((table, name)) == now[name])
        }
        if table == "staff":
            return self._is_altered_person(changed, before, now)
        if table == "history":
            is_forgotten = now["entity"] == "staff" and now["entity_id"] in self._forgotten
            changed -= {"before", "after"} if is_forgotten else set()
            return bool(changed - ({"after"} if self._is_continued and now["change_id"] == self._last else set()))
        if table == "reason" and now.get("removed_at") is None:
            changed.discard("removed_at")  # one that was off comes back without a change when somebody has it again
        named = {PRESENT if name == fields.removed_at(table) else name for name in changed}
        return any((table, now.get("id"), name) not in self._touched(table) for name in named)

    def _is_altered_person(self, changed: set[str], before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
        named: set[str] = {PRESENT if name == "removed_at" else name for name in changed - {"states", "reasons"}}
        if now["id"] in self._forgotten:
            named -= _PERSONAL
        if "states" in changed:
            places = _places(str(now["states"]), str(before["states"]))
            named |= {FieldRef.state(self._items[place]) for place in places if place in self._items}
        if "reasons" in changed:
            places = list(_reasons(str(now["reasons"]), str(before["reasons"])))
            named |= {FieldRef.reason(self._items[place]) for place in places if place in self._items}
        return any(("staff", now["id"], name) not in self._touched("staff") for name in named)


def _pairs(
    store: Store, then: sqlite3.Connection, table: str, keys: Sequence[str], columns: Sequence[str]
) -> Iterator[tuple[Row | None, Row | None]]:
    """(row of the copy, row of the store) of each key whose rows differ; None where one has none.

    Both are read in the order of their keys, so that no table has to fit in memory.
    """
    sql = f"SELECT {', '.join((*keys, *columns))} FROM {table} ORDER BY {', '.join(keys)}"
    width, old, new = len(keys), iter(then.execute(sql)), store.rows(sql)
    before, now = next(old, None), next(new, None)
    while before is not None or now is not None:
        if before is None or (now is not None and now[:width] < before[:width]):
            yield None, now
            now = next(new, None)
        elif now is None or before[:width] < now[:width]:
            yield before, None
            before = next(old, None)
        else:
            if before != now:
                yield before, now
            before, now = next(old, None), next(new, None)


def _plans_changed(store: Store, then: sqlite3.Connection, last: int) -> bool:
    """Whether a plan was changed, or the program brought another version of its plans, since the copy."""
    sql = "SELECT value FROM setting WHERE key = ?"
    if store.one(sql, (shipped.SETTING,)) != then.execute(sql, (shipped.SETTING,)).fetchone():
        return True
    return store.one("SELECT 1 FROM history WHERE entity = 'campaign' AND change_id > ? LIMIT 1", (last,)) is not None


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
