"""Columns -> fields: what a header says, then what the cells below it hold.

Fields: `ordinal`, the names of `store.models.PERSON_FIELDS`, `department`, `unit`, `timestamp`, `family_name`,
`given_name`, `birth_day`, `birth_month`, `birth_year`, `male`, `female`, `birth_male`, `birth_female`;
for an item `state.KEY`, a pair `done.KEY` and `todo.KEY`, `reason.KEY`, `done_on.KEY`; `total` in a table of counts.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from importers.grid import Cell, text_of
from importers.marks import mark_of
from store.models import Item
from store.plan import Column
from store.text import fold

#: Folded words of a header -> item. The first that is found decides, so the narrower stand first.
_ITEM_WORDS: tuple[tuple[str, str], ...] = (
    (r"chu ki so|chu ky so|\bky so\b|\bki so\b|\bcks\b|usb token", "digital_signature"),
    (r"an sinh|\basxh\b", "social_security"),
    (
        r"tich hop (the )?(bhyt|bao hiem y te)|(bhyt|bao hiem y te).*(tich hop|vneid|so skdt|so suc khoe|lien ket)",
        "bhyt_linked",
    ),
    (r"so suc khoe|\bskdt\b|\bso sk\b|ho so suc khoe|so skdt|\bhssk\b|\bssk\b", "health_book"),
    (r"bhyt|bao hiem y te|bao hiem", "bhyt_linked"),
    (r"(muc|cap)( do)? ?(2|ii|hai)\b|\bddmuc2\b|\bm2\b", "level2_account"),
    (r"(tai khoan|tk) (dinh danh|vneid)|dinh danh (dien tu|vneid)|\bdddt\b|\bdinh danh\b|\bvneid\b", "level2_account"),
    (
        r"the (cccd|can cuoc|cc)\b|(da )?(co|cap) (cccd|can cuoc)|cccd gan chip|can cuoc gan chip|cccd cc\b|^cccd$|^can cuoc$|^can cuoc cong dan$|^the cccd",
        "cccd",
    ),
)
_NUMBER_WORDS = re.compile(
    r"\b(so|ma|ma so) (the )?(cccd|cc|can cuoc|dinh danh|cmnd|cmt|giay to|chung minh|ddcn|dinh danh ca nhan)\b"
    r"|\bso dinh danh\b|\bdinh danh ca nhan\b|\bcmnd\b|\bcmt\b|\bchung minh\b|\b12 (chu )?so\b|\bsocccd\b|\bsddcn\b"
)
_INSURANCE_WORDS = re.compile(
    r"\b(so|ma|ma so) (the )?(bhyt|bhxh|bao hiem)\b|\bso so bhxh\b|\bbhxh so\b|^ma the$|\bso the bao hiem"
)
_REASON_WORDS = re.compile(r"\bly do\b|\bli do\b|\bnguyen nhan\b|\bvi sao\b|\bneu chua\b|\btai sao\b")
_DATE_OF_ITEM = re.compile(
    r"\bngay (kich hoat|cap nhat|duoc cap|cap|tich hop|dang ky|thuc hien|khoi tao|tao|hoan thanh)\b"
)

_PLAIN: tuple[tuple[str, str], ...] = (
    (r"^(stt|tt|so tt|so thu tu|thu tu|no|s t t|#|so)$", "ordinal"),
    (r"dau thoi gian|timestamp|thoi gian (gui|nop|tra loi)", "timestamp"),
    (r"^(ho (va )?(ten )?(chu )?(dem|lot)|ho va ten dem|ho dem|ho lot|ho va chu lot|ho chu lot|ho)$", "family_name"),
    (
        r"^(\d+ )?ho ?(va|,|&|/)? ?(chu )?((dem|lot) )?(va )?ten\b|^hoten\b|^ten (can bo|nhan vien|vien chuc|cbccvc|nguoi)|^ten day du|^full ?name|\b(nhap|ghi|dien|cho biet|nguoi khai|cua ban) .*ho (va )?ten\b",
        "full_name",
    ),
    (r"^ten$|^ten rieng$", "given_name"),
    (r"thong minh|smartphone|smart phone", "smartphone"),
    (r"dien thoai|\bsdt\b|\bso dt\b|di dong|\bsđt\b|^dt$|phone|zalo", "phone"),
    (
        r"ngay sinh|ngay thang nam sinh|ngay, thang, nam sinh|nam sinh|ngay thang sinh|sinh ngay|\bntns\b|^sinh$|ngay thang nam$",
        "birth_date",
    ),
    (r"gioi tinh|^phai$|^gt$|nam ?/ ?nu|^nam nu$|^gioi$", "sex"),
    (
        r"loai (hop dong|lao dong|hinh lao dong|can bo|vien chuc)|hinh thuc hop dong|doi tuong|bien che|^hop dong$|cong chuc ?/ ?vien chuc|^hdld$|^dien$",
        "employment",
    ),
    (r"(cc|vc|cong chuc|vien chuc).*hanh chinh|hanh chinh", "administrative"),
    (r"chuc vu|chuc danh|vi tri|cong viec|nghe nghiep|nhiem vu|^cv$", "position"),
    (r"\b(khoa|phong|bo phan|to chuyen mon|phong ban|doi|diem tram|khu vuc)\b|^to$|noi cong tac", "department"),
    (r"don vi|co quan|^truong$", "unit"),
    (r"ghi chu|^ghi$|chu thich|kho khan|vuong mac|y kien", "note"),
)
_PLAIN_RULES = tuple((re.compile(pattern), field) for pattern, field in _PLAIN)
_ITEM_RULES = tuple((re.compile(pattern), key) for pattern, key in _ITEM_WORDS)
_DONE = re.compile(r"^(so luong )?(da|co|roi|dat|duoc)\b")
_TODO = re.compile(r"^(so luong )?(chua|khong)\b")
_PUNCTUATION = re.compile(r"[^\w,/&#]+")


@lru_cache(maxsize=4096)
def fold_header(text: str) -> str:
    """A header's words without marks, signs and notes in brackets that tell how to fill it in."""
    folded = fold(text.replace("\n", " "))
    return " ".join(_PUNCTUATION.sub(" ", folded).split())


def item_of(folded: str, items: Sequence[Item]) -> str | None:
    """The item that a folded header names; items that a campaign added are known by their titles."""
    keys = {item.key for item in items}
    for pattern, key in _ITEM_RULES:
        if key in keys and pattern.search(folded):
            return key
    for item in items:
        if fold_header(item.title) in folded or folded in (fold_header(item.short_title), item.key):
            return item.key
    return None


def field_of(header: str, items: Sequence[Item], *, parent: str = "") -> tuple[str | None, float]:
    """What a header says its column is, and how sure that is; `parent` is the header above it, if any."""
    leaf = fold_header(header)
    above = fold_header(parent)
    whole = f"{above} {leaf}".strip()
    if not leaf:
        return None, 0.0
    if above and (own := _of_part(header, leaf, above)) is not None:
        return own, 0.95
    if _REASON_WORDS.search(leaf):
        key = item_of(leaf, items) or item_of(above, items)
        return f"reason.{key}" if key else "reason", 0.95 if key else 0.8
    if re.search(r"\bnoi cap\b|email|dia chi|que quan|dan toc|trinh do|ton giao", leaf):
        return None, 0.9
    if _INSURANCE_WORDS.search(leaf):
        return "insurance_number", 0.95
    if _NUMBER_WORDS.search(leaf) and not re.search(r"muc( do)? ?2|dien tu", leaf):
        return "citizen_id", 0.95
    # "Số lượng Đã …" of a table of counts; and the plain fields before the items, but for words they share.
    if re.search(r"\btong so( luong)?\b|\btong cong\b|^so luong (cbccvc|nguoi|can bo)", leaf):
        return "total", 0.9
    key = item_of(leaf, items)
    plain = next((field for pattern, field in _PLAIN_RULES if pattern.search(leaf)), None)
    if plain in ("ordinal", "timestamp", "full_name", "family_name", "given_name", "birth_date", "sex", "smartphone"):
        return plain, 0.95
    if key is not None:
        if _DATE_OF_ITEM.search(leaf):
            return f"done_on.{key}", 0.9
        return _polar(leaf, key), 0.9
    if plain is not None:
        return plain, 0.9
    key = item_of(whole, items) if above else None
    if key is not None:
        if re.match(r"ngay\b", leaf):
            return f"done_on.{key}", 0.9
        return _polar(leaf, key), 0.85
    return None, 0.0


def _polar(leaf: str, key: str) -> str:
    """`done.KEY` or `todo.KEY` where the header takes a side, `state.KEY` where it asks."""
    asks = re.search(r"\bchua ?\?*$|\bhay chua\b|\bkhong ?\?*$", leaf)
    if _TODO.match(leaf) and not re.match(r"^khong thuoc", leaf):
        return f"todo.{key}"
    if _DONE.match(leaf) and not asks:
        return f"done.{key}"
    return f"state.{key}"


def _of_part(header: str, leaf: str, above: str) -> str | None:
    """A date, sex or name that is split over several columns under one head."""
    typed = unicodedata.normalize("NFC", header).strip().lower()
    if re.search(r"sinh|ntns", above):
        if leaf == "ngay":
            return "birth_day"
        if leaf == "thang":
            return "birth_month"
        if typed == "năm" or (leaf == "nam" and typed != "nam"):
            return "birth_year"
        if leaf == "nam":
            return "birth_male"  # decided with its neighbours in `assign`
        if leaf == "nu":
            return "birth_female"
    if re.search(r"gioi|phai", above) and leaf in ("nam", "nu"):
        return "male" if leaf == "nam" else "female"
    if re.search(r"ho (va )?ten", above):
        if re.search(r"^ho|dem|lot", leaf):
            return "family_name"
        if leaf == "ten":
            return "given_name"
    return None


def assign(
    headers: Sequence[tuple[str, str, str]], rows: Sequence[Sequence[Cell]], items: Sequence[Item]
) -> list[Column]:
    """The field of every column.

    Args:
        headers: of each column the joined header, its lowest part, and the part above that.
        rows: some of the rows below, to see what the cells hold.
        items: the checklist.
    """
    guessed = [field_of(leaf, items, parent=above) for _, leaf, above in headers]
    fields = [field for field, _ in guessed]
    sure = [confidence for _, confidence in guessed]
    for index in range(len(fields)):
        leaf = fold_header(headers[index][1])
        if fields[index] is None and leaf in ("nam", "nu") and not headers[index][2]:
            fields[index], sure[index] = ("male" if leaf == "nam" else "female"), 0.8
    if "birth_male" in fields and "birth_female" not in fields:
        fields[fields.index("birth_male")] = "birth_year"  # "Nam" beside Ngày and Tháng, written without marks
    _check_by_cells(fields, sure, rows)
    _reasons_to_items(fields, sure)
    _pairs(fields)
    _split_name(fields, sure, headers, rows)
    _one_column_each(fields, sure, rows)
    return [
        Column(index, header, field, round(confidence, 2) if field else 0.0)
        for index, ((header, _, _), field, confidence) in enumerate(zip(headers, fields, sure, strict=True))
    ]


def _sample(rows: Sequence[Sequence[Cell]], column: int) -> list[str]:
    return [text for row in rows if column < len(row) and (text := text_of(row[column]))]


def _digits(text: str) -> int:
    return len(re.sub(r"[\s.'`-]", "", text)) if re.fullmatch(r"[\d\s.'`-]+", text) else 0


def _check_by_cells(fields: list[str | None], sure: list[float], rows: Sequence[Sequence[Cell]]) -> None:
    """Where the cells say otherwise than the header, the cells lead: "CCCD" heads numbers and ticks alike."""
    for column, field in enumerate(fields):
        texts = _sample(rows, column)
        if not texts:
            continue
        long_numbers = sum(_digits(text) >= 9 for text in texts) / len(texts)
        marks = sum(mark_of(text) is not None for text in texts) / len(texts)
        if field in ("state.cccd", "done.cccd") and long_numbers > 0.5:
            fields[column], sure[column] = "citizen_id", 0.9
        elif field == "citizen_id" and long_numbers == 0 and marks > 0.8:
            fields[column], sure[column] = "state.cccd", 0.7
        elif field in ("state.bhyt_linked", "done.bhyt_linked") and marks < 0.3 and _insurance_like(texts) > 0.5:
            fields[column], sure[column] = "insurance_number", 0.8
        elif field == "insurance_number" and marks > 0.8:
            fields[column], sure[column] = "state.bhyt_linked", 0.7
        elif field == "ordinal" and long_numbers > 0.5:
            fields[column], sure[column] = "citizen_id", 0.7
        elif field is None and "citizen_id" not in fields and sum(_digits(t) == 12 for t in texts) > 0.8 * len(texts):
            fields[column], sure[column] = "citizen_id", 0.6


def _insurance_like(texts: Sequence[str]) -> float:
    return sum(bool(re.fullmatch(r"[A-Za-z]{2}\d{13}|\d{10}", text.replace(" ", ""))) for text in texts) / len(texts)


def _reasons_to_items(fields: list[str | None], sure: list[float]) -> None:
    """A reason column that names no item belongs to the item at its left."""
    left: str | None = None
    for column, field in enumerate(fields):
        if field is None:
            continue
        kind, dot, key = field.partition(".")
        if field == "reason":
            fields[column] = f"reason.{left}" if left else "note"
            sure[column] = 0.85 if left else 0.6
        elif dot and kind in ("state", "done", "todo"):
            left = key


def _pairs(fields: list[str | None]) -> None:
    """A lone "Đã …" column simply tells the state; only beside its "Chưa …" is it one of a pair."""
    for column, field in enumerate(fields):
        kind, _, key = (field or "").partition(".")
        if kind == "done" and f"todo.{key}" not in fields:
            fields[column] = f"state.{key}"


def _split_name(
    fields: list[str | None],
    sure: list[float],
    headers: Sequence[tuple[str, str, str]],
    rows: Sequence[Sequence[Cell]],
) -> None:
    """One head "Họ và tên" over two columns: họ đệm at the left, tên at the right."""
    if "full_name" in fields:
        column = fields.index("full_name")
        beside = column + 1
        if beside < len(fields) and (not headers[beside][0] or headers[beside][0] == headers[column][0]):
            given = _sample(rows, beside)
            if given and all(len(text.split()) == 1 and not any(c.isdigit() for c in text) for text in given):
                fields[column], fields[beside] = "family_name", "given_name"
                sure[beside] = 0.8
    elif "given_name" in fields and "family_name" not in fields:
        fields[fields.index("given_name")] = "full_name"
    elif "family_name" in fields and "given_name" not in fields:
        fields[fields.index("family_name")] = "full_name"


def _one_column_each(fields: list[str | None], sure: list[float], rows: Sequence[Sequence[Cell]]) -> None:
    """Of two columns for one field the fuller one counts; the other is passed over."""
    first: dict[str, int] = {}
    for column, field in enumerate(fields):
        if field is None or field == "note":
            continue
        if field in first:
            other = first[field]
            loser = column if len(_sample(rows, column)) <= len(_sample(rows, other)) else other
            first[field] = column if loser == other else other
            fields[loser], sure[loser] = None, 0.0
        else:
            first[field] = column
