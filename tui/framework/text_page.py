"""Shows a text to read, to copy and to save as a file, for consoles in which copying does not work."""

from collections.abc import Callable
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from tui.framework.work_screen import Modal
from tui.keys import keys
from tui.widgets.key_line import KeyLine


class TextPage(Modal[None]):
    """Title and text; with a file name it can be copied and saved."""

    BINDINGS = keys(
        "text_page",
        ("ctrl+c", "copy", "Chép", "Chép cả trang để dán vào Zalo"),
        ("ctrl+s", "save", "Ghi tệp", "Ghi thành tệp"),
        ("escape,enter", "close", "Đóng", "Đóng trang này"),
        priority={"copy"},
    )

    def __init__(
        self, title: str, text: str, *, file_name: str = "", write: Callable[[Path], None] | None = None
    ) -> None:
        """Show a text; `file_name`: the name proposed for saving, "" for a text that is not passed on.

        `write` writes the text as Word or plain text; without it only plain text can be saved.
        """
        super().__init__()
        self.page_title = title
        self.text = text
        self.file_name = file_name
        self.write = write

    def compose(self) -> ComposeResult:
        """Build title, text and key line."""
        with Vertical():
            yield Static(self.page_title, classes="title", markup=False)
            with VerticalScroll():
                yield Static(self.text, markup=False)
            yield KeyLine()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key works: copying and saving need a `file_name`."""
        return bool(self.file_name) if action in ("copy", "save") else True

    def action_copy(self) -> None:
        """Put the text on the clipboard, as far as the console allows it."""
        self.app.copy_to_clipboard(self.text)
        self.notify("Đã chép. Nếu dán không được, bấm Ctrl+S để ghi thành tệp .txt rồi chép từ đó.", timeout=6)

    @work(exclusive=True, group="save-text")
    async def action_save(self) -> None:
        """Ask for the path, and write the text."""
        from exporters.writing import write_text
        from tui.framework import exporting

        endings = (".docx", ".txt") if self.write else (".txt",)
        write = self.write or (lambda target: write_text(target, self.text))
        await exporting.export(self.app, "trang này", self.file_name, endings, write)
