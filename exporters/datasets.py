"""The report of information systems, databases, software and data sources, with the priority sets of data."""

from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from exporters.letter.content import Addressed, Head, Paragraph, Role, signature
from exporters.sheet.administrative import Administrative
from exporters.sheet.lines import Lines
from exporters.sheet.look import Look, add_sheet, printable_width
from exporters.sheet.metrics import fitted
from exporters.writing import Written, write_data
from store.database import Store
from store.monitoring import data_sources
from store.monitoring.data_sources import ASSESSMENTS, CRITERIA, GRADES, KINDS, DataSource, DataSourcesPaper
from store.text import format_number

#: As the plan calls what is to be handed in.
SUBJECT = "Danh mục hệ thống thông tin, cơ sở dữ liệu, phần mềm chuyên ngành và các nguồn dữ liệu hiện có"
_YES, _NO = "Có", "Không"
_UNSAID = "Chưa đánh giá"
_LEAST = (32, 110, 80, 80, *([60] * 5), 56, 60)  # pixels on a landscape page
_HEADS = ("TT", "Tên", "Đầu mối quản lý", "Mô tả", *ASSESSMENTS.values(), "Tiêu chí ưu tiên", "Ghi chú")
_CSV_HEADS = ("Loại", *_HEADS[1:4], *ASSESSMENTS.values(), *CRITERIA.values(), "Ưu tiên", "Ghi chú")
_SIZE = 11  # points


def export_datasets(store: Store, out: Path) -> Written:
    """Write the report of the list as it stands."""
    paper = data_sources.paper(store)
    count = write_datasets(paper, out)
    priority = sum(each.is_priority for each in paper.sources)
    return Written(f"Danh mục: {format_number(count)}, ưu tiên {format_number(priority)}.")


def write_datasets(paper: DataSourcesPaper, out: Path) -> int:
    """Write the report; answers how many stand on it. The ending of `out` chooses xlsx, csv or json.

    Raises:
        ExportError: nothing was written.
    """
    entries = (_entry(source) for source in paper.sources)
    if write_data(out, entries, _CSV_HEADS, (_row(source) for source in paper.sources)) is None:
        _write_workbook(paper, out)
    return len(paper.sources)


def _entry(source: DataSource) -> dict[str, object]:
    return {
        "kind": source.kind,
        "name": source.name,
        "owner": source.owner or None,
        "description": source.description or None,
        "assessments": {key: source.grades.get(key) for key in ASSESSMENTS},
        "criteria": {key: source.criteria.get(key) for key in CRITERIA},
        "priority": source.is_priority,
        "note": source.note or None,
    }


def _row(source: DataSource) -> list[str]:
    criteria = [{True: _YES, False: _NO, None: ""}[source.criteria.get(key)] for key in CRITERIA]
    priority = _YES if source.is_priority else _NO
    return [KINDS[source.kind], source.name, source.owner, source.description, *_grades(source, ""), *criteria,
            priority, source.note]  # fmt: skip


def _grades(source: DataSource, unsaid: str) -> list[str]:
    return [GRADES[source.grades[key]] if key in source.grades else unsaid for key in ASSESSMENTS]


def _write_workbook(paper: DataSourcesPaper, out: Path) -> None:
    from exporters.sheet.workbook import workbook

    with workbook(out, made_at=date.fromisoformat(paper.made_at[:10])) as look:
        sheet = add_sheet(look, "Báo cáo", landscape=False)
        lines = Administrative(look, sheet)
        asked = f"Thực hiện {paper.basis}, " if paper.basis else ""
        text = f"{asked}{paper.station or 'đơn vị'} báo cáo kết quả rà soát như sau:"
        to = [Addressed(paper.to)] if paper.to else []
        titles = (Paragraph("BÁO CÁO", Role.TITLE), Paragraph(SUBJECT, Role.SUBJECT))
        lines.blocks((Head(paper), *titles, *to, Paragraph(text)))
        joined = _write_summary(look, lines, paper)
        joined |= _write_priority(look, lines, paper)
        lines.finish(sheet, joined | lines.signed(signature(paper)))
        if paper.sources:
            _write_list(look, paper)


def _write_summary(look: Look, lines: Administrative, paper: DataSourcesPaper) -> set[int]:
    """How many there are of each kind; answers the rows that stay with the row above."""
    lines.heading("I. KẾT QUẢ RÀ SOÁT", large=True)
    total = len(paper.sources)
    lines.paragraph(f"Tổng số: {format_number(total)}. Danh mục kèm theo." if total else "Chưa có trong danh mục.")
    lines.gap(4)
    head, left = look.cell(bold=True, align="center"), look.cell(align="left")
    centred, strong = look.cell(align="center"), look.cell(bold=True, align="center")
    spans = (2, 10, 4, 4, 4)
    first = lines.row
    lines.spanned(("TT", "Loại", "Số lượng", "Đã đánh giá đủ", "Bộ ưu tiên"), spans, (head,) * 5, bold=True)
    for number, (kind, label) in enumerate(KINDS.items(), 1):
        mine = [source for source in paper.sources if source.kind == kind]
        lines.spanned((number, label, *_counts(mine)), spans, (centred, left, centred, centred, centred))
    lines.spanned((None, "Tổng cộng", *_counts(paper.sources)), spans, (strong,) * 5, bold=True)
    return set(range(first, lines.row))


def _counts(sources: Sequence[DataSource]) -> tuple[int, int, int]:
    return len(sources), sum(not each.unanswered for each in sources), sum(each.is_priority for each in sources)


def _write_priority(look: Look, lines: Administrative, paper: DataSourcesPaper) -> set[int]:
    """The sets that meet all five criteria; answers the rows that stay with the row above."""
    lines.heading("II. CÁC BỘ DỮ LIỆU ƯU TIÊN ĐỂ CHUẨN HÓA, KẾT NỐI VÀ CHIA SẺ", large=True)
    criteria = "; ".join(criterion[0].lower() + criterion[1:] for criterion in CRITERIA.values())
    lines.paragraph(f"Xác định theo nguyên tắc: {criteria}.")
    priority = [source for source in paper.sources if source.is_priority]
    first = lines.row
    if not priority:
        lines.paragraph("Chưa có bộ dữ liệu nào đáp ứng đủ năm tiêu chí.")
        return {first - 1, first}
    lines.gap(4)
    head, left, centred = look.cell(bold=True, align="center"), look.cell(align="left"), look.cell(align="center")
    spans = (2, 9, 6, 7)
    lines.spanned(("TT", "Bộ dữ liệu", "Loại", "Đầu mối quản lý"), spans, (head,) * 4, bold=True)
    for number, source in enumerate(priority, 1):
        lines.spanned((number, source.name, KINDS[source.kind], source.owner), spans, (centred, left, left, left))
    return {first, first + 1, first + 2}


def _write_list(look: Look, paper: DataSourcesPaper) -> None:
    groups = [(label, [each for each in paper.sources if each.kind == kind]) for kind, label in KINDS.items()]
    ordered = [source for _, mine in groups for source in mine]
    table = [_cells(place, source) for place, source in enumerate(ordered, 1)]
    texts = [[str(cell) for cell in row] for row in table]
    widths = fitted(_HEADS, texts, _LEAST, printable_width(landscape=True), _SIZE)
    lines, sheet = Lines.on_new_sheet(look, "Danh mục", widths, landscape=True)
    lines.title(SUBJECT.upper())
    lines.text(f"(Kèm theo Báo cáo của {paper.station})" if paper.station else "", italic=True, align="center")
    lines.gap()
    head = lines.table_head(_HEADS, _SIZE)
    joined = {head + 1}
    rows = iter(table)
    for label, mine in groups:
        if not mine:
            continue
        lines.group_heading(f"{label}: {format_number(len(mine))}")
        joined.add(lines.row)  # a heading stays with its first row
        for cells in islice(rows, len(mine)):
            sizes = lines.sizes_that_fit(cells, _SIZE)
            aligned = ("center", "left", "left", "left", *["center"] * 6, "left")
            lines.cells(cells, [look.cell(align=a, font_size=size) for a, size in zip(aligned, sizes, strict=True)])
    lines.finish(sheet, joined, head=head)
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 0)


def _cells(place: int, source: DataSource) -> tuple[str | int, ...]:
    met_of_five = f"{source.criteria_met}/{len(CRITERIA)}" + (" – ưu tiên" if source.is_priority else "")
    return (place, source.name, source.owner, source.description, *_grades(source, _UNSAID), met_of_five, source.note)
