"""The manifest of a bundle: its station, the moment it was made, size and SHA-256 of each part (docs/bundle.md)."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, field
from datetime import datetime
from typing import Any, Final

from store.frozen import frozen

FORMAT: Final = "tramyte-bundle"
VERSION: Final = 1
ENDING: Final = ".tyt"  # of the file
OWN: Final = 0  # number of the station itself among its units
MANIFEST: Final = "manifest.json"
#: The part that holds all others, encrypted.
SEALED: Final = "content.zip.age"

OF_REPORTS: Final = "report-"  # begins the ids of stations whose progress reports are read, not their bundles

UNITS: Final = "units.jsonl"
ITEMS: Final = "items.jsonl"
REASONS: Final = "reasons.jsonl"
PEOPLE: Final = "people.jsonl"
GONE: Final = "gone.jsonl"
FIGURES: Final = "figures.jsonl"
INDICATORS: Final = "indicators.jsonl"
TASKS: Final = "tasks.jsonl"
REGISTERS: Final = "registers.jsonl"
REPORTS: Final = "reports.jsonl"
MARKS: Final = "marks.jsonl"
#: Every part of either kind of bundle, in its order in the file.
PARTS: Final[tuple[str, ...]] = (
    UNITS,
    ITEMS,
    REASONS,
    PEOPLE,
    GONE,
    FIGURES,
    INDICATORS,
    TASKS,
    REGISTERS,
    REPORTS,
    MARKS,
)
#: Those that hold people, or words about them.
OF_PEOPLE: Final = frozenset({REASONS, PEOPLE, GONE, REGISTERS})

Line = dict[str, Any]  # one entry of a part


class NewerVersionError(ValueError):
    """Raised when a later version of the program wrote the bundle."""


@frozen
class Part:
    """The number of entries, the size and the SHA-256 of one part of a bundle."""

    entries: int
    size: int  # bytes, unpacked
    sha256: str  # of these bytes


@frozen
class Manifest:
    """The content of `manifest.json`."""

    station: str  # stable id of the station's store
    name: str  # of the station
    facility_code: str | None
    made_at: str  # YYYY-MM-DDTHH:MM:SS, local
    has_people: bool
    program: str  # version that wrote it
    base: str | None = None  # id of the bundle since which it holds the people that changed; None: it holds all
    id: str = ""
    parts: Mapping[str, Part] = field(default_factory=dict)

    @property
    def is_report(self) -> bool:
        """Whether the manifest stands for a station's progress report read from a workbook, not for a bundle."""
        return self.station.startswith(OF_REPORTS)

    @property
    def head(self) -> tuple[object, ...]:
        """The fields that must be equal in the manifest inside an encrypted bundle and in the one outside."""
        return self.station, self.name, self.facility_code, self.made_at, self.has_people, self.base, self.id

    def to_json(self) -> bytes:
        """Returns the manifest as the bytes of `manifest.json`."""
        values = {
            "format": FORMAT,
            "version": VERSION,
            "program": self.program,
            "id": self.id,
            "base": self.base,
            "station": {"id": self.station, "name": self.name, "facility_code": self.facility_code},
            "made_at": self.made_at,
            "people": self.has_people,
            "parts": {name: asdict(part) for name, part in self.parts.items()},
        }
        return json.dumps(values, ensure_ascii=False, indent=1).encode()


def normal(passphrase: str) -> str:
    """Returns a passphrase as it is used to encrypt: in Unicode form NFC, without blanks at either end."""
    return unicodedata.normalize("NFC", passphrase.strip())


def id_of(head: Manifest, parts: Mapping[str, bytes]) -> str:
    """Computes the id of a bundle; the same content of the same station and moment always has the same id."""
    digest = hashlib.sha256(json.dumps([head.station, head.made_at, head.has_people, head.base]).encode())
    for name, content in parts.items():
        digest.update(f"\n{name}\n".encode() + hashlib.sha256(content).digest())
    return digest.hexdigest()[:32]


def from_json(content: bytes) -> Manifest:
    """Reads a manifest; raises ValueError when it is invalid, NewerVersionError when a later version wrote it."""
    try:
        values = json.loads(content)
        if values["format"] != FORMAT:
            raise ValueError(FORMAT)
        if type(values["version"]) is not int or values["version"] < 1:
            raise ValueError("version")
        if values["version"] > VERSION:
            raise NewerVersionError(str(values["version"]))
        station = values["station"]
        found = Manifest(
            _text(station["id"], r"[0-9a-f]{32}"),
            _text(station["name"], r".{1,200}"),
            None if station["facility_code"] is None else _text(station["facility_code"], r".{1,40}"),
            datetime.fromisoformat(_text(values["made_at"], r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")).isoformat(),
            _is(bool, values["people"]),
            _text(values["program"], r".{0,40}"),
            None if values["base"] is None else _text(values["base"], r"[0-9a-f]{32}"),
            _text(values["id"], r"[0-9a-f]{32}"),
            {name: _part(part) for name, part in _is(dict, values["parts"]).items()},
        )
    except NewerVersionError:
        raise
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if not found.parts.keys() <= {*PARTS, SEALED}:
        raise ValueError("parts")
    return found


def _part(values: Line) -> Part:
    entries, size = _is(int, values["entries"]), _is(int, values["size"])
    if min(entries, size) < 0:
        raise ValueError("size")
    return Part(entries, size, _text(values["sha256"], r"[0-9a-f]{64}"))


def _text(value: object, pattern: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise ValueError(pattern)
    return value


def _is(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise ValueError(kind.__name__)
    return value
