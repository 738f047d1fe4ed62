"""On which line of a TOML text each table and key stands: tomllib does not keep it, and a wrong value needs it."""

from collections.abc import Iterator
from functools import lru_cache

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from store.campaigns.values import Place


@lru_cache(maxsize=1)  # a file may have many faults
def lines_of(text: str) -> dict[Place, int]:
    """Line, counted from 1, of every table, array element and key of `text`, which tomllib has read without error."""
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
    """The line of `place`, and the part of it that the text has.

    What is missing has the line of the table it is missing in (line 1: of the file). A number that the text does not
    have is passed over: `deadline = {…}` is read as a list of one.
    """
    line, found = 1, Place()
    for part in place:
        if (*found, part) in lines:
            found = (*found, part)
            line = lines[found]
        elif isinstance(part, str):
            break
    return line, found


def _keys(node: Node) -> Iterator[str]:
    """The parts of a key, which dots may part."""
    if node.type == "dotted_key":
        for child in node.named_children:
            yield from _keys(child)
    else:
        yield (node.text or b"").decode().strip("\"'")


def _table(head: Node, lines: dict[Place, int], last_of: dict[Place, int], *, is_element: bool) -> Place:
    """The place of `[table]` or `[[table]]`, where the keys behind it belong."""
    place, keys = Place(), list(_keys(head))
    for number, key in enumerate(keys, start=1):
        place = (*place, key)
        lines.setdefault(place, head.start_point.row + 1)
        if is_element and number == len(keys):
            last_of[place] = last_of.get(place, -1) + 1
        if place in last_of:
            place = (*place, last_of[place])
            lines.setdefault(place, head.start_point.row + 1)
    return place


def _walk(node: Node, place: Place, lines: dict[Place, int]) -> None:
    """Keep the lines of a pair, or of what is inside a value."""
    children = [child for child in node.named_children if child.type != "comment"]
    if node.type == "pair":
        for key in _keys(children[0]):
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
