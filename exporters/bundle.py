"""Writes a bundle: all that this station has, as one file for the office above it (docs/bundle.md)."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from exporters import shorter_lists
from exporters.writing import ExportError, Written, ending_of, replacing
from store import clock, settings
from store.bundles.manifest import ENDING, GONE, MANIFEST, PARTS, PEOPLE, SEALED, Line, Manifest, Part, id_of, normal
from store.database import Store
from store.people import units
from store.reporting import bundle_contents, bundle_sent
from store.text import format_date, format_number

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same content is the same bytes, whenever it is written


def export_bundle(
    store: Store, out: Path, *, passphrase: str = "", figures_only: bool = False, changes_only: bool = False
) -> Written:
    """Write a bundle of this station.

    Args:
        store: the open store.
        out: the file.
        passphrase: the one by which the office above opens the file; not needed for `figures_only`.
        figures_only: leave out all personal data, so that nothing needs to be encrypted.
        changes_only: write only people who changed since the last bundle; all other parts are complete.

    Raises:
        ExportError: nothing was written. RefusedError: the station has no name yet.
    """
    ending_of(out, (ENDING,))
    if not figures_only and not passphrase:
        raise ExportError("Gói có danh sách người phải có mật khẩu. Hãy đặt mật khẩu, hoặc chỉ gửi số liệu.")
    before = bundle_sent.last(store) if changes_only and not figures_only else None
    if changes_only and before is None:
        raise ExportError("Chưa có gói nào đã xuất để so, nên không xuất riêng phần thay đổi được. Hãy xuất gói đủ.")
    head = _head(store, base=None if before is None else before.id, has_people=not figures_only)
    lines = bundle_contents.gather(store, has_people=not figures_only)
    everybody = lines.get(PEOPLE, [])
    if before is not None:
        lines[PEOPLE], lines[GONE] = bundle_sent.changed(before, everybody)
    parts: dict[str, bytes] = {name: _packed(lines[name]) for name in PARTS if name in lines}
    head = replace(head, id=id_of(head, parts))
    content = zipped(_described(head, parts, {name: len(lines[name]) for name in parts}), parts)
    if not figures_only:
        sealed = {SEALED: seal(content, passphrase)}
        content = zipped(_described(head, sealed, {SEALED: 1}), sealed)
    with replacing(out) as path:
        path.write_bytes(content)
    shorter = tuple(shorter_lists.warnings_of(store))
    if figures_only:
        return Written(f"Gói số liệu của {head.name}: không có tên, không có số của ai.", shorter)
    bundle_sent.remember(store, head.id, head.made_at, everybody)
    people, size = format_number(len(everybody)), format_number(-(-len(content) // 1024))
    summary = f"Gói của {head.name}: {people} người, {size} KB."
    if before is not None:
        since, gone = format_date(before.made_at[:10]), len(lines[GONE])
        summary = (
            f"Phần thay đổi của {head.name} so với gói ngày {since}: {format_number(len(lines[PEOPLE]))} người mới hoặc"
            f" đổi, {format_number(gone)} người thôi theo dõi, {size} KB. Nơi nhận phải có gói ngày {since}."
        )
    return Written(summary, shorter, ("Mật khẩu gửi bằng cách khác với tệp: gọi điện, hoặc nhắn riêng.",))


def _head(store: Store, *, base: str | None, has_people: bool) -> Manifest:
    own = units.station_id(store)
    station = bundle_contents.station_of(store)
    return Manifest(
        station,
        settings.load(store).station_name,
        None if own is None else units.get(store, own).facility_code,
        clock.stamp(),
        has_people,
        _program(),
        base,
    )


def _program() -> str:
    """Return the version of this program; "" when it is not installed as a package."""
    try:
        return version("tramyte")
    except PackageNotFoundError:
        return ""


def _packed(lines: list[Line]) -> bytes:
    return "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines).encode()


def _described(head: Manifest, parts: Mapping[str, bytes], entries: Mapping[str, int]) -> Manifest:
    found = {name: Part(entries[name], len(part), hashlib.sha256(part).hexdigest()) for name, part in parts.items()}
    return replace(head, parts=found)


def zipped(manifest: Manifest, parts: Mapping[str, bytes]) -> bytes:
    """Zip the manifest and the parts; the same content gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in {MANIFEST: manifest.to_json(), **parts}.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name == SEALED else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=9)
    return buffer.getvalue()


def seal(content: bytes, passphrase: str) -> bytes:
    """Encrypt in the age format, by a passphrase."""
    from pyrage import passphrase as age  # a second of a start, and only bundles with people need it

    return bytes(age.encrypt(content, normal(passphrase)))
