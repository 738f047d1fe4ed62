"""Asks what to do when the store is missing or damaged and there are copies of it."""

from pathlib import Path

from store import driver
from store.copies import comparison, restoring, shelf
from store.copies.comparison import Look
from store.errors import StoreError
from tui.framework.machine_speed import MachineSpeed
from tui.screens.copies.words import copy_line
from tui.widgets.dialogs import Ask, Choice
from tui.widgets.only_text import OnlyText
from tui.widgets.passphrase import unlocked

_MOST = 5  # copies that are offered


class LostStoreApp(OnlyText[Path | bool], MachineSpeed[Path | bool]):
    """Asks one question; answers the path of the copy to restore, True for an empty store, None for neither."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, path: Path, error: StoreError, looks: list[Look], *, may_begin: bool) -> None:
        super().__init__()
        self._path = path
        self._error = error
        self._looks = looks
        self._may_begin = may_begin

    def on_mount(self) -> None:
        """Show the question with the copies."""
        choices: list[Choice[Path | bool]] = [
            Choice(str(number), f"Khôi phục bản {copy_line(each)}", each.copy.path)
            for number, each in enumerate(self._looks, 1)
        ]
        choices.append(Choice("8", "Thoát, chưa đổi gì", False))
        if self._may_begin:
            choices.append(Choice("9", "Bắt đầu một kho trống ở đây; các bản sao vẫn còn", True))
        words = self._error.message
        if self._may_begin:
            words = (
                f"Không có kho ở {self._path}, nhưng còn các bản sao của nó. Chọn bản để khôi phục. Nếu kho đã chuyển"
                " đi nơi khác hay ở trên USB thì thoát, đưa nó về chỗ cũ hoặc mở nó ở đó bằng --store."
            )
        self.push_screen(Ask(self._error.title, words, choices), self._chosen)
        self.ignore_keys()  # Enter behind the passphrase of a copy may be held down

    def _chosen(self, answer: Path | bool | None) -> None:
        self.exit(answer or None)


def ask(path: Path, error: StoreError, *, may_begin: bool) -> bool | None:
    """Ask which copy to restore, and restore it; answers True when it is restored, False to begin an empty store.

    Answers None when there is no readable copy or the person leaves. Raises StoreError when restoring fails.
    """
    found = [copy for copy in shelf.copies(path) if copy.reason != shelf.DAMAGED]
    locked = next((copy.path for copy in found if driver.is_locked(copy.path)), None)
    if locked is not None:
        unlocked(locked, f" của bản sao {locked.name}")
    looks = [each for each in comparison.look(path, found) if each.totals is not None][:_MOST]
    if not looks:
        return None
    answer = LostStoreApp(path, error, looks, may_begin=may_begin).run()
    if isinstance(answer, Path):
        restoring.restore(path, answer)
        return True
    return False if answer else None
