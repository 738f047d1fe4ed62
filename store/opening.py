"""Opens the store: the file, its pragmas, its migrations, and the first campaign of a new one."""

import sqlite3
from pathlib import Path

from store import migrations
from store.campaigns import shipped
from store.database import BUSY_MILLISECONDS, Explaining, Store
from store.errors import NotAStoreError, StoreError, reason_text


def open_store(path: Path, *, must_exist: bool = False) -> Store:
    """Open the store at `path`, made anew when there is none, brought up to the schema; StoreError: it is as it was."""
    _make_place(path, must_exist=must_exist)
    with Explaining(path):
        connection = sqlite3.connect(path, timeout=BUSY_MILLISECONDS / 1000, isolation_level=None)
        try:
            _prepare(path, connection)
        except BaseException:
            connection.close()
            raise
    store = Store(path, connection)
    if store.one("SELECT 1 FROM campaign LIMIT 1") is None:
        from store import campaign_use  # reads TOML with pydantic: a store that has a campaign needs neither

        campaign_use.use_default(store)
    elif store.one("SELECT 1 FROM setting WHERE key = ? AND value = ?", (shipped.SETTING, shipped.NUMBER)) is None:
        from store import campaign_use

        campaign_use.follow_program(store)
    return store


def _make_place(path: Path, *, must_exist: bool) -> None:
    """Make the folder of a new store; StoreError: there can be no store at `path`, or there must be one and is none."""
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
                f"Không tạo được thư mục {path.parent}: {reason_text(error)}. Hãy chọn nơi khác bằng --store."
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
        from store.backup import back_up

        back_up(path, reason=f"truoc-phien-ban-{int(pending[-1])}")
    if pending:
        migrations.apply(connection)
