"""The report that plan 000 asks for first: which systems, databases, software and data sources there are.

A letter with their number, the priority sets and the station's equipment, then the list by kind with every assessment,
and a description of each set of which one was written.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import count
from pathlib import Path

from exporters.letter.content import (
    Addressed,
    Annex,
    Block,
    Cell,
    Head,
    Paragraph,
    Part,
    Role,
    Table,
    attached_to,
    signature,
)
from exporters.sheet.administrative import Administrative
from exporters.sheet.lines import Lines
from exporters.sheet.listing import hide_marks
from exporters.sheet.look import Look, add_sheet, printable_width
from exporters.sheet.metrics import fitted
from exporters.writing import Written, ending_of, write_data
from store.database import Store
from store.monitoring import data_sources
from store.monitoring.data_sources import (
    ASSESSMENTS,
    CONDITIONS,
    CRITERIA,
    DESCRIBED,
    KINDS,
    DataSource,
    DataSourcesPaper,
)
from store.receiving.form_mark import TRACKED, FormMark
from store.rewound import store_at
from store.text import format_number
from store.words.tracking import DESCRIBED_HEADS, SOURCE_CSV_HEADS, SOURCE_HEADS, UNGRADED, source_cells

#: As the plan calls what is to be handed in.
SUBJECT = "Danh mục hệ thống thông tin, cơ sở dữ liệu, phần mềm chuyên ngành và các nguồn dữ liệu hiện có"
DESCRIPTION = "Mô tả đặc tính dữ liệu"
ENDINGS = (".docx", ".xlsx", ".csv", ".json")
_LEAST = (32, 110, 80, 80, *([60] * 5), 62, 60)  # pixels on a landscape page
_LEAST_DESCRIBED = (32, 110, 90, 110, *([100] * len(DESCRIBED)))
_SIZE = 11  # points


def export_datasets(store: Store, out: Path, *, as_of: date | None = None) -> Written:
    """Write the report on the list as of now, or as of the end of the day `as_of`."""
    with store_at(store, as_of) as then:
        paper = data_sources.paper(then)
    number = write_datasets(paper, out)
    priority = sum(each.is_priority for each in paper.sources)
    return Written(f"Danh mục: {format_number(number)}, ưu tiên {format_number(priority)}.")


def write_datasets(paper: DataSourcesPaper, out: Path) -> int:
    """Write the report and return how many entries it lists. The ending of `out` chooses docx, xlsx, csv or json.

    Raises:
        ExportError: nothing was written.
    """
    if ending_of(out, ENDINGS) == ".docx":
        from exporters.letter.word import write_letters

        parts = [Part(list(letter(paper))), *(annex.part for annex in _annexes(paper))]
        write_letters(parts, out, made_at=datetime.fromisoformat(paper.made_at))
        return len(paper.sources)
    entries = (_entry(source) for source in paper.sources)
    if write_data(out, entries, SOURCE_CSV_HEADS, (_row(source) for source in paper.sources)) is None:
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
        **{key: source.described.get(key) for key in DESCRIBED},
    }


def _row(source: DataSource) -> list[str]:
    cells = source_cells(source)
    return [cells[head] for head in SOURCE_CSV_HEADS]


# -- the letter


def letter(paper: DataSourcesPaper) -> Iterator[Block]:
    """Yield the blocks of the report without its list."""
    yield Head(paper)
    yield Paragraph("BÁO CÁO", Role.TITLE)
    yield Paragraph(SUBJECT, Role.SUBJECT)
    if paper.to:
        yield Addressed(paper.to)
    asked = f"Thực hiện {paper.basis}, " if paper.basis else ""
    yield Paragraph(f"{asked}{paper.station or 'đơn vị'} báo cáo kết quả rà soát như sau:")
    yield Paragraph("I. KẾT QUẢ RÀ SOÁT", Role.PART)
    total = len(paper.sources)
    yield Paragraph(f"Tổng số: {format_number(total)}. Danh mục kèm theo." if total else "Chưa có trong danh mục.")
    yield _summary(paper)
    yield Paragraph("II. CÁC BỘ DỮ LIỆU ƯU TIÊN ĐỂ CHUẨN HÓA, KẾT NỐI VÀ CHIA SẺ", Role.PART)
    criteria = "; ".join(criterion[0].lower() + criterion[1:] for criterion in CRITERIA.values())
    yield Paragraph(f"Xác định theo nguyên tắc: {criteria}.")
    priority = [source for source in paper.sources if source.is_priority]
    if priority:
        rows = [(place, each.name, KINDS[each.kind], each.owner) for place, each in enumerate(priority, 1)]
        yield Table(("TT", "Bộ dữ liệu", "Loại", "Đầu mối quản lý"), rows, (2, 9, 6, 7), left=(1, 2, 3))
    else:
        is_assessed = not paper.sources or any(source.criteria for source in paper.sources)
        none = "Chưa có bộ dữ liệu nào đáp ứng đủ năm tiêu chí." if is_assessed else "Chưa xét theo năm tiêu chí."
        yield Paragraph(none)
    if paper.conditions:
        yield Paragraph("III. HẠ TẦNG, TRANG THIẾT BỊ, NGUỒN LỰC CỦA ĐƠN VỊ", Role.PART)
        for place, key in zip(count(1), (key for key in CONDITIONS if key in paper.conditions), strict=False):
            first, *others = paper.conditions[key].splitlines()
            yield Paragraph(f"{place}. {CONDITIONS[key]}: {first}")
            yield from map(Paragraph, others)
    yield signature(paper)


def _summary(paper: DataSourcesPaper) -> Table:
    """Make the table with the number of entries of each kind."""
    rows: list[Sequence[Cell]] = [
        (number, label, *_counts([source for source in paper.sources if source.kind == kind]))
        for number, (kind, label) in enumerate(KINDS.items(), 1)
    ]
    rows.append(("", "Tổng cộng", *_counts(paper.sources)))
    heads = ("TT", "Loại", "Số lượng", "Đã đánh giá đủ", "Bộ ưu tiên")
    return Table(heads, rows, (2, 10, 4, 4, 4), left=(1,), sums=1)


def _counts(sources: Sequence[DataSource]) -> tuple[int, int, int]:
    return len(sources), sum(each.is_assessed for each in sources), sum(each.is_priority for each in sources)


# -- the annexes


def _annexes(paper: DataSourcesPaper) -> Iterator[Annex]:
    """Yield the annex with the list by kind, then the one with descriptions if any was written."""
    if not paper.sources:
        return
    attached, rows, place = attached_to(paper, "Báo cáo"), list[Sequence[Cell]](), count(1)
    for label, mine in _groups(paper):
        rows.append((f"{label}: {format_number(len(mine))}",))
        rows += [_cells(next(place), source) for source in mine]
    texts = [[str(cell) for cell in row] for row in rows if len(row) > 1]
    widths = fitted(SOURCE_HEADS, texts, _LEAST, printable_width(landscape=True), _SIZE)
    left = (1, 2, 3, len(SOURCE_HEADS) - 1)
    yield Annex("Biểu 1", SUBJECT.upper(), Table(SOURCE_HEADS, rows, widths, left), landscape=True, attached=attached)
    described = [source for _, mine in _groups(paper) for source in mine if source.described]
    if described:
        table = [_described_cells(number, source) for number, source in enumerate(described, 1)]
        widths = fitted(DESCRIBED_HEADS, table, _LEAST_DESCRIBED, printable_width(landscape=True), _SIZE)
        all_text = Table(DESCRIBED_HEADS, table, widths, left=range(1, len(DESCRIBED_HEADS)))
        yield Annex("Biểu 2", DESCRIPTION.upper(), all_text, landscape=True, attached=attached)


def _groups(paper: DataSourcesPaper) -> list[tuple[str, list[DataSource]]]:
    groups = [(label, [each for each in paper.sources if each.kind == kind]) for kind, label in KINDS.items()]
    return [(label, mine) for label, mine in groups if mine]


def _cells(place: int, source: DataSource) -> tuple[str | int, ...]:
    cells = source_cells(source)
    return (place, *(cells[head] or _unsaid(head) for head in SOURCE_HEADS[1:]))


def _unsaid(head: str) -> str:
    return UNGRADED if head in ASSESSMENTS.values() else ""


def _described_cells(place: int, source: DataSource) -> tuple[str, ...]:
    cells = source_cells(source)
    return (str(place), *(cells[head] for head in DESCRIBED_HEADS[1:]))


# -- the workbook


def _write_workbook(paper: DataSourcesPaper, out: Path) -> None:
    from exporters.sheet.workbook import workbook

    with workbook(
        out,
        made_at=date.fromisoformat(paper.made_at[:10]),
        mark=FormMark(TRACKED, "báo cáo danh mục", written_at=paper.made_at, station=paper.station),
    ) as look:
        sheet = add_sheet(look, "Báo cáo", landscape=False)
        lines = Administrative(look, sheet)
        lines.finish(sheet, lines.blocks(letter(paper)))
        marks = {source.name: source.mark for source in paper.sources}
        for name, annex in zip(("Danh mục", "Mô tả"), _annexes(paper), strict=False):
            _write_annex(look, name, annex, marks)


def _write_annex(look: Look, name: str, annex: Annex, marks: Mapping[str, str]) -> None:
    table = annex.table
    widths = [int(width) for width in table.widths]
    lines, sheet = Lines.on_new_sheet(look, name, widths, landscape=True)
    lines.title(annex.title)
    lines.text(annex.attached, italic=True, align="center")
    lines.gap()
    head = lines.table_head(table.heads, _SIZE)
    joined = {head + 1}
    hide_marks(sheet, lines.row, len(widths), [marks[str(row[1])] if len(row) > 1 else "" for row in table.rows])
    for row in table.rows:
        if len(row) == 1:
            lines.group_heading(str(row[0]))
            joined.add(lines.row)  # a heading stays with its first row
            continue
        sizes = lines.sizes_that_fit(row, _SIZE)
        aligned = ("left" if column in table.left else "center" for column in range(len(row)))
        lines.cells(row, [look.cell(align=a, font_size=size) for a, size in zip(aligned, sizes, strict=True)])
    lines.finish(sheet, joined, head=head)
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 0)
