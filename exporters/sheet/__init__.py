"""What workbooks of all papers are built from: page, type, rows, page breaks, widths of text, parts of a letter."""
