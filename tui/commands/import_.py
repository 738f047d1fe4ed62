"""`tyt import`: takes in files without the app and prints the result of each row, or takes a submission back."""

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from store.cells import cell_name
from store.database import Store
from store.errors import StoreError
from store.masks import cover_in_name, without_numbers
from store.opening import open_store, open_to_try
from store.outcome import Outcome, Problem
from store.receiving.doubt import Doubt
from store.receiving.ledger import Fate
from store.receiving.mending import NOTED
from store.receiving.plan import FileKind, Plan, Reading
from store.receiving.proposal import Proposal
from store.text import clean, fold, format_number
from store.words import proposals as proposal_words
from store.words.field_values import OUTCOME_LABELS
from tui import passphrases
from tui.cli import json_option, store_option
from tui.program import NOT_DONE, begin_or_open

if TYPE_CHECKING:
    from importers.intake import Incoming

DONE, REFUSED = 0, 1
_SHOWN_OF_A_KIND = 5
_SHOWN_ONCE = NOTED | {"citizen_id_zero_restored"}  # nothing is to be done about such a cell
_SAME = "Không có gì thay đổi so với sổ."
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")  # read in a process of its own


class _How(NamedTuple):
    """The options of the command that do not concern files and units."""

    dry_run: bool
    as_json: bool


@click.command("import")
@click.argument("names", nargs=-1, type=str, metavar="TỆP…")
@click.option(
    "--unit", metavar="TÊN", help="Đơn vị gửi, cho tệp không ghi tên đơn vị; chỉ có một tệp thì thay tên mà tệp ghi."
)
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi gì.")
@json_option
@click.option("--undo", type=int, metavar="SỐ", help="Rút lại bản nộp có số này.")
@store_option
@click.pass_context
def import_files(
    ctx: click.Context,
    names: tuple[str, ...],
    unit: str | None,
    dry_run: bool,
    as_json: bool,
    undo: int | None,
    path: Path,
) -> None:
    """Nhận tệp hay cả thư mục tệp mà các đơn vị gửi; tệp gốc không bị sửa.

    Gói của một trạm (.tyt) có mật khẩu: được hỏi, hay lấy ở biến TYT_BUNDLE_PASSPHRASE.

    Mã thoát: 0 xong, 1 xong nhưng có dòng bị loại hoặc mâu thuẫn, 2 chưa nhận được.
    """
    if undo is not None:
        if names or unit or dry_run:
            raise click.UsageError("--undo rút lại một bản nộp, nên không đi cùng tệp, --unit hay --dry-run.")
        with open_store(path, must_exist=True) as store:
            _take_back(store, undo, as_json)
        return
    if not names or not all(map(str.strip, names)):  # an empty name would be the folder that one stands in
        raise click.UsageError("Hãy ghi tên tệp hoặc thư mục cần nhận.")
    from importers.grids.files import expand_paths

    files = expand_paths(Path(name) for name in names)
    if not files:
        if as_json:
            click.echo("[]")
        click.echo("Thư mục không có tệp bảng tính nào.", err=True)
        ctx.exit(NOT_DONE)
    unit = without_numbers(clean(unit or "")) or None
    how = _How(dry_run, as_json)
    if any(file.suffix.lower() in _WORKBOOKS for file in files):
        from importers.grids.reader_process import start_ahead

        start_ahead()
    with open_to_try(path) if dry_run else begin_or_open(path) as store:
        results, codes = [], [DONE]
        for file in files:
            result, code = _take_in(store, file, unit, is_alone=len(files) == 1, how=how)
            if code == NOT_DONE:
                store.version()  # a copy in the place of the store is told once, not for each file
            results.append(result)
            codes.append(code)
            if not as_json:
                _print(result)
        if as_json:
            json.dump(results, sys.stdout, ensure_ascii=False, indent=1)
            sys.stdout.write("\n")
        ctx.exit(max(codes))


def _take_back(store: Store, submission_id: int, as_json: bool) -> None:
    from store.receiving import submissions
    from tui.commands.history import print_reverted

    result = submissions.take_back(store, submission_id)
    print_reverted(store, result, result.label, as_json=as_json, submission=submission_id)


def _take_in(store: Store, file: Path, unit: str | None, *, is_alone: bool, how: _How) -> tuple[dict[str, Any], int]:
    """Take in one file; answers (the result to print, exit code).

    For a single file `--unit` wins over the unit's name in it; for several it stands in for a missing name.
    """
    if file.suffix.lower() == ".json":
        from tui.commands.dhis2_values import take_in

        return take_in(store, file, dry_run=how.dry_run)
    from importers import intake

    answers = intake.Answers(unit=unit if is_alone else None)
    incoming = intake.read(store, file, answers=answers, unit_of_nameless=None if is_alone else unit)
    if incoming.state is intake.State.LOCKED and (typed := passphrases.of_bundle(file.name)):
        answers.passphrase = typed
        incoming = intake.read(store, file, answers=answers)
    reading = incoming.reading
    assert reading is not None and incoming.plan is not None  # noqa: S101, PT018 - it was read
    if is_alone and unit is not None and incoming.is_usable and reading.unit and fold(reading.unit) != fold(unit):
        incoming.add_remark(f"Tệp ghi đơn vị “{reading.unit}”; đã tính cho “{unit}” theo --unit")
    parts = intake.parts(store, incoming)
    if parts != [incoming]:
        return _take_parts(store, incoming, parts, how)
    return _take_one(store, incoming, how)


def _take_parts(store: Store, whole: "Incoming", parts: Sequence["Incoming"], how: _How) -> tuple[dict[str, Any], int]:
    """Take in a file of several units, each unit as a submission of its own."""
    from importers import intake

    results, codes = [], []
    waiting: list[str] = []  # people whose unit the file does not name
    added: list[str] = []  # units that the store did not know
    for part in parts:
        assert part.plan is not None  # noqa: S101 - it was compared
        name = part.plan.unit
        if part.state is intake.State.UNIT_NEW and name:
            part.answers.unit = name
            added.append(f"“{name}”")
        if part.state is intake.State.UNIT_UNKNOWN:
            people = f"{name or 'Không ghi đơn vị'}: chưa nhận {format_number(len(part.plan.rows))} người"
            waiting.append(people)
            result, code = _result(part, people, whole=how.as_json), NOT_DONE
        else:
            result, code = _take_one(store, part, how)
        results.append(result)
        codes.append(code)
    code = NOT_DONE if min(codes) == NOT_DONE else REFUSED if max(codes) > DONE else DONE
    total = {key: sum(result["counts"][key] for result in results) for key in results[0]["counts"]}
    rows = [row for result in results for row in result["rows"]]
    taken = [result["message"] for result, code_ in zip(results, codes, strict=True) if code_ != NOT_DONE]
    is_same = set(taken) == {_SAME}  # of every unit
    messages = [text for text in dict.fromkeys(taken) if text and (is_same or text != _SAME)]
    if added:
        verb = "sẽ" if how.dry_run else "đã"
        messages.insert(0, f"Đơn vị mới, {verb} thêm vào sổ: {'; '.join(added)}.")
    if waiting:
        messages.insert(0, f"{'; '.join(waiting)}. Hãy trả lời ở màn hình Nhận tệp (F4).")
    units = [_of_unit(result) for result in results]
    return _result(whole, " ".join(messages), whole=False) | {"counts": total, "rows": rows, "units": units}, code


def _of_unit(result: dict[str, Any]) -> dict[str, Any]:
    """The part of a result that is printed for one unit in a file of several."""
    return {key: result[key] for key in ("unit", "submission", "counts", "vanished", "proposals", "rows", "message")}


def _take_one(store: Store, incoming: "Incoming", how: _How) -> tuple[dict[str, Any], int]:
    """Take in the file, or part of a file, of one unit; answers (the result to print, exit code)."""
    from importers import intake

    result_of = partial(_result, incoming, whole=how.as_json)
    reading = incoming.reading
    assert reading is not None and incoming.plan is not None  # noqa: S101, PT018 - it was read
    state = incoming.state
    if state is intake.State.LOCKED:
        return result_of(reading.message), NOT_DONE
    if state is intake.State.UNREADABLE:
        own = _own_table(store, incoming, how)
        return (result_of(reading.message), NOT_DONE) if own is None else own
    if state is intake.State.UNIT_UNKNOWN:
        why = "ghi người của nhiều đơn vị" if reading.several_units else "không ghi tên đơn vị"
        return result_of(f"Tệp {why}. Hãy chạy lại riêng tệp này với --unit “TÊN ĐƠN VỊ”."), NOT_DONE
    if how.dry_run:
        from store.words import filled_forms

        submission_id, about_counts = None, filled_forms.about_counts(store, incoming.plan, None)
    else:
        try:
            submission_id = intake.apply(store, incoming)
        except StoreError as error:
            return result_of(f"{error.title}: {error.message}"), NOT_DONE
        about_counts = incoming.about_counts
    counts = incoming.plan.counts()
    code = REFUSED if counts["rejected"] or counts["conflict"] else DONE
    if reading.kind is FileKind.SUMMARY:
        known = submission_id is None and not how.dry_run
        is_same = not (counts["new"] or counts["changed"] or counts["rejected"])
        same = " Tệp này đã nhận trước đó; không có gì thay đổi." if known else f" {_SAME}" if is_same else ""
        message = f"{about_counts}{same}"
    elif counts["new"] or counts["changed"]:
        message = " ".join(filter(None, [_left_out(counts, reading) if code == REFUSED else "", about_counts]))
    else:
        message = _left_out(counts, reading) if code == REFUSED else "" if incoming.plan.left else _SAME
    if reading.bundle is not None:
        from store.words import bundles

        if message == _SAME and submission_id is not None and (kept := ", ".join(bundles.also_in(reading.bundle))):
            message = f"Danh sách không có gì thay đổi; đã nhận {kept} của trạm."
        if gone := bundles.no_longer_followed(reading.bundle, len(incoming.plan.left)):
            message = f"{gone}. {message}".strip()
    return result_of(message, submission_id), code


def _own_table(store: Store, incoming: "Incoming", how: _How) -> tuple[dict[str, Any], int] | None:
    """Take in a table that the program exported, such as tasks or indicators; None: the file is no such table."""
    from importers import own_tables

    try:
        found = own_tables.plan(store, incoming.path)
    except StoreError as error:
        return _result(incoming, error.message, whole=False), NOT_DONE
    if found is None:
        return None
    left = [*found.left, *(() if how.dry_run else found.write())]
    counts = {key.value: 0 for key in Outcome} | {
        "new": found.added, "changed": found.changed, "unchanged": found.unchanged, "rejected": len(left),
    }  # fmt: skip
    result = _result(incoming, found.verdict, whole=False) | {"kind": "table", "counts": counts, "unit": found.title}
    return result | {"edits": found.edits, "remarks": [*found.edits, *found.remarks, *left]}, REFUSED if left else DONE


def _left_out(counts: Mapping[str, int], reading: Reading) -> str:
    """A sentence about the rows that were not taken in, and where to answer them."""
    labels = {"conflict": "dòng mâu thuẫn", "rejected": "dòng không rõ là ai"}
    if reading.bundle is not None:  # everybody in it has a name
        labels["rejected"] = "dòng số liệu không khớp"
    rows = ", ".join(f"{format_number(counts[key])} {words}" for key, words in labels.items() if counts[key])
    or_unit = ", hoặc xin đơn vị sửa" if counts["rejected"] else ""
    return f"Chưa ghi {rows}. Hãy xem và trả lời ở màn hình Nhận tệp (F4){or_unit}."


def _result(incoming: "Incoming", message: str, submission_id: int | None = None, *, whole: bool) -> dict[str, Any]:
    """The result for one file, as `--json` prints it; without `whole` only the rows that need attention."""
    assert incoming.plan is not None  # noqa: S101 - it was read
    plan, reading = incoming.plan, incoming.plan.reading
    rows: list[dict[str, Any]] = []
    for row in plan.rows:
        if not (whole or row.incoming.problems or row.outcome is Outcome.CONFLICT):
            continue
        problems = list(row.incoming.problems)
        if row.outcome is Outcome.CONFLICT:
            problems.append(Problem("", f"conflict_{row.conflict}", row.question))
        sheet = reading.tables[row.incoming.table].sheet
        rows.append(_row(sheet, row.incoming.row, row.outcome, problems))
    for line, outcome in zip(reading.summary, plan.counted, strict=True):
        of_line = {"department": line.department, **line.figures}
        rows.append(_row(line.sheet, line.row, outcome, line.problems) | of_line)
    return {
        "file": cover_in_name(str(incoming.path)),
        "kind": reading.kind.value,
        "unit": plan.unit,
        "submission": submission_id,
        "columns": {column.header: column.field for table in reading.tables for column in table.columns},
        "counts": plan.counts(),
        "vanished": [one.name for one in plan.vanished],
        "rows": rows,
        "message": message,
        "remarks": [*reading.remarks, *_kept(plan)],
        "doubts": [_doubt(doubt) for doubt in reading.doubts],
        "proposals": [_proposal(reading, proposal) for proposal in incoming.proposals],
        "ledger": {"cells": reading.ledger.cells} | {fate.value: reading.ledger.count(fate) for fate in Fate},
    }


def _kept(plan: Plan) -> list[str]:
    """A remark about the people of whom the file says otherwise while an answer of before holds; [] for none."""
    people = len({row.staff_id for row in plan.rows if row.kept and row.staff_id is not None})
    return [f"{format_number(people)} người: tệp ghi khác, sổ giữ như đã trả lời trước đó"] if people else []


def _doubt(doubt: Doubt) -> dict[str, Any]:
    """A column in doubt, as `--json` prints it; nothing of the column is stored."""
    return {
        "sheet": doubt.sheet,
        "column": doubt.head,
        "cell": cell_name(doubt.index, 1)[:-1],
        "proposed": doubt.proposed,
        "cells": doubt.cells,
    }


def _proposal(reading: Reading, proposal: Proposal) -> dict[str, Any]:
    """A proposal that the screen would make about a file, as `--json` prints it; nothing of it is applied."""
    places = sorted(proposal.changes)
    rows = [{"sheet": reading.tables[table].sheet, "row": row} for table, row in places]
    return {"kind": proposal.kind.value, "rows": rows, "message": proposal_words.question(proposal)}


def _row(sheet: str, row: int, outcome: Outcome, problems: Sequence[Problem]) -> dict[str, Any]:
    """One row of a file, as `--json` prints it."""
    listed = [{"column": one.column, "cell": one.cell, "code": one.code, "message": one.text} for one in problems]
    return {"sheet": sheet, "row": row, "outcome": outcome.value, "problems": listed}


def _print(result: dict[str, Any]) -> None:
    """Print the result of one file for a person: counts on stdout, remarks on stderr."""
    name = cover_in_name(Path(str(result["file"])).name)
    if result["kind"] not in ("unreadable", "table", "dhis2"):
        for unit in result.get("units", [result]):
            counts = ", ".join(f"{unit['counts'][outcome.value]} {words}" for outcome, words in OUTCOME_LABELS.items())
            number = f" (bản nộp số {unit['submission']})" if unit["submission"] else ""
            click.echo(f"{name}: {unit['unit'] or 'chưa rõ đơn vị'}: {counts}{number}")
    if result["message"]:
        click.echo(f"{name}: {result['message']}", err=True)
    if vanished := result["vanished"]:
        some = f" … và {len(vanished) - _SHOWN_OF_A_KIND} người nữa" if len(vanished) > _SHOWN_OF_A_KIND else ""
        click.echo(
            f"  {len(vanished)} người có trong bản trước, không có trong tệp này, vẫn được giữ và được tính:"
            f" {'; '.join(vanished[:_SHOWN_OF_A_KIND])}{some}",
            err=True,
        )
    proposed = [one["message"] for unit in result.get("units", [result]) for one in unit["proposals"]]
    for proposal in dict.fromkeys(proposed):
        click.echo(f"  {proposal} Trả lời ở màn hình Nhận tệp (F4).", err=True)
    for remark in result["remarks"]:
        click.echo(f"  {remark}", err=True)
    seen: Counter[str] = Counter()
    for row in result["rows"]:
        for problem in row["problems"]:
            seen[problem["code"]] += 1
            if seen[problem["code"]] <= (1 if problem["code"] in _SHOWN_ONCE else _SHOWN_OF_A_KIND):
                place = problem["cell"] or f"dòng {row['row']}"
                click.echo(f"  {row['sheet']}, {place}: {problem['message']}", err=True)
    for code, count in seen.items():
        shown = 1 if code in _SHOWN_ONCE else _SHOWN_OF_A_KIND
        if count > shown:
            click.echo(f"  … và {count - shown} chỗ nữa như vậy ({code}); xem đủ bằng --json.", err=True)
