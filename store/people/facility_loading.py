"""Adds the facilities that a campaign names to the units, as one step of undo."""

from collections import Counter
from dataclasses import dataclass

from store.campaigns.campaign import Campaign
from store.database import Store
from store.history import recording
from store.models import Unit
from store.people import units
from store.people.unit_kinds import guess_kind
from store.text import clean, fold


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of the facilities of a campaign: how many of each."""

    added: int
    coded: int  # units that were there without a code and have it now
    there: int  # units that were there with their code: nothing changed
    other_code: tuple[str, ...]  # names of units that are there with another code: left as they are


def to_load(store: Store, campaign: Campaign) -> int:
    """How many of the campaign's facilities are not among the units yet, by code or name."""
    here = {unit.facility_code for unit in units.all_units(store)}
    alike = _alike(campaign)
    return sum(each.code not in here and _unit(store, each.name, alike) is None for each in campaign.facilities)


def load(store: Store, campaign: Campaign) -> Loaded:
    """Make a unit of every facility that is not there; one step of undo.

    A unit is known by its facility code first, so that one that was renamed here is not doubled, then by its name.
    """
    added = coded = there = 0
    other_code = []
    here = {unit.facility_code for unit in units.all_units(store)}
    alike = _alike(campaign)
    with recording(store, "campaign", f"Đưa cơ sở của chiến dịch {campaign.name} vào danh sách đơn vị"):
        for facility in campaign.facilities:
            code, name = facility.code, facility.name
            unit = _unit(store, name, alike)
            if code in here:
                there += 1
            elif unit is None:
                kind = guess_kind(name)
                # Names of units are unique without their marks, and Thành Hải and Thanh Hải are two communes.
                units.add(
                    store,
                    name if units.find(store, name) is None else f"{name} ({code})",
                    kind="health_facility" if kind == "other" else kind,
                    facility_code=code,
                )
                added += 1
            elif unit.facility_code:
                other_code.append(unit.name)
            else:
                units.edit(store, unit.id, facility_code=code)
                coded += 1
    return Loaded(added, coded, there, tuple(other_code))


def _alike(campaign: Campaign) -> set[str]:
    """The folded names that several of the facilities share."""
    counts = Counter(fold(facility.name) for facility in campaign.facilities)
    return {folded for folded, number in counts.items() if number > 1}


def _unit(store: Store, name: str, alike: set[str]) -> Unit | None:
    """The unit of that name; its marks aside where they do not part two facilities."""
    unit = units.find(store, name)
    if unit is not None and fold(name) in alike and clean(unit.name).casefold() != clean(name).casefold():
        return None
    return unit
