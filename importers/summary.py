"""Reads a form that was filled in with figures instead of names (`store.forms`), and checks what must hold in it."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from importers.grids.grid import listed, text_of
from importers.layout.checklist import FormHeads
from importers.layout.correcting import names_people
from importers.layout.found_table import FoundRow, FoundTable
from importers.layout.rows import Kind
from importers.layout.sides import settle_pairs
from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from store.campaigns.form import TOTAL, Form
from store.cells import cell_name
from store.checklist.reasons import NO_REASON
from store.field_ref import FieldRef
from store.forms import library
from store.forms.filled import PERHAPS_SUM, REASONS_EXCEED, CountedLine, places
from store.forms.reason_cells import stated
from store.masks import cover_numbers, without_numbers
from store.outcome import Problem
from store.receiving.plan import Column
from store.text import clean, fold
from store.words.forms import fault_texts

#: Answers the forms that a file may be; asked only when a table without names is found, because it reads a file.
Forms = Callable[[], Iterable[Form]]
_COUNT = when_needed(
    r"(\d+|\d{1,3}(?:\.\d{3})+)(?: ?(?:người|cán bộ|viên chức|đ/c|cbccvc))?(?: ?\(\d+(?:[.,]\d+)? ?%\))?", re.IGNORECASE
)
_COUNT_IN_BRACKETS = when_needed(r"\(\s*(\d{1,4})[^()\d]*\)\s*\Z")
_NO_DEPARTMENT = frozenset({"so luong", "so lieu", "ket qua", "ket qua thuc hien", "sl", "so nguoi"})
_SUM_OF_LINES = lexicon("rows").pattern("sum_of_lines")
_PART, _OTHERS, _OTHERS_COUNTED = map(lexicon("rows").pattern, ("part_of_line", "counts_others", "others_counted"))
_MOST = 9_999_999  # people of a unit; more is the number of somebody, of a card or a telephone
_WHOLE_UNIT = "Cả đơn vị"
_FOOTNOTE_MARK = when_needed(r"\s*[⁰¹²³⁴-⁹]+\Z")  # our own tables mark rows that come from a filled-in form


def brought_forms() -> Iterable[Form]:
    """The forms that every store has."""
    return library.brought().values()


def with_known_heads(columns: list[Column], forms: Forms) -> list[Column]:
    """Give columns the fields of the form whose heads cover half its figures; a list of people stays as it is."""
    if names_people(column.field for column in columns):
        return columns
    for form in forms():
        meant = FormHeads(form).matched([column.header for column in columns])
        if meant is not None:
            known = [
                column if each is None else replace(column, field=next(iter(each.fields), None), confidence=1.0)
                for column, each in zip(columns, meant, strict=True)
            ]
            fields = settle_pairs([column.field for column in known])
            return [
                replace(column, field=None if field is None else FieldRef.parse(field))
                for column, field in zip(known, fields, strict=True)
            ]
    return columns


def form_of(tables: Sequence[FoundTable], forms: Forms) -> Form:
    """The form that a file is: the one with the most figures among its columns, and the fewest that it lacks."""

    def fit(form: Form) -> int:
        return sum(2 * len(places(form, _by_field(table))) - len(form.figures) for table in tables)

    return max(forms(), key=fit)


def filled_lines(tables: Sequence[FoundTable], form: Form) -> list[CountedLine]:
    """The lines of a filled-in form; a line that must not be added up has a problem that says so."""
    found: list[CountedLine] = []
    for table in tables:
        unclear = _take_parts_out(table, form)
        rows = [_checked(table, line, unclear) for line in _part_sums(table, form)]
        if not rows and len(sums := summed(table, form)) == 1:
            # Of a small unit only the sum was filled in: its figures are whole, only no department is named.
            rows = [replace(sums[0], department=table.heading.unit or _WHOLE_UNIT)]
        found += rows
    return _without_repeated(found)


def without_long_numbers(lines: Sequence[CountedLine], remarks: list[str]) -> list[CountedLine]:
    """The lines without numbers of people in departments and reasons; a remark says in which rows there were some."""
    names = [without_numbers(line.department) for line in lines]
    found = []
    for line, name in zip(lines, names, strict=True):
        # Lines that differ by their numbers alone stay two lines.
        department = name if name and names.count(name) == 1 else cover_numbers(line.department)
        found.append(
            replace(
                line,
                department=department,
                reasons={key: _bare_reasons(words) for key, words in line.reasons.items()},
                problems=tuple(map(_covered, line.problems)),
            )
        )
    changed = [
        line.row
        for line, bare in zip(lines, found, strict=True)
        if (line.department, line.reasons) != (bare.department, bare.reasons)
    ]
    if changed:
        remarks.append(f"Đã bỏ dãy số dài trong tên khoa/phòng hay lý do ở dòng {listed(changed)}")
    return found


def _covered(problem: Problem) -> Problem:
    return replace(problem, column=cover_numbers(problem.column), message=cover_numbers(problem.message))


def _bare_reasons(cell: str) -> str:
    """A cell of reasons without long numbers; a part that is nothing else says that there is no reason."""
    if cover_numbers(cell) == cell:
        return cell

    def bare(part: str) -> str:
        words = without_numbers(part)
        if words == part or any(map(str.isalpha, words)):
            return words
        count = _COUNT_IN_BRACKETS.search(part)
        return f"{NO_REASON} ({count[1]})" if count is not None else NO_REASON

    return cover_numbers("".join(map(bare, re.split(r"([;\n]\s*|[+,]\s+)", cell))))


def summed(table: FoundTable, form: Form) -> list[CountedLine]:
    """The rows of sums of a table, read as its other rows are; rates and remarks among them left aside."""
    lines = [_line(table, row, form) for row in table.totals]
    return [
        line for line in lines if line.people > 0 and not any(p.code == "count_not_understood" for p in line.problems)
    ]


def _by_field(table: FoundTable) -> dict[str, int]:
    return {str(column.field): column.index for column in table.columns if column.field}


def label_column(table: FoundTable) -> int:
    """The column that names the department or unit of a row."""
    by_field = _by_field(table)
    known = by_field.get("department", by_field.get("unit"))
    if known is not None:
        return known
    # Beside the ordinal number, unless that is where everybody is counted.
    return 0 if by_field.get("total") == 1 else min(1, len(table.columns) - 1)


def _part_sums(table: FoundTable, form: Form) -> list[CountedLine]:
    """The lines of a table; one that is the sum of the others, which would count everybody twice, goes to its sums.

    Two of three must hold: its words say so, its figures are the sums, it alone has no ordinal number. A line that
    is a sum by its words or its figures alone is asked about, and not counted until then.
    """
    lines = [_line(table, row, form) for row in table.rows]
    numbered = [_ordinal(table, row) for row in table.rows]
    found = []
    for place, (row, line) in enumerate(zip(list(table.rows), lines, strict=True)):
        others = [*lines[:place], *lines[place + 1 :]]
        is_named = _SUM_OF_LINES.fullmatch(fold(line.department)) is not None
        is_apart = not numbered[place] and all(numbered[:place] + numbered[place + 1 :]) and bool(others)
        is_sum = bool(others) and all(
            number == sum(other.figures[key] for other in others) for key, number in line.figures.items()
        )
        if line.people > 0 and others and is_named + is_apart + is_sum > 1:
            table.rows.remove(row)
            table.totals = sorted([*table.totals, row], key=lambda each: each.number)
            table.kinds[row.number] = Kind.TOTAL
        elif line.people > 0 and ((is_sum and len(others) > 1) or (is_named and others)):
            what = "bằng tổng các dòng khác" if is_sum else "ghi như dòng cộng nhưng không bằng tổng các dòng khác"
            found.append(_with_problem(line, PERHAPS_SUM, f"Dòng {line.row}, {line.department}: {what}"))
        else:
            found.append(line)
    return found


def _take_parts_out(table: FoundTable, form: Form) -> set[int]:
    """Move the parts of a line, which counts them already, to the sums: "1.1" below "1", "- Biên chế", "Trong đó".

    Returns the 1-based rows of parts that add up to more than their line: nobody can tell what they are.
    """
    groups: list[list[FoundRow]] = []  # a line and its parts
    above = ""
    for row in table.rows:
        number = _number(table, row)
        label = text_of(row.cells[label_column(table)]) if label_column(table) < len(row.cells) else ""
        is_part = number.startswith(f"{above}.") or (not number and _PART.match(fold(label)) is not None)
        if groups and above and is_part:
            groups[-1].append(row)
        else:
            groups.append([row])
            above = number or above
    unclear: set[int] = set()
    inside: list[FoundRow] = []
    for whole, *parts in filter(lambda group: len(group) > 1, groups):
        of_whole, of_parts = _line(table, whole, form), [_line(table, part, form) for part in parts]
        if any(sum(part.figures[key] for part in of_parts) > number for key, number in of_whole.figures.items()):
            unclear |= {part.number + 1 for part in parts}
        else:
            inside += parts
    table.kinds |= {part.number: Kind.TOTAL for part in inside}
    table.totals = sorted([*table.totals, *inside], key=lambda each: each.number)
    numbers = {part.number for part in inside}
    table.rows = [row for row in table.rows if row.number not in numbers]
    return unclear


def _number(table: FoundTable, row: FoundRow) -> str:
    at = _by_field(table).get("ordinal")
    return text_of(row.cells[at]).strip(" .)") if at is not None and at < len(row.cells) else ""


def _checked(table: FoundTable, line: CountedLine, unclear: Collection[int]) -> CountedLine:
    """The line, with a problem where it may be a part of another, or counts others than staff: parents, pupils."""
    if line.row in unclear:
        text = f"Dòng {line.row}, {line.department}: ghi như phần của dòng trên nhưng cộng lại nhiều hơn; không tính"
        return _with_problem(line, "perhaps_part", text)
    total = next((column.header for column in table.columns if column.field == "total"), "")
    if _OTHERS.match(fold(line.department)) or _OTHERS_COUNTED.search(fold(total)):
        text = f"Dòng {line.row}, {line.department}: đếm người khác, không phải cán bộ của đơn vị; không tính"
        return _with_problem(line, "not_of_the_unit", text)
    return line


def _ordinal(table: FoundTable, row: FoundRow) -> bool:
    """Whether a line has an ordinal number; True for all lines of a table without a column of them."""
    at = _by_field(table).get("ordinal")
    return at is None or (at < len(row.cells) and bool(text_of(row.cells[at])))


def _without_repeated(lines: Sequence[CountedLine]) -> list[CountedLine]:
    """Mark by a problem each line whose department stood before, on a line or a sheet; the first one counts."""
    first: dict[str, CountedLine] = {}
    found = []
    for line in lines:
        before = first.setdefault(fold(line.department), line) if line.counts else line
        if before is not line:
            place = f"dòng {before.row}" if before.sheet == line.sheet else f"trang {before.sheet}, dòng {before.row}"
            text = f"Dòng {line.row}, {line.department}: khoa/phòng này đã có ở {place}; chỉ tính một lần"
            line = _with_problem(line, "department_repeated", text)
        found.append(line)
    return found


def _with_problem(line: CountedLine, code: str, text: str) -> CountedLine:
    return replace(line, problems=(*line.problems, Problem("", code, text)))


def _line(table: FoundTable, row: FoundRow, form: Form) -> CountedLine:
    by_field, number = _by_field(table), row.number + 1
    at = places(form, by_field)
    #: Figures that no sum of the form holds: nothing else would show that they are missing.
    alone = {column.key for column in form.figures} - {
        key for rule in form.rules if rule.sign == "=" for key in rule.columns if key != TOTAL
    }
    problems: list[Problem] = []

    def text(column: int | None) -> str:
        return clean(text_of(row.cells[column])) if column is not None and column < len(row.cells) else ""

    def count(key: str) -> int:
        title, column = form.column(key).short_head, at.get(key)
        typed = text(column)
        written = _COUNT.fullmatch(typed)
        if written is not None and (people := int(written[1].replace(".", ""))) <= _MOST:
            return people
        if column is None:
            problems.append(Problem("", "count_missing", f"Dòng {number}: bảng không có cột “{title}”"))
            return 0
        head, cell = table.columns[column].header, cell_name(column, number)
        if typed and typed not in ("-", "–"):
            problems.append(Problem(head, "count_not_understood", f"“{typed}” không phải số người", cell))
        elif key in alone:
            problems.append(Problem(head, "count_blank", f"ô “{title}” để trống", cell, "Hãy ghi 0 nếu không có ai"))
        return 0

    figures = {column.key: count(column.key) for column in form.figures}
    name = _FOOTNOTE_MARK.sub("", text(label_column(table)))
    if fold(name) in _NO_DEPARTMENT:
        name = table.heading.unit or _WHOLE_UNIT
    problems += (
        []
        if any(one.code == "count_missing" for one in problems)
        else [Problem("", "sums_disagree", f"Dòng {number}, {name}: {fault}") for fault in fault_texts(form, figures)]
    )
    reasons = {
        column.key: text(next((by_field[field] for field in column.fields if field in by_field), None))
        for column in form.reasons
    }
    for column in form.reasons:
        people, named = form.with_reasons(column, figures), stated(_bare_reasons(reasons[column.key]))
        if named is not None and named > people:
            index = next(by_field[field] for field in column.fields if field in by_field)
            side = "chưa" if column.side == "todo" else "không áp dụng"
            words = f"lý do cộng lại {named} người, nhiều hơn {people} người {side}"
            problems.append(Problem(table.columns[index].header, REASONS_EXCEED, words, cell_name(index, number)))
    return CountedLine(table.sheet, number, name, form.key, figures, reasons, problems=tuple(problems))
