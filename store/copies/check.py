"""Checks a whole store: pages, indexes, kept files, frozen reports, and whether its history explains its values.

It reads a copy of one moment, so that nobody waits for it and nothing is changed.
"""

import contextlib
import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path

from store import database, driver, fields, migrations, whole_files
from store.campaigns import running
from store.checklist import checklist, reasons
from store.checklist.items import checklist_items
from store.copies import against_copy, alike, backup, pages, shelf
from store.copies.against_copy import some
from store.copies.backup import Snapshot, Totals, copy_to_read
from store.database import Store
from store.errors import DamagedStoreError, NotAStoreError, StoreError
from store.field_ref import PRESENT, FieldKind, FieldRef
from store.frozen import frozen
from store.reporting import issued
from store.text import fold, format_number

#: Entities whose values are as their history left them. Words of a reason are written better later, and the text of
#: remembered columns follows the program.
_REPLAYED = [
    "staff",
    "unit",
    "department",
    "locality",
    "locality_target",
    "indicator_figure",
    "organisation",
    "data_source",
    "register_entry",
    "register_value",
    "task_progress",
    "submission",
    "setting",
    "narrative",
    "campaign",
]
#: Tables that are searched by other columns than the one that these follow from.
_SEARCHED = {
    "staff": "full_name",
    "unit": "name",
    "department": "name",
    "locality": "name",
    "data_source": "name",
    "reason": "text",
}
_HISTORY = "SELECT entity, entity_id, field, before, after FROM history"


@frozen
class Checked:
    """The result of a check: what was checked, and the problems."""

    totals: Totals
    files: int  # kept files of submissions
    reports: int  # frozen ones
    compared_with: Path | None  # the oldest copy with the same history
    problems: tuple[str, ...]


def check(path: Path) -> Checked:
    """Check the store, or the copy, at `path`. Raises DamagedStoreError when it cannot be read to the end."""
    with whole_files.scratch_folder(room(path)) as folder, contextlib.ExitStack() as stack:
        file = folder / "kho.sqlite3"
        file.touch(mode=0o600)
        try:
            try:
                snapshot = Snapshot(path, is_copy=True)
            except StoreError as error:
                snapshot = Snapshot(stack.enter_context(copy_to_read(path, error)))
            with contextlib.closing(snapshot):
                snapshot.fill(file, path)
            return check_content(file, path)
        except NotAStoreError as error:  # whose message sends the person here
            raise DamagedStoreError(
                f"{path} hỏng, hay không phải kho dữ liệu: không đọc được hết. {shelf.advice(path)}"
            ) from error


def problems_text(path: Path, found: Checked) -> str:
    """The message about a store or a copy with problems."""
    lines = "\n".join(f"- {each}" for each in found.problems)
    return (
        f"{path} mở được nhưng có chỗ sai:\n{lines}\nHãy khôi phục một bản sao không có lỗi bằng `tyt restore`;"
        " chỉ còn bản này thì thêm --anyway."
    )


def room(path: Path) -> Path | None:
    """The folder for the temporary copy: the folder of copies, or None for that of temporary files."""
    return shelf.folder(path) if shelf.folder(path).is_dir() else None


def check_content(file: Path, path: Path) -> Checked:
    """Check the content of `file`, a private copy of the store at `path` with sound pages."""
    with (
        database.Explaining(path),
        contextlib.closing(driver.connect(file)) as connection,
        contextlib.ExitStack() as stack,
    ):
        if migrations.applied(file, connection) != migrations.names():
            migrations.apply(connection)
        store = Store(path, connection)
        if missing := some("Thiếu hay sai các phần mà kho nào cũng có", _missing_parts(connection)):
            return Checked(backup.totals(connection), *_kept_counts(store), None, tuple(missing))
        older = stack.enter_context(alike.newest_and_oldest(store, shelf.copies(path), room(path)))
        problems = [
            *pages.problems(file),
            *_search_problems(store),
            *_derived_problems(store),
            *_kept_problems(store),
            *_missing_history(store),
            *_reason_problems(store),
            *_taken_back_problems(store),
            *_replay_problems(store),
            *(each for copy in older for each in against_copy.problems(store, copy.file, copy.had, copy.path.name)),
        ]
        since = older[-1].path if older else None
        return Checked(backup.totals(connection), *_kept_counts(store), since, tuple(problems))


def _kept_counts(store: Store) -> tuple[int, int]:
    """How many files and frozen reports the store keeps."""
    files, reports = store.only("SELECT (SELECT count(*) FROM submission_file), (SELECT count(*) FROM issued_report)")
    return files, reports


def _missing_parts(connection: sqlite3.Connection) -> list[str]:
    """The tables, columns, indexes and triggers of a new store that are not in this one, or do something else there."""
    with contextlib.closing(sqlite3.connect(":memory:")) as new:
        migrations.apply(new)
        return sorted({name for name, _ in _parts(new) - _parts(connection)})


def _parts(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """(name, what it does, "" for a column) of each part."""
    columns = connection.execute(
        "SELECT part.name || '.' || info.name FROM sqlite_schema AS part, pragma_table_info(part.name) AS info"
        " WHERE part.type = 'table'"
    )
    others = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type <> 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {(name, "") for (name,) in columns} | {
        (name, " ".join(sql.replace('"', "").split())) for name, sql in others
    }


def _search_problems(store: Store) -> list[str]:
    try:
        with store.transaction():
            store.write("INSERT INTO staff_search (staff_search, rank) VALUES ('integrity-check', 1)")
    except NotAStoreError:
        return ["Bảng tìm kiếm không khớp với danh sách người"]
    return []


def _derived_problems(store: Store) -> list[str]:
    """Sentences about wrong keys for searching and sorting, and about texts that hold zero bytes or are unreadable."""
    found = []
    for table, name in _SEARCHED.items():
        columns = fields.DERIVED[name]
        rows = store.rows(f"SELECT id, {name}, {', '.join(columns)} FROM {table} WHERE {name} IS NOT NULL")
        wrong = [row[0] for row in rows if row[2:] != tuple(derive(row[1]) for derive in columns.values())]
        found += some(f"Tên để tìm và xếp không khớp với tên, bảng {table}, dòng", wrong)
    for (table,) in list(store.rows("SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 1")):
        texts = [row[1] for row in store.rows(f"PRAGMA table_info({table})") if row[2] == "TEXT"]
        if texts:
            zero = " OR ".join(f"instr({column}, char(0))" for column in texts)
            number = store.value(f"SELECT count(*) FROM {table} WHERE {zero}")
            found += [f"Bảng {table} có {format_number(number)} dòng bị ghi đè bằng số không"] if number else []
    try:
        running.running(store)
        checklist_items(store)
    except NotAStoreError:
        found.append("Nội dung kế hoạch hay danh sách mục không đọc được")
    return found


def _kept_problems(store: Store) -> list[str]:
    """Sentences about kept files and frozen reports whose checksum does not match."""
    rows = store.rows(
        "SELECT submission_id, sha256, content FROM submission_file JOIN submission ON submission.id = submission_id"
    )
    files = [number for number, wanted, content in rows if _digest(content) != wanted]
    reports = [f"{head.title} lần {head.number}" for head in issued.heads(store) if not head.sound]
    return [
        *some("Tệp đã nhận không còn như lúc nhận, bản nộp số", files),
        *some("Bản chốt không còn như lúc chốt", reports),
    ]


def _digest(content: bytes) -> str | None:
    try:
        return hashlib.sha256(zlib.decompress(content)).hexdigest()
    except (zlib.error, TypeError):
        return None


def _missing_history(store: Store) -> list[str]:
    """Sentences about missing numbers in the history, changes without values, and people without an addition."""
    found = []
    for table, words in (("change", "thay đổi"), ("history", "giá trị")):
        gone = store.value(f"SELECT ifnull(max(id), 0) - count(*) FROM {table}")
        if gone:
            found.append(f"Nhật ký thiếu {format_number(gone)} {words}")
    empty = store.value(
        "SELECT count(*) FROM change WHERE reverts IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM history WHERE change_id = change.id)"
    )
    if empty:
        found.append(f"Nhật ký có {format_number(empty)} thay đổi mà không còn nội dung")
    added = "entity = 'staff' AND entity_id = staff.id AND field = ?"
    rows = store.rows(f"SELECT id FROM staff WHERE NOT EXISTS (SELECT 1 FROM history WHERE {added})", (PRESENT,))
    return found + some("Nhật ký không có lúc thêm người, dòng", [row[0] for row in rows])


def _reason_problems(store: Store) -> list[str]:
    """Sentences about people whose reasons are unreadable, unknown, or of an unknown item."""
    known = {id_ for (id_,) in store.rows("SELECT id FROM reason")}
    places = {item.position for item in checklist_items(store)}
    wrong: list[int] = []
    for packed, ids in store.rows("SELECT reasons, group_concat(id) FROM staff WHERE reasons <> '' GROUP BY reasons"):
        try:
            found = checklist.unpack_reasons(packed)
        except NotAStoreError:
            found = {-1: 0}
        if not (found.keys() <= places and known.issuperset(found.values())):
            wrong += map(int, ids.split(","))
    return some("Lý do không đọc được của người ở dòng", sorted(wrong))


def _taken_back_problems(store: Store) -> list[str]:
    """Sentences about changes and files whose mark of being undone disagrees with the last undo or redo."""
    changes = store.rows(
        "SELECT one.id FROM change AS one LEFT JOIN"
        " (SELECT reverts, id, command FROM change WHERE reverts IS NOT NULL GROUP BY reverts HAVING id = max(id))"
        " AS last ON last.reverts = one.id WHERE one.reverts IS NULL"
        " AND one.undone_by IS NOT iif(last.command = 'redo', NULL, last.id)"
    )
    files = store.rows(
        "SELECT DISTINCT submission.id FROM submission JOIN change ON submission_id = submission.id"
        " WHERE reverts IS NULL AND (taken_back_at IS NULL) <> (undone_by IS NULL)"
    )
    return [
        *some("Nhật ký nói khác về thay đổi đã hoàn tác, số", [id_ for (id_,) in changes]),
        *some("Nhật ký nói khác về tệp đã rút lại, bản nộp số", [id_ for (id_,) in files]),
    ]


def _replay_problems(store: Store) -> list[str]:
    """Sentences about values that differ from the last one in their history, and about gaps in the history."""
    broken, wrong = [], []
    is_same_reason = _same_reasons(store)
    for (entity, entity_id, name), rows in groupby(_replayed(store), key=itemgetter(0, 1, 2)):
        steps = [(before, after) for *_, before, after in rows]
        is_reason = entity == "staff" and FieldRef.parse(name).kind is FieldKind.REASON
        if any(_differ(is_reason, one[1], other[0]) for one, other in pairwise(steps)):
            broken.append(f"{entity} {entity_id} {name}")
        try:
            now = fields.read(store, entity, entity_id, name)
        except (ValueError, LookupError):  # of an item or a field that there is no more
            continue
        except NotAStoreError:  # `_reason_problems` says so
            continue
        after = steps[-1][1]
        if _differ(is_reason, after, now) or (is_reason and after and now and not is_same_reason(after, now)):
            wrong.append(f"{entity} {entity_id} {name}")
    return [
        *some("Nhật ký đứt quãng ở", broken),
        *some("Giá trị không khớp với nhật ký ở", wrong),
    ]


def _replayed(store: Store) -> Iterator[tuple[str, int, str, str | None, str | None]]:
    marks = ", ".join("?" * len(_REPLAYED))
    order = "ORDER BY entity, entity_id, field, id"
    yield from store.rows(f"{_HISTORY} WHERE entity IN ({marks}) {order}", _REPLAYED)


def _differ(is_reason: bool, one: str | None, other: str | None) -> bool:
    """Whether two values of a field differ; of reasons only whether exactly one is missing."""
    return (one is None) != (other is None) if is_reason else one != other


def _same_reasons(store: Store) -> Callable[[str, str], bool]:
    """Make a function that tells whether two wordings mean one reason, or may have before a merge was undone."""
    ids = dict(store.rows("SELECT folded, reason_id FROM reason_word"))
    ids |= dict(store.rows("SELECT folded, id FROM reason"))
    roots = reasons.roots(store)
    merged = {
        id_ for (id_,) in store.rows("SELECT entity_id FROM history WHERE (entity, field) = ('reason', 'same_as')")
    }

    def is_same(one: str, other: str) -> bool:
        left, right = ids.get(fold(one)), ids.get(fold(other))
        if left is None or right is None:
            return False
        return roots[left] == roots[right] or not merged.isdisjoint((left, right))

    return is_same
