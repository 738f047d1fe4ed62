"""The kit for a PC without Python: put into the user's folder and renewed there, what was typed stays."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

KIT = Path(__file__).parents[2] / ".ci" / "kit" / "install_kit.py"


@pytest.fixture(scope="module")
def kit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("install_kit", KIT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def unpacked(folder: Path, version: str) -> Path:
    """A kit as its zip holds it, each file with the version in it."""
    for name in ("python/python.exe", "lib/tui/cli.pyc", "tyt.bat", "Đọc trước.txt", "Cài vào máy.bat"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(version, encoding="utf-8")
    return folder


def versions(target: Path) -> set[str]:
    return {path.read_text(encoding="utf-8") for path in target.rglob("*") if path.is_file()}


def test_it_is_put_into_the_users_folder(kit: ModuleType, tmp_path: Path) -> None:
    target = tmp_path / "người dùng" / "Programs" / "tramyte"
    kit.install(unpacked(tmp_path / "USB của chị Thảo", "1"), target)
    assert versions(target) == {"1"}
    assert sorted(path.name for path in target.iterdir()) == ["lib", "python", "tyt.bat", "Đọc trước.txt"]


def test_renewing_keeps_what_is_not_the_programs(kit: ModuleType, tmp_path: Path) -> None:
    target = tmp_path / "tramyte"
    kit.install(unpacked(tmp_path / "1", "1"), target)
    (target / "lib" / "gone.pyc").write_text("1")
    (target / "portable.txt").touch()
    (target / "du-lieu").mkdir()
    (target / "du-lieu" / "tramyte.sqlite3").write_text("data")
    kit.install(unpacked(tmp_path / "2", "2"), target)
    assert versions(target) == {"2", "", "data"}
    assert not list(target.glob("*.cu"))
    assert not list(target.glob("*.moi"))


def test_what_came_from_a_place_that_is_read_only_can_be_renewed(kit: ModuleType, tmp_path: Path) -> None:
    target = tmp_path / "tramyte"
    for version in ("1", "2"):
        disc = unpacked(tmp_path / version, version)
        for path in sorted(disc.rglob("*"), reverse=True):
            path.chmod(0o555 if path.is_dir() else 0o444)
        kit.install(disc, target)
        assert all(path.stat().st_mode & 0o200 for path in target.rglob("*"))
        for path in (disc, *disc.rglob("*")):
            path.chmod(0o755)
    assert versions(target) == {"2"}
    assert not list(target.glob("*.cu"))


def test_a_program_that_is_open_stays_as_it_is(
    kit: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "tramyte"
    kit.install(unpacked(tmp_path / "1", "1"), target)
    rename = Path.rename

    def held(path: Path, to: Path) -> Path:
        if path == target / "lib":
            raise PermissionError(13, "open")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", held)
    with pytest.raises(kit.NotInstalledError, match="đang mở"):
        kit.install(unpacked(tmp_path / "2", "2"), target)
    monkeypatch.undo()
    assert all((target / part).exists() for part in kit.PARTS)
    assert (target / "python" / "python.exe").read_text() == "1"
    kit.install(tmp_path / "2", target)
    assert versions(target) == {"2"}


def test_a_full_disk_leaves_the_program_as_it_was(
    kit: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "tramyte"
    kit.install(unpacked(tmp_path / "1", "1"), target)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kit.shutil, "copyfile", full)
    with pytest.raises(kit.NotInstalledError, match="chỗ trống"):
        kit.install(unpacked(tmp_path / "2", "2"), target)
    assert versions(target) == {"1"}


def test_after_a_power_cut_the_next_run_puts_it_right(kit: ModuleType, tmp_path: Path) -> None:
    target = tmp_path / "tramyte"
    kit.install(unpacked(tmp_path / "1", "1"), target)
    (target / "lib").rename(target / "lib.cu")
    kit.install(unpacked(tmp_path / "2", "2"), target)
    assert versions(target) == {"2"}


def test_the_installed_one_does_not_install_itself(kit: ModuleType, tmp_path: Path) -> None:
    target = unpacked(tmp_path / "tramyte", "1")
    with pytest.raises(kit.NotInstalledError, match="đã cài"):
        kit.install(target, target)


def test_the_store_is_backed_up_first(kit: ModuleType, tmp_path: Path) -> None:
    from store.opening import open_store

    (tmp_path / "portable.txt").touch()
    (tmp_path / "du-lieu").mkdir()
    assert kit.back_up(tmp_path) == []
    open_store(tmp_path / "du-lieu" / "tramyte.sqlite3").close()
    assert [copy.exists() for copy in kit.back_up(tmp_path)] == [True]


@pytest.mark.skipif(sys.platform != "win32", reason="Windows writes shortcuts")
def test_a_shortcut_is_written(kit: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "Sổ theo dõi.lnk"
    kit.shortcut(path, Path(sys.executable), '"C:\\Trạm y tế\\tyt.bat"', tmp_path)
    assert path.stat().st_size > 100
    assert "Trạm y tế".encode("utf-16-le") in path.read_bytes()
