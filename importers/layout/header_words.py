"""Reads a header's words: they name a field of a person, an item of the checklist, or nothing that is kept.

The words stand in `importers/lexicon/heads.toml`.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from importers.layout.checklist import Checklist, Meaning
from importers.layout.heads import HEADS, fold_header
from importers.layout.sides import NOT_APPLICABLE, TODO, by_group, side_of, takes_side
from importers.patterns import when_needed
from store.field_ref import FieldKind, FieldRef
from store.models import State

NOTHING = Meaning(None, 0.0)
_NOT_KEPT = Meaning(None, 0.9)
_OF_OTHERS = Meaning(None, 0.6)  # an item of somebody else: it is told that the column was left out


class _Entry(NamedTuple):
    """Words of a header and what they mean; `heads.toml` explains the keys."""

    meaning: Meaning
    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    over: re.Pattern[str] | None
    spelt: str | None

    @classmethod
    def from_table(cls, table: dict[str, Any]) -> "_Entry":
        """Make an entry from a table of heads.toml."""
        unless, over = (when_needed(HEADS.text(table[key])) if key in table else None for key in ("unless", "over"))
        words = when_needed(HEADS.text(table["words"]))
        return cls(Meaning(table.get("field"), table["sure"]), words, unless, over, table.get("spelt"))

    def fits(self, header: str, leaf: str, above: str) -> bool:
        """Whether the entry matches a header, which is folded as `leaf` and stands below `above`."""
        return (
            self.words.search(leaf) is not None
            and (self.unless is None or self.unless.search(leaf) is None)
            and (self.over is None or self.over.search(above) is not None)
            and (self.spelt is None or self.spelt == _typed(header))
        )


_BEFORE_ITEMS, _AFTER_ITEMS = (
    tuple(map(_Entry.from_table, HEADS.tables[name])) for name in ("before_items", "after_items")
)
_DAY, _BEGINS_DAY, _RESULT, _NOT_A_STATE = map(HEADS.pattern, ("day", "begins_day", "result", "not_a_state"))
_TOTAL, _OF_WHOM, _LISTS_ITEMS = map(HEADS.pattern, ("total", "of_whom", "lists_items"))
_PLANNED, _PERHAPS_PLANNED, _AIMED_AT = map(HEADS.pattern, ("planned", "perhaps_planned", "aimed_at"))
_OTHER_MATTER, _ONLY_THE_PROGRAM = HEADS.pattern("other_matter"), HEADS.pattern("only_the_program")
_OTHER_MATTER_ABOVE, _LESSON = HEADS.pattern("other_matter_above"), HEADS.pattern("lesson")
_BEGUN = HEADS.pattern("begun")
_TURNS_ROUND, _BOTH_SIDES = map(HEADS.pattern, ("turns_round", "both_sides"))
_ITEM_HEADS, _SHORT_DEEDS = HEADS.set("item_heads"), HEADS.set("short_deeds")
_SOMEBODY_ELSE, _SOMEBODY_ELSE_PLAIN = map(HEADS.pattern, ("somebody_else", "somebody_else_plain"))
_PERHAPS_OWN = HEADS.pattern("perhaps_own")
#: Words of the heads of names and totals, of which a header has at least one column.
_OF_ROWS = [
    entry.words
    for entry in (*_BEFORE_ITEMS, *_AFTER_ITEMS)
    if entry.meaning.field in ("full_name", "given_name", "family_name", "total")
]
_REASON = next(entry.words for entry in _BEFORE_ITEMS if entry.meaning.field == "reason")
_DID = when_needed(r"\W*(?:\d+\W+)?(?:(?:anh|chi|ban)\W+)*(?:da|dang|duoc)\W+(?:duoc\W+)?([a-z]+)")
_MENTIONS = 0.3  # how sure a head is that only mentions an item
_CHOICES, _WHO_SAYS = HEADS.pattern("choices"), HEADS.pattern("who_says")
LONE_CARD = HEADS.pattern("lone_card")
_ROUND, _ROUND_DAY, _ROUND_BEFORE = map(HEADS.pattern, ("round", "round_day", "round_before"))
_ROUND_TIMES = HEADS.pattern("round_times")
_ROUND_ALONE = HEADS.pattern("round_alone")
_LONGEST_MONTH = 31  # days
_ANSWERS = HEADS.pattern("answers")
_CHOICES_INSIDE = when_needed(r"\([^()]*\w\s*[,/;+]\s*\w[^()]*\)")
_LACKS_OR_HAS = HEADS.pattern("lacks_or_has")
_UNDER_WAY = HEADS.pattern("under_way")
_LACKS_INSIDE = HEADS.pattern("lacks_inside")
_LESS_SURE = 0.2  # of "Chỉ tiêu" above an item: another column may have the result
_LONGEST = 200  # characters of a question
_SHARED = 0.7  # below this several items share the words
_MOST_KNOWN = 10_000  # headers: cells of data may look like heads too
_STRANGE = 3  # words of a head, or two that are a third of it

_FAMILY = re.compile(r"tô\s")
_ALSO_SURNAMES = {"ho": "họ", "to": "tổ"}


def meaning_of(header: str, items: Checklist, *, parent: str = "") -> Meaning:
    """What a header says its column is; `parent` is the header above it, "" where there is none."""
    known = items.meanings
    if (found := known.get((header, parent))) is None:
        if len(known) >= _MOST_KNOWN:
            known.clear()
        found = known[header, parent] = _meaning_of(header, items, parent)
    return found


def _meaning_of(header: str, items: Checklist, parent: str) -> Meaning:
    leaf = fold_header(header)
    above = fold_header(parent) if parent != header else ""
    if not leaf or (leaf in _ALSO_SURNAMES and _is_surname(header, leaf)) or _is_of_a_family(header):
        return NOTHING
    if _is_of_somebody_else(header, leaf) or (above and _is_of_somebody_else(parent, above)):
        named = items.surely_named_in(f"{above} {leaf}".strip())
        if named is not None and _PERHAPS_OWN.search(leaf):
            return Meaning(side_of(leaf, named.key), _MENTIONS)
        return _NOT_KEPT if named is None or named.key == items.card else _OF_OTHERS
    before = _first(_BEFORE_ITEMS, header, leaf, above)
    if before is not None:
        named = items.named_in(leaf) or items.surely_named_in(above) if before.field == "reason" else None
        return Meaning(FieldRef.reason(named.key), 0.95) if named else before
    if "(" in header and lists_items(header) is not None:
        return Meaning("note", 0.8)  # "Còn thiếu (CCCD, VNeID, BHYT)" is of none of them alone
    named = items.named_in(leaf)
    if _TOTAL.search(leaf) and (named is None or _OF_WHOM.search(leaf)):
        return Meaning("total", 0.9)
    if named is not None:
        key, sure = named
        is_shared = sure < _SHARED
        if is_shared and (whole := items.surely_named_in(above)) is not None:
            key, sure = whole  # "Đã đưa vào VNeID" below "BHYT" is about the BHYT card
        if _NOT_A_STATE.search(leaf) or _PLANNED.search(leaf) or _PLANNED.search(above):
            return NOTHING
        if _DAY.search(leaf):
            return Meaning(FieldRef.done_on(key), 0.9)
        if (begun := _BEGUN.search(_ANSWERS.sub("", leaf))) is not None and begun["lacks"] not in begun["did"]:
            return Meaning(FieldRef.of_item(FieldKind.TODO, key), _MENTIONS)  # "Đã tải, chưa kích hoạt": asked as chưa
        if _is_turned_round(leaf, items):
            return Meaning(FieldRef.of_item(FieldKind.TODO, key), _MENTIONS)
        if (
            _only_mentions(leaf, items)
            or (is_shared and _ONLY_THE_PROGRAM.search(leaf))
            or _PERHAPS_PLANNED.search(leaf)
            or _LESSON.match(leaf)
            or _OTHER_MATTER_ABOVE.search(above)
            or (_PERHAPS_PLANNED.search(above) and not _AIMED_AT.search(above))
        ):
            sure = _MENTIONS
        elif _AIMED_AT.search(above):
            sure -= _LESS_SURE
        return Meaning(side_of(leaf, key) if takes_side(leaf) else by_group(above, leaf, key), sure)
    if NOT_APPLICABLE.match(leaf) and (third := _under(leaf, above, items)).field is not None:
        return third  # "Không thuộc đối tượng" is no column of "Đối tượng"
    if lists_items(header) is not None:
        return Meaning("note", 0.8)  # kept as it is typed, and read as well
    if (after := _first(_AFTER_ITEMS, header, leaf, above)) is not None:
        return after
    under = _under(leaf, above, items)
    # "Ngày thực hiện" tells of the item at its left, as a lone "Lý do" does; "Ngày cấp" is of a card.
    return Meaning("done_on", 0.8) if under.field is None and _DAY.fullmatch(leaf) else under


@lru_cache(maxsize=16384)
def may_name_people(header: str) -> bool:
    """Whether a header may be of a column of names, or of totals: a quick look before `meaning_of`."""
    leaf = fold_header(header)
    return any(words.search(leaf) is not None for words in (*_OF_ROWS, _TOTAL))


def meaning_under_title(header: str, title: str, items: Checklist) -> Meaning:
    """What "Kết quả", "Đã" or "Chưa" says below a title, or on a sheet, that names the item of the whole list."""
    leaf = fold_header(header)
    if any(word not in _ITEM_HEADS and not word.isdigit() for word in re.findall(r"\w+", leaf)):
        return NOTHING  # "Có bằng lái xe" is another matter
    meaning = _under(leaf, fold_header(title), items)
    of_day = FieldRef.parse(meaning.field or "").kind is FieldKind.DONE_ON
    return NOTHING if of_day and not _DAY.search(leaf) else meaning  # so is "Ngày ký hợp đồng"


def by_two(head: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two heads of one item, each as (whole, leaf, above), are equal or differ in who states it."""
    return head[0] == other[0] or any(_WHO_SAYS.search(fold_header(text)) for text in (*head[1:], *other[1:]))


def round_of(header: str) -> int | None:
    """The month, the round or the day up to which a column counts, greater for a later one; None: it says none."""
    folded = fold_header(header)
    if _ROUND_BEFORE.search(folded):
        return -1
    if day := _ROUND_DAY.search(folded):
        return _LONGEST_MONTH * int(day["month"]) + int(day["day"])
    numbered = _ROUND.search(folded)
    return int(numbered[1]) if numbered else None


def without_round(header: str) -> str:
    """A folded header without its month, week or day: equal for all columns that say one item at several times."""
    return _ROUND_TIMES.sub("", fold_header(header)).strip(" ,-/&")


def says_todo(header: str) -> bool:
    """Whether a header names what people lack, such as "Chưa có …"."""
    return TODO.match(fold_header(header)) is not None


def only_says_todo(header: str) -> bool:
    """Whether a header names no item, and says of the one beside it that it is lacking: "(chưa)", "Người chưa có"."""
    words = re.findall(r"\w+", fold_header(header))
    return bool(words) and TODO.match(" ".join(words)) is not None and _ITEM_HEADS.issuperset(words)


def says_year(header: str) -> bool:
    """Whether a header is "Năm" with its marks: a year, and not the sex "Nam"."""
    return _typed(header).strip(" :.*") == "năm"


def asks_reason(header: str) -> bool:
    """Whether a header asks why something is not done: "ghi ngày; nếu chưa ghi lý do"."""
    return _REASON.search(fold_header(header)) is not None


def says_lacking(title: str) -> bool:
    """Whether a title, or the header of reasons, speaks of those who lack something, and of nobody else."""
    words = fold_header(title).split()
    return bool({"chua", "khong"} & set(words)) and "da" not in words


def lists_items(header: str) -> State | None:
    """The state of all items that a column lists by name: "Còn thiếu", "Nội dung đã thực hiện"; None: it lists none."""
    folded = fold_header(header)
    if asks_choices(header):
        return State.TODO if "chua" in folded.split() and "da" not in folded.split() else State.DONE
    bare = fold_header(header.partition("(")[0])
    found = _LISTS_ITEMS.fullmatch(folded) or _LISTS_ITEMS.fullmatch(bare)
    if found is None and _CHOICES_INSIDE.search(header):  # "Chưa có (CCCD, VNeID, BHYT)"
        found = _LACKS_OR_HAS.fullmatch(bare)
    if found is None:
        return None
    return State.DONE if found["side"] == "da" else State.TODO


def asks_choices(header: str) -> bool:
    """Whether a head asks which of several things were done, so that what is not chosen was not done."""
    return len(header) <= _LONGEST and _CHOICES.fullmatch(fold_header(header)) is not None


def _is_of_somebody_else(header: str, folded: str) -> bool:
    """Whether a header is about a relative (spouse, parent, child) of the person in the row."""
    typed = _typed(header)
    return (_SOMEBODY_ELSE_PLAIN.search(folded) if typed.isascii() else _SOMEBODY_ELSE.search(typed)) is not None


def _only_mentions(leaf: str, items: Checklist) -> bool:
    """Whether a head that names an item speaks of another matter: "Đã tập huấn Sổ SKĐT"."""
    rest = items.without_names(_WHO_SAYS.sub("", leaf))
    known = _ITEM_HEADS | items.title_words
    done = _DID.match(rest)  # "Đã mua thẻ BHYT": nothing that is done with an item
    if done is not None and leaf.startswith("da ") and done[1] in _SHORT_DEEDS:
        known = known | {done[1]}
    strange = sum(word not in known and not word.isdigit() for word in re.findall(r"\w+", rest))
    many = strange >= _STRANGE or (strange > 1 and 3 * strange >= len(leaf.split()))
    other_deed = done is not None and done[1] not in known
    return many or other_deed or _OTHER_MATTER.search(rest) is not None


def _is_turned_round(leaf: str, items: Checklist) -> bool:
    """Whether a head that begins with no side says "chưa" or "không" of the item further on: "Anh/chị chưa có …"."""
    if TODO.match(leaf) or NOT_APPLICABLE.match(leaf):
        return False
    if _LACKS_INSIDE.search(leaf):  # the words of an item may have it between them: "BHYT chưa tích hợp"
        return True
    return _TURNS_ROUND.search(_BOTH_SIDES.sub(" ", items.without_names(leaf))) is not None


def _typed(header: str) -> str:
    return unicodedata.normalize("NFC", header).strip().lower()


def _is_surname(header: str, leaf: str) -> bool:
    """Whether a word with marks is the family name Hồ or Tô, and not the header Họ or Tổ."""
    typed = _typed(header)
    return not typed.isascii() and typed.isalpha() and typed != _ALSO_SURNAMES[leaf]


def _is_of_a_family(header: str) -> bool:
    """Whether a text begins with the family name Tô, as no head does: "Tổ" is a department."""
    return _FAMILY.match(_typed(header)) is not None


def _first(entries: Sequence[_Entry], header: str, leaf: str, above: str) -> Meaning | None:
    return next((entry.meaning for entry in entries if entry.fits(header, leaf, above)), None)


def _under(leaf: str, above: str, items: Checklist) -> Meaning:
    """What a header that names no item says below one that does: only words of a state, a day or a result count."""
    named = (items.named_in(f"{above} {leaf}") if re.search(r"\d", leaf) else None) or items.named_in(above)
    if (
        named is None
        or items.excluded(leaf)
        or _UNDER_WAY.match(leaf)
        or _PLANNED.search(leaf)
        or _AIMED_AT.search(leaf)
    ):
        return NOTHING
    if _only_mentions(leaf, items):
        return NOTHING  # "Đã photo căn cước" below "Trên ứng dụng VNeID" is another matter
    holds, of_words = items.under(leaf, above)
    if holds:
        return Meaning(side_of(leaf, of_words.key), of_words.sure) if of_words else NOTHING
    key, sure = named.key, min(named.sure, 0.9)
    if _BEGINS_DAY.match(leaf):
        return Meaning(FieldRef.done_on(key), sure)
    if takes_side(leaf) or _RESULT.search(leaf) or _ROUND_ALONE.fullmatch(leaf):
        return Meaning(side_of(leaf, key), sure)
    return NOTHING
