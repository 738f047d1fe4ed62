"""What the person sees and presses: the `tyt` command, the app, its screens and widgets."""
