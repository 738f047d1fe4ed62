"""Erases the identity of people who left the staff; figures of the past do not change.

Luật 91/2025/QH15: data of staff is kept while they are employed, and deleted after a time that the station sets. The
unit, the states and the days of these people stay, without a name, because papers of the past count them.
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from store import clock, fields, history, journal, personal_texts, settings
from store.database import IDS, Store
from store.errors import RefusedError, StoreLockedError
from store.fields import FORGOTTEN, NAMELESS
from store.frozen import frozen
from store.masks import cover_in_name
from store.models import PERSON_COLUMNS
from store.personal_texts import Names
from store.receiving import submissions
from store.text import format_date, format_number, mask_number

PERSON, FILE = "person", "file"  # fields of FORGOTTEN: who was forgotten, and which kept files went with them
_COUNTED = ("employment", "administrative", "smartphone")  # they say of whom an item is asked
_ERASED = tuple(column.name for column in PERSON_COLUMNS if column.name not in ("full_name", *_COUNTED))


@frozen
class Leaver:
    """A person who was taken off the list and is not yet forgotten."""

    id: int
    full_name: str
    unit: str
    left_on: str  # YYYY-MM-DD
    birth_date: str | None
    citizen_id: str | None
    waits_in: str | None  # the file in force that asks about them; they are not forgotten before that is answered

    @property
    def marks(self) -> str:
        """Year of birth and covered CCCD, which tell two people of one name apart: `sinh 1984 · CCCD •••••••••651`."""
        born = f"sinh {self.birth_date[:4]} · " if self.birth_date else ""
        return f"{born}{f'CCCD {mask_number(self.citizen_id)}' if self.citizen_id else 'chưa có CCCD'}"

    @property
    def about(self) -> str:
        """Who this is: `marks`, unit, and since when they are gone."""
        return f"{self.marks} · {self.unit} · nghỉ {format_date(self.left_on)}"

    @property
    def line(self) -> str:
        """The name with `about`, and the file that asks about them, as one line of a list."""
        waits = f" · có dòng chờ trả lời ở {self.waits_in}" if self.waits_in else ""
        return f"{self.full_name} · {self.about}{waits}"

    @property
    def why_not(self) -> str:
        """Why somebody of whom a file asks is not forgotten, and what to do about it."""
        return (
            f"{self.full_name} có dòng chờ trả lời ở {self.waits_in}, xoá bây giờ là mất câu hỏi ấy."
            " Hãy nhận lại tệp đó và trả lời, hay rút nó, rồi xoá."
        )


@frozen
class Forgotten:
    """The result of forgetting people."""

    people: int
    files: int  # kept files that were deleted, because they list the people
    finished: int  # people forgotten before whose name no text in force has any more
    covered: tuple[str, ...]  # Vietnamese: texts in force in which a number or day of birth was covered
    still: tuple[str, ...]  # Vietnamese: texts in force where a name still stands
    of_others: tuple[str, ...]  # the same of names that somebody else has too, which stay
    is_frozen: bool  # a name stands in a frozen report
    is_compact: bool  # False: another program holds the store, so that its free pages were not rewritten

    @property
    def lines(self) -> list[str]:
        """The Vietnamese sentences that tell the person the result."""
        found = []
        if self.people:
            people, files = format_number(self.people), format_number(self.files)
            found.append(f"Đã xoá dữ liệu của {people} người, {files} tệp đã nhận có tên họ.")
        if self.finished:
            found.append(f"Đã xoá nốt tên của {format_number(self.finished)} người xoá trước đây.")
        if self.covered:
            found.append(f"Số, ngày sinh của họ đã che ở: {', '.join(self.covered)}.")
        if self.still:
            found.append(
                f"Tên họ còn ở: {', '.join(self.still)}. Hãy sửa hay bỏ ở đó,"
                " rồi xoá lần nữa (Ctrl+P Cần xoá, hay `tyt forget --due --yes`) để hết cả trong nhật ký và tệp."
            )
        if self.of_others:
            found.append(f"Có người khác trùng tên, nên tên đó giữ nguyên ở: {', '.join(self.of_others)}.")
        if self.is_frozen:
            found.append("Bản đã chốt còn tên họ, không đổi được.")
        if not self.is_compact:
            found.append("Một chương trình khác đang mở kho: đóng nó rồi chạy lại để dọn hết chỗ trống trong tệp.")
        return found


def keep_months(store: Store) -> int | None:
    """How many months the station keeps the data of people who left; None when it has set no time."""
    text = settings.load(store).keep_months
    return int(text) if text.isdecimal() else None


def due(store: Store) -> list[Leaver]:
    """Who of `overdue` can be forgotten: no file in force asks about them."""
    return [one for one in overdue(store) if one.waits_in is None]


def overdue(store: Store) -> list[Leaver]:
    """The people who left longer ago than the station keeps data, longest ago first; [] when it has set no time."""
    months = keep_months(store)
    return [] if months is None else [one for one in leavers(store) if one.left_on <= _months_ago(months)]


def leavers(store: Store) -> list[Leaver]:
    """Who left and is not forgotten yet, longest ago first."""
    rows = list(
        store.rows(
            "SELECT staff.id, full_name, unit.name, substr(removed_at, 1, 10), birth_date, citizen_id"
            " FROM staff JOIN unit ON unit.id = unit_id"
            " WHERE removed_at IS NOT NULL AND full_name <> ? ORDER BY removed_at, staff.id",
            (NAMELESS,),
        )
    )
    asking = submissions.asking_about(store, [row[0] for row in rows])
    waits = {staff_id: cover_in_name(name) for staff_id, name in asking.items()}
    return [Leaver(*(*row, waits.get(row[0]))) for row in rows]


def _months_ago(months: int) -> str:
    today = clock.today()
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, 28)).isoformat()


def unfinished(store: Store) -> list[str]:
    """The names of forgotten people that stood in texts in force when they were forgotten."""
    kept = store.one("SELECT value FROM setting WHERE key = ?", (personal_texts.UNFINISHED,))
    return [] if kept is None else [str(name) for name in json.loads(kept[0])]


def forget(store: Store, ids: Sequence[int]) -> Forgotten:
    """Erase the identity of these people for good, and what is left of people who were forgotten before.

    Raises RefusedError when one of them is still on the list, or a file waits for an answer about them. Earlier copies
    of the store still hold it until they are deleted as too old.
    """
    store.write("PRAGMA secure_delete = ON")  # what is erased is overwritten, not only given free
    try:
        label = f"Xoá dữ liệu cá nhân của {len(ids)} người đã nghỉ" if ids else "Xoá nốt tên người đã nghỉ"
        with history.recording(store, journal.FORGETTING, label) as change:
            _refuse_unless_free(store, ids)  # now that no other program can take in a file
            names, numbers, births, files = unfinished(store), [], [], set[int]()
            theirs: dict[int, list[str]] = {}
            for staff_id in ids:
                mine = personal_texts.values(store, staff_id, "full_name")
                of_mine = personal_texts.numbers(store, staff_id)
                births += personal_texts.values(store, staff_id, "birth_date")
                _erase_values(store, staff_id)
                change.note(FORGOTTEN, staff_id, PERSON, None, clock.today().isoformat())
                theirs[staff_id] = [*mine, *of_mine]
                names += mine
                numbers += of_mine
            # Only now none of them counts as somebody else who has the name or number too.
            shared = [name for name in names if personal_texts.is_others_name(store, name)]
            numbers = [number for number in numbers if not personal_texts.is_others_number(store, number)]
            own = personal_texts.names_of(store, (name for name in names if name not in shared))
            alone = {*names, *numbers}.difference(shared)
            for staff_id, words in theirs.items():
                files |= _erase_from_files(store, staff_id, alone.intersection(words), own.longer)
            covered, with_number = personal_texts.cover_numbers(store, numbers, own, births)
            files |= with_number
            for staff_id, words in theirs.items():  # only now: by the name the day of birth beside it was known
                _erase_from_labels(store, staff_id, words, own.longer)
            done = _erase_names(store, own, shared, files)
            files = _kept(store, files)
            for submission_id in sorted(files):
                store.write("DELETE FROM submission_file WHERE submission_id = ?", (submission_id,))
                change.note(FORGOTTEN, submission_id, FILE, None, clock.today().isoformat())
            store.write("INSERT INTO staff_search (staff_search) VALUES ('optimize')")  # or the old words stay beside
        found = replace(done, people=len(ids), files=len(files), covered=tuple(covered))
        return replace(found, is_compact=_compact(store))
    finally:
        store.write("PRAGMA secure_delete = OFF")


def _refuse_unless_free(store: Store, ids: Sequence[int]) -> None:
    by_id = {one.id: one for one in leavers(store)}
    if set(ids) - by_id.keys():
        raise RefusedError("Chỉ xoá dữ liệu của người đã nghỉ: hãy đưa ra khỏi danh sách (F2) trước.")
    if refused := next((by_id[id_] for id_ in ids if by_id[id_].waits_in), None):
        raise RefusedError(refused.why_not)


def _erase_names(store: Store, own: Names, shared: Sequence[str], files: set[int]) -> Forgotten:
    """Erase names from all texts if none in force has them; adds the kept files that hold them to `files`."""
    standing = personal_texts.standing(store, own)
    files |= personal_texts.erase_names(store, own.but(standing))
    had = set(unfinished(store))
    store.write("DELETE FROM setting WHERE key = ?", (personal_texts.UNFINISHED,))
    if standing:
        store.insert("setting", key=personal_texts.UNFINISHED, value=json.dumps([*standing], ensure_ascii=False))
    return Forgotten(
        people=0,
        files=0,
        finished=len(had - standing.keys()),
        covered=(),
        still=_together(standing),
        of_others=_together(personal_texts.standing(store, personal_texts.names_of(store, shared))),
        is_frozen=personal_texts.stands_frozen(store, own),
        is_compact=True,
    )


def _together(places: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place for of_name in places.values() for place in of_name))


def _erase_from_files(store: Store, staff_id: int, words: Collection[str], longer: Collection[str]) -> set[int]:
    """Blank the rows of files about a person, and those about nobody known that hold one of the words.

    Within one of the names `longer` no word counts. Answers the submissions that the rows stood in.
    """

    def is_theirs(text: str) -> bool:
        return _without(words, longer, text) != text

    columns = "SELECT id, submission_id, cells FROM submission_row"
    rows = list(store.rows(f"{columns} WHERE staff_id = ?", (staff_id,)))
    holding, remarked = set[tuple[int, int, str]](), set[tuple[int, str]]()
    for word in words:
        holding |= {*store.rows(f"{columns} WHERE staff_id IS NULL AND instr(cells, ?)", (word,))}
        remarked |= {*store.rows("SELECT id, remarks FROM submission WHERE instr(remarks, ?)", (word,))}
    rows += [row for row in holding if is_theirs(row[2])]
    erased = [(row_id,) for row_id, *_ in rows]
    store.write_many("UPDATE submission_row SET cells = '', problems = '' WHERE id = ?", erased)
    of_them = [(submission_id,) for submission_id, text in remarked if is_theirs(text)]
    store.write_many("UPDATE submission SET remarks = '[]' WHERE id = ?", of_them)
    store.write("DELETE FROM settled_conflict WHERE staff_id = ?", (staff_id,))
    return {submission_id for _, submission_id, _ in rows}


def _kept(store: Store, submissions: set[int]) -> set[int]:
    """Those of these submissions whose file is kept."""
    sql = f"SELECT submission_id FROM submission_file WHERE submission_id IN {IDS}"
    return {submission_id for (submission_id,) in store.by_ids(sql, submissions)}


def _erase_from_labels(store: Store, staff_id: int, words: Collection[str], longer: Collection[str]) -> None:
    """Remove the names and numbers of a person from the labels of the changes that altered the person."""
    altering = "SELECT change_id FROM history WHERE entity = 'staff' AND entity_id = ?"
    labels = list(store.rows(f"SELECT id, label FROM change WHERE id IN ({altering})", (staff_id,)))
    erased = [(without, id_) for id_, label in labels if (without := _without(words, longer, label)) != label]
    store.write_many("UPDATE change SET label = ? WHERE id = ?", erased)


def _without(words: Collection[str], longer: Collection[str], text: str) -> str:
    """The text with the words for forgotten people in place of these, but not within the names `longer`."""
    if not any(word in text for word in words):
        return text
    parts = sorted({*words, *longer}, key=len, reverse=True)
    pattern = "|".join(map(re.escape, parts))
    return re.sub(pattern, lambda found: found.group() if found.group() in longer else NAMELESS, text)


def _erase_values(store: Store, staff_id: int) -> None:
    """Erase the values of a person and their history; its rows stay, so that `tyt check` still notices missing ones."""
    erased = f"entity = 'staff' AND entity_id = ? AND field IN ({', '.join('?' * len(_ERASED))})"
    store.write(f"UPDATE history SET before = NULL, after = NULL WHERE {erased}", (staff_id, *_ERASED))
    named = "entity = 'staff' AND entity_id = ? AND field = 'full_name'"
    store.write(f"UPDATE history SET before = ?, after = ? WHERE {named}", (NAMELESS, NAMELESS, staff_id))
    for name in _ERASED:
        fields.write(store, "staff", staff_id, name, None)
    fields.write(store, "staff", staff_id, "full_name", NAMELESS)


def _compact(store: Store) -> bool:
    """Rewrite the store without its free pages, which may hold erased values; False when another program uses it."""
    try:
        store.write("VACUUM")
        store.write("PRAGMA wal_checkpoint(TRUNCATE)")
    except StoreLockedError:
        return False
    return True
