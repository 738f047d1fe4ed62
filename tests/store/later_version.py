"""A store that a later version of the program wrote."""

import sqlite3


def record_later_migration(connection: sqlite3.Connection) -> None:
    """Record a migration that this program does not know."""
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('tramyte', '999', '2030-01-01')"
    )
