"""Reports that the station issues: their words, figures and frozen copies; and the content of bundles."""
