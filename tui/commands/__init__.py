"""The commands of `tyt`, one module each, imported when the command is called."""
