"""What the app asks of a text field; apart from the fields, which the first screen has none of."""

from textual.events import Key


class TypingField:
    """A widget that takes what is typed as text."""

    def is_typing(self, event: Key) -> bool:
        """Whether the key only changes what stands in the field, and nothing can follow from it elsewhere."""
        raise NotImplementedError  # pragma: no cover
