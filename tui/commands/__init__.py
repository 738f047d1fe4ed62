"""One module a command of `tyt`, loaded when it is called."""
