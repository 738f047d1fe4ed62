"""Takes nothing of an item whose mark a note or a sentence below contradicts: "x" beside "chưa tích hợp BHYT"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from importers.deciding.withheld import without_items
from importers.layout.checklist import Checklist
from importers.layout.header_words import meaning_of
from importers.layout.heads import fold_header
from importers.layout.said_outside import SaidByName
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
_ADVICE = "Hãy hỏi lại đơn vị cái nào đúng"


def without_denied(
    rows: Iterable[IncomingRow], table: Table, items: Checklist, said: Mapping[int, Sequence[SaidByName]]
) -> list[IncomingRow]:
    """The rows of a table without the states that words contradict, and a problem for each of them.

    Args:
        rows: of the table.
        table: as the reading keeps it.
        items: the checklist.
        said: what sentences outside the list say of people in it, by 1-based row.
    """
    note_at = next((column.index for column in table.columns if column.field == "note"), None)
    asides = [column.index for column in table.columns if column.field is None and not column.header.strip()]
    if note_at is None and not asides and not said:
        return list(rows)
    known: dict[str, list[tuple[str, State]]] = {}
    found = []
    for row in rows:
        texts = {at: text for at in asides if at < len(row.cells) and (text := row.cells[at])}
        if row.person is not None and note_at is not None and row.person.note:
            texts[note_at] = row.person.note
        if row.person is not None and (texts or row.row in said):
            words: list[SaidByName] = []
            for at, note in texts.items():
                if note not in known:
                    known[note] = list(_stated(note, items))
                place = cell_name(at, row.row)
                words += [SaidByName(key, state, f"ghi chú “{clean(note)}”", place) for key, state in known[note]]
            words += [replace(one, text=f"câu “{one.text}”") for one in said.get(row.row, ())]
            states = row.person.states
            if denied := {one.item: one for one in words if _contradicts(one.state, states.get(one.item))}:
                found.append(_without(row, row.person, denied, table, items))
                continue
        found.append(row)
    return found


def _stated(note: str, items: Checklist) -> Iterator[tuple[str, State]]:
    """The items of which a note says that they are done or not, with what it says."""
    for piece in map(clean, _PIECES.split(note)):
        if not 3 < len(piece) <= _LONGEST:
            continue
        folded = fold(piece)
        if _SAYS_NOTHING.match(folded) or _DONE_NOW.match(folded) or _ALL_DONE.fullmatch(_WHEN.sub("", folded)):
            yield from ((item.key, State.DONE) for item in items)
            continue
        if _FAULT.search(folded) and (faulty := items.named_in(fold_header(piece))) is not None:
            yield faulty.key, State.TODO
            continue
        meaning = meaning_of(piece, items)
        field = FieldRef.parse(meaning.field or "")
        if (
            field.item
            and meaning.confidence < _SURE
            and (named := items.surely_named_in(fold_header(note))) is not None
        ):
            field = FieldRef.of_item(field.kind, named.key)  # "thẻ BHYT bị lỗi, chưa hiện trên VNeID"
        if field.item and field.kind in _SAYS:
            yield field.item, _SAYS[field.kind]
        elif items.with_levels and _ONLY_LEVEL_ONE.search(folded):
            yield items.with_levels, State.TODO
        elif field.item and field.kind is FieldKind.STATE and (side := _SIDE.search(folded)):
            yield field.item, State.DONE if side["done"] else State.TODO


def _contradicts(noted: State, marked: State | None) -> bool:
    return marked is not noted and marked in _SAYS.values()


def _without(
    row: IncomingRow, person: Person, denied: Mapping[str, SaidByName], table: Table, items: Checklist
) -> IncomingRow:
    columns = {str(column.field): column for column in table.columns if column.field}
    problems = []
    for item in items:
        if (said := denied.get(item.key)) is not None:
            fields = (
                str(FieldRef.of_item(kind, item.key)) for kind in (FieldKind.STATE, FieldKind.DONE, FieldKind.TODO)
            )
            column = next((columns[field] for field in fields if field in columns), None)
            text = f"{item.short_title}: dấu ghi khác với {said.text} (ô {said.cell}); không ghi mục này"
            place = said.cell if column is None else cell_name(column.index, row.row)
            problems.append(Problem(column.header if column else item.short_title, CODE, text, place, _ADVICE))
    return without_items(row, person, denied, problems)
