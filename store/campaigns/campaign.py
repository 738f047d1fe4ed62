"""Campaigns: read from one TOML file each, checked, and let run in the store.

A wrong file is told with its name, line and reason. `store.campaigns.model` says what a file may hold;
`store.campaigns.running` reads what runs, without this module and pydantic.
"""

import json
import tomllib
from pathlib import Path

from pydantic import ValidationError

from store.campaigns import file_faults, record
from store.campaigns.deadline_text import Deadline as Deadline
from store.campaigns.definition import definition
from store.campaigns.file_faults import CampaignError as CampaignError
from store.campaigns.model import Campaign as Campaign
from store.database import Store
from store.errors import RefusedError
from store.history import recording

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


def _read(path: Path) -> Campaign | list[CampaignError]:
    try:
        data = path.read_bytes()
    except OSError as error:
        return [file_faults.unreadable(path, error)]
    try:
        text = data.decode("utf-8-sig")  # Notepad writes the mark in front
    except UnicodeDecodeError as error:
        return [file_faults.wrong_encoding(path, data, error)]
    try:
        return Campaign.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        return [file_faults.wrong_syntax(path, text, error)]
    except ValidationError as error:
        return file_faults.wrong_values(path, text, error, Campaign.model_json_schema())


def use(store: Store, campaign: Campaign) -> None:
    """Let the campaign run here: its items and reasons go on the store's checklist, which all campaigns share.

    Used again, it is read anew and runs on. Undo lets it run as before, or no more.
    """
    with recording(store, "campaign", f"Chạy chiến dịch {campaign.name}") as made:
        made.assign("campaign", 0, campaign.name, _kept(campaign))


def resume(store: Store, name: str) -> None:
    """Let an ended campaign run again as it was last used; its file need not be there any more.

    Raises:
        RefusedError: none of that name was ever used.
    """
    row = store.one("SELECT definition FROM campaign WHERE name = ?", (name,))
    if row is None:
        raise RefusedError(f"Chưa từng có chiến dịch “{name}”.")
    with recording(store, "campaign", f"Chạy chiến dịch {name}") as made:
        made.assign("campaign", 0, name, str(row[0]))


def use_default(store: Store) -> None:
    """Let the campaign run that the program was made for first: nothing that the person did, so nothing to undo."""
    record.write(store, DEFAULT, _kept(load(built_in()[DEFAULT])))


def _kept(campaign: Campaign) -> str:
    return json.dumps(definition(campaign), ensure_ascii=False)


def end(store: Store, name: str) -> None:
    """Let a campaign run no more; its items stay on the checklist, with everything that is known of people.

    Raises:
        RefusedError: none of that name runs.
    """
    if record.read(store, name) is None:
        raise RefusedError(f"Không có chiến dịch “{name}” đang chạy.")
    with recording(store, "campaign", f"Kết thúc chiến dịch {name}") as made:
        made.assign("campaign", 0, name, None)
