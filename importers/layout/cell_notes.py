"""Reads the notes (comments) at cells; a note that explains the marks of a column is added to its head."""

from importers.cells.legend import signs_in
from importers.grids.grid import Grid, text_of
from store.cells import cell_name
from store.masks import cover_numbers
from store.text import clean, format_number

_FEWEST = 3  # texts of a row of heads
_MOST_LISTED = 5


def put_notes_to_heads(grid: Grid) -> list[str]:
    """Append each note that explains marks to the head that it is at; returns Vietnamese remarks on all notes."""
    read, unread = [], []
    for (row, column), note in sorted(grid.notes.items()):
        cells = grid.rows[row] if row < len(grid.rows) else []
        head = cells[column] if column < len(cells) else None
        words = clean(note.rpartition(":\n")[2])  # a spreadsheet writes the name of the author before
        is_head = isinstance(head, str) and sum(isinstance(cell, str) and bool(cell) for cell in cells) >= _FEWEST
        if is_head and signs_in(words):
            cells[column] = f"{text_of(head)} ({words})"
            read.append(f"{cell_name(column, row + 1)} “{cover_numbers(words)}”")
        else:
            unread.append(cell_name(column, row + 1))
    remarks = []
    if read:
        what = "; ".join(read[:_MOST_LISTED]) + ("; …" if len(read) > _MOST_LISTED else "")
        remarks.append(f"Trang “{grid.sheet}”: đọc dấu theo chú thích kèm ô tiêu đề: {what}. Hãy kiểm tra")
    if unread:
        listed = ", ".join(unread[:_MOST_LISTED]) + (", …" if len(unread) > _MOST_LISTED else "")
        what = f"{format_number(len(unread))} ô có chú thích kèm ô ({listed}); chú thích chưa được đọc"
        remarks.append(f"Trang “{grid.sheet}”: {what}. Hãy mở tệp để xem")
    return remarks
