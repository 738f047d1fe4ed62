"""Reports: their narrative sections, and the frozen copies whose figures never change (số liệu đã chốt)."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from store import clock, settings
from store.counting import behind, statistics, unit_counts
from store.counting.statistics import PhuLuc1Paper, PhuLuc1Row, PhuLuc1Table
from store.database import Store
from store.errors import RefusedError
from store.history import recording
from store.reporting import issued as issued_papers
from store.reporting.issued import IssuedHead, digest
from store.reporting.phu_luc_1_corrections import differences

PHU_LUC_1 = "phu-luc-1"
#: Why a paper of nobody is not frozen: it would stand as sent.
NOBODY = "Chưa có ai để đếm nên chưa chốt được. F4: nhận tệp, F2: thêm người."
#: Sections that are written by hand, in the order of the form (CV 310, Phụ lục 1).
SECTIONS = ("reception", "training", "printing", "difficulties", "proposals")


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """One frozen report."""

    id: int
    number: int
    title: str
    issued_at: str
    issued_by: str
    sha256: str
    paper: PhuLuc1Paper
    people: dict[str, list[int]]  # "row index/figure" -> ids of the people behind it; row "total" is the sum


@dataclass(frozen=True, slots=True)
class IssuedLine:
    """One frozen report as a list shows it."""

    id: int
    number: int
    title: str
    issued_at: str
    issued_by: str
    campaign: str | None  # whose report it was meant for
    is_correction: bool
    sound: bool  # False: changed behind the program's back, so that it cannot be opened


def narrative(store: Store, report: str = PHU_LUC_1) -> dict[str, str]:
    """The sections that have text."""
    rows = store.rows("SELECT section, text FROM narrative WHERE report = ?", (report,))
    return dict(rows)


def write_section(store: Store, section: str, text: str, report: str = PHU_LUC_1) -> None:
    """Keep the text of one section; "" empties it. One step of undo."""
    with recording(store, "narrative", "Sửa nội dung báo cáo") as made:
        made.assign("narrative", 0, f"{report}/{section}", text.strip() or None)


def draft_phu_luc_1(
    store: Store,
    *,
    unit_id: int | None = None,
    by: str = "department",
    as_of: date | None = None,
    with_totals: bool = True,
) -> PhuLuc1Paper:
    """The paper as it stands now (or stood at the end of a day)."""
    table = statistics.phu_luc_1(store, unit_id=unit_id, by=by, as_of=as_of)
    known = settings.load(store)
    return PhuLuc1Paper(
        table,
        attached_to=known.covering_letter or _blank_covering_letter(known, as_of or clock.today()),
        signer_title="THỦ TRƯỞNG ĐƠN VỊ",
        signer_name=known.head_name,
        sections=narrative(store),
        with_totals=with_totals,
    )


def _blank_covering_letter(known: settings.Settings, day: date) -> str:
    """The line of the form with its number and day left open for the clerk's pen."""
    pattern = known.letter_number or "/"
    number = pattern.replace("…", "").replace("...", "").strip() or "/"
    letter = f"{' ' * 7}{number} của {known.station_name or '…'} ngày {' ' * 5}/{day.month:02d}/{day.year}"
    return f"(Kèm theo công văn số {letter})"


@dataclass(frozen=True, slots=True)
class MeantFor:
    """The report of a campaign that a Phụ lục 1 is sent as."""

    campaign: str
    key: str  # among the reports of the campaign
    period: str  # its first day, YYYY-MM-DD


def issue(
    store: Store, paper: PhuLuc1Paper, *, unit_id: int | None = None, meant_for: MeantFor | None = None
) -> IssuedReport:
    """Freeze a paper: figures, text and the people behind each figure, with a SHA-256 over all of it.

    Meant for a report that has a frozen Phụ lục 1 already, it is a correction of that one and lists what differs.

    Raises:
        RefusedError: it counts nobody; a row breaks the arithmetic of the form, so that it must not be signed; or
            the people changed since the paper was drafted, so that they are not those whom it counts.
    """
    if not paper.table.total.total:
        raise RefusedError(NOBODY)
    faults = [f"{row.label}: {fault}" for row in paper.table.rows for fault in row.faults()]
    if faults:
        raise RefusedError("Chưa chốt được vì số liệu chưa khớp: " + "; ".join(faults))
    with store.transaction() as connection:
        number = connection.execute(
            "SELECT ifnull(max(number), 0) + 1 FROM issued_report WHERE report = ?", (PHU_LUC_1,)
        ).fetchone()[0]
        now = clock.now()
        corrected = None if meant_for is None else _corrected(store, meant_for)
        marked = _marked(paper, number, now, () if corrected is None else _differences(store, corrected, paper))
        people = _people(store, marked.table, unit_id)
        _refuse_stale(store, marked.table, people, unit_id)
        paper_json = json.dumps(asdict(marked), ensure_ascii=False, sort_keys=True)
        people_json = json.dumps(people, sort_keys=True)
        sha256 = digest(paper_json, people_json)
        issued_by = settings.load(store).head_name
        cursor = connection.execute(
            "INSERT INTO issued_report"
            " (report, number, title, issued_at, issued_by, paper, people, sha256, campaign, kind, period, corrects)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                PHU_LUC_1,
                number,
                marked.table.scope,
                now.isoformat(),
                issued_by,
                paper_json,
                people_json,
                sha256,
                *((None, None, None) if meant_for is None else (meant_for.campaign, meant_for.key, meant_for.period)),
                None if corrected is None else corrected.id,
            ),
        )
        assert cursor.lastrowid is not None  # noqa: S101
        return get_issued(store, cursor.lastrowid)


def _marked(paper: PhuLuc1Paper, number: int, now: datetime, corrections: tuple[str, ...]) -> PhuLuc1Paper:
    issued = f"Số liệu chốt lần {number}, {now:%H:%M} ngày {now:%d/%m/%Y}"
    return replace(paper, issued=issued, corrections=corrections)


def _corrected(store: Store, meant_for: MeantFor) -> IssuedHead | None:
    return issued_papers.meant_for(store, PHU_LUC_1, meant_for.campaign, meant_for.key, meant_for.period)


def _differences(store: Store, corrected: IssuedHead, paper: PhuLuc1Paper) -> tuple[str, ...]:
    return differences(get_issued(store, corrected.id).paper, paper) if corrected.sound else ()


def _people(store: Store, table: PhuLuc1Table, unit_id: int | None) -> dict[str, list[int]]:
    people: dict[str, list[int]] = {}
    as_of = date.fromisoformat(table.as_of)
    for figure in statistics.FIGURES:
        for place, row in enumerate(table.rows):
            people[f"{place}/{figure}"] = behind.people_behind(
                store, figure, unit_id=row.unit_id, department_id=row.department_id, by=table.by, as_of=as_of
            )
        people[f"total/{figure}"] = behind.people_behind(
            store, figure, unit_id=unit_id, department_id=None, by=table.by, whole=True, as_of=as_of
        )
    return people


def _refuse_stale(store: Store, table: PhuLuc1Table, people: dict[str, list[int]], unit_id: int | None) -> None:
    """Another window or program may have changed somebody between the draft and the decision to freeze it."""
    now = statistics.phu_luc_1(store, unit_id=unit_id, by=table.by, as_of=date.fromisoformat(table.as_of))
    sent = [row for row in table.rows if row.origin is not None]  # nobody stands behind these
    stale = sent != [row for row in now.rows if row.origin is not None]
    for figure in statistics.FIGURES:
        counted = [(str(place), row) for place, row in enumerate(table.rows) if row.origin is None]
        stale |= any(len(people[f"{place}/{figure}"]) != getattr(row, figure) for place, row in counted)
        by_file = sum(getattr(row, figure) for row in sent)
        stale |= len(people[f"total/{figure}"]) + by_file != getattr(table.total, figure)
    if stale:
        raise RefusedError("Số liệu vừa thay đổi sau khi lập bảng. Hãy xem lại bảng rồi chốt.")


def issued_lines(store: Store) -> list[IssuedLine]:
    """All frozen copies of Phụ lục 1, newest first, those that were tampered with among them."""
    rows = store.rows(
        "SELECT id, number, title, issued_at, issued_by, campaign, corrects, paper, people, sha256 FROM issued_report"
        " WHERE report = ? ORDER BY number DESC",
        (PHU_LUC_1,),
    )
    return [
        IssuedLine(id_, number, title, issued_at, by, campaign, corrects is not None, digest(paper, people) == sha256)
        for id_, number, title, issued_at, by, campaign, corrects, paper, people, sha256 in rows
    ]


def issued(store: Store) -> list[IssuedReport]:
    """All frozen copies of Phụ lục 1, newest first.

    Raises:
        RefusedError: one was changed behind the program's back.
    """
    ids = list(store.rows("SELECT id FROM issued_report WHERE report = ? ORDER BY number DESC", (PHU_LUC_1,)))
    return [get_issued(store, row[0]) for row in ids]


def get_issued(store: Store, report_id: int) -> IssuedReport:
    """One frozen copy, its SHA-256 checked.

    Raises:
        RefusedError: there is none, or it was changed behind the program's back.
    """
    row = store.one(
        "SELECT id, number, title, issued_at, issued_by, sha256, paper, people FROM issued_report WHERE id = ?",
        (report_id,),
    )
    if row is None:
        raise RefusedError("Không có bản chốt này.")
    id_, number, title, issued_at, issued_by, sha256, paper, people = row
    if digest(paper, people) != sha256:
        raise RefusedError(f"Bản chốt lần {number} đã bị sửa ngoài chương trình; không in lại được.")
    return IssuedReport(id_, number, title, issued_at, issued_by, sha256, _paper(json.loads(paper)), json.loads(people))


def _paper(values: dict[str, object]) -> PhuLuc1Paper:
    table = values["table"]
    assert isinstance(table, dict)  # noqa: S101 - written by `issue`
    read = PhuLuc1Table(
        tuple(_row(row) for row in table["rows"]),
        _row(table["total"]),
        table["as_of"],
        table["by"],
        table["scope"],
    )
    corrections = values.get("corrections", ())
    assert isinstance(corrections, list | tuple)  # noqa: S101 - written by `issue`
    return PhuLuc1Paper(**{**values, "table": read, "corrections": tuple(corrections)})  # type: ignore[arg-type]  # the rest is as `asdict` wrote it


def _row(values: dict[str, object]) -> PhuLuc1Row:
    for name in ("level2_reasons", "bhyt_reasons"):
        pairs = values[name]
        assert isinstance(pairs, list)  # noqa: S101
        values[name] = tuple((words, count) for words, count in pairs)
    if (origin := values.get("origin")) is not None:
        assert isinstance(origin, dict)  # noqa: S101
        values["origin"] = unit_counts.Origin(**{**origin, "lines": tuple(_line(line) for line in origin["lines"])})
    return PhuLuc1Row(**values)  # type: ignore[arg-type]


def _line(values: dict[str, Any]) -> unit_counts.CountedLine:
    cells = tuple((figure, cell) for figure, cell in values["cells"])
    return unit_counts.CountedLine(**{**values, "cells": cells, "problems": tuple(values["problems"])})
