"""Deadlines, periods and months: pure reckoning with dates."""
