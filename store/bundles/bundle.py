"""A bundle as it was read from its file, and the unit of this store that each unit of its station corresponds to."""

from collections.abc import Mapping
from dataclasses import field

from store.bundles.manifest import Manifest
from store.frozen import frozen


@frozen
class BundleUnit:
    """One unit of the station that sent the bundle, or the station itself (`number` 0)."""

    number: int
    name: str
    kind: str  # a key of UNIT_KIND_LABELS
    sector: str  # a key of SECTOR_LABELS
    facility_code: str | None = None
    contact: str | None = None
    head: str | None = None
    departments: tuple[str, ...] = ()
    parent: int | None = None  # number of the unit above; None: the station


@frozen
class BundleFigure:
    """What one place of the station reached of an indicator in one period."""

    campaign: str
    indicator: str  # its key
    kind: str  # daily, weekly, monthly
    period: str  # its first day, YYYY-MM-DD
    numerator: int | None
    denominator: int | None


@frozen
class Bundle:
    """What a bundle holds apart from its people and its lines of figures, which the `Reading` holds."""

    manifest: Manifest
    units: tuple[BundleUnit, ...]  # in the order of `Reading.tables`
    gone: tuple[int, ...] = ()  # ids in the station of people who are there no more since its base
    indicators: tuple[BundleFigure, ...] = ()
    kept: Mapping[str, bytes] = field(default_factory=dict)  # name of a part -> its bytes, kept as they came


@frozen
class PlannedUnit:
    """The unit of this store that one unit of a bundle corresponds to."""

    unit_id: int | None  # None: it is added when the bundle is taken in
    name: str
