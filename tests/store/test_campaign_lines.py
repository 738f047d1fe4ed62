import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.campaigns import file
from store.campaigns.faults import lines_of, nearest
from store.campaigns.values import Place

NASTY = '''\
# a = 1
top = 1.5 # [[not]]
"quoted key" = 'it # is'
when = 2026-06-30 15:00:00
many = [ # of them
  1, [2, 3],
  "]", # "
  { x = 1, y = { z = [true] } },
]
long = """
[[tasks]]
number = 1 \\"""
""" # behind
raw = \'\'\'
a = "
\'\'\'
a.b.c = 1
a.b.d = 2

[table]
x = 1
[table.inner]
y = 2

[[rows]]
x = 1
[rows.sub]
y = 1
[[rows.deep]]
z = 1
[[rows.deep]]
z = 2

[[rows]]
x = 2
[[rows.deep]]
z = 3
'''


def places(value: object, place: Place = ()) -> Iterator[Place]:
    """Every table, element and key of what tomllib read."""
    if place:
        yield place
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*place, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from places(inner, (*place, number))


@pytest.mark.parametrize(
    "text",
    [
        NASTY,
        NASTY.replace("\n", "\r\n"),
        *(path.read_text(encoding="utf-8") for path in file.built_in().values()),
    ],
    ids=["nasty", "nasty of Windows", *file.built_in()],
)
def test_everything_that_tomllib_reads_has_a_line_and_nothing_else_has(text: str) -> None:
    assert set(lines_of(text)) == set(places(tomllib.loads(text)))


@pytest.mark.parametrize(
    ("place", "starts"),
    [
        (("top",), "top ="),
        (("quoted key",), '"quoted key"'),
        (("many", 1), "  1, [2"),
        (("many", 1, 1), "  1, [2"),
        (("many", 2), '  "]"'),
        (("many", 3, "y", "z", 0), "  { x"),
        (("raw",), "raw ="),
        (("a", "b", "d"), "a.b.d"),
        (("table", "inner", "y"), "y = 2"),
        (("rows", 0, "deep", 1, "z"), "z = 2"),
        (("rows", 1, "x"), "x = 2"),
        (("rows", 1, "deep", 0, "z"), "z = 3"),
    ],
)
def test_the_line_of_a_key_is_the_line_that_it_stands_on(place: Place, starts: str) -> None:
    assert NASTY.splitlines()[lines_of(NASTY)[place] - 1].startswith(starts)


def test_what_is_missing_has_the_line_of_its_table() -> None:
    lines = lines_of(NASTY)
    assert nearest(lines, ("rows", 1, "title")) == (lines["rows", 1], ("rows", 1))
    assert nearest(lines, ("issuer",)) == (1, ())


def test_a_list_that_only_the_model_has_is_passed_over() -> None:
    lines = lines_of(NASTY)
    assert nearest(lines, ("table", "inner", 0, "y")) == (lines["table", "inner", "y"], ("table", "inner", "y"))


keys = st.from_regex(r"[a-z]{1,3}", fullmatch=True)
texts = st.text(st.sampled_from("ab[]{}=,.#'đ \t"), max_size=6)
values = st.recursive(
    st.integers() | st.booleans() | st.dates() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)


def toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\t", "\\t") + '"'
    if isinstance(value, list):
        return "[" + ",\n ".join(toml(inner) for inner in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + "}"
    return str(value)


@given(st.lists(st.dictionaries(keys, values, max_size=4), max_size=3))
def test_any_rows_are_walked_as_tomllib_reads_them(rows: list[dict[str, object]]) -> None:
    text = "".join("[[rows]]\n" + "".join(f"{key} = {toml(value)}\n" for key, value in row.items()) for row in rows)
    assert set(lines_of(text)) == set(places(tomllib.loads(text)))
