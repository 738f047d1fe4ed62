"""Tổng quan, the screen that the program opens with."""
