"""Danh sách (F2)."""
