"""Names the default paths of the store and of the log file."""

import os
from pathlib import Path

VARIABLE = "TYT_STORE"
FILE_NAME = "tramyte.sqlite3"


def default_path() -> Path:
    """The path of the store when none is given: `TYT_STORE`, or a file in the platform's data folder."""
    if value := os.environ.get(VARIABLE):
        return Path(value).expanduser()
    return data_folder() / FILE_NAME


def data_folder() -> Path:
    """The platform's data folder of this program; it may not exist yet."""
    import platformdirs

    return Path(platformdirs.user_data_dir("tramyte", appauthor=False))


def log_path() -> Path:
    """The path of the log file for tracebacks, which holds no personal data."""
    import platformdirs

    return Path(platformdirs.user_log_dir("tramyte", appauthor=False)) / "tyt.log"
