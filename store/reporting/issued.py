"""Frozen reports (số liệu đã chốt): kept as JSON with a SHA-256 over all of it, and never changed again."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from store import clock, settings
from store.database import Store
from store.errors import RefusedError
from store.frozen import frozen

#: Why a paper of nobody is not frozen: it would stand as sent.
NOBODY = "Chưa có ai để đếm nên chưa chốt được. F4: nhận tệp, F2: thêm người."
#: How the journal names a change of what is written by hand in a report.
WRITTEN = "Sửa nội dung báo cáo"


@frozen
class IssuedHead:
    """One frozen report as a list shows it."""

    id: int
    report: str  # key of a form, or "progress/CAMPAIGN/KIND"
    number: int  # counts the frozen copies of `report` within a period
    title: str
    issued_at: str
    issued_by: str
    sha256: str
    campaign: str | None
    kind: str | None  # of a form the key of the report that it was meant for
    period: str | None  # first day of the period, YYYY-MM-DD
    corrects: int | None  # id of the one that this one takes the place of
    sound: bool  # False: changed behind the program's back, so that it cannot be opened


_COLUMNS = "id, report, number, title, issued_at, issued_by, sha256, campaign, kind, period, corrects, paper, people"


def digest(paper: str, people: str) -> str:
    """Computes the SHA-256 of everything that a frozen report keeps."""
    return hashlib.sha256(f"{paper}\n{people}".encode()).hexdigest()


def freeze(
    store: Store,
    report: str,
    title: str,
    content: Callable[[int, datetime, IssuedHead | None], tuple[Mapping[str, Any], object]],
    campaign: str | None = None,
    kind: str | None = None,
    period: str | None = None,
    numbered_in: str = "",
) -> int:
    """Freezes a report and returns its id; it corrects the one frozen before for the same report and period.

    Args:
        store: the open store.
        report: of which report this is the next number.
        title: as a list shows it.
        content: makes (what is printed, who stands behind the figures), both JSON, from the number, the moment, and
            the copy that is corrected; it is called within the transaction.
        campaign: whose report it is; None: it is meant for no report, and corrects none.
        kind: of the report among those of the campaign.
        period: its first day, YYYY-MM-DD.
        numbered_in: the first day of the period in which its copies are counted.
    """
    with store.transaction():
        # Forms of earlier versions were numbered through; those that were frozen within the period count with it.
        number = store.value(
            "SELECT ifnull(max(number), 0) + 1 FROM issued_report WHERE report = ?1"
            " AND (numbered_in = ?2 OR (numbered_in = '' AND issued_at >= ?2))",
            (report, numbered_in),
        )
        now = clock.now()
        corrected = meant_for(store, report, campaign, kind, period)
        parts = content(number, now, corrected)
        paper, people = (json.dumps(part, ensure_ascii=False, sort_keys=True) for part in parts)
        return store.insert(
            "issued_report",
            report=report,
            number=number,
            title=title,
            issued_at=now.isoformat(),
            issued_by=settings.load(store).head_name,
            paper=paper,
            people=people,
            sha256=digest(paper, people),
            campaign=campaign,
            kind=kind,
            period=period,
            corrects=corrected and corrected.id,
            numbered_in=numbered_in,
        )


def heads(store: Store, report: str | None = None) -> list[IssuedHead]:
    """Returns the frozen reports with one key, or all of them, newest first."""
    where = "report = ?1 OR ?1 IS NULL ORDER BY id DESC"
    return [_head(row) for row in store.rows(f"SELECT {_COLUMNS} FROM issued_report WHERE {where}", (report,))]


def newest_id(store: Store, report: str) -> int | None:
    """Returns the id of the newest frozen report with a key; None when there is none."""
    found: int | None = store.value("SELECT max(id) FROM issued_report WHERE report = ?", (report,))
    return found


def heads_of_forms(store: Store) -> list[IssuedHead]:
    """Returns the frozen statistics forms, newest first, also those of campaigns that ended."""
    rows = store.rows(f"SELECT {_COLUMNS} FROM issued_report WHERE report NOT LIKE 'progress/%' ORDER BY id DESC")
    return [_head(row) for row in rows]


def of_period(store: Store, report: str, period: str) -> IssuedHead | None:
    """Returns the newest frozen copy of a report for one period; None when there is none."""
    return _newest(store, "report = ? AND period = ?", report, period)


def meant_for(store: Store, form: str, campaign: str | None, key: str | None, period: str | None) -> IssuedHead | None:
    """Returns the newest frozen form that was meant for the report `key` of a campaign; None when there is none."""
    return _newest(store, "report = ? AND campaign = ? AND kind = ? AND period = ?", form, campaign, key, period)


def before(store: Store, report: str, period: str) -> IssuedHead | None:
    """Returns the newest frozen copy of the last period before this one; None when there is none."""
    return _newest(store, "report = ? AND period < ?", report, period)


def _newest(store: Store, where: str, *values: str | None) -> IssuedHead | None:
    order = "period DESC, id DESC LIMIT 1"
    row = store.one(f"SELECT {_COLUMNS} FROM issued_report WHERE {where} ORDER BY {order}", values)
    return None if row is None else _head(row)


def content(store: Store, report_id: int) -> tuple[IssuedHead, dict[str, Any], Any]:
    """Returns (head, paper, people) of a frozen report; RefusedError if there is none or its SHA-256 does not match."""
    row = store.one(f"SELECT {_COLUMNS} FROM issued_report WHERE id = ?", (report_id,))
    if row is None:
        raise RefusedError("Không có bản chốt này.")
    head = _head(row)
    if not head.sound:
        raise RefusedError(f"Bản chốt lần {head.number} đã bị sửa ngoài chương trình; không in lại được.")
    return head, json.loads(row[-2]), json.loads(row[-1])


def _head(row: tuple[Any, ...]) -> IssuedHead:
    *plain, paper, people = row
    return IssuedHead(*plain, digest(paper, people) == plain[6])  # type: ignore[call-arg]  # a row has them all


def narrative(store: Store, report: str) -> dict[str, str]:
    """Returns the texts of a report's sections, by their key."""
    rows = store.rows("SELECT section, text FROM narrative WHERE report = ?", (report,))
    return dict(rows)


def narrative_before(store: Store, report: str, period: str, *, but: str = "") -> dict[str, str]:
    """Returns the texts of the last period before `period`; the texts of a period are kept as `report@first day`.

    `but` is such a key that is skipped, for a paper whose texts are not kept under the first day of a period.
    """
    rows = store.rows(
        "SELECT section, text FROM narrative WHERE report = (SELECT max(report) FROM narrative WHERE report = ?1"
        " OR (report GLOB ?1 || '@[12]???-??-??*' AND report < ?1 || '@' || ?2 AND report <> ?3))",
        (report, period, but),
    )
    return dict(rows)


def keep_section(
    store: Store, section: str, text: str, report: str, before: str, *, label: str = WRITTEN, between: str = ""
) -> str:
    """Writes the text of a section unless another window changed it since; returns what the store holds then.

    Args:
        store: the open store.
        section: the key of the section.
        text: what is to stand there.
        report: the key of the report.
        before: what this window last read or wrote there.
        label: as the journal names the change.
        between: a line to join both texts with where another window wrote; "": the other text stays.
    """
    with store.transaction():  # no other window writes between the look and the writing
        now = narrative(store, report).get(section, "")
        if now not in (before, text):
            if not between:
                return now
            text = now if text in now else between.join(filter(None, (now, text)))
        if text != now:
            write_section(store, section, text, report, label)
    return text


def write_section(store: Store, section: str, text: str, report: str, label: str = WRITTEN) -> None:
    """Writes the text of a section; "" removes it. Writing again within a minute is the same step of undo."""
    from store.history import amend, recording  # 20 ms, which papers that are only printed do not need

    name, kept = f"{report}/{section}", text.strip() or None
    if not amend(store, label, "narrative", 0, name, kept):
        with recording(store, "narrative", label) as change:
            change.assign("narrative", 0, name, kept)
