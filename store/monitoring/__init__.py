"""What the head watches: what is due, tasks, indicators, accounts of units, data sources, the overview."""
