"""The items that tests use, and the words by which headers name them in the campaign of the program's first user."""

from collections.abc import Iterable

from store.campaigns import file
from store.checklist.items import ItemDefinition

WORDS = {item.key: item.header_words for item in file.load(file.built_in()[file.DEFAULT]).items}


def with_words(items: Iterable[ItemDefinition]) -> tuple[ItemDefinition, ...]:
    """The items, each with its words."""
    return tuple(item._replace(words=WORDS[item.key]) for item in items)


CHECKLIST = with_words(
    (
        ItemDefinition("cccd", "Thẻ CCCD/CC", "CCCD"),
        ItemDefinition("level2_account", "Tài khoản định danh điện tử mức 2", "Mức 2"),
        ItemDefinition("digital_signature", "Chữ ký số chuyên dùng công vụ", "Ký số", "administrative"),
        ItemDefinition("social_security", "Tích hợp tài khoản an sinh xã hội", "ASXH", requires="level2_account"),
        ItemDefinition("bhyt_linked", "Tích hợp thẻ BHYT trên VNeID", "BHYT", requires="level2_account"),
        ItemDefinition("health_book", "Sổ sức khỏe điện tử trên VNeID", "Sổ SK", requires="level2_account"),
    )
)
