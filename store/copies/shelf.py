"""Manages the folder of copies beside a store: names of copies, which copies stay, and what is removed."""

import contextlib
import glob
import re
from collections.abc import Callable, Collection, Hashable
from datetime import datetime
from pathlib import Path

from store import clock, database, driver, whole_files
from store.frozen import frozen

#: The newest copies stay in any case: on one day several things may be put back one after the other.
KEPT = 10
#: Of a damaged store that was put aside: it may be half of what there is, and is no copy of a day.
DAMAGED = "hong"
#: Of a store that gave way to a copy: a copy like others, but of a history that may not be the one in use.
GAVE_WAY = "truoc-khoi-phuc"
_KEPT_DAMAGED = 3
_KEPT_OF: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
    (7, lambda at: at.date()),
    (4, lambda at: at.isocalendar()[:2]),
    (12, lambda at: (at.year, at.month)),
)
_NAME = re.compile(r"-(?:(\d{5})-)?(\d{4}-\d{2}-\d{2}-\d{6})(?:-(.+))?\.sqlite3")
_HEAD, _ID_AT = 72, 68  # bytes: SQLite keeps there whose file it is
_STAMP = "%Y-%m-%d-%H%M%S"


@frozen
class Copy:
    """One copy in a folder of copies, as its name says."""

    path: Path
    number: int  # copies were made in this order, whatever the clock said; 0: by a version that did not count
    at: datetime
    reason: str  # "truoc-khoi-phuc"; "": made by hand, or of a day

    @property
    def order(self) -> tuple[int, datetime, str]:
        """The key by which copies are sorted, the earliest first."""
        return self.number, self.at, self.path.name


def is_a_store(file: Path) -> bool:
    """Whether a file is a store or a copy of one, by its content, or, if damaged, by the copies beside it."""
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError:
        return False
    is_ours = head.startswith(b"SQLite format 3\0") and head[_ID_AT:] == database.APPLICATION_ID.to_bytes(4)
    is_ours |= head.startswith(driver.MARK)
    return is_ours or (file.suffix == ".sqlite3" and folder(file).is_dir()) or Path(f"{file}-wal").exists()


def folder(path: Path) -> Path:
    """The folder of copies of the store at `path`."""
    return path.parent / f"{path.stem}-sao-luu"


def copies(path: Path, within: Path | None = None) -> list[Copy]:
    """The copies of the store at `path`, newest first, in its folder of copies or in the folder `within`."""
    found = []
    with contextlib.suppress(OSError):
        for file in (within or folder(path)).iterdir():
            parts = file.name.startswith(path.stem) and _NAME.fullmatch(file.name, len(path.stem))
            if parts:
                with contextlib.suppress(ValueError):  # somebody's own numbers, no date
                    day, time = parts[2][:10], parts[2][11:]
                    at = datetime.fromisoformat(f"{day}T{time}")  # `strptime` would be imported for it
                    found.append(Copy(file, int(parts[1] or 0), at, parts[3] or ""))
    return sorted(found, key=lambda copy: copy.order, reverse=True)


def advice(path: Path) -> str:
    """Vietnamese advice how to restore the newest copy of the store at `path`, or where to look for a copy."""
    if not (found := copies(path)):
        return "Không thấy bản sao nào của nó bên cạnh. Hãy tìm bản sao trên USB hay thư mục mạng, rồi `tyt restore`."
    return f'Hãy khôi phục bản sao mới nhất bằng `tyt --store "{path}" restore "{found[0].path}"`.'


def new_name(path: Path, reason: str = "", within: Path | None = None) -> Path:
    """A new file name for a copy, made of the next number, the time and the reason."""
    place = within or folder(path)
    number = max((copy.number for copy in copies(path, place)), default=0) + 1
    return place / f"{path.stem}-{number:05}-{clock.now():{_STAMP}}{'-' + reason if reason else ''}.sqlite3"


def is_of_today(copy: Copy) -> bool:
    """Whether a copy was made today; a time later than now does not count, as the clock was set back."""
    return copy.at.date() == clock.today() and copy.at <= clock.now()


def thin(path: Path, spared: Collection[Path] = (), within: Path | None = None) -> None:
    """Delete copies except the newest `KEPT`, the newest of each of 7 days, 4 weeks and 12 months, and `spared` ones.

    Days, weeks and months are those that have copies, counted back from the last copy and from the latest date: today's
    date plays no part, and a day of a clock that went back takes the place of none. Of damaged stores the newest
    `_KEPT_DAMAGED` stay.
    """
    there = copies(path, within)
    damaged = [copy for copy in there if copy.reason == DAMAGED]
    sound = [copy for copy in there if copy.reason != DAMAGED]
    stay = {copy.path for copy in (*sound[:KEPT], *damaged[:_KEPT_DAMAGED])} | set(spared)
    by_date = sorted(sound, key=lambda copy: copy.at, reverse=True)
    for most, period_of in _KEPT_OF:
        for ordered in (sound, by_date):
            newest: dict[Hashable, Path] = {}
            for copy in ordered:
                newest.setdefault(period_of(copy.at), copy.path)
            stay |= set(list(newest.values())[:most])
    for copy in there:
        if copy.path not in stay and not any(_is_same(copy.path, one) for one in spared):
            for ending in ("", "-wal", "-shm"):
                with contextlib.suppress(OSError):  # another program may have it open
                    Path(f"{copy.path}{ending}").unlink(missing_ok=True)


def sweep(path: Path, within: Path | None = None) -> None:
    """Remove remains of killed programs from the folder of copies, or `within` another, and from that of the store."""
    of_copies = within or folder(path)
    whole_files.sweep(of_copies, path.stem)
    whole_files.sweep_scratch(of_copies)
    if within is None:
        whole_files.sweep(path.parent, path.name)
        whole_files.sweep_scratch()
    for place in {of_copies, path.parent}:
        for file in place.glob(f"{glob.escape(path.stem)}*.sqlite3-mj?????????"):
            # Of a commit over two files; while one of them has a journal SQLite needs it.
            if not Path(f"{str(file).rpartition('-mj')[0]}-journal").exists():
                with contextlib.suppress(OSError):  # on a disk that may only be read
                    file.unlink(missing_ok=True)


def _is_same(one: Path, other: Path) -> bool:
    return one.absolute() == other.absolute()
