"""Vietnamese sentences that screens, commands and papers share, made from typed results."""
