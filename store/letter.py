"""Who writes to whom: what every letter of the station prints above and below its text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from store import clock, settings
from store.database import Store


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


def letter_values(store: Store, to: Iterable[str]) -> dict[str, Any]:
    """The fields of a `Letter` to these offices, written now."""
    known = settings.load(store)
    return {
        "made_at": clock.now().isoformat(timespec="seconds"),
        "station": known.station_name,
        "parent": known.parent_name,
        "place": known.place,
        "letter_number": known.letter_number,
        "to": tuple(settings.in_full(office, known) for office in to),
        "signer_title": known.head_title or "Thủ trưởng đơn vị",
        "signer_name": known.head_name,
    }
