"""Leaves out an item whose mark is contradicted by a note or a sentence below: "x" beside "chưa tích hợp BHYT"."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

from importers.deciding.withheld import without_items
from importers.layout.checklist import Checklist
from importers.layout.header_words import meaning_of
from importers.layout.heads import fold_header
from importers.layout.outside_statements import NamedStatement
from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from store.cells import cell_name
from store.field_ref import FieldKind, FieldRef
from store.models import Person, State
from store.outcome import Problem
from store.receiving.plan import IncomingRow, Table
from store.text import clean, fold

CODE = "note_contradicts"
_SURE = 0.7  # of words that name an item
_LONGEST = 60  # characters: longer pieces tell a story
_SAYS = {FieldKind.DONE: State.DONE, FieldKind.TODO: State.TODO}
_PIECES = when_needed(r"[;,.\n()]|\b(?:nên|nhưng|và|mà)\b")
_SAYS_NOTHING = lexicon("rows").pattern("nothing_said_of")
_ALL_DONE, _DONE_NOW, _WHEN, _SIDE, _FAULT, _ONLY_LEVEL_ONE = map(
    lexicon("cells").pattern, ("all_done", "done_now", "note_when", "note_side", "note_fault", "only_level_one")
)
_NOTE_ALL_DONE, _NONE_DONE, _UNSURE, _DOES, _LEADING = map(
    lexicon("cells").pattern, ("note_all_done", "note_none_done", "note_unsure", "note_does", "note_leading")
)
_ACCOUNT = lexicon("cells").pattern("note_account")
_BOOK = lexicon("cells").pattern("bare_book", re.IGNORECASE)
_WHOLE_BOOK = "sổ sức khỏe điện tử"
_ADVICE = "Hãy hỏi lại đơn vị cái nào đúng"


def without_denied(
    rows: Iterable[IncomingRow], table: Table, items: Checklist, statements: Mapping[int, Sequence[NamedStatement]]
) -> list[IncomingRow]:
    """Remove from the rows of a table the states that words contradict, and report a problem for each.

    Args:
        rows: the rows of the table.
        table: as the reading keeps it.
        items: the checklist.
        statements: what sentences outside the list say of people in it, by 1-based row.
    """
    note_at = next((column.index for column in table.columns if column.field == "note"), None)
    asides = [column.index for column in table.columns if column.field is None and not column.header.strip()]
    if note_at is None and not asides and not statements:
        return list(rows)
    of_note = cache(partial(_of_note, items=items))
    found = []
    for row in rows:
        person, texts = row.person, {at: text for at in asides if at < len(row.cells) and (text := row.cells[at])}
        if person is not None and note_at is not None and person.note:
            texts[note_at] = person.note
        if person is None or not (texts or row.row in statements):
            found.append(row)
            continue
        words = [
            NamedStatement(key, state, f"ghi chú “{clean(note)}”", cell_name(at, row.row))
            for at, note in texts.items()
            for item, state in of_note(note)
            for key in _of_items(item, state, person)
        ]
        words += [replace(one, text=f"câu “{one.text}”") for one in statements.get(row.row, ())]
        denied = {one.item: one for one in words if _contradicts(one.state, person.states.get(one.item))}
        found.append(_without(row, person, denied, table, items) if denied else row)
    return found


def _of_note(note: str, items: Checklist) -> list[tuple[str | None, State]]:
    """The result of `_stated`; where a note names an item, only đã is kept of what it says of all items."""
    stated = list(_stated(note, items))
    named = any(item for item, _ in stated)
    return [(item, state) for item, state in stated if item or state is State.DONE or not named]


def _stated(note: str, items: Checklist) -> Iterator[tuple[str | None, State]]:
    """Yield (item, state) for what a note says of items, such as đã or chưa; item None means all of them."""
    for piece in map(clean, _PIECES.split(note)):
        if not 2 <= len(piece) <= _LONGEST:
            continue
        folded = fold(_BOOK.sub(_WHOLE_BOOK, piece))
        bare = _WHEN.sub("", folded).strip()
        if _SAYS_NOTHING.match(folded) or _ALL_DONE.fullmatch(bare) or _NOTE_ALL_DONE.fullmatch(bare):
            yield None, State.DONE
        elif _UNSURE.fullmatch(folded):
            yield None, State.UNKNOWN
        elif (done := _DONE_NOW.match(folded)) or _NONE_DONE.fullmatch(bare):
            # "đã tích hợp hôm qua": of the items in whose titles that word is, if there are any
            fitting = [item.key for item in items if (word := _DOES.search(folded)) and word[0] in fold(item.title)]
            if "kich hoat" in folded:
                fitting = [items.with_levels] if items.with_levels else []
            whom: list[str | None] = [*fitting] or [None]
            yield from ((key, State.DONE if done else State.TODO) for key in whom)
        else:
            yield from _stated_of_one(piece, folded, fold(note), items)


def _stated_of_one(piece: str, folded: str, note: str, items: Checklist) -> Iterator[tuple[str, State]]:
    """Yield (item, state) for a piece of a note that names an item."""
    head = fold_header(folded)
    if _FAULT.search(folded) and (faulty := items.named_in(head) or items.named_in(_LEADING.sub("", head))) is not None:
        yield faulty.key, State.TODO
        return
    if items.with_levels and _FAULT.search(folded) and _ACCOUNT.search(folded):
        yield items.with_levels, State.TODO  # "bị khóa tài khoản"
        return
    meaning = meaning_of(piece, items)
    field = FieldRef.parse(meaning.field or "")
    if field.item and meaning.confidence < _SURE and (named := items.surely_named_in(fold_header(note))) is not None:
        field = FieldRef.of_item(field.kind, named.key)  # "thẻ BHYT bị lỗi, chưa hiện trên VNeID"
    if not field.item and (named := items.surely_named_in(_LEADING.sub("", head))) is not None:
        field = FieldRef.of_item(FieldKind.STATE, named.key)  # "đã có BHYT"
    if field.item and field.kind in _SAYS:
        yield field.item, _SAYS[field.kind]
    elif items.with_levels and _ONLY_LEVEL_ONE.search(folded):
        yield items.with_levels, State.TODO
    elif field.item and field.kind is FieldKind.STATE and (side := _SIDE.search(folded)):
        yield field.item, State.DONE if side["done"] else State.TODO


def _of_items(item: str | None, state: State, person: Person) -> Iterator[str]:
    """Yield the named item; if none is named, all items with a state: for đã always, else only if no state agrees."""
    if item is not None:
        yield item
    elif state is State.DONE or state not in person.states.values():
        yield from person.states


def _contradicts(noted: State, marked: State | None) -> bool:
    return marked is not noted and marked in _SAYS.values()


def _without(
    row: IncomingRow, person: Person, denied: Mapping[str, NamedStatement], table: Table, items: Checklist
) -> IncomingRow:
    columns = {str(column.field): column for column in table.columns if column.field}
    problems = []
    for item in items:
        if (statement := denied.get(item.key)) is not None:
            fields = (
                str(FieldRef.of_item(kind, item.key)) for kind in (FieldKind.STATE, FieldKind.DONE, FieldKind.TODO)
            )
            column = next((columns[field] for field in fields if field in columns), None)
            text = f"{item.short_title}: dấu ghi khác với {statement.text} (ô {statement.cell}); không ghi mục này"
            place = statement.cell if column is None else cell_name(column.index, row.row)
            problems.append(Problem(column.header if column else item.short_title, CODE, text, place, _ADVICE))
    return without_items(row, person, denied, problems)
