"""An error of the store in the middle of use ends in a notice; the widget that met it goes on working."""

from textual.message import Message
from textual.message_pump import MessagePump

from store.errors import StoreError


class SurvivesStoreErrors(MessagePump):
    """Mixed into the app, its screens, and the widgets that read the store.

    Textual stops the message loop of whatever raises. Here a `StoreError` is handed to the app, which shows it, and
    the loop goes on.
    """

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except StoreError as error:
            self.app._handle_exception(error)
