"""Who sent it: unit, department, and the day of the figures."""
