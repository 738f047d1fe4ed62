"""Covers numbers of people (CCCD, phone, health insurance) in any text (Luật 91/2025/QH15)."""

import re
from collections.abc import Callable, Collection, Iterable
from itertools import accumulate, pairwise
from unicodedata import decimal

COVERED = "•"
_LEAST = 8  # digits without leading zeros by which a number is distinguished from others
# As texts: a start needs none of them, and `re` keeps each compiled from its first use on.
_LONG_NUMBER = (
    r"(?<!\d)(?!(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d))\d(?:(?:[.'’\-]|[\s\u200b-\u200d\u2060\ufeff]{1,3})?\d){8,}(?!\d)"
)
#: 89,063,731,137: a spreadsheet took the number for a figure.
_AS_FIGURE = r"(?<![\d,.])\d{1,3}(?:,\d{3}){3}(?![\d,])|(?<![\d,.])\d{3}(?:,\d{3}){2}(?![\d,])"
_WITH_LETTERS = rf"(?:(?<![A-Za-z])[A-Z]{{2}})?{_LONG_NUMBER}"  # of an insurance card: GD479…
_FIRST_GROUP = rf"(?<![\d{COVERED}])(?<!\d[.,])(?:0\d{{2,8}}|84|[A-Z]{{2}}\d{{1,3}})"
#: Groups with the same between them throughout, as 089,063,731,137 and 0912 - 34 - 56 - 78, or of three digits and more
#: with anything between them, as (089) 063-731/137: no date and no time is written so.
_IN_GROUPS = (
    rf"{_FIRST_GROUP}(?P<sign>[\W_]{{1,4}})\d{{2,10}}(?:(?P=sign)\d{{2,10}})*(?!\d)",
    rf"{_FIRST_GROUP}(?:[\W_]{{1,4}}\d{{3,10}})+(?!\d)",
)
_WORD = r"(?:(?<=BHXH)|(?<=CCCD)|(?<=BHYT)|(?<=ĐT)|(?<=thoại)|(?<=danh)|(?<=BHXH số)|(?<=CCCD số))"
#: The same with groups of any size, for numbers that begin as those of people do, see `_is_likely`.
_LIKELY_IN_GROUPS = (
    rf"(?<![\d{COVERED}])(?<!\d[.,])0\d{{0,8}}(?P<sign>[\W_]{{1,4}})\d{{1,10}}(?:(?P=sign)\d{{1,10}})+(?!\d)",
    rf"(?<![\d{COVERED}])(?<!\d[.,])0\d{{2,8}}(?:[\W_]{{1,4}}\d{{1,10}})+(?!\d)",
    r"(?<![A-Za-z])[A-Z]{2}(?P<sign>[\W_]{1,3})\d(?:(?P=sign)\d{2,10})+(?!\d)",  # GD-4-79-…
    rf"{_WORD}[\W_]{{1,3}}\d{{1,10}}(?P<sign>[\W_]{{1,4}})\d{{1,10}}(?:(?P=sign)\d{{1,10}})*(?!\d)",
)
_LIKELY = r"0[35789]\d{8}|02\d{8,9}|0\d\d[0-3]\d{8}"  # phones, CCCD
_LIKELY_AFTER_LETTERS = r"\d{13}"  # of an insurance card
_LIKELY_AFTER_WORD = rf"{_LIKELY}|\d{{10}}"  # also of social insurance, behind a word that says so
_DAY = r"(?<!\d)\d\d?\D{1,3}\d\d?\D{1,3}(?:19|20)\d\d(?!\d)"
_LENGTHS = (10, 11, 12, 13)  # digits of a phone, of one on a desk, of a CCCD, of an insurance card
#: Digits with letters typed for 0 and 1 among them, and no other letter beside: O89, 15O, 6lI37; OO as a group.
_SPELT = r"(?<![^\W\d_])(?=[OolIi]*\d|[Oo]{2})[\dOolIi]+(?![^\W\d_])"
_MAYBE_SPELT = r"\d[\W_]?[OolIi]|[OolIi]\d|[Oo]{2}"  # rules out most texts in a tenth of the time
#: What no long number is without: rules out most texts at once.
_MAYBE_LONG = rf"[\dOolIi](?:[\W_]{{0,4}}[\dOolIi]){{{_LEAST}}}"
_SPELT_ALONE = r"(?<=\d[\W_])[OoIil](?=[\W_]\d)"  # 089-O-84: a group of one
_DIGITS_OF_LETTERS = str.maketrans("OolIi", "00111")
#: 20260626103000, 2026-06-26 10-30-00: a time in the name of a file.
_MOMENT = r"(?<!\d)20\d\d-?[01]\d-?[0-3]\d(?:[-_ T]?[0-2]\d[-:.h]?[0-5]\d(?:[-:.]?[0-5]\d)?)?(?!\d)"
_AMOUNT = r"[1-9]\d{0,2}(?:[., ]\d{3})+"
#: 1.250.000.000 đồng, 25.000.000-30.000.000 đồng, 485.000.000: numbers of nobody.
_MONEY = (
    rf"(?P<money>(?<![\d.,])(?:{_AMOUNT}(?:đ|\s?đồng)?\s?[-–;+]\s?)*{_AMOUNT}(?=\s?(?:đ|VN[ĐD]))"
    r"|(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})*\.000\.000(?![.\d])|(?<![\d.,])[1-9]\d{8,12}(?=\s?(?:đồng|VN[ĐD])))"
)
_DATE = r"(?<!\d)\d\d?(?P<between>[./-])\d\d?(?P=between)(?:19|20)\d\d(?!\d)"
_YEARS = r"(?:19|20)\d\d(?:\W+(?:19|20)\d\d)+"
_WHOLE = r"(?<!\S)(?:[A-Z]{2})?(?:\d[.'’\-]?){8,14}\d(?!\S)"  # between blanks
_NO_DIGIT = r"\D+"
_ALL_BUT_THREE = r"\d(?=(?:\D*\d){3})"
_COVERED = r"(?=[^•]*•)[A-Z\d\s.'’\-•]+"
_DAY_IN_NAME = r"(?:19|20)\d\d-[01]\d-[0-3]\d"
_LAST_DAY = 31  # of a month


def cover_numbers(text: str, *, but: Collection[str] = ()) -> str:
    """Replace the digits of long numbers (CCCD, phone, insurance) in a text by dots, except the last three.

    The numbers in `but` stay, however they are spelt.
    """
    stay = {spelt for number in map(bare_digits, but) for spelt in (number, f"84{number}")}
    return _replaced(text, lambda found: found if bare_digits(found) in stay else cover(found), _LONG_NUMBER)


def covering(numbers: Iterable[str]) -> Callable[[str], str]:
    """Make a function that covers these numbers in a text, however they are spelt, and no others."""
    bare = {digits for digits in map(bare_digits, numbers) if digits}
    lengths = set(map(len, bare))

    def standing(text: str) -> set[str]:
        digits = re.sub(_NO_DIGIT, "", as_digits(text))
        places = range(len(digits) - _LEAST + 1)
        return {digits[at : at + length] for at in places for length in lengths} & bare

    def covered(text: str) -> str:
        if len(text) < _LEAST or not (found := standing(text.translate(_DIGITS_OF_LETTERS))):
            return text  # most texts
        spelt = "|".join(map(_spelt_anyhow, sorted(found, key=len, reverse=True)))
        return _sub(spelt, lambda match: cover(match.group()), text)

    return covered


def _spelt_anyhow(digits: str) -> str:
    """A pattern of a number with any signs between its digits, with the zeros and the letters that it begins with."""
    between = r"[\W_]{0,4}"
    return rf"(?:(?<![A-Za-z])[A-Z]{{2}}{between})?(?:(?<!\d)0{between})*{between.join(digits)}"


def days(isos: Iterable[str]) -> re.Pattern[str] | None:
    """Make a pattern that finds these days (ISO) in a text, as people and the cards write them; None for no days."""
    spellings = [spelling for iso in isos for spelling in _spellings_of_day(*iso.split("-"))]
    return re.compile(rf"(?<!\d)(?:{'|'.join(spellings)})(?!\d)", re.IGNORECASE) if spellings else None


def _spellings_of_day(year: str, month: str, day: str) -> tuple[str, ...]:
    digits = {str(digit): f"[{digit}{chr(0xFF10 + digit)}]" for digit in range(10)}  # full-width ones too

    def spelt(number: str) -> str:
        return "".join(map(digits.__getitem__, number))

    days, months = (f"{digits['0']}?{spelt(str(int(number)))}" for number in (day, month))
    whole = spelt(year)
    years = f"(?:{whole}|{spelt(year[2:])})"
    sign = r"\s*(?:[^\w\s]|_)\s*"
    in_month = rf"(?:{sign}|\s+)th(?:á|a\u0301?)ng\s+{months}"
    on_day, in_year = rf"(?:{sign}|\s+)ng(?:à|a\u0300?)y\s+{days}", rf"(?:{sign}|\s+)n(?:ă|a\u0306?)m\s+{years}"
    of_month = rf"(?:{sign}{months}|{in_month})"
    return (
        rf"{days}{of_month}(?:{sign}{years}|{in_year})",
        rf"{days}{in_month}\s+{whole}",
        rf"{whole}{of_month}(?:{sign}{days}|{on_day})",
        rf"th(?:á|a\u0301?)ng\s+{months}{on_day}(?:{sign}{years}|{in_year}|\s+{whole})",
        spelt(f"{day}{month}{year}"),  # as the QR of a card has it
        spelt(f"{year}{month}{day}"),
    )


def bare_digits(number: str) -> str:
    """The digits of a number without leading zeros, which spreadsheets drop; "" where they are too few to tell."""
    digits = re.sub(_NO_DIGIT, "", as_digits(number)).lstrip("0")
    return digits if len(digits) >= _LEAST else ""


def _replaced(text: str, instead: Callable[[str], str], long_number: str) -> str:
    """Replace each long number in a text, in all spellings that people use; amounts of money stay."""
    if re.search(_MAYBE_LONG, text) is None:
        return text
    text = _sub_groups(instead, text)  # first: of (089) 063 731 137 the long number is only a part
    numbers = f"{_MONEY}|{_AS_FIGURE}|{long_number}"
    return _sub(numbers, lambda found: None if found["money"] else _of_words(instead, found.group()), text)


def _of_words(instead: Callable[[str], str], found: str) -> str | None:
    """Digits and blanks with the long number in them replaced: a whole one alone, not a figure beside it."""
    if re.fullmatch(_YEARS, found) is not None or _are_days(found):
        return None
    if re.search(_WHOLE, found) is None:
        return instead(found)
    return re.sub(_WHOLE, lambda whole: instead(whole.group()), found)


def _are_days(run: str) -> bool:
    """Whether groups of digits are days of a month, or dates with no more than times beside them."""
    numbers = list(map(int, re.findall(r"\d+", run)))
    is_ascending = all(one < other for one, other in pairwise(numbers)) and numbers[-1] <= _LAST_DAY
    beside = re.sub(_DATE, "", run)
    return is_ascending or (beside != run and not re.search(r"0\d\d|\d{5}", beside) and len(beside) < _LEAST)


def _sub_groups(instead: Callable[[str], str], text: str) -> str:
    """Replace the long numbers that are written in groups of digits."""
    for groups in _LIKELY_IN_GROUPS:
        text = _sub(groups, lambda found: _of_groups(instead, found.group(), fits=_is_likely), text)
    for groups in _IN_GROUPS:
        text = _sub(groups, lambda found: _of_groups(instead, found.group()), text)
    return text


def _is_likely(run: str) -> bool:
    """Whether groups of digits are the number of a person by how it begins, and no list of days, months or years."""
    if _are_days(run) or re.search(_DAY, run) or re.fullmatch(_YEARS, run.strip()):
        return False
    known = _LIKELY_AFTER_LETTERS if run[0].isalpha() else _LIKELY if run[0].isdigit() else _LIKELY_AFTER_WORD
    return re.fullmatch(known, re.sub(_NO_DIGIT, "", run)) is not None


def _of_groups(instead: Callable[[str], str], run: str, *, fits: Callable[[str], bool] = lambda _: True) -> str | None:
    """Groups of digits with the long numbers among them replaced: one, or several after each other; None for none."""
    groups = [(found.start(), found.end()) for found in re.finditer(r"\d+", run)]
    if sum(at_end - at for at, at_end in groups) not in _LENGTHS and re.search(_DAY_IN_NAME, run):
        return None
    parts, end, first, is_found = [], 0, 0, False
    while first < len(groups):
        sizes = accumulate(at_end - at for at, at_end in groups[first:])
        begin = 0 if first == 0 else groups[first][0]
        # Where nothing follows, or another number, which begins with 0 too.
        lasts = [
            last
            for last, size in enumerate(sizes, first)
            if size in _LENGTHS
            and (last + 1 == len(groups) or run[groups[last + 1][0]] == "0")
            and fits(run[begin : groups[last][1]])
        ]
        if lasts and (first == 0 or run[groups[first][0]] == "0"):
            last = lasts[-1] if lasts[-1] + 1 == len(groups) else lasts[0]
            parts += [run[end:begin], instead(run[begin : groups[last][1]])]
            end, first, is_found = groups[last][1], last + 1, True
        else:
            first += 1
    return "".join([*parts, run[end:]]) if is_found else None


def _sub(pattern: str, instead: Callable[[re.Match[str]], str | None], text: str) -> str:
    """Replace what matches in a text whose letters for digits are read as digits; what is None by `instead` stays."""
    parts, end = [], 0
    for found in re.finditer(pattern, as_digits(text)):
        if (other := instead(found)) is not None:
            parts += [text[end : found.start()], _as_typed(other, found.group(), text[found.start() : found.end()])]
            end = found.end()
    return "".join([*parts, text[end:]])


def _as_typed(covered: str, read: str, typed: str) -> str:
    """The signs of a covered text that are not covered, as they were typed: full-width digits, letters for digits."""
    if read == typed or len(covered) != len(typed):
        return covered
    return "".join(own if sign == digit else sign for sign, digit, own in zip(covered, read, typed, strict=True))


def as_digits(text: str) -> str:
    """The text with digits for the letters that were typed for 0 and 1 within its numbers; each keeps its place."""
    if not text.isascii():
        text = "".join(str(decimal(sign)) if sign.isdecimal() else sign for sign in text)
    if re.search(_MAYBE_SPELT, text) is None:
        return text
    text = re.sub(_SPELT, lambda found: found.group().translate(_DIGITS_OF_LETTERS), text)
    return re.sub(_SPELT_ALONE, lambda found: found.group().translate(_DIGITS_OF_LETTERS), text)


def cover_in_name(name: str) -> str:
    """Cover long numbers in a file name and join its lines; times such as 20260626103000 stay readable."""
    return cover_in_message(" ".join(name.splitlines()))


def cover_in_message(text: str) -> str:
    """Cover long numbers in a message that may name files and copies, whose times stay readable."""
    parts = re.split(rf"({_MOMENT})", text)
    parts[::2] = map(cover_numbers, parts[::2])
    return "".join(parts)


def quoted(cell: str) -> str:
    """A cell of a file in the quotation marks of a message, its long numbers covered."""
    return f"“{cover_numbers(cell)}”"


def without_numbers(text: str) -> str:
    """Remove long numbers from a name, with the punctuation around them."""
    bare = _replaced(text, lambda _: " ", _WITH_LETTERS)
    if bare == text:
        return text
    bare = " ".join(bare.split()).strip(" -–:,;.()[]+")
    return bare + ")" * (bare.count("(") - bare.count(")"))


def cover(text: str) -> str:
    """Replace all digits of a text by dots, except the last three, which stay as they are typed."""
    covered = re.sub(_ALL_BUT_THREE, COVERED, as_digits(text))
    return "".join(COVERED if sign == COVERED else typed for sign, typed in zip(covered, text, strict=True))


def is_covered(text: str) -> bool:
    """Whether a cell holds nothing but a number that was covered, by this version or an earlier one."""
    return COVERED in text and re.fullmatch(_COVERED, text) is not None
