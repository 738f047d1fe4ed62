"""Finds the sheets of an xlsx workbook in its archive, also where the archive names its parts in an unusual way."""

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

_MOST_INDEX = 1 << 24  # bytes of a list of sheets or styles
_FIRST_LINKS = "_rels/.rels"
_SHEETS = "xl/worksheets/"


class SheetPart(NamedTuple):
    """One sheet of the workbook and the part of the archive that holds it."""

    name: str
    hidden: bool
    part: str  # as the archive spells it


class Package:
    """Finds the parts of an archive, whatever slash and letter case their names are written with."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self._parts = {_plain(name): name for name in archive.namelist()}
        self.book = self._linked(_FIRST_LINKS, "", "/officeDocument") or self._parts.get("xl/workbook.xml", "")
        self._links = {identifier: (kind, part) for identifier, kind, part in self._relations()}

    def part(self, kind: str) -> str | None:
        """The part that the workbook links as `kind`, such as "sharedStrings"; else the one of the usual name."""
        linked = next((part for link, part in self._links.values() if link.endswith(f"/{kind}")), None)
        return linked or self._parts.get(f"xl/{kind}.xml".lower())

    def tree(self, part: str) -> ElementTree.Element:
        """Parse a small part of the archive as XML.

        Raises:
            ValueError, ElementTree.ParseError, and what `zipfile` raises: the part cannot be read.
        """
        if self.archive.getinfo(part).file_size > _MOST_INDEX:
            raise ValueError(part)
        return ElementTree.fromstring(self.archive.read(part))  # noqa: S314 - expat bounds what entities unfold

    def sheets(self) -> list[SheetPart]:
        """The worksheets in the order of the workbook; where it names none that exist, all that the archive holds."""
        found = []
        for sheet in self.tree(self.book).iterfind(".//{*}sheet") if self.book else ():
            identifier = next((value for name, value in sheet.items() if name.endswith("}id")), "")
            kind, part = self._links.get(identifier, ("", ""))
            if part and not kind.endswith(("/chartsheet", "/dialogsheet")):
                found.append(SheetPart(sheet.get("name", ""), sheet.get("state", "visible") != "visible", part))
        return found or [
            SheetPart(PurePosixPath(part).stem, False, part)
            for plain, part in sorted(self._parts.items())
            if plain.startswith(_SHEETS) and plain.endswith(".xml")
        ]

    def linked_from(self, part: str, kind: str) -> str:
        """The part of a kind, such as "comments", that another part links; "" where it links none."""
        folder, name = posixpath.split(part)
        return self._linked(posixpath.join(folder, "_rels", f"{name}.rels"), folder, f"/{kind}")

    def _relations(self) -> Iterator[tuple[str, str, str]]:
        """Identifier, kind and part of everything that the workbook links."""
        folder, name = posixpath.split(self.book)
        yield from self._of_links(posixpath.join(folder, "_rels", f"{name}.rels"), folder)

    def _linked(self, links: str, folder: str, kind: str) -> str:
        return next((part for _, link, part in self._of_links(links, folder) if link.endswith(kind)), "")

    def _of_links(self, links: str, folder: str) -> Iterator[tuple[str, str, str]]:
        part = self._parts.get(_plain(links))
        for link in self.tree(part) if part is not None else ():
            target = unquote(link.get("Target", "")).replace("\\", "/")
            places = (posixpath.join(folder, target), target)  # from the workbook's folder, else from the root
            for place in places:
                if found := self._parts.get(_plain(posixpath.normpath(place))):
                    yield link.get("Id", ""), link.get("Type", ""), found
                    break


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
