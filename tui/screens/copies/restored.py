"""Replaces the store by a copy, after the app has closed it."""

from pathlib import Path

from store import driver
from store.copies import restoring
from store.errors import StoreError
from tui.widgets.passphrase import unlocked


def restored(copy: Path, path: Path) -> tuple[str, str]:
    """Replace the store at `path` by the copy; answers the title and text of the notice about the result."""
    try:
        if driver.is_locked(copy):
            driver.load_cipher(copy)
        if not unlocked(copy, f" của bản sao {copy.name}"):
            return "Chưa khôi phục", "Bản sao này có mật khẩu riêng, chưa được gõ. Kho vẫn như trước."
        kept = restoring.restore(path, copy)
    except StoreError as error:
        return error.title, f"{error.message}\nKho vẫn như trước."
    also = f"\nKho trước đó được giữ ở {kept}." if kept is not None else ""
    return "Đã khôi phục", f"Kho nay như bản {copy.name}.{also}"
