"""What the screen of incoming files shows of a file of counts: its departments instead of people."""

from importers.intake import Incoming
from store.receiving.plan import FileKind, Outcome, Plan, SummaryRow
from store.text import format_number
from tui.screens.receive.row_filter import OUTCOME_LABELS

HEAD = f" {'Dòng':>5}  {'Kết quả':<10}  {'Khoa/phòng':<24.24} {'Tổng':>6} {'Mức 2':>6} {'Sổ SK':>6} {'BHYT':>6}"


def lines(incoming: Incoming | None, only: Outcome | str | None) -> list[tuple[SummaryRow, Outcome]] | None:
    """The departments of a file of counts that pass the filter; None: it is not one."""
    if incoming is None or incoming.plan is None or incoming.plan.reading.kind is not FileKind.SUMMARY:
        return None
    rows = zip(incoming.plan.reading.summary, incoming.plan.counted, strict=True)
    return [(row, outcome) for row, outcome in rows if only in (None, outcome)]


def line(row: SummaryRow, outcome: Outcome) -> str:
    """One department in a line of the list."""
    figures = " ".join(
        f"{format_number(count):>6}" for count in (row.total, row.level2_done, row.health_book, row.bhyt_done)
    )
    problems = "; ".join(problem.message for problem in row.problems)
    return f"{row.row:>5}  {OUTCOME_LABELS[outcome]:<10}  {row.department:<24.24} {figures}  {problems}".rstrip()


def about(incoming: Incoming, row: SummaryRow, outcome: Outcome) -> str:
    """The strip: the department under the cursor with all that its row says."""
    figures = (
        f"{format_number(row.total)} người",
        f"mức 2 đã {format_number(row.level2_done)}, chưa {format_number(row.level2_todo)}",
        f"Sổ SKĐT {format_number(row.health_book)}",
        f"BHYT đã {format_number(row.bhyt_done)}, chưa {format_number(row.bhyt_todo)}",
    )
    told = [
        f"Tệp {incoming.path.name}, trang {row.sheet}, dòng {row.row}: {OUTCOME_LABELS[outcome]}",
        f"{row.department}: {' · '.join(figures)}",
    ]
    if row.problems:
        told += [f"{problem.cell or 'Cả dòng'}: {problem.message}. Dòng này không tính." for problem in row.problems]
    else:
        reasons = (("Chưa mức 2", row.level2_reasons), ("Chưa BHYT", row.bhyt_reasons))
        told += [f"{what}: {words}" for what, words in reasons if words]
    if incoming.beside_names:
        told.insert(1, incoming.beside_names)
    return "\n".join(told)


def verdict(plan: Plan) -> str:
    """`62 người, 3 khoa/phòng, chỉ có số liệu`."""
    good = [row for row in plan.reading.summary if not row.problems]
    wrong = len(plan.reading.summary) - len(good)
    left = f"; {wrong} dòng không khớp" if wrong else ""
    people = format_number(sum(row.total for row in good))
    return f"{people} người, {len(good)} khoa/phòng, chỉ có số liệu{left}"
