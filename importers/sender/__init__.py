"""Finds out who sent a file: unit, department, and the day that its figures are of."""
