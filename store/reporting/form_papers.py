"""Drafts papers of a form, freezes them with the people behind each figure, and opens frozen ones again."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import Any

from store import clock, journal, settings
from store.calendar.periods import LENGTHS, Period, containing
from store.calendar.wording import moment_text
from store.campaigns import running
from store.campaigns.form import TOTAL, Form, from_plain
from store.database import Store
from store.errors import RefusedError
from store.forms import counts, library
from store.forms.counts import FormRow, FormTable, Scope
from store.forms.filled import CountedLine, Origin
from store.forms.people_behind import people_behind
from store.frozen import frozen
from store.models import Unit
from store.past import Moment
from store.people import units
from store.reporting import issued
from store.reporting.issued import NOBODY, IssuedHead, narrative, narrative_before
from store.text import format_date, format_number
from store.words.forms import faults_of

COVERING_LETTER = "covering_letter"  # the section that is the line under the title
SUM = "total"  # the sum, where the people behind a frozen row are named by the place of the row


@frozen
class FormPaper:
    """The content of a printed form; frozen as JSON in an issued report and printed again from there."""

    table: FormTable
    attached_to: str  # "(Kèm theo công văn số …/… của … ngày …)"
    signer_title: str
    signer_name: str
    sections: Mapping[str, str]  # key of a section -> its text
    with_totals: bool = True  # the optional rows Tổng cộng and Tỷ lệ (%)
    issued: str = ""  # "Số liệu chốt lần 2, 14:05 ngày 23/06/2026"; "" for a draft
    corrections: tuple[str, ...] = ()  # what differs from the frozen copy that it takes the place of
    number: int = 0  # of the frozen copy; 0 for a draft
    after_change: int = 0  # of a frozen copy: the last change that its figures know of; 0: none is told


@frozen
class IssuedForm:
    """A frozen copy of a form with the people behind its figures."""

    head: IssuedHead
    paper: FormPaper
    people: Mapping[str, list[int]]  # "row index/column" -> ids of the people behind it; row SUM is the sum

    @property
    def moment(self) -> Moment:
        """The moment that the figures are of; for a copy frozen on its own day the last change, not the day's end."""
        issued_at, as_of = datetime.fromisoformat(self.head.issued_at), date.fromisoformat(self.paper.table.as_of)
        return (self.paper.after_change or issued_at) if as_of == issued_at.date() else as_of


@frozen
class MeantFor:
    """The report of a campaign that a form is sent as."""

    campaign: str
    key: str  # among the reports of the campaign
    period: str  # its first day, YYYY-MM-DD


def draft(store: Store, form: Form, scope: Scope, *, with_totals: bool = True) -> FormPaper:
    """Fills in a form with the data of now, or of the end of the scope's day."""
    scope = counts.until_end(store, form, scope)
    known, day = settings.load(store), scope.as_of or clock.today()
    unit = of_other_unit(store, scope.unit_id)
    sections = narrative(store, narrative_key(store, form, scope))
    attached_to = sections.pop(COVERING_LETTER, "")
    if unit is None:
        number = settings.letter_values(store, (), "letter")["letter_number"]
        attached_to = attached_to or _line_of_settings(store, form, day, known.covering_letter)
        attached_to = attached_to or _blank_covering_letter(number, known.station_name, day)
    else:
        attached_to = attached_to or _blank_covering_letter("", unit.name, day)
    return FormPaper(
        counts.table(store, form, scope),
        attached_to=attached_to,
        signer_title=form.signature,
        signer_name=known.head_name if unit is None else unit.head or "",
        sections=sections,
        with_totals=with_totals,
    )


def of_other_unit(store: Store, unit_id: int | None) -> Unit | None:
    """Returns the unit whose own paper it is; None for a paper of the station or of all units.

    As long as no unit is known to be the station, any unit may be it, so None is returned.
    """
    return None if unit_id is None or units.station_id(store) in (None, unit_id) else units.get(store, unit_id)


def narrative_key(store: Store, form: Form, scope: Scope) -> str:
    """Returns the key of a paper's sections; each period, and each unit's own paper, has sections of its own."""
    return f"{_whose(store, form, scope)}@{_begins(store, form, scope)}"


def _begins(store: Store, form: Form, scope: Scope) -> str:
    """Returns the day that names a paper's sections: the first of the period, or a past day within it with "T"."""
    day = scope.as_of or clock.today()
    period = _period(store, form, day)
    # The T tells a day from the period that begins on it.
    return period.first if day >= clock.today() or day == period.last else f"{day.isoformat()}T"


def _period(store: Store, form: Form, day: date) -> Period:
    """Returns the period of a form that contains a day.

    Its length is the shortest for which a running campaign wants the form; where none does, a week if any campaign
    wants
    weekly reports, else a month.
    """
    asked, any_report = dict[str, int](), dict[str, int]()
    for campaign in running.running(store):
        for report in campaign.reports:
            (asked if report.form == form.key else any_report)[report.kind] = campaign.week_ends
    kind = next((kind for kind in LENGTHS if kind in asked), None)
    if kind is None:
        kind = "weekly" if "weekly" in any_report else "monthly"
    return containing(kind, day, week_ends=(asked or any_report).get(kind, 7))


def sections_before(store: Store, form: Form, scope: Scope) -> dict[str, str]:
    """Returns the sections of the last earlier period that has any."""
    after = (scope.as_of or clock.today()) + timedelta(days=1)
    whose, own = _whose(store, form, scope), narrative_key(store, form, scope)
    return narrative_before(store, whose, after.isoformat(), but=own)


def _whose(store: Store, form: Form, scope: Scope) -> str:
    return form.key if of_other_unit(store, scope.unit_id) is None else f"{form.key}@{scope.unit_id}"


def _line_of_settings(store: Store, form: Form, day: date, line: str) -> str:
    """Returns the line under the title from the settings; "" when it was typed for a letter of another period."""
    if not any(letter.isdigit() for letter in line):
        return line
    typed = next((each.at for each in journal.entries_of(store, "setting", 0) if each.field == "covering_letter"), "")
    return line if _period(store, form, day).first <= typed[:10] <= day.isoformat() else ""


def _blank_covering_letter(letter_number: str, sender: str, day: date) -> str:
    """Makes the line under the title with number and day left open for the clerk's pen."""
    pattern = letter_number or "/"
    number = pattern.replace("…", "").replace("...", "").strip() or "/"
    letter = f"{' ' * 7}{number} của {sender or '…'} ngày {' ' * 5}/{day.month:02d}/{day.year}"
    return f"(Kèm theo công văn số {letter})"


def issue(
    store: Store, paper: FormPaper, *, unit_id: int | None = None, meant_for: MeantFor | None = None
) -> IssuedForm:
    """Freezes a paper: figures, text and the people behind each figure, with a SHA-256 over all of it.

    If the report it is meant for has a frozen copy, the new one is a correction of it and lists what differs. Raises
    RefusedError: it counts nobody; a row breaks a rule of the form, so that it must not be signed; or the people
    changed since the paper was drafted, so that they are not those whom it counts.
    """
    table = paper.table
    if not table.total.figures[TOTAL]:
        raise RefusedError(NOBODY)
    if faults := faults_of(table):
        raise RefusedError("Chưa chốt được vì số liệu chưa khớp: " + "; ".join(faults))
    scope = Scope(unit_id, table.by, date.fromisoformat(table.as_of))

    def content(number: int, now: datetime, corrected: IssuedHead | None) -> tuple[dict[str, Any], object]:
        people = _people(store, table, scope)
        _refuse_stale(store, table, people, scope)
        old = get_issued(store, corrected.id).paper if corrected is not None and corrected.sound else None
        changes = tuple(corrections(old, paper)) if old is not None else ()
        text = f"Số liệu chốt lần {number}, {moment_text(now)}"
        after = journal.last_change(store)
        frozen = replace(paper, number=number, issued=text, corrections=changes, after_change=after)
        return asdict(frozen), people

    campaign, key, period = (meant_for.campaign, meant_for.key, meant_for.period) if meant_for else (None, None, None)
    first = _period(store, table.form, date.fromisoformat(table.as_of)).first
    whose = "Tất cả đơn vị" if unit_id is None else table.scope
    people = format_number(table.total.figures[TOTAL])
    title = f"{whose} · {format_number(len(table.rows))} dòng · {people} người"
    number = issued.freeze(store, table.form.key, title, content, campaign, key, period, first)
    return get_issued(store, number)


def corrections(old: FormPaper, new: FormPaper) -> Iterator[str]:
    """Yields in Vietnamese what a correction changes: the day, the scope, the sum, rows by label, then sections."""
    form = new.table.form
    if old.table.as_of != new.table.as_of:
        yield f"Tính đến {format_date(old.table.as_of)} → {format_date(new.table.as_of)}"
    if old.table.scope != new.table.scope:
        yield f"{old.table.scope} → {new.table.scope}"
    if text := _row_changes(form, old.table.total, new.table.total):
        yield f"Tổng cộng: {text}"
    rows_before = {row.place: row for row in old.table.rows}
    for row in new.table.rows:
        before = rows_before.pop(row.place, None)
        if before is None:
            yield f"{row.label}: thêm dòng này"
        elif text := _row_changes(form, before, row):
            yield f"{row.label}: {text}"
    for row in rows_before.values():
        yield f"{row.label}: bỏ dòng này"
    for section in form.sections:
        if old.sections.get(section.key, "") != new.sections.get(section.key, ""):
            yield f"Sửa phần {section.name or section.heading}"


def _row_changes(form: Form, old: FormRow, new: FormRow) -> str:
    """Words what differs between two rows: `mức 2: 26 → 27, chưa mức 2: 2 → 1`, and `lý do` for reasons; "" for none.

    A figure that the form did not have when the older copy was frozen is not compared.
    """
    parts = [
        f"{column.in_sentence}: {format_number(old.figures[column.key])} → {format_number(new.figures[column.key])}"
        for column in form.figures
        if old.figures.get(column.key, new.figures[column.key]) != new.figures[column.key]
    ]
    return ", ".join([*parts, *(["lý do"] if old.reasons != new.reasons else [])])


def _people(store: Store, table: FormTable, scope: Scope) -> dict[str, list[int]]:
    rows = [*((str(place), row) for place, row in enumerate(table.rows)), (SUM, None)]
    return {
        f"{place}/{column.key}": people_behind(store, table.form, scope, column.key, row)
        for place, row in rows
        for column in table.form.figures
    }


def _refuse_stale(store: Store, table: FormTable, people: dict[str, list[int]], scope: Scope) -> None:
    """Raises RefusedError when somebody behind the figures was changed between the draft and the freezing."""
    if table.by == "locality":
        return  # figures as of the day of the table, of which no people are kept
    now = counts.table(store, table.form, scope)
    stale = [row for row in table.rows if row.origins] != [row for row in now.rows if row.origins]
    for column in (each.key for each in table.form.figures):
        for place, row in enumerate(table.rows):
            stale |= len(people[f"{place}/{column}"]) + row.from_files(column) != row.figures[column]
        stale |= len(people[f"{SUM}/{column}"]) + table.from_files(column) != table.total.figures[column]
    if stale:
        raise RefusedError("Số liệu vừa thay đổi sau khi lập bảng. Hãy xem lại bảng rồi chốt.")


def get_issued(store: Store, report_id: int) -> IssuedForm:
    """Opens a frozen form; raises RefusedError when there is none or its SHA-256 shows a change from outside."""
    head, paper, people = issued.content(store, report_id)
    return IssuedForm(head, replace(_paper(paper), number=head.number), people)


def _paper(values: dict[str, Any]) -> FormPaper:
    """Rebuilds a paper from JSON; copies of the first version have no form, and figures beside the label of a row."""
    table = values["table"]
    form = from_plain(table["form"]) if "form" in table else library.phu_luc_1()
    rows, total = tuple(_row(form, row) for row in table["rows"]), _row(form, table["total"])
    missing = tuple((unit, name) for unit, name in table.get("missing", ()))
    of = (table["as_of"], table["by"], table["scope"])
    read = FormTable(form, rows, total, *of, table.get("unasked", 0), table.get("ended", ""), missing)
    return FormPaper(**{**values, "table": read, "corrections": tuple(values.get("corrections", ()))})


def _row(form: Form, values: dict[str, Any]) -> FormRow:
    figures = values.get("figures") or {column.key: values[column.key] for column in form.figures}
    reasons = values["reasons"] if "figures" in values else {column.key: values[column.key] for column in form.reasons}
    first = values.get("origin")
    return FormRow(
        values["label"],
        figures,
        {key: tuple((words, count) for words, count in pairs) for key, pairs in reasons.items()},
        *(values["unit_id"], values["department_id"], values.get("sector", "")),
        tuple(_origin(form, each) for each in (values.get("origins") or ([first] if first else []))),
        tuple(values.get("not_asked", ())),
    )


def _origin(form: Form, values: dict[str, Any]) -> Origin:
    return Origin(**{"form": form.key, **values, "lines": tuple(_line(form, line) for line in values["lines"])})


def _line(form: Form, values: dict[str, Any]) -> CountedLine:
    if "figures" in values:
        from store.outcome import Problem  # a paper that is only printed needs none

        return CountedLine(**{**values, "problems": tuple(Problem(**problem) for problem in values["problems"])})
    figures, reasons = (
        {column.key: values[column.key] for column in columns} for columns in (form.figures, form.reasons)
    )
    place = (values["sheet"], values["row"], values["department"])
    return CountedLine(*place, form.key, figures, reasons, dict(values["cells"]))
