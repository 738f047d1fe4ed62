"""Parses CCCD, sex and kind of employment: a value, or a problem in Vietnamese, never a guess."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from importers.cells.parsed import LOOK_AGAIN, NOTHING, Parsed, wrong
from importers.lexicon.words import lexicon
from importers.patterns import when_needed
from store.columns import ColumnKind, PersonColumn
from store.identifiers import citizen_id_remarks, restore_citizen_id
from store.masks import as_digits, cover, is_covered, without_numbers
from store.text import clean, fold, mask_number, without_unseen

_AS_DECIMAL = when_needed(r"(\d+)[.,]0{1,2}[. ]*\Z")
_BETWEEN_DIGITS = when_needed(r"[\s.'`’\-_]")
_GROUPS = when_needed(r"\s*\d{1,3}(?:[.\s]+\d{3,})+\s*\Z")
#: Twelve digits with words beside them, and no other twelve: "CCCD: 089…", `="089…"`, "089… (cấp 2021)".
_LABELLED = when_needed(
    r"(?P<before>.*[^\d\s.]\s*)?(?P<number>[0-9](?: ?[0-9]){11})(?P<behind>\s*[^\d\s.].*)?", re.DOTALL
)
_LABEL = when_needed(
    r"(?:[\s:.;,='\"(){}\[\]-]|\b(?:t|text|so|ma|the|cccd|cc|cmnd|cmt|can cuoc|cong dan|dinh danh|ca nhan|ddcn|la)\b)*"
)
_LONG = 9  # digits
_WHOLE = when_needed(r"[0-9]{12}")
_ALL_WHOLE = when_needed(r"[0-9]{12}(?:\n[0-9]{12})*")
_TWELVE = when_needed(r"(?<!\d)\d{12}(?!\d)")
_LONGEST = 200  # characters of a cell that is looked at
_ROUNDED = when_needed(r"\d[eE]\+?\d")


def citizen_id(text: str, sex: str | None, born: str | None) -> Parsed:
    """Parse a CCCD to twelve digits; dropped zeros are restored only where all else in the row agrees.

    Args:
        text: the cell; a number in it has come as its digits.
        sex: `nam`, `nữ`, or None where the row states none.
        born: `YYYY-MM-DD`, `YYYY`, or None.
    """
    if not text or is_covered(text):  # our own roster with its numbers hidden
        return NOTHING
    if len(text) == 12 and text.isascii() and text.isdigit():
        return _whole(text, sex, born)
    text = without_unseen(text)[:_LONGEST]
    if _ROUNDED.search(text):
        return wrong("citizen_id_lost", text, "đã mất chữ số vì Excel làm tròn", "Hãy nhập lại số CCCD dạng chữ")
    if len(set(_TWELVE.findall(text))) > 1:
        return wrong("citizen_id_not_number", hidden(text), "là nhiều số trong một ô", "Hãy ghi mỗi người một dòng")
    decimal = _AS_DECIMAL.match(text)  # "79084001234.0": a number that a program wrote out as text
    if (labelled := _LABELLED.fullmatch(text)) is not None and labelled["number"].isascii():
        return _beside_words(labelled, sex, born)
    if (label := _LABEL.match(fold(text))) is not None and len(fold(text)) == len(text):
        text = text[label.end() :] if text[label.end() :][:1].isdigit() else text
    digits = decimal[1] if decimal else _BETWEEN_DIGITS.sub("", text)
    # A dot that parts no thousands is a fraction: the digits behind it are none of the number's.
    fraction = "." in text and decimal is None and _GROUPS.match(text) is None
    if not (digits.isascii() and digits.isdigit()) or fraction:
        why = "không phải số CCCD 12 chữ số" if as_digits(text) == text else "có chữ O, I hay l ở chỗ số 0, số 1"
        return wrong("citizen_id_not_number", hidden(text), why)
    if len(digits) > 15:
        return wrong("citizen_id_lost", _ending(digits), "đã mất chữ số vì Excel làm tròn", "Hãy nhập lại dạng chữ")
    if len(digits) == 12:
        return _whole(digits, sex, born)
    if len(digits) in (10, 11):
        return _restored(digits, sex, born)
    if len(digits) == 9:
        return wrong("citizen_id_old_cmnd", _ending(digits), "là số CMND cũ; cần đổi CCCD")
    code = "citizen_id_short" if len(digits) < 12 else "citizen_id_long"
    return wrong(code, _ending(digits), f"có {len(digits)} chữ số, CCCD phải đủ 12")


def is_labelled_number(text: str) -> bool:
    """Whether a text is one number of twelve digits behind words that name it: "CCCD số 089…"."""
    found = _LABELLED.fullmatch(text[:_LONGEST])
    return found is not None and _LABEL.fullmatch(fold(f"{found['before'] or ''} {found['behind'] or ''}")) is not None


def _beside_words(found: re.Match[str], sex: str | None, born: str | None) -> Parsed:
    """Parse a CCCD between words; words of a formula or a label are dropped, others are reported."""
    parsed = _whole(_BETWEEN_DIGITS.sub("", found["number"]), sex, born)
    words = clean(f"{found['before'] or ''} {found['behind'] or ''}")
    if parsed.code or _LABEL.fullmatch(fold(words)) is not None:
        return parsed
    message = f"đã lấy số CCCD {mask_number(parsed.value)} trong ô; phần “{hidden(words)}” không đưa vào"
    return Parsed(parsed.value, "citizen_id_with_remark", message, LOOK_AGAIN)


@lru_cache(maxsize=65536)
def _agrees(beginning: str, sex: str | None, year: str | None) -> bool:
    """Whether a CCCD with these first six digits fits the row; the last six digits say nothing."""
    return not citizen_id_remarks(f"{beginning}000000", sex, year)


def sound_numbers(
    typed: Sequence[str], sexes: Sequence[str | None], births: Sequence[str | None]
) -> Sequence[str | None]:
    """The CCCD of each row that needs no report; None where it needs one or the cell is blank.

    Args:
        typed: the cells of the column, without white space around them.
        sexes: as of `citizen_id`, of the same rows.
        births: as of `citizen_id`, of the same rows.
    """
    years = [born and born[:4] for born in births]
    rows = list(zip([text[:6] for text in typed], sexes, years, strict=True))
    together = "\n".join(typed)
    are_whole = len(together) == 13 * len(typed) - 1 and _ALL_WHOLE.fullmatch(together)  # no cell has two lines
    if are_whole and all(_agrees(*alike) for alike in set(rows)):
        return typed
    return [
        text if _WHOLE.fullmatch(text) and _agrees(*alike) else None for text, alike in zip(typed, rows, strict=True)
    ]


def _whole(number: str, sex: str | None, born: str | None) -> Parsed:
    if _agrees(number[:6], sex, born[:4] if born else None):
        return Parsed(number)
    remarks = citizen_id_remarks(number, sex, born)
    message = f"CCCD {mask_number(number)}: {'; '.join(remarks)}"
    return Parsed(number, "citizen_id_disagrees", message, LOOK_AGAIN)


def _restored(digits: str, sex: str | None, born: str | None) -> Parsed:
    number = restore_citizen_id(digits, sex, born)
    if number is None:
        why = f"chỉ có {len(digits)} chữ số và không bù được"
        return wrong("citizen_id_short", _ending(digits), why, "Hãy xin lại số CCCD")
    zeros = "0" * (12 - len(digits))
    message = f"CCCD {mask_number(number)}: đã bù số {zeros} ở đầu"
    return Parsed(number, "citizen_id_zero_restored", message)


def _ending(digits: str) -> str:
    return f"…{digits[-3:]}"


def hidden(text: str) -> str:
    """A text with its digits hidden but for the last three, should it be a number after all (Luật 91/2025/QH15)."""
    return cover(text) if sum(map(str.isdigit, as_digits(text))) >= _LONG else text


_WORDS = lexicon("cells")
SEXES = {word: sex for sex, words in _WORDS.tables["sexes"].items() for word in words.split()}


@lru_cache(maxsize=1024)
def sex(text: str) -> Parsed:
    """Parse a sex to `nam` or `nữ`."""
    if not text.strip(" ."):
        return NOTHING
    folded = fold(text).strip(" .")
    known = SEXES.get(folded)
    return Parsed(known) if known else wrong("sex_not_understood", text, "không rõ là nam hay nữ")


_EMPLOYMENT = [(when_needed(pattern), kind) for kind, pattern in _WORDS.tables["employment"].items()]


@lru_cache(maxsize=1024)
def employment(text: str) -> Parsed:
    """Parse a kind of employment to `cong_chuc`, `vien_chuc` or `nguoi_lao_dong`; words that fit two are reported."""
    if not text.strip():
        return NOTHING
    folded = fold(text)
    found = [kind for pattern, kind in _EMPLOYMENT if pattern.search(folded)]
    if len(found) == 1:
        return Parsed(found[0])
    return wrong("employment_not_understood", text, "không rõ là công chức, viên chức hay người lao động")


def parser_of(column: PersonColumn) -> Callable[[str], Parsed]:
    """The parser for cells of a column that has no rules of its own."""
    if column.name == "employment":
        return employment
    code = column.code or f"{column.name}_not_understood"
    is_words = column.kind is ColumnKind.TEXT and not (column.is_number or column.is_free)
    by_words = {fold(words): value for value, words in column.choices}

    @lru_cache(maxsize=16384)
    def parse(text: str) -> Parsed:
        value = by_words.get(fold(text)) if by_words else column.stored(text)
        if isinstance(value, str):
            if is_words and (bare := without_numbers(value)) != value:
                return Parsed(bare or None, f"{column.name}_with_number", "đã bỏ dãy số dài trong ô này", LOOK_AGAIN)
            return Parsed(value)
        if not text or (column.is_number and is_covered(text)):
            return NOTHING
        return wrong(code, hidden(text) if column.is_private else text, column.is_not or "không đúng với cột này")

    return parse
