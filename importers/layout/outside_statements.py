"""Finds sentences around a list that say of everybody, or of somebody by name, that they have an item or lack it."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from importers.cells.legend import signs_in
from importers.grids.grid import Cell, text_of
from importers.layout.checklist import Checklist
from importers.layout.found_table import FoundTable
from importers.layout.heads import fold_header
from importers.layout.rows import Kind
from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from store.cells import cell_name
from store.frozen import frozen
from store.models import State
from store.text import clean, fold

_WORDS = lexicon("rows")
_OF_ALL, _OF_ONE, _SAYS_STATE = map(_WORDS.pattern, ("said_of_all", "said_of_one", "says_who_has"))
_ASKS, _TITLE, _OF_LIST = map(_WORDS.pattern, ("asks_for", "title", "said_of_list"))
_NOT_SAID = _WORDS.pattern("nothing_said_of")
_LEAVES = _WORDS.pattern("section_of_left")
_FAULT, _ONLY_LEVEL_ONE = map(lexicon("cells").pattern, ("note_fault", "only_level_one"))
_CALLED = _WORDS.pattern("called_by_given_name")  # as typed
_PARTS = when_needed(r"[;.,:\n]| va ")
_SENTENCES = when_needed(r"[;\n]|\.(?=\s)")
_WORD = when_needed(r"\w+")
_NAME_WORDS = range(2, 8)  # words of a whole name
_GIVEN = (2, 1)  # words of a given name, "thầy Văn Hùng", "cô Cúc"
_FEWEST_WORDS, _LONGEST = 4, 1000  # words; characters
_MOST_QUOTED = 3


def unread_sentences(tables: Sequence[FoundTable], items: Checklist) -> list[str]:
    """A Vietnamese remark on sentences around the lists that say who has an item; marks their rows as reported.

    Titles, legends and what became a column of its own are understood elsewhere.

    Args:
        tables: the lists of people that are used.
        items: the checklist.
    """
    found: dict[str, None] = {}
    for of_grid in _by_grid(tables):
        people, sheet = _People(of_grid), of_grid[0].grid.sheet
        understood = {clean(column.header) for table in of_grid for column in table.columns[-1:]}
        for number, row in _rows_around(of_grid):
            texts = [text for cell in row if isinstance(cell, str) and (text := clean(cell)) not in understood]
            sentences = [text for text in dict.fromkeys(texts) if _says_who_has(text, people, items)]
            if sentences:
                of_grid[0].kinds[number] = Kind.REPORTED
                found |= {f"“{text}” (trang “{sheet}”, dòng {number + 1})": None for text in sentences}
    if not found:
        return []
    listed = "; ".join([*found][:_MOST_QUOTED]) + ("; …" if len(found) > _MOST_QUOTED else "")
    return [f"Chưa đọc câu ghi ngoài bảng: {listed}. Nếu đúng, hãy tự đánh dấu cho những người mà câu đó nói đến"]


@frozen
class NamedStatement:
    """What a sentence outside the table says about a person in the table."""

    item: str
    state: State
    text: str
    cell: str


class _People:
    """The people of the lists on one sheet by their names; a place is the number of a list and a 0-based row."""

    def __init__(self, tables: Sequence[FoundTable]) -> None:
        self.tables = tables

    @cached_property
    def _names(self) -> list[tuple[tuple[int, int], list[str]]]:
        found = []
        for number, table in enumerate(self.tables):
            at = next((column.index for column in table.columns if column.field == "full_name"), None)
            if at is None:
                continue
            for row in table.rows:
                if at < len(row.cells):
                    found.append(((number, row.number), clean(text_of(row.cells[at])).split()))
        return found

    @cached_property
    def _whole(self) -> dict[str, set[tuple[int, int]]]:
        whole: dict[str, set[tuple[int, int]]] = {}
        for place, words in self._names:
            if len(words) > 1:
                whole.setdefault(" ".join(_WORD.findall(fold(" ".join(words)))), set()).add(place)
        return whole

    @cached_property
    def _ends(self) -> dict[str, set[tuple[int, int]]]:
        ends: dict[str, set[tuple[int, int]]] = {}
        for place, words in self._names:
            for length in _GIVEN:
                if len(words) > length:
                    ends.setdefault(" ".join(words[-length:]).casefold(), set()).add(place)
        return ends

    def named(self, folded: str) -> set[tuple[int, int]]:
        """The row places of the people whose full names occur in a folded text."""
        words = _WORD.findall(folded)
        runs = (" ".join(words[at : at + length]) for length in _NAME_WORDS for at in range(len(words) - length + 1))
        return set().union(*(self._whole.get(run, ()) for run in runs))

    def called(self, text: str) -> list[set[tuple[int, int]]]:
        """The places of the people whom each title with a given name in a text means; names of nobody are left out."""
        found = []
        for match in _CALLED.finditer(clean(text)):
            words = match["name"].split()
            ends = (" ".join(words[:length]).casefold() for length in _GIVEN if len(words) >= length)
            if fits := next((fits for end in ends if (fits := self._ends.get(end))), None):
                found.append(fits)
        return found


def statements_by_name(tables: Sequence[FoundTable], items: Checklist) -> list[dict[int, list[NamedStatement]]]:
    """What sentences around the lists say of people in them by name: for each list, by 1-based row.

    The name is whole, or a given name behind a title, "cô Cúc", that one person of the sheet has. A sentence with both
    sides, "đã nộp nhưng chưa có", says nothing here.
    """
    found: list[dict[int, list[NamedStatement]]] = [{} for _ in tables]
    numbers = {id(table): number for number, table in enumerate(tables)}
    for of_grid in _by_grid(tables):
        people = _People(of_grid)
        for number, row in _rows_around(of_grid):
            for column, cell in enumerate(row):
                if not isinstance(cell, str) or not _says_state(fold(cell[:_LONGEST])) or signs_in(cell):
                    continue
                for sentence in _SENTENCES.split(cell[:_LONGEST]):
                    keys, state = _statement_in(sentence, items)
                    if state is None or not keys:
                        continue
                    whole = people.named(fold(clean(sentence)))
                    called = [] if whole else people.called(sentence)
                    only = called[0] if len(called) == 1 and len(called[0]) == 1 else ()
                    statements = [
                        NamedStatement(key, state, clean(sentence), cell_name(column, number + 1)) for key in keys
                    ]
                    for table, person in whole or only:
                        found[numbers[id(of_grid[table])]].setdefault(person + 1, []).extend(statements)
    return found


def _statement_in(sentence: str, items: Checklist) -> tuple[list[str], State | None]:
    """The items that a sentence names, and the state that it says of them; None: none, or both."""
    folded = fold(clean(sentence))
    state = _side(folded)
    if state is None or _ASKS.search(folded):
        return [], None
    parts = map(fold_header, (sentence, *_PARTS.split(folded)))
    named = {item.key for part in parts if (item := items.surely_named_in(part)) is not None}
    if items.with_levels and _ONLY_LEVEL_ONE.search(folded):
        named.add(items.with_levels)
    return sorted(named), state


def _by_grid(tables: Sequence[FoundTable]) -> list[list[FoundTable]]:
    by_grid: dict[int, list[FoundTable]] = {}
    for table in tables:
        by_grid.setdefault(id(table.grid), []).append(table)
    return [*by_grid.values()]


def _rows_around(tables: Sequence[FoundTable]) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows of a sheet that are neither of people nor heads of its lists, with their 0-based numbers."""
    passed = {row.number for table in tables for row in table.rows}
    for table in tables:
        passed.update(range(table.last_header_row - table.depth + 1, table.last_header_row + 1))
    return ((number, row) for number, row in tables[0].grid.numbered() if number not in passed)


def _says_state(folded: str) -> bool:
    return any(pattern.search(folded) for pattern in (_SAYS_STATE, _FAULT, _ONLY_LEVEL_ONE))


def _side(folded: str) -> State | None:
    words = set(folded.split())
    lacks, has = bool(words & {"chua", "thieu", "khong"}), bool(words & {"da", "roi", "xong", "vua"})
    if not has and (_FAULT.search(folded) or _ONLY_LEVEL_ONE.search(folded)):
        return State.TODO
    return None if has == lacks else State.DONE if has else State.TODO


def _says_who_has(text: str, people: _People, items: Checklist) -> bool:
    """Whether a text says of all, or of people by name, whether they have an item."""
    if len(text.split()) < _FEWEST_WORDS:
        return False
    text = text[:_LONGEST]
    folded = fold(text)
    called = bool(people.called(text))
    if called and _LEAVES.search(folded):  # "Trường hợp thầy … đang xin nghỉ việc"
        return True
    if not _says_state(folded) or _ASKS.search(folded) or signs_in(text):
        return False
    if _TITLE.match(folded) and not _OF_LIST.search(folded):
        return False
    if _NOT_SAID.search(folded):  # "(Tổ Lá chưa báo cáo)"
        return True
    if _OF_ONE.search(folded):  # "Riêng cô … (STT 3) chưa kích hoạt được": of the item of the list
        return True
    if called and (_FAULT.search(folded) or _ONLY_LEVEL_ONE.search(folded)):
        return True
    whom = called or _OF_ALL.search(folded) is not None or bool(people.named(folded))
    return whom and any(items.surely_named_in(fold_header(part)) for part in (text, *_PARTS.split(folded)))
