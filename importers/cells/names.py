"""Parses names of people: titles before them, remarks behind them and capitals are taken off."""

import re
from functools import lru_cache

from importers.cells.parsed import LOOK_AGAIN, NOTHING, Parsed, wrong
from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from store.masks import COVERED, as_digits, cover_numbers, without_numbers
from store.text import clean, fold

_WORDS = lexicon("cells")
_TITLES, _UNSURE_TITLE = (_WORDS.pattern(name, re.IGNORECASE) for name in ("titles", "unsure_title"))
_POST_BEHIND = _WORDS.pattern("post_behind", re.IGNORECASE)
_POST_BEFORE = _WORDS.pattern("post_before", re.IGNORECASE)
_COMMONEST = _WORDS.set("commonest_surnames")
SURNAMES = _WORDS.set("surnames")
_MISTER = when_needed(r"Ông\s+(?=(\S+)\s+\S+\s+\S)", re.IGNORECASE)
_EXAMPLE = when_needed(r"(?:Nguyễn|Trần|Lê|Phạm) (?:Văn|Thị) [A-EX]\Z", re.IGNORECASE)
_NUMBER_BEFORE = when_needed(r"\d+\s*[.)/-]\s*(?=\D)")
_BEHIND = when_needed(r"\s*(?:[(\[{]\s*(?P<inside>.*?)\s*[)\]}]?|\s[-–—]\s+(?P<dashed>.+)|[*+¹²³⁴⁵⁶⁷⁸⁹⁰]+)\s*\Z")
_APART = when_needed(r"[\n;,/&+]|\bvà\b")
_HEAD = when_needed(r"ho,? (va )?(ten|chu|dem|lot)\b")  # a header, though Hồ is a family name
_WHOLE = 3  # words of a name that is no half of one over two lines
_PLAIN_LETTER = when_needed("[a-z]")


def looks_like_person(text: str) -> bool:
    """Whether a text alone in its row may be somebody: two to six capitalised words, the first a family name."""
    words = text.split()
    if not 2 <= len(words) <= 6 or any(not word[0].isupper() or any(c.isdigit() for c in word) for word in words):
        return False
    return fold(words[0]) in SURNAMES and _HEAD.match(fold(text)) is None


def without_title(name: str) -> str:
    """A name without the title before it: "BS CKI. Lê Văn An"."""
    title = _TITLES.match(name)
    return name[title.end() :] if title is not None else name


def _shouts(name: str) -> bool:
    """Whether a name is all capitals; only a-z can tell, as old fonts of capitals keep small letters with marks."""
    return _PLAIN_LETTER.search(name) is None


@lru_cache(maxsize=65536)
def full_name(text: str) -> Parsed:
    """Parse a name: one space between words, no title before it, no remark behind it, not in capitals.

    Words behind the name in brackets or after a dash, and a post beside it, are in `Parsed.aside`.
    """
    name = clean(text).strip(" .,;:-–—'`’_")
    if name.isalpha() or (
        "\n" not in text.strip() and " và " not in name and name.replace(" ", "").isalpha() and not _needs_look(name)
    ):
        return Parsed(_settled_case(name))
    if not name:
        return NOTHING
    typed, post = text.strip(), ""
    if (before := _POST_BEFORE.match(typed)) is not None:
        typed, post = typed[before.end() :], clean(before["post"])
        name = clean(typed).strip(" .,;:-–—'`’_")
    if (behind_it := _POST_BEHIND.search(typed)) is not None and behind_it.start() > 0:
        typed, post = typed[: behind_it.start()], clean(behind_it["post"])
        name = clean(typed).strip(" .,;:-–—'`’_")
    if _names_two(typed):
        return wrong("two_names", clean(text), "là tên nhiều người trong một ô", "Hãy ghi mỗi người một dòng")
    found: list[tuple[str, str, str]] = []  # (code, message, advice)
    aside = post
    if post:
        found.append(("name_with_remark", f"“{post}” không thuộc họ tên; đã chuyển sang ghi chú", ""))
    if number := _NUMBER_BEFORE.match(name):
        name = name[number.end() :]
    if (title := _TITLES.match(name) or _title_or_surname(name)) and name[title.end() :].strip():
        found.append(("title_dropped", f"đã bỏ “{title.group().strip()}” trước tên", ""))
        name = name[title.end() :].strip()
    behind = _BEHIND.search(name)
    is_in_number = behind and cover_numbers(name)[: behind.start()].rstrip().endswith(COVERED)
    if behind and behind.start() > 0 and not is_in_number:
        remark = (behind["inside"] or behind["dashed"] or "").strip()
        aside = "; ".join(filter(None, (remark, post)))
        if remark:
            found.append(("name_with_remark", f"“{remark}” không thuộc họ tên; đã chuyển sang ghi chú", ""))
        name = name[: behind.start()].strip(" .,;:-–—")
    if (bare := without_numbers(name)) != name and bare:
        found.append(("name_with_number", "đã bỏ dãy số dài trong ô họ tên", LOOK_AGAIN))
        name = bare
    if not any(character.isalpha() for character in as_digits(name)):
        return wrong("name_not_understood", clean(text), "không phải họ tên")
    if _EXAMPLE.match(name):
        found.append(("name_example", f"“{name}” có vẻ là dòng ví dụ của mẫu", LOOK_AGAIN))
    if (perhaps := _UNSURE_TITLE.match(name)) and fold(perhaps[2]) in SURNAMES:
        found.append(("title_perhaps", f"“{perhaps[1]}” là họ hay cách gọi? Đã giữ nguyên “{name}”", LOOK_AGAIN))
    if any(character.isdigit() for character in name) or "\ufffd" in name or "?" in name:
        found.append(("name_damaged", f"tên “{name}” có ký tự lạ", LOOK_AGAIN))
    name = _settled_case(name)
    if not found:
        return Parsed(name)
    codes, messages, advice = zip(*found, strict=True)
    return Parsed(name, codes[0], "; ".join(messages), next(filter(None, advice), ""), aside)


def _names_two(text: str) -> bool:
    """Whether a cell names several people: more than one of its parts is like a full name."""
    parts = [clean(_BEHIND.sub("", part)) for part in _APART.split(text)]
    if sum(len(words := part.split()) > 1 and words[0].lower() in _COMMONEST for part in parts) > 1:
        return True
    fewest = 2 if ";" in text else _WHOLE
    return sum(len(part.split()) >= fewest and looks_like_person(part) for part in parts) > 1


def _needs_look(name: str) -> bool:
    """Whether a name of letters only has a title or is a made-up example, so that it is parsed in full."""
    return any(pattern.match(name) for pattern in (_TITLES, _UNSURE_TITLE, _EXAMPLE))


def _title_or_surname(name: str) -> re.Match[str] | None:
    """Match "Ông" as a title only before a common family name and two more words: it is a family name too."""
    found = _MISTER.match(name)
    return found if found is not None and found[1].lower() in _COMMONEST else None


def _settled_case(name: str) -> str:
    if _shouts(name) or name.islower():
        return " ".join("-".join(part.capitalize() for part in word.split("-")) for word in name.split())
    return name
