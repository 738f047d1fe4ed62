"""Notes which changes this window made in which place of work, so that Ctrl+Z takes back only those."""

from collections.abc import Callable
from dataclasses import dataclass, field

from store import history, journal
from store.database import Store
from store.journal import Change, Extent, Stamp

#: Entities whose changes are asked about: settings of the station, and which plans run.
_SETTINGS = frozenset({"setting", "campaign"})


class Made(set[Stamp]):
    """Stamps of the changes made in this window; `grown` is called after each new one, in the thread that made it."""

    grown: Callable[[], object] = staticmethod(lambda: None)

    def add(self, stamp: Stamp, /) -> None:
        """Add the stamp of a change, and call `grown`."""
        super().add(stamp)
        self.grown()


@dataclass
class Sitting:
    """The changes that one window made since it was opened, by the place of work that was in front."""

    made: Made = field(default_factory=Made)  # shared with every connection of this window
    _places: dict[Stamp, str] = field(default_factory=dict)

    def belong(self, place: str) -> None:
        """Assign all changes since the last call to a place of work, so that Ctrl+Z there takes back only these."""
        for stamp in self.made - self._places.keys():
            self._places[stamp] = place

    def last_here(self, store: Store, place: str, *, undone: bool) -> Change | None:
        """The newest change made at `place` that Ctrl+Z takes back; with `undone`, that Ctrl+Y does again."""
        self.belong(place)
        stamps = {stamp for stamp, where in self._places.items() if where == place}
        return journal.last_of(store, stamps, undone=undone)


def is_asked_first(change: Change, extent: Extent) -> bool:
    """Whether to ask before a change is taken back.

    It is asked when the change took in a file, moves people, concerns many people, or changes settings or campaigns.
    """
    return (
        change.submission_id is not None
        or extent.moves_people
        or extent.people > history.MANY
        or not _SETTINGS.isdisjoint(extent.entities)
    )
