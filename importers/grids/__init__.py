"""Turns a file of any format into grids of cells."""
