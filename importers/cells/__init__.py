"""Turns the cells of a row into values of a person."""
