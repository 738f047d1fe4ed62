"""What the head of the station watches: deadlines, tasks, accounts of units, data sources, the overview."""
