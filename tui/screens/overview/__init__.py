"""Tổng quan, the first screen."""
