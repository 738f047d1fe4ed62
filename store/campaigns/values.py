"""The plain values of a campaign file: text, day, time of day, share; each refused in Vietnamese when it is wrong."""

import datetime
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError

from store.campaigns.file_faults import OWN
from store.campaigns.toml_lines import Place
from store.text import clean

_NUMBER = re.compile(r"[1-9]\d{0,3}(\.[1-9]\d?)?")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


class Part(BaseModel):
    """A table of the file: a key that is not known is refused, and nothing changes it afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def refusal(words: str, at: Place = ()) -> PydanticCustomError:
    """An error of ours: Vietnamese `words`, and under the table that is validated the place that they are about."""
    return PydanticCustomError(OWN, "{words}", {"words": words, "at": at})


def _text(value: str) -> str:
    """Joined lines, normal spaces, NFC: a long sentence may be broken over lines of the file."""
    if not (text := clean(value)):
        raise refusal("để trống")
    return text


def _day(value: Any) -> datetime.date:
    if isinstance(value, str):  # as it comes back from JSON
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    elif isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    raise refusal("phải là ngày, viết như 2026-06-30, không có giờ")


def _clock(value: Any) -> datetime.time:
    if isinstance(value, datetime.time):
        return value.replace(microsecond=0)
    if isinstance(value, str):
        if found := _TIME.fullmatch(value.strip()):
            return datetime.time(int(found[1]), int(found[2]))
        try:
            return datetime.time.fromisoformat(value)  # as it comes back from JSON
        except ValueError:
            pass
    raise refusal('phải là giờ, viết như "15:00"')


def _day_or_words(value: Any) -> datetime.date | str:
    try:
        return _day(value)
    except PydanticCustomError:
        if isinstance(value, str):
            return _text(value)
        raise


def _number(value: Any) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return value
    raise refusal('phải là số như 4, hoặc chữ như "1.10"')


def _share(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return value
    raise refusal("phải từ 0 đến 1: 90% viết là 0.9")


def several(value: Any) -> Any:
    """One table, or a list of them: a list."""
    if isinstance(value, dict):
        return [value]
    if isinstance(value, list | tuple):
        return value
    raise refusal("phải viết trong { }, như { before = 2026-06-30 }")


Text = Annotated[str, AfterValidator(_text)]
Words = Annotated[str, AfterValidator(clean)]  # text that may be left out: ""
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Day = Annotated[datetime.date, BeforeValidator(_day)]
Clock = Annotated[datetime.time, BeforeValidator(_clock)]
DayOrWords = Annotated[datetime.date | str, PlainValidator(_day_or_words)]  # "tháng 6 năm 2026", where no day is given
Number = Annotated[int | str, PlainValidator(_number)]  # of a task: 4, "1.10"
Share = Annotated[float, BeforeValidator(_share)]  # 1.0 is 100 %
