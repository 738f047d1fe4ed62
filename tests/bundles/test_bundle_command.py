"""`tyt export bundle` and `tyt import` of it: the passphrase, what is printed, exit codes, undo."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from importers.bundle import container
from store.database import Store
from store.errors import RefusedError
from tui.cli import command_line

PEOPLE = 11


@pytest.fixture
def stores(sender: Store, province: Store) -> tuple[Path, Path]:
    return sender.path, province.path


def tyt(store: Path, *words: object) -> Result:
    return CliRunner().invoke(command_line, [*map(str, words), "--store", str(store)])


def test_there_and_back(stores: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below, above = stores
    out = tmp_path / "trạm.tyt"
    refused = tyt(below, "export", "bundle", out)
    assert isinstance(refused.exception, RefusedError)
    assert "TYT_BUNDLE_PASSPHRASE" in refused.exception.message
    assert not out.exists()
    monkeypatch.setenv("TYT_BUNDLE_PASSPHRASE", "mật khẩu")
    written = tyt(below, "export", "bundle", out)
    assert written.exit_code == 0, written.stderr
    assert f"Gói của Trạm Y tế xã Tân Lập 5: {PEOPLE} người" in written.stderr
    monkeypatch.setenv("TYT_BUNDLE_PASSPHRASE", "khác")
    assert tyt(above, "import", out).exit_code == 2
    assert container.WRONG in tyt(above, "import", out).stderr
    monkeypatch.delenv("TYT_BUNDLE_PASSPHRASE")
    assert container.LOCKED in tyt(above, "import", out).stderr
    monkeypatch.setenv("TYT_BUNDLE_PASSPHRASE", "mật khẩu")
    taken = tyt(above, "import", out, "--json")
    assert taken.exit_code == 0, taken.stderr
    (result,) = json.loads(taken.stdout)
    assert (result["kind"], result["unit"], result["counts"]["new"]) == ("bundle", "Trạm Y tế xã Tân Lập 5", PEOPLE)
    assert len(json.loads(tyt(above, "export", "roster", "-").stdout)) == PEOPLE
    again = tyt(above, "import", out)
    assert "Không có gì thay đổi so với sổ." in again.stderr
    assert tyt(above, "import", "--undo", result["submission"]).exit_code == 0
    assert json.loads(tyt(above, "export", "roster", "-").stdout) == []


def test_figures_alone_need_no_passphrase(stores: tuple[Path, Path], tmp_path: Path) -> None:
    below, above = stores
    out = tmp_path / "trạm.tyt"
    written = tyt(below, "export", "bundle", out, "--figures-only")
    assert written.exit_code == 0, written.stderr
    assert "không có tên, không có số của ai" in written.stderr
    assert tyt(above, "import", out).exit_code == 0
    assert json.loads(tyt(above, "export", "roster", "-").stdout) == []
    rows = json.loads(tyt(above, "export", "phu-luc-1", "-", "--by", "unit").stdout)
    assert str(PEOPLE) in json.dumps(rows)


def test_changes_alone_need_a_bundle_before_them(
    stores: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TYT_BUNDLE_PASSPHRASE", "mật khẩu")
    refused = tyt(stores[0], "export", "bundle", tmp_path / "a.tyt", "--changes-only")
    assert refused.exit_code == 2
    assert "Chưa có gói nào đã xuất để so" in refused.stderr
