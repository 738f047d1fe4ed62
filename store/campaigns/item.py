"""The terms on which a campaign asks for an item of the checklist, and whom it asks."""

from datetime import datetime
from typing import Annotated, Any, Literal

from store.campaigns.deadline import Deadlines, earliest
from store.campaigns.values import (
    Check,
    Key,
    OnlyTrue,
    OptionalText,
    Part,
    Pattern,
    Rank,
    RefusedValueError,
    SetByProgram,
    Share,
    ShortTitle,
    Text,
    list_of_tables,
    part,
    pattern,
    refused_unless,
)
from store.checklist.applicability import EVERYONE, NOBODY, both
from store.models import ItemWords

Sector = Literal["health", "education", "government", "union", "enterprise", "other"]


def _list_of_sectors(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


@part
class AskedOf(Part):
    """A group of people who owe an item: everybody who meets all of the given conditions."""

    sector: Annotated[tuple[Sector, ...], Check(_list_of_sectors, "before")] = ()  # of the unit: one of these
    administrative: OnlyTrue = False
    smartphone: OnlyTrue = False

    def __post_init__(self) -> None:
        if not (self.sector or self.administrative or self.smartphone):
            raise RefusedValueError("phải có sector, administrative hoặc smartphone")

    @property
    def conditions(self) -> list[str]:
        """The conditions as `store.checklist.applicability` spells them, one text for each sector."""
        given = [name for name in ("administrative", "smartphone") if getattr(self, name)]
        return ["+".join([*sector, *given]) for sector in ([each] for each in self.sector)] or ["+".join(given)]


@part
class HeaderWords(Part):
    """Words by which the header of a column names an item; `store.models.ItemWords` explains the fields."""

    pattern: Pattern
    sure: Share = 0.9
    rank: Rank = 1
    under: Annotated[str, Check(pattern)] = ""


@part
class SameReason(Part):
    """Other words for one of an item's reasons, so that papers count them as one."""

    reason: Text
    also: tuple[Text, ...]


def _with_pattern(value: Any) -> Any:
    return {"pattern": value} if isinstance(value, str) else value


@part
class AskedItem(Part):
    """The terms on which one campaign asks for an item of the checklist; several campaigns may ask for one item."""

    campaign: SetByProgram = ""
    key: Key
    title: Text
    short_title: ShortTitle
    asked_of: Annotated[  # whoever one means; left out: everybody
        tuple[AskedOf, ...],
        Check(list_of_tables, "before"),
        refused_unless(len, "danh sách trống; hỏi tất cả mọi người thì bỏ dòng này"),
    ] = ()
    only_required: OnlyTrue = False  # other items need it: the plan asks it of nobody for its own sake
    among: OptionalText = ""  # of whom the target is a share, in the words of the source
    requires: Key | None = None
    target: Share | None = None
    deadlines: Deadlines = ()
    deadline_of: Annotated[tuple[AskedOf, ...], Check(list_of_tables, "before")] = ()  # left out: of all who are asked
    reasons: tuple[Text, ...] = ()  # why it may be chưa
    same_reasons: tuple[SameReason, ...] = ()
    words: tuple[Annotated[HeaderWords, Check(_with_pattern, "before")], ...] = ()

    @property
    def header_words(self) -> tuple[ItemWords, ...]:
        """The patterns of heads in the type that the checklist keeps."""
        return tuple(ItemWords(words.pattern, words.sure, words.rank, words.under) for words in self.words)

    @property
    def applies_to(self) -> str:
        """The people who are asked for the item, as `store.checklist.applicability` spells it."""
        if self.only_required:
            return NOBODY
        return means(self.asked_of)

    @property
    def whom_it_is_due_of(self) -> str:
        """The people who must keep the deadline of the item, as `store.checklist.applicability` spells it."""
        return both(self.applies_to, means(self.deadline_of)) if self.deadline_of else self.applies_to

    @property
    def due(self) -> datetime | None:
        """The last moment of the earliest of its deadlines; None where none names a day."""
        return earliest(self.deadlines)


def means(people: tuple[AskedOf, ...]) -> str:
    """Spells everybody who is in any of these groups for `store.checklist.applicability`; no group means everybody."""
    found = [conditions for each in people for conditions in each.conditions]
    return "|".join(dict.fromkeys(found)) or EVERYONE


#: What files wrote before there was `asked_of`, and may still write.
_APPLIES_TO = ("everyone", "administrative", "smartphone")


def with_asked_of(table: Any) -> Any:
    """Replaces the `applies_to` that older campaign files have in an item with `asked_of`."""
    if not isinstance(table, dict) or "applies_to" not in table:
        return table
    value, at = table["applies_to"], ("applies_to",)
    if "asked_of" in table:
        raise RefusedValueError("đã có asked_of; chỉ viết một trong hai", at)
    if value not in _APPLIES_TO:
        raise RefusedValueError(f"chỉ được là {', '.join(_APPLIES_TO)}; trường hợp khác viết asked_of = {{ … }}", at)
    rest = {key: each for key, each in table.items() if key != "applies_to"}
    return rest if value == EVERYONE else {**rest, "asked_of": [{value: True}]}
