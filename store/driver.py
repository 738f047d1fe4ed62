"""Opens SQLite files: plain ones by Python's own sqlite3, protected ones by SQLCipher, which is loaded only for them.

A protected file begins with `MARK` and eight bytes that tell the key apart; SQLCipher keeps those sixteen bytes as its
salt, and everything behind them is encrypted. Keys are those that were unlocked in this run (`store.key_file`).
"""

import contextlib
import errno
import importlib
import sqlite3
from pathlib import Path
from typing import Any

from store import whole_files
from store.errors import DiskFaultError, PassphraseNeededError, ProtectionMissingError

MARK = bytes.fromhex("9d4b7fe10c86a3d2")
SALT_LENGTH = 16  # bytes
BUSY_MILLISECONDS = 5000


class Errors:
    """The error classes of sqlite3, and of SQLCipher once it is loaded, for `except` and `isinstance`."""

    any: tuple[type[sqlite3.Error], ...] = (sqlite3.Error,)
    database: tuple[type[sqlite3.DatabaseError], ...] = (sqlite3.DatabaseError,)
    operational: tuple[type[sqlite3.OperationalError], ...] = (sqlite3.OperationalError,)
    integrity: tuple[type[sqlite3.IntegrityError], ...] = (sqlite3.IntegrityError,)
    programming: tuple[type[sqlite3.ProgrammingError], ...] = (sqlite3.ProgrammingError,)


#: SQLCipher's `backup` raises errors that bear no code, only what SQLite calls the code.
_CODES = {
    "database is locked": sqlite3.SQLITE_BUSY,
    "database table is locked": sqlite3.SQLITE_LOCKED,
    "attempt to write a readonly database": sqlite3.SQLITE_READONLY,
    "disk I/O error": sqlite3.SQLITE_IOERR,
    "database disk image is malformed": sqlite3.SQLITE_CORRUPT,
    "database or disk is full": sqlite3.SQLITE_FULL,
    "unable to open database file": sqlite3.SQLITE_CANTOPEN,
    "file is not a database": sqlite3.SQLITE_NOTADB,
    "interrupted": sqlite3.SQLITE_INTERRUPT,
}
_keys: dict[bytes, bytes] = {}  # salt -> key
_salts: dict[Path, tuple[tuple[int, int], bytes | None]] = {}  # of files that were looked at, while they are the same


def code_of(error: sqlite3.Error) -> int:
    """The primary result code of SQLite for an error; 0 when the error comes from Python and has none."""
    code = getattr(error, "sqlite_errorcode", None)
    return _CODES.get(str(error), 0) if code is None else code & 0xFF


def salt_of(path: Path) -> bytes | None:
    """The salt of a protected file; None when the file is plain, empty or missing.

    A file is read once in a run: on Linux, opening and closing it again would release the locks of its open
    connections.
    """
    try:
        status = path.stat()
        identity = (status.st_dev, status.st_ino)
        known = _salts.get(path)
        if known is None or known[0] != identity:
            with path.open("rb") as file:
                head = file.read(SALT_LENGTH)
            known = identity, head if len(head) == SALT_LENGTH and head.startswith(MARK) else None
            if len(head) == SALT_LENGTH and not path.name.endswith(whole_files.ENDING):  # else it is being made
                _salts[path] = known
    except OSError as error:
        if error.errno == errno.EIO:  # to take it for plain would be wrong; whatever else it is, SQLite will meet it
            raise DiskFaultError(f"Ổ đĩa không đọc được {path}. Hãy kiểm tra ổ đĩa hay USB rồi làm lại.") from error
        return None
    return known[1]


def is_locked(path: Path) -> bool:
    """Whether the file is protected, and its key was not unlocked yet."""
    salt = salt_of(path)
    return salt is not None and salt not in _keys


def hold_key(salt: bytes, key: bytes) -> None:
    """Keep the key for files with this salt until the program ends."""
    _keys[salt] = key
    whole_files.keeps_off_disk = True


def connect(
    path: Path,
    mode: str = "rw",
    *,
    salt: bytes | None = None,
    is_alone: bool = True,
    may_read_both: bool = False,
) -> sqlite3.Connection:
    """Open the file at `path`, by its key if it is protected. Raises PassphraseNeededError, ProtectionMissingError.

    Args:
        path: path of an existing file.
        mode: "rw", or "ro" to read only.
        salt: salt that protects an empty file; None leaves it plain. A file with content has its own.
        is_alone: whether only the thread that opens the connection uses it.
        may_read_both: open even a plain file by SQLCipher, so that `export` can write a protected file from it.
    """
    was_known = path in _salts
    connection = _connected(path, mode, salt_of(path) or salt, is_alone=is_alone, may_read_both=may_read_both)
    if was_known and _is_wrong(connection):  # another file came in its place, and the disk gave it the same number
        connection.close()
        del _salts[path]
        connection = _connected(path, mode, salt_of(path), is_alone=is_alone, may_read_both=may_read_both)
    return connection


def _connected(path: Path, mode: str, salt: bytes | None, *, is_alone: bool, may_read_both: bool) -> sqlite3.Connection:
    if salt is None and not may_read_both:
        return _opened(sqlite3, path, mode, is_alone=is_alone)
    cipher = load_cipher(path)
    if salt is not None and salt not in _keys:
        raise PassphraseNeededError(path)
    connection = _opened(cipher, path, mode, is_alone=is_alone)
    _prepare(connection, salt)
    return connection


def _is_wrong(connection: sqlite3.Connection) -> bool:
    """Whether SQLite says that the file is no database, as it does of a file read with a wrong key or with none."""
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    except Errors.database as error:
        return code_of(error) == sqlite3.SQLITE_NOTADB
    return False


def connect_to_memory(like: sqlite3.Connection) -> sqlite3.Connection:
    """Open an empty store that vanishes with its connection, to copy a store of the same driver into."""
    if isinstance(like, sqlite3.Connection):
        return sqlite3.connect("", isolation_level=None)  # a file of SQLite's own
    connection: sqlite3.Connection = load_cipher(None).connect("", isolation_level=None)  # in memory alone
    connection.execute(f"PRAGMA key = \"x'{bytes(32).hex()}'\"")  # it copies only what is encrypted to what is, too
    return connection


def connect_by(path: Path, key: bytes, salt: bytes) -> sqlite3.Connection:
    """Open or create a protected file by a given key, which need not be held."""
    connection = _opened(load_cipher(path), path, "rw", is_alone=True)
    _set_key(connection, key, salt)
    return connection


def export(connection: sqlite3.Connection, target: Path, salt: bytes | None) -> None:
    """Write a store that SQLCipher has open to the empty file `target`, encrypted by the key of `salt`; None: plain."""
    key = "''" if salt is None else f"\"x'{_keys[salt].hex()}{salt.hex()}'\""
    connection.execute(f"ATTACH DATABASE ? AS exported KEY {key}", (str(target),))
    connection.execute("SELECT sqlcipher_export('exported')").fetchall()
    for name in ("application_id", "user_version"):  # it leaves them out
        value = connection.execute(f"PRAGMA main.{name}").fetchone()[0]
        connection.execute(f"PRAGMA exported.{name} = {value}")


def uri(path: Path, mode: str) -> str:
    """The URI by which SQLite opens a file: mode "ro" reads, "rw" also writes; neither creates the file.

    A path may begin with a server, not a drive: `\\\\server\\folder`; `Path.as_uri` puts that
    where SQLite wants no name.
    """
    absolute = path.absolute().as_posix()
    for special, written in (("%", "%25"), ("?", "%3f"), ("#", "%23")):
        absolute = absolute.replace(special, written)
    return f"file://{'' if absolute.startswith('/') else '/'}{absolute}?mode={mode}"


def _opened(module: Any, path: Path, mode: str, *, is_alone: bool) -> sqlite3.Connection:
    connection: sqlite3.Connection = module.connect(
        uri(path, mode),
        uri=True,
        isolation_level=None,
        check_same_thread=is_alone,
        timeout=BUSY_MILLISECONDS / 1000,
    )
    return connection


def _prepare(connection: sqlite3.Connection, salt: bytes | None) -> None:
    if salt is None:
        connection.execute("PRAGMA cipher_log_level = NONE")
    else:
        _set_key(connection, _keys[salt], salt)


def _set_key(connection: sqlite3.Connection, key: bytes, salt: bytes) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would write over the screen
    connection.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")


def load_cipher(path: Path | None) -> Any:
    """Import SQLCipher's driver and add its classes to `Errors`. Raises ProtectionMissingError when it is missing."""
    try:
        module = importlib.import_module("sqlcipher3.dbapi2")
    except ImportError as error:
        raise ProtectionMissingError(path) from error
    if len(Errors.any) == 1:
        with contextlib.suppress(AttributeError):
            Errors.any += (module.Error,)
            Errors.database += (module.DatabaseError,)
            Errors.operational += (module.OperationalError,)
            Errors.integrity += (module.IntegrityError,)
            Errors.programming += (module.ProgrammingError,)
    return module


def is_available() -> bool:
    """Whether this computer can open and make protected stores."""
    try:
        load_cipher(None)
    except ProtectionMissingError:
        return False
    return True
