"""Copies of the store: how they are made, kept and restored, and how a sound store is told from a damaged one."""
