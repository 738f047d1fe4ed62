"""Reads a bundle into a `Reading`, as a list of people is: a table for each unit, a row for each person.

The number of a row is the id of the person in the station's store, so that the next bundle means the same person.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from importers.bundle.container import LockedError, Opened, open_bundle
from importers.errors import UnusableError
from importers.patterns import when_needed
from store import clock, settings
from store.bundles import manifest as names
from store.bundles import received
from store.bundles.bundle import Bundle, BundleFigure, BundleUnit
from store.bundles.manifest import OWN, Line
from store.bundles.received import Received
from store.calendar.periods import LENGTHS
from store.checklist.items import checklist_items
from store.database import Store
from store.forms import library
from store.forms.filled import CountedLine
from store.masks import cover_in_name, cover_numbers
from store.models import (
    EMPLOYMENT_LABELS,
    PERSON_FIELDS,
    SECTOR_LABELS,
    SEX_LABELS,
    UNIT_KIND_LABELS,
    UNPACKED,
    WITH_REASON,
    Person,
    State,
)
from store.outcome import Problem
from store.people import units as stored_units
from store.receiving.plan import FileKind, IncomingRow, Reading, Table
from store.text import clean, fold, format_date, format_number, without_commands

_LONGEST = 5000  # letters of one value
_LONGEST_CELL = 200  # letters of the name of a file, a sheet, a cell, its text
_MOST_UNITS = 5_000
_DAY = when_needed(r"[12]\d{3}-[01]\d-[0-3]\d")
_BORN = when_needed(r"[12]\d{3}(-[01]\d-[0-3]\d)?")
_NUMBER = when_needed(r"[0-9]{12}")
_STATES = when_needed(r"[dtn?]{0,200}")
_KEPT = (names.TASKS, names.REGISTERS, names.REPORTS, names.MARKS)  # parts that are kept as they came
_YES_NO = ("administrative", "smartphone")

_OWN = "Gói này do chính sổ này xuất ra, nên không nhận lại ở đây."
_FROM_LATER = (
    "Gói ghi làm lúc {}, muộn hơn giờ máy này: đồng hồ của trạm hoặc của máy này sai."
    " Hãy chỉnh giờ, rồi trạm xuất lại gói."
)
_OLDER = "Gói làm lúc {}, cũ hơn gói làm lúc {} đã nhận của trạm. Không nhận; cần gói cũ thì rút gói mới trước (F8)."
_OF_OURS = (
    "Gói của {} có cả phần của trạm này ({}): nhận vào thì người và số liệu ở đây được đếm hai lần, nên không nhận."
    " Gói chỉ gửi lên cấp trên."
)
_NO_BASE = "Gói này chỉ có phần thay đổi so với một gói mà sổ chưa nhận. Hãy xin trạm xuất gói đủ."
_UNSETTLED = (
    "Gói này chỉ có phần thay đổi, mà gói trước còn {} người chưa trả lời xong. Hãy nhận lại gói trước ({}), trả lời"
    " hết, rồi nhận gói này; hoặc xin trạm xuất gói đủ."
)
_WRONG = "Gói không đúng mẫu, ở phần {}, dòng {}. Không nhận gì; hãy xin trạm gửi lại."


def read_bundle(store: Store, path: Path, passphrase: str | None) -> Reading:
    """Read a bundle; if it cannot be used, the reading is of kind `UNREADABLE` and its message says why."""
    try:
        content = path.read_bytes() if path.is_file() else b""
        sha256 = hashlib.sha256(content).hexdigest()
        opened = open_bundle(path, passphrase)
        _refuse(store, opened)
        return _reading(store, path, sha256, opened)
    except (UnusableError, OSError) as error:
        message = error.message if isinstance(error, UnusableError) else f"Không đọc được {path.name}."
        name, is_locked = cover_in_name(without_commands(path.name)), isinstance(error, LockedError)
        return Reading(str(path), name, "", FileKind.UNREADABLE, None, message=message, is_locked=is_locked)


def _refuse(store: Store, opened: Opened) -> None:
    """Raise UnusableError if the bundle is our own, outdated, or builds on one that is missing or not all answered."""
    manifest = opened.manifest
    if manifest.station == received.own_id(store):
        raise UnusableError(_OWN)
    before = last_before(store, manifest.station, manifest.made_at)
    if manifest.base is None:
        return
    if before is None or before.bundle not in (manifest.base, manifest.id):
        raise UnusableError(_NO_BASE)
    left = received.unsettled(store, before.submission_id) if before.bundle == manifest.base else 0
    if left:
        raise UnusableError(_UNSETTLED.format(format_number(left), before.file_name))


def _refuse_ours(store: Store, manifest: names.Manifest, units: Iterable[BundleUnit]) -> None:
    """Raise UnusableError if the station of this store is among those below the sender, as an office has them."""
    own, name = stored_units.station_id(store), settings.load(store).station_name
    code = None if own is None else stored_units.get(store, own).facility_code
    if any(
        unit.number != OWN and (fold(unit.name) == fold(name) or unit.facility_code == code is not None)
        for unit in units
    ):
        raise UnusableError(_OF_OURS.format(clean(manifest.name), name))


def last_before(store: Store, station: str, made_at: str) -> Received | None:
    """The newest bundle of a station that was taken in and not taken back; None when there is none.

    Raises:
        UnusableError: the bundle made at `made_at` is older than the newest, or made more than a day in the future.
    """
    if datetime.fromisoformat(made_at) > clock.now() + timedelta(days=1):
        raise UnusableError(_FROM_LATER.format(moment(made_at)))
    newest = next(iter(received.standing(store, station)), None)
    if newest is not None and newest.made_at > made_at:
        raise UnusableError(_OLDER.format(moment(made_at), moment(newest.made_at)))
    return newest


def _reading(store: Store, path: Path, sha256: str, opened: Opened) -> Reading:
    manifest, parts = opened.manifest, opened.parts
    units = tuple(sorted(_read(parts, names.UNITS, _unit), key=lambda unit: unit.number != OWN))
    places = {unit.number: place for place, unit in enumerate(units)}
    one_of_each = len(places) == len(units) == len({fold(unit.name) for unit in units})
    if OWN not in places or not one_of_each or len(units) > _MOST_UNITS or not _is_tree(units):
        raise UnusableError(_WRONG.format(names.UNITS, 1))
    _refuse_ours(store, manifest, units)
    keys = [str(line.get("key")) for line in parts.get(names.ITEMS, ())]
    known = {item.key for item in checklist_items(store)}
    rows = tuple(_read(parts, names.PEOPLE, lambda line: _row(line, places, keys, known)))
    numbers = [row.person.citizen_id for row in rows if row.person is not None and row.person.citizen_id]
    if len({row.row for row in rows}) < len(rows) or len(set(numbers)) < len(numbers):
        raise UnusableError(_WRONG.format(names.PEOPLE, 1))
    counted = list(_read(parts, names.FIGURES, lambda line: _counted(store, line, places, units)))
    for name in _KEPT:
        list(_read(parts, name, lambda line, name=name: _check_kept(name, line)))  # type: ignore[misc]
    bundle = Bundle(
        manifest,
        units,
        tuple(_read(parts, names.GONE, lambda line: _whole(line["id"]))),
        tuple(_read(parts, names.INDICATORS, _figure)),
        {name: opened.raw[name] for name in _KEPT if name in parts},
    )
    unknown_forms = sorted({line.form for line, known_form in counted if not known_form})
    lines = [line for line, known_form in counted if known_form]
    numbered = tuple(_numbered(lines))
    remarks = _remarks(bundle, [key for key in keys if key not in known], unknown_forms)
    return Reading(
        str(path),
        cover_in_name(without_commands(path.name)),
        sha256,
        FileKind.BUNDLE,
        clean(manifest.name),
        tuple(Table(unit.name, 0, ()) for unit in units),
        rows,
        numbered,
        remarks=tuple(remarks),
        data_date=manifest.made_at[:10],
        bundle=bundle,
    )


def _remarks(bundle: Bundle, items: list[str], forms: list[str]) -> Iterator[str]:
    which = "" if bundle.manifest.base is None else "; chỉ có phần thay đổi"
    yield f"Gói làm lúc {moment(bundle.manifest.made_at)}{which}"
    if items:
        yield f"Sổ này không theo dõi {len(items)} mục của trạm ({', '.join(items)}): không nhận tình trạng của chúng"
    if forms:
        yield f"Sổ này không có biểu {', '.join(forms)} của trạm: không nhận số liệu của biểu đó"


def _is_tree(units: tuple[BundleUnit, ...]) -> bool:
    """Whether the parents of each unit end at a unit without one, and the station itself has none."""
    above = {unit.number: unit.parent for unit in units}
    for unit in units:
        way, at = set[int](), unit.parent
        while at is not None:
            if at in way or at not in above:
                return False
            way.add(at)
            at = above[at]
    return above[OWN] is None


def moment(at: str) -> str:
    """Format an ISO time in Vietnamese: `07:30 ngày 23/06/2026`."""
    return f"{at[11:16]} ngày {format_date(at[:10])}"


def _read(parts: Mapping[str, tuple[Line, ...]], name: str, read: Callable[[Line], Any]) -> Iterator[Any]:
    """Yield what `read` makes of each line of a part; raises UnusableError for a malformed line."""
    for number, line in enumerate(parts.get(name, ()), 1):
        try:
            yield read(line)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UnusableError(_WRONG.format(name, number)) from error


def _unit(line: Line) -> BundleUnit:
    kind, sector = line.get("kind", "other"), line.get("sector", "other")
    departments = tuple(_text(name) for name in line.get("departments", ()))
    return BundleUnit(
        _whole(line["number"]),
        _text(line["name"]),
        kind if kind in UNIT_KIND_LABELS else "other",
        sector if sector in SECTOR_LABELS else "other",
        _text_or_none(line.get("facility_code")),
        _text_or_none(line.get("contact")),
        _text_or_none(line.get("head")),
        departments,
        None if line.get("parent") is None else _whole(line["parent"]),
    )


def _row(line: Line, places: Mapping[int, int], keys: list[str], known: set[str]) -> IncomingRow:
    values = {name: line[name] for name in PERSON_FIELDS if line.get(name) is not None}
    for name, value in values.items():
        if name not in _YES_NO:
            values[name] = _text(value)
        elif type(value) is not bool:
            raise ValueError(name)
    born, number = values.get("birth_date"), values.get("citizen_id")
    if (born and not _BORN.fullmatch(born)) or (number and not _NUMBER.fullmatch(number)):
        raise ValueError("birth_date")
    if values.get("sex", "nam") not in SEX_LABELS or values.get("employment", "vien_chuc") not in EMPLOYMENT_LABELS:
        raise ValueError("sex")
    packed = line.get("states", "")
    if not _STATES.fullmatch(packed) or len(packed) != len(keys):
        raise ValueError("states")
    person = Person(**values)
    person.states = {key: UNPACKED[code] for key, code in zip(keys, packed, strict=False) if key in known}
    reasons, days = line.get("reasons", {}), line.get("done_on", {})
    person.reasons = {
        key: _text(words) for key, words in reasons.items() if key in known and person.states.get(key) in WITH_REASON
    }
    if not all(_DAY.fullmatch(day) for day in days.values()):
        raise ValueError("done_on")
    person.done_on = {key: day for key, day in days.items() if person.states.get(key) is State.DONE}
    department = _text_or_none(line.get("department"))
    return IncomingRow(places[line["unit"]], _whole(line["id"]), person, department, _cells(line.get("cells", {})))


def _cells(cells: dict[str, list[str]]) -> tuple[str, ...]:
    """Pack the places of a person's values in the files of units as JSON, for `store.receiving.kept.sources`."""
    found = {_text(field): [str(each)[:_LONGEST_CELL] for each in cell] for field, cell in cells.items()}
    if any(len(cell) != 4 for cell in found.values()):
        raise ValueError("cells")
    return (json.dumps(found, ensure_ascii=False),) if found else ()


def _counted(
    store: Store, line: Line, places: Mapping[int, int], units: tuple[BundleUnit, ...]
) -> tuple[CountedLine, bool]:
    """Read a line of figures; the second value is whether this store has its form."""
    unit, key = units[places[line["unit"]]], _text(line["form"])
    figures = {_text(name): _whole(number) for name, number in line["figures"].items()}
    reasons = {_text(name): cover_numbers(str(words)) for name, words in line["reasons"].items()}
    form = library.known(store, key)
    counted = CountedLine(unit.name, 0, cover_numbers(clean(str(line["label"])))[:_LONGEST], key, figures, reasons)
    if form is None:
        return counted, False
    all_figures = {column.key: figures.get(column.key) for column in form.figures}
    if None in all_figures.values() or form.faults(figures):
        problem = Problem("", "sums_disagree", "Số liệu của dòng này không khớp nhau")
        figures = {column: number or 0 for column, number in all_figures.items()}
        return CountedLine(unit.name, 0, counted.department, key, figures, reasons, {}, (problem,)), True
    reasons = {column.key: reasons.get(column.key, "") for column in form.reasons}
    return CountedLine(unit.name, 0, counted.department, key, figures, reasons), True


def _numbered(lines: list[CountedLine]) -> Iterator[CountedLine]:
    for number, line in enumerate(lines, 1):
        yield CountedLine(
            line.sheet, number, line.department, line.form, line.figures, line.reasons, line.cells, line.problems
        )


def _check_kept(name: str, line: Line) -> None:
    """Raise ValueError or KeyError if a line of a part that is kept as it came lacks what its readers need."""
    texts = {
        names.TASKS: ("campaign", "number"),
        names.REGISTERS: ("register",),
        names.REPORTS: ("report", "title", "issued_at"),
        names.MARKS: ("day",),
    }
    for key in texts[name]:
        _text(line[key])
    if name == names.MARKS and not _DAY.fullmatch(line["day"]):
        raise ValueError("day")
    if name == names.REPORTS:
        _whole(line["number"])
        datetime.fromisoformat(line["issued_at"])


def _figure(line: Line) -> BundleFigure:
    kind, period = line["kind"], line["period"]
    if kind not in LENGTHS or not _DAY.fullmatch(period):
        raise ValueError("period")
    numbers = (None if line.get(name) is None else _whole(line[name]) for name in ("numerator", "denominator"))
    return BundleFigure(_text(line["campaign"]), _text(line["indicator"]), kind, period, *numbers)


def _text(value: object) -> str:
    """Clean a text of invisible characters; raises ValueError if it is no text, blank or too long."""
    if not isinstance(value, str) or len(value) > _LONGEST or not re.search(r"\S", value):
        raise ValueError("text")
    return clean(value)


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value < 1 << 40:
        raise ValueError("number")
    return value
