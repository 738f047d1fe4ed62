"""Of whom the five plans ask each item, beside the sentences of the sources that say so (DOMAIN, section 1)."""

from typing import NamedTuple

import pytest

from store.campaigns import file
from store.campaigns.campaign import Campaign
from store.campaigns.item import AskedItem
from store.checklist.applicability import NOBODY


class Sentence(NamedTuple):
    """What a source says, and where."""

    place: str
    words: str


HEALTH = Sentence(
    "000, B.II.2.a",
    "100% công chức, viên chức và người lao động ngành y tế được cấp: (1) Thẻ Căn cước công dân/Căn cước; (2) Tài"
    " khoản định danh điện tử mức 2; (3) Chữ ký số chuyên dùng công vụ (đối với công chức, viên chức hành chính); (4)"
    " Tích hợp tài khoản an sinh xã hội, Thẻ bảo hiểm y tế và sử dụng Sổ sức khoẻ điện tử trên VNeID",
)
OTHERS = Sentence(
    "000, B.II.3.b",
    "Chỉ đạo 100% cán bộ, công chức, viên chức, người lao động thuộc phạm vi quản lý khẩn trương đăng ký và kích hoạt"
    " sử dụng tài khoản định danh điện tử VNeID mức 2, tích hợp thẻ bảo hiểm y tế vào ví giấy tờ và sử dụng Sổ sức khoẻ"
    " điện tử trên ứng dụng VNeID.",
)
LETTER_1 = Sentence(
    "003, mục 1",
    "Chỉ đạo 100% cán bộ, công chức, viên chức, người lao động thuộc phạm vi quản lý khẩn trương rà soát, đăng ký và"
    " kích hoạt sử dụng tài khoản định danh điện tử VNeID mức 2.",
)
LETTER_2 = Sentence(
    "003, mục 2",
    "100% cán bộ, công chức, viên chức, người lao động thuộc phạm vi quản lý có sử dụng điện thoại thông minh tiến hành"
    " cài đặt ứng dụng VNeID, tích hợp thẻ bảo hiểm y tế vào ví giấy tờ và sử dụng Sổ sức khỏe điện tử trên VNeID, đảm"
    " bảo đến hết ngày 22/12/2024 đạt tỷ lệ 100%",
)
AGENCIES = Sentence(
    "004, IV.8.c (IV.2.d, IV.7 say the same of theirs)",
    "Quán triệt, chỉ đạo 100% cán bộ, công chức, viên chức, người lao động trên địa bàn tích hợp thông tin thẻ"
    " BHYT, đăng ký, tạo tài khoản và xác thực Sổ SKĐT trên VNeID.",
)
YOUTH = Sentence(
    "004, IV.6.b",
    "100% đoàn viên thanh niên (đã có VNeID mức độ 2) hoàn thành việc đăng ký, tạo tài khoản và xác thực Sổ SKĐT trên"
    " VNeID.",
)
CONDITION = Sentence("004, Phụ lục 2", "Điều kiện: Công dân đã đăng ký tài khoản định danh điện tử VNeID mức độ 2")

#: Plan and item -> of whom it is asked, its target, and the sentences. What a plan has no line for it asks of nobody.
ASKED: dict[tuple[str, str], tuple[str, float | None, tuple[Sentence, ...]]] = {
    ("tri-ton-2026", "cccd"): ("health", 1.0, (HEALTH,)),
    ("tri-ton-2026", "level2_account"): ("everyone", 1.0, (HEALTH, OTHERS)),
    ("tri-ton-2026", "digital_signature"): ("health+administrative", 1.0, (HEALTH,)),
    ("tri-ton-2026", "social_security"): ("health", 1.0, (HEALTH,)),
    ("tri-ton-2026", "bhyt_linked"): ("everyone", 1.0, (HEALTH, OTHERS)),
    ("tri-ton-2026", "health_book"): ("everyone", 1.0, (HEALTH, OTHERS)),
    ("an-phu-2024", "level2_account"): ("everyone", 1.0, (LETTER_1,)),
    ("an-phu-2024", "bhyt_linked"): ("smartphone", 1.0, (LETTER_2,)),
    ("an-phu-2024", "health_book"): ("smartphone", 1.0, (LETTER_2,)),
    ("ninh-thuan-2024", "level2_account"): (NOBODY, None, (CONDITION,)),  # what the others need, without a target
    ("ninh-thuan-2024", "bhyt_linked"): ("everyone", 1.0, (AGENCIES,)),
    # The members of the youth union whom a list names are the staff of an agency: IV.8.c means them too.
    ("ninh-thuan-2024", "health_book"): ("everyone", 1.0, (AGENCIES, YOUTH)),
}


@pytest.fixture(scope="module")
def plans() -> dict[str, Campaign]:
    return {name: file.load(path) for name, path in file.built_in().items()}


@pytest.fixture(scope="module")
def items(plans: dict[str, Campaign]) -> dict[tuple[str, str], AskedItem]:
    return {(name, item.key): item for name, plan in plans.items() for item in plan.items}


def test_every_item_of_every_plan_is_asked_of_those_whom_its_source_names(
    items: dict[tuple[str, str], AskedItem],
) -> None:
    assert {key: (item.applies_to, item.target) for key, item in items.items()} == {
        key: (whom, target) for key, (whom, target, _) in ASKED.items()
    }


def test_the_plans_say_the_same_words(plans: dict[str, Campaign]) -> None:
    """The sentences stand in the plans too, as tasks, duties or indicators, so that nobody need take our word."""

    def words(name: str) -> str:
        plan = plans[name]
        own = [each.title for each in plan.tasks] + [each.words for each in plan.duties]
        return " ".join(own + [f"{each.title} {each.among}" for each in plan.indicators]).lower()

    assert "người lao động ngành y tế được cấp" in words("tri-ton-2026")
    assert OTHERS.words.lower() in words("tri-ton-2026")
    assert LETTER_1.words.lower() in words("an-phu-2024")
    assert LETTER_2.words.lower() in words("an-phu-2024")
    assert "người lao động trên địa bàn tích hợp thông tin thẻ bhyt" in words("ninh-thuan-2024")
    assert "đoàn viên thanh niên (đã có vneid mức độ 2)" in words("ninh-thuan-2024")
