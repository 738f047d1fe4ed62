"""Copies of the store: made, kept, put back, and what tells a sound one from a damaged one."""
