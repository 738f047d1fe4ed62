"""Finds and erases the numbers and names of forgotten people in texts that people typed or files brought.

Numbers are covered in every text at once, and so is a day of birth in a text that has the number or the name. A name
is not: only its author can say what a text in force should read without it. So it is told where the name stands, and
it is taken out of everything else when no text in force has it any more: until then the history must say what the
tables say.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import count, pairwise
from typing import NamedTuple

from store import masks
from store.bundles import received
from store.database import Store
from store.fields import NAMELESS
from store.frozen import frozen
from store.kept_bytes import files_with, needles_of_name, needles_of_number
from store.masks import COVERED
from store.outcome import SEPARATOR
from store.text import fold, format_number, name_key

#: The setting with the names of forgotten people that stand in texts in force.
UNFINISHED = "forgotten_names"
_NUMBERS = ("citizen_id", "phone", "insurance_number")
_FOLLOWS = "1"  # as `spent`: nobody types these texts, so that they never hold a name back
_OF_FILES = "tệp đã nhận"
_WHOLE_DAY = len("1984-01-05")  # of some people only the year is known
_MOST = 3  # people whose notes are named one by one
_LONG_NAME = 3  # words; "Lê Hoa" without its marks is "lễ hóa" too


@frozen
class Texts:
    """Columns of a table that can hold somebody's name or number."""

    table: str
    columns: str  # names with spaces between
    place: str  # Vietnamese: where a person finds them
    spent: str = "0"  # SQL: whether a row is off its list, so that nobody can edit it
    of: str = "NULL"  # the column with the name of the person that a row is about

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return self.columns.split()


#: Every text that can name a person, apart from their own values and from frozen reports.
TEXTS = (
    Texts("staff", "note position", "ghi chú", "removed_at IS NOT NULL", of="full_name"),
    Texts(
        "register_value",
        "value",
        "sổ theo dõi",
        "entry_id IN (SELECT id FROM register_entry WHERE removed_at IS NOT NULL)",
    ),
    Texts("narrative", "text", "lời báo cáo"),
    Texts(
        "setting",
        "value",
        "thông tin trạm",
        f"key IN ('last_folder', 'export_folder', 'recent_exports', '{UNFINISHED}')",
    ),
    Texts("unit", "name facility_code contact head", "thông tin đơn vị", "valid_to IS NOT NULL"),
    Texts("organisation", "note tax_code", "thông tin đơn vị"),
    Texts(
        "department",
        "name",
        "tên khoa/phòng",
        "unit_id IN (SELECT id FROM unit WHERE valid_to IS NOT NULL) OR id NOT IN"
        " (SELECT department_id FROM staff WHERE department_id IS NOT NULL AND removed_at IS NULL)",
    ),
    Texts("reason", "text", "lý do", "removed_at IS NOT NULL OR same_as IS NOT NULL"),
    Texts("reason_word", "folded", "lý do", _FOLLOWS),
    Texts("locality", "name code", "địa bàn", "removed_at IS NOT NULL OR same_as IS NOT NULL"),
    Texts(
        "data_source",
        "name owner description completeness accuracy updating sharing readiness note technical_contact"
        " connection_plan infrastructure difficulties",
        "nguồn dữ liệu",
        "removed_at IS NOT NULL",
    ),
    Texts("task_progress", "product responsible note", "việc của kế hoạch"),
    Texts("indicator_figure", "source", "nguồn số liệu"),
    Texts("item", "title short_title", "kế hoạch"),
    Texts("campaign", "title definition", "kế hoạch"),
    Texts("submission", "file_name remarks", _OF_FILES, _FOLLOWS),
    Texts("submission_table", "sheet columns", _OF_FILES, _FOLLOWS),
    Texts("submission_row", "cells problems", _OF_FILES, _FOLLOWS),
    Texts("unit_count", "sheet department reasons problems", _OF_FILES, _FOLLOWS),
    Texts("settled_conflict", "incoming", _OF_FILES, _FOLLOWS),
    Texts("history", "before after", "nhật ký", _FOLLOWS),
    Texts("change", "label", "nhật ký", _FOLLOWS),
)
FROZEN = Texts("issued_report", "title issued_by paper", "bản đã chốt")

# A word, with marks that stand behind their letter as some files spell them.
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_BETWEEN = re.compile(r"[ \t\u00a0_.\-]{1,3}")


class _Found(NamedTuple):
    full_name: str
    start: int
    end: int


class Names:
    """Names of people, to look for in texts: whole words, in any spelling of marks and capitals."""

    def __init__(self, full_names: Iterable[str], longer: Iterable[str] = ()) -> None:
        """`longer`: names of other people that hold one of these; within them nothing is found."""
        self._by_words: dict[tuple[str, ...], list[str]] = defaultdict(list)
        # A single word means other things in a text.
        self.all = tuple(dict.fromkeys(name for name in full_names if len(_WORD.findall(name)) > 1))
        self.longer = frozenset(longer)
        for name in (*self.all, *self.longer):
            self._by_words[tuple(map(name_key, _WORD.findall(name)))].append(name)
        self._lengths = sorted(set(map(len, self._by_words)), reverse=True)  # the longer of two names first

    def find(self, text: str) -> list[_Found]:
        """Where the names stand in a text, first to last."""
        words = _WORD.findall(text)
        if not self.all or len(words) < self._lengths[-1]:
            return []
        keys = list(map(name_key, words))
        runs = [
            (at, length)
            for at in range(len(keys) - self._lengths[-1] + 1)
            for length in self._lengths
            if tuple(keys[at : at + length]) in self._by_words
        ]
        places = list(_WORD.finditer(text)) if runs else []
        found: list[_Found] = []
        for at, length in runs:
            run = places[at : at + length]
            if found and run[0].start() < found[-1].end:
                continue
            wanted = self._by_words[tuple(keys[at : at + length])]
            name = next((each for each in wanted if _is_name(text, run, each)), None)
            if name is not None:
                found.append(_Found(name, run[0].start(), run[-1].end()))
        return [each for each in found if each.full_name not in self.longer]

    def but(self, names: Collection[str]) -> "Names":
        """These names without some of them."""
        return Names((name for name in self.all if name not in names), self.longer)

    def erased(self, text: str) -> str:
        """The text with the words for forgotten people in place of the names."""
        for each in reversed(self.find(text)):
            text = f"{text[: each.start]}{NAMELESS}{text[each.end :]}"
        return text


def _is_name(text: str, run: Sequence[re.Match[str]], name: str) -> bool:
    """Whether words of a text that read like a name are one: together, and a short one with its marks."""
    between = (text[one.end() : other.start()] for one, other in pairwise(run))
    spelt = [_with_marks(word.group()) for word in run]
    is_spelt = len(run) >= _LONG_NAME or spelt == list(map(_with_marks, _WORD.findall(name)))
    return is_spelt and all(map(_BETWEEN.fullmatch, between))


def _with_marks(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold()


def values(store: Store, staff_id: int, column: str) -> list[str]:
    """The present and earlier values of a column of a person."""
    now = store.only(f"SELECT {column} FROM staff WHERE id = ?", (staff_id,))
    earlier = store.rows(
        "SELECT before FROM history WHERE entity = 'staff' AND entity_id = ? AND field = ?", (staff_id, column)
    )
    return list(dict.fromkeys(value for (value,) in (now, *earlier) if value))


def numbers(store: Store, staff_id: int) -> list[str]:
    """The present and earlier numbers of a person: CCCD, phone, insurance card, and social insurance: its last ten."""
    found = [number for column in _NUMBERS for number in values(store, staff_id, column)]
    return [*found, *(number[-10:] for number in values(store, staff_id, "insurance_number") if len(number) > 10)]


def own_numbers(store: Store, staff_id: int) -> list[str]:
    """The numbers of a person without earlier ones that somebody else has now: those were entered by mistake."""
    present = store.only(f"SELECT {', '.join(_NUMBERS)} FROM staff WHERE id = ?", (staff_id,))
    return [each for each in numbers(store, staff_id) if each in present or not is_others_number(store, each)]


def is_others_name(store: Store, full_name: str) -> bool:
    """Whether somebody who is not forgotten has this name."""
    sql = "SELECT 1 FROM staff WHERE name_key = ? AND full_name <> ? LIMIT 1"
    return store.one(sql, (name_key(full_name), NAMELESS)) is not None


def names_of(store: Store, full_names: Iterable[str]) -> Names:
    """Names to look for, but not within longer ones that people who are not forgotten have or had."""
    wanted = list(full_names)
    keys = {f" {name_key(name)} " for name in wanted}
    sql = "SELECT full_name FROM staff WHERE instr(' ' || name_key || ' ', ?) AND full_name <> ?"
    known = {name for key in keys for (name,) in store.rows(sql, (key, NAMELESS))}
    had = "SELECT before FROM history WHERE entity = 'staff' AND field = 'full_name' AND before <> ?"
    known |= {name for (name,) in store.rows(had, (NAMELESS,))} if keys else set()
    of_known = {name: f" {name_key(name)} " for name in known}
    longer = (name for name, key in of_known.items() if key not in keys and any(each in key for each in keys))
    return Names(wanted, longer)


def is_others_number(store: Store, number: str) -> bool:
    """Whether somebody who is not forgotten has this number too, as couples have one phone."""
    return (
        store.one("SELECT 1 FROM staff WHERE ? IN (citizen_id, phone, insurance_number) LIMIT 1", (number,)) is not None
    )


def standing(store: Store, names: Names) -> dict[str, list[str]]:
    """Name -> the Vietnamese places of texts in force where it stands; names that stand nowhere are left out."""
    places: dict[str, list[str]] = defaultdict(list)
    for texts in TEXTS:
        people: dict[str, list[str]] = defaultdict(list)
        for text, of in _in_force(store, texts):
            for name in dict.fromkeys(each.full_name for each in names.find(text)):
                people[name].append(of)
        for name, of_people in people.items():
            places[name] += _described(texts, of_people)
    return dict(places)


def stands_frozen(store: Store, names: Names) -> bool:
    """Whether one of the names stands in a frozen report, which nothing changes any more."""
    return any(names.find(text) for text, _ in _in_force(store, FROZEN))


def cover_numbers(
    store: Store, numbers: Collection[str], names: Names, births: Collection[str]
) -> tuple[list[str], set[int]]:
    """Cover these numbers in every text, and the days of birth (ISO) where a number or name stands beside.

    Answers the Vietnamese places of those in force where one stood, and the submissions whose kept file holds a number.
    """
    if not numbers and not births:
        return [], set()
    covered = _covering(numbers, names, births)
    places: list[str] = []
    for texts in TEXTS:
        of = [of for text, of in _in_force(store, texts) if covered(text) != text]
        places += _described(texts, of)
    files = _rewrite(store, covered)
    received.erase(store, lambda text: covered(text) != text)
    needles = [needle for number in numbers for needle in needles_of_number(masks.bare_digits(number))]
    return list(dict.fromkeys(places)), files | files_with(store, needles)


def _covering(numbers: Collection[str], names: Names, births: Collection[str]) -> Callable[[str], str]:
    covered = masks.covering(numbers)
    days = masks.days([birth for birth in births if len(birth) == _WHOLE_DAY])

    def cover(text: str) -> str:
        # A day alone is nobody's: many were born on it.
        if days is not None and days.search(text) and (names.find(text) or covered(text) != text):
            text = days.sub(lambda found: re.sub(r"\d", COVERED, found.group()), text)
        return covered(text)

    return cover


def erase_names(store: Store, names: Names) -> set[int]:
    """Take names out of every text but frozen reports; answers the submissions whose kept file holds one."""
    if not names.all:
        return set()
    files = _rewrite(store, names.erased)
    received.erase(store, lambda text: bool(names.find(text)))
    needles = [needle for name in names.all for needle in needles_of_name(name)]
    return files | files_with(store, needles, [needle for name in names.longer for needle in needles_of_name(name)])


def is_marked(text: object) -> bool:
    """Whether a text may be what erasing left."""
    return isinstance(text, str) and (COVERED in text or NAMELESS in text)


def is_erased_form(before: object, now: object) -> bool:
    """Whether `now` is the text `before`, or what erasing somebody's numbers or name left of it."""
    if before == now:
        return True
    if not isinstance(before, str) or not isinstance(now, str) or not is_marked(now):
        return False
    number = re.search(r" \(\d+\)$", now)  # see `_set_apart`
    if number is not None and not before.endswith(number[0]):
        now = now[: number.start()]
    parts = re.split(f"({re.escape(NAMELESS)}|{COVERED}+)", now)
    patterns = [re.escape(part) for part in parts]
    patterns[1::2] = [".+?" if part == NAMELESS else f".{{{len(part)}}}" for part in parts[1::2]]
    return re.fullmatch("".join(patterns), before, re.DOTALL) is not None


def _in_force(store: Store, texts: Texts) -> Iterator[tuple[str, str]]:
    """Each text of these columns that a person can still edit, with the name of whom its row is about."""
    if texts.spent != _FOLLOWS:
        columns = ", ".join(texts.names)
        for of, *found in store.rows(f"SELECT {texts.of}, {columns} FROM {texts.table} WHERE NOT ({texts.spent})"):
            yield from ((text, of or "") for text in found if text)


def _described(texts: Texts, people: Sequence[str]) -> list[str]:
    """Where texts stand, given of whom each of them is: `ghi chú của Lê Văn An`; [] for none."""
    if not people:
        return []
    if texts.of == "NULL":
        return [texts.place]
    if len(people) > _MOST:
        return [f"{texts.place} của {format_number(len(people))} người"]
    return [f"{texts.place} của {name}" for name in people]


def _rewrite(store: Store, new: Callable[[str], str]) -> set[int]:
    """Replace each text by its new form; answers the submissions in whose content one changed."""
    files: set[int] = set()
    departments: list[tuple[str, int]] = []
    for texts in TEXTS:
        info = list(store.rows(f"PRAGMA table_info({texts.table})"))
        keys = [name for _, name, *_, key in info if key]
        searched = ["folded"] if {"name", "text"} & set(texts.names) and any(row[1] == "folded" for row in info) else []
        file = "submission_id" if texts.place == _OF_FILES and texts.table != "submission" else "NULL"
        changed = []
        for submission_id, *row in store.rows(f"SELECT {', '.join((file, *keys, *texts.names))} FROM {texts.table}"):
            before = row[len(keys) :]
            after = [text and SEPARATOR.join(map(new, text.split(SEPARATOR))) for text in before]
            if after == before:
                continue
            if texts.table == "reason_word":
                after = list(map(fold, after))
            changed.append((*after, *(after[0] and fold(after[0]) for _ in searched), *row[: len(keys)]))
            files |= {submission_id} - {None}
        assigned = ", ".join(f"{name} = ?" for name in (*texts.names, *searched))
        where = " AND ".join(f"{name} = ?" for name in keys)
        # OR IGNORE: a reason that would then read as another one stays.
        store.write_many(f"UPDATE OR IGNORE {texts.table} SET {assigned} WHERE {where}", changed)
        departments += [(name, row_id) for name, *_, row_id in changed if texts.table == "department"]
    for name, department_id in departments:
        _set_apart(store, department_id, name)
    return files


def _set_apart(store: Store, department_id: int, name: str) -> None:
    """Number the name of a department of which another one has what erasing leaves, in its history too."""
    given, numbers = name, count(2)
    while store.value("SELECT name FROM department WHERE id = ?", (department_id,)) != given:
        given = f"{name} ({next(numbers)})"
        store.write(
            "UPDATE OR IGNORE department SET name = ?, folded = ? WHERE id = ?", (given, fold(given), department_id)
        )
    for side in ("before", "after") if given != name else ():
        of = f"entity = 'department' AND entity_id = ? AND field = 'name' AND {side} = ?"
        store.write(f"UPDATE history SET {side} = ? WHERE {of}", (given, department_id, name))
