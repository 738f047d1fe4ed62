"""Decides how a form counts one person: by the state of each item, and by whether a plan asks the item of them.

What nobody asked of a person, or does not apply to them, is never counted as lacking: they stand in the column "không
áp dụng" of the item where the form has one, and otherwise in none of its columns. They are counted by their state only
where the form demands that đã and chưa make up everybody (c4 + c5 = c3 in Phụ lục 1), or counts the đã alone. In a form
with such a demand, and in one that says `only_asked`, people of whom none of its items is asked are not in the table.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from store import clock
from store.campaigns import running
from store.campaigns.form import TOTAL, Column, Form
from store.checklist import checklist
from store.checklist.applicability import EVERYONE, NOBODY, Pattern, Rules, alternatives, union
from store.checklist.items import checklist_items
from store.checklist.reasons import texts, why_not
from store.database import Store
from store.forms import library
from store.models import PACKED, Item, State
from store.past import Group, of_units_then

NOT_ASKED = "Không thuộc đối tượng"  # reason of those whom nobody asks the item


class Answer(NamedTuple):
    """The way in which a form counts one item of a person."""

    counts: str  # kind of column: "done", "todo", "not_applicable"; "": in none
    reason: str  # "" for none
    is_asked: bool  # False: nobody asks it of them, and the form does not count it by its state alone


class Asking:
    """Decides for one form how people are counted, by whom its items are asked, now or at the end of an earlier day."""

    def __init__(self, store: Store, form: Form, as_of: date | None = None) -> None:
        """Reads the items of the form, whom they are asked of and the units' sectors; `as_of` None means now."""
        self.form = form
        items = asked_items(store, form, _earlier(as_of))
        self._rules = Rules(store, items, unit_sectors(store, as_of))
        self._words = texts(store)
        self._places = {item.key: place for place, item in enumerate(items)}
        self._is_apart = [form.figure_of(item.key, "not_applicable") is not None for item in items]
        is_whole = [_is_whole(form, item.key) for item in items]
        #: Whether the figures of the item count by the state alone: where they must make up everybody, or say of nobody
        #: that they lack it.
        self._by_state = [
            whole or not _says_who_lacks(form, item.key) for whole, item in zip(is_whole, items, strict=True)
        ]
        self._with_reasons = [frozenset(each.side for each in form.reasons if each.item == item.key) for item in items]
        self._known: dict[tuple[Pattern, str], tuple[Answer, ...] | None] = {}
        self._leaves_out = form.only_asked or any(is_whole)
        conditions = {each for item in items for way in alternatives(item.applies_to) for each in way}
        #: Whether it depends on these columns of a person, so that people have to be told apart by them.
        self.by_administrative, self.by_smartphone = "administrative" in conditions, "smartphone" in conditions

    def sector(self, unit_id: int) -> str:
        """Returns the sector of a unit; "" where nothing depends on the sector."""
        return self._rules.sector(unit_id)

    def answers(self, pattern: Pattern, sector: str) -> tuple[Answer, ...] | None:
        """Returns how each item of the form is counted for people of a pattern; None when the table leaves them out."""
        if (pattern, sector) not in self._known:
            asked = self._rules.asked(pattern, sector)
            is_in = any(asked) or not self._leaves_out
            answers = self._answers(pattern[0], checklist.unpack_reasons(pattern[1]), asked)
            self._known[pattern, sector] = tuple(answers) if is_in else None
        return self._known[pattern, sector]

    def _answers(self, states: str, reasons: Mapping[int, int], asked: tuple[bool, ...]) -> Iterator[Answer]:
        for place, (item, is_asked) in enumerate(zip(self._rules.items, asked, strict=True)):
            state = checklist.state_at(states, item.position)
            words: str | None
            if self._is_apart[place] and (state is State.NOT_APPLICABLE or not is_asked):
                known = why_not(states, reasons, item.position, self._words)
                own = self._words.get(reasons.get(item.position, 0)) if state is State.NOT_APPLICABLE else None
                counts, words = "not_applicable", own or (known if is_asked else NOT_ASKED)
            elif self._by_state[place] or (is_asked and state is not State.NOT_APPLICABLE):
                counts = "done" if state is State.DONE else "todo"
                words = why_not(states, reasons, item.position, self._words)
            else:
                counts, words = "", ""
            reason = words or "" if counts in self._with_reasons[place] else ""
            yield Answer(counts, reason, is_asked or self._by_state[place])

    def counts(self, group: Group | None, column: Column) -> bool:
        """Whether a column counts the people of a group; `group` None means that they are not on the staff."""
        if group is None:
            return False
        unit_id, _, *_ = group
        answers = self.answers(group[2:], self.sector(unit_id))
        return answers is not None and (not column.item or answers[self._places[column.item]].counts == column.counts)

    def sql(self, column: Column) -> str:
        """Returns the condition of `counts` as SQL on the table `staff`; "" when the column counts everybody."""
        parts = []
        if self._leaves_out and (ways := [self._rules.asked_sql(item) for item in self._rules.items]) and all(ways):
            parts.append(f"({' OR '.join(ways)})")
        if column.item:
            place = self._places[column.item]
            item = self._rules.items[place]
            asked = "" if self._by_state[place] else self._rules.asked_sql(item)
            has_state = checklist.has_state(item.position, self._accepted(column, place))
            if column.counts == "not_applicable" and asked:
                parts.append(f"({has_state} OR NOT {asked})")
            else:
                parts += [has_state, *([asked] if asked else [])]
        return " AND ".join(parts)

    def _accepted(self, column: Column, place: int) -> frozenset[str]:
        """Returns the packed states of an item that a column counts."""
        own = {"done": State.DONE, "not_applicable": State.NOT_APPLICABLE}
        if column.counts in own:
            return frozenset(PACKED[own[column.counts]])
        more = [State.NOT_APPLICABLE] if self._by_state[place] else []
        return frozenset(PACKED[state] for state in (State.TODO, State.UNKNOWN, *more))


def _earlier(as_of: date | None) -> date | None:
    return as_of if as_of is not None and as_of < clock.today() else None


def unit_sectors(store: Store, as_of: date | None) -> dict[int, str]:
    """Maps unit ids to sectors, as they were at the end of a day; `as_of` None means now."""
    earlier = _earlier(as_of)
    return (
        dict(store.rows("SELECT id, sector FROM unit")) if earlier is None else of_units_then(store, "sector", earlier)
    )


def _is_whole(form: Form, item: str) -> bool:
    """Whether a rule of the form demands that done and not done of an item add up to everybody."""
    if form.figure_of(item, "not_applicable") is not None:
        return False
    sides = {column.key for column in form.figures if column.item == item}
    return any(rule.sign == "=" and {*sides, TOTAL} == set(rule.columns) for rule in form.rules)


def _says_who_lacks(form: Form, item: str) -> bool:
    return any(form.figure_of(item, side) is not None for side in ("todo", "not_applicable"))


def asked_items(store: Store, form: Form, as_of: date | None = None) -> tuple[Item, ...]:
    """Returns the items of a form in its order, each with whom it is asked of; `as_of` None means now.

    A campaign's form asks as the campaign does, also after its end; Phụ lục 1, which every store has, as all that run.
    An item that is asked of nobody for its own sake is asked of those from whom items that require it are asked. Where
    no
    campaign asks for anything in the form, whoever prints it was asked in another way: then it is about everybody.
    """
    campaign = library.campaign_of(store, form, as_of)
    if campaign is not None:
        items = running.checklist_of(store, campaign)
    elif as_of is None:
        items = checklist_items(store)
    else:
        from store.rewound import campaigns_at  # only where the past is asked for

        asked: dict[str, list[str]] = {}
        for each in campaigns_at(store, as_of):
            for wanted in each.items:
                asked.setdefault(wanted.key, []).append(wanted.applies_to)
        items = tuple(item._replace(applies_to=union(asked.get(item.key, [NOBODY]))) for item in checklist_items(store))
    by_key = {item.key: item for item in (*checklist_items(store), *items)}
    whom = {
        key: union([by_key[key].applies_to, *(each.applies_to for each in items if each.requires == key)])
        if by_key[key].applies_to == NOBODY
        else by_key[key].applies_to
        for key in form.items
    }
    if all(each == NOBODY for each in whom.values()):
        whom = dict.fromkeys(whom, EVERYONE)
    return tuple(by_key[key]._replace(applies_to=whom[key]) for key in form.items)
