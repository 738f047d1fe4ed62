"""The words by which headers name the items that tests use, as the campaign of the program's first user gives them."""

from collections.abc import Iterable

from store.campaigns import file
from store.checklist.items import ItemDefinition

WORDS = {item.key: item.header_words for item in file.load(file.built_in()[file.DEFAULT]).items}


def with_words(items: Iterable[ItemDefinition]) -> tuple[ItemDefinition, ...]:
    """The items, each with its words."""
    return tuple(item._replace(words=WORDS[item.key]) for item in items)
