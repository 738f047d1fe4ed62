"""Compiled patterns that are kept beside the bytecode: the same as compiled anew, and nothing but a saving of time."""

import re
import sys
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest

from importers.lexicon.words import lexicon
from importers.patterns import Kept

LEXICONS = sorted(path.stem for path in (Path(__file__).parents[2] / "importers" / "lexicon").glob("*.toml"))
OTHERS = [(r"(?P<a>x)|(?P<b>ơ)", re.IGNORECASE), (rb"<c r=\"([A-Z]+)\"", re.DOTALL), (r"(?i:đ)(?!\s)", re.NOFLAG)]


@pytest.fixture(autouse=True)
def _bytecode_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def every_pattern() -> list[tuple[str | bytes, re.RegexFlag]]:
    """All patterns that stand in the lexicons, and some of other kinds."""
    found: list[tuple[str | bytes, re.RegexFlag]] = list(OTHERS)

    def look(words: object, value: object) -> None:
        if isinstance(value, dict):
            for each in value.values():
                look(words, each)
        elif isinstance(value, str) or (isinstance(value, list) and all(isinstance(each, str) for each in value)):
            text = words.text(value)  # type: ignore[attr-defined]
            with suppress(re.error):  # a list of signs: "*"
                re.compile(text)
                found.extend((text, flags) for flags in (re.NOFLAG, re.IGNORECASE))
        elif isinstance(value, list):
            for each in value:
                look(words, each)

    for name in LEXICONS:
        look(lexicon(name), lexicon(name).tables)
    return found


def test_a_kept_pattern_is_the_same_as_one_that_is_compiled_anew(tmp_path: Path):
    path, patterns = str(tmp_path / "kept"), every_pattern()
    first, again = Kept(path), Kept(path)
    for pattern, flags in patterns:
        assert first.compile(pattern, flags) == re.compile(pattern, flags)
    first.write()
    for pattern, flags in patterns:
        compiled, anew = again.compile(pattern, flags), re.compile(pattern, flags)
        assert compiled == anew  # Python compares what the engine runs
        assert (compiled.pattern, compiled.groups, compiled.flags) == (anew.pattern, anew.groups, anew.flags)
        assert dict(compiled.groupindex) == dict(anew.groupindex)
    assert not again.has_more, "everything was kept"
    assert len(patterns) > 300


@pytest.mark.parametrize("damage", ["cut", "bit", "none", "version", "folder"])
def test_a_file_that_is_no_use_means_that_patterns_are_compiled(tmp_path: Path, damage: str):
    path = tmp_path / "kept"
    first = Kept(str(path))
    first.compile("(?P<mark>x)|chưa", re.NOFLAG)
    first.write()
    data = bytearray(path.read_bytes())
    if damage == "cut":
        path.write_bytes(data[:-7])
    elif damage == "bit":
        data[-20] ^= 1
        path.write_bytes(data)
    elif damage == "none":
        path.write_bytes(b"")
    elif damage == "version":
        other = Kept(str(path))
        other.compile("x", re.NOFLAG)
        other.version = "4.0"
        other.write()
    else:
        path.unlink()
        path.mkdir()
    kept = Kept(str(path))
    found = kept.compile("(?P<mark>x)|chưa", re.NOFLAG).match("x")
    assert found is not None
    assert found["mark"] == "x"
    assert kept.has_more
    kept.write()


def test_where_no_bytecode_is_written_no_pattern_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    kept = Kept(str(tmp_path / "kept"))
    kept.compile("x", re.NOFLAG)
    kept.write()
    assert list(tmp_path.iterdir()) == []


def test_a_text_of_tables_is_kept_as_it_was_read(tmp_path: Path):
    path = str(tmp_path / "kept")
    texts = [
        (Path(__file__).parents[2] / "importers" / "lexicon" / f"{name}.toml").read_text("utf-8") for name in LEXICONS
    ]
    first = Kept(path)
    read = [first.tables(text) for text in texts]
    first.write()
    again = Kept(path)
    assert [again.tables(text) for text in texts] == read == list(map(tomllib.loads, texts))
    assert not again.has_more
    assert again.tables("x = 1") == {"x": 1}
