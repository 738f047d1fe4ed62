"""The hidden sheet that tells, when a form comes back, whose it is."""

from typing import TYPE_CHECKING

from store.receiving.form_mark import SHEET, FormMark

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from exporters.sheet.look import Look


def write_mark(look: "Look", mark: FormMark) -> "Worksheet":
    """Add the sheet; its columns from D on are free."""
    sheet = look.workbook.add_worksheet(SHEET)
    text = look.format(num_format="@")
    for row, (word, value) in enumerate(mark.rows()):
        sheet.write_string(row, 0, word, text)
        sheet.write_string(row, 1, value, text)
    sheet.very_hidden()
    return sheet
