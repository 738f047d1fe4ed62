"""Describes in Vietnamese what is wrong with a campaign file, with file, line and reason."""

import re
from collections.abc import Iterator
from dataclasses import fields
from difflib import get_close_matches
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.campaigns.campaign import Campaign
from store.campaigns.values import FILE_KEYS, Part, Place, RefusedValueError
from store.errors import StoreError, reason_text

if TYPE_CHECKING:
    import tomllib

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails
    from tree_sitter import Node


class CampaignError(StoreError):
    """A fault of a campaign file; `line` counts from 1, None when the file could not be read at all."""

    title = "Tệp chiến dịch có lỗi"

    def __init__(self, message: str, file: Path, line: int | None) -> None:
        place = f"{file.name}, dòng {line}" if line else file.name
        super().__init__(f"{place}: {message}")
        self.file = file
        self.line = line
        self.reason = message


#: Beginnings of what tomllib says, and what it means to the person.
_SYNTAX = (
    ("Invalid date or datetime", "ngày hoặc giờ không có thật"),
    ("Expected '='", "thiếu dấu = sau tên mục, hoặc tên mục có chữ có dấu"),
    ("Expected ']", "thiếu dấu ] ở cuối tên bảng"),
    ("Expected newline", 'thừa chữ ở cuối dòng; ngày viết như 2026-06-30, chữ để trong dấu " "'),
    ("Invalid value", 'giá trị viết sai; chữ phải để trong dấu " ", danh sách phải đóng bằng dấu ]'),
    ("Invalid initial character", "tên mục viết sai; chỉ dùng chữ không dấu, số, gạch dưới"),
    ("Invalid statement", "dòng này không phải bảng [[…]] cũng không phải tên = giá trị"),
    ("Unclosed array", "thiếu dấu ] đóng danh sách"),
    ("Unclosed inline table", "thiếu dấu } đóng bảng"),
    ("Unterminated string", 'thiếu dấu " đóng'),
    ("Illegal character", 'thiếu dấu " đóng, hoặc có ký tự lạ'),
    ("Unescaped", "dấu \\ trong chữ phải viết hai lần: \\\\"),
    ("Cannot overwrite", "mục này đã có ở trên"),
    ("Cannot declare", "bảng này đã có ở trên; bảng lặp lại viết hai ngoặc [[…]]"),
    ("Duplicate", "mục này đã có ở trên"),
)

_LIST_OF_TABLES = "phải là các bảng, mỗi bảng bắt đầu bằng [[…]]"

#: What pydantic says, by type of error; {…} are its own figures.
_VALUES = {
    "missing": "thiếu mục này",
    "string_type": 'phải là chữ, để trong dấu " "',
    "int_type": "phải là số nguyên",
    "int_parsing": "phải là số nguyên",
    "int_from_float": "phải là số nguyên",
    "float_type": "phải là số",
    "float_parsing": "phải là số",
    "literal_error": "chỉ được là {expected}",
    "tuple_type": _LIST_OF_TABLES,
    "list_type": _LIST_OF_TABLES,
    "dataclass_type": "phải là một bảng, viết trong { }",
    "dict_type": "phải là một bảng, viết trong { }",
}


def unreadable(file: Path, error: OSError) -> CampaignError:
    """Makes the fault of a file that cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return CampaignError("không có tệp này. Hãy xem lại tên và thư mục.", file, None)
    if file.is_dir():
        return CampaignError("đây là thư mục. Hãy chỉ ra một tệp .toml.", file, None)
    return CampaignError(f"không đọc được ({reason_text(error)}). Hãy đóng chương trình đang mở tệp.", file, None)


def no_campaign(file: Path, why: str) -> CampaignError:
    """Makes the fault of a file that holds no campaign, for the reason `why`."""
    return CampaignError(f"{why}, nên không phải tệp chiến dịch. Hãy chọn lại.", file, None)


def wrong_encoding(file: Path, data: bytes, error: UnicodeDecodeError) -> CampaignError:
    """Makes the fault of a file that is not UTF-8."""
    line = data.count(b"\n", 0, error.start) + 1
    return CampaignError("chữ không theo bảng mã UTF-8. Hãy lưu lại tệp với bảng mã UTF-8.", file, line)


def wrong_syntax(file: Path, text: str, error: "tomllib.TOMLDecodeError") -> CampaignError:
    """Makes the fault of a file that is not valid TOML."""
    message = str(error)
    reason = next((reason for start, reason in _SYNTAX if message.startswith(start)), f"sai cú pháp TOML ({message})")
    found = re.search(r"at line (\d+)", message)  # otherwise it ends with "at end of document"
    return CampaignError(reason, file, int(found[1]) if found else len(text.splitlines()) or 1)


def wrong_values(file: Path, text: str, tables: Any, error: "ValidationError") -> list[CampaignError]:
    """Makes a fault of everything that pydantic refuses, in the order of the lines; `tables` is the parsed text."""
    found = []
    for detail in error.errors(include_url=False):
        refusal = detail.get("ctx", {}).get("error")
        place: Place = (*detail["loc"], *(refusal.at if isinstance(refusal, RefusedValueError) else ()))
        missing = detail["loc"][-1:] if detail["type"] == "missing" else ()
        found.append(refused(file, text, tables, place, _reason(detail, place), missing))
    return sorted(found, key=lambda fault: fault.line or 0)


def refused(
    file: Path, text: str, tables: dict[str, Any], place: Place, reason: str, missing: Place = ()
) -> CampaignError:
    """Makes the fault of the value at a place of the file; `missing` is the key of a value that is not there."""
    line, known = nearest(lines_of(text), place)
    return CampaignError(f"{_place_text((*known, *missing), tables)}{reason}", file, line)


def _reason(detail: "ErrorDetails", place: Place) -> str:
    """Words in Vietnamese why pydantic refused a value."""
    refusal = detail.get("ctx", {}).get("error")
    if isinstance(refusal, RefusedValueError):
        return refusal.reason
    if detail["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        return _unknown_key(place)
    reason = _VALUES.get(detail["type"])
    if reason == _LIST_OF_TABLES and isinstance(detail["input"], str):
        return 'phải là danh sách trong [ ], như ["…", "…"]'
    if reason is None:
        return f"giá trị không dùng được ({detail['msg']})"
    return reason.replace("{expected}", str(detail.get("ctx", {}).get("expected")).replace(" or ", " hoặc "))


def _unknown_key(place: Place) -> str:
    """Words why a key is unknown, with the likeliest cause: a misspelt name, or a top-level key below a [[table]]."""
    key = str(place[-1])
    if len(place) > 1 and key in _keys(Campaign):
        return "mục này phải đứng ở đầu tệp, trước bảng [[…]] đầu tiên"
    names = {name for part in Part.__subclasses__() for name in _keys(part)}
    close = get_close_matches(key, sorted(names), n=1)
    return f"không có mục tên như vậy; có phải {close[0]}?" if close else "không có mục tên như vậy"


def _keys(part: type[Part]) -> set[str]:
    """Returns the keys that a table of this type may have in a file."""
    return {FILE_KEYS.get(field.name, field.name) for field in fields(part)}


def _place_text(place: Place, tables: Any) -> str:
    """Words a place in the file: `deadline trong [[tasks]] thứ 4: ` for ("tasks", 3, "deadline"); "" for the whole.

    Forms and their columns have keys, and nobody counts them: `item trong cột done_cccd của biểu tong-hop: `.
    """
    keys = [part for part in place if isinstance(part, str)]
    if not keys:
        return ""
    inside: list[str] = []
    for name, number in pairwise(place):
        if isinstance(number, int) and isinstance(name, str):
            tables = tables[name][number]
            named = tables.get("key") if isinstance(tables, dict) else None
            if named and name in _WITH_KEYS:
                inside.insert(0, f"{_WITH_KEYS[name]} {named}")
            elif not inside:
                inside = [f"[[{name}]] thứ {number + 1}" if len(place) > 2 else f"{name} thứ {number + 1}"]
    if len(keys) == 1:
        return f"{inside[0] if inside else keys[0]}: "
    return f"{keys[-1]} trong {' của '.join(inside) or keys[0]}: "


_WITH_KEYS = {"forms": "biểu", "columns": "cột", "sections": "phần"}


@lru_cache(maxsize=1)  # a file may have many faults
def lines_of(text: str) -> dict[Place, int]:
    """Maps each table, array element and key of a valid TOML text to its line, from 1; tomllib keeps no lines."""
    import tree_sitter_toml  # for a file with a fault only
    from tree_sitter import Language, Parser

    lines: dict[Place, int] = {}
    last_of: dict[Place, int] = {}  # the latest [[table]] of each name
    for node in Parser(Language(tree_sitter_toml.language())).parse(text.encode()).root_node.named_children:
        table = Place()
        if node.type in ("table", "table_array_element"):
            head, *node_pairs = node.named_children
            table = _table(head, lines, last_of, is_element=node.type == "table_array_element")
        else:
            node_pairs = [node]
        for pair in node_pairs:
            _walk(pair, table, lines)
    return lines


def nearest(lines: dict[Place, int], place: Place) -> tuple[int, Place]:
    """Returns the line of `place` and the part of it that is in the text; a missing value gets its table's line, or 1.

    An index that the text does not have is skipped, since one table, `deadline = {…}`, stands for a list of one.
    """
    line, found = 1, Place()
    for part in place:
        if (*found, part) in lines:
            found = (*found, part)
            line = lines[found]
        elif isinstance(part, str):
            break
    return line, found


def _parts_of_key(node: "Node") -> Iterator[str]:
    """Yields the parts of a key that dots divide."""
    if node.type == "dotted_key":
        for child in node.named_children:
            yield from _parts_of_key(child)
    else:
        yield (node.text or b"").decode().strip("\"'")


def _table(head: "Node", lines: dict[Place, int], last_of: dict[Place, int], *, is_element: bool) -> Place:
    """Returns the place of `[table]` or `[[table]]`, to which the keys below it belong, and notes its line."""
    place, keys = Place(), list(_parts_of_key(head))
    for number, key in enumerate(keys, start=1):
        place = (*place, key)
        lines.setdefault(place, head.start_point.row + 1)
        if is_element and number == len(keys):
            last_of[place] = last_of.get(place, -1) + 1
        if place in last_of:
            place = (*place, last_of[place])
            lines.setdefault(place, head.start_point.row + 1)
    return place


def _walk(node: "Node", place: Place, lines: dict[Place, int]) -> None:
    """Notes the line of a key, or of each key and element inside of a value."""
    children = [child for child in node.named_children if child.type != "comment"]
    if node.type == "pair":
        for key in _parts_of_key(children[0]):
            place = (*place, key)
            lines.setdefault(place, node.start_point.row + 1)
        _walk(children[1], place, lines)
    elif node.type == "inline_table":
        for child in children:
            _walk(child, place, lines)
    elif node.type == "array":
        for number, child in enumerate(children):
            lines.setdefault((*place, number), child.start_point.row + 1)
            _walk(child, (*place, number), lines)
