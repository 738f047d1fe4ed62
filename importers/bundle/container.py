"""Opens a bundle: limits its sizes, compares every part with its SHA-256, decrypts its people.

Nothing of the file is believed before it is checked: it may be damaged, or made by somebody who means harm.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from importers.errors import UnusableError
from store.bundles import manifest as names
from store.bundles.manifest import Line, Manifest, NewerVersionError, Part
from store.errors import reason_text
from store.frozen import frozen

_MOST_FILE = 16 << 20  # bytes; a station of 206 people has 30,000
_MOST_PART = 64 << 20  # unpacked, all parts together
_MOST_MANIFEST = 64 << 10
_MOST_ENTRIES = 500_000  # of a part
_LONGEST_LINE = 2 << 20
#: What a damaged archive raises.
_BROKEN = (ValueError, KeyError, zipfile.BadZipFile, RuntimeError, OSError, EOFError, OverflowError, zlib.error)

NOT_A_BUNDLE = "Đây không phải gói của trạm, hoặc tệp bị hỏng. Hãy xin trạm gửi lại."
NEWER = "Gói này do phiên bản tramyte mới hơn làm. Hãy cập nhật chương trình rồi nhận lại."
LOCKED = "Gói có mật khẩu. Hãy hỏi trạm mật khẩu rồi nhận lại."
WRONG = "Mật khẩu của gói không đúng. Hãy hỏi lại trạm."
_UNSOUND = "Gói bị hỏng hoặc đã bị sửa, ở phần {}. Không nhận gì; hãy xin trạm gửi lại."
_TOO_LARGE = "Gói lớn bất thường, ở phần {}. Không nhận gì; hãy hỏi lại trạm."


class LockedError(UnusableError):
    """The bundle is encrypted, and the passphrase is missing or wrong."""


@frozen
class Opened:
    """An opened bundle; every part agrees with the size and SHA-256 that its manifest gives."""

    manifest: Manifest
    parts: Mapping[str, tuple[Line, ...]]
    raw: Mapping[str, bytes]  # the same as they stand in the file


def open_bundle(path: Path, passphrase: str | None) -> Opened:
    """Open and check the bundle at `path`; `passphrase` decrypts its people.

    Raises:
        LockedError: it has people, and the passphrase is missing or wrong.
        UnusableError: it is no bundle, a later version wrote it, or a part is not what the manifest says.
    """
    outer, parts = _unpacked(_bytes_of(path))
    if names.SEALED in parts:
        if passphrase is None:
            raise LockedError(LOCKED)
        inner, parts = _unpacked(unseal(parts[names.SEALED], passphrase))
        if inner.head != outer.head or not inner.has_people or names.SEALED in parts:
            raise UnusableError(_UNSOUND.format(names.MANIFEST))
        outer = replace(outer, parts=inner.parts)
    elif outer.has_people:
        raise UnusableError(_UNSOUND.format(names.SEALED))
    elif names.OF_PEOPLE & parts.keys():
        raise UnusableError(_UNSOUND.format(min(names.OF_PEOPLE & parts.keys())))
    if names.UNITS not in parts or (outer.has_people and names.PEOPLE not in parts):
        raise UnusableError(_UNSOUND.format(names.UNITS))
    return Opened(outer, {name: _lines(name, part, outer.parts[name]) for name, part in parts.items()}, parts)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_FILE:
            raise UnusableError(_TOO_LARGE.format(path.name))
        return path.read_bytes()
    except OSError as error:
        raise UnusableError(f"Không đọc được {path.name}: {reason_text(error)}.") from error


def _unpacked(content: bytes) -> tuple[Manifest, dict[str, bytes]]:
    """The manifest of an archive and its parts, each of which was compared with its SHA-256."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        manifest = names.from_json(_read(archive, names.MANIFEST, _MOST_MANIFEST))
    except NewerVersionError as error:
        raise UnusableError(NEWER) from error
    except _BROKEN as error:
        raise UnusableError(NOT_A_BUNDLE) from error
    listed = archive.namelist()
    if sorted(listed) != sorted([names.MANIFEST, *manifest.parts]):
        strange = next((name for name in listed if name not in manifest.parts), names.MANIFEST)
        raise UnusableError(_UNSOUND.format(strange if strange in names.PARTS else names.MANIFEST))
    parts = {}
    left = _MOST_PART
    for name, part in manifest.parts.items():
        if part.size > left or part.entries > _MOST_ENTRIES:
            raise UnusableError(_TOO_LARGE.format(name))
        left -= part.size
        try:
            parts[name] = _read(archive, name, part.size)
        except _BROKEN as error:
            raise UnusableError(_UNSOUND.format(name)) from error
        if len(parts[name]) != part.size or hashlib.sha256(parts[name]).hexdigest() != part.sha256:
            raise UnusableError(_UNSOUND.format(name))
    return manifest, parts


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Read a member of an archive; raises ValueError if it is encrypted or unpacks to more than `most` bytes."""
    entry = archive.getinfo(name)
    if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError(name)
    with archive.open(entry) as member:
        found = member.read(most + 1)
    if len(found) > most:
        raise ValueError(name)
    return found


def _lines(name: str, content: bytes, part: Part) -> tuple[Line, ...]:
    lines = content.decode(errors="replace").split("\n")
    if lines.pop() != "" or len(lines) != part.entries or any(len(line) > _LONGEST_LINE for line in lines):
        raise UnusableError(_UNSOUND.format(name))
    try:
        found = tuple(map(json.loads, lines))
    except (ValueError, RecursionError) as error:
        raise UnusableError(_UNSOUND.format(name)) from error
    if any(type(line) is not dict for line in found):
        raise UnusableError(_UNSOUND.format(name))
    return found


def unseal(content: bytes, passphrase: str) -> bytes:
    """Decrypt content in the age format; raises LockedError if the passphrase is wrong."""
    from pyrage import DecryptError  # half a second of a start, and only bundles with people need it
    from pyrage import passphrase as age

    try:
        return bytes(age.decrypt(content, names.normal(passphrase)))
    except DecryptError as error:
        raise LockedError(WRONG) from error
