"""Bundles of stations, on their way into the store of the office above (docs/bundle.md)."""
