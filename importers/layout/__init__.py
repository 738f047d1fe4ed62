"""Grid -> tables and fields: headers, columns, which rows are people."""
