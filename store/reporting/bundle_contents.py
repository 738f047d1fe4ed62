"""Gathers the parts of a bundle as lines, with or without people."""

import json
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from store import settings
from store.bundles import manifest as names
from store.bundles.manifest import OWN, Line
from store.bundles.received import OWN_ID, own_id
from store.campaigns import running
from store.campaigns.form import Form
from store.checklist.items import checklist_items
from store.checklist.reasons import NO_INFORMATION, NO_REASON
from store.database import Store
from store.errors import RefusedError
from store.field_ref import FieldRef
from store.forms import counts, filled, library, unit_figures
from store.forms.counts import Scope
from store.forms.reason_cells import UNFIT, Reasons
from store.forms.unit_figures import UNIT_FIGURES
from store.masks import without_numbers
from store.models import PACKED, PERSON_FIELDS, State, Unit
from store.people import staff, units
from store.people.tree import tree
from store.receiving import kept
from store.registers import entries
from store.text import clean, fold
from store.words.forms import reasons_text

_REPORTS = 60  # the newest frozen reports
_LONGEST_RAW = 40  # letters of a cell; whole ones are in the file
_WITH_CELL = frozenset({"full_name", "birth_date"})  # numbers stand with their person already
_OTHER_REASON = "Lý do khác"  # in the place of what somebody typed
_BY_UNITS = ("unit", "below", "station", "area", "sector")  # frozen tables whose rows bear no name of a department


def station_of(store: Store) -> str:
    """Returns the stable id of this store, made when first asked for; RefusedError while the station has no name."""
    if not settings.load(store).station_name:
        raise RefusedError("Chưa có tên trạm. Hãy ghi tên trạm ở Cài đặt, rồi xuất gói.")
    known = own_id(store)
    if known is None:
        known = uuid.uuid4().hex
        store.insert("setting", key=OWN_ID, value=known)
    return known


def gather(store: Store, *, has_people: bool) -> dict[str, list[Line]]:
    """Gathers every part of a bundle except GONE; without people no part has a name or a number of a person.

    Units have the numbers of this store; `OWN` is the station itself.
    """
    own = units.station_id(store)
    listed = _below(store, own)
    number = {unit.id: OWN if unit.id == own else unit.id for unit in listed}
    parts = {
        names.UNITS: list(_units(store, listed, number, has_people=has_people)),
        names.ITEMS: [{"key": item.key, "title": item.title} for item in checklist_items(store)],
        names.FIGURES: list(_figures(store, number, has_people=has_people)),
        names.INDICATORS: _indicators(store, has_people=has_people),
        names.TASKS: _tasks(store, has_people=has_people),
        names.REPORTS: list(_reports(store, has_people=has_people)),
        names.MARKS: _rows(
            store,
            "day changes last_change",
            "SELECT substr(at, 1, 10), count(*), max(id) FROM change GROUP BY 1 ORDER BY 1",
        ),
    }
    if has_people:
        parts[names.REASONS] = _rows(
            store,
            "text same_as",
            "SELECT reason.text, other.text FROM reason"
            " LEFT JOIN reason AS other ON other.id = reason.same_as WHERE reason.removed_at IS NULL"
            " ORDER BY reason.id",
        )
        parts[names.PEOPLE] = list(_people(store, number))
        parts[names.REGISTERS] = [
            {"register": entry.register.key, "values": dict(entry.values)} for entry in entries.all_entries(store)
        ]
    return {name: parts[name] for name in names.PARTS if name in parts}


def _rows(store: Store, columns: str, sql: str) -> list[Line]:
    """Returns the rows of a query as lines; `columns` names their keys, divided by spaces."""
    return [_line(zip(columns.split(), row, strict=True)) for row in store.rows(sql)]


def _line(values: Iterable[tuple[str, object]]) -> Line:
    """Makes a line without the values that are None or ""."""
    return {key: value for key, value in values if value is not None and value != ""}


def _below(store: Store, own: int | None) -> list[Unit]:
    """Returns the station's units, without the units above it, except those with people or figures here."""
    above: set[int] = set() if own is None else set(tree(store).path(own)) - {own}
    above -= {unit_id for (unit_id,) in store.rows("SELECT DISTINCT unit_id FROM staff WHERE removed_at IS NULL")}
    above -= {origin.unit_id for origin in _filled(store)}
    return [unit for unit in units.all_units(store) if unit.id not in above]


def _units(store: Store, listed: list[Unit], number: dict[int, int], *, has_people: bool) -> Iterator[Line]:
    departments: dict[int, list[str]] = {}
    for each in units.departments(store):
        departments.setdefault(each.unit_id, []).append(each.name)
    if OWN not in number.values():  # the list of units need not have the station itself
        yield {"number": OWN, "name": settings.load(store).station_name, "kind": "health_station", "sector": "health"}
    for unit in listed:
        line = _unit(unit, number[unit.id], departments.get(unit.id, []), has_people=has_people)
        above = number.get(unit.parent_id or 0, OWN)
        yield line | ({"parent": above} if above != OWN else {})


def _unit(unit: Unit, number: int, departments: list[str], *, has_people: bool) -> Line:
    values: dict[str, object] = {
        "number": number,
        "name": unit.name if has_people else _without_numbers(unit.name),
        "kind": unit.kind,
        "sector": unit.sector,
        "facility_code": unit.facility_code,
    }
    if has_people:
        values |= {"contact": unit.contact, "head": unit.head, "departments": departments or None}
    return _line(values.items())


def _without_numbers(text: str) -> str:
    return without_numbers(text) or "…"


def _people(store: Store, number: dict[int, int]) -> Iterator[Line]:
    items = checklist_items(store)
    for member in staff.members(store):
        person = member.person
        yield _line(
            [
                ("id", member.id),
                ("unit", number[member.unit_id]),
                ("department", member.department),
                *((name, getattr(person, name)) for name in PERSON_FIELDS),
                ("states", "".join(PACKED[person.states.get(item.key, State.UNKNOWN)] for item in items)),
                ("reasons", person.reasons or None),
                ("done_on", person.done_on or None),
                ("cells", _cells(store, member.id) or None),
            ]
        )


def _cells(store: Store, staff_id: int) -> dict[str, list[str]]:
    """Maps fields to [file, sheet, cell, text], for values of a person read from a file that was not taken back."""
    found = kept.sources(store, staff_id)
    return {
        str(field): [cell.file_name, cell.sheet, cell.cell, cell.raw[:_LONGEST_RAW]]
        for field, cell in found.items()
        if field in _WITH_CELL or FieldRef.parse(field).item is not None
    }


def _figures(store: Store, number: dict[int, int], *, has_people: bool) -> Iterator[Line]:
    """Yields figures of forms: those that units sent instead of names, or without people one line for each unit."""
    of_people = {unit_id for (unit_id,) in store.rows("SELECT DISTINCT unit_id FROM staff WHERE removed_at IS NULL")}
    sent = [origin for origin in _filled(store) if origin.unit_id not in of_people]
    if has_people:
        yield from _lines_sent(sent, number)
    else:
        yield from _lines_of_units(store, sent, of_people, number)


def _lines_sent(sent: Sequence[filled.Origin], number: Mapping[int, int]) -> Iterator[Line]:
    """Yields the lines of filled-in forms as the units sent them."""
    for origin in sent:
        for line in origin.lines:
            reasons = {key: text for key, text in line.reasons.items() if text}
            yield _figure(number[origin.unit_id], line.form, line.department, line.figures, reasons)


def _lines_of_units(
    store: Store, sent: Sequence[filled.Origin], of_people: Collection[int], number: Mapping[int, int]
) -> Iterator[Line]:
    """Yields a line for each form and unit, whether the unit sent it or its people were counted."""
    listed = _listed_reasons(store)
    for form in _forms(store):
        if form.rows == "locality":
            continue
        of_form = [origin for origin in sent if origin.form == form.key]
        rows = [row for origin in of_form for row in counts.filled_rows(store, form, origin, "unit")]
        if form.key != UNIT_FIGURES:  # that form holds only what came in by reports
            for unit_id in sorted(of_people, key=lambda unit_id: number[unit_id]):
                rows += counts.table(store, form, Scope(unit_id, "unit")).rows
        for row in rows:
            reasons = {key: _without_persons(each, listed) for key, each in row.reasons.items() if each}
            yield _figure(number[row.unit_id or 0], form.key, "", row.figures, reasons)


def _figure(unit: int, form: str, label: str, figures: Mapping[str, int], reasons: Mapping[str, str]) -> Line:
    return {"unit": unit, "form": form, "label": label, "figures": dict(figures), "reasons": dict(reasons)}


def _listed_reasons(store: Store) -> frozenset[str]:
    """Returns the folded reasons that plans list; a reason that somebody typed may contain a person's name."""
    listed = {NO_REASON, NO_INFORMATION, UNFIT}
    for campaign in running.running(store):
        listed.update(campaign.reasons, *(item.reasons for item in campaign.items))
    return frozenset(map(fold, listed))


def _without_persons(reasons: Reasons, listed: Collection[str]) -> str:
    """Words reasons as in the cell of a form, with those that no plan lists counted together as "other"."""
    found = Counter[str]()
    for words, people in reasons:
        found[words if fold(words) in listed else _OTHER_REASON] += people  # 0: of words with their own numbers
    return reasons_text(tuple((words, people) for words, people in found.most_common() if people))


def _forms(store: Store) -> tuple[Form, ...]:
    """Returns the forms that units fill in, and Biểu 1, as which progress reports of stations are read."""
    return (*library.offered(store), unit_figures.form(store))


def _filled(store: Store) -> Iterator[filled.Origin]:
    """Yields the newest counted form of each unit, for every form."""
    for form in _forms(store):
        yield from filled.in_force(store, form).values()


def _indicators(store: Store, *, has_people: bool) -> list[Line]:
    found = _rows(
        store,
        "campaign indicator kind period numerator denominator locality",
        "SELECT campaign, indicator, indicator_figure.kind, period, numerator, denominator, locality.name"
        " FROM indicator_figure JOIN locality ON locality.id = locality_id"
        " WHERE numerator IS NOT NULL OR denominator IS NOT NULL"
        " ORDER BY campaign, indicator, indicator_figure.kind, period, locality.id",
    )
    return found if has_people else [{key: line[key] for key in line if key != "locality"} for line in found]


def _tasks(store: Store, *, has_people: bool) -> list[Line]:
    columns = "campaign number state done_on due_on" + (" product responsible note" if has_people else "")
    return _rows(store, columns, f"SELECT {', '.join(columns.split())} FROM task_progress ORDER BY campaign, number")


def _reports(store: Store, *, has_people: bool) -> Iterator[Line]:
    """Yields the newest frozen reports, of each period the last copy; without people only their table of figures."""
    sql = (
        "SELECT report, number, title, issued_at, issued_by, campaign, kind, period, sha256, paper FROM issued_report"
        " WHERE id IN (SELECT max(id) FROM issued_report GROUP BY report, numbered_in) ORDER BY id DESC LIMIT ?"
    )
    columns = ["report", "number", "title", "issued_at", "issued_by", "campaign", "kind", "period", "sha256"]
    for *values, paper in store.rows(sql, (_REPORTS,)):
        line = _line(zip(columns, values, strict=True))
        content = json.loads(paper)
        yield line | {"paper": content} if has_people else _without_people(line, content.get("table"))


def _without_people(report: Line, table: object) -> Line:
    """Returns a report without the texts that people wrote: its heads and, where it has one, its table of figures."""
    plain = {key: value for key, value in report.items() if key != "issued_by"}
    plain["title"] = _without_numbers(report["title"])
    if isinstance(table, dict) and "total" in table:
        plain["paper"] = {"table": _plain_table(table)}
    return plain


def _plain_table(table: Line) -> Line:
    """Returns the figures of a frozen table, rows and sum, without the files that they came from."""
    rows = table["rows"] if table["by"] in _BY_UNITS else []  # a department may bear a name
    kept_rows = [
        {"label": _without_numbers(clean(row["label"])), "figures": row.get("figures") or _old_figures(row)}
        for row in [*rows, table["total"]]
    ]
    scope = _without_numbers(table["scope"])
    return {"as_of": table["as_of"], "scope": scope, "rows": kept_rows[:-1], "total": kept_rows[-1]}


def _old_figures(row: Line) -> Line:
    return {key: value for key, value in row.items() if isinstance(value, int) and not key.endswith("_id")}
