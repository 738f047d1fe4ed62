"""Nhập tệp (F4)."""
