"""Counts how many people have done each item of the checklist, now and at the end of each day."""
