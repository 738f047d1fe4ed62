"""The strip under Phụ lục 1: what the figure under the cursor says, in full."""

from textual.widgets import Static

from exporters.phu_luc_1 import HEADS
from store.counting.count_reasons import Reasons
from store.counting.statistics import PhuLuc1Row, format_reasons
from store.text import format_date, format_number, format_percent
from tui.widgets.phu_luc_1_lines import COLUMN_OF

_ABOUT_LEVEL2 = ("level2_done", "level2_todo")
_ABOUT_BHYT = ("bhyt_done", "bhyt_todo")


class FigureStrip(Static):
    """The row, the column's whole head, and, where the table has no room for them, the reasons."""

    DEFAULT_CSS = """
    FigureStrip { height: 5; padding: 0 1; border-top: solid $primary; }
    FigureStrip.-with-reasons { height: 6; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id, markup=False)

    def show(self, row: PhuLuc1Row, figure: str, *, with_reasons: bool) -> None:
        """Tell of one figure of one row."""
        self.set_class(with_reasons, "-with-reasons")
        value = getattr(row, figure)
        rate = f" / {format_number(row.total)} người = {format_percent(value, row.total)}" if figure != "total" else ""
        lines = [
            f"{row.label}: {format_number(value)}{rate or ' người'}",
            f"Cột {COLUMN_OF[figure]}. {HEADS[COLUMN_OF[figure] - 1]}",
        ]
        if faults := row.faults():
            lines.append(f"! {'; '.join(faults)}. Ctrl+L: xem ai chưa khớp")
        if row.origin is not None:
            came = format_date(row.origin.received_at[:10])
            lines.append(f"Theo tệp {row.origin.file_name}, nhận {came}. Enter: xem ô trong tệp")
        if with_reasons:
            lines += self._reasons(row, figure)
        self.update("\n".join(lines))

    def _reasons(self, row: PhuLuc1Row, figure: str) -> list[str]:
        """Both columns of reasons, or the whole of the one that the figure belongs to."""
        level2 = self._told(6, "chưa định danh mức 2", row.level2_reasons)
        bhyt = self._told(10, "chưa tích hợp BHYT", row.bhyt_reasons)
        if figure in _ABOUT_LEVEL2:
            return [level2]
        if figure in _ABOUT_BHYT:
            return [bhyt]
        width = max(20, self.size.width - 2)
        return [text if len(text) <= width else text[: width - 1] + "…" for text in (level2, bhyt)]

    @staticmethod
    def _told(number: int, what: str, reasons: Reasons) -> str:
        return f"Cột {number}. Lý do {what}: {format_reasons(reasons) or 'không có'}"

    def say(self, text: str) -> None:
        """Something that is of no figure."""
        self.update(text)
