"""Cells of a spreadsheet by name."""


def cell_name(column: int, row: int) -> str:
    """0-based column and 1-based row as a spreadsheet names the cell: (3, 12) -> D12."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
