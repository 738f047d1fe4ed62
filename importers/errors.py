"""The exceptions of reading: a file that cannot be used, a person who stopped."""


class UnusableError(Exception):
    """The file cannot be read; `message` is Vietnamese and says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Cancelled(Exception):  # noqa: N818 - the person stopped it; nothing went wrong
    """Reading was stopped by the person."""
