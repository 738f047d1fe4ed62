"""The one SQLite file: its connection, its transactions and its reads, each error raised as a `StoreError`."""

import json
import sqlite3
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
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
    """How a WHERE begins that has more behind it, of rows with a `unit_id`, and its values; None: of all units."""
    return ("", ()) if units is None else (f"unit_id IN {IDS} AND ", (json.dumps(sorted(units)),))


class Guard(Protocol):
    """Has copies of a store made before it is changed."""

    def before_writing(self, path: Path) -> None:
        """The store at `path` is about to be changed for the first time over a connection."""

    def before(self, path: Path, reason: str) -> None:
        """Much in it is about to be taken back or deleted."""


#: Of every store that is opened; the program sets it, and without it no copies are made by themselves.
guard: Guard | None = None


class Store:
    """One open store: a connection of its own to the file, for one thread. `store.opening.open_store` makes it.

    Whatever reads or writes raises a `StoreError` when the file is locked, damaged or gone, or the disk is full.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection
        self._file = path.absolute()  # the folder that one works in may change
        self._identity = _identity(self._file)
        self.is_interrupted = False
        self.transactions = 0  # how many have begun
        self.guard: Guard | None = None
        #: What modules above keep for as long as the store is open, each under a key of its own.
        self.kept: dict[str, Any] = {}

    @property
    def is_protected(self) -> bool:
        """Whether it is encrypted, and a passphrase opens it."""
        return not isinstance(self.connection, sqlite3.Connection)

    def rows(self, sql: str, values: Sequence[object] = ()) -> Iterator[Any]:
        """The rows that a SELECT answers, read one after the other; an error may come with any of them."""
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
        """The first column of the row of a SELECT that always answers one."""
        return self.only(sql, values)[0]

    def by_ids(self, sql: str, ids: Iterable[object], values: Sequence[object] = ()) -> Iterator[Any]:
        """The rows of a SELECT whose last condition is `IN {IDS}`: of any number of ids, in no order."""
        return self.rows(sql, (*values, json.dumps(list(ids))))

    def write(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run one INSERT, UPDATE or DELETE in a `transaction`; the id of a new row. May raise IntegrityError."""
        with Explaining(self.path):
            return self.connection.execute(sql, values).lastrowid or 0

    def insert(self, table: str, **values: object) -> int:
        """Add a row with these values of its columns, as `write`; answers its id."""
        marks = ", ".join("?" * len(values))
        return self.write(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))

    def write_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one INSERT, UPDATE or DELETE for every row, as `write`."""
        with Explaining(self.path):
            self.connection.executemany(sql, rows)

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add rows, many with each statement: `write_many` takes almost twice the time for rows under many rules."""
        flat = list(chain.from_iterable(rows))
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
        """Stop what another thread is reading or writing through this store: it gets an `InterruptedReadError`.

        A transaction that SQLite has nothing to do for at this moment gets it before it would commit, a statement
        that begins after it only when the store heeds interrupts.
        """
        self.is_interrupted = True
        with suppress(*Errors.programming):  # it was closed in the meantime
            self.connection.interrupt()

    def heed_interrupts(self) -> None:
        """Let an `interrupt` that comes between two statements stop the next one too."""
        self.connection.set_progress_handler(lambda: self.is_interrupted, _STEPS_BETWEEN_LOOKS)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; on disk when the block ends. Inside another transaction it is part of that one."""
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
        """Have a copy made of the store as it is now: much is about to be taken back or deleted."""
        if self.guard is not None:
            self.guard.before(self.path, reason)

    def version(self) -> tuple[int, int]:
        """A value that changes as soon as anybody changes anything, this connection or another."""
        self._refuse_if_gone()
        return self.value("PRAGMA data_version"), self.connection.total_changes

    def _refuse_if_gone(self) -> None:
        """Raise StoreGoneError where another file or none is at the path: SQLite would go on in one nobody finds."""
        if _identity(self._file) != self._identity:
            raise StoreGoneError(
                f"Không còn thấy kho {self.path}: thư mục đã bị chuyển đi hay xoá, hoặc USB đã rút; từ đó không ghi gì"
                " thêm. Hãy đưa kho về đúng chỗ cũ rồi mở lại chương trình, hoặc mở kho ở chỗ mới bằng --store."
            )

    def wait_at_most(self, milliseconds: int) -> None:
        """How long to wait for another program that is writing, before a StoreLockedError says so."""
        self.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")

    def close(self) -> None:
        """Give the file back."""
        self.connection.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _identity(file: Path) -> tuple[int, int] | None:
    """What tells the file from any other that may take its place; None: there is none, or its disk does not answer."""
    try:
        status = file.stat()
    except OSError:
        return None
    # Windows lets nobody move or replace an open file, and network drives may number files anew there.
    return (0, 0) if sys.platform == "win32" else (status.st_dev, status.st_ino)


class Explaining:
    """A block in which what SQLite says of the file at `path` becomes a `StoreError` that says what to do.

    A class, because every read goes through it, and a generator would cost more than the read itself.
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
    """Turn what a reader of JSON meets in a text that the program never wrote into a DamagedStoreError."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise damaged(path) from error


def explained(path: Path, error: sqlite3.DatabaseError) -> Exception:
    """What to raise for an error of SQLite: a `StoreError`, or the error itself when a rule of the schema is broken."""
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
        return StoreError(f"Không mở được {path}. Hãy xem thư mục có tồn tại và có quyền ghi không.")
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
        return StoreError(f"{path}: {error}")
    return NotAStoreError(
        f"Tệp {path} không phải kho dữ liệu của tramyte hoặc đã hỏng."
        " Hãy chạy `tyt check`, hoặc khôi phục bản sao lưu bằng `tyt restore`."
    )


def _is_full(path: Path) -> bool:
    """Whether the disk of a file has no room for what SQLite needs beside it even to read."""
    import shutil  # looks for its own compressors, which no start needs

    try:
        return shutil.disk_usage(path.parent).free < _LEAST_ROOM
    except OSError:
        return False


def disk_fault(path: Path) -> StoreError | None:
    """Read every byte of a file: what to raise where the disk cannot; None: it can, or there is no file."""
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
    """What to raise where the content of the store at `path` is not what the program wrote."""
    return DamagedStoreError(
        f"Kho dữ liệu {path} bị hỏng. Hãy chạy `tyt check` để xem hỏng ở đâu,"
        " rồi khôi phục bản sao lưu bằng `tyt restore`."
    )
