"""Erases the identity of people who left the staff; figures of the past do not change.

Luật 91/2025/QH15: data of staff is kept while they are employed, and deleted after a time that the station sets. The
unit, the states and the days of these people stay, without a name, because papers of the past count them.
"""

from collections.abc import Sequence
from datetime import date

from store import clock, fields, history, settings
from store.bundles import received
from store.database import IDS, Store
from store.errors import RefusedError, StoreLockedError
from store.fields import FORGOTTEN, NAMELESS
from store.frozen import frozen
from store.models import PERSON_COLUMNS
from store.text import format_number

PERSON, FILE = "person", "file"  # fields of FORGOTTEN: who was forgotten, and which kept files went with them
_NAMING = ("full_name", "citizen_id", "phone", "insurance_number")
_COUNTED = ("employment", "administrative", "smartphone")  # they say of whom an item is asked
_ERASED = tuple(column.name for column in PERSON_COLUMNS if column.name not in ("full_name", *_COUNTED))
#: Tables of texts that people type or freeze, and what they are called.
_TYPED = {
    "narrative": "lời báo cáo",
    "issued_report": "bản đã chốt",
    "register_value": "sổ theo dõi",
    "setting": "thông tin trạm",
    "unit": "thông tin đơn vị",
}


@frozen
class Leaver:
    """A person who was taken off the list and is not yet forgotten."""

    id: int
    full_name: str
    unit: str
    left_on: str  # YYYY-MM-DD
    citizen_id: str | None = None


@frozen
class Forgotten:
    """The result of forgetting people."""

    people: int
    files: int  # kept files that went, because the people stood in them among others
    still: tuple[str, ...]  # Vietnamese: where a name still stands, in texts that somebody wrote
    is_compact: bool  # False: another program holds the store, so that its free pages were not rewritten

    @property
    def lines(self) -> list[str]:
        """The Vietnamese sentences that tell the person the result."""
        people, files = format_number(self.people), format_number(self.files)
        found = [f"Đã xoá dữ liệu của {people} người, {files} tệp đã nhận có tên họ."]
        if self.still:
            found.append(f"Tên họ còn ở: {', '.join(self.still)}. Hãy tự sửa; bản đã chốt thì không đổi được.")
        if not self.is_compact:
            found.append("Một chương trình khác đang mở kho: đóng nó rồi chạy lại để dọn hết chỗ trống trong tệp.")
        return found


def keep_months(store: Store) -> int | None:
    """How many months the station keeps the data of people who left; None when it has set no time."""
    text = settings.load(store).keep_months
    return int(text) if text.isdecimal() else None


def due(store: Store) -> list[Leaver]:
    """The people who left longer ago than the station keeps data, longest ago first; [] when it has set no time."""
    months = keep_months(store)
    return [] if months is None else [one for one in leavers(store) if one.left_on <= _months_ago(months)]


def leavers(store: Store) -> list[Leaver]:
    """Who left and is not forgotten yet, longest ago first."""
    rows = store.rows(
        "SELECT staff.id, full_name, unit.name, substr(removed_at, 1, 10), citizen_id"
        " FROM staff JOIN unit ON unit.id = unit_id"
        " WHERE removed_at IS NOT NULL AND full_name <> ? ORDER BY removed_at, staff.id",
        (NAMELESS,),
    )
    return [Leaver(*row) for row in rows]


def _months_ago(months: int) -> str:
    today = clock.today()
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, 28)).isoformat()


def forget(store: Store, ids: Sequence[int]) -> Forgotten:
    """Erase the identity of these people for good. Raises RefusedError when one of them is still on the list.

    Earlier copies of the store still hold it until they are deleted as too old.
    """
    if set(ids) - {one.id for one in leavers(store)}:
        raise RefusedError("Chỉ xoá dữ liệu của người đã nghỉ: hãy đưa ra khỏi danh sách (F2) trước.")
    store.write("PRAGMA secure_delete = ON")  # what is erased is overwritten, not only given free
    try:
        words: list[str] = []
        with history.recording(store, "forget", f"Xoá dữ liệu cá nhân của {len(ids)} người đã nghỉ") as change:
            files: set[int] = set()
            for staff_id in ids:
                mine = _words(store, staff_id)
                files |= _erase_from_files(store, staff_id, mine)
                _erase_from_labels(store, staff_id, mine)
                _erase_values(store, staff_id)
                change.note(FORGOTTEN, staff_id, PERSON, None, clock.today().isoformat())
                words += mine
            for submission_id in sorted(files):
                store.write("DELETE FROM submission_file WHERE submission_id = ?", (submission_id,))
                change.note(FORGOTTEN, submission_id, FILE, None, clock.today().isoformat())
            received.erase(store, words)
            store.write("INSERT INTO staff_search (staff_search) VALUES ('optimize')")  # or the old words stay beside
        return Forgotten(len(ids), len(files), tuple(_still(store, words)), _compact(store))
    finally:
        store.write("PRAGMA secure_delete = OFF")


def _words(store: Store, staff_id: int) -> list[str]:
    """The present and earlier names and numbers of a person."""
    now = store.only(f"SELECT {', '.join(_NAMING)} FROM staff WHERE id = ?", (staff_id,))
    earlier = store.by_ids(
        f"SELECT before FROM history WHERE entity = 'staff' AND entity_id = ? AND field IN {IDS}", _NAMING, (staff_id,)
    )
    return list(dict.fromkeys(word for word in (*now, *(text for (text,) in earlier)) if word))


def _erase_from_files(store: Store, staff_id: int, words: Sequence[str]) -> set[int]:
    """Blank the rows of files about a person; answers the ids of submissions whose kept file names the person."""
    ours = ["staff_id = ?1", *(f"(staff_id IS NULL AND instr(cells, ?{n}))" for n in range(2, len(words) + 2))]
    where, values = " OR ".join(ours), (staff_id, *words)
    found = {row[0] for row in store.rows(f"SELECT submission_id FROM submission_row WHERE {where}", values)}
    store.write(f"UPDATE submission_row SET cells = '', problems = '' WHERE {where}", values)
    for word in words:
        store.write("UPDATE submission SET remarks = '[]' WHERE instr(remarks, ?)", (word,))
    store.write("DELETE FROM settled_conflict WHERE staff_id = ?", (staff_id,))
    sql = f"SELECT submission_id FROM submission_file WHERE submission_id IN {IDS}"
    return {row[0] for row in store.by_ids(sql, found)}


def _erase_from_labels(store: Store, staff_id: int, words: Sequence[str]) -> None:
    """Remove the names and numbers of a person from the labels of the changes that altered the person."""
    for word in words:
        store.write(
            "UPDATE change SET label = replace(label, ?1, ?2) WHERE instr(label, ?1)"
            " AND id IN (SELECT change_id FROM history WHERE entity = 'staff' AND entity_id = ?3)",
            (word, NAMELESS, staff_id),
        )


def _erase_values(store: Store, staff_id: int) -> None:
    """Erase the values of a person and their history; its rows stay, so that `tyt check` still notices missing ones."""
    erased = f"entity = 'staff' AND entity_id = ? AND field IN ({', '.join('?' * len(_ERASED))})"
    store.write(f"UPDATE history SET before = NULL, after = NULL WHERE {erased}", (staff_id, *_ERASED))
    named = "entity = 'staff' AND entity_id = ? AND field = 'full_name'"
    store.write(f"UPDATE history SET before = ?, after = ? WHERE {named}", (NAMELESS, NAMELESS, staff_id))
    for name in _ERASED:
        fields.write(store, "staff", staff_id, name, None)
    fields.write(store, "staff", staff_id, "full_name", NAMELESS)


def _still(store: Store, words: Sequence[str]) -> list[str]:
    """Vietnamese names of the tables whose texts, typed or frozen, still hold one of the words."""
    found = []
    for table, title in _TYPED.items():
        columns = [row[1] for row in store.rows(f"PRAGMA table_info({table})") if row[2] == "TEXT"]
        holds = " OR ".join(f"instr({column}, ?1)" for column in columns)
        if any(store.one(f"SELECT 1 FROM {table} WHERE {holds} LIMIT 1", (word,)) for word in words):
            found.append(title)
    return found


def _compact(store: Store) -> bool:
    """Rewrite the store without its free pages, which may hold erased values; False when another program uses it."""
    try:
        store.write("VACUUM")
        store.write("PRAGMA wal_checkpoint(TRUNCATE)")
    except StoreLockedError:
        return False
    return True
