"""Writes a campaign as the JSON that the store keeps, and reads it back without pydantic, which is slow to import."""

import json
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, time
from enum import Enum
from functools import cache, lru_cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from store.campaigns.campaign import Campaign
from store.campaigns.values import SetByProgram


def to_json(campaign: Campaign) -> str:
    """The campaign as JSON; fields that have their default are left out."""
    return json.dumps(_plain(campaign), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        pairs = ((field, getattr(value, field.name)) for field in fields(value) if field.type is not SetByProgram)
        return {field.name: _plain(each) for field, each in pairs if field.default is MISSING or each != field.default}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date | time) else value


@lru_cache(maxsize=32)  # a screen asks for the running campaigns again and again
def from_json(name: str, text: str, used_since: str = "") -> Campaign:
    """The campaign that `to_json`, or an earlier version of the program, wrote.

    Args:
        name: of the campaign.
        text: JSON.
        used_since: the day on which it was begun here, YYYY-MM-DD; "" when it does not run.
    """
    content = json.loads(text)
    if isinstance(content["source"], str):
        from store.campaigns.stored_by_0_1 import as_now

        content = as_now(content)
    campaign: Campaign = _reader(Campaign)({**content, "name": name, "used_since": used_since})
    return campaign


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What turns the JSON value of a field of type `kind` into that type."""
    if get_origin(kind) is Annotated:
        return _reader(kind.__origin__)
    if isinstance(kind, type) and is_dataclass(kind):
        types: list[tuple[str, Any]] = [(field.name, field.type) for field in fields(kind)]
        readers = [(name, _reader(of)) for name, of in types]
        converted = [(name, reader) for name, reader in readers if reader is not _as_it_is]

        def read(value: dict[str, Any]) -> Any:
            values = dict(value)
            for name, reader in converted:
                if values.get(name) is not None:
                    values[name] = reader(values[name])
            return kind(**values)

        return read
    if get_origin(kind) is tuple:
        each = _reader(get_args(kind)[0])
        return tuple if each is _as_it_is else lambda values: tuple(map(each, values))
    if get_origin(kind) in (Union, UnionType):
        (reader, *others) = {_reader(each) for each in get_args(kind)} - {_as_it_is} or {_as_it_is}
        assert not others, kind  # noqa: S101 - of a union one type needs converting at most
        return reader if str not in get_args(kind) or reader is _as_it_is else _or_text(reader)
    if kind in (date, time):
        from_iso: Callable[[str], Any] = kind.fromisoformat
        return from_iso
    return kind if isinstance(kind, type) and issubclass(kind, Enum) else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _or_text(reader: Callable[[str], Any]) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return reader(text)
        except ValueError:
            return text

    return read
