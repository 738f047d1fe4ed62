"""Citizens' figures: indicators by period and locality, targets, and the localities themselves."""
