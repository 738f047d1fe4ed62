"""Tells of sentences around a list that say of everybody, or of somebody by name, that they have an item or lack it."""

from collections.abc import Mapping, Sequence

from importers.cells.legend import signs_in
from importers.grids.grid import text_of
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
_FEWEST_WORDS, _LONGEST, _LONGEST_QUOTE = 4, 1000, 220  # words; characters
_MOST_QUOTED = 3


def unread_sentences(tables: Sequence[FoundTable], items: Checklist) -> list[str]:
    """One remark in Vietnamese that quotes such sentences, which are not read; the ledger reports their rows.

    Titles, legends and what became a column of its own are understood elsewhere.

    Args:
        tables: the lists of people that are used.
        items: the checklist.
    """
    found: dict[str, None] = {}
    by_grid: dict[int, list[FoundTable]] = {}
    for table in tables:
        by_grid.setdefault(id(table.grid), []).append(table)
    for of_grid in by_grid.values():
        grid = of_grid[0].grid
        passed = {row.number for table in of_grid for row in table.rows}
        for table in of_grid:
            passed.update(range(table.last_header_row - table.depth + 1, table.last_header_row + 1))
        understood = {clean(column.header) for table in of_grid for column in table.columns[-1:]}
        for number, row in grid.numbered():
            if number in passed:
                continue
            texts = [text for cell in row if isinstance(cell, str) and (text := clean(cell)) not in understood]
            sentences = [text for text in dict.fromkeys(texts) if _says_who_has(text, of_grid, items)]
            if sentences:
                of_grid[0].kinds[number] = Kind.REPORTED
                found |= {f"“{_shortened(text)}” (trang “{grid.sheet}”, dòng {number + 1})": None for text in sentences}
    if not found:
        return []
    listed = "; ".join([*found][:_MOST_QUOTED]) + ("; …" if len(found) > _MOST_QUOTED else "")
    return [f"Chưa đọc câu ghi ngoài bảng: {listed}. Nếu đúng, hãy tự đánh dấu cho những người mà câu đó nói đến"]


@frozen
class SaidByName:
    """What a sentence outside a list says of somebody in it."""

    item: str
    state: State
    text: str
    cell: str


def said_by_name(table: FoundTable, items: Checklist) -> dict[int, list[SaidByName]]:
    """What sentences around a list say of its people by name, by 1-based row.

    The name is whole, or a given name behind a title, "cô Cúc", that one person of the list has. A sentence with both
    sides, "đã nộp nhưng chưa có", says nothing here.
    """
    names = _names(table)
    people = {row.number for row in table.rows}
    heads = range(table.last_header_row - table.depth + 1, table.last_header_row + 1)
    found: dict[int, list[SaidByName]] = {}
    for number, row in table.grid.numbered() if names else ():
        if number in people or number in heads:
            continue
        for column, cell in enumerate(row):
            if not isinstance(cell, str) or not _says_state(fold(cell[:_LONGEST])) or signs_in(cell):
                continue
            for sentence in _SENTENCES.split(cell[:_LONGEST]):
                folded = fold(clean(sentence))
                state = _side(folded)
                if state is None or _ASKS.search(folded):
                    continue
                parts = map(fold_header, (sentence, *_PARTS.split(folded)))
                named = {item.key for part in parts if (item := items.surely_named_in(part)) is not None}
                if items.with_levels and _ONLY_LEVEL_ONE.search(folded):
                    named.add(items.with_levels)
                place = cell_name(column, number + 1)
                said = [SaidByName(key, state, clean(sentence), place) for key in sorted(named)]
                whole = {person for person, name in names.items() if " " in name and fold(name) in folded}
                called = [] if whole else _called(sentence, names)
                for person in whole or (called[0] if len(called) == 1 and len(called[0]) == 1 else ()) if said else ():
                    found.setdefault(person + 1, []).extend(said)
    return found


def _names(table: FoundTable) -> dict[int, str]:
    """The names of a list, by 0-based row."""
    at = next((column.index for column in table.columns if column.field == "full_name"), None)
    if at is None:
        return {}
    return {row.number: clean(text_of(row.cells[at])) for row in table.rows if at < len(row.cells)}


def _called(text: str, names: Mapping[int, str]) -> list[set[int]]:
    """For each title with a given name in a text, the rows of those who have it; nobody's are left out."""
    found = []
    for match in _CALLED.finditer(clean(text)):
        words = match["name"].split()
        for length in (2, 1):  # "thầy Văn Hùng", "cô Cúc BHYT"
            end = f" {' '.join(words[:length])}".casefold()
            fits = (
                {row for row, name in names.items() if name.casefold().endswith(end)} if len(words) >= length else set()
            )
            if fits:
                found.append(fits)
                break
    return found


def _says_state(folded: str) -> bool:
    return any(pattern.search(folded) for pattern in (_SAYS_STATE, _FAULT, _ONLY_LEVEL_ONE))


def _side(folded: str) -> State | None:
    words = set(folded.split())
    lacks, has = bool(words & {"chua", "thieu", "khong"}), bool(words & {"da", "roi", "xong", "vua"})
    if not has and (_FAULT.search(folded) or _ONLY_LEVEL_ONE.search(folded)):
        return State.TODO
    return None if has == lacks else State.DONE if has else State.TODO


def _says_who_has(text: str, tables: Sequence[FoundTable], items: Checklist) -> bool:
    """Whether a text says of all, or of people by name, whether they have an item."""
    if len(text.split()) < _FEWEST_WORDS:
        return False
    text = text[:_LONGEST]
    folded = fold(text)
    called = any(_called(text, _names(table)) for table in tables)
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
    whom = called or _OF_ALL.search(folded) is not None or any(_names_somebody(folded, table) for table in tables)
    return whom and any(items.surely_named_in(fold_header(part)) for part in (text, *_PARTS.split(folded)))


def _names_somebody(folded: str, table: FoundTable) -> bool:
    """Whether a folded text holds the whole name of somebody in the list."""
    return any(" " in name and fold(name) in folded for name in _names(table).values())


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"
