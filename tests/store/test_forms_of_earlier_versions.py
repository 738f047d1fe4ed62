"""What version 0.1 kept of Phụ lục 1, a column of the table for each of its figures, is read as any form is."""

import json
import sqlite3
from pathlib import Path

from exporters.form import write_form
from store import migrations
from store.database import Store
from store.forms import filled
from store.opening import open_store
from store.people import units
from store.reporting import form_papers, issued
from tests.store.phu_luc_1 import table

FIGURES = {
    "total": 28, "level2_done": 25, "level2_todo": 3, "health_book": 22, "bhyt_done": 19, "bhyt_todo": 9,
}  # fmt: skip
REASONS = {"level2_reasons": "Quên mật khẩu (3)", "bhyt_reasons": "Thẻ hết hạn"}
LINE = {
    "sheet": "PL1", "row": 6, "department": "Tổ Tự nhiên", **FIGURES, **REASONS, "cells": [["total", "C6"]],
    "problems": [],
}  # fmt: skip
ORIGIN = {
    "submission_id": 1, "unit_id": 1, "unit": "Trường A", "file_name": "so-lieu.xlsx", "sha256": "0" * 64,
    "received_at": "2026-06-20T08:00:00", "data_date": "2026-06-20", "left_out": 0, "lines": [LINE],
}  # fmt: skip
ROW = {
    **FIGURES, "level2_reasons": [["Quên mật khẩu", 3]], "bhyt_reasons": [["Thẻ hết hạn", 9]], "unit_id": 1,
    "department_id": None,
}  # fmt: skip
PAPER = {
    "table": {
        "rows": [{**ROW, "label": "Trường A", "origin": ORIGIN}, {**ROW, "label": "Trạm", "origin": None}],
        "total": {**ROW, "label": "Tổng cộng", "origin": None},
        "as_of": "2026-06-20", "by": "unit", "scope": "Trạm",
    },
    "attached_to": "(Kèm theo công văn số 12/TYT)", "signer_title": "THỦ TRƯỞNG ĐƠN VỊ", "signer_name": "Lê Hoa",
    "sections": {"training": "Đã tập huấn."}, "with_totals": True,
    "issued": "Số liệu chốt lần 1, 14:05 ngày 20/06/2026", "corrections": ["Tổng cộng: mức 2 24 → 25"],
}  # fmt: skip


def test_a_store_with_counts_is_brought_up_with_them(tmp_path: Path) -> None:
    path = tmp_path / "trạm.sqlite3"
    connection = sqlite3.connect(path, isolation_level=None)
    migrations.apply(connection, through="002")
    connection.execute("INSERT INTO unit (name, folded, valid_from) VALUES ('Trường A', 'truong a', '2026-01-01')")
    connection.execute(
        "INSERT INTO submission (unit_id, kind, file_name, sha256, received_at, fingerprint, counts)"
        " VALUES (1, 'summary', 'so-lieu.xlsx', '0', '2026-06-20T08:00:00', '', '{}')"
    )
    columns = [[0, "TT", "ordinal"], [1, "Khoa", "department"], [2, "Tổng số", "total"], [6, "Sổ", "state.health_book"]]
    connection.execute("INSERT INTO submission_table VALUES (1, 0, 'PL1', 5, ?)", (json.dumps(columns),))
    for row, problems in ((6, ""), (7, json.dumps([["", "sums_disagree", "cột 4 + cột 5 khác cột 3", ""]]))):
        values = (1, 1, "PL1", row, f"Tổ {row}", *FIGURES.values(), *REASONS.values(), not problems, problems)
        names = f"submission_id, unit_id, sheet, row, department, {', '.join((*FIGURES, *REASONS))}, counted, problems"
        connection.execute(f"INSERT INTO unit_count ({names}) VALUES ({', '.join('?' * len(values))})", values)
    connection.close()
    with open_store(path) as store:
        good, wrong = filled.lines(store, 1)
        assert (good.form, good.figures, good.reasons, good.department) == ("phu-luc-1", FIGURES, REASONS, "Tổ 6")
        assert (good.counts, good.cells) == (True, {"total": "C6", "health_book": "G6"})
        assert [problem.message for problem in wrong.problems] == ["cột 4 + cột 5 khác cột 3"]
        assert table(store, by="unit").total.figures == FIGURES


def test_a_paper_that_was_frozen_then_opens_and_prints(store: Store, tmp_path: Path) -> None:
    units.find_or_add(store, "Trường A")
    people = {"0/total": [], "1/total": [1], "total/total": [1]}
    number = issued.freeze(store, "phu-luc-1", "Trạm", lambda *_: (PAPER, people))
    frozen = form_papers.get_issued(store, number)
    first, second = frozen.paper.table.rows
    assert (first.figures, second.reasons["bhyt_reasons"]) == (FIGURES, (("Thẻ hết hạn", 9),))
    (origin,) = first.origins
    assert (origin.form, origin.lines[0].figures, origin.lines[0].cells) == ("phu-luc-1", FIGURES, {"total": "C6"})
    assert (second.origins, frozen.paper.corrections) == ((), ("Tổng cộng: mức 2 24 → 25",))
    assert (frozen.paper.number, frozen.people["1/total"]) == (1, [1])
    write_form(frozen.paper, tmp_path / "in lại.xlsx")
    write_form(frozen.paper, tmp_path / "in lại.json")
    again = json.loads((tmp_path / "in lại.json").read_text(encoding="utf-8"))
    assert [(entry["label"], entry["bhyt_todo"]) for entry in again] == [("Trường A", 9), ("Trạm", 9), ("Tổng cộng", 9)]
    assert again[0]["origin"]["cells"] == [{"sheet": "PL1", "row": 6, "total": "C6"}]
