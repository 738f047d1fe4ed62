"""A campaign: one TOML file that says what is to be done, by when, and what is reported to whom.

A wrong file is told with its name, line and reason. The format is explained in CONTRIBUTING.md.
"""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from store.database import Store
from store.errors import StoreError
from store.items import ItemDefinition, define

_FOLDER = Path(__file__).parent / "campaigns"
DEFAULT = "tri-ton-2026"

Text = Annotated[str, Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class CampaignError(StoreError):
    """A campaign file that cannot be used."""

    title = "Tệp chiến dịch có lỗi"

    def __init__(self, message: str, file: Path, line: int | None) -> None:
        place = f"{file.name}, dòng {line}" if line else file.name
        super().__init__(f"{place}: {message}")
        self.file = file
        self.line = line


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Deadline(_Part):
    """A day by which, as the source writes it: before (exclusive), through (inclusive) or on that day."""

    before: date | None = None
    through: date | None = None
    on: date | None = None
    place: str = ""  # where the source says so, when it says otherwise elsewhere

    @model_validator(mode="after")
    def _one_of(self) -> "Deadline":
        if sum(day is not None for day in (self.before, self.through, self.on)) != 1:
            raise ValueError("phải có đúng một trong before, through, on")
        return self

    @property
    def last_moment(self) -> str:
        """The last second in time, ISO local: before the 10th is by the end of the 9th."""
        day = self.through or self.on
        if day is None:
            assert self.before is not None  # noqa: S101 - one of the three is there
            day = date.fromordinal(self.before.toordinal() - 1)
        return f"{day.isoformat()}T23:59:59"


class Item(_Part):
    """One line of the checklist."""

    key: Key
    title: Text
    short_title: Annotated[str, Field(min_length=1, max_length=8)]
    applies_to: Literal["everyone", "administrative", "smartphone"] = "everyone"
    requires: Key | None = None
    target: Annotated[float, Field(ge=0, le=1)] | None = None
    deadline: Deadline | None = None
    reasons: tuple[Text, ...] = ()


class Task(_Part):
    """One numbered task, in the words of the source; of deadlines that contradict each other all stand."""

    number: Annotated[int, Field(ge=1)]
    title: Text
    lead: str = ""
    partners: str = ""
    deadlines: tuple[Deadline, ...] = ()
    product: str = ""


class Indicator(_Part):
    """A share of people that is to be reached."""

    task: int
    title: Text
    target: Annotated[float, Field(ge=0, le=1)]
    deadline: Deadline


class Phase(_Part):
    """A stretch of the campaign, both days included."""

    title: Text
    first: date
    last: date


class Report(_Part):
    """A report that is due once or again and again, before a moment."""

    kind: Literal["daily", "weekly", "monthly", "closing", "once"]
    title: Text
    to: tuple[Text, ...]
    weekday: Annotated[int, Field(ge=1, le=7)] | None = None  # 1 Monday … 7 Sunday, of a weekly one
    day: Annotated[int, Field(ge=1, le=31)] | None = None  # of a monthly one: before this day
    time: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None  # before this time
    deadline: Deadline | None = None  # of a closing one, or of one that is due once

    @model_validator(mode="after")
    def _complete(self) -> "Report":
        needed = {"weekly": "weekday", "monthly": "day", "daily": "time"}.get(self.kind, "deadline")
        if getattr(self, needed) is None:
            raise ValueError(f"báo cáo {self.kind} phải có {needed}")
        return self


class Campaign(_Part):
    """One plan of a higher office."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    title: Text
    source: Text
    issuer: Text
    items: tuple[Item, ...] = ()
    reasons: tuple[Text, ...] = ()  # that fit any item
    tasks: tuple[Task, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    phases: tuple[Phase, ...] = ()
    reports: tuple[Report, ...] = ()
    duties: tuple[Text, ...] = ()  # without a date

    @model_validator(mode="after")
    def _consistent(self) -> "Campaign":
        keys = [item.key for item in self.items]
        if len(set(keys)) < len(keys):
            raise ValueError("hai mục có cùng key")
        for item in self.items:
            if item.requires is not None and item.requires not in keys:
                raise ValueError(f"mục {item.key} cần mục {item.requires} không có trong chiến dịch")
        numbers = [task.number for task in self.tasks]
        if len(set(numbers)) < len(numbers):
            raise ValueError("hai nhiệm vụ có cùng số")
        return self


def built_in() -> dict[str, Path]:
    """The campaigns that come with the program, by name."""
    return {path.stem: path for path in sorted(_FOLDER.glob("*.toml"))}


def load(path: Path) -> Campaign:
    """Read a campaign file.

    Raises:
        CampaignError: it cannot be read or is wrong: file, line and reason.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CampaignError(f"không đọc được ({error})", path, None) from error
    try:
        return Campaign.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise CampaignError(f"sai cú pháp TOML ({error})", path, int(found[1]) if found else None) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
        reason = f"{where}: {_told(first)}" if where else _told(first)
        raise CampaignError(reason, path, _line_of(text, first["loc"])) from error


def _told(error: Any) -> str:
    """What pydantic says, in Vietnamese for the commonest."""
    kind, context = error["type"], error.get("ctx", {})
    told = {
        "missing": "thiếu mục này",
        "extra_forbidden": "không có mục tên như vậy",
        "string_too_long": f"dài quá {context.get('max_length')} ký tự",
        "string_too_short": "để trống",
        "string_type": "phải là chữ",
        "int_type": "phải là số nguyên",
        "float_type": "phải là số",
        "less_than_equal": f"phải nhỏ hơn hoặc bằng {context.get('le')}",
        "greater_than_equal": f"phải lớn hơn hoặc bằng {context.get('ge')}",
        "literal_error": f"chỉ được là {context.get('expected')}",
        "value_error": str(context.get("error", "")),
        "string_pattern_mismatch": "viết không đúng dạng",
    }.get(kind)
    return told or str(error["msg"])


def _line_of(text: str, loc: tuple[int | str, ...]) -> int | None:
    """The line where the wrong place begins: the n-th [[table]] of that name, then the key in it."""
    lines = text.splitlines()
    at, end = 0, len(lines)
    parts = list(loc)
    if len(parts) >= 2 and isinstance(parts[1], int):
        heads = [n for n, line in enumerate(lines) if re.match(rf"\s*\[\[\s*{re.escape(str(parts[0]))}\s*\]\]", line)]
        if parts[1] < len(heads):
            at = heads[parts[1]]
            end = next((n for n in range(at + 1, len(lines)) if lines[n].lstrip().startswith("[")), len(lines))
        parts = parts[2:]
    keys = [part for part in parts if isinstance(part, str)]
    for key in keys[:1]:
        for number in range(at, end):
            if re.match(rf"\s*{re.escape(key)}\s*=", lines[number]):
                return number + 1
    return at + 1 if at or not keys else None


def use(store: Store, campaign: Campaign) -> None:
    """Put the campaign's items and reasons on the store's checklist."""
    definitions = [
        ItemDefinition(
            item.key,
            item.title,
            item.short_title,
            item.applies_to,
            item.requires,
            item.target,
            item.deadline.last_moment if item.deadline else None,
        )
        for item in campaign.items
    ]
    reasons = [(item.key, words) for item in campaign.items for words in item.reasons]
    define(store, campaign.name, definitions, [*reasons, *((None, words) for words in campaign.reasons)])
