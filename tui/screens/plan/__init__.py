"""Kế hoạch của trạm."""
