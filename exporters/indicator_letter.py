"""Makes the blocks of the paper of indicators for a Word file, and sentences that its workbook prints too."""

from collections.abc import Iterator, Sequence

from exporters.letter.content import Block, Cell, Paragraph, Role, Table
from store.campaigns.words import targets_text, with_place
from store.figures.indicators import IndicatorPaper, IndicatorTable, Line, Numbers, change
from store.text import format_percent
from store.words.indicators import coverage, missing_text, names_text

HEADS = (
    "TT",
    "Địa bàn",
    "Số đạt",
    "Tổng số",
    "Tỷ lệ",
    "Xếp hạng",
    "Tăng, giảm số đạt",
    "Tăng, giảm tỷ lệ (điểm %)",
    "Nguồn số liệu",
)
#: Behind "Tỷ lệ" where the plan gave targets to localities.
TARGET_HEADS = ("Chỉ tiêu giao", "Đạt so với chỉ tiêu giao")


def letter(paper: IndicatorPaper, heads: Sequence[str], widths: Sequence[float]) -> Iterator[Block]:
    """Yield the blocks of the paper as an annex of a letter, which people may edit before it is signed."""
    yield Paragraph("KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU", Role.TITLE)
    yield Paragraph(paper.period_text.capitalize(), Role.ANNEX)
    yield from (Paragraph(f"(Thực hiện {campaign.source.text})", Role.REMARK) for campaign in paper.campaigns)
    for number, table in enumerate(paper.tables, 1):
        title = table.indicator.title
        yield Paragraph(f"{number}. {title[:1].upper()}{title[1:]}", Role.SECTION)
        yield Paragraph(about(table), Role.LEAD_IN)
        if table.lines:
            rows = [_texts(heads, table, line, place) for place, line in enumerate(table.lines, 1)]
            yield Table(heads, [*rows, _sum_texts(heads, table)], widths, left=(1, len(heads) - 1), sums=1)
        yield from (Paragraph(text, Role.NOTE) for text in behind(table))


def _texts(heads: Sequence[str], table: IndicatorTable, line: Line, place: int) -> list[Cell]:
    now = line.now
    before = line.before.numbers if line.before is not None and line.before.is_whole else None
    of: dict[str, Cell] = {
        "TT": place,
        "Địa bàn": now.locality,
        "Số đạt": now.numerator,
        "Tổng số": now.denominator,
        "Xếp hạng": table.ranks().get(now.locality),
        "Nguồn số liệu": now.source or missing_text(now),
        **_shares(now.numbers if now.is_whole else None, before, line.target),
    }
    return [of.get(head) for head in heads]


def _sum_texts(heads: Sequence[str], table: IndicatorTable) -> list[Cell]:
    label = sum_label(table)
    numerator, denominator = table.total or (None, None)
    compared = (table.total_before, table.target) if table.is_complete else (None, None)
    of: dict[str, Cell] = {
        "Địa bàn": label, "Số đạt": numerator, "Tổng số": denominator, **_shares(table.total, *compared),
    }  # fmt: skip
    return [of.get(head) for head in heads]


def _shares(now: Numbers | None, before: Numbers | None, target: int | None) -> dict[str, Cell]:
    """Return rate, target, share of the target and change as texts, by their heads."""
    texts: dict[str, Cell] = {TARGET_HEADS[0]: target}
    if now is None:
        return texts
    texts |= {"Tỷ lệ": format_percent(*now), HEADS[6]: "–", HEADS[7]: "–"}
    if target:
        texts[TARGET_HEADS[1]] = format_percent(now[0], target)
    if before is not None:
        step, points = change(now, before)
        texts[HEADS[6]] = f"{step:+,}".replace(",", ".") if step else "0"
        if points is not None:
            sign = "+" if points > 0 else "-" if points < 0 else ""
            texts[HEADS[7]] = f"{sign}{abs(points) // 100},{abs(points) % 100:02d}"
    return texts


def sum_label(table: IndicatorTable) -> str:
    """Word the label of the sum: `Tổng cộng`, or `Mới có 5/10 địa bàn` when only a part has reported."""
    return "Tổng cộng" if table.is_of_all else f"Mới có {coverage(table)}"


def behind(table: IndicatorTable) -> Iterator[str]:
    """Yield a line on the localities that have not reported, and one on those that are behind their target."""
    for label, names, of in (
        ("Chưa báo cáo", [] if table.is_of_all else table.missing, table.places),
        ("Chưa đạt, chậm nhất trước", [line.now.locality for line in table.behind()], len(table.lines)),
    ):
        if names and len(names) == of > 1:
            yield f"{label}: cả {len(names)} nơi."
        elif names:
            yield f"{label} ({len(names)}/{of}): {names_text(names)}."


def about(table: IndicatorTable) -> str:
    """Word the target, whether it is reached, the deadline, and the period that figures are compared with."""
    reached = {True: "đạt", False: "chưa đạt", None: "chưa đủ số liệu"}[table.is_reached]
    target = targets_text(table.indicator)
    parts = [f"Mục tiêu: {target} – {reached}" if target else "Văn bản không nêu mục tiêu bằng số"]
    if table.indicator.deadlines:
        parts.append(f"Thời hạn: {', '.join(map(with_place, table.indicator.deadlines))}")
    if table.before:
        parts.append(f"So với {table.before.text}")
    return f"{'. '.join(parts)}."
