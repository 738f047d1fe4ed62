"""Defines the result of undo, redo or taking back."""

from dataclasses import field

from store.field_ref import PRESENT
from store.frozen import changeable, frozen


@frozen
class Kept:
    """A value of the store as it is after an undo."""

    entity: str
    entity_id: int
    field: str
    value: str | None


@changeable
class Reverted:
    """The result of undo, redo or taking back: which values went back and which were kept."""

    label: str
    returned: list[Kept] = field(default_factory=list)  # the values that went back to what they were
    kept: list[Kept] = field(default_factory=list)  # not touched: edited since, or a later file says them too
    is_redo: bool = False  # what was taken back was done again

    @property
    def values(self) -> int:
        """The number of values that went back."""
        return len(self.returned)

    @property
    def moves_people(self) -> bool:
        """Whether somebody came on the list or went off it."""
        return any((each.entity, each.field) == ("staff", PRESENT) for each in self.returned)
