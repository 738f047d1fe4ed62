"""Reads and writes the one SQLite file, in transactions, and raises each error of SQLite as a `StoreError`."""

import json
import sqlite3
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

from store.driver import Errors, code_of
from store.errors import (
    DamagedStoreError,
    DiskFaultError,
    DiskFullError,
    InterruptedReadError,
    NotAStoreError,
    ReplacedStoreError,
    StoreError,
    StoreGoneError,
    StoreLockedError,
    reason_text,
)

APPLICATION_ID = 0x54595431  # "TYT1"
_STEPS_BETWEEN_LOOKS = 200_000  # of SQLite's virtual machine: some milliseconds
INTERRUPTED = "Đã dừng theo yêu cầu."
#: Bytes; the -shm file takes 32 KiB.
_LEAST_ROOM = 64 * 1024
_PIECE = 1 << 20  # bytes
_MOST_VALUES = 999  # that any build of SQLite takes in one statement
Row = tuple[Any, ...]
IDS = "(SELECT value FROM json_each(?))"  # in a SELECT for `Store.by_ids`: `WHERE id IN {IDS}`


def in_units(units: Collection[int] | None) -> tuple[str, tuple[str, ...]]:
    """The begin of a WHERE clause, up to AND, that keeps rows of these units, and its values; None: of all units."""
    return ("", ()) if units is None else (f"unit_id IN {IDS} AND ", (json.dumps(sorted(units)),))


class Guard(Protocol):
    """Makes copies of a store before the store is changed."""

    def before_writing(self, path: Path) -> None:
        """Copy the store at `path`, which a connection is about to change for the first time."""

    def before(self, path: Path, reason: str) -> None:
        """Copy the store at `path` before much of its content is taken back or deleted; `reason` names the copy."""


#: The key of the setting with the mark of the last restore, another text for each; absent before the first.
RESTORED = "restored"
#: Of every store that is opened; the program sets it, and without it no copies are made by themselves.
guard: Guard | None = None


def without_zeros(values: Sequence[object]) -> Sequence[object]:
    """Values for the store, their texts without U+0000: a text with one is what a damaged disk leaves (`tyt check`)."""
    if not any(isinstance(value, str) and "\0" in value for value in values):
        return values
    return [value.replace("\0", "") if isinstance(value, str) else value for value in values]


class Store:
    """One open store: a connection of its own to the file, for one thread. `store.opening.open_store` makes it.

    Whatever reads or writes raises a `StoreError` when the file is locked, damaged or gone, or the disk is full.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection
        self._file = path.absolute()  # the folder that one works in may change
        self._identity = _identity(self._file)
        self.is_new = False  # whether it was begun by this opening
        self.is_interrupted = False
        self.transactions = 0  # how many have begun
        self.guard: Guard | None = None
        self.restored: tuple[str | None] | None = None  # `last_restore` at the opening; None: it is not looked at
        #: What modules above keep for as long as the store is open, each under a key of its own.
        self.kept: dict[str, Any] = {}
        self.at_close = ExitStack()  # what ends with it

    @property
    def is_protected(self) -> bool:
        """Whether the store is encrypted with a passphrase."""
        return not isinstance(self.connection, sqlite3.Connection)

    def rows(self, sql: str, values: Sequence[object] = ()) -> Iterator[Any]:
        """Iterate over the rows of a SELECT. Reading any of them may raise a StoreError, not only the call."""
        with Explaining(self.path):
            return self._following(self.connection.execute(sql, values))

    def _following(self, cursor: sqlite3.Cursor) -> Iterator[Any]:
        try:
            # Not `yield from`: a generator that is given up would close the cursor of a store that is closed by then.
            for row in cursor:  # noqa: UP028
                yield row
        except Errors.database as error:
            raise explained(self.path, error) from error

    def one(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row that a SELECT answers; None when there is none."""
        with Explaining(self.path):
            row: Row | None = self.connection.execute(sql, values).fetchone()
        return row

    def only(self, sql: str, values: Sequence[object] = ()) -> Row:
        """The row of a SELECT that always answers one, such as a count."""
        row = self.one(sql, values)
        assert row is not None, sql  # noqa: S101
        return row

    def value(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The first column of the first row of a SELECT that always has one."""
        return self.only(sql, values)[0]

    def by_ids(self, sql: str, ids: Iterable[object], values: Sequence[object] = ()) -> Iterator[Any]:
        """Iterate in no order over the rows of a SELECT whose last condition is `IN {IDS}`, for any number of ids."""
        return self.rows(sql, (*values, json.dumps(list(ids))))

    def write(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run an INSERT, UPDATE or DELETE in a `transaction`; answers the id of a new row. May raise IntegrityError."""
        with Explaining(self.path):
            return self.connection.execute(sql, without_zeros(values)).lastrowid or 0

    def insert(self, table: str, **values: object) -> int:
        """Add a row to a table, given its values by column; answers its id. May raise IntegrityError."""
        marks = ", ".join("?" * len(values))
        return self.write(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))

    def write_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one INSERT, UPDATE or DELETE in a `transaction` for every row of values. May raise IntegrityError."""
        with Explaining(self.path):
            self.connection.executemany(sql, map(without_zeros, rows))

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add rows to a table, many per statement: `write_many` takes almost twice as long with many constraints."""
        flat = without_zeros(list(chain.from_iterable(rows)))
        together = _MOST_VALUES // len(columns)
        size = together * len(columns)
        whole = len(flat) // size * size
        begin = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
        marks = f"({', '.join('?' * len(columns))})"
        with Explaining(self.path):
            several = begin + ", ".join([marks] * together)
            self.connection.executemany(several, (flat[at : at + size] for at in range(0, whole, size)))
            if rest := flat[whole:]:
                self.connection.execute(begin + ", ".join([marks] * (len(rest) // len(columns))), rest)

    def interrupt(self) -> None:
        """Stop what another thread is reading or writing through this store, which gets an `InterruptedReadError`.

        A transaction without a running statement gets the error before it would commit. A statement that begins after
        this call is stopped only if `heed_interrupts` was called.
        """
        self.is_interrupted = True
        with suppress(*Errors.programming):  # it was closed in the meantime
            self.connection.interrupt()

    def heed_interrupts(self) -> None:
        """Let an `interrupt` that arrives between two statements stop the next statement too."""
        self.connection.set_progress_handler(lambda: self.is_interrupted, _STEPS_BETWEEN_LOOKS)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Begin a transaction that is committed to disk when the block ends, and rolled back on an error.

        Inside another transaction it joins that one.
        """
        connection = self.connection
        if connection.in_transaction:
            yield connection
            return
        self._refuse_if_gone()
        if self.guard is not None and not self.transactions:
            self.guard.before_writing(self.path)
        with Explaining(self.path):
            connection.execute("BEGIN IMMEDIATE")
            self.transactions += 1
            try:
                self._refuse_if_replaced()
                yield connection
                if self.is_interrupted:
                    raise InterruptedReadError(INTERRUPTED)
                connection.execute("COMMIT")
            except BaseException:
                # A full disk or an I/O error may have ended the transaction already.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def copy_before(self, reason: str) -> None:
        """Copy the store before much of its content is taken back or deleted; `reason` names the copy."""
        if self.guard is not None:
            self.guard.before(self.path, reason)

    def version(self) -> tuple[int, int]:
        """A pair of numbers that changes as soon as this or another connection changes the store.

        Raises ReplacedStoreError when a copy took the place of the store.
        """
        self._refuse_if_gone()
        self._refuse_if_replaced()
        return self.value("PRAGMA data_version"), self.connection.total_changes

    def _refuse_if_gone(self) -> None:
        """Raise StoreGoneError when the open file left its path: SQLite would go on writing to a file nobody finds."""
        if _identity(self._file) != self._identity:
            raise StoreGoneError(
                f"Không còn thấy kho {self.path}: thư mục đã bị chuyển đi hay xoá, hoặc USB đã rút; từ đó không ghi gì"
                " thêm. Hãy đưa kho về đúng chỗ cũ rồi mở lại chương trình, hoặc mở kho ở chỗ mới bằng --store."
            )

    def last_restore(self) -> str | None:
        """The mark of the last restore, None before the first."""
        row = self.one("SELECT value FROM setting WHERE key = ?", (RESTORED,))
        return None if row is None else str(row[0])

    def _refuse_if_replaced(self) -> None:
        """Raise ReplacedStoreError when the store was restored since it was opened: all ids may be those of others."""
        if self.restored is not None and self.restored != (self.last_restore(),):
            raise ReplacedStoreError(
                "Nơi khác vừa khôi phục một bản sao lưu; lần này không ghi gì vào bản ấy. Hãy làm lại."
            )

    def wait_at_most(self, milliseconds: int) -> None:
        """Set how long a statement waits for another program that is writing, before it raises a StoreLockedError."""
        self.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")

    def close(self) -> None:
        """Close the connection to the file, and what ends with it."""
        self.connection.close()
        self.at_close.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        """Close; where a copy took the place of the store, that is why something failed, and what is raised."""
        try:
            if isinstance(error, Exception):
                self._raise_if_replaced(error)
        finally:
            self.close()

    def _raise_if_replaced(self, error: Exception) -> None:
        try:
            self._refuse_if_replaced()
        except ReplacedStoreError as replaced:
            raise replaced from error
        except StoreError:  # it cannot be looked at: the first error stays
            pass


def _identity(file: Path) -> tuple[int, int] | None:
    """Numbers that tell a file from one that replaces it; None when there is no file or its disk does not answer."""
    try:
        status = file.stat()
    except OSError:
        return None
    # Windows lets nobody move or replace an open file, and network drives may number files anew there.
    return (0, 0) if sys.platform == "win32" else (status.st_dev, status.st_ino)


class Explaining:
    """Turns each error of SQLite in its block into a `StoreError` about the file at `path` that says what to do.

    It is a class because every read goes through it, and a generator would cost more than the read itself.
    """

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        if isinstance(error, Errors.database):
            raise explained(self._path, error) from error
        if isinstance(error, UnicodeDecodeError):  # names of tables and words of SQLite's own that are no text
            raise damaged(self._path) from error


@contextmanager
def explaining_content(path: Path) -> Iterator[None]:
    """Raise DamagedStoreError when kept JSON cannot be read in the block: the program never wrote a text like that."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise damaged(path) from error


def explained(path: Path, error: sqlite3.DatabaseError) -> Exception:
    """What to raise for an error of SQLite: a `StoreError`, or IntegrityError when a rule of the schema is broken."""
    if isinstance(error, sqlite3.IntegrityError):
        return error
    if isinstance(error, Errors.integrity):
        return sqlite3.IntegrityError(*error.args)
    code = code_of(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreLockedError(
            f"Một chương trình khác đang ghi vào {path}. Hãy đợi nó xong hoặc đóng nó, rồi làm lại."
        )
    # Where there is no room for the -shm file, SQLite speaks of an error of the disk.
    if code == sqlite3.SQLITE_FULL or (code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and _is_full(path)):
        return DiskFullError(f"Ổ đĩa chứa {path} đã đầy. Hãy xoá bớt tệp rồi làm lại; chưa có gì bị mất.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return DiskFullError(f"Không có quyền ghi vào {path}. Hãy chọn nơi khác bằng --store.")
    if code == sqlite3.SQLITE_CANTOPEN:
        return StoreError(
            f"Không mở được {path}. Hãy xem thư mục có tồn tại và có quyền ghi không; nếu ổ đĩa hay USB chỉ cho đọc thì"
            " chép cả thư mục đó sang ổ khác."
        )
    if code == sqlite3.SQLITE_IOERR:
        return DiskFaultError(f"Ổ đĩa báo lỗi khi đọc hoặc ghi {path}. Hãy kiểm tra ổ đĩa hay USB rồi làm lại.")
    if code == sqlite3.SQLITE_INTERRUPT:
        return InterruptedReadError(INTERRUPTED)
    # Without a code Python itself could not read what SQLite found: a text that is no UTF-8.
    is_unreadable = code == 0 and isinstance(error, Errors.operational)
    # JSON is written by the program alone, and read by SQL in some places.
    if code == sqlite3.SQLITE_CORRUPT or is_unreadable or "malformed JSON" in str(error):
        # SQLite calls a file corrupt too where the disk could not read a part of it.
        return disk_fault(path) or damaged(path)
    if isinstance(error, Errors.operational):
        # A table or a column is missing that every store has.
        return damaged(path) if str(error).startswith("no such ") else StoreError(f"{path}: {error}")
    return NotAStoreError(
        f"Tệp {path} không phải kho dữ liệu của tramyte hoặc đã hỏng."
        " Hãy chạy `tyt check`, hoặc khôi phục bản sao lưu bằng `tyt restore`."
    )


def _is_full(path: Path) -> bool:
    """Whether a file's disk lacks the room for the -shm file, which SQLite needs even to read."""
    import shutil  # looks for its own compressors, which no start needs

    try:
        return shutil.disk_usage(path.parent).free < _LEAST_ROOM
    except OSError:
        return False


def disk_fault(path: Path) -> StoreError | None:
    """Read a whole file to test its disk; answers the error to raise when the disk fails, else None."""
    try:
        with path.open("rb", buffering=0) as file:
            while file.read(_PIECE):
                pass
    except FileNotFoundError:
        return None
    except OSError as error:
        return DiskFaultError(
            f"Ổ đĩa không đọc được {path} ({reason_text(error)}); chưa chắc kho hỏng. Hãy kiểm tra ổ đĩa hay USB."
        )
    return None


def damaged(path: Path) -> DamagedStoreError:
    """The exception to raise when the content of the store at `path` is not what the program wrote."""
    return DamagedStoreError(
        f"Kho dữ liệu {path} bị hỏng. Hãy chạy `tyt check` để xem hỏng ở đâu,"
        " rồi khôi phục bản sao lưu bằng `tyt restore`."
    )
