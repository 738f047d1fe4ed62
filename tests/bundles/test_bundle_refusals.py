"""What a bundle must not be: damaged, newer, of another passphrase, no bundle at all, or made to do harm."""

import hashlib
import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import exporters.bundle
from exporters.bundle import export_bundle, zipped
from importers import intake
from importers.bundle import container
from importers.intake import Answers, State
from store import clock, settings
from store.bundles import manifest as names
from store.bundles.manifest import Manifest, Part
from store.database import Store
from store.models import Person
from store.people import staff, units
from store.reporting import bundle_contents
from store.text import fold
from tests.bundles import stations as bundled
from tests.bundles.stations import PASSPHRASE

_REAL = exporters.bundle.seal, container.unseal


def message_of(province: Store, path: Path, passphrase: str | None = PASSPHRASE) -> str:
    incoming = intake.read(province, path, answers=Answers(passphrase=passphrase))
    assert incoming.state in (State.UNREADABLE, State.LOCKED), incoming.state
    assert incoming.reading is not None
    return incoming.reading.message


def parts_of(content: bytes) -> tuple[Manifest, dict[str, bytes]]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = {name: archive.read(name) for name in archive.namelist()}
    return names.from_json(parts.pop(names.MANIFEST)), parts


def described(manifest: Manifest, parts: dict[str, bytes]) -> bytes:
    """A bundle whose manifest fits to its parts, whatever they are."""
    found = {
        name: Part(content.count(b"\n"), len(content), hashlib.sha256(content).hexdigest())
        for name, content in parts.items()
    }
    return zipped(replace(manifest, parts=found), parts)


def test_a_bundle_without_people_holds_no_name_and_no_number_in_any_of_its_parts(sender: Store, tmp_path: Path) -> None:
    everybody = [member.person for member in staff.members(sender)]
    staff.set_state(sender, [1], "cccd", bundled.State.TODO, reason=f"Chờ {everybody[3].full_name} ký")
    staff.set_state(sender, [2], "level2_account", bundled.State.TODO, reason="Lê Văn Tám 0912345678 bảo chưa")
    units.add(sender, "Phòng khám 0912345678")
    export_bundle(sender, tmp_path / "a.tyt", figures_only=True)
    content = (tmp_path / "a.tyt").read_bytes()
    manifest, parts = parts_of(content)
    assert not manifest.has_people
    text = "\n".join(part.decode() for part in parts.values()) + manifest.to_json().decode()
    assert not [person.full_name for person in everybody if fold(person.full_name) in fold(text)]
    assert "Võ Ngọc Ứng" not in text  # who signs the papers
    assert "Tám" not in text  # who is on no list
    assert "678" not in re.sub(r'"[0-9a-f]{32,64}"', "", text)
    without_digests = re.sub(r'"[0-9a-f]{32,64}"', "", text)
    assert not re.search(r"\d{9}", without_digests)


def test_a_station_of_206_people_is_small_and_the_same_content_is_the_same_bytes(sender: Store, tmp_path: Path) -> None:
    chance, unit_id = random.Random(206), next(staff.members(sender)).unit_id
    with sender.transaction():
        for number in range(206 - len(list(staff.members(sender)))):
            staff.add(sender, bundled.person(chance, f"{number:04d}"), unit_id, "Khám bệnh")
    written = []
    for name in ("a.tyt", "b.tyt"):
        export_bundle(sender, tmp_path / name, passphrase=PASSPHRASE)
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    assert len(written[0]) < 40_000


def test_of_figures_alone_reasons_that_a_plan_lists_keep_their_words_and_all_their_numbers(
    sender: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle_contents, "_listed_reasons", lambda _: frozenset({fold("Quên mật khẩu")}))
    typed = ("Bí thư Huỳnh Văn Tư không cho", "tam@x.vn", "Quên mật khẩu", "quên mật khẩu")
    unit = next(unit for unit in units.all_units(sender) if unit.name == "Trường Mầm non Hoa Sen")
    for number, reason in enumerate(typed):
        todo = {"level2_account": bundled.State.TODO}
        staff.add(sender, Person(f"Người {number}", states=todo, reasons={"level2_account": reason}), unit.id)
    export_bundle(sender, tmp_path / "a.tyt", figures_only=True)
    _, parts = parts_of((tmp_path / "a.tyt").read_bytes())
    lines = [json.loads(line) for line in parts[names.FIGURES].splitlines()]
    (reasons,) = [line["reasons"]["level2_reasons"] for line in lines if line["unit"] == unit.id]
    by_words = dict(re.findall(r"(.+?) \((\d+)\)(?:; |$)", reasons))
    assert by_words.keys() <= {"Lý do khác", "Quên mật khẩu", "Chưa ghi lý do", "Chưa có thông tin"}
    assert int(by_words["Quên mật khẩu"]) >= 2
    (todo,) = [line["figures"]["level2_todo"] for line in lines if line["unit"] == unit.id]
    assert sum(map(int, by_words.values())) == todo


def test_the_real_encryption_comes_back_and_asks_for_the_right_passphrase(
    sender: Store, province: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporters.bundle, "seal", _REAL[0])
    monkeypatch.setattr(container, "unseal", _REAL[1])
    out = tmp_path / "a.tyt"
    written = export_bundle(sender, out, passphrase=PASSPHRASE)
    assert "Mật khẩu" in written.cautions[0]
    content = out.read_bytes()
    assert b"age-encryption.org/v1" in content
    assert b"people.jsonl" not in content
    assert message_of(province, out, None) == container.LOCKED
    assert message_of(province, out, "khác") == container.WRONG
    assert bundled.take_in(province, out).plan.counts()["new"] == len(list(staff.members(sender)))  # type: ignore[union-attr]


def test_every_changed_byte_is_refused(sender: Store, province: Store, tmp_path: Path) -> None:
    out = tmp_path / "a.tyt"
    for figures_only in (True, False):
        export_bundle(sender, out, passphrase=PASSPHRASE, figures_only=figures_only)
        whole = out.read_bytes()
        before = intake.read(province, out, answers=Answers(passphrase=PASSPHRASE)).plan
        assert before is not None
        for at in range(0, len(whole), max(1, len(whole) // 60)):
            out.write_bytes(whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :])
            found = intake.read(province, out, answers=Answers(passphrase=PASSPHRASE))
            # A byte of the zip that tells nothing (a date, a flag of the system) may change: then nothing else did.
            if found.state not in (State.UNREADABLE, State.LOCKED):
                assert found.plan is not None
                assert found.plan.reading.rows == before.reading.rows
                assert found.plan.reading.bundle == before.reading.bundle


def test_the_bundle_of_an_office_does_not_come_back_to_one_of_its_stations(
    sender: Store, province: Store, tmp_path: Path
) -> None:
    """Its figures without names would be counted twice, under the name of the office."""
    up, down = tmp_path / "lên.tyt", tmp_path / "xuống.tyt"
    export_bundle(sender, up, figures_only=True)
    settings.save(province, station_name="Trung tâm Y tế khu vực")
    bundled.take_in(province, up)
    export_bundle(province, down, figures_only=True)
    message = message_of(sender, down)
    assert "có cả phần của trạm này" in message
    assert "đếm hai lần" in message


def test_the_part_that_was_changed_is_named(sender: Store, province: Store, tmp_path: Path) -> None:
    out = tmp_path / "a.tyt"
    export_bundle(sender, out, figures_only=True)
    manifest, parts = parts_of(out.read_bytes())
    parts[names.FIGURES] = parts[names.FIGURES].replace(b'"total":', b'"total": ', 1)
    out.write_bytes(zipped(manifest, parts))
    assert "ở phần figures.jsonl" in message_of(province, out)


def test_a_newer_version_no_bundle_and_an_older_bundle_say_so(
    sender: Store, province: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, older = tmp_path / "a.tyt", tmp_path / "cũ.tyt"
    export_bundle(sender, older, figures_only=True)
    monkeypatch.setenv(clock.VARIABLE, "2026-06-24T09:30:00")
    export_bundle(sender, out, figures_only=True)
    bundled.take_in(province, out)
    assert message_of(province, older).startswith("Gói làm lúc 08:00 ngày 23/06/2026, cũ hơn gói làm lúc 09:30")
    assert message_of(sender, out) == "Gói này do chính sổ này xuất ra, nên không nhận lại ở đây."
    manifest, parts = parts_of(out.read_bytes())
    later = json.loads(manifest.to_json()) | {"version": 2}
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(names.MANIFEST, json.dumps(later))
    assert message_of(province, out) == container.NEWER
    for content in (b"", b"PK", b"Danh s\xc3\xa1ch", zipped(manifest, parts)[:500]):
        out.write_bytes(content)
        assert message_of(province, out) == container.NOT_A_BUNDLE


def test_changes_alone_need_the_bundle_that_they_change(
    sender: Store, province: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, out = tmp_path / "a.tyt", tmp_path / "b.tyt"
    export_bundle(sender, first, passphrase=PASSPHRASE)
    monkeypatch.setenv(clock.VARIABLE, "2026-06-24T08:00:00")
    staff.remove(sender, [1])
    written = export_bundle(sender, out, passphrase=PASSPHRASE, changes_only=True)
    assert "0 người mới hoặc đổi, 1 người thôi theo dõi" in written.summary
    assert message_of(province, out).startswith("Gói này chỉ có phần thay đổi so với một gói mà sổ chưa nhận")
    bundled.take_in(province, first)
    incoming = bundled.take_in(province, out)
    assert incoming.plan is not None
    assert len(incoming.plan.left) == 1
    assert bundled.people_of(province) == bundled.people_of(sender)


def bomb(manifest: Manifest, parts: dict[str, bytes]) -> bytes:
    """A part that unpacks to far more than it says."""
    small = described(manifest, parts | {names.TASKS: b'{"a":1}\n'})
    return zipped(parts_of(small)[0], parts | {names.TASKS: b"\n" * (50 << 20)})


def _manifest(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(names.MANIFEST, content)
    return buffer.getvalue()


HOSTILE: dict[str, Callable[[Manifest, dict[str, bytes]], bytes]] = {
    "a bomb": bomb,
    "a large manifest": lambda *_: _manifest(b" " * (1 << 20)),
    "a deep manifest": lambda *_: _manifest(b"[" * 60_000),
    "a long number": lambda *_: _manifest(b'{"format": ' + b"9" * 60_000 + b"}"),
    "absurd counts": lambda manifest, parts: zipped(
        replace(manifest, parts={**manifest.parts, names.TASKS: Part(1 << 40, 1 << 50, "0" * 64)}), parts
    ),
    "a path": lambda manifest, parts: zipped(manifest, parts | {"../../../evil.jsonl": b"{}\n"}),
    "people without encryption": lambda manifest, parts: described(manifest, parts | {names.PEOPLE: b"{}\n"}),
    "people who are said and not there": lambda manifest, parts: described(replace(manifest, has_people=True), parts),
    "no units": lambda manifest, parts: described(manifest, {names.TASKS: b""}),
    "deep lines": lambda manifest, parts: described(manifest, parts | {names.TASKS: b"[" * 100_000 + b"\n"}),
    "lines that are none": lambda manifest, parts: described(manifest, parts | {names.FIGURES: b"1\n"}),
    "figures below nothing": lambda manifest, parts: described(
        manifest,
        parts | {names.FIGURES: b'{"unit":0,"form":"phu-luc-1","label":"a","figures":{"total":-5},"reasons":{}}\n'},
    ),
    "units above each other": lambda manifest, parts: described(
        manifest,
        parts
        | {
            names.UNITS: parts[names.UNITS]
            + b'{"number":90,"parent":91,"name":"x"}\n{"number":91,"parent":90,"name":"y"}\n'
        },
    ),
    "units of one number": lambda manifest, parts: described(
        manifest, parts | {names.UNITS: parts[names.UNITS] + b'{"number":0,"name":"x"}\n'}
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_made_to_do_harm_is_refused(kind: str, sender: Store, province: Store, tmp_path: Path) -> None:
    out = tmp_path / "a.tyt"
    export_bundle(sender, out, figures_only=True)
    out.write_bytes(HOSTILE[kind](*parts_of(out.read_bytes())))
    assert message_of(province, out)


@pytest.mark.parametrize(
    "line",
    [
        {"citizen_id": "1"},
        {"birth_date": "hôm qua"},
        {"sex": "x"},
        {"full_name": " "},
        {"full_name": 5},
        {"states": "dddddddddddddddd"},
        {"states": "x"},
        {"states": "dd"},
        {"unit": 77},
        {"id": -1},
        {"administrative": "có"},
        {"done_on": {"cccd": "x"}},
        {"note": "x" * 6000},
        {"reasons": ["a"]},
    ],
)
def test_a_person_who_is_none_is_refused(
    line: dict[str, object], sender: Store, province: Store, tmp_path: Path
) -> None:
    out = tmp_path / "a.tyt"
    export_bundle(sender, out, passphrase=PASSPHRASE)
    manifest, sealed = parts_of(out.read_bytes())
    inner, parts = parts_of(bundled.unseal(sealed[names.SEALED], PASSPHRASE))
    good = json.loads(parts[names.PEOPLE].splitlines()[0])
    parts[names.PEOPLE] += json.dumps(good | {"id": 900, "citizen_id": "089171234567"} | line).encode() + b"\n"
    out.write_bytes(described(manifest, {names.SEALED: bundled.seal(described(inner, parts), PASSPHRASE)}))
    number = parts[names.PEOPLE].count(b"\n")
    assert message_of(province, out).startswith(f"Gói không đúng mẫu, ở phần people.jsonl, dòng {number}.")
