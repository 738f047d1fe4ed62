"""Made-up people of a made-up unit, and the ways in which units write what they know of them."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

KEYS = ("cccd", "level2_account", "digital_signature", "social_security", "bhyt_linked", "health_book")
LOST = "(cannot be known: must be told)"
ASKED = "(cannot be known: must stay empty and be told)"

FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Hoàng",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Trương",
    "Đinh",
    "Lâm",
    "Tô",
    "Tống",
    "Mai",
    "An",
    "Thạch",
    "Sơn",
    "Kim",
    "Từ",
    "Quách",
    "Tăng",
    "Lưu",
    "Châu",
    "Cao",
    "Đoàn",
    "Trịnh",
    "Hà",
    "Khưu",
    "Thái",
    "La",
    "Ông",
    "Mã",
    "Tạ",
]
_MEN = ["Văn", "Hữu", "Minh", "Quốc", "Thanh", "Công", "Đức", "Trọng", "Hoàng Minh", ""]
_WOMEN = ["Thị", "Thị Mỹ", "Thị Kim", "Ngọc", "Thị Thu", "Bích", "Thị Ngọc", "Thuỳ", ""]
_MALE = [
    "An",
    "Bình",
    "Dũng",
    "Đạt",
    "Hải",
    "Hiếu",
    "Khánh",
    "Lộc",
    "Nghĩa",
    "Phúc",
    "Sơn",
    "Tài",
    "Vinh",
    "Tổng",
    "Nam",
]
_FEMALE = [
    "Anh",
    "Châu",
    "Dung",
    "Hà",
    "Hằng",
    "Lan",
    "Linh",
    "Ngân",
    "Nhung",
    "Oanh",
    "Thảo",
    "Trang",
    "Yến",
    "Nữ",
    "Cộng",
]
_KHMER = {
    "nam": ["Chau Sóc Kha", "Chau Sanh", "Chau Rít", "Chau Pho Na", "Chau Kim Sal", "Chau Bun Thươl"],
    "nữ": ["Néang Sâm Ết", "Néang Sóc Na", "Néang Phary", "Néang Srây Pha", "Néang Oanh Thi", "Neáng Kim Sang"],
}
REASONS = {
    "cccd": ["CCCD hết hạn, chờ cấp lại", "Mất CCCD"],
    "level2_account": [
        "Không có điện thoại thông minh", "Quên mật khẩu", "Không nhận được OTP", "Được cấp nhưng chưa kích hoạt",
        "Chưa thu nhận sinh trắc học", "mất máy", "Sai lệch thông tin dân cư", "đang nghỉ thai sản", "Ứng dụng dưới bản 2.0.4",
    ],
    "digital_signature": ["Đang chờ cấp"],
    "social_security": ["Chưa có tài khoản ngân hàng", "Lỗi ứng dụng"],
    "bhyt_linked": [
        "Thẻ BHYT hết hạn", "Chờ BHXH cập nhật", "Thẻ BHYT sai ngày sinh/họ tên", "Chưa có thẻ", "Lỗi tích hợp", "Sai CCCD",
    ],
    "health_book": ["Lỗi ứng dụng", "Chưa có tài khoản mức 2", "Đi học"],
}  # fmt: skip
POSITIONS = [
    "Giáo viên", "Hiệu trưởng", "Phó Hiệu trưởng", "Văn thư", "Kế toán", "Bảo vệ", "Tổ trưởng", "Y tế học đường", "Bác sĩ",
    "Điều dưỡng", "Trưởng trạm", "Nhân viên dân số", "Chuyên viên", "GV", "NV thư viện", "TPT Đội", "Cấp dưỡng",
]  # fmt: skip
EMPLOYMENT = {
    "cong_chuc": ["Công chức", "CC", "công chức"],
    "vien_chuc": ["Viên chức", "VC", "viên chức"],
    "nguoi_lao_dong": ["Hợp đồng", "HĐ", "Người lao động", "HĐLĐ", "NLĐ", "Hợp đồng 111"],
}


@dataclass
class Somebody:
    """One person, as they are."""

    name: str
    sex: str  # nam, nữ
    born: date
    number: str  # CCCD
    position: str
    employment: str
    phone: str
    insurance: str
    smartphone: bool
    office: bool  # a digital signature applies
    states: dict[str, str]  # by item: done, todo
    reasons: dict[str, str] = field(default_factory=dict)
    department: str | None = None


def somebody(rng: random.Random, taken: set[str]) -> Somebody:
    """A person whose name nobody in `taken` bears."""
    while True:
        sex = rng.choice(("nam", "nữ"))
        if rng.random() < 0.1:
            name = rng.choice(_KHMER[sex])
        else:
            middle = rng.choice(_MEN if sex == "nam" else _WOMEN)
            name = " ".join(f"{rng.choice(FAMILY)} {middle} {rng.choice(_MALE if sex == 'nam' else _FEMALE)}".split())
        if name not in taken:
            break
    taken.add(name)
    born = date(1965, 1, 1) + timedelta(days=rng.randrange(14600))
    century = (1 if sex == "nữ" else 0) + (2 if born.year >= 2000 else 0)
    province = rng.choice(["089", "089", "087", "092", "001", "079", "010", "004"])
    number = f"{province}{century}{born.year % 100:02}{rng.randrange(10**6):06}"
    states = {key: "done" if rng.random() < 0.75 else "todo" for key in KEYS}
    states["cccd"] = "done" if rng.random() < 0.95 else "todo"
    reasons = {key: rng.choice(REASONS[key]) for key in KEYS if states[key] == "todo" and rng.random() < 0.8}
    position = rng.choice(POSITIONS)
    return Somebody(
        name, sex, born, number, position, rng.choice(list(EMPLOYMENT)), f"09{rng.randrange(10**8):08}",
        f"{rng.choice(['HC', 'DN', 'GD', 'BT'])}4{rng.choice(['89', '91'])}{rng.randrange(10**10):010}",
        rng.random() < 0.8, position in ("Văn thư", "Kế toán", "Chuyên viên"), states, reasons,
    )  # fmt: skip
