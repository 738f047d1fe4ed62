"""The types of the values of a campaign file: text, days, shares, tables; each refuses a wrong value in Vietnamese.

Each type is an `Annotated` one. Its check runs only when pydantic reads a file (`store.campaigns.file`), so that
importing this module, as the first screen does, does not import pydantic.
"""

import re
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, fields
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Literal,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
)

from store.calendar.deadlines import Weekday
from store.text import clean

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

_PartT = TypeVar("_PartT", bound="Part")

SHORT_TITLE_LENGTH = 8  # characters, for the head of a table
#: Keys and 0-based places in arrays, from the root of a file: ("tasks", 3, "deadline", 1, "before").
Place = tuple[int | str, ...]


class RefusedValueError(ValueError):
    """A value of a campaign file is wrong: why, in Vietnamese, and where, seen from the table that is checked."""

    def __init__(self, reason: str, at: Place = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


class Check:
    """Adds a check to a type: pydantic calls `function` before, after or ("plain") instead of its own check."""

    def __init__(self, function: Callable[[Any], Any], when: Literal["before", "after", "plain"] = "after") -> None:
        self.function, self.when = function, when

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], "CoreSchema"]) -> "CoreSchema":
        from pydantic_core import core_schema

        inner = () if self.when == "plain" else (handler(source),)
        wrapped: CoreSchema = getattr(core_schema, f"no_info_{self.when}_validator_function")(self.function, *inner)
        return wrapped


def refused_unless(holds: Callable[[Any], object], reason: str, when: Literal["after", "plain"] = "after") -> Check:
    """Makes a check that keeps a value for which `holds` is true and refuses any other with `reason`."""

    def check(value: Any) -> Any:
        if not holds(value):
            raise RefusedValueError(reason)
        return value

    return Check(check, when)


#: Fields that have another name in the file.
FILE_KEYS = {"deadlines": "deadline", "targets": "target", "sender": "from", "first": "from", "last": "through"}


class Part:
    """A table of a campaign file; a key that is not one of its fields is refused.

    Takes its fields as keyword arguments in one shared __init__: generated ones would take most of the start time.
    """

    # What pydantic looks for on a dataclass.
    __pydantic_config__: ClassVar[dict[str, object]] = {
        "extra": "forbid",
        "alias_generator": lambda name: FILE_KEYS.get(name, name),
    }
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    _defaults: ClassVar[dict[str, object]]

    def __init__(self, **values: object) -> None:
        self.__dict__.update(self._defaults | values)
        if wrong := self.__dict__.keys() ^ self.__dataclass_fields__.keys():
            raise TypeError(f"{type(self).__name__}: {', '.join(sorted(wrong))}")
        self.__post_init__()

    def __post_init__(self) -> None:
        """Checks conditions between fields; raises RefusedValueError, which pydantic collects."""

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(name)

    def _values(self) -> dict[str, object]:
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__[field.name] for field in fields(self) if field.hash is not False))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._values().items())})"


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=False)
def part(kind: type[_PartT]) -> type[_PartT]:
    """Makes a subclass of `Part` a dataclass."""
    kind = dataclass(init=False, repr=False, eq=False, kw_only=True)(kind)
    kind._defaults = {field.name: field.default for field in fields(kind) if field.default is not MISSING}
    return kind


def plain(value: Any) -> Any:
    """Converts a table, or a value in one, to what JSON can hold; fields that have their default are left out."""
    if isinstance(value, Part):
        pairs = ((field, getattr(value, field.name)) for field in fields(value) if field.type is not SetByProgram)
        return {field.name: plain(each) for field, each in pairs if field.default is MISSING or each != field.default}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date | time) else value


@cache
def reader(kind: Any) -> Callable[[Any], Any]:
    """Returns a function that turns JSON back into the type `kind`, without pydantic, which is slow to import."""
    if get_origin(kind) is Annotated:
        return reader(kind.__origin__)
    if isinstance(kind, type) and issubclass(kind, Part):
        types: list[tuple[str, Any]] = [(field.name, field.type) for field in fields(kind)]
        converted = [(name, read) for name, read in ((name, reader(of)) for name, of in types) if read is not _as_it_is]

        def read_part(values: dict[str, Any]) -> Any:
            known = {name: read(values[name]) for name, read in converted if values.get(name) is not None}
            return kind(**{**values, **known})

        return read_part
    if get_origin(kind) is tuple:
        each = reader(get_args(kind)[0])
        return tuple if each is _as_it_is else lambda values: tuple(map(each, values))
    if get_origin(kind) in (Union, UnionType):
        (read, *others) = {reader(each) for each in get_args(kind)} - {_as_it_is} or {_as_it_is}
        assert not others, kind  # noqa: S101 - of a union one type needs converting at most
        return read if str not in get_args(kind) or read is _as_it_is else _or_text(read)
    if kind in (date, time):
        from_iso: Callable[[str], Any] = kind.fromisoformat
        return from_iso
    return kind if isinstance(kind, type) and issubclass(kind, Enum) else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _or_text(read: Callable[[str], Any]) -> Callable[[str], Any]:
    def read_either(text: str) -> Any:
        try:
            return read(text)
        except ValueError:
            return text

    return read_either


def _text(value: str) -> str:
    """Joins the lines of a text with single spaces, in Unicode form NFC: the file may break a sentence over lines."""
    if not (text := clean(value)):
        raise RefusedValueError("để trống")
    return text


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        if not 1900 <= value.year <= 2999:  # deadlines are reckoned to moments before and after the day
            raise RefusedValueError("phải là ngày từ năm 1900 đến 2999")
        return value
    raise RefusedValueError("phải là ngày, viết như 2026-06-30, không có giờ")


def _day_or_text(value: Any) -> date | str:
    return _text(value) if isinstance(value, str) else _day(value)


def _clock(value: Any) -> time:
    if isinstance(value, time):
        return value.replace(microsecond=0)
    if isinstance(value, str) and (found := re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", value.strip())):
        return time(int(found[1]), int(found[2]))
    raise RefusedValueError('phải là giờ, viết như "15:00"')


def _weekday(value: Any) -> Weekday:
    if isinstance(value, str) and value.upper() in Weekday.__members__:
        return Weekday[value.upper()]
    raise RefusedValueError(f"phải là một trong {', '.join(day.name.lower() for day in Weekday)}")


def _number(value: Any) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    if isinstance(value, str) and re.fullmatch(r"[1-9]\d{0,3}(\.[1-9]\d?)?", value):
        return int(value) if value.isdigit() else value
    raise RefusedValueError('phải là số như 4, hoặc chữ như "1.10"')


def _share(value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return float(value)
    raise RefusedValueError("phải từ 0 đến 1: 90% viết là 0.9")


_REPEATED_TWICE = re.compile(r"\((?:[^()\\]|\\.)*[+*](?:[^()\\]|\\.)*\)[+*{]")


def pattern(value: str) -> str:
    """A regular expression as it is; none that repeats what repeats: (a+)+ takes hours for a head of forty letters."""
    try:
        re.compile(value)
    except re.error as error:
        raise RefusedValueError(f"không phải biểu thức chính quy ({error})") from error
    if _REPEATED_TWICE.search(value):
        raise RefusedValueError("lặp một nhóm đã có lặp bên trong, đọc một tệp sẽ không bao giờ xong")
    return value


def _set_by_program(_: Any) -> Any:
    from pydantic_core import PydanticKnownError

    raise PydanticKnownError("extra_forbidden")


def list_of_tables(value: Any) -> Any:
    """Wraps a single table in a list; a list stays as it is."""
    if isinstance(value, dict):
        return [value]
    if isinstance(value, list):
        return value
    raise RefusedValueError("phải viết trong { }, như { before = 2026-06-30 }")


_SMALL_LETTERS = "viết không đúng dạng; chỉ dùng chữ thường không dấu, số và dấu"

Text = Annotated[str, Check(_text)]
OptionalText = Annotated[str, Check(clean)]  # "" where it is left out
ShortTitle = Annotated[
    Text, refused_unless(lambda title: len(title) <= SHORT_TITLE_LENGTH, f"dài quá {SHORT_TITLE_LENGTH} ký tự")
]
Key = Annotated[str, refused_unless(lambda key: re.fullmatch(r"[a-z][a-z0-9_]*", key), f"{_SMALL_LETTERS} gạch dưới")]
Name = Annotated[str, refused_unless(lambda name: re.fullmatch(r"[a-z0-9-]+", name), f"{_SMALL_LETTERS} nối")]
FacilityCode = Annotated[
    Text, refused_unless(lambda code: re.fullmatch(r"[0-9]{5}", code), "mã cơ sở phải gồm 5 chữ số")
]
Pattern = Annotated[str, Check(pattern)]
Day = Annotated[date, Check(_day, "plain")]
DayOrText = Annotated[date | str, Check(_day_or_text, "plain")]  # "tháng 6 năm 2026", where no day is given
DayOfMonth = Annotated[int, refused_unless(lambda day: 1 <= day <= 31, "phải từ 1 đến 31")]
Clock = Annotated[time, Check(_clock, "plain")]
WeekdayName = Annotated[Weekday, Check(_weekday, "plain")]
Number = Annotated[int | str, Check(_number, "plain")]  # of a task: 4, "1.10"
Amount = Annotated[int, refused_unless(lambda amount: amount >= 0, "phải lớn hơn hoặc bằng 0")]
Rank = Annotated[int, refused_unless(lambda rank: 1 <= rank <= 9, "phải từ 1 đến 9")]
Share = Annotated[float, Check(_share, "plain")]  # 1.0 is 100 %
OnlyTrue = Annotated[
    bool, refused_unless(lambda value: value is True, "chỉ có thể là true; không đòi thì bỏ mục này", "plain")
]
SetByProgram = Annotated[str, Check(_set_by_program, "plain")]  # a file has no such key
