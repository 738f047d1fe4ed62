"""The errors of a store: one exception per kind, each with a Vietnamese title and a message that says what to do."""

import errno
from pathlib import Path

from store.masks import cover_in_message, cover_numbers

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
    """The Vietnamese reason of an OSError; the system's own words when the error is not in the list here."""
    return _REASONS.get(error.errno or 0) or f"máy báo: {error.strerror or error}"


class StoreError(Exception):
    """Something that the person must know. `title` is a few words, `message` says what to do.

    Whatever a message quotes, a file's name or what somebody typed, long numbers in it are covered.
    """

    title = "Không mở được kho dữ liệu"

    def __init__(self, message: str) -> None:
        self.message = cover_in_message(message)
        super().__init__(self.message)


class StoreTooNewError(StoreError):
    """The store was written by a later version of the program."""

    title = "Kho dữ liệu mới hơn chương trình"


class NotAStoreError(StoreError):
    """The file is not a store of this program, or is damaged."""

    title = "Tệp không phải kho dữ liệu"


class DamagedStoreError(NotAStoreError):
    """A part of the store is damaged."""

    title = "Kho dữ liệu bị hỏng"


class StoreGoneError(StoreError):
    """The open store is no longer at its path: its folder was moved or deleted, or its disk was pulled out."""

    title = "Không còn thấy kho dữ liệu"


class StoreMissingError(StoreError):
    """There is no store at the given path; if one was there before, the message names its copies."""

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
    """The disk or USB stick failed while reading or writing; the store itself may be sound."""

    title = "Ổ đĩa báo lỗi"


class RefusedError(StoreError):
    """The request breaks a rule of the store; nothing was changed."""

    title = "Chưa làm được"


class ReplacedStoreError(RefusedError):
    """Another program put a copy in the place of the store that a window shows."""

    title = "Sổ vừa được thay"


class StoreChangedError(RefusedError):
    """The store was changed after the person looked at it, so the decision has to be made again."""


class ProtectedError(StoreError):
    """The store is encrypted and could not be opened."""

    title = "Kho dữ liệu được mã hoá"


class PassphraseNeededError(ProtectedError):
    """The file is encrypted and its passphrase was not given yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} được mã hoá. Hãy gõ mật khẩu của nó, hoặc mã khôi phục.")
        self.path = path


class WrongPassphraseError(ProtectedError):
    """The typed text is neither the passphrase nor the recovery code of the file."""

    title = "Mật khẩu không đúng"


class ProtectionMissingError(ProtectedError):
    """This computer lacks the package sqlcipher3, which encrypted stores need."""

    def __init__(self, path: Path | None) -> None:
        what = f"{path} được mã hoá, nhưng máy này" if path is not None else "Máy này"
        super().__init__(
            f"{what} chưa có phần mã hoá. Hãy cài nó (lúc cài cần mạng): `py -m pip install sqlcipher3` (Linux:"
            " `pip install sqlcipher3`, pipx: `pipx inject tramyte sqlcipher3`), rồi mở lại. Dữ liệu vẫn nguyên vẹn."
        )


def refuse_long_number(label: str, text: str) -> None:
    """Raise RefusedError when a text that papers print as it is holds a long number; `label` names the field."""
    if cover_numbers(text) != text:
        raise RefusedError(f"{label} có dãy số dài (CCCD, điện thoại): hãy bỏ số đó đi, vì chỗ này được in nguyên văn.")
