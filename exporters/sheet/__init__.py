"""What every paper of a workbook is made of: page and type, rows, page ends, widths of text, the parts of a letter."""
