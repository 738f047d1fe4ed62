"""Vietnamese sentences about records that screens, commands and papers share; no lower module imports them."""
