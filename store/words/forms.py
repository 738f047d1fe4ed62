"""Texts about a statistics form for papers and screens: faults, reasons, the sentence with rates, footnotes."""

from collections.abc import Iterable, Mapping, Sequence

from store.campaigns.form import TOTAL, Column, Form
from store.forms.comparison import Comparison, Difference
from store.forms.counts import FormRow, FormTable
from store.forms.filled import Origin
from store.forms.reason_cells import Reasons
from store.text import format_date, format_number, format_percent

RATE_LABEL = "Tỷ lệ (%)"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def fault_texts(form: Form, figures: Mapping[str, int]) -> list[str]:
    """The rules of the form that figures break: `cột 4 + cột 5 khác cột 3`; [] when there are none."""

    def columns(keys: tuple[str, ...]) -> str:
        return " + ".join(f"cột {form.numbers[key]}" for key in keys)

    signs = {"=": "khác", "<=": "lớn hơn"}
    return [f"{columns(rule.left)} {signs[rule.sign]} {columns(rule.right)}" for rule in form.faults(figures)]


def faults_of(table: FormTable) -> list[str]:
    """The faults of all rows of a table, one line each: `Dược: cột 7 lớn hơn cột 4`."""
    return [f"{row.label}: {text}" for row in table.rows for text in fault_texts(table.form, row.figures)]


def reasons_text(reasons: Reasons, most: int | None = None) -> str:
    """Reasons with their counts: `Không có điện thoại thông minh (2); Thẻ hết hạn (1)`.

    A count of 0 means that the words hold their own count. Beyond `most` reasons the others are added up as `lý do khác
    (3)`, if each has a count.
    """
    if most is not None and len(reasons) > most + 1 and all(count for _, count in reasons):
        rest = sum(count for _, count in reasons[most:])
        return f"{reasons_text(reasons[:most])}; lý do khác ({format_number(rest)})"
    return "; ".join(f"{words} ({format_number(count)})" if count else words for words, count in reasons)


NOT_ASKED = "–"  # in a cell about an item that nobody in the row is asked


def is_not_asked(form: Form, row: FormRow, column: Column) -> bool:
    """Whether a cell must stay without a number, because nobody in the row was asked or no figures came."""
    of = form.column(column.of) if column.counts == "rate" else column
    says_so = "not_applicable" in (of.counts, of.side if of.counts == "reasons" else "")
    return of.key in row.not_asked or (of.item in row.not_asked and not says_so)


def rate_text(form: Form, figures: Mapping[str, int], key: str) -> str:
    """The rate in a column of rates, or below a figure in the row of rates: `97,44%`."""
    column = form.column(key)
    part, whole = (column.of, column.among or TOTAL) if column.counts == "rate" else (key, TOTAL)
    return format_percent(figures[part], figures[whole])


def rates(form: Form, total: FormRow) -> list[str]:
    """The cells of the row of rates: below each figure its share of all people."""
    found = [_rate_below(form, total, column) for column in form.columns]
    label = next(place for place, column in enumerate(form.columns) if column.counts == "label")
    return [*found[:label], RATE_LABEL, *found[label + 1 :]]


def _rate_below(form: Form, total: FormRow, column: Column) -> str:
    if not column.is_figure or column.counts == "wanted":  # what a plan wants is no share of anybody
        return ""
    return NOT_ASKED if is_not_asked(form, total, column) else rate_text(form, total.figures, column.key)


def lead_in(table: FormTable) -> str:
    """The sentence above a table, with number and rate of what the form asks for."""
    figures, as_of = table.total.figures, f"số liệu đến ngày {format_date(table.as_of)}"
    total = figures[TOTAL]
    if total == 0:
        return f"Chưa có người nào trong danh sách ({as_of})."
    parts = [
        f"{share.words}: {format_number(figures[share.column])}/{format_number(total)} người,"
        f" đạt {format_percent(figures[share.column], total)}"
        for share in table.form.shares
    ]
    return f"{'; '.join(parts)} ({as_of})." if parts else f"{format_number(total)} người ({as_of})."


def main_figures(form: Form, figures: Mapping[str, int]) -> str:
    """The number of people and who has done each item: `53 người, mức 2: 49, Sổ SKĐT: 43, BHYT: 38`."""
    done = [
        f"{column.in_sentence}: {format_number(figures[column.key])}"
        for column in form.figures
        if column.counts == "done"
    ]
    return ", ".join([f"{format_number(figures[TOTAL])} người", *done])


def all_figures(form: Form, figures: Mapping[str, int]) -> str:
    """The number of people and all figures of each item: `25 người · mức 2: đã 24, chưa 1 · Sổ SKĐT: 21`."""
    sides = {"done": "đã", "todo": "chưa", "not_applicable": "không áp dụng"}
    parts = [f"{format_number(figures[TOTAL])} người"]
    for item in form.items:
        columns = [column for column in form.figures if column.item == item]
        if len(columns) == 1:
            parts.append(f"{columns[0].in_sentence}: {format_number(figures[columns[0].key])}")
        elif columns:
            counted = ", ".join(f"{sides[column.counts]} {format_number(figures[column.key])}" for column in columns)
            parts.append(f"{columns[0].in_sentence}: {counted}")
    return " · ".join(parts)


def difference_text(difference: Difference) -> str:
    """A difference between file and list: `Tổng số: tệp 62, danh sách 60`."""
    in_file, by_names = format_number(difference.in_file), format_number(difference.by_names)
    return f"{difference.column.short_head}: tệp {in_file}, danh sách {by_names}"


def shorter_lists(compared: Sequence[Comparison]) -> list[str]:
    """A warning for each unit whose list, which is counted, has fewer people than the figures that it sent."""
    return [
        f"{found.origin.unit}: đếm theo danh sách {format_number(by_names)} người, ít hơn số liệu đã gửi"
        f" ({format_number(by_file)}, ngày {format_date(found.origin.received_at[:10])})."
        for found in compared
        if (by_names := found.by_names.figures[TOTAL]) < (by_file := found.by_file.figures[TOTAL])
    ]


def figures_again(origins: Iterable[Origin]) -> list[str]:
    """A warning for each unit that is counted by its figures again, since nobody of it is listed by name any more."""
    return [
        f"{origin.unit}: không còn ai có tên trong danh sách nên lại đếm theo số liệu đã gửi"
        f" ({format_number(origin.people)} người, ngày {format_date(origin.received_at[:10])}). Nếu không đúng, hãy rút"
        " tệp số liệu ấy."
        for origin in origins
    ]


def marks(table: FormTable) -> dict[int, str]:
    """Submission id -> footnote mark (`¹`) of each file that figures of the table come from."""
    return {origin.submission_id: str(n).translate(_RAISED) for n, origin in enumerate(table.origins(), 1)}


def marked_label(row: FormRow, marked: Mapping[int, str]) -> str:
    """The label of a row, followed by the footnote marks of the files that it counts."""
    return " ".join((row.label, *dict.fromkeys(marked[origin.submission_id] for origin in row.origins)))


def footnotes(table: FormTable, *, is_letter: bool = False) -> tuple[str, ...]:
    """A footnote per file (`¹ Theo số liệu đơn vị gửi ngày 22/06/2026, tệp 06.xlsx.`), then what is not counted.

    A letter names the unit and not the file, which its readers do not have.
    """
    marked = marks(table)
    several = table.by in ("sector", "area", "station") or (
        table.by == "department" and len({row.unit_id for row in table.rows}) > 1
    )
    notes = [
        f"{marked[o.submission_id]} {_footnote(o, named=several or is_letter, of_file=not is_letter)}"
        for o in table.origins()
    ]
    by_form: dict[str, list[str]] = {}
    for unit, form in table.missing:
        by_form.setdefault(form, []).append(unit)
    notes += [f"Không có số liệu của {', '.join(units)}: gửi {form}, chưa gửi tên." for form, units in by_form.items()]
    if table.ended:
        notes.append(f"Kế hoạch có biểu này đã kết thúc ngày {format_date(table.ended)}; số liệu không sau ngày ấy.")
    if table.unasked:
        notes.append(f"Không tính {format_number(table.unasked)} người vì kế hoạch không yêu cầu họ mục nào của biểu.")
    return tuple(notes)


def _footnote(origin: Origin, *, named: bool, of_file: bool) -> str:
    who = f"{origin.sender or origin.unit} gửi" if named or origin.sender else "đơn vị gửi"
    file = f", tệp {origin.file_name}" if of_file else ""
    text = f"Theo số liệu {who} ngày {format_date(origin.received_at[:10])}{file}."
    return f"{text} {left_out(origin)}" if origin.left_out else text


def left_out(origin: Origin) -> str:
    """The sentence about how many lines of the file the figures do not count."""
    return f"Chưa tính {lines_that_do_not_hold(origin.left_out)}."


def contradicting_text(people: int) -> str:
    """The number of people with contradicting items, a mistake of the list that no sum of a paper shows."""
    return f"{format_number(people)} người mâu thuẫn (có mục Đã mà mục phải có trước còn Chưa)"


def lines_that_do_not_hold(number: int) -> str:
    """The number of lines of a filled-in form that break its rules and are not added up."""
    return f"{number} dòng có số liệu không khớp"
