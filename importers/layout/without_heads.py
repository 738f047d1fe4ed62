"""Reads a list without heads: names, birth dates and CCCDs are known by their cells, all else is asked about."""

from collections.abc import Callable, Sequence

from importers.grids.grid import Cell, Grid, text_of
from importers.layout import claims
from importers.layout.checklist import Checklist
from importers.layout.found_table import FoundTable
from importers.layout.heads import fold_header
from importers.layout.rows import names_person
from importers.layout.split_cells import HEADS, said_in
from importers.layout.tables import list_without_heads
from importers.patterns import when_needed
from store.field_ref import FieldRef
from store.identifiers import read_citizen_id
from store.receiving.doubt import Evidence, Guess
from store.receiving.plan import Column

_SAMPLE = 200  # rows
_FEWEST = 3  # people
_MOST_ABOVE = 2  # cells of a title right above the first of them
_MOST = 0.8  # of the cells of a column
_SURE = 0.8
_PARTS = when_needed(r"\s*[,;\n]\s*|\s+[-–]\s+")
_HAS, _LACKS = frozenset({"da", "co", "roi", "xong"}), frozenset({"chua", "khong", "ko", "k", "thieu"})
_LONGEST = 9  # words of what is said of one item
_ORDINAL = when_needed(r"\d{1,4}[.)]?\Z")


def find_without_heads(
    grid: Grid, items: Checklist, correct: Callable[[list[Column]], list[Column]]
) -> FoundTable | None:
    """Find the list of a sheet that has no heads; None if the sheet holds no list.

    A name needs a CCCD or a birth date beside it, a birth date that is stored a CCCD of the same year.
    """
    apart = _with_cells_apart(grid)
    numbers = [n for n, row in enumerate(apart.rows[: 3 * _SAMPLE]) if _is_of_person(row)]
    people = [apart.rows[number] for number in numbers]
    above = apart.rows[numbers[0] - 1] if numbers and numbers[0] else []
    if len(people) < _FEWEST or sum(map(bool, map(text_of, above))) > _MOST_ABOVE:
        return None  # heads that nobody knows are heads
    columns = _columns(people[:_SAMPLE], max(map(len, people)))
    apart, of_items = _with_states_apart(apart, [column.index for column in columns if not column.header], items)
    fields = {column.field or (column.guess.field if column.guess else None) for column in columns}
    if "full_name" not in fields or not fields & {"citizen_id", "birth_date"}:
        return None
    known = ", ".join(column.header for column in columns if column.header in HEADS)
    grid.remarks.append(
        f"Trang “{grid.sheet}”: không có dòng tiêu đề; nhận ra {known} theo nội dung các ô. Hãy kiểm tra, và chọn"
        " cách hiểu các cột còn lại (hoặc thêm dòng tiêu đề trong Excel rồi mở lại)"
    )
    table = list_without_heads(apart, correct([*columns, *of_items]), items)
    table.grid = grid
    return table if table.rows else None


def _is_of_person(row: Sequence[Cell]) -> bool:
    """Whether a row has a name and, apart from it, a CCCD or a birth date; a title may read like a name."""
    texts = [text_of(cell) for cell in row]
    return any(map(names_person, texts)) and any(claims.TWELVE.match(text) or claims.BORN.match(text) for text in texts)


def _with_cells_apart(grid: Grid) -> Grid:
    """The sheet with name, birth date, CCCD and the rest in columns of their own, where one cell holds them all."""
    first = [text_of(row[0]) if row else "" for row in grid.rows]
    if sum(said_in(text) is not None for text in first[: 3 * _SAMPLE]) < _FEWEST:
        return grid
    rows: list[list[Cell]] = []
    for text, row in zip(first, grid.rows, strict=True):
        one = said_in(text, in_list=True)
        if one is None:
            rows.append(row)
            continue
        rest = ", ".join(filter(None, (one.rest, *map(text_of, row[1:]))))
        rows.append([one.name, one.born or None, one.card or None, rest or None])
    return Grid(grid.sheet, rows, [], grid.hidden, grid.remarks)


def _with_states_apart(grid: Grid, texts: Sequence[int], items: Checklist) -> tuple[Grid, list[Column]]:
    """The sheet with a column for each item that words of the columns `texts` speak of, each asked about."""
    found: dict[int, dict[str, str]] = {}
    for number, row in enumerate(grid.rows):
        states = [_states_in(text_of(row[at]), items) for at in texts if at < len(row) and isinstance(row[at], str)]
        if any(states):
            found[number] = {key: state for each in states for key, state in each.items()}
    keys = list(dict.fromkeys(key for states in found.values() for key in states))
    if not keys:
        return grid, []
    width = grid.width
    rows = [
        [*row, *[None] * (width - len(row)), *(found[number].get(key) for key in keys)] if number in found else row
        for number, row in enumerate(grid.rows)
    ]
    titles = {item.key: item.short_title for item in items}
    columns = [
        Column(width + at, f"{titles[key]} (lời ghi)", None, _SURE, Guess(FieldRef.state(key), (Evidence.CELLS,), ()))
        for at, key in enumerate(keys)
    ]
    return Grid(grid.sheet, rows, grid.merged, grid.hidden, grid.remarks), columns


def _states_in(text: str, items: Checklist) -> dict[str, str]:
    """Item -> "Đã" or "Chưa", of a text that says it in a few words each: "đã mức 2, chưa có sổ sk"."""
    found: dict[str, str] = {}
    for part in _PARTS.split(text):
        folded = fold_header(part.partition("(")[0])
        words = set(folded.split())
        named = items.surely_named_in(folded)
        lacks = bool(words & _LACKS)
        if named is not None and (lacks or words & _HAS) and len(words) <= _LONGEST:
            found[named.key] = "Chưa" if lacks else "Đã"
    return found


def _columns(people: Sequence[Sequence[Cell]], width: int) -> list[Column]:
    texts = [[text_of(row[at]) if at < len(row) else "" for row in people] for at in range(width)]
    cells = [claims.Cells([text for text in column if text]) for column in texts]
    full = [len(column) >= _MOST * len(people) for column in cells]
    name = _first(width, lambda at: full[at] and cells[at].share(lambda t: names_person(t)) >= _MOST)
    card = _first(width, lambda at: full[at] and cells[at].share(claims.TWELVE.match) >= _MOST)
    born = _first(width, lambda at: full[at] and cells[at].share(claims.BORN.match) >= _MOST)
    agrees = False
    if card is not None and born is not None:
        ids = {
            place: read_citizen_id(text_of(row[card]) if card < len(row) else "") for place, row in enumerate(people)
        }
        stated = claims.agreement(people, ids, born, "birth_date")
        agrees = bool(stated) and sum(stated) >= _MOST * len(stated)
    columns = []
    for at in range(width):
        if at == name:
            columns.append(Column(at, HEADS[0], FieldRef.parse("full_name"), _SURE))
        elif at == card:
            columns.append(Column(at, HEADS[2], FieldRef.parse("citizen_id"), _SURE))
        elif at == born and agrees:
            columns.append(Column(at, HEADS[1], FieldRef.parse("birth_date"), _SURE))
        elif at == born:
            columns.append(
                Column(at, HEADS[1], None, _SURE, Guess(FieldRef.parse("birth_date"), (Evidence.CELLS,), ()))
            )
        elif (name is None or at < name) and cells[at].share(_ORDINAL.match) >= _MOST and cells[at].distinct > 1:
            columns.append(Column(at, "STT", FieldRef.parse("ordinal"), _SURE))
        else:
            columns.append(Column(at, "", None, 0.0))
    return columns


def _first(width: int, fits: Callable[[int], bool]) -> int | None:
    return next((at for at in range(width) if fits(at)), None)
