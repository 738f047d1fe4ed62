"""Reads and checks a campaign file: from TOML to a `store.campaigns.campaign.Campaign`, or to its faults with lines."""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from store.campaigns import faults as campaign_faults
from store.campaigns.campaign import Campaign
from store.campaigns.faults import CampaignError
from store.campaigns.form import PHU_LUC_1, Form, check_new
from store.campaigns.values import RefusedValueError, plain

_FOLDER = Path(__file__).parent
DEFAULT = "tri-ton-2026"
_MOST = 5_000_000  # bytes of a file; our largest has 60,000
_MOST_VALUES = 20_000  # of a file; our largest has 700. Telling the faults of a million takes hours
_MOST_DOTS = 200  # in the names of one line: tomllib takes minutes for a name of a hundred thousand parts
_DOT = re.compile(r"[\w\"']\s?\.\s?[\w\"']")


def built_in() -> dict[str, Path]:
    """Returns the paths of the campaign files that come with the program, by the name of the campaign."""
    return {path.stem: path for path in sorted(_FOLDER.glob("*.toml"))}


def load(path: Path) -> Campaign:
    """Reads a campaign file; raises CampaignError with file, line and reason of its first fault."""
    read = _read(path)
    if isinstance(read, Campaign):
        return read
    raise read[0]


def faults(path: Path) -> list[CampaignError]:
    """Returns all faults of a campaign file in the order of its lines; empty when the file can be used."""
    read = _read(path)
    return [] if isinstance(read, Campaign) else read


def faults_of(text: str, path: Path) -> list[CampaignError]:
    """Returns all faults that a campaign file with this text would have, as if `path` were that file."""
    read = _checked(path, text.encode())
    return [] if isinstance(read, Campaign) else read


def refused_form(path: Path, place: int, reason: str) -> CampaignError:
    """Makes the fault of a form whose key is refused, in a campaign file that `load` has read."""
    text = path.read_text("utf-8-sig")
    return campaign_faults.refused(path, text, tomllib.loads(text), ("forms", place, "key"), reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forms:
    """The statistics forms of a file, checked against its items and reports; a campaign itself keeps forms unparsed."""

    forms: tuple[Form, ...] = ()
    items: Any = ()
    reports: Any = ()

    def __post_init__(self) -> None:
        items = {item.get("key") for item in _tables(self.items)}
        keys = [form.key for form in self.forms]
        for place, form in enumerate(self.forms):
            if form.key in keys[:place]:
                raise RefusedValueError(f"{form.key} đã có ở trên", ("forms", place, "key"))
            try:
                check_new(form)
            except RefusedValueError as error:
                raise RefusedValueError(error.reason, ("forms", place, *error.at)) from None
            for number, column in enumerate(form.columns):
                if column.item and column.item not in items:
                    at = ("forms", place, "columns", number, "item")
                    raise RefusedValueError(f"mục {column.item} không có trong chiến dịch. Hãy thêm mục đó", at)
        for place, report in enumerate(_tables(self.reports)):
            if report.get("form", PHU_LUC_1) not in (*keys, PHU_LUC_1):
                raise RefusedValueError(f"không có biểu {report['form']} trong [[forms]]", ("reports", place, "form"))


def _tables(value: Any) -> list[dict[str, Any]]:
    """Returns the tables of a list; other values are left out, because the check of their type reports them."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


@cache
def _adapters() -> tuple[TypeAdapter[Campaign], TypeAdapter[_Forms]]:
    return TypeAdapter(Campaign), TypeAdapter(_Forms)


def _read(path: Path) -> Campaign | list[CampaignError]:
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            return [campaign_faults.no_campaign(path, "đây không phải một tệp thường")]
        with path.open("rb") as file:
            data = file.read(_MOST + 1)
    except OSError as error:
        return [campaign_faults.unreadable(path, error)]
    return _checked(path, data)


def _checked(path: Path, data: bytes) -> Campaign | list[CampaignError]:
    if len(data) > _MOST:
        return [campaign_faults.no_campaign(path, "tệp lớn hơn 5 MB")]
    try:
        return _parsed(path, data)
    except RecursionError:
        return [campaign_faults.no_campaign(path, "các mảng lồng nhau quá sâu")]


def _count(value: Any) -> int:
    """Counts the values of a TOML document, those in nested tables and lists included."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_count, inside))


def _parsed(path: Path, data: bytes) -> Campaign | list[CampaignError]:
    try:
        text = data.decode("utf-8-sig")  # Notepad writes the mark in front
    except UnicodeDecodeError as error:
        return [campaign_faults.wrong_encoding(path, data, error)]
    if any(line.count(".") > _MOST_DOTS and len(_DOT.findall(line)) > _MOST_DOTS for line in text.splitlines()):
        return [campaign_faults.no_campaign(path, "các tên lồng nhau quá sâu")]
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [campaign_faults.wrong_syntax(path, text, error)]
    except ValueError:  # Python reads no number of more than 4,300 digits
        return [campaign_faults.no_campaign(path, "có một số dài quá 4.300 chữ số")]
    if _count(tables) > _MOST_VALUES:
        return [campaign_faults.no_campaign(path, f"có hơn {_MOST_VALUES} giá trị")]
    found: list[CampaignError] = []
    read: list[Any] = []
    for adapter in _adapters():
        try:
            read.append(adapter.validate_python(tables))
        except ValidationError as error:
            found += campaign_faults.wrong_values(path, text, tables, error)
    if found:
        return sorted({str(fault): fault for fault in found}.values(), key=lambda fault: fault.line or 0)
    campaign: Campaign = read[0]
    return replace(campaign, forms=tuple(map(plain, read[1].forms)))
