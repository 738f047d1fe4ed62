"""Reads and normalises the numbers of a person: CCCD, phone, health insurance, and the QR code of a CCCD card."""

import re
from datetime import date
from typing import NamedTuple

#: Province of birth registration, the three first digits of a CCCD: the 63 codes in force when it was issued.
PROVINCES = {
    "001": "Hà Nội", "002": "Hà Giang", "004": "Cao Bằng", "006": "Bắc Kạn", "008": "Tuyên Quang", "010": "Lào Cai",
    "011": "Điện Biên", "012": "Lai Châu", "014": "Sơn La", "015": "Yên Bái", "017": "Hòa Bình",
    "019": "Thái Nguyên", "020": "Lạng Sơn", "022": "Quảng Ninh", "024": "Bắc Giang", "025": "Phú Thọ",
    "026": "Vĩnh Phúc", "027": "Bắc Ninh", "030": "Hải Dương", "031": "Hải Phòng", "033": "Hưng Yên",
    "034": "Thái Bình", "035": "Hà Nam", "036": "Nam Định", "037": "Ninh Bình", "038": "Thanh Hóa",
    "040": "Nghệ An", "042": "Hà Tĩnh", "044": "Quảng Bình", "045": "Quảng Trị", "046": "Thừa Thiên Huế",
    "048": "Đà Nẵng", "049": "Quảng Nam", "051": "Quảng Ngãi", "052": "Bình Định", "054": "Phú Yên",
    "056": "Khánh Hòa", "058": "Ninh Thuận", "060": "Bình Thuận", "062": "Kon Tum", "064": "Gia Lai",
    "066": "Đắk Lắk", "067": "Đắk Nông", "068": "Lâm Đồng", "070": "Bình Phước", "072": "Tây Ninh",
    "074": "Bình Dương", "075": "Đồng Nai", "077": "Bà Rịa - Vũng Tàu", "079": "TP. Hồ Chí Minh",
    "080": "Long An", "082": "Tiền Giang", "083": "Bến Tre", "084": "Trà Vinh", "086": "Vĩnh Long",
    "087": "Đồng Tháp", "089": "An Giang", "091": "Kiên Giang", "092": "Cần Thơ", "093": "Hậu Giang",
    "094": "Sóc Trăng", "095": "Bạc Liêu", "096": "Cà Mau",
}  # fmt: skip

_INSURANCE = re.compile(r"(?:[A-Z]{2}[1-5]\d{2})?\d{10}|\d{12}")
_PHONE = re.compile(r"0[35789]\d{8}")


class CitizenId(NamedTuple):
    """The province, sex and birth year that the twelve digits of a CCCD encode."""

    province: str | None  # None: no such code
    sex: str  # "nam" or "nữ"
    birth_year: int


def read_citizen_id(number: str) -> CitizenId | None:
    """The province, sex and birth year that a CCCD encodes; None when it is not twelve digits."""
    if len(number) != 12 or not (number.isascii() and number.isdigit()):
        return None
    century, digit = divmod(int(number[3]), 2)
    return CitizenId(PROVINCES.get(number[:3]), "nữ" if digit else "nam", 1900 + 100 * century + int(number[4:6]))


def citizen_id_remarks(number: str, sex: str | None, birth_date: str | None) -> list[str]:
    """Vietnamese remarks on a CCCD that disagrees with sex or birth date of the person; none of them refuses it."""
    read = read_citizen_id(number)
    if read is None:
        return ["Số CCCD phải đủ 12 chữ số"]
    remarks = []
    if read.province is None:
        remarks.append(f"ba số đầu {number[:3]} không phải mã tỉnh")
    if sex is not None and read.sex != sex:
        remarks.append(f"số này là của {read.sex}")
    if birth_date and int(birth_date[:4]) != read.birth_year:
        remarks.append(f"số này là của người sinh năm {read.birth_year}")
    return remarks


def restore_citizen_id(digits: str, sex: str | None, birth_date: str | None) -> str | None:
    """Give a CCCD of ten or eleven digits back the zeros that a spreadsheet dropped; None when that is not certain.

    The province must exist, the birth year must be given and agree, and the sex must agree where it is given: the
    sex alone agrees by chance every second time.
    """
    number = digits.rjust(12, "0")
    if digits.startswith("0"):
        return None  # a number drops all its zeros: what still has one lost another digit
    read = read_citizen_id(number)
    if read is None or read.province is None or len(digits) not in (10, 11) or not birth_date:
        return None
    if sex is not None and read.sex != sex:
        return None
    return number if read.birth_year == int(birth_date[:4]) else None


class Card(NamedTuple):
    """The text that a scanner reads from the QR code of a CCCD card, without the address, which is never kept."""

    number: str
    name: str  # as it arrived: an input method may have mangled it
    birth_date: str | None  # YYYY-MM-DD
    sex: str  # "nam" or "nữ", as the number has it


#: number | old CMND or empty | full name | ddmmyyyy | sex | ...; newer cards append more.
_CARD = re.compile(r"\D{0,3}(\d{12})\|\d{0,12}\|([^|]*)\|(\d{2})(\d{2})(\d{4})(?:\|.*)?", re.DOTALL)
_CITIZEN_ID = re.compile(r"\s*(\d{12})\s*")


def read_card(text: str) -> Card | None:
    """Read the text of a scanned CCCD card, or of its number alone; None when the text is neither."""
    alone = _CITIZEN_ID.fullmatch(text)
    found = alone or _CARD.fullmatch(text.strip())
    read = read_citizen_id(found[1]) if found is not None else None
    if found is None or read is None:
        return None
    if alone is not None:
        return Card(found[1], "", None, read.sex)
    day = f"{found[5]}-{found[4]}-{found[3]}"
    born = day if int(found[5]) == read.birth_year and _is_day(day) else None
    return Card(found[1], " ".join(found[2].split()), born, read.sex)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def normal_citizen_id(text: str) -> str | None:
    """Remove the spaces from a CCCD; None when twelve digits do not remain."""
    digits = "".join(text.split())
    return digits if len(digits) == 12 and digits.isascii() and digits.isdigit() else None


def normal_phone(text: str) -> str | None:
    """`+84 912.345.678`, `912345678` -> `0912345678`; None when it is no Vietnamese mobile number."""
    digits = re.sub(r"[\s.\-()]", "", text)
    if digits.startswith("+84"):
        digits = "0" + digits[3:]
    elif digits.startswith("84") and len(digits) == 11:
        digits = "0" + digits[2:]
    elif len(digits) == 9:
        digits = "0" + digits
    return digits if _PHONE.fullmatch(digits) else None


def normal_insurance_number(text: str) -> str | None:
    """Normalise a BHYT number of 10, 12 or 15 characters: no spaces, capitals; None when it has no such form."""
    squeezed = re.sub(r"[\s.\-]", "", text).upper()
    return squeezed if _INSURANCE.fullmatch(squeezed) else None
