"""Says in full what the figure under the cursor of a statistics form is about."""

from textual.widgets import Static

from store.campaigns.form import TOTAL, Form
from store.forms.counts import FormRow
from store.text import format_date, format_number, format_percent
from store.words.forms import fault_texts, reasons_text
from tui.styles import css_of


class FigureStrip(Static):
    """The row, the column's whole head, and, where the table has no room for them, the reasons."""

    DEFAULT_CSS = css_of("FigureStrip")

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id, markup=False)

    def show(self, form: Form, row: FormRow, figure: str, *, with_reasons: bool) -> None:
        """Tell of one figure of one row."""
        self.set_class(with_reasons, "-with-reasons")
        value, total = row.figures[figure], row.figures[TOTAL]
        rate = f" / {format_number(total)} người = {format_percent(value, total)}" if figure != TOTAL else " người"
        lines = [
            f"{row.label}: {format_number(value)}{rate}",
            f"Cột {form.numbers[figure]}. {form.column(figure).head}",
        ]
        if faults := fault_texts(form, row.figures):
            lines.append(f"! {'; '.join(faults)}. Ctrl+L: xem ai chưa khớp")
        if row.origins:
            origin, more = row.origins[0], len(row.origins) - 1
            others = f" và {more} tệp khác" if more else ""
            came = format_date(origin.received_at[:10])
            lines.append(f"Theo tệp {origin.file_name}{others}, nhận {came}. Enter: xem ô trong tệp")
        if with_reasons:
            lines += self._reasons(form, row, figure)
        self.update("\n".join(lines))

    def _reasons(self, form: Form, row: FormRow, figure: str) -> list[str]:
        """The reasons of the item that the figure is about, whole; of a figure without reasons all that the row has."""
        item = form.column(figure).item
        own = [column for column in form.reasons if column.item == item]
        texts = [
            f"Cột {form.numbers[column.key]}. {column.short_head}:"
            f" {reasons_text(row.reasons[column.key]) or 'không có'}"
            for column in own or form.reasons
        ]
        if own:
            return texts
        width = max(20, self.size.width - 2)
        return [text if len(text) <= width else text[: width - 1] + "…" for text in texts]

    def say(self, text: str) -> None:
        """Something that is of no figure."""
        self.update(text)
