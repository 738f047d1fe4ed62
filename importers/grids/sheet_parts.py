"""Finds what calamine does not report of a workbook: hidden places, failed formulas, notes, shown zeros, far cells.

It searches the XML of the sheets in blocks and keeps none of it. Of xlsb it finds nothing.
"""

import contextlib
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from importers.grids.old_excel import hidden_places
from importers.grids.package import Package
from importers.grids.sheet_extent import Digits, Extent, digits_of
from importers.patterns import when_needed

_OF_OURS = "\n→ "  # begins the advice in a note of `exporters.feedback`
_BLOCK = 1 << 20  # bytes of XML looked at together
_LONGEST_TAG = 1 << 14
_UNREADABLE = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    struct.error,
    ValueError,
    RuntimeError,
    LookupError,
)

_HIDDEN = rb"""[^<>]*?\shidden=["'](?:1|true)["'][^<>]*>"""
_HIDDEN_ROW, _HIDDEN_COLUMN = (when_needed(rb"<(?:\w+:)?" + tag + rb"(?=\s)" + _HIDDEN) for tag in (b"row", b"col"))
_NUMBERS = when_needed(rb"""\s(r|min|max)=["'](\d{1,7})["']""")
#: A cell that has anything in it; one that is only coloured ends with "/>", or holds no element.
_HOLDS = rb"""["'][^<>]*(?<!/)>\s*<(?:\w+:)?(?:v|f|is)\b"""
_CELL = when_needed(rb"""\sr=["']([A-Z]{1,3})(\d{1,7})""" + _HOLDS)
_ERROR = when_needed(
    rb"""<(?:\w+:)?c(?=\s)([^<>]*?\st=["']e["'][^<>]*)>(?:<(?:\w+:)?f[^<>]*>[^<>]*(?:</(?:\w+:)?f>)?)?<(?:\w+:)?v>([^<>]{2,12})<"""
)
#: A formula with nothing, an empty value or 0 behind it.
_FORMULA = when_needed(
    rb"""<(?:\w+:)?c(?=\s)([^<>]*)>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<>]*</(?:\w+:)?f>)\s*"""
    rb"""(</(?:\w+:)?c>|<(?:\w+:)?v\s*/>|<(?:\w+:)?v>(?:0|\s*)</(?:\w+:)?v>)"""
)
#: A formula that came to something else.
_RESULT = when_needed(rb"</(?:\w+:)?f>\s*<(?:\w+:)?v>(?!0</|\s*</)")
_PLACE = when_needed(rb"([A-Z]{1,3})(\d{1,7})")
_REFERENCE = when_needed(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
#: A cell behind column Z: down to the last row a sheet up to there is not too large. Begins with plain letters, for
#: which the search runs ten times as fast.
_FAR_CELL = when_needed(rb' r="[A-Z][A-Z]')

_ODS_TAG = when_needed(rb"<table:(table|table-row|table-column)(?=[\s/>])([^<>]*)>")
_ODS_HIDDEN = b'table:visibility="'
_ODS_REPEATED = when_needed(rb'table:number-(?:rows|columns)-repeated="(\d{1,7})"')
#: A number that is shown with zeros before it.
_ODS_ZEROS = when_needed(rb'office:value="(\d{8,15})"[^<>]*>\s*<text:p>(0\d{8,15})</text:p>')
_ODS_NAME = when_needed(rb'table:name="([^"]*)"')
_MOST_HIDDEN = 100_000  # rows of a run; beyond that nothing is written there


def unpacked_size(path: Path) -> int:
    """Size of the unpacked parts of a workbook in bytes; of a file that is no archive its own size."""
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except _UNREADABLE:
        return path.stat().st_size


def extents(path: Path, checkpoint: Callable[[], None]) -> dict[str, Extent]:
    """Find the extent of each sheet that can be searched, by its name.

    `checkpoint` is called between blocks of XML; what it raises stops the search.
    """
    try:
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                return hidden_places(path.read_bytes(), checkpoint)
        with zipfile.ZipFile(path) as archive:
            if "content.xml" in archive.namelist():
                return _of_open_document(archive, checkpoint)
            found = {}
            package = Package(archive)
            try:
                digits, struck = _digit_styles(package), _struck_styles(package)
            except (*_UNREADABLE, ElementTree.ParseError):
                digits, struck = {}, []  # the other places are found all the same
            look = _Look(digits, struck, is_unsaved=_is_unsaved(package))
            for sheet in package.sheets():
                with contextlib.suppress(*_UNREADABLE):
                    found[sheet.name] = look.of_sheet(archive, sheet.part, checkpoint)
                    found[sheet.name].noted = _noted(package, sheet.part)
            return found
    except (*_UNREADABLE, ElementTree.ParseError):
        return {}


def _blocks(file: IO[bytes], checkpoint: Callable[[], None]) -> Iterator[bytes]:
    """The XML in blocks that end before a cell or a row."""
    rest = b""
    while block := file.read(_BLOCK):
        checkpoint()
        data = rest + block
        cut = max(data.rfind(b"<c "), data.rfind(b"<row"), data.rfind(b"<table:table"), len(data) - _LONGEST_TAG)
        rest = data[cut:]
        yield data[:cut]
    yield rest


def _digit_styles(package: Package) -> dict[bytes, Digits]:
    """The cell styles, by number, whose format writes zeros or other digits before a number."""
    part = package.part("styles")
    if part is None:
        return {}
    styles = package.tree(part)
    formats = {
        element.get("numFmtId", ""): shown
        for element in styles.iterfind("{*}numFmts/{*}numFmt")
        if (shown := digits_of(element.get("formatCode", "")))
    }
    used = [style.get("numFmtId", "") for style in styles.iterfind("{*}cellXfs/{*}xf")]
    return {str(number).encode(): formats[name] for number, name in enumerate(used) if name in formats}


def _struck_styles(package: Package) -> list[bytes]:
    """The cell styles, by number, that draw a line through what they show."""
    part = package.part("styles")
    if part is None:
        return []
    styles = package.tree(part)
    strikes = [font.find("{*}strike") for font in styles.iterfind("{*}fonts/{*}font")]
    struck = {str(n) for n, line in enumerate(strikes) if line is not None and line.get("val", "1") in ("1", "true")}
    used = [style.get("fontId", "") for style in styles.iterfind("{*}cellXfs/{*}xf")]
    return [str(number).encode() for number, font in enumerate(used) if font in struck]


def _noted(package: Package, sheet: str) -> dict[tuple[int, int], str]:
    """The notes at cells of a sheet, but for those that the station wrote into its paper about a file."""
    try:
        part = package.linked_from(sheet, "comments")
        notes = package.tree(part).iterfind("{*}commentList/{*}comment") if part else ()
        words = ((_PLACE.fullmatch(note.get("ref", "").encode()), "".join(note.itertext())) for note in notes)
        return {_row_and_column(place): text for place, text in words if place is not None and _OF_OURS not in text}
    except (*_UNREADABLE, ElementTree.ParseError):
        return {}


def _is_unsaved(package: Package) -> bool:
    """Whether the workbook is of a program that works out no formulas: they hold 0 until Excel opens it."""
    properties = package.tree(package.book).find("{*}calcPr") if package.book else None
    return properties is not None and properties.get("fullCalcOnLoad") in ("1", "true")


class _Look:
    """Searches the sheets of a workbook for the places that an `Extent` records."""

    def __init__(self, digits: dict[bytes, Digits], struck: list[bytes], *, is_unsaved: bool) -> None:
        self._digits, self._is_unsaved = digits, is_unsaved
        self._struck_styles = [b' s="%b"' % number for number in struck]
        self._struck = when_needed(rb'c r="([A-Z]{1,3})(\d{1,7})" s="(?:%b)"' % b"|".join(struck))
        self._styles = [b' s="%b"' % number for number in digits]
        self._shown = when_needed(rb'c r="([A-Z]{1,3})(\d{1,7})" s="(%b)"' % b"|".join(digits))

    def of_sheet(self, archive: zipfile.ZipFile, part: str, checkpoint: Callable[[], None]) -> Extent:
        """Search one sheet, and return its extent."""
        extent = Extent()
        is_far, has_results = False, not self._is_unsaved
        zeros: set[tuple[int, int]] = set()
        with archive.open(part) as file:
            for block in _blocks(file, checkpoint):
                is_far = is_far or _FAR_CELL.search(block) is not None
                # Plain bytes are looked for first: every cell of a sheet without formulas begins as the patterns do.
                has_formulas = b"<f" in block or b":f" in block
                has_results = has_results or (has_formulas and _RESULT.search(block) is not None)
                self._search(block, extent, zeros, has_formulas=has_formulas)
        if not has_results:
            extent.unworked |= zeros
        if is_far:
            with archive.open(part) as file:
                extent.far = _reach(file, checkpoint)
        return extent

    def _search(self, block: bytes, extent: Extent, zeros: set[tuple[int, int]], *, has_formulas: bool) -> None:
        """Search a part of a sheet; `zeros` gets the formulas that came to 0, or to nothing yet."""
        if b't="e"' in block:
            for attributes, code in _ERROR.findall(block):
                if place := _REFERENCE.search(attributes):
                    extent.errors[_row_and_column(place)] = code.decode("ascii", "replace")
        if b"hidden=" in block:
            for tag in _HIDDEN_ROW.findall(block):
                extent.rows.update(int(number) - 1 for name, number in _NUMBERS.findall(tag) if name == b"r")
            for tag in _HIDDEN_COLUMN.findall(block):
                ends = {name: int(number) for name, number in _NUMBERS.findall(tag)}
                if 0 < ends.get(b"min", 0) <= ends.get(b"max", 0) <= 1 << 14:
                    extent.columns.update(range(ends[b"min"] - 1, ends[b"max"]))
        if has_formulas:
            for attributes, rest in _FORMULA.findall(block):
                place = _REFERENCE.search(attributes)
                # Excel writes an empty text that a formula came to as t="str" with an empty value, false as t="b".
                is_result = b' t="' in attributes and b"/c>" not in rest
                if place is not None and not is_result:
                    (zeros if b">0<" in rest else extent.unworked).add(_row_and_column(place))
        if any(style in block for style in self._struck_styles):
            extent.struck.update(map(_row_and_column, self._struck.finditer(block)))
        if any(style in block for style in self._styles):
            for letters, number, style in self._shown.findall(block):
                extent.digits[int(number) - 1, _place(letters)] = self._digits[style]


def _row_and_column(place: re.Match[bytes]) -> tuple[int, int]:
    return int(place[2]) - 1, _place(place[1])


def _reach(file: IO[bytes], checkpoint: Callable[[], None]) -> tuple[int, int]:
    rows: set[bytes] = set()
    columns: set[bytes] = set()
    for block in _blocks(file, checkpoint):
        for letters, number in _CELL.findall(block):
            columns.add(letters)
            rows.add(number)
    return max(map(int, rows), default=1) - 1, max(map(_place, columns), default=0)


def _place(letters: bytes) -> int:
    """The 0-based number of a column: 0 for A."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _of_open_document(archive: zipfile.ZipFile, checkpoint: Callable[[], None]) -> dict[str, Extent]:
    with archive.open("content.xml") as file:
        is_hidden = False
        shown: dict[float, str] = {}
        for block in _blocks(file, checkpoint):
            is_hidden = is_hidden or _ODS_HIDDEN in block
            if b"<text:p>0" in block:
                shown |= {float(value): text.decode() for value, text in _ODS_ZEROS.findall(block)}
        if not is_hidden and not shown:
            return {}
    found: dict[str, Extent] = {}
    extent, row, column = Extent(), 0, 0
    with archive.open("content.xml") as file:
        for block in _blocks(file, checkpoint):
            for kind, attributes in _ODS_TAG.findall(block):
                if kind == b"table":
                    name = _ODS_NAME.search(attributes)
                    extent, row, column = Extent(), 0, 0
                    title = ElementTree.fromstring(b'<a b="%s"/>' % (name[1] if name else b"")).get("b", "")  # noqa: S314
                    found[title] = extent
                    extent.shown = shown
                    continue
                repeated = _ODS_REPEATED.search(attributes)
                times = int(repeated[1]) if repeated else 1
                hidden = _ODS_HIDDEN in attributes and b'visibility="visible"' not in attributes
                places = extent.rows if kind == b"table-row" else extent.columns
                begin = row if kind == b"table-row" else column
                if hidden:
                    places.update(range(begin, begin + min(times, _MOST_HIDDEN)))
                if kind == b"table-row":
                    row += times
                else:
                    column += times
    return found
