"""Where the store is when nobody says otherwise."""

import os
from pathlib import Path

VARIABLE = "TYT_STORE"
FILE_NAME = "tramyte.sqlite3"


def default_path() -> Path:
    """`TYT_STORE`, or one file under the platform's data folder."""
    if value := os.environ.get(VARIABLE):
        return Path(value).expanduser()
    return data_folder() / FILE_NAME


def data_folder() -> Path:
    """The platform's data folder of this program; it may not exist yet."""
    import platformdirs

    return Path(platformdirs.user_data_dir("tramyte", appauthor=False))


def log_path() -> Path:
    """The log file that tracebacks go to; no personal data is written there."""
    import platformdirs

    return Path(platformdirs.user_log_dir("tramyte", appauthor=False)) / "tyt.log"
