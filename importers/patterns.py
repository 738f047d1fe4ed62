"""Regular expressions that are compiled when they are used first: reading a list needs a part of the hundreds."""

import re
from typing import Any, AnyStr


class _Uncompiled:
    def __init__(self, pattern: str | bytes, flags: re.RegexFlag) -> None:
        self._pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> object:
        """A method or value of the compiled pattern, kept so that it costs nothing from then on."""
        value = getattr(re.compile(self._pattern, self._flags), name)
        setattr(self, name, value)
        return value


def when_needed(pattern: AnyStr, flags: re.RegexFlag = re.NOFLAG) -> "re.Pattern[AnyStr]":
    """The pattern as `re.compile` gives it, for its own methods; the functions of `re` do not take it."""
    uncompiled: Any = _Uncompiled(pattern, flags)
    return uncompiled  # type: ignore[no-any-return]
