"""What a header's words name: a field of a person, an item of the checklist, or nothing that is kept."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from importers.layout.sides import DOES, DONE, NOT_APPLICABLE, TODO, by_group, side_of, takes_side
from store.models import Item, State
from store.text import fold


class Meaning(NamedTuple):
    """A field (see `importers.layout.columns`), and how sure the words make it."""

    field: str | None
    confidence: float


NOTHING = Meaning(None, 0.0)
PASSED_OVER = Meaning(None, 0.9)  # known words, and nothing that the store keeps

#: Folded words -> item, and how sure. The first that is found decides, so the narrower stand first.
_ITEM_WORDS = tuple(
    (re.compile(pattern), key, sure)
    for pattern, key, sure in (
        (r"chu ki so|chu ky so|\bky so\b|\bki so\b|\bcks\b|usb token|digital signature", "digital_signature", 0.9),
        (r"an sinh|\basxh\b", "social_security", 0.9),
        (
            (
                r"(tich hop|lien ket|cap nhat)( the| so)* (bhyt|bao hiem y te)|health insurance.*(link|vneid)"
                r"|(bhyt|bao hiem y te).*(tich hop|vneid|so skdt|so suc khoe|lien ket)"
            ),
            "bhyt_linked",
            0.95,
        ),
        (
            r"so suc khoe|\bh?s?skdt\b|\bso sk\b|ho so suc khoe|\bh?ssk\b|ho so sk|health (book|record)",
            "health_book",
            0.9,
        ),
        (r"(muc|cap|level)( do)? ?(2|ii|hai)\b|\bddmuc2\b|\bm2\b", "level2_account", 0.95),
        (r"^((da )?co|(duoc |da )*cap)( the)? (bhyt|bao hiem y te)$", "", 0.9),  # having the card is not linking it
        (r"bhyt|bao hiem y te", "bhyt_linked", 0.7),
        (
            (
                r"the (cccd|can cuoc|cc)\b|(da )?(co|cap)( the)? (cccd|can cuoc)|(cccd|can cuoc).*gan chip|cccd cc\b"
                r"|^(cccd|can cuoc|can cuoc cong dan|cccd ?/ ?cc|cc ?/ ?cccd)$"
            ),
            "cccd",
            0.9,
        ),
        (r"(muc|cap)( do)? ?(1|i|mot)\b", "", 0.9),  # level 1 is no level 2
        (r"(tai khoan|tk) (dinh danh|vneid)|dinh danh (dien tu|vneid)|vneid dinh danh|\bdddt\b", "level2_account", 0.8),
        (r"\bdinh danh\b|\bvneid\b", "level2_account", 0.6),
    )
)
_HAS_CARD = re.compile(r"((da )?co|(duoc |da )*cap)( the)? (bhyt|bao hiem y te)\Z")
_NUMBER_WORDS = re.compile(
    r"\b(so|ma|ma so|so the) (the )?(cccd|cc(?!,? ?/? ?vc)|can cuoc|dinh danh|cmnd|cmt|giay to|chung minh|ddcn)\b"
    r"|\bso dinh danh\b|\bdinh danh ca nhan\b|\bcmnd\b|\bcmt\b|\bchung minh\b|\b12 (chu )?so\b"
    r"|\bsocccd\b|\bcccd so$|\bsddcn\b|\bso ?dd(cn)?\b"
)
_OLD_NUMBER = re.compile(r"\b(cmnd|cmt|chung minh)\b")
_NEW_NUMBER = re.compile(r"cccd|can cuoc|dinh danh")
_INSURANCE_WORDS = re.compile(
    r"\b(so|ma|ma so) (the )?(bhyt|bhxh|bao hiem)\b|\bso so (bhxh|bao hiem)\b|\bbhxh so\b|^ma the$|\bso the bao hiem"
)
_REASON_WORDS = re.compile(r"\bly do\b|\bli do\b|\bnguyen nhan\b|\bvi sao\b|(?<!x )(?<!v )\bneu chua\b|\btai sao\b")
_DAY_WORDS = re.compile(
    r"\b(ngay|thoi gian|thoi diem)"
    r" (kich hoat|cap nhat|duoc cap|cap|tich hop|dang ky|thuc hien|khoi tao|tao|hoan thanh)\b"
)
_NOT_KEPT = re.compile(
    r"\b(noi|co quan|don vi) cap\b|\bnoi (dang ky|sinh|o|dk|lam viec cu)\b|e-?mail|dia chi|que quan|dan toc"
    r"|trinh do|ton giao|thuong tru|tam tru"
    r"|het han|han (su dung|dung|the)|gia tri|ngay (vao|tuyen|bo nhiem|ket nap)|bac luong|he so|ma ngach|chung chi"
    r"|^(ky|chu ky|ky ten|ky nhan|xac nhan)$"
    r"|^ngay cap( (the )?(cccd|cc|can cuoc|cmnd|cmt|so dinh danh|dinh danh)\b.*)?$"
    r"|(ho (va )?)?ten (vo|chong|cha|me|bo|con|nguoi than|chu ho|nguoi giam ho)\b"
    r"|cua (vo|chong|cha|me|con|nguoi than)\b|\b(vo ?/ ?chong|chu ho|nguoi than|nguoi giam ho|nguoi phu thuoc)\b"
    r"|(cccd|can cuoc|dinh danh|cmnd|bhyt|dien thoai|sdt).*\bphu huynh\b"
    r"|\bsinh (vo|chong|cha|me|con|chu)\b|\bcu$|(dien thoai|dt|sdt) (co quan|ban|nha)\b"
    r"|\b(ma so thue|mst|so tai khoan|stk|so tk|ma (nhan vien|nv|cb\w*|ho so|can bo|vien chuc))\b"
    r"|\bso so (ho khau|lao dong)\b"
)
#: Heads of a column of names, and of a column of positions just as well.
_STAFF_WORDS = re.compile(
    r"^(can bo|nhan vien|giao vien|cbccvc|cbvc|cb gv nv|cbgvnv|nguoi lao dong|nhan su|thay co|cb,? ?gv,? ?nv"
    r"|can bo,? (giao vien|vien chuc|cong chuc)(,? nhan vien)?|(cac )?dong chi|d/c|(hoi|xa|doan|thanh) vien"
    r"|chien si|giao vien chu nhiem|gvcn)$"
)
#: Fields whose words outweigh those of an item in the same header.
_FIRST = (
    (r"^(stt|tt|so tt|so thu tu|thu tu|no|s t t|#|so|stt ?/ ?no)$", "ordinal"),
    (r"dau thoi gian|timestamp|thoi gian (gui|nop|tra loi)|start time|completion time", "timestamp"),
    (r"^(ho,? ?(va )?(ten )?(chu )?(dem|lot)|ho va ten dem|ho va chu lot|ho chu lot|ho)$", "family_name"),
    (
        (
            r"\bho,? ?(va |& ?)? ?ten|hoten|ten day du|full ?name"
            r"|\bten (can bo|cong chuc|vien chuc|nhan vien|giao vien|cbccvc|nguoi)"
        ),
        "full_name",
    ),
    (r"^ten( rieng| goi)?$", "given_name"),
    (r"thong minh|smart ?phone", "smartphone"),
    (
        (
            r"ngay,? ?(thang,? ?)?(nam )?sinh|^n sinh$|ngay ?/ ?thang ?/ ?nam|(thang,? ?)?nam sinh|\bntns\b"
            r"|sinh ngay|sinh nam$|^sinh$|ngay,? thang,? nam$|date of birth|^dob$|birth ?da(y|te)"
        ),
        "birth_date",
    ),
    (r"gioi tinh|^phai$|^gt$|^(sex|gender)$|nam ?/ ?nu|^nam nu$|^gioi$", "sex"),
    (r"so dien thoai|so dt\b|\bsdt\b|^dien thoai|di dong|^dt$|\bphone\b|\bzalo\b", "phone"),
)
_AFTER = (
    (r"dien thoai", "phone"),
    (
        (
            r"loai (hop dong|hd(ld)?\b|lao dong|hinh lao dong|can bo|vien chuc)|hinh thuc hop dong|doi tuong"
            r"|bien che|^hop dong$|cong chuc ?/ ?vien chuc|^hdld$|^dien$|^loai$|^loai hinh$"
        ),
        "employment",
    ),
    (r"((cc|vc|cong chuc|vien chuc).*|^)hanh chinh", "administrative"),
    (
        r"chuc vu|chuc danh|^(position|job title)$|vi tri|cong viec|nghe nghiep|nhiem vu|^cv$|(?<!to )chuyen mon$",
        "position",
    ),
    (
        r"\b(department|khoa|phong|bo phan|to chuyen mon|phong ban|doi|diem tram|khu vuc)\b|^to\b|^khoi$|noi cong tac",
        "department",
    ),
    (r"don vi|co quan|^truong$|ten truong", "unit"),
    (r"ghi chu|^ghi$|chu thich|kho khan|vuong mac|y kien", "note"),
)
_FIRST_RULES = tuple((re.compile(pattern), field) for pattern, field in _FIRST)
_AFTER_RULES = tuple((re.compile(pattern), field) for pattern, field in _AFTER)
_TOTAL_WORDS = re.compile(
    r"\btong so( luong)?\b|\btong cong\b|^so luong (cbccvc|nguoi|can bo)|^so (nguoi|can bo)\b|^(quan|si) so\b"
    r"|^(tong|ts)( (cb|cc|vc|gv|nv|nld|nguoi|can bo|cong chuc|vien chuc|giao vien|nhan (vien|su|luc))\w*\b.*)?$"
)
#: "Tổng số người cần định danh" is everybody; "Tổng số người đã định danh" is not.
_OF_WHOM = re.compile(r"\b(can|phai|thuoc (dien|doi tuong)|doi tuong|chi tieu|bien che)\b")
_LISTS = re.compile(
    rf"(?:(?:cac |nhung )?(?:noi dung|muc|viec|tieu chi) (?:con )?(?P<side>chua|da|thieu)|con thieu)"
    rf"(?: {DOES})*(?: gi| (?:noi dung|muc) (?:nao|gi))?"
)
#: What is wanted, planned or in the way says nothing of what is done.
_NOT_A_STATE = re.compile(
    r"\b(?:nhu cau|de nghi|du kien|mong muon|kho khan|vuong mac|loi|hen)\b|\bcan (?:ho tro|cap|lam|huong dan|duoc)\b"
)
_RESULT = re.compile(r"ket qua|tinh trang|trang thai|hien trang|thuc hien|kich hoat|tich hop|khoi tao|danh dau|^x$")
_ALSO_SURNAMES = {"ho": "họ", "to": "tổ"}
_SURE = 0.7
_BROKEN = re.compile(r"\b(bh|vne|cc) (yt|id|cd)\b")  # abbreviations broken over the lines of a narrow head
_PUNCTUATION = re.compile(r"[^\w,/&#-]+")


@lru_cache(maxsize=4096)
def fold_header(text: str) -> str:
    """A header's words without marks and without the signs around them."""
    folded = " ".join(_PUNCTUATION.sub(" ", fold(text.replace("\n", " "))).split()).strip(" ,-/&")
    return _BROKEN.sub(r"\1\2", folded)


def item_of(folded: str, items: Sequence[Item]) -> tuple[str, float] | None:
    """The item that a folded header names, and how sure; those that a campaign added are known by their titles."""
    if not folded:
        return None
    for item in items:
        if folded in (fold_header(item.title), fold_header(item.short_title), item.key):
            return item.key, 0.97
    keys = {item.key for item in items}
    told: tuple[str, float] | None = None
    for pattern, key, sure in _ITEM_WORDS:
        if (not key or key in keys) and pattern.search(folded):
            told = (key, sure)
            break
    if told is not None and told[1] >= 0.9:
        return told if told[0] else None
    # A longer title within the header outweighs a single word that the six share with it.
    for item in sorted(items, key=lambda item: -len(item.title)):
        if fold_header(item.title) in folded or re.search(rf"\b{re.escape(fold_header(item.short_title))}\b", folded):
            return item.key, 0.9
    return told


def meaning_of(header: str, items: Sequence[Item], *, parent: str = "") -> Meaning:
    """What a header says its column is; `parent` is the header above it, "" where there is none."""
    leaf = fold_header(header)
    above = fold_header(parent) if parent != header else ""
    if not leaf or (leaf in _ALSO_SURNAMES and _is_surname(header, leaf)):
        return NOTHING
    if above and (part := _part_of(header, leaf, above)) is not None:
        return Meaning(part, 0.95)
    if _REASON_WORDS.search(leaf):
        named = item_of(leaf, items) or _sure_item(above, items)
        return Meaning(f"reason.{named[0]}", 0.95) if named else Meaning("reason", 0.8)
    if _NOT_KEPT.search(leaf):
        return PASSED_OVER
    if _INSURANCE_WORDS.search(leaf):
        return Meaning("insurance_number", 0.95)
    if _NUMBER_WORDS.search(leaf) and not re.search(r"muc( do)? ?2|dien tu", leaf):
        only_old = _OLD_NUMBER.search(leaf) and not _NEW_NUMBER.search(leaf)
        return Meaning("citizen_id", 0.6 if only_old else 0.95)
    if (field := _first(_FIRST_RULES, leaf)) is not None:
        return Meaning(field, 0.95)
    if _STAFF_WORDS.search(leaf):
        return Meaning("full_name", 0.6)
    named = item_of(leaf, items)
    if _TOTAL_WORDS.search(leaf) and (named is None or _OF_WHOM.search(leaf)):
        return Meaning("total", 0.9)
    if named is not None:
        key, sure = named
        if _NOT_A_STATE.search(leaf):
            return NOTHING
        if _DAY_WORDS.search(leaf):
            return Meaning(f"done_on.{key}", 0.9)
        return Meaning(side_of(leaf, key) if takes_side(leaf) else by_group(above, leaf, key), sure)
    if NOT_APPLICABLE.match(leaf) and (third := _under(leaf, above, items)).field is not None:
        return third  # "Không thuộc đối tượng" is no column of "Đối tượng"
    if lists_items(header) is not None:
        return Meaning("note", 0.8)  # kept as it is typed, and read as well
    if (field := _first(_AFTER_RULES, leaf)) is not None:
        return Meaning(field, 0.9)
    under = _under(leaf, above, items)
    # "Ngày thực hiện" tells of the item at its left, as a lone "Lý do" does; "Ngày cấp" is of a card.
    return Meaning("done_on", 0.8) if under.field is None and _DAY_WORDS.fullmatch(leaf) else under


def meaning_under_title(header: str, title: str, items: Sequence[Item]) -> Meaning:
    """What "Kết quả", "Đã" or "Chưa" says below a title, or on a sheet, that names the item of the whole list."""
    return _under(fold_header(header), fold_header(title), items)


def says_todo(header: str) -> bool:
    """Whether a head is of those who lack something: "Chưa có …"."""
    return TODO.match(fold_header(header)) is not None


def says_lacking(title: str) -> bool:
    """Whether a title, or the head of reasons, speaks of those who lack something, and of nobody else."""
    words = fold_header(title).split()
    return bool({"chua", "khong"} & set(words)) and "da" not in words


def lists_items(header: str) -> State | None:
    """Of a column that lists items by name the state of them all: "Còn thiếu", "Nội dung đã thực hiện"; else None."""
    found = _LISTS.fullmatch(fold_header(header))
    if found is None:
        return None
    return State.DONE if found["side"] == "da" else State.TODO


def item_of_titles(titles: Sequence[str], items: Sequence[Item]) -> str | None:
    """The one item that the titles of a list name; None: none, or several."""
    named = {told[0] for title in titles if (told := item_of(fold_header(title), items)) and told[1] >= _SURE}
    return named.pop() if len(named) == 1 else None


def _sure_item(above: str, items: Sequence[Item]) -> tuple[str, float] | None:
    """The item of a group's head, unless it is only a word that several share: "Trên VNeID" stands over them all."""
    named = item_of(above, items)
    return named if named is not None and named[1] >= _SURE else None


def _is_surname(header: str, leaf: str) -> bool:
    """Whether a word with marks is the family name Hồ or Tô, and not the head Họ or Tổ."""
    typed = unicodedata.normalize("NFC", header).strip().lower()
    return not typed.isascii() and typed.isalpha() and typed != _ALSO_SURNAMES[leaf]


def _first(rules: Sequence[tuple[re.Pattern[str], str]], leaf: str) -> str | None:
    return next((field for pattern, field in rules if pattern.search(leaf)), None)


def _under(leaf: str, above: str, items: Sequence[Item]) -> Meaning:
    """A head that names no item itself, below one that does: only words of a state, a day or a result count."""
    named = (item_of(f"{above} {leaf}", items) if re.search(r"\d", leaf) else None) or item_of(above, items)
    if named is None or re.search(r"(muc|cap)( do)? ?(1|i|mot)\b", leaf):
        return NOTHING
    if _HAS_CARD.match(leaf):
        # Having the card is not linking it; under "Trên VNeID" it is there, so it is.
        there = re.search(r"vneid|tich hop|lien ket", above)
        return Meaning(side_of(leaf, "bhyt_linked"), 0.7) if there else NOTHING
    key, sure = named[0], min(named[1], 0.9)
    if re.match(r"ngay\b|thoi (gian|diem)\b", leaf):
        return Meaning(f"done_on.{key}", sure)
    if NOT_APPLICABLE.match(leaf) or TODO.match(leaf) or DONE.match(leaf) or _RESULT.search(leaf):
        return Meaning(side_of(leaf, key), sure)
    return NOTHING


def _part_of(header: str, leaf: str, above: str) -> str | None:
    """A date, sex or name that is split over several columns under one head."""
    typed = unicodedata.normalize("NFC", header).strip().lower()
    if re.search(r"sinh|ntns", above):
        if leaf in ("ngay", "thang", "nu"):
            return {"ngay": "birth_day", "thang": "birth_month", "nu": "birth_female"}[leaf]
        if leaf == "nam":
            # "Năm" is a year; "Nam" a sex, or a year written without marks: `columns.assign` decides.
            return "birth_year" if typed == "năm" else "birth_male"
    if re.search(r"gioi|phai", above) and leaf in ("nam", "nu"):
        return "male" if leaf == "nam" else "female"
    if re.search(r"\bho,? ?(va |& ?)?ten", above):
        if re.search(r"^ho$|^(ho,? (va )?)?(ten )?(chu )?(dem|lot)$", leaf):
            return "family_name"
        if leaf == "ten":
            return "given_name"
    return None
