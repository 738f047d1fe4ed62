"""Packs and unpacks the checklist of a person in `staff.states` and `staff.reasons`."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from store.models import PACKED, UNPACKED, Item, State, unreadable_person

UNKNOWN = PACKED[State.UNKNOWN]
_CODES = "".join(UNPACKED)
LACKING = (PACKED[State.TODO], PACKED[State.UNKNOWN])


def code_at(states: str, position: int) -> str:
    """The packed character of one item; unknown when the item was added after the person was written."""
    return states[position] if position < len(states) else UNKNOWN


def state_at(states: str, position: int) -> State:
    """The state of one item in packed states."""
    return UNPACKED[code_at(states, position)]


def refuse_unreadable(packed: Iterable[str]) -> None:
    """Raise DamagedStoreError where packed states have a character that no state has."""
    if unreadable := "".join(packed).strip(_CODES):  # what is left when all that may stand at the ends is taken off
        UNPACKED[unreadable[0]]


def with_state(states: str, position: int, state: State) -> str:
    """Packed states with a new state of one item."""
    padded = states.ljust(position + 1, UNKNOWN)
    return padded[:position] + PACKED[state] + padded[position + 1 :]


def has_state(position: int, codes: Collection[str]) -> str:
    """An SQL condition on `staff`: one item has one of these packed states; an item missing in the text is unknown."""
    listed = ", ".join(f"'{code}'" for code in [*sorted(codes), *([""] if UNKNOWN in codes else [])])
    return f"substr(states, {position + 1}, 1) IN ({listed})"


def has_state_anywhere(items: Sequence[Item], codes: Collection[str]) -> str:
    """An SQL condition on `staff`: the state of any item is one of `codes`."""
    listed = "".join(codes)
    # GLOB reads ? as any character; inside brackets it is itself. A short text lacks the newest items.
    short = f" OR length(states) < {len(items)}" if UNKNOWN in listed else ""
    return f"(states GLOB '*[{listed}]*'{short})"


def contradicts_sql(items: Sequence[Item]) -> str:
    """An SQL condition on `staff`: an item is đã whose required item is chưa, as `contradictions` finds it."""
    by_key = {item.key: item for item in items}
    done, todo = PACKED[State.DONE], PACKED[State.TODO]
    pairs = [(item, by_key[item.requires]) for item in items if item.requires in by_key]
    ways = (f"({has_state(item.position, done)} AND {has_state(needed.position, todo)})" for item, needed in pairs)
    return f"({' OR '.join(ways) or '0'})"


def pack_states(states: Mapping[str, State], items: Sequence[Item]) -> str:
    """Pack states by item key into one text; an item that is missing is unknown."""
    packed = [UNKNOWN] * (max([item.position for item in items], default=-1) + 1)
    for item in items:
        state = states.get(item.key)
        if state is not None:
            packed[item.position] = PACKED[state]
    return "".join(packed)


def unpack_states(states: str, items: Iterable[Item]) -> dict[str, State]:
    """Unpack the states of all items by item key."""
    return {item.key: state_at(states, item.position) for item in items}


def pack_reasons(reasons: Mapping[int, int]) -> str:
    """Pack {position of an item: reason id} into text, in the order of positions."""
    return " ".join(f"{position}:{reasons[position]}" for position in sorted(reasons))


def unpack_reasons(reasons: str) -> dict[int, int]:
    """Unpack {position of an item: reason id}. Raises DamagedStoreError for a text that the program never wrote."""
    found: dict[int, int] = {}
    try:
        for pair in reasons.split():
            position, _, reason = pair.partition(":")
            found[int(position)] = int(reason)
    except ValueError as error:
        raise unreadable_person("lý do") from error
    return found


def reason_at(reasons: str, position: int) -> int | None:
    """The id of the reason of one item; None: it has none."""
    return unpack_reasons(reasons).get(position) if reasons else None


def with_reason(reasons: str, position: int, reason_id: int | None) -> str:
    """Packed reasons with a new reason of one item, or with none for None."""
    if not reasons and reason_id is None:
        return reasons
    packed = unpack_reasons(reasons)
    packed.pop(position, None)
    if reason_id is not None:
        packed[position] = reason_id
    return pack_reasons(packed)


def lacks(states: str, items: Iterable[Item]) -> list[Item]:
    """The items that are chưa or chưa rõ in packed states."""
    return [item for item in items if code_at(states, item.position) in LACKING]


def contradictions(states: Mapping[str, State], items: Sequence[Item]) -> list[tuple[Item, Item]]:
    """(item that is đã, its required item that is chưa) for each contradiction, which a person has to settle."""
    against = [
        item
        for item in items
        if item.requires and states.get(item.requires) is State.TODO and states.get(item.key) is State.DONE
    ]
    by_key = {item.key: item for item in items} if against else {}
    return [(item, by_key[item.requires]) for item in against if item.requires in by_key]
