"""`python -m tui` is `tyt`."""

from tui.cli import main

if __name__ == "__main__":
    main()
