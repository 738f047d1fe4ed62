"""Lets widgets go on working after an error of the store, which the app shows as a notice."""

from textual.message import Message
from textual.message_pump import MessagePump

from store.errors import StoreError


class SurvivesStoreErrors(MessagePump):
    """Mixin for the app, its screens, and the widgets that read the store.

    Textual ends the message loop of a widget that raises. Here a `StoreError` is handed to the app, which shows it,
    and the loop goes on; so is any error once a copy took the place of the store.
    """

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            replaced = getattr(self.app, "replaced", bool)  # of an app of ours
            if not isinstance(error, StoreError) and not replaced():
                raise
            self.app._handle_exception(error)
