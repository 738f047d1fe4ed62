"""Reads and checks a campaign file: TOML in, `store.campaigns.campaign.Campaign` or every fault with its line out."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from store.campaigns import faults as campaign_faults
from store.campaigns.campaign import Campaign, with_names
from store.campaigns.faults import CampaignError

_FOLDER = Path(__file__).parent
DEFAULT = "tri-ton-2026"


def built_in() -> dict[str, Path]:
    """The campaigns that come with the program, by name."""
    return {path.stem: path for path in sorted(_FOLDER.glob("*.toml"))}


def load(path: Path) -> Campaign:
    """Read a campaign file.

    Raises:
        CampaignError: it cannot be read or is wrong: file, line and reason of the first fault.
    """
    read = _read(path)
    if isinstance(read, Campaign):
        return read
    raise read[0]


def faults(path: Path) -> list[CampaignError]:
    """Everything that is wrong with a campaign file, in the order of its lines; empty when it can be used."""
    read = _read(path)
    return [] if isinstance(read, Campaign) else read


@cache
def _adapter() -> TypeAdapter[Campaign]:
    return TypeAdapter(Campaign)


def _read(path: Path) -> Campaign | list[CampaignError]:
    try:
        data = path.read_bytes()
    except OSError as error:
        return [campaign_faults.unreadable(path, error)]
    try:
        text = data.decode("utf-8-sig")  # Notepad writes the mark in front
    except UnicodeDecodeError as error:
        return [campaign_faults.wrong_encoding(path, data, error)]
    try:
        return with_names(_adapter().validate_python(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as error:
        return [campaign_faults.wrong_syntax(path, text, error)]
    except ValidationError as error:
        return campaign_faults.wrong_values(path, text, error)
