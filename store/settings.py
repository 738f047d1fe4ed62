"""Keeps the settings of the station, most of them names and titles that papers print above and below their text."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Final

from store import clock
from store.database import Store
from store.errors import RefusedError, refuse_long_number
from store.frozen import frozen
from store.text import clean, fold


@frozen
class Settings:
    """Every setting; "" where nothing was entered yet. The names of the fields are the keys in the store."""

    station_name: str = ""
    parent_name: str = ""  # the office above, as the agency block prints it: UBND XÃ TRI TÔN
    health_office_name: str = ""  # the second office that reports go to: SỞ Y TẾ TỈNH AN GIANG
    place: str = ""  # Tri Tôn, as in "Tri Tôn, ngày …"
    phone: str = ""  # whom citizens may call: on hand-outs and posters
    head_name: str = ""
    head_title: str = ""  # Trưởng trạm, Giám đốc
    letter_number: str = ""  # pattern: "…/TYT"
    covering_letter: str = ""  # "(Kèm theo công văn số …/… của … ngày …)"
    receipts_every: str = ""  # "weekly", "monthly": how often units send their files; store.receiving.receipt_calendar
    receipts_day: str = ""  # 1 (Monday) … 7, or the day of the month
    receipts_time: str = ""  # "10:00"; "" for no time
    last_folder: str = ""  # where the file picker begins
    copies_folder: str = ""  # the second place for copies of the store; store.copies.second_place
    copies_id: str = ""  # of this store, in the name of its folder there
    copies_at: str = ""  # when a copy was last made outside of this computer
    keep_months: str = ""  # how long data of people who left is kept; store.retention
    lock_minutes: str = (
        ""  # without a key, until the screen of an encrypted store locks: "10" where it is ""; "0": never
    )
    export_folder: str = ""  # where papers were written last: not among the files that units send


#: Names that papers, bundles and what goes to DHIS2 print as they are.
_NAMES: Final = {
    "station_name": "Tên trạm",
    "parent_name": "Cơ quan cấp trên",
    "health_office_name": "Cơ quan y tế",
    "place": "Địa danh",
    "head_name": "Tên người đứng đầu",
    "head_title": "Chức danh",
}
KEYS = tuple(field.name for field in fields(Settings))


def load(store: Store) -> Settings:
    """Read all settings."""
    rows = dict(store.rows("SELECT key, value FROM setting"))
    return Settings(**{key: rows[key] for key in KEYS if key in rows})


def lock_minutes(store: Store) -> int:
    """After how many minutes without a key the screen of an encrypted store locks; 0: never."""
    value = load(store).lock_minutes
    return int(value) if value.isdecimal() else 10


def agency(store: Store) -> tuple[str, ...]:
    """Who makes a list: the office above, then the station; what is not known is left out."""
    known = load(store)
    return tuple(filter(None, (known.parent_name, known.station_name)))


def in_full(office: str, known: Settings) -> str:
    """The name of an office with its place as the settings have it: `Sở Y tế` becomes `Sở Y tế tỉnh An Giang`."""
    folded = fold(office)
    for name in (known.health_office_name, known.parent_name):
        spelt = re.sub(r"^ubnd\b", "ủy ban nhân dân", name, flags=re.IGNORECASE)
        if not name.isupper() and fold(spelt).startswith(f"{folded} "):
            return " ".join((office, *spelt.split()[len(folded.split()) :]))
    return office


#: Kinds of paper that may have a number pattern, a signer and receivers of their own.
PAPER_KINDS: Final = {"report": "Báo cáo", "letter": "Công văn", "plan": "Kế hoạch", "proposal": "Tờ trình"}
#: What stands in a number where reports have BC- (Nghị định 30, Phụ lục III); a letter has no abbreviation.
_ABBREVIATIONS: Final = {"letter": "/", "plan": "/KH-", "proposal": "/TTr-"}


@frozen
class PaperSettings:
    """The settings of one kind of paper; "" where the general setting counts."""

    number: str = ""  # its pattern: "…/BC-TYT"
    to: str = ""  # Kính gửi, parted by semicolons; "": whom the plan names
    signs_for: str = ""  # the line above the signer's title: "KT. TRƯỞNG TRẠM"
    signer_title: str = ""
    signer_name: str = ""
    recipients: str = ""  # Nơi nhận, parted by semicolons; "": "Như trên", "Lưu: VT"


PAPER_FIELDS: Final = {
    "number": "Mẫu số văn bản",
    "to": "Kính gửi",
    "signs_for": "Ký thay (KT., TM., TUQ.)",
    "signer_title": "Chức danh người ký",
    "signer_name": "Người ký",
    "recipients": "Nơi nhận",
}


def load_paper(store: Store, kind: str) -> PaperSettings:
    """Read the settings of a kind of paper."""
    rows = dict(store.rows("SELECT key, value FROM setting WHERE key LIKE ? || '/%'", (kind,)))
    return PaperSettings(**{name: rows[f"{kind}/{name}"] for name in PAPER_FIELDS if f"{kind}/{name}" in rows})


def save_paper(store: Store, kind: str, **values: str) -> None:
    """Change settings of a kind of paper, as one step of undo; "" returns to the general setting.

    Raises RefusedError for an unknown kind or setting, and for a long number in a name.
    """
    if kind not in PAPER_KINDS:
        raise RefusedError(f"Không có loại văn bản “{kind}”. Có: {', '.join(PAPER_KINDS)}.")
    if unknown := values.keys() - PAPER_FIELDS.keys():
        raise RefusedError(f"Không có mục “{', '.join(sorted(unknown))}”. Có: {', '.join(PAPER_FIELDS)}.")
    for name in values.keys() & {"to", "signs_for", "signer_title", "signer_name", "recipients"}:
        refuse_long_number(PAPER_FIELDS[name], values[name])
    from store.history import recording

    with recording(store, "settings", f"Đổi thể thức {PAPER_KINDS[kind].lower()}") as change:
        for name, value in values.items():
            change.assign("setting", 0, f"{kind}/{name}", clean(value) or None)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (each.strip(" .") for each in text.split(";"))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The head and the foot of a letter (Nghị định 30/2020/NĐ-CP)."""

    made_at: str  # ISO, the moment that its figures are of
    station: str
    parent: str  # the office above
    place: str
    letter_number: str  # its pattern: "…/BC-TYT"
    to: tuple[str, ...]
    signer_title: str
    signer_name: str
    signs_for: str = ""  # the line above the signer's title: "KT. TRƯỞNG TRẠM"
    recipients: tuple[str, ...] = ()  # Nơi nhận; none: those that every letter has


def letter_values(store: Store, to: Iterable[str], kind: str = "report") -> dict[str, Any]:
    """The fields of a `Letter` of a kind, dated now, to the offices of its settings or else to those given."""
    known, own = load(store), load_paper(store, kind)
    return {
        "made_at": clock.now().isoformat(timespec="seconds"),
        "station": known.station_name,
        "parent": known.parent_name,
        "place": known.place,
        "letter_number": own.number or known.letter_number.replace("/BC-", _ABBREVIATIONS.get(kind, "/BC-")),
        "to": tuple(in_full(office, known) for office in _listed(own.to) or to),
        "signer_title": own.signer_title or known.head_title or "Thủ trưởng đơn vị",
        "signer_name": own.signer_name or known.head_name,
        "signs_for": own.signs_for,
        "recipients": _listed(own.recipients),
    }


def save(store: Store, **values: str) -> None:
    """Change some settings, as one step of undo.

    Raises TypeError for an unknown setting, RefusedError for a long number in a name.
    """
    for key, value in values.items():
        if key not in KEYS:
            raise TypeError(f"no setting {key}")
        if key in _NAMES:
            refuse_long_number(_NAMES[key], value)
    from store.history import recording

    with recording(store, "settings", "Đổi thông tin trạm") as change:
        for key, value in values.items():
            change.assign("setting", 0, key, value.strip() or None)


def save_station(store: Store, **values: str) -> str:
    """Change settings with the name of the station, and make a unit stand for the station, as one step of undo.

    A unit with the new name becomes the station; otherwise the station's unit is renamed, or added. Answers a sentence
    on the unit that was the station and is another one, "" where there is none; it is closed if it is only a name that
    was typed here before. Raises RefusedError for an empty name and for one with a long number.
    """
    from store.people import units  # units ask the settings which of them the station is

    name = clean(values["station_name"])
    if not name:
        raise RefusedError("Phải có tên trạm.")
    from store.history import recording

    with recording(store, "settings", "Đổi thông tin trạm"):
        station = units.station_id(store)
        bearer = units.find(store, name)
        save(store, **values | {"station_name": name})
        if bearer is not None and bearer.id != station:
            return "" if station is None else _left_behind(store, station, bearer.name)
        if station is None:
            units.add(store, name)
        else:
            units.edit(store, station, name=name)
    return ""


def _left_behind(store: Store, former: int, station: str) -> str:
    """Close the unit that was the station if it is only a name; answers what the person has to know of it."""
    from store.people import units

    name = units.get(store, former).name
    if units.is_only_a_name(store, former):
        units.close(store, former)
        return f"Đã đóng đơn vị “{name}”: đó chỉ là tên cũ của trạm, chưa có gì."
    people = store.value("SELECT count(*) FROM staff WHERE unit_id = ? AND removed_at IS NULL", (former,))
    move = f" chuyển {people} người của nó sang “{station}” rồi" if people else ""
    return (
        f"Trạm nay là đơn vị “{station}” đã có sẵn; đơn vị “{name}” vẫn còn và vẫn được chờ gửi tệp."
        f" Nếu đó chỉ là tên gõ sai thì hãy{move} đóng nó ở màn hình Đơn vị (Ctrl+D)."
    )


_RECENT = "recent_exports"
_MOST_RECENT = 20


def recent_exports(store: Store) -> list[tuple[str, str]]:
    """(path, day) of the files that were exported last, newest first."""
    kept = store.value("SELECT max(value) FROM setting WHERE key = ?", (_RECENT,))
    return [(path, day) for path, day in json.loads(kept)] if kept else []


def remember_export(store: Store, path: str) -> None:
    """Put an exported file on top of the list of recent exports, without a step of undo."""
    others = [entry for entry in recent_exports(store) if entry[0] != path]
    entries = [(path, clock.today().isoformat()), *others][:_MOST_RECENT]
    with store.transaction() as connection:
        values = (_RECENT, json.dumps(entries, ensure_ascii=False))
        connection.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", values)


def remember_folder(store: Store, folder: str, key: str = "last_folder") -> None:
    """Keep the folder where the file picker, or with key `export_folder` a paper, begins; no step of undo."""
    with store.transaction() as connection:
        connection.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (key, folder))
