"""Computes deadlines, periods and months from dates alone; nothing here reads the store."""
