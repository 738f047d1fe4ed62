"""Decides to which people an item applies, which of them lack it, and why; every figure of an item rests on this.

Of whom an item is asked is one text, "everyone" or conditions: "health+administrative|smartphone" is a person of the
health sector who is administrative staff, or anybody with a smartphone. A condition is "administrative", "smartphone"
or a sector (`store.models.SECTOR_LABELS`). "nobody" is an item that no running plan asks for: it is kept and shown.

A person is not in the denominator of an item if the state is "không áp dụng", or if the item is not asked of them: the
digital signature of administrative staff only (plan 000, B.II.2.a), a target over those who have a smartphone (letter
310). An unknown state counts as chưa, as in Phụ lục 1.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from store.checklist import checklist
from store.checklist.checklist import code_at
from store.checklist.items import checklist_items
from store.checklist.reasons import NO_INFORMATION, NO_REASON, texts
from store.database import Store
from store.models import CONTRACT, PACKED, SECTOR_LABELS, Item, StaffMember, State
from store.text import fold

_UNKNOWN = PACKED[State.UNKNOWN]
#: (packed state of an item, whether it is asked of the person) -> (is done, is in the denominator).
_DONE_AND_APPLICABLE = {
    (code, asked): (asked and state is State.DONE, asked and state is not State.NOT_APPLICABLE)
    for state, code in PACKED.items()
    for asked in (False, True)
}
NO_SMARTPHONE = fold("Không có điện thoại thông minh")

#: All that decides how a person of a sector is counted: packed states, packed reasons (`store.checklist.checklist`),
#: administrative staff and smartphone (each 1, 0 or None for unknown). Many people share a pattern, so callers
#: count the people of each pattern and ask once for all of them.
Pattern = tuple[str, str, int | None, int | None]

#: SQL of `staff`: whether somebody is administrative staff. Who is neither công chức nor viên chức is none unless the
#: station says so: the digital signature is "đối với công chức, viên chức hành chính" (plan 000, B.II.2.a).
ADMINISTRATIVE = f"CASE WHEN administrative IS NULL AND employment = '{CONTRACT}' THEN 0 ELSE administrative END"


def administrative(stated: int | None, employment: str | None) -> int | None:
    """Whether one person is administrative staff: 1, 0, or None where it is unknown."""
    return 0 if stated is None and employment == CONTRACT else stated


EVERYONE, NOBODY = "everyone", "nobody"
_TEXTS = {
    NOBODY: "không ai, vì không kế hoạch nào đang chạy hỏi",
    "health": "ngành Y tế",
    "education": "ngành Giáo dục",
    "government": "cơ quan nhà nước",
    "union": "đoàn thể",
    "enterprise": "doanh nghiệp",
    "other": "đơn vị khác",
    "administrative": "công chức, viên chức hành chính",
    "smartphone": "người có điện thoại thông minh",
}


@cache
def alternatives(text: str) -> tuple[frozenset[str], ...]:
    """The sets of conditions in a text; people are meant when all of one set hold. An empty set means everybody."""
    return tuple(frozenset(each.split("+")) - {EVERYONE} for each in text.split("|"))


def union(texts: Iterable[str]) -> str:
    """A text that means everybody whom one of the texts means; without any text it means everybody."""
    found = list(dict.fromkeys(each for text in texts for each in text.split("|"))) or [EVERYONE]
    return EVERYONE if EVERYONE in found else "|".join(each for each in found if each != NOBODY) or NOBODY


def both(one: str, other: str) -> str:
    """A text that means the people whom both texts mean; the first text itself when the second adds no condition."""
    ways = [a | b for a in alternatives(one) for b in alternatives(other)]
    if ways == list(alternatives(one)):
        return one
    return "|".join(dict.fromkeys("+".join(sorted(way)) or EVERYONE for way in ways))


def is_only_for(text: str, condition: str) -> bool:
    """Whether the condition excludes everybody who does not meet it."""
    return all(condition in each for each in alternatives(text))


def is_asked_of_all(item: Item) -> bool:
    """Whether an item is asked of all people of its sectors, whatever their work is and whether they have a phone."""
    return any(way <= SECTOR_LABELS.keys() for way in alternatives(item.applies_to))


def within(text: str, sector: str) -> str:
    """The condition on people within a sector: "health+administrative" is "administrative" in "health"."""
    ways = [each - {sector} for each in alternatives(text) if not (each - {sector}) & SECTOR_LABELS.keys()]
    return EVERYONE if frozenset() in ways else "|".join("+".join(sorted(each)) for each in ways) or NOBODY


def who_text(text: str) -> str:
    """A condition in Vietnamese: `ngành Y tế, công chức, viên chức hành chính; hoặc …`; "" for everybody."""
    ways = (", ".join(_TEXTS[each] for each in way.split("+") if each in _TEXTS) for way in text.split("|"))
    return "; hoặc ".join(ways)


def may_be_asked_in(item: Item, sector: str) -> bool:
    """Whether an item can be asked of anybody in a unit of a sector."""
    other_sectors = {NOBODY, *SECTOR_LABELS} - {sector}
    return any(not other_sectors & each for each in alternatives(item.applies_to))


class Lack(NamedTuple):
    """An item that applies to a person and is not done."""

    item: Item
    reason: str  # Vietnamese words; NO_REASON or NO_INFORMATION where none is known
    because_of: str | None  # key of the item that must be done first and is lacking as well


class Rules:
    """The present checklist and the conditions of its items; remembers the answer for each pattern and sector.

    Make a new one after a change of the checklist or of a unit's sector.
    """

    def __init__(
        self, store: Store, items: Sequence[Item] | None = None, sectors: Mapping[int, str] | None = None
    ) -> None:
        """Read reasons and sectors from the store.

        Args:
            store: the open store.
            items: the items that count; None: the checklist that all campaigns share, not one campaign's own.
            sectors: unit id -> its sector on an earlier day; None: as it is now.
        """
        self.items = checklist_items(store) if items is None else tuple(items)
        self._words = texts(store)
        self._no_smartphone = {number for number, words in self._words.items() if fold(words) == NO_SMARTPHONE}
        by_sector = any(SECTOR_LABELS.keys() & each for item in self.items for each in alternatives(item.applies_to))
        if not by_sector:
            sectors = {}
        elif sectors is None:
            sectors = dict(store.rows("SELECT id, sector FROM unit"))
        self._sectors = sectors
        self._known: dict[tuple[str, tuple[bool, ...]], tuple[tuple[bool, bool], ...]] = {}
        self._asked: dict[tuple[str, bool, bool], tuple[bool, ...]] = {}
        self._lacks: dict[tuple[Pattern, str], tuple[Lack, ...]] = {}

    def sector(self, unit_id: int) -> str:
        """The sector of a unit; "" if no item depends on the sector, so that all units are counted alike."""
        return self._sectors.get(unit_id, "")

    def has_sectors_of(self, other: "Rules") -> bool:
        """Whether all units have the same sectors in other rules, as far as an item depends on sectors."""
        return all(other.sector(unit_id) == sector for unit_id, sector in self._sectors.items())

    def may_apply_in_unit(self, item: Item, unit_id: int) -> bool:
        """Whether the item can apply to people of a unit: only their sector, or that nobody is asked, excludes all."""
        return item.applies_to != NOBODY and (not self._sectors or may_be_asked_in(item, self.sector(unit_id)))

    def done_and_applicable(self, pattern: Pattern, sector: str) -> tuple[tuple[bool, bool], ...]:
        """(is done, is in the denominator) for each of `items`, for people of a pattern in a unit of a sector."""
        return self.of_states(pattern[0], self.asked(pattern, sector))

    def of_states(self, states: str, asked: tuple[bool, ...]) -> tuple[tuple[bool, bool], ...]:
        """(is done, is in the denominator) for each of `items`, given packed states and whether each item is asked."""
        found = self._known.get((states, asked))
        if found is None:
            found = self._known[states, asked] = tuple(
                _DONE_AND_APPLICABLE[code_at(states, item.position), applies]
                for item, applies in zip(self.items, asked, strict=True)
            )
        return found

    def asked(self, pattern: Pattern, sector: str) -> tuple[bool, ...]:
        """Whether each of `items` is asked of people of a pattern in a unit of a sector."""
        _, reasons, administrative, smartphone = pattern
        has_phone = smartphone == 1 or (smartphone is None and not self._has_no_phone_by_reason(reasons))
        condition_values = (sector, administrative != 0, has_phone)
        if (asked := self._asked.get(condition_values)) is None:
            asked = self._asked[condition_values] = self._asked_of(*condition_values)
        return asked

    def _asked_of(self, sector: str, is_administrative: bool, has_phone: bool) -> tuple[bool, ...]:
        """Whether each of `items` is asked in a sector of a person with these properties."""
        fulfilled = {sector, *["administrative"] * is_administrative, *["smartphone"] * has_phone}
        return tuple(any(each <= fulfilled for each in alternatives(item.applies_to)) for item in self.items)

    def _has_no_phone_by_reason(self, reasons: str) -> bool:
        """Whether the reason of an item is "no smartphone", used when the person's own field is empty."""
        return bool(reasons) and not self._no_smartphone.isdisjoint(checklist.unpack_reasons(reasons).values())

    def lacking_items(self, member: StaffMember) -> list[Item]:
        """The items that are asked of a person and are chưa or chưa rõ."""
        person = member.person
        has_phone = person.smartphone
        if has_phone is None:
            has_phone = NO_SMARTPHONE not in map(fold, person.reasons.values())
        is_administrative = administrative(person.administrative, person.employment) != 0
        asked = self._asked_of(self.sector(member.unit_id), is_administrative, has_phone)
        return [
            item
            for item, is_asked in zip(self.items, asked, strict=True)
            if is_asked and person.states.get(item.key, State.UNKNOWN) in (State.TODO, State.UNKNOWN)
        ]

    def lacking_sql(self, item: Item) -> str:
        """An SQL condition on `staff`: the item is asked of a person and is chưa or chưa rõ."""
        lacking, asked = checklist.has_state(item.position, checklist.LACKING), self.asked_sql(item)
        return f"({lacking} AND {asked})" if asked else lacking

    def asked_sql(self, item: Item) -> str:
        """An SQL condition on `staff`: the item is asked of a person; "" when it is asked of everybody."""
        if item.applies_to == EVERYONE:
            return ""
        ways = (" AND ".join(map(self._condition_sql, sorted(each))) for each in alternatives(item.applies_to))
        return f"({' OR '.join(f'({way})' for way in ways)})"

    def _condition_sql(self, condition: str) -> str:
        if condition == "administrative":
            return f"({ADMINISTRATIVE}) IS NOT 0"
        if condition == "smartphone":
            # The reasons are "position:id position:id"; the id ends at the next space or at the end.
            known = (f"reasons || ' ' GLOB '*:{number} *'" for number in sorted(self._no_smartphone))
            return f"(smartphone IS 1 OR smartphone IS NULL AND NOT ({' OR '.join(known) or '0'}))"
        units = sorted(unit_id for unit_id, sector in self._sectors.items() if sector == condition)
        # Of an empty list SQLite knows that it holds nobody, and then refuses to walk along the index that is named.
        return f"unit_id IN ({', '.join(map(str, units)) or '0'})"

    def lacks(self, pattern: Pattern, sector: str) -> tuple[Lack, ...]:
        """The items that apply to people of a pattern and sector and are not done, in the order of the checklist."""
        found = self._lacks.get((pattern, sector))
        if found is None:
            open_items = [
                item
                for item, (done, applies) in zip(self.items, self.done_and_applicable(pattern, sector), strict=True)
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
