"""Opens the store: the file, its pragmas, its migrations, and the first campaign of a new one."""

import contextlib
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

from store import database, driver, location, migrations, whole_files
from store.campaigns import shipped
from store.database import Explaining, Store
from store.errors import NotAStoreError, StoreError, StoreMissingError, reason_text


def open_store(path: Path, *, must_exist: bool = False, anew: bool = False) -> Store:
    """Open the store at `path`, created when missing, and apply pending migrations.

    Raises StoreError when that fails; the file is then as it was. Raises StoreMissingError, unless `anew`, when the
    store is missing and `must_exist` is set, or its copies or its log show that it was at the path before, or its
    folder is missing too and is not the one that the program makes for itself.
    """
    is_new = _is_missing(path)
    if is_new:
        if not anew:
            _refuse_where_one_was(path, must_exist=must_exist)
        _make(path)
    whole_files.close_to_others(path)
    connection = _connect(path)
    store = Store(path, connection)
    store.is_new = is_new
    store.guard = database.guard
    store.restored = (store.last_restore(),)
    if store.one("SELECT 1 FROM campaign LIMIT 1") is None:  # its making was cut, by a version up to 0.1
        _use_default_campaign(store)
    elif store.one("SELECT 1 FROM setting WHERE key = ? AND value = ?", (shipped.SETTING, shipped.NUMBER)) is None:
        from store import campaign_use

        campaign_use.follow_program(store)
    return store


@contextlib.contextmanager
def open_to_try(path: Path) -> Iterator[Store]:
    """Open the store at `path` for a trial that changes nothing; an empty temporary store when it is missing."""
    if not _is_missing(path):
        with open_store(path) as store:
            yield store
        return
    _refuse_where_one_was(path, must_exist=False)
    with whole_files.scratch_folder() as folder, open_store(folder / path.name) as store:
        yield store


@contextlib.contextmanager
def open_to_read(path: Path) -> Iterator[Store]:
    """Open the existing store at `path` for what only reads it.

    Where nothing may be written, as on a locked stick, it is a temporary copy; what would change that raises.
    """
    with contextlib.ExitStack() as stack:
        try:
            store = open_store(path, must_exist=True)
        except StoreError as error:
            from store.copies.backup import copy_to_read
            from store.counting import daily_totals

            store = open_store(stack.enter_context(copy_to_read(path, error)))
            daily_totals.catch_up(store)  # which readers otherwise do
            store.path = path  # for messages, and for its copies
            store.connection.execute("PRAGMA query_only = ON")  # what is written there would be lost
        yield stack.enter_context(store)


def _connect(path: Path) -> sqlite3.Connection:
    with Explaining(path):
        connection = driver.connect(path)
        try:
            _prepare(path, connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _use_default_campaign(store: Store) -> None:
    from store import campaign_use  # reads TOML with pydantic: a store that has a campaign needs neither

    campaign_use.use_default(store)


def _is_missing(path: Path) -> bool:
    """Whether there is no store at `path`, or an empty file. Raises StoreError when the path cannot hold a store."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError as error:  # a folder that one may not look into, a name that is too long
        raise StoreError(f"Không mở được {path}. Hãy xem lại tên, và có quyền đọc thư mục không.") from error
    if stat.S_ISDIR(status.st_mode):
        raise NotAStoreError(f"{path} là một thư mục, không phải kho dữ liệu.")
    return not status.st_size


def _refuse_where_one_was(path: Path, *, must_exist: bool) -> None:
    """Raise StoreMissingError when copies, a log or the missing folder show that a store was at `path`.

    With `must_exist` it is always raised. The folder that the program makes for itself may be missing.
    """
    from store.copies import shelf

    words = f"Không có kho dữ liệu ở {path}."
    if found := shelf.copies(path):
        newest = found[0].path
        raise StoreMissingError(
            f"{words} Nhưng còn {len(found)} bản sao của nó trong {newest.parent}, mới nhất: {newest.name}."
            f" {shelf.advice(path)} Nếu đã chuyển kho đi nơi khác thì mở nó"
            " ở đó bằng --store; muốn bắt đầu một kho trống thì chuyển thư mục bản sao đi trước."
        )
    log = Path(f"{path}-wal")
    if log.exists() and log.stat().st_size:
        raise StoreMissingError(
            f"{words} Nhưng còn {log.name}, chứa những điều ghi sau cùng: tệp kho đã bị chuyển đi hay xoá một mình."
            f" Hãy đưa {path.name} về đúng chỗ cũ; muốn bắt đầu một kho trống thì chuyển tệp đó đi trước."
        )
    if must_exist:
        raise StoreMissingError(words)
    folder = path.absolute().parent
    is_gone = not folder.exists() and not any(above.is_file() for above in folder.parents)
    if is_gone and folder != location.data_folder().absolute():
        raise StoreMissingError(
            f"Không có thư mục {path.parent}. Nếu thư mục đã đổi tên hay chuyển đi, hoặc USB chưa cắm, thì mở kho ở chỗ"
            " của nó bằng --store; muốn bắt đầu một kho trống ở đây thì tạo thư mục đó trước."
        )


def _make(path: Path) -> None:
    """Create a store under a temporary name and move it to `path` when complete: an interruption leaves no store."""
    try:
        whole_files.make_private_folder(path.parent)
        whole_files.sweep(path.parent, path.name)
        if not path.exists():
            for ending in ("-wal", "-shm"):  # of a store that was here: they would be written into this one
                Path(f"{path}{ending}").unlink(missing_ok=True)
        with whole_files.written_beside(path) as beside:
            with (
                Explaining(path),
                contextlib.closing(driver.connect(beside)) as connection,
            ):
                connection.execute("PRAGMA journal_mode = MEMORY")  # what is cut is thrown away
                connection.execute("PRAGMA synchronous = OFF")
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("PRAGMA temp_store = MEMORY")
                migrations.apply(connection)
                _use_default_campaign(Store(path, connection))
            whole_files.put_new(beside, path)
    except OSError as error:
        raise StoreError(
            f"Không tạo được kho ở {path.parent}: {reason_text(error)}. Hãy chọn nơi khác bằng --store."
        ) from error


def _prepare(path: Path, connection: sqlite3.Connection) -> None:
    applied = migrations.applied(path, connection)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -16000")
    connection.execute("PRAGMA temp_store = MEMORY")
    pending = [name for name in migrations.names() if name not in applied]
    if pending and applied:
        from store.copies.backup import back_up

        back_up(path, reason=f"truoc-phien-ban-{int(pending[-1])}")
    if pending:
        migrations.apply(connection)
