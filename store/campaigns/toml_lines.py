"""On which line of a TOML text each table and key stands: tomllib does not keep it, and a wrong value needs it."""

import re
from bisect import bisect_right

#: Keys and 0-based places in arrays, from the root: ("tasks", 3, "deadline", 1, "before").
Place = tuple[int | str, ...]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''  # strings; the long ones first
    r"|\#[^\n]*|\n|[\[\]{}=,.]|[^\s\[\]{}=,.#\"']+",
    re.DOTALL,
)
_END_OF_VALUE = frozenset({",", "]", "}", "\n", ""})


def lines_of(text: str) -> dict[Place, int]:
    """Line, counted from 1, of every table, array element and key of `text`, which tomllib has read without error."""
    return _Walk(text).lines


def nearest(lines: dict[Place, int], place: Place) -> tuple[int, Place]:
    """The line of `place`, and of it what the text has.

    What is missing has the line of the table it is missing in (line 1: of the file). A number that the text does not
    have is passed over: the model reads `deadline = {…}` as a list of one.
    """
    line, found = 1, Place()
    for part in place:
        if (*found, part) in lines:
            found = (*found, part)
            line = lines[found]
        elif isinstance(part, str):
            break
    return line, found


class _Walk:
    """One walk over the tokens of a valid TOML text."""

    def __init__(self, text: str) -> None:
        ends = [match.start() for match in re.finditer("\n", text)]
        self._tokens = [(match[0], bisect_right(ends, match.start() - 1) + 1) for match in _TOKEN.finditer(text)]
        self._at = 0
        self._last_of: dict[Place, int] = {}  # the latest [[table]] of each name
        self.lines: dict[Place, int] = {}
        table = Place()
        while token := self._skip("\n"):
            if token == "[":  # noqa: S105 - a bracket, no password
                table = self._head()
            else:
                self._pair(table)

    def _peek(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def _line(self) -> int:
        return self._tokens[self._at][1]

    def _skip(self, *passed_over: str) -> str:
        """The next token that is neither a comment nor one of these."""
        while (token := self._peek()) and (token in passed_over or token.startswith("#")):
            self._at += 1
        return token

    def _key(self) -> list[str]:
        """A key with its dots, and the point behind it."""
        parts = []
        while True:
            parts.append(self._peek().strip("\"'"))
            self._at += 1
            if self._peek() != ".":
                return parts
            self._at += 1

    def _mark(self, place: Place, line: int) -> None:
        self.lines.setdefault(place, line)

    def _head(self) -> Place:
        """`[table]` or `[[table]]`: where the keys behind it belong."""
        line = self._line()
        self._at += 1
        if many := self._peek() == "[":
            self._at += 1
        parts = self._key()
        self._skip("]")
        place = Place()
        for number, part in enumerate(parts, start=1):
            place = (*place, part)
            self._mark(place, line)
            if many and number == len(parts):
                self._last_of[place] = self._last_of.get(place, -1) + 1
            if place in self._last_of:
                place = (*place, self._last_of[place])
                self._mark(place, line)
        return place

    def _pair(self, table: Place) -> None:
        line = self._line()
        place = table
        for part in self._key():
            place = (*place, part)
            self._mark(place, line)
        self._at += 1  # =
        self._value(place)

    def _value(self, place: Place) -> None:
        opening = self._peek()
        self._at += 1
        if opening == "[":
            number = 0
            while self._skip("\n", ",") not in ("]", ""):
                self._mark((*place, number), self._line())
                self._value((*place, number))
                number += 1
            self._at += 1
        elif opening == "{":
            while self._skip("\n", ",") not in ("}", ""):
                self._pair(place)
            self._at += 1
        else:  # a plain value may be several tokens: 1.0, or a day and a time
            while self._peek() not in _END_OF_VALUE and not self._peek().startswith("#"):
                self._at += 1
