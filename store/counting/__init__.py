"""Every figure that is counted: Phụ lục 1, counts instead of names, the trend."""
