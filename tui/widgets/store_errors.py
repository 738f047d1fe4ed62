"""Lets widgets go on working after an error of the store, which the app shows as a notice."""

from textual.message import Message
from textual.message_pump import MessagePump

from store.errors import StoreError


class SurvivesStoreErrors(MessagePump):
    """Mixin for the app, its screens, and the widgets that read the store.

    Textual ends the message loop of a widget that raises. Here a `StoreError` is handed to the app, which shows it,
    and the loop goes on.
    """

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except StoreError as error:
            self.app._handle_exception(error)
