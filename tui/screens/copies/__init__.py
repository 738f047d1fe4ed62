"""Copies of the store: their place, and what stands in its stead where there is no store."""
