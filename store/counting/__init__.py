"""How far each item of the checklist is, now and at the end of each day."""
