"""Text as Vietnamese read it: folding for search, the order of names, numbers and dates."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

# đ is a letter of its own, not a d with a mark, so decomposition leaves it;
# Ð and ð are what some files carry in its place.
_LETTER_D = str.maketrans("đĐðÐ", "dDdD")
# What pages and chat programs leave in copied text and nobody can see; U+00AD is not among
# them: it is ư in TCVN3.
_UNSEEN = dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF))

_ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(0x30 + place) for place, letter in enumerate(_ALPHABET)}
# ngang < huyền < hỏi < ngã < sắc < nặng (CLDR vi, second level)
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SEPARATOR = "!"  # sorts before every rank and tone

# What a terminal obeys: `ESC [ … letter`, `ESC ] … BEL`, all other controls but line breaks and tabs, and the marks
# that turn the direction of what stands behind them.
_SEQUENCE = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b\]|\x9d)[^\x07\x1b\n]*(?:\x07|\x1b\\)?|\x1b.?")
_CONTROLS = {*range(0x20), *range(0x7F, 0xA0)} - set(map(ord, "\t\n\r"))
_DIRECTIONS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_COMMANDS = dict.fromkeys((*_CONTROLS, *_DIRECTIONS))
_CONTROLS_AND_BREAKS = {**_COMMANDS, **dict.fromkeys(map(ord, "\t\n\r"))}

# Khmer names of An Giang have no family/given split that sorting may rely on.
_UNSPLIT_FIRST_WORDS = frozenset({"chau", "neang"})

# Days as people type them: the day first, always.
_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\Z", re.ASCII)
_RUN = re.compile(r"(\d{2})(\d{2})(\d{4})\Z", re.ASCII)
_SHORT_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2})\Z", re.ASCII)
_SHORT_RUN = re.compile(r"(\d{2})(\d{2})(\d{2})\Z", re.ASCII)
_YEAR = re.compile(r"(19|20)\d{2}\Z", re.ASCII)
# Ð and ð look like Đ and đ, and stand in their place where a file was typed on another keyboard.
_HEALED = {**_UNSEEN, ord("Ð"): "Đ", ord("ð"): "đ"}


def without_unseen(text: str) -> str:
    """`text` without invisible characters (zero width, controls, changes of direction)."""
    return text.translate(_UNSEEN)


def without_commands(text: str) -> str:
    """`text` without what a terminal obeys instead of showing: escape sequences, controls, changes of direction."""
    return _SEQUENCE.sub("", text).translate(_COMMANDS)


def without_controls(text: str) -> str:
    """`text` without controls, line breaks and tabs too, and without changes of direction."""
    return text.translate(_CONTROLS_AND_BREAKS)


def clean(text: str) -> str:
    """Normalise a text: NFC, no invisible characters or terminal commands, Ð as Đ, single spaces."""
    if not text.isprintable():
        text = without_commands(text)
    return " ".join(unicodedata.normalize("NFC", text.translate(_HEALED)).split())


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`text` for search and comparison: no marks, đ as d, lower case, one space between words."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFD", text.translate(_LETTER_D).translate(_UNSEEN))
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(bare.casefold().split())


@lru_cache(maxsize=65536)
def name_key(full_name: str) -> str:
    """Reduce a name to compare whether two may be of one person: folded, with y as i."""
    return fold(full_name).replace("y", "i")


@lru_cache(maxsize=65536)
def _ranks(part: str) -> tuple[str, str]:
    """The letters of `part` by their rank in the alphabet, and its tones, one a syllable."""
    letters: list[str] = []
    tones: list[str] = []
    for word in part.split():
        tone = "0"
        for letter in unicodedata.normalize("NFC", word.casefold()):
            rank = _RANK.get(letter)
            if rank is None:
                decomposed = unicodedata.normalize("NFD", letter)
                tone = next((_TONES[mark] for mark in decomposed if mark in _TONES), tone)
                base = unicodedata.normalize("NFC", "".join(m for m in decomposed if m not in _TONES))
                rank = _RANK.get(base) or _RANK.get(base[:1], "")
            letters.append(rank)
        letters.append(_SEPARATOR)
        tones.append(tone)
    return "".join(letters), "".join(tones)


@lru_cache(maxsize=65536)
def sort_key(full_name: str) -> str:
    """An ASCII key that sorts names as a Vietnamese list does: by tên, then họ đệm; tones decide last."""
    name = clean(full_name)
    before, _, given = name.rpartition(" ")  # họ đệm, tên
    if fold(name.partition(" ")[0]) in _UNSPLIT_FIRST_WORDS:
        before, given = "", name
    given_letters, given_tones = _ranks(given)
    before_letters, before_tones = _ranks(before)
    return _SEPARATOR.join((given_letters, given_tones, before_letters, before_tones))


def place_key(name: str) -> str:
    """`name` for asking "is this the same place?": capitals and where in a word a mark stands make no difference.

    Marks do: Tô Hạ and Tô Hà are two places.
    """
    return f"{fold(name)}{_SEPARATOR}{sort_key(name)}"


def format_number(value: int) -> str:
    """Write a number with dots: 382171 -> `382.171`."""
    return f"{value:,}".replace(",", ".")


def format_percent(part: int, whole: int) -> str:
    """Write a share with two decimals: 372375, 382171 -> `97,44%`; `–` when the whole is 0."""
    rate = hundredths(part, whole)
    return "–" if rate is None else f"{format_number(rate // 100)},{rate % 100:02d}%"


def hundredths(part: int, whole: int) -> int | None:
    """A share in hundredths of a percent, halves rounded up; None when the whole is 0."""
    return None if whole == 0 else (20_000 * part + whole) // (2 * whole)


def format_share(share: float, *, decimals: bool = False) -> str:
    """A target as a percentage: 0.9 -> `90%`, 0.985 -> `98,50%`; with `decimals` always two: `90,00%`."""
    text = format_percent(round(share * 10_000), 10_000)  # 0.7 * 10 is more than 7 as a float
    return text if decimals else text.replace(",00%", "%")


def format_date(value: str | None) -> str:
    """Write an ISO date: `2026-06-30` -> `30/06/2026`; `1984` stays; a time behind the date becomes `HH:MM`."""
    if not value:
        return ""
    day, _, time = value.partition("T")
    shown = "/".join(reversed(day.split("-")))
    return f"{shown} {time[:5]}" if time else shown


def parse_date_entry(text: str, *, year_alone: bool = True) -> str | None:
    """Read a typed date: `5/1/1984`, `05.01.1984`, `05011984` -> `1984-01-05`; `1984` stays; None for no date."""
    typed = text.strip()
    if year_alone and _YEAR.match(typed):
        return typed
    found = _DAY.match(typed) or _RUN.match(typed)
    if found is None:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return None


def propose_date(text: str, latest: int) -> str | None:
    """Read a date with a two-digit year, as the last such year up to `latest`: `3.4.88` -> `1988-04-03`; or None."""
    typed = text.strip()
    found = _SHORT_DAY.match(typed) or _SHORT_RUN.match(typed)
    if found is None:
        return None
    year = latest - (latest - int(found[3])) % 100
    return parse_date_entry(f"{found[1]}/{found[2]}/{year}")


def led_by_its_subject(title: str) -> str:
    """Drop the leading share of a title, because lists cut titles: `100% công dân …` -> `Công dân …`."""
    share, _, rest = title.partition(" ")
    return f"{rest[:1].upper()}{rest[1:]}" if share.endswith("%") and share[:-1].isdecimal() and rest else title


def mask_number(number: str | None) -> str:
    """`089084001234` -> `•••••••••234`: enough to tell two people of one name apart, too little to work it out.

    The first six digits of a CCCD follow from province, sex and birth year; of the last six three stay unknown.
    """
    return f"{'•' * (len(number) - 3)}{number[-3:]}" if number else ""


def mask_two_numbers(one: str | None, other: str | None) -> tuple[str, str]:
    """Mask two numbers; when the masks look the same, show up to three digits that differ: `••••••5••472`.

    These digits are enough to see which number stands on the card.
    """
    masked, beside = mask_number(one), mask_number(other)
    if not one or not other or masked != beside or len(one) != len(other):
        return masked, beside
    shown = [at for at, (left, right) in enumerate(zip(one, other, strict=True)) if left != right][:3]
    left, right = list(masked), list(beside)
    for at in shown:
        left[at], right[at] = one[at], other[at]
    return "".join(left), "".join(right)
