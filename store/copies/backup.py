"""Makes verified copies of the store, each with the content of one moment and complete or absent."""

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from store import database, driver, key_file, migrations, whole_files
from store.copies import shelf
from store.driver import Errors
from store.errors import DiskFaultError, DiskFullError, NotAStoreError, RefusedError, StoreError, reason_text
from store.frozen import frozen

#: At these bytes the header of an SQLite file says how it is written and read: 2 is with a -wal, 1 is one file alone.
_MODES_AT, _ALONE = 18, b"\x01\x01"
_CODE = re.compile(r"error code=(\d+)")


@frozen
class Totals:
    """The numbers of people, changes, values and submissions in a store."""

    people: int  # on the staff
    records: int  # of people, those who left too
    changes: int
    values: int  # in the history
    submissions: int
    last_change: int  # its number; 0: there is none
    last_at: str  # when that was; ""


def totals(connection: sqlite3.Connection) -> Totals:
    """Count what is in a store of any version."""
    row = connection.execute(
        "SELECT (SELECT count(*) FROM staff WHERE removed_at IS NULL), (SELECT count(*) FROM staff),"
        " (SELECT count(*) FROM change), (SELECT count(*) FROM history), (SELECT count(*) FROM submission),"
        " (SELECT ifnull(max(id), 0) FROM change), ifnull((SELECT at FROM change ORDER BY id DESC LIMIT 1), '')"
    ).fetchone()
    return Totals(*row)


class Snapshot:
    """The store at `path` frozen at the present moment for copying, while other programs go on writing.

    Another thread than the one that made it may copy it. Raises StoreError when the store is missing or empty.
    """

    def __init__(self, path: Path, *, is_copy: bool = False) -> None:
        """`is_copy`: make and remove no file beside this one, as the last to close a store otherwise does."""
        self.path = path
        with database.Explaining(path):
            self._connection = _to_read(path) if is_copy else driver.connect(path, is_alone=False)
            self._salt = driver.salt_of(path)
            try:
                if not migrations.applied(path, self._connection):
                    raise NotAStoreError(f"{path} rỗng, không có dữ liệu nào.")
                self._connection.execute("BEGIN")
                self._connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            except BaseException:
                self._connection.close()
                raise

    def is_empty(self) -> bool:
        """Whether the store has no change in its history."""
        with database.Explaining(self.path):
            return self._connection.execute("SELECT 1 FROM change LIMIT 1").fetchone() is None

    def setting(self, key: str) -> str:
        """A setting of the store; "" where it has none."""
        with database.Explaining(self.path):
            row = self._connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        return "" if row is None else str(row[0])

    def write(self, target: Path) -> None:
        """Write a verified copy to `target`. Raises StoreError; then `target` is as it was."""
        try:
            whole_files.make_private_folder(target.parent)
            with whole_files.written_beside(target) as beside:
                self.fill(beside, target)
                key_file.carry(self.path, target.parent)
                whole_files.put(beside, target)
        except OSError as error:
            raise _no_room(target, error) from error

    def fill(self, file: Path, target: Path) -> None:
        """Write the copy, protected as the store is, into the empty `file` and verify it; errors name `target`."""
        with database.Explaining(self.path):
            wanted = totals(self._connection)
        self._copy(file, target)
        if self._salt is None:
            _stand_alone(file)
        if verify(file, target) != wanted:
            raise NotAStoreError(f"Bản sao {target} không đủ so với kho. Hãy sao lưu lại.")

    def _copy(self, file: Path, target: Path) -> None:
        with database.Explaining(target), contextlib.closing(driver.connect(file, salt=self._salt)) as written:
            written.execute("PRAGMA journal_mode = OFF")  # a copy that is cut is thrown away
            written.execute("PRAGMA synchronous = OFF")
            try:
                self._connection.backup(written)
                if self._salt is not None:  # what says so in a plain file is encrypted here
                    written.execute("PRAGMA journal_mode = DELETE")
            except Errors.operational as error:  # no room, no right to write: damage is another kind of error
                is_locked = driver.code_of(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
                raise database.explained(self.path if is_locked else target, error) from error
            except Errors.database as error:
                raise database.explained(self.path, error) from error

    def close(self) -> None:
        """End the snapshot and close its connection to the store."""
        self._connection.close()


def back_up(path: Path, *, to: Path | None = None, reason: str = "", sparing: Path | None = None) -> Path:
    """Copy the store at `path` and verify the copy; answers its path. Raises StoreError when none could be made.

    Without `to` it joins the other copies, of which superfluous ones are deleted, but not `sparing`.
    """
    if to is not None:
        _refuse_target(path, to)
    with contextlib.closing(Snapshot(path)) as snapshot:
        return keep(snapshot, to=to, reason=reason, sparing=sparing)


def keep(
    snapshot: Snapshot,
    *,
    to: Path | None = None,
    reason: str = "",
    sparing: Path | None = None,
    within: Path | None = None,
) -> Path:
    """Write a copy of the snapshot to `to`, or to the folder of copies, or to the folder `within`; answers its path."""
    if to is None:
        shelf.sweep(snapshot.path, within)
    target = to or shelf.new_name(snapshot.path, reason, within)
    snapshot.write(target)
    if to is None:
        shelf.thin(snapshot.path, [one for one in (target, sparing) if one is not None], within)
    return target


def _no_room(target: Path, error: OSError) -> StoreError:
    return DiskFullError(
        f"Không sao lưu được vào {target.parent} ({reason_text(error)})."
        " Hãy xem USB còn cắm, ổ đĩa còn chỗ và có quyền ghi không."
    )


def _refuse_target(path: Path, target: Path) -> None:
    """Raise RefusedError unless `target` is free or an older copy that the program does not keep itself."""
    if target.is_dir():
        raise RefusedError(f"{target} là một thư mục. Hãy ghi thêm tên tệp.")
    if not target.exists():
        return
    if target.samefile(path):
        raise RefusedError(f"{target} chính là kho đang dùng. Hãy ghi tên tệp khác.")
    if any(target.samefile(copy.path) for copy in shelf.copies(path)):
        raise RefusedError(f"{target} là một bản sao mà chương trình giữ. Hãy ghi tên tệp khác.")
    try:
        verify(target)
    except StoreError:
        raise RefusedError(f"Đã có tệp {target} và đó không phải một bản sao lưu. Hãy ghi tên khác.") from None


def _stand_alone(file: Path) -> None:
    """Mark a copy as a file without a -wal, so that it can be read from a write-protected disk."""
    with file.open("rb+") as opened:
        opened.seek(_MODES_AT)
        opened.write(_ALONE)


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an existing store to read; an unreadable file raises here and not at the first use."""
    with contextlib.closing(_to_read(path)) as connection:
        yield connection


def _to_read(path: Path) -> sqlite3.Connection:
    """Open a store to read; if a killed program left a -wal, reopen it for writing so that SQLite can repair it."""
    for mode in ("ro", "rw"):
        connection = driver.connect(path, mode, is_alone=False)
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            break
        except BaseException as error:
            connection.close()
            code = driver.code_of(error) if isinstance(error, Errors.operational) else 0
            if mode == "rw" or code != sqlite3.SQLITE_READONLY:
                raise
    return connection


@contextlib.contextmanager
def copy_to_read(path: Path, error: StoreError) -> Iterator[Path]:
    """Make a temporary copy of a store that could not be opened, as SQLite may make no file beside it.

    Raises `error` when it was about something else, the copy fails, or the store is not whole without a file beside it.
    """
    code = driver.code_of(error.__cause__) if isinstance(error.__cause__, Errors.database) else 0
    before = _settled(path)
    if code not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or before is None:
        raise error
    import shutil  # looks for its own compressors, which no start needs

    with whole_files.scratch_folder() as folder:
        copy = folder / path.name
        try:
            copy.touch(mode=0o600)
            shutil.copyfile(path, copy)
        except OSError:
            raise error from None
        if _settled(path) != before:  # somebody else, who may write there, does so
            raise error
        yield copy


def _settled(path: Path) -> tuple[int, int] | None:
    """Numbers that change with the content of a store; None while a part of it may stand in a file beside it."""
    try:
        for ending in ("-wal", "-journal"):
            if (beside := Path(f"{path}{ending}")).exists() and beside.stat().st_size:
                return None
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def verify(path: Path, shown: Path | None = None) -> Totals:
    """Check that a file is a sound store of this or an older version. Raises StoreError, which says what is wrong.

    Messages name `shown`, the place of the file once it is complete.
    """
    shown = shown or path
    if (fault := database.disk_fault(path)) is not None:
        raise fault
    with database.Explaining(shown), reading(path) as connection:
        if not migrations.applied(shown, connection):
            raise NotAStoreError(f"{shown} rỗng, không có dữ liệu nào.")
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        if any(map(_is_of_the_disk, found)):
            raise DiskFaultError(f"Ổ đĩa không đọc được {shown}. Hãy kiểm tra ổ đĩa hay USB rồi làm lại.")
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        problems = [] if found == ["ok"] else found
        problems += [f"{table}, dòng {row}: trỏ tới {parent} không có" for table, row, parent, _ in broken]
        if problems:
            raise NotAStoreError(f"{shown} đã hỏng: {'; '.join(problems[:3])}. Hãy khôi phục một bản sao lưu.")
        return totals(connection)


def _is_of_the_disk(finding: str) -> bool:
    """Whether a finding of SQLite's check means an unreadable page, and not a wrong one."""
    codes = [int(code) & 0xFF for code in _CODE.findall(finding)]
    return sqlite3.SQLITE_IOERR in codes or "failed to get page" in finding
