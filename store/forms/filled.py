"""Keeps and reads the forms that units filled in instead of sending names, with their file and its cells.

The newest filled-in form of a unit that was not taken back is in force; older ones can still be viewed. Newest means
the latest day of the figures (the day of receipt where the file names none), then the last received.
"""

import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from typing import TYPE_CHECKING

from store import clock
from store.campaigns.form import Form
from store.cells import cell_name
from store.checklist.reasons import known as known_reasons
from store.database import Store
from store.forms import library
from store.forms.reason_cells import Reasons, parse
from store.forms.unit_figures import UNIT_FIGURES
from store.frozen import frozen
from store.masks import cover_numbers
from store.past import end_of, of_units_then, submissions_then
from store.text import fold

if TYPE_CHECKING:
    from store.history import Recording
    from store.outcome import Outcome, Problem


_FORM_CHANGED = "Biểu đã đổi cột hoặc không còn từ khi đơn vị gửi, nên dòng này không tính"


PERHAPS_SUM = "perhaps_sum"  # code of a line that may be the sum of the others, or a department as large
REASONS_EXCEED = "reasons_exceed"  # code of a line with reasons of more people than lack the item: its figures hold


@frozen
class CountedLine:
    """One line of a form that was filled in with figures instead of names."""

    sheet: str
    row: int  # 1-based, as the spreadsheet shows it
    department: str  # what the line is of
    form: str  # key of the form
    figures: Mapping[str, int]  # by the key of their column
    reasons: Mapping[str, str]  # the words of a cell of reasons, by the key of its column
    #: "C6", by the key of the figure, where the file has a column for it
    cells: Mapping[str, str] = field(default_factory=dict)
    problems: "tuple[Problem, ...]" = ()

    @property
    def people(self) -> int:
        """The number of people that the line counts; every form has this column (`store.campaigns.form.TOTAL`)."""
        return self.figures["total"]

    @property
    def counts(self) -> bool:
        """Whether the line is added up; a line with a problem, other than too many reasons, is not."""
        return all(problem.code == REASONS_EXCEED for problem in self.problems)

    @property
    def is_left_out(self) -> bool:
        """Whether people go uncounted because the line is not added up; false for a line that is only a sum."""
        return not self.counts and all(problem.code != "row_is_sum" for problem in self.problems)

    def without(self, code: str) -> "CountedLine":
        """Returns the line without the problems that have this code."""
        return replace(self, problems=tuple(problem for problem in self.problems if problem.code != code))


@frozen
class Origin:
    """The submission that figures came in, with the lines taken from it."""

    submission_id: int
    unit_id: int
    unit: str
    file_name: str
    sha256: str
    received_at: str  # YYYY-MM-DDTHH:MM:SS
    data_date: str  # YYYY-MM-DD: the day that the figures are of
    left_out: int  # lines that are not counted
    lines: tuple[CountedLine, ...]  # those that stand behind what this is the origin of
    form: str  # key of the form
    sender: str = ""  # the station whose bundle told it; "": the unit itself

    @property
    def people(self) -> int:
        """The number of people in its lines that count."""
        return number_of_people(self.lines)


def number_of_people(lines: Iterable[CountedLine]) -> int:
    """Adds up the people of the lines that count."""
    return sum(line.people for line in lines if line.counts)


def keep(change: "Recording", submission_id: int, unit_id: int, rows: Sequence[CountedLine]) -> None:
    """Writes the lines of a filled-in form with its submission; does nothing without lines.

    Undo and taking back set `submission.taken_back_at`, which decides whether the figures are in force; so the history
    notes only that the submission exists, not each line.
    """
    if not rows:
        return
    from store.outcome import packed

    change.store.write_many(
        "INSERT INTO unit_count"
        " (submission_id, unit_id, form, sheet, row, department, figures, reasons, counted, problems)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                *(submission_id, unit_id, line.form, line.sheet, line.row, line.department, _json(line.figures)),
                *(_json(line.reasons), line.counts),
                packed(line.problems),
            )
            for line in rows
        ),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def outcomes(store: Store, unit_id: int | None, rows: Sequence[CountedLine]) -> "list[Outcome]":
    """Returns what each line would change against the figures of the unit that are in force now."""
    found = None if unit_id is None else in_force(store).get(unit_id)
    if found is None:
        return [_outcome(line, None, lambda _: ()) for line in rows]
    form, known = library.find(store, found.form), known_reasons(store)

    def reasons_of(line: CountedLine) -> tuple[Reasons, ...]:
        """Returns the reasons of a line with their numbers, in the words that the station knows."""
        people = (form.with_reasons(column, line.figures) for column in form.reasons)
        return tuple(
            parse(line.reasons[column.key], number, known) for column, number in zip(form.reasons, people, strict=True)
        )

    before = {fold(line.department): line for line in found.lines}
    return [_outcome(line, before.get(fold(line.department)), reasons_of) for line in rows]


def _outcome(
    line: CountedLine, before: CountedLine | None, reasons_of: Callable[[CountedLine], tuple[Reasons, ...]]
) -> "Outcome":
    from store.outcome import Outcome

    if not line.counts:
        return Outcome.REJECTED
    if before is None:
        return Outcome.NEW
    same = (line.form, line.figures) == (before.form, before.figures) and reasons_of(line) == reasons_of(before)
    return Outcome.UNCHANGED if same else Outcome.CHANGED


def in_force(store: Store, form: Form | None = None, as_of: date | None = None) -> dict[int, Origin]:
    """Returns, by unit id, the newest filled-in form that was not taken back, with the lines that count.

    Args:
        store: the open store.
        form: which form; None: any, the newest of all.
        as_of: at the end of that day; None: now.

    A file none of whose lines counts puts nothing in force; units that were closed have none.
    """
    found: dict[int, Origin] = {}
    for origin in _standing(store, as_of, found):
        counting = tuple(line for line in origin.lines if line.counts)
        if counting and (form is None or origin.form == form.key):
            found[origin.unit_id] = replace(origin, lines=counting)
    found = dict(reversed(found.items()))
    if found:
        day = (as_of or clock.today()).isoformat()
        for (unit_id,) in list(store.rows("SELECT id FROM unit WHERE valid_to <= ?", (day,))):
            found.pop(unit_id, None)
    return found


def sent(store: Store, form: Form | None = None, *, unit_id: int | None = None) -> list[Origin]:
    """Returns every filled-in form that was not taken back, the newest first, with all its lines."""
    return [
        origin
        for origin in _standing(store, None)
        if unit_id in (None, origin.unit_id) and (form is None or origin.form == form.key)
    ]


def _standing(store: Store, as_of: date | None, known: Container[int] = ()) -> Iterator[Origin]:
    """Yields filled-in forms that were not taken back, newest first; of a station's bundles only the newest one's.

    Skips units that are in `known` by then, so that of 2,000 units with twenty files each few are read.
    """
    sql = (
        "SELECT submission.id, ifnull(unit_count.unit_id, submission.unit_id), unit.name, file_name, sha256,"
        " received_at, ifnull(data_date, substr(received_at, 1, 10)), taken_back_at, unit_count.form,"
        " CASE submission.kind WHEN 'bundle' THEN submission.unit_id END, sender.name FROM submission"
        " LEFT JOIN unit AS sender ON sender.id = submission.unit_id"
        " LEFT JOIN (SELECT DISTINCT submission_id, unit_id, form FROM unit_count) AS unit_count"
        " ON unit_count.submission_id = submission.id"
        " JOIN unit ON unit.id = ifnull(unit_count.unit_id, submission.unit_id)"
        " WHERE submission.kind IN ('summary', 'bundle') ORDER BY 7, submission.id, unit_count.unit_id"
    )
    rows = list(store.rows(sql))
    earlier = as_of if rows and as_of is not None and as_of < clock.today() else None
    then = submissions_then(store, earlier) if earlier else {}
    names = of_units_then(store, "name", earlier) if earlier else {}
    rows = [row for row in rows if then.get(row[0], row[7] is None) and not (earlier and row[5] > end_of(earlier))]
    # A progress report tells Biểu 1 alone: beside it the other forms of the station's bundle stand.
    newest = {(station, form == UNIT_FIGURES): id_ for id_, *_, form, station, _ in rows if station is not None}
    for id_, unit_id, unit, file_name, sha256, received_at, data_date, _, form, station, sender in reversed(rows):
        if station is not None and (form is None or newest[station, form == UNIT_FIGURES] != id_):
            continue
        if unit_id in known:
            continue
        read = lines(store, id_, unit_id, form)
        out, key = sum(line.is_left_out for line in read), read[0].form if read else ""
        name = names.get(unit_id, unit)
        by = sender if station is not None else ""
        yield Origin(id_, unit_id, name, file_name, sha256, received_at, data_date, out, read, key, by)


def lines(
    store: Store, submission_id: int, unit_id: int | None = None, form_key: str | None = None
) -> tuple[CountedLine, ...]:
    """Returns every line of a filled-in form, uncounted ones included; of a bundle the lines of one unit and form."""
    sql = "SELECT sheet, header_row, columns FROM submission_table WHERE submission_id = ? ORDER BY header_row"
    tables = [(sheet, header, json.loads(columns)) for sheet, header, columns in store.rows(sql, (submission_id,))]
    sql = (
        "SELECT sheet, row, department, form, figures, reasons, problems FROM unit_count"
        " WHERE submission_id = ?1 AND (?2 IS NULL OR unit_id = ?2) AND (?3 IS NULL OR form = ?3) ORDER BY id"
    )
    rows = list(store.rows(sql, (submission_id, unit_id, form_key)))
    if not rows:
        return ()
    from store.outcome import Problem, unpacked

    form = library.known(store, rows[0][3])
    wanted = {column.key for column in form.figures} if form is not None else set()
    found = []
    for sheet, row, department, key, figures, reasons, problems in rows:
        above = [columns for name, header, columns in tables if name == sheet and header < row]
        cells = _cells(form, above[-1], row) if form is not None and above else {}
        by_key, faults = json.loads(figures), unpacked(problems)
        if form is None or not wanted <= by_key.keys():  # a figure that nobody sent is no 0
            faults.append(Problem("", "form_changed", _FORM_CHANGED, advice="Hãy rút lại tệp rồi nhận lại"))
        # What came in before departments and reasons were read without numbers of people.
        words = {of: cover_numbers(text) for of, text in json.loads(reasons).items()}
        place = cover_numbers(department)
        found.append(CountedLine(sheet, row, place, key, by_key, words, cells, tuple(faults)))
    return tuple(found)


def _cells(form: Form, columns: Iterable[tuple[int, str, str | None]], row: int) -> dict[str, str]:
    by_field = {name: index for index, _, name in columns if name}
    return {key: cell_name(index, row) for key, index in places(form, by_field).items()}


def places(form: Form, by_field: Mapping[str, int]) -> dict[str, int]:
    """Maps the key of each figure of a form to the place of its column in a filled-in table.

    `by_field` maps the field of a table's column to its place.
    """
    found = {
        column.key: next((by_field[name] for name in column.fields if name in by_field), None)
        for column in form.figures
    }
    return {key: place for key, place in found.items() if place is not None}
