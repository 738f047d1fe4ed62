"""Nhận tệp (F4)."""
