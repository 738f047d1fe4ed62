"""Regular expressions that are compiled when they are used first, and then kept compiled beside the bytecode.

A plain list needs 150 of them, and compiling those took a sixth of the time in which a folder of eight files goes in.
The TOML in which they stand is kept as it was read, too.
As Python keeps the bytecode of modules for the version that made it, what it made of patterns is kept in `__pycache__`;
a file that is missing, damaged, of another version or in a folder that may not be written means that they are compiled.
"""

import atexit
import marshal
import os
import re
import sys
import zlib
from contextlib import suppress
from importlib import import_module
from importlib.util import cache_from_source
from typing import Any, AnyStr, cast

_CHECKSUM = 4  # bytes of it at the beginning of the file
_MOST = 2_000  # patterns that are kept; the words of campaigns are among them
_FAILS = (AttributeError, ImportError, LookupError, OSError, RuntimeError, TypeError, ValueError, EOFError)

_Key = tuple[str | bytes, int]  # a pattern and its flags
_Parts = tuple[object, ...]  # what `re.compile` hands to Python's engine beside the pattern


class Kept:
    """The compiled patterns of earlier runs."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._parts: dict[_Key, _Parts] = {}
        self._tables: dict[str, dict[str, Any]] = {}  # text of a TOML file -> what stands in it
        self.version = ""  # of Python; "": not known, nothing is kept
        self._is_read = False
        self.has_more = False  # than the file has

    def compile(self, pattern: AnyStr, flags: re.RegexFlag) -> "re.Pattern[AnyStr]":
        """The same as `re.compile`."""
        if not self._is_read:
            self._read()
        key = pattern, int(flags)
        if (parts := self._parts.get(key)) is not None:
            made = import_module("_sre").compile(pattern, *parts)
            return cast("re.Pattern[AnyStr]", made)
        compiled = re.compile(pattern, flags)
        if self.version and len(self._parts) < _MOST:
            self._add(key, compiled)
        return compiled

    def tables(self, text: str) -> dict[str, Any]:
        """The same as `tomllib.loads`."""
        if not self._is_read:
            self._read()
        found = self._tables.get(text)
        if found is None:
            import tomllib  # 5 ms, and 10 for the text

            found = tomllib.loads(text)
            if self.version:
                self._tables[text] = found
                self._write_at_end()
        return found

    def _read(self) -> None:
        self._is_read = True
        try:
            engine = import_module("_sre")
            self.version = f"{sys.version} {engine.MAGIC} {engine.CODESIZE}"
            with open(self._path, "rb") as file:  # noqa: PTH123 - as in all that is done at each start
                data = file.read()
            if zlib.crc32(data[_CHECKSUM:]) == int.from_bytes(data[:_CHECKSUM]):
                version, parts, tables = marshal.loads(data[_CHECKSUM:])  # noqa: S302 - as trustworthy as bytecode beside it
                if version == self.version:
                    self._parts, self._tables = parts, tables
        except _FAILS:
            return

    def _add(self, key: _Key, compiled: "re.Pattern[Any]") -> None:
        """Note what a pattern was compiled to, if that is surely the same pattern."""
        try:
            parts = _parts_of(*key)
            if import_module("_sre").compile(key[0], *parts) != compiled:
                return
        except _FAILS:
            return
        self._parts[key] = parts
        self._write_at_end()

    def _write_at_end(self) -> None:
        if not self.has_more:
            self.has_more = True
            atexit.register(self.write)

    def write(self) -> None:
        """Write what is new, with what was there."""
        if sys.dont_write_bytecode or not self.has_more:
            return
        self.has_more = False
        data = marshal.dumps((self.version, self._parts, self._tables))
        beside = f"{self._path}.{os.getpid()}"
        try:
            with open(beside, "wb") as file:  # noqa: PTH123 - as above
                file.write(zlib.crc32(data).to_bytes(_CHECKSUM) + data)
            os.replace(beside, self._path)  # noqa: PTH105 - as above
        except OSError:
            with suppress(OSError):
                os.unlink(beside)  # noqa: PTH108 - as above


def _parts_of(pattern: str | bytes, flags: int) -> _Parts:
    """What `re.compile` would hand to the engine: flags, code, number of groups, their names, their names in order."""
    tree = import_module("re._parser").parse(pattern, flags)
    code = import_module("re._compiler")._code(tree, flags)
    names = dict(tree.state.groupdict)
    in_order: list[str | None] = [None] * tree.state.groups
    for name, place in names.items():
        in_order[place] = name
    return int(flags | tree.state.flags), list(map(int, code)), tree.state.groups - 1, names, tuple(in_order)


kept = Kept(f"{cache_from_source(__file__)}.patterns")


class _Uncompiled:
    def __init__(self, pattern: str | bytes, flags: re.RegexFlag, *, is_kept: bool) -> None:
        self._pattern, self._flags, self._is_kept = pattern, flags, is_kept

    def __getattr__(self, name: str) -> object:
        """A method or value of the compiled pattern, kept so that it costs nothing from then on."""
        make: Any = kept.compile if self._is_kept else re.compile
        value = getattr(make(self._pattern, self._flags), name)
        setattr(self, name, value)
        return value


def when_needed(pattern: AnyStr, flags: re.RegexFlag = re.NOFLAG, *, is_kept: bool = True) -> "re.Pattern[AnyStr]":
    """The pattern as `re.compile` gives it, for its own methods; the functions of `re` do not take it.

    Not kept are patterns that are made of what stands in a file: there is no end to them.
    """
    uncompiled: Any = _Uncompiled(pattern, flags, is_kept=is_kept)
    return uncompiled  # type: ignore[no-any-return]
