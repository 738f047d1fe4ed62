"""Reads how a file itself explains its marks: "x: chưa có; để trống: đã có", "(đánh dấu x nếu đã có)".

The words of the file outweigh what the marks usually mean.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace

from importers.grids.grid import Cell, text_of
from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from store.frozen import frozen
from store.models import State
from store.text import clean, fold

_LONGEST_SIGN, _LONGEST_MEANING = 3, 40  # characters, where each has a cell
_LONGEST_OTHER = 60  # characters of a text that explains a sign as neither đã nor chưa
_LONGEST = 300  # characters; longer texts are prose
_WORDS = lexicon("cells")
_SIGN_FIRST, _STATE_FIRST, _INTRODUCED = map(_WORDS.pattern, ("sign_first", "state_first", "introduces_legend"))
_SAYS_NOTHING = lexicon("rows").pattern("nothing_said_of")
_OF_LACKING = _WORDS.pattern("speaks_of_lacking")
_LIST_OF_LACKING, _OF_OTHERS, _MAY_SAY = map(_WORDS.pattern, ("list_of_lacking", "list_of_others", "may_be_legend"))
_PARTS = when_needed(r"[;.\n()]|,(?!\d)")
_OTHER_SIGN = when_needed(r"(?P<sign>\w|[^\w\s])\s*(?::|=|\bla\b)\s*\w{2}.*")
_OTHER_MARK = when_needed(r"(?P<sign>[^\w\s]{1,2}|\d)\s*[:=]\s*\w{2}.*")
_BULLET = when_needed(r"\A[-*+•]+\s*(?=\w{2})")
_DITTO, _LIKE_ABOVE, _DITTO_IS = map(_WORDS.pattern, ("explained_ditto", "like_above", "ditto_is"))
_DITTOS = _WORDS.set("dittos")
_BRACKETS = when_needed(r"[(\[]\s*(\S)\s*[)\]]")
#: Folded signs that say yes where nothing else is said of them.
TICKS = ("x", "v", "✓", "✔", "√", "1", "+")
_BLANK = ("trong", "khong ")
_FOOTNOTE = when_needed(
    r"(?P<sign>[(\[](?:\d{1,2}|\*{1,3}|[a-z])[)\]]|\*{1,3})\s*[:.\-–]?\s+(?P<words>[^\W\d].{3,150})"
)


@frozen
class Legend:
    """What a file says of its marks: folded sign -> state, "" for an empty cell. `place` is the cell that says so.

    `notes` are footnotes: "(1)", as it stands in a cell -> the words behind it.
    """

    signs: Mapping[str, State]
    text: str = ""
    place: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    blank_is_done: bool = False  # it says so of an empty cell, and explains no sign


NO_LEGEND = Legend({})


def legend_of(texts: Iterable[tuple[str, str]]) -> Legend:
    """Find the legend among texts of a sheet, given as (text, name of its cell).

    A sign that is explained in two ways is left out: nobody can tell which holds. Where a text seems to say that a tick
    means chưa, and is not understood, ticks are unclear.
    """
    found: dict[str, set[State]] = {}
    explanation, place = "", ""
    unclear = NO_LEGEND
    notes: dict[str, str] = {}
    others = set[str]()
    for text, cell in texts:
        if text[:1] in "([*" and (note := _FOOTNOTE.fullmatch(clean(text))) is not None:
            notes.setdefault(note["sign"], note["words"])
        signs = signs_in(text)
        if not signs and not unclear.signs and _may_reverse(text):
            is_done = _explained(text) == [("", State.DONE)]
            unclear = Legend(dict.fromkeys(TICKS, State.UNKNOWN), clean(text), cell, blank_is_done=is_done)
        if not signs and len(text) <= _LONGEST and _SAYS_NOTHING.search(fold(text)):
            signs = [("", State.UNKNOWN)]  # "ô trống là chưa cung cấp thông tin", "Khoa Nội (chưa gửi số liệu)"
        if signs and not explanation:
            explanation, place = clean(text), cell
        for sign, state in signs:
            found.setdefault(sign, set()).add(state)
        if not signs and len(text) <= _LONGEST_OTHER and (other := _OTHER_MARK.fullmatch(fold(text))) is not None:
            others.add(other["sign"])
    for sign in others - found.keys() if found else ():
        found[sign] = {State.UNKNOWN}  # "//: không có điện thoại" beside "x: đã có"
    clear = {sign: next(iter(states)) for sign, states in found.items() if len(states) == 1}
    if unclear.signs and not found.keys() & set(TICKS):
        clear = {**unclear.signs, **clear}  # what explains other signs leaves ticks as unclear as they are
    result = Legend(clear, explanation, place) if found else unclear
    return replace(result, notes=notes) if notes else result


def legend_cells(row: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    """Yield (column, text) of a row for texts that may explain marks; a sign and its meaning may have a cell each."""
    before = ""
    for column, cell in enumerate(row):
        if isinstance(cell, str) and cell:
            yield column, cell
            if before and len(cell) <= _LONGEST_MEANING:
                yield column, f"{before}: {cell}"
        if cell not in (None, ""):
            text = text_of(cell)
            before = text if len(text) <= _LONGEST_SIGN else ""


def ticks_of_a_list(title: str, cell: str) -> Legend | None:
    """The legend in a title such as "Danh sách cán bộ chưa thực hiện …", where ticks mean chưa; else None.

    It is reported as a legend is, so that the person is asked to look.
    """
    folded = fold(title)
    if not _LIST_OF_LACKING.match(folded) or _OF_OTHERS.search(folded):
        return None
    return Legend(dict.fromkeys(TICKS, State.TODO), clean(title), cell)


def signs_in(text: str) -> list[tuple[str, State]]:
    """(folded sign, state) of every mark that a text explains."""
    found = _explained(text)
    # "Nếu không có thì để trống" alone may be about a telephone number.
    return found if any(sign for sign, _ in found) else []


def _may_reverse(text: str) -> bool:
    """Whether a text that explains no sign may still mean that a tick is chưa."""
    folded = fold(text.replace("\n", " ")) if len(text) <= _LONGEST else ""
    return _OF_LACKING.search(folded) is not None or _explained(text) == [("", State.DONE)]


def _explained(text: str) -> list[tuple[str, State]]:
    if not 4 <= len(text) <= _LONGEST or not _MAY_SAY.search(folded := fold(text.replace("\n", "; "))):
        return []
    folded = _BRACKETS.sub(r"\1", _INTRODUCED.sub("", folded, count=1))
    found, others = [], []
    for part in _PARTS.split(folded):
        if dittos := _explained_dittos(part.strip()):
            found += dittos
        elif (match := _explains(part.strip())) or (match := _explains(_BULLET.sub("", part.strip(), count=1))):
            result = match.groupdict()
            found.append((_sign(result.get("bare") or result["sign"]), _state(result.get("said") or result["state"])))
        elif match := _OTHER_SIGN.fullmatch(part.strip()):
            others.append((match["sign"], State.UNKNOWN))  # "1: đang làm" beside "2: đã xong" is neither
    return found + others if found else []


def _explained_dittos(piece: str) -> list[tuple[str, State]]:
    """(sign, state) for every spelling of a ditto mark that a piece explains as a state, "//: chưa làm được"."""
    match = _DITTO.fullmatch(piece)
    if match is None or _LIKE_ABOVE.match(match["words"]):
        return []
    repeated = _DITTO_IS.fullmatch(match["words"])
    state = State.UNKNOWN if repeated is None else State.TODO if repeated["todo"] else State.DONE
    return [(sign, state) for sign in sorted(_DITTOS) if _plain(sign) == _plain(match["sign"])]


def _plain(ditto: str) -> str:
    return "".join('"' if char in "'`”“″〃" else char for char in ditto if char not in " -.").replace('""', '"')


def _explains(piece: str) -> re.Match[str] | None:
    return _SIGN_FIRST.fullmatch(piece) or _STATE_FIRST.fullmatch(piece)


def _sign(words: str) -> str:
    return "" if any(word in f"{words} " for word in _BLANK) else words


def _state(words: str) -> State:
    if words == "kad" or words.startswith(("khong ap", "khong thuoc", "khong phai")):
        return State.NOT_APPLICABLE
    return State.TODO if words.startswith(("chua", "khong", "con", "thieu")) else State.DONE
