"""Leaves out lists of people who are none of the unit's own: pupils, households, relatives, people who have left."""

from collections.abc import Sequence, Set
from dataclasses import replace

from importers.cells.dittos import is_ditto
from importers.grids.grid import different_cells, listed, text_of
from importers.layout.found_table import FoundTable
from importers.layout.heads import fold_header
from importers.layout.rows import Kind
from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from store import clock
from store.frozen import frozen
from store.receiving.plan import Column
from store.text import clean, fold

_WORDS = lexicon("rows")
_PUPILS, _CITIZENS, _LEFT = map(_WORDS.pattern, ("list_of_pupils", "list_of_citizens", "list_of_left"))
_STAFF, _KIN, _ONESELF, _OF_KINSHIP = map(_WORDS.pattern, ("list_of_staff", "kinship", "oneself", "kinship_head"))
_PUPIL = _WORDS.pattern("pupil")
_MAY_SAY_WHOSE = (None, "note", "position", "employment")  # fields of columns that may say who somebody is
_YEAR = when_needed(r"(?<!\d)(?:19|20)\d\d(?!\d)")  # not within 32076, a date as a spreadsheet counts it
_ADULT = 18  # years
_KINSHIP = "người thân"
_OF_PUPILS = "học sinh, trẻ em"
_ABOVE = 6  # rows above the heads, in which a title stands
_MOST_BESIDE = 2  # cells of a row of titles
_LONGEST = 150  # characters of a title
_SURE = 2  # kinds of words, of title, sheet and head
_MOST = 0.8  # of the different cells of a column
_MOST_KINDS = 50  # different cells of a column that says who each is
_SAMPLE = 200  # rows


@frozen
class _Others:
    """Whom a list is of, in Vietnamese, and how many kinds of words say so."""

    who: str
    evidence: int


def without_others(tables: Sequence[FoundTable]) -> tuple[list[FoundTable], list[str]]:
    """The lists of the unit's own people, and a remark in Vietnamese on each list that is left out.

    One kind of words is enough beside another list; of pupils, who are known by birth dates too, beside one that
    is plainly of staff. Alone a list of pupils is taken, with a remark; any other needs two kinds of words.
    """
    whose = [_whose(table) or (_Others(_OF_PUPILS, 1) if _are_minors(table) else None) for table in tables]
    own = [table for table, others in zip(tables, whose, strict=True) if others is None]
    has_staff = any(map(_is_of_staff, own))
    kept: list[FoundTable] = []
    remarks: list[str] = []
    for table, others in zip(tables, whose, strict=True):
        if others is None:
            kept.append(table)
            continue
        is_pupils = others.who == _OF_PUPILS
        if not (has_staff if is_pupils else own or others.evidence >= _SURE):
            kept.append(table)
            what = f"Trang “{table.sheet}”: có vẻ là danh sách {others.who}; vẫn nhận cả {len(table.rows)} người"
            remarks.append(f"{what}. Hãy xem có đúng là danh sách cần nhận không; không đúng thì rút lại tệp")
            continue
        place = f"Trang “{table.sheet}”: {len(table.rows)} người là {others.who}, không phải cán bộ đang làm việc"
        remarks.append(f"{place} nên không nhận. Nếu không phải vậy, hãy sửa tên trang và tiêu đề rồi mở lại tệp")
    return kept, remarks


def without_rows_of_others(tables: Sequence[FoundTable]) -> list[str]:
    """Remove the rows of relatives and pupils, where a column says so: Bản thân, Vợ, Con; Giáo viên, Học sinh.

    Returns Vietnamese remarks.
    """
    remarks = []
    for table in tables:
        for column in [column for column in table.columns if column.field in _MAY_SAY_WHOSE]:
            different = different_cells([row.cells for row in table.rows], column.index)
            others, who = _others_among(set(map(text_of, different)) - {""}, column)
            if not others:
                continue
            at = slice(column.index, column.index + 1)
            out = {row.number: Kind.REPORTED for row in table.rows if set(map(text_of, row.cells[at])) & others}
            table.rows = [row for row in table.rows if row.number not in out]
            table.kinds |= out
            known = replace(column, confidence=1.0)  # it is read: not told as one that nobody understands
            table.columns = [known if other is column else other for other in table.columns]
            place = f"Trang “{table.sheet}”: dòng {listed([number + 1 for number in out])}"
            remarks.append(f"{place} là {who} theo cột “{clean(column.header)}”, không phải cán bộ; không nhận")
    return remarks


def _others_among(texts: Set[str], column: Column) -> tuple[set[str], str]:
    """The cells of a column that say that a row is none of the unit's own people, and who they are in Vietnamese."""
    if len(texts) > _MOST_KINDS:
        return set(), ""
    known = {text: fold(text) for text in texts}
    own = {text for text, folded in known.items() if _ONESELF.fullmatch(folded) or _STAFF.match(folded)}
    kin = {text for text, folded in known.items() if _KIN.fullmatch(folded)} - own
    says_kinship = _OF_KINSHIP.match(fold_header(column.header)) is not None
    if kin and len(texts) >= _SURE:
        if says_kinship:
            return kin, _KINSHIP
        fitting = sum(text in kin or text in own or is_ditto(folded) for text, folded in known.items())
        if fitting >= _MOST * len(texts):
            return set(texts) - own, _KINSHIP
    pupils = {text for text, folded in known.items() if _PUPIL.fullmatch(folded)}
    return (pupils if pupils != texts else set()), "học sinh"


def is_of_others(table: FoundTable) -> bool:
    """Whether words of a list say that it is of others than the unit's own people."""
    return _whose(table) is not None


def _whose(table: FoundTable) -> _Others | None:
    titles = _titles(table)
    heads = [fold_header(c.header) for c in table.columns if c.field in ("full_name", "family_name", "given_name")]
    words = [titles, [fold(clean(table.sheet))], heads]
    for who, pattern in ((_OF_PUPILS, _PUPILS), ("người dân, người nhà", _CITIZENS), ("người đã nghỉ", _LEFT)):
        matching = [any(pattern.search(text) and not _STAFF.search(text) for text in texts) for texts in words]
        if any(matching):
            return _Others(who, sum(matching))
    return None


def _are_minors(table: FoundTable) -> bool:
    """Whether nearly all birth dates of a list are of people under 18."""
    at = next((column.index for column in table.columns if column.field == "birth_date"), None)
    cells = [row.cells[at] for row in table.rows[:_SAMPLE] if at is not None and at < len(row.cells)]
    years = [int(found[-1]) for cell in cells if (found := _YEAR.findall(text_of(cell)))]
    return bool(years) and sum(clock.today().year - year < _ADULT for year in years) >= _MOST * len(years)


def _titles(table: FoundTable) -> list[str]:
    """The lines above the heads, up to the list before."""
    found: list[str] = []
    top = table.last_header_row - table.depth + 1
    for number in range(top - 1, max(-1, top - 1 - _ABOVE), -1):
        texts = [fold(text) for cell in table.grid.rows[number] if (text := text_of(cell))]
        if len(texts) > _MOST_BESIDE:
            break
        found += [text for text in texts if len(text) <= _LONGEST]
    return found


def _is_of_staff(table: FoundTable) -> bool:
    """Whether a list is plainly of staff: it has a column of positions, or its title or sheet says so."""
    if any(column.field == "position" for column in table.columns):
        return True
    return any(_STAFF.search(text) for text in (*_titles(table), fold(clean(table.sheet))))
