"""A screen of one form: Ctrl+S or the last Enter writes it, Escape gives up and asks about what was typed."""

from typing import ClassVar, Generic, TypeVar

from store.errors import StoreError
from tui.framework.form import Form
from tui.framework.work_screen import Modal
from tui.widgets.dialogs import Ask, Choice

Answer = TypeVar("Answer")


class FormScreen(Modal[Answer], Generic[Answer]):
    """A screen around one form; subclasses bind the keys to `save` and `leave`, and write."""

    UNSAVED: ClassVar[str] = "Chưa ghi những gì vừa đổi"  # asked when it is left with something typed
    UNDO_TYPING: ClassVar[str] = "Bỏ những gì vừa đổi"

    @property
    def form(self) -> Form:
        """The form."""
        return self.query_one(Form)

    def write(self, values: dict[str, str]) -> Answer | None:
        """Write what stands in the fields; answers what the screen answers, or None: it stays open.

        Raises:
            StoreError: it must not be written; the screen says why and stays.
        """
        raise NotImplementedError  # pragma: no cover

    def given_up(self) -> Answer:
        """What the screen answers when nothing was written."""
        raise NotImplementedError  # pragma: no cover

    @property
    def has_typing(self) -> bool:
        """Whether something would be lost."""
        return self.form.is_changed

    def on_form_finished(self) -> None:
        """Enter on the last field is done."""
        self.action_save()

    def action_save(self) -> None:
        """Write it, when every field holds."""
        self.form.settle(self._save)

    def _save(self, wrong: list[str]) -> None:
        if wrong:
            self.form.focus_field(wrong[0])
        else:
            self.write_and_close()

    def write_and_close(self) -> None:
        """Write what stands in the fields, and close when it was written."""
        try:
            answer = self.write(self.form.typed_values())
        except StoreError as error:
            self.app.tell(error)
            return
        if answer is not None:
            self.dismiss(answer)

    def action_leave(self) -> None:
        """First give the field its text back; then close, asking about what was typed."""
        if not self.form.revert():
            self.form.settle(self._leave)

    def _leave(self, _: list[str]) -> None:
        if not self.has_typing:
            self.dismiss(self.given_up())
            return

        def answered(saves: bool | None) -> None:
            if saves:
                self.action_save()
            elif saves is False:
                self.dismiss(self.given_up())

        choices = [Choice("1", "Ghi", True), Choice("2", self.UNDO_TYPING, False)]
        self.app.push_screen(Ask(self.UNSAVED, "", choices), answered)
