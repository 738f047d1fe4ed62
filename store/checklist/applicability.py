"""Decides whom an item is asked of, which of them lack it, and why; every figure of an item rests on this.

Somebody leaves the denominator of an item by the state "không áp dụng", or because the item is not asked of them
(`store.checklist.asked_of`): the digital signature of administrative staff only (plan 000, B.II.2.a), a target over
those who have a smartphone (letter 310). An unknown state counts as chưa, as in Phụ lục 1 (DOMAIN §2).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from store.checklist import checklist
from store.checklist.asked_of import alternatives
from store.checklist.checklist import code_at
from store.checklist.items import checklist_items
from store.checklist.reasons import NO_INFORMATION, NO_REASON, texts
from store.database import Store
from store.models import PACKED, SECTOR_LABELS, Item, State
from store.text import fold

_UNKNOWN = PACKED[State.UNKNOWN]
#: By the packed state of an item and whether it is asked: (is done, is in the denominator).
_COUNTED = {
    (code, asked): (asked and state is State.DONE, asked and state is not State.NOT_APPLICABLE)
    for state, code in PACKED.items()
    for asked in (False, True)
}
_NO_SMARTPHONE = fold("Không có điện thoại thông minh")

#: What all people who count alike share: packed states, packed reasons, administrative, smartphone (1, 0 or None).
Pattern = tuple[str, str, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Lack:
    """An item that somebody lacks."""

    item: Item
    reason: str  # its words, or what stands for none
    because_of: str | None  # key of the lacking item that it requires: this one follows when that is settled


class Rules:
    """The rules of the checklist as it stands; each pattern is worked out once."""

    def __init__(self, store: Store, items: Sequence[Item] | None = None) -> None:
        """`items`: as one campaign asks for them; None: the checklist that all share."""
        self.items = checklist_items(store) if items is None else tuple(items)
        self._words = texts(store)
        self._no_smartphone = {number for number, words in self._words.items() if fold(words) == _NO_SMARTPHONE}
        by_sector = any(SECTOR_LABELS.keys() & each for item in self.items for each in alternatives(item.applies_to))
        self._sectors: dict[int, str] = dict(store.rows("SELECT id, sector FROM unit")) if by_sector else {}
        self._counts: dict[tuple[Pattern, str], tuple[tuple[bool, bool], ...]] = {}
        self._asked: dict[tuple[str, bool, bool], tuple[tuple[int, bool], ...]] = {}
        self._lacks: dict[tuple[Pattern, str], tuple[Lack, ...]] = {}

    def sector(self, unit_id: int) -> str:
        """The sector of a unit; "" where no item asks for it, so that people of all units count alike."""
        return self._sectors.get(unit_id, "")

    def asks_unit(self, item: Item, unit_id: int) -> bool:
        """Whether an item may be asked of people of a unit, of whom no more is known than how many they are."""
        others = SECTOR_LABELS.keys() - {self.sector(unit_id)}
        return not self._sectors or any(not others & each for each in alternatives(item.applies_to))

    def counts(self, pattern: Pattern, sector: str) -> tuple[tuple[bool, bool], ...]:
        """(is done, is in the denominator) of every item, in the order of the checklist."""
        found = self._counts.get((pattern, sector))
        if found is None:
            states, reasons, administrative, smartphone = pattern
            has_phone = smartphone == 1 or (smartphone is None and not self._has_no_phone_by_reason(reasons))
            known = (sector, administrative != 0, has_phone)
            if (asked := self._asked.get(known)) is None:
                asked = self._asked[known] = self._asked_of(*known)
            found = self._counts[pattern, sector] = tuple(
                _COUNTED[code_at(states, position), applies] for position, applies in asked
            )
        return found

    def _asked_of(self, sector: str, is_administrative: bool, has_phone: bool) -> tuple[tuple[int, bool], ...]:
        """(position, is asked) of every item; what is unknown of a person holds."""
        holding = {sector, *["administrative"] * is_administrative, *["smartphone"] * has_phone}
        return tuple(
            (item.position, any(each <= holding for each in alternatives(item.applies_to))) for item in self.items
        )

    def _has_no_phone_by_reason(self, reasons: str) -> bool:
        """Whether a reason says so that the column of the form leaves open."""
        return bool(reasons) and not self._no_smartphone.isdisjoint(checklist.unpack_reasons(reasons).values())

    def lacks(self, pattern: Pattern, sector: str) -> tuple[Lack, ...]:
        """What somebody lacks of the items that apply to them."""
        found = self._lacks.get((pattern, sector))
        if found is None:
            open_items = [
                item
                for item, (done, applies) in zip(self.items, self.counts(pattern, sector), strict=True)
                if applies and not done
            ]
            keys = {item.key for item in open_items}
            found = self._lacks[pattern, sector] = tuple(
                Lack(item, self._reason(item, pattern), item.requires if item.requires in keys else None)
                for item in open_items
            )
        return found

    def _reason(self, item: Item, pattern: Pattern) -> str:
        states, reasons, *_ = pattern
        if code_at(states, item.position) == _UNKNOWN:
            return NO_INFORMATION
        number = checklist.unpack_reasons(reasons).get(item.position)
        return NO_REASON if number is None else self._words[number]
