"""The places of work beside the list of people: tasks, indicators, registers, campaigns, data sources, guides."""
