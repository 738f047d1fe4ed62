"""The exceptions of reading: a file that cannot be used, a person who stopped."""

from store.masks import cover_in_message


class UnusableError(Exception):
    """The file cannot be read; `message` is Vietnamese and says what to do, long numbers in it are covered."""

    def __init__(self, message: str) -> None:
        self.message = cover_in_message(message)
        super().__init__(self.message)


class Cancelled(Exception):  # noqa: N818 - the person stopped it; nothing went wrong
    """Reading was stopped by the person."""
