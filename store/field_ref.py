"""Names one value of a person: a plain column, or the state, reason or day of one checklist item.

History, `column_mapping` and the JSON of a submission store it as text: "full_name", "state.bhyt_linked". Stores that
people have already hold that spelling, so it never changes, and only this module takes it apart or puts it together.
"""

from enum import StrEnum
from functools import lru_cache


class FieldKind(StrEnum):
    """What a field holds. The value of each member but the first stands before the dot of the stored spelling."""

    COLUMN = "column"  # a plain column of a person or of a file; it belongs to no item
    STATE = "state"
    REASON = "reason"  # why the item is not done
    DONE_ON = "done_on"  # the day since when it is done
    DONE = "done"  # a column of a file with a mark for each person who has done the item; for those
    TODO = "todo"  # who have not; and for those
    NOT_APPLICABLE = "na"  # whom it does not concern
    NA_REASON = "na_reason"  # of a form of figures: why it does not concern them


#: The field that is recorded when something comes on its list ("1") or leaves it (None): a person, a submission.
PRESENT = "present"

_DOT = "."
_KINDS = {kind.value: kind for kind in FieldKind if kind is not FieldKind.COLUMN}
#: The kinds of column that say in which state an item of a person is.
STATE_KINDS = frozenset({FieldKind.STATE, FieldKind.DONE, FieldKind.TODO, FieldKind.NOT_APPLICABLE})


class FieldRef(str):
    """The name of one value of a person, split into kind and item.

    It is a text, its stored spelling, so that it can be a key of a dictionary, part of a JSON or a value of SQL as it
    is. Get it by `parse`, `state`, `reason`, `done_on` or `of_item`, which answer the same object each time.
    """

    __slots__ = ("item", "kind")
    kind: FieldKind
    item: str | None  # key of the item; None: a plain column, or a reason or day that names no item

    def __new__(cls, text: str) -> "FieldRef":
        """Split a stored spelling into its parts."""
        ref = super().__new__(cls, text)
        prefix, dot, item = text.partition(_DOT)
        ref.kind = _KINDS.get(prefix, FieldKind.COLUMN)
        ref.item = item if dot and ref.kind is not FieldKind.COLUMN else None
        return ref

    @staticmethod
    @lru_cache(maxsize=4096)
    def parse(text: str) -> "FieldRef":
        """The field with a stored spelling."""
        return FieldRef(str(text))

    @staticmethod
    @lru_cache(maxsize=1024)
    def of_item(kind: FieldKind, item: str) -> "FieldRef":
        """The field of a kind, such as the reason, of an item."""
        return FieldRef.parse(f"{kind}{_DOT}{item}")

    @staticmethod
    def state(item: str) -> "FieldRef":
        """The field that holds the state of an item."""
        return FieldRef.of_item(FieldKind.STATE, item)

    @staticmethod
    def reason(item: str) -> "FieldRef":
        """The field that holds why an item is not done."""
        return FieldRef.of_item(FieldKind.REASON, item)

    @staticmethod
    def done_on(item: str) -> "FieldRef":
        """The field that holds the day on which an item was done."""
        return FieldRef.of_item(FieldKind.DONE_ON, item)

    @property
    def tells_state(self) -> bool:
        """Whether a column of this field gives the state of an item."""
        return self.kind in STATE_KINDS
