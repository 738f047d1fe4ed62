"""Bundles: all that one station has, as one file for the office above it (docs/bundle.md)."""
