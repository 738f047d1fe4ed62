"""To whom an item of the checklist applies, who of them lacks it, and why: what every figure of an item rests on.

A state "không áp dụng" leaves the denominator. So does somebody of whom the item's rule says no: not administrative
staff for a digital signature (plan 000, B.II.2.a), nobody with a smartphone for a target over those who have one
(letter 310). What nobody said of a person counts as chưa, as in Phụ lục 1 (DOMAIN §2).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from store.checklist import checklist
from store.checklist.asked_of import alternatives
from store.checklist.items import checklist_items
from store.checklist.reasons import NO_INFORMATION, NO_REASON, texts
from store.database import Store
from store.models import PACKED, SECTOR_LABELS, Item, State
from store.text import fold

_DONE, _UNKNOWN = PACKED[State.DONE], PACKED[State.UNKNOWN]
_NOT_APPLICABLE = PACKED[State.NOT_APPLICABLE]
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
            states = pattern[0]
            holding = self._holding(pattern, sector)
            applies = tuple(
                checklist.code_at(states, item.position) != _NOT_APPLICABLE
                and any(each <= holding for each in alternatives(item.applies_to))
                for item in self.items
            )
            found = self._counts[pattern, sector] = tuple(
                (applied and checklist.code_at(states, item.position) == _DONE, applied)
                for item, applied in zip(self.items, applies, strict=True)
            )
        return found

    def _holding(self, pattern: Pattern, sector: str) -> set[str]:
        """The conditions that hold, or that nobody said do not hold."""
        _, reasons, administrative, smartphone = pattern
        found = {sector}
        if administrative != 0:
            found.add("administrative")
        if smartphone == 1 or (smartphone is None and not self._told_no_smartphone(reasons)):
            found.add("smartphone")
        return found

    def _told_no_smartphone(self, reasons: str) -> bool:
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
        if checklist.code_at(states, item.position) == _UNKNOWN:
            return NO_INFORMATION
        number = checklist.unpack_reasons(reasons).get(item.position)
        return NO_REASON if number is None else self._words[number]
