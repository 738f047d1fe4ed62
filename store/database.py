"""Opening the one SQLite file that holds everything."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import DiskFullError, NotAStoreError, StoreError, StoreLockedError, StoreTooNewError, said
from store.models import Item

if TYPE_CHECKING:
    from store.counting.statistics import PhuLuc1Table
    from store.history import Recording

APPLICATION_ID = 0x54595431  # "TYT1"
LATEST = 2  # number of the last migration
BUSY_MILLISECONDS = 5000


class Store:
    """One open store: a connection of its own to the file, for one thread."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection
        self._items: tuple[Item, ...] | None = None
        # kept by store.counting.statistics: (version of the data, the tables that were counted from it)
        self.tables_kept: tuple[tuple[int, int], dict[object, PhuLuc1Table]] | None = None
        self.recording_now: Recording | None = None  # kept by store.history

    def items(self) -> tuple[Item, ...]:
        """The checklist, in the order of its columns; read once."""
        if self._items is None:
            rows = self.connection.execute(
                "SELECT id, key, position, title, short_title, applies_to, requires, target, due"
                " FROM item ORDER BY position"
            )
            self._items = tuple(Item(*row) for row in rows)
        return self._items

    def item(self, key: str) -> Item:
        """The item of that key.

        Raises:
            KeyError: the checklist has none.
        """
        for item in self.items():
            if item.key == key:
                return item
        raise KeyError(key)

    def forget_items(self) -> None:
        """Read the checklist again the next time: a campaign changed it."""
        self._items = None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; on disk when the block ends.

        Raises:
            StoreLockedError, DiskFullError: nothing was written.
        """
        connection = self.connection
        if connection.in_transaction:  # part of a larger one
            yield connection
            return
        with telling_errors(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # A full disk or an I/O error may have ended the transaction already.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def version(self) -> tuple[int, int]:
        """Differs from what it was before as soon as anybody changed anything."""
        return (
            self.connection.execute("PRAGMA data_version").fetchone()[0],
            self.connection.total_changes,
        )

    def close(self) -> None:
        """Give the file back."""
        self.connection.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def telling_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the file into a message that says what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _told(path, error) from error
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError):
            raise
        raise NotAStoreError(
            f"Tệp {path} không phải kho dữ liệu của tramyte hoặc đã hỏng."
            " Hãy chạy `tyt check`, hoặc khôi phục bản sao lưu bằng `tyt restore`."
        ) from error


def _told(path: Path, error: sqlite3.OperationalError) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreLockedError(
            f"Một chương trình khác đang ghi vào {path}. Hãy đợi nó xong hoặc đóng nó, rồi làm lại."
        )
    if code == sqlite3.SQLITE_FULL:
        return DiskFullError(f"Ổ đĩa chứa {path} đã đầy. Hãy xoá bớt tệp rồi làm lại; chưa có gì bị mất.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return DiskFullError(f"Không có quyền ghi vào {path}. Hãy chọn nơi khác bằng --store.")
    if code == sqlite3.SQLITE_CANTOPEN:
        return StoreError(f"Không mở được {path}. Hãy xem thư mục có tồn tại và có quyền ghi không.")
    if code == sqlite3.SQLITE_IOERR:
        return DiskFullError(f"Ổ đĩa báo lỗi khi đọc hoặc ghi {path}. Hãy kiểm tra ổ đĩa hay USB rồi làm lại.")
    return StoreError(f"{path}: {error}")


def open_store(path: Path, *, must_exist: bool = False) -> Store:
    """Open the store at `path`, made anew when there is none, brought up to the program's schema.

    Raises:
        StoreError: told in Vietnamese; the file is as it was.
    """
    try:
        is_new = not path.exists() or path.stat().st_size == 0
    except OSError as error:  # a folder that one may not look into, a name that is too long
        raise StoreError(f"Không mở được {path}. Hãy xem lại tên, và có quyền đọc thư mục không.") from error
    if is_new and must_exist:
        raise StoreError(f"Không có kho dữ liệu ở {path}.")
    if path.is_dir():
        raise NotAStoreError(f"{path} là một thư mục, không phải kho dữ liệu.")
    if is_new:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"Không tạo được thư mục {path.parent}: {said(error)}. Hãy chọn nơi khác bằng --store."
            ) from error
    with telling_errors(path):
        connection = sqlite3.connect(path, timeout=BUSY_MILLISECONDS / 1000, isolation_level=None)
        try:
            _prepare(path, connection)
        except BaseException:
            connection.close()
            raise
    store = Store(path, connection)
    if connection.execute("SELECT 1 FROM campaign LIMIT 1").fetchone() is None:
        _use_default_campaign(store)
    return store


def _use_default_campaign(store: Store) -> None:
    """A store that never had a campaign has the one that the program was made for first."""
    from store.campaigns import campaign

    campaign.use_default(store)


def schema_number(path: Path, connection: sqlite3.Connection) -> int:
    """The number of the last migration that the store at `path` has had; 0 when it has no table yet.

    Raises:
        NotAStoreError: it belongs to another program.
        StoreTooNewError: a later version of this one wrote it.
    """
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    # A crash between making the file and its first migration leaves it with no table at all.
    if not ours and connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise NotAStoreError(f"{path} là tệp SQLite của chương trình khác. Hãy chọn tệp khác.")
    if version > LATEST:
        raise StoreTooNewError(
            f"{path} do phiên bản tramyte mới hơn ghi. Hãy cập nhật chương trình; dữ liệu vẫn nguyên vẹn."
        )
    return version


def _prepare(path: Path, connection: sqlite3.Connection) -> None:
    version = schema_number(path, connection)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -16000")
    connection.execute("PRAGMA temp_store = MEMORY")
    if version < LATEST:
        _migrate(path, connection, version)


def _migrate(path: Path, connection: sqlite3.Connection, version: int) -> None:
    if version > 0:
        from store.backup import back_up

        back_up(path, reason=f"truoc-phien-ban-{LATEST}")
    import sqlite_utils

    from store import migrations

    migrations.apply(sqlite_utils.Database(connection))
