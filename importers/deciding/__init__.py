"""Compares the rows of a file with the store: finds the person of each, what is new and what contradicts."""
