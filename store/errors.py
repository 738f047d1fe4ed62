"""What can go wrong with a store: one exception a kind, each with a Vietnamese title and a message with the way out."""

import errno
from pathlib import Path

_REASONS = {
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.EDQUOT: "ổ đĩa đã đầy",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "ổ đĩa không cho ghi",
    errno.ENOENT: "không tới được nơi đó",
    errno.ENOTDIR: "có một tệp đứng ở chỗ của thư mục",
    errno.EEXIST: "có một tệp đứng ở chỗ của thư mục",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.EIO: "ổ đĩa bị lỗi",
}


def reason_text(error: OSError) -> str:
    """Why the system refused, in Vietnamese; an error that is not known here keeps the system's own words."""
    return _REASONS.get(error.errno or 0) or f"máy báo: {error.strerror or error}"


class StoreError(Exception):
    """Something that the person must know. `title` is a few words, `message` says what to do."""

    title = "Không mở được kho dữ liệu"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class StoreTooNewError(StoreError):
    """The store was written by a later version of the program."""

    title = "Kho dữ liệu mới hơn chương trình"


class NotAStoreError(StoreError):
    """The file is something else, or is damaged."""

    title = "Tệp không phải kho dữ liệu"


class DamagedStoreError(NotAStoreError):
    """A part of the store is damaged."""

    title = "Kho dữ liệu bị hỏng"


class StoreGoneError(StoreError):
    """The open store is no longer at its path: its folder was moved or deleted, or its disk was pulled out."""

    title = "Không còn thấy kho dữ liệu"


class StoreMissingError(StoreError):
    """There is no store at the path where one is looked for; where one was before, the message names its copies."""

    title = "Không thấy kho dữ liệu"


class InterruptedReadError(StoreError):
    """Somebody stopped the reading by `Store.interrupt`; nothing is wrong with the store."""

    title = "Đã dừng"


class StoreLockedError(StoreError):
    """Another program holds the store for longer than the busy timeout."""

    title = "Kho dữ liệu đang bận"


class DiskFullError(StoreError):
    """The disk has no room, or the user has no right, to write."""

    title = "Không ghi được"


class DiskFaultError(DiskFullError):
    """The disk or the stick failed at reading or writing; nothing says that the store is damaged."""

    title = "Ổ đĩa báo lỗi"


class RefusedError(StoreError):
    """What was asked breaks a rule of the store; nothing was changed."""

    title = "Chưa làm được"


class StoreChangedError(RefusedError):
    """Somebody changed the store since it was looked at: what was decided is to be decided anew."""


class ProtectedError(StoreError):
    """The store is encrypted, and was not opened."""

    title = "Kho dữ liệu được mã hoá"


class PassphraseNeededError(ProtectedError):
    """Nobody has given the passphrase of the file yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} được mã hoá. Hãy gõ mật khẩu của nó, hoặc mã khôi phục.")
        self.path = path


class WrongPassphraseError(ProtectedError):
    """What was typed does not open the file."""

    title = "Mật khẩu không đúng"


class ProtectionMissingError(ProtectedError):
    """The store is encrypted, and this computer has not got the package that opens such stores."""

    def __init__(self, path: Path | None) -> None:
        what = f"{path} được mã hoá, nhưng máy này" if path is not None else "Máy này"
        super().__init__(
            f"{what} chưa có phần mã hoá. Hãy cài nó (lúc cài cần mạng): `py -m pip install sqlcipher3` (Linux:"
            " `pip install sqlcipher3`, pipx: `pipx inject tramyte sqlcipher3`), rồi mở lại. Dữ liệu vẫn nguyên vẹn."
        )
