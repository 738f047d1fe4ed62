"""Makes the key of an encrypted store from a recovery code, and keeps the code in a file that a passphrase opens.

The key is never written. `tramyte.sqlite3-1f….khoa` holds the recovery code in a small SQLCipher file of its own, whose
key is made from the passphrase by scrypt, slowly and with much memory, so that guesses cost time. Whoever has the code
needs no such file: code and salt of the store give the key. So a code is worth as much as the store.
"""

import contextlib
import hashlib
import hmac
import secrets
import sqlite3
import unicodedata
from pathlib import Path

from store import driver, whole_files
from store.database import Explaining, explained
from store.errors import RefusedError, StoreError, WrongPassphraseError, reason_text

ENDING = ".khoa"
SHORTEST = 8  # letters of a passphrase
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none is taken for another; five bits each
_SECRET, _CHECK, _GROUP = 26, 2, 4  # letters: 130 bits, two by which a slip is seen
_ALIKE = str.maketrans("OILU", "011V")
#: 32 MB and about a fifth of a second for each guess.
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P, _SCRYPT_MOST = 1 << 15, 8, 1, 1 << 26


def new_salt() -> bytes:
    """Make the 16 bytes of salt for a new key, which begin with the mark of an encrypted store."""
    return driver.MARK + secrets.token_bytes(driver.SALT_LENGTH - len(driver.MARK))


def new_code() -> str:
    """Make a random recovery code, in groups: `7KQ2-…`."""
    secret = "".join(secrets.choice(_LETTERS) for _ in range(_SECRET))
    whole = secret + _check(secret)
    return "-".join(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))


def hold(salt: bytes, code: str) -> None:
    """Make the key from salt and recovery code and keep it, so that files with this salt can be opened."""
    driver.hold_key(salt, _key(code, salt))


def write(path: Path, salt: bytes, code: str, passphrase: str) -> Path:
    """Write the key file beside the store at `path`, encrypted by the passphrase. Raises RefusedError, StoreError."""
    if len(_clean(passphrase)) < SHORTEST:
        raise RefusedError(f"Mật khẩu phải có ít nhất {SHORTEST} chữ.")
    target = _of_folder(path.absolute().parent, salt) or name(path, salt)
    own_salt = secrets.token_bytes(driver.SALT_LENGTH)
    try:
        with whole_files.written_beside(target) as beside:
            key = _slow_key(passphrase, own_salt)
            with Explaining(target), contextlib.closing(driver.connect_by(beside, key, own_salt)) as connection:
                connection.execute("CREATE TABLE recovery (code TEXT NOT NULL)")
                connection.execute("INSERT INTO recovery VALUES (?)", (code,))
            if _code_in(beside, passphrase) != code:
                raise StoreError(f"Không ghi đúng được {target}. Hãy kiểm tra ổ đĩa rồi làm lại.")
            whole_files.put(beside, target)
    except OSError as error:
        raise StoreError(f"Không ghi được {target} ({reason_text(error)}).") from error
    return target


def unlock(path: Path, typed: str) -> str:
    """Unlock the protected file at `path` by its passphrase or its recovery code; answers the recovery code.

    Raises WrongPassphraseError when the text is neither, RefusedError when the file is not protected.
    """
    salt = driver.salt_of(path)
    if salt is None:
        raise RefusedError(f"{path} không được mã hoá.")
    driver.load_cipher(path)
    found = find(path)
    code = _as_code(typed)
    if code is not None and not _opens(path, code, salt):
        code = None
    if code is None and found is not None:
        code = _code_in(found, typed)  # if the store does not open by it all the same, it is damaged
    if code is None:
        without = f" Thiếu tệp {name(path, salt).name} cạnh kho: chỉ mã khôi phục mở được." if found is None else ""
        raise WrongPassphraseError(
            f"Không mở được {path.name} bằng điều vừa gõ. Hãy xem Caps Lock và bộ gõ tiếng Việt rồi gõ lại,"
            f" hoặc gõ mã khôi phục.{without}"
        )
    hold(salt, code)
    return code


def find(path: Path) -> Path | None:
    """The key file of the protected file at `path`: beside it, or beside the store or the copies that it belongs to."""
    salt = driver.salt_of(path)
    if salt is None:
        return None
    folder = path.absolute().parent
    places = (folder, folder.parent, folder / f"{path.stem}-sao-luu")
    return next((file for place in places if (file := _of_folder(place, salt)) is not None), None)


def _of_folder(folder: Path, salt: bytes) -> Path | None:
    """The key file of this salt in a folder, whichever store its name begins with; None when there is none."""
    with contextlib.suppress(OSError):
        return min(folder.glob(f"*-{_id(salt)}{ENDING}"), default=None)
    return None


def carry(path: Path, folder: Path) -> None:
    """Copy the key file of the protected file at `path` into a folder of copies. Raises OSError when that fails."""
    salt, source = driver.salt_of(path), find(path)
    if salt is None or source is None or source.parent == folder.absolute():
        return
    there, content = _of_folder(folder, salt) or folder / source.name, source.read_bytes()
    if not there.exists() or there.read_bytes() != content:
        with whole_files.written_beside(there) as beside:
            beside.write_bytes(content)
            whole_files.put(beside, there)


def name(path: Path, salt: bytes) -> Path:
    """The path of the key file of a store at `path` that is protected by this salt."""
    return path.with_name(f"{path.name}-{_id(salt)}{ENDING}")


def _id(salt: bytes) -> str:
    return salt[len(driver.MARK) :].hex()


def _clean(typed: str) -> str:
    """Remove the spaces around a typed text and compose its diacritics (NFC)."""
    return unicodedata.normalize("NFC", typed.strip())


def _slow_key(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        _clean(passphrase).encode(), salt=salt, n=_SCRYPT_N, r=_SCRYPT_R, p=_SCRYPT_P, maxmem=_SCRYPT_MOST, dklen=32
    )


def _key(code: str, salt: bytes) -> bytes:
    secret = code.replace("-", "")[:_SECRET]
    return hmac.digest(secret.encode(), salt, "sha256")


def _code_in(file: Path, passphrase: str) -> str | None:
    """Read the recovery code from a key file; None when the passphrase does not open it."""
    with file.open("rb") as opened:
        salt = opened.read(driver.SALT_LENGTH)
    try:
        with contextlib.closing(driver.connect_by(file, _slow_key(passphrase, salt), salt)) as connection:
            row = connection.execute("SELECT code FROM recovery").fetchone()
    except driver.Errors.database as error:
        _raise_unless_wrong(file, error)
        return None
    return None if row is None else str(row[0])


def _opens(path: Path, code: str, salt: bytes) -> bool:
    """Whether the key that a code makes opens the file."""
    try:
        with contextlib.closing(driver.connect_by(path, _key(code, salt), salt)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except driver.Errors.database as error:
        _raise_unless_wrong(path, error)
        return False
    return True


def _raise_unless_wrong(file: Path, error: sqlite3.DatabaseError) -> None:
    """Raise StoreError, unless the error says that the key is not that of the file."""
    if driver.code_of(error) != sqlite3.SQLITE_NOTADB:
        raise explained(file, error) from error


def _as_code(typed: str) -> str | None:
    """Read a typed recovery code however it is spelt; None when the text is no such code."""
    letters = "".join(each for each in typed.upper() if each.isalnum()).translate(_ALIKE)
    secret, check = letters[:_SECRET], letters[_SECRET:]
    if len(letters) != _SECRET + _CHECK or not set(letters) <= set(_LETTERS) or _check(secret) != check:
        return None
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def _check(secret: str) -> str:
    """Two letters that are computed from the code, by which a typing error is noticed."""
    number = int.from_bytes(hashlib.sha256(secret.encode()).digest()[:2])
    return _LETTERS[number & 31] + _LETTERS[number >> 5 & 31]
