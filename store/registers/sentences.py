"""Makes the sentence that a register offers to a report, counted as of the end of the period."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from unicodedata import normalize

from store import clock
from store.database import Store
from store.past import rewound_people
from store.registers.declared import REGISTERS, Register, find
from store.registers.entries import RegisterEntry, all_entries, texts
from store.text import fold, format_date, format_number, format_percent

#: First and last day; a first day of None: everything up to the last.
Period = tuple[date | None, date]

_OPTIONAL = re.compile(r"\[([^][]*)\]")
_FIGURE = re.compile(r"\{(\w+)\}")
#: A text that may name several people, or none: signs, digits, joining words, groups, more words than a title and name.
_SEVERAL = re.compile(
    r"[^\w\s.'’]|[\d\n]|\b(và|với|cùng|hoặc|các|những|tổ|nhóm|đội|toàn|hai|ba|bốn|năm)\b|^\W*(\w+\W+){5}\w",
    re.IGNORECASE,
)


def offered(store: Store, sections: Iterable[str], period: Period, *, unit_id: int | None = None) -> dict[str, str]:
    """Returns by section the sentences of its registers; sections without any are left out.

    Args:
        store: the open store.
        sections: keys of the sections of a report.
        period: the days that the report is of.
        unit_id: only what this unit raised; None: everything.
    """
    entries = [entry for entry in all_entries(store) if unit_id is None or entry.values.get("unit") == str(unit_id)]
    staff = health_staff(store, period[1]) if any(entry.attended for entry in entries) else frozenset()
    found: dict[str, list[str]] = {}
    for register in REGISTERS:
        mine = [entry for entry in entries if entry.register == register]
        if text := sentence(store, register, mine, period, staff):
            for section in register.sections:
                found.setdefault(section, []).append(text)
    return {section: "\n".join(found[section]) for section in sections if section in found}


def health_staff(store: Store, day: date | None = None) -> frozenset[int]:
    """Returns the ids of the staff of units of the health sector, whom the plans want trained, at the end of a day.

    If nobody was on the staff then, as in the first days of a store, those of now are returned.
    """
    units = "SELECT id FROM unit WHERE sector = 'health'"
    now = {row[0] for row in store.rows(f"SELECT id FROM staff WHERE removed_at IS NULL AND unit_id IN ({units})")}
    if day is None or day >= clock.today():
        return frozenset(now)
    changed, of_health = rewound_people(store, day), {row[0] for row in store.rows(units)}
    then = {staff_id for staff_id, (_, group) in changed.items() if group is not None and group[0] in of_health}
    return frozenset(now - changed.keys() | then) or frozenset(now)


def raised_by_units(store: Store, period: Period) -> dict[int, list[str]]:
    """Returns by unit id the difficulties that it raised, open or answered in a period, each with its answer."""
    register = find("difficulties")
    found: dict[int, list[str]] = {}
    entries = [entry for entry in within(all_entries(store, register), period) if entry.values.get("unit")]
    for entry, text in zip(entries, texts(store, entries), strict=True):
        line = _filled(register.line, {**_within_sentence(register, text), "unit": ""})
        found.setdefault(int(entry.values["unit"]), []).append(line)
    return found


def within(entries: Sequence[RegisterEntry], period: Period) -> list[RegisterEntry]:
    """Returns the entries of a period as they were at its end, the oldest first."""
    last = period[1].isoformat()
    first = "" if period[0] is None else period[0].isoformat()
    found = []
    for entry in reversed(entries):
        register = entry.register
        end = entry.values.get(register.until, "") if register.until else entry.day
        if end > last and register.at_end:
            entry = replace(entry, values={k: v for k, v in entry.values.items() if k not in register.at_end})
            end = ""
        is_ended = register.ending is None or entry.state(register.ending[0]) == register.ending[1]
        if entry.day <= last and not (end and is_ended and end < first):
            found.append(entry)
    return found


def sentence(
    store: Store, register: Register, entries: Sequence[RegisterEntry], period: Period, staff: frozenset[int]
) -> str:
    """Makes the sentence of a register for a period; "" where the register has no entry in it.

    Figures: `when`, `last_day`, `count` of the entries, `list` of them, the sum of each column of numbers, how many
    entries are in each state, `KEY_count` different texts of a column, nothing where one of them seems to name several
    or somebody whom another names in full, and of the people who `staff` names
    `attended`, its rate, and the same of everybody since the beginning, where those are more.
    """
    found = within(entries, period)
    if not found:
        return ""
    figures = {column.key: sum(entry.number(column.key) for entry in found) for column in register.columns
               if column.kind == "number"}  # fmt: skip
    figures["count"] = len(found)
    for column in register.columns:
        if column.kind == "choice":
            states = [entry.state(column.key) for entry in found]
            figures |= {state: states.count(state) for state, _ in column.choices}
        if column.kind == "text":
            of_column = [normalize("NFC", entry.values.get(column.key, "")) for entry in found]
            is_each_one = not any(map(_SEVERAL.search, of_column))
            named = set(map(fold, of_column))
            are_whole = not any(one != other and f" {other} ".endswith(f" {one} ") for one in named for other in named)
            figures[f"{column.key}_count"] = len(named) if is_each_one and are_whole else 0
    values = {key: format_number(number) if number else "" for key, number in figures.items()}
    values |= _attendance(entries, found, period, staff)
    last_day = format_date(period[1].isoformat())
    values["last_day"] = last_day
    values["when"] = "Trong kỳ" if period[0] is not None else f"Đến hết ngày {last_day}"
    values["list"] = register.between.join(
        _filled(register.line, _within_sentence(register, line)) for line in texts(store, found)
    )
    return _filled(register.sentence, values)


def _within_sentence(register: Register, line: Mapping[str, str]) -> dict[str, str]:
    """Returns the texts with the words of choices beginning with a small letter, as within a sentence."""
    choices = {column.key for column in register.columns if column.kind == "choice"}
    return {key: f"{text[:1].lower()}{text[1:]}" if key in choices else text for key, text in line.items()}


def _attendance(
    entries: Sequence[RegisterEntry], found: Sequence[RegisterEntry], period: Period, staff: frozenset[int]
) -> dict[str, str]:
    attended = _people(found) & staff
    so_far = _people(within(entries, (None, period[1]))) & staff
    earlier = so_far if len(so_far) > len(attended) else frozenset()
    return {
        "staff": format_number(len(staff)),
        "attended": format_number(len(attended)) if attended else "",
        "attended_rate": format_percent(len(attended), len(staff)),
        "attended_so_far": format_number(len(earlier)) if earlier else "",
        "so_far_rate": format_percent(len(earlier), len(staff)),
    }


def _people(entries: Iterable[RegisterEntry]) -> frozenset[int]:
    return frozenset().union(*(entry.attended for entry in entries))


def _filled(template: str, values: Mapping[str, str]) -> str:
    """Fills in a template; text between [ ] is left out when one of its values is empty."""

    def optional(found: re.Match[str]) -> str:
        return found[1] if all(values.get(key) for key in _FIGURE.findall(found[1])) else ""

    return _FIGURE.sub(lambda found: values[found[1]], _OPTIONAL.sub(optional, template))
