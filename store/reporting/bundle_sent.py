"""Remembers which people a bundle held and with what values, so that the next one may hold only those that changed."""

import hashlib
import json
import zlib
from collections.abc import Sequence

from store.bundles.manifest import Line
from store.database import Store
from store.frozen import frozen

_KEPT = 5  # bundles that are remembered: the last may never have arrived


@frozen
class Sent:
    """A bundle that was made here, with a digest of each person in it."""

    id: str
    made_at: str  # YYYY-MM-DDTHH:MM:SS
    digests: dict[int, str]  # id of a person -> digest of their line


def last(store: Store) -> Sent | None:
    """Returns the last bundle with people that was made here; None when there is none."""
    row = store.one("SELECT id, made_at, digests FROM bundle_sent ORDER BY made_at DESC, id LIMIT 1")
    if row is None:
        return None
    return Sent(row[0], row[1], {int(key): value for key, value in json.loads(zlib.decompress(row[2])).items()})


def changed(before: Sent, people: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Returns the lines that differ from those in the bundle `before`, and a line with the id of each person gone."""
    here = {line["id"] for line in people}
    differing = [line for line in people if before.digests.get(line["id"]) != _digest(line)]
    return differing, [{"id": number} for number in sorted(before.digests.keys() - here)]


def remember(store: Store, bundle: str, made_at: str, people: Sequence[Line]) -> None:
    """Keeps a digest of every person as of a bundle, including people whom it leaves out as unchanged."""
    digests = {line["id"]: _digest(line) for line in people}
    packed = zlib.compress(json.dumps(digests, separators=(",", ":")).encode())
    with store.transaction():
        into = "INSERT OR REPLACE INTO bundle_sent (id, made_at, digests) VALUES (?, ?, ?)"
        store.write(into, (bundle, made_at, packed))
        newest = "SELECT id FROM bundle_sent ORDER BY made_at DESC LIMIT ?"
        store.write(f"DELETE FROM bundle_sent WHERE id NOT IN ({newest})", (_KEPT,))


def _digest(line: Line) -> str:
    line = {key: value for key, value in line.items() if key != "cells"}  # in which file it stands is no news
    return hashlib.sha256(json.dumps(line, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]
