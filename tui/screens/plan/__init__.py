"""Kế hoạch của trạm: the plan that the station writes itself."""
