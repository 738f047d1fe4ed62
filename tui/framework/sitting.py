"""Which changes were made in this sitting, and from which place of work: what Ctrl+Z there takes back."""

from collections.abc import Callable
from dataclasses import dataclass, field

from store import history
from store.database import Store
from store.history import Change, Extent

#: A change of more people than this is asked about before it is taken back, and copied.
_MANY = 10
#: Entities whose changes are asked about: settings of the station, and which plans run.
_SETTINGS = frozenset({"setting", "campaign"})


class Made(set[int]):
    """Ids of changes, and what is called when there is one more, in whichever thread made it."""

    grown: Callable[[], object] = staticmethod(lambda: None)

    def add(self, change_id: int, /) -> None:
        """Keep one more."""
        super().add(change_id)
        self.grown()


@dataclass
class Sitting:
    """The changes that one window made since it was opened, by the place of work that was in front."""

    made: Made = field(default_factory=Made)  # shared with every connection of this window
    _places: dict[int, str] = field(default_factory=dict)

    def belong(self, place: str) -> None:
        """Assign all changes since the last call to a place of work, so that Ctrl+Z there takes back only these."""
        for change_id in self.made - self._places.keys():
            self._places[change_id] = place

    def last_here(self, store: Store, place: str, *, undone: bool) -> Change | None:
        """The change made at that place that Ctrl+Z takes back, or, with `undone`, that Ctrl+Y does again."""
        self.belong(place)
        ids = [change_id for change_id, where in self._places.items() if where == place]
        return history.last_of(store, ids, undone=undone)


def is_copied_first(change: Change, extent: Extent) -> bool:
    """Whether so much goes with a change that a copy of the store is made before it is taken back."""
    return change.submission_id is not None or extent.people > _MANY


def is_asked_first(change: Change, extent: Extent) -> bool:
    """Whether so much hangs on a change that taking it back is asked about: files, people, many, settings."""
    return (
        change.submission_id is not None
        or extent.moves_people
        or extent.people > _MANY
        or not _SETTINGS.isdisjoint(extent.entities)
    )
