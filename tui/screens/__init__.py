"""The screens: a folder for each place of work, and the screens that they share."""
