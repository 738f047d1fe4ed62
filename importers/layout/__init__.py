"""Finds the tables in grids: their headers, the field of each column, the rows that are people."""
