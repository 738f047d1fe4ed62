"""What name does a cell state? Titles, remarks and capitals are no part of it (DOMAIN §7)."""

import re
from functools import lru_cache

from importers.cells.parsed import LOOK_AGAIN, NOTHING, Parsed, wrong
from store.text import clean, fold

#: Short titles; none of them is a syllable, or it is followed by a stop.
_TITLE = (
    r"(?:(?:PGS|GS|ThS|TS|BSCK|BS|YS|ĐD|DD|DS|CN|KTV|KTY|NHS|HS|KS|CKI{1,2}|CK[12]|DSTH|DSĐH|CNĐD|ĐDTH|CNHS|YSĐK|BSĐK)"
    r"(?:\s?CK)?\s?(?:I{1,2}|[12])?(?:\s*[.:,/]\s*|\s+)"
    r"|(?:Ông|Bà|Cô|Thầy|Anh|Chị)\s*[.:/]\s*"
    r"|(?:(?:Thiếu|Trung|Thượng|Đại)\s+(?:úy|uý|tá|sĩ|sỹ)|(?:Hạ|Thượng)\s+(?:sĩ|sỹ)|Binh nhất|Binh nhì|Đ/c|Đồng chí)"
    r"[\s.:,]+(?=\S+\s+\S)"
    r"|(?:Bà|Bác sĩ|Bác sỹ|Y sĩ|Y sỹ|Điều dưỡng|Dược sĩ|Dược sỹ|Hộ sinh|Cử nhân|Thạc sĩ)\s+(?=\S+\s+\S))"
)
_TITLES = re.compile(rf"(?:{_TITLE})+(?=\S)", re.IGNORECASE)
_COMMONEST = frozenset(
    word
    for line in (
        "nguyễn trần lê phạm huỳnh hoàng phan vũ võ đặng bùi đỗ hồ ngô dương lý trương đinh lâm trịnh đoàn cao tô",
        "chau",
    )
    for word in line.split()
)
_MISTER = re.compile(r"Ông\s+(?=(\S+)\s+\S+\s+\S)", re.IGNORECASE)
_EXAMPLE = re.compile(r"(?:Nguyễn|Trần|Lê|Phạm) (?:Văn|Thị) [A-EX]\Z", re.IGNORECASE)
_UNSURE_TITLE = re.compile(r"(Ông|Bà|Cô)\s+(\S+)\s+\S", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(r"\d+\s*[.)/-]\s*(?=\D)")
_BEHIND = re.compile(r"\s*(?:[(\[{]\s*(?P<inside>.*?)\s*[)\]}]?|\s[-–—]\s+(?P<dashed>.+)|[*+]+)\s*\Z")
_APART = re.compile(r"[\n;,/&+]|\bvà\b")
_HEAD = re.compile(r"ho,? (va )?(ten|chu|dem|lot)\b")  # a header, though Hồ is a family name
_PLAIN_LETTER = re.compile("[a-z]")

#: Family names, folded, that tell a person from a heading that stands alone in a row.
SURNAMES = frozenset(
    word
    for line in (
        "an au bach bang banh be bien bo bui ca cai cam can cao cat chau che chu chung co cu cung dai dam",
        "dang danh dao dau dieu dien dinh do doan dong du duong gia giang giap ha hac han hang ho hoa hoang",
        "hong hua hung huynh kha khau khuu khieu khong khuat khuc kien kieu kim la lac lai lam lang le len li lieu",
        "linh lo loc long lu luc luong luu luyen ly ma mac mach mai man mang men meo moc nghe nghiem ngo ngoc",
        "nguyen nguy nhan nhu nhut ninh nong nuong ong phan pham phi pho phu phung phuong quach quan quang",
        "que sam sen sin so son sung su ta tang tao tat tham than thach thai thanh thao thang thi thieu thinh",
        "tho thoi thuong tien tieu to ton tong tra tram tran trang tri trieu trinh truong tu tuong ty ung",
        "uong vang vi vien vo vong vu vuong xa yen neang kheng",
    )
    for word in line.split()
)


def looks_like_person(text: str) -> bool:
    """Whether a text alone in its row may be somebody: two to six capitalised words, the first a family name."""
    words = text.split()
    if not 2 <= len(words) <= 6 or any(not word[0].isupper() or any(c.isdigit() for c in word) for word in words):
        return False
    return fold(words[0]) in SURNAMES and _HEAD.match(fold(text)) is None


def _shouts(name: str) -> bool:
    """All capitals; a font of capitals keeps small letters with marks, so only a-z can tell (DOMAIN §6)."""
    return _PLAIN_LETTER.search(name) is None


@lru_cache(maxsize=65536)
def full_name(text: str) -> Parsed:
    """A name as it is read: one space between words, no title before it, no remark behind it, not in capitals.

    What stood behind it in brackets or after a dash is `Parsed.aside`.
    """
    name = clean(text).strip(" .,;:-–—'`’_")
    if name.isalpha() or (
        "\n" not in text.strip() and " và " not in name and name.replace(" ", "").isalpha() and not _needs_look(name)
    ):
        return Parsed(_settled_case(name))
    if not name:
        return NOTHING
    if _names_two(text):
        return wrong("two_names", clean(text), "là tên nhiều người trong một ô", "Hãy ghi mỗi người một dòng")
    found: list[tuple[str, str, str]] = []  # (code, message, advice)
    aside = ""
    if number := _NUMBER_BEFORE.match(name):
        name = name[number.end() :]
    if (title := _TITLES.match(name) or _title_or_surname(name)) and name[title.end() :].strip():
        found.append(("title_dropped", f"đã bỏ “{title.group().strip()}” trước tên", ""))
        name = name[title.end() :].strip()
    if (behind := _BEHIND.search(name)) and behind.start() > 0:
        aside = (behind["inside"] or behind["dashed"] or "").strip()
        if aside:
            found.append(("name_with_remark", f"“{aside}” không thuộc họ tên; đã chuyển sang ghi chú", ""))
        name = name[: behind.start()].strip(" .,;:-–—")
    if not any(character.isalpha() for character in name):
        return wrong("name_not_understood", clean(text), "không phải họ tên")
    if _EXAMPLE.match(name):
        found.append(("name_example", f"“{name}” có vẻ là dòng ví dụ của mẫu", LOOK_AGAIN))
    if (perhaps := _UNSURE_TITLE.match(name)) and fold(perhaps[2]) in SURNAMES:
        found.append(("title_perhaps", f"“{perhaps[1]}” là họ hay cách gọi? Đã giữ nguyên “{name}”", LOOK_AGAIN))
    if any(character.isdigit() for character in name) or "\ufffd" in name:
        found.append(("name_damaged", f"tên “{name}” có ký tự lạ", LOOK_AGAIN))
    name = _settled_case(name)
    if not found:
        return Parsed(name)
    codes, messages, advice = zip(*found, strict=True)
    return Parsed(name, codes[0], "; ".join(messages), next(filter(None, advice), ""), aside)


def _names_two(text: str) -> bool:
    """Whether several people stand in one cell: each part of it begins with one of the commonest family names."""
    parts = [clean(part).split() for part in _APART.split(text)]
    return sum(len(part) > 1 and part[0].lower() in _COMMONEST for part in parts) > 1


def _needs_look(name: str) -> bool:
    """Whether there is more to say of a name of letters only."""
    return any(pattern.match(name) for pattern in (_TITLES, _UNSURE_TITLE, _EXAMPLE))


def _title_or_surname(name: str) -> re.Match[str] | None:
    """ "Ông" is a family name too: it is a title only where one of the commonest and two words more follow."""
    found = _MISTER.match(name)
    return found if found is not None and found[1].lower() in _COMMONEST else None


def _settled_case(name: str) -> str:
    if _shouts(name) or name.islower():
        return " ".join("-".join(part.capitalize() for part in word.split("-")) for word in name.split())
    return name
