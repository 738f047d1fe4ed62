"""Opens, reads and plans the bundles that stations send to the office above them (docs/bundle.md)."""
