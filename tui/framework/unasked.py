"""Keeps keys from the line that slid under the cursor when a list was read again, though no key asked for that."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from tui.framework.work_app import WorkApp


class ReadsUnasked(MessagePump):
    """Mixin for screens that follow what other programs write."""

    app: "WorkApp"
    is_unasked = False  # what is read now was asked for by no key of this window

    def here(self) -> object:
        """What stays of the record under the cursor when it is read again; None: there is none."""
        return None

    @contextmanager
    def unasked(self) -> Iterator[None]:
        """Read again what no key asked for; if the record under the cursor went, that is said, and keys wait."""
        before, outer, self.is_unasked = self.here(), self.is_unasked, True
        try:
            yield
        finally:
            self.is_unasked = outer
        if before is not None and self.here() != before:
            self.app.say_line_is_gone()
