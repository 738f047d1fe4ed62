"""Ways in which a file may be broken: bytes, records of old Excel, parts and tags of zipped XML, text."""

import io
import random
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable

Damage = Callable[[random.Random, bytes], bytes]

_NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"255",
    b"65536",
    b"1048576",
    b"1048577",
    b"2147483648",
    b"4294967295",
    b"99999999999999999999",
    b"1e308",
    b"NaN",
)
_VALUES = (
    b"",
    b"XFD1048576",
    b"A0",
    b"A1:XFD1048576",
    b"ZZZZZ9",
    b"true",
    b"\xff\xfe",
    "Ngọc ẩn".encode(),
    b"&#x0;",
    b"&amp;",
    b"s",
    b"e",
    b"inlineStr",
    b"d",
    b"../../x.xml",
)
_ATTRIBUTE = re.compile(rb'(\s[\w:]+=)"([^"<>]*)"')
_TAG = re.compile(rb"<[^<>]+>")
_NUMBER = re.compile(rb"\d+")


def bytes_changed(rng: random.Random, content: bytes) -> bytes:
    """A few bytes anywhere: a bad stick, a bad line."""
    data = bytearray(content)
    for _ in range(rng.choice((1, 2, 8, 40))):
        place = rng.randrange(len(data)) if data else 0
        turn = rng.randrange(6)
        if turn == 0 and data:
            data[place] ^= 1 << rng.randrange(8)
        elif turn == 1 and data:
            data[place] = rng.choice((0, 0x7F, 0x80, 0xFF, rng.randrange(256)))
        elif turn == 2:
            size = rng.choice((2, 4, 8))
            data[place : place + size] = rng.choice((b"\xff", b"\0", b"\x7f")) * size
        elif turn == 3:
            del data[place : place + rng.choice((1, 4, 100, 512))]
        elif turn == 4:
            data[place:place] = data[place : place + rng.choice((1, 16, 512))]
        else:
            data[place:place] = rng.randbytes(rng.choice((1, 4, 64)))
    return bytes(data)


def cut_short(rng: random.Random, content: bytes) -> bytes:
    """A copy that was not finished, with zeros for the rest or nothing."""
    place = rng.randrange(len(content)) if content else 0
    return content[:place] + bytes(len(content) - place) * rng.randrange(2)


def records_changed(rng: random.Random, content: bytes) -> bytes:
    """Records of an .xls, if it is one whose stream begins behind the first sector."""
    data = bytearray(content)
    places, at = [], 512
    while at + 4 <= len(data) and len(places) < 5000:
        places.append(at)
        at += 4 + struct.unpack_from("<H", data, at + 2)[0]
    for _ in range(rng.choice((1, 2, 6))):
        at = rng.choice(places or [0])
        kind, size = struct.unpack_from("<HH", data, at) if at + 4 <= len(data) else (0, 0)
        turn = rng.randrange(5)
        if turn == 0:
            struct.pack_into(
                "<H", data, at, rng.choice((kind ^ 1, 0x3C, 0xFC, 0x85, 0x208, 0xA, 0xE5, 0x22, 0xFD, 0x203))
            )
        elif turn == 1:
            struct.pack_into("<H", data, at + 2, rng.choice((0, 1, min(size + 1, 0xFFFF), max(size - 1, 0), 0xFFFF)))
        elif turn == 2 and size:
            place = at + 4 + rng.randrange(size)
            data[place : place + 2] = rng.choice((b"\xff\xff", b"\0\0", b"\xff\x7f", rng.randbytes(2)))
        elif turn == 3 and size:
            data[at + 4 : at + 4 + size] = rng.randbytes(size)
        else:
            data[at:at] = data[at : at + 4 + size]
    return bytes(data)


def parts_changed(rng: random.Random, content: bytes) -> bytes:
    """Parts of a zipped workbook, packed again so that the archive itself is whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError):
        return bytes_changed(rng, content)
    weights = [10 if re.search(r"sheet|content\.xml|sharedStrings|workbook|styles", name) else 1 for name, _ in parts]
    for _ in range(rng.choice((1, 1, 2, 4))):
        if not parts:
            break
        place = rng.choices(range(len(parts)), weights[: len(parts)])[0]
        name, data = parts[place]
        turn = rng.randrange(24)
        if turn == 0:
            parts.pop(place)
        elif turn == 1:
            parts[place] = (name, b"")
        elif turn == 2:
            parts.append((name, rng.choice(parts)[1]))
            weights.append(1)
        elif turn == 3:
            parts[place] = (name, rng.choice(parts)[1])
        elif turn == 4:
            parts[place] = (name, bytes_changed(rng, data))
        elif turn == 5:
            parts[place] = (name, cut_short(rng, data))
        elif turn == 6:
            parts[place] = (rng.choice((name.upper(), name.replace("/", "\\"), "/" + name, name + "2")), data)
        else:
            parts[place] = (name, tags_changed(rng, data))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for name, data in parts:
            with warnings.catch_warnings(action="ignore"):  # a name that is there twice is what we want
                archive.writestr(zipfile.ZipInfo(name), data)
    return packed.getvalue()


def tags_changed(rng: random.Random, data: bytes) -> bytes:
    """Tags, attributes and numbers of XML or HTML."""
    for _ in range(rng.choice((1, 1, 3, 10))):
        turn = rng.randrange(12)
        tags = list(_TAG.finditer(data))
        attributes = list(_ATTRIBUTE.finditer(data))
        if turn <= 3 and attributes:
            found = rng.choice(attributes)
            value = rng.choice((*_NUMBERS, *_VALUES, rng.choice(attributes)[2]))
            data = data[: found.start(2)] + value + data[found.end(2) :]
        elif turn == 4 and attributes:
            found = rng.choice(attributes)
            data = data[: found.start()] + data[found.end() :]
        elif turn == 5 and (numbers := list(_NUMBER.finditer(data))):
            found = rng.choice(numbers)
            data = data[: found.start()] + rng.choice(_NUMBERS) + data[found.end() :]
        elif turn == 6 and tags:
            found = rng.choice(tags)
            data = data[: found.start()] + data[found.end() :]
        elif turn == 7 and len(tags) > 1:
            first, last = sorted(rng.sample(tags, 2), key=lambda tag: tag.start())
            data = data[: first.start()] + data[last.start() :]
        elif turn == 8 and len(tags) > 1:
            first, last = sorted(rng.sample(tags, 2), key=lambda tag: tag.start())
            piece = data[first.start() : last.start()][:20_000]
            data = data[: first.start()] + piece * rng.choice((1, 3, 40)) + data[first.start() :]
        elif turn == 9 and tags:
            found = rng.choice(tags)
            data = (
                data[: found.end()]
                + rng.choice((b"<x>" * 2000, b"<![CDATA[", b"<!--", b"&lt;" * 99, b"&x;", b"\0", b"\xef\xbb\xbf"))
                + data[found.end() :]
            )
        elif turn == 10:
            data = rng.choice(
                (
                    data.replace(b"UTF-8", b"UTF-16", 1),
                    data.decode("utf-8", "replace").encode("utf-16"),
                    BOMB + data.partition(b"?>")[2],
                    data.replace(b"utf-8", b"cp1258"),
                )
            )
        elif turn == 11 and len(tags) > 1:
            one, other = rng.sample(tags, 2)
            data = data[: one.start()] + other[0] + data[one.end() :]
    return data


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8))
    + b"]>"
)


def text_changed(rng: random.Random, content: bytes) -> bytes:
    """Lines, marks and encodings of a text file."""
    lines = content.split(b"\n")
    place = rng.randrange(len(lines))
    turn = rng.randrange(9)
    if turn == 0:
        lines[place] += rng.choice((b'"', b"\0", b"\r", b"\x1a", b"\xff\xfe", b'""",;\t|'))
    elif turn == 1:
        lines[place] *= rng.choice((50, 2000))
    elif turn == 2:
        lines.insert(place, rng.choice((b"sep=;", b"sep=\t", b"\xef\xbb\xbf", b"," * 5000, b'"' * 501, b"")))
    elif turn == 3:
        return content.decode("utf-8", "replace").encode(
            rng.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp437")), "replace"
        )
    elif turn == 4:
        return rng.choice((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\0", b"\x1f\x8b")) + content
    elif turn == 5:
        return content.replace(b",", rng.choice((b";", b"\t", b"|", b" ", b"\0", b",,,,,,,,,,,,,,,,")))
    elif turn == 6:
        return content.replace(b"\n", rng.choice((b"\r", b"\r\n", b"", b"\n\n\n", b"\n\r")))
    elif turn == 7:
        rng.shuffle(lines)
    else:
        return bytes_changed(rng, content)
    return b"\n".join(lines)


def damages(content: bytes) -> tuple[Damage, ...]:
    """What may happen to such a file."""
    if content.startswith(b"PK"):
        return (parts_changed, parts_changed, parts_changed, parts_changed, bytes_changed, cut_short)
    if content.startswith(b"\xd0\xcf"):
        return (records_changed, records_changed, records_changed, bytes_changed, cut_short)
    if content.lstrip()[:1] == b"<":
        return (tags_changed, tags_changed, text_changed, bytes_changed, cut_short)
    return (text_changed, text_changed, bytes_changed, cut_short)
